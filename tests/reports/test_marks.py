"""Pieces of a text: slots, contacts, masks, and signs made harmless."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_leads import LONDON
from palermo.reports.marks import masked, pattern_pieces, pieces, visible

PHONE = LONDON.format(1)


def mention(start: int, end: int, *, disguised: bool = False) -> dict[str, Any]:
    return {
        "advert_id": "a",
        "kind": "phone",
        "value": PHONE,
        "column": "body",
        "start": start,
        "end": end,
        "disguised": disguised,
        "valid": True,
    }


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=5))
@settings(deadline=None, max_examples=80)
def test_no_letter_is_lost_or_said_twice_wherever_the_spans_lie(text: str, spans: list[tuple[int, int]]) -> None:
    found = pieces(text, "body", [mention(start, end) for start, end in spans], None, guarded=False)
    assert "".join(piece.text for piece in found) == visible(text) or "\r\n" in text


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=80)
def test_a_guarded_contact_is_never_shown(before: str, after: str) -> None:
    """H09: whatever stands around it, the mention is replaced."""
    text = f"{before}{PHONE}{after}"
    start = len(before)
    shown = pieces(text, "body", [mention(start, start + len(PHONE))], None, guarded=True)
    assert PHONE not in "".join(piece.text for piece in shown)
    assert any("masked" in piece.text for piece in shown)


def test_what_may_be_a_contact_is_masked_though_nobody_read_it_as_one() -> None:
    numbers = (PHONE, "020 7946 0001", "(020) 7946-0001", "٠٢٠٧٩٤٦٠٠٠١")
    for contact in (*numbers, "ann@example.org", "https://example.org/ann"):
        assert masked(f"call {contact} now", guarded=True) == "call [contact masked] now"
        assert masked(f"call {contact} now", guarded=False) == f"call {contact} now"
    assert masked("2 rooms, 12 hours, 1500 a month", guarded=True) == "2 rooms, 12 hours, 1500 a month"


def test_a_contact_cut_by_a_slot_is_masked_once() -> None:
    text = f"call {PHONE}"
    member = {"slots": '[{"slot": 0, "kind": "phone", "column": "body", "start": 9, "end": 18}]'}
    shown = pieces(text, "body", [mention(5, 18)], member, guarded=True)
    assert "".join(piece.text for piece in shown) == "call [phone masked]"


def test_a_piece_says_its_slot_its_kind_and_whether_it_is_hidden() -> None:
    member = {"slots": '[{"slot": 1, "kind": "phone", "column": "body", "start": 5, "end": 18}]'}
    (_, cut) = pieces(f"call {PHONE}", "body", [mention(5, 18, disguised=True)], member, guarded=False)
    assert (cut.slot, cut.tag, cut.text) == ("2", "hidden phone", PHONE)


def test_steering_signs_are_shown_by_number_and_letters_of_every_script_stay() -> None:
    assert visible("a\u202eb\x1b[31m\u2066c\u200b\x00") == "a⟨U+202E⟩b⟨U+001B⟩[31m⟨U+2066⟩c⟨U+200B⟩⟨U+0000⟩"
    assert visible("один\r\nدو\u200cتا 招聘 हिन्दी\u200d") == "один\nدو\u200cتا 招聘 हिन्दी\u200d"


def test_slots_of_a_pattern_are_numbered_and_its_constant_numbers_masked_where_guarded() -> None:
    cut = pattern_pieces("we need {words} call {phone} or 020 7946 0001", guarded=True)
    assert [(piece.text, piece.slot) for piece in cut] == [
        ("we need ", None),
        ("words", "1"),
        (" call ", None),
        ("phone", "2"),
        (" or [contact masked]", None),
    ]
