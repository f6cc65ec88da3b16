"""A small made-up workspace: items, a row-file and a run, each named by the custody log."""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.log import CustodyLog
from palermo.custody.workspace import Settings, Workspace
from palermo.evidence.runs import set_current
from palermo.evidence.store import Store
from palermo.evidence.verify import Finding, verify

NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
SEGMENT = 1 << 20


@dataclass(frozen=True)
class Desk:
    """A workspace with its open keys."""

    workspace: Workspace
    keys: KeyRing

    @property
    def store(self) -> Store:
        return Store(self.workspace, self.keys)

    def path(self, place: str) -> Path:
        return self.workspace.root / place

    def findings(self, **also: object) -> list[Finding]:
        return verify(self.workspace, self.keys, **also)  # type: ignore[arg-type]

    def faults(self, **also: object) -> list[str]:
        return [f"{finding.place}: {finding.words}" for finding in self.findings(**also) if finding.fault]


def empty_desk(folder: Path) -> Desk:
    """A workspace in which nothing was done yet."""
    settings = Settings.new(organisation="Example Hotline", purpose="protection", countries=["GB"])
    workspace = Workspace.create(folder / "desk", settings)
    return Desk(workspace, KeyRing.create(workspace.workspace_id))


def filled_desk(folder: Path, sizes: tuple[int, ...] = (10, 3 * SEGMENT + 5), seed: int = 7) -> Desk:
    """A workspace with an item of each size, one ingest and one run that is current."""
    desk = empty_desk(folder)
    with writer(desk.workspace, keys=desk.keys, who="ada") as log:
        for number, size in enumerate(sizes):
            take_in(desk, log, made_up_bytes(size, seed + number))
        add_rows(desk, log, "first", b"made-up rows")
        add_run(desk, log, "run-one", b"made-up leads")
    return desk


def made_up_bytes(size: int, seed: int) -> bytes:
    """Bytes without any pattern, the same for the same seed."""
    return hashlib.shake_128(str(seed).encode()).digest(size)


def take_in(desk: Desk, log: CustodyLog, content: bytes) -> str:
    """Store bytes and log them."""
    item = desk.store.put(io.BytesIO(content))
    log.append([Entry(NOW, "ada", Event.ITEM_TAKEN_IN, item.item_id)])
    return item.item_id


def add_rows(desk: Desk, log: CustodyLog, ingest: str, content: bytes) -> str:
    """Write a row-file as an ingest does, and log it."""
    place = f"tables/adverts/{ingest}.parquet"
    path = desk.path(place)
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f".partial-{path.name}")
    partial.write_bytes(content)
    partial.replace(path)
    log.append([Entry(NOW, "ada", Event.INGEST_DONE, ingest, files={place: hashlib.sha256(content).hexdigest()})])
    return place


def add_run(desk: Desk, log: CustodyLog, run_id: str, content: bytes) -> None:
    """Write a run as the workbench does, log it and make it current."""
    partial = desk.workspace.runs / f".partial-{run_id}"
    (partial / "members.parquet").mkdir(parents=True)
    files = {"leads.parquet": content, "members.parquet/00000.parquet": content + b"s"}
    for name, held in files.items():
        (partial / name).write_bytes(held)
    (partial / "run.log").write_text("made once\n")
    tables = {
        name.split(".")[0]: {"rows": 1, "files": {name: hashlib.sha256(held).hexdigest()}}
        for name, held in files.items()
    }
    record = json.dumps({"run_id": run_id, "tables": tables}, sort_keys=True).encode()
    (partial / "run.json").write_bytes(record)
    partial.replace(desk.workspace.runs / run_id)
    named = {f"runs/{run_id}/run.json": hashlib.sha256(record).hexdigest()}
    log.append([Entry(NOW, "ada", Event.RUN_DONE, run_id, files=named)])
    set_current(desk.workspace, run_id)
    log.append([Entry(NOW, "ada", Event.CURRENT_RUN_SET, run_id)])
