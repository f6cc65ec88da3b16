"""Places of adverts, then the stays of each network in order of time."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analysis import Engine, Made, Relation, in_memory
from palermo.places import Mention, Place, gazetteer, kilometres, read_field, read_text
from palermo.tables import ADVERT_PLACES, MOVES

HOUR = 3_600_000_000  # microseconds
READ = ("advert_id", "title", "body", "place", "country", "language")
_SEEN = pa.schema(
    [
        ("network_id", pa.string()),
        ("seen_at", pa.timestamp("us", tz="UTC")),
        ("place_id", pa.string()),
        ("place", pa.string()),
        ("region", pa.string()),
        ("country", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
    ]
)


def trace_moves(engine: Engine, adverts: Relation, members: Relation, *, stay_days: int, fastest_km_h: int) -> Made:
    """Read where each advert says it is, and put the stays of each network in order.

    It does not say that a person moved: an advert states a place, and one hand may advertise in
    several at once. What no traveller could have done is marked, not explained. An advert without a
    time or a place takes part in no stay.

    Args:
        adverts: ADVERTS.
        members: NETWORK_MEMBERS.
        stay_days: A longer break in one place makes two stays.
        fastest_km_h: Nothing that people travel in is faster, waiting left out.

    Returns:
        ADVERT_PLACES and MOVES, each ordered by its key.
    """
    placed = engine.map_batches(adverts, place_adverts, ADVERT_PLACES.schema, columns=READ)
    places = engine.sql(
        """
        select advert_id, place_id, place, region, country, latitude, longitude,
               "column" as "column", "start" as "start", "end" as "end"
        from placed
        order by advert_id
        """,
        ADVERT_PLACES.schema,
        placed=placed,
    )
    seen = engine.sql(
        """
        select members.network_id as network_id,
               coalesce(adverts.posted_at, adverts.collected_at) as seen_at,
               places.place_id as place_id, places.place as place, places.region as region,
               places.country as country, places.latitude as latitude, places.longitude as longitude
        from members
        join places on members.member_id = places.advert_id
        join adverts on members.member_id = adverts.advert_id
        where members.member_kind = 'advert' and coalesce(adverts.posted_at, adverts.collected_at) is not null
        order by network_id, seen_at, place_id
        """,
        _SEEN,
        members=members,
        adverts=adverts,
        places=places,
    )
    moves = _stays(seen.table(), stay_days, fastest_km_h)
    return {ADVERT_PLACES.name: places, MOVES.name: in_memory(moves)}


def place_adverts(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel: the place of each advert that states one.

    The field for it comes first; where that names no city, the heading and the text are read, and the
    country of the field decides between cities of one name.
    """
    rows = []
    for row in batch.to_pylist():
        found = _place_of(row)
        if found is not None:
            place, column, start, end = found
            rows.append(
                (
                    row["advert_id"],
                    place.place_id,
                    place.name,
                    place.region or None,
                    place.country,
                    place.latitude,
                    place.longitude,
                    column,
                    start,
                    end,
                )
            )
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(ADVERT_PLACES.columns)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, ADVERT_PLACES.schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=ADVERT_PLACES.schema)


def _place_of(row: dict[str, str | None]) -> tuple[Place, str, int, int] | None:
    """The place of one advert, and where it is stated."""
    country = row["country"]
    country = country if country in gazetteer().english else None
    field = read_field(row["place"], country) if row["place"] else None
    if field is not None and field.is_city:
        return field, "place", 0, len(row["place"] or "")
    best: tuple[Mention, str] | None = None
    stated = country or (field.country if field is not None else None)
    for column in ("title", "body"):
        for mention in read_text(row[column] or "", stated, row["language"])[:1]:
            fits = not mention.origin and (stated is None or mention.place.country == stated)
            if fits and (best is None or (mention.place.is_city and not best[0].place.is_city)):
                best = (mention, column)
    if best is not None and (best[0].place.is_city or field is None):
        return best[0].place, best[1], best[0].start, best[0].end
    if field is not None:
        return field, "place", 0, len(row["place"] or "")
    if country is not None:
        return gazetteer().country(country), "country", 0, len(country)
    return None


def _stays(seen: pa.Table, stay_days: int, fastest: int) -> pa.Table:
    """MOVES of adverts in the order of network, time and place."""
    if seen.num_rows == 0:
        return MOVES.empty()
    network = seen["network_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    coded = seen["place_id"].combine_chunks().dictionary_encode()
    rank = np.empty(len(coded.dictionary), np.int64)
    rank[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(coded.dictionary))
    place = rank[coded.indices.to_numpy()]
    at = seen["seen_at"].cast(pa.int64()).to_numpy()
    # a stay: adverts of one network in one place with no longer break, whatever goes on elsewhere
    by_place = np.lexsort((at, place, network))
    opens = np.ones(len(at), np.bool_)
    opens[1:] = (
        (network[by_place][1:] != network[by_place][:-1])
        | (place[by_place][1:] != place[by_place][:-1])
        | (np.diff(at[by_place]) > stay_days * 24 * HOUR)
    )
    first = np.flatnonzero(opens)
    last = np.concatenate((first[1:], [len(at)])) - 1
    row, begin, end = by_place[first], at[by_place][first], at[by_place][last]
    order = np.lexsort((end, place[row], begin, network[row]))
    row, begin, end, adverts = row[order], begin[order], end[order], (last - first + 1)[order]
    return _table(seen.take(pa.array(row)), network[row], begin, end, adverts, fastest)


def _table(
    stays: pa.Table,
    network: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    begin: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    end: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    adverts: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    fastest: int,
) -> pa.Table:
    """Say of each stay how it follows the one before it."""
    followed = np.zeros(len(network), np.bool_)
    followed[1:] = network[1:] == network[:-1]
    gap = np.zeros(len(network), np.int64)
    gap[1:] = begin[1:] - end[:-1]
    country = stays["country"].combine_chunks().dictionary_encode().indices.to_numpy()
    border = followed.copy()
    border[1:] &= country[1:] != country[:-1]
    points = list(zip(stays["latitude"].to_pylist(), stays["longitude"].to_pylist(), strict=True))
    distance: list[int | None] = [None] * len(network)
    for at in np.flatnonzero(followed):
        (a, b), (c, d) = points[at - 1], points[at]
        if a is not None and c is not None:
            distance[at] = round(kilometres(a, b, c, d))
    reach = np.array([km or 0 for km in distance]) / fastest * HOUR
    names = ("network_id", "place_id", "place", "region", "country", "latitude", "longitude")
    utc = pa.timestamp("us", tz="UTC")
    table = pa.table(
        [
            *(stays[name] for name in names),
            pa.array(begin).cast(utc),
            pa.array(end).cast(utc),
            pa.array(adverts),
            pa.array(gap // HOUR, mask=~followed),
            pa.array(distance, pa.int64()),
            pa.array(border),
            pa.array(followed & (gap < reach)),
        ],
        schema=MOVES.schema,
    )
    return table.sort_by([(key, "ascending") for key in MOVES.key])
