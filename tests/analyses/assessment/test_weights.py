"""Weights: bounded, rising, and nothing where nothing was seen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.analyses.assessment import weights
from palermo.analyses.assessment.likeness import likeness

counts = st.integers(2, 10_000)


@given(bits=st.integers(0, 10**9), adverts=counts, more=st.integers(1, 10**6))
@settings(deadline=None, max_examples=60)
def test_more_bits_never_weigh_less_and_never_pass_one_nat(bits: int, adverts: int, more: int) -> None:
    less, then = weights.of_text(bits, adverts, adverts), weights.of_text(bits + more, adverts, adverts)
    assert 0 <= less <= then <= weights.NAT


@given(contacts=counts, extra=st.integers(1, 1000), texts=st.integers(1, 12), compared=st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_contacts_weigh_between_nothing_and_one_nat(contacts: int, extra: int, texts: int, compared: int) -> None:
    assert 0 < weights.of_turns(contacts, contacts + extra) <= weights.NAT
    assert 0 < weights.of_reach(texts, compared, compared) <= weights.NAT
    assert 0 < weights.of_disguise(min(contacts, extra), max(contacts, extra)) <= weights.NAT


def test_two_places_or_one_country_are_no_spread() -> None:
    assert weights.of_spread(2, 1) == 0
    assert weights.of_spread(2, 2) > 0
    assert weights.of_spread(3, 0) > 0


def test_a_text_that_is_little_of_its_adverts_holds_less() -> None:
    assert [weights.held(600_000, share) for share in (200, 300, 450, 600, 900)] == [0, 0, 300_000, 600_000, 600_000]


def test_texts_of_one_template_are_alike_in_scripts_with_and_without_spaces() -> None:
    latin = "we look for workers in a warehouse call ann now at once today"
    assert likeness(latin, latin.replace("warehouse", "farm").replace("ann", "bob")) > 0.5
    assert likeness(latin, "cooks wanted by the sea side hotel good pay and a room") < 0.5
    han = "招聘工人提供住宿工资高请联系电话一二三四五六"
    assert likeness(han, han.replace("工资高", "包吃")) > 0.5
    assert likeness(han, "海边酒店需要厨师欢迎应聘每月按时发薪") < 0.5
    assert likeness("", "") == 1.0
