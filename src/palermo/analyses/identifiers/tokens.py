"""Kernels that read one token of a text: a run of letters and digits, and what it says of numbers.

Everything here is compiled; tables come in as arguments, so that nothing is looked up in Python.
"""

# numba decides the types of what it compiles.
# mypy: disable-error-code="untyped-decorator, return-value, no-any-return, assignment, unreachable"

import numpy as np
from numba import njit
from numpy.typing import NDArray

from palermo.analyses.identifiers import lexicon as lx
from palermo.analyses.identifiers import signs as sg

FOLD, VALUE, PLACE, CUT_AT, CUT_MEANING, RAW = range(6)  # rows of a token's buffer
TOKEN_SIGNS = 160  # signs of a token that are kept; longer ones are no number and no word
LONGEST_WORD = 32  # of the words that the lexicon holds
SERIAL_SIGNS = 7  # a letter before so many digits is a serial number's
FEW_LOOKALIKES = 4  # letters in a row that may stand for digits

_SEED = np.uint64(lx.HASH_SEED)
_PRIME = np.uint64(lx.HASH_PRIME)
_SLOT_MASK = np.uint64((1 << lx.TABLE_BITS) - 1)
_ONE = np.uint64(1)

LEET = np.array([ord(letter) for letter in "oizeasgtbg"], np.int32)  # what 0 to 9 stand for in words such as s3ven


@njit(cache=True, nogil=True, inline="always")
def decode(text: NDArray[np.uint8], at: int, end: int) -> tuple[int, int]:
    """The code point at a byte and the byte after it; a broken sequence is one sign a byte."""
    first = text[at]
    if first < 0x80:
        return np.int64(first), at + 1
    if first >= 0xF0 and at + 3 < end:
        return (
            (np.int64(first) & 7) << 18
            | (np.int64(text[at + 1]) & 63) << 12
            | (np.int64(text[at + 2]) & 63) << 6
            | (np.int64(text[at + 3]) & 63)
        ), at + 4
    if 0xE0 <= first < 0xF0 and at + 2 < end:
        return (
            (np.int64(first) & 15) << 12 | (np.int64(text[at + 1]) & 63) << 6 | (np.int64(text[at + 2]) & 63)
        ), at + 3
    if 0xC0 <= first < 0xE0 and at + 1 < end:
        return (np.int64(first) & 31) << 6 | (np.int64(text[at + 1]) & 63), at + 2
    return np.int64(0xFFFD), at + 1


@njit(cache=True, nogil=True, inline="always")
def sign_of(packed: NDArray[np.uint64], code: int) -> int:
    """The packed entry of a sign; tags and variation selectors beyond the table are unseen."""
    if code < sg.TABLE_SIZE:
        return np.int64(packed[code])
    if code >= 0xE0000:
        return np.int64(sg.UNSEEN)
    return np.int64(sg.HAN) if code < 0x40000 else np.int64(sg.SYMBOL)


@njit(cache=True, nogil=True, inline="always")
def look_up(keys: NDArray[np.uint64], meanings: NDArray[np.int64], key: np.uint64) -> int:
    """The meaning of a hashed word; 0 = not known."""
    if key == 0:
        key = _ONE
    at = key & _SLOT_MASK
    while keys[at] != 0:
        if keys[at] == key:
            return meanings[at]
        at = (at + _ONE) & _SLOT_MASK
    return np.int64(0)


@njit(cache=True, nogil=True, inline="always")
def plain(byte: int) -> bool:
    """Whether a byte is a letter or digit of ASCII."""
    return 48 <= byte <= 57 or 97 <= (byte | 32) <= 122


@njit(cache=True, nogil=True)
def hash_part(token: NDArray[np.int64], first: int, last: int) -> np.uint64:
    """The hash of part of a token."""
    value = _SEED
    for at in range(first, last):
        value = (value ^ np.uint64(token[FOLD, at])) * _PRIME
    return value


