"""Taking files in: counts, identity, custody, and what an intake must state."""

import json
import os
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up_files import NOW, Desk, adverts, csv_of
from palermo.custody.entry import Event
from palermo.custody.log import CustodyLog
from palermo.errors import InputError, NotFoundError, UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_row_becomes_an_advert_that_leads_back_to_its_bytes(desk: Desk) -> None:
    text = csv_of(adverts(3))
    result = desk.take("week.csv", text)
    assert (result.rows, result.kept, result.rejected) == (3, 3, 0)
    assert result.encoding == "utf-8"
    assert result.dialect == "csv, delimiter comma"
    lines = text.encode().splitlines(keepends=True)
    for number, row in enumerate(desk.rows("adverts"), 1):
        assert row["row"] == number
        assert desk.bytes_of(row) == lines[number]
        assert row["title"] == f"Waiter wanted {number - 1}"
        assert row["country"] == "GB"
        assert row["contact"] == f"020 7946 00{number - 1:02d}"
        assert row["posted_at"].isoformat() == f"2026-05-{number:02d}T00:00:00+00:00"


def test_the_mapping_is_recorded_and_unused_headers_are_named(desk: Desk) -> None:
    result = desk.take("a.csv", "Вакансия,Описание,Телефон,Цвет\nОфициант,Ночная смена,020 7946 0001,red\n")
    assert json.loads(result.mapping) == {"body": "Описание", "contact": "Телефон", "title": "Вакансия"}
    assert result.unused == ("Цвет",)
    (ingest,) = desk.rows("ingests")
    assert ingest["mapping"] == result.mapping


def test_a_person_maps_columns_by_hand_and_sets_constants(desk: Desk) -> None:
    desk.take(
        "a.csv",
        "x,y,z\none,two,three\n",
        mapping={"body": "x+z", "country": "=GB", "advert_kind": "=job", "title": "y"},
    )
    (row,) = desk.rows("adverts")
    assert row["body"] == "one\n\nthree"
    assert (row["country"], row["advert_kind"], row["title"]) == ("GB", "job", "two")


def test_an_error_says_which_headers_there_are_and_how_to_map(desk: Desk) -> None:
    result = desk.take("a.csv", "colour,size\nred,big\n")
    assert result.problem is not None
    assert "colour, size" in result.problem
    assert "--map body=HEADER" in result.problem
    assert desk.rows("adverts") == []
    again = desk.take("a.csv", "colour,size\nred,big\n", mapping={"body": "colour"})
    assert (again.kept, again.already_known) == (1, False)


def test_a_wrong_map_is_told_with_the_headers_that_there_are(desk: Desk) -> None:
    result = desk.take("a.csv", "colour,size\nred,big\n", mapping={"body": "color"})
    assert "no header 'color'" in (result.problem or "")
    result = desk.take("b.csv", "text,size\nred,big\n", mapping={"boddy": "text"})
    assert "no such column" in (result.problem or "")


def test_the_same_bytes_again_make_a_custody_entry_and_no_rows(desk: Desk) -> None:
    text = csv_of(adverts(3))
    desk.take("a.csv", text)
    before = {name: desk.rows(name) for name in ("adverts", "sightings", "rejects", "ingests")}
    again = desk.take("b.csv", text)
    assert (again.already_known, again.rows) == (True, 0)
    assert before == {name: desk.rows(name) for name in before}
    events = [entry.event for entry in CustodyLog.read(desk.workspace).entries()]
    assert events[-1] is Event.BYTES_SEEN_AGAIN


def test_the_same_bytes_from_another_source_are_other_adverts(desk: Desk) -> None:
    text = csv_of(adverts(2))
    desk.take("a.csv", text, source="one.example.org")
    result = desk.take("a.csv", text, source="two.example.org")
    assert (result.kept, result.seen_before) == (2, 0)
    assert len(desk.rows("adverts")) == 4


def test_the_same_week_exported_twice_changes_no_advert(desk: Desk) -> None:
    rows = adverts(40)
    desk.take("week.csv", csv_of(rows))
    before = desk.rows("adverts")
    rows = rows[20:] + rows[:20][::-1]
    again = [{**row, "extra": "new column"} for row in rows]
    result = desk.take("week-again.csv", csv_of(again, delimiter=";"))
    assert (result.kept, result.seen_before) == (40, 40)
    assert desk.rows("adverts") == before
    assert len(desk.rows("sightings")) == 80
    as_json = desk.take("week.json", json.dumps(rows))
    assert as_json.seen_before == 40
    assert desk.rows("adverts") == before


