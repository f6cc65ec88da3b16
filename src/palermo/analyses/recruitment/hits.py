"""The analysis: signs of deceptive recruitment in job adverts, each at its place, and what they add up to."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from palermo.analyses.recruitment.scores import score_adverts
from palermo.analyses.recruitment.signs import find_mentions, signs
from palermo.analyses.recruitment.trades import trade_of
from palermo.analysis import Engine, Made, Relation, in_memory, union
from palermo.tables import HITS

EMPLOYER_SIGN = "recruit.hides_identity"
PAY_SIGN = "recruit.unrealistic_salary"
TRADES_SIGN = "jobboard.posting_frequency"
LEAST_ADVERTS = 30  # of one trade, country and currency, below which pay is not compared
# modified z-score beyond which pay is out of line: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993
FAR = 3.5
LEAST_SPREAD = float(np.log(1.25))  # in log pay: so that a cell of equal prices does not flag a rounding

_FEATURES = pa.schema(
    [
        pa.field("advert_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("employer", pa.bool_()),
        pa.field("trade", pa.string()),
        pa.field("country", pa.string()),
        pa.field("currency", pa.string()),
        pa.field("price", pa.int64()),
    ]
)
_STATES = pa.schema(
    [pa.field("advert_id", pa.string()), pa.field("state", pa.string()), pa.field("words", pa.string())]
)
_CELLS = pa.schema([pa.field("cell", pa.int64()), pa.field("advert_id", pa.string()), pa.field("price", pa.int64())])
Mention = tuple[str, str, int, str, str, int, int, str]  # advert, indicator, which, state, column, start, end, words

_READ = ("advert_id", "advert_kind", "title", "body")
_KNOWN = (*_READ, "source", "employer", "country", "currency", "price")


def find_hits(
    engine: Engine,
    adverts: Relation,
    identifiers: Relation,
    indicators: Relation,
    *,
    kinds: Sequence[str] = ("job", "other", "not_stated"),
    model: str = "",
) -> Made:
    """Find the signs of deceptive recruitment in job adverts, and say where each stands.

    It does not say that an advert is deceptive, and nobody is the subject of a hit: 98.4 % of ordinary
    job adverts bear at least one sign. What an advert does not mention is not stated, never absent.
    Words of nationality, ethnicity, religion, sex, age and family carry no weight: each is read as the
    token of its class.

    Args:
        adverts: ADVERTS, n rows; only those of `kinds` are read.
        identifiers: IDENTIFIERS: which contact stands in which advert.
        indicators: INDICATORS: which entries may weigh; an entry that is not there weighs nothing.
        kinds: The kinds of advert to read.
        model: The organisation's own model over words as JSON; empty = none was trained.

    Returns:
        HITS, for each advert and sign one row, or several where the text bears it several times;
        RECRUITMENT_SCORES, one row an advert.

    Raises:
        InputError: `model` is not a model that this version reads.

    Source:
        The catalogue's entries name theirs; the weights are in weights.yaml, each with its basis.
    """
    texts = engine.map_batches(adverts, partial(_text_hits, kinds=tuple(kinds)), HITS.schema, columns=_READ)
    features = engine.map_batches(adverts, partial(_features, kinds=tuple(kinds)), _FEATURES, columns=_KNOWN)
    others = [
        _of_states(engine, _employers(engine, features), EMPLOYER_SIGN, "employer"),
        _of_states(engine, _pay(engine, features), PAY_SIGN, "price"),
        _of_states(engine, _trades(engine, features, identifiers), TRADES_SIGN, None),
    ]
    hits = engine.sql(
        """
        select h.subject_kind, h.subject_id, h.indicator_id, h.at, h.state, h."table", h.key, h."column", h.start,
               h."end", h.words
        from hits h order by h.subject_kind, h.subject_id, h.indicator_id, h.at
        """,
        HITS.schema,
        hits=union([texts, *others]),
    )
    return {"hits": hits, "recruitment_scores": score_adverts(engine, adverts, hits, indicators, kinds, model)}


def _text_hits(batch: pa.RecordBatch, *, kinds: tuple[str, ...]) -> pa.RecordBatch:
    """HITS of the signs that stand in words: ADVERTS in, one row or more for each sign of each advert."""
    ids, columns = _chosen(batch, kinds, ("title", "body"))
    every = [sign.indicator_id for sign in signs()]
    rows: list[Mention] = []
    unsaid = np.ones((len(ids), len(every)), dtype=bool)
    place = {name: at for at, name in enumerate(every)}
    for row, advert_id in enumerate(ids):
        for name, mentions in _by_indicator(columns[0][row] or "", columns[1][row] or "").items():
            unsaid[row, place[name]] = False
            rows.extend((advert_id, name, at, *mention) for at, mention in enumerate(mentions))
    advert_at, name_at = np.nonzero(unsaid)
    silent = _silent(
        pa.array(ids, pa.string()).take(pa.array(advert_at)), pa.array(every, pa.string()).take(pa.array(name_at))
    )
    return pa.concat_batches([_said(rows), silent])


def _said(rows: Sequence[Mention]) -> pa.RecordBatch:
    """HITS of what the texts bear or deny, in words at a place."""
    values = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(8)]
    adverts, names, at, states, columns, starts, ends, words = values
    return pa.RecordBatch.from_pydict(
        {
            "subject_kind": ["advert"] * len(rows),
            "subject_id": adverts,
            "indicator_id": names,
            "at": at,
            "state": states,
            "table": ["adverts"] * len(rows),
            "key": adverts,
            "column": columns,
            "start": starts,
            "end": ends,
            "words": words,
        },
        schema=HITS.schema,
    )


def _silent(subjects: pa.Array, names: pa.Array) -> pa.RecordBatch:
    """HITS of what the texts do not state: one row for each advert and sign."""
    n = len(subjects)
    kind, state = pa.repeat(pa.scalar("advert"), n), pa.repeat(pa.scalar("not_stated"), n)
    empty = [pa.nulls(n, HITS.schema.field(c).type) for c in ("table", "key", "column", "start", "end", "words")]
    at = pa.array(np.zeros(n, dtype=np.int32))
    return pa.RecordBatch.from_arrays([kind, subjects, names, at, state, *empty], schema=HITS.schema)


def _by_indicator(title: str, body: str) -> dict[str, list[tuple[str, str, int, int, str]]]:
    """For each sign that an advert bears, its mentions; for one that it only denies, its denials."""
    found: dict[str, dict[bool, list[tuple[str, str, int, int, str]]]] = {}
    for column, text in (("title", title), ("body", body)):
        for m in find_mentions(text):
            state = "present" if m.present else "absent"
            mention = (state, column, m.start, m.end, text[m.start : m.end])
            found.setdefault(m.indicator_id, {}).setdefault(m.present, []).append(mention)
    return {name: by_state.get(True) or by_state[False] for name, by_state in found.items()}


def _features(batch: pa.RecordBatch, *, kinds: tuple[str, ...]) -> pa.RecordBatch:
    """What is compared between adverts: ADVERTS in, one row an advert of the kinds read."""
    wanted = ("title", "body", "source", "employer", "country", "currency", "price")
    ids, (titles, bodies, sources, employers, countries, currencies, prices) = _chosen(batch, kinds, wanted)
    return pa.RecordBatch.from_pydict(
        {
            "advert_id": ids,
            "source": sources,
            "employer": [bool(e and e.strip()) for e in employers],
            "trade": [trade_of(t or "", b or "") for t, b in zip(titles, bodies, strict=True)],
            "country": countries,
            "currency": currencies,
            "price": prices,
        },
        schema=_FEATURES,
    )


def _employers(engine: Engine, features: Relation) -> Relation:
    """Present where an advert names no employer though most of its source's do; not stated where none would be."""
    return engine.sql(
        """
        with sources as (
            select source, count(*) as n, sum(case when employer then 1 else 0 end) as named
            from features group by source
        )
        select f.advert_id,
               case when f.employer then 'absent'
                    when s.named * 2 >= s.n and s.n >= 30 then 'present'
                    else 'not_stated' end as state,
               case when not f.employer and s.named * 2 >= s.n and s.n >= 30
                    then cast(s.named as varchar) || ' of ' || cast(s.n as varchar)
                         || ' adverts of this source name an employer'
                    else null end as words
        from features f join sources s on s.source = f.source order by f.advert_id
        """,
        _STATES,
        features=features,
    )


