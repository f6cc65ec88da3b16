"""The recruitment rows measure what they say: intervals, calibration, templates, and phrases as they are laid down."""

from pathlib import Path

import numpy as np
import pytest

from palermo.bench.recruitment import PHRASES, auc, calibration_error, own_groups, phrases, read_phrases, wilson
from palermo.bench.setting import QUICK, Setting

LANGUAGES = ("de", "en", "es", "fr", "it", "ro", "ru", "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_two_hundred_phrases_and_five_of_each_kind_for_each_sign(language: str) -> None:
    rows = list(read_phrases(PHRASES / f"{language}.txt"))
    assert len(rows) >= 200
    for sign in {sign for sign, _, _ in rows}:
        kinds = [bears for found, bears, _ in rows if found == sign]
        assert kinds.count(True) >= 5
        assert kinds.count(False) >= 5


def test_hits_reach_their_goals_on_the_phrases_of_before_the_rules(tmp_path: Path) -> None:
    rows = phrases(Setting(None, tmp_path, QUICK, 0, print))
    before = [row for row in rows if "unlike" not in row.what]
    assert len(before) == 2 * len(LANGUAGES)
    assert [row.what for row in before if not row.reached] == []


def test_phrases_unlike_the_rules_are_measured_beside_them(tmp_path: Path) -> None:
    rows = phrases(Setting(None, tmp_path, QUICK, 0, print))
    assert len([row for row in rows if "unlike" in row.what]) == 8


def test_a_share_has_the_interval_of_wilson() -> None:
    low, high = wilson(95, 100)
    assert (round(low, 3), round(high, 3)) == (0.888, 0.978)


def test_even_odds_for_everybody_are_half_an_auc() -> None:
    labels = np.asarray([0, 1, 0, 1])
    assert auc(np.zeros(4), labels) == 0.5
    assert auc(np.asarray([0.0, 1.0, 0.5, 2.0]), labels) == 1.0


def test_odds_that_are_right_have_no_calibration_error() -> None:
    labels = np.asarray([1] * 3 + [0] * 7)
    odds = np.full(10, np.log(3 / 7))
    assert calibration_error(odds, labels, None) == pytest.approx(0, abs=1e-9)
    assert calibration_error(odds, labels, 0.05) == pytest.approx(0.25, abs=1e-9)


def test_templates_chain_over_others() -> None:
    words = [str(n) for n in range(30)]
    texts = [" ".join(words[:12]), " ".join(words[6:20]), " ".join(words[14:]), "something else entirely here"]
    groups = own_groups(texts)
    assert groups[0] == groups[1] == groups[2]
    assert groups[3] != groups[0]
