"""The runner: what is measured is on record at once, and a goal that could not be measured is not left out."""

import json
from pathlib import Path

import pytest

from palermo.bench import adverts
from palermo.bench.adverts import SECTIONS, bench_adverts
from palermo.bench.rows import Row
from palermo.bench.setting import Section, Setting
from palermo.errors import InputError, UsageError

DONE: list[str] = []


def good(setting: Setting) -> list[Row]:
    DONE.append(str(setting.work))
    return [Row("good", ">= 1", "2", True, n=setting.sizes.script)]


def bad(setting: Setting) -> list[Row]:
    raise InputError("the disk was eaten")


def slow(setting: Setting) -> list[Row]:
    return [Row("slow", ">= 1", "0", False)]


MADE_UP = (
    Section("good", "does well", good, (("good", ">= 1"),)),
    Section("bad", "fails", bad, (("first", "<= 1"), ("second", "<= 2"))),
    Section("late", "comes after", good, ()),
    Section("slow", "takes long", slow, (), full=True),
)


@pytest.fixture(autouse=True)
def made_up_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adverts, "SECTIONS", MADE_UP)


def test_a_section_that_fails_leaves_its_goals_as_not_measured_and_the_next_begins(tmp_path: Path) -> None:
    said: list[str] = []
    rows = bench_adverts(tmp_path, quick=True, say=said.append)
    assert [row.what for row in rows] == ["good", "first", "second", "good"]
    assert [row.reached for row in rows] == [True, None, None, True]
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| first | <= 1 |  | not measured |" in page
    assert "not measured: InputError: the disk was eaten" in page
    assert "bad failed: the disk was eaten" in "\n".join(said)


def test_what_was_measured_stands_on_record_before_the_next_section_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(setting: Setting) -> list[Row]:
        raise KeyboardInterrupt

    broken = Section("broken", "is stopped by hand", breaks, ())
    monkeypatch.setattr(adverts, "SECTIONS", (MADE_UP[0], broken))
    with pytest.raises(KeyboardInterrupt):
        bench_adverts(tmp_path, quick=True)
    assert "| good | >= 1 | 2 | yes |" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")


def test_only_the_rows_named_are_measured_and_the_longest_only_when_asked_for(tmp_path: Path) -> None:
    assert [row.what for row in bench_adverts(tmp_path, only=["late"], quick=True)] == ["good"]
    assert "slow" not in [row.what for row in bench_adverts(tmp_path, quick=True)]
    assert [row.what for row in bench_adverts(tmp_path, quick=True, full=True)][-1] == "slow"
    assert [row.what for row in bench_adverts(tmp_path, only=["slow"], quick=True)] == ["slow"]
    held = json.loads((tmp_path / "benchmarks" / "adverts.json").read_text(encoding="utf-8"))
    assert list(held) == ["good", "bad", "late", "slow"]


def test_a_row_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such row: nonsense; there are good, bad, late, slow"):
        bench_adverts(tmp_path, only=["nonsense"])


def test_passing_files_are_gone_at_the_end(tmp_path: Path) -> None:
    DONE.clear()
    bench_adverts(tmp_path, only=["good"], quick=True)
    assert DONE
    assert not any(Path(folder).exists() for folder in DONE)


def test_every_goal_of_the_table_has_a_section_that_names_it() -> None:
    goals = " ".join(f"{what} {goal}" for section in SECTIONS for what, goal in section.goals)
    for words in ("synthetic set, word noise 20 %", "1,000,000 adverts: recall", "Arabic, word noise 12 %", "EMSCAD"):
        assert words in goals
    for words in (
        "4,000,000",
        "ingest of CSV",
        "adding 1 %: ARI",
        "disguised phones: recall",
        "identifiers",
        "custody",
    ):
        assert words in goals
