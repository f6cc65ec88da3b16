"""The registry of analyses."""

from typing import Any

import pyarrow as pa
import pytest

from palermo.analysis import Analysis, Card, Made, choose, in_order, select
from palermo.errors import NotFoundError, UsageError
from palermo.tables import Column, Table

A, B, C = (Table(name, "A row.", ("id",), (Column("id", pa.string(), "Names it."),)) for name in "abc")
CARD = Card("x", "x", ("x",), "x", "x", "x", "x")


def nothing(*relations: Any, **parameters: Any) -> Made:
    return {}


FIRST = Analysis("first", nothing, (A,), (B,), {"bound": 3, "regions": (), "share": 0.5, "loud": False}, card=CARD)
SECOND = Analysis("second", nothing, (B,), (C,), {"bound": 5}, card=CARD)
BARE = Analysis("bare", nothing, (B,), ())


def test_a_table_is_made_before_it_is_read() -> None:
    assert [a.name for a in in_order([SECOND, FIRST])] == ["first", "second"]


def test_a_circle_of_tables_is_refused() -> None:
    back = Analysis("back", nothing, (C,), (A,))
    with pytest.raises(NotFoundError, match="in a circle"):
        in_order([FIRST, SECOND, back])


def test_an_analysis_without_a_card_does_not_run_by_default() -> None:
    """A01: a detector without a card cannot run by default."""
    assert [a.name for a in select([FIRST, BARE, SECOND], [])] == ["first", "second"]
    assert [a.name for a in select([FIRST, BARE, SECOND], ["bare"])] == ["first", "bare"]


def test_an_analysis_brings_those_whose_tables_it_reads() -> None:
    assert [a.name for a in select([FIRST, SECOND], ["second"])] == ["first", "second"]
    assert [a.name for a in select([FIRST, SECOND], ["first"])] == ["first"]


def test_an_unknown_analysis_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no analysis third; there are: first, second"):
        select([FIRST, SECOND], ["third"])


def test_what_is_typed_goes_before_the_workspace_and_that_before_defaults() -> None:
    chosen = choose([FIRST, SECOND], {"bound": 4, "purpose": "protection"}, {"bound": "7"})
    assert chosen["first"]["bound"] == 7
    assert choose([FIRST], {"bound": 4}, {})["first"]["bound"] == 4
    assert "purpose" not in chosen["first"]


def test_a_typed_parameter_takes_the_type_of_its_default() -> None:
    chosen = choose([FIRST], {}, {"regions": "GB,ES", "share": "0.25", "loud": "true"})["first"]
    assert (chosen["regions"], chosen["share"], chosen["loud"]) == (("GB", "ES"), 0.25, True)


@pytest.mark.parametrize(("name", "text"), [("bound", "many"), ("loud", "perhaps"), ("share", "half")])
def test_a_typed_parameter_of_another_type_is_refused(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=f"parameter {name} should be like"):
        choose([FIRST], {}, {name: text})


def test_an_unknown_parameter_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no parameter colour; there are: bound"):
        choose([FIRST], {}, {"colour": "red"})
