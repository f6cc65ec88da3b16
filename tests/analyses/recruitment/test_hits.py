"""The analysis keeps the promise of its tables, in three states, whatever the order of the rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from palermo.analyses.recruitment import ANALYSIS
from palermo.analysis import in_memory
from palermo.engine.duck import DuckEngine
from palermo.indicators import indicator_rows, read_catalogue
from palermo.tables import ADVERTS, HITS, IDENTIFIERS, INDICATORS, RECRUITMENT_SCORES


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with DuckEngine() as opened:
        yield opened


def advert(number: int, title: str = "", body: str = "", **more: object) -> dict[str, object]:
    row: dict[str, object] = {column.name: None for column in ADVERTS.columns}
    row |= {"advert_id": f"a{number:04d}", "ingest_id": "i", "item_id": "x", "row": number, "locator": "row"}
    row |= {"source": "made up", "advert_kind": "job", "title": title, "body": body}
    return {**row, "collected_at": datetime(2026, 1, 1, tzinfo=UTC), **more}


def identifier(number: int, value: str) -> dict[str, object]:
    place = {"column": "body", "start": 0, "end": 5, "disguised": False, "valid": True}
    return {"advert_id": f"a{number:04d}", "kind": "phone", "value": value, **place}


def run(
    engine: DuckEngine, adverts: list[dict[str, object]], identifiers: list[dict[str, object]] | None = None
) -> Any:
    made = ANALYSIS.run(
        engine,
        [
            in_memory(ADVERTS.of(adverts)),
            in_memory(IDENTIFIERS.of(identifiers or [])),
            in_memory(INDICATORS.of(indicator_rows(read_catalogue()))),
        ],
    )
    hits, scores = made["hits"].table(), made["recruitment_scores"].table()
    HITS.check(hits)
    RECRUITMENT_SCORES.check(scores)
    return hits.to_pylist(), scores.to_pylist()


def states(hits: list[dict[str, Any]], indicator: str) -> dict[str, str]:
    return {hit["subject_id"]: hit["state"] for hit in hits if hit["indicator_id"] == indicator}


OFFER = advert(1, "Fruit picker", "Your passport stays with the employer. No fees. Write to us on Telegram.")


def test_a_hit_stands_where_it_says(engine: DuckEngine) -> None:
    """E06: a hit walks back to the words that it rests on."""
    hits, _ = run(engine, [OFFER])
    seen = [hit for hit in hits if hit["state"] == "present"]
    assert {hit["indicator_id"] for hit in seen} == {"ilo11.07.retention_of_documents", "jobboard.contact_mode"}
    for hit in seen:
        assert OFFER[hit["column"]][hit["start"] : hit["end"]] == hit["words"]  # type: ignore[index]


def test_missing_is_not_absent(engine: DuckEngine) -> None:
    """A04: three states, present, absent, not stated."""
    hits, _ = run(engine, [OFFER])
    assert states(hits, "fairrec.fees_charged") == {"a0001": "absent"}
    assert states(hits, "recruit.no_contract") == {"a0001": "not_stated"}
    assert states(hits, "recruit.unrealistic_salary") == {"a0001": "not_stated"}


def test_every_advert_has_a_state_for_every_sign(engine: DuckEngine) -> None:
    hits, _ = run(engine, [OFFER, advert(2, "Cook", "Cook for our kitchen.")])
    assert len({(hit["subject_id"], hit["indicator_id"]) for hit in hits}) == 2 * 18


def test_the_parts_add_up_by_group(engine: DuckEngine) -> None:
    _, scores = run(engine, [OFFER])
    parts = {part["indicator_id"]: part["weight"] for part in scores[0]["parts"]}
    assert parts == {"ilo11.07.retention_of_documents": 1_000_000, "jobboard.contact_mode": 300_000}
    assert scores[0]["score"] == 1_300_000
    assert scores[0]["words_score"] is None


def test_what_the_catalogue_bars_is_shown_and_weighs_nothing(engine: DuckEngine) -> None:
    """H03, A03: unverified and never-weighed signs add nothing."""
    _, scores = run(engine, [advert(1, "Hostess", "Only women aged 18 to 25. Tell nobody, do not tell anyone.")])
    assert {part["indicator_id"] for part in scores[0]["parts"]} == {"own.demands_on_age_or_looks", "own.secrecy"}
    assert scores[0]["score"] == 0


def test_empty_in_is_empty_out(engine: DuckEngine) -> None:
    assert run(engine, []) == ([], [])


def test_the_order_of_rows_does_not_matter(engine: DuckEngine) -> None:
    adverts = [OFFER, advert(2, "Cook", "Accommodation is provided."), advert(3, "Driver", "No contract needed.")]
    assert run(engine, adverts) == run(engine, adverts[::-1])


def test_adverts_of_other_kinds_are_not_read(engine: DuckEngine) -> None:
    """H09: adverts for sexual services are not held against signs of recruitment."""
    assert run(engine, [OFFER | {"advert_kind": "sexual_services"}]) == ([], [])


def test_pay_is_compared_only_among_thirty(engine: DuckEngine) -> None:
    def cell(n: int) -> list[dict[str, object]]:
        pay = {"country": "DE", "currency": "EUR"}
        return [advert(i, "Cook", "x", price=150_000 + 1_000 * (i % 7) if i else 1_500_000, **pay) for i in range(n)]

    few, _ = run(engine, cell(29))
    assert set(states(few, "recruit.unrealistic_salary").values()) == {"not_stated"}
    many, _ = run(engine, cell(30))
    found = states(many, "recruit.unrealistic_salary")
    assert found.pop("a0000") == "present"
    assert set(found.values()) == {"absent"}


def test_an_employer_is_missed_only_where_the_source_names_them(engine: DuckEngine) -> None:
    named = [advert(i, "Cook", "x", employer="Acme of example.org") for i in range(1, 35)]
    hits, _ = run(engine, [*named, advert(0, "Cook", "x")])
    found = states(hits, "recruit.hides_identity")
    assert found.pop("a0000") == "present"
    assert set(found.values()) == {"absent"}
    hits, _ = run(engine, [advert(i, "Cook", "x") for i in range(40)])
    assert set(states(hits, "recruit.hides_identity").values()) == {"not_stated"}


def test_three_trades_under_one_contact_are_seen(engine: DuckEngine) -> None:
    trades = ("Cook", "Driver", "Seamstress", "Cook")
    adverts = [advert(i, title, "x") for i, title in enumerate(trades)]
    contacts = [identifier(i, "+442079460001") for i in range(3)] + [identifier(3, "+442079460002")]
    hits, _ = run(engine, adverts, contacts)
    found = states(hits, "jobboard.posting_frequency")
    assert [found[f"a{i:04d}"] for i in range(4)] == ["present", "present", "present", "absent"]


def test_a_million_equal_adverts_would_be_one_row_each(engine: DuckEngine) -> None:
    _, scores = run(engine, [OFFER | {"advert_id": f"b{i}"} for i in range(300)])
    assert len(scores) == 300
    assert len({score["score"] for score in scores}) == 1
