"""Every injected change is found, and what cannot be told is said."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_desk import NOW, Desk, add_run, empty_desk, filled_desk, take_in
from palermo.custody.checkpoint import Checkpoint
from palermo.custody.differences import differences
from palermo.custody.entry import GONE, Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.log import CustodyLog
from palermo.errors import InputError, NotFoundError, VerifyError
from palermo.evidence.verify import verify

ENTRIES, CHECKPOINTS = "custody/entries.jsonl", "custody/checkpoints.jsonl"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = filled_desk(tmp_path)
    with writer(desk.workspace, keys=desk.keys) as log:
        for number in range(4):
            log.append([Entry(NOW, "ada", Event.LOOKED_UP, f"lead-{number}-{part}") for part in range(5)])
    return desk


def lines_of(desk: Desk) -> list[bytes]:
    return desk.path(ENTRIES).read_bytes().splitlines(keepends=True)


def with_lines(desk: Desk, lines: list[bytes]) -> list[str]:
    desk.path(ENTRIES).write_bytes(b"".join(lines))
    return desk.faults()


def test_an_untouched_workspace_verifies_and_says_what_cannot_be_told(desk: Desk) -> None:
    assert desk.faults() == []
    words = " ".join(finding.words for finding in desk.findings())
    assert "held against no outside checkpoint" in words
    assert "no checkpoint was ever written to a file outside" in words


def test_an_edited_entry_is_named(desk: Desk) -> None:
    """E03: editing a row of the log is found by verify."""
    lines = lines_of(desk)
    lines[9] = lines[9].replace(b"ada", b"eve")
    assert with_lines(desk, lines) == [f"{ENTRIES}: edited: entry 9"]


def test_a_deleted_entry_is_named(desk: Desk) -> None:
    """E03: deleting a row of the log is found by verify."""
    lines = lines_of(desk)
    del lines[10:12]
    assert with_lines(desk, lines) == [f"{ENTRIES}: deleted: entries 10 to 11"]


def test_reordered_entries_are_named(desk: Desk) -> None:
    lines = lines_of(desk)
    lines[9], lines[10] = lines[10], lines[9]
    assert with_lines(desk, lines) == [f"{ENTRIES}: put in another order: entries 9 to 10 among others"]


def test_an_entry_put_in_is_named(desk: Desk) -> None:
    lines = lines_of(desk)
    lines.insert(9, Entry(NOW, "eve", Event.LOOKED_UP).line() + b"\n")
    assert with_lines(desk, lines) == [f"{ENTRIES}: put in: line 9 of the file"]


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_entries_cut_off_at_the_tail_are_named(desk: Desk, cut: int) -> None:
    held = desk.path(ENTRIES).read_bytes()
    desk.path(ENTRIES).write_bytes(held[:-cut])
    faults = desk.faults()
    assert len(faults) == 1
    assert f"{ENTRIES}: cut off: entr" in faults[0]
    assert "of 26 are gone from the end" in faults[0]


def test_entries_and_checkpoints_cut_off_together_are_found_by_the_keys(desk: Desk) -> None:
    lines, heads = lines_of(desk), desk.path(CHECKPOINTS).read_bytes().splitlines(keepends=True)
    desk.path(CHECKPOINTS).write_bytes(b"".join(heads[:-1]))
    assert any("the keys remember 26 entries, and the log has 21: it was cut off" in words for words in desk.faults())
    assert any("the keys remember 26" in words for words in with_lines(desk, lines[:-5]))
    # Without the keys it cannot be told, and that is said.
    findings = verify(desk.workspace, None)
    assert not any(finding.fault for finding in findings)
    assert any("no key folder was at hand" in finding.words for finding in findings)


def test_a_change_hidden_by_changing_the_hashes_too_is_found_in_its_batch(desk: Desk) -> None:
    lines = lines_of(desk)
    lines[13] = lines[13].replace(b"ada", b"eve")
    shutil.rmtree(desk.path("custody/nodes"))
    faults = with_lines(desk, lines)
    assert faults == [
        f"{ENTRIES}: entries 11 to 15 (batch 8) are not those that were signed: edited, deleted, put in, moved or cut "
        "off; the hashes that would tell which were changed too"
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_of_any_byte_of_the_log_is_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """E03: custody is an append-only chain: no byte of it changes unseen."""
    desk = shared_desk(tmp_path_factory)
    name = data.draw(st.sampled_from([ENTRIES, CHECKPOINTS, "custody/nodes/00", "custody/nodes/02"]))
    path = desk.path(name)
    before = path.read_bytes()
    changed = bytearray(before)
    kind = data.draw(st.sampled_from(["flip", "delete", "insert", "cut"]))
    at = data.draw(st.integers(0, len(before) - 1))
    if kind == "flip":
        changed[at] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "delete":
        del changed[at : at + data.draw(st.integers(1, 300))]
    elif kind == "insert":
        changed[at:at] = data.draw(st.binary(min_size=1, max_size=40))
    else:
        del changed[at:]
    faults = []
    try:
        path.write_bytes(changed)
        faults = desk.faults()
    finally:
        path.write_bytes(before)
    assert faults or bytes(changed) == before
    assert desk.faults() == []


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_change_of_any_file_is_found_and_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """E01, E05: items, row-files, run records and their tables change in no byte unseen."""
    desk = shared_desk(tmp_path_factory)
    places = sorted(
        path.relative_to(desk.workspace.root).as_posix()
        for folder in ("items", "tables", "runs")
        for path in desk.path(folder).rglob("*")
        if path.is_file() and path.name != "run.log"
    )
    place = data.draw(st.sampled_from(places))
    path = desk.path(place)
    path.chmod(0o600)
    before = path.read_bytes()
    kind = data.draw(st.sampled_from(["flip", "cut", "add", "remove", "swap"]))
    changed = bytearray(before)
    at = data.draw(st.integers(0, len(before) - 1))
    if kind == "flip":
        changed[at] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "cut":
        del changed[at:]
    elif kind == "add":
        changed += b"x"
    elif kind == "swap":
        changed = bytearray(desk.path(data.draw(st.sampled_from(places))).read_bytes())
    faults = []
    try:
        path.write_bytes(changed)
        if kind == "remove":
            path.unlink()
        faults = desk.faults()
    finally:
        path.write_bytes(before)
    if kind == "remove" or bytes(changed).strip() != before.strip():
        assert any(place in words for words in faults)
    assert desk.faults() == []


_SHARED: list[Desk] = []


def shared_desk(factory: pytest.TempPathFactory) -> Desk:
    """One filled workspace for all examples of a property; each example puts back what it changed."""
    if not _SHARED:
        folder = factory.mktemp("shared")
        (folder / "keys").mkdir(mode=0o700)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PALERMO_KEYS", str(folder / "keys"))
            _SHARED.append(filled_desk(folder, (10, (1 << 20) + 5)))
    return _SHARED[0]


def test_checkpoints_deleted_changed_or_moved_are_named(desk: Desk) -> None:
    path = desk.path(CHECKPOINTS)
    heads = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*heads[:3], *heads[4:]]))
    assert f"{CHECKPOINTS}: line 3 is of batch 5, should be 4: lines were deleted or moved" in desk.faults()
    path.write_bytes(b"".join([*heads[:3], heads[3].replace(b'"size":4', b'"size":5'), *heads[4:]]))
    assert desk.faults() == [f"{CHECKPOINTS}: line 3 (batch 4) was changed: it is not what was signed"]
    path.unlink()
    assert any("is missing" in words for words in desk.faults())


def plant(desk: Desk) -> dict[str, Callable[[], None]]:
    """Changes by somebody who only adds, links or removes, and what verify calls them."""
    rows, run = desk.path("tables/adverts/first.parquet"), desk.path("runs/run-one")
    item = next(iter(desk.path("items").glob("*/*")))

    def linked(path: Path) -> None:
        path.rename(desk.workspace.root.parent / "moved")
        path.symlink_to(desk.workspace.root.parent / "moved")

    def copied_item() -> None:
        (desk.path("items") / "00").mkdir()
        (desk.path("items/00") / ("00" * 32)).write_bytes(item.read_bytes())

    return {
        "tables/adverts/planted.parquet: no entry": lambda: _write(rows.with_name("planted.parquet")),
        "tables/planted.parquet: no entry": lambda: _write(desk.path("tables/planted.parquet")),
        "runs/planted/leads.parquet: no entry": lambda: _write(desk.path("runs/planted/leads.parquet")),
        "runs/run-one/planted.parquet: no entry": lambda: _write(run / "planted.parquet"),
        f"items/00/{'00' * 32}: no entry": copied_item,
        "tables/adverts/first.parquet: is missing": rows.unlink,
        "runs/run-one/run.json: is missing": lambda: shutil.rmtree(run),
        "runs/run-one/members.parquet/00000.parquet: is missing": (run / "members.parquet/00000.parquet").unlink,
        "runs/current: was changed: names 'planted', should name run run-one": lambda: _write(
            desk.path("runs/current"), b"planted\n"
        ),
        "runs/current: is missing": desk.path("runs/current").unlink,
        "is missing, and no entry says that it was erased": item.unlink,
        "tables/adverts/first.parquet: is a symbolic link": lambda: linked(rows),
        f"{item.name}: is a symbolic link": lambda: linked(item),
        "tables: is a symbolic link": lambda: linked(desk.path("tables")),
    }


def _write(path: Path, content: bytes = b"planted") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("case", range(14))
def test_what_was_planted_linked_or_removed_is_named(desk: Desk, case: int) -> None:
    words, change = list(plant(desk).items())[case]
    change()
    assert any(words in fault for fault in desk.faults())


def test_a_run_made_current_again_that_was_not_last_is_found(desk: Desk) -> None:
    with writer(desk.workspace, keys=desk.keys) as log:
        add_run(desk, log, "run-two", b"other made-up leads")
    assert desk.faults() == []
    desk.path("runs/current").write_text("run-one\n")
    assert desk.faults() == ["runs/current: was changed: names 'run-one', should name run run-two"]


def test_a_deleted_run_and_a_removed_row_file_are_no_faults_where_the_log_says_so(desk: Desk) -> None:
    with writer(desk.workspace, keys=desk.keys) as log:
        add_run(desk, log, "run-two", b"other made-up leads")
        shutil.rmtree(desk.path("runs/run-one"))
        desk.path("tables/adverts/first.parquet").unlink()
        log.append(
            [
                Entry(NOW, "ada", Event.RUN_DELETED, "run-one", files={"runs/run-one/run.json": GONE}),
                Entry(NOW, "ada", Event.ROWS_CHANGED, files={"tables/adverts/first.parquet": GONE}),
            ]
        )
    assert desk.faults() == []


def test_an_erased_item_is_erased_and_not_missing(desk: Desk) -> None:
    with writer(desk.workspace, keys=desk.keys) as log:
        item_id = take_in(desk, log, b"to be erased")
        log.append([Entry(NOW, "ada", Event.ITEM_ERASED, item_id)])
        desk.store.erase(item_id)
    assert desk.faults() == []
    assert any("1 erased: the log keeps their ids" in finding.words for finding in desk.findings())
    with writer(desk.workspace, keys=desk.keys) as log:
        other = take_in(desk, log, b"erased in secret")
        desk.store.erase(other)
    assert any("is missing, and no entry says that it was erased" in words for words in desk.faults())


def write_anew(desk: Desk, keys: KeyRing, entries: list[Entry]) -> None:
    """Put another log in the place of the one that stands."""
    names = ("items", "tables", "runs")
    shutil.rmtree(desk.path("custody"))
    desk.path("custody").mkdir()
    for name in names:
        desk.path(name).rename(desk.path(f"{name}-aside"))
        desk.path(name).mkdir()
    with writer(desk.workspace, keys=keys) as log:
        log.append(entries)
    for name in names:
        desk.path(name).rmdir()
        desk.path(f"{name}-aside").rename(desk.path(name))


def test_a_workspace_whose_log_is_gone_is_not_swept(desk: Desk) -> None:
    shutil.rmtree(desk.path("custody"))
    desk.path("custody").mkdir()
    assert desk.faults()
    desk.keys.set_mark(None)
    assert desk.faults()
    with pytest.raises(VerifyError, match="the custody log is missing"), writer(desk.workspace, keys=desk.keys):
        pass
    assert len(list(desk.path("items").glob("*/*"))) == 2


def test_a_log_written_anew_with_another_key_is_found_by_the_key_folder_and_from_outside(
    desk: Desk, tmp_path: Path
) -> None:
    with writer(desk.workspace, keys=desk.keys) as log:
        log.checkpoint_to(tmp_path / "stick", "ada")
    outside = Checkpoint.read(tmp_path / "stick")
    forged = [entry for entry in CustodyLog.read(desk.workspace).entries() if entry.event is not Event.LOOKED_UP][1:]
    with KeyRing.create(desk.workspace.workspace_id, tmp_path / "keys of somebody else") as others:
        write_anew(desk, others, forged)
        assert not any(finding.fault for finding in verify(desk.workspace, None))
        assert any("had to be believed" in finding.words for finding in verify(desk.workspace, None))
    assert any("which the key folder does not know: the public key was swapped" in words for words in desk.faults())
    words = " ".join(f.words for f in verify(desk.workspace, None, outside) if f.fault)
    assert "the public key in the workspace was swapped and the log written anew" in words
    with pytest.raises(VerifyError, match="Nothing is written to it"), writer(desk.workspace, keys=desk.keys):
        pass


def test_the_holder_of_the_key_is_found_from_outside_only(desk: Desk, tmp_path: Path) -> None:
    with writer(desk.workspace, keys=desk.keys) as log:
        log.checkpoint_to(tmp_path / "stick", "ada")
        log.append([Entry(NOW, "ada", Event.LOOKED_UP)])
    assert desk.faults(against=tmp_path / "stick") == []
    words = " ".join(finding.words for finding in desk.findings(against=tmp_path / "stick"))
    assert "since the outside checkpoint of" in words
    assert "(27 of 28 entries)" in words
    entries = [entry._replace(who="eve") for entry in CustodyLog.read(desk.workspace).entries()][1:]
    desk.keys.set_mark(None)
    write_anew(desk, desk.keys, entries)
    assert desk.faults() == []
    assert any("written outside" in finding.words for finding in desk.findings())
    faults = desk.faults(against=tmp_path / "stick")
    assert len(faults) == 1
    assert "the first 27 entries are not those it was signed over: the log was rewritten" in faults[0]


def test_a_workspace_turned_back_whole_with_its_keys_is_found_from_outside_only(desk: Desk, tmp_path: Path) -> None:
    shutil.copytree(desk.workspace.root, tmp_path / "older")
    mark = desk.keys.mark()
    with writer(desk.workspace, keys=desk.keys) as log:
        take_in(desk, log, b"later")
        log.checkpoint_to(tmp_path / "stick", "ada")
    shutil.rmtree(desk.workspace.root)
    shutil.copytree(tmp_path / "older", desk.workspace.root)
    assert any("the keys remember 28 entries" in words for words in desk.faults())
    desk.keys.set_mark(mark)
    assert desk.faults() == []
    assert any("has 28 entries, and the log 26" in words for words in desk.faults(against=tmp_path / "stick"))


def test_checkpoints_of_others_or_changed_ones_do_not_pass(desk: Desk, tmp_path: Path) -> None:
    other = empty_desk(tmp_path / "other")
    with writer(other.workspace, keys=other.keys) as log:
        log.checkpoint_to(tmp_path / "theirs", "ada")
    with writer(desk.workspace, keys=desk.keys) as log:
        log.checkpoint_to(tmp_path / "ours", "ada")
    assert any("is of another workspace" in words for words in desk.faults(against=tmp_path / "theirs"))
    text = (tmp_path / "ours").read_text()
    (tmp_path / "ours").write_text(text.replace("\n27\n", "\n26\n"))
    assert any("its own signature does not hold" in words for words in desk.faults(against=tmp_path / "ours"))
    with pytest.raises(NotFoundError):
        desk.findings(against=tmp_path / "none")
    with pytest.raises(InputError, match="is not a checkpoint"):
        desk.findings(against=desk.path(ENTRIES))


def test_without_keys_signatures_and_hashes_are_checked_and_the_rest_is_said(desk: Desk) -> None:
    findings = verify(desk.workspace, None)
    assert not any(finding.fault for finding in findings)
    assert any("without keys, the bytes of 2 items were not checked" in finding.words for finding in findings)
    desk.path("tables/adverts/first.parquet").write_bytes(b"other")
    next(iter(desk.path("items").glob("*/*"))).unlink()
    assert sum(finding.fault for finding in verify(desk.workspace, None)) == 2


def test_items_without_their_keys_are_named(desk: Desk) -> None:
    desk.keys._connection.execute("delete from item_keys")
    faults = desk.faults()
    assert len(faults) == 2
    assert all("has no key" in words for words in faults)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_differences_are_never_missed(data: st.DataObject) -> None:
    signed = [str(number).encode() for number in range(data.draw(st.integers(0, 12)))]
    found = data.draw(st.lists(st.sampled_from([*signed, b"x", b"y"]), max_size=14))
    assert bool(differences(signed, found)) == (signed != found)
