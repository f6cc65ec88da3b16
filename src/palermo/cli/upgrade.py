"""`palermo upgrade`: bring a workspace to the newest format."""

import argparse

from palermo.cli.command import Command, workspace_folder


def declare(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def act(args: argparse.Namespace) -> int:
    """Say that there is nothing to do: format 1 is the first."""
    from palermo.custody.workspace import FORMAT, Workspace

    workspace = Workspace.open(workspace_folder(args))
    print(f"{workspace.root} has format {workspace.settings.format}; the newest is {FORMAT}: nothing to do.")
    return 0


COMMAND = Command(
    "upgrade",
    "bring a workspace to the newest format; items are never rewritten",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo -w desk upgrade",
)
