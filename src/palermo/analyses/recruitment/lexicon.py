"""The words of eight languages: which concept a word stands for, and which words no score may rest on."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from palermo.errors import FaultError

LANGUAGES = ("en", "es", "ru", "fr", "de", "it", "ro", "uk")
WORDS_FOLDER = Path(__file__).parent / "words"
CLASSES = ("C_NATION", "C_ETHNIC", "C_RELIGION", "C_SEX", "C_AGE", "C_FAMILY")
NUMBERS = ("NUM", "BIG", "AGE")
BIG_AMOUNT = 500  # an amount that no hour and hardly a day earns, in any of the currencies that adverts name
AGES = range(16, 46)  # numbers that beside a word of sex or age read as an age
KEPT_WORDS = 200_000  # words whose concepts are remembered; a crawl's vocabulary fits, memory stays under 40 MB

_NUMBER = r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*(?:['\u2019](?=[\u0400-\u04ff]|t\b)[^\W\d_]+)*"
_TOKEN = re.compile(f"({_NUMBER}|{_WORD})|[.!?;:\\n\\r•|¿¡]")
_FOLDED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'", "đ": "d"})


class Token(NamedTuple):
    """A word or number: folded, where it stands, and in which sentence."""

    text: str
    start: int
    end: int
    sentence: int


@dataclass
class Lexicon:
    """One language's words, looked up by word.

    Args:
        language: Its code.
        names: Every concept's bit.
        exact, prefixes: Folded words, and beginnings of words, with the bits of their concepts.
        phrases: First word -> the words that follow, and the bits.
    """

    language: str
    names: Mapping[str, int]
    exact: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    classes: int = 0
    known: dict[str, int] = field(default_factory=dict)

    def bits(self, word: str) -> int:
        """The concepts of one folded word; a word of a class stands for its class alone."""
        held = self.known.get(word)
        if held is None:
            if len(self.known) > KEPT_WORDS:
                self.known.clear()
            held = self.known[word] = self._look_up(word)
        return held

    def _look_up(self, word: str) -> int:
        """The same without memory."""
        if word[0].isdecimal():
            return self._number(word)
        bits = self.exact.get(word, 0)
        for length in range(2, len(word) + 1):
            bits |= self.prefixes.get(word[:length], 0)
        return bits & self.classes if bits & self.classes else bits

    def _number(self, word: str) -> int:
        """NUM, and BIG or AGE by its size."""
        whole = re.sub(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", word)
        try:
            value = float(whole.replace(",", "."))
        except ValueError:  # decimals of several scripts in one number, or a fraction sign
            return self.names["NUM"]
        bits = self.names["NUM"]
        if value >= BIG_AMOUNT:
            bits |= self.names["BIG"]
        if value in AGES:
            bits |= self.names["AGE"]
        return bits

    def read(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """For each token its concepts, and the index of the last token that they need."""
        found = []
        known, phrases = self.known, self.phrases
        for at, token in enumerate(tokens):
            word = token.text
            bits, last = known.get(word) or self.bits(word), at
            if word in phrases:
                for rest, more in phrases[word]:
                    end = at + len(rest)
                    if tuple(t.text for t in tokens[at + 1 : end + 1]) == rest:
                        bits |= more
                        last = max(last, end)
            found.append((bits, last))
        return found


@lru_cache(maxsize=KEPT_WORDS)
def fold(text: str) -> str:
    """Lower case, without accents and with one kind of apostrophe: the writing that lists and texts are compared in."""
    lowered = text.casefold().translate(_FOLDED)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def tokens_of(text: str) -> list[Token]:
    """The words and numbers of a text, with their places in code points."""
    tokens: list[Token] = []
    sentence = 0
    for found in _TOKEN.finditer(text):
        word = found.group(1)
        if word is None:
            sentence += 1
            continue
        folded = fold(word)
        if folded:
            tokens.append(Token(folded, found.start(), found.end(), sentence))
    return tokens


@cache
def lexicon(language: str) -> Lexicon:
    """The words of one language, read once."""
    concepts = _concepts()
    made = Lexicon(language, concepts)
    for name, words in _files(language):
        bit = concepts[name]
        if name in CLASSES:
            made.classes |= bit
        for word in words:
            _enter(made, word, bit)
    return made


@cache
def _concepts() -> Mapping[str, int]:
    """A bit for every concept that any language names."""
    names = sorted({name for language in LANGUAGES for name, _ in _files(language)} | set(NUMBERS))
    return {name: 1 << at for at, name in enumerate(names)}


def class_words(language: str) -> list[tuple[str, list[str]]]:
    """The classes of one language, each with its words as its list writes them."""
    return _read(WORDS_FOLDER / "classes.yaml", language)


@cache
def _files(language: str) -> list[tuple[str, list[str]]]:
    """Concept by concept what the two files of a language hold."""
    return [*_read(WORDS_FOLDER / f"{language}.yaml"), *class_words(language)]


def _read(file: Path, part: str = "") -> list[tuple[str, list[str]]]:
    """The concepts of one file, or of one part of it."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    concepts = content[part] if part else content
    wrong = [name for name, words in concepts.items() if not isinstance(words, str)]
    if wrong:
        raise FaultError(f"{file.name}: should be words in one line: {', '.join(wrong)}")
    return [(name, words.split()) for name, words in concepts.items()]


def _enter(made: Lexicon, word: str, bit: int) -> None:
    """Enter a word: `a_b` is a phrase, `a*` a beginning, `a?` one letter more, anything else itself."""
    if "_" in word:
        first, *rest = (fold(part) for part in word.split("_"))
        made.phrases.setdefault(first, []).append((tuple(rest), bit))
    elif word.endswith("*"):
        stem = fold(word[:-1])
        made.prefixes[stem] = made.prefixes.get(stem, 0) | bit
    elif word.endswith("?"):
        for letter in "aoeiуыийаяеоі":
            exact = fold(word[:-1] + letter)
            made.exact[exact] = made.exact.get(exact, 0) | bit
    else:
        made.exact[fold(word)] = made.exact.get(fold(word), 0) | bit
