"""Contract and properties of the analysis `identifiers`."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_mentions import advert, adverts_of, find, values
from palermo.analyses.identifiers import ANALYSIS, find_identifiers
from palermo.analyses.identifiers.find import canonical, find_in_column
from palermo.analysis import Former, in_memory
from palermo.engine.duck import DuckEngine
from palermo.errors import TableError
from palermo.simulate.disguises import cases, decoys
from palermo.tables import ADVERTS, IDENTIFIERS, UNREAD_NUMBERS

_PIECES = st.sampled_from(
    [
        *("020 7946 0123", "+44 20 7946 0456", "zero two zero seven nine four six zero one two three"),
        *("ana@example.org", "ana at example dot org", "https://example.org/a?b=1", "t.me/ana_jobs", "www."),
        *("Telegram: @ana_jobs", "wa.me/442079460123", "GB82 WEST 1234 5698 7654 32", "#PHONE_0a1b2c3d#"),
        *("0️⃣2️⃣0️⃣7️⃣9️⃣4️⃣6️⃣0️⃣1️⃣2️⃣3️⃣", "O2O 7946 OI23", "@", "://", "12.05.2024", "£1,200", " or ", ". ", ", ", "\n"),
        *("call ", "ref ", "+", "\u200b", "\u202e", "é", "中", "😀", "-", "(", ")"),
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=9).map("".join)


def test_the_example_gives_rows_that_keep_the_promise() -> None:
    table = adverts_of(["Call 020 7946 0123 or ana@example.org"])
    with DuckEngine() as engine:
        made = ANALYSIS.run(engine, [in_memory(table)])
        IDENTIFIERS.check(made["identifiers"].table())
        UNREAD_NUMBERS.check(made["unread_numbers"].table())
        assert made["identifiers"].count() == 2


def test_twice_the_same_and_the_order_of_rows_does_not_matter() -> None:
    made = [case.text for case in cases(9, 2)]
    table = adverts_of(made)
    shuffled = table.take(list(range(1, len(made), 2)) + list(range(0, len(made), 2)))
    assert find(table) == find(table) == find(shuffled)


def test_empty_in_empty_out() -> None:
    assert find(ADVERTS.empty()) == ([], [])


def test_rows_are_ordered_by_the_table_key() -> None:
    rows, _ = find(adverts_of(["Call 020 7946 0123 or 020 7946 0456, ana@example.org", "tel 0161 496 0123"]))
    keys = [tuple(row[name] for name in IDENTIFIERS.key) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) == 4


def test_an_increment_reads_only_what_is_fresh() -> None:
    old, fresh = adverts_of(["Call 020 7946 0123"]), ADVERTS.of([advert(7, "Call 0161 496 0123")])
    with DuckEngine() as engine:
        before = find_identifiers(engine, in_memory(old))
        former = Former(tables=before, fresh={"adverts": in_memory(fresh)})
        after = find_identifiers(engine, in_memory(pa.concat_tables([old, fresh])), former=former)
        whole = find_identifiers(engine, in_memory(pa.concat_tables([old, fresh])))
        assert after["identifiers"].table().to_pylist() == whole["identifiers"].table().to_pylist()


def test_a_table_without_country_is_refused() -> None:
    with DuckEngine() as engine, pytest.raises((TableError, KeyError)):
        find_identifiers(engine, in_memory(adverts_of(["x"]).drop_columns(["country"])))


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_a_mention_stands_where_start_says(body: str) -> None:
    """Read again by itself, every mention gives the same value; those of one kind do not overlap."""
    seen: dict[object, int] = {}
    for row in sorted(find_in_column(pa.array([body]), "contact", ["GB"], ()), key=lambda row: row[4]):
        _, kind, value, _, start, end, *_ = row
        assert 0 <= start < end <= len(body)
        if kind is None:
            continue
        assert seen.get(kind, 0) <= start
        seen[kind] = end
        assert canonical(kind, body[start:end], "GB") == value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_fault(body: str) -> None:
    for name in ("title", "body", "url"):
        find_in_column(pa.array([body, None, body]), name, ["GB", None, "XX"], ("GB",))


def test_slices_and_nulls_of_a_column_are_read_where_they_stand() -> None:
    column = pa.array(["x" * 50, None, "Call 020 7946 0123", None, "ana@example.org"]).slice(1)
    rows = find_in_column(column, "body", ["GB"] * 4, ())
    assert sorted((row[0], row[1]) for row in rows) == [(1, "phone"), (3, "email")]


def test_a_very_long_line_is_read_in_bounds() -> None:
    body = "1 " * 200_000 + "x" * 200_000 + " tel 020 7946 0123 " + "9" * 200_000
    assert ("phone", "+442079460123") in values(body)


def test_most_disguises_of_a_fresh_seed_are_read_and_decoys_are_not() -> None:
    """The goal of the benchmark on a seed that nothing was tuned on, held a little lower for the small number."""
    hidden, empty = cases(77, 4), decoys(77, 6)
    every = [*hidden, *empty]
    found: dict[int, set[object]] = {}
    for row in find_in_column(pa.array([c.text for c in every]), "body", [c.country for c in every], ()):
        if row[1] == "phone" and str(row[2]).startswith("+"):
            found.setdefault(row[0], set()).add(row[2])
    right = sum(case.value in found.get(at, ()) for at, case in enumerate(hidden))
    wrong = sum(len(found.get(at, set()) - {case.value}) for at, case in enumerate(every))
    assert right / len(hidden) >= 0.95
    assert right / (right + wrong) >= 0.98


def test_no_card_no_run() -> None:
    """A detector says what is known of it."""
    assert ANALYSIS.card is not None
    assert len(ANALYSIS.card.languages) >= 8
