"""The encrypted file of one item: a head, then segments that each open and prove themselves on their own.

So any byte range is read without the rest, a changed byte is found in its segment, and no segment can be left out,
moved, doubled or brought over from another item: its number, and whether it is the last, stand in its nonce.

Source:
    Hoang, Reyhanitabar, Rogaway, Vizar (2015), Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance:
    the STREAM construction. AES-256-GCM by NIST SP 800-38D. As each item has a key of its own, the prefix of the
    nonce is zero.
"""

import io
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from palermo.custody.keys import ItemKey
from palermo.errors import VerifyError

MAGIC = b"palermo1"
KEY_ID_BYTES = 16
HEAD_BYTES = len(MAGIC) + KEY_ID_BYTES
SEGMENT_BYTES = 1 << 20
TAG_BYTES = 16
_SEALED_BYTES = SEGMENT_BYTES + TAG_BYTES
_MOST_NAMED = 5  # faulty segments that a message names one by one


def head_of(item_key: ItemKey) -> bytes:
    """The head of the file: what it is, and which key opens it."""
    return MAGIC + item_key.key_id


def nonce_of(number: int, final: bool) -> bytes:
    """The nonce of segment `number`."""
    return bytes(7) + number.to_bytes(4, "big") + (b"\x01" if final else b"\x00")


def sealer(item_key: ItemKey) -> Callable[[bytes, int, bool], bytes]:
    """Give the function (bytes, number, final) -> encrypted segment."""
    cipher, head = AESGCM(item_key.key), head_of(item_key)

    def seal(content: bytes, number: int, final: bool) -> bytes:
        """Encrypt one segment."""
        return cipher.encrypt(nonce_of(number, final), content, head)

    return seal


class Segments(io.RawIOBase):
    """An item's encrypted file, read as its plain bytes.

    Args:
        number: The open file; closed with this.
        item_key: Opens it.
        name: How messages call the item.

    Raises:
        VerifyError: The file has no head, or that of another key.
    """

    def __init__(self, number: int, item_key: ItemKey, name: str) -> None:
        super().__init__()
        self._number = number
        self._name = name
        self._head = head_of(item_key)
        self._cipher = AESGCM(item_key.key)
        self._at = 0
        self._searches = 0  # each reads the whole item, so only the first few faults are told so closely
        self._held: tuple[int, bytes] = (-1, b"")
        body = os.fstat(number).st_size - HEAD_BYTES
        head = os.pread(number, HEAD_BYTES, 0)
        if head[: len(MAGIC)] != MAGIC or len(head) < HEAD_BYTES:
            raise VerifyError(f"{name}: the head of its file (bytes 0 to {HEAD_BYTES}) was changed or cut off")
        if head != self._head:
            raise VerifyError(
                f"{name}: its file names another key: its head was changed, or another item was put there"
            )
        self.count = max(1, -(-body // _SEALED_BYTES))
        self.size = max(0, body - self.count * TAG_BYTES)

    def segment(self, number: int) -> bytes:
        """Decrypt one segment.

        Raises:
            VerifyError: It is not what was stored; the message says which bytes.
        """
        if self._held[0] == number:
            return self._held[1]
        sealed = self._sealed(number)
        try:
            opened = self._cipher.decrypt(nonce_of(number, number == self.count - 1), sealed, self._head)
        except InvalidTag as error:
            raise VerifyError(f"{self._name}: {self._why(number, sealed)}") from error
        self._held = (number, opened)
        return opened

    def faults(self) -> list[str]:
        """Read every segment and say which are not what was stored."""
        found = []
        for number in range(self.count):
            try:
                self.segment(number)
            except VerifyError as error:
                found.append(str(error))
        if len(found) > _MOST_NAMED:
            found = [*found[:_MOST_NAMED], f"{self._name}: {len(found)} of {self.count} segments in all"]
        return found

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place, in bytes."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, in bytes."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "memoryview | bytearray", /) -> int:  # type: ignore[override]  # any writable buffer
        """Read up to the end of the segment at hand."""
        if self._at >= self.size and not (self.size == 0 and self._held[0] != 0):
            return 0
        number, offset = divmod(self._at, SEGMENT_BYTES)
        piece = self.segment(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            os.close(self._number)
        super().close()

    def _sealed(self, number: int) -> bytes:
        """One segment as it lies on the disk."""
        return os.pread(self._number, _SEALED_BYTES, HEAD_BYTES + number * _SEALED_BYTES)

    def _why(self, number: int, sealed: bytes) -> str:
        """Say what became of a segment that does not open."""
        first = number * SEGMENT_BYTES
        where = f"segment {number} (bytes {first} to {first + max(0, len(sealed) - TAG_BYTES)})"
        if number == self.count - 1:
            if self._opens(sealed, nonce_of(number, False)):
                return f"cut off after {where}, at the border of a segment"
            if len(sealed) < _SEALED_BYTES:
                return f"{where}, the last, was changed or cut off"
        elif self._opens(sealed, nonce_of(number, True)):
            return f"bytes were added after {where}, which was the last"
        self._searches += 1
        for other in range(self.count) if self._searches <= _MOST_NAMED else ():
            if other != number and self._opens(sealed, nonce_of(other, other == self.count - 1)):
                return f"{where} holds what belongs in segment {other}: segments were moved"
        return f"{where} was changed"

    def _opens(self, sealed: bytes, nonce: bytes) -> bool:
        """Whether a segment opens under a nonce."""
        try:
            self._cipher.decrypt(nonce, sealed, self._head)
        except InvalidTag:
            return False
        return True
