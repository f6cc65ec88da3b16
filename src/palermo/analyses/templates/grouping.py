"""Which texts were written from one template: pairs, groups, medoids, patterns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from palermo.analyses.templates.texts import FEWEST_WORDS, Texts
from palermo.methods.linking import find_leaders, link_pairs
from palermo.methods.medoids import choose_medoids, keep_alike
from palermo.methods.neighbours import find_neighbours
from palermo.methods.patterns import Patterns, find_patterns
from palermo.methods.tokens import FIRST_WORD

FEWEST_SHARED = 4  # hashes that two sketches share before the texts are compared
CHOICE_BITS = 20.0  # to say of an advert which of a million templates it is from


@dataclass(frozen=True)
class Groups:
    """k templates over the texts.

    Args:
        members: int32 rows of texts, group after group, rising within one.
        places: int64, k + 1: where each group begins in `members`.
        medoids: int32, k: the text in the middle of each.
        patterns: Their patterns; all save bits.
    """

    members: npt.NDArray[np.int32]
    places: npt.NDArray[np.int64]
    medoids: npt.NDArray[np.int32]
    patterns: Patterns


def group_texts(texts: Texts, weights: npt.NDArray[np.float32]) -> Groups:
    """Find the groups of texts that were each written from one template.

    Texts are compared only where their sketches stand near each other; groups are joined only where
    their leaders are alike; each member is held against its group's medoid, and what does not keep to
    it is linked anew among what was left over. A group whose pattern saves no bits is no template.

    Args:
        texts: m distinct texts.
        weights: Bits of each short hash, from `weigh_hashes`.

    Returns:
        Groups ordered by their medoids.
    """
    pairs, shared = find_neighbours(texts.smallest, FEWEST_SHARED)
    order = np.argsort(np.uint8(255) - shared, kind="stable")
    one = (pairs[order] >> np.uint64(32)).astype(np.uint32)
    two = (pairs[order] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    del pairs, shared, order
    count = len(texts.copies)
    leaders = np.arange(count, dtype=np.int32)
    held = np.zeros(count, np.bool_)
    link_pairs(texts.tokens, texts.places, one, two, weights, leaders, texts.copies.copy(), held, texts.longest)
    loose = hold_groups(texts, weights, leaders, np.ones(count, np.bool_))
    again = loose[one] | loose[two]
    near_one, near_two = _near_medoids(texts, leaders)
    one, two = np.concatenate((near_one, one[again])), np.concatenate((near_two, two[again]))
    before = leaders.copy()
    sizes = np.bincount(leaders, weights=texts.copies, minlength=count).astype(np.int64)
    link_pairs(texts.tokens, texts.places, one, two, weights, leaders, sizes, held, texts.longest)
    find_leaders(leaders)
    touched = np.zeros(count, np.bool_)
    touched[leaders[before != leaders]] = True
    hold_groups(texts, weights, leaders, touched[leaders])
    return make_groups(texts, weights, leaders)


def _near_medoids(
    texts: Texts, leaders: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Pairs of groups whose medoids' sketches stand near each other: parts of one campaign that no pair joined."""
    several = np.bincount(leaders, minlength=len(leaders)) > 1
    heads = np.flatnonzero(several).astype(np.uint32)
    pairs, _ = find_neighbours(texts.smallest[heads], FEWEST_SHARED)
    return heads[(pairs >> np.uint64(32)).astype(np.int64)], heads[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]


def gather_members(
    leaders: npt.NDArray[np.int32], wanted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The texts wanted, group after group, and where each group begins."""
    rows = np.flatnonzero(wanted).astype(np.int32)
    rows = rows[np.argsort(leaders[rows], kind="stable")]
    led = leaders[rows]
    begins = np.flatnonzero(np.concatenate(([True], led[1:] != led[:-1]))) if len(rows) else np.zeros(0, np.int64)
    return rows, np.concatenate((begins, [len(rows)])).astype(np.int64)


def hold_groups(
    texts: Texts, weights: npt.NDArray[np.float32], leaders: npt.NDArray[np.int32], wanted: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Let each group's medoid lead it and send off who does not keep to it; returns those."""
    find_leaders(leaders)
    several = np.bincount(leaders, minlength=len(leaders)) > 1
    members, places = gather_members(leaders, wanted & several[leaders])
    medoids = np.empty(len(places) - 1, np.int32)
    choose_medoids(texts.tokens, texts.places, members, places, texts.longest, medoids)
    kept = np.empty(len(members), np.bool_)
    keep_alike(texts.tokens, texts.places, members, places, medoids, weights, texts.longest, kept)
    leaders[members] = np.where(kept, np.repeat(medoids, np.diff(places)), members)
    loose = np.zeros(len(leaders), np.bool_)
    loose[members[~kept]] = True
    return loose


def make_groups(texts: Texts, weights: npt.NDArray[np.float32], leaders: npt.NDArray[np.int32]) -> Groups:
    """Give each group of two adverts or more its pattern and drop those that save no bits.

    Args:
        texts: m distinct texts.
        weights: From `weigh_hashes`.
        leaders: int32, m: each text's medoid.
    """
    sizes = np.bincount(leaders, weights=texts.copies, minlength=len(leaders))
    long_enough = np.diff(texts.places) >= FEWEST_WORDS
    members, places = gather_members(leaders, (sizes[leaders] >= 2) & long_enough[leaders])
    medoids = leaders[members[places[:-1]]].astype(np.int32)
    patterns = find_patterns(texts.tokens, texts.places, texts.copies, members, places, medoids, weights, CHOICE_BITS)
    words = (
        np.add.reduceat(
            np.concatenate((patterns.tokens >= FIRST_WORD, [False])).astype(np.int64),
            np.minimum(patterns.places[:-1], len(patterns.tokens)),
        )
        if len(medoids)
        else np.zeros(0, np.int64)
    )
    words[np.diff(patterns.places) == 0] = 0
    good = (patterns.bits > 0) & (words >= FEWEST_WORDS - 1)
    return _choose(Groups(members, places, medoids, patterns), good)


def _choose(groups: Groups, good: npt.NDArray[np.bool_]) -> Groups:
    """Keep the groups marked."""
    if good.all():
        return groups
    old = groups.patterns
    lengths, widths = np.diff(groups.places), np.diff(old.places)
    numbers = np.arange(len(good))
    gap_owner = np.repeat(numbers, widths + 1)
    word_owner = np.repeat(numbers, widths)
    patterns = Patterns(
        np.concatenate(([0], np.cumsum(widths[good]))),
        old.tokens[good[word_owner]],
        old.columns[good[word_owner]],
        old.gaps[good[gap_owner]],
        old.bits[good],
    )
    members = groups.members[good[np.repeat(numbers, lengths)]]
    return Groups(members, np.concatenate(([0], np.cumsum(lengths[good]))), groups.medoids[good], patterns)