@njit(cache=True, nogil=True)
def twin_meaning(
    keys: NDArray[np.uint64],
    meanings: NDArray[np.int64],
    twins: NDArray[np.int32],
    token: NDArray[np.int64],
    first: int,
    last: int,
) -> int:
    """The meaning once Cyrillic and Greek letters are taken for the Latin ones they look like."""
    value = _SEED
    changed = False
    for at in range(first, last):
        code = token[FOLD, at]
        if code < 0x600 and twins[code] != code:
            code = twins[code]
            changed = True
        value = (value ^ np.uint64(code)) * _PRIME
    return look_up(keys, meanings, value) if changed else np.int64(0)


@njit(cache=True, nogil=True)
def leet_meaning(
    keys: NDArray[np.uint64],
    meanings: NDArray[np.int64],
    token: NDArray[np.int64],
    size: int,
) -> int:
    """The meaning once digits are taken for the letters they look like (s3ven)."""
    if size > LONGEST_WORD:
        return np.int64(0)
    for one in (105, 108):  # 1 stands for i or l
        value = _SEED
        for at in range(size):
            digit = token[VALUE, at]
            code = np.int64(token[FOLD, at])
            if digit >= 0:
                if digit > 9:
                    return np.int64(0)
                code = one if digit == 1 else np.int64(LEET[digit])
            value = (value ^ np.uint64(code)) * _PRIME
        meaning = look_up(keys, meanings, value)
        if meaning & lx.CLASS_MASK:
            return meaning
    return np.int64(0)


@njit(cache=True, nogil=True)
def split_words(
    keys: NDArray[np.uint64],
    meanings: NDArray[np.int64],
    token: NDArray[np.int64],
    first: int,
    last: int,
    count: int,
) -> int:
    """Cut letters without spaces into number words (zerosevenone), the longest first; 0 = cannot.

    Writes where each word ends and what it means from cut `count` on; returns how many there are.
    """
    begun = count
    at = first
    while at < last:
        value = _SEED
        best = -1
        best_meaning = np.int64(0)
        for upto in range(at, min(last, at + 16)):
            value = (value ^ np.uint64(token[FOLD, upto])) * _PRIME
            if upto - at >= 1:
                meaning = look_up(keys, meanings, value)
                if 0 < meaning & lx.CLASS_MASK <= lx.REPEAT:
                    best, best_meaning = upto + 1, meaning
        if best < 0 or count + 4 > TOKEN_SIGNS:
            return 0
        token[CUT_AT, count], token[CUT_MEANING, count] = best, best_meaning
        count += 1
        at = best
    return count - begun


@njit(cache=True, nogil=True)
def all_lookalikes(looks: NDArray[np.int32], token: NDArray[np.int64], first: int, last: int) -> bool:
    """Whether every letter of the part looks like a digit."""
    for at in range(first, last):
        if token[VALUE, at] >= 0:
            continue
        if token[FOLD, at] >= 0x600 or looks[token[FOLD, at]] < 0:
            return False
        if looks[token[FOLD, at]] == 8 and token[RAW, at] not in (66, 0x412):
            return False
    return True


@njit(cache=True, nogil=True)
def may_begin(token: NDArray[np.int64], looks: NDArray[np.int32], size: int) -> bool:
    """Whether a token may begin with this sign: B104927395 is a serial number, O2079 hides a number."""
    return size < SERIAL_SIGNS or token[VALUE, 0] >= 0 or looks[token[FOLD, 0]] <= 1


@njit(cache=True, nogil=True)
def one_letter_between(token: NDArray[np.int64], size: int) -> bool:
    """Whether one and the same letter stands between digits, three times or more, never doubled (0x2x0x7)."""
    letter = np.int64(-1)
    times = 0
    digits = 0
    for at in range(size):
        if token[VALUE, at] >= 0:
            digits += 1
            continue
        if letter >= 0 and token[FOLD, at] != letter:
            return False
        if at > 0 and token[VALUE, at - 1] < 0:
            return False
        letter = np.int64(token[FOLD, at])
        times += 1
    return times >= 3 and digits >= 4 and times <= digits and token[VALUE, 0] >= 0
