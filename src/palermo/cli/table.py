"""`palermo table`: look at a table, or write a working copy of it."""

import argparse
from itertools import islice
from pathlib import Path

from palermo.cli.command import Command, add_json, counted, print_json, print_rows, workspace_folder
from palermo.errors import UsageError

SHOWN = 20
CELL = 28


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="adverts, identifiers, leads, ...; none = list them")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write a working copy: .parquet, .csv or .jsonl")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Print the first rows, or write the copy and log that it was made."""
    from palermo import workbench
    from palermo.cli.keys import open_keys
    from palermo.custody.deeds import log_copy
    from palermo.custody.workspace import Workspace
    from palermo.reports.copies import write_copy
    from palermo.tables import TABLES

    workspace = Workspace.open(workspace_folder(args))
    with workbench.open_engine() as engine:
        if args.name is None:
            return _list(args, workbench.count_tables(workspace, engine))
        relation = workbench.read_table(workspace, engine, args.name)
        table = TABLES[args.name.lower()]
        if args.to is not None:
            if not args.to.parent.is_dir():
                raise UsageError(f"there is no folder '{args.to.parent}' to write into")
            with open_keys(workspace) as keys:
                log_copy(workspace, keys, f"table {table.name}")
            rows = write_copy(table, relation.batches(), args.to)
            print(
                f"{args.to}: {counted(rows, 'row')} of {table.name.upper()}. A working copy for this desk, and logged."
            )
            return 0
        rows_shown = list(islice((row for batch in relation.batches(rows=SHOWN) for row in batch.to_pylist()), SHOWN))
        if args.json:
            print_json({"table": table.name, "rows": relation.count(), "first": rows_shown})
            return 0
        print(f"{table.name.upper()}: {table.meaning} {counted(relation.count(), 'row')}.")
        names = [column.name for column in table.columns]
        print_rows([names, *([_cell(row[name]) for name in names] for row in rows_shown)])
    return 0


def _list(args: argparse.Namespace, counts: dict[str, int]) -> int:
    """Every table that stands and its rows."""
    from palermo.tables import TABLES

    if args.json:
        print_json(counts)
        return 0
    print_rows([(name.upper(), counted(rows, "row"), TABLES[name].meaning) for name, rows in counts.items()])
    return 0


def _cell(value: object) -> str:
    """A value in few columns; what would move the cursor or turn the writing is shown as its code."""
    text = "" if value is None else str(value)
    safe = "".join(c if c.isprintable() else " " if c in "\n\t" else f"\\u{ord(c):04x}" for c in text)
    return safe if len(safe) <= CELL else safe[: CELL - 1] + "…"


COMMAND = Command(
    "table",
    "look at any table, or write a working copy of it",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo -w desk table identifiers --to identifiers.csv",
)
