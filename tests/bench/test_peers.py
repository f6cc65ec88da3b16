"""Peers are used as they say themselves, and one that is missing is named with how to get it."""

import numpy as np
import pytest

from palermo.bench import peers
from palermo.bench.scores import compare
from palermo.errors import MissingExtraError
from palermo.simulate import templates_set


def test_a_peer_that_is_not_installed_is_named_with_how_to_get_it() -> None:
    with pytest.raises(MissingExtraError, match=r"measuring beside nothing_of_the_kind needs it: pip install"):
        peers.load("nothing_of_the_kind")


def test_three_words_make_a_shingle_and_three_characters_where_no_spaces_are_written() -> None:
    assert peers.shingles("The cook, the baker!") == ["the cook the", "cook the baker"]
    assert peers.shingles("一二三四", unspaced=True) == ["一 二 三", "二 三 四"]
    assert peers.shingles("two words") == ["two words"]


def test_joined_members_get_one_label_and_the_rest_stand_alone() -> None:
    groups = peers.Groups(5)
    groups.join(0, 3)
    groups.join(3, 4)
    assert groups.apart(0, 1)
    assert not groups.apart(0, 4)
    labels = groups.labels()
    assert labels[1] == labels[2] == -1
    assert len({labels[0], labels[3], labels[4]}) == 1
    assert peers.alone_where_single(np.array([7, 8, 7])).tolist() == [0, -1, 0]


def test_the_near_duplicate_engines_find_most_of_a_small_set_and_a_log_miner_little() -> None:
    made = templates_set(3, 600, 0.02)
    texts, truth = made["text"].to_pylist(), made["label"].to_pylist()
    assert compare(truth, peers.rensa_groups(texts)).placed_recall > 0.8
    assert compare(truth, peers.datasketch_groups(texts)).placed_recall > 0.8
    assert compare(truth, peers.drain_groups(texts)).placed_recall < 0.8


def test_libphonenumber_counts_numbers_as_they_are_printed() -> None:
    assert peers.libphonenumber_counts(["Call 020 7946 0123 or 020 7946 0456", "none here"], "GB") == 2
