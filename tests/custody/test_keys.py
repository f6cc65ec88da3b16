"""The key folder: who may read it, what it forgets, how it is changed, kept and brought back."""

import os
import sqlite3
from pathlib import Path

import pytest

from palermo.custody import keyfile
from palermo.custody.keys import ItemKey, KeyRing, Mark
from palermo.errors import InputError, NotFoundError, RoomError, VerifyError

WORKSPACE = "0123456789abcdef" * 2
ITEM = "ab" * 32


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "_SCRYPT_N", 2**4)


def with_an_item(ring: KeyRing) -> ItemKey:
    key = ItemKey(os.urandom(16), os.urandom(32))
    ring.keep(ITEM, key)
    ring.commit()
    return key


def keep_many(ring: KeyRing, key: ItemKey) -> None:
    for number in range(10_000):
        ring.keep(f"{number:064x}", key)


def test_keys_are_readable_by_their_owner_only(keys_of_this_test: Path) -> None:
    """D11: data at rest is encrypted, and its keys are not open to others."""
    with KeyRing.create(WORKSPACE) as ring:
        with_an_item(ring)
        for path in (keys_of_this_test / WORKSPACE).rglob("*"):
            assert path.stat().st_mode & 0o077 == 0
        ring.path.chmod(0o640)
    with pytest.raises(VerifyError, match=r"is open to others .mode 0640.; should be 0600: chmod 600"):
        KeyRing.open(WORKSPACE)
    ring.path.chmod(0o600)
    ring.path.parent.chmod(0o750)
    with pytest.raises(VerifyError, match="should be 0700"):
        KeyRing.open(WORKSPACE)


def test_no_key_stands_in_the_file_as_it_is_used(keys_of_this_test: Path) -> None:
    with KeyRing.create(WORKSPACE) as ring:
        key = with_an_item(ring)
    held = b"".join(path.read_bytes() for path in (keys_of_this_test / WORKSPACE).iterdir())
    assert key.key not in held


def test_an_uncommitted_key_is_forgotten_and_a_committed_one_is_kept() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        key = with_an_item(ring)
        ring.keep("cd" * 32, key)
    with KeyRing.open(WORKSPACE) as ring:
        assert ring.item_key(ITEM) == key
        assert not ring.holds("cd" * 32)
        with pytest.raises(NotFoundError, match="has no key"):
            ring.item_key("cd" * 32)


def test_a_destroyed_key_is_gone_from_the_bytes_and_remembered_as_erased() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        with_an_item(ring)
        wrapped = ring._connection.execute("select wrapped from item_keys").fetchone()[0]
        assert any(wrapped in path.read_bytes() for path in ring.path.parent.iterdir())
        ring.destroy(ITEM)
        assert not any(wrapped in path.read_bytes() for path in ring.path.parent.iterdir())
        with pytest.raises(NotFoundError, match="was erased"):
            ring.item_key(ITEM)
        assert ring.is_erased(ITEM)


def test_a_passphrase_guards_the_keys() -> None:
    with KeyRing.create(WORKSPACE, passphrase="a made-up phrase") as ring:
        key = with_an_item(ring)
    assert KeyRing.needs_passphrase(WORKSPACE)
    with pytest.raises(VerifyError, match="none was given"):
        KeyRing.open(WORKSPACE)
    with pytest.raises(VerifyError, match="not the one"):
        KeyRing.open(WORKSPACE, passphrase="another")
    with KeyRing.open(WORKSPACE, passphrase="a made-up phrase") as ring:
        assert ring.item_key(ITEM) == key


def test_a_new_master_key_opens_what_the_former_did() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        key = with_an_item(ring)
        signed = ring.sign(ring.public_keys()[0], b"words")
        assert ring.rotate_master("a made-up phrase") == 1
        assert ring.item_key(ITEM) == key
        assert ring.sign(ring.public_keys()[0], b"words") == signed
    with KeyRing.open(WORKSPACE, passphrase="a made-up phrase") as ring:
        assert ring.item_key(ITEM) == key


def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    with KeyRing.create(WORKSPACE) as ring:
        key = with_an_item(ring)
        ring.set_mark(Mark(5, b"r" * 32))
        ring.backup(tmp_path / "copy", passphrase="a made-up phrase")
        publics = ring.public_keys()
        with pytest.raises(InputError, match="is there already"):
            ring.backup(tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]
    with pytest.raises(InputError, match="never overwritten"):
        KeyRing.restore(tmp_path / "copy", WORKSPACE)
    elsewhere = tmp_path / "other machine"
    with pytest.raises(VerifyError, match="not the one"):
        KeyRing.restore(tmp_path / "copy", WORKSPACE, elsewhere, "another")
    with KeyRing.restore(tmp_path / "copy", WORKSPACE, elsewhere, "a made-up phrase") as ring:
        assert (ring.item_key(ITEM), ring.public_keys(), ring.mark()) == (key, publics, Mark(5, b"r" * 32))
    with pytest.raises(VerifyError, match="another workspace"):
        KeyRing.restore(tmp_path / "copy", "f" * 32, elsewhere, "a made-up phrase")


def test_a_retired_signing_key_signs_no_more_and_stays_known() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        first = ring.public_keys()[0]
        second = ring.new_signing_key()
        ring.retire(first)
        ring.commit()
        assert ring.public_keys() == [first, second]
        with pytest.raises(VerifyError, match="does not hold"):
            ring.sign(first, b"words")
        assert len(ring.sign(second, b"words")) == 64


def test_keys_that_are_not_there_or_damaged_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="palermo key restore"):
        KeyRing.open(WORKSPACE)
    with KeyRing.create(WORKSPACE) as ring:
        with_an_item(ring)
    with pytest.raises(InputError, match="never overwritten"):
        KeyRing.create(WORKSPACE)
    ring.path.write_bytes(b"not a database at all, only some words" * 30)
    with pytest.raises(VerifyError, match="is damaged"):
        KeyRing.open(WORKSPACE)
    with pytest.raises(NotFoundError, match="no such file"):
        KeyRing.restore(tmp_path / "none", WORKSPACE)


def test_a_changed_wrapped_key_does_not_open() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        with_an_item(ring)
        ring._connection.execute("update item_keys set wrapped = zeroblob(60)")
        with pytest.raises(VerifyError, match="a key was changed"):
            ring.item_key(ITEM)


def test_a_full_disk_loses_no_key_silently() -> None:
    with KeyRing.create(WORKSPACE) as ring:
        key = with_an_item(ring)
        pages = ring._connection.execute("pragma page_count").fetchone()[0]
        ring._connection.execute(f"pragma max_page_count = {pages}").fetchall()
        with pytest.raises(RoomError, match="no room on the disk"):
            keep_many(ring, key)
        if not ring._connection.in_transaction:
            with pytest.raises(RoomError, match="start again"):
                ring.commit()
    with KeyRing.open(WORKSPACE) as ring:
        assert ring.item_key(ITEM) == key
        with sqlite3.connect(ring.path) as connection:
            assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        connection.close()
