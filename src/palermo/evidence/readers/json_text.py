"""A cursor over JSON of any length: walks objects and lists, decodes one value at a time, knows each one's bytes."""

import codecs
import re
from collections.abc import Iterator

from palermo.evidence.archives import Material
from palermo.evidence.encodings import Survey
from palermo.evidence.lines import CHUNK, MAX_RECORD
from palermo.evidence.readers.json_values import decode_at

_SPACE = re.compile(r"[ \t\r\n]*")
_MARKS = re.compile(r'"(?:[^"\\]++|\\.)*+"|["\[\]{}]', re.DOTALL)
_NEXT_OBJECT = re.compile(r"\}(?=\s*,\s*\{)")
_AFTER = re.compile(r"\s*[,\]}]")


class JsonText:
    """Where one is in a JSON text. The text before that place is forgotten, so memory stays small.

    Bytes that are not in the encoding come through as lone surrogates, so that offsets stay exact and
    the value that holds them can be refused.
    """

    def __init__(self, material: Material, found: Survey) -> None:
        self._stream = material.open()
        self._stream.read(found.mark)
        self._encoding = found.encoding
        self._errors = "surrogatepass" if found.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(found.encoding)(self._errors)
        self._text = ""
        self._at = 0
        self._ended = False
        self.offset = found.mark  # bytes before the place where one is

    @property
    def cut(self) -> str | None:
        """Why there are fewer bytes than promised; None where all are there."""
        return self._stream.cut

    def peek(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._go(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def keys(self) -> Iterator[str]:
        """Walk an object: yields each key; the caller takes the value (value, keys, elements or skip) before the next.

        Raises:
            ValueError: This is no object, or it breaks off.
        """
        self._take("{")
        if self.peek() == "}":
            self._take("}")
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise ValueError("a key that is no text")
            self._take(":")
            self.peek()
            yield key
            if self.peek() != ",":
                break
            self._take(",")
            self.peek()
        self._take("}")

    def elements(self) -> Iterator[int]:
        """Walk a list: yields each place from 0; the caller takes the value before the next.

        Raises:
            ValueError: This is no list, or it breaks off.
        """
        self._take("[")
        if self.peek() == "]":
            self._take("]")
            return
        place = 0
        while True:
            if not self.peek():
                raise ValueError("the list breaks off")
            yield place
            place += 1
            if self.peek() != ",":
                break
            self._take(",")
        self._take("]")

    def value(self) -> object:
        """Decode the value that begins here and go past it; numbers stay text.

        Raises:
            ValueError: There is no whole value within MAX_RECORD characters; one stays before it.
        """
        while True:
            try:
                found, end = decode_at(self._text, self._at)
                if end < len(self._text) or self._ended or not self._fill():
                    self._go(end)
                    return found
            except ValueError:
                if self._balanced(self._at) is not None or not self._room() or not self._fill():
                    raise

    def skip(self) -> None:
        """Go past the value that begins here without keeping it.

        Raises:
            ValueError: It does not end.
        """
        if self.peek() not in ("{", "["):
            self.value()
            return
        depth = 0
        while True:
            end = self._at
            for found in _MARKS.finditer(self._text, self._at):
                mark = found.group()
                if mark == '"':
                    break
                end = found.end()
                depth += (mark in "{[") - (mark in "}]")
                if depth == 0:
                    self._go(end)
                    return
            self._go(end)
            if not self._room() or not self._fill():
                raise ValueError("a value that does not end")

    def recover(self) -> bool:
        """Go past a value that `value` could not decode: to its closing bracket, or before the next object.

        Returns:
            False where no end can be found; then one stands at the end of the text.
        """
        while True:
            end = self._balanced(self._at)
            if end is not None and _AFTER.match(self._text, end):
                self._go(end)
                return True
            if not self._room() or not self._fill():
                break
        found = _NEXT_OBJECT.search(self._text, self._at)
        if found is not None:
            self._go(found.end())
            return True
        while True:
            self._go(len(self._text))
            if not self._fill():
                return False

    def _balanced(self, at: int) -> int | None:
        """Where the brackets that open at `at` are closed again; None where they are not."""
        depth = 0
        for found in _MARKS.finditer(self._text, at):
            mark = found.group()
            if mark == '"':
                return None
            depth += (mark in "{[") - (mark in "}]")
            if depth <= 0:
                return found.end()
        return None

    def _take(self, sign: str) -> None:
        """Go past a sign that has to stand here."""
        if self.peek() != sign:
            raise ValueError(f"'{sign}' is missing")
        self._go(self._at + 1)

    def _go(self, at: int) -> None:
        """Move to a place in the text and count the bytes on the way."""
        passed = self._text[self._at : at]
        self.offset += len(passed) if self._narrow(passed) else len(passed.encode(self._encoding, self._errors))
        self._at = at

    def _narrow(self, text: str) -> bool:
        """Whether each letter of a text is one byte."""
        return text.isascii() and not self._encoding.startswith(("utf-16", "utf-32"))

    def _room(self) -> bool:
        """Whether a value may still grow."""
        return len(self._text) - self._at < MAX_RECORD

    def _fill(self) -> bool:
        """Read on, at least as much again as is held; False at the end."""
        if self._ended:
            return False
        held = len(self._text) - self._at
        parts = [self._text[self._at :]]
        got = 0
        while got < max(held, 1):
            chunk = self._stream.read(CHUNK)
            if not chunk:
                self._ended = True
                parts.append(self._decoder.decode(b"", final=True))
                break
            text = self._decoder.decode(chunk)
            got += len(text)
            parts.append(text)
        self._text = "".join(parts)
        self._at = 0
        return got > 0
