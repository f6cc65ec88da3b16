"""`palermo indicators` lists and filters."""

import argparse
import json

import pytest

from palermo.cli import indicators
from palermo.errors import NotFoundError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    indicators.declare(parser)
    return indicators.act(parser.parse_args(words))


def test_filters_narrow_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--seen-in", "job_ad", "--weighs", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all("job_ad" in row["observed_in"] and row["may_weigh"] for row in rows)


def test_an_entry_shows_its_source_review_and_what_it_weighs(capsys: pytest.CaptureFixture[str]) -> None:
    """S05: entries that nobody with lived experience reviewed are labelled in every output."""
    assert run("ethnicity") == 0
    printed = capsys.readouterr().out
    assert "jrsa.ethnicity" in printed
    assert "not yet reviewed by people with lived experience" in printed
    assert "weighs nothing: rests on ethnicity" in printed
    assert "Lugo-Graulich" in printed


def test_families_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--families") == 0
    assert len(capsys.readouterr().out.splitlines()) == 14


def test_an_unknown_family_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="there are: begging"):
        run("--family", "moon")
