"""Made-up sentences by the million: a word stock read as a context-free grammar and unfolded with numpy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.errors import InputError

Ints = npt.NDArray[np.int64]

LANGUAGES: Mapping[str, str] = {
    "en": "english",
    "es": "spanish",
    "ru": "russian",
    "fr": "french",
    "de": "german",
    "it": "italian",
    "ro": "romanian",
    "uk": "ukrainian",
    "ar": "arabic",
    "zh": "chinese",
}
UNSPACED = frozenset({"zh"})  # written without spaces between words
DEPTH = 8  # rules may stand in one another at most so deep
SKEW = 1.2  # alternatives are drawn as floor(n * u**SKEW): the first of a list are the common ones
_TIGHT = frozenset(",.:;!?。，،؟；：")  # signs that follow a word without a space


@dataclass(frozen=True)
class Ragged:
    """Rows of whole numbers of different lengths, one after the other.

    Args:
        values: All rows joined.
        starts: Where each row begins, and the end of the last one: rows + 1 numbers.
    """

    values: Ints
    starts: Ints

    @cached_property
    def lengths(self) -> Ints:
        """How long each row is."""
        return np.diff(self.starts)

    def take(self, rows: Ints) -> "Ragged":
        """The rows named, in that order, as often as they are named."""
        lengths = self.lengths[rows]
        return Ragged(self.values[spread(self.starts[rows], lengths)], ends_of(lengths))

    def owners(self) -> Ints:
        """For each value, the row it stands in."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int64), self.lengths)


def ends_of(lengths: Ints) -> Ints:
    """Running ends of rows of these lengths, with a leading 0."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))


def spread(starts: Ints, lengths: Ints) -> Ints:
    """The numbers start, start + 1, … of every row, one row after the other."""
    total = int(lengths.sum())
    offsets = np.repeat(starts - ends_of(lengths)[:-1], lengths)
    return np.arange(total, dtype=np.int64) + offsets


def ragged(rows: Sequence[Sequence[int]]) -> Ragged:
    """Join Python rows."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    values = np.array([value for row in rows for value in row], dtype=np.int64)
    return Ragged(values, ends_of(lengths))


