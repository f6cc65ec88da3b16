"""Rows under a file's own headers, brought into the columns of ADVERTS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from palermo.evidence.countries import country_first, leading_country, read_country, read_language
from palermo.evidence.headers import JOIN, Columns
from palermo.evidence.prices import read_currency, read_price
from palermo.evidence.readers.rows import Cell, Rows
from palermo.evidence.times import Clock
from palermo.tables.adverts import ADVERT_KINDS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
NO_TEXT = "it has no title, text or contact"
NO_COUNTRY = "no country known here by that name or code; ISO 3166-1 alpha-2, such as GB, would be right"
NO_LANGUAGE = "no language known here by that name or tag; BCP 47, such as en, would be right"
_KIND_WORDS = {
    **{kind: kind for kind in ADVERT_KINDS},
    **dict.fromkeys(("jobs", "vacancy", "vacancies", "work", "employment", "job offer", "работа", "вакансии"), "job"),
    **dict.fromkeys(("service", "услуги"), "services"),
    **dict.fromkeys(("escort", "escorts", "sexual services", "sex work"), "sexual_services"),
    **dict.fromkeys(("accommodation", "rooms", "room", "flat", "rent", "жильё", "жилье"), "housing"),
}

Fault = tuple[int, str, str]  # place in the batch, column, reason


@dataclass
class Shaped:
    """A batch in columns of ADVERTS, all equally long, and what had to be left out.

    Args:
        keep: Places of the rows that have something to read; the columns hold all rows.
        texts: Column -> values; None = not stated.
        times: posted_at and collected_at, microseconds since 1970.
        prices: Minor units and currency; None = not stated or not clear.
        faults: Cells that were left out.
    """

    keep: list[int]
    texts: dict[str, Sequence[Cell]]
    times: dict[str, list[int | None]]
    prices: list[tuple[int, str] | None] | None
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
        size = len(rows)
        texts: dict[str, Sequence[Cell]] = {
            column: self._column(column, rows, size) for column in ("title", "body", "contact", "place")
        }
        for column in ("source_id", "url", "employer"):
            texts[column] = self._column(column, rows, size)
        keep = [
            place
            for place, (title, body, contact) in enumerate(
                zip(texts["title"], texts["body"], texts["contact"], strict=True)
            )
            if (body and not body.isspace()) or (title and not title.isspace()) or (contact and not contact.isspace())
        ]
        faults: list[Fault] = []
        times = {column: self._times(column, rows, size, faults) for column in ("posted_at", "collected_at")}
        texts["country"] = self._read("country", rows, size, read_country, NO_COUNTRY, faults)
        texts["language"] = self._read("language", rows, size, read_language, NO_LANGUAGE, faults)
        texts["advert_kind"] = self._kinds(rows, size)
        self._lead_countries(texts)
        return Shaped(keep, texts, times, self._prices(rows, size), faults)

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
            found.append(
                f"{self.unclear_prices} prices are no single number in one currency: they stay in the item alone"
            )
        if self.other_kinds:
            found.append(f"{self.other_kinds} rows name a kind that is not one of {', '.join(ADVERT_KINDS)}: left out")
        return found

    def _cells(self, column: str, rows: Rows, size: int) -> Sequence[Cell] | None:
        """The cells of a column read from one header; None where the file has none."""
        constant = self.columns.constants.get(column)
        if constant is not None:
            return [constant] * size
        names = self.columns.headers.get(column)
        return None if names is None else rows.cells.get(names[0])

    def _column(self, column: str, rows: Rows, size: int) -> Sequence[Cell]:
        """The text of a column; several headers are joined, the empty ones left out."""
        names = self.columns.headers.get(column, ())
        if len(names) < 2:
            found = self._cells(column, rows, size)
            return [None] * size if found is None else found
        joint = JOIN[column]
        parts = [rows.cells[name] for name in names if name in rows.cells]
        if not parts:
            return [None] * size
        return [joint.join([cell for cell in cells if cell]) for cells in zip(*parts, strict=True)]

    def _times(self, column: str, rows: Rows, size: int, faults: list[Fault]) -> list[int | None]:
        """Microseconds since 1970."""

        def read(cell: str) -> int | str:
            moment = self.clock.read(cell)
            return moment if isinstance(moment, str) else (moment - _EPOCH) // _MICROSECOND

        cells = self._cells(column, rows, size)
        if cells is None:
            return [None] * size
        known = {cell: read(cell) if cell and not cell.isspace() else None for cell in set(cells)}
        wrong = {cell: value for cell, value in known.items() if isinstance(value, str)}
        if wrong:
            faults.extend((place, column, wrong[cell]) for place, cell in enumerate(cells) if cell in wrong)
        times = {cell: None if isinstance(value, str) else value for cell, value in known.items()}
        return [times[cell] for cell in cells]

    def _read(
        self,
        column: str,
        rows: Rows,
        size: int,
        read: Callable[[str], str | None],
        reason: str,
        faults: list[Fault],
    ) -> Sequence[Cell]:
        """Cells that name one thing of a list; one that names none is left out as a fault."""
        cells = self._cells(column, rows, size)
        if cells is None:
            return [None] * size
        known = {cell: read(cell) if cell and not cell.isspace() else None for cell in set(cells)}
        wrong = {cell for cell, value in known.items() if value is None and cell and not cell.isspace()}
        if wrong:
            faults.extend((place, column, reason) for place, cell in enumerate(cells) if cell in wrong)
        return [known[cell] for cell in cells]

    def _kinds(self, rows: Rows, size: int) -> list[Cell]:
        cells = self._cells("advert_kind", rows, size)
        if cells is None:
            return [self.kind] * size
        found: list[Cell] = []
        for cell in cells:
            kind = _KIND_WORDS.get(cell.strip().casefold()) if cell else None
            if kind is None and cell and not cell.isspace():
                self.other_kinds += 1
            found.append(kind or self.kind)
        return found

    def _lead_countries(self, texts: dict[str, Sequence[Cell]]) -> None:
        """Read the country from places written country first, where no column names it."""
        if "country" in self.columns.headers or "country" in self.columns.constants:
            return
        places = texts["place"]
        if self.country_first is None:
            stated = [place for place in places if place]
            if not stated:
                return
            self.country_first = country_first(stated)
        if self.country_first:
            texts["country"] = [leading_country(place) if place else None for place in places]

    def _prices(self, rows: Rows, size: int) -> list[tuple[int, str] | None] | None:
        cells = self._cells("price", rows, size)
        if cells is None:
            return None
        units = self._cells("currency", rows, size) or [None] * size
        pairs = list(zip(cells, units, strict=True))
        known = {pair: self._price(*pair) for pair in set(pairs)}
        found = [known[pair] for pair in pairs]
        self.unclear_prices += sum(price is None and bool(cell) for price, cell in zip(found, cells, strict=True))
        return found

    def _price(self, cell: Cell, unit: Cell) -> tuple[int, str] | None:
        if not cell or cell.isspace():
            return None
        return read_price(cell, read_currency(unit) if unit else None)
