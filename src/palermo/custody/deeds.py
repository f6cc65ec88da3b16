"""What a person does to a workspace's custody itself: rotate and copy keys, write a checkpoint, make a working copy."""

from datetime import UTC, datetime
from pathlib import Path

from palermo.custody.checkpoint import Checkpoint
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import account, writer
from palermo.custody.log import CustodyLog
from palermo.custody.workspace import Workspace
from palermo.errors import InputError


def rotate_keys(workspace: Workspace, keys: KeyRing, passphrase: str | None = None) -> int:
    """Sign with a new key from here on, and wrap every item key under a new master key.

    Returns:
        How many item keys were wrapped anew.
    """
    with writer(workspace, keys=keys) as log:
        log.rotate_key(account())
        count = keys.rotate_master(passphrase)
        _note(log, Event.MASTER_KEY_ROTATED)
    return count


def back_up_keys(workspace: Workspace, keys: KeyRing, file: Path, passphrase: str | None = None) -> None:
    """Copy the keys to a file that is not in the workspace, and log that it was done.

    Raises:
        InputError: The file is in the workspace, or is there already.
    """
    if file.resolve().is_relative_to(workspace.root):
        raise InputError(f"{file} is in the workspace: a thief of it would have the keys too. Name a place elsewhere")
    keys.backup(file, passphrase)
    with writer(workspace, keys=keys) as log:
        _note(log, Event.KEYS_BACKED_UP)


def restore_keys(workspace: Workspace, file: Path, passphrase: str | None = None) -> None:
    """Bring keys back from a copy, and log that it was done."""
    with (
        KeyRing.restore(file, workspace.workspace_id, passphrase=passphrase) as keys,
        writer(workspace, keys=keys) as log,
    ):
        _note(log, Event.KEYS_RESTORED)


def write_checkpoint(workspace: Workspace, keys: KeyRing, file: Path) -> Checkpoint:
    """Write how the log stands to a file to be kept elsewhere.

    Raises:
        InputError: The file is in the workspace.
    """
    with writer(workspace, keys=keys) as log:
        return log.checkpoint_to(file, account())


def log_copy(workspace: Workspace, keys: KeyRing, subject: str) -> None:
    """Log that a working copy for the same desk is about to be made; no copy without an entry."""
    with writer(workspace, keys=keys) as log:
        _note(log, Event.WORKING_COPY_MADE, subject)


def log_look(workspace: Workspace, keys: KeyRing, subject: str) -> None:
    """Log that somebody is about to look at what is masked; nobody looks without an entry."""
    with writer(workspace, keys=keys) as log:
        _note(log, Event.LOOKED_UP, subject)


def _note(log: CustodyLog, event: Event, subject: str = "") -> None:
    """One entry in the name of the account."""
    log.append([Entry(datetime.now(UTC), account(), event, subject)])
