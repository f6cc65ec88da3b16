"""`palermo key`: rotate, back up and restore the keys of a workspace."""

import argparse
from getpass import getpass
from pathlib import Path

from palermo.cli.command import Command, counted, workspace_folder
from palermo.errors import UsageError


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("deed", choices=("rotate", "backup", "restore"), help="what to do with the keys")
    parser.add_argument("--to", type=Path, metavar="FILE", help="backup: the file to write; keep it elsewhere")
    parser.add_argument("--from", dest="origin", type=Path, metavar="FILE", help="restore: the backup to read")
    parser.add_argument("--passphrase", action="store_true", help="backup: ask for a passphrase over the copy")


def act(args: argparse.Namespace) -> int:
    """Do it and log it."""
    from palermo.cli.keys import ask_passphrase, open_keys, passphrase_of
    from palermo.custody import deeds
    from palermo.custody.workspace import Workspace

    workspace = Workspace.open(workspace_folder(args))
    if args.deed == "restore":
        if args.origin is None:
            raise UsageError("restore reads a backup: palermo key restore --from FILE")
        deeds.restore_keys(workspace, args.origin, ask_passphrase() if args.passphrase else None)
        print("The keys are back. 'palermo verify' checks that they open everything.")
        return 0
    if args.deed == "backup" and args.to is None:
        raise UsageError("backup writes a file: palermo key backup --to FILE")
    phrase = passphrase_of(workspace)
    with open_keys(workspace, phrase) as keys:
        if args.deed == "rotate":
            count = deeds.rotate_keys(workspace, keys, phrase)
            print(f"New signing and master keys; the keys of {counted(count, 'item')} were wrapped anew.")
            print("Old checkpoints still verify. Make a new backup: palermo key backup --to FILE")
            return 0
        over = getpass("Passphrase over the copy: ") if args.passphrase else None
        deeds.back_up_keys(workspace, keys, args.to, over)
    print(f"The keys are copied to {args.to}. Whoever holds it can read every item: keep it apart from the workspace.")
    print("It also keeps the keys of items erased later: after an erasure, make a new copy and destroy this one.")
    return 0


COMMAND = Command(
    "key",
    "rotate, back up or restore the keys of a workspace",
    ("protection", "prosecution"),
    declare,
    act,
    "palermo -w desk key backup --to /media/stick/desk.keys",
)
