"""WhatsApp's text export, as Android and iOS write it in different countries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.lines import MAX_RECORD, Gap, split_lines
from palermo.evidence.readers.rows import Cell, Gathering, Reading, Reject, Rows

_HEADERS = ("source_id", "body", "posted_at", "contact")
# [31/12/2023, 21:41:05] Name: text (iOS) and 31/12/23, 9:41 pm - Name: text (Android)
_DATE = r"(?P<one>\d{1,4})(?P<sign>[./\-])\s?(?P<two>\d{1,2})(?P=sign)\s?(?P<three>\d{1,4})\.?"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
_HEAD = re.compile(rf"[\u200e\u200f\ufeff]*(?P<ios>\[)?{_DATE},?\s+{_TIME}(?(ios)\]\s|\s[-\u2013]\s)", re.IGNORECASE)
_SENDER = re.compile(r"([^\n]{1,100}?): ?", re.DOTALL)
_LEFT_OUT = re.compile(
    r"\s*<[^<>\n]{3,60}>\s*|\s*(?:this message was deleted|you deleted this message)\.?\s*", re.IGNORECASE
)
_MARK = "\u200e"  # begins what the program itself wrote, on iOS


def is_whatsapp(text: str) -> bool:
    """Whether text begins as WhatsApp writes it: the first line of all, and a second message soon after or none."""
    lines = text.lstrip("\ufeff").splitlines()
    return bool(lines) and _HEAD.match(lines[0]) is not None


@dataclass(frozen=True, slots=True)
class _Message:
    """One message with its bytes."""

    head: re.Match[str]
    text: str
    start: int
    end: int


def read_whatsapp(material: Material) -> Reading:
    """Read every message that somebody wrote, one row each, however many lines it has.

    The program's own lines (somebody joined, a picture left out) are no adverts: counted, not rows. Day and
    month are told by the dates, or by the order of the messages; times are read as UTC, for the export names no
    zone. `source_id` is made of the message's time, sender and text, so that a later export of the same
    chat is recognised.
    """
    found = survey(material.open())
    day_first = _tell_order(material, found)
    counted: dict[str, int] = {}
    notes = ["times are read as UTC: the export names no time zone"]
    if day_first is None:
        notes.append("day and month cannot be told apart: the dates are left out")

    def rows() -> Iterator[Rows]:
        """Walk through the export once."""
        counted.clear()
        return _rows(material, found, day_first, counted)

    return Reading(
        "whatsapp export (text)", _HEADERS, rows, encoding=str(found), notes=tuple(notes), counted=lambda: dict(counted)
    )


def _rows(material: Material, found: Survey, day_first: bool | None, counted: dict[str, int]) -> Iterator[Rows]:
    """Read message by message."""
    gathered = Gathering(_HEADERS)
    number = 0
    for message in _messages(material, found):
        if isinstance(message, Reject):
            number += 1
            gathered.reject(Reject(number, message.reason, message.start, message.end))
        else:
            cells = _cells(message, day_first)
            if isinstance(cells, str):
                counted[cells] = counted.get(cells, 0) + 1
                continue
            number += 1
            gathered.keep(number, cells, start=message.start, end=message.end)
        if gathered.full:
            yield gathered.hand_on()
    yield gathered.hand_on()


def _messages(material: Material, found: Survey) -> Iterator[_Message | Reject]:
    """Join the lines of each message; what stands before the first or cannot be decoded is refused."""
    stream = material.open()
    stream.read(found.mark)
    at = start = found.mark
    head: re.Match[str] | None = None
    parts: list[str] = []
    fault: str | None = None

    def whole(end: int) -> _Message | Reject | None:
        """What was gathered up to `end`; None where that is nothing."""
        if fault is not None or (head is None and parts):
            return Reject(0, fault or "no message: the line begins with no date and time", start, end)
        return _Message(head, "".join(parts), start, end) if head is not None else None

    for line in split_lines(stream, found.encoding):
        length = line.length if isinstance(line, Gap) else len(line)
        text, wrong = _decode(line, found, at)
        begins = _HEAD.match(text) if wrong is None or text else None
        if begins is not None or at + length - start > MAX_RECORD:
            done = whole(at)
            if done is not None:
                yield done
            start, head, parts, fault = at, begins, [], None
        if text.strip() or head is not None:
            parts.append(text[begins.end() :] if begins is not None else text)
        fault = fault or wrong
        at += length
    done = whole(at)
    if done is not None:
        yield done


def _decode(line: bytes | Gap, found: Survey, at: int) -> tuple[str, str | None]:
    """A line as text, and what is wrong with it."""
    if isinstance(line, Gap):
        return "", line.reason
    try:
        text = line.decode(found.encoding)
    except UnicodeDecodeError as error:
        reason = f"byte {at + error.start} of the file is not {found.encoding}; save the whole file in one encoding"
        return line.decode(found.encoding, "replace"), reason
    return text, "NUL bytes stand in it, which no text has: is the file damaged?" if "\0" in text else None


def _cells(message: _Message, day_first: bool | None) -> dict[str, Cell] | str:
    """The columns of a message, or what it is instead."""
    sender = _SENDER.match(message.text)
    if sender is None:
        return "lines of the program itself"
    text = message.text[sender.end() :].rstrip("\r\n")
    name = sender[1].strip("\u200e\u200f\u202a\u202c\u2068\u2069~ \u00a0\u202f")
    if not text.strip() or _LEFT_OUT.fullmatch(text) or (text.startswith(_MARK) and "\n" not in text):
        return "messages without text"
    moment = _moment(message.head, day_first)
    stamp = message.head.group().strip("\u200e\u200f\ufeff[]- \u2013")
    key = sha256("\0".join((stamp, name, text)).encode()).hexdigest()[:32]
    return {
        "source_id": key,
        "body": text,
        "posted_at": None if moment is None else moment.isoformat(),
        "contact": name,
    }


def _numbers(head: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int, str | None]]:
    """The three numbers of the date and the time."""
    date = head.group("one", "two", "three")
    time = head.group("hour", "minute", "second", "half")
    one, two, three = (int(word) for word in date)
    return (one, two, three), (int(time[0]), int(time[1]), int(time[2] or 0), time[3])


def _moment(head: re.Match[str], day_first: bool | None) -> datetime | None:
    """When a message was written; None where the date leaves that open or there is no such day."""
    (one, two, three), (hour, minute, second, half) = _numbers(head)
    if half is not None:
        hour = hour % 12 + (12 if half in "pP" else 0)
    if one > 31:
        year, month, day = one, two, three
    elif day_first is None:
        return None
    else:
        year = three + 2000 if three < 100 else three
        day, month = (one, two) if day_first else (two, one)
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # a local time; see the notes
    except ValueError:
        return None


def _tell_order(material: Material, found: Survey) -> bool | None:
    """Whether the day stands first: a number above 12 tells, else the order of the messages does."""
    above = {True: 0, False: 0}
    falls = {True: 0, False: 0}
    last: dict[bool, datetime | None] = {True: None, False: None}
    dated = False
    for message in _messages(material, found):
        if isinstance(message, Reject):
            continue
        (one, two, _), _ = _numbers(message.head)
        if one > 31:
            continue
        dated = True
        above[True] += one > 12
        above[False] += two > 12
        for order in (True, False):
            moment = _moment(message.head, order)
            former = last[order]
            if moment is not None:
                falls[order] += former is not None and moment < former
                last[order] = moment
    if not dated:
        return True
    if above[True] != above[False]:
        return above[True] > above[False]
    if falls[True] != falls[False]:
        return falls[True] < falls[False]
    return None
