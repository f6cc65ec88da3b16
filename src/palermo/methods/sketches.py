"""Sketches of many texts at once: what is kept of an advert while a million others are compared with it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from palermo.methods.characters import Characters
from palermo.methods.shingles import keep_smallest, read_shingles
from palermo.methods.tokens import mixed, read_tokens, short_hash

SKETCH_PLACES = 32  # smallest shingle hashes kept of a text
KEPT_TOKENS = 1024  # short hashes kept of a text, from its start: what alignment sees


@dataclass(frozen=True)
class Column:
    """One text column as kernels read it: n + 1 byte places and the bytes."""

    places: npt.NDArray[np.int32]
    text: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, array: pa.Array) -> "Column":
        """Look at an Arrow string array without copying it; null reads as empty."""
        if array.null_count:
            array = array.fill_null("")
        _, offsets, text = array.buffers()
        places = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
        return cls(places, np.frombuffer(text, np.uint8) if text is not None else np.zeros(0, np.uint8))


@dataclass(frozen=True)
class Sketches:
    """What is kept of n texts.

    Args:
        tokens: uint16 short hashes of all texts, one text after the other.
        places: int64, n + 1: where each text's tokens begin.
        prints: uint64, n x 2: hash of the whole text's tokens; equal = the same but for slots' values.
        smallest: uint32, n x SKETCH_PLACES, rising, filled up with NO_HASH.
    """

    tokens: npt.NDArray[np.uint16]
    places: npt.NDArray[np.int64]
    prints: npt.NDArray[np.uint64]
    smallest: npt.NDArray[np.uint32]


@njit(cache=True, nogil=True)
def _sketch(
    first_places: npt.NDArray[np.int32],
    first_text: npt.NDArray[np.uint8],
    second_places: npt.NDArray[np.int32],
    second_text: npt.NDArray[np.uint8],
    kinds: npt.NDArray[np.uint8],
    folds: npt.NDArray[np.uint32],
    several: npt.NDArray[np.uint32],
    longest: int,
    most: int,
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    prints: npt.NDArray[np.uint64],
    smallest: npt.NDArray[np.uint32],
) -> None:
    """Sketch every text; the compiled half of `sketch_texts`."""
    hashes = np.empty(longest, np.uint64)
    sorts = np.empty(longest, np.uint8)
    starts = np.empty(longest, np.int32)
    ends = np.empty(longest, np.int32)
    shingles = np.empty(longest, np.uint32)
    spare = np.empty(longest, np.uint32)
    parts = np.empty(longest + 1, np.int32)
    taken = 0
    for row in range(len(places) - 1):
        count = read_tokens(
            first_text, first_places[row], first_places[row + 1], kinds, folds, several, hashes, sorts, starts, ends, 0
        )
        count = read_tokens(
            second_text,
            second_places[row],
            second_places[row + 1],
            kinds,
            folds,
            several,
            hashes,
            sorts,
            starts,
            ends,
            count,
        )
        places[row] = taken
        one, two = np.uint64(count), np.uint64(0x9AE16A3B2F90404F)
        for at in range(count):
            one = (one ^ hashes[at]) * np.uint64(0x9DDFEA08EB382D69)
            one ^= one >> np.uint64(32)
            two = (two + hashes[at]) * np.uint64(0xC3A5C85C97CB3127)
            two ^= two >> np.uint64(31)
        prints[row, 0] = mixed(one)
        prints[row, 1] = mixed(two)
        for at in range(min(count, most)):
            tokens[taken] = short_hash(hashes[at], sorts[at])
            taken += 1
        keep_smallest(shingles, read_shingles(hashes, sorts, count, shingles), smallest[row], spare, parts)
    places[len(places) - 1] = taken


def sketch_texts(first: pa.Array, second: pa.Array, characters: Characters) -> Sketches:
    """Sketch the texts that stand in two columns, one read after the other.

    Args:
        first, second: String arrays of n rows; null reads as empty.
        characters: From `characters()`.

    Returns:
        Sketches of n texts. Nothing of the words themselves is kept.
    """
    one, two = Column.of(first), Column.of(second)
    rows = len(first)
    lengths = np.diff(one.places).astype(np.int64) + np.diff(two.places) if rows else np.zeros(0, np.int64)
    longest = int(lengths.max(initial=0)) + 4
    room = int(np.minimum(lengths, KEPT_TOKENS).sum()) + 1
    made = Sketches(
        np.empty(room, np.uint16),
        np.zeros(rows + 1, np.int64),
        np.empty((rows, 2), np.uint64),
        np.empty((rows, SKETCH_PLACES), np.uint32),
    )
    _sketch(
        one.places,
        one.text,
        two.places,
        two.text,
        characters.kinds,
        characters.folds,
        characters.several,
        longest,
        KEPT_TOKENS,
        made.tokens,
        made.places,
        made.prints,
        made.smallest,
    )
    return Sketches(made.tokens[: int(made.places[-1])].copy(), made.places, made.prints, made.smallest)


@njit(cache=True, nogil=True)
def _name(places: npt.NDArray[np.int32], text: npt.NDArray[np.uint8], names: npt.NDArray[np.uint64]) -> None:
    """Hash every id; the compiled half of `name_rows`."""
    for row in range(len(names)):
        held = np.uint64(places[row + 1] - places[row])
        for at in range(places[row], places[row + 1]):
            held = (held ^ np.uint64(text[at])) * np.uint64(0x9DDFEA08EB382D69)
            held ^= held >> np.uint64(31)
        names[row] = mixed(held)


def name_rows(ids: pa.Array) -> npt.NDArray[np.uint64]:
    """Hash each id to 64 bits: an order of the rows that does not depend on the order they came in.

    Among four million ids two share a hash once in two million such sets.
    """
    column = Column.of(ids)
    names = np.empty(len(ids), np.uint64)
    _name(column.places, column.text, names)
    return names


@njit(cache=True, nogil=True)
def gather_tokens(
    tokens: npt.NDArray[np.uint16],
    places: npt.NDArray[np.int64],
    wanted: npt.NDArray[np.int64],
    new_tokens: npt.NDArray[np.uint16],
    new_places: npt.NDArray[np.int64],
) -> None:
    """Copy the tokens of the texts wanted, one after the other; `new_places` is made beforehand."""
    for at in range(len(wanted)):
        begin = places[wanted[at]]
        to = new_places[at]
        for step in range(new_places[at + 1] - to):
            new_tokens[to + step] = tokens[begin + step]
