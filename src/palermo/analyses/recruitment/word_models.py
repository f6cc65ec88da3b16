"""A model over the words of adverts, as plain data: terms with weights, and a score whose parts can be shown."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from palermo.analyses.recruitment.languages import languages_of
from palermo.analyses.recruitment.lexicon import Lexicon, Token, lexicon, tokens_of
from palermo.errors import InputError

FORMAT = 1
MICRO = 1_000_000
WORDS_IN_TERM = 3
LETTERS_IN_TERM = (3, 4)
CLASS_TOKEN = "c_class"  # noqa: S105 - a word in a text, no password
_CONTACT = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b(?:email|phone|url)_[0-9a-z]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordModel:
    """A sum of two linear scores, calibrated.

    Args:
        ratios: Word term -> how it leans (log ratio of its share among the labelled kinds); its length makes the norm.
        leaning: Word term -> its weight after fitting.
        rarity: Term of words or letters -> inverse document frequency.
        frequency: The same term -> its weight after fitting.
        scales: What each of the two scores is divided by.
        slope, intercept: From the sum to natural-log odds.
        threshold: Log odds above which the training folds' F1 was best.
        card: What it was trained on, what its labels mean, and how it did on templates held out.
    """

    ratios: Mapping[str, float]
    leaning: Mapping[str, float]
    rarity: Mapping[str, float]
    frequency: Mapping[str, float]
    scales: tuple[float, float]
    slope: float
    intercept: float
    threshold: float
    card: Mapping[str, Any]

    def score(self, text: str) -> int:
        """Log odds of the label, in micro-units of a nat; a ranking aid, never a finding."""
        return round(MICRO * (self.intercept + sum(weight for _, weight in self.parts(text))))

    def parts(self, text: str) -> list[tuple[str, float]]:
        """Each term of the text with what it adds to the log odds, heaviest first."""
        words = prepared_words(text)
        parts: dict[str, float] = {}
        held = [t for t in set(word_terms(words, WORDS_IN_TERM)) if t in self.ratios]
        norm = math.sqrt(sum(self.ratios[t] ** 2 for t in held)) or 1.0
        for term in held:
            parts[term] = self.slope * self.leaning[term] * self.ratios[term] / norm / self.scales[0]
        for kind, terms in (("words", word_terms(words, 2)), ("letters", letter_terms(words))):
            counts = Counter(f"{kind}:{t}" for t in terms)
            seen = {t: n * self.rarity[t] for t, n in counts.items() if t in self.rarity}
            norm = math.sqrt(sum(v * v for v in seen.values())) or 1.0
            for term, value in seen.items():
                parts[term] = self.slope * self.frequency[term] * value / norm / self.scales[1]
        return sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0]))

    def to_json(self) -> str:
        """The model as text; keys in order, so that the same model is the same bytes."""
        content = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({"format": FORMAT, **content}, ensure_ascii=False, sort_keys=True, indent=0)


@cache
def read_model(text: str) -> WordModel:
    """Read a model from its JSON.

    Raises:
        InputError: It is no JSON, of another format, or a field is missing.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"the model over words is not JSON at line {error.lineno}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InputError(f"the model over words should be of format {FORMAT}; train it again")
    missing = [name for name in WordModel.__slots__ if name not in content]
    if missing:
        raise InputError(f"the model over words lacks {', '.join(missing)}; train it again")
    fields = {name: content[name] for name in WordModel.__slots__}
    return WordModel(**{**fields, "scales": tuple(fields["scales"])})


def prepared_words(text: str) -> list[str]:
    """The words of a text as a score may see them.

    Words of nationality, ethnicity, religion, sex, age and family become the token of their class,
    numbers and contacts become one token each: so that no score rests on them.
    """
    found = _CONTACT.sub(" contact ", text)
    tokens = tokens_of(found)
    lexicons = [lexicon(language) for language in languages_of(found, tokens)] if tokens else []
    return [_seen_as(token, lexicons) for token in tokens]


def word_terms(words: Sequence[str], most: int) -> Iterator[str]:
    """Runs of one to `most` words."""
    for length in range(1, most + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def letter_terms(words: Sequence[str]) -> Iterator[str]:
    """Runs of three and four letters within words; a blank stands for a word's edge."""
    for word in words:
        edged = f" {word} "
        for length in LETTERS_IN_TERM:
            yield from (edged[at : at + length] for at in range(max(1, len(edged) - length + 1)))


def _seen_as(token: Token, lexicons: Sequence[Lexicon]) -> str:
    """One token for a word of any of the six classes, one for a number, else the word.

    One for all six: some words are of two classes (German 'Junge'), and a token that differed would tell.
    """
    if token.text[0].isdecimal():
        return "0"
    if any(words.bits(token.text) & words.classes for words in lexicons):
        return CLASS_TOKEN
    return token.text
