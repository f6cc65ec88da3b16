"""Communities of a weighted graph: the Leiden method with an absolute null term, as numba kernels on whole numbers.

The quality is the sum over communities of the weight inside minus `density` x (sum of node sizes)^2 / 2. With node
size = strength that is modularity at resolution 2 x density x total weight: the resolution grows with the
graph, so that what one part of a graph falls into does not depend on what else is in it.

Source:
    V. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
    Scientific Reports 9, 5233 (2019). Refinement takes the best move, not a drawn one, so that
    `theta` is 0 and the seed decides the order of nodes alone.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def symmetric(left: Ints, right: Ints, weights: Ints, nodes: int) -> tuple[Ints, Ints, Ints]:
    """Compressed rows (starts, neighbours, weights) of an undirected graph; a row's neighbours are in order.

    Args:
        left, right: Ends of the edges, [0, nodes); an edge stands once, loops are left out.
        weights: Whole numbers > 0.
    """
    ends = np.concatenate((left, right))
    others = np.concatenate((right, left))
    order = np.lexsort((others, ends))
    starts = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    return starts, others[order], np.concatenate((weights, weights))[order]


def leiden(
    starts: Ints, neighbours: Ints, weights: Ints, sizes: Ints, density: float, *, seed: int = 0, rounds: int = 2
) -> Ints:
    """Put every node into a community.

    Args:
        starts, neighbours, weights: The graph as `symmetric` gives it.
        sizes: Size of each node in the null term: its strength for modularity.
        density: Weight that a pair of nodes of size 1 has to have to belong together.
        seed: Decides the order in which nodes are looked at.
        rounds: How often the whole cycle is run, each starting from the last.

    Returns:
        For each node the number of its community; numbers count up in the order of the nodes.
    """
    nodes = len(sizes)
    labels: Ints = np.arange(nodes, dtype=np.int64)
    for turn in range(rounds):
        former = labels
        labels = _cycle(starts, neighbours, weights, sizes, labels, density, seed + turn)
        if np.array_equal(former, labels):
            break
    return labels


def _cycle(starts: Ints, neighbours: Ints, weights: Ints, sizes: Ints, labels: Ints, density: float, seed: int) -> Ints:
    """Move, refine and fold the graph until nothing moves."""
    place = np.arange(len(sizes), dtype=np.int64)  # of each node, in the folded graph
    while True:
        labels = move(starts, neighbours, weights, sizes, labels, density, seed)
        parts = refine(starts, neighbours, weights, sizes, labels, density)
        count = int(parts.max(initial=-1)) + 1
        if count == len(sizes):
            return np.asarray(renumber(labels[place]), dtype=np.int64)
        inner = np.zeros(count, dtype=np.int64)
        inner[parts] = labels
        place = parts[place]
        starts, neighbours, weights, sizes = fold(starts, neighbours, weights, sizes, parts, count)
        labels = renumber(inner)


@njit(cache=True, nogil=True)
def renumber(labels: Ints) -> Ints:
    """The same groups, numbered in the order in which they first stand."""
    top = 0
    for label in labels:
        top = max(top, label + 1)
    names = np.full(top, -1, np.int64)
    out = np.empty_like(labels)
    used = 0
    for i in range(len(labels)):
        if names[labels[i]] < 0:
            names[labels[i]] = used
            used += 1
        out[i] = names[labels[i]]
    return out


@njit(cache=True, nogil=True)
def _shuffled(count: int, seed: int) -> Ints:
    """The numbers below `count` in an order that the seed decides (splitmix64, Fisher-Yates)."""
    order = np.arange(count)
    state = np.uint64(seed) * _GOLDEN + np.uint64(1)
    for i in range(count - 1, 0, -1):
        state += _GOLDEN
        z = state
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        j = np.int64(z % np.uint64(i + 1))
        order[i], order[j] = order[j], order[i]
    return order


@njit(cache=True, nogil=True)
def move(starts: Ints, neighbours: Ints, weights: Ints, sizes: Ints, labels: Ints, density: float, seed: int) -> Ints:
    """Move nodes to the community where they gain most, until none would move."""
    nodes = len(sizes)
    labels = labels.copy()
    mass = np.zeros(nodes, np.int64)
    members = np.zeros(nodes, np.int64)
    for i in range(nodes):
        mass[labels[i]] += sizes[i]
        members[labels[i]] += 1
    free = np.empty(nodes, np.int64)
    free_top = 0
    for c in range(nodes - 1, -1, -1):
        if members[c] == 0:
            free[free_top] = c
            free_top += 1
    into = np.zeros(nodes, np.int64)
    seen = np.empty(nodes, np.int64)
    queue = _shuffled(nodes, seed)
    waits = np.ones(nodes, np.bool_)
    head = 0
    waiting = nodes
    while waiting > 0:
        node = queue[head]
        head = head + 1 if head + 1 < nodes else 0
        waiting -= 1
        waits[node] = False
        old = labels[node]
        size = sizes[node]
        found = 0
        for e in range(starts[node], starts[node + 1]):
            c = labels[neighbours[e]]
            if into[c] == 0:
                seen[found] = c
                found += 1
            into[c] += weights[e]
        mass[old] -= size
        members[old] -= 1
        best = old
        gain = into[old] - density * size * mass[old]
        for k in range(found):
            c = seen[k]
            other = into[c] - density * size * mass[c]
            if other > gain or (other == gain and c < best and c != old and best != old):
                best, gain = c, other
        if gain < 0 and members[old] > 0:
            free_top -= 1
            best = free[free_top]
        for k in range(found):
            into[seen[k]] = 0
        mass[best] += size
        members[best] += 1
        if best == old:
            continue
        if members[old] == 0:
            free[free_top] = old
            free_top += 1
        labels[node] = best
        for e in range(starts[node], starts[node + 1]):
            other_node = neighbours[e]
            if labels[other_node] != best and not waits[other_node]:
                waits[other_node] = True
                tail = head + waiting
                queue[tail if tail < nodes else tail - nodes] = other_node
                waiting += 1
    return labels


@njit(cache=True, nogil=True)
def refine(starts: Ints, neighbours: Ints, weights: Ints, sizes: Ints, labels: Ints, density: float) -> Ints:
    """Split every community into parts that hang together, by merging its nodes from the start."""
    nodes = len(sizes)
    total = np.zeros(nodes, np.int64)  # size of each community
    for i in range(nodes):
        total[labels[i]] += sizes[i]
    parts = np.arange(nodes)
    mass = sizes.copy()
    outward = np.zeros(nodes, np.int64)  # weight from each part to the rest of its community
    alone = np.ones(nodes, np.bool_)
    for i in range(nodes):
        for e in range(starts[i], starts[i + 1]):
            if labels[neighbours[e]] == labels[i]:
                outward[i] += weights[e]
    into = np.zeros(nodes, np.int64)
    seen = np.empty(nodes, np.int64)
    for node in range(nodes):
        whole = total[labels[node]]
        size = sizes[node]
        if not alone[node] or outward[node] < density * size * (whole - size):
            continue
        found = 0
        for e in range(starts[node], starts[node + 1]):
            if labels[neighbours[e]] != labels[node]:
                continue
            p = parts[neighbours[e]]
            if into[p] == 0:
                seen[found] = p
                found += 1
            into[p] += weights[e]
        best = node
        gain = 0.0
        for k in range(found):
            p = seen[k]
            other = into[p] - density * size * mass[p]
            if other > gain and outward[p] >= density * mass[p] * (whole - mass[p]):
                best, gain = p, other
        if best != node:
            inside = into[best]
            parts[node] = best
            mass[best] += size
            mass[node] = 0
            outward[best] += outward[node] - 2 * inside
            alone[node] = False
            alone[best] = False
        for k in range(found):
            into[seen[k]] = 0
    named: Ints = renumber(parts)
    return named


@njit(cache=True, nogil=True)
def fold(
    starts: Ints, neighbours: Ints, weights: Ints, sizes: Ints, parts: Ints, count: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Make each part one node; weights between parts add up, weights inside are left out."""
    nodes = len(sizes)
    first = np.zeros(count + 1, np.int64)
    folded_sizes = np.zeros(count, np.int64)
    for i in range(nodes):
        first[parts[i] + 1] += 1
        folded_sizes[parts[i]] += sizes[i]
    for p in range(count):
        first[p + 1] += first[p]
    at = first[:-1].copy()
    order = np.empty(nodes, np.int64)
    for i in range(nodes):
        order[at[parts[i]]] = i
        at[parts[i]] += 1
    folded_starts = np.zeros(count + 1, np.int64)
    folded_neighbours = np.empty(len(neighbours), np.int64)
    folded_weights = np.empty(len(neighbours), np.int64)
    into = np.zeros(count, np.int64)
    seen = np.empty(count, np.int64)
    used = 0
    for p in range(count):
        found = 0
        for k in range(first[p], first[p + 1]):
            node = order[k]
            for e in range(starts[node], starts[node + 1]):
                q = parts[neighbours[e]]
                if q == p:
                    continue
                if into[q] == 0:
                    seen[found] = q
                    found += 1
                into[q] += weights[e]
        for k in range(found):
            folded_neighbours[used] = seen[k]
            folded_weights[used] = into[seen[k]]
            into[seen[k]] = 0
            used += 1
        folded_starts[p + 1] = used
    return folded_starts, folded_neighbours[:used].copy(), folded_weights[:used].copy(), folded_sizes
