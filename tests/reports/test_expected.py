"""The two lines of what is expected to be wrong."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from palermo.reports import expected_wrong, needs, weeks
from palermo.reports.dossier import showable
from palermo.reports.timeline import bars, says, svg
from palermo.tables import TABLES, Column, Marking, Table


@given(st.integers(1, 10_000), st.integers(0, 1000))
def test_wrong_links_are_the_list_times_one_minus_the_lower_bound(listed: int, thousandths: int) -> None:
    """A02: the count shown equals list size times (1 - lower bound of precision)."""
    low = thousandths / 1000
    links, _ = expected_wrong(listed, low)
    assert f"of {listed} leads on the list, {listed * (1 - low):.1f} can be expected" in links


def test_without_a_measured_precision_the_line_says_so() -> None:
    """S12: no figure where nobody measured one."""
    links, _ = expected_wrong(12, None)
    assert links == "Wrong links: not known here. Nobody has measured how often the ties are right."


def test_not_trafficking_is_not_known_before_fifty_reviews() -> None:
    """H02: leads closed as spam, scam, agency or not trafficking count once there are enough of them."""
    assert expected_wrong(12, 0.9, reviewed=49, not_trafficking=40)[1].startswith("Not trafficking: not known here. 49")
    assert expected_wrong(12, 0.9, reviewed=50, not_trafficking=40)[1] == (
        "Not trafficking: 40 of 50 leads of this kind that people reviewed."
    )


def test_a_report_needs_no_victim_or_biometric_column() -> None:
    for name, columns in needs().items():
        promised = {column.name: column.marking for column in TABLES[name].columns}
        assert {promised[column] for column in columns}.isdisjoint({Marking.VICTIM, Marking.BIOMETRIC})
    text = TABLES["adverts"].column("body").type
    table = Table("t", "t", ("a",), (Column("a", text, "A."), Column("v", text, "V.", marking=Marking.VICTIM)))
    assert showable(table) == ("a",)


def test_weeks_begin_on_monday_and_what_is_not_stated_is_left_out() -> None:
    sunday, monday = datetime(2024, 3, 10, 23, tzinfo=UTC), datetime(2024, 3, 11, tzinfo=UTC)
    assert [(day.isoformat(), n) for day, n in weeks([monday, None, sunday, monday])] == [
        ("2024-03-04", 1),
        ("2024-03-11", 2),
    ]


def test_a_timeline_of_many_years_keeps_to_sixty_bars_and_loses_nothing() -> None:
    timeline = weeks(datetime(2000 + at, 1 + at % 12, 5, tzinfo=UTC) for at in range(24))
    drawn = bars(timeline)
    assert len(drawn) <= 60
    assert sum(adverts for _, adverts in drawn) == 24
    assert svg(timeline).count("<rect") == sum(1 for _, adverts in drawn if adverts)
    assert svg(()) == ""
    assert says(()) == "No advert states when it was posted."
