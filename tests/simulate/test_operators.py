"""Made-up operators: the same seed, what strangers share, and adverts with text."""

from pathlib import Path

import numpy as np
import pytest

from palermo.errors import InputError
from palermo.simulate.operator_adverts import operator_adverts, write_operators
from palermo.simulate.operator_tables import operator_tables
from palermo.simulate.operators import KINDS, OperatorSet
from palermo.tables import ADVERTS, IDENTIFIERS, LINKS, TEMPLATE_MEMBERS


def test_the_same_seed_makes_the_same_set_and_another_another() -> None:
    one, two, other = (OperatorSet(seed, 800) for seed in (1, 1, 2))
    assert np.array_equal(one.mentions.value, two.mentions.value)
    assert len(one.mentions.value) != len(other.mentions.value)
    assert int(one.sizes.sum()) == one.adverts == len(one.operators)


def test_an_operators_adverts_stand_in_the_order_of_days_and_use_numbers_in_turn() -> None:
    made = OperatorSet(5, 2000)
    same = made.operators[1:] == made.operators[:-1]
    assert (np.diff(made.days)[same] >= 0).all()
    assert set(np.unique(made.mentions.kind)) == set(range(len(KINDS)))


def test_the_tables_keep_their_promises() -> None:
    tables = operator_tables(OperatorSet(3, 500, noise=0.2))
    for table, promise in (
        (tables.adverts, ADVERTS),
        (tables.identifiers, IDENTIFIERS),
        (tables.template_members, TEMPLATE_MEMBERS),
        (tables.pictures, LINKS),
    ):
        promise.check(table)
    members = tables.template_members["advert_id"].to_pylist()
    assert len(members) == len(set(members))


def test_noise_makes_about_its_share_of_mentions_wrong() -> None:
    clean, noisy = OperatorSet(4, 3000).mentions, OperatorSet(4, 3000, noise=0.2).mentions
    kept = set(zip(clean.advert.tolist(), clean.kind.tolist(), clean.value.tolist(), strict=True))
    same = sum(
        row in kept for row in zip(noisy.advert.tolist(), noisy.kind.tolist(), noisy.value.tolist(), strict=True)
    )
    assert 0.78 <= same / len(kept) <= 0.82


def test_the_text_names_what_the_truth_says(tmp_path: Path) -> None:
    made = OperatorSet(6, 120)
    table = operator_adverts(made)
    ADVERTS.check(table)
    assert all(len(body.split()) > 20 for body in table["body"].to_pylist())
    path = write_operators(tmp_path, made)
    assert path.read_text(encoding="utf-8").count("\n") >= 120
    assert {p.name for p in (tmp_path / "truth").iterdir()} == {"operators.csv", "moves.csv", "mentions.csv"}


def test_a_set_that_makes_no_sense_is_refused_and_an_empty_one_is_empty() -> None:
    with pytest.raises(InputError, match="noise in"):
        OperatorSet(1, 10, noise=1.5)
    assert operator_adverts(OperatorSet(1, 0)).num_rows == 0
