"""The catalogue keeps what it promises, and a fault in it is named with its file and entry."""

from pathlib import Path

import pytest
import yaml

from palermo.errors import InputError
from palermo.indicators import CATALOGUE_FOLDER, FORMS, indicator_rows, read_catalogue
from palermo.tables import INDICATORS


def broken(folder: Path, change: dict[str, object]) -> Path:
    """A catalogue of one entry, changed as given."""
    sources = {"sources": {"made": {"document": "A made-up leaflet", "year": 2020, "ref": "example.org"}}}
    entry: dict[str, object] = {
        "id": "made.one",
        "text": "A sign",
        "forms": ["labour"],
        "palermo": ["means"],
        "observed_in": ["job_ad"],
        "strength": "ungraded",
        "machine": "direct",
        "source": {"key": "made"},
        "seen": "primary",
        "reviews": [],
    }
    (folder / "sources.yaml").write_text(yaml.safe_dump(sources), encoding="utf-8")
    entry = {name: value for name, value in {**entry, **change}.items() if value is not None}
    content = {"family": "first", "title": "t", "indicators": [entry]}
    (folder / "first.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def test_the_catalogue_holds_every_entry_once() -> None:
    entries = read_catalogue().indicators
    assert len(entries) == 374
    assert len({entry.indicator_id for entry in entries}) == 374
    assert all(entry.source.document for entry in entries)


def test_every_form_of_exploitation_has_indicators() -> None:
    """S02: all forms of trafficking are covered, not only sexual exploitation."""
    covered = {form for entry in read_catalogue().indicators for form in entry.forms}
    assert covered == set(FORMS)


def test_an_entry_that_nobody_reviewed_says_so() -> None:
    """V01, S05: review by people with lived experience has its place, and its absence is shown."""
    assert {entry.review_state for entry in read_catalogue().indicators} == {"not yet reviewed"}


@pytest.mark.parametrize(
    "indicator_id",
    ["jrsa.ethnicity", "osce23.nationality", "jrsa.youth_language", "stim.language_mismatch", "jobboard.gender_target"],
)
def test_what_rests_on_a_class_of_people_never_weighs(indicator_id: str) -> None:
    entry = read_catalogue().by_id()[indicator_id]
    assert not entry.may_weigh
    assert "never weighed" in entry.why_weightless


def test_a_religious_belief_never_weighs() -> None:
    entry = read_catalogue().by_id()["delphi.abuse_of_vulnerability_recruitment.beliefs"]
    assert "religion" in entry.why_weightless


def test_what_tests_refuted_weighs_nothing() -> None:
    """H03: indicators shown not to hold add nothing to a score."""
    refuted = [e for e in read_catalogue().indicators if e.test and e.test.result in ("contradicted", "not_supported")]
    assert refuted
    assert not any(entry.may_weigh for entry in refuted)


def test_what_nobody_verified_weighs_nothing() -> None:
    """A03: unverified indicators are out of default scoring."""
    unverified = [entry for entry in read_catalogue().indicators if entry.unverified]
    assert len(unverified) == 53
    assert not any(entry.may_weigh for entry in unverified)


def test_what_is_for_people_only_weighs_nothing() -> None:
    assert not any(e.may_weigh for e in read_catalogue().indicators if e.machine == "human_only")


def test_the_catalogue_keeps_the_promise_of_its_table() -> None:
    table = INDICATORS.of(indicator_rows(read_catalogue()))
    ids = table.column("indicator_id").to_pylist()
    assert ids == sorted(ids)
    assert table.num_rows == 374


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": None}, "'text' is missing"),
        ({"forms": ["slavery"]}, "'forms' has 'slavery', should be one of labour"),
        ({"strength": "huge"}, "'strength' is 'huge'"),
        ({"strength": "strong"}, "'made' grades nothing"),
        ({"source": {"key": "nobody"}}, "source 'nobody' is not in sources.yaml"),
        ({"seen": "memory"}, "unverified should be true"),
        ({"tested": {"result": "perhaps"}}, "tested result is 'perhaps'"),
        ({"weigh": "always", "weigh_why": "x"}, "should be 'never' or left out"),
        ({"weigh": "never"}, "should stand together"),
        ({"reviews": None}, "'reviews' is missing"),
        ({"reviews": [{"on": "yesterday", "verdict": "keep", "words": "x"}]}, "a review needs on (a date)"),
        ({"colour": "red"}, "'colour' is not a field"),
    ],
)
def test_a_fault_is_named_with_its_file_and_entry(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as raised:
        read_catalogue(broken(tmp_path, change))
    assert words in str(raised.value)
    assert "first.yaml: entry 1 (made.one)" in str(raised.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has 2 faults"):
        read_catalogue(broken(tmp_path, {"text": None, "machine": "robot"}))


def test_an_id_stands_once(tmp_path: Path) -> None:
    folder = broken(tmp_path, {})
    second = yaml.safe_load((folder / "first.yaml").read_text(encoding="utf-8")) | {"family": "second"}
    (folder / "second.yaml").write_text(yaml.safe_dump(second), encoding="utf-8")
    with pytest.raises(InputError, match=r"second.yaml: entry 1 \(made.one\): the id stands already in first.yaml"):
        read_catalogue(folder)


def test_what_is_not_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    folder = broken(tmp_path, {})
    (folder / "first.yaml").write_text("family: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"first\.yaml is not YAML at line"):
        read_catalogue(folder)


def test_each_family_stands_in_a_file_of_its_name() -> None:
    files = {path.stem for path in CATALOGUE_FOLDER.glob("*.yaml")} - {"sources"}
    assert {family.name for family in read_catalogue().families} == files
