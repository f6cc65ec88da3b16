"""What a worker reads: questions, never a score or an all-clear; numbers only while they are fresh."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from palermo.analyses.recruitment.advice import HelpLine, HelpLines, advise, read_help_lines, texts
from palermo.analyses.recruitment.lexicon import LANGUAGES
from palermo.analyses.recruitment.signs import signs
from palermo.errors import InputError

TODAY = date(2026, 6, 1)
OFFER = "Fruit picker. We keep your passport in our office. Write to us on Telegram."


def known(checked: date | None) -> HelpLines:
    line = HelpLine("A made-up line", "020 7946 0123", "anybody", "9 to 5", ("en",), "https://example.org", checked)
    return HelpLines({"GB": (line,)}, {"GB": "999"})


def said(text: str, checked: date | None = TODAY, country: str | None = "GB", language: str = "en") -> str:
    return "\n".join(advise(text, language, country, TODAY, known(checked)))


def test_the_worker_reads_a_question_for_each_sign() -> None:
    words = said(OFFER)
    assert texts("en")["papers"] in words
    assert texts("en")["messenger"] in words
    assert texts("en")["fee"] not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [OFFER, "Cook wanted. Contract, holidays, pension."])
def test_there_is_never_a_score_or_an_all_clear(language: str, text: str) -> None:
    words = said(text, language=language)
    assert texts(language)["not_safe"] in words
    assert "%" not in words


def test_no_sign_found_is_not_safety() -> None:
    assert "No sign found does not mean safe" in said("Cook wanted.")


def test_a_denied_sign_asks_nothing() -> None:
    assert texts("en")["papers"] not in said("We never keep your passport in our office.")


def test_every_language_has_every_text() -> None:
    """V02: all strings stand in a catalogue that can be translated."""
    wanted = set(texts("en"))
    assert {sign.name for sign in signs()} <= wanted
    for language in LANGUAGES:
        assert set(texts(language)) == wanted
        assert len(texts(language)["ask_always"]) == len(texts("en")["ask_always"])


def test_a_fresh_number_is_shown_with_its_source() -> None:
    words = said(OFFER, date(2026, 1, 1))
    assert "020 7946 0123" in words
    assert "https://example.org, 2026-01-01" in words
    assert "check this number first" not in words


@pytest.mark.parametrize("checked", [date(2025, 5, 31), date(2024, 6, 2), None])
def test_past_a_year_or_without_a_date_the_reader_checks_first(checked: date | None) -> None:
    words = said(OFFER, checked)
    assert "020 7946 0123" in words
    assert "check this number first" in words


def test_past_two_years_a_number_is_not_shown() -> None:
    words = said(OFFER, date(2024, 5, 1))
    assert "020 7946 0123" not in words
    assert "no checked help line" in words
    assert "999" in words


def test_without_a_country_the_reader_is_asked_for_it() -> None:
    words = said(OFFER, country=None)
    assert "In which country are you?" in words
    assert "020 7946 0123" not in words


@pytest.mark.parametrize(
    ("text", "country", "language"), [("", "GB", "en"), (OFFER, "Germany", "en"), (OFFER, "GB", "xx")]
)
def test_what_cannot_be_answered_is_said(text: str, country: str, language: str) -> None:
    with pytest.raises(InputError):
        advise(text, language, country, TODAY)


def test_the_lines_that_ship_name_their_source() -> None:
    lines = [line for lines in read_help_lines().lines.values() for line in lines]
    assert lines
    assert all(line.source.startswith("https://") for line in lines)


def test_a_line_without_a_source_is_refused(tmp_path: Path) -> None:
    content = {"lines": {"GB": [{"name": "x", "number": "1"}]}, "emergency": {}}
    (tmp_path / "lines.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError, match="GB line 1 lacks source, checked"):
        read_help_lines(tmp_path / "lines.yaml")
