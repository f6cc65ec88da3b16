"""How people say the digits of their number aloud, in eight languages: for those who would rather not write it."""

from collections.abc import Callable, Sequence
from random import Random

ONES = {
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "ro": "zero unu doi trei patru cinci șase șapte opt nouă",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
}

_TEN_TO_NINETEEN = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "ru": "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать"
    " девятнадцать",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_RUSSIAN_HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]


def ones(language: str) -> list[str]:
    """The words for 0 to 9."""
    return ONES[language].split()


def by_digit(digits: str, language: str) -> list[str]:
    """Each digit by itself."""
    words = ones(language)
    return [words[int(digit)] for digit in digits]


def _french(value: int) -> str:
    units, teens, tens = ones("fr"), _TEN_TO_NINETEEN["fr"].split(), _TENS["fr"].split()
    if value < 20:
        return teens[value - 10]
    ten, unit = divmod(value, 10)
    if ten < 7:
        joint = " et " if unit == 1 else "-"
        return tens[ten - 2] + (joint + units[unit] if unit else "")
    rest = value - 60 if ten == 7 else value - 80
    said = "soixante" if ten == 7 else "quatre-vingt"
    if rest == 0:
        return said + "s"
    below = teens[rest - 10] if rest >= 10 else units[rest]
    return said + (" et " if value == 71 else "-") + below


def pair(value: int, language: str) -> str:
    """10 to 99 in words."""
    if language == "fr":
        return _french(value)
    units, teens, tens = ones(language), _TEN_TO_NINETEEN[language].split(), _TENS[language].split()
    if value < 20:
        return teens[value - 10]
    ten, unit = divmod(value, 10)
    said = tens[ten - 2]
    if unit == 0:
        return said
    if language == "de":
        return f"{'ein' if unit == 1 else units[unit]}und{said}"
    if language == "it":
        return (said[:-1] if unit in (1, 8) else said) + units[unit]
    if language == "es":
        return f"veinti{units[unit]}" if ten == 2 else f"{said} y {units[unit]}"
    return f"{said}-{units[unit]}" if language == "en" else f"{said} {units[unit]}"


def by_pair(digits: str, language: str) -> list[str]:
    """Two digits at a time; a pair that begins with a nought digit by digit."""
    said = []
    at = 0
    if len(digits) % 2:
        said += by_digit(digits[0], language)
        at = 1
    for begun in range(at, len(digits), 2):
        two = digits[begun : begun + 2]
        said += by_digit(two, language) if two[0] == "0" else [pair(int(two), language)]
    return said


def russian_triples(groups: Sequence[str]) -> list[str]:
    """The usual way in Russian: three digits as hundreds, two as tens."""
    said = []
    for group in groups:
        if len(group) == 3 and group[0] != "0":
            said.append(_RUSSIAN_HUNDREDS[int(group[0]) - 1])
            rest = group[1:].lstrip("0")
            if len(rest) == 2:
                said.append(pair(int(rest), "ru"))
            elif rest:
                said += by_digit(rest, "ru")
        elif len(group) == 2 and group[0] != "0":
            said.append(pair(int(group), "ru"))
        else:
            said += by_digit(group, "ru")
    return said


def with_doubles(digits: str, random: Random) -> list[str]:
    """English with "oh", "double" and "triple"."""
    words = ones("en")
    nought = random.choice(("oh", "zero"))
    said = []
    at = 0
    while at < len(digits):
        same = 1
        while same < 3 and at + same < len(digits) and digits[at + same] == digits[at]:
            same += 1
        word = nought if digits[at] == "0" else words[int(digits[at])]
        said.append(word if same == 1 else f"{'double' if same == 2 else 'triple'} {word}")
        at += same
    return said


Speaker = Callable[[str, Random], str]
