"""Endings of the cases in which Russian, Ukrainian, Romanian and German decline names of places."""

from functools import lru_cache

SHORTEST = 2  # letters that have to be left of a name

# Folded ending -> endings of the first case that it may stand for; longer ones are tried first. й is folded to
# и, ї to і and ё to е before, so the pairs below are written without them.
_CYRILLIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("овому", ("овии",)),
    ("ского", ("ский", "скии", "ское")),
    ("ского", ("скии",)),
    ("ском", ("ск", "скии", "ское")),
    ("ському", ("ськии", "ське")),
    ("ського", ("ськии", "ське")),
    ("скои", ("ская", "ска")),
    ("ськои", ("ська",)),
    ("ськіи", ("ська",)),
    ("иями", ("ии",)),
    ("ами", ("ы", "и", "а")),
    ("ями", ("и", "і")),
    ("ах", ("ы", "и", "а")),
    ("ях", ("и", "і", "я")),
    ("ов", ("ы", "и")),
    ("ев", ("ы", "и")),
    ("ів", ("и", "і")),
    ("ові", ("ів",)),
    ("ова", ("ів", "ов")),
    ("ову", ("ів", "ов")),
    ("овом", ("ів", "ов")),
    ("овым", ("ов",)),
    ("єва", ("ів",)),
    ("єві", ("ів",)),
    ("єву", ("ів",)),
    ("євом", ("ів",)),
    ("ієм", ("іи", "ія")),
    ("ією", ("ія",)),
    ("ії", ("ія",)),
    ("іі", ("ія",)),
    ("ію", ("ія",)),
    ("ии", ("ия", "и")),
    ("ию", ("ия",)),
    ("иеи", ("ия",)),
    ("ого", ("ии", "ыи", "ое", "е")),
    ("его", ("ии", "ее")),
    ("ому", ("ии", "ыи", "ое", "е")),
    ("ему", ("ии", "ее")),
    ("нем", ("нии",)),
    ("ым", ("ыи", "ое")),
    ("им", ("ии", "ее")),
    ("ую", ("ая",)),
    ("ою", ("а",)),
    ("ею", ("я",)),
    ("ои", ("а", "ая", "ои")),
    ("еи", ("я", "а", "ея")),
    ("іи", ("а",)),
    ("ом", ("", "о", "ыи", "ое")),
    ("ем", ("", "ь", "е", "ии")),
    ("єм", ("ь", "и")),
    ("ью", ("ь",)),
    ("зі", ("га", "жа")),
    ("ці", ("ка", "ць", "ця", "ці")),
    ("сі", ("ха", "са", "с")),
    ("ця", ("ць",)),
    ("ця", ("ець",)),
    ("ці", ("ець",)),
    ("ні", ("ень", "нь", "на", "но", "ня")),
    ("не", ("ень", "н", "на", "но")),
    ("ня", ("ень", "нь")),
    ("ни", ("на", "нь", "ня", "ны")),
    ("ы", ("а",)),
    ("и", ("а", "ь", "я")),
    ("і", ("а", "ь", "", "о", "я")),
    ("е", ("", "а", "о", "ь", "я", "и")),
    ("у", ("", "а", "о")),
    ("ю", ("ь", "я", "и")),
    ("а", ("", "о")),
    ("я", ("ь", "и", "е")),
    ("", ("ы", "и", "а")),
)
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("iului", ("iu", "i")),
    ("ului", ("", "u", "ul")),
    ("oarei", ("oara",)),
    ("iei", ("ia",)),
    ("ei", ("a", "ea")),
    ("ii", ("ia",)),
    ("s", ("",)),
)


@lru_cache(maxsize=65536)
def lemmas(folded: str) -> tuple[str, ...]:
    """The word as it stands, then what it may be a case of; most of these are no words at all."""
    if not folded:
        return (folded,)
    cyrillic = "Ѐ" <= folded[-1] <= "ӿ"
    found = dict.fromkeys([folded])
    for ending, firsts in _CYRILLIC if cyrillic else _LATIN:
        if folded.endswith(ending) and len(folded) - len(ending) >= SHORTEST:
            stem = folded[: len(folded) - len(ending)] if ending else folded
            found.update(dict.fromkeys(stem + first for first in firsts))
    return tuple(found)
