"""A lead as a PDF."""

import dataclasses
import sys

import pytest

from made_up_dossiers import hostile, usual
from palermo.errors import MissingExtraError
from palermo.reports.pdf import _scripts, lead_pdf


def test_the_same_evidence_gives_the_same_bytes_dated_by_the_evidence() -> None:
    dossier = usual()
    once = lead_pdf(dossier)
    assert once.startswith(b"%PDF-")
    assert lead_pdf(dossier) == once
    assert f"D:{dossier.evidence_date:%Y%m%d}".encode() in once


def test_hostile_text_is_set_as_text() -> None:
    assert lead_pdf(hostile()).startswith(b"%PDF-")
    assert lead_pdf(hostile("not_stated")).startswith(b"%PDF-")


def test_a_lead_without_dates_proofs_or_points_is_set_too() -> None:
    dossier = dataclasses.replace(usual(), timeline=(), proofs=(), checkpoint=None)
    assert lead_pdf(dossier).startswith(b"%PDF-")


def test_scripts_are_told_by_their_letters() -> None:
    assert _scripts("abc жук 招聘 عمل 12 €") == {"CYRILLIC", "CJK", "ARABIC"}


def test_without_typst_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = usual()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'palermo\[pdf\]'"):
        lead_pdf(dossier)
