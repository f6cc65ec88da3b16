"""`palermo bench`: measure beside peers."""

import argparse
from dataclasses import asdict
from pathlib import Path

from palermo.cli.command import Command, add_json, print_json


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", choices=("adverts",), metavar="NAME", help="what to measure: adverts")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the measuring data, read where it lies, never copied")
    parser.add_argument("--to", type=Path, default=Path("docs"), metavar="DIR", help="folder of benchmarks.md (docs)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="for passing files; 5 GB, with --full 20 GB")
    parser.add_argument("--only", action="append", default=[], metavar="SECTION", help="only these sections")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all works; not for a document")
    parser.add_argument("--full", action="store_true", help="the four million adverts too")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Measure section by section; each is on the page before the next begins."""
    from palermo.bench.adverts import bench_adverts

    args.to.mkdir(parents=True, exist_ok=True)
    rows = bench_adverts(
        args.to,
        data=args.data,
        only=args.only,
        quick=args.quick,
        full=args.full,
        work=args.work,
        say=lambda line: print(line, flush=True) if not args.json else None,
    )
    if args.json:
        print_json([asdict(row) for row in rows])
        return 0
    missed = [row.what for row in rows if row.reached is False]
    print(f"{len(rows)} figures to {args.to / 'benchmarks.md'}; goals not reached: {len(missed)}")
    for what in missed:
        print(f"  {what}")
    return 0


COMMAND = Command(
    "bench",
    "measure every figure beside its peers, on this machine",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo bench adverts --data ../measuring",
)
