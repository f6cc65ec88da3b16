"""Stays of networks: borders, gaps, speeds that no traveller has."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from palermo.analyses.movement import ANALYSIS
from palermo.analysis import in_memory
from palermo.engine.duck import DuckEngine
from palermo.tables import ADVERT_PLACES, ADVERTS, MOVES, NETWORK_MEMBERS

START = datetime(2024, 1, 1, tzinfo=UTC)


def advert(
    number: int, hours: float | None, place: str | None, *, body: str = "", country: str | None = None
) -> dict[str, object]:
    return {
        "advert_id": f"m{number:02d}", "ingest_id": "i", "item_id": "0" * 64, "row": number, "locator": "row",
        "source": "s", "advert_kind": "job", "title": "", "body": body, "place": place, "country": country,
        "posted_at": None if hours is None else START + timedelta(hours=hours),
    }  # fmt: skip


def moves(*adverts: dict[str, object]) -> tuple[pa.Table, pa.Table]:
    members = NETWORK_MEMBERS.of(
        {
            "member_kind": "advert", "member_id": row["advert_id"], "network_id": "n-1", "confidence": 1.0,
            "why": [], "links": 1, "bridge": False, "first_seen": None, "last_seen": None,
        }
        for row in adverts
    )  # fmt: skip
    with DuckEngine() as engine:
        made = ANALYSIS.run(engine, [in_memory(ADVERTS.of(adverts)), in_memory(members)])
        places, stays = made["advert_places"].table(), made["moves"].table()
    ADVERT_PLACES.check(places)
    MOVES.check(stays)
    return places, stays


def test_stays_follow_each_other_with_borders_gaps_and_distance() -> None:
    _, stays = moves(
        advert(1, 0, "Vienna"),
        advert(2, 48, "Wien"),
        advert(3, 72, "Prague"),
        advert(4, 72.2, "Madrid"),
        advert(5, 2000, "Praha"),
    )
    rows = stays.to_pylist()
    assert [row["place"] for row in rows] == ["Vienna", "Prague", "Madrid", "Prague"]
    assert [row["adverts"] for row in rows] == [2, 1, 1, 1]
    assert [row["border"] for row in rows] == [False, True, True, True]
    assert [row["overlap"] for row in rows] == [False, False, True, False]
    assert rows[1]["gap_hours"] == 24
    assert 240 <= rows[1]["distance_km"] <= 260


def test_what_states_no_time_or_place_takes_part_in_no_stay() -> None:
    places, stays = moves(advert(1, None, "Vienna"), advert(2, 5, None), advert(3, 6, "Nowhereville"))
    assert stays.num_rows == 0
    assert places["advert_id"].to_pylist() == ["m01"]


def test_the_text_is_read_where_the_field_names_no_city() -> None:
    places, _ = moves(
        advert(1, 0, None, body="Робота у Львові", country="UA"), advert(2, 1, "Poland", body="Work in Warsaw")
    )
    rows = places.to_pylist()
    assert [(row["place"], row["column"]) for row in rows] == [("Lviv", "body"), ("Warsaw", "body")]
    assert rows[0]["start"] == 9


def test_nothing_in_nothing_out() -> None:
    places, stays = moves()
    assert places.num_rows == stays.num_rows == 0
