"""The page of figures: said plainly, section by section, and nothing lost when one is measured again."""

from pathlib import Path

import pytest

from palermo.bench.machine import Machine, paired_ratio, this_machine
from palermo.bench.report import Measured, keep
from palermo.bench.rows import Row
from palermo.errors import InputError

MACHINE = Machine("A made-up processor", 2, 8.0, "Linux x86_64, Python 3.11", {"numpy": "2.2.6"})
ORDER = ("first", "second")


def measured(section: str, *rows: Row, day: str = "2026-01-02") -> Measured:
    return Measured(section, rows, day, MACHINE, 7, "palermo bench adverts")


def row(what: str, reached: bool | None, goal: str = ">= .9") -> Row:
    return Row(what, goal, "0.95", reached, "rensa", "0.90", 1.0556, 5000, "a note | with a bar")


def test_a_goal_missed_is_said_as_plainly_as_one_reached(tmp_path: Path) -> None:
    page = keep(tmp_path, "adverts", ORDER, measured("first", row("good", True), row("bad", False), row("late", None)))
    text = page.read_text(encoding="utf-8")
    assert "Of 3 goals 1 were reached, 1 missed, 1 not measured." in text
    assert (
        "| bad | >= .9 | 0.95 | **no** | rensa | 0.90 | 1.06 | 5,000 | 2026-01-02, seed 7 | a note / with a bar |"
        in text
    )
    assert "| late | >= .9 | 0.95 | not measured |" in text
    assert "A made-up processor, 2 cores, 8.0 GiB" in text


def test_measuring_one_section_again_leaves_the_others_and_the_rest_of_the_page(tmp_path: Path) -> None:
    page = keep(tmp_path, "adverts", ORDER, measured("second", row("b", True)))
    page.write_text(page.read_text(encoding="utf-8") + "\nWritten by hand.\n", encoding="utf-8")
    keep(tmp_path, "adverts", ORDER, measured("first", row("a", True), day="2026-01-03"))
    keep(tmp_path, "other", ORDER, measured("first", row("c", True)))
    keep(tmp_path, "adverts", ORDER, measured("second", row("b2", False), day="2026-01-04"))
    text = page.read_text(encoding="utf-8")
    assert text.index("| a |") < text.index("| b2 |")
    assert "| b |" not in text
    assert "| c |" in text
    assert "Written by hand." in text
    assert "2026-01-03" in text


def test_a_broken_file_of_figures_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks" / "adverts.json"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="is not JSON; mend it or remove it"):
        keep(tmp_path, "adverts", ORDER, measured("first", row("a", True)))
    assert path.read_text(encoding="utf-8") == "{"


def test_the_machine_names_itself_and_its_libraries() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.memory > 0
    assert {"numpy", "pyarrow", "duckdb"} <= set(machine.versions)


def test_ratios_are_taken_in_pairs() -> None:
    calls: list[str] = []
    ours, theirs, ratio = paired_ratio(
        lambda: calls.append("ours") or sum(range(20_000)) * 0 + 100, lambda: calls.append("theirs") or 50
    )
    assert calls == ["ours", "theirs"] * 3
    assert ours > 0
    assert theirs > 0
    assert ratio > 0
