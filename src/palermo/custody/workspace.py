"""A workspace: the folder that holds the evidence, what was made of it, and the log of who did what."""

import json
import re
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from palermo.custody.disk import refuse_link, sync_folder, write_whole
from palermo.errors import InputError, NotFoundError

FORMAT = 1
PURPOSES = ("prevention", "protection", "prosecution")
SETTINGS_FILE = "palermo.toml"
FOLDERS = ("items", "tables", "runs", "custody")

_COUNTRY = re.compile(r"[A-Z]{2}")  # ISO 3166-1 alpha-2
_WORKSPACE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Settings:
    """What palermo.toml says.

    Args:
        format: Of the workspace; a newer one is refused.
        organisation: Who holds the material.
        purpose: prevention, protection or prosecution.
        countries: ISO 3166-1 alpha-2 codes, in order; for numbers of adverts that name no country.
        retention_days: Days after which material is due for erasure; None = not stated.
        source: Where material comes from when an intake does not say; None = it has to say.
        basis: On what legal basis it is held when an intake does not say; None = not stated.
        training: True where all material is made up, for practice.
        workspace_id: 32 hexadecimal digits, made at random; names the keys.
    """

    format: int
    organisation: str
    purpose: str
    countries: tuple[str, ...]
    retention_days: int | None
    source: str | None
    basis: str | None
    training: bool
    workspace_id: str

    @classmethod
    def new(
        cls,
        *,
        organisation: str,
        purpose: str,
        countries: Sequence[str] = (),
        retention_days: int | None = None,
        source: str | None = None,
        basis: str | None = None,
        training: bool = False,
    ) -> "Settings":
        """Make the settings of a new workspace, with an id of its own.

        Raises:
            InputError: Something is not allowed; the message names every fault.
        """
        settings = cls(
            FORMAT,
            organisation.strip(),
            purpose,
            tuple(code.strip().upper() for code in countries),
            retention_days,
            source,
            basis,
            training,
            uuid.uuid4().hex,
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Raise InputError that names every setting that is not allowed and what would be right."""
        faults = []
        if not self.organisation:
            faults.append("organisation is empty, should name who holds the material")
        if self.purpose not in PURPOSES:
            faults.append(f"purpose is '{self.purpose}', should be one of {', '.join(PURPOSES)}")
        wrong = [code for code in self.countries if not _COUNTRY.fullmatch(code)]
        if wrong:
            faults.append(f"countries holds {', '.join(wrong)}: should be two letters each (ISO 3166-1), such as GB")
        if self.retention_days is not None and self.retention_days < 1:
            faults.append(f"retention_days is {self.retention_days}, should be 1 or more")
        if not _WORKSPACE_ID.fullmatch(self.workspace_id):
            faults.append("workspace_id should be 32 hexadecimal digits in lower case")
        words = (self.organisation, self.purpose, self.source or "", self.basis or "")
        if any("\ud800" <= character <= "\udfff" for text in words for character in text):
            faults.append("a text holds half a character (a lone surrogate); should be UTF-8")
        if faults:
            raise InputError(f"{SETTINGS_FILE}: " + "; ".join(faults))

    def text(self) -> str:
        """Write the settings as TOML."""
        lines = [
            "# A palermo workspace. Change a value by hand if it is wrong, but never format or workspace_id.",
            f"format = {self.format}",
            f"workspace_id = {_quoted(self.workspace_id)}",
            f"organisation = {_quoted(self.organisation)}",
            f"purpose = {_quoted(self.purpose)}  # prevention, protection or prosecution",
            f"countries = [{', '.join(_quoted(code) for code in self.countries)}]",
            f"training = {'true' if self.training else 'false'}  # true: all material is made up",
        ]
        if self.retention_days is not None:
            lines.append(f"retention_days = {self.retention_days}")
        if self.source is not None:
            lines.append(f"source = {_quoted(self.source)}")
        if self.basis is not None:
            lines.append(f"basis = {_quoted(self.basis)}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Workspace:
    """A folder with palermo.toml, and where everything in it lies."""

    root: Path
    settings: Settings

    @property
    def items(self) -> Path:
        """Originals, encrypted: items/ab/abcd..."""
        return self.root / "items"

    @property
    def tables(self) -> Path:
        """What readers made of items: tables/<table>/<ingest>.parquet."""
        return self.root / "tables"

    @property
    def runs(self) -> Path:
        """What analyses made: runs/<run>/<table>.parquet and run.json."""
        return self.root / "runs"

    @property
    def custody(self) -> Path:
        """The log and its checkpoints."""
        return self.root / "custody"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds."""
        return self.root / "workspace.lock"

    @property
    def workspace_id(self) -> str:
        """Names the workspace and its keys."""
        return self.settings.workspace_id

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """Read the settings of a workspace that stands.

        Raises:
            NotFoundError: There is no workspace in that folder.
            InputError: palermo.toml cannot be read, or is of a newer format.
            VerifyError: A part of the workspace is a symbolic link.
        """
        root = root.resolve()
        path = root / SETTINGS_FILE
        for name in (SETTINGS_FILE, *FOLDERS):
            refuse_link(root / name, root)
        if not path.is_file():
            raise NotFoundError(f"{root} is not a workspace: it has no {SETTINGS_FILE}. Make one with `palermo init`")
        return cls(root, _read_settings(path))

    @classmethod
    def create(cls, root: Path, settings: Settings) -> "Workspace":
        """Make the folders and palermo.toml; the settings come last, so that a half-made workspace is none.

        Raises:
            InputError: The folder holds a workspace or other files already, or a setting is not allowed.
            RoomError: There is no room on the disk.
        """
        settings.check()
        root = root.resolve()
        if (root / SETTINGS_FILE).exists():
            raise InputError(f"{root} is a workspace already; give another folder")
        if root.exists():
            if not root.is_dir():
                raise InputError(f"{root} is a file; give a folder that is empty or not there yet")
            others = sorted(path.name for path in root.iterdir() if path.name not in FOLDERS)
            if others:
                raise InputError(
                    f"{root} holds {len(others)} other files; give a folder that is empty or not there yet"
                )
        for name in FOLDERS:
            folder = root / name
            refuse_link(folder, root)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(root / SETTINGS_FILE, settings.text().encode())
        sync_folder(root.parent)
        return cls(root, settings)


def _read_settings(path: Path) -> Settings:
    """Read palermo.toml; every fault is named at once."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: this is not TOML: {error}") from error
    found = held.get("format")
    if isinstance(found, int) and found > FORMAT:
        raise InputError(
            f"{path}: format {found} is newer than {FORMAT}, which this version writes; use a newer palermo"
        )
    faults: list[str] = []
    settings = Settings(
        format=_whole(held, "format", faults) or 0,
        organisation=_words(held, "organisation", faults) or "",
        purpose=_words(held, "purpose", faults) or "",
        countries=_codes(held, faults),
        retention_days=_whole(held, "retention_days", faults),
        source=_words(held, "source", faults),
        basis=_words(held, "basis", faults),
        training=held.get("training") is True,
        workspace_id=_words(held, "workspace_id", faults) or "",
    )
    if settings.format != FORMAT:
        faults.append(f"format should be {FORMAT}")
    if not isinstance(held.get("training", False), bool):
        faults.append("training should be true or false")
    if faults:
        raise InputError(f"{path}: " + "; ".join(faults))
    settings.check()
    return settings


def _words(held: Mapping[str, object], name: str, faults: list[str]) -> str | None:
    """A setting that is text, or None where it is not there."""
    found = held.get(name)
    if found is None or isinstance(found, str):
        return found
    faults.append(f"{name} should be text in quotes")
    return None


def _whole(held: Mapping[str, object], name: str, faults: list[str]) -> int | None:
    """A setting that is a whole number, or None where it is not there."""
    found = held.get(name)
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    faults.append(f"{name} should be a whole number")
    return None


def _codes(held: Mapping[str, object], faults: list[str]) -> tuple[str, ...]:
    """The countries."""
    found = held.get("countries", [])
    if isinstance(found, list) and all(isinstance(code, str) for code in found):
        return tuple(found)
    faults.append('countries should be a list such as ["GB", "ES"]')
    return ()


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, and DEL, which TOML does not allow bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
