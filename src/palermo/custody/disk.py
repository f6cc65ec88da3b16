"""Writing that is either done and on the disk, or not done: for the files of a workspace and of the key folder."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palermo.errors import InputError, RoomError, VerifyError

PARTIAL = ".partial-"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def room_for(what: str) -> Iterator[None]:
    """Turn the disk's refusals into words.

    Args:
        what: What was being written, without any personal value.

    Raises:
        RoomError: The disk, or the share of it that the account has, is full.
        InputError: The disk refuses for another reason, which the message gives.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise RoomError(
                f"no room on the disk for {what}; nothing of it was kept. Free some and try again"
            ) from error
        if error.errno == errno.ELOOP:
            raise VerifyError(f"{what}: a symbolic link stands where a file of the workspace should be") from error
        raise InputError(f"{what} cannot be written: {error.strerror or error}") from error


def write_all(number: int, content: bytes | memoryview) -> None:
    """Write everything to a file number, however many calls the disk needs."""
    left = memoryview(content)
    while left:
        left = left[os.write(number, left) :]


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replace the file as one step: a reader sees the old content or the new, and the new survives a power cut."""
    partial = path.with_name(f"{PARTIAL}{path.name}-{os.getpid()}")
    with room_for(f"'{path.name}'"):
        try:
            number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
            try:
                write_all(number, content)
                os.fsync(number)
            finally:
                os.close(number)
            partial.replace(path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def refuse_link(path: Path, root: Path) -> None:
    """Raise VerifyError where `path`, or a folder between it and `root`, is a symbolic link."""
    at = path
    while at != root:
        if at.is_symlink():
            raise VerifyError(
                f"'{at.relative_to(root)}' is a symbolic link; a workspace holds its own files. "
                "Put the file itself there, or remove the link"
            )
        if at.parent == at:
            raise VerifyError(f"'{path.name}' does not stand in the workspace")
        at = at.parent
