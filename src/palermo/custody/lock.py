"""One writer at a time: the lock, and what a writer cleans up before it starts."""

import errno
import fcntl
import getpass
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from palermo.custody.checkpoint import utc_text
from palermo.custody.disk import PARTIAL, refuse_link, room_for, write_all
from palermo.custody.keys import KeyRing
from palermo.custody.log import CustodyLog
from palermo.custody.named import ABOUT_FILES, Named
from palermo.custody.workspace import Workspace
from palermo.errors import BusyError

WAIT_SECONDS = 30.0
_LOOK_SECONDS = 0.1
_MOST_BYTES = 4096


@dataclass(frozen=True)
class Holder:
    """What workspace.lock says of the one who wrote last.

    Args:
        who: Account name.
        process: Process number on that machine.
        since: When it began, UTC, as text.
        size: Entries of the log when it ended in good order; None = it is at work, or was cut short.
    """

    who: str
    process: int
    since: str
    size: int | None


def account() -> str:
    """The account name of the person at the keyboard."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"


def holder(workspace: Workspace) -> Holder | None:
    """Read workspace.lock; None where nobody has written yet or the words are torn."""
    try:
        with workspace.lock.open("rb") as file:
            held = json.loads(file.read(_MOST_BYTES))
        size = held["size"]
        return Holder(str(held["who"]), int(held["process"]), str(held["since"]), None if size is None else int(size))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def writer(
    workspace: Workspace, wait: float = WAIT_SECONDS, *, keys: KeyRing | None = None, who: str | None = None
) -> Iterator[CustodyLog]:
    """Hold the lock, sweep what a cut-short writer left, and give the open log; at the end sweep what it did not name.

    The system frees the lock when its process ends, however it ends: a dead holder never blocks, and a process number
    that was given out again misleads nobody.

    Args:
        wait: Seconds to wait for another writer.
        keys: Open keys of the workspace; None = those in the key folder, without a passphrase.
        who: Who writes; None = the account.

    Raises:
        BusyError: Another process still writes after that time; the message names it.
        VerifyError: The log does not verify, so nothing may be written.
        NotFoundError: There are no keys.
        RoomError: There is no room on the disk.
    """
    person = account() if who is None else who
    ring = KeyRing.open(workspace.workspace_id) if keys is None else keys
    try:
        number = _acquire(workspace, wait)
        try:
            former = holder(workspace)
            _say(number, person, None)
            log = CustodyLog.write(workspace, ring, person)
            in_order = former is not None and former.size == log.size
            if not in_order:
                log.renew_nodes()
            sweep(log, ring, items=not in_order)
            yield log
            for item_id in sorted(ring.unnamed):
                (workspace.items / item_id[:2] / item_id).unlink(missing_ok=True)
                ring.forget(item_id)
            sweep(log, ring, items=False)
            ring.commit()
            log.settle()
            _say(number, person, log.size)
        finally:
            os.close(number)
    finally:
        if keys is None:
            ring.close()


def sweep(log: CustodyLog, keys: KeyRing, *, items: bool = True) -> list[str]:
    """Remove every partial file, and whatever stands in tables, runs and items that no entry names.

    An erasure that was logged and then cut short is brought to its end.

    Args:
        items: Whether to look through the items too: only needed after a writer that was cut short.

    Returns:
        What was removed: paths within the workspace.
    """
    workspace = log.workspace
    named = Named.of(log.lines() if items else log.lines_about(ABOUT_FILES))
    removed: list[str] = []
    for folder in (workspace.root, workspace.custody):
        for path in sorted(folder.glob(f"{PARTIAL}*")):
            _remove(path, workspace, removed)
    standing = named.standing()
    for path in _files(workspace.tables):
        if path.relative_to(workspace.root).as_posix() not in standing:
            _remove(path, workspace, removed)
    for path in sorted(workspace.runs.iterdir()):
        if path.name != "current" and path.name not in named.runs:
            _remove(path, workspace, removed)
    for path in _files(workspace.items) if items else sorted(workspace.items.glob(f"{PARTIAL}*")):
        if path.name in named.erased:
            keys.destroy(path.name)
        elif path.name not in named.items:
            keys.forget(path.name)
        if path.name not in named.items or path.name in named.erased:
            _remove(path, workspace, removed)
    return removed


def _files(folder: Path) -> list[Path]:
    """Every file and link below a folder; links are not followed."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        found.extend(Path(place, name) for name in files)
        found.extend(Path(place, name) for name in folders if Path(place, name).is_symlink())
    return sorted(found)


def _remove(path: Path, workspace: Workspace, removed: list[str]) -> None:
    """Remove one file or folder; a link goes itself, never what it points to."""
    with room_for(f"'{path.name}'"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    removed.append(path.relative_to(workspace.root).as_posix())


def _acquire(workspace: Workspace, wait: float) -> int:
    """Take the lock and return its file number; closing it frees the lock."""
    refuse_link(workspace.lock, workspace.root)
    with room_for("workspace.lock"):
        number = os.open(workspace.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                os.close(number)
                raise
        else:
            return number
        left = until - time.monotonic()
        if left <= 0:
            os.close(number)
            other = holder(workspace)
            name = f"process {other.process} of {other.who}, since {other.since}," if other is not None else "a process"
            raise BusyError(f"{name} writes to this workspace; waited {wait:g} s. Try again when it is done")
        time.sleep(min(_LOOK_SECONDS, left))


def _say(number: int, who: str, size: int | None) -> None:
    """Write who holds the lock, or held it and ended in good order."""
    held = {"process": os.getpid(), "since": utc_text(datetime.now(UTC)), "size": size, "who": who}
    content = json.dumps(held).encode() + b"\n"
    with room_for("workspace.lock"):
        os.lseek(number, 0, os.SEEK_SET)
        write_all(number, content)
        os.ftruncate(number, len(content))
        os.fsync(number)
