"""People's cuts and pins, obeyed: what was cut is never joined by that link, what was pinned stays together."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analyses.network.graph import Floats, Graph, Ints, name
from palermo.analyses.network.operators import tidy
from palermo.analysis import Relation
from palermo.errors import TableError
from palermo.tables.networks import JUDGEMENTS

TURNS = 64  # rounds in which a group that was cut sorts its members to either side


@dataclass(frozen=True)
class Decision:
    """What a person decided about two ends, by their names."""

    one: str
    two: str
    judgement: str


def read_decisions(judgements: Relation) -> list[Decision]:
    """The latest judgement on each pair of ends, whichever came first; at the same time a cut counts.

    Raises:
        TableError: A judgement that is neither cut nor pin.
    """
    rows = judgements.table(["from_kind", "from_id", "to_kind", "to_id", "judgement", "at"]).to_pylist()
    wrong = sum(row["judgement"] not in JUDGEMENTS for row in rows)
    if wrong:
        raise TableError(
            f"table 'link_judgements': column 'judgement' is none of {', '.join(JUDGEMENTS)} in {wrong} of "
            f"{len(rows)} rows"
        )
    latest: dict[tuple[str, str], tuple[object, bool]] = {}
    for row in rows:
        ends = sorted((name(row["from_kind"], row["from_id"]), name(row["to_kind"], row["to_id"])))
        decided = (row["at"], row["judgement"] == "cut")
        pair = (ends[0], ends[1])
        latest[pair] = max(latest.get(pair, decided), decided)
    return [Decision(*pair, "cut" if cut else "pin") for pair, (_, cut) in sorted(latest.items())]


def without_cuts(graph: Graph, decisions: list[Decision]) -> Graph:
    """Leave out the links that were cut, and every link of a thing that was cut from itself."""
    kept = np.ones(len(graph.record), dtype=np.bool_)
    for one, two in ((d.one, d.two) for d in decisions if d.judgement == "cut"):
        for record, thing in {
            (_at(graph.records, one), _at(graph.things, two)),
            (_at(graph.records, two), _at(graph.things, one)),
        }:
            if record >= 0 and thing >= 0:
                kept &= (graph.record != record) | (graph.thing != thing)
        if one == two and _at(graph.things, one) >= 0:
            kept &= graph.thing != _at(graph.things, one)
    return graph if kept.all() else graph.kept(kept)


def obey(graph: Graph, near: Floats, groups: Ints, decisions: list[Decision]) -> Ints:
    """Join the groups that were pinned, then part those that were cut."""
    for decision in (d for d in decisions if d.judgement == "pin"):
        groups = _joined(graph, groups, decision)
    for decision in (d for d in decisions if d.judgement == "cut" and d.one != d.two):
        groups = _parted(graph, near, groups, decision)
    return tidy(groups)


def _at(names: pa.StringArray, wanted: str) -> int:
    """Where a name stands; -1 = nowhere."""
    return int(pc.index(names, wanted).as_py())


def _records_of(graph: Graph, end: str) -> Ints:
    """The record of that name, or all records that name the thing."""
    record = _at(graph.records, end)
    if record >= 0:
        return np.array([record], dtype=np.int64)
    thing = _at(graph.things, end)
    return np.unique(graph.record[graph.thing == thing]) if thing >= 0 else np.zeros(0, np.int64)


def _joined(graph: Graph, groups: Ints, decision: Decision) -> Ints:
    """Put the groups of both ends into one: of a thing, the group where most of its records are."""
    ends = [_records_of(graph, end) for end in (decision.one, decision.two)]
    if min(len(end) for end in ends) == 0:
        return groups
    one, two = (int(np.bincount(groups[end]).argmax()) for end in ends)
    groups = np.where(groups == two, one, groups)
    for end in ends:
        if len(end) == 1:
            groups[end] = one
    return groups


def _parted(graph: Graph, near: Floats, groups: Ints, decision: Decision) -> Ints:
    """Split the group that holds both ends: each member goes to the side that its links lead to."""
    one, two = (_records_of(graph, end) for end in (decision.one, decision.two))
    both = np.intersect1d(one, two)
    if len(one) == 0 or len(two) == 0:
        return groups
    if _at(graph.records, decision.one) >= 0 and len(both):
        two = np.setdiff1d(two, one)
    one = np.setdiff1d(one, two)
    for shared in np.intersect1d(groups[one], groups[two]):
        members = np.flatnonzero(groups == shared)
        side = np.zeros(graph.size, np.int64)  # 1 and 2: the sides; 0: not yet known
        side[one], side[two] = 1, 2
        inside = np.isin(graph.record, members)
        record, node, weight = graph.record[inside], graph.node[inside], near[inside]
        for _ in range(TURNS):
            led = [np.bincount(node, weight * (side[record] == s), graph.nodes) for s in (1, 2)]
            pull = [np.bincount(record, weight * toward[node], graph.size) for toward in led]
            fresh = (side == 0) & (pull[0] + pull[1] > 0)
            if not fresh.any():
                break
            side[fresh] = np.where(pull[0][fresh] >= pull[1][fresh], 1, 2)
        moved = members[side[members] == 2]
        groups = groups.copy()
        groups[moved] = int(groups.max()) + 1
    return groups
