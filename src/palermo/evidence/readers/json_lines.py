"""JSON Lines: one object a line."""

import json
from collections.abc import Iterator

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.lines import Gap, split_lines
from palermo.evidence.readers.json_values import decode_at, is_whole_text, lay_flat
from palermo.evidence.readers.rows import MAX_COLUMNS, Cell, Gathering, Reading, Reject, Rows

_SAMPLE_ROWS = 1_000  # in which every header is expected to show
_BROKEN = "the line is no JSON object: each line should hold one, from { to }"
_HALF = "it holds half a character (a lone surrogate such as \\ud800), which no text has"


def read_json_lines(material: Material) -> Reading:
    """Read one object a line; a line that is none is refused by itself.

    Raises:
        ReaderError: None of the first lines is an object.
    """
    found = survey(material.open())
    headers: dict[str, None] = {}
    seen = 0
    for rows in _rows(material, found):
        headers |= dict.fromkeys(rows.cells)
        seen += len(rows)
        if seen >= _SAMPLE_ROWS or len(headers) > MAX_COLUMNS:
            break
    if not seen:
        raise ReaderError(found.cut or "no line of the file is a JSON object")
    if len(headers) > MAX_COLUMNS:
        raise ReaderError(f"the objects have {len(headers)} different keys, at most {MAX_COLUMNS} are read")
    return Reading("json lines", tuple(headers), lambda: _rows(material, found), encoding=str(found))


def _rows(material: Material, found: Survey) -> Iterator[Rows]:
    """Read line by line."""
    stream = material.open()
    stream.read(found.mark)
    start, number = found.mark, 0
    gathered = Gathering()
    for line in split_lines(stream, found.encoding):
        end = start + (line.length if isinstance(line, Gap) else len(line))
        cells = line.reason if isinstance(line, Gap) else _cells(line, found.encoding, start)
        if cells is not None:
            number += 1
            if isinstance(cells, str):
                gathered.reject(Reject(number, cells, start, end))
            else:
                gathered.keep(number, cells, start=start, end=end)
        start = end
        if gathered.full:
            yield gathered.hand_on()
    yield gathered.hand_on()


def _cells(line: bytes, encoding: str, start: int) -> dict[str, Cell] | str | None:
    """The cells of a line, or why it has none; None for a blank one."""
    try:
        text = line.decode(encoding).strip()
    except UnicodeDecodeError as error:
        return f"byte {start + error.start} of the file is not {encoding}; save the whole file in one encoding"
    if not text:
        return None
    try:
        value, end = decode_at(text, 0)
    except json.JSONDecodeError as error:
        return f"{_BROKEN}; it breaks at character {error.pos}"
    except ValueError:
        return "the line is nested too deep, or holds a number too long"
    if not isinstance(value, dict) or end != len(text):
        return _BROKEN
    cells = lay_flat(value)
    return cells if is_whole_text(cells) else _HALF
