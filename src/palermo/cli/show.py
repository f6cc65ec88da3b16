"""`palermo show`: one lead as a note, or one advert with its bytes."""

import argparse
import sys

from palermo.cli.command import add_json, print_json, width, workspace_folder


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("id", metavar="LEAD_ID", help="a lead or the beginning of its id; or an advert's id")
    add_json(parser)


def act(args: argparse.Namespace) -> int:
    """Print the note; for an advert, the row and the very bytes it was read from."""
    from palermo.cli.dossier import open_dossier
    from palermo.custody.workspace import Workspace
    from palermo.errors import NotFoundError
    from palermo.reports.text import lead_text

    workspace = Workspace.open(workspace_folder(args))
    try:
        dossier = open_dossier(workspace, args.id)
    except NotFoundError:
        if _show_advert(args, workspace):
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
