"""Networks: what they join and what they do not, what a person decided, and bad input."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from palermo.analyses.links import ANALYSIS as LINKING
from palermo.analyses.network import ANALYSIS as NETWORK
from palermo.analysis import Made, Relation, in_memory
from palermo.bench.networks import clean_rows
from palermo.engine.duck import DuckEngine
from palermo.errors import TableError
from palermo.simulate.operator_tables import operator_tables
from palermo.simulate.operators import OperatorSet
from palermo.tables import ADVERTS, LINK_JUDGEMENTS, LINKS, TABLES

START = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with DuckEngine() as made:
        yield made


def link(advert: str, kind: str, value: str, day: int | None = 0) -> dict[str, object]:
    seen = None if day is None else START + timedelta(days=day)
    return {
        "from_kind": "advert", "from_id": advert, "to_kind": kind, "to_id": value, "kind": "named",
        "weight": 1_000_000, "first_seen": seen, "last_seen": seen, "source": "identifiers",
    }  # fmt: skip


def judged(one: tuple[str, str], two: tuple[str, str], judgement: str, day: int = 0) -> dict[str, object]:
    return {
        "from_kind": one[0], "from_id": one[1], "to_kind": two[0], "to_id": two[1], "judgement": judgement,
        "case_id": "case-1", "by": "A. Clerk", "at": START + timedelta(days=day),
    }  # fmt: skip


def networks(
    engine: DuckEngine,
    links: Sequence[Mapping[str, object]],
    judgements: Sequence[Mapping[str, object]] = (),
    adverts: pa.Table | None = None,
) -> Made:
    reads = [
        in_memory(ADVERTS.empty() if adverts is None else adverts),
        in_memory(LINKS.of([dict(row) for row in links])),
        in_memory(LINK_JUDGEMENTS.of([dict(row) for row in judgements])),
    ]
    made = NETWORK.run(engine, reads)
    for name, relation in made.items():
        table = relation.table()
        TABLES[name].check(table)
        assert table.equals(table.sort_by([(key, "ascending") for key in TABLES[name].key])), name
    return made


def grouped(made: Mapping[str, Relation]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for row in made["network_members"].table().to_pylist():
        if row["member_kind"] == "advert":
            found.setdefault(row["network_id"], set()).add(row["member_id"])
    return sorted(found.values(), key=min)


def two_hands() -> list[dict[str, object]]:
    """Two hands of eight adverts, each with a phone, two texts and an address of its own."""
    rows = []
    for hand in "ab":
        for at in range(8):
            advert = f"{hand}{at}"
            rows += [
                link(advert, "phone", f"+1201000{ord(hand):04d}", at),
                link(advert, "template", f"t-{hand}{at % 2}", at),
                link(advert, "email", f"{hand}@example.org", at),
            ]
    return rows


HANDS = [{f"a{at}" for at in range(8)}, {f"b{at}" for at in range(8)}]


def test_two_hands_are_two_networks_and_each_member_says_why(engine: DuckEngine) -> None:
    made = networks(engine, two_hands())
    assert grouped(made) == HANDS
    for row in made["network_members"].table().to_pylist():
        assert row["why"], row
        assert row["links"] >= len(row["why"])
        assert {hold["kind"] for hold in row["why"]} <= {"phone", "email", "template", "advert"}
    rows = made["networks"].table().to_pylist()
    assert [row["adverts"] for row in rows] == [8, 8]
    assert rows[0]["kinds"] == ["email", "phone", "template"]
    assert made["network_layout"].count() == made["network_members"].count()


def test_a_switchboard_joins_no_strangers_and_is_shown_as_a_hub(engine: DuckEngine) -> None:
    rows = []
    for hand in range(40):
        for at in range(6):
            advert = f"s{hand:02d}-{at}"
            rows += [link(advert, "phone", f"+120100{hand:05d}", at), link(advert, "template", f"t{hand}-{at % 2}", at)]
            if at < 2:
                rows.append(link(advert, "phone", "+12010009999", at))
    made = networks(engine, rows)
    assert [len(group) for group in grouped(made)] == [6] * 40
    assert [row["id"] for row in made["hubs"].table().to_pylist()] == ["+12010009999"]


def test_a_number_that_was_handed_on_stands_in_both_networks_at_its_time(engine: DuckEngine) -> None:
    rows = two_hands()
    late = [dict(row) for row in rows if str(row["from_id"]).startswith("b")]
    early = [row for row in rows if str(row["from_id"]).startswith("a")]
    for row in late:
        row["first_seen"] = row["last_seen"] = row["first_seen"] + timedelta(days=200)  # type: ignore[operator]
    handed = [link(f"a{at}", "phone", "+12010007777", at) for at in range(4)]
    handed += [link(f"b{at}", "phone", "+12010007777", 200 + at) for at in range(4)]
    made = networks(engine, [*early, *late, *handed])
    assert grouped(made) == HANDS
    held = [row for row in made["network_members"].table().to_pylist() if row["member_id"] == "+12010007777"]
    assert len(held) == 2
    assert held[0]["last_seen"] < held[1]["first_seen"] or held[1]["last_seen"] < held[0]["first_seen"]


def test_a_cut_link_joins_nothing_and_a_pin_holds(engine: DuckEngine) -> None:
    joined = [*two_hands(), *[link(f"b{at}", "phone", f"+1201000{ord('a'):04d}", at) for at in range(8)]]
    joined += [link(f"b{at}", "email", "a@example.org", at) for at in range(8)]
    assert len(grouped(networks(engine, joined))) == 1
    cut = judged(("email", "a@example.org"), ("email", "b@example.org"), "cut")
    parted = grouped(networks(engine, joined, [cut]))
    assert all(not ({"a0", "b0"} <= group) for group in parted)
    pinned = networks(engine, two_hands(), [judged(("advert", "a0"), ("advert", "b0"), "pin")])
    assert grouped(pinned) == [HANDS[0] | HANDS[1]]


def test_the_later_judgement_counts_and_one_link_can_be_cut(engine: DuckEngine) -> None:
    pin = judged(("advert", "a0"), ("advert", "b0"), "pin", 1)
    cut = judged(("advert", "b0"), ("advert", "a0"), "cut", 2)
    assert grouped(networks(engine, two_hands(), [pin, cut])) == HANDS
    lone = [link("x", "phone", "+12010001111"), link("y", "phone", "+12010001111"), *two_hands()]
    assert {"x", "y"} in grouped(networks(engine, lone))
    cut = judged(("advert", "x"), ("phone", "+12010001111"), "cut")
    assert {"x", "y"} not in grouped(networks(engine, lone, [cut]))


def test_a_judgement_that_is_neither_is_refused(engine: DuckEngine) -> None:
    with pytest.raises(TableError, match="none of cut, pin in 1 of 1 rows"):
        networks(engine, two_hands(), [judged(("advert", "a0"), ("advert", "b0"), "maybe")])


def test_nothing_in_nothing_out(engine: DuckEngine) -> None:
    assert all(relation.count() == 0 for relation in networks(engine, []).values())


def test_the_order_of_rows_does_not_matter_and_twice_is_the_same(engine: DuckEngine) -> None:
    tables = operator_tables(OperatorSet(41, 600))
    reads = [tables.adverts, tables.sightings, tables.identifiers, tables.template_members]
    rng = np.random.default_rng(1)
    shuffled = [table.take(pa.array(rng.permutation(table.num_rows))) for table in reads]
    results = []
    for given in (reads, reads, shuffled):
        links = LINKING.run(engine, [in_memory(table) for table in given])["links"]
        LINKS.check(links.table())
        made = NETWORK.run(engine, [in_memory(given[0]), links, in_memory(LINK_JUDGEMENTS.empty())])
        results.append({name: relation.table() for name, relation in made.items()} | {"links": links.table()})
    for name, table in results[0].items():
        assert table.num_rows > 0, name
        assert results[1][name].equals(table), name
        assert results[2][name].equals(table), name


@pytest.mark.parametrize("count", [3, 700, 30_000])
def test_one_number_on_every_advert_is_no_network_of_all(engine: DuckEngine, count: int) -> None:
    rows = [link(f"n{at:05d}", "phone", "+12010000001", at % 30) for at in range(count)]
    rows += [link(f"n{at:05d}", "template", f"t{at:05d}", at % 30) for at in range(count)]
    made = networks(engine, rows)
    largest = max((len(group) for group in grouped(made)), default=0)
    assert largest <= 3
    if count > 600:
        assert [row["id"] for row in made["hubs"].table().to_pylist()] == ["+12010000001"]


def test_many_identical_adverts_are_left_out_with_a_reason(engine: DuckEngine) -> None:
    rows = [link(f"n{at:05d}", kind, "same", 0) for at in range(20_000) for kind in ("phone", "template")]
    made = networks(engine, rows)
    assert made["networks"].count() == 0
    assert {row["why"] for row in made["hubs"].table().to_pylist()} == {
        "more than 5% of all adverts name it: it tells none of them apart"
    }


def test_adverts_without_a_time_and_in_odd_scripts_still_meet(engine: DuckEngine) -> None:
    rows = []
    for row in two_hands():
        row["first_seen"] = row["last_seen"] = None
        row["to_id"] = f"ⵜⴰ{row['to_id']}𐎠"
        rows.append(row)
    assert grouped(networks(engine, rows)) == HANDS


def test_simulated_operators_are_found_where_components_run_together() -> None:
    """S06: one parameter set on whatever a desk holds alone; plain components join nine of ten."""
    rows = clean_rows(91, 12_000)
    assert rows[0].peer == "components"
    assert rows[0].reached, rows[0]
