"""Files in, rows out: every file becomes an item, every row an advert, a sighting or a reject, and custody says so.

    the file's bytes -> item (encrypted) -> read back from there -> tables/<table>/<ingest>.parquet -> one custody entry

What was written before the custody entry is swept away at the next start, so a cut at any moment leaves the
workspace as it was. Small files that come together share one intake: a folder of ten thousand saved pages is
not ten thousand tables.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from palermo import __version__
from palermo.custody.disk import room_for
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.log import CustodyLog
from palermo.custody.workspace import Workspace
from palermo.errors import InputError, NotFoundError, RoomError, UsageError
from palermo.evidence.identity import Barred, Known
from palermo.evidence.intake import Batch, Intake, Reader, Tally
from palermo.evidence.known import known_adverts, parts_of, read_before
from palermo.evidence.parts import Parts
from palermo.evidence.store import Store, StoredItem
from palermo.tables.adverts import ADVERTS, INGESTS, REJECTS, SIGHTINGS

TABLES_OF = {"adverts": False, "pages": True}  # what --as may say here, and whether the files are saved pages
TOOL = f"palermo {__version__}"
_ROW_TABLES = (ADVERTS, SIGHTINGS, REJECTS)
_SMALL = 1 << 20  # bytes of a file that may share its intake with others
_TOGETHER = 1 << 26  # bytes of all files in one intake

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class IngestResult:
    """How one file was read.

    Args:
        file: Its name, without folders.
        item_id: SHA-256 of its bytes.
        ingest_id: The intake; None where the bytes were known already.
        rows, kept, rejected: rows = kept + rejected, always.
        seen_before: Of the kept rows, further sightings of known adverts.
        encoding, dialect: How it was read; None where the format has none, or it could not be read.
        mapping: Column -> header, as JSON.
        unused: Headers that no column was read from.
        notes: What a person should know, in words, without any personal value.
        already_known: Whether the same bytes had been taken in from the same source: then there are no new rows.
        problem: Why the file, or a member of it, could not be read; None where all could.
    """

    file: str
    item_id: str
    ingest_id: str | None
    rows: int
    kept: int
    rejected: int
    seen_before: int
    encoding: str | None
    dialect: str | None
    mapping: str
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    already_known: bool
    problem: str | None = None


def ingest(
    workspace: Workspace,
    keys: KeyRing,
    log: CustodyLog,
    files: Sequence[Path],
    *,
    table: str = "adverts",
    source: str | None = None,
    basis: str | None = None,
    mapping: Mapping[str, str] | None = None,
    operator: str,
    now: datetime,
    progress: Progress = lambda file, rows: None,
) -> list[IngestResult]:
    """Take files in and read their rows.

    A file that cannot be read is kept as an item all the same; its result says what is wrong (`problem`). The
    same bytes from the same source again make a custody entry and no rows.

    Args:
        log: Open for writing, within `writer`.
        files: Files, or folders of which every file is taken; links within them are not followed.
        table: adverts or pages.
        source: Where the material came from; None = as the workspace's settings say.
        basis: On what legal basis it is held; None = as the settings say, else not stated.
        mapping: Column -> header, several joined by +, or =value for every row.
        operator: Account name of the person at the keyboard.
        now: UTC.
        progress: Called with a file's name and its rows so far.

    Returns:
        One result a file, in the order given.

    Raises:
        UsageError: There is no such table, or `mapping` names no column.
        InputError: Source, operator or time is not stated (requirement E02).
        NotFoundError: Some of the files are not there; nothing was taken in.
        RoomError: There is no room; intakes that were done stay.
    """
    if table not in TABLES_OF:
        raise UsageError(f"--as {table}: this version reads {' and '.join(TABLES_OF)}")
    source = _whole_text(source or workspace.settings.source or "").strip()
    _refuse_unstated(source, operator, now)
    paths = _all_files(files)
    desk = _Desk(
        workspace=workspace,
        store=Store(workspace, keys),
        log=log,
        table=table,
        source=source,
        basis=basis if basis is not None else workspace.settings.basis,
        mapping=dict(mapping or {}),
        operator=operator,
        now=now,
        progress=progress,
    )
    results: list[IngestResult] = []
    try:
        for group in _groups(paths):
            results.extend(desk.take_in(group))
    except MemoryError as error:
        raise RoomError("not enough memory to read on; intakes that were done stay") from error
    return results


def _refuse_unstated(source: str, operator: str, now: datetime) -> None:
    """Refuse an intake whose record would lack who, when or where from."""
    missing = []
    if not source:
        missing.append("where the material came from (--source, or source in palermo.toml)")
    if not operator.strip():
        missing.append("who takes it in (operator)")
    if now.utcoffset() != timedelta(0):
        missing.append("when, in UTC")
    if missing:
        raise InputError(f"an intake needs to state {'; '.join(missing)}. Nothing was taken in")


def _whole_text(text: str) -> str:
    """Text with a ? for each byte of a name that is not UTF-8, which Python keeps as half a character."""
    return text.encode("utf-8", "replace").decode()


def _all_files(files: Sequence[Path]) -> list[Path]:
    """The files, folders opened up; all that are missing are named at once."""
    missing = [path for path in files if not path.exists()]
    if missing:
        names = ", ".join(_whole_text(str(path)) for path in missing[:10])
        raise NotFoundError(f"{len(missing)} of {len(files)} files are not there: {names}. Nothing was taken in")
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            found.extend(
                one for one in sorted(path.rglob("*")) if one.is_file() and not one.is_symlink() and one.name[0] != "."
            )
        else:
            found.append(path)
    if not found:
        raise NotFoundError("the folder holds no files")
    return found


def _groups(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Small files that come together, and each large or packed one by itself."""
    group: list[Path] = []
    size = 0
    for path in paths:
        bytes_ = path.stat().st_size
        alone = bytes_ > _SMALL or path.suffix.lower() in (".gz", ".zip", ".xlsx", ".parquet")
        if group and (alone or size + bytes_ > _TOGETHER):
            yield group
            group, size = [], 0
        if alone:
            yield [path]
        else:
            group.append(path)
            size += bytes_
    if group:
        yield group


