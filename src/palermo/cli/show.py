"""`palermo show`: one lead as a note, or one advert with its bytes."""

import argparse
import sys

from palermo.cli.command import Command, add_json, print_json, width, workspace_folder
from palermo.errors import NotFoundError, UsageError

GUARDED = ("sexual_services", "not_stated")


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("id", metavar="LEAD_ID", help="a lead or the beginning of its id; or an advert's id")
    parser.add_argument("--unmasked", action="store_true", help="an advert of a guarded kind as it is; logged")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Print the note; for an advert, the row and the very bytes it was read from."""
    from palermo.cli.dossier import open_dossier
    from palermo.custody.workspace import Workspace
    from palermo.reports.text import lead_text

    workspace = Workspace.open(workspace_folder(args))
    try:
        dossier = open_dossier(workspace, args.id)
    except NotFoundError:
        if _show_advert(args):
            return 0
        raise
    if args.json:
        print_json(
            {"lead": dossier.lead, "template": dossier.template, "adverts": dossier.adverts}
            | {"adverts_total": dossier.adverts_total, "identifiers": dossier.identifiers, "run": dossier.run_id}
        )
        return 0
    sys.stdout.write(lead_text(dossier, width=width(), colour=sys.stdout.isatty()))
    return 0


def _show_advert(args: argparse.Namespace) -> bool:
    """One advert and the bytes that it was read from; False where no advert has that id."""
    from palermo import workbench
    from palermo.cli.keys import open_keys
    from palermo.custody.deeds import log_look
    from palermo.custody.workspace import Workspace
    from palermo.reports.marks import visible

    workspace = Workspace.open(workspace_folder(args))
    with open_keys(workspace) as keys, workbench.open_engine() as engine:
        origin = workbench.read_origin(workspace, keys, engine, args.id)
    if origin is None:
        return False
    advert = origin.advert
    if advert["advert_kind"] in GUARDED and not args.unmasked:
        raise UsageError(
            f"adverts of the kind {advert['advert_kind']} are masked: what is in them can expose a worker. "
            "If you have to read this one, add --unmasked; it will be logged"
        )
    if advert["advert_kind"] in GUARDED:
        with open_keys(workspace) as keys:
            log_look(workspace, keys, f"advert {args.id} unmasked")
    text = origin.content.decode("utf-8", errors="backslashreplace")
    if args.json:
        facts = {"advert": advert, "file": origin.file, "bytes": text, "item_verifies": not origin.faults}
        print_json(facts | {"faults": origin.faults})
        return True
    print(f"Advert {args.id}, kind {advert['advert_kind']}, from {visible(str(advert['source']))}")
    for name in ("title", "body"):
        print(f"\n{name}: {visible(advert[name])}")
    print(f"\nIt stands in {visible(origin.file)}, {advert['locator']}")
    hashed = "all its bytes hash to that name" if not origin.faults else "; ".join(origin.faults)
    print(f"item {advert['item_id']}: {hashed}")
    print(f"\nThe bytes as received:\n{visible(text)}")
    return True


COMMAND = Command(
    "show",
    "one lead as a careful colleague's note; or one advert with the bytes it was read from",
    ("prevention", "protection", "prosecution"),
    declare,
    act,
    "palermo -w desk show LEAD_ID",
)
