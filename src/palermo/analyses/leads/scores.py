"""Add up each subject's observations: the strongest of a group counts, groups add, and two of them make a lead."""

import pyarrow as pa

from palermo.analysis import Engine, Relation

# Where a subject stands.
RAISED = "raised"
NO_SECOND = "no second observation"
NOT_BEYOND = "not enough beyond the text"
OUTWEIGHED = "outweighed"

SCORES = pa.schema(
    [
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("guarded", pa.bool_()),
        ("groups", pa.int64()),  # independence groups with a weight
        ("beyond", pa.int64()),  # of these, groups that do not rest on the wording
        ("priority", pa.int64()),  # micro-units of a nat
        ("stage", pa.string()),
        ("rank", pa.int64()),  # from 1 within the stage
    ]
)


def score_subjects(engine: Engine, observations: Relation) -> Relation:
    """Say of each subject how many independent observations it has, what they sum to and where it stands.

    A lead needs two weighed groups; where the subject is guarded, two of them beyond the text. The
    wording alone only says that adverts belong together, so what speaks beyond the wording has to
    outweigh what speaks against: else every chain of shops would be a lead.

    Args:
        observations: OBSERVATIONS.

    Returns:
        One row a subject, `rank` by priority within its stage, ties by id; ordered by kind and id.
    """
    return engine.sql(
        f"""
        with weighed as (
            select subject_kind, subject_id, side, "group", guarded,
                max(case when beyond_text then 1 else 0 end) as beyond,
                case when side = 'reason' then max(weight) else min(weight) end as weight
            from (
                select subject_kind, subject_id, side, "group", beyond_text, weight,
                    max(case when guarded then 1 else 0 end) over (partition by subject_kind, subject_id) as guarded
                from observations where side in ('reason', 'against')
            ) o
            group by subject_kind, subject_id, side, "group", guarded
        ), summed as (
            select subject_kind, subject_id, guarded,
                count(case when side = 'reason' and weight > 0 then 1 end) as groups,
                count(case when side = 'reason' and weight > 0 and beyond = 1 then 1 end) as beyond,
                cast(sum(weight) as bigint) as priority,
                cast(sum(case when side = 'reason' and "group" = 'text' then 0 else weight end) as bigint) as net
            from weighed group by subject_kind, subject_id, guarded
        ), staged as (
            select subject_kind, subject_id, guarded, groups, beyond, priority,
                case when groups < 2 then '{NO_SECOND}'
                    when guarded = 1 and beyond < 2 then '{NOT_BEYOND}'
                    when net <= 0 then '{OUTWEIGHED}'
                    else '{RAISED}' end as stage
            from summed
        )
        select subject_kind, subject_id, guarded = 1 as guarded, groups, beyond, priority, stage,
            row_number() over (partition by stage order by priority desc, subject_kind, subject_id) as rank
        from staged order by subject_kind, subject_id
        """,
        SCORES,
        observations=observations,
    )
