"""The custody log: what it promises to readers and to the one writer."""

import base64
import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_desk import NOW, Desk, empty_desk, filled_desk
from palermo.custody import disk
from palermo.custody.checkpoint import Checkpoint, key_hash
from palermo.custody.entry import GONE, Entry, Event, block, commit, lines
from palermo.custody.lock import writer
from palermo.custody.log import CustodyLog
from palermo.custody.proof import check_proof, custody_proof
from palermo.errors import InputError, NotFoundError, RoomError, VerifyError
from palermo.methods.merkle import leaf_hash, verify_consistency, verify_inclusion

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\0\x1f\x7f\u2028'), max_size=20)
ENTRIES = st.builds(
    Entry,
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001
    who=TEXT,
    event=st.sampled_from(list(Event)),
    subject=TEXT,
    commitment=TEXT,
    note=TEXT,
    files=st.dictionaries(TEXT, TEXT, max_size=3),
)


def some(count: int, first: int = 0) -> list[Entry]:
    return [Entry(NOW, "ada", Event.LOOKED_UP, f"lead-{first + number}") for number in range(count)]


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_a_line_is_sorted_json_without_spaces_and_reads_back(entry: Entry) -> None:
    """E04: an entry is plain JSON text that any tool reads."""
    line = entry.line()
    held = json.loads(line)
    assert json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() == line
    assert b"\n" not in line
    assert Entry.of_line(line) == entry


PLAIN = st.builds(Entry, at=st.just(NOW), who=TEXT, event=st.sampled_from(list(Event)), subject=TEXT, commitment=TEXT)


@settings(max_examples=80, deadline=None)
@given(st.lists(ENTRIES, max_size=5) | st.lists(PLAIN, max_size=5))
def test_lines_written_together_are_the_lines_written_one_by_one(entries: list[Entry]) -> None:
    assert lines(entries) == [entry.line() for entry in entries]
    assert [Entry.of_line(line) for line in lines(entries)] == entries
    for line in lines(entries):
        held = json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert held.encode() == line
    assert block(entries, "\0").replace(b"\0", b"") == block(entries)


@settings(max_examples=40, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=3), st.integers(64, 70))
def test_many_lines_are_the_lines_written_one_by_one(entries: list[Entry], count: int) -> None:
    many = [*some(count), *entries]
    assert lines(many) == [entry.line() for entry in many]
    assert block(many, "\0").split(b"\n") == [b"\0" + entry.line() for entry in many]


def test_times_are_written_in_utc_and_a_time_without_zone_is_refused() -> None:
    there = Entry(NOW.astimezone(tz=None), "ada", Event.LOOKED_UP)
    assert b'"at":"2025-03-01T12:00:00.000000Z"' in there.line()
    with pytest.raises(InputError, match="no time zone"):
        Entry(NOW.replace(tzinfo=None), "ada", Event.LOOKED_UP).line()
    with pytest.raises(InputError, match="half a character"):
        Entry(NOW, "\ud800", Event.LOOKED_UP).line()


def test_a_line_that_is_no_entry_is_refused() -> None:
    good = json.loads(Entry(NOW, "ada", Event.LOOKED_UP).line())
    for wrong in ({**good, "extra": "1"}, {**good, "who": 1}, {**good, "event": "unknown"}, {"who": "ada"}, []):
        with pytest.raises(ValueError, match=r"not an entry|not a valid Event"):
            Entry.of_line(json.dumps(wrong).encode())


def test_a_commitment_does_not_give_a_guessable_value_away() -> None:
    one, nonce = commit(b"+44 20 7946 0123")
    two, _ = commit(b"+44 20 7946 0123")
    assert one != two
    assert commit(b"+44 20 7946 0123", nonce)[0] == one


