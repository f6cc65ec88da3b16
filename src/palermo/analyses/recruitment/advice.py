"""What a worker reads about an offer: questions and whom to call; never a score, never an all-clear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from palermo.analyses.recruitment.languages import languages_of
from palermo.analyses.recruitment.lexicon import LANGUAGES, tokens_of
from palermo.analyses.recruitment.signs import find_mentions, signs
from palermo.errors import InputError

QUESTIONS_FOLDER = Path(__file__).parent / "questions"
HELP_LINES_FILE = Path(__file__).parent / "help_lines.yaml"
CHECK_AFTER = 365  # days after which the reader is told to check the number first
HIDE_AFTER = 730  # days after which a number is not shown: a dead line is worse than none


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number with the document that names it; `checked` is that document's date, None = it bears none."""

    name: str
    number: str
    who: str
    hours: str
    languages: tuple[str, ...]
    source: str
    checked: date | None

    def shown(self, today: date) -> bool:
        """Whether the number is fresh enough to be shown at all."""
        return self.checked is None or (today - self.checked).days <= HIDE_AFTER

    def check_first(self, today: date) -> bool:
        """Whether the reader has to be told to check it first."""
        return self.checked is None or (today - self.checked).days > CHECK_AFTER


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The lines of each country, and its emergency number."""

    lines: Mapping[str, tuple[HelpLine, ...]]
    emergency: Mapping[str, str]


@cache
def read_help_lines(file: Path = HELP_LINES_FILE) -> HelpLines:
    """Read the help lines.

    Raises:
        InputError: A line lacks its number, name, source or date field; the message names every fault.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    faults = []
    lines: dict[str, tuple[HelpLine, ...]] = {}
    for country, entries in content["lines"].items():
        for at, entry in enumerate(entries, start=1):
            missing = [name for name in ("name", "number", "source") if not entry.get(name)]
            missing += [] if "checked" in entry else ["checked"]
            if missing:
                faults.append(f"{country} line {at} lacks {', '.join(missing)}")
            elif not isinstance(entry["checked"], date | None):
                faults.append(f"{country} line {at}: checked should be a date such as 2026-01-31")
        if not faults:
            lines[str(country)] = tuple(_line(entry) for entry in entries)
    if faults:
        raise InputError(f"{file.name} has {len(faults)} faults: " + "; ".join(faults))
    emergency = {country: number for number, countries in content["emergency"].items() for country in countries}
    return HelpLines(lines, emergency)


def language_of(text: str, spoken: str) -> str:
    """The language to answer in: the one that the reader's machine speaks, where we write it; else the offer's."""
    if spoken in LANGUAGES:
        return spoken
    tokens = tokens_of(text)
    return languages_of(text, tokens)[0] if tokens else "en"


def advise(text: str, language: str, country: str | None, today: date, known: HelpLines | None = None) -> list[str]:
    """Say what to ask about an offer, and whom to call.

    It never says how likely anything is, and never that an offer is safe: a sign that is missing may be
    one that nobody wrote down. Nothing is kept.

    Args:
        text: The offer as the worker has it.
        language: One of LANGUAGES.
        country: ISO 3166-1 alpha-2 of where the reader is; None = not said.
        today: From the caller: how old a number is depends on it.
        known: Help lines; None = those that ship.

    Returns:
        Lines to print.

    Raises:
        InputError: A language that we do not write, a country that is not two letters, or no text.
    """
    if language not in LANGUAGES:
        raise InputError(f"language '{language}' is not one of {', '.join(LANGUAGES)}")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise InputError("the country should be two letters, such as DE")
    if not text.strip():
        raise InputError("the offer is empty: give a file with its text, or its text on standard input")
    words = texts(language)
    found = {m.sign for m in find_mentions(text) if m.present}
    lines = [words["title"], words["not_safe"], ""]
    if found:
        lines += [words["found"], *(f"- {words[sign.name]}" for sign in signs() if sign.name in found), ""]
        lines += [words["always"]]
    else:
        lines += [words["nothing"]]
    lines += [*(f"- {question}" for question in words["ask_always"]), "", words["tell"], ""]
    lines += _whom_to_call(words, country, today, known or read_help_lines())
    return [*lines, "", words["kept"]]


@cache
def texts(language: str) -> Mapping[str, Any]:
    """Every text of one language; the same names in each."""
    return dict(yaml.safe_load((QUESTIONS_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")))


def _whom_to_call(words: Mapping[str, Any], country: str | None, today: date, known: HelpLines) -> list[str]:
    """The country's lines that are fresh enough, and its emergency number."""
    if country is None:
        return [words["no_country"]]
    code = country.upper()
    shown = [line for line in known.lines.get(code, ()) if line.shown(today)]
    lines = [words["call"].format(country=code)] if shown else [words["no_line"].format(country=code)]
    for line in shown:
        details: Sequence[str] = [part for part in (line.who, line.hours, ", ".join(line.languages)) if part]
        lines.append(f"- {line.number}  {line.name} ({'; '.join(details)})")
        if line.check_first(today):
            lines.append(f"  ({words['check_first']})")
        dated = "" if line.checked is None else f", {line.checked.isoformat()}"
        lines.append(f"  {line.source}{dated}")
    if code in known.emergency:
        lines.append(words["emergency"].format(number=known.emergency[code]))
    return lines


def _line(entry: Mapping[str, Any]) -> HelpLine:
    """One entry of the file."""
    return HelpLine(
        name=entry["name"],
        number=str(entry["number"]),
        who=entry.get("who", ""),
        hours=entry.get("hours", ""),
        languages=tuple(str(language) for language in entry.get("languages", ())),
        source=entry["source"],
        checked=entry["checked"],
    )
