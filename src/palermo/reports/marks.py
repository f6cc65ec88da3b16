"""Cut a text into pieces that say what they are, a slot or a contact; mask contacts; make hostile signs harmless."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from palermo.reports import words
from palermo.reports.dossier import Dossier, Row

# Signs that turn the direction of a text, or that nobody sees: Unicode 16, Bidi_Control and default ignorables.
# The joiners U+200C and U+200D are spared: Persian, Hindi and emoji are written with them.
_UNSEEN = frozenset("\u061c\u200b\u200e\u200f\u2060\ufeff\u00ad" + "".join(map(chr, [*range(0x202A, 0x202F)])))
_TURNING = frozenset(map(chr, range(0x2066, 0x206A)))
_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}

# What may be a contact though no analysis read it as one: seven or more digits however parted, an address.
_MAY_BE_CONTACT = re.compile(r"[+(]?\d(?:[^\w\n]{0,3}\d){6,}|\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A stretch of text with one meaning.

    Args:
        text: What to show, made visible.
        slot: Which slot it fills; None = none.
        kind: Kind of contact; None = none.
        disguised: Whether the contact is written in a hidden way.
    """

    text: str
    slot: str | None = None
    kind: str | None = None
    disguised: bool = False

    @property
    def tag(self) -> str:
        """The word that stands at a contact's mark; empty where it is none."""
        if self.kind is None:
            return ""
        named = words.KIND_NAMES[self.kind]
        return words.HIDDEN_KIND.format(kind=named) if self.disguised else named


@dataclass(frozen=True)
class _Span:
    """A slot or a contact as it lies in the text, in code points."""

    start: int
    end: int
    slot: str | None = None
    kind: str | None = None
    disguised: bool = False


def visible(text: str) -> str:
    """Show every sign that steers a terminal or a reader's eye by its number: \u27e8U+202E\u27e9."""
    for end, plain in _LINE_ENDS.items():
        text = text.replace(end, plain)
    return "".join(_shown(sign) for sign in text)


def _shown(sign: str) -> str:
    """One sign, or its number where it steers or is not seen."""
    if sign in "\n\t":
        return sign if sign == "\n" else " "
    if sign in _UNSEEN or sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn"):
        return f"\u27e8U+{ord(sign):04X}\u27e9"
    return sign


def pieces(text: str, column: str, identifiers: Iterable[Row], member: Row | None, *, guarded: bool) -> list[Piece]:
    """Cut one column of an advert at the edges of its slots and contacts.

    Where `guarded`, every contact is replaced by a word, and so is all that may be one.

    Args:
        text: The column's text as collected.
        column: Its name.
        identifiers: The advert's rows of IDENTIFIERS.
        member: Its row of TEMPLATE_MEMBERS; None = none.
        guarded: Whether contacts are masked.
    """
    spans = [
        _Span(row["start"], row["end"], kind=row["kind"], disguised=row["disguised"])
        for row in identifiers
        if row["column"] == column
    ]
    if guarded:
        found = [(span.start, span.end) for span in spans]
        spans += [
            _Span(hit.start(), hit.end(), kind="masked")
            for hit in _MAY_BE_CONTACT.finditer(text)
            if not any(start <= hit.start() and hit.end() <= end for start, end in found)
        ]
    if member is not None:
        spans += [
            _Span(slot["start"], slot["end"], slot=str(slot["slot"] + 1))
            for slot in json.loads(member["slots"])
            if slot["column"] == column
        ]
    return _cut(text, spans, guarded=guarded)


def _cut(text: str, spans: list[_Span], *, guarded: bool) -> list[Piece]:
    """Walk over the edges; at each, the contact that ends last and the slot that begins first hold."""
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    cut: list[Piece] = []
    hidden: _Span | None = None
    for start, end in pairwise(edges):
        here = [span for span in inside if span.start <= start and end <= span.end]
        slot = next((span.slot for span in here if span.slot is not None), None)
        contact = max((span for span in here if span.kind), key=lambda s: (s.kind != "masked", s.end), default=None)
        if contact is None:
            cut.append(Piece(visible(text[start:end]), slot))
        elif not guarded:
            cut.append(Piece(visible(text[start:end]), slot, contact.kind, contact.disguised))
        elif hidden is None or start >= hidden.end:
            named = words.KIND_NAMES[contact.kind or "masked"]
            cut.append(Piece(words.HIDDEN_CONTACT.format(kind=named), slot, contact.kind, contact.disguised))
        if contact is not None and (hidden is None or contact.end > hidden.end):
            hidden = contact
    return [piece for piece in cut if piece.text]


def advert_pieces(dossier: Dossier, advert: Row, column: str) -> list[Piece]:
    """Cut one column of one of the dossier's adverts; empty where it is not stated."""
    if not advert[column]:
        return []
    named = [row for row in dossier.identifiers if row["advert_id"] == advert["advert_id"]]
    member = next((row for row in dossier.members if row["advert_id"] == advert["advert_id"]), None)
    return pieces(advert[column], column, named, member, guarded=dossier.masks(advert))


def masked(text: str, *, guarded: bool) -> str:
    """A text without spans of its own, made visible, and masked where `guarded`."""
    return "".join(piece.text for piece in pieces(text, "", (), None, guarded=guarded))


def pattern_pieces(pattern: str, *, guarded: bool) -> list[Piece]:
    """Cut a template's pattern at its slots, numbered from 1."""
    cut = []
    number = 0
    for part in re.split(r"(\{[^{}\s]+\})", pattern):
        if re.fullmatch(r"\{[^{}\s]+\}", part):
            number += 1
            cut.append(Piece(part[1:-1], slot=str(number)))
        elif part:
            cut.append(Piece(masked(part, guarded=guarded)))
    return cut
