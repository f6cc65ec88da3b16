"""Telegram's own export (result.json): of one chat, or of a whole account."""

import re
from collections.abc import Iterator, Mapping

from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey, survey
from palermo.evidence.readers.json_text import JsonText
from palermo.evidence.readers.json_values import is_whole_text
from palermo.evidence.readers.rows import Cell, Gathering, Reading, Reject, Rows

_HEADERS = ("source_id", "body", "posted_at", "contact")
_ONE = re.compile(r'"messages"\s*:\s*\[\s*\{\s*"id"\s*:\s*-?\d+,\s*"type"')
_ALL = re.compile(r'"chats"\s*:\s*\{(?:\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,)?\s*"list"\s*:\s*\[')


def is_telegram(text: str) -> bool:
    """Whether JSON text begins as Telegram Desktop writes it."""
    return _ONE.search(text) is not None or _ALL.search(text) is not None


def read_telegram(material: Material) -> Reading:
    """Read every message that has text, one row each.

    The text is kept as written, mark-up left out; addresses hidden behind words stand in `contact` beside the
    sender's name. Service messages and those without text (pictures alone) are no adverts: counted, not rows.
    `source_id` is the chat's and the message's number, so a later export of the same chat is recognised.
    """
    found = survey(material.open())
    counted: dict[str, int] = {}

    def rows() -> Iterator[Rows]:
        """Walk through the export once."""
        counted.clear()
        return _Export(material, found, counted).rows()

    return Reading("telegram export (json)", _HEADERS, rows, encoding=str(found), counted=lambda: dict(counted))


class _Export:
    """One walk through an export."""

    def __init__(self, material: Material, found: Survey, counted: dict[str, int]) -> None:
        self._text = JsonText(material, found)
        self._counted = counted
        self._gathered = Gathering(_HEADERS)
        self._number = 0
        self._chats = 0

    def rows(self) -> Iterator[Rows]:
        """Walk through everything."""
        text = self._text
        try:
            yield from self._chat("", top=True)
            if text.cut is not None:
                raise ValueError("more text")
        except ValueError:
            start = text.offset
            while text.recover():
                pass
            reason = text.cut or "from here the text is no JSON: a bracket or comma is missing, or the file is cut off"
            self._gathered.reject(Reject(self._number + 1, reason, start, text.offset))
        yield self._gathered.hand_on()

    def _chat(self, path: str, *, top: bool = False) -> Iterator[Rows]:
        """A chat, or at the top the object that holds chats."""
        text = self._text
        self._chats += 1
        chat: object = None
        if text.peek() != "{":
            text.skip()
            return
        for key in text.keys():  # noqa: SIM118  # a walk, not a mapping
            if key == "id":
                chat = text.value()
            elif key == "messages" and text.peek() == "[":
                yield from self._messages(f"{path}/messages", str(chat) if chat is not None else f"chat{self._chats}")
            elif top and key in ("chats", "left_chats") and text.peek() == "{":
                for inner in text.keys():  # noqa: SIM118
                    if inner == "list" and text.peek() == "[":
                        for place in text.elements():
                            yield from self._chat(f"/{key}/list/{place}")
                    else:
                        text.skip()
            else:
                text.skip()

    def _messages(self, path: str, chat: str) -> Iterator[Rows]:
        """Read the messages of one chat."""
        text, gathered = self._text, self._gathered
        for place in text.elements():
            start = text.offset
            element = f"{path}/{place}"
            try:
                message = text.value()
            except ValueError:
                whole = text.recover()
                self._number += 1
                reason = "the message is no JSON object" if whole else text.cut or "the file ends within this message"
                gathered.reject(Reject(self._number, reason, start, text.offset, element))
                if not whole:
                    return
                continue
            cells = self._cells(message, chat)
            if cells is None:
                continue
            self._number += 1
            if is_whole_text(cells):
                gathered.keep(self._number, cells, start=start, end=text.offset, element=element)
            else:
                reason = "it holds half a character (a lone surrogate), or bytes in another encoding"
                gathered.reject(Reject(self._number, reason, start, text.offset, element))
            if gathered.full:
                yield gathered.hand_on()

    def _cells(self, message: object, chat: str) -> dict[str, Cell] | None:
        """The columns of a message; None where it is no advert, which is counted."""
        if not isinstance(message, dict) or message.get("type") != "message":
            self._count("service messages")
            return None
        words, hidden = _text_of(message.get("text"))
        if not words.strip():
            self._count("messages without text")
            return None
        unixtime = message.get("date_unixtime")
        sender = message.get("from") or message.get("actor") or message.get("from_id")
        contact = [str(sender)] if sender else []
        return {
            "source_id": f"{chat}/{message.get('id')}",
            "body": words,
            "posted_at": str(unixtime) if unixtime else str(message.get("date") or "") or None,
            "contact": "; ".join([*contact, *hidden]) or None,
        }

    def _count(self, what: str) -> None:
        """Count what is passed over."""
        self._counted[what] = self._counted.get(what, 0) + 1


def _text_of(text: object) -> tuple[str, list[str]]:
    """The words of a message and the addresses behind them: plain text, or a list of text and marked pieces."""
    pieces = text if isinstance(text, list) else [text]
    words: list[str] = []
    hidden: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, Mapping):
            words.append(str(piece.get("text") or ""))
            if piece.get("href"):
                hidden.append(str(piece["href"]))
    return "".join(words), hidden
