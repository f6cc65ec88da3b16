"""Say how far the subjects came that raised no lead: counts of every stage and the nearest misses."""

from dataclasses import dataclass

import pyarrow as pa

from palermo.analyses.leads import words
from palermo.analyses.leads.leads import length_faults
from palermo.analyses.leads.scores import NO_SECOND, NOT_BEYOND, OUTWEIGHED, RAISED, score_subjects
from palermo.analysis import Engine, Relation
from palermo.errors import InputError

_COUNTS = pa.schema([("stage", pa.string()), ("subjects", pa.int64())])
_NEAREST = pa.schema(
    [
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("stage", pa.string()),
        ("beyond", pa.int64()),
        ("priority", pa.int64()),
        ("text", pa.string()),
    ]
)
_WORDS = {
    NO_SECOND: words.NO_SECOND,
    NOT_BEYOND: words.NOT_BEYOND,
    OUTWEIGHED: words.OUTWEIGHED,
    RAISED: words.BELOW,
}


@dataclass(frozen=True)
class Miss:
    """A subject that raised no lead, and the one thing that was missing."""

    subject_kind: str
    subject_id: str
    text: str
    priority: int


@dataclass(frozen=True)
class Stages:
    """How many subjects there were and where each ended; the first five sum to `subjects`.

    Args:
        subjects: Possible subjects of a lead.
        no_second: Only one weighed observation, or none.
        not_beyond: Guarded, with fewer than two observations beyond the text.
        outweighed: What speaks against weighs at least as much.
        beyond_the_list: Would be leads, but the list is full.
        listed: Leads on the list.
        misses: The nearest, best first.
    """

    subjects: int
    no_second: int
    not_beyond: int
    outweighed: int
    beyond_the_list: int
    listed: int
    misses: tuple[Miss, ...]


def count_stages(
    engine: Engine,
    observations: Relation,
    *,
    leads_a_day: int = 50,
    nearest: int = 5,
) -> Stages:
    """Count the subjects of every stage and name those that came nearest to a lead.

    Args:
        observations: OBSERVATIONS.
        leads_a_day: As for `raise_leads`.
        nearest: How many misses to name.

    Returns:
        The counts and at most `nearest` misses: outweighed first, then guarded, then without a
        second observation, each by priority.

    Raises:
        InputError: `leads_a_day` is out of its range.
    """
    if faults := length_faults(leads_a_day):
        raise InputError("; ".join(faults))
    scores = score_subjects(engine, observations)
    counted = engine.sql(
        "select stage, count(*) as subjects from scores group by stage order by stage",
        _COUNTS,
        scores=scores,
    )
    by_stage = {row["stage"]: row["subjects"] for row in counted.table().to_pylist()}
    raised = by_stage.get(RAISED, 0)
    found = engine.sql(
        f"""
        with ordered as (
            select subject_kind, subject_id, stage, beyond, priority,
                row_number() over (order by case stage when '{RAISED}' then 0 when '{OUTWEIGHED}' then 1
                    when '{NOT_BEYOND}' then 2 else 3 end, rank) as place
            from scores where stage <> '{RAISED}' or rank > {leads_a_day}
        ), told as (
            select n.subject_kind, n.subject_id, n.stage, n.beyond, n.priority, n.place, o.text,
                row_number() over (
                    partition by n.place
                    order by case when o."group" = 'text' then 0 else 1 end, o.weight desc, o."group", o.observation
                ) as best
            from ordered n join observations o on o.subject_kind = n.subject_kind and o.subject_id = n.subject_id
            where n.place <= {nearest} and o.side = 'reason'
        )
        select subject_kind, subject_id, stage, beyond, priority, text from told where best = 1 order by place
        """,
        _NEAREST,
        scores=scores,
        observations=observations,
    )
    misses = tuple(
        Miss(
            row["subject_kind"],
            row["subject_id"],
            _WORDS[row["stage"]].format(text=row["text"], beyond=("none", "one")[min(row["beyond"], 1)]),
            row["priority"],
        )
        for row in found.table().to_pylist()
    )
    return Stages(
        subjects=sum(by_stage.values()),
        no_second=by_stage.get(NO_SECOND, 0),
        not_beyond=by_stage.get(NOT_BEYOND, 0),
        outweighed=by_stage.get(OUTWEIGHED, 0),
        beyond_the_list=max(raised - leads_a_day, 0),
        listed=min(raised, leads_a_day),
        misses=misses,
    )
