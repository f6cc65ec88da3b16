"""JSON values as cells: numbers as written, objects laid flat, lists joined."""

import json
from collections.abc import Mapping

from palermo.evidence.readers.rows import Cell

MAX_DEPTH = 3  # levels of objects that become headers (location.address.city); deeper ones stay JSON

_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def decode_at(text: str, at: int) -> tuple[object, int]:
    """Decode the value that begins at `at`; numbers stay the text they were.

    Returns:
        The value and where it ends.

    Raises:
        ValueError: There is no whole value, or one nested too deep.
    """
    try:
        found: tuple[object, int] = _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return found


def lay_flat(record: Mapping[str, object]) -> dict[str, Cell]:
    """Cells by header: {"pay": {"from": 1}} has the header pay.from."""
    cells: dict[str, Cell] = {}
    _lay(record, "", 1, cells)
    return cells


def _lay(record: Mapping[str, object], prefix: str, depth: int, cells: dict[str, Cell]) -> None:
    """Lay one level flat."""
    for name, value in record.items():
        header = prefix + name
        if isinstance(value, dict) and depth < MAX_DEPTH:
            _lay(value, header + ".", depth + 1, cells)
        else:
            cells[header] = as_cell(value)


def as_cell(value: object) -> Cell:
    """One value as text; None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def is_whole_text(cells: Mapping[str, Cell]) -> bool:
    r"""Whether every cell is text that can be written: JSON can name half a character ("\ud800")."""
    try:
        for value in cells.values():
            if value is not None and not value.isascii():
                value.encode()
    except UnicodeEncodeError:
        return False
    return all(name.isascii() or _encodes(name) for name in cells)


def _encodes(name: str) -> bool:
    """Whether a text can be written."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
