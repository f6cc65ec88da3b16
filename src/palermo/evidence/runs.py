"""Where runs lie: each in a folder with its record, one of them current.

run.json says what went in (versions, parameters, the hash of every input file, the former run) and what came
out (the hash of every file). It holds no clock and no host: those stand in run.log.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palermo.custody.disk import sync_folder, write_whole
from palermo.custody.workspace import Workspace
from palermo.errors import NotFoundError, VerifyError

RECORD = "run.json"
POINTER = "current"


@dataclass(frozen=True)
class Run:
    """A run that was made.

    Args:
        run_id: SHA-256 of what went in.
        folder: Where its tables lie.
        record: Its run.json.
    """

    run_id: str
    folder: Path
    record: Mapping[str, Any]

    def path(self, table: str) -> Path:
        """Where a table of this run lies: a file, or a folder of parts."""
        return self.folder / f"{table}.parquet"

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: made["rows"] for name, made in self.record["tables"].items()}


def open_run(workspace: Workspace, run_id: str) -> Run:
    """A run by its id.

    Raises:
        NotFoundError: There is no such run.
        VerifyError: Its record cannot be read.
    """
    folder = workspace.runs / run_id
    if not folder.is_dir():
        raise NotFoundError(f"there is no run '{run_id[:12]}' in this workspace")
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError) as error:
        raise VerifyError(f"the record of run {run_id[:12]} cannot be read; 'palermo verify' says more") from error
    return Run(run_id, folder, record)


def current_run(workspace: Workspace) -> Run | None:
    """The run that leads are read from; None before the first."""
    pointer = workspace.runs / POINTER
    if not pointer.exists():
        return None
    return open_run(workspace, pointer.read_text(encoding="ascii").strip())


def set_current(workspace: Workspace, run_id: str) -> None:
    """Name the run that leads are read from, in one step."""
    write_whole(workspace.runs / POINTER, f"{run_id}\n".encode())


def keep_run(workspace: Workspace, partial: Path, run_id: str, record: Mapping[str, Any], log: bytes) -> str:
    """Give a finished run its name; returns the SHA-256 of its record."""
    written = json.dumps(record, sort_keys=True, indent=1).encode()
    write_whole(partial / RECORD, written)
    write_whole(partial / "run.log", log)
    sync_folder(partial)
    partial.replace(workspace.runs / run_id)
    sync_folder(workspace.runs)
    return hashlib.sha256(written).hexdigest()


def hash_files(files: Sequence[Path], root: Path) -> dict[str, str]:
    """The SHA-256 of each file by its path below `root`."""
    hashes = {}
    for file in files:
        with file.open("rb") as stream:
            hashes[file.relative_to(root).as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return hashes
