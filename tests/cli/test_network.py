"""Every command with the network cut off."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from palermo.cli.main import COMMANDS
from walked_desk import Desk

# what each command is called with at a walked desk; a command without a line here fails the test below
WORDS: dict[str, list[str]] = {
    "init": ["init", "{new}/other", "--organisation", "Example", "--purpose", "prevention"],
    "ingest": ["-w", "{desk}", "ingest", "{material}/adverts-week-1.csv", "--as", "adverts", "--source", "again"],
    "run": ["-w", "{desk}", "run"],
    "leads": ["-w", "{desk}", "leads"],
    "show": ["-w", "{desk}", "show", "{lead}"],
    "report": ["-w", "{desk}", "report", "{lead}", "--to", "{new}/lead.pdf"],
    "table": ["-w", "{desk}", "table", "adverts"],
    "verify": ["-w", "{desk}", "verify"],
    "checkpoint": ["-w", "{desk}", "checkpoint", "--to", "{new}/desk.checkpoint"],
    "key": ["-w", "{desk}", "key", "backup", "--to", "{new}/copy"],
    "upgrade": ["-w", "{desk}", "upgrade"],
    "check": ["check", "{material}/chat.txt", "--language", "en", "--country", "GB"],
    "indicators": ["indicators", "--families"],
    "train": ["-w", "{desk}", "train", "recruitment", "--labels", "{new}/labels.csv", "--means", "made up"],
    "simulate": ["simulate", "adverts", "{new}/material", "--scale", "0.05"],
    "demo": ["demo", "{new}/demo", "--scale", "0.1"],
    "bench": ["bench", "adverts", "--only", "custody", "--quick", "--to", "{new}"],
}


def test_every_command_has_its_words_here() -> None:
    assert set(WORDS) == {command.name for command in COMMANDS}


@pytest.mark.needs("unshare")
@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_command_works_with_the_network_cut_off(name: str, desk: Desk, tmp_path: Path) -> None:
    """O12: nothing goes to an outside service: there is no network at all, and everything works."""
    lead = first_lead(desk)
    (tmp_path / "labels.csv").write_text("advert_id,label\nnone,ordinary\n", encoding="utf-8")
    words = [w.format(desk=desk.root, material=desk.material, new=tmp_path, lead=lead) for w in WORDS[name]]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", sys.executable, "-m", "palermo", *words],
        env={**os.environ, "PALERMO_KEYS": str(desk.keys)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == (1 if name == "train" else 0), done.stdout + done.stderr
    if name == "train":
        assert "name no advert of this workspace" in done.stderr


def first_lead(desk: Desk) -> str:
    """The id of one lead, read as a script would."""
    run = (desk.root / "runs" / "current").read_text(encoding="ascii").strip()
    return str(pq.read_table(desk.root / "runs" / run / "leads.parquet", columns=["lead_id"])["lead_id"][0].as_py())
