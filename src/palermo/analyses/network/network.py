"""From links to networks: the steps in order, and the tables they make."""

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analyses.network.drawing import draw_networks
from palermo.analyses.network.graph import HOUR, NO_TIME, SEPARATOR, Graph, Ints, read_graph
from palermo.analyses.network.hubs import find_hubs
from palermo.analyses.network.judgements import obey, read_decisions, without_cuts
from palermo.analyses.network.members import Members, find_members
from palermo.analyses.network.operators import Settings, find_groups
from palermo.analyses.network.specificity import closeness, rarity
from palermo.analysis import Engine, Made, Relation, in_memory
from palermo.tables import HUBS, NETWORK_LAYOUT, NETWORK_MEMBERS, NETWORKS

SHOWN = 5  # links in `why`
LARGE = 1000  # adverts: from here on a network that holds many of all adverts is cautioned about
SHARE = 0.05  # of all adverts
_utc = pa.timestamp("us", tz="UTC")


def find_networks(
    engine: Engine,
    adverts: Relation,
    links: Relation,
    judgements: Relation,
    *,
    density: float,
    settle: float,
    share: float,
    things: int,
    ageing_days: int,
    fade_days: int,
    elsewhere: float,
    seed: int,
) -> Made:
    """Find adverts, numbers and texts that are consistent with one organised hand.

    It does not take what hangs together for one hand: one switchboard joins nine of ten adverts. A shared
    thing counts by the contexts it stands in, by rarity and by nearness in time and place; communities
    come from Leiden with an absolute null term, so that one parameter set serves every size. It says
    nothing about who the hand is, nor whether anything is wrong.

    Args:
        adverts: ADVERTS, for places and countries; an advert without links is in no network.
        links: LINKS of every producer.
        judgements: LINK_JUDGEMENTS: what a person cut is not joined by that link, what was pinned stays.
        density, settle, share, things: See `operators.Settings`.
        ageing_days: A telephone number unused for longer may be somebody else's.
        fade_days: After so many days a link counts about half.
        elsewhere: What a link counts in a place where the thing was not seen otherwise, [0, 1].
        seed: Order in which Leiden looks at nodes.

    Returns:
        NETWORKS, NETWORK_MEMBERS, NETWORK_LAYOUT and HUBS, each ordered by its key.

    Raises:
        TableError: A judgement is neither cut nor pin.

    Source:
        Traag and others, Scientific Reports 9, 5233 (2019); M. Freeman and others, arXiv 2507.13477 (2025), on
        what joins strangers; 47 CFR 52.15(f) on the ageing of numbers.
    """
    decisions = read_decisions(judgements)
    graph = without_cuts(read_graph(adverts, links, ageing_days), decisions)
    near = closeness(graph, fade_days, elsewhere) * graph.weight
    groups = find_groups(graph, near, Settings(density, settle, share, things, seed))
    groups = obey(graph, near, groups, decisions)
    members = find_members(graph, near, rarity(graph) > 0, groups)
    ids = _network_ids(graph, members)
    kinds, names = _member_names(graph, members)
    return {
        NETWORKS.name: in_memory(_networks(graph, members, ids, adverts)),
        NETWORK_MEMBERS.name: in_memory(_members(members, ids, kinds, names)),
        NETWORK_LAYOUT.name: in_memory(draw_networks(members, ids, kinds, names)),
        HUBS.name: in_memory(find_hubs(graph, members, groups)),
    }


def _network_ids(graph: Graph, members: Members) -> pa.StringArray:
    """Name each network by its first record: no other network holds it."""
    first = np.full(members.networks, len(graph.records), np.int64)
    np.minimum.at(first, members.network[: members.records], members.number[: members.records])
    names = graph.records.take(pa.array(first)).to_pylist()
    return pa.array([f"n-{hashlib.sha256(text.encode()).hexdigest()[:16]}" for text in names], pa.string())


def _member_names(graph: Graph, members: Members) -> tuple[pa.StringArray, pa.StringArray]:
    """Kind and id of each member."""
    numbers = members.number
    names = pa.concat_arrays(
        [
            graph.records.take(pa.array(numbers[: members.records])),
            graph.things.take(pa.array(numbers[members.records :])),
        ]
    )
    parts = pc.split_pattern(names, SEPARATOR, max_splits=1)
    return pc.list_element(parts, 0), pc.list_element(parts, 1)


def _span(owner: Ints, hour: Ints, count: int) -> tuple[pa.TimestampArray, pa.TimestampArray]:
    """First and last time of each owner; null where none is stated."""
    stated = hour != NO_TIME
    low = np.full(count, np.iinfo(np.int64).max)
    high = np.full(count, NO_TIME)
    np.minimum.at(low, owner[stated], hour[stated])
    np.maximum.at(high, owner[stated], hour[stated])
    unknown = high == NO_TIME
    starts, ends = (
        pa.array(np.where(unknown, 0, times) * HOUR, pa.int64(), mask=unknown).cast(_utc) for times in (low, high)
    )
    return starts, ends


