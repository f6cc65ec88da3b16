"""A set of operators as adverts with text, to go the whole way: identifiers, templates, networks, movement."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from palermo.simulate.contacts import exchange_000
from palermo.simulate.grammar import Grammar, grammar
from palermo.simulate.operator_tables import advert_ids, cities, operator_tables, value_of
from palermo.simulate.operators import KINDS, PHONE, PICTURE, TEMPLATE, Ints, OperatorSet

CLAUSES = 8  # in a text: about 70 words
OPENING = {"phone": "Call", "email": "Write to", "handle": "Telegram", "url": "See"}
SHOWN = ("advert_id", "title", "body", "posted_at", "place", "country")


def operator_adverts(made: OperatorSet, language: str = "en") -> pa.Table:
    """ADVERTS with text: each is written from its template, or from nothing, and ends with its contacts.

    Pictures are left out: an advert's text cannot hold them. So what can be found here is less than in the
    tables of the same set.

    Args:
        made: The operators.
        language: BCP 47 tag of a word stock.
    """
    table = operator_tables(made).adverts
    stock = grammar(language)
    bodies = _bodies(made, stock)
    contacts = _contacts(made)
    body = pa.array([f"{text} {end}".strip() for text, end in zip(bodies, contacts, strict=True)], pa.string())
    rng = np.random.default_rng([made.seed, 33])
    titles = stock.texts(stock.sentences("title", made.adverts, rng)) if made.adverts else pa.array([], pa.string())
    for name, column in (
        ("title", titles),
        ("body", body),
        ("language", pa.array([language] * made.adverts, pa.string())),
    ):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), column)
    return table


def write_operators(directory: Path, made: OperatorSet, language: str = "en") -> Path:
    """Write adverts.csv, and beside it truth/operators.csv, truth/moves.csv and truth/mentions.csv.

    Returns:
        The path of adverts.csv.
    """
    (directory / "truth").mkdir(parents=True, exist_ok=True)
    adverts = operator_adverts(made, language)
    path = directory / "adverts.csv"
    pa_csv.write_csv(adverts.select(SHOWN), path)
    truth = directory / "truth"
    pa_csv.write_csv(operator_tables(made).truth, truth / "operators.csv")
    pa_csv.write_csv(true_moves(made), truth / "moves.csv")
    pa_csv.write_csv(true_mentions(made), truth / "mentions.csv")
    return path


def true_moves(made: OperatorSet) -> pa.Table:
    """Where each advert of each operator was: operator, advert_id, day, city, country."""
    stock = cities(made)
    city = pa.array(made.cities_of % len(stock))
    return pa.table(
        {
            "operator": pa.array([f"operator-{at:06d}" for at in made.operators.tolist()], pa.string()),
            "advert_id": advert_ids(made),
            "day": pa.array(made.days),
            "city": pa.array(list(stock.names), pa.string()).take(city),
            "country": pa.array(list(stock.countries), pa.string()).take(city),
        }
    )


def true_mentions(made: OperatorSet) -> pa.Table:
    """What each advert names: advert_id, kind, value."""
    found = made.mentions
    written = np.flatnonzero(found.kind != PICTURE)
    pairs = zip(found.kind[written].tolist(), found.value[written].tolist(), strict=True)
    kinds = [KINDS[kind] for kind in found.kind[written].tolist()]
    return pa.table(
        {
            "advert_id": advert_ids(made).take(pa.array(found.advert[written])),
            "kind": pa.array(kinds, pa.string()),
            "value": pa.array([value_of(kind, number) for kind, number in pairs], pa.string()),
        }
    )


def _bodies(made: OperatorSet, stock: Grammar) -> Sequence[str]:
    """The text of each advert: its template's, else one of its own."""
    found = made.mentions
    written = found.kind == TEMPLATE
    text = -1 - np.arange(made.adverts)  # below 0: written from nothing
    text[found.advert[written]] = found.value[written]
    _, which = np.unique(text, return_inverse=True)
    count = int(which.max(initial=-1)) + 1
    rng = np.random.default_rng([made.seed, 31])
    if count == 0:
        return []
    clauses = stock.texts(stock.sentences("clause", count * CLAUSES, rng)).to_pylist()
    texts = [" ".join(clauses[at * CLAUSES : (at + 1) * CLAUSES]) for at in range(count)]
    return [texts[at] for at in which.tolist()]


def _contacts(made: OperatorSet) -> Sequence[str]:
    """The last line of each advert: all that it names."""
    found = made.mentions
    lines = [""] * made.adverts
    layouts = np.random.default_rng([made.seed, 32]).integers(0, 6, len(found.advert))
    rows: tuple[Ints, ...] = (found.advert, found.kind, found.value, layouts)
    for advert, kind, value, layout in zip(*(row.tolist() for row in rows), strict=True):
        if kind in (TEMPLATE, PICTURE):
            continue
        shown = exchange_000(value, layout) if kind == PHONE else value_of(kind, value)
        lines[advert] += f" {OPENING[KINDS[kind]]} {shown}."
    return lines
