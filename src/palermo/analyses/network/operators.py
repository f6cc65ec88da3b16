"""Groups of records that are consistent with one hand: Leiden, then records settled and groups merged."""

from dataclasses import dataclass

import numpy as np

from palermo.analyses.network.graph import UNIT, Floats, Graph, Ints
from palermo.analyses.network.specificity import contexts, purity, rarity, specificity
from palermo.methods.leiden import leiden, symmetric

SPREAD = 64  # groups: a thing that leads to more says nothing about one of them
JOINT = 24  # groups: a thing that leads to more joins no two of them
ROUNDS = 3  # of settling and merging
MERGES = 8  # rounds of merging in one of them
AGAINST = 0.1  # of a record; taken as known beforehand against a thing's lead to any group
IMPURE = 0.02  # what is left of a thing that leads everywhere


@dataclass(frozen=True)
class Settings:
    """The one parameter set.

    Args:
        density: Null term of Leiden: the weight that two nodes of strength 1 need between them.
        settle: Least support that a record needs to stay in a group.
        share: Least share of a group's links that has to lead to the other for both to be merged.
        things: Least number of things that both have to name.
        seed: Order in which Leiden looks at nodes.
    """

    density: float
    settle: float
    share: float
    things: int
    seed: int


@dataclass(frozen=True)
class Support:
    """How far each record is led to groups by what it names.

    Args:
        record, group: Pairs in order.
        score: Sum over the record's links of the share of the thing's other records that stand in the group.
    """

    record: Ints
    group: Ints
    score: Floats


def find_groups(graph: Graph, near: Floats, settings: Settings) -> Ints:
    """Put each record into a group; a record that nothing holds is a group of its own.

    Args:
        near: For each link, its closeness times how sure it is.

    Returns:
        For each record its group; groups count up in the order of records.
    """
    rare = rarity(graph)
    known = specificity(*contexts(graph))
    groups = _communities(graph, (rare * known)[graph.node] * near, settings)
    pure = np.where(rare > 0, purity(graph, groups), 0.0)
    groups = _communities(graph, (rare * (pure + IMPURE))[graph.node] * near, settings)
    usable = rare[graph.node] > 0
    graph, near = graph.kept(usable), near[usable]
    for _ in range(ROUNDS):
        before = groups
        groups = settled(groups, support(graph, near, groups), settings.settle)
        for _ in range(MERGES):
            merged = _merged(graph, groups, settings)
            if merged is None:
                break
            groups = merged
        if np.array_equal(before, groups):
            break
    return settled(groups, support(graph, near, groups), settings.settle)


def _communities(graph: Graph, weights: Floats, settings: Settings) -> Ints:
    """Leiden over records and nodes together."""
    whole = np.maximum(np.round(weights * UNIT), 1).astype(np.int64)
    used = weights > 0
    left, right, whole = graph.record[used], graph.size + graph.node[used], whole[used]
    total = graph.size + graph.nodes
    starts, neighbours, both = symmetric(left, right, whole, total)
    strength = np.zeros(total, np.int64)
    np.add.at(strength, left, whole)
    np.add.at(strength, right, whole)
    labels = leiden(starts, neighbours, both, strength, settings.density / UNIT, seed=settings.seed)
    return tidy(labels[: graph.size])


def tidy(groups: Ints) -> Ints:
    """The same groups, numbered in the order of their first record."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def support(graph: Graph, near: Floats, groups: Ints) -> Support:
    """How far each record is led to each group, its own links left out of what leads there."""
    count = int(groups.max(initial=-1)) + 1
    keys, inverse = np.unique(graph.node * count + groups[graph.record], return_inverse=True)
    led = np.bincount(inverse, near, len(keys))
    total = np.bincount(graph.node, near, graph.nodes)
    node_of = keys // count
    first = np.searchsorted(node_of, np.arange(graph.nodes))
    span = np.searchsorted(node_of, np.arange(graph.nodes), side="right") - first
    links = np.flatnonzero(span[graph.node] <= SPREAD)
    spans = span[graph.node[links]]
    row = np.repeat(links, spans)
    at = np.repeat(first[graph.node[links]] - (np.cumsum(spans) - spans), spans) + np.arange(len(row))
    group = keys[at] % count
    own = near[row] * (group == groups[graph.record[row]])
    score = near[row] * np.maximum(led[at] - own, 0.0) / (total[graph.node[row]] - near[row] + AGAINST)
    pairs, inverse = np.unique(graph.record[row] * count + group, return_inverse=True)
    return Support(pairs // count, pairs % count, np.bincount(inverse, score, len(pairs)).astype(np.float64))


def best(found: Support, records: int) -> tuple[Ints, Floats]:
    """For each record the group it is led to most (-1 = none), and how far; ties go to the lower number."""
    order = np.lexsort((-found.group, found.score, found.record))
    record = found.record[order]
    last = np.ones(len(record), dtype=np.bool_)
    last[:-1] = record[1:] != record[:-1]
    group = np.full(records, -1, np.int64)
    score = np.zeros(records)
    group[record[last]] = found.group[order][last]
    score[record[last]] = found.score[order][last]
    return group, score


def settled(groups: Ints, found: Support, least: float) -> Ints:
    """Move each record to the group it is led to most; one that is led nowhere stands alone."""
    group, score = best(found, len(groups))
    alone = (group < 0) | (score < least)
    group[alone] = len(groups) + np.arange(int(alone.sum()))
    return tidy(group)


def _merged(graph: Graph, groups: Ints, settings: Settings) -> Ints | None:
    """Merge groups that are each other's best partner, by several things that lead from one to the other.

    Returns:
        The groups after one round; None where nothing was to be merged.
    """
    count = int(groups.max(initial=-1)) + 1
    keys, often = np.unique(graph.node * count + groups[graph.record], return_counts=True)
    node, group = keys // count, keys % count
    links = np.bincount(groups[graph.record], minlength=count)
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(node)), np.bool_), node[1:] != node[:-1])))
    span = np.diff(np.concatenate((first, [len(node)])))
    degree = graph.degree
    pairs, flows = [], []
    for size in range(2, JOINT + 1):
        rows = first[span == size]
        for i in range(size):
            for j in range(i + 1, size):
                a, b = rows + i, rows + j
                pairs.append(group[a] * count + group[b])
                flows.append(often[a] * often[b] / degree[node[a]] if len(a) else np.zeros(0))
    keys, inverse, things = np.unique(np.concatenate(pairs), return_inverse=True, return_counts=True)
    share = np.bincount(inverse, np.concatenate(flows), len(keys))
    one, two = keys // count, keys % count
    share = share / np.minimum(links[one], links[two]) if len(keys) else share
    good = (share >= settings.share) & (things >= settings.things)
    one, two, share = one[good], two[good], share[good]
    partner = _partners(one, two, share, count)
    joined = np.flatnonzero((partner >= 0) & (partner[np.maximum(partner, 0)] == np.arange(count)))
    joined = joined[joined < partner[joined]]
    if len(joined) == 0:
        return None
    into = np.arange(count)
    into[partner[joined]] = joined
    return tidy(into[groups])


def _partners(one: Ints, two: Ints, share: Floats, count: int) -> Ints:
    """For each group the partner with the largest share; ties go to the lower number; -1 = none."""
    group = np.concatenate((one, two))
    other = np.concatenate((two, one))
    order = np.lexsort((-other, np.concatenate((share, share)), group))
    partner = np.full(count, -1, np.int64)
    partner[group[order]] = other[order]  # the last one written is the best
    return partner