class _Desk:
    """Takes in files for one source; remembers which adverts are known."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        store: Store,
        log: CustodyLog,
        table: str,
        source: str,
        basis: str | None,
        mapping: dict[str, str],
        operator: str,
        now: datetime,
        progress: Progress,
    ) -> None:
        self._workspace = workspace
        self._store = store
        self._log = log
        self._table = table
        self._source = source
        self._basis = basis
        self._mapping = mapping
        self._operator = operator
        self._now = now
        self._progress = progress
        self._ingests = parts_of(workspace, INGESTS)
        self._read_before = read_before(self._ingests, source)
        self._known: Known | None = None
        self._sequence = len(self._ingests.parts)

    def take_in(self, paths: list[Path]) -> list[IngestResult]:
        """Take in some files as one intake: all of it is on record when this returns, or nothing."""
        stored = [self._store.put(path) for path in paths]
        ingest_id = self._name([item.item_id for item in stored])
        parts = Parts(self._workspace, ingest_id)
        known = self._known
        try:
            with room_for("the rows of an intake"):
                results = [
                    self._read(path, item, ingest_id, parts, alone=len(paths) == 1)
                    for path, item in zip(paths, stored, strict=True)
                ]
                fresh = [result for result in results if not result.already_known]
                if fresh:
                    parts.add(INGESTS, self._ingest_rows(fresh))
                parts.finish()
            self._log.append(self._entries(stored, results, ingest_id, parts.hashes))
        except BaseException:
            parts.drop()
            self._known = known
            raise
        if fresh:
            self._sequence += 1
        return results

    def _read(self, path: Path, item: StoredItem, ingest_id: str, parts: Parts, *, alone: bool) -> IngestResult:
        """Read one item and hand its rows on."""
        name = _whole_text(path.name)
        if item.item_id in self._read_before:
            return IngestResult(
                name, item.item_id, None, 0, 0, 0, 0, None, None, "{}", (), _SEEN_AGAIN, already_known=True
            )
        intake = Intake(
            ingest_id=ingest_id,
            item_id=item.item_id,
            file=name,
            source=self._source,
            basis=self._basis,
            now=self._now,
            mapping=self._mapping,
            pages=TABLES_OF[self._table],
            open_bytes=partial(self._store.open, item.item_id),
        )
        if self._known is None:
            self._known = known_adverts(self._workspace, self._ingests, self._source)
        suspects, barred = Barred(), Barred()
        while True:
            known = self._known.fork()
            reader = Reader(intake, known, suspects, barred, partial(self._progress, name))
            held = _hold(reader.batches(), parts, alone=alone)
            crowded, shared = reader.crowded_names(), reader.shared_names()
            if len(crowded) <= len(suspects) and len(shared) <= len(barred):
                break
            suspects, barred = crowded, shared
            if alone:
                parts.drop()
        for table, batch in held:
            parts.add(_TABLES[table], batch)
        self._known = known
        if reader.tally.kept:
            self._read_before.add(item.item_id)
        return _result(name, item.item_id, ingest_id, reader.tally)

    def _name(self, item_ids: list[str]) -> str:
        """The intake's id: its place in the order, and a hash of what went in."""
        text = "\0".join([str(self._sequence), self._source, self._table, *item_ids])
        return f"{self._sequence + 1:06d}-{sha256(text.encode()).hexdigest()[:16]}"

    def _ingest_rows(self, results: list[IngestResult]) -> pa.RecordBatch:
        """The rows of INGESTS, one a file."""
        rows: list[dict[str, object]] = [
            {
                "ingest_id": result.ingest_id,
                "file": result.file,
                "item_id": result.item_id,
                "table": self._table,
                "source": self._source,
                "basis": self._basis,
                "rows": result.rows,
                "kept": result.kept,
                "rejected": result.rejected,
                "seen_before": result.seen_before,
                "encoding": result.encoding,
                "dialect": result.dialect,
                "mapping": result.mapping,
                "started_at": self._now,
                "operator": self._operator,
                "tool": TOOL,
            }
            for result in results
        ]
        return INGESTS.of(rows).combine_chunks().to_batches()[0]

    def _entries(
        self, stored: list[StoredItem], results: list[IngestResult], ingest_id: str, hashes: Mapping[str, str]
    ) -> list[Entry]:
        """What custody hears: every item, then the intake with its row-files."""
        entries = [
            Entry(self._now, self._operator, Event.ITEM_TAKEN_IN if item.new else Event.BYTES_SEEN_AGAIN, item.item_id)
            for item in stored
        ]
        if hashes:
            fresh = [result for result in results if not result.already_known]
            rows = sum(result.rows for result in fresh)
            rejected = sum(result.rejected for result in fresh)
            note = f"{len(fresh)} files, {rows} rows, {rejected} rejected; {TOOL}"
            entries.append(
                Entry(self._now, self._operator, Event.INGEST_DONE, ingest_id, note=note, files=dict(hashes))
            )
        return entries


