"""Write down what was counted about each template: for it, against it, not known."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from palermo.analyses.assessment import weights, words
from palermo.analyses.assessment.words import count
from palermo.tables import OBSERVATIONS

BEYOND_TEXT = {"contact", "setting"}  # groups that do not rest on the wording


class Evidence(NamedTuple):
    """Where an observation stands: a row, or a mention in it."""

    table: str
    id: str
    column: str | None = None
    start: int | None = None
    end: int | None = None


class Seen(NamedTuple):
    """One observation before it becomes a row."""

    side: str
    group: str
    observation: str
    text: str
    weight: int
    seen_how: str
    evidence: Evidence
    element: str = "context"


def observe(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Turn counts, one row a template, into OBSERVATIONS in the order of their key."""
    found: list[tuple[object, ...]] = []
    for counts in batch.to_pylist():
        seen = [*_reasons(counts), *_against(counts), *_unknown(counts)]
        seen.sort(key=lambda one: (one.side, one.group, one.observation))
        guarded = bool(counts["guarded"])
        found += [_row(counts["template_id"], guarded, one) for one in seen]
    columns = list(zip(*found, strict=True)) if found else [()] * len(OBSERVATIONS.columns)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, OBSERVATIONS.schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=OBSERVATIONS.schema)


def _row(template_id: str, guarded: bool, one: Seen) -> tuple[object, ...]:
    """One row in the order of OBSERVATIONS' columns."""
    return (
        "template",
        template_id,
        one.side,
        one.group,
        one.observation,
        one.text,
        one.weight,
        f"{one.seen_how}; {weights.ASSUMED if one.weight else words.NOT_WEIGHED}",
        one.element,
        one.group in BEYOND_TEXT,
        guarded,
        *one.evidence,
    )


