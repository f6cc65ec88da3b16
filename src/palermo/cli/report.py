"""`palermo report`: one lead as a page or a PDF."""

import argparse
from pathlib import Path

from palermo.cli.command import Command, counted, workspace_folder
from palermo.errors import UsageError


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("id", metavar="LEAD_ID", help="a lead or the beginning of its id")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to write: .html or .pdf")


def act(args: argparse.Namespace) -> int:
    """Write a working copy for this desk, and log that it was made."""
    from palermo.cli.dossier import open_dossier
    from palermo.cli.keys import open_keys
    from palermo.custody.deeds import log_copy
    from palermo.custody.disk import write_whole
    from palermo.custody.workspace import Workspace

    if args.to.suffix not in (".html", ".pdf"):
        raise UsageError(f"'{args.to.name}' should end in .html or .pdf")
    if not args.to.parent.is_dir():
        raise UsageError(f"there is no folder '{args.to.parent}' to write into")
    workspace = Workspace.open(workspace_folder(args))
    dossier = open_dossier(workspace, args.id)
    if args.to.suffix == ".pdf":
        from palermo.reports.pdf import lead_pdf

        content = lead_pdf(dossier)
    else:
        from palermo.reports.page import lead_page

        content = lead_page(dossier).encode()
    with open_keys(workspace) as keys:
        log_copy(workspace, keys, f"lead {dossier.lead['lead_id']}")
    write_whole(args.to, content)
    shown = counted(len(dossier.adverts), "advert")
    print(f"{args.to}: one lead with {shown} of {dossier.adverts_total:,}. A working copy for this desk, and logged.")
    print("Handing it to anybody outside is a release and needs a second person.")
    return 0


COMMAND = Command(
    "report",
    "one lead as a page to open or a PDF to print, with its evidence and proof",
    ("protection", "prosecution"),
    declare,
    act,
    "palermo -w desk report LEAD_ID --to lead.html",
)
