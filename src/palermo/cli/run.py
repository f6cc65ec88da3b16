"""`palermo run`: make the tables that analyses make."""

import argparse

from palermo.cli.command import Command, add_json, counted, print_json, print_rows, say, workspace_folder
from palermo.errors import UsageError


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("analyses", nargs="*", metavar="ANALYSIS", help="only these, with those they need")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where it runs")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--fresh", action="store_true", help="start anew instead of going on from the former run")
    parser.add_argument("--memory", default="2GB", metavar="2GB", help="bound of joins and sorts")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Run and say what was made."""
    if args.engine == "spark":
        raise UsageError("this version runs on duckdb alone; leave --engine out")
    chosen = {}
    for word in args.set:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"--set {word} should be NAME=VALUE")
        chosen[name] = value
    from palermo import workbench
    from palermo.custody.workspace import Workspace
    from palermo.tables import TABLES

    workspace = Workspace.open(workspace_folder(args))
    done = workbench.run(
        workspace,
        args.analyses,
        chosen=chosen,
        fresh=args.fresh,
        memory=args.memory,
        progress=lambda line: say(f"  {line} ..."),
    )
    with workbench.open_engine() as engine:
        unread = workbench.count_unread(workspace, engine)
    if args.json:
        print_json(
            {"run": done.run_id, "status": done.status, "grown_from": done.grown_from}
            | {"rows": done.rows, "cpu_seconds": done.seconds, "unread_for_want_of_a_country": unread}
        )
        return 0
    if done.status == "unchanged":
        print(f"Nothing has changed since run {done.run_id[:12]}.")
    elif done.status == "remade":
        print(f"Run {done.run_id[:12]} was made again and came out the same, byte for byte.")
    else:
        how = f"grown from {done.grown_from[:12]}" if done.grown_from else "made anew"
        print(f"Run {done.run_id[:12]}, {how}:")
    shown = [(name, counted(rows, "row")) for name, rows in done.rows.items() if not TABLES[name].state]
    print_rows(shown, indent="  ")
    if unread:
        numbers = counted(unread, "national phone number was", "national phone numbers were")
        print(f"{numbers} left unread: no country is stated for them. See: palermo table unread_numbers")
    print("See them with: palermo leads")
    return 0


COMMAND = Command(
    "run",
    "find identifiers, templates and leads in what was taken in; only what changed",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo -w desk run",
)
