"""Links as arrays: records on one side, the things that they name on the other, both in the order of their ids."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analysis import Relation

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNIT = 1_000_000  # micro-units in one
NO_TIME = np.iinfo(np.int64).min
HOUR = 3_600_000_000  # microseconds
SEPARATOR = "\x1f"  # ASCII unit separator: between kind and id in a node's name
HANDED_ON = ("phone",)  # kinds that an operator of telephones gives to somebody else after a while


@dataclass(frozen=True)
class Graph:
    """Who names what.

    Args:
        records: kind + SEPARATOR + id of each record, in order.
        things: The same of each thing.
        record, thing: Ends of each link; links stand in the order of both.
        node: For each link the thing in one holder's time: a number that was handed on is two nodes.
        node_thing: For each node its thing.
        weight: How sure each mention is, (0, 1].
        hour: When each link was first seen, hours since 1970; NO_TIME = not stated.
        place: For each record a number of its place as written; -1 = not stated.
    """

    records: pa.StringArray
    things: pa.StringArray
    record: Ints
    thing: Ints
    node: Ints
    node_thing: Ints
    weight: Floats
    hour: Ints
    place: Ints

    @property
    def size(self) -> int:
        """How many records there are."""
        return len(self.records)

    @property
    def nodes(self) -> int:
        """How many things there are, each holder's time counted."""
        return len(self.node_thing)

    @property
    def degree(self) -> Ints:
        """Records of each node."""
        return np.bincount(self.node, minlength=self.nodes)

    def kept(self, links: npt.NDArray[np.bool_]) -> "Graph":
        """The graph of some of its links; records, things and nodes keep their numbers."""
        return replace(
            self,
            record=self.record[links],
            thing=self.thing[links],
            node=self.node[links],
            weight=self.weight[links],
            hour=self.hour[links],
        )


def name(kind: str, id_: str) -> str:
    """A node's name."""
    return f"{kind}{SEPARATOR}{id_}"


def read_graph(adverts: Relation, links: Relation, ageing_days: int) -> Graph:
    """Read LINKS and the places of ADVERTS.

    Several links between the same two are one, the surest. A link without weight is left out. The order of
    rows does not matter.
    """
    rows = links.table(["from_kind", "from_id", "to_kind", "to_id", "weight", "first_seen"])
    rows = rows.filter(pc.greater(rows["weight"], 0))
    records, record = _coded(rows["from_kind"], rows["from_id"])
    things, thing = _coded(rows["to_kind"], rows["to_id"])
    weight = rows["weight"].to_numpy().astype(np.int64)
    hour = _hours(rows["first_seen"])
    order = np.lexsort((hour, -weight, thing, record))
    record, thing, weight, hour = record[order], thing[order], weight[order], hour[order]
    first = np.ones(len(record), dtype=np.bool_)
    first[1:] = (record[1:] != record[:-1]) | (thing[1:] != thing[:-1])
    record, thing, weight, hour = record[first], thing[first], weight[first], hour[first]
    node, node_thing = _epochs(thing, record, hour, _is_handed_on(things), ageing_days * 24)
    place = _places(adverts, records)
    return Graph(records, things, record, thing, node, node_thing, np.minimum(weight / UNIT, 1.0), hour, place)


def _coded(kind: pa.ChunkedArray, id_: pa.ChunkedArray) -> tuple[pa.StringArray, Ints]:
    """Names in order, and for each row the number of its name."""
    if len(kind) == 0:
        return pa.array([], pa.string()), np.zeros(0, np.int64)
    coded = pc.binary_join_element_wise(kind, id_, SEPARATOR).combine_chunks().dictionary_encode()
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return coded.dictionary.take(pa.array(order)), rank[coded.indices.to_numpy()]


def _hours(times: pa.ChunkedArray) -> Ints:
    """Hours since 1970; NO_TIME where not stated."""
    micro = pc.fill_null(times.cast(pa.int64()), NO_TIME).to_numpy()
    return np.where(micro == NO_TIME, NO_TIME, micro // HOUR)


def _is_handed_on(things: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Which things may come to somebody else after a while."""
    found = np.zeros(len(things), dtype=np.bool_)
    for kind in HANDED_ON:
        found |= pc.starts_with(things, kind + SEPARATOR).to_numpy(zero_copy_only=False)
    return found


def _epochs(thing: Ints, record: Ints, hour: Ints, handed_on: npt.NDArray[np.bool_], ageing: int) -> tuple[Ints, Ints]:
    """Split things that are handed on where nobody used them for longer than numbers are aged.

    Links without a time stand by themselves where the thing was split; a thing without any time is not split.

    Source:
        47 CFR 52.15(f)(1)(ii): a number is aged for at least 45 days before somebody else gets it.
    """
    order = np.lexsort((record, hour, thing))
    sorted_thing, sorted_hour = thing[order], hour[order]
    breaks = np.ones(len(thing), dtype=np.bool_)
    same = sorted_thing[1:] == sorted_thing[:-1]
    stated = sorted_hour[:-1] != NO_TIME
    # a difference from NO_TIME would overflow
    idle = np.where(stated, sorted_hour[1:] - np.where(stated, sorted_hour[:-1], 0), 0)
    breaks[1:] = ~same | (handed_on[sorted_thing[1:]] & (idle > ageing))
    numbered = np.cumsum(breaks) - 1
    node = np.empty(len(thing), np.int64)
    node[order] = numbered
    return node, sorted_thing[breaks]


def _places(adverts: Relation, records: pa.StringArray) -> Ints:
    """For each record a number that is the same for the same place as written."""
    rows = adverts.table(["advert_id", "place", "country"])
    if rows.num_rows == 0 or len(records) == 0:
        return np.full(len(records), -1, np.int64)
    place = pc.utf8_lower(pc.utf8_trim_whitespace(pc.fill_null(rows["place"], "")))
    country = pc.fill_null(rows["country"], "")
    written = pc.binary_join_element_wise(place, country, SEPARATOR).combine_chunks().dictionary_encode()
    codes = written.indices.to_numpy().astype(np.int64)
    codes[pc.equal(place, "").to_numpy()] = -1
    names = pc.binary_join_element_wise("advert", rows["advert_id"], SEPARATOR)
    at = pc.index_in(records, value_set=names.combine_chunks())
    found = pc.fill_null(at, -1).to_numpy().astype(np.int64)
    return np.where(found >= 0, codes[np.maximum(found, 0)], -1)