def _pay(engine: Engine, features: Relation) -> Relation:
    """Present where pay is far above the adverts of its trade, country and currency; not stated below 30 of them."""
    cells = engine.sql(
        """
        with counted as (
            select advert_id, trade, country, currency, price,
                   count(*) over (partition by trade, country, currency) as n
            from features
            where trade is not null and country is not null and currency is not null and price > 0
        )
        select dense_rank() over (order by trade, country, currency) as cell, advert_id, price
        from counted where n >= 30 order by cell, advert_id
        """,
        _CELLS,
        features=features,
    )
    judged = in_memory(pa.Table.from_batches(list(_judge(cells)), schema=_STATES))
    return engine.sql(
        """
        select f.advert_id, coalesce(j.state, 'not_stated') as state, j.words as words
        from features f left join judged j on j.advert_id = f.advert_id order by f.advert_id
        """,
        _STATES,
        features=features,
        judged=judged,
    )


def _judge(cells: Relation) -> Iterator[pa.RecordBatch]:
    """Hold each price against the median of its cell, in logs and in units of the spread around it."""
    table = cells.table()
    cell = table.column("cell").to_numpy()
    pay = np.log(table.column("price").to_numpy().astype(np.float64))
    ids = table.column("advert_id").to_pylist()
    bounds = np.flatnonzero(np.diff(cell)) + 1
    for start, end in zip([0, *bounds], [*bounds, len(cell)], strict=True):
        if start == end:
            continue
        here = pay[start:end]
        middle = np.median(here)
        spread = max(float(np.median(np.abs(here - middle))), LEAST_SPREAD)
        far = 0.6745 * (here - middle) / spread > FAR
        times = np.exp(here - middle)
        words = [
            f"{times[at]:.1f} times the median of {end - start} adverts of its trade, country and currency"
            if far[at]
            else None
            for at in range(end - start)
        ]
        states = ["present" if flag else "absent" for flag in far]
        yield pa.RecordBatch.from_pydict({"advert_id": ids[start:end], "state": states, "words": words}, schema=_STATES)


