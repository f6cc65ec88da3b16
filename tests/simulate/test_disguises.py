"""The generator of disguised numbers."""

import unicodedata
from random import Random

import phonenumbers

from palermo.simulate import said
from palermo.simulate.decoys import DECOYS
from palermo.simulate.disguises import COUNTRIES, DISGUISES, cases, decoys, make_number


def test_there_are_more_than_twenty_disguises_in_eight_languages() -> None:
    assert len(DISGUISES) >= 20
    assert {name.split()[1].strip(",") for name in DISGUISES if name.startswith("words ")} >= {
        "en", "es", "fr", "de", "it", "ro", "ru", "uk"
    }  # fmt: skip
    assert len(DECOYS) >= 20


def test_the_same_seed_makes_the_same_adverts_and_another_makes_others() -> None:
    assert cases(1, 2) == cases(1, 2) != cases(2, 2)
    assert decoys(1, 2) == decoys(1, 2) != decoys(2, 2)


def test_every_number_is_one_of_its_country_and_rings_nowhere() -> None:
    """Exchange 000 or a range kept for drama; libphonenumber takes each, so that a miss is the reader's."""
    random = Random(4)  # noqa: S311
    for country in COUNTRIES:
        for _ in range(40):
            number = make_number(random, country)
            parsed = phonenumbers.parse(number.digits, country)
            assert phonenumbers.is_valid_number(parsed)
            assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number.e164


def test_a_case_holds_its_number_and_a_decoy_none() -> None:
    assert all(case.value is not None for case in cases(3, 1))
    assert all(case.value is None for case in decoys(3, 1))


def test_plain_signs_alone_carry_the_digits_of_a_case() -> None:
    random = Random(2)  # noqa: S311
    number = make_number(random, "GB")
    for name in ("circled", "bold", "arabic-indic", "keycaps"):
        written = DISGUISES[name][1](number, random)
        digits = "".join(str(unicodedata.digit(sign)) for sign in written if unicodedata.digit(sign, None) is not None)
        assert digits == number.digits


def test_pairs_are_said_as_people_say_them() -> None:
    assert said.pair(97, "fr") == "quatre-vingt-dix-sept"
    assert said.pair(71, "fr") == "soixante et onze"
    assert said.pair(80, "fr") == "quatre-vingts"
    assert said.pair(21, "de") == "einundzwanzig"
    assert said.pair(28, "it") == "ventotto"
    assert said.pair(35, "es") == "treinta y cinco"
    assert said.russian_triples(["916", "05"]) == ["девятьсот", "шестнадцать", "ноль", "пять"]
