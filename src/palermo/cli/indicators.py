"""`palermo indicators`: the catalogue, listed and filtered."""

import argparse
from collections.abc import Sequence

from palermo.cli.command import Command, add_json, counted, print_json
from palermo.errors import NotFoundError
from palermo.indicators import (
    FORMS,
    MACHINE,
    OBSERVED_IN,
    PALERMO,
    STRENGTHS,
    Indicator,
    indicator_rows,
    read_catalogue,
)


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments: each narrows the list."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="words that the id or the text has to hold")
    parser.add_argument("--family", metavar="F", help="a family; 'palermo indicators --families' lists them")
    parser.add_argument("--families", action="store_true", help="list the families instead")
    parser.add_argument("--form", choices=FORMS, help="a form of exploitation")
    parser.add_argument("--element", choices=PALERMO, help="the element of the Palermo definition")
    parser.add_argument("--seen-in", choices=OBSERVED_IN, help="where it can be seen")
    parser.add_argument("--strength", choices=STRENGTHS, help="as its source grades it")
    parser.add_argument("--machine", choices=MACHINE, help="what software may do with it")
    parser.add_argument("--weighs", action="store_true", help="only what a score may weigh")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Print the entries that fit."""
    catalogue = read_catalogue()
    if args.families:
        for family in catalogue.families:
            print(f"{family.name:<16}{len(family.indicators):>4}  {family.title}")
        return 0
    if args.family is not None and args.family not in {family.name for family in catalogue.families}:
        names = ", ".join(family.name for family in catalogue.families)
        raise NotFoundError(f"there is no family '{args.family}'; there are: {names}")
    chosen = [entry for entry in catalogue.indicators if _fits(entry, args)]
    if args.json:
        ids = {entry.indicator_id for entry in chosen}
        print_json([row for row in indicator_rows(catalogue) if row["indicator_id"] in ids])
        return 0
    for entry in chosen:
        _print(entry)
    print(f"{counted(len(chosen), 'indicator')}. Each is a reason to look; none proves an offence or judges a person.")
    return 0


def _fits(entry: Indicator, args: argparse.Namespace) -> bool:
    """Whether every filter lets the entry through."""
    text = f"{entry.indicator_id} {entry.text}".casefold()
    return (
        all(word.casefold() in text for word in args.words)
        and args.family in (None, entry.family)
        and (args.form is None or args.form in entry.forms)
        and (args.element is None or args.element in entry.palermo)
        and (args.seen_in is None or args.seen_in in entry.observed_in)
        and args.strength in (None, entry.strength)
        and args.machine in (None, entry.machine)
        and (entry.may_weigh or not args.weighs)
    )


def _print(entry: Indicator) -> None:
    """One entry in four lines."""
    print(f"{entry.indicator_id}\n  {entry.text}")
    print(f"  {_words(entry.palermo)} | {_words(entry.forms)} | seen in {_words(entry.observed_in)}")
    year = "" if entry.source.year is None else f" ({entry.source.year})"
    print(f"  {entry.strength}, {entry.machine}; {entry.source.document}{year}")
    print(f"  {entry.review_state} by people with lived experience")
    if entry.why_weightless:
        print(f"  weighs nothing: {entry.why_weightless}")
    if entry.caution:
        print(f"  caution: {entry.caution}")


def _words(values: Sequence[str]) -> str:
    """Coded values as words."""
    return ", ".join(value.replace("_", " ") for value in values)


COMMAND = Command(
    "indicators",
    "list the signs that palermo knows, each with its source and what it may weigh",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo indicators --seen-in job_ad --weighs",
)
