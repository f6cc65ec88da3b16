"""One item read: its materials, their rows as batches of ADVERTS, SIGHTINGS and REJECTS, and the counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from palermo.errors import PalermoError, ReaderError
from palermo.evidence.archives import Material, Refusal, open_item
from palermo.evidence.formats import is_media, read_material
from palermo.evidence.headers import Columns, is_special, match_headers
from palermo.evidence.identity import (
    LISTING_TEXTS,
    SHARED_ID_TEXTS,
    Barred,
    Known,
    Texts,
    keys_of,
    place_key,
    plain_url,
    without,
)
from palermo.evidence.locators import Locator, write_locators
from palermo.evidence.readers.rows import Cell, Reading, Reject, Rows
from palermo.evidence.shape import NO_TEXT, Shape
from palermo.evidence.times import Clock, Order, tell_order
from palermo.tables.adverts import ADVERTS, REJECTS, SIGHTINGS
from palermo.tables.contract import Table

_text = pa.string()


@dataclass(frozen=True)
class Intake:
    """What is the same for every row of one item.

    Args:
        ingest_id, item_id, file, source, basis: As INGESTS has them.
        now: When the intake began, UTC.
        mapping: What --map says.
        pages: Whether the files are saved pages.
        open_bytes: Opens the stored item.
    """

    ingest_id: str
    item_id: str
    file: str
    source: str
    basis: str | None
    now: datetime
    mapping: Mapping[str, str]
    pages: bool
    open_bytes: Callable[[], BinaryIO]


@dataclass
class Tally:
    """How an item was read and how its rows ended."""

    rows: int = 0
    kept: int = 0
    rejected: int = 0
    seen_before: int = 0
    cell_faults: dict[tuple[str, str], int] = field(default_factory=dict)
    encodings: list[str] = field(default_factory=list)
    dialects: list[str] = field(default_factory=list)
    mappings: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    nameless: int = 0
    media: int = 0
    aside: int = 0


Batch = tuple[str, pa.RecordBatch]  # table name and rows


class Reader:
    """Reads one item once; for another try, with other names barred, a new one is made."""

    def __init__(
        self, intake: Intake, known: Known, suspects: Barred, barred: Barred, progress: Callable[[int], None]
    ) -> None:
        self.tally = Tally()
        self._ids = Texts(SHARED_ID_TEXTS, suspects.ids)
        self._urls = Texts(LISTING_TEXTS, suspects.urls)
        self._intake = intake
        self._known = known
        self._barred = barred
        self._progress = progress

    def batches(self) -> Iterator[Batch]:
        """Read everything; nothing that a file holds raises from here."""
        found = False
        try:
            for material in open_item(self._intake.file, self._intake.open_bytes):
                found = found or not (isinstance(material, Refusal) and material.aside)
                if isinstance(material, Refusal):
                    yield from self._refuse_member(material)
                else:
                    yield from self._material(material)
            if not found:
                raise ReaderError("the archive holds no files")
        except ReaderError as error:
            yield from self._refuse_all(None, str(error))
        self._close_notes()

    def crowded_names(self) -> Barred:
        """Names that stand on so many rows that their texts should be looked at."""
        return Barred(self._ids.crowded(), self._urls.crowded())

    def shared_names(self) -> Barred:
        """Suspects that stand on too many different texts to name one advert."""
        return Barred(self._ids.shared(), self._urls.shared())

    def _material(self, material: Material) -> Iterator[Batch]:
        """Read one material; what breaks it is told and costs nothing else."""
        tally, intake = self.tally, self._intake
        if material.member is not None and is_media(material.head(64)):
            tally.media += 1
            return
        try:
            reading = read_material(material, pages=intake.pages)
            columns = match_headers(reading.headers, intake.mapping, basis=intake.basis)
        except PalermoError as error:
            yield from self._refuse_all(material.member, str(error))
            return
        self._describe(material, reading, columns)
        clock = Clock(intake.now, lambda: tell_order(_dates(reading, columns)))
        shape = Shape(columns, clock, "job" if columns.job or reading.job else "not_stated")
        base = tally.rows
        try:
            for rows in reading.rows():
                yield from self._rows(rows, shape, material.member, base)
                self._progress(tally.rows)
        except ReaderError as error:
            yield from self._refuse_all(material.member, f"reading stopped after {tally.rows - base} rows: {error}")
        tally.notes.extend(shape.notes())
        tally.notes.extend(f"{count} {what} passed over" for what, count in reading.counted().items())

    def _rows(self, rows: Rows, shape: Shape, member: str | None, base: int) -> Iterator[Batch]:
        """Turn one batch into rows of the three tables."""
        tally, intake = self.tally, self._intake
        shaped = shape.batch(rows)
        numbers = pc.add(pa.array(rows.numbers, pa.int64()), base)
        locators = write_locators(member, numbers, rows.elements, rows.starts, rows.ends)
        rejects: list[tuple[str, str | None, str]] = [
            (str(Locator(member, base + one.number, one.element, one.start, one.end)), None, one.reason)
            for one in rows.rejects
        ]
        columns, faults = shaped.columns, shaped.faults
        kept = shaped.readable.true_count
        if kept < len(rows):
            rejects.extend((one, None, NO_TEXT) for one in locators.filter(pc.invert(shaped.readable)).to_pylist())
            faults = [fault for fault in faults if shaped.readable[fault[0]].as_py()]
            columns = {name: values.filter(shaped.readable) for name, values in columns.items()}
        tally.rows += len(rows) + len(rows.rejects)
        tally.kept += kept
        tally.rejected += len(rejects)
        for place, column, reason in faults:
            tally.cell_faults[column, reason] = tally.cell_faults.get((column, reason), 0) + 1
            rejects.append((locators[place].as_py(), column, reason))
        if rejects:
            yield REJECTS.name, reject_rows(intake.ingest_id, intake.item_id, rejects)
        if kept < len(rows):
            numbers, locators = numbers.filter(shaped.readable), locators.filter(shaped.readable)
        if kept:
            yield from self._adverts(columns, numbers, locators)

    def _adverts(self, columns: dict[str, pa.Array], numbers: pa.Array, locators: pa.Array) -> Iterator[Batch]:
        """Settle which advert each row is, and write the new ones and every sighting."""
        tally, intake = self.tally, self._intake
        ids = keys_of(intake.source, "id", columns["source_id"].to_pylist())
        urls = keys_of(intake.source, "url", map(plain_url, columns["url"].to_pylist()))

        def text_at(place: int) -> int:
            """The hash of a row's text."""
            return hash((columns["title"][place].as_py(), columns["body"][place].as_py()))

        self._ids.add(ids, text_at)
        self._urls.add([url if one is None else None for url, one in zip(urls, ids, strict=True)], text_at)
        ids, urls = without(ids, self._barred.ids), without(urls, self._barred.urls)
        places = [
            place_key(intake.item_id, locators[at].as_py()) if one is None and url is None else b""
            for at, (one, url) in enumerate(zip(ids, urls, strict=True))
        ]
        adverts, fresh = self._known.settle(ids, urls, places)
        tally.seen_before += len(fresh) - sum(fresh)
        tally.nameless += sum(1 for place in places if place)
        size = len(adverts)
        common = {
            "advert_id": pa.array([advert.hex() for advert in adverts], _text),
            "ingest_id": _same(intake.ingest_id, size),
            "item_id": _same(intake.item_id, size),
            "row": numbers,
            "locator": locators,
        }
        seen_at = columns["collected_at"].fill_null(pa.scalar(intake.now, columns["collected_at"].type))
        yield _batch(SIGHTINGS, {**common, "seen_at": seen_at, "id_key": _hex(ids), "url_key": _hex(urls)})
        name, batch = _batch(ADVERTS, {**common, **columns, "source": _same(intake.source, size)})
        yield name, batch if all(fresh) else batch.filter(pa.array(fresh))

    def _describe(self, material: Material, reading: Reading, columns: Columns) -> None:
        """Note how a material is read."""
        tally = self.tally
        if reading.encoding is not None and reading.encoding not in tally.encodings:
            tally.encodings.append(reading.encoding)
        if reading.dialect not in tally.dialects:
            tally.dialects.append(reading.dialect)
        tally.mappings[material.member or ""] = columns.text()
        tally.unused.extend(name for name in columns.unused if name not in tally.unused)
        tally.notes.extend(note for note in reading.notes if note not in tally.notes)
        special = [name for name in columns.unused if is_special(name)]
        if special:
            tally.notes.append(f"not read, for they name special categories of personal data: {', '.join(special)}")

    def _refuse_all(self, member: str | None, reason: str) -> Iterator[Batch]:
        """A whole item or member that cannot be read: one reject, and the problem is told."""
        tally = self.tally
        tally.problems.append(reason if member is None else f"member {len(tally.mappings) + 1}: {reason}")
        yield from self._refuse(Locator(member, None if member is None and not tally.rows else tally.rows + 1), reason)

    def _refuse_member(self, refusal: Refusal) -> Iterator[Batch]:
        """A member of an archive that is not read."""
        if refusal.aside:
            self.tally.aside += 1
            return
        yield from self._refuse(Locator(refusal.member, self.tally.rows + 1), refusal.reason)
        self.tally.problems.append(f"a member of the archive was refused: {refusal.reason}")

    def _refuse(self, locator: Locator, reason: str) -> Iterator[Batch]:
        """One reject that stands for a whole item or member."""
        self.tally.rows += 1
        self.tally.rejected += 1
        yield REJECTS.name, reject_rows(self._intake.ingest_id, self._intake.item_id, [(str(locator), None, reason)])

    def _close_notes(self) -> None:
        """Say what only the end of the item tells."""
        tally = self.tally
        tally.notes.extend(
            f"{count} cells of {column} were left out: {reason}"
            for (column, reason), count in tally.cell_faults.items()
        )
        if tally.media:
            tally.notes.append(f"{tally.media} pictures, sounds or films in the archive: kept in the item, not read")
        if self._barred.ids:
            tally.notes.append(
                f"{len(self._barred.ids)} source_ids stand on {SHARED_ID_TEXTS} or more different texts each: they name"
                " something other than an advert; their rows are adverts of their own"
            )
        if self._barred.urls:
            tally.notes.append(
                f"{len(self._barred.urls)} urls stand on {LISTING_TEXTS} or more different texts each: pages that list"
                " adverts; their rows are adverts of their own"
            )
        if tally.nameless:
            tally.notes.append(
                f"{tally.nameless} rows have no id or url of their own: if they are exported again in another file,"
                " they will count as new adverts (--map source_id=HEADER names the id)"
            )


