"""Templates: who stands together, what the pattern says, where the slots are, and what an increment adds."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.analyses.templates import ANALYSIS, group_templates
from palermo.analysis import Former
from palermo.engine import Relation, in_memory
from palermo.engine.duck import DuckEngine
from palermo.simulate.campaigns import templates_set
from palermo.tables import ADVERTS, TABLES

JOB = (
    "We look for honest kitchen hands in {city} from the first of May, pay is {pay} a month and a bed is free. "
    "Ask for {name} and bring two papers, the bus leaves on Sunday from the old market. Call {phone}"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with DuckEngine(threads=1) as made:
        yield made


def adverts_of(bodies: Sequence[str], titles: Sequence[str] | None = None, first: int = 0) -> Relation:
    titles = titles or [""] * len(bodies)
    return in_memory(
        ADVERTS.of(
            {
                "advert_id": f"a{first + at:07d}",
                "ingest_id": "i",
                "item_id": "0" * 64,
                "row": at + 1,
                "locator": f"row {at + 1}",
                "source": "made up",
                "advert_kind": "job",
                "title": title,
                "body": body,
            }
            for at, (title, body) in enumerate(zip(titles, bodies, strict=True))
        )
    )


def group(engine: DuckEngine, bodies: Sequence[str], titles: Sequence[str] | None = None) -> dict[str, pa.Table]:
    made = group_templates(engine, adverts_of(bodies, titles))
    tables = {name: relation.table() for name, relation in made.items()}
    assert set(tables) == {table.name for table in ANALYSIS.makes}
    for name, table in tables.items():
        TABLES[name].check(table)
    return tables


def groups_of(members: pa.Table) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in members.to_pylist():
        found.setdefault(row["template_id"], set()).add(row["advert_id"])
    return {frozenset(ids) for ids in found.values()}


def jobs() -> list[str]:
    return [
        JOB.format(city="Arlen", pay="€1,400", name="Mira", phone="020 7946 0123"),
        JOB.format(city="Port Vesna", pay="€1,650", name="Odo", phone="02079460456"),
        JOB.format(city="Lund", pay="€900", name="Pia", phone="020-7946-0789"),
    ]


def test_two_adverts_of_one_template_are_found_and_its_slots_named(engine: DuckEngine) -> None:
    """A template is shown with its constant words and typed slots."""
    made = group(engine, [*jobs()[:2], "A quiet flat by the lake, two rooms, no smoking please, ask the porter."])
    (template,) = made["templates"].to_pylist()
    assert template["adverts"] == 2
    assert "We look for honest kitchen hands in" in template["pattern"]
    assert "{price}" in template["pattern"]
    assert template["pattern"].endswith("Call {phone}")
    assert template["bits_saved"] > 0
    assert template["medoid_id"] in {"a0000000", "a0000001"}
    assert groups_of(made["template_members"]) == {frozenset({"a0000000", "a0000001"})}


def test_slots_point_at_what_fills_them(engine: DuckEngine) -> None:
    bodies = [f"سلام {body}" for body in jobs()]
    made = group(engine, bodies)
    seen = {}
    for row in made["template_members"].to_pylist():
        body = bodies[int(row["advert_id"][1:])]
        for slot in json.loads(row["slots"]):
            assert slot["column"] == "body"
            seen.setdefault(slot["kind"], set()).add(body[slot["start"] : slot["end"]])
    assert seen["phone"] == {"020 7946 0123", "02079460456", "020-7946-0789"}
    assert seen["price"] == {"1,400", "1,650", "900"}
    assert {"Mira", "Odo", "Pia"} <= seen["word"] | seen.get("text", set())
    assert "Port Vesna" in seen["word"] | seen.get("text", set())


def test_slots_in_the_title_say_so(engine: DuckEngine) -> None:
    titles = ["Kitchen hand wanted in Arlen", "Kitchen hand wanted in Port Vesna", "Kitchen hand wanted in Lund"]
    made = group(engine, jobs(), titles)
    found = {
        titles[int(row["advert_id"][1:])][slot["start"] : slot["end"]]
        for row in made["template_members"].to_pylist()
        for slot in json.loads(row["slots"])
        if slot["column"] == "title"
    }
    assert found == {"Arlen", "Port Vesna", "Lund"}


def test_braces_in_a_text_are_not_taken_for_slots(engine: DuckEngine) -> None:
    (template,) = group(engine, ["{x} " + job for job in jobs()])["templates"].to_pylist()
    assert template["pattern"].startswith("(x) We") or template["pattern"].startswith("x) We")


def test_nothing_in_nothing_out(engine: DuckEngine) -> None:
    made = group(engine, [])
    assert all(table.num_rows == 0 for name, table in made.items() if name != "template_words")


@pytest.mark.parametrize(
    "bodies",
    [
        ["", "", ""],
        ["work", "work", "work"],
        ["!!! ???", "!!! ???"],
        ["", "a", "b c", "d e f"],
    ],
)
def test_texts_of_hardly_a_word_stand_in_no_template(engine: DuckEngine, bodies: list[str]) -> None:
    made = group(engine, bodies)
    assert made["templates"].num_rows == made["template_members"].num_rows == 0


def test_many_identical_adverts_are_one_template(engine: DuckEngine) -> None:
    made = group(engine, [jobs()[0]] * 5000)
    (template,) = made["templates"].to_pylist()
    assert template["adverts"] == made["template_members"].num_rows == 5000
    assert made["template_members"]["similarity"].to_pylist() == [1.0] * 5000


def test_a_campaign_larger_than_any_bound_on_frequency_is_one_template(engine: DuckEngine) -> None:
    draw = Random(4)  # noqa: S311
    words = JOB.split()
    bodies = []
    for _ in range(2500):
        changed = list(words)
        changed[draw.randrange(len(words))] = f"w{draw.randrange(10**6)}x"
        changed[draw.randrange(len(words))] = f"v{draw.randrange(10**6)}y"
        bodies.append(" ".join(changed))
    made = group(engine, bodies)
    assert made["templates"]["adverts"].to_pylist() == [2500]


def test_long_texts_and_one_word_said_often_are_read(engine: DuckEngine) -> None:
    draw = Random(5)  # noqa: S311
    long = " ".join(f"w{draw.randrange(5000)}" for _ in range(150_000))
    made = group(engine, [long, long + " and more", "spam " * 200_000, "spam " * 200_001, jobs()[0]])
    assert frozenset({"a0000000", "a0000001"}) in groups_of(made["template_members"])


def test_shared_legal_words_do_not_chain_strangers(engine: DuckEngine) -> None:
    draw = Random(6)  # noqa: S311
    stock = ["".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)) for _ in range(3000)]
    legal = " ".join(draw.sample(stock, 18))
    bodies = [" ".join(draw.sample(stock, 70)) + " " + legal for _ in range(300)]
    assert group(engine, bodies)["templates"].num_rows == 0


@pytest.mark.parametrize("language", ["en", "ru", "ar", "zh"])
def test_campaigns_are_found_in_every_script(engine: DuckEngine, language: str) -> None:
    """S01: many scripts; the measure is docs/benchmarks.md, here a small set has to come out nearly whole."""
    rows = templates_set(31, 700, 0.08, language)
    made = group(engine, rows["text"].to_pylist())
    truth: dict[int, set[str]] = {}
    for at, label in enumerate(rows["label"].to_pylist()):
        if label >= 0:
            truth.setdefault(label, set()).add(f"a{at:07d}")
    found = groups_of(made["template_members"])
    whole = sum(frozenset(ids) in found for ids in truth.values())
    assert whole >= 0.9 * len(truth)


def test_a_russian_pair_that_differs_in_a_few_words_is_found(engine: DuckEngine) -> None:
    pair = [
        "Требуются официантки в ресторан за границей, оплата 900 € в неделю, жильё бесплатно, пишите Ане",
        "Требуются официантки в отель за границей, оплата 1200 € в неделю, жильё бесплатно, пишите Оле",
    ]
    made = group(engine, [*pair, "Продаю велосипед, почти новый, звоните вечером после семи часов"])
    assert groups_of(made["template_members"]) == {frozenset({"a0000000", "a0000001"})}


def test_the_order_of_rows_changes_nothing(engine: DuckEngine) -> None:
    rows = templates_set(32, 400, 0.1)["text"].to_pylist()
    relation = adverts_of(rows)
    table = relation.table()
    order = list(range(len(rows)))
    Random(7).shuffle(order)  # noqa: S311
    one = group_templates(engine, relation)
    two = group_templates(engine, in_memory(table.take(pa.array(order))))
    for name in one:
        assert one[name].table().equals(two[name].table()), name


def stored(engine: DuckEngine, made: dict[str, Relation], folder: Path) -> dict[str, Relation]:
    """Write the tables as a run does and read them back."""
    back = {}
    for name, relation in made.items():
        engine.write(relation, folder / f"{name}.parquet")
        back[name] = engine.read(folder / f"{name}.parquet", TABLES[name].schema)
    return back


def test_an_increment_places_fresh_adverts_and_keeps_what_was_there(engine: DuckEngine, tmp_path: Path) -> None:
    rows = templates_set(33, 1500, 0.05)["text"].to_pylist()
    cut = 1350
    before = stored(engine, group_templates(engine, adverts_of(rows[:cut])), tmp_path)
    fresh = adverts_of(rows[cut:], first=cut)
    grown = group_templates(engine, adverts_of(rows), former=Former(before, {"adverts": fresh}))
    for name, relation in grown.items():
        TABLES[name].check(relation.table())
    assert grown["template_members"].parts[0] == before["template_members"].parts[0]
    old, new = before["templates"].table().to_pylist(), grown["templates"].table().to_pylist()
    kept = {row["template_id"]: row for row in new}
    assert all(kept[row["template_id"]]["pattern"] == row["pattern"] for row in old)
    whole = group_templates(engine, adverts_of(rows))
    one, two = groups_of(grown["template_members"].table()), groups_of(whole["template_members"].table())
    assert len(one & two) >= 0.95 * len(two)
    counted = {row["template_id"]: row["adverts"] for row in new}
    members = grown["template_members"].table()["template_id"].to_pylist()
    assert all(members.count(template) == count for template, count in counted.items())


def test_a_single_advert_enters_a_template_when_its_like_arrives(engine: DuckEngine, tmp_path: Path) -> None:
    others = [
        "Old boats and nets for sale at the pier, come before noon",
        "Piano lessons for grown people, first hour free of charge",
    ]
    before = stored(engine, group_templates(engine, adverts_of([jobs()[0], *others])), tmp_path / "one")
    assert before["templates"].count() == 0
    bodies = [jobs()[0], *others, jobs()[1]]
    former = Former(before, {"adverts": adverts_of([jobs()[1]], first=3)})
    second = stored(engine, group_templates(engine, adverts_of(bodies), former=former), tmp_path / "two")
    assert groups_of(second["template_members"].table()) == {frozenset({"a0000000", "a0000003"})}
    bodies.append(jobs()[2])
    former = Former(second, {"adverts": adverts_of([jobs()[2]], first=4)})
    third = group_templates(engine, adverts_of(bodies), former=former)
    assert groups_of(third["template_members"].table()) == {frozenset({"a0000000", "a0000003", "a0000004"})}
    assert third["templates"].table()["adverts"].to_pylist() == [3]


def test_an_increment_of_nothing_changes_nothing(engine: DuckEngine, tmp_path: Path) -> None:
    before = stored(engine, group_templates(engine, adverts_of(jobs())), tmp_path)
    grown = group_templates(engine, adverts_of(jobs()), former=Former(before, {"adverts": adverts_of([])}))
    assert all(grown[name].table().equals(before[name].table()) for name in before)


@given(st.lists(st.text(max_size=80), max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_tables_that_keep_their_promise(bodies: list[str]) -> None:
    bodies = [body.encode("utf-8", "ignore").decode() for body in bodies]
    with DuckEngine(threads=1) as engine:
        made = group(engine, [*bodies, *bodies])
    for row in made["template_members"].to_pylist():
        body = (bodies + bodies)[int(row["advert_id"][1:])]
        for slot in json.loads(row["slots"]):
            assert 0 <= slot["start"] < slot["end"] <= len(body)
