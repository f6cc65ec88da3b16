"""Merkle trees as RFC 6962 hashes them: roots, and proofs of inclusion and of consistency.

Everything here is arithmetic over hashes. Where the nodes are kept is the caller's affair: a function that
needs them takes `node(level, index)`, which gives the hash over the leaves [index << level, (index + 1) << level);
level 0 is the leaves. Only whole subtrees are asked for, so nodes never change once they are written.

Source:
    RFC 6962 (2013), Certificate Transparency, section 2.1; RFC 9162 (2021), sections 2.1.3 and 2.1.4, for the two
    verification procedures.
"""

import hashlib
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Protocol


class _Hash(Protocol):
    """A hash that took its bytes in."""

    def digest(self) -> bytes:
        """The 32 bytes."""
        ...


def _sha256() -> Callable[[bytes], _Hash]:
    """Python's own SHA-256, else that of OpenSSL: for 65 bytes, OpenSSL's start costs more than its hashing."""
    for name in ("_sha2", "_sha256"):
        try:
            made: Callable[[bytes], _Hash] = import_module(name).sha256
        except ImportError:
            continue
        return made
    return hashlib.sha256


sha256 = _sha256()

Node = Callable[[int, int], bytes]

HASH_BYTES = 32  # SHA-256
EMPTY_ROOT = sha256(b"").digest()  # RFC 6962, 2.1: the hash of an empty list is the hash of an empty string


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf; the prefix 0 keeps a leaf from passing for a node."""
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(prefixed: Sequence[bytes]) -> list[bytes]:
    """Hash many leaves that have their prefix 0 already."""
    return [sha256(leaf).digest() for leaf in prefixed]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent."""
    return sha256(b"\x01" + left + right).digest()


def grow(size: int, leaves: Sequence[bytes], node: Node) -> list[list[bytes]]:
    """Make the nodes that a tree of `size` leaves gains from further ones.

    Args:
        size: Leaves before.
        leaves: The hashes of the leaves to add, in order.
        node: The nodes before; asked for at most one a level.

    Returns:
        For each level from 0 the new nodes in order; the first of level L has index `size >> L`.
    """
    levels: list[list[bytes]] = []
    fresh = list(leaves)
    level = 0
    while fresh:
        levels.append(fresh)
        before = size >> level
        row = [node(level, before - 1), *fresh] if before & 1 else fresh
        pairs = iter(row)
        # Inlined: a million nodes, and a call costs a third of the hash.
        fresh = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        level += 1
    return levels


def root(size: int, node: Node) -> bytes:
    """Hash the first `size` leaves, from their whole subtrees."""
    if size == 0:
        return EMPTY_ROOT
    return _range_root(0, size, node)


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """Make the audit path that shows leaf `index` in the tree of the first `size` leaves.

    Raises:
        ValueError: There is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(_range_root(middle, stop, node))
            stop = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    path.reverse()
    return path


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """Make the proof that the tree of the first `old` leaves is the beginning of that of the first `new`.

    Raises:
        ValueError: `old` is not in 0..`new`.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves does not come before one of {new}")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, stop = 0, new
    whole = True  # whether the subtree of the old tree at hand is all of the old tree: its hash is known then
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(_range_root(middle, stop, node))
            stop = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
            whole = False
    if not whole:
        path.append(_range_root(start, stop, node))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Tell whether `path` shows the leaf of hash `leaf` at `index` under the root of `size` leaves."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at & 1 == 0 and at:
                at >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and found == root_hash


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether `path` shows that the tree of `old` leaves is the beginning of that of `new`.

    A tree of no leaves is the beginning of every tree; its path is empty.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not path and old_root == new_root
    if not path:
        return False
    proof = [old_root, *path] if old & (old - 1) == 0 else list(path)
    at, last = old - 1, new - 1
    while at & 1:
        at >>= 1
        last >>= 1
    small = large = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            small = node_hash(sibling, small)
            large = node_hash(sibling, large)
            while at & 1 == 0 and at:
                at >>= 1
                last >>= 1
        else:
            large = node_hash(large, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and small == old_root and large == new_root


class Growth:
    """A tree that leaves come into, of which only the last node of each level is kept: enough for the root.

    Args:
        size: Leaves that are in it already.
        node: The nodes that they make; None where there are no leaves yet.
    """

    def __init__(self, size: int = 0, node: Node | None = None) -> None:
        self.size = size
        self._last: list[bytes] = []
        if node is not None:
            self._last = [node(level, (size >> level) - 1) for level in range(size.bit_length())]

    def copy(self) -> "Growth":
        """The same tree, to grow apart."""
        other = Growth(self.size)
        other._last = list(self._last)
        return other

    def add(self, leaves: Sequence[bytes]) -> list[list[bytes]]:
        """Take in further leaf hashes; gives the nodes that this makes, as `grow`."""
        levels = grow(self.size, leaves, self._node)
        for level, fresh in enumerate(levels):
            if level == len(self._last):
                self._last.append(fresh[-1])
            else:
                self._last[level] = fresh[-1]
        self.size += len(leaves)
        return levels

    def root(self) -> bytes:
        """The root over all leaves taken in."""
        return root(self.size, self._node)

    def _node(self, level: int, index: int) -> bytes:
        """The last node of a level."""
        if index != (self.size >> level) - 1:
            raise ValueError(f"node {index} of level {level} is not kept")
        return self._last[level]


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 6962, 2.1), for size > 1."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_root(start: int, stop: int, node: Node) -> bytes:
    """Hash the leaves [start, stop) where `start` is a multiple of every power of two below the length."""
    length = stop - start
    found: bytes | None = None
    at = stop
    while length:
        level = (length & -length).bit_length() - 1
        at -= 1 << level
        peak = node(level, at >> level)
        found = peak if found is None else node_hash(peak, found)
        length &= length - 1
    if found is None:
        raise ValueError("a range of no leaves has no hash of its own")
    return found