def reject_rows(ingest_id: str, item_id: str, found: list[tuple[str, str | None, str]]) -> pa.RecordBatch:
    """Rows of REJECTS from (locator, column, reason)."""
    return pa.RecordBatch.from_arrays(
        [
            _same(ingest_id, len(found)),
            _same(item_id, len(found)),
            pa.array([one[0] for one in found], _text),
            pa.array([one[1] for one in found], _text),
            pa.array([one[2] for one in found], _text),
        ],
        schema=REJECTS.schema,
    )


def _dates(reading: Reading, columns: Columns) -> Iterator[Cell]:
    """All date cells of a material, from its first row."""
    names = [name for column in ("posted_at", "collected_at") for name in columns.headers.get(column, ())]
    for rows in reading.rows():
        for name in names:
            cells = rows.cells.get(name, ())
            yield from cells.to_pylist() if isinstance(cells, pa.Array) else cells


def _batch(table: Table, columns: Mapping[str, pa.Array]) -> Batch:
    """Rows of a table from its columns by name."""
    schema = table.schema
    return table.name, pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _hex(keys: list[bytes | None]) -> pa.Array:
    """Keys in hexadecimal, null where there is none."""
    return pa.array([None if key is None else key.hex() for key in keys], _text)


def _same(value: str, size: int) -> pa.Array:
    """A column of one value."""
    return pa.repeat(pa.scalar(value, _text), size)


__all__ = ["Intake", "Order", "Reader", "Reject", "Tally", "reject_rows"]
