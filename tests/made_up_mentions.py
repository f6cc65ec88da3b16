"""Adverts for the tests of identifiers, and what the analysis finds in them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa

from palermo.analyses.identifiers import find_identifiers
from palermo.analysis import Former, in_memory
from palermo.engine.duck import DuckEngine
from palermo.tables import ADVERTS

Rows = list[dict[str, object]]


def advert(number: int, body: str, **more: object) -> dict[str, object]:
    """One advert of GB; `more` sets other columns."""
    return {
        "advert_id": f"a{number:05d}",
        "ingest_id": "i1",
        "item_id": "0" * 64,
        "row": number,
        "locator": f"row {number}",
        "source": "made up",
        "advert_kind": "job",
        "title": "",
        "body": body,
        "country": "GB",
        "collected_at": datetime(2026, 1, 1, tzinfo=UTC),
        **more,
    }


def adverts_of(bodies: Sequence[str], **more: object) -> pa.Table:
    """One advert a body."""
    return ADVERTS.of([advert(number, body, **more) for number, body in enumerate(bodies)])


def find(table: pa.Table, *, regions: Sequence[str] = (), former: Former | None = None) -> tuple[Rows, Rows]:
    """IDENTIFIERS and UNREAD_NUMBERS as rows."""
    with DuckEngine() as engine:
        made = find_identifiers(engine, in_memory(table), former=former, regions=regions)
        return made["identifiers"].table().to_pylist(), made["unread_numbers"].table().to_pylist()


def values(body: str, *, regions: Sequence[str] = (), **more: object) -> list[tuple[object, object]]:
    """(kind, value) of what stands in one advert, in order of place."""
    rows, _ = find(adverts_of([body], **more), regions=regions)
    return [(row["kind"], row["value"]) for row in sorted(rows, key=lambda row: str((row["column"], row["start"])))]
