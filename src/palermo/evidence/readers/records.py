"""Records of a table of text, read with care: unclosed quotes, odd bytes and endless lines cost themselves alone."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from palermo.errors import ReaderError
from palermo.evidence.encodings import Survey
from palermo.evidence.lines import MAX_RECORD, Gap, Stream, split_lines
from palermo.evidence.readers.rows import BATCH_BYTES, BATCH_ROWS, Reject, Rows

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
NOWHERE = "\x1f"  # the delimiter of a table with one column: a sign that text does not have
MOST_LINES = 2_000  # that one record may span
_FEWEST_LINES = 64  # to which that sinks, by halves, in a file full of unclosed quotes
_UNCLOSED = "a quote opens and does not close"


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
        if self.delimiter == NOWHERE:
            return "csv, one column"
        kind = "tsv" if self.delimiter == "\t" else "csv"
        quotes = {"doubled": "", "backslash": ", quotes escaped by \\", "none": ", no quotes"}
        return f"{kind}, delimiter {DELIMITERS[self.delimiter]}{quotes[self.quoting]}"


class _Broken(Exception):  # noqa: N818  # passes from the lines through csv.reader to the records; never leaves
    """The record being read cannot be one."""


class Records:
    """The records of a table read one by one, each with its bytes; a record that is none costs its first line."""

    def __init__(self, found: Survey, dialect: Dialect, headers: tuple[str, ...]) -> None:
        self._encoding = found.encoding
        self._nuls = found.nuls
        self._dialect = dialect
        self._slow = dialect.quoting == "backslash"
        self._headers = headers
        self._width = len(headers)
        self._lines: Iterator[bytes | Gap] = iter(())
        self._waiting: deque[bytes | Gap] = deque()  # lines of a record that was none, to be read again
        self._held: list[bytes | Gap] = []  # lines of the record being read
        self._size = 0  # their bytes
        self._allowed = MOST_LINES
        self._rejects: list[Reject] = []
        self._fault: str | None = None  # why the record being read is refused once it is whole
        self.start = dialect.skip  # where the record being read begins
        self.gap: str | None = None  # why the last line that was refused whole was no line
        self.number = -1  # rows so far; the header is not one

    def rows(self, stream: Stream, until: int | None = None) -> Iterator[Rows]:
        """Hand on the rows of a stream that begins at `start`, up to the record that reaches `until`; None = all."""
        records: list[list[str]] = []
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        held_bytes = 0
        self._lines = split_lines(stream, self._encoding)
        self._waiting.clear()
        waiting, width, split = self._waiting, self._width, self._split
        while (until is None or self.start < until) and (waiting or self._look_on()):
            line = waiting.popleft()
            record = split(line) if self.number >= 0 else None
            if record is not None and not isinstance(line, Gap) and len(record) == width and any(record):
                self._size = len(line)
            else:
                waiting.appendleft(line)
                record = self._record()
            if record is not None:
                self.number += 1
                if self.number:
                    records.append(record)
                    numbers.append(self.number)
                    starts.append(self.start)
                    held_bytes += self._size
                    ends.append(self.start + self._size)
            self._next()
            if len(records) + len(self._rejects) >= BATCH_ROWS or held_bytes >= BATCH_BYTES:
                yield self._hand_on(records, numbers, starts, ends)
                records, numbers, starts, ends = [], [], [], []
                held_bytes = 0
        if records or self._rejects:
            yield self._hand_on(records, numbers, starts, ends)

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

    def _hand_on(self, records: list[list[str]], numbers: list[int], starts: list[int], ends: list[int]) -> Rows:
        """The rows gathered, and the rejects between them."""
        columns = zip(*records, strict=True) if records else ((),) * self._width
        rejects, self._rejects = self._rejects, []
        self._allowed = min(2 * self._allowed, MOST_LINES)
        return Rows(dict(zip(self._headers, columns, strict=True)), numbers, starts, ends, None, rejects)

    def _next(self) -> None:
        """Go on to the next record."""
        self.start += self._size
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
                if len(held) > 1:
                    raise _Broken(_UNCLOSED)
                self.gap = line.reason
                raise _Broken(line.reason)
            self._size += len(line)
            if len(held) > 1 and (len(held) > allowed or self._size > MAX_RECORD):
                self._allowed = max(allowed // 2, _FEWEST_LINES)
                raise _Broken(_UNCLOSED)
            if nuls and b"\0" in line:
                self._fault = "NUL bytes stand in it, which no text has: is the file damaged?"
            try:
                yield line.decode(encoding)
            except UnicodeDecodeError as error:
                at = self.start + self._size - len(line) + error.start
                self._fault = f"byte {at} of the file is not {encoding}; save the whole file in one encoding"
                yield line.decode(encoding, "replace")

    def _put_back(self, keep: int) -> None:
        """Leave the first `keep` lines with the record; the others are read again."""
        self._waiting.extendleft(reversed(self._held[keep:]))
        del self._held[keep:]
        self._size = sum(line.length if isinstance(line, Gap) else len(line) for line in self._held)

    def _refuse(self, reason: str) -> None:
        """Refuse the record that is held."""
        if self.number < 0:
            raise ReaderError(f"the row that should name the columns cannot be read: {reason}")
        self.number += 1
        self._rejects.append(Reject(self.number, reason, self.start, self.start + self._size))

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
