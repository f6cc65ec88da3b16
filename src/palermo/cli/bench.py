"""`palermo bench`: measure beside peers."""

import argparse
from pathlib import Path

from palermo.cli.command import Command


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", choices=("adverts",), metavar="NAME", help="what to measure: adverts")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder with the measuring data, read where it lies"
    )


def act(args: argparse.Namespace) -> int:
    """Measure."""
    return 0


COMMAND = Command(
    "bench",
    "measure every figure beside its peers, on this machine",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo bench adverts --data ../measuring",
)
