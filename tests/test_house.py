"""The house itself: length of rooms, direction, documentation, licences, and what must never stand in the tree."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from palermo.cli.main import COMMANDS
from palermo.tables import TABLES
from palermo.workbench import ANALYSES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "palermo").rglob("*.py"))
LINES = 420
SHORT = 20  # lines of a function that its name and types can explain
MISSION = {"prevention", "protection", "prosecution"}

# SPDX parts that may be used; MPL-2.0 for tests alone (hypothesis)
ALLOWED = re.compile(r"apache|mit|bsd|isc|psf|python software foundation|0bsd|unlicense|zlib|cc0", re.I)
FORBIDDEN = re.compile(r"gpl|general public|proprietary|commercial|sspl|busl|affero", re.I)
FOR_TESTS_ALONE = {"hypothesis": "MPL-2.0", "pathspec": "MPL-2.0"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def docs() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_subject_and_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


def test_every_file_class_and_function_says_what_it_is() -> None:
    """A function of this room alone may be silent while it is short."""
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(str(path))
        rooms = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
        silent += [
            f"{path.name}:{node.lineno} {node.name}"
            for room in rooms
            for node in room.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not ast.get_docstring(node)
            and not node.name.startswith("__")
            and not (node.name.startswith("_") and (node.end_lineno or 0) - node.lineno < SHORT)
        ]
    assert silent == []


def test_no_import_hides_behind_type_checking() -> None:
    assert [path for path in SOURCES if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_every_command_is_documented_and_says_what_it_serves() -> None:
    """S01: every feature serves prevention, protection or prosecution, and says which."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"## palermo {command.name}" in page, command.name
        assert command.serves, command.name
        assert set(command.serves) <= MISSION, command.name
        assert command.example.startswith("palermo "), command.name


def test_every_table_and_every_column_is_documented() -> None:
    """The page is made from the declarations: `python tools/tables > docs/tables.md`."""
    made = subprocess.run([sys.executable, str(ROOT / "tools" / "tables")], capture_output=True, text=True, check=True)
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == made.stdout
    for table in TABLES.values():
        assert f"## {table.name.upper()}" in made.stdout


def test_every_analysis_has_a_card() -> None:
    """A01: without a card a detector does not run by default."""
    for analysis in ANALYSES:
        assert analysis.card is not None, analysis.name
        said = {name: value for name, value in vars(analysis.card).items() if name != "precision_low"}
        assert all(said.values()), analysis.name


def test_every_locked_package_has_a_licence_that_may_be_used() -> None:
    lock = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.M)
    assert len(names) > 20
    bad = []
    for name in sorted(set(names)):
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # another platform's
        words = about.get("License-Expression") or ""
        words = words or " ".join(v for k, v in about.items() if k == "Classifier" and v.startswith("License"))
        words = words or (about.get("License") or "").splitlines()[0]
        if name in FOR_TESTS_ALONE and "MPL" in words.upper().replace("MOZILLA PUBLIC LICENSE", "MPL"):
            continue
        if FORBIDDEN.search(words) or not ALLOWED.search(words):
            bad.append(f"{name}: {words}")
    assert bad == []


def test_what_is_for_tests_alone_is_not_in_the_base() -> None:
    base = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    assert [name for name in FOR_TESTS_ALONE if re.search(rf"^{name}==", base, re.M)] == []


def test_the_locks_hold_hashes_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert 0 < text.count("==") <= text.count("--hash=sha256:"), path.name
    assert not (ROOT / "uv.lock").exists() or (ROOT / "uv.lock") not in tracked()


def test_the_locks_cover_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8").lower()
    for wanted in project["dependencies"]:
        name = re.split(r"[<>=!~ \[]", wanted)[0].lower()
        assert f"\n{name}==" in f"\n{base}", name


def test_nothing_in_the_package_fetches_sends_or_crawls() -> None:
    """H01, O12: no sender and no crawler: no client of the network is imported anywhere."""
    clients = {"http", "urllib.request", "socket", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib"}
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            found += [f"{path.name}: {n}" for n in names if n in clients or n.split(".")[0] in clients]
    assert found == []


def test_nothing_guesses_age_sex_ethnicity_or_emotion() -> None:
    """H06: there is no such function, by its name or its output."""
    words = re.compile(r"(guess|estimate|predict|classify|infer)_\w*(age|sex|gender|ethnic|race|emotion)", re.I)
    assert [p.name for p in SOURCES if words.search(p.read_text(encoding="utf-8"))] == []
    columns = {column.name for table in TABLES.values() for column in table.columns}
    assert columns & {"age", "sex", "gender", "ethnicity", "race", "emotion"} == set()


def test_no_text_shown_says_victim_or_match() -> None:
    """F05 and design: person, worker, advertiser; never 'victim' of somebody only a model points at."""
    shown = [p for p in SOURCES if {"leads", "assessment", "reports", "cli"} & set(p.parts)]
    bad = []
    for path in shown:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                words = re.findall(r"\b(victims?|matched|identified)\b", node.value, re.I)
                bad += [f"{path.name}:{node.lineno} {w}" for w in words if " " in node.value]
    assert bad == []


def test_no_binary_pickle_or_browser_code_is_tracked() -> None:
    suffixes = {".pkl", ".pickle", ".pt", ".h5", ".so", ".onnx", ".parquet", ".zip", ".gz"}
    assert [path.name for path in tracked() if path.suffix in suffixes or path.name.endswith(".min.js")] == []


def test_every_decision_is_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert numbers
    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    broken = []
    for path in [ROOT / "README.md", *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []
