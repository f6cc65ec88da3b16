"""What a code point is to a reader: letter, digit, sign of a script without spaces, mark, or gap; and how it folds."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

GAP, LETTER, DIGIT, MARK, SIGN, MONEY = range(6)
"""GAP parts words; MARK is passed over; SIGN is a word of its own (Han, kana, Thai and so on); MONEY is a currency."""

TABLE_SIZE = 0x20000  # planes 0 and 1; beyond lie Han signs only, see `SIGNS_ABOVE`
SIGNS_ABOVE = 0x20000
SEVERAL = 0x80000000  # a fold with this bit is a place in `Characters.several`

# Scripts written without spaces between words (Unicode Line Breaking, UAX 14, classes ID, CJ and SA).
_SIGN_RANGES = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17DD),  # Khmer
    (0x3005, 0x3007),
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
)
_LETTER_RANGES = ((0xAC00, 0xD7A3),)  # Hangul syllables keep their own places
# Read one by one; everything else in planes 0 and 1 is a gap.
_READ_RANGES = (
    (0x0000, 0x3400),
    (0xA000, 0xAC00),
    (0xF900, 0x10000),
    (0x10000, 0x10E80),
    (0x11000, 0x11A00),
    (0x1D400, 0x1D800),
    (0x1E000, 0x1F200),
    (0x1FBF0, 0x1FBFA),
)
# Marks that readers pass over: accents, Hebrew points, Arabic vowel signs, variation selectors.
_MARK_RANGES = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
_MARKS = frozenset(point for low, high in _MARK_RANGES for point in range(low, high + 1))
_PASSED_OVER = "'’ʼ`´\u00ad\u0640"  # apostrophes, soft hyphen, Arabic tatweel: inside a word, not between words
# Letters of other alphabets that look the same as a Latin one (a part of Unicode's confusables, UTS 39).
_LOOKALIKES = dict(zip("асеорхуіјѕһԛԝԁӏοανιρυκ", "aceopxyijshqwdloavipuk", strict=True))


@dataclass(frozen=True)
class Characters:
    """Tables over code points.

    Args:
        kinds: uint8, one a code point below TABLE_SIZE: GAP, LETTER, DIGIT, MARK, SIGN or MONEY.
        folds: uint32, the folded code point; a digit's value; or SEVERAL | place in `several`.
        several: uint32, folds of more than one code point: their number, then they.
    """

    kinds: npt.NDArray[np.uint8]
    folds: npt.NDArray[np.uint32]
    several: npt.NDArray[np.uint32]


@cache
def characters() -> Characters:
    """Make the tables of compatibility form, case, marks and look-alikes from Python's own Unicode.

    Indic vowel signs stay: without them words would fall together. Look-alikes are folded in every
    text, so that a disguised letter costs nothing and an honest one stays equal to itself.

    Returns:
        The tables, made once a process (about 0.1 s).

    Source:
        Unicode Standard Annex 15 (NFKC), UTS 39 (confusables).
    """
    kinds = np.zeros(TABLE_SIZE, np.uint8)
    folds = np.arange(TABLE_SIZE, dtype=np.uint32)
    several: list[int] = []
    for low, high in _READ_RANGES:
        for point in range(low, high):
            kind, fold = _read(point)
            kinds[point] = kind
            if len(fold) == 1:
                folds[point] = fold[0]
            elif fold:
                folds[point] = SEVERAL | len(several)
                several.extend((len(fold), *fold))
    for low, high in _SIGN_RANGES:
        if low >= 0x3400:
            kinds[low : high + 1] = SIGN
    for low, high in _LETTER_RANGES:
        kinds[low : high + 1] = LETTER
    return Characters(kinds, folds, np.array([*several, 0], np.uint32))


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Say whether a code point lies in one of the ranges, ends included."""
    return any(low <= point <= high for low, high in ranges)


def _read(point: int) -> tuple[int, tuple[int, ...]]:
    """Say what one code point is and to what it folds."""
    letter = chr(point)
    category = unicodedata.category(letter)
    if category in ("Cn", "Co", "Cs"):
        return GAP, ()
    if category == "Sc":
        return MONEY, ()
    if category == "Cf" or letter in _PASSED_OVER or point in _MARKS:
        return MARK, ()
    if category[0] not in "LNM":
        folded = unicodedata.normalize("NFKC", letter)
        if len(folded) == 1 and folded != letter:
            return _read(ord(folded))
        if not (folded.isalnum() and unicodedata.category(letter) == "So"):
            return GAP, ()
    value = unicodedata.digit(letter, None)
    if value is not None:
        return DIGIT, (value,)
    whole = unicodedata.normalize("NFKC", letter).casefold()
    parts = [p for p in unicodedata.normalize("NFD", whole) if ord(p) not in _MARKS]
    kept = tuple(ord(_LOOKALIKES.get(p, p)) for p in parts if p.isalnum() or unicodedata.category(p)[0] == "M")
    if not kept:
        return GAP, ()
    if all(chr(p).isdecimal() for p in kept) and len(kept) == 1:
        return DIGIT, (unicodedata.digit(chr(kept[0])),)
    return (SIGN if _within(kept[0], _SIGN_RANGES) else LETTER), kept
