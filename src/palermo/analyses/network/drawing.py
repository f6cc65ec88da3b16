"""Drawings of networks: computed once, seeded by nothing but the order of members, so every print is the same."""

import numpy as np
import pyarrow as pa

from palermo.analyses.network.graph import Ints
from palermo.analyses.network.members import Members
from palermo.methods.layout import place_nodes
from palermo.tables import NETWORK_LAYOUT

DRAWN = 120  # members of a network: more cannot be read; the things first, then the best-linked adverts
LEAST = 3  # members: fewer need no drawing
BUSY = 40  # members: from here on a drawing takes fewer steps


def draw_networks(members: Members, ids: pa.StringArray, kinds: pa.StringArray, names: pa.StringArray) -> pa.Table:
    """Lay out every network of LEAST members and more.

    Returns:
        NETWORK_LAYOUT, ordered by key; of a network with more than DRAWN members only those drawn.
    """
    size = len(members.number)
    alphabetical = _ranks(kinds, names)
    is_record = np.arange(size) < members.records
    order = np.lexsort((alphabetical, -members.links, is_record, members.network))
    owner = members.network[order]
    first = np.searchsorted(owner, np.arange(members.networks + 1))
    place = np.arange(size) - first[owner]
    many = np.diff(first)
    drawn = order[(place < DRAWN) & (many[owner] >= LEAST)]
    drawn = drawn[np.lexsort((alphabetical[drawn], members.network[drawn]))]
    at = np.full(size, -1, np.int64)
    at[drawn] = np.arange(len(drawn))
    left, right = at[members.left], at[members.right]
    both = (left >= 0) & (right >= 0)
    left, right = left[both], right[both]
    network = members.network[drawn]
    by_network = np.argsort(network[left], kind="stable")
    left, right = left[by_network], right[by_network]
    starts = np.searchsorted(network, np.arange(members.networks + 1))
    edges = np.searchsorted(network[left], np.arange(members.networks + 1))
    spots = np.zeros((len(drawn), 2))
    for number in np.unique(network):
        low, high = starts[number], starts[number + 1]
        a, b = edges[number], edges[number + 1]
        steps = 80 if high - low < BUSY else 40
        spots[low:high] = place_nodes(left[a:b] - low, right[a:b] - low, int(high - low), steps=steps)
    rows = pa.array(drawn)
    table = pa.table(
        [
            ids.take(pa.array(network)),
            kinds.take(rows),
            names.take(rows),
            pa.array(spots[:, 0].copy()),
            pa.array(spots[:, 1].copy()),
        ],
        schema=NETWORK_LAYOUT.schema,
    )
    return table.sort_by([(key, "ascending") for key in NETWORK_LAYOUT.key])


def _ranks(kinds: pa.StringArray, names: pa.StringArray) -> Ints:
    """Place of each member in the order of kind and id."""
    table = pa.table({"kind": kinds, "id": names, "at": pa.array(np.arange(len(kinds)))})
    ordered = table.sort_by([("kind", "ascending"), ("id", "ascending"), ("at", "ascending")])
    ranks = np.empty(len(kinds), np.int64)
    ranks[ordered["at"].to_numpy()] = np.arange(len(kinds))
    return ranks
