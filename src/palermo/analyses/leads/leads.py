"""Put before a person the subjects that independent observations speak for, no more a day than the desk can read."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from palermo.analyses.leads import words
from palermo.analyses.leads.scores import RAISED, SCORES, score_subjects
from palermo.analysis import Engine, Made, Parameter, Relation, in_memory
from palermo.errors import InputError
from palermo.tables import LEADS, OBSERVATIONS

PARAMETERS: Mapping[str, Parameter] = {"leads_a_day": 50, "purpose": "prevention"}
MOST_LEADS = 10_000  # leads in one list: bounds the memory, and no desk reads more
DESKS = {"template": "adverts", "network": "network"}  # a lead's kind by its subject's
_SHOWN = ("text", "group", "weight", "basis", "table", "id", "column", "start", "end")
_ELEMENTS = ("act", "means", "purpose")


def raise_leads(engine: Engine, observations: Relation, *, leads_a_day: int = 50, purpose: str = "prevention") -> Made:
    """Raise a lead for each subject that two or more independent observations speak for.

    It decides nothing: a lead is a question. One observation, however strong, raises none; nor
    does a subject whose ordinary explanation weighs as much as what speaks beyond its wording.

    Args:
        observations: OBSERVATIONS.
        leads_a_day: How many leads the desk can read in a day: the list's length, 1 to 10,000.
        purpose: prevention, protection or prosecution: what the next step is written for.

    Returns:
        LEADS, at most `leads_a_day` rows; `priority` is the sum over groups of the strongest weight.

    Raises:
        InputError: `leads_a_day` or `purpose` is not one of these.
    """
    faults = length_faults(leads_a_day)
    if purpose not in words.NEXT_STEP:
        faults.append(f"purpose is not one of {', '.join(words.NEXT_STEP)}")
    if faults:
        raise InputError("; ".join(faults))
    scores = score_subjects(engine, observations)
    chosen = engine.sql(
        f"select {', '.join(SCORES.names)} from scores "
        f"where stage = '{RAISED}' and rank <= {leads_a_day} order by rank",
        SCORES,
        scores=scores,
    )
    shown = engine.sql(
        f"""
        select {", ".join(f'o."{name}"' for name in OBSERVATIONS.schema.names)}
        from observations o join chosen c on c.subject_kind = o.subject_kind and c.subject_id = o.subject_id
        order by o.subject_kind, o.subject_id, o.side, o."group", o.observation
        """,
        OBSERVATIONS.schema,
        observations=observations,
        chosen=chosen,
    )
    by_subject = {
        subject: list(rows)
        for subject, rows in groupby(shown.table().to_pylist(), lambda row: (row["subject_kind"], row["subject_id"]))
    }
    leads = [
        lead_of(score, by_subject[score["subject_kind"], score["subject_id"]], purpose)
        for score in chosen.table().to_pylist()
    ]
    return {LEADS.name: in_memory(LEADS.of(sorted(leads, key=lambda lead: str(lead["lead_id"]))))}


def length_faults(leads_a_day: int) -> list[str]:
    """What is wrong with the list's length; an empty list where nothing is."""
    if 1 <= leads_a_day <= MOST_LEADS:
        return []
    return [f"leads_a_day is {leads_a_day}; it has to be 1 to {MOST_LEADS}"]


def lead_id(kind: str, subject_id: str) -> str:
    """The lead's name: made of its kind and subject alone, so that it stays while the subject does."""
    return hashlib.sha256(f"{kind}\n{subject_id}".encode()).hexdigest()[:16]


def lead_of(score: Mapping[str, Any], seen: list[dict[str, Any]], purpose: str) -> dict[str, object]:
    """One row of LEADS: the score and the subject's observations, strongest first."""
    kind = DESKS[score["subject_kind"]]
    elements = {
        element: [row["text"] for row in seen if row["element"] == element and row["side"] == "reason"]
        for element in _ELEMENTS
    }
    elements["act"] = [words.ACT] if elements["act"] else []
    return {
        "lead_id": lead_id(kind, score["subject_id"]),
        "kind": kind,
        "subject_kind": score["subject_kind"],
        "subject_id": score["subject_id"],
        "rank": score["rank"],
        "priority": score["priority"],
        "guarded": score["guarded"],
        **elements,
        "reasons": _strongest_first(row for row in seen if row["side"] == "reason"),
        "against": _strongest_first(row for row in seen if row["side"] == "against"),
        "unknown": _strongest_first(row for row in seen if row["side"] == "unknown"),
        "next_step": words.NEXT_STEP[purpose],
        "cautions": [*(words.CONSENT if score["guarded"] else ()), *words.CAUTIONS],
    }


def _strongest_first(rows: Iterable[dict[str, Any]]) -> list[dict[str, object]]:
    """What the list shows of each row; weighed ones first, then in the order of groups."""
    ordered = sorted(rows, key=lambda row: (-abs(row["weight"]), row["group"], row["observation"]))
    return [{name: row[name] for name in _SHOWN} for row in ordered]
