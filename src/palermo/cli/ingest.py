"""`palermo ingest`: take files in."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from palermo.cli.command import Command, add_json, print_json, say, workspace_folder
from palermo.errors import UsageError

LATER = ("pictures", "payments", "purchases", "suppliers", "edges", "findings", "questionnaires", "cases")


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        type=Path,
        help="CSV, JSON, JSON Lines, Parquet, XLSX, gzip or zip of these, HTML, MHTML, WARC, Telegram, WhatsApp",
    )
    parser.add_argument(
        "--as", dest="table", required=True, choices=("adverts", "pages", *LATER), help="what the rows are"
    )
    parser.add_argument("--source", metavar="TEXT", help="where the material came from")
    parser.add_argument("--basis", metavar="TEXT", help="on what legal basis it is held")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=HEADER",
        help="which header (or =VALUE for every row, or nothing) a column is read from; several joined by +",
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 if any row was rejected")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Take the files in, say how each was read, and count every row."""
    if args.table in LATER:
        raise UsageError(f"this version takes in adverts and pages; --as {args.table} comes with a later one")
    from palermo import workbench
    from palermo.cli.ingested import print_results, print_sums
    from palermo.cli.keys import open_keys
    from palermo.custody.workspace import Workspace
    from palermo.reports.marks import visible

    workspace = Workspace.open(workspace_folder(args))
    with open_keys(workspace) as keys:
        results = workbench.ingest(
            workspace,
            args.files,
            keys=keys,
            table=args.table,
            source=args.source,
            basis=args.basis,
            mapping=_mapping(args.map),
            progress=lambda file, rows: say(f"  {visible(file)}: {rows:,} rows"),
        )
    made = sorted({r.ingest_id for r in results if r.ingest_id is not None})
    with workbench.open_engine() as engine:
        unread = workbench.count_unread(workspace, engine, made) if made else 0
    if args.json:
        print_json({"files": [asdict(result) for result in results], "unread_for_want_of_a_country": unread})
    else:
        print_results(results)
        print_sums(results, unread)
    unreadable = any(result.problem is not None for result in results)
    rejected = any(result.rejected for result in results)
    return 1 if unreadable or (args.strict and rejected) else 0


def _mapping(words: Sequence[str]) -> Mapping[str, str]:
    """The columns named by hand."""
    mapping = {}
    for word in words:
        column, equals, header = word.partition("=")
        if not equals or not column:
            raise UsageError(f"--map {word} should be COLUMN=HEADER")
        mapping[column] = header
    return mapping


COMMAND = Command(
    "ingest",
    "take files in: originals kept encrypted and unchanged, rows read, everything counted",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    'palermo -w desk ingest week-12.csv --as adverts --source "weekly export"',
)
