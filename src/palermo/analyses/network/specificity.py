"""How much a shared thing says: by the contexts it stands in, by how rare it is, and by time and place."""

import numpy as np

from palermo.analyses.network.graph import NO_TIME, Floats, Graph, Ints

BACKGROUND = 10_000  # adverts taken to stand beside those at hand, so that a small workspace has rare things too
LARGE = 500  # records: a thing that so many name may be common
COMMON = 0.05  # of all records
MOST_LINKS = 24  # of one record that count as context: the rarest ones
FLOOR = 0.15  # of a link far in time from all others of its thing


def rarity(graph: Graph) -> Floats:
    """For each node how rare it is, [0, 1]: inverse document frequency over its largest possible value.

    A thing that more than COMMON of all records and more than LARGE name says nothing: 0.
    """
    degree = np.maximum(graph.degree, 1)
    whole = graph.size + BACKGROUND
    rare = np.log(whole / degree) / np.log(whole)
    rare[degree > max(LARGE, COMMON * graph.size)] = 0.0
    return np.asarray(rare, dtype=np.float64)


def contexts(graph: Graph) -> tuple[Ints, Ints]:
    """For each node, how many other things its records name, and how many of them are distinct.

    An operator's records name the same few things again and again; those of a switchboard name new
    ones each time. A record with more than MOST_LINKS links counts its rarest ones.
    """
    degree = graph.degree
    order = np.lexsort((graph.node, degree[graph.node], graph.record))
    record, node = graph.record[order], graph.node[order]
    first = np.searchsorted(record, np.arange(graph.size))
    rank = np.arange(len(record)) - first[record]
    record, node = record[rank < MOST_LINKS], node[rank < MOST_LINKS]
    first = np.searchsorted(record, np.arange(graph.size))
    many = np.searchsorted(record, np.arange(graph.size), side="right") - first
    named = np.zeros(graph.nodes, np.int64)
    distinct = np.zeros(graph.nodes, np.int64)
    pairs = []
    for count in np.unique(many):
        rows = first[many == count]
        for i in range(count):
            for j in range(count):
                if i != j:
                    pairs.append(node[rows + i] * graph.nodes + node[rows + j])
    if pairs:
        keys, often = np.unique(np.concatenate(pairs), return_counts=True)
        owner = keys // graph.nodes
        named += np.bincount(owner, often, graph.nodes).astype(np.int64)
        distinct += np.bincount(owner, minlength=graph.nodes)
    return named, distinct


def specificity(named: Ints, distinct: Ints) -> Floats:
    """Share of the contexts that come again, (0, 1), with one of two taken as known beforehand."""
    return np.asarray((named - distinct + 1) / (named + 2), dtype=np.float64)


def purity(graph: Graph, labels: Ints) -> Floats:
    """For each node the chance that two of its records stand in one group, (0, 1).

    Args:
        labels: For each record its group.
    """
    groups = int(labels.max(initial=-1)) + 1
    keys, often = np.unique(graph.node * groups + labels[graph.record], return_counts=True)
    together = np.bincount(keys // groups, often * (often - 1), graph.nodes)
    pairs = graph.degree * (graph.degree - 1)
    return np.asarray((together + 1) / (pairs + 2), dtype=np.float64)


def closeness(graph: Graph, fade_days: int, elsewhere: float) -> Floats:
    """For each link how near it is in time and place to another one of its node, (0, 1].

    A number used for a month in two cities and once a year later elsewhere was read wrong, stolen or handed on.
    A time or place that is not stated counts as near: missing is not absent.
    """
    order = np.lexsort((graph.record, graph.hour, graph.node))
    node, hour = graph.node[order], graph.hour[order]
    far = np.int64(10**9)
    gap = np.full(len(node), far)
    same = node[1:] == node[:-1]
    untimed = (hour[1:] == NO_TIME) | (hour[:-1] == NO_TIME)
    between = np.where(untimed, 0, np.where(untimed, 0, hour[1:]) - np.where(untimed, 0, hour[:-1]))
    gap[1:][same] = between[same]
    gap[:-1][same] = np.minimum(gap[:-1][same], between[same])
    near = FLOOR + (1 - FLOOR) / (1 + gap / (24 * fade_days))
    near[hour == NO_TIME] = 1.0
    out = np.empty(len(node))
    out[order] = near
    place = graph.place[graph.record]
    stated = place >= 0
    if stated.any():
        keys = graph.node[stated] * (int(graph.place.max()) + 1) + place[stated]
        _, inverse, often = np.unique(keys, return_inverse=True, return_counts=True)
        placed = np.bincount(graph.node[stated], minlength=graph.nodes)
        alone = (often[inverse] < 2) & (placed[graph.node[stated]] > 1)
        out[np.flatnonzero(stated)[alone]] *= elsewhere
    return out
