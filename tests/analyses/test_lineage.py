"""Templates keep their names from run to run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from palermo.analyses.lineage import keep_template_ids
from palermo.analysis import Relation, in_memory
from palermo.engine.duck import DuckEngine
from palermo.tables import TEMPLATE_MEMBERS, TEMPLATES


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    with DuckEngine(tmp_path) as engine:
        yield engine


def members(**groups: str) -> Relation:
    rows = [
        {"advert_id": advert, "template_id": template, "similarity": 1.0, "slots": "[]"}
        for template, adverts in groups.items()
        for advert in adverts
    ]
    return in_memory(TEMPLATE_MEMBERS.of(sorted(rows, key=lambda row: str(row["advert_id"]))))


def templates(**groups: str) -> Relation:
    rest = {"pattern": "p", "words": 1, "slots": 0, "bits_saved": 1}
    rows = [{"template_id": t, "adverts": len(a), "medoid_id": a[0], **rest} for t, a in groups.items()]
    return in_memory(TEMPLATES.of(rows))


def made(groups: dict[str, str]) -> dict[str, Relation]:
    return {"templates": templates(**groups), "template_members": members(**groups)}


def kept(
    engine: DuckEngine, now: dict[str, str], former: dict[str, str]
) -> tuple[dict[str, str], dict[str, str | None]]:
    done = keep_template_ids(engine, made(now), members(**former))
    names = {str(row["medoid_id"]): str(row["template_id"]) for row in done["templates"].table().to_pylist()}
    by_member = {row["advert_id"]: row["template_id"] for row in done["template_members"].table().to_pylist()}
    assert all(by_member[medoid] == name for medoid, name in names.items())
    assert len(set(names.values())) == len(names)
    return names, {row["id"]: row["former_id"] for row in done["lineage"].table().to_pylist()}


def test_a_template_that_grew_keeps_its_name(engine: DuckEngine) -> None:
    names, lineage = kept(engine, {"new": "abcdefgh"}, {"old": "abc"})
    assert names == {"a": "old"}
    assert lineage == {"old": "old"}


def test_a_template_that_kept_less_than_half_is_new(engine: DuckEngine) -> None:
    names, lineage = kept(engine, {"new": "axyz"}, {"old": "abc"})
    assert names == {"a": "new"}
    assert lineage == {"new": None}


def test_of_two_halves_the_larger_keeps_the_name(engine: DuckEngine) -> None:
    names, _ = kept(engine, {"m": "abc", "n": "de"}, {"old": "abcde"})
    assert names == {"a": "old", "d": "n"}


def test_of_two_that_merged_the_larger_gives_the_name(engine: DuckEngine) -> None:
    names, _ = kept(engine, {"m": "abcde"}, {"big": "abc", "small": "de"})
    assert names == {"a": "big"}


def test_a_new_template_under_a_name_in_use_is_told_apart(engine: DuckEngine) -> None:
    names, lineage = kept(engine, {"x": "abc", "y": "mno"}, {"y": "abc"})
    assert names["a"] == "y"
    assert names["m"] != "y"
    assert lineage[names["m"]] is None


def test_the_same_templates_under_the_same_names_are_left_alone(engine: DuckEngine) -> None:
    before = made({"x": "abc"})
    after = keep_template_ids(engine, before, members(x="abc"))
    assert all(after[name] is relation for name, relation in before.items())


def test_nothing_before_means_everything_is_new(engine: DuckEngine) -> None:
    names, lineage = kept(engine, {"x": "abc"}, {})
    assert names == {"a": "x"}
    assert lineage == {"x": None}
