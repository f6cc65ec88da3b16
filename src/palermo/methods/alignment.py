"""Alignment of two texts word by word: the longest common subsequence, and how much of it stands in runs."""

import numpy as np
import numpy.typing as npt
from numba import njit

LEAST_BITS, MOST_BITS = 1.0, 14.0  # bounds of one word's information
UNREAD_WORDS = 20_000  # of the language that are taken as unread: in ten adverts no word is known to be common
BARE_EIGHTHS = 3  # which of the eighths of a text, the barest first, speaks for its evenness

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True, nogil=True)
def index_tokens(tokens: npt.NDArray[np.uint16], first: npt.NDArray[np.int16], masks: npt.NDArray[np.uint64]) -> int:
    """Note for every token in which places of the text it stands; returns the words of 64 places.

    Args:
        tokens: One text's short hashes.
        first: 65,536 places, all -1; becomes each token's row in `masks`. Give it back with `forget_tokens`.
        masks: At least as many rows as tokens, wide enough for all places; overwritten.
    """
    wide = (len(tokens) + 63) >> 6
    rows = 0
    for at in range(len(tokens)):
        row = first[tokens[at]]
        if row < 0:
            row = rows
            first[tokens[at]] = row
            masks[row, :wide] = 0
            rows += 1
        masks[row, at >> 6] |= _ONE << np.uint64(at & 63)
    return wide


@njit(cache=True, nogil=True)
def forget_tokens(tokens: npt.NDArray[np.uint16], first: npt.NDArray[np.int16]) -> None:
    """Bring `first` back to all -1."""
    for at in range(len(tokens)):
        first[tokens[at]] = -1


@njit(cache=True, nogil=True)
def align_tokens(
    length: int,
    wide: int,
    other: npt.NDArray[np.uint16],
    first: npt.NDArray[np.int16],
    masks: npt.NDArray[np.uint64],
    rows: npt.NDArray[np.uint64],
    partner: npt.NDArray[np.int32],
) -> int:
    """Align an indexed text with another one: a longest common subsequence, the latest matches first.

    Args:
        length, wide: Tokens of the indexed text and its words of 64 places.
        other: The other text's short hashes.
        first, masks: From `index_tokens`.
        rows: Room to work in, len(other) + 1 rows.
        partner: Written to: for each token of the indexed text its place in `other`, or -1.

    Returns:
        The number of matched tokens.

    Source:
        Hyyro 2004, "Bit-parallel LCS-length computation revisited"; the way back over the stored rows.
    """
    rows[0, :wide] = _ALL
    for at in range(len(other)):
        row = first[other[at]]
        if row < 0:
            rows[at + 1, :wide] = rows[at, :wide]
            continue
        carry = np.uint64(0)
        for word in range(wide):
            state = rows[at, word]
            both = state & masks[row, word]
            total = state + both
            over = np.uint64(total < state)
            total += carry
            over |= np.uint64(total < carry)
            carry = over
            rows[at + 1, word] = total | (state - both)
    partner[:length] = -1
    matched = 0
    here, there = length, len(other)
    while here > 0 and there > 0:
        word, bit = (here - 1) >> 6, np.uint64((here - 1) & 63)
        if (rows[there, word] >> bit) & _ONE:
            here -= 1
            continue
        there -= 1
        if (rows[there, word] >> bit) & _ONE:
            here -= 1
            partner[here] = there
            matched += 1
    return matched


@njit(cache=True, nogil=True)
def count_tokens(tokens: npt.NDArray[np.uint16], counts: npt.NDArray[np.int64]) -> None:
    """Add how often each short hash occurs to `counts` (65,536 places)."""
    for at in range(len(tokens)):
        counts[tokens[at]] += 1


def weigh_hashes(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Give each short hash its information: bits by its frequency among all, within LEAST_BITS and MOST_BITS.

    Matching a rare word says more than matching a common one; the bounds keep a slip of the pen
    from outweighing a sentence.

    Args:
        counts: int64, 65,536 occurrences.

    Returns:
        float32, 65,536 weights.
    """
    total = int(counts.sum()) + UNREAD_WORDS
    shares = np.maximum(counts, 1) / total
    return np.clip(-np.log2(shares), LEAST_BITS, MOST_BITS).astype(np.float32)


@njit(cache=True, nogil=True)
def weigh_text(tokens: npt.NDArray[np.uint16], weights: npt.NDArray[np.float32]) -> np.float32:
    """The information of a text, word by word, in bits."""
    total = np.float32(0)
    for at in range(len(tokens)):
        total += weights[tokens[at]]
    return total


@njit(cache=True, nogil=True)
def mark_runs(length: int, partner: npt.NDArray[np.int32], marked: npt.NDArray[np.bool_]) -> None:
    """Mark the matched tokens that have a matched neighbour which is their neighbour in the other text too.

    Two texts of one language share a third of their words in the same order by chance, but hardly
    ever two that follow each other: runs tell a template from a language.
    """
    for at in range(length):
        there = partner[at]
        before = at > 0 and partner[at - 1] >= 0 and partner[at - 1] + 1 == there
        after = at + 1 < length and partner[at + 1] == there + 1
        marked[at] = there >= 0 and (before or after)


@njit(cache=True, nogil=True)
def measure_runs(
    tokens: npt.NDArray[np.uint16],
    marked: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float32],
    eighths: npt.NDArray[np.float32],
) -> tuple[np.float32, np.float32]:
    """Measure what the runs cover of a text: its share of the bits, and how evenly.

    Args:
        tokens: The text, with `marked` from `mark_runs`.
        weights: From `weigh_hashes`.
        eighths: Room to work in, 16 places.

    Returns:
        The share of the text's bits in runs, and that share in the third-barest eighth of the text.
        A template covers a text from end to end; a passage that everybody copies leaves eighths bare.
    """
    total = weigh_text(tokens, weights)
    eighths[:] = 0
    before = np.float32(0)
    covered = np.float32(0)
    for at in range(len(tokens)):
        weight = weights[tokens[at]]
        part = np.int64(min(np.float32(7), np.float32(8) * before / total))
        before += weight
        eighths[8 + part] += weight
        if marked[at]:
            covered += weight
            eighths[part] += weight
    for eighth in range(8):
        bits = eighths[8 + eighth]
        eighths[eighth] = eighths[eighth] / bits if bits > 0 else np.float32(1)
    for turn in range(BARE_EIGHTHS):  # the barest first; the one after them decides
        for later in range(turn + 1, 8):
            if eighths[later] < eighths[turn]:
                eighths[turn], eighths[later] = eighths[later], eighths[turn]
    return covered / max(total, np.float32(1e-6)), eighths[BARE_EIGHTHS - 1]
