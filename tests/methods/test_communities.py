"""Union-find, Leiden, cut vertices and layout against brute force and each other."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.methods.bridges import cut_sizes
from palermo.methods.layout import place_nodes
from palermo.methods.leiden import leiden, symmetric
from palermo.methods.union_find import components

Ints = npt.NDArray[np.int64]
EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


def _ends(edges: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _flooded(edges: list[tuple[int, int]], nodes: int, without: int | None = None) -> list[int]:
    """Components by flooding: the smallest node of each."""
    label = list(range(nodes))
    for _ in range(nodes):
        for a, b in edges:
            if without not in (a, b):
                label[a] = label[b] = min(label[a], label[b])
    return label


def _simple(edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_union_find_names_the_smallest_node_of_each_component(edges: list[tuple[int, int]]) -> None:
    assert components(*_ends(edges), 12).tolist() == _flooded(edges, 12)


def test_union_find_refuses_an_edge_to_nowhere() -> None:
    with pytest.raises(ValueError, match=r"leaves \[0, 3\)"):
        components(np.array([0]), np.array([3]), 3)
    with pytest.raises(ValueError, match="1 left ends, 0 right ends"):
        components(np.array([0]), np.array([], dtype=np.int64), 3)


@settings(max_examples=60, deadline=None)
@given(EDGES, st.integers(0, 5))
def test_a_community_hangs_together_and_numbers_count_up(edges: list[tuple[int, int]], seed: int) -> None:
    simple = _simple(edges)
    left, right = _ends(simple)
    starts, neighbours, weights = symmetric(left, right, np.full(len(left), 1000), 12)
    labels = leiden(starts, neighbours, weights, np.diff(starts) * 1000, 1e-5, seed=seed)
    assert labels.tolist() == leiden(starts, neighbours, weights, np.diff(starts) * 1000, 1e-5, seed=seed).tolist()
    inside = [(a, b) for a, b in simple if labels[a] == labels[b]]
    whole = _flooded(inside, 12)
    for community in set(labels.tolist()):
        members = np.flatnonzero(labels == community)
        assert len({whole[member] for member in members}) == 1
    first = [labels.tolist().index(label) for label in range(max(labels) + 1)]
    assert first == sorted(first)


def test_two_cliques_with_one_edge_between_them_are_two_communities() -> None:
    cliques = [(a + k, b + k) for k in (0, 6) for a in range(6) for b in range(a)]
    left, right = _ends([*cliques, (0, 6)])
    starts, neighbours, weights = symmetric(left, right, np.full(len(left), 1000), 12)
    labels = leiden(starts, neighbours, weights, np.diff(starts) * 1000, 1e-5)
    assert labels.tolist() == [0] * 6 + [1] * 6


def test_what_is_elsewhere_in_the_graph_does_not_move_a_community() -> None:
    cliques = [(a + k, b + k) for k in (0, 6) for a in range(6) for b in range(a)]
    small = _ends([*cliques, (0, 6)])
    large = _ends([*cliques, (0, 6), *[(a, a + 1) for a in range(12, 400)]])
    found = []
    for (left, right), nodes in ((small, 12), (large, 401)):
        starts, neighbours, weights = symmetric(left, right, np.full(len(left), 1000), nodes)
        found.append(leiden(starts, neighbours, weights, np.diff(starts) * 1000, 1e-5)[:12].tolist())
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_a_cut_vertex_takes_off_all_pieces_but_the_largest(edges: list[tuple[int, int]]) -> None:
    simple = _simple(edges)
    left, right = _ends(simple)
    starts, neighbours, _ = symmetric(left, right, np.ones(len(left), np.int64), 12)
    found = cut_sizes(starts, neighbours, np.ones(12, np.int64))
    whole = _flooded(simple, 12)
    for node in range(12):
        pieces = _flooded(simple, 12, without=node)
        others = [pieces[n] for n in range(12) if whole[n] == whole[node] and n != node]
        sizes = [others.count(piece) for piece in set(others)]
        assert found[node] == sum(sizes) - max(sizes, default=0)


def test_a_drawing_is_the_same_each_time_and_stays_in_its_frame() -> None:
    left, right = _ends([(0, n) for n in range(1, 9)])
    first, again = (place_nodes(left, right, 9) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.min() >= 0
    assert first.max() <= 1
    assert len({tuple(spot) for spot in first.tolist()}) == 9
    assert place_nodes(left[:0], right[:0], 0).shape == (0, 2)
