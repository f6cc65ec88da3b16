"""What the signs of each advert add up to: by independence group, the parts kept beside the sum."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from palermo.analyses.recruitment.weights import weights
from palermo.analyses.recruitment.word_models import WordModel, read_model
from palermo.analysis import Engine, Relation, in_memory
from palermo.tables import RECRUITMENT_SCORES

BATCH = 50_000  # adverts whose parts are Python objects at one time

_WEIGHTS = pa.schema(
    [
        pa.field("indicator_id", pa.string()),
        pa.field("indicator_group", pa.string()),
        pa.field("weight", pa.int64()),
        pa.field("basis", pa.string()),
    ]
)
_PARTS = pa.schema(
    [
        pa.field("advert_id", pa.string()),
        pa.field("title", pa.string()),
        pa.field("body", pa.string()),
        pa.field("not_stated", pa.int64()),
        *_WEIGHTS,
        pa.field("why_weightless", pa.string()),
        pa.field("listed", pa.bool_()),
    ]
)


def score_adverts(
    engine: Engine, adverts: Relation, hits: Relation, indicators: Relation, kinds: Sequence[str], model: str
) -> Relation:
    """Add up the weights of the signs that each advert bears.

    Signs of one group are one observation: the largest weight of the group counts. What the catalogue
    bars, or does not hold, weighs nothing and is still shown.

    Args:
        adverts: ADVERTS. hits: HITS of them. indicators: INDICATORS.
        kinds: The kinds of advert that were read.
        model: The organisation's own model as JSON; empty = none.

    Returns:
        RECRUITMENT_SCORES, one row for each advert of `kinds`.

    Raises:
        InputError: `model` is not a model that this version reads.
    """
    held = weights()
    table = pa.Table.from_pylist(
        [
            {"indicator_id": name, "indicator_group": w.group, "weight": w.weight, "basis": w.basis}
            for name, w in held.items()
        ],
        schema=_WEIGHTS,
    )
    chosen = in_memory(pa.table({"kind": list(kinds)}, schema=pa.schema([pa.field("kind", pa.string())])))
    parts = engine.sql(
        """
        with seen as (
            select distinct subject_id, indicator_id from hits where state = 'present'
        ), unsaid as (
            select subject_id, count(*) as n from hits where state = 'not_stated' group by subject_id
        )
        select a.advert_id, a.title, a.body, coalesce(u.n, 0) as not_stated, s.indicator_id, w.indicator_group,
               w.weight, w.basis, i.why_weightless, i.indicator_id is not null as listed
        from adverts a
        join kinds k on k.kind = a.advert_kind
        left join unsaid u on u.subject_id = a.advert_id
        left join seen s on s.subject_id = a.advert_id
        left join weights w on w.indicator_id = s.indicator_id
        left join indicators i on i.indicator_id = s.indicator_id
        order by a.advert_id, s.indicator_id
        """,
        _PARTS,
        adverts=adverts,
        hits=hits,
        indicators=indicators,
        weights=in_memory(table),
        kinds=chosen,
    )
    tables = list(_tables(parts, read_model(model) if model else None))
    return in_memory(pa.concat_tables(tables) if tables else RECRUITMENT_SCORES.empty())


def _tables(parts: Relation, model: WordModel | None) -> Iterator[pa.Table]:
    """RECRUITMENT_SCORES in pieces of bounded size."""
    rows: list[dict[str, Any]] = []
    every = (row for batch in parts.batches() for row in batch.to_pylist())
    for advert_id, group in groupby(every, key=itemgetter("advert_id")):
        found = list(group)
        signs = [_part(row) for row in found if row["indicator_id"] is not None]
        largest: dict[str, int] = {}
        for part in signs:
            largest[part["group"]] = max(largest.get(part["group"], 0), part["weight"])
        words = None if model is None else model.score(f"{found[0]['title']}\n{found[0]['body']}")
        rows.append(
            {
                "advert_id": advert_id,
                "score": sum(largest.values()),
                "present": len(signs),
                "not_stated": found[0]["not_stated"],
                "parts": signs,
                "words_score": words,
            }
        )
        if len(rows) == BATCH:
            yield pa.Table.from_pylist(rows, schema=RECRUITMENT_SCORES.schema)
            rows = []
    if rows:
        yield pa.Table.from_pylist(rows, schema=RECRUITMENT_SCORES.schema)


def _part(row: dict[str, Any]) -> dict[str, Any]:
    """One sign's part: its weight, or nothing with the reason why."""
    if not row["listed"]:
        weight, basis = 0, "not in the catalogue of this run"
    elif row["why_weightless"]:
        weight, basis = 0, row["why_weightless"]
    elif row["weight"] is None:
        weight, basis = 0, "no weight was given"
    else:
        weight, basis = row["weight"], row["basis"]
    return {
        "indicator_id": row["indicator_id"],
        "group": row["indicator_group"] or row["indicator_id"],
        "weight": weight,
        "basis": basis,
    }
