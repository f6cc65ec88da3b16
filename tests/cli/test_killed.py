"""A run or an intake that is killed leaves a workspace that verifies and goes on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from walked_desk import Desk, Palermo


@pytest.mark.parametrize("after", [0.4, 1.5, 3.0])
@pytest.mark.parametrize("deed", ["ingest", "run"])
def test_a_killed_command_leaves_a_workspace_that_verifies_and_goes_on(
    palermo: Palermo, desk: Desk, tmp_path: Path, deed: str, after: float
) -> None:
    """E03: whatever moment it is killed at, nothing half-made is taken for made."""
    lines = [f"k{n},Cook wanted in Leeds for {n} weeks with a room at the farm\n" for n in range(20_000)]
    (tmp_path / "more.csv").write_text("id,text\n" + "".join(lines), encoding="utf-8")
    at = ["-w", str(desk.root)]
    take_in = [*at, "ingest", str(tmp_path / "more.csv"), "--as", "adverts", "--source", "killed"]
    if deed == "run":
        palermo(*take_in)
    child = subprocess.Popen(
        [sys.executable, "-m", "palermo", *(take_in if deed == "ingest" else [*at, "run"])],
        env={**os.environ, "PALERMO_KEYS": str(desk.keys)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    child.kill()
    child.wait(timeout=60)
    assert "Everything verifies" in palermo(*at, "verify").out
    palermo(*take_in)
    palermo(*at, "run")
    assert "Everything verifies" in palermo(*at, "verify").out
    assert not [path for path in desk.root.rglob(".partial-*") if path.exists()]
