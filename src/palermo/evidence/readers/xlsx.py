"""XLSX: every sheet that has a row of headers and rows below it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import python_calamine

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.readers.rows import MAX_COLUMNS, Cell, Gathering, Reading, Rows, tell_headers_apart

_MOST_CELLS = 8_000_000  # rows times columns of the sheets: their used range is held in memory
_DAMAGED = "the workbook is damaged, protected by a password or no XLSX; save it anew as XLSX or CSV"


def read_xlsx(material: Material) -> Reading:
    """Read the longest sheet and those with the same headers; others are named in the notes, for nobody to think
    that they were read.

    Raises:
        ReaderError: The workbook cannot be read, holds nothing, or too much.
    """
    sheets = _sheets(material)
    heads = {name: head for name, sheet in sheets.items() if (head := _headers(sheet))}
    if not heads:
        raise ReaderError("the workbook has no sheet with a row of headers")
    longest = max(heads, key=lambda one: sheets[one].total_height)
    headers = heads[longest]
    if len(headers) > MAX_COLUMNS:
        raise ReaderError(f"sheet '{longest}' has {len(headers)} columns, at most {MAX_COLUMNS} are read")
    read = [name for name, head in heads.items() if head == headers]
    left = len(heads) - len(read)
    notes = (f"{left} sheets with other headers were not read; save each as a file of its own",) if left else ()
    return Reading(
        f"xlsx, {len(read)} sheets" if len(read) > 1 else "xlsx",
        headers,
        lambda: _rows([(name, sheets[name]) for name in read], headers),
        notes=notes,
    )


def _sheets(material: Material) -> dict[str, python_calamine.CalamineSheet]:
    """The sheets by name, in the workbook's order."""
    try:
        workbook = python_calamine.load_workbook(material.at_will("a workbook"))
        sheets = {
            about.name: workbook.get_sheet_by_name(about.name)
            for about in workbook.sheets_metadata
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet
        }
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ReaderError(_DAMAGED) from error
    cells = sum(sheet.total_height * sheet.total_width for sheet in sheets.values())
    if cells > _MOST_CELLS:
        raise ReaderError(f"the sheets span {cells} cells, at most {_MOST_CELLS} are read: save the workbook as CSV")
    return sheets


def _headers(sheet: python_calamine.CalamineSheet) -> tuple[str, ...]:
    """The first row that is not empty; nothing where all are."""
    for row in sheet.iter_rows():
        if any(cell != "" for cell in row):
            return tell_headers_apart([_as_cell(cell) or "" for cell in row])
    return ()


def _rows(sheets: list[tuple[str, python_calamine.CalamineSheet]], headers: tuple[str, ...]) -> Iterator[Rows]:
    """Read sheet by sheet, row by row."""
    gathered = Gathering(headers)
    number = 0
    for name, sheet in sheets:
        begun = False
        for place, row in enumerate(sheet.iter_rows(), (sheet.start or (0, 0))[0] + 1):
            if all(cell == "" for cell in row):
                continue
            if not begun:
                begun = True
                continue
            number += 1
            cells: dict[str, Cell] = dict(zip(headers, map(_as_cell, row), strict=False))
            gathered.keep(number, cells, element=f"{name}!{place}")
            if gathered.full:
                yield gathered.hand_on()
    yield gathered.hand_on()


def _as_cell(value: object) -> Cell:
    """One cell as text: whole numbers without .0, dates in ISO 8601."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
