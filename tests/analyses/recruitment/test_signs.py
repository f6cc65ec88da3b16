"""Signs stand where they say, a 'no' turns them round, and no word of a class moves a score."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.analyses.recruitment.lexicon import CLASSES, LANGUAGES, class_words, fold, tokens_of
from palermo.analyses.recruitment.signs import find_mentions, signs
from palermo.analyses.recruitment.weights import weights
from palermo.analyses.recruitment.word_models import prepared_words
from palermo.indicators import read_catalogue

# a sentence that tells each language, with a place for one word
FRAMES = {
    "en": "We are looking for {} for the work in our house. You will be paid with the others.",
    "es": "Se busca {} para el trabajo en nuestra casa. El sueldo es con los demás.",
    "fr": "Nous cherchons {} pour le travail dans notre maison. Vous serez avec les autres.",
    "de": "Wir suchen {} für die Arbeit in dem Haus. Der Lohn ist wie bei den anderen.",
    "it": "Cerchiamo {} per il lavoro nella nostra casa. Lo stipendio è con gli altri.",
    "ro": "Căutăm {} pentru munca din casa noastră. Plata este cu ceilalți și nu se schimbă.",
    "ru": "Мы ищем {} для работы в нашем доме. Оплата как у всех и без задержки.",
    "uk": "Ми шукаємо {} для роботи в нашому домі. Оплата як у всіх і без затримки її.",
}


def present(text: str) -> set[str]:
    return {mention.sign for mention in find_mentions(text) if mention.present}


def weighed(text: str) -> set[str]:
    """The signs of a text that a score may weigh."""
    catalogue, held = read_catalogue().by_id(), weights()
    return {
        mention.sign
        for mention in find_mentions(text)
        if mention.present and catalogue[mention.indicator_id].may_weigh and held[mention.indicator_id].weight
    }


@cache
def members(language: str, name: str) -> list[str]:
    """Words of a class, as they are written out in its list."""
    words = next(words for found, words in class_words(language) if found == name)
    return [word for word in words if not word.endswith(("*", "?")) and "_" not in word and "-" not in word]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("A processing fee of 200 must be paid by the applicant.", "fee"),
        ("Hay que pagar una cuota de inscripción.", "fee"),
        ("Für die Vermittlung ist eine Gebühr zu zahlen.", "fee"),
        ("We hold your passport in our office.", "papers"),
        ("Ваш паспорт остаётся у работодателя.", "papers"),
        ("Contact us only on Telegram.", "messenger"),
        ("Ви працюєте без договору.", "contract"),
        ("Le logement est fourni.", "lodging"),
    ],
)
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in present(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("No fees.", "fee"),
        ("We never hold your passport.", "papers"),
        ("Kein Wort davon: wir behalten niemals Ihren Pass.", "papers"),
        ("Accommodation is not provided.", "lodging"),
        ("Жилье не предоставляется.", "lodging"),
        ("Please do not apply on WhatsApp.", "messenger"),
    ],
)
def test_a_no_makes_a_sign_absent(text: str, sign: str) -> None:
    mentions = [mention for mention in find_mentions(text) if mention.sign == sign]
    assert mentions
    assert not any(mention.present for mention in mentions)


@pytest.mark.parametrize(
    "text", ["Bring a copy of your passport.", "Book hotel rooms for our directors.", "", "123", "؟؟"]
)
def test_a_look_alike_is_not_stated(text: str) -> None:
    assert find_mentions(text) == []


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_places_inside_it(text: str) -> None:
    for mention in find_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)


@given(st.sampled_from(LANGUAGES), st.sampled_from(CLASSES), st.data())
@settings(max_examples=150, deadline=None)
def test_swapping_words_of_a_class_moves_no_score(language: str, name: str, data: st.DataObject) -> None:
    words = members(language, name)
    if not words:
        return
    one, other = (FRAMES[language].format(data.draw(st.sampled_from(words))) for _ in range(2))
    assert weighed(one) == weighed(other)
    assert prepared_words(one) == prepared_words(other)


@given(st.sampled_from(LANGUAGES), st.sampled_from(CLASSES), st.data())
@settings(max_examples=100, deadline=None)
def test_words_of_a_class_raise_no_weight(language: str, name: str, data: st.DataObject) -> None:
    words = members(language, name)
    if not words:
        return
    catalogue, held = read_catalogue().by_id(), weights()
    for mention in find_mentions(FRAMES[language].format(data.draw(st.sampled_from(words)))):
        entry = catalogue[mention.indicator_id]
        assert not entry.may_weigh or held[mention.indicator_id].weight == 0


def test_every_sign_is_an_entry_of_the_catalogue_and_has_a_weight() -> None:
    known = read_catalogue().by_id()
    for sign in signs():
        assert sign.indicator_id in known
        assert sign.indicator_id in weights()


def test_an_assumed_weight_is_at_most_one_nat() -> None:
    assumed = [weight for weight in weights().values() if weight.basis.startswith("assumed")]
    assert assumed
    assert all(weight.weight <= 1_000_000 for weight in assumed)


def test_demands_on_age_and_looks_are_shown_and_never_weighed() -> None:
    assert "looks" in present("Only women aged 18 to 25, attractive appearance.")
    entry = read_catalogue().by_id()["own.demands_on_age_or_looks"]
    assert not entry.may_weigh


def test_every_language_names_every_class() -> None:
    for language in LANGUAGES:
        named = {name for name, _ in class_words(language)}
        assert set(CLASSES) <= named


def test_a_place_counts_code_points() -> None:
    text = "🏠🏠 Your passport stays with the employer."
    found = next(mention for mention in find_mentions(text) if mention.sign == "papers")
    assert text[found.start : found.end] == "passport stays with the employer"


def test_accents_and_kinds_of_yo_do_not_matter() -> None:
    assert fold("Ёлка ÜBER Œuvre") == "елка uber oeuvre"


def test_a_number_with_thousands_is_one_token() -> None:
    assert [token.text for token in tokens_of("4.000 EUR, 12.50 an hour")] == ["4.000", "eur", "12.50", "an", "hour"]


def test_a_text_without_end_is_read() -> None:
    assert present("pay the fee " * 20_000) == {"fee"}
