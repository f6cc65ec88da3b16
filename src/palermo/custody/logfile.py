"""The files of the custody log as files: whole lines, torn ends, and writing that is on the disk when it returns."""

import os
from collections.abc import Iterator
from pathlib import Path

from palermo.custody.checkpoint import Checkpoint
from palermo.custody.disk import sync_folder, write_all
from palermo.errors import VerifyError

_TAIL_BYTES = 8192  # the last signed line, of at most about 500 bytes, stands in these
_READ_BYTES = 1 << 20


def last_checkpoint(path: Path) -> Checkpoint | None:
    """The last whole line of the checkpoints; None where there is none.

    Raises:
        VerifyError: It is not a checkpoint.
    """
    if not path.exists():
        return None
    whole = tail(path, whole_lines(path)).rstrip(b"\n")
    if not whole:
        return None
    try:
        return Checkpoint.of_line(whole.rsplit(b"\n", 1)[-1])
    except ValueError as error:
        raise VerifyError("the last checkpoint of the custody log is damaged; run `palermo verify`") from error


def signed_blocks(path: Path, length: int) -> Iterator[bytes]:
    """The first `length` bytes in blocks of whole lines, each without its last line end.

    Raises:
        VerifyError: The file is shorter, or no line ends there.
    """
    if length == 0:
        return
    if not path.exists():
        raise VerifyError(f"{path.name} of the custody log is missing; run `palermo verify`")
    left, held = length, b""
    with path.open("rb") as file:
        while left:
            block = file.read(min(_READ_BYTES, left))
            if not block:
                raise VerifyError(f"{path.name} of the custody log is {left} bytes short; run `palermo verify`")
            left -= len(block)
            whole, end, rest = block.rpartition(b"\n")
            if end:
                yield held + whole
                held = rest
            else:
                held += block
    if held:
        raise VerifyError(f"{path.name} of the custody log has no line end where a batch ends; run `palermo verify`")


def tail(path: Path, length: int) -> bytes:
    """The end of the first `length` bytes."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(max(0, length - _TAIL_BYTES))
        return file.read(min(length, _TAIL_BYTES))


def whole_lines(path: Path) -> int:
    """How many bytes of the file are whole lines; the rest was torn by a crash."""
    if not path.exists():
        return 0
    size = path.stat().st_size
    end = tail(path, size)
    return size - (len(end) - (end.rfind(b"\n") + 1))


def write_at(path: Path, offset: int, content: bytes) -> None:
    """Write at the offset and bring it to the disk."""
    new = not path.exists()
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.lseek(number, offset, os.SEEK_SET)
        write_all(number, content)
        os.fsync(number)
    finally:
        os.close(number)
    if new:
        sync_folder(path.parent)
