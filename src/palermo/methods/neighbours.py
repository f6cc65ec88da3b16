"""Which texts may be alike: neighbours in the order of their sketches, a forest of prefixes over a million texts."""

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.shingles import NO_HASH

FREQUENT = 1000  # a hash in more sketches than this says nothing while a text has rarer ones
KEYS = 16  # shared hashes of a text by which neighbours are sought
RAREST = 12  # hashes of a fresh text that are looked up among the stored
MET_BY = 2  # of them met in a stored sketch before the two are compared in full
FEW_KEYS = 4  # a text with fewer rare shared hashes than this is also sought by its frequent ones
REACH = 3  # neighbours looked at on one side where the next hash agrees too
SHORT_RUN = 8  # a hash in so few texts needs no second one
PART_TEXTS = 1_000_000  # texts whose keys are sorted at a time

_RADIX = 11
_NONE = np.uint32(NO_HASH)


@njit(cache=True, nogil=True)
def count_hashes(smallest: npt.NDArray[np.uint32], counts: npt.NDArray[np.uint16]) -> None:
    """Count in how many sketches each hash stands; `counts` has a power of two of places, full at 65,535."""
    mask = np.uint32(len(counts) - 1)
    for row in range(len(smallest)):
        for place in range(smallest.shape[1]):
            value = smallest[row, place]
            if value == _NONE:
                break
            at = value & mask
            if counts[at] < 65535:
                counts[at] += 1


@njit(cache=True, nogil=True)
def choose_keys(
    smallest: npt.NDArray[np.uint32],
    counts: npt.NDArray[np.uint16],
    frequent: int,
    part: int,
    parts: int,
    keys: npt.NDArray[np.uint64],
    texts: npt.NDArray[np.uint32],
) -> int:
    """Write the keys of one part: a shared hash in the high half, the next two shared ones in the low.

    A hash that stands in one sketch alone can link nothing and is left out: so unusual words never
    crowd out what a text shares.

    Returns:
        How many keys were written.
    """
    mask = np.uint32(len(counts) - 1)
    chosen = np.empty(smallest.shape[1], np.uint32)
    written = 0
    for row in range(len(smallest)):
        rare = 0
        for place in range(smallest.shape[1]):
            value = smallest[row, place]
            if value == _NONE:
                break
            number = counts[value & mask]
            if 2 <= number <= frequent:
                chosen[rare] = value
                rare += 1
                if rare == KEYS:
                    break
        if rare < FEW_KEYS:
            rare = 0
            for place in range(smallest.shape[1]):
                value = smallest[row, place]
                if value == _NONE:
                    break
                if counts[value & mask] >= 2 and rare < KEYS:
                    chosen[rare] = value
                    rare += 1
        for place in range(rare):
            value = chosen[place]
            if np.int64(value) % parts != part:
                continue
            second = np.uint64(chosen[place + 1] & np.uint32(0xFFFF)) if place + 1 < rare else np.uint64(0)
            third = np.uint64(chosen[place + 2] & np.uint32(0xFFFF)) if place + 2 < rare else np.uint64(0)
            keys[written] = (np.uint64(value) << np.uint64(32)) | (second << np.uint64(16)) | third
            texts[written] = row
            written += 1
    return written


@njit(cache=True, nogil=True)
def sort_keys(
    keys: npt.NDArray[np.uint64],
    texts: npt.NDArray[np.uint32],
    other_keys: npt.NDArray[np.uint64],
    other_texts: npt.NDArray[np.uint32],
) -> None:
    """Sort the keys with their texts, equal keys by text, given texts in rising order (radix, stable)."""
    size = len(keys)
    places = np.empty(1 << _RADIX, np.int64)
    mask = np.uint64((1 << _RADIX) - 1)
    for turn in range(6):
        shift = np.uint64(turn * _RADIX)
        places[:] = 0
        for at in range(size):
            places[np.int64((keys[at] >> shift) & mask)] += 1
        total = 0
        for digit in range(len(places)):
            number = places[digit]
            places[digit] = total
            total += number
        for at in range(size):
            own = np.int64((keys[at] >> shift) & mask)
            to = places[own]
            other_keys[to] = keys[at]
            other_texts[to] = texts[at]
            places[own] = to + 1
        keys, other_keys = other_keys, keys
        texts, other_texts = other_texts, texts


