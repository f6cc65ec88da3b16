"""How the outcome of an intake is printed: every file, files that were read alike together, and the sums."""

import json
from collections.abc import Sequence
from itertools import groupby

from palermo.cli.command import counted
from palermo.reports.marks import visible
from palermo.workbench import IngestResult

_FEW = 3  # files read alike that are still printed one by one


def print_results(results: Sequence[IngestResult]) -> None:
    """How each file was read; a long row of files read alike is printed as one."""
    for _, group in groupby(results, key=_reading):
        alike = list(group)
        if len(alike) <= _FEW or alike[0].problem is not None or alike[0].already_known:
            for result in alike:
                _print_files([result])
        else:
            _print_files(alike)


def print_sums(results: Sequence[IngestResult], unread: int) -> None:
    """What all files came to."""
    files = counted(len(results), "file")
    print(f"{files}, {_rows(results)}")
    if any(result.rejected for result in results):
        print("Why rows were rejected: palermo table rejects")
    if unread:
        numbers = counted(unread, "national phone number was", "national phone numbers were")
        print(f"{numbers} left unread: those adverts name no country, and neither does this workspace.")
        print("If they are of one country, put it into palermo.toml (countries) before the run.")
    print("Next: palermo run")


def _reading(result: IngestResult) -> tuple[object, ...]:
    """How a file was read: files alike in this are printed together."""
    outcome = (result.problem, result.already_known, result.rejected > 0)
    return (result.dialect, result.encoding, result.mapping, result.unused, result.notes, *outcome)


def _print_files(results: Sequence[IngestResult]) -> None:
    """One file, or several that were read alike."""
    first = results[0]
    if len(results) == 1:
        print(f"{visible(first.file)}  item {first.item_id[:12]}")
    else:
        print(f"{counted(len(results), 'file')}: {visible(first.file)} to {visible(results[-1].file)}")
    if first.problem is not None:
        print(f"  could not be read: {first.problem}. Its bytes are kept as an item all the same.")
    if first.already_known:
        print("  the same bytes were taken in before from this source: logged, no new rows")
        return
    seen = sum(result.seen_before for result in results)
    print(f"  {_rows(results)}" + (f"; {seen:,} were seen before" if seen else ""))
    read = ", ".join(part for part in (first.dialect, first.encoding) if part)
    if read:
        print(f"  read as {read}")
    mapping = {str(column): str(header) for column, header in json.loads(first.mapping).items()}
    if mapping:
        said = (column if column == header else f"{column} = {visible(header)}" for column, header in mapping.items())
        print(f"  columns: {', '.join(said)}")
    if first.unused:
        print(f"  not used: {', '.join(visible(header) for header in first.unused)}")
    for note in first.notes:
        print(f"  note: {note}")


def _rows(results: Sequence[IngestResult]) -> str:
    """Rows found, kept and rejected: they always add up."""
    rows, kept, rejected = (sum(getattr(r, name) for r in results) for name in ("rows", "kept", "rejected"))
    return f"{counted(rows, 'row')}: {kept:,} kept, {rejected:,} rejected"
