"""The large sets: the shares that were promised, the same set from the same seed, truth beside every row."""

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from palermo.errors import InputError
from palermo.simulate import CampaignSet, templates_set, write_campaigns
from palermo.simulate.campaigns import CHUNK, LARGEST
from palermo.simulate.grammar import LANGUAGES, grammar

MADE = CampaignSet(seed=5, adverts=12_000)


def test_four_tenths_stand_in_campaigns_of_two_to_two_hundred() -> None:
    labels = MADE.labels
    sizes = Counter(labels[labels >= 0].tolist())
    assert abs((labels >= 0).mean() - 0.4) < 0.001
    assert min(sizes.values()) >= 2
    assert max(sizes.values()) <= LARGEST
    assert sorted(sizes) == list(range(MADE.campaigns))
    # 2 + Zipf 1.8 counts from one: P(2) = 1 / zeta(1.8) = .53
    assert 0.45 < sum(1 for size in sizes.values() if size == 2) / len(sizes) < 0.6


def test_every_campaign_has_two_to_six_slots() -> None:
    many = (MADE._slots[:-1] >= 0).sum(axis=1)
    assert many.min() == 2
    assert many.max() == 6


def test_an_advert_has_about_a_hundred_words_and_lengths_vary() -> None:
    words = np.array([len(text.split()) for text in MADE.table()["text"].to_pylist()])
    assert 93 < words.mean() < 107
    assert np.quantile(words, 0.1) < 70 < 130 < np.quantile(words, 0.9)


def test_three_tenths_carry_a_legal_sentence_that_strangers_share() -> None:
    clean = CampaignSet(seed=5, adverts=6_000, noise=0.0)
    law = clean.grammar.texts(clean._boilerplate).to_pylist()
    texts = clean.table()["text"].to_pylist()
    carrying = [text for text in texts if any(sentence[:40] in text for sentence in law)]
    assert 0.24 < len(carrying) / len(texts) < 0.33


def test_word_noise_is_what_was_asked_for_a_third_each() -> None:
    clean = CampaignSet(seed=5, adverts=100, noise=0.0)
    noisy = CampaignSet(seed=5, adverts=100, noise=0.12)
    words = clean._compose(400, np.random.default_rng(1))
    spoilt = noisy._noisy(words, np.random.default_rng(2))
    before, after = len(words.values), len(spoilt.values)
    assert abs(after - before) / before < 0.01  # as many dropped as put in
    assert clean._noisy(words, np.random.default_rng(2)).values.tolist() == words.values.tolist()
    same = CampaignSet(seed=5, adverts=100, noise=0.9)._noisy(words, np.random.default_rng(2))
    assert len(np.intersect1d(np.unique(same.values), np.unique(words.values))) > 0


def test_no_two_single_adverts_are_the_same_text() -> None:
    table = MADE.table()
    alone = [
        text for text, label in zip(table["text"].to_pylist(), table["label"].to_pylist(), strict=True) if label < 0
    ]
    assert len(set(alone)) == len(alone)


def test_numbers_are_all_of_exchange_000_and_strangers_share_none() -> None:
    table = MADE.table()
    owner: dict[str, int] = {}
    for at, (text, label) in enumerate(zip(table["text"].to_pylist(), table["label"].to_pylist(), strict=True)):
        for hit in re.findall(r"(?:\+1 )?\(?\d{3}\)?[ .-]?000[ .-]?\d{4}", text):
            digits = re.sub(r"\D", "", hit)[-10:]
            assert digits[3:6] == "000"
            assert owner.setdefault(digits, label if label >= 0 else -1 - at) == (label if label >= 0 else -1 - at)
    assert len(owner) > 3_000


def test_the_same_seed_makes_the_same_set_whichever_chunk_is_asked_for_first() -> None:
    made, again = CampaignSet(9, CHUNK + 500), CampaignSet(9, CHUNK + 500)
    last = again.chunk(1)
    assert made.table().slice(CHUNK).equals(last)
    assert not CampaignSet(10, 500).table().equals(CampaignSet(9, 500).table())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_makes_a_set_in_its_own_script(language: str) -> None:
    table = templates_set(2, 60, 0.05, language, 60)
    own = set("".join(grammar(language).words))
    letters = [sign for text in table["text"].to_pylist() for sign in text if sign.isalpha()]
    assert table.num_rows == 60
    assert sum(sign.lower() in own or sign in own for sign in letters) / len(letters) > 0.97


def test_files_hold_the_adverts_and_truth_the_labels(tmp_path: Path) -> None:
    made = CampaignSet(3, 700)
    path = write_campaigns(tmp_path, made)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (tmp_path / "truth" / "adverts.csv").open(encoding="utf-8", newline="") as lines:
        truth = list(csv.DictReader(lines))
    assert [row["id"] for row in rows] == [row["id"] for row in truth]
    assert [int(row["label"]) for row in truth] == made.labels.tolist()
    assert set(rows[0]) == {"id", "text", "posted", "country"}


def test_sets_of_none_and_of_one_are_sets() -> None:
    assert CampaignSet(1, 0).table().num_rows == 0
    assert CampaignSet(1, 1).table()["label"].to_pylist() == [-1]


def test_a_share_of_noise_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"noise in \[0, 1\)"):
        CampaignSet(1, 10, noise=1.0)
