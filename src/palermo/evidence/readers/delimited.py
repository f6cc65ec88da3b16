"""Tables of text: CSV with comma, semicolon, tab or pipe, its quoting found by trial and stated."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.lines import MAX_RECORD, Gap, split_lines
from palermo.evidence.readers.rows import (
    BATCH_BYTES,
    BATCH_ROWS,
    MAX_COLUMNS,
    Reading,
    Reject,
    Rows,
    tell_headers_apart,
)

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_NOWHERE = "\x1f"  # the delimiter of a table with one column: a sign that text does not have
_SAMPLE_LINES = 200
_SAMPLE_BYTES = 1 << 18
_MOST_LINES = 2_000  # that one record may span
_UNCLOSED = "a quote opens and does not close"
_FEWEST_LINES = 64  # to which that sinks, by halves, in a file full of unclosed quotes


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written.

    Args:
        delimiter: Between two cells.
        quoting: "doubled" (a quote within quotes is doubled), "backslash", or "none".
        skip: Bytes before the header: the byte-order mark and a line such as sep=;
    """

    delimiter: str
    quoting: str
    skip: int

    def reader(self, lines: Iterator[str], *, strict: bool = True) -> Iterator[list[str]]:
        """A csv reader over the lines."""
        if self.quoting == "none":
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE, strict=strict)
        if self.quoting == "backslash":
            return csv.reader(lines, delimiter=self.delimiter, doublequote=False, escapechar="\\", strict=strict)
        return csv.reader(lines, delimiter=self.delimiter, strict=strict)

    def __str__(self) -> str:
        """The words for INGESTS.dialect."""
        if self.delimiter == _NOWHERE:
            return "csv, one column"
        kind = "tsv" if self.delimiter == "\t" else "csv"
        quotes = {"doubled": "", "backslash": ", quotes escaped by \\", "none": ", no quotes"}
        return f"{kind}, delimiter {_DELIMITERS[self.delimiter]}{quotes[self.quoting]}"


def read_delimited(material: Material) -> Reading:
    """Read a table of text whose first row names the columns.

    A record that is no record (a quote that never closes, too few or too many cells, bytes in another
    encoding) costs its first line alone: reading goes on at the next.

    Raises:
        ReaderError: There is no header, or it has too many columns, or the bytes are no text.
    """
    csv.field_size_limit(MAX_RECORD)
    found = survey(material.open())
    if found.size == found.mark:
        raise ReaderError(found.cut or "the file is empty; it should begin with a row that names the columns")
    dialect, headers = _find_dialect(material, found)
    return Reading(
        dialect=str(dialect),
        headers=headers,
        rows=lambda: _Records(material, found, dialect, len(headers)).rows(headers),
        encoding=str(found),
    )


def _find_dialect(material: Material, found: Survey) -> tuple[Dialect, tuple[str, ...]]:
    """Try each delimiter and quoting on the first lines; the one that gives most records of the header's width."""
    stream = material.open()
    stream.read(found.mark)
    lines: list[str] = []
    skip, size = found.mark, 0
    for line in split_lines(stream, found.encoding):
        if isinstance(line, Gap):
            if not lines:
                raise ReaderError(f"the row that should name the columns is {line.reason}")
            break
        text = line.decode(found.encoding, "replace")
        if not lines and text.strip().lower().startswith("sep=") and len(text.strip()) == 5:
            skip += len(line)
            continue
        lines.append(text)
        size += len(line)
        if len(lines) == _SAMPLE_LINES or size > _SAMPLE_BYTES:
            break
    most = max(lines[0].count(delimiter) + 1 for delimiter in _DELIMITERS) if lines else 0
    if most > MAX_COLUMNS:
        raise ReaderError(f"the first row names {most} columns, at most {MAX_COLUMNS} are read: is it a header?")
    best: tuple[float, int, Dialect, list[str]] | None = None
    sample = "".join(lines)
    for delimiter in _DELIMITERS:
        for quoting in (
            "doubled",
            *(["backslash"] if '\\"' in sample else []),
            *(["none"] if delimiter == "\t" else []),
        ):
            dialect = Dialect(delimiter, quoting, skip)
            share, header = _fit(dialect, lines)
            if len(header) > 1 and (best is None or (share, len(header)) > best[:2]):
                best = (share, len(header), dialect, header)
    if best is None:
        dialect = Dialect(_NOWHERE, "doubled", skip)
        best = (1.0, 1, dialect, _fit(dialect, lines)[1])
    if not any(cell.strip() for cell in best[3]):
        raise ReaderError("the file has no row that names the columns")
    return best[2], tell_headers_apart(best[3])


