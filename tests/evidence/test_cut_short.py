"""An intake that is killed: whatever the moment, the workspace verifies and goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from made_up_files import Desk, adverts, csv_of

# Takes in a file and dies, as by kill -9, when it comes to the n-th call of a function that writes.
_CHILD = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.workspace import Workspace
from palermo.evidence.ingest import ingest

left = int(sys.argv[3])

def counted(name):
    real = getattr(os, name)
    def call(*args, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
        return real(*args, **more)
    return call

for name in ("fsync", "replace", "rename", "ftruncate"):
    setattr(os, name, counted(name))
workspace = Workspace.open(Path(sys.argv[1]))
with KeyRing.open(workspace.workspace_id) as keys, writer(workspace, keys=keys) as log:
    ingest(workspace, keys, log, [Path(sys.argv[2])], source="s", operator="anna", now=datetime.now(UTC))
print(left)
"""


def child(desk: Desk, path: Path, moment: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CHILD, str(desk.workspace.root), str(path), str(moment)],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
    )


@pytest.mark.parametrize("moment", [1, 3, 5, 8, 12])
def test_an_intake_killed_at_any_moment_leaves_a_workspace_that_verifies_and_goes_on(
    tmp_path: Path, moment: int
) -> None:
    desk = Desk(tmp_path)
    desk.take_in(desk.file("a.csv", csv_of(adverts(3))), source="s")
    path = desk.file("b.csv", csv_of(adverts(3, 10)))
    killed = child(desk, path, moment)
    assert killed.returncode == -9, killed.stdout + killed.stderr
    (again,) = desk.take_in(path, source="s")
    assert len(desk.rows("adverts")) == 6
    assert again.already_known or again.kept == 3
    assert desk.left_over() == []
    assert desk.faults() == []
