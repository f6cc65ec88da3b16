"""A lead on one self-contained page."""

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest

from made_up_dossiers import hostile, usual
from palermo.reports import words
from palermo.reports.page import lead_page
from palermo.reports.style import DARK, LIGHT, style


class Reader(HTMLParser):
    """Collect tags with their attributes, ids and text; note tags that do not close."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_nothing_on_the_page_asks_for_anything_outside() -> None:
    """O12: no script, frame, picture, font, form or link that leaves the page, even from hostile adverts."""
    page = lead_page(hostile())
    read = Reader(page)
    assert read.open == []
    assert {tag for tag, _ in read.tags}.isdisjoint(
        {"script", "img", "iframe", "object", "embed", "link", "form", "base", "audio", "video", "use", "image"}
    )
    for _, attributes in read.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.keys().isdisjoint({"src", "srcset", "action", "style", "xlink:href", "data"})
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in style()
    assert "@import" not in style()


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    page = lead_page(usual())
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = next(a["content"] for tag, a in Reader(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_link_has_its_target_and_every_id_is_the_only_one() -> None:
    tags = Reader(lead_page(usual())).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert {link[1:] for link in links if link} <= set(ids)
    assert "advert-1" in ids
    assert "#shared-text" in links


def test_hostile_text_is_shown_as_text() -> None:
    page = lead_page(hostile())
    text = "".join(Reader(page).text)
    assert "<script>alert(1)</script>" in text
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page) is None
    assert "⟨U+202E⟩" in text


def test_guarded_contacts_show_nowhere_on_the_page() -> None:
    """H09: not in a text, a field, a pattern, an attribute or a link."""
    page = lead_page(hostile("sexual_services"))
    assert "+4420" not in page
    assert "other@example.org" not in page
    assert "020 7946" not in page
    assert "javascript:" not in page
    assert words.MASKED in page
    assert "+4420" in lead_page(hostile())


def test_an_advert_of_no_stated_kind_is_masked_among_others_that_are_not() -> None:
    """H09: its own contact shows nowhere in its article, whatever the lead is."""
    dossier = usual()
    adverts = ({**dossier.adverts[0], "advert_kind": "not_stated"}, *dossier.adverts[1:])
    page = lead_page(dataclasses.replace(dossier, adverts=adverts))
    first, second = re.findall(r"<article.*?</article>", page, re.S)[:2]
    assert "+4420" not in first
    assert "masked]" in first
    assert "+4420" in second
    assert words.MASKED_SOME in page


def test_each_advert_names_its_row_locator_and_the_whole_hash_of_its_file() -> None:
    """E06: from a reason to the advert, from the advert to the bytes."""
    dossier = usual()
    text = "".join(Reader(lead_page(dossier)).text)
    for advert in dossier.adverts:
        assert f"row {advert['row']}, {advert['locator']}, file {advert['item_id']}" in text


def test_proof_checkpoint_and_mark_are_printed() -> None:
    dossier = usual()
    text = "".join(Reader(lead_page(dossier)).text)
    assert text.count(words.WORKING_COPY) == 2
    assert all(part in text for part in dossier.proofs[0].path)
    assert dossier.proofs[0].root in text
    assert (dossier.checkpoint or "").splitlines()[0] in text
    assert dossier.run_id in text


def test_the_direction_of_every_advert_is_its_own() -> None:
    page = lead_page(hostile())
    assert page.count('class="said" dir="auto"') == 13
    assert '<html lang="en">' in page
    assert 'name="viewport"' in page


def test_marks_are_told_by_word_and_line_and_not_by_colour_alone() -> None:
    page = lead_page(usual())
    assert re.search(r'class="contact hidden"><span class="tag">hidden phone<', page)
    assert re.search(r'class="contact"><span class="tag">phone<', page)
    assert re.search(r'class="slot"><span class="tag">1<', page)
    assert "dashed" in style()


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_keeps_a_contrast_of_4_5_to_1_on_each_of_its_grounds(colours: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("ground", "panel")]
    for ink, ground in [*pairs, ("slot-ink", "slot"), ("contact-ink", "contact")]:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_same_evidence_gives_the_same_bytes() -> None:
    dossier = usual()
    assert lead_page(dossier) == lead_page(dossier)
