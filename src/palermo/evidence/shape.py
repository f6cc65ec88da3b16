"""Rows under a file's own headers, brought into the columns of ADVERTS, column by column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial, reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.evidence.countries import country_first, leading_country, read_country, read_language
from palermo.evidence.headers import JOIN, Columns
from palermo.evidence.prices import read_currency, read_price
from palermo.evidence.readers.rows import Rows
from palermo.evidence.times import Clock
from palermo.tables.adverts import ADVERT_KINDS

NO_TEXT = "it has no title, text or contact"
NO_COUNTRY = "no country known here by that name or code; ISO 3166-1 alpha-2, such as GB, would be right"
NO_LANGUAGE = "no language known here by that name or tag; BCP 47, such as en, would be right"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_KIND_WORDS = {
    **{kind: kind for kind in ADVERT_KINDS},
    **dict.fromkeys(("jobs", "vacancy", "vacancies", "work", "employment", "job offer", "работа", "вакансии"), "job"),
    **dict.fromkeys(("service", "услуги"), "services"),
    **dict.fromkeys(("escort", "escorts", "sexual services", "sex work"), "sexual_services"),
    **dict.fromkeys(("accommodation", "rooms", "room", "flat", "rent", "жильё", "жилье"), "housing"),
}
_text = pa.string()
_utc = pa.timestamp("us", tz="UTC")

Fault = tuple[int, str, str]  # place in the batch, column, reason


@dataclass
class Shaped:
    """A batch in columns of ADVERTS, and what had to be left out.

    Args:
        columns: Those of ADVERTS that a row itself fills, all equally long; null = not stated.
        readable: Which rows have something to read.
        faults: Cells that were left out.
    """

    columns: dict[str, pa.Array]
    readable: pa.Array
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Shape:
    """How the rows of one file become adverts; counts what it meets for the notes.

    Args:
        columns: Which column is read from which headers.
        clock: Reads the file's dates.
        kind: advert_kind of rows that do not say.
    """

    columns: Columns
    clock: Clock
    kind: str
    country_first: bool | None = None
    unclear_prices: int = 0
    other_kinds: int = 0

    def batch(self, rows: Rows) -> Shaped:
        """Bring one batch into columns."""
        cells = _Cells(rows, self.columns)
        faults: list[Fault] = []
        found = {name: pc.fill_null(cells.text(name), "") for name in ("title", "body")}
        found |= {name: _trim(cells.text(name)) for name in ("source_id", "place", "contact", "url", "employer")}
        for name in ("posted_at", "collected_at"):
            found[name] = _read(cells.text(name), self._time, pa.int64(), name, faults).cast(_utc)
        found["country"] = _read(cells.text("country"), _or_why(read_country, NO_COUNTRY), _text, "country", faults)
        found["language"] = _read(
            cells.text("language"), _or_why(read_language, NO_LANGUAGE), _text, "language", faults
        )
        found["advert_kind"] = self._kinds(cells.text("advert_kind"))
        found["price"], found["currency"] = self._prices(cells)
        self._lead_countries(cells, found)
        readable = pc.or_(pc.or_(_says(found["body"]), _says(found["title"])), pc.is_valid(found["contact"]))
        return Shaped(found, readable, sorted(faults))

    def notes(self) -> list[str]:
        """What a person should know of how cells were read."""
        found = []
        if self.clock.order is not None:
            found.append(str(self.clock.order))
        if self.clock.zoneless:
            found.append("dates without a time zone are read as UTC")
        if self.country_first:
            found.append("places begin with a country's code (GB, LND, London): it is read as the country")
        if self.unclear_prices:
            found.append(f"{self.unclear_prices} prices are no one number in one currency: they stay in the item")
        if self.other_kinds:
            found.append(f"{self.other_kinds} rows name a kind that is not one of {', '.join(ADVERT_KINDS)}: left out")
        return found

    def _time(self, cell: str) -> int | str:
        """Microseconds since 1970, or why not."""
        moment = self.clock.read(cell)
        return moment if isinstance(moment, str) else (moment - _EPOCH) // _MICROSECOND

    def _kinds(self, cells: pa.Array) -> pa.Array:
        """advert_kind from the words of the file, else as the file as a whole says."""
        kinds, values, places = _distinct(cells)
        known = [_KIND_WORDS.get(value.strip().casefold()) for value in values]
        counts = np.bincount(places[places >= 0], minlength=len(values))
        self.other_kinds += int(sum(count for count, kind in zip(counts, known, strict=True) if kind is None))
        return kinds(pa.array(known, _text)).fill_null(self.kind)

    def _prices(self, cells: "_Cells") -> tuple[pa.Array, pa.Array]:
        """Minor units and currency; null where they are not stated or not clear."""
        stated = cells.text("price")
        if stated.null_count == len(stated):
            return pa.nulls(len(stated), pa.int64()), pa.nulls(len(stated), _text)
        units = cells.text("currency")
        joined = pc.binary_join_element_wise(stated, pc.fill_null(units, ""), "\0")
        spread, values, places = _distinct(joined)
        prices = []
        for value in values:
            cell, _, unit = value.partition("\0")
            prices.append(read_price(cell, read_currency(unit) if unit else None))
        counts = np.bincount(places[places >= 0], minlength=len(values))
        self.unclear_prices += int(sum(count for count, price in zip(counts, prices, strict=True) if price is None))
        return (
            spread(pa.array([None if price is None else price[0] for price in prices], pa.int64())),
            spread(pa.array([None if price is None else price[1] for price in prices], _text)),
        )

    def _lead_countries(self, cells: "_Cells", found: dict[str, pa.Array]) -> None:
        """Read the country from places written country first, where no column names it."""
        if cells.names("country"):
            return
        if self.country_first is None:
            stated = found["place"].drop_null().to_pylist()
            if not stated:
                return
            self.country_first = country_first(stated)
        if self.country_first:
            spread, values, _ = _distinct(found["place"])
            found["country"] = spread(pa.array([leading_country(value) for value in values], _text))


class _Cells:
    """The cells of a batch by column."""

    def __init__(self, rows: Rows, columns: Columns) -> None:
        self._rows = rows
        self._columns = columns
        self._made: Mapping[str, pa.Array] = {}

    def names(self, column: str) -> bool:
        """Whether anything says what the column holds."""
        return column in self._columns.headers or column in self._columns.constants

    def text(self, column: str) -> pa.Array:
        """The column as text, null where a cell is empty; several headers are joined, the empty ones left out."""
        size = len(self._rows)
        constant = self._columns.constants.get(column)
        if constant is not None:
            return pa.repeat(pa.scalar(constant or None, _text), size)
        names = [name for name in self._columns.headers.get(column, ()) if name in self._rows.cells]
        parts = [self._part(name) for name in names]
        if not parts:
            return pa.nulls(size, _text)
        if len(parts) == 1:
            return parts[0]
        return reduce(partial(_join, JOIN[column]), parts)

    def _part(self, name: str) -> pa.Array:
        """The cells under one header."""
        values = self._rows.cells[name]
        return _empty_to_null(values if isinstance(values, pa.Array) else pa.array(values, _text))


def _read(
    cells: pa.Array, read: Callable[[str], int | str | tuple[str]], kind: pa.DataType, column: str, faults: list[Fault]
) -> pa.Array:
    """Read each distinct cell once. A cell that `read` gives a reason for is left out as a fault.

    Args:
        read: Gives a number, a text in a tuple of one, or the reason why there is none.
    """
    spread, values, places = _distinct(_trim(cells))
    found: list[int | str | None] = []
    for at, value in enumerate(values):
        result = read(value)
        if isinstance(result, str):
            faults.extend((int(place), column, result) for place in np.flatnonzero(places == at))
            found.append(None)
        else:
            found.append(result[0] if isinstance(result, tuple) else result)
    return spread(pa.array(found, kind))


def _or_why(read: Callable[[str], str | None], reason: str) -> Callable[[str], str | tuple[str]]:
    """A reading that gives its reason where it finds nothing."""

    def reading(cell: str) -> str | tuple[str]:
        """The value, or the reason."""
        found = read(cell)
        return reason if found is None else (found,)

    return reading


def _distinct(cells: pa.Array) -> tuple[Callable[[pa.Array], pa.Array], list[str], npt.NDArray[np.int64]]:
    """The distinct values, where each stands (-1 for null), and a function that spreads what was made of them."""
    if cells.null_count == len(cells):
        return (lambda made: pa.nulls(len(cells), made.type)), [], np.full(len(cells), -1)
    coded = cells.dictionary_encode()
    places = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return (lambda made: made.take(coded.indices)), coded.dictionary.to_pylist(), places


def _join(between: str, left: pa.Array, right: pa.Array) -> pa.Array:
    """Two columns as one, with `between` where both say something.

    Arrow's own join that skips nulls loses the rows in which every part is null (seen in pyarrow 26).
    """
    both = pc.binary_join_element_wise(left, right, between)
    return pc.coalesce(both, left, right)


def _empty_to_null(cells: pa.Array) -> pa.Array:
    """Null where a cell is empty."""
    empty = pc.equal(pc.binary_length(cells), 0)
    return pc.if_else(empty, pa.scalar(None, _text), cells) if pc.any(empty).as_py() else cells


def _trim(cells: pa.Array) -> pa.Array:
    """Without spaces round it; null where nothing is left."""
    return cells if cells.null_count == len(cells) else _empty_to_null(pc.utf8_trim_whitespace(cells))


def _says(cells: pa.Array) -> pa.Array:
    """Which cells hold more than spaces."""
    return pc.and_(pc.greater(pc.binary_length(cells), 0), pc.invert(pc.utf8_is_space(cells)))
