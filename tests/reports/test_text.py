"""A lead as a terminal shows it."""

import dataclasses
import re

import pytest

from made_up_dossiers import dossier_of, hostile, usual
from made_up_leads import Material, chain, leads_of, ring
from palermo.analyses.assessment import words as seen_words
from palermo.analyses.leads import words as lead_words
from palermo.engine.duck import DuckEngine
from palermo.reports import words
from palermo.reports.text import columns, lead_text, wrap


def lix(text: str) -> float:
    """Words a sentence plus the share of words of more than six letters (Björnsson 1968)."""
    sentences = max(len(re.findall(r"[.:!?](?:\s|$)", text)), 1)
    told = re.findall(r"[^\W\d_]+", text)
    return len(told) / sentences + 100 * sum(len(word) > 6 for word in told) / len(told)


def test_a_lead_is_told_whole() -> None:
    """A02, A04, E06: seen, against, unknown, elements, expected wrong, cautions and custody are all there."""
    text = lead_text(usual())
    for heading in (
        words.SEEN,
        words.AGAINST,
        words.UNKNOWN,
        words.ELEMENTS,
        words.SURE,
        words.WRONG,
        words.NEXT,
        words.CAUTIONS,
        words.SOURCES,
    ):
        assert f"\n{heading}\n" in text
    assert "nothing seen" in text
    assert "Not trafficking: not known here." in text
    assert "is entry\n" in text or "is entry 14 of 40" in text


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in lead_text(hostile(), width=width).splitlines():
        assert columns(line) <= width


def test_without_colour_no_sign_steers_the_terminal_and_with_it_only_ours_do() -> None:
    plain = lead_text(hostile())
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain) is None
    coloured = lead_text(hostile(), colour=True)
    assert re.sub(r"\x1b\[[012]m", "", coloured) == plain


def test_guarded_contacts_show_nowhere() -> None:
    """H09: no phone, address or page of an advert of that kind, in any column."""
    text = lead_text(hostile("sexual_services"))
    assert "+4420" not in text
    assert "other@" not in text
    assert words.MASKED.split(",")[0] in text


def test_languages_that_nobody_tested_are_named() -> None:
    """A07: a warning names each language that the adverts state and the card does not."""
    assert "Not tested in: ar, ru, zh." in lead_text(hostile())
    assert "Not tested" not in lead_text(usual())


def test_wide_signs_and_marks_are_counted_as_a_terminal_does() -> None:
    assert columns("招聘") == 4
    assert columns("e\u0301") == 1
    assert wrap("one two three", 9, "- ", "  ") == ["- one two", "  three"]
    assert wrap("招聘招聘招聘", 8) == ["招聘招聘", "招聘"]


def test_leads_are_told_in_plain_words() -> None:
    """V02: LIX of at most 40, over each list of a lead and over every sentence of the catalogues."""
    material = Material()
    ring(material)
    ring(material, "guarded", seed=2, kind="not_stated")
    chain(material)
    with DuckEngine(threads=1) as engine:
        leads = leads_of(engine, material)
        said = lead_text(dossier_of(engine, material))
    for lead in leads:
        for part in ("reasons", "against", "unknown"):
            if lead[part]:
                assert lix(" ".join(row["text"] for row in lead[part])) <= 40
        assert lix(" ".join(lead["cautions"])) <= 40
        assert lix(lead["next_step"]) <= 40
    for step in lead_words.NEXT_STEP.values():
        assert lix(step) <= 40
    assert lix(said.split(words.SOURCES)[0].split(words.ADVERTS)[0]) <= 40


def test_no_sentence_calls_anybody_a_victim_or_a_match() -> None:
    """S12: words that claim more than was seen stand in no catalogue."""
    for catalogue in (words, seen_words, lead_words):
        told = " ".join(str(value) for name, value in vars(catalogue).items() if name.isupper()).lower()
        assert re.search(r"\b(victims?|match(es|ed)?|identified|trafficker|guilty|proves?)\b", told) is None


def test_the_same_evidence_gives_the_same_text() -> None:
    """E05: the text depends on the dossier alone."""
    dossier = usual()
    assert lead_text(dossier) == lead_text(dataclasses.replace(dossier))
