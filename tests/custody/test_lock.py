"""One writer, and what it cleans up; kill -9 at any moment."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from made_up_desk import NOW, Desk, add_rows, filled_desk, take_in
from palermo.custody.entry import Entry, Event
from palermo.custody.lock import holder, writer
from palermo.custody.log import CustodyLog
from palermo.errors import BusyError, VerifyError

# A child that takes in items, writes row-files and runs, rotates keys and erases, until it is killed.
CHILD = """
import hashlib, itertools, os, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from made_up_desk import Desk, add_rows, add_run, take_in
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
keys = KeyRing.open(workspace.workspace_id)
desk = Desk(workspace, keys)
print("ready", flush=True)
for turn in itertools.count():
    with writer(workspace, keys=keys, who="ada") as log:
        word = f"{os.getpid()}-{turn}"
        item = take_in(desk, log, word.encode() * 40_000)
        add_rows(desk, log, word, word.encode())
        log.append([Entry(datetime.now(UTC), "ada", Event.LOOKED_UP, str(n)) for n in range(500)])
        add_run(desk, log, word, word.encode())
        if turn % 3 == 1:
            log.rotate_key("ada")
        if turn % 3 == 2:
            log.append([Entry(datetime.now(UTC), "ada", Event.ITEM_ERASED, item)])
            desk.store.erase(item)
        print(log.size, flush=True)
