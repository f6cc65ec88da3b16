"""A checkpoint: what the log was at one moment, signed, small enough to print.

Inside the workspace one is written after each batch of entries; one kept elsewhere is the only thing that holds
against the holder of the signing key and against a workspace that was turned back whole.

Source:
    C2SP signed-note and tlog-checkpoint (v1.0.0, 2024): the text that is signed, and the line that signs it. Four
    extension lines follow the three that the standard asks for.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from palermo.custody.disk import write_whole
from palermo.errors import InputError, NotFoundError, VerifyError

_ED25519 = b"\x01"  # C2SP signed-note, "Signature types"
_UTC_DIGITS = len("2025-01-31T12:00:00.000000Z")
_MOST_BYTES = 4096  # a checkpoint has about 500; a bigger file is something else


@dataclass(frozen=True)
class Checkpoint:
    """The log at one moment.

    Args:
        workspace_id: Whose log.
        size: How many entries.
        root: RFC 6962 root over them, 32 bytes.
        at: When it was signed, UTC.
        batch: Its number, from 1; none is left out.
        length: Bytes of all entries, line ends included.
        key: Public half of the signing key, hexadecimal.
        signature: Ed25519 over `body()`; empty before it is signed.
    """

    workspace_id: str
    size: int
    root: bytes
    at: datetime
    batch: int
    length: int
    key: str
    signature: bytes = b""

    @property
    def name(self) -> str:
        """Names the log, and the key within a signed note."""
        return f"palermo/{self.workspace_id}"

    def body(self) -> bytes:
        """The text that is signed."""
        return (
            f"{self.name}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
            f"at {utc_text(self.at)}\nbatch {self.batch}\nbytes {self.length}\nkey {self.key}\n"
        ).encode()

    def verify(self) -> None:
        """Raise VerifyError where the signature does not hold under the key that the checkpoint names."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key)).verify(self.signature, self.body())
        except (InvalidSignature, ValueError) as error:
            raise VerifyError(f"the signature of the checkpoint at {self.size} entries does not hold") from error

    def text(self) -> str:
        """The checkpoint as a signed note: body, empty line, signature."""
        signature = base64.b64encode(key_hash(self.name, self.key) + self.signature).decode()
        return f"{self.body().decode()}\n\u2014 {self.name} {signature}\n"

    def line(self) -> bytes:
        """The checkpoint as one line of custody/checkpoints.jsonl, line end included."""
        held = {
            "at": utc_text(self.at),
            "batch": self.batch,
            "key": self.key,
            "length": self.length,
            "root": self.root.hex(),
            "signature": self.signature.hex(),
            "size": self.size,
            "workspace": self.workspace_id,
        }
        return json.dumps(held, separators=(",", ":")).encode() + b"\n"

    def write(self, file: Path) -> None:
        """Write the signed note to a file outside the workspace.

        Raises:
            InputError: The file cannot be written.
            RoomError: There is no room on the disk.
        """
        write_whole(file, self.text().encode(), mode=0o644)

    @classmethod
    def read(cls, file: Path) -> "Checkpoint":
        """Read a signed note; the signature is not looked at yet.

        Raises:
            NotFoundError: There is no such file.
            InputError: It is not a checkpoint.
        """
        if not file.is_file():
            raise NotFoundError(f"{file}: there is no such file")
        with file.open("rb") as held:
            content = held.read(_MOST_BYTES + 1)
        try:
            if len(content) > _MOST_BYTES:
                raise ValueError("too long")
            return cls.of_text(content.decode())
        except ValueError as error:
            raise InputError(
                f"{file} is not a checkpoint; should be a file that `palermo checkpoint --to FILE` wrote, unchanged"
            ) from error

    @classmethod
    def of_text(cls, text: str) -> "Checkpoint":
        """Read a signed note. Raises ValueError where the text is none."""
        body, parted, signed = text.replace("\r\n", "\n").partition("\n\n")
        lines = body.split("\n")
        mark, name, encoded = signed.strip().split(" ")
        if not parted or len(lines) != 7 or mark != "\u2014" or name != lines[0] or not name.startswith("palermo/"):
            raise ValueError("not a signed note of a palermo log")
        extra = dict(line.split(" ", 1) for line in lines[3:])
        signature = base64.b64decode(encoded, validate=True)
        found = cls(
            workspace_id=name.removeprefix("palermo/"),
            size=int(lines[1]),
            root=base64.b64decode(lines[2], validate=True),
            at=utc_of(extra.get("at", "")),
            batch=int(extra.get("batch", "")),
            length=int(extra.get("bytes", "")),
            key=extra.get("key", ""),
            signature=signature[4:],
        )
        if found.body().decode() != body + "\n" or signature[:4] != key_hash(name, found.key):
            raise ValueError("not a signed note of a palermo log")
        return found

    @classmethod
    def of_line(cls, line: bytes) -> "Checkpoint":
        """Read one line of custody/checkpoints.jsonl. Raises ValueError where it is none."""
        held = json.loads(line)
        if not isinstance(held, Mapping):
            raise ValueError("not a checkpoint")
        try:
            found = cls(
                workspace_id=str(held["workspace"]),
                size=int(held["size"]),
                root=bytes.fromhex(held["root"]),
                at=utc_of(held["at"]),
                batch=int(held["batch"]),
                length=int(held["length"]),
                key=str(held["key"]),
                signature=bytes.fromhex(held["signature"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not a checkpoint") from error
        if found.line().rstrip(b"\n") != line.rstrip(b"\n"):
            raise ValueError("not a checkpoint as palermo writes it")
        return found


def utc_text(at: datetime) -> str:
    """A moment as ISO 8601 in UTC with microseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_of(text: str) -> datetime:
    """Read what `utc_text` wrote. Raises ValueError where it is something else."""
    if len(text) != _UTC_DIGITS or text[10] != "T" or text[-1] != "Z":
        raise ValueError("not a moment in UTC")
    return datetime.fromisoformat(text)


def key_hash(name: str, key: str) -> bytes:
    """The four bytes that name a key in a signed note (C2SP signed-note, "Key ID")."""
    return sha256(name.encode() + b"\n" + _ED25519 + bytes.fromhex(key)).digest()[:4]
