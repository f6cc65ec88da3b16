"""The distinct texts of ADVERTS, sketched while they stream by."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from palermo.analysis import Relation
from palermo.methods.characters import characters
from palermo.methods.shingles import NO_HASH
from palermo.methods.sketches import SKETCH_PLACES, gather_tokens, name_rows, sketch_texts

FEWEST_WORDS = 4  # a shorter text is anybody's


@dataclass(frozen=True)
class Texts:
    """n adverts and their m distinct texts; two texts that differ in slots' values alone are one.

    Args:
        names: uint64, n, rising: the adverts by the hash of their ids.
        text_of: int32, n: the text of each advert.
        first: int64, m, rising: the first advert of each text.
        copies: int64, m: adverts with that text.
        tokens: uint16 short hashes, text after text.
        places: int64, m + 1: where each text's tokens begin.
        smallest: uint32, m x SKETCH_PLACES.
    """

    names: npt.NDArray[np.uint64]
    text_of: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    copies: npt.NDArray[np.int64]
    tokens: npt.NDArray[np.uint16]
    places: npt.NDArray[np.int64]
    smallest: npt.NDArray[np.uint32]

    @property
    def longest(self) -> int:
        """Tokens of the longest text."""
        return int(np.diff(self.places).max(initial=0))


def read_texts(adverts: Relation) -> Texts:
    """Read title and body of every advert once and keep sketches and short hashes, no words.

    Args:
        adverts: ADVERTS, n rows in any order.

    Returns:
        The texts in the order of their adverts' names, whatever order the rows came in.
    """
    tables = characters()
    names: list[npt.NDArray[np.uint64]] = []
    prints: list[npt.NDArray[np.uint64]] = []
    smallest: list[npt.NDArray[np.uint32]] = []
    tokens: list[npt.NDArray[np.uint16]] = []
    lengths: list[npt.NDArray[np.int64]] = []
    for batch in adverts.batches(("advert_id", "title", "body")):
        names.append(name_rows(batch.column(0)))
        made = sketch_texts(batch.column(1), batch.column(2), tables)
        prints.append(made.prints)
        smallest.append(made.smallest)
        tokens.append(made.tokens)
        lengths.append(np.diff(made.places))
    if not names:
        empty = np.zeros(0, np.int64)
        return Texts(
            np.zeros(0, np.uint64),
            np.zeros(0, np.int32),
            empty,
            empty,
            np.zeros(0, np.uint16),
            np.zeros(1, np.int64),
            np.zeros((0, SKETCH_PLACES), np.uint32),
        )
    return _fold(
        np.concatenate(names),
        np.concatenate(prints),
        np.concatenate(lengths),
        _joined(tokens),
        _joined(smallest),
    )


def _joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Concatenate and let go of the parts as they are copied, so that memory holds the whole but once."""
    whole = np.empty((sum(len(part) for part in parts), *parts[0].shape[1:]), parts[0].dtype)
    at = 0
    while parts:
        part = parts.pop(0)
        whole[at : at + len(part)] = part
        at += len(part)
    return whole


def _fold(
    names: npt.NDArray[np.uint64],
    prints: npt.NDArray[np.uint64],
    lengths: npt.NDArray[np.int64],
    tokens: npt.NDArray[np.uint16],
    smallest: npt.NDArray[np.uint32],
) -> Texts:
    """Sort the adverts by name and give those of one text one row."""
    order = np.argsort(names, kind="stable")
    first_half, second_half = prints[order, 0], prints[order, 1]
    by_print = np.argsort(first_half, kind="stable")
    one, two = first_half[by_print], second_half[by_print]
    begins = np.ones(len(names), np.bool_)
    begins[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    leads = by_print[begins]
    first = np.sort(leads)
    text_of = np.empty(len(names), np.int32)
    text_of[by_print] = np.searchsorted(first, leads)[np.cumsum(begins) - 1]
    source = order[first]
    places = np.concatenate(([0], np.cumsum(lengths)))
    new_places = np.concatenate(([0], np.cumsum(lengths[source])))
    new_tokens = np.empty(int(new_places[-1]), np.uint16)
    gather_tokens(tokens, places, source, new_tokens, new_places)
    sketches = smallest[source]
    sketches[np.diff(new_places) < FEWEST_WORDS] = NO_HASH
    return Texts(
        names[order],
        text_of,
        first,
        np.bincount(text_of, minlength=len(first)).astype(np.int64),
        new_tokens,
        new_places,
        sketches,
    )
