"""`palermo checkpoint`: write down how the log stands, to keep elsewhere."""

import argparse
from pathlib import Path

from palermo.cli.command import Command, add_json, counted, print_json, workspace_folder


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to write; keep it elsewhere")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Write the signed size and root of the log."""
    from palermo.cli.keys import open_keys
    from palermo.custody.deeds import write_checkpoint
    from palermo.custody.workspace import Workspace

    workspace = Workspace.open(workspace_folder(args))
    with open_keys(workspace) as keys:
        checkpoint = write_checkpoint(workspace, keys, args.to)
    if args.json:
        print_json({"file": str(args.to), "entries": checkpoint.size, "root": checkpoint.root.hex()})
        return 0
    size = counted(checkpoint.size, "log entry", "log entries")
    print(f"Checkpoint of {size}, root {checkpoint.root.hex()[:16]}…, to {args.to}.")
    print("Hand it to somebody who does not hold the keys. Later: palermo verify --against FILE")
    return 0


COMMAND = Command(
    "checkpoint",
    "write down how the log stands, to keep where the workspace is not",
    ("prosecution",),
    declare,
    act,
    "palermo -w desk checkpoint --to /media/stick/desk.checkpoint",
)
