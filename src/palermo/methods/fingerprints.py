"""Fingerprint texts: 64 bits that are equal where the bytes are."""

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

# FNV-1a, 64 bits: Fowler, Noll, Vo; draft-eastlake-fnv (offset basis and prime).
_BASIS = np.uint64(14695981039346656037)
_PRIME = np.uint64(1099511628211)


@nb.njit(cache=True, nogil=True)
def _fnv1a(offsets: npt.NDArray[np.int64], octets: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """FNV-1a of each octets[offsets[i]:offsets[i + 1]]."""
    found = np.empty(offsets.size - 1, np.uint64)
    for row in range(offsets.size - 1):
        value = _BASIS
        for at in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(octets[at])) * _PRIME
        found[row] = value
    return found


def fingerprints(texts: pa.Array) -> npt.NDArray[np.uint64]:
    """Fingerprint each text of a column; null counts as empty.

    It will not stand against an adversary: two texts with one fingerprint can be made on purpose.

    Args:
        texts: n strings.

    Returns:
        n unsigned 64-bit numbers.

    Source:
        draft-eastlake-fnv, FNV-1a.
    """
    if len(texts) == 0:
        return np.empty(0, np.uint64)
    filled = texts.fill_null("").cast(pa.large_string())
    _, offsets, octets = filled.buffers()
    places = np.frombuffer(offsets, np.int64)[filled.offset : filled.offset + len(filled) + 1]
    held = np.frombuffer(octets, np.uint8) if octets is not None else np.empty(0, np.uint8)
    return np.asarray(_fnv1a(places, held), np.uint64)


def fold(parts: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.int64]:
    """Fold several fingerprints of a row into one signed 64-bit number, in the order given."""
    folded = np.full(parts[0].shape, _BASIS, np.uint64)
    for part in parts:
        folded = (folded * _PRIME) ^ part
    return folded.view(np.int64)
