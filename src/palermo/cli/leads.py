"""`palermo leads`: the list that is put before a person."""

import argparse
from collections.abc import Mapping
from typing import Any

from palermo.cli.command import Command, add_json, counted, print_json, width, workspace_folder

MICRO = 1_000_000


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--kind", metavar="K", help="only leads of this kind, such as adverts")
    parser.add_argument("--top", type=int, default=20, metavar="N", help="how many to print (default: 20)")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Print the leads by rank; with none, how far everything came and what came nearest."""
    from palermo import workbench
    from palermo.custody.workspace import Workspace
    from palermo.reports import expected_wrong

    workspace = Workspace.open(workspace_folder(args))
    with workbench.open_engine() as engine:
        shelf = workbench.open_shelf(workspace, engine)
        leads = [lead for lead in shelf.leads() if args.kind in (None, lead["kind"])]
        stages = workbench.count_stages(engine, shelf)
        counts = workbench.count_tables(workspace, engine)
    card = next(a.card for a in workbench.ANALYSES if a.name == "templates")
    expected = expected_wrong(len(leads), card.precision_low if card is not None else None)
    shown = leads[: args.top]
    if args.json:
        misses = [{"subject_id": miss.subject_id, "text": miss.text} for miss in stages.misses]
        print_json({"leads": shown, "listed": len(leads), "expected_wrong": expected, "rows": counts, "misses": misses})
        return 0
    if leads:
        print(f"{counted(len(leads), 'lead')}, strongest first. A lead is a question, not a verdict.\n")
        for lead in shown:
            _print_lead(lead)
        if len(shown) < len(leads):
            print(f"... and {len(leads) - len(shown)} more: --top {len(leads)}\n")
        print("\n".join(expected))
        print("Read one whole: palermo show LEAD_ID")
        return 0
    print("No leads. How far everything came:")
    for name in ("adverts", "identifiers", "templates", "observations"):
        print(f"  {counted(counts.get(name, 0), name.removesuffix('s'), name)}")
    print(f"  {counted(stages.subjects, 'possible subject')}: {stages.no_second} without a second observation,")
    print(f"  {stages.not_beyond} without two beyond the text, {stages.outweighed} outweighed by what speaks against")
    if stages.misses:
        print("What came nearest:")
        for miss in stages.misses:
            print(f"  {miss.subject_kind} {miss.subject_id[:12]}: {miss.text}")
    return 0


def _print_lead(lead: Mapping[str, Any]) -> None:
    """One lead in a few lines: its place, its reasons, what speaks against it."""
    import textwrap

    from palermo.reports.marks import visible

    total = lead["priority"] / MICRO
    print(f"{lead['rank']:>4}. {lead['lead_id']}  {lead['subject_kind']} {lead['subject_id'][:12]}  {total:.2f} nats")
    for sign, rows in (("+", lead["reasons"]), ("-", lead["against"])):
        for row in rows:
            text = f"{visible(row['text'])} ({row['weight'] / MICRO:+.2f})"
            print(textwrap.fill(text, width(), initial_indent=f"      {sign} ", subsequent_indent="        "))
    print()


COMMAND = Command(
    "leads",
    "the list put before a person, strongest first, with what speaks for and against each",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo -w desk leads --top 10",
)
