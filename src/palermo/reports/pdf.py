"""A lead as a PDF, set by typst: the same evidence gives the same bytes."""

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from palermo.errors import FaultError, MissingExtraError
from palermo.reports import words
from palermo.reports.dossier import Dossier
from palermo.reports.marks import Piece, advert_pieces, pattern_pieces, visible
from palermo.reports.sentences import custody, elements, evidence, facts, points, sure, wrong
from palermo.reports.timeline import bars, says

_SHEET = Path(__file__).with_name("lead.typ")
# What typst carries (Libertinus Serif, DejaVu Sans Mono) draws Latin, Greek and Cyrillic. For other scripts,
# by the first word of their letters' Unicode names: the system fonts that draw them, any one of which will do.
_DRAWN = frozenset({"LATIN", "GREEK", "CYRILLIC"})
_FAMILIES = {
    "ARABIC": ("Noto Sans Arabic", "Noto Naskh Arabic", "Amiri"),
    "ARMENIAN": ("Noto Sans Armenian", "Noto Serif Armenian"),
    "BENGALI": ("Noto Sans Bengali",),
    "CJK": ("Noto Sans CJK SC", "Noto Serif CJK SC", "Noto Sans SC"),
    "DEVANAGARI": ("Noto Sans Devanagari",),
    "ETHIOPIC": ("Noto Sans Ethiopic",),
    "GEORGIAN": ("Noto Sans Georgian", "Noto Serif Georgian"),
    "GUJARATI": ("Noto Sans Gujarati",),
    "GURMUKHI": ("Noto Sans Gurmukhi",),
    "HANGUL": ("Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans KR"),
    "HEBREW": ("Noto Sans Hebrew", "Noto Serif Hebrew"),
    "HIRAGANA": ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP"),
    "KATAKANA": ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP"),
    "KHMER": ("Noto Sans Khmer",),
    "LAO": ("Noto Sans Lao",),
    "MYANMAR": ("Noto Sans Myanmar",),
    "SINHALA": ("Noto Sans Sinhala",),
    "TAMIL": ("Noto Sans Tamil",),
    "TELUGU": ("Noto Sans Telugu",),
    "THAI": ("Noto Sans Thai",),
}


