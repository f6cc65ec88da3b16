"""Words of a text: what each is, where it stands, and what folds together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.methods.characters import characters
from palermo.methods.tokens import Sort, read_tokens


def tokens_of(text: str) -> list[tuple[str, str, int]]:
    """Class, words as written and hash of every token."""
    tables = characters()
    raw = np.frombuffer(text.encode(), np.uint8)
    room = len(raw) + 4
    hashes, sorts = np.zeros(room, np.uint64), np.zeros(room, np.uint8)
    starts, ends = np.zeros(room, np.int32), np.zeros(room, np.int32)
    count = read_tokens(raw, 0, len(raw), tables.kinds, tables.folds, tables.several, hashes, sorts, starts, ends, 0)
    return [(Sort(sorts[at]).name, text[starts[at] : ends[at]], int(hashes[at])) for at in range(count)]


def written(text: str) -> list[tuple[str, str]]:
    return [(sort, words) for sort, words, _ in tokens_of(text)]


def hashes(text: str) -> list[int]:
    return [value for _, _, value in tokens_of(text)]


@pytest.mark.parametrize(
    "number",
    ["02079460123", "020 7946 0123", "020-7946-0123", "(020) 7946.0123", "0 2 0 7 9 4 6 0 1 2 3", "٠٢٠٧٩٤٦٠١٢٣"],
)
def test_a_phone_number_is_one_token_in_any_layout(number: str) -> None:
    found = tokens_of(f"call {number} now")
    assert [sort for sort, _, _ in found] == ["WORD", "PHONE", "WORD"]
    assert found[1][2] == int(Sort.PHONE)


def test_prices_numbers_and_dates_keep_apart() -> None:
    assert written("$1,500 or 5.50 € by 12.05.2023, 40 hours") == [
        ("PRICE", "1,500"),
        ("WORD", "or"),
        ("PRICE", "5.50"),
        ("WORD", "by"),
        ("NUMBER", "12.05.2023"),
        ("NUMBER", "40"),
        ("WORD", "hours"),
    ]


def test_addresses_and_handles_are_one_token_each() -> None:
    assert written("a.b@example.org, @made_up or https://example.org/x?y=1.") == [
        ("EMAIL", "a.b@example.org"),
        ("HANDLE", "@made_up"),
        ("WORD", "or"),
        ("URL", "https://example.org/x?y=1"),
    ]


def test_a_contact_that_a_publisher_replaced_is_of_its_kind() -> None:
    assert written("#EMAIL_0ab1# #PHONE_9f# #URL_77aa# #jobs") == [
        ("EMAIL", "#EMAIL_0ab1#"),
        ("PHONE", "#PHONE_9f#"),
        ("URL", "#URL_77aa#"),
        ("WORD", "jobs"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café WORK", "cafe work"),
        ("ｗｏｒｋ", "work"),
        ("wo\u200brk", "work"),
        ("𝐰𝐨𝐫𝐤", "work"),
        ("wоrk", "work"),  # a Cyrillic o
        ("driver’s", "drivers"),
        ("Ёлка", "елка"),
        ("عَمَل", "عمل"),
        ("ﬁne", "fine"),
    ],
)
def test_disguises_of_a_word_fold_together(one: str, other: str) -> None:
    """A03: mixed scripts, full-width and zero-width letters do not part a template."""
    assert hashes(one) == hashes(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Работа в Москве", ["Работа", "в", "Москве"]),
        ("عمل في المدينة", ["عمل", "في", "المدينة"]),
        ("काम हिंदी में", ["काम", "हिंदी", "में"]),
        ("招聘员", ["招", "聘", "员"]),
        ("งาน", ["ง", "า", "น"]),
        ("일자리 구함", ["일자리", "구함"]),
    ],
)
def test_every_script_has_words(text: str, words: list[str]) -> None:
    assert [word for _, word in written(text)] == words


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    before = 0
    tables = characters()
    raw = np.frombuffer(text.encode(), np.uint8)
    room = len(raw) + 4
    hashes_, sorts = np.zeros(room, np.uint64), np.zeros(room, np.uint8)
    starts, ends = np.zeros(room, np.int32), np.zeros(room, np.int32)
    count = read_tokens(raw, 0, len(raw), tables.kinds, tables.folds, tables.several, hashes_, sorts, starts, ends, 0)
    for at in range(count):
        assert before <= starts[at] < ends[at] <= len(text)
        before = ends[at]


@given(st.text(alphabet="@#._-+ w:/htp19aé€$,()\u0661招", max_size=60))
@settings(max_examples=200, deadline=None)
def test_odd_signs_never_break_the_reading(text: str) -> None:
    assert all(words for _, words in written(text))
