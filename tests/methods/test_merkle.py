"""Merkle trees: golden roots and proofs, and properties over every small tree."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.methods.merkle import (
    EMPTY_ROOT,
    Growth,
    Node,
    consistency_path,
    grow,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The reference tree of certificate-transparency (cpp/merkletree/merkle_tree_test.cc): eight leaves, the root over the
# first 0 to 8 of them, and proofs; sizes and indexes count from 0 here.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (index, size) -> path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old, new) -> path
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (3, 8): [
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
}


def nodes_of(leaves: list[bytes]) -> Node:
    levels = grow(0, [leaf_hash(leaf) for leaf in leaves], lambda level, index: b"")
    return lambda level, index: levels[level][index]


def made(count: int) -> list[bytes]:
    return [str(number).encode() for number in range(count)]


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    assert root(size, nodes_of(LEAVES)).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_paths_are_those_of_the_reference_tree(index: int, size: int) -> None:
    path = inclusion_path(index, size, nodes_of(LEAVES))
    assert [node.hex() for node in path] == INCLUSION[index, size]
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_paths_are_those_of_the_reference_tree(old: int, new: int) -> None:
    path = consistency_path(old, new, nodes_of(LEAVES))
    assert [node.hex() for node in path] == CONSISTENCY[old, new]
    assert verify_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), path)


def test_every_proof_in_trees_of_up_to_40_leaves_holds_and_only_in_its_place() -> None:
    leaves = made(40)
    node = nodes_of(leaves)
    roots = [by_definition(leaves[:size]) for size in range(41)]
    for size in range(41):
        assert root(size, node) == roots[size]
        for index in range(size):
            path = inclusion_path(index, size, node)
            assert verify_inclusion(leaf_hash(leaves[index]), index, size, path, roots[size])
            assert not verify_inclusion(leaf_hash(b"other"), index, size, path, roots[size])
            assert not verify_inclusion(leaf_hash(leaves[index]), index, size, [*path, b"x" * 32], roots[size])
            wrong = (index + 1) % size
            assert size == 1 or not verify_inclusion(leaf_hash(leaves[index]), wrong, size, path, roots[size])
        for old in range(size + 1):
            path = consistency_path(old, size, node)
            assert verify_consistency(old, size, roots[old], roots[size], path)
            if 0 < old < size:
                assert not verify_consistency(old, size, leaf_hash(b"other"), roots[size], path)
                assert not verify_consistency(old, size, roots[old], leaf_hash(b"other"), path)
                assert not verify_consistency(old, size, roots[old], roots[size], path[:-1])


@settings(max_examples=40, deadline=None)
@given(batches=st.lists(st.integers(0, 20), max_size=12))
def test_a_tree_grown_in_batches_is_the_tree_grown_at_once(batches: list[int]) -> None:
    leaves = [leaf_hash(leaf) for leaf in made(sum(batches))]
    at_once = grow(0, leaves, lambda level, index: b"")
    growth = Growth()
    levels: list[list[bytes]] = []
    for count in batches:
        for level, fresh in enumerate(growth.add(leaves[growth.size : growth.size + count])):
            if level == len(levels):
                levels.append([])
            levels[level] += fresh
    assert levels == at_once
    assert growth.root() == (by_definition(made(sum(batches))) if leaves else EMPTY_ROOT)


@settings(max_examples=60, deadline=None)
@given(size=st.integers(2, 200), data=st.data())
def test_a_changed_proof_never_holds(size: int, data: st.DataObject) -> None:
    leaves = made(size)
    node = nodes_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, node)
    at = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(path[at])
    changed[bit // 8] ^= 1 << bit % 8
    broken = [*path[:at], bytes(changed), *path[at + 1 :]]
    assert not verify_inclusion(leaf_hash(leaves[index]), index, size, broken, root(size, node))


def test_proofs_that_cannot_be_are_refused() -> None:
    node = nodes_of(LEAVES)
    with pytest.raises(ValueError, match="leaf 8 is not in a tree of 8"):
        inclusion_path(8, 8, node)
    with pytest.raises(ValueError, match="does not come before"):
        consistency_path(9, 8, node)
    assert not verify_inclusion(leaf_hash(b""), 3, 3, [], EMPTY_ROOT)
    assert not verify_consistency(5, 4, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not verify_consistency(3, 4, EMPTY_ROOT, EMPTY_ROOT, [])
    assert verify_consistency(0, 4, EMPTY_ROOT, leaf_hash(b""), [])