@njit(cache=True, nogil=True)
def pair_neighbours(keys: npt.NDArray[np.uint64], texts: npt.NDArray[np.uint32], pairs: npt.NDArray[np.uint64]) -> int:
    """Write the pairs of texts that stand near each other under one hash; returns how many (or would be)."""
    written = 0
    room = len(pairs)
    size = len(keys)
    begin = 0
    while begin < size:
        high = keys[begin] >> np.uint64(32)
        stop = begin + 1
        while stop < size and keys[stop] >> np.uint64(32) == high:
            stop += 1
        short = stop - begin <= SHORT_RUN
        for at in range(begin, stop):
            for near in range(at + 1, min(at + 1 + REACH, stop)):
                alike = keys[at] >> np.uint64(16) == keys[near] >> np.uint64(16)
                if not alike and not (short and near <= at + 2):
                    break
                one, two = texts[at], texts[near]
                if one == two:
                    continue
                if one > two:
                    one, two = two, one
                if written < room:
                    pairs[written] = (np.uint64(one) << np.uint64(32)) | np.uint64(two)
                written += 1
        begin = stop
    return written


@njit(cache=True, nogil=True)
def _shared(one: npt.NDArray[np.uint32], two: npt.NDArray[np.uint32]) -> int:
    """Hashes that two sketches share."""
    left, right, found = 0, 0, 0
    while left < len(one) and right < len(two):
        a, b = one[left], two[right]
        if a == _NONE or b == _NONE:
            break
        if a == b:
            found += 1
        left += a <= b
        right += b <= a
    return found


@njit(cache=True, nogil=True)
def count_shared(
    smallest: npt.NDArray[np.uint32], pairs: npt.NDArray[np.uint64], shared: npt.NDArray[np.uint8]
) -> None:
    """Say for each pair how many hashes its two sketches share."""
    for at in range(len(pairs)):
        one = np.int64(pairs[at] >> np.uint64(32))
        two = np.int64(pairs[at] & np.uint64(0xFFFFFFFF))
        shared[at] = _shared(smallest[one], smallest[two])


