"""How much an observation weighs: assumed, bounded, and never flat.

A weight is a natural-log likelihood ratio in micro-units of a nat. None of those here was
measured, so none may pass 1 nat (10^6) in either direction, and each says that it is assumed.
Within the bound a weight goes on rising with what was counted, so that two leads seldom tie;
across independence groups weights add up without a bound.

Only +, *, / and square root are used: IEEE 754 rounds these the same way everywhere.
"""

import math

NAT = 1_000_000  # micro-units
ASSUMED = "weight assumed, at most 1 nat"

# Bits saved at which the shared text is half as weighty as it can be. Assumed: about what four adverts of
# a hundred words cost to write without a template (11 bits a word).
HALF_BITS = 4_000
# At so many steps beyond the ordinary an observation is half as weighty as it can be. Assumed.
HALF_TURNS = 3  # contacts that take turns
HALF_REACH = 2  # unlike texts under one contact
HALF_NAMES = 2  # employers after the first
HALF_PLACES = 10  # places after the second
HALF_COUNTRIES = 2  # countries after the first
HALF_STATED = 3  # adverts that name one and the same employer
MOST_DISGUISED = 700_000  # disguise is a habit of honest advertisers too


def rise(steps: float) -> int:
    """Weight of `steps` half-steps: 0 at 0, half a nat at 1, towards 1 nat without reaching it."""
    return round(NAT * steps / (1 + steps))


def of_text(bits: int, different: int, adverts: int) -> int:
    """One text behind many adverts; adverts that say the same in every field count once."""
    if different < 2:
        return 0
    return rise(math.sqrt(max(bits, 0) * different / adverts / HALF_BITS))


def of_turns(contacts: int, uses: int) -> int:
    """Contacts that take turns: several of them, and used again; a contact for each advert is no turn."""
    return rise(min(contacts - 1, uses - contacts) / HALF_TURNS)


def of_reach(texts: int, unlike: int, compared: int) -> int:
    """One contact under other texts, as far as those compared were unlike."""
    return rise(texts * unlike / compared / HALF_REACH)


def of_disguise(hidden: int, stated: int) -> int:
    """Adverts that hide their contact, of those that state one."""
    return round(MOST_DISGUISED * (hidden / stated) * (hidden / (hidden + 1)))


def of_spread(places: int, countries: int) -> int:
    """One text over several places or countries at all; which came first is never weighed."""
    return rise(max(places - 2, 0) / HALF_PLACES + max(countries - 1, 0) / HALF_COUNTRIES)


def of_names(employers: int) -> int:
    """Several employers under one text."""
    return rise((employers - 1) / HALF_NAMES)


def of_one_name(naming: int, adverts: int) -> int:
    """Against: one named employer; the more adverts name it, the more."""
    return -round(rise(naming / HALF_STATED) * naming / adverts)


def of_many_texts(texts: int, bound: int) -> int:
    """Against: a contact on more unlike texts than one hand would have."""
    return -rise(2 * texts / bound)


def held(weight: int, similarity: int) -> int:
    """What is left of a weight that rests on the adverts being one text, where little of them is that text.

    All of it from six tenths of the words on, nothing at three tenths and below (assumed): adverts that
    share a legal sentence alone share no hand. `similarity` in thousandths.
    """
    return round(weight * min(max(similarity - 300, 0) / 300, 1))


def of_few(different: int) -> int:
    """Against: two or three adverts can be alike by chance."""
    return -300_000 * (4 - different)
