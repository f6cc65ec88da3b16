"""The pattern of each group: which words stay, where slots stand, what fills them, and the bits that it saves."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.alignment import align_tokens, forget_tokens, index_tokens
from palermo.methods.tokens import FIRST_WORD

CONSTANT_SHARE = 0.6  # of the members must have a word for it to be the pattern's
SLOT_SHARE = 0.4  # of the members must have something between two words for a slot to stand there
NO_SLOT, WORD_SLOT, TEXT_SLOT = 0, 14, 15  # kinds of gaps besides the classes of `tokens.Sort`
FILL_KINDS = 16


@dataclass(frozen=True)
class Patterns:
    """Patterns of n groups, one after the other.

    Args:
        places: int64, n + 1: where each pattern's words begin in `tokens` and `columns`.
        tokens: uint16 short hashes of the words that stay (below FIRST_WORD: a class, which is a slot itself).
        columns: int32, which token of the medoid each is.
        gaps: uint8, one more than words for each pattern (at places + group): the kind of slot before each
            word and after the last, NO_SLOT = none.
        bits: int64 bits saved by each.
    """

    places: npt.NDArray[np.int64]
    tokens: npt.NDArray[np.uint16]
    columns: npt.NDArray[np.int32]
    gaps: npt.NDArray[np.uint8]
    bits: npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def fill_kind(tokens: npt.NDArray[np.uint16], begin: int, end: int) -> int | np.int64:
    """What kind of filling tokens[begin:end] is: a class, one word, or text."""
    if end - begin == 1:
        return np.int64(tokens[begin]) if tokens[begin] < FIRST_WORD else WORD_SLOT
    return TEXT_SLOT


@njit(cache=True, nogil=True)
def _likely_kind(votes: npt.NDArray[np.int64], asked: int) -> int:
    """The kind of a gap: NO_SLOT where it is mostly empty, a class or word where most fillings are one."""
    filled = 0
    best = TEXT_SLOT
    for kind in range(1, FILL_KINDS):
        filled += votes[kind]
        if votes[kind] > votes[best]:
            best = kind
    if filled == 0 or filled < SLOT_SHARE * asked:
        return NO_SLOT
    return best if 2 * votes[best] > filled else TEXT_SLOT


@njit(cache=True, nogil=True)
def gain_bits(
    pattern: npt.NDArray[np.uint16],
    partner: npt.NDArray[np.int32],
    length: int,
    weights: npt.NDArray[np.float32],
    choice: float,
) -> float:
    """Bits that a text of `length` words, aligned to a pattern, saves by naming the template and its departures."""
    kept = len(pattern)
    step = math.log2(max(2, kept + 1))
    gain = -choice
    last: int | np.int32 = -1
    for word in range(kept + 1):
        there = partner[word] if word < kept else np.int32(length)
        if there < 0:
            gain -= step  # a word left out has to be named
            continue
        if word < kept:
            gain += weights[pattern[word]]
        if there > last + 1:
            gain -= step  # so has the place where something stands
        last = there
    return gain


@njit(cache=True, nogil=True)
def add_gains(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    texts: npt.NDArray[np.int64],
    groups: npt.NDArray[np.int64],
    pattern_tokens: npt.NDArray[np.uint16],
    pattern_places: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
    choice: float,
    longest: int,
    gains: npt.NDArray[np.int64],
) -> None:
    """Write what each text saves by a pattern that is there already."""
    first = np.full(65536, -1, np.int16)
    masks = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    rows = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    partner = np.empty(longest + 1, np.int32)
    for at in range(len(texts)):
        text = tokens[places[texts[at]] : places[texts[at] + 1]]
        pattern = pattern_tokens[pattern_places[groups[at]] : pattern_places[groups[at] + 1]]
        words = index_tokens(pattern, first, masks)
        align_tokens(len(pattern), words, text, first, masks, rows, partner)
        forget_tokens(pattern, first)
        gains[at] = np.int64(math.floor(gain_bits(pattern, partner, len(text), weights, choice)))


@njit(cache=True, nogil=True)
def _patterns(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    copies: npt.NDArray[np.int64],
    members: npt.NDArray[np.int32],
    groups: npt.NDArray[np.int64],
    medoids: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    choice: float,
    longest: int,
    out_places: npt.NDArray[np.int64],
    out_tokens: npt.NDArray[np.uint16],
    out_columns: npt.NDArray[np.int32],
    out_gaps: npt.NDArray[np.uint8],
    out_bits: npt.NDArray[np.int64],
) -> None:
    """Find every pattern; the compiled half of `find_patterns`."""
    first = np.full(65536, -1, np.int16)
    masks = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    rows = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    partner = np.empty(longest + 1, np.int32)
    agree = np.empty(longest + 1, np.int64)
    votes = np.empty((longest + 1, FILL_KINDS), np.int64)
    asked = np.empty(longest + 1, np.int64)
    for group in range(len(groups) - 1):
        middle = tokens[places[medoids[group]] : places[medoids[group] + 1]]
        size = len(middle)
        begin, end = groups[group], groups[group + 1]
        agree[:size] = 0
        total = 0
        words = index_tokens(middle, first, masks)
        for at in range(begin, end):
            text = tokens[places[members[at]] : places[members[at] + 1]]
            align_tokens(size, words, text, first, masks, rows, partner)
            times = copies[members[at]]
            total += times
            for place in range(size):
                if partner[place] >= 0:
                    agree[place] += times
        forget_tokens(middle, first)
        written = out_places[group]
        for place in range(size):
            if agree[place] >= CONSTANT_SHARE * total:
                out_tokens[written] = middle[place]
                out_columns[written] = place
                written += 1
        out_places[group + 1] = written
        pattern = out_tokens[out_places[group] : written]
        kept = len(pattern)
        votes[: kept + 1] = 0
        asked[: kept + 1] = 0
        words = index_tokens(pattern, first, masks)
        saved = 0.0
        for word in range(kept):
            saved -= weights[pattern[word]]
        for at in range(begin, end):
            text = tokens[places[members[at]] : places[members[at] + 1]]
            align_tokens(kept, words, text, first, masks, rows, partner)
            times = copies[members[at]]
            saved += gain_bits(pattern, partner, len(text), weights, choice) * times
            last: int | np.int32 = -1  # place in the text of the word before
            before = -1  # pattern word that it was
            for word in range(kept + 1):
                there = partner[word] if word < kept else np.int32(len(text))
                if there < 0:
                    continue
                if before == word - 1:
                    asked[word] += times
                    if there > last + 1:
                        votes[word, fill_kind(text, last + 1, there)] += times
                last, before = there, word
        forget_tokens(pattern, first)
        for word in range(kept + 1):
            out_gaps[out_places[group] + group + word] = _likely_kind(votes[word], asked[word])
        out_bits[group] = np.int64(math.floor(saved))


def find_patterns(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    copies: npt.NDArray[np.int64],
    members: npt.NDArray[np.int32],
    groups: npt.NDArray[np.int64],
    medoids: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    choice: float,
) -> Patterns:
    """Align each member to its medoid and find what stays, what changes, and what is saved by saying so.

    Slots' values and slips of the pen are paid for in full, each place where something stands or is
    missing costs the bits to name it, and the pattern itself is written once.

    Args:
        tokens, places: Short hashes of all texts.
        copies: int64, how many adverts have that very text.
        members, groups, medoids: As for `keep_alike`.
        weights: Bits of each word.
        choice: Bits to say of an advert which template it is from.

    Returns:
        A pattern for each group; bits <= 0 mean that there is no template.

    Source:
        Rissanen 1978, "Modeling by shortest data description"; star alignment as in InfoShield (Lee et al. 2021).
    """
    count = len(groups) - 1
    lengths = np.diff(places)[medoids] if count else np.zeros(0, np.int64)
    room = int(lengths.sum())
    made = Patterns(
        np.zeros(count + 1, np.int64),
        np.empty(room, np.uint16),
        np.empty(room, np.int32),
        np.zeros(room + count + 1, np.uint8),
        np.zeros(count, np.int64),
    )
    longest = int(np.diff(places).max(initial=0))
    _patterns(
        tokens,
        places,
        copies,
        members,
        groups,
        medoids,
        weights,
        choice,
        longest,
        made.places,
        made.tokens,
        made.columns,
        made.gaps,
        made.bits,
    )
    taken = int(made.places[-1])
    return Patterns(made.places, made.tokens[:taken], made.columns[:taken], made.gaps[: taken + count], made.bits)