def _reasons(c: dict[str, Any]) -> Iterator[Seen]:
    """What speaks for a look, but for what contacts show."""
    pattern = Evidence("templates", c["template_id"], "pattern")
    yield Seen(
        "reason",
        "text",
        "organised",
        words.ORGANISED.format(
            adverts=count(c["adverts"], "advert"),
            bits=count(max(c["bits_saved"], 0) // c["adverts"], "bit"),
            contexts=_contexts(c),
        ),
        weights.held(weights.of_text(c["bits_saved"], c["different"], c["adverts"]), c["similarity"]),
        words.INFERRED,
        pattern,
        "act" if c["jobs"] else "context",
    )
    if c["constant"]:
        contacts = "One contact stands" if c["constant"] == 1 else f"{c['constant']} contacts stand"
        yield Seen(
            "reason", "text", "same contact", words.CONSTANT.format(contacts=contacts), 0, words.OBSERVED, pattern
        )
    yield from _contact_reasons(c)
    if c["places"] > 2 or c["countries"] > 1:
        weighed = not c["guarded"]
        yield Seen(
            "reason",
            "setting",
            "spread",
            (words.SPREAD if weighed else words.SPREAD_UNWEIGHED).format(
                places=count(c["places"], "place"), countries=count(c["countries"], "country", "countries")
            ),
            weights.held(weights.of_spread(c["places"], c["countries"]), c["similarity"]) if weighed else 0,
            words.STATED,
            Evidence("adverts", c["place_id"], "place" if c["places"] else "country"),
        )
    if c["employers"] > 1:
        yield Seen(
            "reason",
            "setting",
            "several employers",
            words.NAMES.format(employers=count(c["employers"], "employer")),
            weights.held(weights.of_names(c["employers"]), c["similarity"]),
            words.STATED,
            Evidence("adverts", c["employer_id"], "employer"),
        )


def _contact_reasons(c: dict[str, Any]) -> Iterator[Seen]:
    """What the contacts show: they take turns, reach other texts, are hidden."""
    if c["turns_contacts"] is not None:
        yield Seen(
            "reason",
            "contact",
            "turns",
            (words.TURNS if c["with_place"] or c["with_country"] or c["with_employer"] else words.TURNS_UNSAID).format(
                contacts=count(c["turns_contacts"], *words.KINDS[c["turns_kind"]]),
                uses=count(c["turns_uses"], "time"),
            ),
            weights.held(weights.of_turns(c["turns_contacts"], c["turns_uses"]), c["similarity"]),
            words.OBSERVED,
            _mention(c, "turns"),
        )
    if c["reach_others"] is not None:
        unlike = c["reach_unlike"]
        yield Seen(
            "reason",
            "contact",
            "reach",
            words.REACH.format(
                kind=words.KINDS[c["reach_kind"]][0],
                others=count(c["reach_others"], "other text"),
                compared=c["reach_compared"],
                unlike=f"{unlike} {'is' if unlike == 1 else 'are'}",
            ),
            weights.of_reach(c["reach_others"], unlike, c["reach_compared"]),
            words.OBSERVED,
            _mention(c, "reach"),
        )
    if c["hidden_hidden"] is not None:
        yield Seen(
            "reason",
            "disguise",
            "hidden",
            words.HIDDEN.format(adverts=count(c["hidden_hidden"], "advert"), naming=c["naming"]),
            weights.of_disguise(c["hidden_hidden"], c["naming"]),
            words.OBSERVED,
            _mention(c, "hidden"),
        )


def _against(c: dict[str, Any]) -> Iterator[Seen]:
    """Ordinary explanations that the counts are consistent with."""
    pattern = Evidence("templates", c["template_id"], "pattern")
    if c["employers"] == 1 and c["with_employer"] > 1:
        yield Seen(
            "against",
            "setting",
            "one employer",
            words.ONE_NAME.format(adverts=count(c["with_employer"], "advert")),
            weights.of_one_name(c["with_employer"], c["adverts"]),
            words.STATED,
            Evidence("adverts", c["employer_id"], "employer"),
        )
    if c["many_texts"] is not None:
        yield Seen(
            "against",
            "contact",
            "many texts",
            words.MANY_TEXTS.format(texts=count(c["many_texts"], "text")),
            weights.of_many_texts(c["many_texts"], c["agency_texts"]),
            words.OBSERVED,
            pattern,
        )
    if c["similarity"] < 600:
        yield Seen(
            "against",
            "text",
            "common wording",
            words.BOILERPLATE.format(share=c["similarity"] // 10),
            0,
            words.INFERRED,
            pattern,
        )
    if c["different"] < c["adverts"]:
        same = c["adverts"] - c["different"]
        text = words.SAVED_TWICE.format(same=count(same, "advert says", "adverts say"))
        yield Seen("against", "saved", "same in every field", text, 0, words.OBSERVED, pattern)
    if c["different"] < 4:
        text = words.FEW.format(adverts=count(c["different"], "different advert"))
        yield Seen("against", "size", "few", text, weights.of_few(c["different"]), words.OBSERVED, pattern)


def _unknown(c: dict[str, Any]) -> Iterator[Seen]:
    """What adverts do not state; missing is not absent."""
    pattern = Evidence("templates", c["template_id"], "pattern")
    stated = {
        "place": max(c["with_place"], c["with_country"]),
        "date": c["with_week"],
        "pay": c["with_pay"],
        "employer": c["with_employer"],
        # adverts alike in every field count once here too
        "contact": c["adverts"] if c["naming"] == c["different"] else c["naming"],
    }
    for what, number in stated.items():
        missing = c["adverts"] - number
        if missing > 0:
            wording = words.NOT_STATED if number else words.NONE_STATED
            text = wording.format(some=missing, adverts=count(c["adverts"], "advert"), what=words.WHAT[what])
            yield Seen("unknown", "not stated", what, text, 0, words.OBSERVED, pattern)
    if c["own"] is not None and c["turns_contacts"] is None:
        text = words.OWN.format(adverts=count(c["own"], "advert"), kind="a contact")
        yield Seen("unknown", "contact", "one each", text, 0, words.OBSERVED, pattern)


def _contexts(c: dict[str, Any]) -> str:
    """How many sources, places, countries and weeks, without those that nobody states."""
    said = [count(c["sources"], "source")]
    if c["places"]:
        said.append(count(c["places"], "place"))
    if c["countries"]:
        said.append(count(c["countries"], "country", "countries"))
    if c["weeks"]:
        said.append(count(c["weeks"], "week"))
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1]


def _mention(c: dict[str, Any], of: str) -> Evidence:
    """The mention that one of the contact counts points at."""
    return Evidence("identifiers", c[f"{of}_advert_id"], c[f"{of}_column"], c[f"{of}_start"], c[f"{of}_end"])
