"""The command as a whole: its words, its exit codes, and that no traceback is ever seen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from palermo.cli import run as run_command
from palermo.cli.main import COMMANDS, main
from palermo.errors import RoomError
from walked_desk import Desk, Palermo


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    printed = capsys.readouterr().out
    assert all(command.does in printed for command in COMMANDS)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_commands_help_says_what_it_serves(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """S01: every feature says which of prevention, protection and prosecution it serves."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    printed = capsys.readouterr().out
    assert "Serves:" in printed
    assert any(word in printed for word in ("prevention", "protection", "prosecution"))


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys; from palermo.cli.main import parser; parser();"
        "slow = {'numba', 'duckdb', 'pyarrow', 'numpy', 'phonenumbers', 'cryptography'} & set(sys.modules);"
        "sys.exit(f'imported {slow}' if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_command_is_a_usage_error(palermo: Palermo) -> None:
    assert "commands:" in palermo(exit_code=2).out


def test_an_unknown_switch_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as end:
        main(["run", "--sideways"])
    assert end.value.code == 2


def test_a_folder_that_is_no_workspace_is_said_to_be_none(palermo: Palermo, tmp_path: Path) -> None:
    said = palermo("-w", tmp_path, "leads", exit_code=1).err
    assert "palermo init" in said


def test_a_workspace_without_a_run_says_what_to_do(palermo: Palermo, tmp_path: Path) -> None:
    palermo("init", tmp_path / "d", "--organisation", "X", "--purpose", "prevention")
    assert "palermo run" in palermo("-w", tmp_path / "d", "leads", exit_code=1).err
    assert "palermo run" in palermo("-w", tmp_path / "d", "table", "leads", exit_code=1).err


def test_an_empty_workspace_runs_and_has_no_lead(palermo: Palermo, tmp_path: Path) -> None:
    palermo("init", tmp_path / "d", "--organisation", "X", "--purpose", "prevention")
    palermo("-w", tmp_path / "d", "run")
    said = palermo("-w", tmp_path / "d", "leads").out
    assert "No leads. How far everything came:" in said
    assert "0 adverts" in said


def test_unknown_names_list_what_there_is(palermo: Palermo, desk: Desk) -> None:
    at = ("-w", desk.root)
    assert "identifiers, " in palermo(*at, "table", "nothing", exit_code=1).err
    assert "there are: identifiers" in palermo(*at, "run", "nothing", exit_code=2).err
    assert "leads_a_day" in palermo(*at, "run", "--set", "nothing=1", exit_code=2).err
    assert "should be NAME=VALUE" in palermo(*at, "run", "--set", "leads_a_day", exit_code=2).err
    assert "'palermo leads' lists them" in palermo(*at, "show", "zzzz", exit_code=1).err
    assert "should end in .html or .pdf" in palermo(*at, "report", "x", "--to", "x.doc", exit_code=2).err


def test_spark_is_refused_in_words(palermo: Palermo, desk: Desk) -> None:
    assert "duckdb" in palermo("-w", desk.root, "run", "--engine", "spark", exit_code=2).err


