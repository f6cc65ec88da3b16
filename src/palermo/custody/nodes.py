"""The hashes of the custody log's tree on the disk: one file a level, 32 bytes a node.

They only save work: whoever doubts them makes them anew from the entries.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from palermo.custody.disk import write_all
from palermo.errors import VerifyError
from palermo.methods.merkle import HASH_BYTES, grow, leaf_hash

_BATCH = 65_536  # leaves hashed at once when nodes are made anew


class Nodes:
    """The node files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[Path] = []  # made once: paths cost more than the writes

    def path(self, level: int) -> Path:
        """The file of a level; 0 holds the hashes of the entries."""
        while level >= len(self._paths):
            self._paths.append(self._folder / f"{len(self._paths):02d}")
        return self._paths[level]

    def node(self, level: int, index: int) -> bytes:
        """One node.

        Raises:
            VerifyError: It is not there.
        """
        try:
            number = os.open(self.path(level), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise VerifyError(f"custody/nodes/{level:02d} cannot be read: {error.strerror}") from error
        try:
            found = os.pread(number, HASH_BYTES, index * HASH_BYTES)
        finally:
            os.close(number)
        if len(found) != HASH_BYTES:
            raise VerifyError(f"custody/nodes/{level:02d} has no node {index}; run `palermo verify`")
        return found

    def write(self, start: int, levels: Sequence[Sequence[bytes]]) -> None:
        """Write the nodes that `grow` made after `start` leaves; not brought to the disk, as they can be made anew."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for level, fresh in enumerate(levels):
            number = os.open(self.path(level), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                os.lseek(number, (start >> level) * HASH_BYTES, os.SEEK_SET)
                write_all(number, b"".join(fresh))
            finally:
                os.close(number)

    def sync(self) -> None:
        """Bring the nodes to the disk."""
        for level in self.levels():
            number = os.open(self.path(level), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def read(self, level: int, start: int, count: int) -> bytes:
        """The bytes of some nodes of a level; fewer where the file is short or missing."""
        try:
            with self.path(level).open("rb") as file:
                file.seek(start * HASH_BYTES)
                return file.read(count * HASH_BYTES)
        except FileNotFoundError:
            return b""

    def trim(self, size: int) -> None:
        """Cut what goes beyond a tree of `size` leaves."""
        for level in list(self.levels()):
            path = self.path(level)
            if size >> level == 0:
                path.unlink()
            elif path.stat().st_size > (size >> level) * HASH_BYTES:
                os.truncate(path, (size >> level) * HASH_BYTES)

    def rebuild(self, size: int, lines: Iterable[bytes]) -> None:
        """Make all nodes anew from the first `size` entries."""
        for level in list(self.levels()):
            self.path(level).unlink()
        done = 0
        stream = iter(lines)
        while done < size:
            leaves = [leaf_hash(line) for line in islice(stream, min(_BATCH, size - done))]
            if not leaves:
                raise VerifyError(f"the custody log has {done} entries, and {size} were signed; run `palermo verify`")
            self.write(done, grow(done, leaves, self.node))
            done += len(leaves)

    def levels(self) -> Iterator[int]:
        """The levels that are there."""
        level = 0
        while self.path(level).exists():
            yield level
            level += 1
