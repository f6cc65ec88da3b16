"""JSON: a list of objects, or an object with such a list inside."""

import json
from collections.abc import Callable, Iterator, Sequence

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.readers.json_text import JsonText
from palermo.evidence.readers.json_values import is_whole_text, lay_flat
from palermo.evidence.readers.rows import MAX_COLUMNS, Gathering, Reading, Reject, Rows

_LEVELS = 3  # of objects within which the list may lie
_SAMPLE_ROWS = 1_000
_BROKEN = "the element is no JSON object; each should be one, from { to }"
_DEEP = "the element is nested too deep, or holds a number too long"
_ENDLESS = "the file ends within this element, or its quotes and brackets do not close"
_HALF = "it holds half a character (a lone surrogate such as \\ud800), or bytes in another encoding"


def read_json(material: Material, has_text: Callable[[Sequence[str]], bool]) -> Reading:
    """Read the objects of a list; where the text holds several, the first whose keys name a text.

    Args:
        has_text: Whether headers name a text column.

    Raises:
        ReaderError: There is no list of objects.
    """
    found = survey(material.open())
    lists = _lists(material, found, has_text)
    if not lists:
        raise ReaderError(
            found.cut or "the JSON holds no list of objects; it should be [{...}, {...}] or hold one under a key"
        )
    path = next((name for name, headers in lists.items() if has_text(tuple(headers))), max(lists, key=_longest(lists)))
    headers = tuple(lists[path])
    if len(headers) > MAX_COLUMNS:
        raise ReaderError(f"the objects have {len(headers)} different keys, at most {MAX_COLUMNS} are read")
    notes = (f"of {len(lists)} lists in the JSON, {path or 'the outermost'} was read",) if len(lists) > 1 else ()
    dialect = f"json, list at {path}" if path else "json, list"
    return Reading(dialect, headers, lambda: _rows(material, found, path), encoding=str(found), notes=notes)


def _longest(lists: dict[str, dict[str, int]]) -> Callable[[str], int]:
    """How long a list is, by its pointer."""
    return lambda path: max(lists[path].values(), default=0)


def _lists(material: Material, found: Survey, has_text: Callable[[Sequence[str]], bool]) -> dict[str, dict[str, int]]:
    """The lists of objects by JSON pointer, each with how often its keys occur, up to the first that names a text."""
    lists: dict[str, dict[str, int]] = {}
    walk = _walk(JsonText(material, found), "", 0)
    while True:
        try:
            path, value, _, _, _ = next(walk)
        except (StopIteration, ValueError):  # where the text breaks off, its rows are refused later
            break
        headers = lists.setdefault(path, {})
        cells = lay_flat(value) if isinstance(value, dict) else {}
        if is_whole_text(cells):
            for name in cells:
                headers[name] = headers.get(name, 0) + 1
        done = max(headers.values(), default=0) >= _SAMPLE_ROWS and has_text(tuple(headers))
        if done or len(headers) > MAX_COLUMNS:
            break
    return {path: headers for path, headers in lists.items() if headers}


def _walk(text: JsonText, path: str, level: int) -> Iterator[tuple[str, object, int, int, int]]:
    """Yield (pointer of the list, element or what is wrong with it, place, first byte, byte after the last)."""
    sign = text.peek()
    if sign == "{" and level < _LEVELS:
        for key in text.keys():  # noqa: SIM118  # a walk, not a mapping
            step = key.replace("~", "~0").replace("/", "~1").encode("utf-8", "replace").decode()
            yield from _walk(text, f"{path}/{step}", level + 1)
    elif sign == "[":
        yield from _elements(text, path)
    else:
        text.skip()


def _elements(text: JsonText, path: str) -> Iterator[tuple[str, object, int, int, int]]:
    """Yield the elements of a list; see `_walk`."""
    for place in text.elements():
        start = text.offset
        try:
            value = text.value()
        except ValueError as error:
            whole = text.recover()
            reason = _BROKEN if isinstance(error, json.JSONDecodeError) else _DEEP
            yield path, reason if whole else text.cut or _ENDLESS, place, start, text.offset
            if not whole:
                return
        else:
            yield path, value if isinstance(value, dict) else _BROKEN, place, start, text.offset


def _rows(material: Material, found: Survey, wanted: str) -> Iterator[Rows]:
    """Read the elements of one list."""
    text = JsonText(material, found)
    gathered = Gathering()
    number = 0
    try:
        for path, value, place, start, end in _walk(text, "", 0):
            if path != wanted:
                continue
            number += 1
            element = f"{path}/{place}"
            cells = lay_flat(value) if isinstance(value, dict) else None
            if cells is None:
                gathered.reject(Reject(number, str(value), start, end, element))
            elif is_whole_text(cells):
                gathered.keep(number, cells, start=start, end=end, element=element)
            else:
                gathered.reject(Reject(number, _HALF, start, end, element))
            if gathered.full:
                yield gathered.hand_on()
        if text.peek() or text.cut is not None:
            raise ValueError("more text")
    except ValueError:
        start = text.offset
        while text.recover():
            pass
        reason = text.cut or "from here the text is no JSON: a bracket or comma is missing, or the file is cut off"
        gathered.reject(Reject(number + 1, reason, start, text.offset))
    yield gathered.hand_on()
