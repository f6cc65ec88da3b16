"""The items: bytes as received, named by their SHA-256, each encrypted under a key of its own."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from palermo.custody.disk import PARTIAL, refuse_link, room_for, sync_folder, write_all
from palermo.custody.keys import ItemKey, KeyRing
from palermo.custody.workspace import Workspace
from palermo.errors import InputError, NotFoundError, ReaderError, VerifyError
from palermo.evidence.segments import HEAD_BYTES, KEY_ID_BYTES, SEGMENT_BYTES, Segments, head_of, sealer

_ITEM_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredItem:
    """What `put` did.

    Args:
        item_id: SHA-256 of the bytes, hexadecimal.
        size: How many bytes.
        new: False where the same bytes were held already, and an entry of the custody log names them.
    """

    item_id: str
    size: int
    new: bool


class Store:
    """The items of a workspace, open with its keys.

    `put` is for the one writer, who then names the item in the custody log; an item that no entry names is swept
    away. Reading needs no lock.
    """

    def __init__(self, workspace: Workspace, keys: KeyRing) -> None:
        self.workspace = workspace
        self._keys = keys

    def path(self, item_id: str) -> Path:
        """Where the encrypted bytes lie.

        Raises:
            InputError: That is no item id.
            VerifyError: A symbolic link stands there.
        """
        if not is_item_id(item_id):
            raise InputError("an item id is 64 hexadecimal digits in lower case")
        path = self.workspace.items / item_id[:2] / item_id
        refuse_link(path, self.workspace.root)
        return path

    def put(self, source: Path | BinaryIO) -> StoredItem:
        """Take in the bytes of a file or stream, in bounded memory.

        When this returns, the encrypted bytes are on the disk under their name. The key is on the disk once the
        custody log was written to.

        Raises:
            ReaderError: The file cannot be read.
            RoomError: There is no room on the disk; nothing is kept.
        """
        if isinstance(source, Path):
            try:
                with source.open("rb", buffering=0) as stream:
                    return self._take_in(stream)
            except IsADirectoryError as error:
                raise ReaderError(f"{source.name} is a folder; give a file") from error
            except FileNotFoundError as error:
                raise ReaderError(f"{source.name}: there is no such file") from error
            except PermissionError as error:
                raise ReaderError(f"{source.name} may not be read by this account") from error
        return self._take_in(source)

    def open(self, item_id: str) -> BinaryIO:
        """Open an item for reading from any place; only the segments that are read are decrypted.

        Raises:
            NotFoundError: There is no such item, or it was erased.
            VerifyError: At once or while reading: the bytes are not those that were stored.
        """
        return io.BufferedReader(self._segments(item_id), 1 << 16)

    def read_range(self, item_id: str, start: int, end: int) -> bytes:
        """The bytes [start, end) of an item.

        Raises:
            InputError: The item is not so long.
            NotFoundError, VerifyError: As `open`.
        """
        with self._segments(item_id) as segments:
            if not 0 <= start <= end <= segments.size:
                raise InputError(f"item {item_id[:16]}... has {segments.size} bytes, not [{start}, {end})")
            segments.seek(start)
            found = bytearray()
            while len(found) < end - start:
                found += segments.read(end - start - len(found)) or b""
            return bytes(found)

    def size(self, item_id: str) -> int:
        """How many bytes an item has; as `open` for errors."""
        with self._segments(item_id) as segments:
            return segments.size

    def check(self, item_id: str) -> list[str]:
        """Read all of an item and say everything in which it is not what was stored; empty where it is.

        Raises:
            NotFoundError: The item or its key is not there.
        """
        try:
            segments = self._segments(item_id)
        except VerifyError as error:
            return [str(error)]
        with segments:
            faults = segments.faults()
            if faults:
                return faults
            hasher = sha256()
            for number in range(segments.count):
                hasher.update(segments.segment(number))
            if hasher.hexdigest() != item_id:
                return ["its segments are whole, but its bytes do not give the SHA-256 that names it"]
        return []

    def erase(self, item_id: str) -> None:
        """Destroy the key of an item, then its encrypted bytes; durable when it returns.

        The rows made of it and the entry in the custody log are the caller's.
        """
        path = self.path(item_id)
        self._keys.destroy(item_id)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def _segments(self, item_id: str) -> Segments:
        """The encrypted file, open."""
        path = self.path(item_id)
        item_key = self._keys.item_key(item_id)
        try:
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise NotFoundError(f"item {item_id[:16]}... is not in the workspace") from error
        except OSError as error:
            raise VerifyError(f"item {item_id[:16]}... cannot be read: {error.strerror}") from error
        try:
            return Segments(number, item_key, f"item {item_id[:16]}...")
        except BaseException:
            os.close(number)
            raise

    def _take_in(self, stream: BinaryIO) -> StoredItem:
        """Encrypt the stream into a partial file, then give it its name."""
        item_key = ItemKey(os.urandom(KEY_ID_BYTES), os.urandom(32))
        refuse_link(self.workspace.items, self.workspace.root)
        partial = self.workspace.items / f"{PARTIAL}{item_key.key_id.hex()}"
        with room_for("an item"), _gone_after(partial):
            number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                item_id, size = _encrypt(stream, number, item_key)
                path = self.path(item_id)
                if path.exists() and self._keys.holds(item_id):
                    return StoredItem(item_id, size, new=item_id in self._keys.unnamed)
                os.fchmod(number, 0o400)
                os.fsync(number)
            finally:
                os.close(number)
            if not path.parent.exists():
                path.parent.mkdir(mode=0o700)
                sync_folder(self.workspace.items)
            partial.replace(path)
            sync_folder(path.parent)
        self._keys.keep(item_id, item_key)
        return StoredItem(item_id, size, new=True)


def is_item_id(text: str) -> bool:
    """Tell whether a text can be an item id: a SHA-256 in lower-case hexadecimal."""
    return _ITEM_ID.fullmatch(text) is not None


def _encrypt(stream: BinaryIO, number: int, item_key: ItemKey) -> tuple[str, int]:
    """Read the stream to its end; write head and segments. Gives the SHA-256 and the size of what was read."""
    hasher = sha256()
    seal = sealer(item_key)
    write_all(number, head_of(item_key))
    size, segment = 0, 0
    held = _read_full(stream)
    while True:
        hasher.update(held)
        size += len(held)
        following = _read_full(stream) if len(held) == SEGMENT_BYTES else b""
        write_all(number, seal(held, segment, not following))
        if not following:
            return hasher.hexdigest(), size
        held = following
        segment += 1


def _read_full(stream: BinaryIO) -> bytes:
    """Read one segment, however small the pieces that the stream gives."""
    try:
        held = stream.read(SEGMENT_BYTES) or b""
        if 0 < len(held) < SEGMENT_BYTES:
            parts = [held]
            left = SEGMENT_BYTES - len(held)
            while left and (piece := stream.read(left)):
                parts.append(piece)
                left -= len(piece)
            held = b"".join(parts)
    except (OSError, EOFError) as error:
        raise ReaderError(f"the file cannot be read to its end: {error}") from error
    return held


@contextmanager
def _gone_after(partial: Path) -> Iterator[None]:
    """Whatever happens, the partial file is gone at the end."""
    try:
        yield
    finally:
        partial.unlink(missing_ok=True)


__all__ = ["HEAD_BYTES", "SEGMENT_BYTES", "Store", "StoredItem", "is_item_id"]
