"""All words that the scan knows, as one table to be looked up by the hash of the folded word."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from palermo.analyses.identifiers import cue_words, number_words
from palermo.analyses.identifiers.signs import fold_word

# A meaning is one integer: the number's class in bits 0-3, its value in bits 4-15, flags above.
UNIT, TEEN, TEN, FUSED, HUNDRED, HUNDREDFOLD, REPEAT, ZEROS = range(1, 9)
CLASS_MASK = 15
VALUE_SHIFT = 4
VALUE_MASK = 4095
FILLER = 1 << 16
JOINER = 1 << 17
PLUS_WORD = 1 << 18
PHONE_CUE = 1 << 19
OTHER_CUE = 1 << 20
MONEY_WORD = 1 << 21
AT_WORD = 1 << 22
DOT_WORD = 1 << 23
ENDING = 1 << 24  # of a host's name, of no other use
WORDY_ENDING = 1 << 25
SERVICE = 1 << 26
WEB = 1 << 27
MEASURE = 1 << 28
TWENTY = 1 << 29  # French vingt: "quatre vingt"
DIX = 1 << 30  # French dix and soixante: "dix sept", "soixante douze"

TABLE_BITS = 14
HASH_SEED = 0xCBF29CE484222325  # FNV-1a, 64 bits: offset basis and prime
HASH_PRIME = 0x100000001B3

_CLASSES = {"unit": UNIT, "teen": TEEN, "ten": TEN, "fused": FUSED, "hundred": HUNDRED}


class Lexicon(NamedTuple):
    """An open-addressed table.

    Args:
        keys: The hash of each folded word, 0 = free (uint64).
        meanings: What the word is (int64).
        starts: Whether some number word starts with two such letters, at first * 31 + second, modulo 65,536 (bool).
    """

    keys: NDArray[np.uint64]
    meanings: NDArray[np.int64]
    starts: NDArray[np.bool_]


def hash_word(folded: Iterable[int]) -> int:
    """FNV-1a over code points; never 0."""
    value = HASH_SEED
    for code in folded:
        value = ((value ^ code) * HASH_PRIME) & 0xFFFFFFFFFFFFFFFF
    return value or 1


def _all_meanings() -> dict[tuple[int, ...], int]:
    """Every word of the number grammars, as the code points of its plain form, with what it means."""
    found: dict[tuple[int, ...], int] = {}

    def add(words: Iterable[str], meaning: int) -> None:
        for word in words:
            folded = fold_word(word.replace("'", ""))
            known = found.get(folded, 0)
            if meaning & CLASS_MASK and known & CLASS_MASK:
                continue
            found[folded] = known | meaning

    for word, kind, value in number_words.number_words():
        if word:
            add([word], _CLASSES[kind] | value << VALUE_SHIFT)
    add(number_words.HUNDRED, HUNDREDFOLD | 100 << VALUE_SHIFT)
    add(number_words.ZEROS, ZEROS)
    for times, words in number_words.REPEAT.items():
        add(words.split(), REPEAT | times << VALUE_SHIFT)
    add(("vingt", "vingts"), TWENTY)
    add(("dix", "soixante"), DIX)
    for group, flag in (
        (number_words.FILLERS, FILLER),
        (number_words.JOINERS, JOINER),
        (number_words.PLUS_WORDS, PLUS_WORD),
        (cue_words.PHONE_CUES, PHONE_CUE),
        (cue_words.HAN_PHONE_CUES, PHONE_CUE),
        (cue_words.OTHER_CUES, OTHER_CUE),
        (cue_words.HAN_OTHER_CUES, OTHER_CUE),
        (cue_words.MONEY_WORDS, MONEY_WORD),
        (cue_words.MEASURE_WORDS, MEASURE),
        (cue_words.AT_WORDS, AT_WORD),
        (cue_words.DOT_WORDS, DOT_WORD),
        (cue_words.PLAIN_ENDINGS, ENDING),
        (cue_words.WORDY_ENDINGS, WORDY_ENDING),
        (("www",), WEB),
    ):
        add(group, flag)
    for words in cue_words.SERVICES.values():
        add(words.split(), SERVICE | PHONE_CUE)
    for signs in cue_words.HAN_SERVICES.values():
        add(signs, SERVICE)
    return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Make the table, once a process."""
    size = 1 << TABLE_BITS
    keys = np.zeros(size, np.uint64)
    meanings = np.zeros(size, np.int64)
    starts = np.zeros(65_536, np.bool_)
    for folded, meaning in sorted(_all_meanings().items()):
        key = hash_word(folded)
        at = key & (size - 1)
        while keys[at]:
            at = (at + 1) & (size - 1)
        keys[at], meanings[at] = key, meaning
        if meaning & CLASS_MASK and len(folded) > 1:
            starts[(folded[0] * 31 + folded[1]) & 0xFFFF] = True
    return Lexicon(keys, meanings, starts)
