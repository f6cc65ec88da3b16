"""Which observations make a lead, in which order, and how many."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_leads import Material, chain, leads_of, observations_of, ring, words
from palermo.analyses.leads import ANALYSIS, count_stages, raise_leads
from palermo.analysis import Relation, in_memory
from palermo.engine.duck import DuckEngine
from palermo.errors import InputError
from palermo.tables import LEADS, OBSERVATIONS, TABLES


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    with DuckEngine(tmp_path) as engine:
        yield engine


def observation(
    group: str, weight: int, *, subject: str = "s", side: str = "reason", name: str = "one", guarded: bool = False
) -> dict[str, Any]:
    return {
        "subject_kind": "template",
        "subject_id": subject,
        "side": side,
        "group": group,
        "observation": name,
        "text": f"{group} was seen.",
        "weight": weight,
        "basis": "observed; weight assumed, at most 1 nat",
        "element": "act" if group == "text" else "context",
        "beyond_text": group in ("contact", "setting"),
        "guarded": guarded,
        "table": "templates",
        "id": subject,
        "column": "pattern",
        "start": None,
        "end": None,
    }


def relation(*rows: dict[str, Any]) -> Relation:
    return in_memory(OBSERVATIONS.of(sorted(rows, key=lambda row: [row[name] for name in OBSERVATIONS.key])))


def raised(engine: DuckEngine, *rows: dict[str, Any], **parameters: Any) -> list[dict[str, Any]]:
    made = raise_leads(engine, relation(*rows), **parameters)["leads"].table()
    LEADS.check(made)
    return sorted(made.to_pylist(), key=lambda lead: lead["rank"])


weights = st.integers(-1_000_000, 1_000_000)


@given(st.lists(st.tuples(st.sampled_from("abc"), weights, st.booleans()), min_size=1, max_size=8), st.booleans())
@settings(deadline=None, max_examples=20)
def test_one_observation_never_raises_a_lead(given_rows: list[tuple[str, int, bool]], guarded: bool) -> None:
    """H04: whatever its weight, and however often it was seen, one independent observation raises nothing."""
    rows = [
        observation("contact", weight, subject=subject, name=str(at), guarded=guarded)
        for at, (subject, weight, _) in enumerate(given_rows)
    ]
    against = [
        observation("size", -abs(w), subject=s, side="against", name=str(at))
        for at, (s, w, b) in enumerate(given_rows)
        if b
    ]
    with DuckEngine(threads=1) as engine:
        assert raised(engine, *rows, *against) == []


@given(st.lists(st.tuples(st.sampled_from(["text", "contact", "disguise", "setting"]), weights), max_size=8))
@settings(deadline=None, max_examples=20)
def test_a_lead_has_two_weighed_groups_and_its_priority_is_their_sum(given_rows: list[tuple[str, int]]) -> None:
    rows = [observation(group, abs(weight), name=str(at)) for at, (group, weight) in enumerate(given_rows)]
    with DuckEngine(threads=1) as engine:
        leads = raised(engine, *rows)
    strongest = {group: max(abs(w) for g, w in given_rows if g == group) for group, _ in given_rows}
    weighed = {group: weight for group, weight in strongest.items() if weight > 0}
    assert len(leads) == (len(weighed) >= 2)
    for lead in leads:
        assert lead["priority"] == sum(weighed.values())


def test_a_weight_of_nothing_is_no_observation(engine: DuckEngine) -> None:
    """H03: what tests contradicted weighs nothing, and what weighs nothing does not help to raise a lead."""
    assert raised(engine, observation("text", 900_000), observation("setting", 0)) == []


def test_guarded_adverts_need_two_observations_beyond_the_text(engine: DuckEngine) -> None:
    """H09: text and one more do not do; disguise is wording; the caution for consenting adults comes along."""
    text, contact = observation("text", 900_000, guarded=True), observation("contact", 500_000, guarded=True)
    hidden, setting = observation("disguise", 500_000, guarded=True), observation("setting", 10, guarded=True)
    assert raised(engine, text, contact) == []
    assert raised(engine, text, contact, hidden) == []
    (lead,) = raised(engine, text, contact, setting)
    assert lead["guarded"]
    assert lead["cautions"][0].startswith("Adults may do this work of their own free will.")
    assert any("live or work in a country" in caution for caution in lead["cautions"])


def test_what_speaks_against_has_to_be_outweighed_beyond_the_text(engine: DuckEngine) -> None:
    text, setting = observation("text", 900_000), observation("setting", 500_000)
    assert raised(engine, text, setting, observation("setting", -500_000, side="against")) == []
    (lead,) = raised(engine, text, setting, observation("setting", -499_999, side="against"))
    assert lead["priority"] == 900_001
    assert [row["weight"] for row in lead["against"]] == [-499_999]


def test_a_ring_is_raised_and_a_chain_of_shops_is_not(engine: DuckEngine) -> None:
    material = Material()
    ring(material)
    chain(material)
    assert [lead["subject_id"] for lead in leads_of(engine, material)] == ["ring"]


def test_every_lead_shows_evidence_and_what_speaks_against_and_what_is_unknown(engine: DuckEngine) -> None:
    """E06: each reason has its table, row and group; the lists are there even where they are empty."""
    material = Material()
    ring(material)
    (lead,) = leads_of(engine, material)
    assert {row["group"] for row in lead["reasons"]} == {"text", "contact", "disguise", "setting"}
    assert all(row["table"] and row["id"] for row in lead["reasons"])
    assert lead["against"] == []
    assert [row["text"] for row in lead["unknown"]] == ["None of the 12 adverts states the pay."]
    assert lead["act"]
    assert lead["means"] == lead["purpose"] == []


def test_the_best_leads_seldom_tie(engine: DuckEngine) -> None:
    """A05: among the hundred best of 240 alike rings at most 2 % have the same priority as another."""
    material = Material()
    for seed in range(240):
        ring(material, f"ring-{seed:03d}", adverts=4 + seed % 7, seed=seed)
        material.templates[-1]["bits_saved"] = 900 + 37 * seed
    best = [lead["priority"] for lead in leads_of(engine, material, leads_a_day=100)]
    assert len(best) == 100
    tied = sum(1 for priority in best if best.count(priority) > 1)
    assert tied <= 2


def test_a_day_holds_as_many_leads_as_the_desk_says_best_first(engine: DuckEngine) -> None:
    rows = [
        row
        for at in range(9)
        for row in (observation("text", 100 + at, subject=f"s{at}"), observation("contact", 50, subject=f"s{at}"))
    ]
    leads = raised(engine, *rows, leads_a_day=4)
    assert [(lead["rank"], lead["subject_id"]) for lead in leads] == [(1, "s8"), (2, "s7"), (3, "s6"), (4, "s5")]
    everyone = raised(engine, *rows)
    assert {lead["lead_id"] for lead in leads} < {lead["lead_id"] for lead in everyone}


def test_the_next_step_is_the_desks_own(engine: DuckEngine) -> None:
    """S01: prevention, protection and prosecution each get a step of their own."""
    rows = [observation("text", 5), observation("contact", 5)]
    steps = {raised(engine, *rows, purpose=p)[0]["next_step"] for p in ("prevention", "protection", "prosecution")}
    assert len(steps) == 3


def test_no_caution_or_step_tells_to_contact_anybody(engine: DuckEngine) -> None:
    """H01: the lead warns not to call or write."""
    (lead,) = raised(engine, observation("text", 5), observation("contact", 5))
    assert any(caution.startswith("Do not call or write") for caution in lead["cautions"])


def test_every_fault_of_the_parameters_is_named_at_once(engine: DuckEngine) -> None:
    with pytest.raises(InputError, match="leads_a_day is 0; it has to be 1 to 10000; purpose is not one of preven"):
        raised(engine, leads_a_day=0, purpose="profit")
    with pytest.raises(InputError, match="leads_a_day is 10001"):
        count_stages(engine, relation(), leads_a_day=10_001)


def test_nothing_in_nothing_out(engine: DuckEngine) -> None:
    assert raised(engine) == []
    assert count_stages(engine, relation()).subjects == 0


def test_stages_add_up_and_the_nearest_misses_say_what_was_missing(engine: DuckEngine) -> None:
    material = Material()
    ring(material)
    ring(material, "second", seed=2)
    chain(material)
    for at in range(12):
        material.advert(f"{words(9)} {at}", template="single")
        material.advert(f"{words(8)} {at}", template="guarded", kind="not_stated", employer=f"Firm {at}")
    material.template("single")
    material.template("guarded")
    stages = count_stages(engine, observations_of(engine, material), leads_a_day=1)
    assert (stages.subjects, stages.listed, stages.beyond_the_list) == (5, 1, 1)
    assert (stages.outweighed, stages.not_beyond, stages.no_second) == (1, 1, 1)
    missed = {miss.subject_id: miss.text for miss in stages.misses}
    assert list(missed)[1:] == ["chain", "guarded", "single"]
    assert missed["single"].startswith("12 adverts use one text.")
    assert missed["single"].endswith("No second observation.")
    assert missed["guarded"].endswith("two observations beyond the text; there is one.")
    assert len(count_stages(engine, observations_of(engine, material), nearest=1).misses) == 1


def test_no_lead_is_about_an_advert_a_person_or_a_picture() -> None:
    """H06: nothing here names, guesses or scores age, sex or ethnicity."""
    names = {column.name for table in (OBSERVATIONS, LEADS) for column in table.columns}
    assert names.isdisjoint({"person_id", "advert_id", "age", "sex", "ethnicity", "nationality"})


def test_the_analysis_reads_observations_alone_so_that_others_can_add_to_them() -> None:
    assert [table.name for table in ANALYSIS.reads] == ["observations"]
    assert ANALYSIS.card is not None
    assert TABLES["leads"].schema.field("priority").type == pa.int64()
