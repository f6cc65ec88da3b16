"""Where in an item a row stands: one short line of text, written and read here and nowhere else.

    whole                                   the item from its first byte to its last
    row=12;bytes=7321-7980                  the twelfth row of a CSV file
    member=may%2Fads.json;row=3;element=%2Fads%2F2;bytes=210-380
    row=7;element=Sheet1%217                row 7 of a sheet: it has no byte range of its own

The parts stand in this order; a part that says nothing is left out. `member` (in an archive) and
`element` (a JSON pointer, a sheet and its row, the number of a record) are percent-encoded; `row` counts
all rows of the item from 1, the refused ones too; `bytes` is half open and counts from 0 in the
member, or else in the item, after gzip is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, unquote

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.errors import InputError

Numbers: TypeAlias = Sequence[int] | npt.NDArray[np.int64]

WHOLE = "whole"
_PLAIN = "._-"


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in an item.

    Args:
        member: Name inside an archive; None where the item is no archive.
        row: Number of the row in the item, from 1; None where no row is meant.
        element: What the format itself calls the place; None where bytes say it all.
        start, end: Half-open byte range; both None where the format has none.
    """

    member: str | None = None
    row: int | None = None
    element: str | None = None
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """The line of text that tables hold."""
        parts = []
        if self.member is not None:
            parts.append(f"member={quote(self.member, safe=_PLAIN)}")
        if self.row is not None:
            parts.append(f"row={self.row}")
        if self.element is not None:
            parts.append(f"element={quote(self.element, safe=_PLAIN)}")
        if self.start is not None and self.end is not None:
            parts.append(f"bytes={self.start}-{self.end}")
        return ";".join(parts) or WHOLE


def parse(text: str) -> Locator:
    """Read a locator back.

    Raises:
        InputError: The text is no locator; the message says what one looks like.
    """
    if text == WHOLE:
        return Locator()
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in found or name not in ("member", "row", "element", "bytes"):
            raise InputError("this is no locator: it should read like row=12;bytes=7321-7980")
        found[name] = value
    try:
        start, end = (int(n) for n in found["bytes"].split("-")) if "bytes" in found else (None, None)
        return Locator(
            member=unquote(found["member"]) if "member" in found else None,
            row=int(found["row"]) if "row" in found else None,
            element=unquote(found["element"]) if "element" in found else None,
            start=start,
            end=end,
        )
    except ValueError as error:
        raise InputError("a locator counts rows and bytes in whole numbers: row=12;bytes=7321-7980") from error


def write_locators(
    member: str | None,
    rows: pa.Array,
    elements: Sequence[str] | None,
    starts: Numbers | None,
    ends: Numbers | None,
) -> pa.Array:
    """The locators of many rows at once: the same text as `str(Locator(...))` row by row."""
    prefix = "row=" if member is None else f"member={quote(member, safe=_PLAIN)};row="
    parts = [pa.scalar(prefix), rows.cast(pa.string())]
    if elements is not None:
        parts += [pa.scalar(";element="), pa.array([quote(one, safe=_PLAIN) for one in elements], pa.string())]
    if starts is not None and ends is not None:
        parts += [pa.scalar(";bytes="), pa.array(starts, pa.int64()).cast(pa.string())]
        parts += [pa.scalar("-"), pa.array(ends, pa.int64()).cast(pa.string())]
    return pc.binary_join_element_wise(*parts, "")
