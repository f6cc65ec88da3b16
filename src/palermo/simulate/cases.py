"""Eight made-up cases for teaching, one for each form of exploitation, as adverts with the truth beside them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

from palermo.errors import InputError
from palermo.simulate.contacts import exchange_000
from palermo.simulate.operator_tables import value_of
from palermo.simulate.operators import PHONE

FIRST_DAY = date(2024, 2, 5)


@dataclass(frozen=True, slots=True)
class CaseAdvert:
    """One advert of a case.

    Args:
        advert_id: Form and number.
        posted: Day.
        place, country: Where it was posted; ISO 3166-1 alpha-2.
        phone: The number it names, E.164; exchange 000, which no plan assigns.
        text: Without the number.
        shown: With the number, as it would be posted.
    """

    advert_id: str
    posted: date
    place: str
    country: str
    phone: str
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up case.

    Args:
        form: The form of exploitation that it teaches.
        story: What happened, told to those who teach; it stands in no advert.
        adverts: In the order of days.
    """

    form: str
    story: str
    adverts: tuple[CaseAdvert, ...]


@cache
def cases() -> Mapping[str, Case]:
    """All cases by form.

    Raises:
        InputError: A line of the file is not as its head says.
    """
    lines = resources.files("palermo.simulate").joinpath("cases.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, Case] = {}
    form, story, contact = "", "", 0
    adverts: list[CaseAdvert] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("["):
            form, story, adverts, contact = line[1:-1], "", [], 0
        elif line.startswith("story:"):
            story = line.removeprefix("story:").strip()
        elif line and not line.startswith("#"):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 5 or not form:
                raise InputError(f"cases.txt, line {number}: {len(parts)} parts, should be 5 under a [form]")
            contact = contact if parts[3] == "=" else int(parts[3])
            adverts.append(_advert(f"{form}-{len(adverts) + 1}", parts, contact))
            found[form] = Case(form, story, tuple(adverts))
    return found


def _advert(name: str, parts: Sequence[str], contact: int) -> CaseAdvert:
    """One line of the file."""
    day, place, country, _, text = parts
    shown = f"{text} Call {exchange_000(contact, contact % 6)}."
    return CaseAdvert(name, FIRST_DAY + timedelta(days=int(day)), place, country, value_of(PHONE, contact), text, shown)


def write_cases(directory: Path, forms: Sequence[str] = ()) -> Path:
    """Write adverts.csv, and beside it truth/cases.csv (advert, form, phone) and truth/stories.csv.

    Args:
        forms: Which; empty = all eight.

    Returns:
        The path of adverts.csv.

    Raises:
        InputError: There is no case of a form that is asked for.
    """
    known = cases()
    unknown = sorted(set(forms) - set(known))
    if unknown:
        raise InputError(f"no case of {', '.join(unknown)}; there is {', '.join(known)}")
    chosen = [known[form] for form in (forms or known)]
    (directory / "truth").mkdir(parents=True, exist_ok=True)
    path = directory / "adverts.csv"
    adverts = [(case, advert) for case in chosen for advert in case.adverts]
    _write(
        path,
        ("id", "text", "posted", "place", "country"),
        [(a.advert_id, a.shown, a.posted.isoformat(), a.place, a.country) for _, a in adverts],
    )
    _write(
        directory / "truth" / "cases.csv",
        ("id", "form", "phone", "place", "country"),
        [(a.advert_id, case.form, a.phone, a.place, a.country) for case, a in adverts],
    )
    _write(directory / "truth" / "stories.csv", ("form", "story"), [(case.form, case.story) for case in chosen])
    return path


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One file of comma-separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
