"""Who advertises in the made-up world: organised hands, single advertisers, agencies, venues and chains.

The last three are hard negatives: one telephone or one legal text on many adverts that no one hand wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from palermo.simulate.contacts import Phone, PhoneBook
from palermo.simulate.grammar import Grammar, grammar
from palermo.simulate.wording import Mention, emailed, handled, linked, noisy, phoned

CITIES: Mapping[str, tuple[str, ...]] = {
    "GB": ("London", "Leeds", "Bristol", "Glasgow", "Belfast", "Cardiff", "Norwich", "Exeter", "Dover", "York"),
    "US": ("Chicago", "Boston", "Denver", "Houston", "Atlanta", "Tampa", "Phoenix", "Portland"),
    "AU": ("Sydney", "Perth", "Brisbane", "Adelaide", "Cairns", "Darwin"),
    "DE": ("Berlin", "Hamburg", "Köln", "Leipzig", "Bremen", "Kiel", "Mainz", "Ulm"),
    "SE": ("Stockholm", "Malmö", "Uppsala", "Lund", "Umeå"),
    "FR": ("Paris", "Lyon", "Lille", "Nantes", "Nice", "Metz"),
    "IT": ("Milano", "Torino", "Napoli", "Bari", "Palermo"),
    "ES": ("Madrid", "Sevilla", "Valencia", "Vigo", "Palma"),
}
CURRENCY = {"GB": "GBP", "US": "USD", "AU": "AUD", "SE": "SEK"}
# In which language one writes for work in which country, and how often.
MARKETS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("en", ("GB", "US", "AU"), 0.34),
    ("es", ("ES", "US"), 0.10),
    ("ru", ("DE", "FR"), 0.10),
    ("fr", ("FR",), 0.08),
    ("de", ("DE",), 0.09),
    ("it", ("IT",), 0.06),
    ("ro", ("GB", "DE", "IT"), 0.08),
    ("uk", ("DE", "SE"), 0.06),
    ("ar", ("SE", "FR"), 0.05),
    ("zh", ("AU", "GB"), 0.04),
)
FIRST_DAY = date(2024, 3, 4)
DAYS = 63  # adverts were posted over nine weeks
KINDS = ("job", "job", "job", "services", "housing")  # what a group offers, three jobs to one of the others


@dataclass(frozen=True)
class MadeAdvert:
    """One made-up advert and the truth about it.

    Args:
        advert: Its name at the source.
        group: The hand, agency, venue or chain it comes from; its own name where it stands alone.
        group_kind: hand, single, agency, venue or chain.
        campaign: The text it was written from; empty where it was written from none.
        mentions: Every identifier in title, body and contact.
    """

    advert: str
    group: str
    group_kind: str
    campaign: str
    advert_kind: str
    title: str
    body: str
    posted: date
    place: str
    country: str
    price: int
    currency: str
    contact: str
    url: str
    language: str
    employer: str
    mentions: tuple[Mention, ...] = field(default=())


@dataclass(frozen=True)
class Voice:
    """What one advertiser always writes: language, countries and the contacts it hands out."""

    stock: Grammar
    countries: tuple[str, ...]
    house: str
    phones: tuple[Phone, ...]
    hidden: bool

    def name(self, rng: np.random.Generator) -> str:
        """A first name of the language."""
        return self.stock.say("firstname", rng)


class World:
    """Makes adverts one group after the other; the same seed makes the same world."""

    def __init__(self, seed: int, scale: float, noise: float) -> None:
        self._rng = np.random.default_rng([seed, 11])
        self._book = PhoneBook(self._rng)
        self._scale = scale
        self._noise = noise
        self._made = 0
        self._groups = 0
        self.adverts: list[MadeAdvert] = []

    def fill(self) -> Sequence[MadeAdvert]:
        """Make all groups; about 2,300 adverts at scale 1."""
        for kind, groups in (("hand", 34), ("agency", 7), ("venue", 7), ("chain", 5), ("single", 1000)):
            for _ in range(max(1, round(groups * self._scale))):
                self._groups += 1
                getattr(self, f"_{kind}")(f"{kind}-{self._groups:05d}")
        return self.adverts

    def _voice(self, phones: int, hidden: float = 0.0) -> Voice:
        """Draw a market, numbers and a house name."""
        rng = self._rng
        language, countries, _ = MARKETS[rng.choice(len(MARKETS), p=[share for _, _, share in MARKETS])]
        book = tuple(self._book.take(str(rng.choice(countries))) for _ in range(phones))
        return Voice(grammar(language), countries, _house(rng), book, bool(rng.random() < hidden))

    def _hand(self, group: str) -> None:
        """One organised hand: one to three texts, one to three numbers, many places, hidden writing in a third."""
        rng = self._rng
        voice = self._voice(int(rng.integers(1, 4)), hidden=0.35)
        mail, handle = rng.random() < 0.4, rng.random() < 0.5
        for number in range(int(rng.integers(1, 4))):
            campaign = f"{group}-{number + 1}"
            lines = _lines(voice.stock, int(rng.integers(5, 8)), rng)
            if rng.random() < 0.3:
                lines.append(voice.stock.say("boilerplate", rng))
            title, kind = voice.stock.say("title", rng), str(rng.choice(KINDS))
            first, noise = int(rng.integers(0, DAYS - 21)), self._noise * rng.random() * 2
            for _ in range(min(60, 3 + int(rng.zipf(1.7)) + int(rng.integers(0, 8)))):
                body = [noisy(line, noise, voice.stock, rng) for line in lines]
                where = self._where(voice)
                contacts = [phoned(voice.phones[rng.integers(len(voice.phones))], voice, where[0], rng)]
                if mail:
                    contacts.append(emailed(voice.house, "work", hidden=voice.hidden and rng.random() < 0.5))
                if handle:
                    contacts.append(handled(voice.house, rng))
                self._write(group, "hand", campaign, kind, title, body, contacts, voice, first, 21, "", where)

    def _single(self, group: str) -> None:
        """One advertiser, one advert; a fifth names a page or an address."""
        rng = self._rng
        voice = self._voice(1, hidden=0.05)
        where = self._where(voice)
        contacts = [phoned(voice.phones[0], voice, where[0], rng)] if rng.random() < 0.8 else []
        if rng.random() < 0.2 or not contacts:
            contacts.append(emailed(voice.house, f"post{rng.integers(100)}", hidden=False))
        body = _lines(voice.stock, int(rng.integers(4, 9)), rng)
        if rng.random() < 0.3:
            body.insert(int(rng.integers(len(body))), voice.stock.say("boilerplate", rng))
        title, kind = voice.stock.say("title", rng), str(rng.choice(KINDS))
        self._write(group, "single", "", kind, title, body, contacts, voice, 0, DAYS, "", where)

    def _agency(self, group: str) -> None:
        """A licensed agency: one number and one legal text on many unlike posts of many employers."""
        rng = self._rng
        voice = self._voice(1)
        law = voice.stock.say("agencylaw", rng)
        for _ in range(int(rng.integers(18, 45))):
            body = [*_lines(voice.stock, int(rng.integers(5, 9)), rng), law]
            where = self._where(voice)
            contacts = [
                phoned(voice.phones[0], voice, where[0], rng),
                linked(voice.house, int(rng.integers(10_000))),
            ]
            title = voice.stock.say("title", rng)
            self._write(group, "agency", "", "job", title, body, contacts, voice, 0, DAYS, voice.house, where)

    def _venue(self, group: str) -> None:
        """A venue's switchboard: strangers who work or let rooms in one building give the same number."""
        rng = self._rng
        desk = self._voice(1)
        where = self._where(desk)
        for _ in range(int(rng.integers(8, 22))):
            voice = replace(self._voice(0), phones=desk.phones)
            body = _lines(voice.stock, int(rng.integers(4, 8)), rng)
            contacts = [phoned(desk.phones[0], voice, where[0], rng)]
            title, kind = voice.stock.say("title", rng), str(rng.choice(("services", "housing", "job")))
            self._write(group, "venue", "", kind, title, body, contacts, voice, 0, DAYS, "", where)

    def _chain(self, group: str) -> None:
        """A franchise: one long legal text, but each branch writes its own post and gives its own number."""
        rng = self._rng
        house = self._voice(0)
        law = house.stock.say("chainlaw", rng)
        for branch in range(int(rng.integers(15, 40))):
            where = self._where(house)
            voice = replace(house, phones=(self._book.take(where[0]),))
            body = [*_lines(voice.stock, int(rng.integers(5, 8)), rng), law]
            contacts = [
                phoned(voice.phones[0], voice, where[0], rng),
                emailed(house.house, f"branch{branch + 1}", hidden=False),
            ]
            title = voice.stock.say("title", rng)
            self._write(group, "chain", "", "job", title, body, contacts, voice, 0, DAYS, house.house, where)

    def _where(self, voice: Voice) -> tuple[str, str]:
        """A country of the advertiser's and a place in it."""
        country = str(self._rng.choice(voice.countries))
        return country, str(self._rng.choice(CITIES[country]))

    def _write(
        self,
        group: str,
        group_kind: str,
        campaign: str,
        kind: str,
        title: str,
        lines: Sequence[str],
        contacts: Sequence[Mention],
        voice: Voice,
        first: int,
        days: int,
        employer: str,
        where: tuple[str, str],
    ) -> None:
        """Set the text with its slots and keep the row."""
        rng, stock = self._rng, voice.stock
        self._made += 1
        currency = CURRENCY.get(where[0], "EUR")
        price = 50 * int(rng.integers(14, 70))
        gap, colon = ("", "：") if stock.language == "zh" else (" ", ": ")
        middle = len(lines) // 2
        lead = stock.say("contactlead", rng)
        in_field = len(contacts) > 1 and rng.random() < 0.5  # the last contact stands in the contact field alone
        shown = contacts[:-1] if in_field else contacts
        pieces = [
            *lines[:middle],
            f"{stock.say('about', rng)}{colon}{where[1]}.",
            *lines[middle:],
            f"{stock.say('paylabel', rng)}{colon}{price} {currency}.",
            f"{lead}{colon}{', '.join(mention.written for mention in shown)} ({voice.name(rng)})",
        ]
        self.adverts.append(
            MadeAdvert(
                advert=f"a{self._made:07d}",
                group=group,
                group_kind=group_kind,
                campaign=campaign,
                advert_kind=kind,
                title=title.rstrip(".") + gap + where[1],
                body=gap.join(pieces),
                posted=FIRST_DAY + timedelta(days=first + int(rng.integers(0, days))),
                place=where[1],
                country=where[0],
                price=price,
                currency=currency,
                contact=contacts[-1].written if in_field else "",
                url=f"https://board.example.org/ad/{self._made}",
                language=stock.language,
                employer=employer,
                mentions=tuple(contacts),
            )
        )


def _lines(stock: Grammar, count: int, rng: np.random.Generator) -> list[str]:
    """Sentences of a text of its own."""
    return [stock.say("clause", rng) for _ in range(count)]


def _house(rng: np.random.Generator) -> str:
    """An invented name for a house, in Latin letters."""
    stock = grammar("en")
    parts = [stock.say("syllable", rng) for _ in range(int(rng.integers(3, 5)))]
    return "".join(parts).capitalize()
