"""Checksums that tell a real account number from a row of letters and digits.

Sources: ISO 7064:2003 MOD 97-10; BIP-173 and BIP-350 (bech32, bech32m); the Keccak reference, version 3.0
(the padding that preceded FIPS 202); Base58Check as in the Bitcoin protocol; ISO/IEC 7812-1, annex B (Luhn).
"""

import hashlib

_BASE58 = {sign: value for value, sign in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_BECH32 = {sign: value for value, sign in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_LANE = (1 << 64) - 1


def base58check(text: str) -> bytes | None:
    """The payload behind a Base58Check text (version byte first); None where the checksum does not hold."""
    number = 0
    for sign in text:
        value = _BASE58.get(sign)
        if value is None:
            return None
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    raw = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, check = raw[:-4], raw[-4:]
    if len(raw) < 5 or hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] != check:
        return None
    return payload


def bech32(text: str) -> tuple[str, list[int], int] | None:
    """Prefix, five-bit values without the checksum, and the constant it holds with (1 bech32, 0x2BC830A3 bech32m)."""
    if text.lower() != text and text.upper() != text:
        return None
    text = text.lower()
    cut = text.rfind("1")
    if cut < 1 or len(text) - cut < 7 or len(text) > 90:
        return None
    prefix, values = text[:cut], [_BECH32.get(sign, -1) for sign in text[cut + 1 :]]
    if min(values) < 0:
        return None
    check = 1
    for value in [ord(s) >> 5 for s in prefix] + [0] + [ord(s) & 31 for s in prefix] + values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_BECH32_STEPS):
            if top >> bit & 1:
                check ^= step
    if check not in (1, 0x2BC830A3):
        return None
    return prefix, values[:-6], check


def mod97(text: str) -> int:
    """ISO 7064 MOD 97-10 over capital letters (A = 10) and digits; an IBAN turned round gives 1."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def isbn13(digits: str) -> bool:
    """Whether thirteen digits are an ISBN: 978 or 979 in front, and the check digit of EAN-13."""
    if len(digits) != 13 or digits[:3] not in ("978", "979"):
        return False
    return sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(digits)) % 10 == 0


def _rotations() -> list[list[int]]:
    """Rho's offsets: they follow from the walk (x, y) -> (y, 2x + 3y)."""
    offsets = [[0] * 5 for _ in range(5)]
    x, y = 1, 0
    for step in range(24):
        offsets[x][y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return offsets


def _round_constants() -> list[int]:
    """Iota's constants: bits of a shift register of degree 8."""
    constants = []
    register = 1
    for _ in range(24):
        constant = 0
        for place in range(7):
            if register & 1:
                constant |= 1 << ((1 << place) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


_ROTATIONS = _rotations()
_CONSTANTS = _round_constants()


def _turn(lane: int, places: int) -> int:
    return (lane << places | lane >> (64 - places)) & _LANE if places else lane


def _permute(state: list[list[int]]) -> list[list[int]]:
    for constant in _CONSTANTS:
        columns = [state[x][0] ^ state[x][1] ^ state[x][2] ^ state[x][3] ^ state[x][4] for x in range(5)]
        mixed = [columns[x - 1] ^ _turn(columns[(x + 1) % 5], 1) for x in range(5)]
        moved = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                moved[y][(2 * x + 3 * y) % 5] = _turn(state[x][y] ^ mixed[x], _ROTATIONS[x][y])
        state = [
            [moved[x][y] ^ (~moved[(x + 1) % 5][y] & _LANE & moved[(x + 2) % 5][y]) for y in range(5)] for x in range(5)
        ]
        state[0][0] ^= constant
    return state


def keccak256(message: bytes) -> bytes:
    """Keccak with 256 bits as Ethereum uses it: the padding byte is 01, where SHA3-256 has 06."""
    rate = 136
    padded = bytearray(message) + b"\x01"
    padded += bytes(-len(padded) % rate)
    padded[-1] |= 0x80
    state = [[0] * 5 for _ in range(5)]
    for begun in range(0, len(padded), rate):
        for lane in range(rate // 8):
            word = int.from_bytes(padded[begun + 8 * lane : begun + 8 * lane + 8], "little")
            state[lane % 5][lane // 5] ^= word
        state = _permute(state)
    return b"".join(state[lane % 5][lane // 5].to_bytes(8, "little") for lane in range(4))
