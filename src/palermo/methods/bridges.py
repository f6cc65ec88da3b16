"""Which nodes hold a graph together: cut vertices, with how much would come off.

Source:
    J. Hopcroft, R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", Communications of the
    ACM 16 (1973).
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def cut_sizes(starts: Ints, neighbours: Ints, mass: Ints) -> Ints:
    """Say for each node how much would come off its part of the graph without it.

    Args:
        starts, neighbours: Compressed rows of an undirected graph.
        mass: What each node counts, >= 0.

    Returns:
        For each node the mass of all pieces but the largest that are left when it is taken
        away; 0 for a node whose removal splits nothing.
    """
    nodes = len(starts) - 1
    depth = np.full(nodes, -1, np.int64)
    low = np.zeros(nodes, np.int64)
    below = mass.copy()  # mass of the node's subtree
    parent = np.full(nodes, -1, np.int64)
    at = starts[:-1].copy()
    stack = np.empty(nodes, np.int64)
    cut_off = np.zeros(nodes, np.int64)  # mass of subtrees that hang on the node alone
    largest = np.zeros(nodes, np.int64)  # the largest of them
    total = np.zeros(nodes, np.int64)
    order = np.empty(nodes, np.int64)
    seen = 0
    for root in range(nodes):
        if depth[root] >= 0:
            continue
        first = seen
        top = 0
        stack[0] = root
        depth[root] = 0
        low[root] = 0
        order[seen] = root
        seen += 1
        while top >= 0:
            node = stack[top]
            if at[node] < starts[node + 1]:
                other = neighbours[at[node]]
                at[node] += 1
                if depth[other] < 0:
                    depth[other] = depth[node] + 1
                    low[other] = depth[other]
                    parent[other] = node
                    order[seen] = other
                    seen += 1
                    top += 1
                    stack[top] = other
                elif other != parent[node]:
                    low[node] = min(low[node], depth[other])
                continue
            top -= 1
            up = parent[node]
            if up < 0:
                continue
            low[up] = min(low[up], low[node])
            below[up] += below[node]
            if low[node] >= depth[up]:
                cut_off[up] += below[node]
                largest[up] = max(largest[up], below[node])
        for k in range(first, seen):
            total[order[k]] = below[root]
    out = np.zeros(nodes, np.int64)
    for node in range(nodes):
        rest = total[node] - mass[node] - cut_off[node]  # what stays joined upwards
        pieces = cut_off[node] + rest
        out[node] = pieces - max(largest[node], rest)
    return out