def test_a_missing_file_takes_nothing_in(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    said = palermo("-w", desk.root, "ingest", tmp_path / "none.csv", "--as", "adverts", "--source", "x", exit_code=1)
    assert "none.csv" in said.err


def test_an_intake_without_a_source_is_refused(palermo: Palermo, desk: Desk) -> None:
    """E02: intake without its source fails."""
    said = palermo("-w", desk.root, "ingest", desk.material / "board.jsonl", "--as", "adverts", exit_code=1).err
    assert "--source" in said


def test_strict_makes_rejected_rows_a_failure(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": 1, "text": "Cook wanted in Leeds"}\n{"id": 2, "te\n', encoding="utf-8")
    words = ("-w", desk.root, "ingest", bad, "--as", "adverts", "--source", "x")
    assert "1 rejected" in palermo(*words).out
    bad.write_text('{"id": 3, "text": "Cook wanted in Leeds"}\n{"id": 4, "te\n', encoding="utf-8")
    palermo(*words, "--strict", exit_code=1)
    assert "REJECTS" in palermo("-w", desk.root, "table", "rejects").out


def test_fewer_leads_a_day_keep_the_analyses_before_them(palermo: Palermo, desk: Desk) -> None:
    palermo("-w", desk.root, "run", "--set", "leads_a_day=3")
    assert json.loads(palermo("-w", desk.root, "leads", "--json").out)["listed"] == 3
    assert "Nothing has changed" in palermo("-w", desk.root, "run", "--set", "leads_a_day=3").out


def test_every_table_can_be_looked_at(palermo: Palermo, desk: Desk) -> None:
    names = json.loads(palermo("-w", desk.root, "table", "--json").out)
    assert {"ingests", "rejects", "adverts", "sightings", "identifiers", "templates", "leads"} <= set(names)
    for name in names:
        assert name.upper() in palermo("-w", desk.root, "table", name).out


def test_a_fault_of_ours_leaves_a_report_without_values(
    palermo: Palermo, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from palermo import workbench

    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("Ana Example, +44 20 7946 0000")

    monkeypatch.setattr(workbench, "run", broken)
    said = palermo("-w", desk.root, "run", exit_code=70).err
    assert "fault of ours" in said
    reports = list((desk.root / "faults").iterdir())
    assert len(reports) == 1
    assert "Ana" not in reports[0].read_text(encoding="utf-8") + said
    assert "ZeroDivisionError" in reports[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(("error", "code"), [(MemoryError(), 5), (OSError(28, "full"), 5), (RoomError("x"), 5)])
def test_no_room_and_no_memory_are_exit_code_five(
    palermo: Palermo, desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    from palermo import workbench

    def full(*args: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(workbench, "run", full)
    assert run_command.COMMAND.name == "run"
    palermo("-w", desk.root, "run", exit_code=code)


def test_a_checkpoint_kept_elsewhere_verifies_later(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    """E03: against a checkpoint kept elsewhere."""
    palermo("-w", desk.root, "checkpoint", "--to", tmp_path / "c")
    palermo("-w", desk.root, "ingest", desk.material / "board.jsonl", "--as", "adverts", "--source", "second")
    assert "Everything verifies" in palermo("-w", desk.root, "verify", "--against", tmp_path / "c").out


def test_keys_go_round_and_everything_still_opens(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    palermo("-w", desk.root, "key", "rotate")
    palermo("-w", desk.root, "key", "backup", "--to", tmp_path / "k")
    for path in desk.keys.iterdir():
        path.rename(tmp_path / "gone")
    assert "no keys" in palermo("-w", desk.root, "verify", exit_code=1).err
    palermo("-w", desk.root, "key", "restore", "--from", tmp_path / "k")
    assert "Everything verifies" in palermo("-w", desk.root, "verify").out


def test_a_copy_of_the_keys_inside_the_workspace_is_refused(palermo: Palermo, desk: Desk) -> None:
    assert "elsewhere" in palermo("-w", desk.root, "key", "backup", "--to", desk.root / "k", exit_code=1).err


def test_a_guarded_advert_is_shown_only_on_request_and_on_record(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    """H09: contacts in adverts of guarded kinds are masked; looking at one is logged."""
    (tmp_path / "g.csv").write_text("id,kind,text\n1,sexual_services,Call 020 7946 0123\n", encoding="utf-8")
    palermo("-w", desk.root, "ingest", tmp_path / "g.csv", "--as", "adverts", "--source", "g")
    palermo("-w", desk.root, "table", "adverts", "--to", tmp_path / "a.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    advert = next(row["advert_id"] for row in rows if row["source"] == "g")
    assert "--unmasked" in palermo("-w", desk.root, "show", advert, exit_code=2).err
    assert "020 7946 0123" in palermo("-w", desk.root, "show", advert, "--unmasked").out
    log = b"".join(path.read_bytes() for path in (desk.root / "custody").rglob("*") if path.is_file())
    assert f"advert {advert} unmasked".encode() in log
