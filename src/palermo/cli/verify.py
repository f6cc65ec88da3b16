"""`palermo verify`: whether everything is as it was."""

import argparse
from pathlib import Path

from palermo.cli.command import Command, add_json, print_json, say, workspace_folder
from palermo.errors import VerifyError


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help="a checkpoint that was kept elsewhere")
    parser.add_argument("--without-keys", action="store_true", help="check what can be checked without the keys")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Check, print every finding, and exit 3 where one is a fault."""
    from palermo import workbench
    from palermo.cli.keys import open_keys
    from palermo.custody.workspace import Workspace

    workspace = Workspace.open(workspace_folder(args))
    keys = None if args.without_keys else open_keys(workspace)
    try:
        findings = workbench.verify(workspace, keys, args.against, progress=lambda line: say(f"  {line} ..."))
    finally:
        if keys is not None:
            keys.close()
    faults = [finding for finding in findings if finding.fault]
    if args.json:
        facts = [{"fault": f.fault, "place": f.place, "words": f.words} for f in findings]
        print_json({"verifies": not faults, "findings": facts})
    else:
        for finding in findings:
            print(f"{'FAULT' if finding.fault else 'note '}  {finding.place}: {finding.words}")
        print("Everything verifies." if not faults else f"{len(faults)} of {len(findings)} findings are faults.")
    return VerifyError.exit_code if faults else 0


COMMAND = Command(
    "verify",
    "check every item's hash, the log and the records of runs",
    ("prosecution",),
    declare,
    act,
    "palermo -w desk verify --against /media/stick/desk.checkpoint",
)
