"""The model over words: templates held out, parts that add up, classes unseen, and a refusal where little is known."""

import random

import numpy as np
import pytest

from palermo.analyses.recruitment.grouping import template_groups
from palermo.analyses.recruitment.training import average_precision, held_out_folds, train_words
from palermo.analyses.recruitment.word_models import WordModel, read_model
from palermo.errors import InputError

GOOD = tuple(
    "contract hours holiday team office pension schedule manager training report customer invoice".replace(
        " ", ","
    ).split(",")
)
BAD = tuple(
    "telegram cash deposit tonight secret passport bus leave quickly ticket hostel debt".replace(" ", ",").split(",")
)
COMMON = tuple(
    "we look for a person who can work with us in the town and start soon every week".replace(" ", ",").split(",")
)


def made(seed: int, n: int) -> tuple[list[str], list[int]]:
    """Adverts of two kinds that share most words; each is its own template."""
    dice = random.Random(seed)  # noqa: S311 - made-up texts
    texts, labels = [], []
    for at in range(n):
        label = at % 2
        words = dice.choices(COMMON, k=20) + dice.choices(BAD if label else GOOD, k=5) + dice.choices(GOOD + BAD, k=3)
        dice.shuffle(words)
        texts.append(" ".join(words))
        labels.append(label)
    return texts, labels


@pytest.fixture(scope="module")
def model() -> WordModel:
    texts, labels = made(1, 160)
    return train_words(texts, labels, template_groups(texts), means="made up", named="made.csv", on="2026-01-01")


def test_it_learns_what_its_labels_say(model: WordModel) -> None:
    texts, labels = made(2, 80)
    scores = np.asarray([model.score(text) for text in texts], dtype=np.float64)
    assert average_precision(scores, np.asarray(labels)) > 0.9


def test_its_card_says_what_the_labels_mean(model: WordModel) -> None:
    """A01: each detector has a card."""
    assert model.card["labels"] == "made up"
    assert model.card["n"] == 160
    assert 0.5 < model.card["auc"] <= 1


def test_its_parts_add_up_to_the_score(model: WordModel) -> None:
    text = made(3, 2)[0][1]
    total = model.intercept + sum(weight for _, weight in model.parts(text))
    assert model.score(text) == round(1_000_000 * total)


def test_it_is_plain_data_that_reads_back_the_same(model: WordModel) -> None:
    again = read_model(model.to_json())
    text = made(4, 2)[0][0]
    assert again.score(text) == model.score(text)
    assert again.to_json() == model.to_json()


def test_words_of_a_class_do_not_move_it(model: WordModel) -> None:
    frame = "We look for a {} who can work with us in the town; cash and the passport, for the week."
    scores = {model.score(frame.format(word)) for word in ("woman", "man", "girl", "boy", "lady")}
    assert len(scores) == 1
    scores = {model.score(frame.format(word)) for word in ("Romanian", "Ukrainian", "Thai", "German")}
    assert len(scores) == 1


def test_no_template_is_in_two_folds() -> None:
    groups = [at // 3 for at in range(90)]
    folds = held_out_folds(groups, [at % 2 for at in range(90)], 3, seed=0)
    for group in set(groups):
        assert len({int(folds[at]) for at in range(90) if groups[at] == group}) == 1
    assert sorted(np.bincount(folds)) == [30, 30, 30]


def test_texts_of_one_template_are_one_group() -> None:
    base = "we need a cook in the hotel by the sea from may until october with food and a room"
    texts = [f"{base} {at}" for at in range(4)] + ["something else is written here by another hand"]
    groups = template_groups(texts)
    assert len(set(groups[:4])) == 1
    assert groups[4] not in groups[:4]


def test_too_little_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(InputError) as raised:
        train_words(["a b c"] * 10, [1] * 10, [0] * 10, means="x", named="y", on="2026-01-01")
    assert "10 adverts are labelled, should be 50 at least" in str(raised.value)
    assert "0 adverts are not labelled" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"), [("{", "not JSON"), ("{}", "of format 1"), ('{"format": 1}', "lacks ratios")]
)
def test_what_is_no_model_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_model(text)
