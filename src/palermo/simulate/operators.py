"""Made-up operators: who stands behind which adverts, with what in common with whom.

An operator rotates phones, e-mail addresses and handles, moves, and reuses texts. Strangers share what strangers
share in life: the switchboard of a venue, an agency's line, a help line, a site's own address, a sample text,
a stolen text, a number that was handed on. So plain connected components join most adverts into one.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from palermo.errors import InputError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LARGEST = 600  # adverts of an operator
HORIZON = 730  # days
PHONE, EMAIL, HANDLE, URL, TEMPLATE, PICTURE = range(6)
KINDS = ("phone", "email", "handle", "url", "template", "picture")
AGEING = (46, 180)  # days between two holders of a number; 47 CFR 52.15(f)(1)(ii) asks for 45 at least


@dataclass(frozen=True)
class Mentions:
    """Which advert names what.

    Args:
        advert: Its number.
        kind: Place in KINDS.
        value: Number of the phone, address, handle, or text; numbers are unique over all kinds.
    """

    advert: Ints
    kind: Ints
    value: Ints


@dataclass(frozen=True)
class OperatorSet:
    """A labelled set of operators; the same seed gives the same set.

    Args:
        seed: Any whole number >= 0.
        adverts: About how many; the last operator is cut so that it is exact.
        noise: Share of mentions that are made wrong, [0, 1).
        shuffled: Whether all of them become somebody else's, instead of a third.
        pictures: Whether adverts carry pictures too.
        cities: How many there are to stay in.
    """

    seed: int
    adverts: int
    noise: float = 0.0
    shuffled: bool = False
    pictures: bool = True
    cities: int = 400

    def __post_init__(self) -> None:
        if self.seed < 0 or self.adverts < 0 or not 0 <= self.noise < 1:
            raise InputError("an operator set needs seed >= 0, adverts >= 0 and noise in [0, 1)")

    @cached_property
    def sizes(self) -> Ints:
        """Adverts of each operator: lognormal (2.2, 1.1), at most LARGEST."""
        rng = np.random.default_rng([self.seed, 1])
        drawn = np.clip(rng.lognormal(2.2, 1.1, 40 + self.adverts // 8), 1, LARGEST).astype(np.int64)
        ends = np.cumsum(drawn)
        many = int(np.searchsorted(ends, self.adverts))
        sizes = drawn[: many + 1].copy()
        if len(sizes):
            sizes[-1] -= int(ends[min(many, len(ends) - 1)]) - self.adverts
        return sizes[sizes > 0]

    @cached_property
    def operators(self) -> Ints:
        """For each advert its operator."""
        return np.repeat(np.arange(len(self.sizes), dtype=np.int64), self.sizes)

    @cached_property
    def _first(self) -> Ints:
        """First advert of each operator, and the end of the last."""
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(self.sizes)))

    @cached_property
    def days(self) -> Ints:
        """Day each advert was posted, [0, HORIZON); an operator's adverts stand in the order of their days."""
        rng = np.random.default_rng([self.seed, 2])
        span = np.clip(self.sizes * rng.lognormal(1.0, 0.6, len(self.sizes)), 7, HORIZON)
        begin = rng.random(len(self.sizes)) * (HORIZON - span)
        share = rng.random(self.adverts)
        days = begin[self.operators] + share * span[self.operators]
        order = np.lexsort((days, self.operators))
        return np.asarray(days[order], dtype=np.int64)

    @cached_property
    def cities_of(self) -> Ints:
        """City of each advert: operators stay for a while and move on, mostly among few cities near each other."""
        rng = np.random.default_rng([self.seed, 3])
        stays = 1 + rng.poisson(0.5 * np.sqrt(self.sizes))
        home = rng.integers(0, self.cities, len(self.sizes))
        at = np.arange(self.adverts) - self._first[self.operators]
        stay = at * stays[self.operators] // self.sizes[self.operators]
        first_stay = np.concatenate((np.zeros(1, np.int64), np.cumsum(stays)))
        step = np.where(rng.random(first_stay[-1]) < 0.8, rng.integers(-6, 7, first_stay[-1]), 0)
        step += np.where(rng.random(first_stay[-1]) < 0.1, rng.integers(0, self.cities, first_stay[-1]), 0)
        return np.asarray(
            (home[self.operators] + step[first_stay[self.operators] + stay]) % self.cities, dtype=np.int64
        )

    @cached_property
    def mentions(self) -> Mentions:
        """Everything the adverts name, noise included."""
        draw = _Draw(self)
        found = draw.own() + draw.shared() + draw.handed_on() + [draw.texts()]
        if self.pictures:
            found += draw.pictures()
        advert = np.concatenate([f[0] for f in found])
        kind = np.concatenate([np.full(len(f[0]), f[1], np.int64) for f in found])
        value = np.concatenate([f[2] for f in found])
        if self.noise:
            value = self._noisy(kind, value)
        keys = np.stack((advert, kind, value), axis=1)
        keys = np.unique(keys, axis=0)
        return Mentions(keys[:, 0], keys[:, 1], keys[:, 2])

    def _noisy(self, kind: Ints, value: Ints) -> Ints:
        """Make a share of the mentions wrong: read wrong, somebody else's, or a spammer's, a third each.

        With `shuffled`, all of them become somebody else's: the hardest noise there is, since it points
        at owners and leaves every value as common as it was.
        """
        rng = np.random.default_rng([self.seed, 9])
        value = value.copy()
        wrong = rng.random(len(value)) < self.noise
        sort = np.full(len(value), 1) if self.shuffled else rng.integers(0, 3, len(value))
        misread = np.flatnonzero(wrong & (sort == 0))
        value[misread] = int(value.max(initial=-1)) + 1 + np.arange(len(misread))
        spam = max(2, self.adverts // 8000)
        for k in range(len(KINDS)):
            rows = np.flatnonzero((kind == k) & wrong & (sort == 1))
            value[rows] = value[rng.permutation(rows)]
            rows = np.flatnonzero((kind == k) & wrong & (sort == 2))
            value[rows] = int(value.max(initial=-1)) + 1 + rng.integers(0, spam, len(rows))
        return value


Found = tuple[Ints, int, Ints]


class _Draw:
    """The draws behind one set's mentions, in a fixed order."""

    def __init__(self, made: OperatorSet) -> None:
        self.made = made
        self.rng = np.random.default_rng([made.seed, 4])
        self.next = 0

    def _take(self, count: int) -> int:
        """Reserve `count` new values; returns the first."""
        first = self.next
        self.next += count
        return first

    def own(self) -> list[Found]:
        """What is an operator's alone: used in turn, now and then an older or later one again."""
        return [
            self._rotated(PHONE, owners=1.0, uses=0.85, rate=0.25),
            self._rotated(EMAIL, owners=0.4, uses=0.5, rate=0.1),
            self._rotated(HANDLE, owners=0.3, uses=0.4, rate=0.1),
            self._rotated(URL, owners=0.15, uses=0.4, rate=0.0),
        ]

    def _rotated(self, kind: int, *, owners: float, uses: float, rate: float) -> Found:
        """1 + Poisson(rate x root of n) values an operator, in turn, 8 % out of turn."""
        made, rng = self.made, self.rng
        held = 1 + rng.poisson(rate * np.sqrt(made.sizes))
        held[rng.random(len(held)) >= owners] = 0
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))
        base = self._take(int(first[-1]))
        at = np.arange(made.adverts) - made._first[made.operators]
        turn = at * held[made.operators] // made.sizes[made.operators]
        stray = (rng.random(made.adverts) * held[made.operators]).astype(np.int64)
        turn = np.where(rng.random(made.adverts) < 0.08, stray, turn)
        rows = np.flatnonzero((held[made.operators] > 0) & (rng.random(made.adverts) < uses))
        return rows, kind, base + first[made.operators[rows]] + turn[rows]

    def shared(self) -> list[Found]:
        """What strangers share: venues of a city, agency lines, help lines, a site's own address."""
        made, rng = self.made, self.rng
        venues = max(made.cities // 2, made.adverts // 600)
        home = rng.integers(0, made.cities, venues)
        popular = 1 + rng.pareto(1.2, venues)
        rows = np.flatnonzero(rng.random(made.adverts) < 0.05)
        base = self._take(venues)
        order = np.argsort(home, kind="stable")
        starts = np.searchsorted(home[order], np.arange(made.cities + 1))
        city = made.cities_of[rows]
        low, high = starts[city], starts[city + 1]
        running = np.concatenate((np.zeros(1), np.cumsum(popular[order])))
        spot = running[low] + rng.random(len(rows)) * (running[high] - running[low])
        place = np.clip(np.searchsorted(running, spot, side="right") - 1, low, np.maximum(high - 1, low))
        kept = high > low
        found: list[Found] = [(rows[kept], PHONE, base + order[place[kept]])]
        for kind, count, share in (
            (PHONE, max(8, made.adverts // 2400), 0.04),
            (PHONE, max(3, made.adverts // 16000), 0.01),
            (EMAIL, max(5, made.adverts // 3800), 0.01),
        ):
            rows = np.flatnonzero(rng.random(made.adverts) < share)
            found.append((rows, kind, self._take(count) + self._popular(count, len(rows))))
        return found

    def _popular(self, count: int, draws: int) -> Ints:
        """Draws among `count` values of Pareto (1.2) popularity."""
        weight = 1 + self.rng.pareto(1.2, count)
        return self.rng.choice(count, draws, p=weight / weight.sum()).astype(np.int64)

    def handed_on(self) -> list[Found]:
        """Numbers that one operator gives up and another one gets after the time that numbers are aged for."""
        made, rng = self.made, self.rng
        count = len(made.sizes) // 3
        if count == 0:
            return []
        base = self._take(count)
        last_day = made.days[made._first[1:] - 1]
        first_day = made.days[made._first[:-1]]
        one = rng.integers(0, len(made.sizes), count)
        two = rng.integers(0, len(made.sizes), count)
        swap = last_day[one] > last_day[two]
        one, two = np.where(swap, two, one), np.where(swap, one, two)
        given_up = rng.integers(np.minimum(first_day[one] + 1, last_day[one]), last_day[one] + 1)
        got = given_up + rng.integers(*AGEING, count)
        rows, values = [], []
        share = min(1.0, 0.02 * made.adverts / max(1, int((made.sizes[one] + made.sizes[two]).sum())))
        for number in range(count):
            for holder, low, high in ((one[number], 0, given_up[number]), (two[number], got[number], HORIZON)):
                span = np.arange(made._first[holder], made._first[holder + 1])
                span = span[(made.days[span] >= low) & (made.days[span] <= high)]
                span = span[rng.random(len(span)) < share]
                rows.append(span)
                values.append(np.full(len(span), base + number, np.int64))
        return [(np.concatenate(rows), PHONE, np.concatenate(values))]

    def pictures(self) -> list[Found]:
        """Pictures: 60 % of adverts carry one of an operator's own (2 + n/3), 5 % one from a stock."""
        made, rng = self.made, self.rng
        held = 2 + made.sizes // 3
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))
        rows = np.flatnonzero(rng.random(made.adverts) < 0.6)
        owner = made.operators[rows]
        own = self._take(int(first[-1])) + first[owner] + (rng.random(len(rows)) * held[owner]).astype(np.int64)
        stocked = np.flatnonzero(rng.random(made.adverts) < 0.05)
        stock = max(10, made.adverts // 480)
        return [(rows, PICTURE, own), (stocked, PICTURE, self._take(stock) + self._popular(stock, len(stocked)))]

    def texts(self) -> Found:
        """Texts: 70 % of adverts stand in one of an operator's own (one for six adverts), 10 % in a sample text
        that strangers share, 3 % in one stolen from somebody else.
        """
        made, rng = self.made, self.rng
        held = 1 + made.sizes // 6
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))
        base = self._take(int(first[-1]))
        owner = made.operators
        text = base + first[owner] + (rng.random(made.adverts) * held[owner]).astype(np.int64)
        draw = rng.random(made.adverts)
        stolen = np.flatnonzero(draw >= 0.97)
        text[stolen] = text[rng.integers(0, max(1, made.adverts), len(stolen))]
        samples = max(4, made.adverts // 3200)
        common = np.flatnonzero((draw >= 0.87) & (draw < 0.97))
        text[common] = self._take(samples) + self._popular(samples, len(common))
        rows = np.flatnonzero((draw < 0.70) | (draw >= 0.87))
        return rows, TEMPLATE, text[rows]
