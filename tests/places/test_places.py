"""Places in fields and text, in eight languages."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.bench.place_lines import PlaceLine, parse_lines, place_lines
from palermo.places import gazetteer, kilometres, read_field, read_text

OWN = parse_lines(Path(__file__).with_name("lines.txt").read_text(encoding="utf-8"))  # the reading was made on these


@pytest.mark.parametrize("lines", [OWN, place_lines()], ids=["own", "held back"])
@pytest.mark.parametrize("language", sorted(OWN))
def test_nineteen_of_twenty_labelled_lines_are_read_right(language: str, lines: dict[str, list[PlaceLine]]) -> None:
    lines_of = lines[language]
    assert len(lines_of) >= 200
    right = 0
    for line in lines_of:
        found = read_text(line.text, None, language)
        right += bool(found) and (found[0].place.name, found[0].place.country) == (line.city, line.country)
    assert right >= 0.95 * len(lines_of)


@pytest.mark.parametrize(
    ("text", "country", "city", "found"),
    [
        ("Wien, Österreich", None, "Vienna", "AT"),
        ("г. Киев", None, "Kyiv", "UA"),
        ("Bucuresti", None, "Bucharest", "RO"),
        ("Birmingham", "US", "Birmingham", "US"),
        ("Valencia, España", None, "Valencia", "ES"),
        ("Reading", None, "Reading", "GB"),
        ("somewhere in Poland", None, "Poland", "PL"),
        ("Nowhereville", "DE", "Germany", "DE"),
    ],
)
def test_a_field_is_read(text: str, country: str | None, city: str, found: str) -> None:
    place = read_field(text, country)
    assert place is not None
    assert (place.name, place.country) == (city, found)


@pytest.mark.parametrize("text", ["", "   ", "12345", "Nowhereville", "東京で働く", "\x00", "!!!"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    assert read_field(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Nice rooms, Best pay, Reading and Bath included",
        "Call Victoria or Florence today",
        "Gute Arbeit, Essen frei, Halle und Feld",
        "Работа: Орёл или решка, Мирный труд",
    ],
)
def test_words_that_are_also_cities_are_no_places_by_themselves(text: str) -> None:
    assert read_text(text) == []


def test_where_somebody_comes_from_comes_last() -> None:
    found = read_text("Работа на складе в Варшаве, выезд из Киева")
    assert [(mention.place.name, mention.origin) for mention in found] == [("Warsaw", False), ("Kyiv", True)]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_a_mention_stands_where_it_says_and_nothing_breaks(text: str) -> None:
    for mention in read_text(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()
    read_field(text)


def test_distance_is_that_of_the_great_circle() -> None:
    """Golden: London to Paris is 344 km (airline tables)."""
    assert kilometres(51.5085, -0.1257, 48.8534, 2.3488) == pytest.approx(344, abs=2)


def test_the_gazetteer_has_every_country_in_eight_languages() -> None:
    known = gazetteer()
    assert len(known) > 30_000
    assert all(known.called(name.split())[1] == "DE" for name in ("germany", "alemania", "германия", "німеччина"))
