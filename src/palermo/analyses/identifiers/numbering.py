"""Reading a row of digits under a country's number plan; libphonenumber is the authority.

The usual shapes (country code after a plus; national number of the advert's country) are read here with
libphonenumber's own patterns, compiled once a country. Whatever is unusual goes to libphonenumber itself;
the tests hold both to the same answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

MOST_DIGITS = 15  # ITU-T E.164 (2010), clause 6.1
FEWEST_DIGITS = 7  # below it, a row of digits is more often anything else than a phone number

_TYPES = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
    "fixed_line",
    "mobile",
)

_UNSURE = ("", False)  # told by identity: the quick way leaves this number to libphonenumber
_ALIASES = {"UK": "GB", "EL": "GR"}  # European Union interinstitutional style guide, annex A5


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row of digits is under a number plan.

    Args:
        value: E.164.
        valid: Whether the plan has such a number; False where only its length is possible.
        written: "country" where the country code stood in front, "trunk" where the country's own prefix
            for calls within it did, "bare" where neither did.
    """

    value: str
    valid: bool
    written: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """One region's patterns."""

    code: str
    abroad: re.Pattern[str]
    prefix: re.Pattern[str] | None
    plain_prefix: bool
    general: re.Pattern[str]
    lengths: frozenset[int]
    kinds: re.Pattern[str]
    leading: re.Pattern[str] | None


def _metadata(region: str) -> Any:
    """libphonenumber's own record of a region it supports."""
    return PhoneMetadata.metadata_for_region(region)


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan:
    metadata = _metadata(region)
    patterns = [getattr(metadata, kind) for kind in _TYPES]
    kinds = "|".join(f"(?:{d.national_number_pattern})" for d in patterns if d and d.national_number_pattern)
    prefix = metadata.national_prefix_for_parsing
    compiled = re.compile(prefix) if prefix else None
    return _Plan(
        code=str(metadata.country_code),
        abroad=re.compile(metadata.international_prefix or "(?!)"),
        prefix=compiled,
        plain_prefix=not metadata.national_prefix_transform_rule and (compiled is None or compiled.groups == 0),
        general=re.compile(metadata.general_desc.national_number_pattern),
        lengths=frozenset(metadata.general_desc.possible_length),
        kinds=re.compile(kinds or "(?!)"),
        leading=re.compile(metadata.leading_digits) if metadata.leading_digits else None,
    )


@lru_cache(maxsize=512)
def _plans(code: str) -> tuple[_Plan, ...]:
    """The plans that share a country code, in libphonenumber's order; none for codes of no country."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) if code else ()
    return tuple(_plan(region) for region in regions if region != "001")


def _holds(code: str, national: str) -> bool:
    """Whether the plan of that country code has the number, as libphonenumber's is_valid_number decides."""
    plans = _plans(code)
    for plan in plans:
        if len(plans) == 1 or plan.leading is None:
            if plan.general.fullmatch(national) and plan.kinds.fullmatch(national):
                return True
        elif plan.leading.match(national):
            return bool(plan.general.fullmatch(national) and plan.kinds.fullmatch(national))
    return False


@lru_cache(maxsize=1024)
def known_region(country: str | None) -> str | None:
    """The region that libphonenumber knows under this country's code; None where it knows none."""
    if country is None:
        return None
    code = country.strip().upper()
    code = _ALIASES.get(code, code)
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


@lru_cache(maxsize=1024)
def trunk_prefix(region: str) -> str:
    """What is dialled before a number within the country ("0", "8"); empty where nothing or "1" is."""
    prefix = _metadata(region).national_prefix or ""
    return "" if prefix == "1" else prefix


@lru_cache(maxsize=1024)
def fewest_digits(regions: tuple[str, ...]) -> int:
    """How many digits the shortest number of these regions' plans has, without any prefix."""
    return min(min(_plan(region).lengths) for region in regions)