def _members(members: Members, ids: pa.StringArray, kinds: pa.StringArray, names: pa.StringArray) -> pa.Table:
    """NETWORK_MEMBERS."""
    size = len(members.number)
    owner = np.concatenate((members.left, members.right))
    other = np.concatenate((members.right, members.left))
    weight = np.concatenate((members.weight, members.weight))
    first, last = _span(owner, np.concatenate((members.hour, members.hour)), size)
    order = np.lexsort((other, -weight, owner))
    owner, other, weight = owner[order], other[order], weight[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, np.arange(size))[owner]
    owner, other, weight = owner[place < SHOWN], other[place < SHOWN], weight[place < SHOWN]
    hold = pa.StructArray.from_arrays(
        [kinds.take(pa.array(other)), names.take(pa.array(other)), pa.array(weight)], ["kind", "id", "weight"]
    )
    ends = np.searchsorted(owner, np.arange(size + 1)).astype(np.int32)
    table = pa.table(
        [
            kinds,
            names,
            ids.take(pa.array(members.network)),
            pa.array(np.clip(np.round(members.confidence, 6), 0.0, 1.0)),
            pa.ListArray.from_arrays(pa.array(ends), hold),
            pa.array(members.links),
            pa.array(members.bridge),
            first,
            last,
        ],
        schema=NETWORK_MEMBERS.schema,
    )
    return table.sort_by([(key, "ascending") for key in NETWORK_MEMBERS.key])


def _networks(graph: Graph, members: Members, ids: pa.StringArray, adverts: Relation) -> pa.Table:
    """NETWORKS."""
    count = members.networks
    record = np.arange(len(members.number)) < members.records
    is_advert = np.zeros(len(members.number), np.bool_)
    named = graph.records.take(pa.array(members.number[: members.records]))
    is_advert[: members.records] = pc.starts_with(named, "advert" + SEPARATOR).to_numpy(zero_copy_only=False)
    size = np.bincount(members.network, minlength=count)
    shown = np.bincount(members.network[is_advert], minlength=count)
    records = np.bincount(members.network[record], minlength=count)
    # whole micro-units add up the same in any order
    sure = np.bincount(
        members.network[record], np.round(members.confidence[record] * 1e6).astype(np.int64), count
    ) / np.maximum(records, 1)
    first, last = _span(members.network[members.left], members.hour, count)
    kinds, _ = _member_names(graph, members)
    large = shown > max(LARGE, SHARE * graph.size)
    caution = [
        f"it holds {n} adverts, more than one in {round(1 / SHARE)} of all: a shared service?" for n in shown[large]
    ]
    cautions = np.full(count, None, dtype=object)
    cautions[large] = caution
    table = pa.table(
        [
            ids,
            pa.array(size),
            pa.array(shown),
            _lists(members.network[record], _countries(graph, members, adverts), count),
            _lists(members.network[~record], kinds.take(pa.array(np.flatnonzero(~record))), count),
            pa.array(size - records),
            pa.array(np.bincount(members.network[members.bridge], minlength=count)),
            pa.array(np.clip(np.round(sure / 1e6, 6), 0.0, 1.0)),
            first,
            last,
            pa.array(cautions, pa.string()),
        ],
        schema=NETWORKS.schema,
    )
    return table.sort_by("network_id")


def _countries(graph: Graph, members: Members, adverts: Relation) -> pa.StringArray:
    """For each record among the members the country that its advert states; null = not stated."""
    rows = adverts.table(["advert_id", "country"])
    known = pc.binary_join_element_wise("advert", rows["advert_id"], SEPARATOR).combine_chunks()
    named = graph.records.take(pa.array(members.number[: members.records]))
    return (
        rows["country"].combine_chunks().take(pc.index_in(named, value_set=known))
        if len(known)
        else pa.nulls(len(named), pa.string())
    )


def _lists(owner: Ints, texts: pa.StringArray, count: int) -> pa.ListArray:
    """For each owner the distinct texts, in order; nulls are left out."""
    coded = texts.dictionary_encode()
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    stated: npt.NDArray[np.bool_] = coded.indices.is_valid().to_numpy(zero_copy_only=False)
    codes = rank[coded.indices.drop_null().to_numpy()] if len(order) else np.zeros(0, np.int64)
    width = max(len(order), 1)
    keys = np.unique(owner[stated] * width + codes)
    ends = np.searchsorted(keys // width, np.arange(count + 1)).astype(np.int32)
    words = coded.dictionary.take(pa.array(order)).take(pa.array(keys % width))
    return pa.ListArray.from_arrays(pa.array(ends), words)
