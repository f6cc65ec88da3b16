"""One item read: its materials, their rows as batches of ADVERTS, SIGHTINGS and REJECTS, and the counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, TypeVar

import pyarrow as pa

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
from palermo.evidence.shape import NO_TEXT, Shape, Shaped
from palermo.evidence.times import Clock, Order, tell_order
from palermo.tables.adverts import ADVERTS, REJECTS, SIGHTINGS

_T = TypeVar("_T")
_text = pa.string()
_utc = pa.timestamp("us", tz="UTC")


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

    def __init__(self, intake: Intake, known: Known, barred: Barred, progress: Callable[[int], None]) -> None:
        self.tally = Tally()
        self.texts = {"id": Texts(), "url": Texts()}
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

    def shared_names(self) -> Barred:
        """Names that stand on too many different texts to name one advert."""
        return Barred(self.texts["id"].shared_by(SHARED_ID_TEXTS), self.texts["url"].shared_by(LISTING_TEXTS))

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
        numbers = pa.array([base + number for number in rows.numbers], pa.int64())
        locators = write_locators(member, numbers, rows.elements, rows.starts, rows.ends)
        rejects = [
            (str(Locator(member, base + one.number, one.element, one.start, one.end)), None, one.reason)
            for one in rows.rejects
        ]
        keep = pa.array(shaped.keep, pa.int64())
        if len(shaped.keep) < len(rows):
            empty = sorted(set(range(len(rows))) - set(shaped.keep))
            rejects.extend((locators[place].as_py(), None, NO_TEXT) for place in empty)
            kept_faults = set(shaped.keep)
            shaped.faults[:] = [fault for fault in shaped.faults if fault[0] in kept_faults]
        tally.rows += len(rows) + len(rows.rejects)
        tally.kept += len(shaped.keep)
        tally.rejected += len(rejects)
        cells = [(locators[place].as_py(), column, reason) for place, column, reason in shaped.faults]
        for _, column, reason in cells:
            tally.cell_faults[column, reason] = tally.cell_faults.get((column, reason), 0) + 1
        if rejects or cells:
            yield REJECTS.name, reject_rows(intake.ingest_id, intake.item_id, [*rejects, *cells])
        if shaped.keep:
            yield from self._adverts(shaped, numbers.take(keep), locators.take(keep))

    def _adverts(self, shaped: Shaped, numbers: pa.Array, locators: pa.Array) -> Iterator[Batch]:
        """Settle which advert each row is, and write the new ones and every sighting."""
        tally, intake = self.tally, self._intake
        texts = {name: _of_kept(values, shaped.keep) for name, values in shaped.texts.items()}
        times = {name: _of_kept(values, shaped.keep) for name, values in shaped.times.items()}
        source_ids, urls = _stripped(texts["source_id"]), _stripped(texts["url"])
        hashes = list(map(hash, zip(texts["title"], texts["body"], strict=True)))
        ids = keys_of(intake.source, "id", source_ids)
        url_keys = keys_of(intake.source, "url", [None if url is None else plain_url(url) for url in urls])
        self.texts["id"].add(ids, hashes)
        self.texts["url"].add([url if one is None else None for url, one in zip(url_keys, ids, strict=True)], hashes)
        ids, url_keys = without(ids, self._barred.ids), without(url_keys, self._barred.urls)
        places = [
            place_key(intake.item_id, locator) if one is None and url is None else b""
            for one, url, locator in zip(ids, url_keys, locators.to_pylist(), strict=True)
        ]
        adverts, fresh = self._known.settle(ids, url_keys, places)
        tally.seen_before += len(fresh) - sum(fresh)
        tally.nameless += sum(1 for place in places if place)
        size = len(adverts)
        advert_ids = pa.array([advert.hex() for advert in adverts], _text)
        ingest_ids, item_ids = _same(intake.ingest_id, size), _same(intake.item_id, size)
        collected = pa.array(times["collected_at"], pa.int64()).cast(_utc)
        yield (
            SIGHTINGS.name,
            pa.RecordBatch.from_arrays(
                [
                    advert_ids,
                    ingest_ids,
                    item_ids,
                    numbers,
                    locators,
                    collected.fill_null(pa.scalar(intake.now, _utc)),
                    _hex(ids),
                    _hex(url_keys),
                ],
                schema=SIGHTINGS.schema,
            ),
        )
        prices = [None] * size if shaped.prices is None else _of_kept(shaped.prices, shaped.keep)
        columns = {
            "advert_id": advert_ids,
            "ingest_id": ingest_ids,
            "item_id": item_ids,
            "row": numbers,
            "locator": locators,
            "source": _same(intake.source, size),
            "source_id": pa.array(source_ids, _text),
            "advert_kind": pa.array(texts["advert_kind"], _text),
            "title": _present(texts["title"]),
            "body": _present(texts["body"]),
            "posted_at": pa.array(times["posted_at"], pa.int64()).cast(_utc),
            "collected_at": collected,
            "country": pa.array(texts["country"], _text),
            "price": pa.array([None if price is None else price[0] for price in prices], pa.int64()),
            "currency": pa.array([None if price is None else price[1] for price in prices], _text),
            "url": pa.array(urls, _text),
            "language": pa.array(texts["language"], _text),
            **{name: pa.array(_stripped(texts[name]), _text) for name in ("place", "contact", "employer")},
        }
        batch = pa.RecordBatch.from_arrays([columns[name] for name in ADVERTS.schema.names], schema=ADVERTS.schema)
        yield ADVERTS.name, batch if all(fresh) else batch.filter(pa.array(fresh))

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
        if refusal.aside:
            self.tally.aside += 1
            return
        yield from self._refuse(Locator(refusal.member, self.tally.rows + 1), refusal.reason)
        self.tally.problems.append(f"a member of the archive was refused: {refusal.reason}")

    def _refuse(self, locator: Locator, reason: str) -> Iterator[Batch]:
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
            yield from rows.cells.get(name, ())


def _of_kept(values: Sequence[_T], keep: list[int]) -> list[_T]:
    """The values at the places kept."""
    return list(values) if len(keep) == len(values) else [values[place] for place in keep]


def _stripped(values: Sequence[Cell]) -> list[Cell]:
    """Cells without spaces round them; None where nothing is left."""
    return [(value.strip() or None) if value else None for value in values]


def _present(values: list[Cell]) -> pa.Array:
    """A column that is never null: empty where there is nothing."""
    found = pa.array(values, _text)
    return found.fill_null("") if found.null_count else found


def _hex(keys: list[bytes | None]) -> pa.Array:
    return pa.array([None if key is None else key.hex() for key in keys], _text)


def _same(value: str, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, _text), size)


__all__ = ["Intake", "Order", "Reader", "Reject", "Tally", "reject_rows"]
