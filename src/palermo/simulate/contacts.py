"""Phone numbers that ring nowhere: ranges kept free for drama, and exchange 000 where a set needs millions.

The ranges: Ofcom, "Telephone numbers for drama purposes"; NANPA, 555-0100 to 555-0199; ACMA, "Phone numbers for
use in TV shows, films and creative works"; Bundesnetzagentur, Mitteilung 148/2021 (Drama-Nummern); PTS, "Telefonnummer
för användning i böcker och filmer"; ARCEP, decision 2018-0881 (numéros pour œuvres audiovisuelles).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from palermo.errors import InputError


@dataclass(frozen=True, slots=True)
class DramaRange:
    """One block of free numbers.

    Args:
        country: ISO 3166-1 alpha-2.
        code: Country calling code.
        trunk: What stands before the number inside the country.
        area: Area or operator code, without the trunk sign.
        head: First digits of the subscriber's number.
        tail: How many free digits follow.
    """

    country: str
    code: str
    trunk: str
    area: str
    head: str
    tail: int

    @property
    def size(self) -> int:
        """How many numbers the block holds."""
        return int(10**self.tail)


AREAS_US = (
    "201 202 205 206 212 213 214 215 216 303 305 312 313 404 415 503 504 512 602 612 615 617 702 713 801 816 901 919"
)
DRAMA: Mapping[str, tuple[DramaRange, ...]] = {
    "GB": (
        DramaRange("GB", "44", "0", "20", "79460", 3),
        *(DramaRange("GB", "44", "0", area, "4960", 3) for area in ("113", "114", "116", "117", "118")),
        *(DramaRange("GB", "44", "0", area, "4960", 3) for area in ("121", "131", "141", "151", "161")),
    ),
    "US": tuple(DramaRange("US", "1", "", area, "55501", 2) for area in AREAS_US.split()),
    "AU": tuple(
        DramaRange("AU", "61", "0", area, head, 4) for area in ("2", "3", "7", "8") for head in ("5550", "7010")
    ),
    "DE": (
        DramaRange("DE", "49", "0", "30", "23125", 3),
        DramaRange("DE", "49", "0", "69", "90009", 3),
        DramaRange("DE", "49", "0", "40", "66969", 3),
        DramaRange("DE", "49", "0", "221", "4710", 3),
        DramaRange("DE", "49", "0", "89", "99998", 3),
        DramaRange("DE", "49", "0", "171", "39200", 2),
    ),
    "SE": (
        DramaRange("SE", "46", "0", "8", "46500", 1),
        DramaRange("SE", "46", "0", "31", "39006", 2),
        DramaRange("SE", "46", "0", "40", "62804", 2),
    ),
    "FR": (
        DramaRange("FR", "33", "0", "1", "9900", 4),
        DramaRange("FR", "33", "0", "2", "6191", 4),
        DramaRange("FR", "33", "0", "3", "5301", 4),
    ),
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A made-up number: the block it comes from and its last digits."""

    block: DramaRange
    tail: str

    @property
    def e164(self) -> str:
        """The number with its country code."""
        return f"+{self.block.code}{self.block.area}{self.block.head}{self.tail}"

    @property
    def national(self) -> str:
        """All digits as dialled inside the country."""
        return f"{self.block.trunk}{self.block.area}{self.block.head}{self.tail}"

    def written(self, layout: int, country: str | None) -> str:
        """The number in one of several layouts; with its country code unless `country` is its own."""
        area, rest = self.block.area, self.block.head + self.tail
        cut = 3 if len(rest) < 8 else 4
        gap = ("-", " ", ".")[layout % 3]
        if country != self.block.country:
            return (f"+{self.block.code} {area} {rest[:cut]} {rest[cut:]}", self.e164)[layout % 2]
        if layout % 4 == 3:
            return self.national
        return f"{self.block.trunk}{area}{gap}{rest[:cut]}{gap}{rest[cut:]}"


class PhoneBook:
    """Hands out the numbers of the drama ranges of some countries, none of them twice."""

    def __init__(self, rng: np.random.Generator, countries: Sequence[str] = tuple(DRAMA)) -> None:
        self._free: dict[str, list[Phone]] = {}
        for country in countries:
            numbers = [Phone(block, f"{at:0{block.tail}d}") for block in DRAMA[country] for at in range(block.size)]
            self._free[country] = [numbers[at] for at in rng.permutation(len(numbers))]
        self._countries = tuple(countries)
        self._given = sum(len(numbers) for numbers in self._free.values())

    def take(self, country: str) -> Phone:
        """A number of that country, or of another where it has none left or none at all."""
        for wanted in (country, *self._countries):
            if self._free.get(wanted):
                return self._free[wanted].pop()
        raise InputError(f"all {self._given} drama numbers are handed out; make a smaller set (a lower --scale)")


STRIDE = 4_999_999  # prime to EXCHANGE_000, so that counting in such steps meets each number once
EXCHANGE_000 = 7_990_000  # area codes 201 to 999, ten thousand numbers each


def exchange_000(at: int, layout: int) -> str:
    """The at-th made-up North American number of exchange 000, which no plan assigns; a third with spaced digits."""
    place = at * STRIDE % EXCHANGE_000
    area, line = 201 + place // 10_000, f"{place % 10_000:04d}"
    match layout % 9:
        case 0:
            return f"({area}) 000-{line}"
        case 1:
            return f"{area}-000-{line}"
        case 2:
            return f"{area} 000 {line}"
        case 3:
            return f"{area}000{line}"
        case 4:
            return f"+1 {area} 000 {line}"
        case 5:
            return f"{area}.000.{line}"
        case _:
            return " ".join(f"{area}000{line}")
