"""Connected components: union-find over edges, as a numba kernel.

Source:
    M. Rem's algorithm, as in E. W. Dijkstra, "A Discipline of Programming" (1976), chapter 23; M. Patwary, J. Blair,
    F. Manne, "Experiments on union-find algorithms for the disjoint-set data structure", SEA 2010.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Nodes = npt.NDArray[np.int32] | npt.NDArray[np.int64]


def components(left: Nodes, right: Nodes, nodes: int) -> npt.NDArray[np.int32]:
    """Which nodes hang together through any chain of edges.

    Components join strangers through a single shared switchboard: they name candidates, never operators.

    Args:
        left, right: Ends of the edges, whole numbers in [0, nodes); int32 halves the traffic of memory.
        nodes: How many there are, below 2**31.

    Returns:
        For each node the smallest node of its component.

    Raises:
        ValueError: The ends differ in number, or one leaves [0, nodes).
    """
    if len(left) != len(right) or not 0 <= nodes < 2**31:
        raise ValueError(f"{len(left)} left ends, {len(right)} right ends, {nodes} nodes: should be equal, below 2**31")
    for ends in (left, right):
        if len(ends) and (int(ends.min()) < 0 or int(ends.max()) >= nodes):
            raise ValueError(f"an edge's end leaves [0, {nodes})")
    parent = np.arange(nodes, dtype=np.int32)
    _unite(left, right, parent)
    return parent


@njit(cache=True, nogil=True, boundscheck=False)
def _unite(left: Nodes, right: Nodes, parent: npt.NDArray[np.int32]) -> None:
    """Link every edge's ends under the smaller root, then point every node at its root."""
    for e in range(len(left)):
        a = left[e]
        b = right[e]
        pa = parent[a]
        pb = parent[b]
        # both walk up together; whichever stands higher is halved towards the other
        while pa != pb:
            if pa < pb:
                if b == pb:
                    parent[b] = pa
                    break
                parent[b] = pa
                b = pb
                pb = parent[b]
            else:
                if a == pa:
                    parent[a] = pb
                    break
                parent[a] = pb
                a = pa
                pa = parent[a]
    for i in range(len(parent)):
        parent[i] = parent[parent[i]]
