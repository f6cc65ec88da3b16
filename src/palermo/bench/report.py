"""docs/benchmarks.md: goal, measured, peer, ratio, n; reached or not said plainly; machine, versions and date.

The figures stand as JSON beside the page, one entry a section, so that measuring one section again leaves the
others as they were, each with its own day.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from palermo.bench.machine import Machine
from palermo.bench.rows import Row
from palermo.errors import InputError

PAGE = "benchmarks.md"
FIGURES = "benchmarks"  # folder of the JSON files
TITLE = "# Benchmarks\n\nEvery figure here was written by `palermo bench`; none by hand.\n"


@dataclass(frozen=True)
class Measured:
    """One section's rows, with when and on what they were measured."""

    section: str
    rows: tuple[Row, ...]
    day: str
    machine: Machine
    seed: int
    command: str

    def as_json(self) -> dict[str, Any]:
        """For the file of figures."""
        return {
            "rows": [asdict(row) for row in self.rows],
            "day": self.day,
            "machine": asdict(self.machine),
            "seed": self.seed,
            "command": self.command,
        }


def keep(docs: Path, bench: str, order: Sequence[str], measured: Measured) -> Path:
    """Put one section's figures on record and write the page anew.

    Args:
        docs: The folder of the page.
        bench: Name of the bench; the heading between whose marks the rows stand.
        order: All sections in their order.
        measured: What was just measured.

    Raises:
        InputError: The file of figures is there but cannot be read.
    """
    path = docs / FIGURES / f"{bench}.json"
    held = _read(path)
    held[measured.section] = measured.as_json()
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = {name: held[name] for name in (*order, *sorted(set(held) - set(order))) if name in held}
    path.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return _write_page(docs / PAGE, bench, ordered)


def page_of(bench: str, held: dict[str, Any]) -> str:
    """The bench's part of the page."""
    rows = [(part, row) for part in held.values() for row in part["rows"]]
    judged = [row["reached"] for _, row in rows if row["goal"]]
    reached = sum(1 for verdict in judged if verdict)
    missed = sum(1 for verdict in judged if verdict is False)
    unmeasured = len(judged) - reached - missed
    lines = [
        f"## {bench}",
        "",
        f"Of {len(judged)} goals {reached} were reached, {missed} missed, {unmeasured} not measured.",
        "",
        "| what | goal | measured | reached | peer | peer measured | ratio | n | measured on | note |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(row, part["day"], part["seed"]) for part, row in rows]
    lines += ["", *_machines(held)]
    return "\n".join(lines) + "\n"


def verdict(row: Row) -> str:
    """Reached or not, in one word."""
    if not row.goal:
        return ""
    return {True: "yes", False: "**no**", None: "not measured"}[row.reached]


def _line(row: dict[str, Any], day: str, seed: int) -> str:
    """One line of the table."""
    held = Row(**row)
    ratio = f"{held.ratio:,.2f}" if held.ratio is not None else ""
    cells = (
        held.what,
        held.goal,
        held.measured,
        verdict(held),
        held.peer,
        held.peer_measured,
        ratio,
        f"{held.n:,}" if held.n else "",
        f"{day}, seed {seed}",
        held.note,
    )
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def _machines(held: dict[str, Any]) -> list[str]:
    """Machines and versions, each once."""
    said: dict[str, list[str]] = {}
    for name, part in held.items():
        machine = part["machine"]
        versions = ", ".join(f"{library} {number}" for library, number in machine["versions"].items())
        text = (
            f"{machine['processor']}, {machine['cores']} cores, {machine['memory']} GiB, {machine['system']}; "
            f"{versions}. Command: `{part['command']}`"
        )
        said.setdefault(text, []).append(name)
    return [f"- {', '.join(names)}: {text}" for text, names in said.items()]


def _write_page(page: Path, bench: str, held: dict[str, Any]) -> Path:
    """Put the bench's part between its marks; other parts of the page stay."""
    begin, end = f"<!-- {bench}: begin -->", f"<!-- {bench}: end -->"
    text = page.read_text(encoding="utf-8") if page.exists() else TITLE
    if begin not in text or end not in text:
        text = f"{text.rstrip()}\n\n{begin}\n{end}\n"
    head, _, rest = text.partition(begin)
    tail = rest.partition(end)[2]
    page.write_text(f"{head}{begin}\n{page_of(bench, held)}{end}{tail}", encoding="utf-8")
    return page


def _read(path: Path) -> dict[str, Any]:
    """The figures on record."""
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is not JSON; mend it or remove it, then measure again") from error
    if not isinstance(held, dict):
        raise InputError(f"{path} should hold one object with an entry for each section")
    return held
