"""What an item holds: the item itself, what gzip packed, or the members of a zip archive; one level, never on disk.

Nothing is unpacked to a file, so a name such as ../x cannot write anywhere; such members are refused all the
same, because no honest program writes them. Members are read as a stream under two limits that a bomb breaks.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from palermo.errors import ReaderError

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
MAX_RATIO = (
    200  # unpacked bytes for one packed; text packs 3 to 20 times, deflate ends at 1032 (zlib's technical notes)
)
FREE_BYTES = 1 << 26  # 64 MiB are unpacked before the ratio counts, so that small and very regular files pass
MAX_BYTES = 1 << 36  # 64 GiB: the most that one member is unpacked to
MAX_MEMBERS = 20_000
MAX_IN_MEMORY = 1 << 28  # 256 MiB: the most that formats without a stream (XLSX, Parquet in an archive) may take
_LEFT_ASIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class BombError(ReaderError):
    """A packed file unpacks to far more than it should."""


class Plain:
    """A stream that is as long as it says."""

    cut: str | None = None

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        return self._stream.read(size)


class Gunzipped:
    """What gzip packed; where the packed bytes are cut off or damaged, all before that place and then `cut`."""

    def __init__(self, stream: BinaryIO) -> None:
        self.cut: str | None = None
        self._stream = stream
        self._inflate = zlib.decompressobj(wbits=31)
        self._packed = b""
        self._taken = 0
        self._given = 0
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end.

        Raises:
            BombError: The bytes unpack to more than the limits allow.
        """
        while size > 0 and not self._ended:
            if self._inflate.eof:
                self._next_member()
                continue
            if not self._packed:
                self._packed = self._stream.read(size)
                self._taken += len(self._packed)
            try:
                found = self._inflate.decompress(self._packed, size)
            except zlib.error:
                return self._end(f"the gzip bytes are damaged after {self._given} unpacked bytes")
            if not found and not self._packed and not self._inflate.eof:
                return self._end(f"the gzip file is cut off after {self._given} unpacked bytes")
            self._packed = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            if found:
                self._given += len(found)
                refuse_bomb(self._given, self._taken)
                return found
        return b""

    def _next_member(self) -> None:
        """Go on with the next gzip member, or end where only padding follows."""
        while not self._packed.strip(b"\0"):
            self._packed = self._stream.read(1 << 16)
            if not self._packed:
                self._ended = True
                return
        self._taken += 1
        if not GZIP.startswith(self._packed[:2]):
            self._end(f"bytes that are not gzip follow after {self._given} unpacked bytes")
            return
        self._inflate = zlib.decompressobj(wbits=31)

    def _end(self, reason: str) -> bytes:
        """Give nothing more, and say why."""
        self.cut = reason
        self._ended = True
        return b""