def test_equal_text_alone_never_merges(desk: Desk) -> None:
    result = desk.take("a.csv", "text\nsame words\nsame words\n")
    assert len({row["advert_id"] for row in desk.rows("adverts")}) == 2
    assert any("no id or url" in note for note in result.notes)


def test_one_url_seen_twice_is_one_advert_and_different_ids_are_two(desk: Desk) -> None:
    desk.take("a.csv", "url,text\nhttps://Example.org/1#top,first\nhttps://example.org/1,second\n")
    (row,) = desk.rows("adverts")
    assert row["body"] == "first"
    assert len(desk.rows("sightings")) == 2
    other = "id,url,text\n7,https://example.org/9,a\n8,https://example.org/9,b\n,https://example.org/9,c\n"
    desk.take("b.csv", other)
    assert [row["body"] for row in desk.rows("adverts")] == ["first", "a", "b"]


def test_an_advert_known_by_its_url_keeps_its_name_when_it_gets_an_id(desk: Desk) -> None:
    desk.take("a.csv", "url,text\nhttps://example.org/1,first\n")
    desk.take("b.csv", "id,url,text\n7,https://example.org/1,first\n")
    desk.take("c.csv", "id,text\n7,first again\n")
    desk.take("d.csv", "id,url,text\n8,https://example.org/1,another\n")
    assert [row["body"] for row in desk.rows("adverts")] == ["first", "another"]


def test_a_url_on_many_texts_is_a_page_of_adverts_and_merges_nothing(desk: Desk) -> None:
    rows = "".join(f"https://example.org/jobs,text number {n}\n" for n in range(6))
    result = desk.take("a.csv", "url,text\n" + rows + "https://example.org/1,x\nhttps://example.org/1,x\n")
    assert len(desk.rows("adverts")) == 7
    assert any("1 urls stand on 5 or more" in note for note in result.notes)


def test_an_id_that_names_no_advert_merges_nothing(desk: Desk) -> None:
    rows = "".join(f"seller1,text number {n}\n" for n in range(25))
    result = desk.take("a.csv", "id,text\n" + rows)
    assert len(desk.rows("adverts")) == 25
    assert any("source_ids" in note for note in result.notes)


def test_an_intake_without_source_operator_or_utc_time_fails(desk: Desk) -> None:
    """E02: intake without UTC time, source or operator fails; with them, all seven facts are on record."""
    path = desk.file("a.csv", "text\nx\n")
    with pytest.raises(InputError, match="--source"):
        desk.take_in(path, source=" ")
    with pytest.raises(InputError, match="operator"):
        desk.take_in(path, operator="")
    with pytest.raises(InputError, match="UTC"):
        desk.take_in(path, now=datetime(2026, 1, 1))  # noqa: DTZ001
    assert desk.rows("ingests") == []
    result = desk.take("a.csv", "text\nx\n")
    (row,) = desk.rows("ingests")
    assert row["started_at"] == NOW
    assert row["item_id"] == result.item_id
    for column in ("source", "dialect", "tool", "operator", "mapping"):
        assert row[column]


def test_the_same_intake_gives_the_same_bytes(tmp_path: Path) -> None:
    """E05: same inputs, version and parameters give the same table hash."""
    files: list[dict[str, bytes]] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name)
        desk.take("a.csv", csv_of(adverts(50)) + "A1,short\n")
        parts = desk.workspace.tables.rglob("*.parquet")
        files.append({str(path.relative_to(desk.workspace.tables)): path.read_bytes() for path in parts})
    assert files[0] == files[1]
    assert len(files[0]) == 4


def test_an_item_can_be_read_after_its_source_is_gone(desk: Desk) -> None:
    """E09: captures outlive the source page."""
    path = desk.file("page.html", "<title>Waiter</title><p>Night shifts")
    desk.take_in(path, table="pages")
    path.unlink()
    (row,) = desk.rows("adverts")
    assert desk.bytes_of(row) == b"<title>Waiter</title><p>Night shifts"
    assert row["body"] == "Night shifts"


def test_what_a_source_does_not_say_is_null_and_not_empty(desk: Desk) -> None:
    """A04: missing is not absent: a cell that is empty reads as not stated."""
    desk.take("a.csv", "text,city,price,currency,country,phone,date,language,kind\nhello,, ,,,,,,\n")
    (row,) = desk.rows("adverts")
    for column in ("place", "price", "currency", "country", "contact", "posted_at", "language", "url", "source_id"):
        assert row[column] is None
    assert (row["advert_kind"], row["title"]) == ("not_stated", "")


