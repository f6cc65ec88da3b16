"""`palermo demo`: the main path on made-up material, each command shown before it runs."""

import argparse
import shlex
import sys
from pathlib import Path

from palermo.cli.command import Command
from palermo.errors import FaultError, InputError

KEPT = {"material", "desk", "lead.html"}


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", nargs="?", default="demo", metavar="DIR", type=Path, help="where to (default: demo)")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="which made-up material")
    parser.add_argument("--scale", type=float, default=1.0, metavar="N", help="how much; 1 is a few thousand adverts")


def act(args: argparse.Namespace) -> int:
    """Make up adverts, take them in, run, and show the leads, one of them whole, and a report to open."""
    material, desk = args.folder / "material", args.folder / "desk"
    if args.folder.exists() and not (args.folder.is_dir() and {p.name for p in args.folder.iterdir()} <= KEPT):
        raise InputError(f"{args.folder} holds other things; give a folder that is empty or not there yet")
    args.folder.mkdir(parents=True, exist_ok=True)
    print("Everything below is made up: no person, number or advert in it is real.")
    if not material.exists():
        _step("simulate", "adverts", material, "--seed", args.seed, "--scale", args.scale)
    if not (desk / "palermo.toml").exists():
        about = ["--organisation", "Example Hotline", "--purpose", "protection", "--countries", "GB", "--training"]
        _step("init", desk, *about)
    files = sorted(path for path in material.iterdir() if path.is_file())
    _step("-w", desk, "ingest", *files, "--as", "adverts", "--source", "made up", "--basis", "training")
    _step("-w", desk, "run")
    _step("-w", desk, "leads", "--top", "10")
    leads = _first_lead(desk)
    if leads:
        _step("-w", desk, "show", leads[0])
        _step("-w", desk, "report", leads[0], "--to", args.folder / "lead.html")
    _step("-w", desk, "verify")
    print("\nOpen the report in a browser:", (args.folder / "lead.html").resolve())
    print(f"Go on by hand:               palermo -w {desk} leads")
    return 0


def _step(*words: object) -> None:
    """Show a command, then run it."""
    from palermo.cli.main import main

    line = [str(word) for word in words]
    shown = " ".join(shlex.quote(word) for word in line)
    print(f"\n\x1b[1m$ palermo {shown}\x1b[0m" if _colour() else f"\n$ palermo {shown}", flush=True)
    code = main(line)
    if code != 0:
        raise FaultError(f"the step ended with exit code {code}; what it said stands above")


def _first_lead(desk: Path) -> list[str]:
    """The id of the strongest lead."""
    from palermo import workbench
    from palermo.custody.workspace import Workspace

    with workbench.open_engine() as engine:
        return [str(lead["lead_id"]) for lead in workbench.open_shelf(Workspace.open(desk), engine).leads()[:1]]


def _colour() -> bool:
    """Whether the output is a terminal."""
    return sys.stdout.isatty()


COMMAND = Command(
    "demo",
    "the main path on made-up material, each command shown before it runs",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo demo",
)
