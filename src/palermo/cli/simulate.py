"""`palermo simulate`: made-up, labelled material."""

import argparse
from pathlib import Path

from palermo.cli.command import Command, add_json, counted, print_json
from palermo.errors import InputError


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", choices=("adverts",), metavar="NAME", help="what to make up: adverts")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new folder: input files and truth/*.csv")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed makes the same bytes")
    parser.add_argument("--scale", type=float, default=1.0, metavar="N", help="how much; 1 is a few thousand adverts")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Write the files and say what is in them."""
    from palermo.simulate import simulate_adverts

    if args.folder.exists() and (not args.folder.is_dir() or any(args.folder.iterdir())):
        raise InputError(f"{args.folder} holds something already; give a folder that is empty or not there yet")
    made = simulate_adverts(args.folder, seed=args.seed, scale=args.scale)
    if args.json:
        print_json({"files": made.files, "truth": made.truth, "adverts": made.adverts, "rows": made.rows})
        return 0
    print(f"{counted(made.adverts, 'made-up advert')} in {counted(made.rows, 'row')}:")
    for file in (*made.files, *made.truth):
        print(f"  {file}")
    print(f'Take them in: palermo ingest {args.folder}/*.* --as adverts --source "made up" (truth/ is for scoring)')
    return 0


COMMAND = Command(
    "simulate",
    "make up labelled material to try things on and to teach with",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo simulate adverts training --seed 7",
)