def test_the_log_begins_with_the_workspace_and_its_public_key(tmp_path: Path) -> None:
    """D05: operations are logged with who, when and what."""
    desk = empty_desk(tmp_path)
    with writer(desk.workspace, keys=desk.keys, who="ada") as log:
        first = next(log.entries())
        assert (first.event, first.subject, first.who) == (Event.WORKSPACE_MADE, desk.workspace.workspace_id, "ada")
        assert first.note == f"first key {desk.keys.public_keys()[0]}"
    assert "RFC 6962" in (desk.workspace.custody / "README.txt").read_text()


def test_every_batch_is_numbered_signed_and_provable(tmp_path: Path) -> None:
    """E03: custody is an append-only chain, with proofs that old states are its beginnings."""
    desk = empty_desk(tmp_path)
    with writer(desk.workspace, keys=desk.keys) as log:
        sizes, roots = [0, log.size], [log.root(0), log.root()]
        for count in (1, 2, 0, 13, 64, 3):
            numbers = log.append(some(count, log.size))
            assert numbers == range(sizes[-1], sizes[-1] + count)
            sizes.append(log.size)
            roots.append(log.root())
    reading = CustodyLog.read(desk.workspace)
    assert [entry.subject for entry in reading.entries(start=4)] == [f"lead-{number}" for number in range(4, 84)]
    all_lines = list(reading.lines())
    for index, line in enumerate(all_lines):
        assert verify_inclusion(leaf_hash(line), index, reading.size, reading.inclusion(index), reading.root())
    for old, old_root in zip(sizes, roots, strict=True):
        assert reading.root(old) == old_root
        assert verify_consistency(old, reading.size, old_root, reading.root(), reading.consistency(old))
    with pytest.raises(InputError, match="has 84 entries"):
        reading.root(85)
    with pytest.raises(InputError, match="no entry 84"):
        reading.inclusion(84)
    with pytest.raises(InputError, match="open for reading"):
        reading.append(some(1))


def test_a_proof_holds_by_itself_and_no_other_does(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, (10, 20))
    log = CustodyLog.read(desk.workspace)
    item_id = next(entry.subject for entry in log.entries() if entry.event is Event.ITEM_TAKEN_IN)
    proof = custody_proof(log, item_id)
    assert check_proof(json.loads(json.dumps(proof))).subject == item_id
    for change in (
        {"entry": proof["entry"].replace("ada", "eve")},
        {"index": proof["index"] + 1},
        {"path": proof["path"][:-1]},
        {"size": 3},
        {"root": "00" * 32},
        {"checkpoint": proof["checkpoint"].replace("\nbatch ", "\nbatch 1")},
        {"checkpoint": "words"},
    ):
        with pytest.raises(VerifyError):
            check_proof({**proof, **change})
    with pytest.raises(NotFoundError, match="1 of 1 items stand in no entry"):
        custody_proof(log, "00" * 32)


def test_a_checkpoint_outside_is_a_signed_note_that_reads_back(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, ())
    with writer(desk.workspace, keys=desk.keys) as log:
        written = log.checkpoint_to(tmp_path / "stick.checkpoint", "ada")
        with pytest.raises(InputError, match="lies in the workspace"):
            log.checkpoint_to(desk.path("custody/own"), "ada")
    read = Checkpoint.read(tmp_path / "stick.checkpoint")
    assert read == written
    read.verify()
    text = read.text()
    (tmp_path / "windows").write_text(text.replace("\n", "\r\n"), newline="")
    assert Checkpoint.read(tmp_path / "windows") == written
    other = text.replace("palermo/", "other/")
    for wrong in ("", "words", other, text[:-20], text + "x" * 5000, text.replace("at ", "at: ")):
        (tmp_path / "wrong").write_text(wrong)
        with pytest.raises(InputError, match="is not a checkpoint"):
            Checkpoint.read(tmp_path / "wrong")
    with pytest.raises(NotFoundError):
        Checkpoint.read(tmp_path / "none")