def _trades(engine: Engine, features: Relation, identifiers: Relation) -> Relation:
    """Present where a contact of the advert stands under several unrelated trades; agencies do so too."""
    return engine.sql(
        """
        with contacts as (
            select distinct i.kind, i.value, i.advert_id, f.trade
            from identifiers i join features f on f.advert_id = i.advert_id
            where i.kind in ('phone', 'email', 'handle') and i.valid and f.trade is not null
        ), counted as (
            select kind, value, count(distinct trade) as trades from contacts group by kind, value
        ), most as (
            select c.advert_id, max(n.trades) as trades
            from contacts c join counted n on n.kind = c.kind and n.value = c.value group by c.advert_id
        )
        select f.advert_id,
               case when m.trades is null then 'not_stated'
                    when m.trades >= 3 then 'present' else 'absent' end as state,
               case when m.trades >= 3 then 'one contact under ' || cast(m.trades as varchar) || ' trades'
                    else null end as words
        from features f left join most m on m.advert_id = f.advert_id order by f.advert_id
        """,
        _STATES,
        features=features,
        identifiers=identifiers,
    )


def _of_states(engine: Engine, states: Relation, indicator: str, column: str | None) -> Relation:
    """HITS of one sign that is seen beside other adverts, not in words."""
    return engine.map_batches(states, partial(_as_hits, indicator=indicator, column=column), HITS.schema)


def _as_hits(batch: pa.RecordBatch, *, indicator: str, column: str | None) -> pa.RecordBatch:
    """States in, HITS out: a row an advert, at mention 0."""
    n = batch.num_rows
    ids, state = batch.column("advert_id"), batch.column("state")
    stated = [s != "not_stated" for s in state.to_pylist()]
    arrays = {
        "subject_kind": pa.array(["advert"] * n, pa.string()),
        "subject_id": ids,
        "indicator_id": pa.array([indicator] * n, pa.string()),
        "at": pa.array(np.zeros(n, dtype=np.int32)),
        "state": state,
        "table": pa.array(["adverts" if s else None for s in stated], pa.string()),
        "key": pa.array([i if s else None for i, s in zip(ids.to_pylist(), stated, strict=True)], pa.string()),
        "column": pa.array([column if s else None for s in stated], pa.string()),
        "start": pa.nulls(n, pa.int32()),
        "end": pa.nulls(n, pa.int32()),
        "words": batch.column("words"),
    }
    return pa.RecordBatch.from_arrays(list(arrays.values()), schema=HITS.schema)


def _chosen(batch: pa.RecordBatch, kinds: tuple[str, ...], columns: Sequence[str]) -> tuple[list[str], list[list[Any]]]:
    """The rows of the kinds wanted, column by column, as Python values."""
    keep = [kind in kinds for kind in batch.column("advert_kind").to_pylist()]
    mask = pa.array(keep, pa.bool_())
    return batch.column("advert_id").filter(mask).to_pylist(), [
        batch.column(name).filter(mask).to_pylist() for name in columns
    ]
