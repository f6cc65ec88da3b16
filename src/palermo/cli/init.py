"""`palermo init`: make a workspace."""

import argparse
from getpass import getpass
from pathlib import Path

from palermo.cli.command import Command
from palermo.errors import UsageError

PURPOSES = ("prevention", "protection", "prosecution")


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to make")
    parser.add_argument("--organisation", required=True, metavar="TEXT", help="who holds the material")
    parser.add_argument("--purpose", required=True, choices=PURPOSES, help="what it is held for")
    parser.add_argument(
        "--countries",
        default="",
        metavar="GB,ES",
        help="ISO codes: how to read national phone numbers in adverts that name no country",
    )
    parser.add_argument("--source", metavar="TEXT", help="where material comes from, unless ingest says otherwise")
    parser.add_argument("--basis", metavar="TEXT", help="on what legal basis it is held, unless ingest says otherwise")
    parser.add_argument("--retention-days", type=int, metavar="N", help="days after which it is due for erasure")
    parser.add_argument("--training", action="store_true", help="all material will be made up, for practice")
    parser.add_argument("--passphrase", action="store_true", help="ask for a passphrase over the keys")


def act(args: argparse.Namespace) -> int:
    """Make the folder, its keys and the first entry of its log."""
    from palermo import workbench
    from palermo.custody.keyfile import key_folder
    from palermo.custody.workspace import Settings

    settings = Settings.new(
        organisation=args.organisation,
        purpose=args.purpose,
        countries=[code for code in args.countries.split(",") if code.strip()],
        retention_days=args.retention_days,
        source=args.source,
        basis=args.basis,
        training=args.training,
    )
    workspace = workbench.init(args.folder, settings, _ask() if args.passphrase else None)
    print(f"Made the workspace {workspace.root}.")
    print(f"Its keys are in {key_folder() / workspace.workspace_id}: without them nothing in it can be read.")
    print("Keep a copy of them elsewhere: palermo key backup --to FILE")
    if not settings.countries:
        print("No countries given: national phone numbers in adverts that name no country will be left unread.")
    return 0


def _ask() -> str:
    """A passphrase, typed twice."""
    phrase = getpass("Passphrase over the keys: ")
    if phrase != getpass("Once more: "):
        raise UsageError("the two passphrases differ; nothing was made")
    if not phrase:
        raise UsageError("the passphrase is empty; leave --passphrase out to have none")
    return phrase


COMMAND = Command(
    "init",
    "make a workspace: a folder for what you hold, with keys and a log of its own",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    'palermo init desk --organisation "Example Hotline" --purpose protection --countries GB,ES',
)
