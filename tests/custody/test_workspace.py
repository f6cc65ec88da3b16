"""palermo.toml and the folders of a workspace."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.custody.workspace import Settings, Workspace
from palermo.errors import InputError, NotFoundError, VerifyError

A_LINE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def some(**also: object) -> Settings:
    return Settings.new(organisation="Example Desk", purpose="prevention", **also)  # type: ignore[arg-type]


def test_a_workspace_opens_as_it_was_made(tmp_path: Path) -> None:
    made = some(countries=["gb", " ES "], retention_days=365, source="made up", basis="consent", training=True)
    created = Workspace.create(tmp_path / "desk", made)
    opened = Workspace.open(tmp_path / "desk")
    assert opened == created
    assert opened.settings.countries == ("GB", "ES")
    assert all(folder.is_dir() for folder in (opened.items, opened.tables, opened.runs, opened.custody))


@settings(max_examples=60, deadline=None)
@given(organisation=A_LINE.filter(lambda text: text.strip()), source=A_LINE, basis=A_LINE)
def test_any_text_survives_palermo_toml(
    tmp_path_factory: pytest.TempPathFactory, organisation: str, source: str, basis: str
) -> None:
    folder = tmp_path_factory.mktemp("any") / "desk"
    made = Settings.new(organisation=organisation, purpose="protection", source=source, basis=basis)
    Workspace.create(folder, made)
    assert Workspace.open(folder).settings == made


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Settings.new(organisation=" ", purpose="curiosity", countries=["GBR"], retention_days=0)
    words = str(caught.value)
    for part in ("organisation is empty", "one of prevention, protection, prosecution", "GBR", "1 or more"):
        assert part in words


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="half a character"):
        Settings.new(organisation="Example \udce9", purpose="protection")


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="palermo init"):
        Workspace.open(tmp_path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "desk", some())
    path = workspace.root / "palermo.toml"
    path.write_text(path.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(InputError, match="format 2 is newer than 1"):
        Workspace.open(workspace.root)


def test_settings_of_wrong_types_are_named_at_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "desk", some())
    (workspace.root / "palermo.toml").write_text('format = "one"\ncountries = "GB"\ntraining = 3\norganisation = 1\n')
    with pytest.raises(InputError) as caught:
        Workspace.open(workspace.root)
    for part in ("format should be a whole number", "countries should be a list", "training", "organisation"):
        assert part in str(caught.value)
    (workspace.root / "palermo.toml").write_text("format = ")
    with pytest.raises(InputError, match="not TOML"):
        Workspace.open(workspace.root)


def test_a_folder_that_holds_something_is_not_made_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="holds 1 other files"):
        Workspace.create(tmp_path, some())
    Workspace.create(tmp_path / "desk", some())
    with pytest.raises(InputError, match="is a workspace already"):
        Workspace.create(tmp_path / "desk", some())
    with pytest.raises(InputError, match="is a file"):
        Workspace.create(tmp_path / "letter.txt", some())


@pytest.mark.parametrize("name", ["items", "custody", "palermo.toml"])
def test_a_symbolic_link_in_place_of_a_part_is_refused(tmp_path: Path, name: str) -> None:
    workspace = Workspace.create(tmp_path / "desk", some())
    path = workspace.root / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VerifyError, match="is a symbolic link"):
        Workspace.open(workspace.root)
