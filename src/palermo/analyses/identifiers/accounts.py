"""Crypto addresses and IBANs, only where their checksum holds."""

import re

from palermo.methods.checksums import base58check, bech32, keccak256, mod97

# Length of an IBAN by country: SWIFT IBAN Registry, release 99 (December 2024).
IBAN_LENGTHS = {
    code: int(length)
    for length, codes in {
        "15": "NO", "16": "BE", "18": "DK FO FI GL NL FK SD", "19": "MK SI", "20": "AT BA EE KZ LT LU XK MN",
        "21": "CH HR LI LV", "22": "BG BH CR DE GB GE IE ME RS VA", "23": "AE GI IL IQ TL OM SO",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG", "25": "PT ST LY", "26": "IS TR", "27": "FR GR IT MC MR SM BI DJ",
        "28": "AL AZ BY CY DO GT HU LB PL SV NI", "29": "BR EG PS QA UA", "30": "JO KW MU YE", "31": "MT SC",
        "33": "RU", "32": "LC",
    }.items()
    for code in codes.split()
}  # fmt: skip

_IBAN = re.compile(r"[A-Za-z]{2}\d{2}(?:[ \-]?[A-Za-z0-9]){11,30}")
_CHAIN = re.compile(r"[A-Za-z0-9]{25,90}")

# First byte behind Base58Check: Bitcoin, Litecoin, Dogecoin, TRON, Dash (chain parameters of each reference client).
_VERSIONS = {0x00, 0x05, 0x30, 0x32, 0x1E, 0x16, 0x41, 0x4C, 0x10}
_BECH32_PREFIXES = {"bc", "ltc"}
_BECH32M = 0x2BC830A3


def iban_of(text: str, start: int) -> tuple[str, int] | None:
    """The IBAN that begins at `start` and where it ends; None where length or checksum do not hold."""
    found = _IBAN.match(text, start)
    if found is None:
        return None
    length = IBAN_LENGTHS.get(text[start : start + 2].upper())
    if length is None:
        return None
    signs = []
    end = start
    for end in range(start, found.end()):
        if text[end] not in " -":
            signs.append(text[end].upper())
            if len(signs) == length:
                break
    end += 1
    if len(signs) != length or (end < len(text) and text[end].isalnum()):
        return None
    value = "".join(signs)
    return (value, end) if mod97(value[4:] + value[:4]) == 1 else None


def _ethereum(text: str) -> bool:
    """EIP-55: the case of each letter is a bit of the hash; without mixed case there is no checksum."""
    signs = text[2:]
    if len(signs) != 40 or signs == signs.lower() or signs == signs.upper():
        return False
    if not all(sign in "0123456789abcdefABCDEF" for sign in signs):
        return False
    digest = keccak256(signs.lower().encode()).hex()
    return all(sign.isupper() == (int(bit, 16) > 7) for sign, bit in zip(signs, digest, strict=False) if sign.isalpha())


def _segwit(text: str) -> bool:
    found = bech32(text)
    if found is None or found[0] not in _BECH32_PREFIXES or not found[1]:
        return False
    version = found[1][0]
    size = (len(found[1]) - 1) * 5 // 8
    if version == 0:
        return found[2] == 1 and size in (20, 32)
    return version <= 16 and found[2] == _BECH32M and 2 <= size <= 40


def chain_address_of(text: str, start: int) -> tuple[str, int] | None:
    """The crypto address that begins at `start` and where it ends; None where no checksum holds.

    Bitcoin, Litecoin, Dogecoin, Dash and TRON by Base58Check, Bitcoin and Litecoin by bech32 and bech32m,
    Ethereum by the mixed case of EIP-55. An Ethereum address all in one case has no checksum and is left.
    """
    found = _CHAIN.match(text, start)
    if found is None:
        return None
    address = found[0]
    if address[:2] in ("0x", "0X"):
        return (f"0x{address[2:]}", found.end()) if _ethereum(address) else None
    if _segwit(address):
        return address.lower(), found.end()
    if 26 <= len(address) <= 35:
        payload = base58check(address)
        if payload is not None and len(payload) == 21 and payload[0] in _VERSIONS:
            return address, found.end()
    return None
