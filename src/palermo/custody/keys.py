"""The keys of a workspace, kept outside of it: who lacks them can neither read an item nor sign the log.

Each workspace has one folder in the key folder, and in it one SQLite file:

- the master key, which wraps all others; itself wrapped by a passphrase where one is given (scrypt);
- the signing keys (Ed25519) of the custody log, one in use and the public halves of those before;
- one key for each item (AES-256-GCM), so that an item is erased by forgetting its key;
- the mark: how far the log had come, so that a log that was turned back is found.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from palermo.custody.disk import sync_folder
from palermo.custody.keyfile import (
    KEYS_FILE,
    KEYS_FORMAT,
    NONCE_BYTES,
    TABLES,
    ItemKey,
    Mark,
    connect,
    keep_master,
    keys_path,
    own_folder,
    read_master,
    seal,
    spoken,
)
from palermo.errors import InputError, NotFoundError, RoomError, VerifyError

__all__ = ["ItemKey", "KeyRing", "Mark"]


class KeyRing:
    """The keys of one workspace, open.

    Changes become durable with `commit`, which the custody log calls before it writes: so no entry ever names
    an item whose key could still be lost. Made by `create`, `open` or `restore`, not by hand.
    """

    def __init__(self, workspace_id: str, path: Path, connection: sqlite3.Connection, master: bytes) -> None:
        self.workspace_id = workspace_id
        self.path = path
        self._connection = connection
        self._master = master
        self._wrap = AESGCM(master)
        self._lock = RLock()
        self.unnamed: set[str] = set()  # items stored since this ring was opened that no entry names yet
        self._signers: dict[str, Ed25519PrivateKey] = {}
        self._lost = False  # whether a full disk took uncommitted keys away: then nothing may name their items

    @classmethod
    def create(cls, workspace_id: str, folder: Path | None = None, passphrase: str | None = None) -> "KeyRing":
        """Make the keys of a new workspace.

        Raises:
            InputError: Keys of that workspace are there already.
            VerifyError: The key folder may be read by others.
            RoomError: There is no room on the disk.
        """
        own = own_folder(workspace_id, folder, make=True)
        path = own / KEYS_FILE
        if path.exists():
            raise InputError(f"{path} is there already; keys are never overwritten")
        partial = own / f".partial-{KEYS_FILE}-{os.getpid()}"
        partial.unlink(missing_ok=True)
        master = AESGCM.generate_key(256)
        with spoken(path):
            connection = connect(partial, make=True)
            try:
                connection.executescript(TABLES)
                connection.execute("begin immediate")
                connection.execute("insert into facts values ('format', ?)", (str(KEYS_FORMAT).encode(),))
                connection.execute("insert into facts values ('workspace_id', ?)", (workspace_id.encode(),))
                keep_master(connection, workspace_id, master, passphrase)
                connection.execute("commit")
            finally:
                connection.close()
        partial.replace(path)
        sync_folder(own)
        ring = cls.open(workspace_id, folder, passphrase)
        ring.new_signing_key()
        ring.commit()
        return ring

    @classmethod
    def open(cls, workspace_id: str, folder: Path | None = None, passphrase: str | None = None) -> "KeyRing":
        """Open the keys of a workspace.

        Raises:
            NotFoundError: There are none in the key folder.
            VerifyError: Others may read them, the passphrase is missing or wrong, or the file is damaged.
        """
        path = keys_path(workspace_id, folder)
        with spoken(path):
            connection = connect(path)
            try:
                master = read_master(connection, workspace_id, passphrase, path)
            except BaseException:
                connection.close()
                raise
        return cls(workspace_id, path, connection, master)

    @staticmethod
    def needs_passphrase(workspace_id: str, folder: Path | None = None) -> bool:
        """Tell whether a passphrase guards the keys.

        Raises:
            NotFoundError, VerifyError: As `open`.
        """
        path = keys_path(workspace_id, folder)
        with spoken(path):
            connection = connect(path)
            try:
                return connection.execute("select 1 from facts where name = 'salt'").fetchone() is not None
            finally:
                connection.close()

    def __enter__(self) -> "KeyRing":
        return self

    def __exit__(self, *about: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget what was not committed and close the file."""
        with self._lock:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            self._connection.close()

    def commit(self) -> None:
        """Bring every change so far to the disk."""
        with self._lock, spoken(self.path):
            if self._lost:
                raise RoomError(f"keys could not be kept in {self.path} for want of room; free some and start again")
            if self._connection.in_transaction:
                self._lost = True
                self._connection.execute("commit")
                self._lost = False

    # Signing

    def new_signing_key(self) -> str:
        """Make a further signing key; it signs once the log says so. Returns its public half in hexadecimal."""
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw().hex()
        wrapped = self._sealed(private.private_bytes_raw(), b"signing " + public.encode())
        with self._change() as connection:
            made = connection.execute("select count(*) from signing_keys").fetchone()[0]
            connection.execute("insert into signing_keys values (?, ?, ?)", (public, wrapped, made))
        return public

    def public_keys(self) -> list[str]:
        """The public halves of all signing keys that this folder knows, oldest first."""
        with self._lock:
            rows = self._connection.execute("select public from signing_keys order by made_at").fetchall()
        return [str(row[0]) for row in rows]

    def sign(self, public: str, message: bytes) -> bytes:
        """Sign with the key of that public half.

        Raises:
            VerifyError: This folder does not hold it.
        """
        if public in self._signers:
            return self._signers[public].sign(message)
        with self._lock:
            row = self._connection.execute("select private from signing_keys where public = ?", (public,)).fetchone()
        if row is None or row[0] is None:
            raise VerifyError(
                f"the custody log asks for the signing key {public[:16]}..., which {self.path} does not hold: "
                "the log was signed with other keys, or the keys are an older backup"
            )
        raw = self._opened(row[0], b"signing " + public.encode())
        self._signers[public] = Ed25519PrivateKey.from_private_bytes(raw)
        return self._signers[public].sign(message)

    def retire(self, public: str) -> None:
        """Destroy the private half of a signing key; its public half stays, so that old signatures still verify."""
        self._signers.pop(public, None)
        with self._change() as connection:
            connection.execute("update signing_keys set private = null where public = ?", (public,))

    # Items

    def keep(self, item_id: str, item_key: ItemKey) -> None:
        """Hold the key of an item; a former key of the same item is overwritten."""
        wrapped = self._sealed(item_key.key, b"item " + item_id.encode() + item_key.key_id)
        with self._change() as connection:
            connection.execute("insert or replace into item_keys values (?, ?, ?)", (item_id, item_key.key_id, wrapped))
            connection.execute("delete from erased where item_id = ?", (item_id,))
        self.unnamed.add(item_id)

    def forget(self, item_id: str) -> None:
        """Drop the key of an item that no entry ever named; nothing is remembered of it."""
        with self._change() as connection:
            connection.execute("delete from item_keys where item_id = ?", (item_id,))
        self.unnamed.discard(item_id)

    def holds(self, item_id: str) -> bool:
        """Tell whether there is a key for that item."""
        return self._has("select 1 from item_keys where item_id = ?", item_id)

    def item_key(self, item_id: str) -> ItemKey:
        """The key of an item.

        Raises:
            NotFoundError: There is none; the message says whether it was destroyed on purpose.
            VerifyError: What is held does not open under the master key.
        """
        with self._lock:
            row = self._connection.execute(
                "select key_id, wrapped from item_keys where item_id = ?", (item_id,)
            ).fetchone()
        if row is None:
            if self.is_erased(item_id):
                raise NotFoundError(f"item {item_id[:16]}... was erased: its key was destroyed on purpose")
            raise NotFoundError(f"item {item_id[:16]}... has no key in {self.path}; was a backup of the keys restored?")
        return ItemKey(row[0], self._opened(row[1], b"item " + item_id.encode() + row[0]))

    def is_erased(self, item_id: str) -> bool:
        """Tell whether the key of that item was destroyed on purpose."""
        return self._has("select 1 from erased where item_id = ?", item_id)

    def destroy(self, item_id: str) -> None:
        """Destroy the key of an item and remember that this was on purpose; durable when it returns.

        The bytes are overwritten in the file (SQLite's secure_delete). Backups of the keys still hold the key:
        whoever erases has to make the backups anew.
        """
        with self._change() as connection:
            connection.execute("delete from item_keys where item_id = ?", (item_id,))
            connection.execute("insert or replace into erased values (?)", (item_id,))
        self.unnamed.discard(item_id)
        self.commit()
        with self._lock, spoken(self.path):
            self._connection.execute("pragma wal_checkpoint(truncate)").fetchall()

    # The mark

    def mark(self) -> Mark | None:
        """How far the log had come; None before its first entry."""
        with self._lock:
            row = self._connection.execute("select size, root from mark").fetchone()
        return None if row is None else Mark(row[0], row[1])

    def set_mark(self, mark: Mark | None) -> None:
        """Remember how far the log has come; None forgets it (after a backup of the workspace was restored)."""
        self.commit()
        with self._lock, spoken(self.path):
            if mark is None:
                self._connection.execute("delete from mark")
            else:
                self._connection.execute("insert or replace into mark values (1, ?, ?)", (mark.size, mark.root))

    # Change, keep, bring back

    def rotate_master(self, passphrase: str | None = None) -> int:
        """Make a new master key and wrap every other key under it; durable when it returns.

        Args:
            passphrase: Guards the new master key; None = none.

        Returns:
            How many item keys were wrapped anew.
        """
        master = AESGCM.generate_key(256)
        fresh = AESGCM(master)
        count = 0
        with self._change() as connection:
            for public, private in connection.execute("select public, private from signing_keys").fetchall():
                if private is not None:
                    name = b"signing " + public.encode()
                    sealed = seal(fresh, self._opened(private, name), self._bound(name))
                    connection.execute("update signing_keys set private = ? where public = ?", (sealed, public))
            for item_id, key_id, wrapped in connection.execute("select * from item_keys").fetchall():
                name = b"item " + item_id.encode() + key_id
                sealed = seal(fresh, self._opened(wrapped, name), self._bound(name))
                connection.execute("update item_keys set wrapped = ? where item_id = ?", (sealed, item_id))
                count += 1
            keep_master(connection, self.workspace_id, master, passphrase)
        self.commit()
        self._master, self._wrap = master, fresh
        with self._lock, spoken(self.path):
            self._connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        return count

    def backup(self, file: Path, passphrase: str | None = None) -> None:
        """Copy all keys into one file of mode 0600, which `restore` reads.

        Args:
            file: Must not be there yet; keep it apart from the workspace and from this machine.
            passphrase: Guards the copy. None = the copy is guarded as the keys are: by their passphrase or by none.

        Raises:
            InputError: The file is there already, or cannot be written.
            RoomError: There is no room on the disk.
        """
        if file.exists() or file.is_symlink():
            raise InputError(f"{file} is there already; a backup of keys overwrites nothing")
        self.commit()
        partial = file.with_name(f".partial-{file.name}-{os.getpid()}")
        try:
            with spoken(file):
                copy = connect(partial, make=True)
                try:
                    with self._lock:
                        self._connection.backup(copy)
                    if passphrase is not None:
                        copy.execute("begin immediate")
                        keep_master(copy, self.workspace_id, self._master, passphrase)
                        copy.execute("commit")
                    copy.execute("pragma journal_mode = delete").fetchall()
                finally:
                    copy.close()
            partial.replace(file)
            sync_folder(file.absolute().parent)
        finally:
            for left in (partial, partial.with_name(partial.name + "-wal"), partial.with_name(partial.name + "-shm")):
                left.unlink(missing_ok=True)

    @classmethod
    def restore(
        cls, file: Path, workspace_id: str, folder: Path | None = None, passphrase: str | None = None
    ) -> "KeyRing":
        """Bring a backup back into the key folder, where the workspace has no keys.

        Raises:
            NotFoundError: There is no such file.
            InputError: The key folder holds keys of the workspace already.
            VerifyError: The file is not a backup of this workspace's keys, or the passphrase is wrong.
        """
        if not file.is_file():
            raise NotFoundError(f"{file}: there is no such file")
        own = own_folder(workspace_id, folder, make=True)
        path = own / KEYS_FILE
        if path.exists():
            raise InputError(
                f"{path} is there already; keys are never overwritten. Move it away first, if you are sure"
            )
        partial = own / f".partial-{KEYS_FILE}-{os.getpid()}"
        partial.unlink(missing_ok=True)
        try:
            with spoken(path):
                source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
                try:
                    read_master(source, workspace_id, passphrase, file)
                    copy = connect(partial, make=True)
                    try:
                        source.backup(copy)
                        copy.execute("pragma wal_checkpoint(truncate)").fetchall()
                    finally:
                        copy.close()
                finally:
                    source.close()
            partial.replace(path)
            sync_folder(own)
        finally:
            partial.unlink(missing_ok=True)
        return cls.open(workspace_id, folder, passphrase)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One change within the transaction that `commit` ends; a change that fails is taken back whole."""
        with self._lock, spoken(self.path):
            if not self._connection.in_transaction:
                self._connection.execute("begin immediate")
            self._connection.execute("savepoint change")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback to change")
                else:
                    self._lost = True  # a full disk ended the whole transaction
                raise
            self._connection.execute("release change")

    def _has(self, text: str, item_id: str) -> bool:
        """Whether a query about one item finds a row."""
        with self._lock:
            return self._connection.execute(text, (item_id,)).fetchone() is not None

    def _bound(self, name: bytes) -> bytes:
        """What a sealed key is bound to: the workspace and its own name."""
        return self.workspace_id.encode() + b" " + name

    def _sealed(self, key: bytes, name: bytes) -> bytes:
        """A key under the master key."""
        return seal(self._wrap, key, self._bound(name))

    def _opened(self, sealed: bytes, name: bytes) -> bytes:
        """The key again; raises VerifyError where it was changed."""
        try:
            return self._wrap.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound(name))
        except InvalidTag as error:
            raise VerifyError(f"{self.path}: a key was changed: it does not open under the master key") from error
