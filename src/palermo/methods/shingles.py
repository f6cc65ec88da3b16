"""Shingles of a text and its sketch: the smallest hashes of runs of words."""

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.tokens import Sort, mixed

SHINGLE_WEIGHT = 15  # a word weighs 5, a sign of a script without spaces 3: three words or five signs
WORD_WEIGHT, SIGN_WEIGHT = 5, 3
NO_HASH = 0xFFFFFFFF  # fills a sketch that is shorter than its places

_SIGN = int(Sort.SIGN)
_STEP = np.uint64(0x9DDFEA08EB382D69)


@njit(cache=True, nogil=True)
def read_shingles(
    hashes: npt.NDArray[np.uint64], sorts: npt.NDArray[np.uint8], count: int, shingles: npt.NDArray[np.uint32]
) -> int:
    """Hash every run of words that weighs just SHINGLE_WEIGHT or more; returns how many there are.

    A text lighter than one shingle has none.

    Args:
        hashes, sorts: The first `count` tokens of one text.
        shingles: Written to, one place a token is enough.
    """
    found = 0
    for first in range(count):
        weight = 0
        held = np.uint64(0)
        at = first
        while at < count and weight < SHINGLE_WEIGHT:
            held = (held ^ np.uint64(hashes[at])) * _STEP
            held ^= held >> np.uint64(29)
            weight += SIGN_WEIGHT if sorts[at] == _SIGN else WORD_WEIGHT
            at += 1
        if weight < SHINGLE_WEIGHT:
            break
        value = mixed(held) >> np.uint64(32)
        shingles[found] = value if value < np.uint64(NO_HASH) else np.uint64(NO_HASH - 1)
        found += 1
    return found


@njit(cache=True, nogil=True)
def keep_smallest(
    shingles: npt.NDArray[np.uint32],
    count: int,
    sketch: npt.NDArray[np.uint32],
    sorted_by_part: npt.NDArray[np.uint32],
    parts: npt.NDArray[np.int32],
) -> int:
    """Keep the smallest distinct hashes in rising order; returns how many.

    Two texts that share a part of their shingles share about that part of their smallest ones.

    Args:
        shingles: The first `count` are read.
        sketch: Written to; what is left over is filled with NO_HASH.
        sorted_by_part, parts: Room to work in, `count` and `count + 1` places.

    Source:
        Broder 1997, "On the resemblance and containment of documents" (bottom-k sketches).
    """
    places = len(sketch)
    kept = 0
    parts[: count + 1] = 0
    wide = np.uint64(count)
    for at in range(count):  # hashes are evenly spread: a counting sort by range leaves little to do
        parts[np.int64((np.uint64(shingles[at]) * wide) >> np.uint64(32)) + 1] += 1
    for part in range(count):
        parts[part + 1] += parts[part]
    for at in range(count):
        own = np.int64((np.uint64(shingles[at]) * wide) >> np.uint64(32))
        sorted_by_part[parts[own]] = shingles[at]
        parts[own] += 1
    done = np.uint64(0)  # part in which the sketch became full
    for at in range(count):
        value = sorted_by_part[at]
        if kept == places:
            if (np.uint64(value) * wide) >> np.uint64(32) > done:
                break
            if value >= sketch[kept - 1]:
                continue
        low = kept
        while low > 0 and sketch[low - 1] >= value:
            low -= 1
        if low < kept and sketch[low] == value:
            continue
        for move in range(kept if kept < places else places - 1, low, -1):
            sketch[move] = sketch[move - 1]
        sketch[low] = value
        if kept < places:
            kept += 1
            if kept == places:
                done = (np.uint64(sketch[kept - 1]) * wide) >> np.uint64(32)
    for rest in range(kept, places):
        sketch[rest] = NO_HASH
    return kept
