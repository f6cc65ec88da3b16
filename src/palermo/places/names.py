"""Words around names of places in eight languages: other names of countries, words before them, words that are none."""

from collections.abc import Mapping
from importlib import resources

# What people call countries, beside what the CLDR calls them.
COUNTRY_NAMES: Mapping[str, tuple[str, ...]] = {
    "GB": ("UK", "Britain", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "Inglaterra",
           "Gran Bretaña", "Escocia", "Англия", "Британия", "Шотландия", "Angleterre", "Grande-Bretagne", "Écosse",
           "England", "Großbritannien", "Schottland", "Inghilterra", "Gran Bretagna", "Scozia", "Anglia",
           "Marea Britanie", "Scoția", "Англія", "Британія", "Шотландія"),
    "US": ("USA", "U.S.A.", "United States of America", "EE. UU.", "EEUU", "Estados Unidos de América", "США",
           "Америка",
           "États-Unis d'Amérique", "Vereinigte Staaten von Amerika", "Stati Uniti d'America", "SUA", "Statele Unite"),
    "AE": ("UAE", "Emirates", "Emiratos", "Эмираты", "ОАЭ", "Émirats", "Emirate", "Emirati", "Emiratele", "Емірати",
           "ОАЕ"),
    "NL": ("Holland", "Holanda", "Голландия", "Hollande", "Niederlande", "Olanda", "Голландія", "The Netherlands",
           "Países Bajos", "Pays-Bas", "Paesi Bassi", "Țările de Jos", "Нідерланди", "Нидерланды"),
    "CZ": ("Czech Republic", "Czechia", "República Checa", "Чехия", "République tchèque", "Tschechien",
           "Repubblica Ceca", "Republica Cehă", "Чехія"),
    "MD": ("Republic of Moldova", "Молдавия", "Молдова", "Moldau", "Republica Moldova", "Молдова"),
    "BY": ("Belarus", "Беларусь", "Белоруссия", "Weißrussland", "Bielorussia", "Білорусь", "Biélorussie",
           "Bielorrusia"),
    "KR": ("Korea", "Corea", "Корея", "Corée", "Südkorea"),
    "TR": ("Turkey", "Türkiye", "Turquía", "Турция", "Turquie", "Türkei", "Turchia", "Turcia", "Туреччина"),
    "CI": ("Ivory Coast",), "CV": ("Cape Verde",), "MM": ("Burma", "Birmania"), "MK": ("Macedonia",),
    "BA": ("Bosnia", "Боснія", "Босния", "Bosnie", "Bosnien"),
    "CD": ("Congo", "DR Congo"), "HK": ("Hong Kong",), "RU": ("Russian Federation", "РФ"),
    "CH": ("Schweiz", "Suiza", "Suisse", "Svizzera", "Elveția", "Швейцария", "Швейцарія"),
    "VN": ("Vietnam",), "SY": ("Syria",), "LA": ("Laos",), "PS": ("Palestine",), "TW": ("Taiwan",),
}  # fmt: skip


def _sections() -> dict[str, frozenset[str]]:
    """The lists of words.txt."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in resources.files("palermo.places").joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line[1:-1]
            found[name] = set()
        elif line and not line.startswith("#"):
            found[name].update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


_LISTS = _sections()
AT = _LISTS["AT"]  # before a place where somebody is or goes
FROM = _LISTS["FROM"]  # before a place where somebody comes from
BETWEEN = _LISTS["BETWEEN"]  # between those and the name
WORDS = _LISTS["WORDS"]  # cities' names that are also words or first names
