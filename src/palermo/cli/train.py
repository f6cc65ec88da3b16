"""`palermo train recruitment`: an organisation's own model over words, from adverts that its people reviewed."""

import argparse
import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from palermo.cli.command import Command, counted, print_rows, say, workspace_folder
from palermo.errors import InputError

YES, NO = "deceptive", "ordinary"
MODEL = Path("models") / "recruitment.json"


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("what", choices=("recruitment",), metavar="WHAT", help="recruitment")
    parser.add_argument(
        "--labels", required=True, type=Path, metavar="FILE", help=f"CSV: advert_id, label ({YES} or {NO})"
    )
    parser.add_argument("--means", required=True, metavar="TEXT", help=f"what '{YES}' means here, and who decided it")


def act(args: argparse.Namespace) -> int:
    """Train, measure on templates held out, and keep the model unless the one that stands is better."""
    from palermo import workbench
    from palermo.custody.workspace import Workspace

    workspace = Workspace.open(workspace_folder(args))
    labels = read_labels(args.labels)
    with workbench.open_engine() as engine:
        relation = workbench.read_table(workspace, engine, "adverts")
        texts: dict[str, str] = {}
        for batch in relation.batches(["advert_id", "title", "body"]):
            for row in batch.to_pylist():
                if row["advert_id"] in labels:
                    texts[row["advert_id"]] = f"{row['title']}\n{row['body']}"
    if len(texts) < len(labels):
        missing = len(labels) - len(texts)
        raise InputError(
            f"{args.labels.name}: {counted(missing, 'label')} of {len(labels)} name no advert of this workspace"
        )
    ids = sorted(texts)
    bodies = [texts[advert_id] for advert_id in ids]
    say("  grouping by template, fitting, validating ...")
    today = datetime.now(UTC).date().isoformat()
    model = workbench.train_recruitment(
        bodies, [int(labels[advert_id] == YES) for advert_id in ids], args.means, args.labels.name, today
    )
    keep(workspace.root / MODEL, model.to_json(), model.card)
    print_rows([(name, str(value)) for name, value in model.card.items()])
    print(f"Kept in {workspace.root / MODEL}. Its score stands beside the score over signs, and never in it.")
    return 0


def read_labels(file: Path) -> dict[str, str]:
    """Advert and label of each row.

    Raises:
        InputError: A column is missing, or labels are off; every fault at once, rows by number.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    if not rows or not {"advert_id", "label"} <= set(rows[0]):
        raise InputError(f"{file.name}: should be a CSV with the columns advert_id and label, and a row an advert")
    wrong = [at for at, row in enumerate(rows, start=2) if row["label"] not in (YES, NO)]
    if wrong:
        shown = ", ".join(str(at) for at in wrong[:5])
        raise InputError(f"{file.name}: {counted(len(wrong), 'label')} should be {YES} or {NO}: line {shown}")
    labels: dict[str, str] = {}
    torn = {row["advert_id"] for row in rows if labels.setdefault(row["advert_id"], row["label"]) != row["label"]}
    if torn:
        raise InputError(f"{file.name}: {counted(len(torn), 'advert')} bear both labels; settle them first")
    return labels


def keep(file: Path, content: str, card: Mapping[str, object]) -> None:
    """Write the model, unless the one that stands did better on templates held out.

    Raises:
        InputError: The model that stands is better; nothing was changed.
    """
    if file.exists():
        before = json.loads(file.read_text(encoding="utf-8"))["card"]
        old, new = float(before["average_precision"]), float(str(card["average_precision"]))
        if new < old:
            raise InputError(
                f"the model that stands is better: average precision {old} ({before['data']}) against {new}; "
                "it was kept. Move it away first if you want the new one all the same"
            )
    file.parent.mkdir(exist_ok=True)
    passing = file.with_name(f".partial-{file.name}")
    passing.write_text(content, encoding="utf-8")
    passing.replace(file)


COMMAND = Command(
    "train",
    "train your own model over words on adverts that your people labelled; off until then",
    ("prevention", "protection"),
    declare,
    act,
    "palermo -w desk train recruitment --labels reviewed.csv --means 'fee or papers kept, two reviewers agreed'",
)
