"""How fast custody is, and how small its proofs: appends, proofs and verification at a million entries."""

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from palermo.bench.machine import paired_ratio, timed
from palermo.bench.rows import Row
from palermo.custody.audit import audit_log
from palermo.custody.entry import Entry, Event, commit
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.log import CustodyLog
from palermo.custody.proof import check_proof, custody_proof
from palermo.custody.workspace import Settings, Workspace
from palermo.errors import FaultError
from palermo.methods.merkle import HASH_BYTES, leaf_hash, verify_inclusion

ENTRIES = 1_000_000
BATCHES = (1_000, 10_000)
APPENDS_GOAL = 100_000  # a CPU second
PROOF_GOAL = 1_000  # bytes
_PLACE_BYTES = 16  # the index and the size that stand beside an audit path, 64 bits each
_PROOFS = 1_000  # proofs made and verified
_SHOT = 100_000  # entries of one round beside the peer
_ITEM = "0" * 63 + "1"


def measure(entries: int = ENTRIES) -> list[Row]:
    """Fill a log in a passing folder and measure it.

    CPU seconds are those of this process, system calls and both fsyncs of every batch included. Half of the entries
    are appended in batches of each size of `BATCHES`; each names a subject and a commitment, 64 digits each.

    Args:
        entries: In the log at the end, about.

    Raises:
        FaultError: A proof or the log at the end does not verify.
    """
    with tempfile.TemporaryDirectory(prefix="palermo-") as passing:
        folder = Path(passing)
        settings = Settings.new(organisation="Example Bench", purpose="prevention", training=True)
        workspace = Workspace.create(folder / "desk", settings)
        with KeyRing.create(workspace.workspace_id, folder / "keys") as keys:
            with writer(workspace, keys=keys) as log:
                rows = [_appends(log, folder, entries // len(BATCHES), batch) for batch in BATCHES]
                log.append([Entry(datetime.now(UTC), "bench", Event.ITEM_TAKEN_IN, _ITEM)])
                rows += _proofs(log)
            rows.append(_verify(workspace, keys))
            rows.append(_open(workspace, keys))
    return rows


def _appends(log: CustodyLog, folder: Path, entries: int, batch: int) -> Row:
    """Append beside a table of SQLite, which fsyncs each batch too but proves nothing."""
    shot = max(batch, min(_SHOT, entries // 3))
    rounds = max(1, entries // shot)
    with sqlite3.connect(folder / f"peer-{batch}.sqlite", isolation_level=None) as peer:
        peer.execute("pragma journal_mode = wal").fetchall()
        peer.execute("pragma synchronous = full")
        peer.execute("create table log (at text, who text, event text, subject text, commitment text)")
        subjects, commitment = [f"{number:064x}" for number in range(shot)], commit(b"bench")[0]

        def ours() -> int:
            """Append to the log."""
            for part in _parts(subjects, batch):
                at, event = datetime.now(UTC), Event.ITEM_TAKEN_IN
                log.append([Entry(at, "bench", event, subject, commitment) for subject in part])
            return shot

        def theirs() -> int:
            """Insert into the table."""
            for part in _parts(subjects, batch):
                at, event = str(datetime.now(UTC)), Event.ITEM_TAKEN_IN.value
                peer.execute("begin")
                peer.executemany(
                    "insert into log values (?, ?, ?, ?, ?)", [(at, "bench", event, s, commitment) for s in part]
                )
                peer.execute("commit")
            return shot

        speed, other, ratio = paired_ratio(ours, theirs, rounds)
    peer.close()
    return Row(
        what=f"custody, appends a CPU second, written and fsynced in batches of {batch:,}",
        goal=f">= {APPENDS_GOAL:,}",
        measured=f"{speed:,.0f}",
        reached=speed >= APPENDS_GOAL,
        peer=f"SQLite {sqlite3.sqlite_version}, rows without hash or proof",
        peer_measured=f"{other:,.0f}",
        ratio=ratio,
        n=rounds * shot,
        note=f"median of {rounds} rounds of {shot:,}; entries made, hashed, signed and fsynced",
    )


def _proofs(log: CustodyLog) -> list[Row]:
    """Make and verify inclusion proofs all over the log."""
    step = max(1, log.size // _PROOFS)
    leaves = {number: leaf_hash(line) for number, line in enumerate(log.lines()) if number % step == 0}
    paths, made = timed(lambda: {number: log.inclusion(number) for number in leaves})
    root = log.root()
    held, checked = timed(
        lambda: all(verify_inclusion(leaves[n], n, log.size, path, root) for n, path in paths.items())
    )
    printed = custody_proof(log, _ITEM)
    check_proof(printed)
    characters = sum(len(str(value)) for value in printed.values())
    if not held:
        raise FaultError("an inclusion proof of the bench does not hold")
    size = max(len(path) for path in paths.values()) * HASH_BYTES + _PLACE_BYTES
    return [
        Row(
            what=f"custody, bytes of an inclusion proof at {log.size:,} entries",
            goal=f"< {PROOF_GOAL:,}",
            measured=f"{size:,}",
            reached=size < PROOF_GOAL,
            n=len(paths),
            note="index, size and audit path; "
            f"printed on a report in hexadecimal, with its entry and the signed checkpoint: {characters:,}",
        ),
        Row("custody, CPU time to make a proof", "", f"{made.cpu / len(paths) * 1e6:,.0f} us", None, n=len(paths)),
        Row("custody, CPU time to verify a proof", "", f"{checked.cpu / len(paths) * 1e6:,.0f} us", None, n=len(paths)),
    ]


def _verify(workspace: Workspace, keys: KeyRing) -> Row:
    """Check the whole log: every entry, node, checkpoint and signature."""
    audit, cost = timed(lambda: audit_log(workspace, keys))
    if any(finding.fault for finding in audit.findings):
        raise FaultError("the log of the bench does not verify")
    return Row(
        "custody, CPU time to verify the whole log",
        "",
        f"{cost.cpu:,.1f} s",
        None,
        n=audit.size,
        note=f"{audit.size / cost.cpu:,.0f} entries a CPU second, each checkpoint's signature included",
    )


def _open(workspace: Workspace, keys: KeyRing) -> Row:
    """Open the log for writing and close it, as every command that writes does."""

    def once() -> int:
        """Open and close."""
        with writer(workspace, keys=keys) as log:
            return log.size

    size, cost = timed(once)
    return Row("custody, CPU time to open the log for writing", "", f"{cost.cpu * 1e3:,.0f} ms", None, n=size)


def _parts(subjects: list[str], batch: int) -> Iterator[list[str]]:
    """Subjects in batches."""
    for start in range(0, len(subjects), batch):
        yield subjects[start : start + batch]
