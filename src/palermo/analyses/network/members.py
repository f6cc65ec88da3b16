"""Members of networks: which records and things, how well held, by which links, and which of them are bridges."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from palermo.analyses.network.graph import UNIT, Floats, Graph, Ints
from palermo.methods.bridges import cut_sizes
from palermo.methods.leiden import symmetric

AGAINST = 0.5  # of a record: taken as known beforehand against a thing, when confidence is stated
BRIDGED = 3  # adverts that have to come off for a member to be a bridge
HALF = 0.5  # of a thing's records: so many at least stand in the network that it is a member of


@dataclass(frozen=True)
class Members:
    """Members of all networks; the first `records` are records, the others things.

    Args:
        records: How many members are records.
        number: Of each member, its record or thing in the graph.
        network: Number of its network, counted from 0.
        confidence: [0, 1].
        links: How many links hold it.
        bridge: Whether its network would fall apart without it.
        left, right: Links between members, as places in this list; right is a thing.
        weight: Micro-units of each of these links.
        hour: When each was seen.
    """

    records: int
    number: Ints
    network: Ints
    confidence: Floats
    links: Ints
    bridge: npt.NDArray[np.bool_]
    left: Ints
    right: Ints
    weight: Ints
    hour: Ints

    @property
    def networks(self) -> int:
        """How many networks there are."""
        return int(self.network.max(initial=-1)) + 1


def find_members(graph: Graph, near: Floats, usable: npt.NDArray[np.bool_], groups: Ints) -> Members:
    """Take the groups of two records and more as networks, with the things that hold them.

    A thing belongs where at least half of the records of one holder's time stand; one that leads
    to many networks belongs to none.

    Args:
        near: For each link, its closeness times how sure it is.
        usable: For each node whether it says anything.
    """
    count = int(groups.max(initial=-1)) + 1
    group = groups[graph.record]
    keys, inverse, often = np.unique(graph.node * count + group, return_inverse=True, return_counts=True)
    led = np.bincount(inverse, near, len(keys))
    total = np.bincount(graph.node, near, graph.nodes)
    holds = usable[keys // count] & (often >= 2) & (often >= HALF * graph.degree[keys // count])
    share = np.where(holds[inverse], np.maximum(led[inverse] - near, 0) / (total[graph.node] - near + AGAINST), 0.0)
    strength = np.where(holds[inverse], near * share, 0.0)
    used = holds[inverse]
    records = np.unique(graph.record[used])
    alive = np.bincount(groups[records], minlength=count) >= 2
    used &= alive[group]
    records = np.unique(graph.record[used])
    things, thing_at = np.unique(graph.thing[used] * count + group[used], return_inverse=True)
    owners = np.concatenate((groups[records], things % count))
    named = np.unique(owners)
    left = np.searchsorted(records, graph.record[used])
    right = len(records) + thing_at
    weight = np.maximum(np.round(strength[used] * UNIT), 1).astype(np.int64)
    doubt = np.bincount(left, np.log1p(-np.minimum(strength[used], 1 - 1e-9)), len(records))
    inside = np.bincount(thing_at, minlength=len(things))
    everywhere = np.bincount(graph.thing, minlength=len(graph.things))[things // count]
    size = len(records) + len(things)
    links = np.bincount(left, minlength=size) + np.bincount(right, minlength=size)
    bridge = _bridges(left, right, weight, len(records), size)
    return Members(
        len(records),
        np.concatenate((records, things // count)),
        np.searchsorted(named, owners),
        np.concatenate((-np.expm1(doubt), inside / np.maximum(everywhere, 1))),
        links,
        bridge,
        left,
        right,
        weight,
        graph.hour[used],
    )


def _bridges(left: Ints, right: Ints, weight: Ints, records: int, size: int) -> npt.NDArray[np.bool_]:
    """Members without which at least BRIDGED records would come off their network."""
    if size == 0:
        return np.zeros(0, dtype=np.bool_)
    pairs, first = np.unique(left * size + right, return_index=True)
    starts, neighbours, _ = symmetric(pairs // size, pairs % size, weight[first], size)
    mass = (np.arange(size) < records).astype(np.int64)
    return np.asarray(cut_sizes(starts, neighbours, mass) >= BRIDGED)
