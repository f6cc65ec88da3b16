"""Whether everything in a workspace is what the custody log says it is."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from palermo.custody.audit import Audit, Finding, audit_log
from palermo.custody.checkpoint import Checkpoint
from palermo.custody.disk import PARTIAL
from palermo.custody.entry import GONE
from palermo.custody.keys import KeyRing
from palermo.custody.lock import holder
from palermo.custody.log import CustodyLog
from palermo.custody.workspace import FOLDERS, SETTINGS_FILE, Workspace
from palermo.errors import NotFoundError, VerifyError
from palermo.evidence.segments import HEAD_BYTES, MAGIC
from palermo.evidence.store import Store, is_item_id

__all__ = ["Finding", "verify"]

RECORD = "run.json"
POINTER = "current"
_UNHASHED = frozenset({RECORD, "run.log"})  # run.json has its hash in the log; run.log holds clocks only

_MOST_LOOKS = 3

Progress = Callable[[str], None]


def verify(
    workspace: Workspace,
    keys: KeyRing | None,
    against: Path | Checkpoint | Sequence[Checkpoint] = (),
    *,
    progress: Progress = lambda line: None,
) -> list[Finding]:
    """Say which byte, row-file, record or entry was changed, deleted, put in, moved or cut off.

    Nothing is written and nothing is locked. What a writer that was cut short, or is at work, has not named yet is
    told, but is no fault: the next writer sweeps it away.

    Args:
        keys: None = items are not decrypted and the log is held against its own public key only; findings say so.
        against: Checkpoints kept outside, or the file that holds one.
        progress: Called with a line now and then.

    Returns:
        Findings; the workspace verifies where none is a fault.

    Raises:
        NotFoundError, InputError: The file given as `against` is not there or is not a checkpoint.
    """
    if isinstance(against, Path):
        against = Checkpoint.read(against)
    outside = (against,) if isinstance(against, Checkpoint) else tuple(against)
    for _ in range(_MOST_LOOKS):
        audit = _look(workspace, keys, outside, progress)
        # A writer at work may have finished something between two looks at the disk: then look again.
        if not any(finding.fault for finding in audit.findings) or _size(workspace) in (audit.size, None):
            break
    return audit.findings


def _look(workspace: Workspace, keys: KeyRing | None, outside: Sequence[Checkpoint], progress: Progress) -> Audit:
    """Check everything once."""
    progress("custody log")
    audit = audit_log(workspace, keys, outside)
    before = holder(workspace)
    in_order = before is not None and before.size == audit.size
    progress("items")
    _check_items(audit, workspace, keys, in_order)
    progress("tables and runs")
    _Files(workspace, audit, in_order).check()
    return audit


def _size(workspace: Workspace) -> int | None:
    """How many entries are signed now; None where that cannot be read."""
    try:
        return CustodyLog.read(workspace).size
    except VerifyError:
        return None


def _check_items(audit: Audit, workspace: Workspace, keys: KeyRing | None, in_order: bool) -> None:
    """Every item that the log names, and none besides."""
    named = audit.named
    stray = 0
    for path in _walk(workspace.items):
        place = path.relative_to(workspace.root).as_posix()
        if path.is_symlink():
            audit.fault(place, "is a symbolic link; a workspace holds its own files")
        elif path.name not in named.items or path.parent.name != path.name[:2]:
            stray += 1
            if in_order and not path.name.startswith(PARTIAL):
                audit.fault(place, "no entry of the custody log names it")
        elif path.name in named.erased:
            audit.findings.append(Finding(place, "was erased, and its encrypted bytes still stand", fault=in_order))
    if stray and not in_order:
        audit.tell("items", f"{stray} left by a writer that was cut short or is at work; the next one sweeps them")
    if named.erased:
        audit.tell("items", f"{len(named.erased)} erased: the log keeps their ids and when they were erased")
    standing = []
    for item_id, number in named.items.items():
        if not is_item_id(item_id):
            audit.fault("custody/entries.jsonl", f"entry {number} names no item id")
        elif item_id not in named.erased:
            standing.append(item_id)
    if keys is None:
        _check_heads(audit, workspace, standing)
        return
    store = Store(workspace, keys)
    for item_id in standing:
        place = f"items/{item_id[:2]}/{item_id}"
        if (workspace.root / place).is_symlink():
            continue
        try:
            for words in store.check(item_id):
                audit.fault(place, words)
        except NotFoundError as error:
            audit.fault(place, _missing(workspace, keys, item_id, error))


def _missing(workspace: Workspace, keys: KeyRing, item_id: str, error: NotFoundError) -> str:
    """Why an item that should be there cannot be read."""
    if not (workspace.items / item_id[:2] / item_id).exists():
        return "is missing, and no entry says that it was erased"
    if keys.is_erased(item_id):
        return "its key was destroyed, and no entry says so"
    return str(error)


def _check_heads(audit: Audit, workspace: Workspace, standing: Sequence[str]) -> None:
    """What can be said of items without keys."""
    for item_id in standing:
        place = f"items/{item_id[:2]}/{item_id}"
        path = workspace.root / place
        if path.is_symlink():
            continue
        if not path.exists():
            audit.fault(place, "is missing, and no entry says that it was erased")
            continue
        with path.open("rb") as file:
            if file.read(HEAD_BYTES)[: len(MAGIC)] != MAGIC:
                audit.fault(place, f"the head of its file (bytes 0 to {HEAD_BYTES}) was changed or cut off")
    if standing:
        audit.tell("items", f"without keys, the bytes of {len(standing)} items were not checked")


class _Files:
    """The row-files, the run records and the tables of runs."""

    def __init__(self, workspace: Workspace, audit: Audit, in_order: bool) -> None:
        self._workspace = workspace
        self._audit = audit
        self._in_order = in_order
        self._hashed: dict[tuple[int, int], str] = {}

    def check(self) -> None:
        """Hash every file that the log or a run record names; find what none names."""
        named = self._audit.named
        expected: dict[str, str] = {}
        for place, digest in named.files.items():
            if digest == GONE:
                continue
            if not place.startswith("runs/") and place != SETTINGS_FILE:
                expected[place] = digest
        for run_id in named.runs:
            expected |= self._run_files(run_id)
        for place, digest in sorted(expected.items()):
            self._check_file(place, digest)
        self._find_strays(expected)
        self._check_current()
        for name in (SETTINGS_FILE, *FOLDERS):
            if (self._workspace.root / name).is_symlink():
                self._audit.fault(name, "is a symbolic link; a workspace holds its own files")

    def _run_files(self, run_id: str) -> dict[str, str]:
        """The record of a run against the log, and what it says of its tables."""
        place = f"runs/{run_id}/{RECORD}"
        digest = self._audit.named.files.get(place)
        if digest is None or digest == GONE:
            self._audit.fault(place, "the entry of this run names no hash of its record")
            return {}
        if not self._check_file(place, digest):
            return {}
        try:
            held = json.loads((self._workspace.root / place).read_bytes())
            return {
                f"runs/{run_id}/{name}": str(found)
                for table in held["tables"].values()
                for name, found in table["files"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            self._audit.fault(place, "names no tables with the hashes of their files")
            return {}

    def _check_file(self, place: str, digest: str) -> bool:
        """Whether a file is there and has its hash."""
        parts = PurePosixPath(place).parts
        if place.startswith("/") or ".." in parts:
            self._audit.fault(place, "leads out of the workspace")
            return False
        try:
            words = self._against(self._workspace.root.joinpath(*parts), digest)
        except (OSError, ValueError) as error:
            words = f"cannot be read: {error.strerror if isinstance(error, OSError) else 'no name of a file'}"
        if words:
            self._audit.fault(place, words)
        return not words

    def _against(self, path: Path, digest: str) -> str:
        """What is wrong with a file; empty where nothing is."""
        if path.is_symlink():
            return "is a symbolic link; a workspace holds its own files"
        if not path.is_file():
            return "is missing"
        if self._digest(path) != digest:
            return "was changed: its SHA-256 is not the one that was recorded"
        return ""

    def _digest(self, path: Path) -> str:
        """The SHA-256 of a file; parts that runs share are read once."""
        about = path.stat()
        key = (about.st_dev, about.st_ino)
        if key not in self._hashed:
            with path.open("rb") as file:
                self._hashed[key] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._hashed[key]

    def _find_strays(self, expected: dict[str, str]) -> None:
        """Files in tables and runs that nothing names."""
        root, named = self._workspace.root, self._audit.named
        stray = 0
        for path in (*_walk(self._workspace.tables), *_walk(self._workspace.runs)):
            place = path.relative_to(root).as_posix()
            parts = PurePosixPath(place).parts
            if place in expected or place in named.standing() or place == f"runs/{POINTER}":
                continue
            if parts[0] == "runs" and parts[-1] in _UNHASHED and len(parts) == 3 and parts[1] in named.runs:
                continue
            stray += 1
            in_a_run = parts[0] == "runs" and len(parts) > 2 and parts[1] in named.runs
            if in_a_run or (self._in_order and not any(part.startswith(PARTIAL) for part in parts)):
                self._audit.fault(place, "no entry of the custody log and no run record names it")
        if stray and not self._in_order:
            self._audit.tell("tables, runs", f"{stray} files left by a writer that was cut short or is at work")

    def _check_current(self) -> None:
        """runs/current names the run that was made current last, or one that was done after it."""
        path = self._workspace.runs / POINTER
        named = self._audit.named
        place = f"runs/{POINTER}"
        if path.is_symlink():
            self._audit.fault(place, "is a symbolic link; a workspace holds its own files")
            return
        if not path.exists():
            if named.current:
                self._audit.fault(place, f"is missing; should name run {named.current[:12]}")
            return
        found = path.read_text(encoding="ascii", errors="replace").strip()
        if found != named.current and found not in named.later_runs:
            right = f"run {named.current[:12]}" if named.current else "a run that was done"
            self._audit.fault(place, f"was changed: names {found[:12]!r}, should name {right}")


def _walk(folder: Path) -> Iterator[Path]:
    """Every file and every link below a folder; links are not followed."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*files, *(name for name in folders if Path(place, name).is_symlink())]):
            yield Path(place, name)
