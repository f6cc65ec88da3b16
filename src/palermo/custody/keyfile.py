"""The file that holds a workspace's keys: where it lies, who may read it, and how its master key is guarded."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from palermo.custody.disk import refuse_link
from palermo.errors import InputError, NotFoundError, RoomError, VerifyError

KEYS_FILE = "keys.sqlite"
KEYS_FORMAT = 1
# OWASP Password Storage Cheat Sheet (2024) for scrypt: N = 2^17, r = 8, p = 1; 128 MiB and about half a second.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2; random nonces are safe far beyond the 2^20 keys of one master key
_MASTER_NAME = b"master"


TABLES = """
create table facts (name text primary key, value blob not null) without rowid;
create table signing_keys (public text primary key, private blob, made_at integer not null) without rowid;
create table item_keys (item_id text primary key, key_id blob not null, wrapped blob not null) without rowid;
create table erased (item_id text primary key) without rowid;
create table mark (only integer primary key check (only = 1), size integer not null, root blob not null);
"""


@dataclass(frozen=True)
class ItemKey:
    """The key of one item, and the name of that key that stands in the item's file."""

    key_id: bytes
    key: bytes


@dataclass(frozen=True)
class Mark:
    """How far the log had come when this key folder last saw it."""

    size: int
    root: bytes


def key_folder(folder: Path | None = None) -> Path:
    """The folder given, else $PALERMO_KEYS, else ~/.config/palermo/keys."""
    if folder is not None:
        return folder.absolute()
    named = os.environ.get("PALERMO_KEYS")
    return Path(named).absolute() if named else Path.home() / ".config" / "palermo" / "keys"


def seal(wrap: AESGCM, key: bytes, bound: bytes) -> bytes:
    """Encrypt a key, its nonce before it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrap.encrypt(nonce, key, bound)


def own_folder(workspace_id: str, folder: Path | None, *, make: bool) -> Path:
    """The workspace's folder in the key folder; refused where others may read it."""
    if not workspace_id.isalnum():
        raise InputError("a workspace id is letters and digits only")
    outer = key_folder(folder)
    own = outer / workspace_id
    if make:
        try:
            outer.mkdir(mode=0o700, parents=True, exist_ok=True)
            own.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise InputError(f"{own} cannot be made: {error.strerror}") from error
    for path in (outer, own):
        if path.exists():
            refuse_shared(path, 0o700)
    refuse_link(own, outer)
    return own


def keys_path(workspace_id: str, folder: Path | None) -> Path:
    """The file that holds a workspace's keys.

    Raises:
        NotFoundError: There is none in the key folder.
        VerifyError: Others may read it.
    """
    path = own_folder(workspace_id, folder, make=False) / KEYS_FILE
    if not path.is_file():
        raise NotFoundError(
            f"{path}: there are no keys for this workspace. Set PALERMO_KEYS to the folder that holds them, "
            "or bring a backup back with `palermo key restore`"
        )
    refuse_shared(path, 0o600)
    return path


def refuse_shared(path: Path, mode: int) -> None:
    """Raise VerifyError where anybody but the owner may read the path, or somebody else owns it."""
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise VerifyError(f"{path} belongs to another account; keys are used by their owner only")
    open_to = stat.S_IMODE(found.st_mode)
    if open_to & 0o077:
        raise VerifyError(
            f"{path} is open to others (mode {open_to:04o}); should be {mode:04o}: chmod {mode:o} '{path}'"
        )


def connect(path: Path, *, make: bool = False) -> sqlite3.Connection:
    """Open the file; a new one is made with mode 0600 before SQLite writes to it."""
    if make:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30.0)
    connection.execute("pragma journal_mode = wal").fetchall()
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on").fetchall()
    return connection


def derived(passphrase: str, salt: bytes) -> AESGCM:
    """Make the key that a passphrase stands for."""
    scrypt = Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
    return AESGCM(scrypt.derive(passphrase.encode()))


def keep_master(connection: sqlite3.Connection, workspace_id: str, master: bytes, passphrase: str | None) -> None:
    """Write the master key, wrapped where there is a passphrase, in place of the former."""
    connection.execute("delete from facts where name in ('salt', 'master')")
    if passphrase is not None:
        salt = os.urandom(16)
        master = seal(derived(passphrase, salt), master, workspace_id.encode() + _MASTER_NAME)
        connection.execute("insert into facts values ('salt', ?)", (salt,))
    connection.execute("insert into facts values ('master', ?)", (master,))


def read_master(connection: sqlite3.Connection, workspace_id: str, passphrase: str | None, path: Path) -> bytes:
    """Read the master key, unwrapping it where a passphrase guards it."""
    facts = {str(name): bytes(value) for name, value in connection.execute("select name, value from facts")}
    if facts.get("workspace_id") != workspace_id.encode():
        raise VerifyError(f"{path} holds the keys of another workspace")
    if facts.get("format") != str(KEYS_FORMAT).encode():
        raise VerifyError(f"{path} is of another format than {KEYS_FORMAT}, which this version reads")
    master = facts.get("master", b"")
    if "salt" in facts:
        if passphrase is None:
            raise VerifyError(f"{path} is guarded by a passphrase, and none was given")
        try:
            wrap = derived(passphrase, facts["salt"])
            master = wrap.decrypt(master[:NONCE_BYTES], master[NONCE_BYTES:], workspace_id.encode() + _MASTER_NAME)
        except InvalidTag as error:
            raise VerifyError(f"{path}: the passphrase is not the one that guards these keys") from error
    if len(master) != 32:
        raise VerifyError(f"{path}: the master key is damaged")
    return master


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise RoomError(
                f"no room on the disk for {path}; nothing of it was kept. Free some and try again"
            ) from error
        raise InputError(f"{path} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise VerifyError(f"{path} is damaged, or is not a key file: {error}. Restore it from a backup") from error
    except OSError as error:
        raise InputError(f"{path} cannot be used: {error.strerror}") from error