def test_special_categories_are_not_read_unless_mapped_with_a_basis(desk: Desk) -> None:
    """D03: ethnicity, health, sex life need a recorded purpose and legal basis; otherwise they are left out."""
    text = "text,religion,ethnicity\nwaiter,alpha,beta\n"
    result = desk.take("a.csv", text)
    assert any("religion, ethnicity" in note for note in result.notes)
    (row,) = desk.rows("adverts")
    assert not any("alpha" in str(value) or "beta" in str(value) for value in row.values())
    refused = desk.take("b.csv", text + " ", mapping={"body": "text+religion"})
    assert "legal basis" in (refused.problem or "")
    allowed = desk.take("b.csv", text + " ", mapping={"body": "text+religion"}, basis="court order 1")
    assert allowed.kept == 1


def test_a_file_that_is_not_there_stops_everything_before_it_begins(desk: Desk) -> None:
    path = desk.file("a.csv", "text\nx\n")
    with pytest.raises(NotFoundError, match="1 of 2 files"):
        desk.take_in(path, desk.folder / "b.csv")
    assert list(desk.workspace.items.iterdir()) == []
    with pytest.raises(UsageError, match="adverts and pages"):
        desk.take_in(path, table="payments")


def test_a_file_name_that_is_no_text_is_taken_in_all_the_same(desk: Desk) -> None:
    path = desk.folder / os.fsdecode(b"caf\xe9.csv")
    path.write_text("text\nx\n")
    (result,) = desk.take_in(path)
    assert (result.file, result.kept) == ("caf?.csv", 1)


def test_a_folder_of_small_files_is_one_intake_and_a_broken_one_costs_itself_alone(desk: Desk) -> None:
    folder = desk.folder / "saved"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.csv").write_text(f"id,text\n{number},words {number}\n")
    (folder / "9.csv").write_bytes(bytes(range(32)) * 50)
    results = desk.take_in(folder)
    assert len({result.ingest_id for result in results}) == 1
    assert [result.kept for result in results] == [1, 1, 1, 1, 1, 0]
    assert "no text" in (results[-1].problem or "")
    assert len(list((desk.workspace.tables / "adverts").iterdir())) == 1
    assert len(desk.rows("ingests")) == 6
    assert len([path for path in desk.workspace.items.rglob("*") if path.is_file()]) == 6
    assert desk.faults() == []


def test_an_error_half_way_leaves_no_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take("a.csv", csv_of(adverts(3)))
    size = CustodyLog.read(desk.workspace).size

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(CustodyLog, "append", stop)
    with pytest.raises(KeyboardInterrupt):
        desk.take_in(desk.file("b.csv", csv_of(adverts(3, 10))))
    monkeypatch.undo()
    assert len(desk.rows("adverts")) == 3
    assert desk.left_over() == []
    desk.take("c.csv", csv_of(adverts(3, 20)))
    assert CustodyLog.read(desk.workspace).size == size + 2


def test_the_row_files_are_those_that_custody_names(desk: Desk) -> None:
    result = desk.take("a.csv", csv_of(adverts(3)) + "short\n")
    *_, entry = CustodyLog.read(desk.workspace).entries()
    assert entry.event is Event.INGEST_DONE
    assert entry.subject == result.ingest_id
    assert sorted(entry.files) == [
        f"tables/{name}/{result.ingest_id}.parquet" for name in ("adverts", "ingests", "rejects", "sightings")
    ]
    assert pq.read_metadata(desk.workspace.root / f"tables/adverts/{result.ingest_id}.parquet").num_rows == 3


_cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(_cells, min_size=1, max_size=4).map(",".join), max_size=12), seed=st.integers(0, 9))
def test_counts_add_up_whatever_the_file_holds(desk: Desk, lines: list[str], seed: int) -> None:
    desk.take(f"{seed}.csv", "id,text,url\n" + "\n".join(lines))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    head=st.sampled_from([b"", b"id,text\n", b"[", b'{"text":', b"PK\x03\x04", b"\x1f\x8b"]),
)
def test_no_bytes_whatever_bring_an_error_or_lose_a_row(desk: Desk, content: bytes, head: bytes) -> None:
    desk.take("junk", head + content)


def test_files_that_share_an_intake_keep_their_names(desk: Desk) -> None:
    files = [desk.file(f"{name}.csv", csv_of(adverts(3, start))) for name, start in (("one", 0), ("two", 10))]
    assert [result.file for result in desk.take_in(*files)] == ["one.csv", "two.csv"]
    assert sorted(row["file"] for row in desk.rows("ingests")) == ["one.csv", "two.csv"]
