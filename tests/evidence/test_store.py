"""Items: stored as received, encrypted, read from any place, and never changed unseen."""

import errno
import gzip
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_desk import SEGMENT, Desk, empty_desk, made_up_bytes
from palermo.custody import disk
from palermo.custody.keys import ItemKey
from palermo.errors import InputError, NotFoundError, ReaderError, RoomError, VerifyError
from palermo.evidence.segments import HEAD_BYTES, TAG_BYTES, nonce_of, sealer

SIZES = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 17)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("store")
    keys = folder / "keys"
    keys.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALERMO_KEYS", str(keys))
        return empty_desk(folder)


class Dripping(io.RawIOBase):
    """A stream that gives few bytes at a time, as pipes do."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._inner.read(min(size, 100_003))


@pytest.mark.parametrize("size", SIZES)
def test_an_item_reads_back_as_it_was_received(desk: Desk, size: int) -> None:
    """E01: originals are hashed at intake and never changed."""
    content = made_up_bytes(size, size)
    item = desk.store.put(Dripping(content))  # type: ignore[arg-type]
    assert item.item_id == hashlib.sha256(content).hexdigest()
    assert (item.size, item.new) == (size, True)
    with desk.store.open(item.item_id) as stream:
        assert stream.read() == content
    assert desk.store.size(item.item_id) == size
    assert desk.store.check(item.item_id) == []
    assert desk.store.put(io.BytesIO(content)) == item  # new until an entry of the log names it
    desk.keys.unnamed.clear()
    again = desk.store.put(io.BytesIO(content))
    assert (again.item_id, again.new) == (item.item_id, False)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_byte_range_reads_as_in_the_original(desk: Desk, data: st.DataObject) -> None:
    content = made_up_bytes(3 * SEGMENT + 17, 3)
    item_id = desk.store.put(io.BytesIO(content)).item_id
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + SEGMENT + 9)))
    assert desk.store.read_range(item_id, start, end) == content[start:end]
    with desk.store.open(item_id) as stream:
        for _ in range(3):
            at = data.draw(st.integers(0, len(content)))
            count = data.draw(st.integers(0, 5000))
            assert stream.seek(at) == at
            assert stream.read(count) == content[at : at + count]


def test_an_item_can_be_read_by_other_readers_such_as_gzip(desk: Desk) -> None:
    packed = gzip.compress(b"made-up words\n" * 10_000)
    item_id = desk.store.put(io.BytesIO(packed)).item_id
    with desk.store.open(item_id) as stream, gzip.open(stream) as unpacked:
        assert unpacked.read().count(b"\n") == 10_000
    with desk.store.open(item_id) as stream:
        stream.seek(-4, os.SEEK_END)
        assert stream.read() == packed[-4:]


def test_an_original_cannot_be_written_to(desk: Desk) -> None:
    """E01: a write to an original fails."""
    item_id = desk.store.put(io.BytesIO(b"as received")).item_id
    assert desk.store.path(item_id).stat().st_mode & 0o777 == 0o400
    with desk.store.open(item_id) as stream:
        assert not stream.writable()
        with pytest.raises(io.UnsupportedOperation):
            stream.write(b"other")


def test_no_plain_text_stands_on_the_disk(desk: Desk) -> None:
    """D11: the bytes of a store show no plain text of canaries."""
    canary = b"CANARY made up for this test"
    item_id = desk.store.put(io.BytesIO(canary * 100_000)).item_id
    for path in desk.workspace.root.rglob("*"):
        if path.is_file():
            assert canary not in path.read_bytes()
    assert desk.store.read_range(item_id, 28, 56) == canary


def test_the_same_bytes_are_encrypted_otherwise_in_another_workspace(tmp_path: Path, desk: Desk) -> None:
    other = empty_desk(tmp_path)
    one = desk.store.put(io.BytesIO(b"the same"))
    two = other.store.put(io.BytesIO(b"the same"))
    assert one.item_id == two.item_id
    assert desk.store.path(one.item_id).read_bytes() != other.store.path(two.item_id).read_bytes()


def spoiled(desk: Desk, content: bytes) -> tuple[str, Path, bytearray]:
    """An item whose encrypted bytes can be written to."""
    item_id = desk.store.put(io.BytesIO(content)).item_id
    path = desk.store.path(item_id)
    path.chmod(0o600)
    return item_id, path, bytearray(path.read_bytes())


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 2 * SEGMENT + HEAD_BYTES + 3 * TAG_BYTES + 99), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found_in_its_segment(desk: Desk, at: int, bit: int) -> None:
    """E01: verify finds a flipped bit."""
    item_id, path, held = spoiled(desk, made_up_bytes(2 * SEGMENT + 100, 4))
    held[at] ^= 1 << bit
    path.write_bytes(held)
    words = desk.store.check(item_id)
    held[at] ^= 1 << bit
    path.write_bytes(held)
    assert len(words) == 1
    if at < HEAD_BYTES:
        assert "head" in words[0]
    else:
        assert f"segment {(at - HEAD_BYTES) // (SEGMENT + TAG_BYTES)} " in words[0]
    assert desk.store.check(item_id) == []


@settings(max_examples=30, deadline=None)
@given(length=st.integers(0, 2 * SEGMENT + HEAD_BYTES + 3 * TAG_BYTES + 99))
def test_any_truncation_is_found(desk: Desk, length: int) -> None:
    item_id, path, held = spoiled(desk, made_up_bytes(2 * SEGMENT + 100, 4))
    path.write_bytes(held[:length])
    words = desk.store.check(item_id)
    path.write_bytes(held)
    assert len(words) == 1
    assert "cut off" in words[0]


def test_segments_cut_off_added_moved_or_brought_over_are_told_apart(desk: Desk) -> None:
    item_id, path, held = spoiled(desk, made_up_bytes(3 * SEGMENT + 50, 5))
    sealed = SEGMENT + TAG_BYTES
    one = slice(HEAD_BYTES, HEAD_BYTES + sealed)
    two = slice(HEAD_BYTES + sealed, HEAD_BYTES + 2 * sealed)
    other_id, _, other = spoiled(desk, made_up_bytes(3 * SEGMENT + 50, 6))
    cases = {
        "cut off after segment 2": held[: HEAD_BYTES + 3 * sealed],
        "holds what belongs in segment 1": held[:HEAD_BYTES] + held[two] + held[one] + held[two.stop :],
        "names another key": other,
        "segment 1 (bytes 1048576 to 2097152) was changed": held[: two.start] + other[two] + held[two.stop :],
        "segment 3 (bytes 3145728 to": held + b"x" * sealed,
    }
    for words, content in cases.items():
        path.write_bytes(content)
        found = " ".join(desk.store.check(item_id))
        assert words.replace("was added", "bytes were added after") in found or (
            "added" in words and "segment" in found
        )
    path.write_bytes(held)
    assert desk.store.check(item_id) == [] == desk.store.check(other_id)


def test_reading_a_changed_segment_fails_and_the_others_still_read(desk: Desk) -> None:
    content = made_up_bytes(2 * SEGMENT + 100, 8)
    item_id, path, held = spoiled(desk, content)
    held[HEAD_BYTES + SEGMENT + TAG_BYTES + 5] ^= 1
    path.write_bytes(held)
    assert desk.store.read_range(item_id, 0, 100) == content[:100]
    with pytest.raises(VerifyError, match=r"segment 1 .* was changed"):
        desk.store.read_range(item_id, SEGMENT - 5, SEGMENT + 5)
    with desk.store.open(item_id) as stream, pytest.raises(VerifyError, match="segment 1"):
        stream.read()


def test_an_erased_item_is_gone_and_says_so(desk: Desk) -> None:
    item = desk.store.put(io.BytesIO(b"to be erased"))
    desk.keys.commit()
    desk.store.erase(item.item_id)
    assert not desk.store.path(item.item_id).exists()
    with pytest.raises(NotFoundError, match="was erased: its key was destroyed on purpose"):
        desk.store.open(item.item_id)
    desk.store.erase(item.item_id)


def test_what_cannot_be_read_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    before = sorted(desk.workspace.items.rglob("*"))
    with pytest.raises(ReaderError, match=r"week\.csv: there is no such file"):
        desk.store.put(tmp_path / "week.csv")
    with pytest.raises(ReaderError, match="is a folder"):
        desk.store.put(tmp_path)
    with gzip.open(io.BytesIO(gzip.compress(b"x" * 5000)[:-9])) as torn, pytest.raises(ReaderError, match="to its end"):
        desk.store.put(torn)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="64 hexadecimal digits"):
        desk.store.open("../../keys")
    with pytest.raises(NotFoundError, match="has no key"):
        desk.store.open("00" * 32)
    item_id = desk.store.put(io.BytesIO(b"short")).item_id
    with pytest.raises(InputError, match=r"has 5 bytes, not \[3, 9\)"):
        desk.store.read_range(item_id, 3, 9)
    assert list(desk.workspace.items.rglob(".partial-*")) == []
    assert set(before) <= set(desk.workspace.items.rglob("*"))


def test_a_full_disk_keeps_nothing_of_an_item(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(desk.workspace.items.rglob("*"))
    real = os.write
    left = [2]

    def write(number: int, content: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(number, content)

    monkeypatch.setattr(disk.os, "write", write)
    with pytest.raises(RoomError, match="no room on the disk for an item; nothing of it was kept"):
        desk.store.put(io.BytesIO(made_up_bytes(3 * SEGMENT, 9)))
    assert sorted(desk.workspace.items.rglob("*")) == before


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_symbolic_link_among_the_items_is_refused(tmp_path: Path, what: str) -> None:
    desk = empty_desk(tmp_path)
    item_id = desk.store.put(io.BytesIO(b"as received")).item_id
    path = desk.store.path(item_id)
    moved = path if what == "file" else path.parent
    moved.rename(tmp_path / "elsewhere")
    moved.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VerifyError, match="is a symbolic link"):
        desk.store.open(item_id)
    with pytest.raises(VerifyError, match="is a symbolic link"):
        desk.store.put(io.BytesIO(b"as received"))


def test_an_item_whose_key_was_lost_is_stored_anew(tmp_path: Path) -> None:
    desk = empty_desk(tmp_path)
    item = desk.store.put(io.BytesIO(b"as received"))
    desk.keys._connection.execute("delete from item_keys")
    again = desk.store.put(io.BytesIO(b"as received"))
    assert again.new
    assert desk.store.check(item.item_id) == []


def test_no_nonce_comes_twice_under_one_key() -> None:
    nonces = {nonce_of(number, final) for number in range(2000) for final in (False, True)}
    assert len(nonces) == 4000
    seal = sealer(ItemKey(bytes(16), bytes(32)))
    assert seal(b"same", 0, False) != seal(b"same", 0, True) != seal(b"same", 1, False)