def find_neighbours(
    smallest: npt.NDArray[np.uint32], fewest: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """Find the pairs of texts whose sketches stand near each other and share at least `fewest` hashes.

    Not every pair of a group is found, and need not be: each text has some neighbour of its group.
    A short text needs to share no more than half of the hashes it has.

    Args:
        smallest: uint32, n sketches, rising, filled with NO_HASH.
        fewest: Hashes that two sketches must share.

    Returns:
        Pairs (lower row in the high half), rising, each once; and how many hashes each shares.
    """
    rows = len(smallest)
    counts = _counted(smallest)
    parts = max(1, -(-rows // PART_TEXTS))
    room = rows * KEYS // parts + rows * KEYS // (8 * parts) + 4096
    keys, other_keys = np.empty(room, np.uint64), np.empty(room, np.uint64)
    texts, other_texts = np.empty(room, np.uint32), np.empty(room, np.uint32)
    found: list[npt.NDArray[np.uint64]] = []
    for part in range(parts):
        size = choose_keys(smallest, counts, FREQUENT, part, parts, keys, texts)
        sort_keys(keys[:size], texts[:size], other_keys[:size], other_texts[:size])
        pairs = np.empty(pair_neighbours(keys[:size], texts[:size], np.empty(0, np.uint64)), np.uint64)
        pair_neighbours(keys[:size], texts[:size], pairs)
        found.append(np.unique(pairs))
    pairs = found[0] if parts == 1 else np.unique(np.concatenate(found))
    shared = np.empty(len(pairs), np.uint8)
    count_shared(smallest, pairs, shared)
    lengths = np.count_nonzero(smallest != _NONE, axis=1)
    one = (pairs >> np.uint64(32)).astype(np.int64)
    two = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    kept = shared >= np.minimum(fewest, (np.minimum(lengths[one], lengths[two]) + 1) // 2)
    return pairs[kept], shared[kept]


@njit(cache=True, nogil=True)
def _table_of(
    smallest: npt.NDArray[np.uint32],
    counts: npt.NDArray[np.uint16],
    slots: npt.NDArray[np.int32],
    chain: npt.NDArray[np.int32],
) -> None:
    """Put each sketch's rarest hashes among the stored into a chained table; an entry is row * width + place."""
    width = smallest.shape[1]
    mask, many = np.uint32(len(slots) - 1), np.uint32(len(counts) - 1)
    numbers = np.empty(width, np.int64)
    for row in range(len(smallest)):
        for place in range(width):
            value = smallest[row, place]
            number = np.int64(counts[value & many]) if value != _NONE else 0
            numbers[place] = number * width + place if number > 0 else np.int64(1) << 40
        limit = np.sort(numbers)[min(RAREST, width) - 1]
        for place in range(width):
            if numbers[place] <= limit and numbers[place] < np.int64(1) << 40:
                at = smallest[row, place] & mask
                chain[row * width + place] = slots[at]
                slots[at] = row * width + place


@njit(cache=True, nogil=True)
def _match(
    stored: npt.NDArray[np.uint32],
    smallest: npt.NDArray[np.uint32],
    slots: npt.NDArray[np.int32],
    chain: npt.NDArray[np.int32],
    fewest: int,
    pairs: npt.NDArray[np.uint64],
    shared: npt.NDArray[np.uint8],
) -> int:
    """Write the pairs that `match_stored` returns, as they come; returns how many there are (or would be)."""
    width = smallest.shape[1]
    mask = np.uint32(len(slots) - 1)
    flat = smallest.reshape(-1)
    seen = np.zeros(len(smallest), np.uint8)
    met = np.empty(len(smallest), np.int64)
    written = 0
    for old in range(len(stored)):
        number = 0
        has = 0
        for place in range(stored.shape[1]):
            value = stored[old, place]
            if value == _NONE:
                break
            has += 1
            entry = slots[value & mask]
            while entry >= 0:
                if flat[entry] == value:
                    row = entry // width
                    if seen[row] == 0:
                        met[number] = row
                        number += 1
                    seen[row] += 1
                entry = chain[entry]
        least = min(fewest, (has + 1) // 2)
        for at in range(number):
            if seen[met[at]] >= min(MET_BY, least):
                common = _shared(smallest[met[at]], stored[old])
                if common >= least:
                    if written < len(pairs):
                        pairs[written] = (np.uint64(met[at]) << np.uint64(32)) | np.uint64(old)
                        shared[written] = common
                    written += 1
            seen[met[at]] = 0
    return written


def _counted(smallest: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
    """Count the hashes of all sketches in a table with room for each of them."""
    counts = np.zeros(1 << max(16, int(smallest.size * 2 - 1).bit_length()), np.uint16)
    count_hashes(smallest, counts)
    return counts


def match_stored(
    stored: npt.NDArray[np.uint32], smallest: npt.NDArray[np.uint32], fewest: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """Find the stored sketches that share rare hashes with new ones, in one pass over the stored.

    Args:
        stored: uint32, many sketches, of any width.
        smallest: uint32, a few new sketches.
        fewest: Hashes that they must share; of a stored sketch shorter than twice that, half of its own.

    Returns:
        Pairs (new row in the high half, stored row in the low), rising, and how many hashes each shares.
    """
    slots = np.full(
        1 << max(12, int(len(smallest) * RAREST * 3).bit_length()), -1, np.int32
    )  # small: it stays in cache
    chain = np.full(smallest.size, -1, np.int32)
    smallest = np.ascontiguousarray(smallest)
    _table_of(smallest, _counted(stored), slots, chain)
    room = 1 << 20
    while True:
        pairs, shared = np.empty(room, np.uint64), np.empty(room, np.uint8)
        found = _match(stored, smallest, slots, chain, fewest, pairs, shared)
        if found <= room:
            order = np.argsort(pairs[:found], kind="stable")
            return pairs[order], shared[order]
        room = found