def _fit(dialect: Dialect, lines: list[str]) -> tuple[float, list[str]]:
    """The share of records as wide as the header, and the header."""
    header: list[str] = []
    fitting = records = 0
    try:
        for record in dialect.reader(iter(lines), strict=False):
            if not record:
                continue
            if not header:
                header = record
                continue
            records += 1
            fitting += len(record) == len(header)
    except csv.Error:
        fitting = max(fitting - 1, 0)
    return (round(fitting / records, 2) if records else 1.0), header


class _Broken(Exception):  # noqa: N818  # passes from the lines through csv.reader to the records; never leaves
    """The record being read cannot be one."""


class _Records:
    """The records of a table, each with its bytes; see `read_delimited`."""

    def __init__(self, material: Material, found: Survey, dialect: Dialect, width: int) -> None:
        stream = material.open()
        left = dialect.skip
        while left and (skipped := stream.read(left)):
            left -= len(skipped)
        self._lines = split_lines(stream, found.encoding)
        self._encoding = found.encoding
        self._nuls = found.nuls
        self._dialect = dialect
        self._slow = dialect.quoting == "backslash"
        self._width = width
        self._waiting: deque[bytes | Gap] = deque()  # lines of a record that was none, to be read again
        self._held: list[bytes | Gap] = []  # lines of the record being read
        self._size = 0  # their bytes
        self._allowed = _MOST_LINES
        self._start = dialect.skip  # where the record being read begins
        self._number = -1  # rows so far; the header is not one
        self._rejects: list[Reject] = []
        self._fault: str | None = None  # why the record being read is refused once it is whole

    def rows(self, headers: tuple[str, ...]) -> Iterator[Rows]:
        """Hand on the rows after the header."""
        records: list[list[str]] = []
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        held_bytes = 0
        waiting, width, split = self._waiting, self._width, self._split
        while self._number < 0 and (waiting or self._look_on()):
            if self._record() is not None:
                self._number = 0
            self._next()
        while waiting or self._look_on():
            line = waiting.popleft()
            record = split(line)
            if record is not None and not isinstance(line, Gap) and len(record) == width and any(record):
                self._size = len(line)
            else:
                waiting.appendleft(line)
                record = self._record()
            if record is not None:
                self._number += 1
                records.append(record)
                numbers.append(self._number)
                starts.append(self._start)
                held_bytes += self._size
                ends.append(self._start + self._size)
            self._next()
            if len(records) + len(self._rejects) >= BATCH_ROWS or held_bytes >= BATCH_BYTES:
                yield self._hand_on(headers, records, numbers, starts, ends)
                records, numbers, starts, ends = [], [], [], []
                held_bytes = 0
        yield self._hand_on(headers, records, numbers, starts, ends)

    def _look_on(self) -> bool:
        """Take the next line from the file; False at its end."""
        line = next(self._lines, None)
        if line is None:
            return False
        self._waiting.append(line)
        return True

    def _split(self, line: bytes | Gap) -> list[str] | None:
        """Split a line that is a whole record, as csv would and four times as fast; None where it may not be one."""
        if isinstance(line, Gap) or self._slow or (self._nuls and b"\0" in line):
            return None
        try:
            text = line.decode(self._encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            return None
        mark = self._dialect.delimiter
        if '"' not in text or self._dialect.quoting == "none":
            return text.split(mark)
        if '""' in text:
            return None
        pieces = text.split('"')
        if not len(pieces) % 2:
            return None
        cells = pieces[0].split(mark)
        if cells.pop():
            return None  # a quote within a bare cell
        last = len(pieces) - 1
        for at in range(1, last, 2):
            cells.append(pieces[at])
            between = pieces[at + 1]
            if at + 1 == last:
                if between:
                    if between[0] != mark:
                        return None
                    cells.extend(between[1:].split(mark))
            elif between == mark:
                continue
            elif len(between) < 2 or between[0] != mark or between[-1] != mark:
                return None
            else:
                cells.extend(between[1:-1].split(mark))
        return cells

    def _hand_on(
        self, headers: tuple[str, ...], records: list[list[str]], numbers: list[int], starts: list[int], ends: list[int]
    ) -> Rows:
        columns = zip(*records, strict=True) if records else ((),) * len(headers)
        rejects, self._rejects = self._rejects, []
        self._allowed = min(2 * self._allowed, _MOST_LINES)
        return Rows(dict(zip(headers, columns, strict=True)), numbers, starts, ends, None, rejects)

    def _next(self) -> None:
        self._start += self._size
        self._size = 0
        self._fault = None
        self._held.clear()

    def _record(self) -> list[str] | None:
        """Read one record with csv; None where it was refused or is blank. The caller calls `_next` after it."""
        width = self._width
        try:
            record = next(self._dialect.reader(self._text()), None)
        except (_Broken, csv.Error) as error:
            rescued = None if isinstance(error, _Broken) else self._alone()
            reason = str(error) if isinstance(error, _Broken) else _plain(error, len(self._held))
            self._put_back(1)
            if rescued is None:
                self._refuse(reason)
            return rescued
        if self._fault is not None:
            self._refuse(self._fault)
        elif record and any(record):
            if len(record) == width:
                return record
            if len(record) > width and not any(record[width:]):
                return record[:width]
            self._put_back(1)
            self._refuse(
                f"{len(record)} cells where the header has {width}; a delimiter or line end within a cell needs quotes"
                " round the cell"
            )
        return None

    def _text(self) -> Iterator[str]:
        """Yield the lines as text and remember them until the record is whole."""
        waiting, lines, held = self._waiting, self._lines, self._held
        encoding, nuls, allowed = self._encoding, self._nuls, self._allowed
        while True:
            line = waiting.popleft() if waiting else next(lines, None)
            if line is None:
                return
            held.append(line)
            if isinstance(line, Gap):
                raise _Broken(line.reason if len(held) == 1 else _UNCLOSED)
            self._size += len(line)
            if len(held) > 1 and (len(held) > allowed or self._size > MAX_RECORD):
                self._allowed = max(allowed // 2, _FEWEST_LINES)
                raise _Broken(_UNCLOSED)
            if nuls and b"\0" in line:
                self._fault = "NUL bytes stand in it, which no text has: is the file damaged?"
            try:
                yield line.decode(encoding)
            except UnicodeDecodeError as error:
                at = self._start + self._size - len(line) + error.start
                self._fault = f"byte {at} of the file is not {encoding}; save the whole file in one encoding"
                yield line.decode(encoding, "replace")

    def _put_back(self, keep: int) -> None:
        """Leave the first `keep` lines with the record; the others are read again."""
        self._waiting.extendleft(reversed(self._held[keep:]))
        del self._held[keep:]
        self._size = sum(line.length if isinstance(line, Gap) else len(line) for line in self._held)

    def _refuse(self, reason: str) -> None:
        """Refuse the record that is held."""
        if self._number < 0:
            raise ReaderError(f"the row that should name the columns cannot be read: {reason}")
        self._number += 1
        self._rejects.append(Reject(self._number, reason, self._start, self._start + self._size))

    def _alone(self) -> list[str] | None:
        """The first line as a record of its own, where a quote within a cell is all that is wrong with it."""
        line = self._held[0]
        if isinstance(line, Gap) or self._dialect.quoting != "doubled":
            return None
        text = line.decode(self._encoding, "replace").rstrip("\r\n")
        mark = re.escape(self._dialect.delimiter)
        cell = re.compile(
            rf'(?:"((?:[^"]|"(?!{mark}|$))*)"|([^"{mark}][^{mark}]*|"[^"{mark}]*"[^{mark}]*|))(?:{mark}|$)'
        )
        record: list[str] = []
        at = 0
        while at <= len(text):
            found = cell.match(text, at)
            if found is None:
                return None
            quoted, bare = found.groups()
            record.append(bare if quoted is None else quoted.replace('""', '"'))
            at = found.end() if found.end() > at and text[found.end() - 1] == self._dialect.delimiter else len(text) + 1
        return record if len(record) == self._width and self._fault is None else None


def _plain(error: csv.Error, lines: int) -> str:
    """Say what csv means."""
    if "unexpected end" in str(error) or lines > 1:
        return _UNCLOSED
    if "field limit" in str(error):
        return f"a cell longer than {MAX_RECORD} bytes"
    return "a quote stands within a cell and is not doubled"
