"""A desk's folder of made-up adverts: truth beside every row, hard negatives, weeks that overlap."""

import csv
import json
from collections import defaultdict
from email import message_from_string, policy
from pathlib import Path

import numpy as np
import phonenumbers
import pytest

from palermo.errors import InputError
from palermo.simulate import SimulatedAdverts, simulate_adverts
from palermo.simulate.contacts import DRAMA, Phone, PhoneBook
from palermo.simulate.grammar import LANGUAGES

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    simulate_adverts(folder, seed=3, scale=0.5)
    return folder


@pytest.fixture(scope="module")
def truth(desk: Path) -> Rows:
    return rows_of(desk / "truth" / "adverts.csv")


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    made = [simulate_adverts(tmp_path / name, seed=4, scale=0.05) for name in ("one", "other")]
    assert [path.name for path in made[0].files] == [path.name for path in made[1].files]
    for one, other in zip((*made[0].files, *made[0].truth), (*made[1].files, *made[1].truth), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_every_row_of_every_file_is_in_the_truth(desk: Path, truth: Rows) -> None:
    seen = rows_of(desk / "truth" / "sightings.csv")
    assert {row["advert"] for row in seen} == {row["advert"] for row in truth}
    for name in ("adverts-week-1.csv", "adverts-week-2.csv"):
        own = [row["advert"] for row in seen if row["file"] == name]
        assert own == [row["id"] for row in rows_of(desk / name)]
    counts = {name: sum(row["file"] == name for row in seen) for name in ("board.jsonl", "channel.json", "chat.txt")}
    assert counts["board.jsonl"] == len((desk / "board.jsonl").read_text(encoding="utf-8").splitlines())
    assert counts["channel.json"] == len(json.loads((desk / "channel.json").read_text(encoding="utf-8"))["messages"])
    assert counts["chat.txt"] == len((desk / "chat.txt").read_text(encoding="utf-8").splitlines())


def test_the_second_week_holds_most_of_the_first_in_another_order_with_some_new_gone_and_edited(desk: Path) -> None:
    first, second = (rows_of(desk / f"adverts-week-{week}.csv") for week in (1, 2))
    early, late = {row["id"]: row["text"] for row in first}, {row["id"]: row["text"] for row in second}
    again = early.keys() & late.keys()
    assert 0.83 < len(again) / len(early) < 0.93
    assert len(late.keys() - early.keys()) > 0.1 * len(early)
    edited = [name for name in again if early[name] != late[name]]
    assert 0.01 < len(edited) / len(again) < 0.12
    assert all(late[name].startswith(early[name]) for name in edited)
    assert [row["id"] for row in second if row["id"] in again] != [row["id"] for row in first if row["id"] in again]


def test_hands_have_campaigns_and_hard_negatives_have_none(truth: Rows) -> None:
    kinds = defaultdict(list)
    for row in truth:
        kinds[row["group_kind"]].append(row)
    assert set(kinds) == {"hand", "single", "agency", "venue", "chain"}
    assert all(row["campaign"].startswith(row["group"]) for row in kinds.pop("hand"))
    assert not any(row["campaign"] for rows in kinds.values() for row in rows)


def test_an_agency_and_a_venue_put_one_number_on_many_unlike_adverts(desk: Path, truth: Rows) -> None:
    group = {row["advert"]: (row["group_kind"], row["group"]) for row in truth}
    numbers = defaultdict(set)
    for row in rows_of(desk / "truth" / "identifiers.csv"):
        if row["kind"] == "phone":
            numbers[group[row["advert"]]].add(row["value"])
    assert all(len(held) == 1 for (kind, _), held in numbers.items() if kind in ("agency", "venue"))
    assert all(len(held) > 5 for (kind, _), held in numbers.items() if kind == "chain")
    assert all(len(held) <= 3 for (kind, _), held in numbers.items() if kind == "hand")


def test_every_identifier_of_the_truth_stands_in_its_advert_as_written(desk: Path) -> None:
    texts = {row["id"]: row["text"] + " " + row["contact"] for row in rows_of(desk / "adverts-week-1.csv")}
    held = [row for row in rows_of(desk / "truth" / "identifiers.csv") if row["advert"] in texts]
    assert all(row["written"] in texts[row["advert"]] for row in held)
    assert {row["kind"] for row in held} == {"phone", "email", "url", "handle"}
    assert len({row["disguise"] for row in held}) > 3


def test_every_number_comes_from_a_range_for_drama_that_libphonenumber_takes(desk: Path) -> None:
    heads = [f"+{block.code}{block.area}{block.head}" for blocks in DRAMA.values() for block in blocks]
    values = {row["value"] for row in rows_of(desk / "truth" / "identifiers.csv") if row["kind"] == "phone"}
    assert all(value.startswith(tuple(heads)) for value in values)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(value, None)) for value in values)


def test_a_number_that_is_not_hidden_reads_under_the_country_of_its_advert(desk: Path, truth: Rows) -> None:
    country = {row["advert"]: row["country"] for row in truth}
    for row in rows_of(desk / "truth" / "identifiers.csv"):
        if row["kind"] == "phone" and not row["disguise"]:
            read = phonenumbers.parse(row["written"], country[row["advert"]])
            assert phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164) == row["value"]


def test_a_number_is_written_so_that_its_own_country_reads_it() -> None:
    for country, blocks in DRAMA.items():
        for block in blocks:
            phone = Phone(block, "7".zfill(block.tail))
            for layout in range(12):
                for reader in (country, "IT"):
                    read = phonenumbers.parse(phone.written(layout, reader), reader)
                    assert phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164) == phone.e164


def test_many_languages_countries_and_weeks_are_there(truth: Rows) -> None:
    assert {row["language"] for row in truth} == set(LANGUAGES)
    assert len({row["country"] for row in truth}) >= 6
    assert len({row["posted"][:7] for row in truth}) >= 3


def test_a_saved_page_is_whole_html_and_mhtml(desk: Path) -> None:
    pages = sorted(desk.glob("page-*.*html"))
    assert {path.suffix for path in pages} == {".html", ".mhtml"}
    for path in pages:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".mhtml":
            part = next(message_from_string(text, policy=policy.default).iter_parts())
            text = part.get_content()
        assert text.startswith("<!doctype html>")
        assert "https://board.example.org/ad/" in text


def test_all_addresses_are_example_org(desk: Path) -> None:
    for row in rows_of(desk / "truth" / "identifiers.csv"):
        if row["kind"] in ("email", "url"):
            assert "example.org" in row["value"]


def test_a_set_that_needs_more_numbers_than_drama_has_is_refused_with_what_to_do() -> None:
    book = PhoneBook(np.random.default_rng(1), ("SE",))
    for _ in range(210):
        book.take("SE")
    with pytest.raises(InputError, match="all 210 drama numbers are handed out; make a smaller set"):
        book.take("SE")


def test_the_result_names_files_and_counts(tmp_path: Path) -> None:
    made = simulate_adverts(tmp_path, seed=1, scale=0.02)
    assert isinstance(made, SimulatedAdverts)
    assert all(path.exists() for path in (*made.files, *made.truth))
    assert made.rows == len(rows_of(tmp_path / "truth" / "sightings.csv"))
    assert made.adverts == len(rows_of(tmp_path / "truth" / "adverts.csv"))
