"""Sketches, neighbours, alignment: the maths that templates rest on."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.methods.alignment import align_tokens, count_tokens, forget_tokens, index_tokens, weigh_hashes
from palermo.methods.characters import characters
from palermo.methods.linking import are_alike
from palermo.methods.neighbours import find_neighbours, match_stored
from palermo.methods.shingles import NO_HASH, keep_smallest
from palermo.methods.sketches import SKETCH_PLACES, name_rows, sketch_texts

Tokens = npt.NDArray[np.uint16]


def subsequence(one: list[int], two: list[int]) -> int:
    """The textbook's longest common subsequence."""
    row = [0] * (len(two) + 1)
    for a in one:
        before = 0
        for at, b in enumerate(two):
            above = row[at + 1]
            row[at + 1] = before + 1 if a == b else max(above, row[at])
            before = above
    return row[-1]


def aligned(one: Tokens, two: Tokens) -> tuple[int, npt.NDArray[np.int32]]:
    first = np.full(65536, -1, np.int16)
    wide = (max(len(one), len(two)) >> 6) + 1
    masks, rows = np.zeros((len(one) + 1, wide), np.uint64), np.zeros((len(two) + 1, wide), np.uint64)
    partner = np.zeros(len(one) + 1, np.int32)
    words = index_tokens(one, first, masks)
    matched = align_tokens(len(one), words, two, first, masks, rows, partner)
    forget_tokens(one, first)
    assert (first == -1).all()
    return matched, partner[: len(one)]


@given(st.lists(st.integers(16, 22), max_size=150), st.lists(st.integers(16, 22), max_size=150))
@settings(max_examples=60, deadline=None)
def test_alignment_finds_a_longest_common_subsequence(one: list[int], two: list[int]) -> None:
    matched, partner = aligned(np.array(one, np.uint16), np.array(two, np.uint16))
    assert matched == subsequence(one, two)
    pairs = [(at, there) for at, there in enumerate(partner) if there >= 0]
    assert len(pairs) == matched
    assert all(one[at] == two[there] for at, there in pairs)
    assert [there for _, there in pairs] == sorted({there for _, there in pairs})


@given(st.lists(st.integers(0, 2**32 - 2), max_size=120))
@settings(max_examples=60, deadline=None)
def test_a_sketch_holds_the_smallest_distinct_hashes(values: list[int]) -> None:
    sketch = np.empty(SKETCH_PLACES, np.uint32)
    shingles = np.array([*values, 0], np.uint32)
    kept = keep_smallest(shingles, len(values), sketch, np.empty_like(shingles), np.empty(len(shingles) + 1, np.int32))
    wanted = sorted(set(values))[:SKETCH_PLACES]
    assert sketch[:kept].tolist() == wanted
    assert (sketch[kept:] == NO_HASH).all()


def test_many_values_of_two_kinds_are_sketched_in_no_time() -> None:
    shingles = np.tile(np.array([5, 3], np.uint32), 100_000)
    sketch = np.empty(SKETCH_PLACES, np.uint32)
    room = np.empty(len(shingles) + 1, np.uint32)
    assert keep_smallest(shingles, len(shingles), sketch, room, np.empty(len(shingles) + 1, np.int32)) == 2


def test_texts_that_differ_in_a_number_have_one_print() -> None:
    empty = pa.array(["", "", ""])
    made = sketch_texts(
        empty, pa.array(["Call 020 7946 0123 for work", "call 02079460999 for WORK", "call me for work"]), characters()
    )
    assert (made.prints[0] == made.prints[1]).all()
    assert (made.prints[0] != made.prints[2]).any()


def test_sliced_arrays_read_as_whole_ones() -> None:
    body = pa.array(["one", "two words here now", "and three more words"])
    empty = pa.array(["", "", ""])
    whole = sketch_texts(empty, body, characters())
    part = sketch_texts(empty.slice(1), body.slice(1), characters())
    assert (part.prints == whole.prints[1:]).all()
    assert (name_rows(body.slice(1)) == name_rows(body)[1:]).all()


def test_a_null_text_reads_as_empty() -> None:
    made = sketch_texts(pa.array([None, "a"], pa.string()), pa.array(["b", None], pa.string()), characters())
    assert made.places.tolist() == [0, 1, 2]


def test_neighbours_are_found_among_strangers() -> None:
    rng = np.random.default_rng(1)
    sketches = np.sort(rng.integers(0, 2**31, (2000, SKETCH_PLACES)).astype(np.uint32), axis=1)
    sketches[7, :20] = sketches[1500, :20]
    sketches.sort(axis=1)
    pairs, shared = find_neighbours(sketches, 4)
    assert pairs.tolist() == [(7 << 32) | 1500]
    assert shared.tolist() == [20]


def test_stored_neighbours_are_found_among_strangers() -> None:
    rng = np.random.default_rng(2)
    stored = np.sort(rng.integers(0, 2**31, (3000, 16)).astype(np.uint32), axis=1)
    fresh = np.sort(rng.integers(0, 2**31, (40, SKETCH_PLACES)).astype(np.uint32), axis=1)
    fresh[5, :12] = stored[2100, :12]
    fresh.sort(axis=1)
    pairs, shared = match_stored(stored, fresh, 3)
    assert pairs.tolist() == [(5 << 32) | 2100]
    assert shared.tolist() == [12]


def alike(one: Tokens, two: Tokens) -> bool:
    counts = np.zeros(65536, np.int64)
    count_tokens(np.concatenate((one, two)), counts)
    longest = max(len(one), len(two)) + 1
    wide = (longest >> 6) + 1
    return bool(
        are_alike(
            one,
            two,
            weigh_hashes(counts),
            np.full(65536, -1, np.int16),
            np.zeros((longest, wide), np.uint64),
            np.zeros((longest, wide), np.uint64),
            np.zeros(longest, np.int32),
            np.zeros(longest, np.bool_),
            np.zeros(16, np.float32),
        )
    )


def test_a_template_shows_through_noise_but_a_copied_passage_does_not_make_one() -> None:
    """A fifth of the words replaced from end to end is one template; a third copied in one place is none."""
    rng = np.random.default_rng(3)
    text = rng.integers(16, 32000, 100).astype(np.uint16)
    noisy = text.copy()
    noisy[::4] = rng.integers(16, 32000, 25)
    stranger = rng.integers(16, 32000, 100).astype(np.uint16)
    stranger[:35] = text[:35]
    assert alike(text, noisy)
    assert not alike(text, stranger)