def test_a_rotated_key_signs_on_and_old_checkpoints_still_hold(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, ())
    with writer(desk.workspace, keys=desk.keys) as log:
        log.checkpoint_to(tmp_path / "before", "ada")
        public = log.rotate_key("ada")
        log.append(some(2))
        assert log.head is not None
        assert log.head.key == public
        log.rotate_key("ada")
    with writer(desk.workspace, keys=desk.keys) as log:
        log.append(some(2))
        log.checkpoint_to(tmp_path / "after", "ada")
    assert len(desk.keys.public_keys()) == 3
    assert desk.faults(against=[Checkpoint.read(tmp_path / "before"), Checkpoint.read(tmp_path / "after")]) == []


def test_missing_nodes_are_made_anew(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    before = {path.name: path.read_bytes() for path in desk.path("custody/nodes").iterdir()}
    for path in desk.path("custody/nodes").iterdir():
        path.unlink()
    with writer(desk.workspace, keys=desk.keys):
        pass
    assert {path.name: path.read_bytes() for path in desk.path("custody/nodes").iterdir()} == before


def torn(desk: Desk, name: str, tail: bytes) -> None:
    with desk.path(f"custody/{name}").open("ab") as file:
        file.write(tail)


def test_what_was_never_acknowledged_is_cut_and_nothing_else(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    before = list(CustodyLog.read(desk.workspace).lines())
    torn(desk, "entries.jsonl", b"".join(line + b"\n" for line in lines(some(3))) + b'{"at":"20')
    torn(desk, "checkpoints.jsonl", b'{"at":"2025-')
    torn(desk, "nodes/00", b"x" * 40)
    assert desk.faults() == []
    words = " ".join(finding.words for finding in desk.findings())
    assert "never acknowledged" in words
    with writer(desk.workspace, keys=desk.keys) as log:
        assert list(log.lines()) == before
        log.append(some(1))
    assert desk.faults() == []


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = filled_desk(tmp_path)
    before = {path: path.read_bytes() for path in desk.path("custody").rglob("*") if path.is_file()}
    real = os.write
    left = [0]

    def write(number: int, content: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            real(number, bytes(content[: len(content) // 2]))
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(number, content)

    for allowed in range(5):  # entries, three levels of nodes, checkpoint: the disk fills up at each in turn
        with writer(desk.workspace, keys=desk.keys) as log:
            size = log.size
            with monkeypatch.context() as patch:
                patch.setattr(disk.os, "write", write)
                left[0] = allowed
                with pytest.raises(RoomError, match="no room on the disk for the custody log"):
                    log.append(some(5))
            assert log.size == size
            assert {path: path.read_bytes() for path in desk.path("custody").rglob("*") if path.is_file()} == before
    assert desk.faults() == []
    with writer(desk.workspace, keys=desk.keys) as log:
        log.append(some(1))
    assert desk.faults() == []


def test_an_entry_is_never_older_than_the_mark_of_the_keys(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    with writer(desk.workspace, keys=desk.keys) as log:
        log.append([Entry(NOW + timedelta(days=1), "ada", Event.LOOKED_UP)])
        mark = desk.keys.mark()
        assert mark is not None
        assert (mark.size, mark.root) == (log.size, log.root())


def test_no_key_can_be_lost_that_an_entry_relies_on(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path, (10,))
    item_id = next(iter(desk.path("items").glob("*/*"))).name
    assert desk.keys.holds(item_id)
    assert not desk.keys._connection.in_transaction


def test_gone_is_no_hash() -> None:
    assert GONE == ""


def test_a_signed_note_names_its_key_as_the_standard_does() -> None:
    """E04: checkpoints are in an open format; the golden note is that of Go's golang.org/x/mod/sumdb/note."""
    name, key = "PeterNeumann", base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    signed = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    body = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    assert key_hash(name, key[1:].hex()) == signed[:4] == bytes.fromhex("c74f20a3")
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signed[4:], body)