def _split_code(digits: str) -> str | None:
    """The country code at the front: one to three digits, no code is the start of another."""
    for size in (1, 2, 3):
        if int(digits[:size]) in COUNTRY_CODE_TO_REGION_CODE:
            return digits[:size]
    return None


def _judged(code: str, national: str) -> tuple[str, bool] | None:
    """What libphonenumber says of a number whose country code and national part are sure."""
    if _holds(code, national):
        return f"+{code}{national}", True
    return (f"+{code}{national}", False) if len(national) in _plans(code)[0].lengths else None


def _quick_abroad(digits: str) -> tuple[str, bool] | None:
    """Read a number with its country code; `_UNSURE` where libphonenumber has to be asked."""
    code = _split_code(digits) if digits[0] != "0" else None
    plans = _plans(code) if code is not None else ()
    if code is None or not plans:
        return _UNSURE
    national = digits[len(code) :]
    prefix = plans[0].prefix
    if not FEWEST_DIGITS <= len(national) <= MOST_DIGITS or (prefix is not None and prefix.match(national)):
        return _UNSURE
    return _judged(code, national)


def _quick_national(digits: str, region: str) -> tuple[str, bool] | None:
    """Read a number without its country code; `_UNSURE` where libphonenumber has to be asked."""
    plan = _plan(region)
    if not plan.plain_prefix or digits.startswith(plan.code) or plan.abroad.match(digits):
        return _UNSURE
    national = digits
    found = plan.prefix.match(digits) if plan.prefix is not None else None
    if found is not None:
        rest = digits[found.end() :]
        if len(rest) not in plan.lengths:
            return _UNSURE
        if plan.general.fullmatch(rest) or not plan.general.fullmatch(digits):
            national = rest
    return _judged(plan.code, national) if FEWEST_DIGITS <= len(national) <= MOST_DIGITS else _UNSURE


@lru_cache(maxsize=65_536)
def read_slowly(text: str, region: str | None) -> tuple[str, bool] | None:
    """Ask libphonenumber alone: E.164 and whether valid, or None where the number is not even possible."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164), True
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), False


def _read(digits: str, plus: bool, region: str | None) -> Reading | None:
    if plus:
        abroad = _quick_abroad(digits)
        if abroad is _UNSURE:
            abroad = read_slowly("+" + digits, None)
        return Reading(*abroad, "country") if abroad is not None else None
    if region is None:
        return None
    found = _quick_national(digits, region)
    if found is _UNSURE:
        found = read_slowly(digits, region)
    if found is None:
        return None
    national = found[0][1 + len(_plan(region).code) :]
    if not found[0].startswith("+" + _plan(region).code) or _plan(region).code + national == digits:
        return Reading(*found, "country")
    trunk = trunk_prefix(region)
    written = "trunk" if (trunk and digits.startswith(trunk)) or _plan(region).abroad.match(digits) else "bare"
    return Reading(*found, written)


@lru_cache(maxsize=65_536)
def read_digits(digits: str, plus: bool, country: str | None, regions: tuple[str, ...]) -> Reading | None:
    """Read digits as a phone number under the advert's own country, or else under the workspace's.

    Never tries any other country. `00` before a country code is read as a plus where the country's
    own plan does not read it: it is what most of the world dials (ITU-T E.164, clause 8).

    Args:
        digits: ASCII digits.
        plus: Whether a plus stood in front.
        country: The advert's country as libphonenumber knows it; None = not stated.
        regions: The workspace's countries in order, read only where `country` is None.

    Returns:
        The reading, a valid one before a possible one; None where there is none.
    """
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS + 3:
        return None
    tried: Sequence[str] = (country,) if country is not None else regions
    if plus:
        return _read(digits, True, None)
    possible = None
    for region in tried:
        reading = _read(digits, False, region)
        if reading is not None and reading.valid:
            return reading
        possible = possible or reading
    if digits.startswith("00") and not digits.startswith("000") and len(digits) >= FEWEST_DIGITS + 3:
        reading = _read(digits[2:], True, None)
        if reading is not None and (reading.valid or possible is None):
            return reading
    return possible
