"""Places in a field or a text: which are meant, and where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from palermo.places.gazetteer import Place, fold, gazetteer
from palermo.places.names import AT, BETWEEN, FROM, WORDS

LONGEST = 4  # words of a name
LARGE = 100_000  # people: so well known that the name alone will do
SHORT = 4  # letters: a shorter name needs a word before it
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*\.?")
_ELIDED = re.compile(r"^(?:dell|all|nell|dall|sull|d|l|qu)['’ʼ](?=[^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that is named.

    Args:
        place: The city, or the country where only that is named.
        start, end: Where it stands, code points.
        origin: True after a word such as "from": where somebody comes from.
        score: The higher the likelier it is where the advert is; only to be compared within one text.
    """

    place: Place
    start: int
    end: int
    origin: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, where it stands, and how it is written."""

    folded: str
    start: int
    end: int
    capital: bool
    ended: bool = False  # a full stop was cut off


@lru_cache(maxsize=16384)
def read_field(text: str, country: str | None = None) -> Place | None:
    """Read a field that holds nothing but a place: "Valencia", "Wien, Österreich", "г. Киев".

    A name that the gazetteer lacks gives the country, where one is stated, and else None: nothing is guessed.

    Args:
        text: As written.
        country: ISO 3166-1 alpha-2 of a field beside it; it decides between cities of one name.
    """
    known = gazetteer()
    words = _words(text)
    stated = country if country in known.english else None
    cities: list[tuple[float, Place]] = []
    at = 0
    while at < len(words):
        size, options, named = _longest(words, at)
        if named is not None:
            stated = stated or named
        cities += [(_known(place, first, {stated} - {None}), place) for place, first in options]
        at += max(size, 1)
    if stated is not None:
        inside = [(score, place) for score, place in cities if place.country == stated]
        return max(inside, key=_by_score)[1] if inside else known.country(stated)
    return max(cities, key=_by_score)[1] if cities else None


def read_text(text: str, country: str | None = None, language: str | None = None) -> list[Mention]:
    """Find the places that a text names, the likeliest first.

    A name counts where it begins with a capital, and stands after a word such as "in" or is a well-known
    city's that is no common word. "From" makes it an origin, which comes after all others.

    Args:
        text: Any text in one of the eight languages; other scripts give nothing.
        country: ISO 3166-1 alpha-2 that the advert states.
        language: BCP 47; cities where it is spoken come first among those of one name.
    """
    known = gazetteer()
    words = _words(text)
    countries: dict[str, tuple[int, int, bool]] = {}
    cities: list[tuple[list[tuple[Place, bool]], int, int, bool, bool]] = []
    at = 0
    while at < len(words):
        if not words[at].capital:
            at += 1
            continue
        size, options, named = _longest(words, at)
        if size == 0:
            at += 1
            continue
        before = _before(words, at, text)
        start, end = words[at].start, words[at + size - 1].end
        if named is not None:
            countries.setdefault(named, (start, end, before == "from"))
        elif _counts(options, words[at : at + size], before, text[end : end + 2]):
            cities.append((options, start, end, before == "from", before == "at"))
        at += size
    hints = set(countries) | ({country} if country is not None else set())
    spoken = {code for code, tongues in known.spoken.items() if language and language.split("-")[0] in tongues}
    found = []
    for options, start, end, origin, led in cities:
        scored = [(_known(place, first, hints) + 0.7 * (place.country in spoken), place) for place, first in options]
        score, place = max(scored, key=_by_score)
        found.append(Mention(place, start, end, origin, score + led - 20 * origin))
    held = {mention.place.country for mention in found}
    for code, (start, end, origin) in countries.items():
        if code not in held:
            found.append(Mention(known.country(code), start, end, origin, -10.0 - 20 * origin))
    return sorted(found, key=lambda mention: (-mention.score, mention.start))


def _by_score(scored: tuple[float, Place]) -> tuple[float, int]:
    """The better score; at equal ones the older number."""
    return scored[0], -int(scored[1].place_id)


def _known(place: Place, first: bool, countries: set[str] | set[str | None]) -> float:
    """How likely a city of that name is meant: people, its own name, a country that is named beside it."""
    return log10(place.people + 1) + 0.8 * first + 5.0 * (place.country in countries)


def _words(text: str) -> list[_Word]:
    """Words with where they stand; an elided article is cut off."""
    found = []
    for match in _WORD.finditer(text):
        written, start = match.group(), match.start()
        elided = _ELIDED.match(written)
        if elided is not None:
            found.append(_Word(fold(written[: elided.end() - 1]), start, start + elided.end(), False))
            written, start = written[elided.end() :], start + elided.end()
        short = written.endswith(".") and len(written) > 4
        written = written[:-1] if short else written
        found.append(_Word(fold(written), start, start + len(written), written[:1].isupper(), short))
    return found


def _longest(words: Sequence[_Word], at: int) -> tuple[int, list[tuple[Place, bool]], str | None]:
    """The longest name that begins at a word: how many words, cities of that name, or a country."""
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        part = words[at : at + size]
        if any(part[i + 1].start - part[i].end != 1 or part[i].ended for i in range(size - 1)):
            continue
        cities, named = _called(" ".join(word.folded for word in part))
        if named is not None and not any(place.people >= LARGE and first for place, first in cities):
            return size, [], named
        if cities:
            return size, cities, None
    return 0, [], None


@lru_cache(maxsize=65536)
def _called(folded: str) -> tuple[list[tuple[Place, bool]], str | None]:
    """Cities and the country of that name."""
    return gazetteer().called(folded.split())


def _before(words: Sequence[_Word], at: int, text: str) -> str:
    """What the word before the name says: at, from, or nothing."""
    led = ""
    for back in _backwards(words, at, text):
        if led == "from":  # "near" or "city" before "of": not where somebody comes from
            return "at" if back.folded in AT or back.folded in BETWEEN else "from"
        if back.folded in FROM and back.folded not in AT:
            led = "from"
        elif back.folded in AT:
            return "at"
        elif back.folded.rstrip(".") not in BETWEEN:
            break
    return led


def _backwards(words: Sequence[_Word], at: int, text: str) -> Iterator[_Word]:
    """The words before a word, nearest first, up to the end of the sentence before."""
    for place in range(at - 1, max(at - 4, -1), -1):
        if any(sign in text[words[place].end : words[place + 1].start] for sign in ".!?;:\n") and not (
            words[place].folded.endswith(".") or words[place].folded in BETWEEN
        ):
            return
        yield words[place]


def _counts(options: Sequence[tuple[Place, bool]], words: Sequence[_Word], before: str, behind: str) -> bool:
    """Whether a city's name is meant as one."""
    folded = " ".join(word.folded for word in words)
    largest = max(place.people for place, _ in options)
    own = any(first for _, first in options)
    if not all(word.capital for word in words[:1]):
        return False
    if before:
        return own or (folded not in WORDS and (largest >= LARGE or len(folded) >= SHORT))
    if len(folded) < SHORT or folded in WORDS:
        return False
    return largest >= LARGE or (own and len(words) > 1) or (own and behind[:1] in (",", "(") and largest >= LARGE // 4)
