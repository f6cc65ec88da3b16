"""Tables of text: CSV with comma, semicolon, tab or pipe, its quoting found by trial and stated."""

import csv
from collections.abc import Iterator

import numpy as np

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.lines import MAX_RECORD, Gap, Stream, split_lines
from palermo.evidence.readers.blocks import split_block
from palermo.evidence.readers.records import DELIMITERS, MOST_LINES, NOWHERE, Dialect, Records
from palermo.evidence.readers.rows import MAX_COLUMNS, Reading, Rows, tell_headers_apart

_BLOCK_BYTES = 1 << 22  # read at once where the table is well formed
_SAMPLE_LINES = 200
_SAMPLE_BYTES = 1 << 18


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
        rows=lambda: _rows(material, found, dialect, headers),
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
    most = max(lines[0].count(delimiter) + 1 for delimiter in DELIMITERS) if lines else 0
    if most > MAX_COLUMNS:
        raise ReaderError(f"the first row names {most} columns, at most {MAX_COLUMNS} are read: is it a header?")
    best: tuple[float, int, Dialect, list[str]] | None = None
    sample = "".join(lines)
    for delimiter in DELIMITERS:
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
        dialect = Dialect(NOWHERE, "doubled", skip)
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


def _rows(material: Material, found: Survey, dialect: Dialect, headers: tuple[str, ...]) -> Iterator[Rows]:
    """Read block by block where all is as it should be, and with care where not."""
    source = _Source(material.open(), dialect.skip)
    records = Records(found, dialect, headers)
    quick = found.encoding == "utf-8" and not (found.odd_lines or found.nuls) and dialect.quoting != "backslash"
    if not quick:
        yield from records.rows(source)
        return
    yield from _with_care(source, records, source.look(1))  # the header
    while source.look(1):
        block, last = source.block()
        split = split_block(
            block, headers, dialect.delimiter, quoted=dialect.quoting == "doubled", most_lines=MOST_LINES, last=last
        )
        if split is None:
            yield from _with_care(source, records, len(block))
            continue
        count = len(split.starts)
        numbers = np.arange(records.number + 1, records.number + count + 1)
        cells = dict(zip(headers, split.columns, strict=True))
        yield Rows(cells, numbers, split.starts + records.start, split.ends + records.start)
        records.number += count
        records.start += split.length
        source.use(split.length)
    if source.cut is not None and records.gap != source.cut:
        yield from records.rows(source)


def _with_care(source: "_Source", records: Records, length: int) -> Iterator[Rows]:
    """Read the records that begin within the next `length` bytes one by one, and leave the rest to others."""
    begin = records.start
    source.mark()
    yield from records.rows(source, begin + length)
    source.go_back_to(records.start - begin)


class _Source:
    """A stream with what was looked at and not used yet; remembers what was read since a mark."""

    def __init__(self, stream: Stream, skip: int) -> None:
        self._stream = stream
        self._ahead = b""
        self._since: list[bytes] | None = None
        while skip and (skipped := stream.read(skip)):
            skip -= len(skipped)

    @property
    def cut(self) -> str | None:
        """Why there are fewer bytes than promised; None where all are there."""
        return self._stream.cut

    def look(self, size: int) -> int:
        """Bytes that are there, at most `size`; they stay."""
        while len(self._ahead) < size and (more := self._stream.read(_BLOCK_BYTES)):
            self._ahead += more
        return min(size, len(self._ahead))

    def block(self) -> tuple[bytes, bool]:
        """The next bytes, which stay, and whether the file ends well with them."""
        there = self.look(_BLOCK_BYTES)
        return self._ahead, there < _BLOCK_BYTES and self.cut is None

    def use(self, length: int) -> None:
        """Go on by so many bytes."""
        self._ahead = self._ahead[length:]

    def mark(self) -> None:
        """Remember what is read from here."""
        self._since = []

    def go_back_to(self, length: int) -> None:
        """Stand so many bytes after the mark."""
        read, self._since = self._since or [], None
        self._ahead = b"".join([*read, self._ahead])[length:]

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        if self._ahead:
            found, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            found = self._stream.read(size)
        if self._since is not None:
            self._since.append(found)
        return found
