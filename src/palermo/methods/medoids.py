"""The middle of each group of texts, and which members keep to it."""

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.alignment import align_tokens, forget_tokens, index_tokens, weigh_text
from palermo.methods.linking import covers

SAMPLED = 5  # members among which the middle one is sought


@njit(cache=True, nogil=True)
def choose_medoids(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    members: npt.NDArray[np.int32],
    groups: npt.NDArray[np.int64],
    longest: int,
    medoids: npt.NDArray[np.int32],
) -> None:
    """Find for each group the member that is most like a sample of the others; of two, the first.

    Args:
        tokens, places: Short hashes of all texts.
        members, groups: Rows of the texts, group after group; where each group begins (n + 1).
        longest: Tokens of the longest text.
        medoids: Written to: a row for each group.
    """
    first = np.full(65536, -1, np.int16)
    masks = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    rows = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    partner = np.empty(longest + 1, np.int32)
    sums = np.empty(SAMPLED, np.float64)
    for group in range(len(groups) - 1):
        begin = groups[group]
        size = groups[group + 1] - begin
        if size < 3:
            medoids[group] = members[begin]
            continue
        sample = min(size, SAMPLED)
        sums[:] = 0
        for one in range(sample):
            a = members[begin + one * (size - 1) // (sample - 1)]
            left = tokens[places[a] : places[a + 1]]
            words = index_tokens(left, first, masks)
            for two in range(one + 1, sample):
                b = members[begin + two * (size - 1) // (sample - 1)]
                right = tokens[places[b] : places[b + 1]]
                same = align_tokens(len(left), words, right, first, masks, rows, partner)
                alike = same / max(1, max(len(left), len(right)))
                sums[one] += alike
                sums[two] += alike
            forget_tokens(left, first)
        best = 0
        for one in range(1, sample):
            if sums[one] > sums[best]:
                best = one
        medoids[group] = members[begin + best * (size - 1) // (sample - 1)]


@njit(cache=True, nogil=True)
def keep_alike(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    members: npt.NDArray[np.int32],
    groups: npt.NDArray[np.int64],
    medoids: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    longest: int,
    kept: npt.NDArray[np.bool_],
) -> None:
    """Mark the members that are alike to their group's medoid; the medoid always is.

    Args:
        tokens, places, members, groups, longest: As for `choose_medoids`.
        medoids: A row for each group.
        weights: From `weigh_hashes`.
        kept: Written to: one for each of `members`.
    """
    first = np.full(65536, -1, np.int16)
    masks = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    rows = np.empty((longest + 1, (longest >> 6) + 1), np.uint64)
    partner = np.empty(longest + 1, np.int32)
    back = np.empty(longest + 1, np.int32)
    marked = np.empty(longest + 1, np.bool_)
    eighths = np.empty(16, np.float32)
    for group in range(len(groups) - 1):
        middle = tokens[places[medoids[group]] : places[medoids[group] + 1]]
        words = index_tokens(middle, first, masks)
        bits = weigh_text(middle, weights)
        for at in range(groups[group], groups[group + 1]):
            if members[at] == medoids[group]:
                kept[at] = True
                continue
            other = tokens[places[members[at]] : places[members[at] + 1]]
            align_tokens(len(middle), words, other, first, masks, rows, partner)
            if bits <= weigh_text(other, weights):
                kept[at] = covers(middle, partner, weights, marked, eighths)
                continue
            back[: len(other)] = -1
            for place in range(len(middle)):
                if partner[place] >= 0:
                    back[partner[place]] = place
            kept[at] = covers(other, back, weights, marked, eighths)
        forget_tokens(middle, first)
