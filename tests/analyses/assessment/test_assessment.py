"""What is written down about each template."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from made_up_leads import LONDON, Material, chain, observations_of, ring, words
from palermo.analyses.assessment import ANALYSIS, assess_subjects
from palermo.analysis import in_memory
from palermo.engine.duck import DuckEngine
from palermo.errors import InputError
from palermo.tables import OBSERVATIONS


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    with DuckEngine(tmp_path) as engine:
        yield engine


def seen(engine: DuckEngine, material: Material, subject: str, side: str = "reason") -> dict[str, dict[str, Any]]:
    """The observations of one side about one subject, by name."""
    rows = observations_of(engine, material).table().to_pylist()
    return {row["observation"]: row for row in rows if row["subject_id"] == subject and row["side"] == side}


def test_the_same_twice_and_in_any_row_order_in_the_order_of_the_key(engine: DuckEngine) -> None:
    material = Material()
    ring(material)
    chain(material)
    once = observations_of(engine, material).table()
    OBSERVATIONS.check(once)
    key = [tuple(row[name] for name in OBSERVATIONS.key) for row in once.to_pylist()]
    assert key == sorted(set(key))
    shuffled = []
    for relation in material.relations():
        backwards = list(range(relation.count()))[::-1]
        shuffled.append(in_memory(relation.table().take(backwards)))
    assert assess_subjects(engine, *shuffled)["observations"].table().equals(once)


def test_nothing_in_nothing_out(engine: DuckEngine) -> None:
    assert observations_of(engine, Material()).count() == 0


def test_without_templates_there_is_no_subject_whatever_contacts_are_shared(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(words(at), phone=LONDON.format(1), place=f"Town {at}")
    assert observations_of(engine, material).count() == 0


def test_every_observation_leads_to_a_row_and_says_how_it_was_seen(engine: DuckEngine) -> None:
    """E06, D02: each has the table, row and span it rests on, and keeps observed apart from inferred."""
    material = Material()
    ring(material)
    adverts = {row["advert_id"]: row for row in material.adverts}
    for row in observations_of(engine, material).table().to_pylist():
        assert row["basis"].split(";")[0] in {"observed", "inferred", "reported in the adverts"}
        if row["table"] == "identifiers":
            mention = adverts[row["id"]][row["column"]][row["start"] : row["end"]]
            assert mention.startswith("+4420")
        elif row["table"] == "adverts":
            assert adverts[row["id"]][row["column"]] is not None
        else:
            assert (row["table"], row["id"], row["column"]) == ("templates", "ring", "pattern")


def test_no_observation_holds_a_contact_a_place_or_a_name(engine: DuckEngine) -> None:
    material = Material()
    ring(material)
    chain(material)
    texts = " ".join(row["text"] for row in observations_of(engine, material).table().to_pylist())
    assert "+44" not in texts
    assert "Town" not in texts
    assert "Firm" not in texts
    assert "Corner" not in texts


def test_a_contact_in_the_constant_words_is_no_second_observation(engine: DuckEngine) -> None:
    material = Material()
    for at in range(10):
        material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="t", place="Town")
    material.template("t")
    reasons = seen(engine, material, "t")
    assert set(reasons) == {"organised", "same contact"}
    assert reasons["same contact"]["weight"] == 0
    assert reasons["same contact"]["group"] == "text"


def test_two_contacts_that_stand_on_every_advert_do_not_take_turns(engine: DuckEngine) -> None:
    material = Material()
    for at in range(10):
        advert = material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="t", place=f"Town {at}")
        second = {**material.identifiers[-1], "value": LONDON.format(2), "start": 0, "end": 2}
        assert second["advert_id"] == advert
        material.identifiers.append(second)
    material.template("t")
    assert "turns" not in seen(engine, material, "t")


def test_contacts_take_turns_only_where_one_comes_back_in_another_setting(engine: DuckEngine) -> None:
    material = Material()
    for at in range(12):
        # each shop posts three times under its own number: ordinary
        material.advert(f"{words(1)} {at}", phone=LONDON.format(at % 4), template="shops", place=f"Town {at % 4}")
        # three numbers go round among four towns: one hand
        material.advert(f"{words(2)} {at}", phone=LONDON.format(10 + at % 3), template="hand", place=f"Town {at % 4}")
        # a number each: not known which
        material.advert(f"{words(3)} {at}", phone=LONDON.format(20 + at), template="each", place=f"Town {at % 4}")
    for name in ("shops", "hand", "each"):
        material.template(name)
    assert "turns" not in seen(engine, material, "shops")
    assert seen(engine, material, "hand")["turns"]["weight"] > 0
    assert "turns" not in seen(engine, material, "each")
    assert "one each" in seen(engine, material, "each", "unknown")


def test_one_contact_under_an_unlike_text_elsewhere_is_a_second_observation(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="a", place="Town A")
        material.advert(f"{words(2)} {at}", phone=LONDON.format(1), template="b", place="Town B")
    material.template("a")
    material.template("b")
    found = seen(engine, material, "a")["reach"]
    assert found["weight"] > 0
    assert found["beyond_text"]
    assert found["table"] == "identifiers"


def test_a_member_that_the_grouping_missed_is_not_taken_for_another_text(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="a", place="Town A")
    material.advert(f"{words(1, 55)} other end", phone=LONDON.format(1), place="Town B")
    material.template("a")
    assert "reach" not in seen(engine, material, "a")


def test_one_employer_with_two_texts_in_one_place_is_ordinary(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="waiter", place="Town")
        material.advert(f"{words(2)} {at}", phone=LONDON.format(1), template="cook", place="Town")
    material.template("waiter")
    material.template("cook")
    assert "reach" not in seen(engine, material, "waiter")


def test_a_contact_in_very_many_texts_speaks_against(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone=LONDON.format(1), template="a", place="Town A")
    for at in range(20):
        material.advert(words(100 + at), phone=LONDON.format(1), place=f"Town {at}")
    material.template("a")
    assert "reach" not in seen(engine, material, "a")
    assert seen(engine, material, "a", "against")["many texts"]["weight"] < 0


def test_a_number_that_no_plan_confirms_ties_nobody(engine: DuckEngine) -> None:
    material = Material()
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone="+4499", template="a", place="Town A", valid=False, disguised=True)
        material.advert(f"{words(2)} {at}", phone="+4499", template="b", place="Town B", valid=False)
    material.template("a")
    material.template("b")
    assert set(seen(engine, material, "a")) == {"organised"}


def test_an_equal_masked_contact_ties_as_an_open_one_does(engine: DuckEngine) -> None:
    material = Material()
    masked = "#PHONE_0a1b2c3d#"
    for at in range(6):
        material.advert(f"{words(1)} {at}", phone=masked, template="a", place="Town A", valid=False)
        material.advert(f"{words(2)} {at}", phone=masked, template="b", place="Town B", valid=False)
    material.template("a")
    material.template("b")
    assert seen(engine, material, "a")["reach"]["weight"] > 0


def test_adverts_that_say_the_same_in_every_field_count_once(engine: DuckEngine) -> None:
    material = Material()
    for _ in range(9):
        material.advert(words(1), phone=LONDON.format(1), template="again", place="Town")
    material.template("again")
    assert seen(engine, material, "again")["organised"]["weight"] == 0
    assert "same in every field" in seen(engine, material, "again", "against")


def test_one_named_employer_speaks_against_and_several_speak_for(engine: DuckEngine) -> None:
    material = Material()
    chain(material)
    ring(material)
    assert seen(engine, material, "chain", "against")["one employer"]["weight"] < -500_000
    assert seen(engine, material, "ring")["several employers"]["weight"] > 0
    assert "one employer" not in seen(engine, material, "ring", "against")


def test_adverts_that_share_a_legal_sentence_alone_weigh_nothing(engine: DuckEngine) -> None:
    material = Material()
    for at in range(10):
        material.advert(words(at), template="law", similarity=0.2, place=f"Town {at}", employer=f"Firm {at}")
    material.template("law")
    assert all(row["weight"] == 0 for row in seen(engine, material, "law").values())
    assert "common wording" in seen(engine, material, "law", "against")


def test_what_is_not_stated_is_unknown_and_never_counted_as_absent(engine: DuckEngine) -> None:
    """A04: an advert without a place neither adds a place nor speaks against one."""
    material = Material()
    for at in range(4):
        material.advert(f"{words(1)} {at}", template="bare", day=None)
        material.advert(f"{words(2)} {at}", template="half", place="Town" if at % 2 else "  ", employer="")
    material.template("bare")
    material.template("half")
    assert set(seen(engine, material, "bare", "unknown")) == {"place", "date", "pay", "employer", "contact"}
    assert seen(engine, material, "half", "unknown")["place"]["text"] == "2 of 4 adverts do not state a place."
    assert "one employer" not in seen(engine, material, "half", "against")


def test_moves_of_guarded_adverts_are_shown_and_weigh_nothing(engine: DuckEngine) -> None:
    """H03, H09: one text in many places is how adults on tour work, and a test spoke against it."""
    material = Material()
    ring(material, kind="sexual_services")
    found = seen(engine, material, "ring")["spread"]
    assert found["weight"] == 0
    assert found["guarded"]


def test_an_advert_of_no_stated_kind_is_taken_for_what_its_text_is_elsewhere(engine: DuckEngine) -> None:
    """H09: a kind that most adverts of the text state holds for the rest; where most state none, care is taken."""
    material = Material()
    for name, jobs in (("mostly", 4), ("hardly", 2)):
        for at in range(6):
            material.advert(f"{words(jobs)} {at}", template=name, kind="job" if at < jobs else "not_stated")
        material.template(name)
    material.advert(f"{words(9)} 1", template="sexual", kind="sexual_services")
    material.advert(f"{words(9)} 2", template="sexual", kind="job")
    material.template("sexual")
    guarded = {row["subject_id"]: row["guarded"] for row in observations_of(engine, material).table().to_pylist()}
    assert guarded == {"mostly": False, "hardly": True, "sexual": True}


def test_every_weight_says_that_it_is_assumed_and_keeps_to_one_nat(engine: DuckEngine) -> None:
    material = Material()
    ring(material, adverts=400)
    chain(material, adverts=400)
    material.templates[0]["bits_saved"] = 10**12
    for row in observations_of(engine, material).table().to_pylist():
        assert abs(row["weight"]) <= 1_000_000
        assert row["basis"].endswith("weight assumed, at most 1 nat" if row["weight"] else "not weighed")


def test_a_bound_below_two_is_refused(engine: DuckEngine) -> None:
    with pytest.raises(InputError, match="agency_texts is 1; it has to be 2 or more texts"):
        observations_of(engine, Material(), agency_texts=1)


def test_the_card_says_what_nobody_measured() -> None:
    """A01: the detector has a card; S12: it claims no figure that nobody measured."""
    assert ANALYSIS.card is not None
    assert ANALYSIS.card.precision == "not measured"
    assert ANALYSIS.card.precision_low is None
