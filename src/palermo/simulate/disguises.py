"""Phone numbers as people hide them in adverts, and things that look like phone numbers and are none.

Every number is made up: from the ranges that regulators keep for films and books, or with exchange 000.
Each disguise takes a number and writes it down; `cases` puts it into a made-up advert.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from palermo.simulate import said
from palermo.simulate.decoys import DECOYS


@dataclass(frozen=True, slots=True)
class Number:
    """One made-up phone number.

    Args:
        country: ISO 3166-1 alpha-2.
        code: The country code, without plus.
        groups: The digits as written within the country.
        trunk: What of these digits is not dialled from abroad.
    """

    country: str
    code: str
    groups: tuple[str, ...]
    trunk: str

    @property
    def digits(self) -> str:
        """As dialled within the country."""
        return "".join(self.groups)

    @property
    def e164(self) -> str:
        """As dialled from abroad."""
        return f"+{self.code}{self.digits.removeprefix(self.trunk)}"


# Country -> (country code, trunk prefix, patterns; x = any digit). Ofcom, NANPA, ACMA, Bundesnetzagentur, PTS and ARCEP
# keep ranges for drama; where there is none (ES, IT, RO, RU, UA, PL, PT, IN, SA, CN) the exchange is 000.
_RANGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "GB": ("44", "0", ("020 7946 0xxx", "0113 496 0xxx", "0121 496 0xxx", "0161 496 0xxx", "029 2018 0xxx")),
    "US": ("1", "", ("202 555 01xx", "415 555 01xx", "312 555 01xx", "617 555 01xx", "702 555 01xx")),
    "AU": ("61", "0", ("02 5550 xxxx", "03 7010 xxxx", "07 5550 xxxx", "08 7010 xxxx")),
    "DE": ("49", "0", ("030 23125 xxx", "069 90009 xxx", "040 66969 xxx", "089 99998 xxx")),
    "SE": ("46", "0", ("08 465 004 xx", "031 390 06 xx", "040 628 04 xx")),
    "FR": ("33", "0", ("01 99 00 xx xx", "02 61 91 xx xx", "03 53 01 xx xx")),
    "ES": ("34", "", ("612 000 xxx", "654 000 xxx", "699 000 xxx")),
    "IT": ("39", "", ("347 000 xxxx", "328 000 xxxx", "333 000 xxxx")),
    "RO": ("40", "0", ("0722 000 xxx", "0744 000 xxx", "0766 000 xxx")),
    "RU": ("7", "8", ("8 916 000 xx xx", "8 903 000 xx xx", "8 925 000 xx xx")),
    "UA": ("380", "0", ("067 000 xx xx", "050 000 xx xx", "093 000 xx xx")),
    "PL": ("48", "", ("501 000 xxx", "602 000 xxx", "790 000 xxx")),
    "PT": ("351", "", ("912 000 xxx", "962 000 xxx")),
    "IN": ("91", "", ("98200 00xxx", "99300 00xxx")),
    "SA": ("966", "0", ("050 000 xxxx", "055 000 xxxx")),
    "CN": ("86", "", ("138 0000 xxxx", "136 0000 xxxx")),
}  # fmt: skip

COUNTRIES = tuple(_RANGES)


def make_number(random: Random, country: str) -> Number:
    """Draw a made-up number of a country."""
    code, trunk, patterns = _RANGES[country]
    pattern = random.choice(patterns)
    written = "".join(random.choice("0123456789") if sign == "x" else sign for sign in pattern)
    return Number(country, code, tuple(written.split()), trunk)


Disguise = Callable[[Number, Random], str]


def _signs(signs: str, after: str = "") -> Disguise:
    """Other signs for 0 to 9."""
    alphabet = signs.split()
    return lambda number, random: "".join(alphabet[int(d)] + after for d in number.digits)


def _grouped_signs(signs: str) -> Disguise:
    alphabet = signs.split() if " " in signs else list(signs)
    return lambda number, random: " ".join("".join(alphabet[int(d)] for d in g) for g in number.groups)


def _between(*signs: str) -> Disguise:
    """One sign between all digits."""
    return lambda number, random: random.choice(signs).join(number.digits)


def _groups_between(*signs: str) -> Disguise:
    return lambda number, random: random.choice(signs).join(number.groups)


def _spoken(language: str) -> Disguise:
    def write(number: Number, random: Random) -> str:
        text = random.choice((" ", " ", ", ", "-", " - ")).join(said.by_digit(number.digits, language))
        return random.choice((text, text, text.upper(), text.capitalize()))

    return write


def _paired(language: str) -> Disguise:
    return lambda number, random: random.choice((" ", ", ")).join(said.by_pair(number.digits, language))


def _triples(number: Number, random: Random) -> str:
    return " ".join(said.russian_triples(number.groups))


def _doubles(number: Number, random: Random) -> str:
    return " ".join(said.with_doubles(number.digits, random))


def _some_words(language: str) -> Disguise:
    def write(number: Number, random: Random) -> str:
        words = said.ones(language)
        parts = [words[int(d)] if random.random() < 0.5 else d for d in number.digits]
        return random.choice((" ", " ", "-")).join(parts)

    return write


def _glued_words(number: Number, random: Random) -> str:
    return "".join(said.by_digit(number.digits, "en"))


def _glued_mixture(number: Number, random: Random) -> str:
    words = said.ones("en")
    parts = [words[int(d)] if at % 2 else d for at, d in enumerate(number.digits)]
    return "".join(parts)


def _swapped(table: Mapping[str, str], share: float) -> Disguise:
    """Letters for some of the digits."""

    def write(number: Number, random: Random) -> str:
        signs = [
            random.choice(table[d]) if d in table and random.random() < share else d for d in " ".join(number.groups)
        ]
        return "".join(signs)

    return write


def _letter_apart(number: Number, random: Random) -> str:
    return random.choice("xXzkw").join(number.digits)


def _down_the_page(number: Number, random: Random) -> str:
    return "\n".join(number.digits)


def _bracketed(number: Number, random: Random) -> str:
    return "".join(f"({d})" for d in number.digits)


def _misspelt(number: Number, random: Random) -> str:
    words = "zer0 0ne tw0 thr33 f0ur f1ve s1x s3ven e1ght n1ne"
    return " ".join(words.split(" ")[int(d)] for d in number.digits)


def _homoglyphs(number: Number, random: Random) -> str:
    text = " ".join(said.by_digit(number.digits, "en"))
    return "".join({"o": "о", "e": "е", "i": "і", "x": "х"}.get(s, s) for s in text)


def _scripts_mixed(number: Number, random: Random) -> str:
    sets = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९")
    return " ".join("".join(random.choice(sets)[int(d)] for d in g) for g in number.groups)


def _plus_spoken(number: Number, random: Random) -> str:
    return "plus " + " ".join(said.by_digit(number.e164[1:], "en"))


def _abroad(number: Number, random: Random) -> str:
    return random.choice((number.e164, f"+{number.code} {' '.join(number.groups).removeprefix(number.trunk).strip()}"))


def _noisy(number: Number, random: Random) -> str:
    return "".join(d + random.choice((" ", ".", "-", " . ", "_", "")) for d in number.digits).rstrip(" .-_")


_EVERYWHERE = COUNTRIES

# Name -> (countries where it is at home, how it is written). An empty change stands first, to compare with.
DISGUISES: dict[str, tuple[tuple[str, ...], Disguise]] = {
    "as printed": (_EVERYWHERE, _groups_between(" ", "-", "", " ")),
    "country code": (_EVERYWHERE, _abroad),
    "dots": (("GB", "US", "AU", "DE", "FR", "ES", "RO"), _groups_between(".", " . ")),
    "spaced": (_EVERYWHERE, _between(" ", "  ")),
    "dashed": (_EVERYWHERE, _between("-", " - ", "–", "_")),
    "stars and bars": (("GB", "US", "DE", "ES"), _between("*", "~", "|", "/", ".", "=", "^")),
    "commas": (("GB", "US", "FR"), _between(",", ", ")),
    "noise": (("GB", "US", "AU", "IT"), _noisy),
    "emoji between": (("GB", "US", "ES"), _between("✨", "☀", " 🌸 ", "⭐")),
    "letter between": (("GB", "US", "RO"), _letter_apart),
    "down the page": (("GB", "US"), _down_the_page),
    "brackets": (("GB", "US", "PL"), _bracketed),
    "words en": (("GB", "US", "AU"), _spoken("en")),
    "words en, double": (("GB", "US"), _doubles),
    "words en, pairs": (("GB", "US"), _paired("en")),
    "words en, plus": (("GB", "DE", "RO"), _plus_spoken),
    "words es": (("ES",), _spoken("es")),
    "words es, pairs": (("ES",), _paired("es")),
    "words fr": (("FR",), _spoken("fr")),
    "words fr, pairs": (("FR",), _paired("fr")),
    "words de": (("DE",), _spoken("de")),
    "words de, pairs": (("DE",), _paired("de")),
    "words it": (("IT",), _spoken("it")),
    "words it, pairs": (("IT",), _paired("it")),
    "words ro": (("RO",), _spoken("ro")),
    "words ru": (("RU",), _spoken("ru")),
    "words ru, hundreds": (("RU",), _triples),
    "words uk": (("UA",), _spoken("uk")),
    "words pt": (("PT",), _spoken("pt")),
    "words pl": (("PL",), _spoken("pl")),
    "some words en": (("GB", "US"), _some_words("en")),
    "some words es": (("ES",), _some_words("es")),
    "some words ru": (("RU",), _some_words("ru")),
    "words glued": (("GB", "US"), _glued_words),
    "words and digits glued": (("GB", "US"), _glued_mixture),
    "words misspelt": (("GB", "US"), _misspelt),
    "words with foreign letters": (("GB", "US"), _homoglyphs),
    "keycaps": (_EVERYWHERE, _signs("0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣")),
    "keycaps spaced": (("GB", "US", "RU"), _signs("0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣", " ")),
    "circled": (("GB", "US", "DE"), _signs("⓪ ① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨")),
    "circled black": (("GB", "US", "FR"), _signs("⓿ ❶ ❷ ❸ ❹ ❺ ❻ ❼ ❽ ❾")),
    "bracketed signs": (("US", "ES"), _signs("⓪ ⑴ ⑵ ⑶ ⑷ ⑸ ⑹ ⑺ ⑻ ⑼")),
    "bold": (("GB", "US", "IT"), _grouped_signs("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")),
    "double-struck": (("GB", "US"), _grouped_signs("𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")),
    "raised": (("GB", "US"), _grouped_signs("⁰¹²³⁴⁵⁶⁷⁸⁹")),
    "full-width": (("CN", "GB", "US"), _grouped_signs("０１２３４５６７８９")),
    "arabic-indic": (("SA", "GB"), _grouped_signs("٠١٢٣٤٥٦٧٨٩")),
    "persian digits": (("SA", "DE"), _grouped_signs("۰۱۲۳۴۵۶۷۸۹")),
    "devanagari": (("IN", "US"), _grouped_signs("०१२३४५६७८९")),
    "bengali": (("IN",), _grouped_signs("০১২৩৪৫৬৭৮৯")),
    "thai": (("US",), _grouped_signs("๐๑๒๓๔๕๖๗๘๙")),
    "chinese numerals": (("CN",), _grouped_signs("零一二三四五六七八九")),
    "digits of several scripts": (("GB", "US"), _scripts_mixed),
    "letters O and l": (("GB", "US", "DE"), _swapped({"0": "Oo", "1": "lI"}, 0.7)),
    "letters O l S B": (("GB", "US"), _swapped({"0": "O", "1": "lI", "5": "S", "8": "B"}, 0.6)),
    "unseen signs": (("GB", "US", "RU"), _between("\u200b", "\u200d", "\u2060", "\u00ad")),
    "struck through": (("GB", "US"), lambda number, random: "".join(d + "\u0336" for d in number.digits)),
}

_OPENINGS = {
    "en": (
        "Kitchen porter wanted, rooms above the shop, weekly pay.",
        "We are hiring cleaners for small hotels near the harbour. No experience needed.",
        "Two bright rooms to let, bills included, quiet street.",
    ),
    "es": ("Se busca camarera para bar en el puerto, alojamiento incluido.", "Trabajo en almacén, turnos de mañana."),
    "fr": ("Recherche serveuse pour un petit café, logé et nourri.", "Emploi en cuisine, contrat de saison."),
    "de": ("Wir suchen Helfer zur Ernte, Unterkunft wird gestellt.", "Reinigungskraft gesucht, ohne Vorkenntnisse."),
    "it": ("Cercasi cameriera per ristorante sul lago, vitto e alloggio.", "Lavoro in magazzino, turni di notte."),
    "ro": ("Căutăm muncitori pentru fermă, cazare asigurată.", "Angajăm personal de curățenie."),
    "ru": ("Требуется горничная в небольшой отель, жильё есть.", "Работа на складе, оплата каждую неделю."),
    "uk": ("Потрібна помічниця на кухню, житло надаємо.", "Робота на складі, оплата щотижня."),
}  # fmt: skip
_ASKING = {
    "en": ("Call {}", "Text {} after work", "WhatsApp {}", "{}", "Ask for Ana {}", "Just {} any day"),
    "es": ("Llama al {}", "Escribe {}", "{}", "Pregunta por Ana {}"),
    "fr": ("Appelez le {}", "{}", "Contact : {}", "Demandez Ana {}"),
    "de": ("Ruf an: {}", "{}", "Tel. {}", "Frag nach Ana {}"),
    "it": ("Chiama {}", "{}", "Tel {}", "Chiedi di Ana {}"),
    "ro": ("Sunați la {}", "{}", "Tel. {}", "Întreabă de Ana {}"),
    "ru": ("Звоните {}", "{}", "тел. {}", "Спросите Анну {}"),
    "uk": ("Телефонуйте {}", "{}", "тел. {}", "Питайте Ганну {}"),
}
_CLOSINGS = (
    "",
    " Ask for Ana.",
    " Start on Monday.",
    " Rooms from 9 to 17.",
    " 25 per hour.",
    " Bus 18 stops outside.",
)
_LANGUAGE = {"ES": "es", "FR": "fr", "DE": "de", "IT": "it", "RO": "ro", "RU": "ru", "UA": "uk"}


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up advert with what it holds.

    Args:
        name: The disguise or decoy.
        country: The advert's country.
        text: The advert.
        value: The number in E.164; None for a decoy.
    """

    name: str
    country: str
    text: str
    value: str | None


def cases(seed: int, each: int = 20) -> list[Case]:
    """Adverts with one disguised number each: `each` for every disguise, in order of name."""
    made = []
    for name in sorted(DISGUISES):
        homes, disguise = DISGUISES[name]
        random = Random(f"{seed} {name}")
        for _ in range(each):
            number = make_number(random, random.choice(homes))
            language = _LANGUAGE.get(number.country, "en")
            asking = random.choice(_ASKING[language]).format(disguise(number, random))
            text = f"{random.choice(_OPENINGS[language])} {asking}.{random.choice(_CLOSINGS)}"
            made.append(Case(name, number.country, text, number.e164))
    return made


def decoys(seed: int, each: int = 20) -> list[Case]:
    """Adverts with digits that are no phone number: `each` for every decoy, in order of name."""
    made = []
    for name in sorted(DECOYS):
        random = Random(f"{seed} {name}")
        for _ in range(each):
            country = random.choice(("GB", "US", "DE", "ES", "FR", "RU", "AU", "IT"))
            text = f"{random.choice(_OPENINGS['en'])} {DECOYS[name](random)}.{random.choice(_CLOSINGS)}"
            made.append(Case(name, country, text, None))
    return made
