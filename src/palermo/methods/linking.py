"""Groups out of pairs: two groups are joined where their leaders are alike, and a group is held against its middle."""

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.alignment import align_tokens, forget_tokens, index_tokens, mark_runs, measure_runs, weigh_text

# Fitted on made-up sets (order-2 word chains over an invented stock, 5 to 20 % word noise, seeds 3 to 5), see
# docs/decisions/0007-templates.md.
EVEN_SHARE, EVENNESS = 0.30, 0.20  # a template shows through from end to end, however noisy
LARGE_SHARE = 0.50  # or covers at least half of the shorter text


@njit(cache=True, nogil=True)
def covers(
    tokens: npt.NDArray[np.uint16],
    partner: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    marked: npt.NDArray[np.bool_],
    eighths: npt.NDArray[np.float32],
) -> bool:
    """Tell whether an alignment covers enough of a text for one template to lie behind it and its partner."""
    mark_runs(len(tokens), partner, marked)
    share, evenness = measure_runs(tokens, marked, weights, eighths)
    return bool(share >= LARGE_SHARE or (share >= EVEN_SHARE and evenness >= EVENNESS))


@njit(cache=True, nogil=True)
def are_alike(
    left: npt.NDArray[np.uint16],
    right: npt.NDArray[np.uint16],
    weights: npt.NDArray[np.float32],
    first: npt.NDArray[np.int16],
    masks: npt.NDArray[np.uint64],
    rows: npt.NDArray[np.uint64],
    partner: npt.NDArray[np.int32],
    marked: npt.NDArray[np.bool_],
    eighths: npt.NDArray[np.float32],
) -> bool:
    """Tell whether two texts may have been written from one template, measured on the one of fewer bits."""
    if weigh_text(left, weights) > weigh_text(right, weights):
        left, right = right, left
    words = index_tokens(left, first, masks)
    align_tokens(len(left), words, right, first, masks, rows, partner)
    forget_tokens(left, first)
    return bool(covers(left, partner, weights, marked, eighths))


@njit(cache=True, nogil=True, inline="always")
def find_leader(leaders: npt.NDArray[np.int32], text: int) -> int:
    """The leader of the group that a text stands in; shortens the way for the next call."""
    top = text
    while leaders[top] != top:
        top = leaders[top]
    while leaders[text] != top:
        text, leaders[text] = leaders[text], top
    return top


@njit(cache=True, nogil=True)
def link_pairs(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    one: npt.NDArray[np.uint32],
    two: npt.NDArray[np.uint32],
    weights: npt.NDArray[np.float32],
    leaders: npt.NDArray[np.int32],
    sizes: npt.NDArray[np.int64],
    held: npt.NDArray[np.bool_],
    longest: int,
) -> int:
    """Join the groups of each pair, in the order given, where the two leaders are alike enough.

    Comparing leaders, not the pair, keeps chains from forming: a text between two templates cannot
    join them. The leader of the larger group leads; of equal ones, the lower row.

    Args:
        tokens, places: Short hashes of all texts.
        one, two: The pairs.
        weights: From `weigh_hashes`.
        leaders, sizes: The groups, changed in place; at first each text leads itself.
        held: True for a leader that keeps its name: two such are never joined.
        longest: Tokens of the longest text.

    Returns:
        Comparisons made.
    """
    wide = (longest >> 6) + 1
    first = np.full(65536, -1, np.int16)
    masks = np.empty((longest + 1, wide), np.uint64)
    rows = np.empty((longest + 1, wide), np.uint64)
    partner = np.empty(longest + 1, np.int32)
    marked = np.empty(longest + 1, np.bool_)
    eighths = np.empty(16, np.float32)
    unlike = np.zeros(1 << 20, np.uint64)
    compared = 0
    for at in range(len(one)):
        a, b = find_leader(leaders, one[at]), find_leader(leaders, two[at])
        if a == b or (held[a] and held[b]):
            continue
        if a > b:
            a, b = b, a
        name = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
        slot = np.int64((name * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(44))
        if unlike[slot] == name:
            continue
        left, right = tokens[places[a] : places[a + 1]], tokens[places[b] : places[b + 1]]
        compared += 1
        if not are_alike(left, right, weights, first, masks, rows, partner, marked, eighths):
            unlike[slot] = name
            continue
        if held[b] or (sizes[b] > sizes[a] and not held[a]):
            a, b = b, a
        leaders[b] = a
        sizes[a] += sizes[b]
    return compared


@njit(cache=True, nogil=True)
def find_leaders(leaders: npt.NDArray[np.int32]) -> None:
    """Let each text point at its leader straight away."""
    for text in range(len(leaders)):
        leaders[text] = find_leader(leaders, text)
