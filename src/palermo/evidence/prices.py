"""Pay and prices: one number in minor units where number and currency are clear, else nothing."""

import re

# ISO 4217:2015 (with amendments to 2023): currencies whose minor unit is not a hundredth.
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_UNITS = {**dict.fromkeys(_WHOLE.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3)}
_HUNDREDTHS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY"
    " COP CRC"
    " CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD"
    " KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN"
    " NIO NOK"
    " NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL"
    " THB TJS"
    " TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
)
_CODES = frozenset(_HUNDREDTHS.split()) | frozenset(_UNITS)
# Signs that one currency alone uses; $, ¥, kr, Rs and the like leave open which, and so say nothing.
_SIGNS = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₹": "INR", "₺": "TRY", "₪": "ILS", "₩": "KRW", "₫": "VND",
    "₦": "NGN", "฿": "THB", "₱": "PHP", "₾": "GEL", "₸": "KZT", "zł": "PLN", "руб": "RUB", "грн": "UAH", "lei": "RON",
    "us$": "USD", "euro": "EUR", "euros": "EUR", "r$": "BRL", "kč": "CZK", "ft": "HUF", "a$": "AUD", "c$": "CAD",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)|\d+")
_WORD = re.compile(r"[^\W\d_]+\$?|[€£₽₴₹₺₪₩₫₦฿₱₾₸$¥]")
_EITHER = re.compile(r"^\d+[.,]\d{3}$")  # thousands, or three decimals
_MOST = 10**15  # minor units: far above any pay, far below what int64 holds


def read_currency(value: str) -> str | None:
    """The ISO 4217 code that a cell names, or None."""
    word = value.strip()
    return word.upper() if word.upper() in _CODES else _SIGNS.get(word.casefold().rstrip("."))


def read_price(value: str, currency: str | None) -> tuple[int, str] | None:
    """The one number of a cell in minor units, and its currency.

    A range, two numbers, no currency or one that the sign leaves open give None: the
    words stay in the item.

    Args:
        currency: From a column of its own; None = the cell itself has to name it.
    """
    if currency is None:
        named = {code for code in (read_currency(word) for word in _WORD.findall(value)) if code is not None}
        if len(named) != 1:
            return None
        currency = named.pop()
    numbers = _NUMBER.findall(value)
    if len(numbers) != 1 or sum(letter.isdigit() for letter in value) != sum(letter.isdigit() for letter in numbers[0]):
        return None
    if re.search(r"\d\s*[kк]\b|\d\s*(?:mil|тыс)", value, re.IGNORECASE) or "-" in value.strip()[:1]:
        return None
    digits = _UNITS.get(currency, 2)
    if _EITHER.search(numbers[0]) and (digits == 3 or numbers[0].startswith("0")):
        return None
    whole, fraction = _split(numbers[0], digits)
    if len(fraction) > digits:
        return None
    minor = int(whole + fraction.ljust(digits, "0"))
    return (minor, currency) if minor <= _MOST else None


def _split(number: str, digits: int) -> tuple[str, str]:
    """Whole part and fraction: the last sign is a decimal point where one or two digits follow it."""
    tail = re.search(r"[.,](\d{1,2})$", number)
    if tail is None or digits == 0:
        return re.sub(r"\D", "", number), ""
    return re.sub(r"\D", "", number[: tail.start()]), tail[1]
