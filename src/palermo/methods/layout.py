"""Where the nodes of a small graph stand in a drawing: forces, computed the same way every time.

Source:
    T. Fruchterman, E. Reingold, "Graph drawing by force-directed placement", Software: Practice and Experience
    21 (1991); repulsion grows with degree as in M. Jacomy and others, "ForceAtlas2", PLoS ONE 9 (2014).
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
DECIMALS = 4  # of a drawing's width: finer than any printer


def place_nodes(left: Ints, right: Ints, nodes: int, *, steps: int = 120) -> Floats:
    """Lay a graph out in the unit square.

    Nodes start on a sunflower in their order, so nothing is drawn at random: sort them by id.

    Args:
        left, right: Ends of the edges, [0, nodes).
        nodes: How many; the work grows with its square, so give at most a few hundred.
        steps: Rounds of moving.

    Returns:
        An array of nodes x 2: x and y in [0, 1], rounded to DECIMALS.
    """
    if nodes == 0:
        return np.zeros((0, 2))
    at = np.arange(nodes) + 0.5
    radius = np.sqrt(at / nodes)
    start = np.stack((radius * np.cos(at * GOLDEN_ANGLE), radius * np.sin(at * GOLDEN_ANGLE)), axis=1)
    placed = _settle(start, left, right, steps)
    low, high = placed.min(axis=0), placed.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    return np.asarray(np.round(np.clip(0.5 + (placed - (low + high) / 2) / width, 0.0, 1.0), DECIMALS))


@njit(cache=True, nogil=True)
def _settle(start: Floats, left: Ints, right: Ints, steps: int) -> Floats:
    """Push all nodes apart, pull linked ones together, draw all to the middle; smaller steps each round."""
    nodes = len(start)
    place = start.copy()
    degree = np.ones(nodes)
    for e in range(len(left)):
        degree[left[e]] += 1.0
        degree[right[e]] += 1.0
    root = np.sqrt(degree)
    length = 1.0 / np.sqrt(nodes)
    for step in range(steps):
        heat = 0.15 * (1.0 - step / steps) + 0.002
        force = np.zeros((nodes, 2))
        for i in range(nodes):
            for j in range(i + 1, nodes):
                dx = place[i, 0] - place[j, 0]
                dy = place[i, 1] - place[j, 1]
                push = length * length * root[i] * root[j] / (dx * dx + dy * dy + 1e-6)
                force[i, 0] += dx * push
                force[i, 1] += dy * push
                force[j, 0] -= dx * push
                force[j, 1] -= dy * push
        for e in range(len(left)):
            i, j = left[e], right[e]
            dx = place[i, 0] - place[j, 0]
            dy = place[i, 1] - place[j, 1]
            pull = np.sqrt(dx * dx + dy * dy) / length
            force[i, 0] -= dx * pull
            force[i, 1] -= dy * pull
            force[j, 0] += dx * pull
            force[j, 1] += dy * pull
        for i in range(nodes):
            fx = force[i, 0] - place[i, 0] * 0.5
            fy = force[i, 1] - place[i, 1] * 0.5
            size = np.sqrt(fx * fx + fy * fy)
            if size > heat:
                fx, fy = fx * heat / size, fy * heat / size
            place[i, 0] += fx
            place[i, 1] += fy
    return place