_TABLES = {table.name: table for table in _ROW_TABLES}
_SEEN_AGAIN = ("these bytes were taken in from this source before: nothing is added but the note that they came again",)


def _hold(batches: Iterator[Batch], parts: Parts, *, alone: bool) -> list[Batch]:
    """Hold the rows of a small file back until it is read; let those of a large one go to the disk."""
    held: list[Batch] = []
    for name, batch in batches:
        if alone:
            parts.add(_TABLES[name], batch)
            continue
        held.append((name, batch))
    return held


def _result(file: str, item_id: str, ingest_id: str, tally: Tally) -> IngestResult:
    """A tally as a result."""
    mappings = set(tally.mappings.values())
    if len(mappings) > 1:
        members = ", ".join(f"{_quoted(name)}: {text}" for name, text in sorted(tally.mappings.items()))
        mapping = f"{{{members}}}"
    else:
        mapping = next(iter(mappings), "{}")
    problem = None
    if tally.problems:
        more = f" (and {len(tally.problems) - 1} more)" if len(tally.problems) > 1 else ""
        problem = f"{file}: {tally.problems[0]}{more}"
    dialect = ", ".join(tally.dialects) or None
    if dialect is not None and "" not in tally.mappings:
        dialect = f"zip of {len(tally.mappings)}: {dialect}"
    return IngestResult(
        file=file,
        item_id=item_id,
        ingest_id=ingest_id,
        rows=tally.rows,
        kept=tally.kept,
        rejected=tally.rejected,
        seen_before=tally.seen_before,
        encoding=", ".join(tally.encodings) or None,
        dialect=dialect,
        mapping=mapping,
        unused=tuple(tally.unused),
        notes=tuple(tally.notes),
        already_known=False,
        problem=problem,
    )


def _quoted(text: str) -> str:
    """A JSON text."""
    return json.dumps(text, ensure_ascii=False)
