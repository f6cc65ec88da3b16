"""What every reader gives: the headers it found and, as often as one asks, the rows under them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BATCH_ROWS = 16_384  # rows handed on at once
BATCH_BYTES = 1 << 24  # 16 MiB: so that a batch of long rows stays small as well
MAX_COLUMNS = 4_096  # a spreadsheet has at most 16,384; a table of adverts with so many is broken

Cell = str | None
Cells: TypeAlias = Sequence[Cell] | pa.Array  # text; a missing cell is None or empty
Numbers: TypeAlias = Sequence[int] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read.

    Args:
        number: Of the row, from 1; kept and refused rows count alike.
        reason: What was wrong and what would be right; no value of the row.
        start, end: Its bytes, half open; None where the format has none.
        element: What the format calls the place; None where bytes say it all.
    """

    number: int
    reason: str
    start: int | None = None
    end: int | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows one after the other.

    Args:
        cells: Header to values, all equally long.
        numbers: Of each row, from 1.
        starts, ends: Its bytes, half open; None where the format has none.
        elements: What the format calls each place; None where bytes say it all.
        rejects: The rows between these that could not be read.
    """

    cells: Mapping[str, Cells]
    numbers: Numbers
    starts: Numbers | None = None
    ends: Numbers | None = None
    elements: Sequence[str] | None = None
    rejects: Sequence[Reject] = ()

    def __len__(self) -> int:
        """Rows that could be read."""
        return len(self.numbers)


@dataclass(frozen=True)
class Reading:
    """A material as its format's reader sees it.

    Args:
        dialect: How it is read, in words: format, delimiter, sheet.
        headers: As they stand in the file, in order.
        rows: Starts to read; every call reads from the first row.
        encoding: Of the text; None where the format has none.
        job: Whether the format itself says that these are job adverts.
        notes: What a person should know, known before the first row is read.
        counted: What was passed over because it is no advert, filled while reading: what -> how many.
    """

    dialect: str
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Rows]]
    encoding: str | None = None
    job: bool = False
    notes: tuple[str, ...] = ()
    counted: Callable[[], Mapping[str, int]] = dict


class Gathering:
    """Rows in the making: cells by header, until there are enough to hand on."""

    def __init__(self, headers: Sequence[str] = ()) -> None:
        self._headers = tuple(headers)
        self._clear()

    def _clear(self) -> None:
        """Begin anew."""
        self._cells: dict[str, list[Cell]] = {name: [] for name in self._headers}
        self._numbers: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._elements: list[str] = []
        self._rejects: list[Reject] = []
        self._bytes = 0

    def keep(
        self,
        number: int,
        cells: Mapping[str, Cell],
        *,
        start: int | None = None,
        end: int | None = None,
        element: str | None = None,
    ) -> None:
        """Add a row; headers that it does not have read as None."""
        held = len(self._numbers)
        for name, value in cells.items():
            column = self._cells.get(name)
            if column is None:
                column = self._cells[name] = [None] * held
            column.append(value)
            if value is not None:
                self._bytes += len(value)
        self._numbers.append(number)
        for column in self._cells.values():
            if len(column) == held:
                column.append(None)
        if start is not None and end is not None:
            self._starts.append(start)
            self._ends.append(end)
        if element is not None:
            self._elements.append(element)

    def reject(self, reject: Reject) -> None:
        """Add a row that could not be read."""
        self._rejects.append(reject)

    @property
    def full(self) -> bool:
        """Whether it is time to hand on."""
        return len(self._numbers) + len(self._rejects) >= BATCH_ROWS or self._bytes >= BATCH_BYTES

    def hand_on(self) -> Rows:
        """What was gathered; gathering begins anew."""
        rows = Rows(
            self._cells,
            self._numbers,
            self._starts or None,
            self._ends or None,
            self._elements or None,
            self._rejects,
        )
        self._clear()
        return rows


def tell_headers_apart(headers: Sequence[str]) -> tuple[str, ...]:
    """Name empty headers by their place and number repeated ones, so that each names one column."""
    seen: set[str] = set()
    found = []
    for place, raw in enumerate(headers, 1):
        name = raw.strip().strip("\ufeff") or f"column {place}"
        unique, times = name, 1
        while unique in seen:
            times += 1
            unique = f"{name} ({times})"
        seen.add(unique)
        found.append(unique)
    return tuple(found)
