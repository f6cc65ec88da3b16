"""Cities and countries by every name in Latin or Cyrillic script, in memory, read once."""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from palermo.places.endings import lemmas
from palermo.places.names import COUNTRY_NAMES

_APOSTROPHES = str.maketrans("’ʼ`´‘′-‐‑–", "''''''    ")


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or a country where no city is known.

    Args:
        place_id: GeoNames number of the city; the country's code for a country.
        name: As GeoNames or the English CLDR write it.
        country: ISO 3166-1 alpha-2.
        region: GeoNames first-level division; empty for a country.
        latitude, longitude: WGS 84; None for a country.
        people: Inhabitants; 0 for a country.
    """

    place_id: str
    name: str
    country: str
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    people: int = 0

    @property
    def is_city(self) -> bool:
        """Whether it is a city."""
        return self.latitude is not None


def fold(text: str) -> str:
    """Without case, marks and hyphens, so that Bucuresti is București; й and ї fold to и and і."""
    if text.isascii():
        return " ".join(text.lower().translate(_APOSTROPHES).split())
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


@dataclass(frozen=True)
class Gazetteer:
    """Places by folded name.

    Args:
        cities: Sorted by people, most first, then by id.
        by_name: Folded name -> places in `cities`, and whether each is so called in the first place.
        country_names: Folded name -> country.
        english: Country -> its English name.
        neighbours: Country -> countries with which it shares a border.
        spoken: Country -> languages spoken there.
    """

    cities: tuple[Place, ...]
    by_name: Mapping[str, tuple[tuple[int, bool], ...]]
    country_names: Mapping[str, str]
    english: Mapping[str, str]
    neighbours: Mapping[str, frozenset[str]]
    spoken: Mapping[str, frozenset[str]]

    def __len__(self) -> int:
        return len(self.cities)

    @property
    def names(self) -> Sequence[str]:
        """The names of the cities."""
        return [city.name for city in self.cities]

    @property
    def countries(self) -> Sequence[str]:
        """The countries of the cities."""
        return [city.country for city in self.cities]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """First words of the names of more than one word, with every ending taken off."""
        names = [*self.by_name, *self.country_names]
        return frozenset(name.split(" ", 1)[0] for name in names if " " in name)

    def largest(self, countries: Sequence[str], count: int) -> "Gazetteer":
        """The largest cities of some countries, country by country and from west to east."""
        order = {country: place for place, country in enumerate(countries)}
        chosen = [city for city in self.cities if city.country in order][:count]
        chosen.sort(key=lambda city: (order[city.country], city.longitude or 0.0, city.place_id))
        return Gazetteer(tuple(chosen), {}, {}, self.english, self.neighbours, self.spoken)

    def called(self, words: Sequence[str]) -> tuple[list[tuple[Place, bool]], str | None]:
        """Cities and the country of that name, in any case that the eight languages decline it to."""
        found: dict[int, bool] = {}
        country = None
        for key in _keys(words, self.beginnings):
            for at, first in self.by_name.get(key, ()):
                found[at] = found.get(at, False) or first
            if country is None:
                country = self.country_names.get(key)
            if found and key == " ".join(words):
                break  # as it stands: no case of another name
        cities = [(self.cities[at], first) for at, first in sorted(found.items())]
        return cities, country

    def country(self, code: str) -> Place:
        """The country as a place."""
        return Place(code, self.english[code], code)


def _keys(words: Sequence[str], beginnings: frozenset[str]) -> Iterable[str]:
    """Folded names that the words may be a case of, the words as they stand first."""
    found = dict.fromkeys([" ".join(words)])
    if len(words) == 1:
        found.update(dict.fromkeys(lemmas(words[0])))
    else:
        heads = [head for head in lemmas(words[0]) if head in beginnings]
        middle = " ".join(("", *words[1:-1], ""))
        found.update(dict.fromkeys(f"{head}{middle}{last}" for head in heads for last in lemmas(words[-1])))
    return found


@cache
def gazetteer() -> Gazetteer:
    """Read the two files; about a second, once a process."""
    folder = resources.files("palermo.places")
    rows = list(_rows(folder.joinpath("cities.tsv").read_text(encoding="utf-8")))
    rows.sort(key=lambda row: (-int(row["people"]), int(row["geonames_id"])))
    cities = []
    by_name: dict[str, dict[int, bool]] = {}
    for at, row in enumerate(rows):
        cities.append(
            Place(
                row["geonames_id"],
                row["name"],
                row["country"],
                row["region"],
                float(row["latitude"]),
                float(row["longitude"]),
                int(row["people"]),
            )
        )
        by_name.setdefault(fold(row["name"]), {})[at] = True
        for other in row["other_names"].split("|"):
            if other:
                by_name.setdefault(fold(other), {}).setdefault(at, False)
    country_names: dict[str, str] = {}
    english, neighbours, spoken = {}, {}, {}
    for row in _rows(folder.joinpath("countries.tsv").read_text(encoding="utf-8")):
        code = row["country"]
        english[code] = row["en"]
        neighbours[code] = frozenset(part for part in row["neighbours"].split(",") if part)
        spoken[code] = frozenset(row["languages"].split(","))
        for language in ("en", "es", "ru", "fr", "de", "it", "ro", "uk"):
            country_names.setdefault(fold(row[language]), code)
    for code, names in COUNTRY_NAMES.items():
        country_names.update({fold(name): code for name in names})
    index = {name: tuple(found.items()) for name, found in by_name.items()}
    return Gazetteer(tuple(cities), index, country_names, english, neighbours, spoken)


def _rows(text: str) -> Iterable[dict[str, str]]:
    """Rows of a file of tab-separated values."""
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
