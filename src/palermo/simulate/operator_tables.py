"""A set of operators as tables, so that the network stage can be measured alone; and the truth about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from palermo.places import Gazetteer, gazetteer
from palermo.simulate.contacts import EXCHANGE_000, STRIDE
from palermo.simulate.operators import KINDS, PICTURE, TEMPLATE, Ints, OperatorSet
from palermo.tables import ADVERTS, IDENTIFIERS, LINKS, SIGHTINGS, TEMPLATE_MEMBERS

FIRST_DAY = np.datetime64("2023-01-02")
SOURCE = "made-up"
COUNTRIES = ("GB", "DE", "FR", "ES", "IT", "RO", "UA", "PL", "NL", "AT", "BE", "CZ", "SE", "PT", "HU", "GR")


@dataclass(frozen=True)
class OperatorTables:
    """What the analyses before the network stage would have made of the set, without their errors.

    Args:
        pictures: LINKS to pictures, a part of another producer; empty where the set has none.
        truth: advert_id, operator.
    """

    adverts: pa.Table
    sightings: pa.Table
    identifiers: pa.Table
    template_members: pa.Table
    pictures: pa.Table
    truth: pa.Table


def advert_ids(made: OperatorSet) -> pa.StringArray:
    """The id of each advert, in order."""
    return pa.array([f"o{made.seed}-{at:07d}" for at in range(made.adverts)], pa.string())


def value_of(kind: int, number: int) -> str:
    """The value that a number of a kind stands for: canonical, and nobody's."""
    match KINDS[kind]:
        case "phone":
            place = number * STRIDE % EXCHANGE_000
            return f"+1{201 + place // 10_000}000{place % 10_000:04d}"
        case "email":
            return f"post{number}@example.org"
        case "handle":
            return f"@made{number}"
        case "url":
            return f"https://example.org/{number}"
        case "template":
            return f"t-{number:08d}"
        case _:
            return f"p-{number:08d}"


def cities(made: OperatorSet) -> Gazetteer:
    """The cities of the set, neighbours next to each other: the largest of some countries, from west to east."""
    return gazetteer().largest(COUNTRIES, made.cities)


def operator_tables(made: OperatorSet) -> OperatorTables:
    """Write the set as ADVERTS without text, IDENTIFIERS, TEMPLATE_MEMBERS and LINKS to pictures."""
    ids = advert_ids(made)
    found = made.mentions
    posted = _times(made.days, made.seed)
    named = (found.kind != TEMPLATE) & (found.kind != PICTURE)
    written = found.kind == TEMPLATE
    shown = found.kind == PICTURE
    zeros = np.zeros(int(named.sum()), np.int32)
    identifiers = pa.table(
        [
            ids.take(pa.array(found.advert[named])),
            pa.array([KINDS[kind] for kind in found.kind[named].tolist()], pa.string()),
            _values(found.kind[named], found.value[named]),
            pa.array(["contact"] * len(zeros), pa.string()),
            pa.array(zeros),
            pa.array(zeros + 1),
            pa.array(np.zeros(len(zeros), np.bool_)),
            pa.array(np.ones(len(zeros), np.bool_)),
        ],
        schema=IDENTIFIERS.schema,
    )
    members = pa.table(
        [
            ids.take(pa.array(found.advert[written])),
            _values(found.kind[written], found.value[written]),
            pa.array(np.ones(int(written.sum()))),
            pa.array(["[]"] * int(written.sum()), pa.string()),
        ],
        schema=TEMPLATE_MEMBERS.schema,
    )
    one_text = np.ones(len(members), np.bool_)  # an advert stands in one template
    advert = found.advert[written]
    one_text[1:] = advert[1:] != advert[:-1]
    truth = pa.table({"advert_id": ids, "operator": pa.array([f"operator-{at:06d}" for at in made.operators.tolist()])})
    return OperatorTables(
        _adverts(made, ids, posted),
        SIGHTINGS.empty(),
        identifiers,
        members.filter(pa.array(one_text)),
        _pictures(ids, posted, found.advert[shown], found.value[shown]),
        truth,
    )


def write_tables(directory: Path, made: OperatorSet) -> None:
    """Write adverts.csv, identifiers.csv and template_members.csv, and truth/operators.csv beside them."""
    tables = operator_tables(made)
    (directory / "truth").mkdir(parents=True, exist_ok=True)
    pa_csv.write_csv(tables.adverts, directory / "adverts.csv")
    pa_csv.write_csv(tables.identifiers, directory / "identifiers.csv")
    pa_csv.write_csv(tables.template_members, directory / "template_members.csv")
    pa_csv.write_csv(tables.truth, directory / "truth" / "operators.csv")


def _times(days: Ints, seed: int) -> pa.TimestampArray:
    """A time on each day, UTC."""
    minutes = np.random.default_rng([seed, 21]).integers(0, 24 * 60, len(days))
    moments = FIRST_DAY.astype("datetime64[m]") + days * 1440 + minutes
    return pa.array(moments.astype("datetime64[us]")).cast(pa.timestamp("us", tz="UTC"))


def _values(kinds: Ints, numbers: Ints) -> pa.StringArray:
    """The values that numbers stand for."""
    pairs = zip(kinds.tolist(), numbers.tolist(), strict=True)
    return pa.array([value_of(kind, number) for kind, number in pairs], pa.string())


def _adverts(made: OperatorSet, ids: pa.StringArray, posted: pa.TimestampArray) -> pa.Table:
    """ADVERTS without text."""
    stock = cities(made)
    city = made.cities_of % len(stock)
    columns = {
        "advert_id": ids,
        "ingest_id": _same(SOURCE, made.adverts),
        "item_id": _same(SOURCE, made.adverts),
        "row": pa.array(np.arange(1, made.adverts + 1)),
        "locator": ids,
        "source": _same(SOURCE, made.adverts),
        "source_id": ids,
        "advert_kind": _same("job", made.adverts),
        "title": _same("", made.adverts),
        "body": _same("", made.adverts),
        "posted_at": posted,
        "place": _chosen(stock.names, city),
        "country": _chosen(stock.countries, city),
    }
    return ADVERTS.conform(pa.table(columns))


def _pictures(ids: pa.StringArray, posted: pa.TimestampArray, advert: Ints, value: Ints) -> pa.Table:
    """LINKS to pictures."""
    count = len(advert)
    at = pa.array(advert)
    pictures = _values(np.full(count, PICTURE, np.int64), value)
    columns = [_same("advert", count), ids.take(at), _same("picture", count), pictures, _same("shown", count)]
    columns += [pa.array(np.full(count, 1_000_000, np.int64)), posted.take(at), posted.take(at), _same("copies", count)]
    return pa.table(columns, schema=LINKS.schema)


def _same(text: str, count: int) -> pa.StringArray:
    """A column of one text."""
    return pa.array([text] * count, pa.string())


def _chosen(texts: Sequence[str], rows: Ints) -> pa.StringArray:
    """The texts of those rows."""
    return pa.array(list(texts), pa.string()).take(pa.array(rows))