@dataclass(frozen=True)
class Grammar:
    """A language's word stock, ready to be unfolded.

    Args:
        language: BCP 47 tag.
        words: The words and signs; a word's number is its place.
        rules: Name of each rule -> its number.
        alternatives: All alternatives of all rules; a value >= 0 is a word, -1 - r the rule r.
        first: For each rule, its first alternative; one more closes the last.
        ordinary: Numbers of the words that noise may put in: no signs.
    """

    language: str
    words: tuple[str, ...]
    rules: Mapping[str, int]
    alternatives: Ragged
    first: Ints
    ordinary: Ints

    def unfold(self, symbols: Ragged, rng: np.random.Generator) -> Ragged:
        """Put a drawn alternative in the place of every rule until only words are left."""
        values, owners, rows = symbols.values, symbols.owners(), len(symbols.starts) - 1
        for _ in range(DEPTH):
            folded = np.flatnonzero(values < 0)
            if len(folded) == 0:
                return Ragged(values, ends_of(np.bincount(owners, minlength=rows)))
            rule = -1 - values[folded]
            many = self.first[rule + 1] - self.first[rule]
            chosen = self.first[rule] + (many * rng.random(len(folded)) ** SKEW).astype(np.int64)
            lengths = np.ones(len(values), dtype=np.int64)
            lengths[folded] = self.alternatives.lengths[chosen]
            # where each old value's piece begins: in the stock for rules, in `values` (moved behind it) for words
            starts = np.arange(len(values), dtype=np.int64) + len(self.alternatives.values)
            starts[folded] = self.alternatives.starts[chosen]
            values = np.concatenate((self.alternatives.values, values))[spread(starts, lengths)]
            owners = np.repeat(owners, lengths)
        raise InputError(f"word stock '{self.language}': rules stand in one another deeper than {DEPTH}")

    def sentences(self, rule: str, count: int, rng: np.random.Generator) -> Ragged:
        """Unfold one rule `count` times."""
        symbol = np.full(count, -1 - self.rules[rule], dtype=np.int64)
        return self.unfold(Ragged(symbol, np.arange(count + 1, dtype=np.int64)), rng)

    @cached_property
    def pieces(self) -> pa.StringArray:
        """The words as they are joined: with the space that goes before them."""
        return pa.array([self._piece(word) for word in self.words], pa.string())

    def _piece(self, word: str) -> str:
        return word if word in _TIGHT or self.language in UNSPACED else " " + word

    def texts(self, words: Ragged, extra: Sequence[str] = ()) -> pa.StringArray:
        """Write rows of word numbers as text; numbers past the stock point into `extra`."""
        stock = self.pieces
        if extra:
            stock = pa.concat_arrays([stock, pa.array([self._piece(word) for word in extra], pa.string())])
        rows = pa.ListArray.from_arrays(pa.array(words.starts, pa.int32()), stock.take(pa.array(words.values)))
        return pc.utf8_ltrim_whitespace(pc.binary_join(rows, ""))

    @cached_property
    def options(self) -> list[list[list[int]]]:
        """Each rule's alternatives as plain lists."""
        values, starts, first = (
            self.alternatives.values.tolist(),
            self.alternatives.starts.tolist(),
            self.first.tolist(),
        )
        rows = [values[a:b] for a, b in pairwise(starts)]
        return [rows[a:b] for a, b in pairwise(first)]

    def say(self, rule: str, rng: np.random.Generator) -> str:
        """One sentence of a rule, as text: the way for few sentences, without numpy."""
        waiting, said = [-1 - self.rules[rule]], list[str]()
        while waiting:
            symbol = waiting.pop()
            if symbol >= 0:
                said.append(self._piece(self.words[symbol]))
            else:
                choices = self.options[-1 - symbol]
                waiting.extend(reversed(choices[int(len(choices) * rng.random() ** SKEW)]))
        return "".join(said).strip()


@cache
def grammar(language: str) -> Grammar:
    """Read a language's word stock.

    Raises:
        InputError: The stock has no such language, or a rule names one that is not there.
    """
    if language not in LANGUAGES:
        raise InputError(f"no word stock for language '{language}'; there is {', '.join(sorted(LANGUAGES))}")
    path = resources.files("palermo.simulate.words") / f"{LANGUAGES[language]}.txt"
    return parse(language, path.read_text(encoding="utf-8"))


def parse(language: str, text: str) -> Grammar:
    """Make a grammar of a word stock's text: [rule], then alternatives by line or |; {rule} stands for a rule."""
    sections: dict[str, list[list[str]]] = {}
    name = ""
    for line in (line.strip() for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line[1:-1]
            sections.setdefault(name, [])
        else:
            sections[name].extend(part.split() for part in line.split("|") if part.strip())
    rules = {rule: number for number, rule in enumerate(sections)}
    words: dict[str, int] = {}
    unknown: set[str] = set()
    alternatives: list[list[int]] = []
    for options in sections.values():
        for option in options:
            row = []
            for token in option:
                if token.startswith("{"):
                    if token[1:-1] not in rules:
                        unknown.add(token)
                        continue
                    row.append(-1 - rules[token[1:-1]])
                else:
                    row.append(words.setdefault(token, len(words)))
            alternatives.append(row)
    if unknown:
        raise InputError(f"word stock '{language}': rules named but not written: {', '.join(sorted(unknown))}")
    first = ends_of(np.array([len(options) for options in sections.values()], dtype=np.int64))
    ordinary = np.array([at for word, at in words.items() if any(c.isalnum() for c in word)], dtype=np.int64)
    return Grammar(language, tuple(words), rules, ragged(alternatives), first, ordinary)