class Unzipped:
    """A member of a zip archive, under the limits; where it is damaged, all before that place and then `cut`."""

    def __init__(self, stream: BinaryIO, packed: int) -> None:
        self.cut: str | None = None
        self._stream = stream
        self._packed = packed
        self._given = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end.

        Raises:
            BombError: The bytes unpack to more than the limits allow.
        """
        if self.cut is not None:
            return b""
        try:
            found = self._stream.read(size)
        except (EOFError, zlib.error, zipfile.BadZipFile):
            self.cut = f"the member is damaged after {self._given} unpacked bytes"
            return b""
        self._given += len(found)
        refuse_bomb(self._given, self._packed)
        return found


def refuse_bomb(unpacked: int, packed: int) -> None:
    """Raise BombError where so many bytes cannot honestly come of so few."""
    if unpacked > MAX_BYTES:
        raise BombError(f"unpacks to more than {MAX_BYTES >> 30} GiB; at most that is read: split the file")
    if unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise BombError(
            f"unpacks to more than {MAX_RATIO} times its size ({unpacked >> 20} MiB of {packed} bytes): a decompression"
            " bomb, or unpack it first and ingest what comes out"
        )


@dataclass(frozen=True)
class Material:
    """Bytes that a reader can read: an item, or a member of one.

    Args:
        name: File name, a hint only.
        member: Name inside the archive; None where there is none.
        open: A new stream from the first byte, as often as one likes.
        seekable: The item itself for formats that need to jump; None where it is packed.
    """

    name: str
    member: str | None
    open: Callable[[], Plain | Gunzipped | Unzipped]
    seekable: Callable[[], BinaryIO] | None = None

    def head(self, size: int = 1 << 16) -> bytes:
        """The first bytes, at most `size`."""
        stream = self.open()
        found = b""
        while len(found) < size and (more := stream.read(size - len(found))):
            found += more
        return found

    def whole(self, limit: int, what: str) -> bytes:
        """All bytes in memory.

        Raises:
            ReaderError: They are more than `limit`, or cut off.
        """
        stream = self.open()
        found = bytearray()
        while more := stream.read(1 << 20):
            found += more
            if len(found) > limit:
                raise ReaderError(f"{what} is larger than {limit >> 20} MiB, the most that is read at once")
        if stream.cut is not None:
            raise ReaderError(f"{what}: {stream.cut}")
        return bytes(found)

    def at_will(self, what: str) -> BinaryIO:
        """A stream that can jump: the item itself, or what is packed brought into memory.

        Raises:
            ReaderError: What is packed is too large for that.
        """
        if self.seekable is not None:
            return self.seekable()
        return io.BytesIO(self.whole(MAX_IN_MEMORY, f"{what} in an archive"))


@dataclass(frozen=True)
class Refusal:
    """A member of an archive that is not read, and why; `aside` where it is no material at all."""

    member: str
    reason: str
    aside: bool = False


def open_item(name: str, open_bytes: Callable[[], BinaryIO]) -> Iterator[Material | Refusal]:
    """Yield what the item holds: itself, the one file that gzip packed, or each member of a zip archive.

    An XLSX workbook is a zip archive too, but one material.

    Raises:
        ReaderError: The archive as a whole cannot be read.
    """
    with open_bytes() as stream:
        head = stream.read(4)
    if head.startswith(GZIP):
        yield Material(name.removesuffix(".gz"), None, lambda: Gunzipped(open_bytes()))
    elif head in (ZIP, EMPTY_ZIP):
        yield from _open_zip(name, open_bytes)
    else:
        yield Material(name, None, lambda: Plain(open_bytes()), open_bytes)


def open_member(name: str, open_bytes: Callable[[], BinaryIO], member: str | None) -> Material:
    """The material of one locator.

    Raises:
        ReaderError: The item holds no such member, or one that is refused.
    """
    for found in open_item(name, open_bytes):
        if isinstance(found, Material) and found.member == member:
            return found
    raise ReaderError("the item holds no readable member of that name; the locator is of another item")


def _open_zip(name: str, open_bytes: Callable[[], BinaryIO]) -> Iterator[Material | Refusal]:
    """Yield the members of a zip archive, or the workbook that it is."""
    try:
        archive = zipfile.ZipFile(open_bytes())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ReaderError("the zip archive is cut off or damaged: its table of contents cannot be read") from error
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        _refuse_large_workbook(entries)
        yield Material(name, None, lambda: Plain(open_bytes()), open_bytes)
        return
    if len(entries) > MAX_MEMBERS:
        raise ReaderError(f"the archive holds {len(entries)} members, at most {MAX_MEMBERS} are read: split it")
    seen: set[str] = set()
    for entry in entries:
        if entry.is_dir():
            continue
        reason = _refuse(entry, seen)
        seen.add(entry.filename)
        if entry.filename.startswith(_LEFT_ASIDE) or entry.filename.rpartition("/")[2] in _LEFT_ASIDE:
            yield Refusal(entry.filename, "a file of the operating system", aside=True)
        elif reason is not None:
            yield Refusal(entry.filename, reason)
        else:
            yield _of_member(archive, entry)


def _of_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Material:
    """A member that may be read."""

    def open_stream() -> Unzipped:
        """Open the member anew."""
        try:
            return Unzipped(archive.open(entry), entry.compress_size)  # type: ignore[arg-type]  # IO[bytes] reads alike
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise ReaderError(
                "the member cannot be unpacked: it is damaged, or packed in a way that is not read"
            ) from error

    return Material(entry.filename.rpartition("/")[2], entry.filename, open_stream)


def _refuse(entry: zipfile.ZipInfo, seen: set[str]) -> str | None:
    """Say why a member is not read; None where it may be."""
    name = entry.orig_filename.replace("\\", "/")
    if "\0" in name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        return "its name leads out of the archive (absolute, or with ..); such members are not read"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a symbolic link; links are not followed"
    if entry.flag_bits & 0x1:
        return "encrypted; unpack the archive with its password and ingest what comes out"
    if entry.filename in seen:
        return "a second member of the same name; a locator could not tell the two apart"
    try:
        refuse_bomb(entry.file_size, entry.compress_size)
    except BombError as error:
        return str(error)
    return None


def _refuse_large_workbook(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a workbook that would not fit in memory: it is read in one piece."""
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    refuse_bomb(total, packed)
    if total > 2 * MAX_IN_MEMORY:
        raise ReaderError(
            f"the workbook unpacks to {total >> 20} MiB, at most {2 * MAX_IN_MEMORY >> 20} are read: save it as CSV"
        )
