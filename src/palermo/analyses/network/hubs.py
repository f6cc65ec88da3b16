"""What strangers share, and so joins nobody: shown, because a person has to see what was left out and why."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analyses.network.graph import SEPARATOR, Graph, Ints
from palermo.analyses.network.members import Members
from palermo.analyses.network.specificity import COMMON, contexts, rarity
from palermo.tables import HUBS

LEAST = 10  # records: fewer say little about a thing


def find_hubs(graph: Graph, members: Members, groups: Ints) -> pa.Table:
    """List things that LEAST records and more name and that are a member of no network.

    Returns:
        HUBS, ordered by key.
    """
    count = len(graph.things)
    records = np.bincount(graph.thing, minlength=count)
    joins = np.zeros(count, np.bool_)
    joins[members.number[members.records :]] = True
    found = np.flatnonzero((records >= LEAST) & ~joins)
    _, distinct = contexts(graph)
    seen = np.bincount(graph.node_thing, distinct, count).astype(np.int64)
    width = int(groups.max(initial=-1)) + 1
    spread = np.bincount(np.unique(graph.thing * width + groups[graph.record]) // max(width, 1), minlength=count)
    common = np.zeros(count, np.bool_)
    common[graph.node_thing[rarity(graph) == 0]] = True
    parts = pc.split_pattern(graph.things.take(pa.array(found)), SEPARATOR, max_splits=1)
    why = np.where(
        common[found],
        f"more than {COMMON:.0%} of all adverts name it: it tells none of them apart",
        "fewer than half of its adverts stand in one network",
    )
    table = pa.table(
        [
            pc.list_element(parts, 0),
            pc.list_element(parts, 1),
            pa.array(records[found]),
            pa.array(seen[found]),
            pa.array(spread[found]),
            pa.array(why.tolist(), pa.string()),
        ],
        schema=HUBS.schema,
    )
    return table.sort_by([(key, "ascending") for key in HUBS.key])
