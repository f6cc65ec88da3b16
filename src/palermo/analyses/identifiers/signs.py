"""What each sign of Unicode is to a reader of identifiers: its class, its plain letter, its digit.

The scan looks every code point up in these three tables, so that it needs no text library.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TABLE_SIZE = 0x20000  # the Basic and the Supplementary Multilingual Plane; all beyond is treated as SYMBOL

(
    SYMBOL,
    SPACE,
    NEWLINE,
    DIGIT,
    LETTER,
    UNSEEN,
    DASH,
    DOT,
    COMMA,
    SLASH,
    OPEN,
    CLOSE,
    PLUS,
    MONEY,
    SEMICOLON,
    COLON,
    AT,
    HASH,
    PERCENT,
    UNDERSCORE,
    HAN,
    QUOTE,
) = range(22)

PLAIN, NATIVE, ODD = 0, 1, 2  # ASCII; a script's own digits; keycaps, circles, bold mathematics and the like

_SIGNS = {
    DASH: "-‐‑‒–—―−﹣-~〜",
    DOT: ".·•・。．․‧∙⋅",
    COMMA: ",،、，",
    SLASH: "/\\／⁄|｜¦",
    OPEN: "([{（［｛",
    CLOSE: ")]}）］｝",
    PLUS: "+＋➕⁺",
    SEMICOLON: ";；",
    COLON: ":：",
    AT: "@＠",
    HASH: "#＃№",
    PERCENT: "%％‰",
    UNDERSCORE: "_＿",
    QUOTE: "\"'<>«»“”„‘’ʼ`",
}

_LETTER_RANGES = ((0xAC00, 0xD7A4), (0x17000, 0x18D00), (0xA000, 0xA48D), (0x12000, 0x12544), (0x13000, 0x14647))
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x3041, 0x3100), (0x31F0, 0x3200), (0xF900, 0xFB00))
_HAN_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9} | {
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1, "两": 2
}  # fmt: skip

# Letters that stand for a digit to the eye, after folding: the digit.
LOOKALIKES = {
    "o": 0, "о": 0, "ο": 0, "օ": 0, "ø": 0, "l": 1, "i": 1, "і": 1, "ı": 1, "ι": 1, "ӏ": 1, "z": 2, "з": 3,
    "s": 5, "ѕ": 5, "b": 8, "в": 8,
}  # fmt: skip

# Cyrillic and Greek letters that look like Latin ones, after folding.
LATIN_TWINS = dict(zip("авсеніоркѕтухјԁѵαεικορτυχν", "abceniopkstyxjdvaeikoptuxv", strict=True))


class Signs(NamedTuple):
    """Tables by code point.

    Args:
        packed: In bits 0-7 the class, 8-11 the style of a digit (PLAIN, NATIVE or ODD), 12-19 the digit's value
            plus one (0 = none; 10 and more for signs of two digits), 32-63 the plain lower-case letter as a
            code point (0 = a mark that is dropped) (uint64).
        looks: The digit that a folded letter below 0x600 looks like; -1 else (int32).
        twins: The Latin letter that a folded letter below 0x600 looks like; itself else (int32).
    """

    packed: NDArray[np.uint64]
    looks: NDArray[np.int32]
    twins: NDArray[np.int32]


def fold_sign(sign: str) -> int:
    """The plain lower-case letter of a sign as a code point: accents, width and style are dropped."""
    plain = unicodedata.normalize("NFKD", sign).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    for part in plain:
        if unicodedata.category(part) not in ("Mn", "Me", "Cf"):
            return ord(part)
    return 0


def fold_word(word: str) -> tuple[int, ...]:
    """A word as the scan sees it: folded code points, marks dropped."""
    packed = sign_tables().packed
    folded = (int(packed[ord(sign)]) >> 32 for sign in word)
    return tuple(code for code in folded if code)


def _kind_of(code: int, category: str) -> int:
    if category[0] == "L":
        return LETTER
    if category in ("Mc", "Nl"):
        return LETTER
    if category in ("Mn", "Me", "Cf"):
        return UNSEEN
    if category == "Nd":
        return DIGIT
    if category == "Zs":
        return SPACE
    if category in ("Zl", "Zp"):
        return NEWLINE
    if category == "Sc":
        return MONEY
    if category == "Pd":
        return DASH
    return SYMBOL


def _odd_digit(sign: str) -> int:
    """The value of a circled, bracketed, raised or lowered digit; -1 where it is none."""
    value = unicodedata.numeric(sign, -1.0)
    if value != int(value) or not 0 <= value <= 20:
        return -1
    shape = unicodedata.decomposition(sign)
    if unicodedata.digit(sign, -1) >= 0 or shape.startswith(("<circle>", "<compat>", "<super>", "<sub>")):
        return int(value)
    return int(value) if "CIRCLED" in unicodedata.name(sign, "") else -1


@lru_cache(maxsize=1)
def sign_tables() -> Signs:
    """Make the tables; takes some tens of milliseconds, once a process."""
    kinds = np.full(TABLE_SIZE, SYMBOL, np.uint8)
    folds = np.arange(TABLE_SIZE, dtype=np.int32)
    digits = np.full(TABLE_SIZE, -1, np.int8)
    styles = np.zeros(TABLE_SIZE, np.uint8)
    skipped = np.zeros(TABLE_SIZE, np.bool_)
    for ranges, kind in ((_LETTER_RANGES, LETTER), (_HAN_RANGES, HAN), (((0xD800, 0xF900),), SYMBOL)):
        for low, high in ranges:
            kinds[low:high] = kind
            skipped[low:high] = True
    for code in np.flatnonzero(~skipped).tolist():
        sign = chr(code)
        category = unicodedata.category(sign)
        if category in ("Cn", "Co"):
            continue
        kinds[code] = kind = _kind_of(code, category)
        if kind == DIGIT:
            digits[code] = unicodedata.digit(sign)
            styles[code] = PLAIN if code < 128 else ODD if 0x1D7CE <= code < 0x1D800 else NATIVE
        elif category == "No":
            value = _odd_digit(sign)
            if value >= 0:
                kinds[code], digits[code], styles[code] = DIGIT, value, ODD
        elif kind in (LETTER, UNSEEN):
            folds[code] = fold_sign(sign) if kind == LETTER else 0
    for kind, signs in _SIGNS.items():
        for sign in signs:
            kinds[ord(sign)] = kind
    for sign, value in _HAN_DIGITS.items():
        kinds[ord(sign)], digits[ord(sign)], styles[ord(sign)] = HAN, value, ODD
    kinds[[0x0A, 0x0D, 0x0B, 0x0C, 0x85]] = NEWLINE
    kinds[0x09] = SPACE
    values = digits.astype(np.int64) + 1
    packed = folds.astype(np.uint64) << np.uint64(32)
    packed |= (values << 12 | styles.astype(np.int64) << 8 | kinds.astype(np.int64)).astype(np.uint64)
    return Signs(packed, *_letter_tables())


def _letter_tables() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    looks = np.full(0x600, -1, np.int32)
    twins = np.arange(0x600, dtype=np.int32)
    for letter, digit in LOOKALIKES.items():
        looks[ord(letter)] = digit
    for letter, twin in LATIN_TWINS.items():
        twins[ord(letter)] = ord(twin)
    return looks, twins