"""


@contextmanager
def cut_short(desk: Desk) -> Iterator[CustodyLog]:
    """A writer that ends with a fault."""
    with suppress(RuntimeError), writer(desk.workspace, keys=desk.keys) as log:
        yield log
        raise RuntimeError("something went wrong half way")


def test_kill_minus_nine_at_any_moment_leaves_a_workspace_that_verifies_and_continues(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, (10,))
    chance = random.Random(11)  # noqa: S311
    tests = str(Path(__file__).parents[1])
    for _ in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(desk.workspace.root), tests], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.3))
        os.kill(child.pid, signal.SIGKILL)
        acknowledged = [int(line) for line in child.stdout.read().split()]
        child.wait()
        child.stdout.close()
        assert desk.faults() == []
        with writer(desk.workspace, keys=desk.keys) as log:
            assert log.size >= max(acknowledged, default=0)
            log.append([Entry(NOW, "ada", Event.LOOKED_UP)])
        findings = desk.findings()
        assert not any(finding.fault or "left by a writer" in finding.words for finding in findings)
        assert not list(desk.workspace.root.rglob(".partial-*"))


def test_a_cut_before_or_in_any_write_leaves_a_workspace_that_verifies_and_continues(tmp_path: Path) -> None:
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, str(here / "cut_everywhere.py"), str(tmp_path), "8"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(here.parent)},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60


def test_a_second_writer_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    with writer(desk.workspace, keys=desk.keys, who="ada"):
        began = time.monotonic()
        with (
            pytest.raises(BusyError, match=rf"process {os.getpid()} of ada, since 20\d\d-.*Z, writes"),
            writer(desk.workspace, 0.3, keys=desk.keys),
        ):
            pass
        assert 0.3 <= time.monotonic() - began < 5
        assert BusyError.exit_code == 4
        assert CustodyLog.read(desk.workspace).size > 0  # readers never lock
        assert desk.faults() == []
    with writer(desk.workspace, 0, keys=desk.keys):
        pass


def test_the_lock_of_a_dead_process_holds_nobody_up_whatever_its_number_is_now(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    desk.workspace.lock.write_text(
        json.dumps({"who": "eve", "process": os.getpid(), "since": "2025-01-01T00:00:00.000000Z", "size": None})
    )
    with writer(desk.workspace, 0, keys=desk.keys, who="ada") as log:
        held = holder(desk.workspace)
        assert held is not None
        assert (held.who, held.size) == ("ada", None)
    held = holder(desk.workspace)
    assert held is not None
    assert held.size == log.size


def test_what_no_entry_names_is_swept_away_at_the_next_start(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    kept = {path for path in desk.workspace.root.rglob("*") if path.is_file() and path.name != "workspace.lock"}
    with cut_short(desk) as log:
        item = desk.store.put(desk.path("palermo.toml"))
        place = add_rows(desk, log, "second", b"more made-up rows")
        (desk.workspace.tables / "adverts" / "third.parquet").write_bytes(b"half")
        (desk.workspace.tables / "adverts" / ".partial-fourth.parquet").write_bytes(b"half")
        (desk.workspace.runs / ".partial-run").mkdir()
        (desk.workspace.runs / "run-two").mkdir()
        (desk.workspace.runs / "run-two" / "leads.parquet").write_bytes(b"half")
        (desk.workspace.items / ".partial-00").write_bytes(b"half")
    assert desk.faults() == []
    with writer(desk.workspace, keys=desk.keys):
        pass
    now = {path for path in desk.workspace.root.rglob("*") if path.is_file() and path.name != "workspace.lock"}
    assert now - kept == {desk.path(place)}
    assert kept <= now
    assert not desk.store.path(item.item_id).exists()
    assert sorted(path.name for path in desk.workspace.runs.iterdir()) == ["current", "run-one"]


def test_what_a_writer_stored_and_never_named_is_gone_when_it_ends_in_good_order(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, (10,))
    with writer(desk.workspace, keys=desk.keys) as log:
        first = desk.store.put(desk.path("palermo.toml"))
        again = desk.store.put(desk.path("palermo.toml"))
        assert first.new
        assert again.new
        named = take_in(desk, log, b"named")
        (desk.workspace.tables / "adverts" / "second.parquet").write_bytes(b"rows of an intake that was given up")
    assert desk.faults() == []
    assert not desk.path("tables/adverts/second.parquet").exists()
    assert not desk.keys.holds(first.item_id)
    assert desk.keys.holds(named)
    with writer(desk.workspace, keys=desk.keys) as log:
        assert desk.store.put(desk.path("palermo.toml")).new
        assert not desk.store.put(desk.store.open(named)).new
        take_in(desk, log, desk.path("palermo.toml").read_bytes())
    assert desk.keys.holds(first.item_id)
    assert desk.faults() == []


def test_an_erasure_that_was_cut_short_is_brought_to_its_end(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, (10,))
    item_id = next(iter(desk.path("items").glob("*/*"))).name
    with cut_short(desk) as log:
        log.append([Entry(NOW, "ada", Event.ITEM_ERASED, item_id)])
    assert desk.faults() == []
    with writer(desk.workspace, keys=desk.keys):
        pass
    assert desk.keys.is_erased(item_id)
    assert not desk.store.path(item_id).exists()
    assert desk.faults() == []


def test_a_log_that_was_turned_back_is_not_written_to_and_nothing_is_swept(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    held = {name: desk.path(f"custody/{name}").read_bytes() for name in ("entries.jsonl", "checkpoints.jsonl")}
    with writer(desk.workspace, keys=desk.keys) as log:
        place = add_rows(desk, log, "second", b"more made-up rows")
    for name, content in held.items():
        desk.path(f"custody/{name}").write_bytes(content)
    with (
        pytest.raises(VerifyError, match=r"the keys remember \d+: the log was cut off"),
        writer(desk.workspace, keys=desk.keys),
    ):
        pass
    assert desk.path(place).exists()


@pytest.mark.parametrize("name", ["workspace.lock", "custody/entries.jsonl", "custody/checkpoints.jsonl"])
def test_a_symbolic_link_is_never_written_through(tmp_path: Path, name: str) -> None:
    desk = filled_desk(tmp_path)
    target = tmp_path / "target"
    desk.path(name).rename(target)
    desk.path(name).symlink_to(target)
    before = target.read_bytes()
    with pytest.raises(VerifyError, match="symbolic link"), writer(desk.workspace, keys=desk.keys):
        pass
    assert target.read_bytes() == before
