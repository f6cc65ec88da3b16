"""The custody log: who did what to the evidence, when; append-only, hashed as RFC 6962 asks and signed batch by batch.

In the folder custody/ of a workspace:

    entries.jsonl       one line an entry, in order
    checkpoints.jsonl   one signed line a batch; what stands after the last one was never acknowledged
    nodes/00, 01, ...   the hashes of the tree, level by level, 32 bytes each; made of the entries, never trusted
    README.txt          the same in plain text, for whoever opens the folder without palermo
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from palermo.custody.checkpoint import Checkpoint
from palermo.custody.disk import refuse_link, room_for, sync_folder
from palermo.custody.entry import GONE, NONCE_BYTES, Entry, Event, block, commit
from palermo.custody.keys import KeyRing, Mark
from palermo.custody.logfile import last_checkpoint, signed_blocks, tail, whole_lines, write_at
from palermo.custody.nodes import Nodes
from palermo.custody.readme import README
from palermo.custody.workspace import Workspace
from palermo.errors import InputError, RoomError, VerifyError
from palermo.methods.merkle import EMPTY_ROOT, Growth, consistency_path, inclusion_path, leaf_hashes, root

__all__ = ["GONE", "NONCE_BYTES", "CustodyLog", "Entry", "Event", "commit"]

ENTRIES = "entries.jsonl"
CHECKPOINTS = "checkpoints.jsonl"


class CustodyLog:
    """The log as it was signed last.

    `read` opens it for everybody; only `writer` (in custody/lock.py) opens it for writing, under the lock.
    """

    def __init__(self, workspace: Workspace, keys: KeyRing | None, head: Checkpoint | None) -> None:
        self.workspace = workspace
        self.head = head
        self._keys = keys
        self._nodes = Nodes(workspace.custody / "nodes")
        self._key = head.key if head is not None else ""
        self._entries = workspace.custody / ENTRIES
        self._checkpoints = workspace.custody / CHECKPOINTS
        self._signed_bytes = whole_lines(self._checkpoints)
        self._growth = Growth()  # of a log that is open for writing
        self._writable = False
        self._mark_is_behind = False

    @classmethod
    def read(cls, workspace: Workspace) -> "CustodyLog":
        """Open for reading, without any lock and without keys.

        Raises:
            VerifyError: The last checkpoint cannot be read.
        """
        _refuse_links(workspace)
        return cls(workspace, None, last_checkpoint(workspace.custody / CHECKPOINTS))

    @classmethod
    def write(cls, workspace: Workspace, keys: KeyRing, who: str) -> "CustodyLog":
        """Open for writing: cut what was never acknowledged, found the log where it is new.

        Only the holder of the lock may call this.

        Raises:
            VerifyError: The log was changed, cut off, or turned back behind what the keys remember.
        """
        log = cls.read(workspace)
        log._keys = keys
        mark = keys.mark()
        if mark is not None and mark.size > log.size:
            raise VerifyError(
                f"the custody log has {log.size} entries, and the keys remember {mark.size}: the log was cut off, or "
                "the workspace is an older copy. Nothing is written to it; run `palermo verify`"
            )
        if log.size == 0 and any(any(path.iterdir()) for path in (workspace.items, workspace.tables, workspace.runs)):
            raise VerifyError(
                "the custody log is missing, and the workspace holds material that it should name. Nothing is written; "
                "bring the folder custody back from a backup"
            )
        log._trim()
        log._writable = True
        if log.size == 0:
            log._found(who)
        else:
            log._check_root(keys, mark)
            log._growth = Growth(log.size, log._nodes.node)
            log._follow_rotation(keys)
        return log

    @property
    def size(self) -> int:
        """How many entries are signed."""
        return 0 if self.head is None else self.head.size

    @property
    def length(self) -> int:
        """How many bytes they take."""
        return 0 if self.head is None else self.head.length

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries; None = over all.

        Raises:
            InputError: There are not so many.
        """
        if size is None:
            return EMPTY_ROOT if self.head is None else self.head.root
        self._within(size)
        return root(size, self._nodes.node)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of entry `index` under the root over the first `size` entries; None = over all."""
        size = self.size if size is None else size
        self._within(size)
        if not 0 <= index < size:
            raise InputError(f"the custody log has no entry {index} among the first {size}")
        return inclusion_path(index, size, self._nodes.node)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the first `old` entries are the beginning of the first `new`; None = of all."""
        new = self.size if new is None else new
        self._within(new)
        if not 0 <= old <= new:
            raise InputError(f"the custody log has no beginning of {old} among the first {new} entries")
        return consistency_path(old, new, self._nodes.node)

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """The signed lines from entry `start` on, without line ends.

        Raises:
            VerifyError: The file is shorter than what was signed.
        """
        number = 0
        for whole in signed_blocks(self._entries, self.length):
            lines = whole.split(b"\n")
            number += len(lines)
            if number > start:
                yield from lines[max(0, len(lines) - (number - start)) :]

    def lines_about(self, words: Sequence[bytes]) -> Iterator[bytes]:
        """The signed lines that hold one of the words, found without splitting the others."""
        for whole in signed_blocks(self._entries, self.length):
            if any(word in whole for word in words):
                yield from (line for line in whole.split(b"\n") if any(word in line for word in words))

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """The signed entries from number `start` on.

        Raises:
            VerifyError: A line is not an entry; `palermo verify` says more.
        """
        for number, line in enumerate(self.lines(start), start):
            try:
                yield Entry.of_line(line)
            except ValueError as error:
                raise VerifyError(f"entry {number} of the custody log cannot be read; run `palermo verify`") from error

    def append(self, entries: Sequence[Entry]) -> range:
        """Write one batch: it is on the disk and signed when this returns, or nothing of it is kept.

        The keys of items are brought to the disk first, so that no entry names an item whose key can be lost.

        Returns:
            The numbers of the entries.

        Raises:
            InputError: The log is open for reading only, or an entry is no text.
            RoomError: There is no room on the disk.
        """
        if self._keys is None or not self._writable:
            raise InputError("the custody log is open for reading; write to it within `writer`")
        if not entries:
            return range(self.size, self.size)
        leaves = block(entries, before="\0")  # JSON holds no NUL, so none but the prefixes is taken out again
        content = leaves.replace(b"\0", b"") + b"\n"
        self._keys.commit()
        start, growth = self.size, self._growth.copy()
        levels = growth.add(leaf_hashes(leaves.split(b"\n")))
        head = self._signed(growth, self.length + len(content))
        line = head.line()
        try:
            with room_for("the custody log"):
                write_at(self._entries, self.length, content)
                self._nodes.write(start, levels)
                write_at(self._checkpoints, self._signed_bytes, line)
        except BaseException:
            self._writable = False
            self._trim()  # frees room, so a full disk does not hinder it
            self._writable = True
            raise
        self.head, self._growth = head, growth
        self._signed_bytes += len(line)
        if self._keys.unnamed:
            self._keys.unnamed.difference_update(entry.subject for entry in entries)
        # The batch is signed and on the disk: from here on nothing may say that it is not.
        try:
            self._keys.set_mark(Mark(head.size, head.root))
        except (RoomError, InputError):
            self._mark_is_behind = True
        return range(start, head.size)

    def checkpoint_to(self, file: Path, who: str, at: datetime | None = None) -> Checkpoint:
        """Log that a checkpoint goes out, and write the one that covers this very entry to a file outside.

        Raises:
            InputError: The file cannot be written, or lies in the workspace.
            RoomError: There is no room on the disk.
        """
        if file.absolute().is_relative_to(self.workspace.root):
            raise InputError(f"{file} lies in the workspace; a checkpoint is worth something only elsewhere")
        moment = datetime.now(UTC) if at is None else at
        self.append([Entry(moment, who, Event.CHECKPOINT_WRITTEN)])
        assert self.head is not None  # noqa: S101  # append made it
        self.head.write(file)
        return self.head

    def settle(self) -> None:
        """End a writer's work: bring the nodes to the disk, and the mark where a full disk kept it from the keys.

        Raises:
            RoomError: There is still no room in the key folder; the log itself is whole.
        """
        self._nodes.sync()
        if self._keys is not None and self.head is not None and self._mark_is_behind:
            self._keys.set_mark(Mark(self.head.size, self.head.root))
            self._mark_is_behind = False

    def rotate_key(self, who: str, at: datetime | None = None) -> str:
        """Let a new signing key sign from here on; the entry that says so is signed by the former.

        Returns:
            The public half of the new key.
        """
        if self._keys is None:
            raise InputError("the custody log is open for reading; write to it within `writer`")
        former = self._key
        public = self._keys.new_signing_key()
        moment = datetime.now(UTC) if at is None else at
        self.append([Entry(moment, who, Event.KEY_ROTATED, public, note=f"former key {former}")])
        self._key = public
        self._keys.retire(former)
        self._keys.commit()
        return public

    def renew_nodes(self) -> None:
        """Make the nodes anew from the entries: after a writer that was cut short, perhaps by a power cut."""
        self._nodes.rebuild(self.size, self.lines())

    def _signed(self, growth: Growth, length: int) -> Checkpoint:
        """The checkpoint after a batch that is not on the disk yet."""
        assert self._keys is not None  # noqa: S101  # append made sure
        batch = 1 if self.head is None else self.head.batch + 1
        bare = Checkpoint(
            self.workspace.workspace_id, growth.size, growth.root(), datetime.now(UTC), batch, length, self._key
        )
        return replace(bare, signature=self._keys.sign(self._key, bare.body()))

    def _found(self, who: str) -> None:
        """Write the first entry, which names the first public key."""
        assert self._keys is not None  # noqa: S101  # write made sure
        folder = self.workspace.custody
        with room_for("the custody log"):
            (folder / "README.txt").write_text(README, encoding="utf-8")
            sync_folder(folder)
        self._key = self._keys.public_keys()[0]
        self.append(
            [
                Entry(
                    datetime.now(UTC),
                    who,
                    Event.WORKSPACE_MADE,
                    self.workspace.workspace_id,
                    note=f"first key {self._key}",
                )
            ]
        )

    def _check_root(self, keys: KeyRing, mark: Mark | None) -> None:
        """See that the entries give the root that these keys signed, and go on from what the keys remember."""
        assert self.head is not None  # noqa: S101  # write made sure
        self.head.verify()
        if self.head.workspace_id != self.workspace.workspace_id:
            raise VerifyError("the custody log is that of another workspace; run `palermo verify`")
        if self.head.key not in keys.public_keys():
            raise VerifyError(
                "the custody log was signed with a key that the key folder does not know. Nothing is written to it; "
                "run `palermo verify`"
            )
        if not self._agrees(self.size, self.head.root):
            self._nodes.rebuild(self.size, self.lines())
            if not self._agrees(self.size, self.head.root):
                raise VerifyError(
                    "the entries of the custody log do not give the root that was signed: they were changed. "
                    "Nothing is written to it; run `palermo verify`"
                )
        if mark is not None and not self._agrees(mark.size, mark.root):
            self._nodes.rebuild(self.size, self.lines())
            if not self._agrees(mark.size, mark.root):
                raise VerifyError(
                    f"the first {mark.size} entries of the custody log are not those that the keys remember. "
                    "Nothing is written to it; run `palermo verify`"
                )

    def _agrees(self, size: int, signed: bytes) -> bool:
        """Whether the nodes on the disk give that root; missing ones do not."""
        try:
            return root(size, self._nodes.node) == signed
        except VerifyError:
            return False

    def _follow_rotation(self, keys: KeyRing) -> None:
        """Sign with the key that the last entry names, where that entry rotates the key."""
        end = tail(self._entries, self.length)
        last = end.rstrip(b"\n").rsplit(b"\n", 1)[-1]
        if f'"event":"{Event.KEY_ROTATED.value}"'.encode() not in last:
            return
        self._key = Entry.of_line(last).subject
        keys.retire(self.head.key if self.head is not None else "")
        keys.commit()

    def _trim(self) -> None:
        """Cut what stands after the last signed batch: a crash left it there before anybody was told it is kept."""
        for path, length in ((self._entries, self.length), (self._checkpoints, self._signed_bytes)):
            if path.exists() and path.stat().st_size > length:
                os.truncate(path, length)
        self._nodes.trim(self.size)

    def _within(self, size: int) -> None:
        """Raise InputError where there are not so many entries."""
        if not 0 <= size <= self.size:
            raise InputError(f"the custody log has {self.size} entries, not {size}")


def _refuse_links(workspace: Workspace) -> None:
    """Refuse a log whose files are symbolic links."""
    for name in (ENTRIES, CHECKPOINTS, "nodes"):
        refuse_link(workspace.custody / name, workspace.root)
