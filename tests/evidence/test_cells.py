"""Dates, prices, countries, languages and headers: what is clear is read, what is not is left out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.errors import InputError, UsageError
from palermo.evidence.countries import COUNTRY_CODES, country_first, leading_country, read_country, read_language
from palermo.evidence.headers import has_text, is_special, match_headers, plain
from palermo.evidence.prices import read_currency, read_price
from palermo.evidence.times import ABSURD, EITHER, NOT_A_DATE, Clock, Order, tell_order

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAY_FIRST = Order(day_first=True, tellers=3, against=0)


def clock(order: Order = DAY_FIRST) -> Clock:
    return Clock(NOW, lambda: order)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-31", "2024-05-31T00:00:00+00:00"),
        ("2024/05/31", "2024-05-31T00:00:00+00:00"),
        ("20240531", "2024-05-31T00:00:00+00:00"),
        ("2024-05-31T23:30:00-02:00", "2024-06-01T01:30:00+00:00"),
        ("2024-05-31 10:00:00 UTC", "2024-05-31T10:00:00+00:00"),
        ("31/05/2024 9:15 pm", "2024-05-31T21:15:00+00:00"),
        ("31.05.24, 21:41", "2024-05-31T21:41:00+00:00"),
        ("04/05/2024", "2024-05-04T00:00:00+00:00"),
        ("12 May 2024", "2024-05-12T00:00:00+00:00"),
        ("May 12, 2024 5:30 PM", "2024-05-12T17:30:00+00:00"),
        ("Sun, 12 May 2024 10:00:00 +0200", "2024-05-12T08:00:00+00:00"),
        ("12 мая 2024 г.", "2024-05-12T00:00:00+00:00"),
        ("12 de mayo de 2024", "2024-05-12T00:00:00+00:00"),
        ("1er juillet 2024", "2024-07-01T00:00:00+00:00"),
        ("3. Dezember 2024", "2024-12-03T00:00:00+00:00"),
        ("12 листопада 2024", "2024-11-12T00:00:00+00:00"),
        ("1716000000", "2024-05-18T02:40:00+00:00"),
        ("1716000000000", "2024-05-18T02:40:00+00:00"),
    ],
)
def test_dates_are_read_in_many_layouts(text: str, iso: str) -> None:
    found = clock().read(text)
    assert isinstance(found, datetime)
    assert found.isoformat() == iso


@pytest.mark.parametrize("text", ["9999-01-01", "1900-01-01", "2026-12-24", "1970-01-01", "0001-01-01T00:00:00+14:00"])
def test_absurd_dates_are_told(text: str) -> None:
    assert clock().read(text) == ABSURD


@pytest.mark.parametrize("text", ["3 days ago", "45123", "2024-02-30", "0000-00-00", "32/13/2024", "12 Foo 2024", "x"])
def test_what_is_no_date_is_told(text: str) -> None:
    assert clock().read(text) == NOT_A_DATE


def test_day_and_month_are_told_by_other_dates_of_the_file() -> None:
    assert tell_order(["04/05/2024", "31/05/2024"]).day_first is True
    assert tell_order(["04/05/2024", "05/31/2024", None, "words"]).day_first is False
    assert tell_order(["04/05/2024", "2024-05-31"]).day_first is None
    mixed = tell_order(["31/05/2024", "05/31/2024"])
    assert (mixed.day_first, mixed.against) == (None, 1)
    assert "contradict" in str(mixed)
    assert clock(mixed).read("04/05/2024") == EITHER
    assert clock(mixed).read("05/05/2024") == datetime(2024, 5, 5, tzinfo=UTC)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=24))
def test_no_text_whatever_breaks_the_clock(text: str) -> None:
    assert isinstance(clock().read(text), (datetime, str))


@settings(max_examples=60, deadline=None)
@given(moment=st.datetimes(datetime(1991, 1, 1), datetime(2026, 11, 1)))  # noqa: DTZ001
def test_every_layout_gives_the_same_day(moment: datetime) -> None:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    for layout in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%d %B %Y", "%b %d, %Y"):
        assert clock().read(moment.strftime(layout)) == day, layout


@pytest.mark.parametrize(
    ("cell", "currency", "price"),
    [
        ("1200", "EUR", (120_000, "EUR")),
        ("€1,200.50", None, (120_050, "EUR")),
        ("1.200 €", None, (120_000, "EUR")),
        ("1 200,5 zł", None, (120_050, "PLN")),
        ("12 000 грн", None, (1_200_000, "UAH")),
        ("£ 9.50 per hour", None, (950, "GBP")),
        ("5000", "JPY", (5_000, "JPY")),
        ("0.250", "KWD", None),
        ("0.250", "EUR", None),
        ("1.250", "EUR", (125_000, "EUR")),
        ("1200-1500 EUR", None, None),
        ("20000-30000", "USD", None),
        ("$500", None, None),
        ("¥5000", None, None),
        ("20k GBP", None, None),
        ("2 EUR/h, 8 h", None, None),
        ("-5 EUR", None, None),
        ("", "EUR", None),
        ("9" * 40, "EUR", None),
    ],
)
def test_prices_are_read_where_one_number_and_currency_are_clear(
    cell: str, currency: str | None, price: tuple[int, str] | None
) -> None:
    assert read_price(cell, currency) == price


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=24))
def test_no_text_whatever_breaks_a_price(text: str) -> None:
    found = read_price(text, "EUR")
    assert found is None or found[0] >= 0
    assert read_currency(text) is None or len(read_currency(text) or "") == 3


def test_countries_are_read_by_code_and_name_and_no_other_word() -> None:
    assert len(COUNTRY_CODES) == 250  # ISO 3166-1 has 249; XK is in use beside them
    assert [read_country(word) for word in ("gb", " GBR ", "United Kingdom", "Deutschland", "Россия")] == [
        "GB",
        "GB",
        "GB",
        "DE",
        "RU",
    ]
    assert read_country("NA") == "NA"
    assert [read_country(word) for word in ("Atlantis", "", "XX", "London")] == [None] * 4


def test_a_place_that_begins_with_a_country_is_told_by_the_whole_file() -> None:
    assert leading_country("GB, LND, London") == "GB"
    assert leading_country("US, , ") == "US"
    assert leading_country("CA, Los Angeles, USA") is None
    assert leading_country("Paris, FR") is None
    assert country_first(["GB, LND, London", "US, CA, Los Angeles", "DE, , Berlin"])
    assert not country_first(["GB, LND, London", "Leeds", "York"])
    assert not country_first([" "])


def test_languages_are_read_as_tags_or_names() -> None:
    assert [read_language(word) for word in ("EN", "en_GB", "русский", "pt-BR", "words of a text", "12")] == [
        "en",
        "en-GB",
        "ru",
        "pt-BR",
        None,
        None,
    ]


def test_headers_are_the_same_without_case_accents_and_signs() -> None:
    assert plain(" Job_Title ") == plain("job title") == "jobtitle"
    assert plain("Título (2)") == "titulo"
    assert has_text(["id", "Stellenbeschreibung", "Beschreibung"])
    assert not has_text(["colour", "size"])


def test_columns_of_a_job_table_are_told() -> None:
    words = "job_id title location salary_range company_profile description requirements benefits function"
    found = match_headers(words.split())
    assert found.headers == {
        "source_id": ("job_id",),
        "title": ("title",),
        "place": ("location",),
        "price": ("salary_range",),
        "employer": ("company_profile",),
        "body": ("description", "requirements", "benefits"),
    }
    assert found.unused == ("function",)
    assert found.job


def test_a_header_serves_one_column_and_an_empty_map_reads_none() -> None:
    found = match_headers(["text", "phone", "email"], {"contact": "email"})
    assert found.headers["contact"] == ("email",)
    assert found.unused == ("phone",)
    assert "contact" not in match_headers(["text", "phone"], {"contact": ""}).headers
    assert match_headers(["a+b", "a", "b"], {"body": "a+b"}).headers["body"] == ("a+b",)


def test_a_map_that_cannot_be_followed_says_all_that_is_wrong() -> None:
    with pytest.raises(InputError, match=r"no header 'x'.*only body, contact, place, title can be joined"):
        match_headers(["text", "a", "b"], {"body": "x", "country": "a+b"})
    with pytest.raises(UsageError, match="the columns are advert_kind, body"):
        match_headers(["text"], {"txt": "text"})


def test_special_categories_are_known_in_parts_of_a_header() -> None:
    assert is_special("Religion")
    assert is_special("person.ethnicity")
    assert is_special("health_status")
    assert not is_special("healthcare_assistant")
    assert not is_special("race_track_jobs_text".replace("race_", ""))
