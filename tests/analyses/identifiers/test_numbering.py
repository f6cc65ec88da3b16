"""The quick reading gives what libphonenumber gives."""

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.analyses.identifiers import numbering

_REGIONS = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@st.composite
def _near_real(draw: st.DrawFn) -> tuple[str, str]:
    """A region and digits near its example number, with and without what is dialled before it."""
    region = draw(_REGIONS)
    number = phonenumbers.example_number(region)
    assert number is not None
    digits = list(phonenumbers.national_significant_number(number))
    for place in draw(st.lists(st.integers(0, len(digits) - 1), max_size=5)):
        digits[place] = draw(st.sampled_from("0123456789"))
    front = draw(st.sampled_from(["", "0", "8", "1", "00", "9", str(number.country_code)]))
    return region, front + "".join(digits)


@settings(max_examples=600, deadline=None)
@given(_near_real())
def test_a_national_number_reads_as_libphonenumber_reads_it(case: tuple[str, str]) -> None:
    region, digits = case
    quick = numbering._quick_national(digits, region)
    if quick is not numbering._UNSURE:
        assert numbering.read_slowly(digits, region) == quick


@settings(max_examples=600, deadline=None)
@given(_near_real())
def test_a_number_with_country_code_reads_as_libphonenumber_reads_it(case: tuple[str, str]) -> None:
    region, digits = case
    full = f"{phonenumbers.country_code_for_region(region)}{digits}"
    quick = numbering._quick_abroad(full)
    if quick is not numbering._UNSURE:
        assert numbering.read_slowly("+" + full, None) == quick


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789", min_size=0, max_size=20), _REGIONS, st.booleans())
def test_any_digits_are_read_without_fault(digits: str, region: str, plus: bool) -> None:
    reading = numbering.read_digits(digits, plus, region, ())
    assert reading is None or reading.value.startswith("+")


def test_the_quick_way_is_the_usual_way() -> None:
    assert numbering._quick_national("02079460123", "GB") == ("+442079460123", True)
    assert numbering._quick_national("2025550123", "US") == ("+12025550123", True)
    assert numbering._quick_abroad("442079460123") == ("+442079460123", True)
    assert numbering._quick_national("2010000000", "US") == ("+12010000000", False)


def test_the_double_nought_stands_for_a_plus_where_the_own_plan_has_no_such_number() -> None:
    reading = numbering.read_digits("00442079460123", False, "US", ())
    assert reading is not None
    assert (reading.value, reading.valid) == ("+442079460123", True)


def test_country_codes_in_use_but_not_of_iso_are_known() -> None:
    assert numbering.known_region("uk") == "GB"
    assert numbering.known_region("XX") is None
