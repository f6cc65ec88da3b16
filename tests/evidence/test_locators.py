"""Locators: written and read back."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.errors import InputError
from palermo.evidence.locators import WHOLE, Locator, parse, write_locators

_names = st.one_of(st.none(), st.text(st.characters(exclude_categories=("Cs",)), max_size=12))


@settings(max_examples=80, deadline=None)
@given(
    member=_names,
    row=st.one_of(st.none(), st.integers(1, 10**12)),
    element=_names,
    span=st.one_of(st.just((None, None)), st.tuples(st.integers(0, 10**12), st.integers(0, 10**12))),
)
def test_a_locator_reads_back_as_it_was_written(
    member: str | None, row: int | None, element: str | None, span: tuple[int | None, int | None]
) -> None:
    locator = Locator(member, row, element, *span)
    assert parse(str(locator)) == locator
    assert str(locator).isascii()
    assert "\n" not in str(locator)


def test_many_locators_are_written_as_one_is() -> None:
    rows = pa.array([1, 2], pa.int64())
    made = write_locators("a;b=c/ü.csv", rows, ["/x/0", "/x/1"], [0, 10], [10, 30]).to_pylist()
    assert made == [
        str(Locator("a;b=c/ü.csv", 1, "/x/0", 0, 10)),
        str(Locator("a;b=c/ü.csv", 2, "/x/1", 10, 30)),
    ]
    assert write_locators(None, rows, None, None, None).to_pylist() == ["row=1", "row=2"]


def test_what_is_no_locator_is_refused_with_an_example() -> None:
    assert parse(WHOLE) == Locator()
    for text in ("", "row", "row=x", "bytes=5", "row=1;row=2", "colour=red"):
        with pytest.raises(InputError, match="row=12"):
            parse(text)
