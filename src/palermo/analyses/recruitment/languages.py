"""Which of the eight languages a text may be written in: by its letters and its commonest words."""

import re
from collections.abc import Sequence

from palermo.analyses.recruitment.lexicon import LANGUAGES, Token, fold

_COMMON = {
    "en": "the and of to in you your is are for we with on a will be our at no this from or by not do it have who",
    "es": "el la los las de que y en un una por con para tu su no se te es del al lo nos si solo sin mas",
    "fr": "le la les de des et un une vous votre est pour dans du au aux nous pas sur avec qui ne que se il sans par",
    "de": "der die das und ist sie wir nicht mit fur den dem ein eine von zu auf im wird bei ihre ihr kein nach uns",
    "it": "il lo la gli le di che e un una per con non si del della al dei ti tuo da nel sono ci senza come",
    "ro": "de la si in cu pe un o nu se este sunt pentru din va sa al ale fara prin doar care noi mai ne cat dupa",
    "ru": "и в не на с для по из вы ваш вам к до от за мы как это при только у все или без что нас у вас",
    "uk": "і в у не на з для по із ви ваш вам до від за ми як це при тільки та або без що й нам у вас",
}
_CYRILLIC = ("ru", "uk")
_LATIN = tuple(language for language in LANGUAGES if language not in _CYRILLIC)
_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _OF[fold(_word)] = (*_OF.get(fold(_word), ()), _language)
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[ыэъё]", re.IGNORECASE)
NEAR = 0.6  # a language with so large a share of the best one's common words is read as well


def languages_of(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The languages whose words to look for, likeliest first.

    A text in several, or with too few common words to tell, is read in all that it may be: a word
    missed costs a sign, a language tried in vain costs a little time.
    """
    cyrillic = 0 if text.isascii() else len(_CYRILLIC_LETTER.findall(text))
    family = _CYRILLIC if cyrillic * 3 > len(text) else _LATIN
    counts = dict.fromkeys(family, 0)
    for token in tokens:
        for language in _OF.get(token.text, ()):
            if language in counts:
                counts[language] += 1
    if family is _CYRILLIC:
        counts["uk"] += 2 * len(_UKRAINIAN.findall(text))
        counts["ru"] += 2 * len(_RUSSIAN.findall(text))
    best = max(counts.values())
    if best == 0:
        return family
    order = sorted(family, key=lambda language: (-counts[language], language))
    return tuple(language for language in order if counts[language] >= NEAR * best)
