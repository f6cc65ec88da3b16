"""Lines of a byte stream, each with its exact length, in bounded memory whatever the stream holds."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CHUNK = 1 << 18  # bytes asked for at once
MAX_RECORD = 1 << 23  # 8 MiB: the longest line or record that is read as one row
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


class Stream(Protocol):
    """Bytes from first to last."""

    @property
    def cut(self) -> str | None:
        """After the last read: why there are fewer bytes than promised; None where all are there."""
        ...

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes that are no readable line, and why."""

    length: int
    reason: str


def split_lines(stream: Stream, encoding: str = "utf-8", limit: int = MAX_RECORD) -> Iterator[bytes | Gap]:
    r"""Yield every line with its line end; the lengths of all that is yielded add up to the stream's.

    A line ends with \n, \r or \r\n. One longer than `limit` comes as a Gap, and so does a last line
    that a damaged archive cut off: half an advert is not an advert.
    """
    pieces = _wide_pieces(stream, encoding) if encoding in WIDE else _byte_pieces(stream)
    rest = b""
    dropped = 0  # bytes of an overlong line so far
    for chunk in pieces:
        found = (
            (rest + chunk).splitlines(keepends=True) if encoding not in WIDE else _split_wide(rest + chunk, encoding)
        )
        rest = b""
        if found and not _complete(found[-1], encoding):
            rest = found.pop()
        if dropped and found:
            yield Gap(dropped + len(found[0]), f"a line longer than {limit} bytes")
            found = found[1:]
            dropped = 0
        for line in found:
            yield line if len(line) <= limit else Gap(len(line), f"a line longer than {limit} bytes")
        if dropped or len(rest) > limit:
            dropped += len(rest)
            rest = b""
    if stream.cut is not None:
        yield Gap(dropped + len(rest), stream.cut)
    elif dropped or len(rest) > limit:
        yield Gap(dropped + len(rest), f"a line longer than {limit} bytes")
    elif rest:
        yield rest


def _byte_pieces(stream: Stream) -> Iterator[bytes]:
    """Chunks as they come."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _wide_pieces(stream: Stream, encoding: str) -> Iterator[bytes]:
    """Chunks that never cut a character of two or four bytes in half, the last one excepted."""
    width = 2 if "16" in encoding else 4
    rest = b""
    while chunk := stream.read(CHUNK):
        chunk = rest + chunk
        whole = len(chunk) - len(chunk) % width
        rest = chunk[whole:]
        if whole:
            yield chunk[:whole]
    if rest:
        yield rest


def _split_wide(chunk: bytes, encoding: str) -> list[bytes]:
    """Split at newlines that stand on a character's own place."""
    newline = "\n".encode(encoding)
    width = len(newline)
    found = []
    start = at = 0
    while (at := chunk.find(newline, at)) >= 0:
        if at % width:
            at += 1
            continue
        at += width
        found.append(chunk[start:at])
        start = at
    if start < len(chunk):
        found.append(chunk[start:])
    return found


def _complete(line: bytes, encoding: str) -> bool:
    r"""Whether the line surely ends here; after \r a \n may still come."""
    if encoding in WIDE:
        return line.endswith("\n".encode(encoding)) and len(line) % (2 if "16" in encoding else 4) == 0
    return line.endswith(b"\n")


def mark_length(encoding: str) -> int:
    """Bytes of the byte-order mark that `encoding` may begin with."""
    marks = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
    }
    return len(marks.get(encoding, b""))
