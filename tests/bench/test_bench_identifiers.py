"""The figures of each disguise."""

from palermo.bench.identifiers import made_up, measure
from palermo.simulate.disguises import DISGUISES


def test_each_disguise_has_a_row_and_the_speed_stands_beside_the_peer() -> None:
    rows = measure(seed=3, each=1, adverts=1_000)
    assert len(rows) == len(DISGUISES) + 2
    assert all(row.peer for row in rows)
    assert rows[-1].ratio is not None


def test_adverts_for_the_speed_are_about_a_hundred_words_long() -> None:
    made = made_up(1, 200)
    assert 90 <= sum(len(case.text.split()) for case in made) / len(made) <= 115
    assert made == made_up(1, 200)
