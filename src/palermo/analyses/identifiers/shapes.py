"""Shapes of digits that are no phone number: dates, years, network addresses, coordinates, book numbers, counting."""

from collections.abc import Sequence
from dataclasses import dataclass

from palermo.analyses.identifiers import runs as rn
from palermo.analyses.identifiers import signs as sg
from palermo.methods.checksums import isbn13, luhn

COUNTING = "12345678910111213141516171819202122232425"
CARD_DIGITS = 15  # the shortest card number still in use (ISO/IEC 7812-1 allows fewer)


@dataclass(frozen=True, slots=True)
class Atom:
    """A group of digits, or a number said in words.

    Args:
        start, end: Where it stands, in code points.
        gap: How far from the atom before: 0 nothing to 3 much, 4 the end of a sentence.
        digits: ASCII digits.
        style: PLAIN, NATIVE, ODD or LOOKALIKE.
        sign: The last sign other than a space between the atom before and this one.
    """

    start: int
    end: int
    gap: int
    digits: str
    style: int
    sign: str


def _year(digits: str) -> bool:
    return len(digits) == 4 and 1900 <= int(digits) <= 2099


def _day_or_month(digits: str) -> bool:
    return len(digits) <= 2 and 1 <= int(digits) <= 31


def _is_date(groups: Sequence[str]) -> bool:
    """Day, month and year side by side, in any order that is in use."""
    for first, second, third in zip(groups, groups[1:], groups[2:], strict=False):
        if _day_or_month(first) and _day_or_month(second) and _year(third) and min(int(first), int(second)) <= 12:
            return True
        if _year(first) and _day_or_month(second) and _day_or_month(third):
            return True
    return False


def _is_solid_date(digits: str) -> bool:
    """20240517, perhaps with a time after it."""
    if len(digits) not in (8, 12, 14):
        return False
    return _year(digits[:4]) and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:8]) <= 31


def _is_hours(atoms: Sequence[Atom], groups: Sequence[str]) -> bool:
    """06-14, 14-22: a dash within each shift, a comma between shifts."""
    within, between = {atom.sign for atom in atoms[1::2]}, {atom.sign for atom in atoms[2::2]}
    if len(groups) % 2 or len(groups) < 4 or not within <= {"-", "–"} or between != {","}:
        return False
    return max(map(len, groups)) <= 2 and all(int(group) <= 24 for group in groups)


def _is_span(atoms: Sequence[Atom], groups: Sequence[str]) -> bool:
    """From one round number to a higher one: 25000-30000."""
    return (
        len(groups) == 2
        and atoms[1].sign in {"-", "–"}
        and all(group.endswith("00") for group in groups)
        and int(groups[0]) < int(groups[1])
    )


def _is_network_address(atoms: Sequence[Atom], groups: Sequence[str]) -> bool:
    dots = [atom.sign for atom in atoms[1:]]
    return len(groups) == 4 and set(dots) == {"."} and all(len(g) <= 3 and int(g) <= 255 for g in groups)


def _is_decimal(atoms: Sequence[Atom], groups: Sequence[str]) -> bool:
    """One or two numbers with a point and four or more digits after it, as coordinates have."""
    pairs = list(zip(groups[::2], groups[1::2], strict=False))
    points = [atom.sign for atom in atoms[1::2]]
    if len(groups) not in (2, 4) or any(point not in {".", ","} for point in points):
        return False
    if len(groups) == 2 and groups[0].startswith("0") and groups[0] != "0":
        return False
    return all(len(whole) <= 3 and len(part) >= 4 for whole, part in pairs)


def _is_counting(atoms: Sequence[Atom], digits: str) -> bool:
    """One two three four, or its reverse, or one digit over and over."""
    if len(set(digits)) == 1:
        return True
    if all(atom.style == sg.PLAIN and len(atom.digits) > 2 for atom in atoms):
        return False
    return digits in COUNTING or digits in "0123456789" or digits in "9876543210" or digits in COUNTING[::-1]


def looks_otherwise(atoms: Sequence[Atom], digits: str) -> bool:
    """Whether the shape says that this is no phone number, whatever a number plan says."""
    if _is_counting(atoms, digits) or isbn13(digits) or _is_solid_date(digits):
        return True
    if len(digits) == CARD_DIGITS and digits[0] == "3" and luhn(digits):
        return True
    if len(atoms) < 2 or any(atom.style == rn.LOOKALIKE for atom in atoms):
        return False
    groups = [atom.digits for atom in atoms]
    if _is_hours(atoms, groups):
        return True
    if max(map(len, groups)) <= 2 and len(groups) > 4 and ":" not in {atom.sign for atom in atoms}:
        return False
    if sum(atom.sign == ":" for atom in atoms[1:]) and min(map(len, groups)) == 2 == max(map(len, groups[-2:])):
        return True
    if all(_year(group) for group in groups) or _is_date(groups) or _is_span(atoms, groups):
        return True
    return _is_network_address(atoms, groups) or _is_decimal(atoms, groups)
