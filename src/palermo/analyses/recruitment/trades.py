"""Which trade a job advert is for, by the words of its title, else of its body."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from palermo.analyses.recruitment.lexicon import Token, fold, tokens_of

TRADES_FILE = Path(__file__).parent / "trades.yaml"
BODY_WORDS = 60  # words of the body that are read where the title names no trade: where adverts say what they are for


@cache
def _stems() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and beginnings of words, each with its trade; the first trade that names a word has it."""
    whole: dict[str, str] = {}
    begins: dict[str, str] = {}
    for trade, words in yaml.safe_load(TRADES_FILE.read_text(encoding="utf-8")).items():
        for word in words.split():
            if "_" in word:
                continue
            if word.endswith("*"):
                begins.setdefault(fold(word[:-1]), trade)
            else:
                whole.setdefault(fold(word), trade)
    return whole, begins


@lru_cache(maxsize=100_000)
def _trade_of(word: str) -> str:
    """The trade of one word; empty where it names none."""
    whole, begins = _stems()
    if word in whole:
        return whole[word]
    for length in range(len(word), 2, -1):
        if word[:length] in begins:
            return begins[word[:length]]
    return ""


def trade_of(title: str, body: str) -> str | None:
    """The trade that the title names most often, else the body's first words; None where neither names one."""
    for tokens in (tokens_of(title), tokens_of(body[:1000])[:BODY_WORDS]):
        named = _named(tokens)
        if named:
            return named
    return None


def _named(tokens: Sequence[Token]) -> str:
    """The trade named most often, the first of equals; empty where none is."""
    counts: dict[str, int] = {}
    for token in tokens:
        trade = _trade_of(token.text)
        if trade:
            counts[trade] = counts.get(trade, 0) + 1
    return max(counts, key=lambda trade: counts[trade]) if counts else ""
