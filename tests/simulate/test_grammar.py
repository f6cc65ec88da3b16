"""The word stocks: whole, decent, and unfolded the same way twice."""

import re
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.errors import InputError
from palermo.simulate.grammar import LANGUAGES, grammar, parse, ragged

# Wording that must not stand in anything made up; stems, in the languages of the stock.
NOT_HERE = re.compile(
    r"\b(sex|erot|nud[ei]|escort|massag|intim|porn|prostit|strip|kiss|lingerie|adult serv|sens?ual|virgin"
    r"|секс|эрот|интим|эскорт|массаж|порно|стрип|голы[ейх]|еротик|ескорт|масаж"
    r"|sexo|masaje|masaż|massagem|desnud|masaj|intimo|intime|nackt|erotik|spogli"
    r"|جنس|تدليك|إغراء|عار)",
    re.IGNORECASE,
)
NOT_HERE_HAN = ("性感", "按摩", "色情", "裸", "陪侍", "情趣")
RULES = ("clause", "boilerplate", "title", "chainlaw", "agencylaw", "firstname", "city", "syllable", "contactlead")


def stock_text(language: str) -> str:
    return (resources.files("palermo.simulate.words") / f"{LANGUAGES[language]}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stock_holds_sexual_wording(language: str) -> None:
    text = stock_text(language)
    assert NOT_HERE.findall(text) == []
    assert [word for word in NOT_HERE_HAN if word in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stock_has_the_rules_and_a_large_vocabulary(language: str) -> None:
    stock = grammar(language)
    assert [rule for rule in (*RULES, "about", "paylabel") if rule not in stock.rules] == []
    assert len(stock.words) >= 500
    assert len(stock.options[stock.rules["clause"]]) >= 20
    assert all(len(city) == 1 for city in stock.options[stock.rules["city"]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_every_stock_unfolds_into_words(language: str) -> None:
    stock = grammar(language)
    for rule in stock.rules:
        words = stock.sentences(rule, 50, np.random.default_rng(1))
        assert (words.values >= 0).all()
        assert (words.lengths > 0).all()


def test_signs_stand_close_to_the_word_before_and_han_is_written_without_spaces() -> None:
    rng = np.random.default_rng(3)
    assert " ," not in grammar("en").texts(grammar("en").sentences("clause", 200, rng)).to_pylist()
    han = grammar("zh").texts(grammar("zh").sentences("clause", 200, rng)).to_pylist()
    assert not any(" " in text for text in han)


@given(st.integers(0, 2**20))
@settings(max_examples=20, deadline=None)
def test_the_same_seed_says_the_same_by_both_ways(seed: int) -> None:
    stock = grammar("en")
    both = [stock.sentences("clause", 5, np.random.default_rng(seed)) for _ in range(2)]
    assert stock.texts(both[0]).to_pylist() == stock.texts(both[1]).to_pylist()
    assert stock.say("clause", np.random.default_rng(seed)) == stock.say("clause", np.random.default_rng(seed))


def test_a_rule_that_is_named_but_not_written_is_said() -> None:
    with pytest.raises(InputError, match=r"word stock 'xx': rules named but not written: \{nowhere\}"):
        parse("xx", "[clause]\nto {nowhere} and {clause}")


def test_rules_that_stand_in_each_other_without_end_are_refused() -> None:
    stock = parse("xx", "[clause]\nand {clause}")
    with pytest.raises(InputError, match="deeper than"):
        stock.sentences("clause", 1, np.random.default_rng(0))


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="no word stock for language 'tlh'; there is ar, de, en"):
        grammar("tlh")


@given(st.lists(st.lists(st.integers(0, 99), max_size=5), min_size=1, max_size=8), st.data())
@settings(max_examples=40, deadline=None)
def test_rows_are_taken_whole_and_in_the_order_asked_for(rows: list[list[int]], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))
    taken = ragged(rows).take(np.array(wanted, dtype=np.int64))
    own = [taken.values[a:b].tolist() for a, b in zip(taken.starts[:-1], taken.starts[1:], strict=True)]
    assert own == [rows[at] for at in wanted]
