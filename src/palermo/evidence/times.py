"""Points in time as people and programs write them; what cannot be told stays untold."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web; an earlier date is a slip or an empty clock (1970, 1900)
SLACK = timedelta(days=1)  # after the intake: clocks and time zones differ by so much, no honest date by more
_ENOUGH = 1_000  # telling dates after which day-first or month-first is settled
_TOLERATED = 0.01  # of the telling dates may contradict the others

_NUMBERS = re.compile(
    r"(\d{1,4})([./\-])(\d{1,2})\2(\d{2,4})"
    r"(?:[,T]?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap])?\.?\s?m?\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:[^\W\d_]+,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?\s+(?:de\s+|of\s+)?([^\W\d_]+)\.?|([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r",?\s+(?:de\s+|del\s+)?(\d{4})(?:\s*(?:г\.?|р\.?))?"
    r"(?:,?\s+(?:at\s+|um\s+|à\s+|в\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?\s?m?\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_MONTHS = (
    "jan ene gen янв січ ian sty", "feb fév fev фев лют lut", "mar mär mrz мар бер", "apr abr avr апр кві kwi",
    "may mai mag maj май мая тра", "jun giu июн чер iun cze", "jul lug июл лип iul lip", "aug ago aoû aou авг сер sie",
    "sep set sept сен вер wrz", "oct okt ott out окт жов paź paz", "nov ноя лис lis", "dec dez dic déc дек гру gru",
)  # fmt: skip
_FULL = {"juin": 6, "juillet": 7, "juil": 7, "marzec": 3, "listopad": 11, "листопада": 11, "июня": 6, "июля": 7}
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_UNIX = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")

NOT_A_DATE = "no date in a layout that is known here, such as 2024-05-31"
ABSURD = "a date before 1990 or more than a day after the intake"
EITHER = "day and month cannot be told apart in this file, such as 04/05/2024"


@dataclass(frozen=True, slots=True)
class Order:
    """Which of two numbers is the day, as the dates of a file tell.

    Args:
        day_first: True for 31/05/2024, False for 05/31/2024, None where the file leaves it open.
        tellers: Dates that tell, because one number is above 12.
        against: Those of them that say the contrary.
    """

    day_first: bool | None
    tellers: int
    against: int

    def __str__(self) -> str:
        """For the notes of an intake."""
        if self.day_first is None:
            why = "no date has a number above 12" if self.tellers == 0 else "its dates contradict each other"
            return f"day and month cannot be told apart ({why}): dates such as 04/05/2024 are left out"
        return f"dates are read {'day' if self.day_first else 'month'} first: {self.tellers - self.against} tell"


def tell_order(values: Iterable[str | None]) -> Order:
    """Find out from a file's dates whether the day or the month stands first; stops when it is settled."""
    day = month = 0
    for value in values:
        found = _NUMBERS.match(value.strip()) if value else None
        if found is None or len(found[1]) == 4 or (found[2] == "-" and len(found[1]) > 2):
            continue
        first, second = int(found[1]), int(found[3])
        if 12 < first <= 31 and second <= 12:
            day += 1
        elif 12 < second <= 31 and first <= 12:
            month += 1
        if day + month >= _ENOUGH:
            break
    tellers, against = day + month, min(day, month)
    if tellers == 0 or against > _TOLERATED * tellers:
        return Order(None, tellers, against)
    return Order(day > month, tellers, against)


class Clock:
    """Reads the dates of one file.

    Args:
        now: When the intake began; nothing was posted more than a day after it.
        look_ahead: Gives the file's order; asked once, and only where a date needs it.
    """

    def __init__(self, now: datetime, look_ahead: Callable[[], Order]) -> None:
        self._latest = now + SLACK
        self._look_ahead = look_ahead
        self._known: dict[str, datetime | str] = {}
        self.order: Order | None = None
        self.zoneless = 0

    def read(self, value: str) -> datetime | str:
        """One date as UTC, or why it is none. A date without a time zone is read as UTC, and counted."""
        found = self._known.get(value)
        if found is None:
            found = self._read(value.strip())
            if len(self._known) < 100_000:
                self._known[value] = found
        return found

    def _read(self, text: str) -> datetime | str:
        """Try each way of writing a date."""
        moment = _of_iso(text) or _of_seconds(text) or _of_words(text) or self._of_numbers(text)
        if moment is None:
            return NOT_A_DATE
        if isinstance(moment, str):
            return moment
        if moment.tzinfo is None:
            self.zoneless += 1
            moment = moment.replace(tzinfo=UTC)
        try:
            moment = moment.astimezone(UTC)
        except OverflowError:
            return ABSURD
        return moment if EARLIEST <= moment <= self._latest else ABSURD

    def _of_numbers(self, text: str) -> datetime | str | None:
        """Three numbers: the order of day and month as the file tells."""
        found = _NUMBERS.fullmatch(text)
        if found is None:
            return None
        first, middle, last = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) == 4:
            return _moment(first, middle, last, found.groups()[4:])
        if len(found[1]) > 2 or len(found[4]) == 3:
            return None
        year = last if len(found[4]) == 4 else 2000 + last
        if found[2] == "." or first == middle:  # 31.05.2024 is day first wherever points are written (DIN 1355, GOST)
            return _moment(year, middle, first, found.groups()[4:])
        if self.order is None:
            self.order = self._look_ahead()
        if self.order.day_first is None:
            return EITHER
        day, month = (first, middle) if self.order.day_first else (middle, first)
        return _moment(year, month, day, found.groups()[4:])


def _of_iso(text: str) -> datetime | None:
    """ISO 8601."""
    if len(text) < 8 or not text[:4].isdigit() or (text.isdigit() and len(text) != 8):
        return None
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None


def _of_seconds(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if _UNIX.fullmatch(text) is None:
        return None
    number = float(text)
    return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)


def _of_words(text: str) -> datetime | None:
    """A month by its name."""
    found = _WORDS.fullmatch(text)
    if found is None:
        return None
    word = (found[2] or found[3]).casefold()
    month = _FULL.get(word) or _MONTH_OF.get(word[:4]) or _MONTH_OF.get(word[:3])
    if month is None:
        return None
    return _moment(int(found[5]), month, int(found[1] or found[4]), found.groups()[5:])


def _moment(year: int, month: int, day: int, time: tuple[str | None, ...]) -> datetime | None:
    """Put a moment together; None where there is no such day or hour."""
    hour, minute, second, half, zone = time
    at = int(hour or 0)
    if half is not None:
        if not 1 <= at <= 12:
            return None
        at = at % 12 + (12 if half in "pP" else 0)
    offset = None
    if zone is not None:
        offset = UTC
        if zone[0] in "+-":
            signed = int(zone[1:3]) * 60 + int(zone[-2:])
            offset = timezone(timedelta(minutes=signed if zone[0] == "+" else -signed)) if signed < 24 * 60 else None
    try:
        return datetime(year, month, day, at, int(minute or 0), int(second or 0), tzinfo=offset)
    except ValueError:
        return None
