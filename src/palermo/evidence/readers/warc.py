"""WARC: what a crawler kept of the web; each page in it is an advert, or as many as it declares.

Source: ISO 28500:2017 (WARC 1.1).
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from palermo.evidence.archives import Material
from palermo.evidence.lines import CHUNK, Stream
from palermo.evidence.readers.page import PAGE_HEADERS, adverts_of_page
from palermo.evidence.readers.page_text import MAX_PAGE
from palermo.evidence.readers.rows import Gathering, Reading, Reject, Rows

_MAX_HEAD = 1 << 16  # bytes of a record's header lines
_MAX_RECORD = 2 * MAX_PAGE
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# What warcio raises on headers that are none, besides its own error.
_BROKEN_ANSWERS = (
    ArchiveLoadFailed, StopIteration, EOFError, OSError, zlib.error, ValueError, AttributeError, TypeError, LookupError,
)  # fmt: skip
_NO_RECORD = "from here the bytes are no WARC record: its header or its length is broken"


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: its headers and where it lies; `content` is None where it is too long or no page can be in it."""

    headers: dict[str, str]
    content: bytes | None
    start: int
    end: int


def read_warc(material: Material) -> Reading:
    """Read the pages among the records; everything else (requests, pictures, errors) is counted, not a row."""
    counted: dict[str, int] = {}

    def rows() -> Iterator[Rows]:
        """Walk through the archive once."""
        counted.clear()
        return _rows(material, counted)

    return Reading("warc", PAGE_HEADERS, rows, counted=lambda: dict(counted))


def _rows(material: Material, counted: dict[str, int]) -> Iterator[Rows]:
    """Read record by record."""
    gathered = Gathering(PAGE_HEADERS)
    number = 0
    for record in _records(material.open()):
        if isinstance(record, Reject):
            number += 1
            gathered.reject(Reject(number, record.reason, record.start, record.end))
            continue
        page = _page(record)
        if page is None:
            kind = record.headers.get("warc-type", "unknown")
            what = "records that are no page" if kind in ("response", "resource") else f"records of type {kind[:20]}"
            counted[what] = counted.get(what, 0) + 1
            continue
        if isinstance(page, str):
            number += 1
            gathered.reject(Reject(number, page, record.start, record.end))
            continue
        content, charset = page
        adverts, _ = adverts_of_page(
            content,
            charset=charset,
            url=record.headers.get("warc-target-uri", "").strip("<> ") or None,
            collected_at=record.headers.get("warc-date"),
        )
        if not adverts:
            counted["pages without text"] = counted.get("pages without text", 0) + 1
        for place, cells in enumerate(adverts, 1):
            number += 1
            element = f"posting/{place}" if len(adverts) > 1 else "page"
            gathered.keep(number, cells, start=record.start, end=record.end, element=element)
        if gathered.full:
            yield gathered.hand_on()
    yield gathered.hand_on()


def _records(stream: Stream) -> Iterator[_Record | Reject]:
    """Frame the records by their own lengths; the first that cannot be framed ends the file."""
    held = _Held(stream)
    while True:
        held.skip_blank()
        start = held.offset
        head = held.head()
        if head is None:
            if held.left() or stream.cut is not None:
                reason = stream.cut or _NO_RECORD
                yield Reject(0, reason, start, start + held.drain())
            return
        headers = _headers(head)
        length = headers.get("content-length", "")
        if not length.isdecimal():
            yield Reject(0, _NO_RECORD, start, held.offset + held.drain())
            return
        wanted = int(length)
        body = held.take(wanted, keep=wanted <= _MAX_RECORD)
        if held.offset < start + len(head) + wanted:
            yield Reject(0, stream.cut or "the file ends within this record", start, held.offset)
            return
        yield _Record(headers, None if body is None else head + body, start, held.offset)


def _headers(head: bytes) -> dict[str, str]:
    """A record's header lines by name, in lower case; of one that comes twice, the first."""
    lines = head.decode("utf-8", "replace").splitlines()[1:]
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _page(record: _Record) -> tuple[bytes, str | None] | str | None:
    """The HTML of a record and its charset; why it cannot be read; or None where it is no page."""
    kind = record.headers.get("warc-type")
    if kind not in ("response", "resource", "conversion"):
        return None
    if record.content is None:
        if kind == "response" or record.headers.get("content-type", "").startswith(_PAGE_TYPES):
            return f"the record is larger than {_MAX_RECORD >> 20} MiB, the most that is read as a page"
        return None
    try:
        read = next(iter(ArchiveIterator(io.BytesIO(record.content + b"\r\n\r\n"))))
        content_type = record.headers.get("content-type", "")
        if kind == "response":
            if (
                read.http_headers is None
                or urlsplit(record.headers.get("warc-target-uri", "").strip("<>")).scheme == "dns"
            ):
                return None
            if read.http_headers.get_statuscode() != "200":
                return None
            content_type = read.http_headers.get_header("Content-Type") or ""
        if not content_type.strip().lower().startswith(_PAGE_TYPES):
            return None
        content = read.content_stream().read(MAX_PAGE + 1)
    except _BROKEN_ANSWERS:
        return "the answer within the record is broken"
    if len(content) > MAX_PAGE:
        return f"the page is larger than {MAX_PAGE >> 20} MiB, the most that is read at once"
    charset = content_type.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return content, charset


class _Held:
    """A stream with what was read of it and not used yet."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._bytes = b""
        self.offset = 0

    def _fill(self) -> bool:
        """Read on; False at the end."""
        more = self._stream.read(CHUNK)
        self._bytes += more
        return bool(more)

    def _use(self, count: int) -> bytes:
        """Take the next bytes."""
        found, self._bytes = self._bytes[:count], self._bytes[count:]
        self.offset += len(found)
        return found

    def skip_blank(self) -> None:
        """Go past line ends between records."""
        while True:
            blank = len(self._bytes) - len(self._bytes.lstrip(b"\r\n"))
            self._use(blank)
            if self._bytes or not self._fill():
                return

    def head(self) -> bytes | None:
        """The header lines up to and with the empty one; None where none stand here."""
        while len(self._bytes) < 5 and self._fill():
            pass
        if not self._bytes.startswith(b"WARC/"):
            return None
        while True:
            ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := self._bytes.find(mark)) >= 0]
            if ends:
                return self._use(min(ends))
            if len(self._bytes) > _MAX_HEAD or not self._fill():
                return None

    def take(self, count: int, *, keep: bool) -> bytes | None:
        """Use so many bytes, or all there are; None where they are not to be kept."""
        parts: list[bytes] = []
        while count > 0:
            if not self._bytes and not self._fill():
                break
            part = self._use(count)
            count -= len(part)
            if keep:
                parts.append(part)
        return b"".join(parts) if keep else None

    def left(self) -> bool:
        """Whether anything is left."""
        return bool(self._bytes) or self._fill()

    def drain(self) -> int:
        """Use everything that is left; how much it was."""
        used = 0
        while self._bytes or self._fill():
            used += len(self._use(len(self._bytes)))
        return used