def lead_pdf(dossier: Dossier) -> bytes:
    """Set one lead as a PDF.

    It asks no network. Text of adverts reaches typst as data, never as markup. A script that no
    font of this machine draws is named on the first page.

    Args:
        dossier: The lead with its evidence.

    Returns:
        The PDF; its date is that of the newest evidence.

    Raises:
        MissingExtraError: typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("a PDF needs typst, which is not installed: pip install 'palermo[pdf]'") from error
    fonts = typst.Fonts()
    families = set(fonts.families())
    told = _told(dossier)
    scripts = _scripts(json.dumps(told, ensure_ascii=False))
    drawn = sorted({family for script in scripts for family in _FAMILIES.get(script, ()) if family in families})
    missing = sorted(s for s in scripts - _DRAWN if families.isdisjoint(_FAMILIES.get(s, ())))
    told["fonts"] = ["Libertinus Serif", *drawn]
    told["no_font"] = (
        words.NO_FONT.format(scripts=", ".join(words.SCRIPTS.get(s, s.title()) for s in missing)) if missing else ""
    )
    compiler = typst.Compiler(
        _SHEET.read_bytes(), root=str(_SHEET.parent), font_paths=fonts, sys_inputs={"lead": json.dumps(told)}
    )
    made = compiler.compile(format="pdf", timestamp=dossier.evidence_date.replace(microsecond=0))
    if not isinstance(made, bytes):
        raise FaultError("typst gave no PDF of the lead")
    return made


def _told(dossier: Dossier) -> dict[str, Any]:
    """The lead as plain lists and texts: what the sheet sets."""
    lead = dossier.lead
    place = words.PLACE_IN_LIST.format(rank=lead["rank"], listed=dossier.listed)
    made_for = words.MADE_FOR.format(organisation=visible(dossier.organisation), purpose=visible(dossier.purpose))
    note = [] if dossier.masking is None else [dossier.masking]
    checkpoint = [words.NO_CHECKPOINT] if dossier.checkpoint is None else [words.CHECKPOINT]
    return {
        "title": words.SUBJECT.format(adverts=dossier.adverts_total),
        "lead": f"{words.TITLE.format(lead_id=visible(lead['lead_id']))}. {place}. {made_for}",
        "run": words.RUN.format(run_id=visible(dossier.run_id)),
        "mark": words.WORKING_COPY,
        "date": dossier.evidence_date.strftime("%Y-%m-%d"),
        "points": [
            {"heading": heading, "nothing": nothing, "rows": [_row(point) for point in points(lead[side])]}
            for heading, side, nothing in (
                (words.SEEN, "reasons", ""),
                (words.AGAINST, "against", words.NOTHING_AGAINST),
                (words.UNKNOWN, "unknown", words.NOTHING_UNKNOWN),
            )
        ],
        "sections": [
            {"heading": words.NEXT, "lines": [lead["next_step"]]},
            {"heading": words.CAUTIONS, "lines": list(lead["cautions"])},
            {"heading": words.ELEMENTS, "lines": [f"{k}: {v}" for k, v in elements(lead)] + [words.PROTOCOL]},
            {"heading": words.SURE, "lines": sure(dossier)},
            {"heading": words.WRONG, "lines": list(wrong(dossier))},
        ],
        "timeline": {
            "heading": words.TIMELINE,
            "says": says(dossier.timeline),
            "bars": [{"week": week.isoformat(), "adverts": adverts} for week, adverts in bars(dossier.timeline)],
        },
        "template": {
            "heading": words.TEMPLATE,
            "pieces": _pieces(pattern_pieces(dossier.template["pattern"], guarded=dossier.guarded)),
            "saved": words.SAVED.format(bits=dossier.template["bits_saved"], adverts=dossier.adverts_total),
            "legend": words.LEGEND,
            "marks": [
                {"pieces": _pieces([Piece(words.SLOT, slot="1")]), "meaning": words.SLOT_LEGEND},
                {"pieces": _pieces([Piece(words.CONTACT, kind="phone")]), "meaning": words.MENTION_LEGEND},
                {"pieces": _pieces([Piece(words.CONTACT, None, "phone", True)]), "meaning": words.HIDDEN_LEGEND},
            ],
        },
        "adverts": {
            "heading": words.ADVERTS,
            "lines": [words.SHOWN.format(shown=len(dossier.adverts), adverts=dossier.adverts_total), *note],
            "rows": [_advert(dossier, number) for number in range(len(dossier.adverts))],
        },
        "custody": {
            "heading": words.SOURCES,
            "lines": [*custody(dossier), *checkpoint],
            "proofs": ["\n".join([f"{words.ROOT} {p.root}", words.PROOF_PATH, *p.path]) for p in dossier.proofs],
            "checkpoint": visible(dossier.checkpoint or ""),
        },
    }


def _row(point: Any) -> dict[str, str]:
    """A point as the sheet sets it."""
    return {"text": point.text, "aside": f"{point.basis}; {evidence(point.evidence)}"}


def _advert(dossier: Dossier, number: int) -> dict[str, Any]:
    """One advert as the sheet sets it."""
    advert = dossier.adverts[number]
    return {
        "id": visible(advert["advert_id"]),
        "title": _pieces(advert_pieces(dossier, advert, "title")),
        "facts": [list(fact) for fact in facts(dossier, advert)],
        "contact_label": words.COLUMN_NAMES["contact"],
        "contact": _pieces(advert_pieces(dossier, advert, "contact")),
        "body": _pieces(advert_pieces(dossier, advert, "body")),
        "stands": words.ROW.format(row=advert["row"], locator=visible(advert["locator"]), item_id=advert["item_id"]),
    }


def _pieces(cut: Iterable[Piece]) -> list[dict[str, Any]]:
    """Pieces as the sheet sets them."""
    return [
        {
            "text": piece.text,
            "slot": piece.slot or "",
            "kind": piece.tag,
            "hidden": piece.disguised,
        }
        for piece in cut
    ]


def _scripts(text: str) -> set[str]:
    """The scripts of its letters, by the first word of their Unicode names."""
    return {unicodedata.name(sign, "UNKNOWN").split()[0] for sign in set(text) if sign.isalpha() and ord(sign) > 0x2AF}
