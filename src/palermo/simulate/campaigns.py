"""Large labelled sets for measuring templates: campaigns of adverts from one text, single adverts, word noise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from palermo.errors import InputError
from palermo.simulate.contacts import exchange_000
from palermo.simulate.grammar import Grammar, Ints, Ragged, ends_of, grammar, spread

CHUNK = 16_384  # adverts made at a time
CAMPAIGN_SHARE = 0.4  # of all adverts
LARGEST = 200  # adverts in a campaign
ZIPF = 1.8
BOILERPLATE_SHARE = 0.3
PHONE_SHARE = 0.7  # of single adverts end with a number
WORDS = 96  # mean words and signs of an advert's own, before slots and noise; about 100 words in all
SPREAD = 0.42  # of the logarithm of the length: 41 to 200 words in all but 4 of 100
SHORTEST, LONGEST = 40, 320  # words and signs of its own: more than any legal sentence has
CLAUSE = 10.0  # words that a clause has at least, on average; so many are drawn that the length is reached
SLOTS = ("name", "city", "phone", "price", "words")
CLOSING = 6  # the slot with which a single advert ends, after at most six of a campaign
FIRST_DAY = np.datetime64("2024-01-01")
WEEKS = 20

_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("text", pa.string()),
        pa.field("posted", pa.date32()),
        pa.field("country", pa.string()),
        pa.field("label", pa.int64()),
    ]
)


@dataclass(frozen=True)
class CampaignSet:
    """A labelled set that is never held whole: its chunks are made as they are asked for.

    40 % of the adverts stand in campaigns of min(200, 2 + Zipf 1.8) with 2 to 6 slots each (name, city, phone in
    several layouts, price, 1 to 5 words); 30 % carry a legal sentence that strangers share; no advert is a
    copy made distinct. The same seed gives the same set, whichever chunks are asked for.

    Args:
        seed: Any whole number >= 0.
        adverts: How many.
        noise: Share of words dropped, replaced or followed by a stray one, a third each, [0, 1).
        language: BCP 47 tag of a word stock.
        words: Mean words and signs of an advert before slots and noise: shorter adverts are harder.
    """

    seed: int
    adverts: int
    noise: float = 0.05
    language: str = "en"
    words: int = WORDS
    grammar: Grammar = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.noise < 1 or self.adverts < 0 or self.seed < 0 or self.words < 1:
            raise InputError("a campaign set needs adverts >= 0, seed >= 0 and noise in [0, 1), words >= 1")
        object.__setattr__(self, "grammar", grammar(self.language))

    @cached_property
    def labels(self) -> Ints:
        """For each advert its campaign's number, -1 = single."""
        rng = np.random.default_rng([self.seed, 1])
        wanted = int(self.adverts * CAMPAIGN_SHARE)
        sizes: list[int] = []
        left = wanted
        while left >= 2:
            for size in np.minimum(LARGEST, 1 + rng.zipf(ZIPF, 1 + left // 8)):
                size = min(int(size), left)
                if size < 2:
                    break
                sizes.append(size)
                left -= size
        labels = np.full(self.adverts, -1, dtype=np.int64)
        members = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        labels[: len(members)] = members
        rng.shuffle(labels)
        return labels

    @cached_property
    def campaigns(self) -> int:
        """How many campaigns there are."""
        return int(self.labels.max(initial=-1)) + 1

    @cached_property
    def _slots(self) -> Ints:
        """For each campaign and place in it the kind of slot, -1 = none; a last row for those in no campaign."""
        rng = np.random.default_rng([self.seed, 2])
        kinds = rng.integers(0, len(SLOTS), (self.campaigns, 6))
        kinds[np.arange(6) >= rng.integers(2, 7, self.campaigns)[:, None]] = -1
        return np.concatenate((kinds, np.full((1, 6), -1)))

    @cached_property
    def _bases(self) -> Ragged:
        """Each campaign's text, with -1 - k where slot k stands."""
        rng = np.random.default_rng([self.seed, 3])
        words = self._compose(self.campaigns, rng)
        kinds = self._slots
        owner, slot = np.nonzero(kinds >= 0)
        at = words.starts[owner] + (words.lengths[owner] * rng.random(len(owner))).astype(np.int64)
        return _insert(words, owner, at, -1 - slot)

    @cached_property
    def _boilerplate(self) -> Ragged:
        """The legal sentences that strangers share."""
        stock, rule = self.grammar, self.grammar.rules["boilerplate"]
        options = np.arange(stock.first[rule], stock.first[rule + 1])
        return stock.unfold(stock.alternatives.take(options), np.random.default_rng(0))

    def _compose(self, count: int, rng: np.random.Generator) -> Ragged:
        """Texts of their own: clauses up to the length drawn, a legal sentence among them in 30 %."""
        length = rng.lognormal(np.log(self.words) - SPREAD**2 / 2, SPREAD, count).clip(SHORTEST, LONGEST)
        drawn = (length / CLAUSE).astype(np.int64) + 2
        first = ends_of(drawn)
        clauses = self.grammar.sentences("clause", int(first[-1]), rng)
        ids = np.arange(first[-1], dtype=np.int64)
        legal = np.flatnonzero(rng.random(count) < BOILERPLATE_SHARE)
        sentence = rng.integers(0, len(self._boilerplate.starts) - 1, len(legal))
        ids[first[legal] + rng.integers(0, 2, len(legal))] = first[-1] + sentence
        pool = _stacked(clauses, self._boilerplate)
        own = np.where(ids < first[-1], pool.lengths[ids], 0)  # a legal sentence comes on top of what is one's own
        before = np.cumsum(own) - own
        owners = np.repeat(np.arange(count, dtype=np.int64), drawn)
        before -= before[first[owners]] if count else 0
        kept = (before < length[owners] - 7) | (np.arange(first[-1]) - first[owners] < 2)
        joined = pool.take(ids[kept])
        return Ragged(joined.values, ends_of(np.bincount(owners[kept], joined.lengths, count).astype(np.int64)))

    def chunk(self, number: int) -> pa.Table:
        """Adverts number * CHUNK and on: id, text, posted, country, label."""
        start, stop = number * CHUNK, min(self.adverts, (number + 1) * CHUNK)
        rng = np.random.default_rng([self.seed, 4, number])
        labels = self.labels[start:stop]
        words, extra = self._chunk_words(labels, start, rng)
        return pa.table(
            [
                pa.array([f"s{self.seed}-{at:07d}" for at in range(start, stop)], pa.string()),
                self.grammar.texts(words, extra),
                pa.array(self._days(labels, rng)),
                pa.array(["US"] * (stop - start), pa.string()),
                pa.array(labels),
            ],
            schema=_SCHEMA,
        )

    def chunks(self) -> Iterator[pa.Table]:
        """The whole set, a bounded number of adverts at a time."""
        for number in range(-(-self.adverts // CHUNK)):
            yield self.chunk(number)

    def table(self) -> pa.Table:
        """The whole set in memory: for small sets."""
        return pa.concat_tables([*self.chunks()]) if self.adverts else _SCHEMA.empty_table()

    def _chunk_words(self, labels: Ints, start: int, rng: np.random.Generator) -> tuple[Ragged, list[str]]:
        """Word numbers of the adverts, and the words that are not in the stock."""
        alone = np.flatnonzero(labels < 0)
        singles = self._compose(len(alone), rng)
        phoned = np.flatnonzero(rng.random(len(alone)) < PHONE_SHARE)
        singles = _insert(singles, phoned, singles.starts[phoned + 1], np.full(len(phoned), -1 - CLOSING))
        source = labels.copy()  # row in bases, then in singles
        source[alone] = self.campaigns + np.arange(len(alone))
        pool = _stacked(self._bases, singles)
        return self._fill(self._noisy(pool.take(source), rng), labels, start, rng)

    def _noisy(self, words: Ragged, rng: np.random.Generator) -> Ragged:
        """Drop, replace or follow by a stray word a third each of the noise; slots stay."""
        draw = rng.random(len(words.values)) * 3 / self.noise if self.noise else np.full(len(words.values), 9.0)
        draw[words.values < 0] = 9.0
        copies = np.ones(len(draw), dtype=np.int64)
        copies[draw < 1] = 0
        copies[(draw >= 2) & (draw < 3)] = 2
        values = words.values.copy()
        swapped = np.flatnonzero((draw >= 1) & (draw < 2))
        values[swapped] = rng.choice(self.grammar.ordinary, len(swapped))
        lengths = np.bincount(words.owners(), weights=copies, minlength=len(words.starts) - 1).astype(np.int64)
        ends = np.cumsum(copies)
        values = np.repeat(values, copies)
        stray = ends[copies == 2] - 1
        values[stray] = rng.choice(self.grammar.ordinary, len(stray))
        return Ragged(values, ends_of(lengths))

    def _fill(self, words: Ragged, labels: Ints, start: int, rng: np.random.Generator) -> tuple[Ragged, list[str]]:
        """Write every slot of every advert."""
        places = np.flatnonzero(words.values < 0)
        owners = np.searchsorted(words.starts, places, side="right") - 1
        slots = -1 - words.values[places]
        kinds = np.where(slots == CLOSING, SLOTS.index("phone"), self._slots[labels[owners], np.minimum(slots, 5)])
        at = {kind: np.flatnonzero(kinds == number) for number, kind in enumerate(SLOTS)}
        # a single advert has a number of its own, a campaign three that it shares out
        pool = self.adverts + 3 * labels[owners] + rng.integers(0, 3, len(places))
        numbers = np.where(labels[owners] < 0, start + owners, pool)[at["phone"]]
        layouts = rng.integers(0, 9, len(numbers))
        extra = [
            exchange_000(number, layout) for number, layout in zip(numbers.tolist(), layouts.tolist(), strict=True)
        ]
        extra += [_price(layout, sum_) for layout, sum_ in rng.integers(0, (4, 90), (len(at["price"]), 2)).tolist()]
        extra += [self._name(drawn) for drawn in rng.integers(0, len(self._syllables), (len(at["name"]), 3)).tolist()]
        filled = np.ones(len(places), dtype=np.int64)
        filled[at["words"]] = rng.integers(1, 6, len(at["words"]))
        ends = ends_of(filled)
        values = np.empty(ends[-1], dtype=np.int64)
        written = np.concatenate((at["phone"], at["price"], at["name"]))
        values[ends[written]] = len(self.grammar.words) + np.arange(len(written))
        values[ends[at["city"]]] = rng.choice(self._cities, len(at["city"]))
        stray = spread(ends[at["words"]], filled[at["words"]])
        values[stray] = rng.choice(self.grammar.ordinary, len(stray))
        lengths = np.ones(len(words.values), dtype=np.int64)
        lengths[places] = filled
        starts = np.arange(len(words.values), dtype=np.int64) + len(values)
        starts[places] = ends[:-1]
        values = np.concatenate((values, words.values))[spread(starts, lengths)]
        return Ragged(values, ends_of(np.bincount(words.owners(), lengths, len(labels)).astype(np.int64))), extra

    @cached_property
    def _cities(self) -> Ints:
        """Word numbers of the cities, each one word."""
        return np.array([option[0] for option in self.grammar.options[self.grammar.rules["city"]]], dtype=np.int64)

    @cached_property
    def _syllables(self) -> list[str]:
        options = self.grammar.options[self.grammar.rules["syllable"]]
        return ["".join(self.grammar.words[at] for at in row) for row in options]

    def _name(self, drawn: list[int]) -> str:
        """A made-up name of two or three syllables."""
        parts = self._syllables
        return "".join(parts[at] for at in drawn[: 2 + drawn[0] % 2]).capitalize()

    def _days(self, labels: Ints, rng: np.random.Generator) -> npt.NDArray[np.datetime64]:
        """The day each was posted: a campaign runs for four weeks, single adverts come at any time."""
        begin = np.random.default_rng([self.seed, 5]).integers(0, (WEEKS - 4) * 7, self.campaigns + 1)
        days = np.where(labels < 0, rng.integers(0, WEEKS * 7, len(labels)), begin[labels])
        days += np.where(labels < 0, 0, rng.integers(0, 28, len(labels)))
        return (FIRST_DAY + days).astype("datetime64[D]")


def _stacked(upper: Ragged, lower: Ragged) -> Ragged:
    """The rows of both, one set after the other."""
    return Ragged(
        np.concatenate((upper.values, lower.values)),
        np.concatenate((upper.starts, upper.starts[-1] + lower.starts[1:])),
    )


def _insert(words: Ragged, owners: Ints, at: Ints, values: Ints) -> Ragged:
    """Put values before the places `at`; each belongs to the row in `owners`."""
    lengths = words.lengths + np.bincount(owners, minlength=len(words.starts) - 1)
    return Ragged(np.insert(words.values, at, values), ends_of(lengths))


def _price(layout: int, drawn: int) -> str:
    """A sum in one of four layouts."""
    sum_ = 50 * (10 + drawn)
    return (f"${sum_}", f"{sum_:,} EUR", f"{sum_ // 100}.50/h", f"£{sum_}")[layout]


def templates_set(seed: int, adverts: int, noise: float, language: str = "en", words: int = WORDS) -> pa.Table:
    """A labelled set in memory: id, text, posted, country, label (-1 = single); see CampaignSet."""
    return CampaignSet(seed, adverts, noise, language, words).table()


def write_campaigns(directory: Path, campaign_set: CampaignSet) -> Path:
    """Write the set as `adverts.csv` (id, text, posted, country) and `truth/adverts.csv` (id, label) beside it."""
    (directory / "truth").mkdir(parents=True, exist_ok=True)
    path = directory / "adverts.csv"
    shown = pa.schema([field for field in _SCHEMA if field.name != "label"])
    known = pa.schema([_SCHEMA.field("id"), _SCHEMA.field("label")])
    with (
        pa_csv.CSVWriter(path, shown) as adverts,
        pa_csv.CSVWriter(directory / "truth" / "adverts.csv", known) as truth,
    ):
        for chunk in campaign_set.chunks():
            adverts.write_table(chunk.select(shown.names))
            truth.write_table(chunk.select(known.names))
    return path
