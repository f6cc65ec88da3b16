"""Agreement of groupings, held against figures worked out by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.bench.scores import compare, wilson
from palermo.errors import InputError

groupings = st.integers(2, 14).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(-1, 4), min_size=n, max_size=n), st.lists(st.integers(-1, 4), min_size=n, max_size=n)
    )
)


def test_three_groups_against_three_by_hand() -> None:
    # truth {a b c}{d e}{f}, found {a b}{c d e}{f}: 4 pairs each, ab and de in common; E = 16/15, M = 4
    scores = compare([0, 0, 0, 1, 1, -1], [5, 5, 6, 6, 6, -1])
    assert scores.ari == pytest.approx((2 - 16 / 15) / (4 - 16 / 15))
    assert scores.pair_precision == scores.pair_recall == 0.5
    assert scores.cubed_precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6)
    assert scores.cubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6)
    assert scores.placed_precision == scores.placed_recall == 1.0
    assert scores.largest == 0.5


def test_who_was_placed_counts_apart_from_with_whom_by_hand() -> None:
    # in campaigns: a b c d; placed: a b and the single advert e with f
    scores = compare([0, 0, 1, 1, -1, -1], [3, 3, -1, -1, 4, 4])
    assert scores.placed_precision == 0.5
    assert scores.placed_recall == 0.5
    assert scores.pair_precision == 0.5
    assert scores.pair_recall == 0.5
    assert scores.ari == pytest.approx((1 - 4 / 15) / (2 - 4 / 15))


def test_a_group_of_one_counts_as_standing_alone() -> None:
    assert compare([0, 1, 2], [7, 8, 9]) == compare([-1, -1, -1], [-1, -1, -1])
    assert compare([-1, -1], [-1, -1]).ari == 1.0
    assert compare([-1, -1], [-1, -1]).placed_precision == 1.0


@given(groupings)
@settings(max_examples=150, deadline=None)
def test_a_grouping_agrees_with_itself_and_shares_stay_shares(pair: tuple[list[int], list[int]]) -> None:
    truth, found = pair
    same, other = compare(truth, truth), compare(truth, found)
    assert same.ari == pytest.approx(1.0)
    assert same.cubed_precision == pytest.approx(1.0)
    for share in (other.pair_precision, other.pair_recall, other.cubed_precision, other.cubed_recall, other.largest):
        assert 0 <= share <= 1 + 1e-12
    assert other.ari == pytest.approx(compare(found, truth).ari)
    assert other.pair_precision == pytest.approx(compare(found, truth).pair_recall)


@given(groupings)
@settings(max_examples=80, deadline=None)
def test_the_rand_index_is_that_of_counting_pairs_one_by_one(pair: tuple[list[int], list[int]]) -> None:
    truth, found = pair
    members = range(len(truth))

    def together(labels: list[int], a: int, b: int) -> bool:
        return labels[a] == labels[b] and labels[a] != -1

    pairs = [(a, b) for a in members for b in members if a < b]
    both = sum(together(truth, a, b) and together(found, a, b) for a, b in pairs)
    true, own = sum(together(truth, *p) for p in pairs), sum(together(found, *p) for p in pairs)
    expected, most = true * own / len(pairs), (true + own) / 2
    ari = (both - expected) / (most - expected) if most != expected else 1.0
    assert compare(truth, found).ari == pytest.approx(ari)


def test_groupings_of_different_members_are_refused() -> None:
    with pytest.raises(InputError, match="not of 2 and 1"):
        compare([0, 0], [0])


def test_the_interval_of_a_share_by_hand() -> None:
    # Wilson 1927: 9 of 10 gives .596 to .982
    low, high = wilson(9, 10)
    assert low == pytest.approx(0.5958, abs=1e-3)
    assert high == pytest.approx(0.9821, abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)
