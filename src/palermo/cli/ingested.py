"""How the outcome of an intake is printed: every file, and the sums."""

import json
from collections.abc import Sequence

from palermo.cli.command import counted
from palermo.reports.marks import visible
from palermo.workbench import IngestResult


def print_result(result: IngestResult) -> None:
    """How one file was read."""
    print(f"{visible(result.file)}  item {result.item_id[:12]}")
    if result.problem is not None:
        print(f"  could not be read: {result.problem}. Its bytes are kept as an item all the same.")
    if result.already_known:
        print("  the same bytes were taken in before from this source: logged, no new rows")
        return
    read = ", ".join(part for part in (result.dialect, result.encoding) if part)
    rows = f"{counted(result.rows, 'row')}: {result.kept:,} kept, {result.rejected:,} rejected"
    print(f"  {rows}" + (f"; {result.seen_before:,} were seen before" if result.seen_before else ""))
    if read:
        print(f"  read as {read}")
    mapping = json.loads(result.mapping)
    if mapping:
        print("  columns: " + ", ".join(f"{column} = {visible(str(header))}" for column, header in mapping.items()))
    if result.unused:
        print("  not used: " + ", ".join(visible(header) for header in result.unused))
    for note in result.notes:
        print(f"  note: {note}")


def print_sums(results: Sequence[IngestResult], unread: int) -> None:
    """What all files came to."""
    rows, kept, rejected = (sum(getattr(r, name) for r in results) for name in ("rows", "kept", "rejected"))
    files = counted(len(results), "file")
    print(f"{files}, {counted(rows, 'row')} = {kept:,} kept + {rejected:,} rejected")
    if rejected:
        print("Why rows were rejected: palermo table rejects")
    if unread:
        numbers = counted(unread, "national phone number was", "national phone numbers were")
        print(f"{numbers} left unread: those adverts name no country, and neither does this workspace.")
        print("If they are of one country, put it into palermo.toml (countries) before the run.")
    print("Next: palermo run")
