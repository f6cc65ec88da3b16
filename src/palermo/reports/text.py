"""A lead as a terminal shows it: a careful colleague's note."""

import unicodedata
from collections.abc import Iterator

from palermo.reports import words
from palermo.reports.dossier import Dossier
from palermo.reports.marks import Piece, advert_pieces, masked
from palermo.reports.sentences import Point, custody, elements, evidence, points, sure, wrong
from palermo.reports.timeline import says

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
NARROWEST = 40  # columns; below this lines may run over
_GAP = Piece(" ")
_QUOTED = 3  # adverts whose first words are shown


def lead_text(dossier: Dossier, *, width: int = 80, colour: bool = False) -> str:
    """Tell one lead in lines of at most `width` columns.

    Signs that steer a terminal or turn the direction of a text are shown by their number.

    Args:
        dossier: The lead with its evidence.
        width: Columns of the terminal; less than 40 counts as 40.
        colour: Whether headings are bold and asides dim; False for pipes and files.

    Returns:
        The text, ending with a line end.
    """
    wide = max(width, NARROWEST)
    lines: list[str] = []
    for style, first, text in _parts(dossier):
        wrapped = wrap(text, wide, first, " " * len(first))
        lines += [f"{style}{line}{_END}" if colour and style and line else line for line in wrapped]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _parts(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Each paragraph: its style, what its first line begins with, its text."""
    lead = dossier.lead
    yield (
        _BOLD,
        "",
        words.TITLE.format(lead_id=lead["lead_id"]) + ": " + words.SUBJECT.format(adverts=dossier.adverts_total),
    )
    place = words.PLACE_IN_LIST.format(rank=lead["rank"], listed=dossier.listed)
    yield _DIM, "", f"{place}; {words.WORKING_COPY}"
    for heading, rows, nothing in (
        (words.SEEN, lead["reasons"], ""),
        (words.AGAINST, lead["against"], words.NOTHING_AGAINST),
        (words.UNKNOWN, lead["unknown"], words.NOTHING_UNKNOWN),
    ):
        yield from _heading(heading)
        if not rows:
            yield "", "  ", nothing
        for point in points(rows):
            yield "", "  - ", point.text
            yield _DIM, "    ", _aside(point)
    yield from _heading(words.TIMELINE)
    yield "", "  ", says(dossier.timeline)
    yield from _heading(words.ELEMENTS)
    for label, seen in elements(lead):
        yield "", f"  {label}: ", seen
    yield from _heading(words.SURE)
    for line in sure(dossier):
        yield "", "  ", line
    yield from _heading(words.WRONG)
    for line in wrong(dossier):
        yield "", "  ", line
    yield from _heading(words.ADVERTS)
    yield from _quoted(dossier)
    yield from _heading(words.NEXT)
    yield "", "  ", lead["next_step"]
    yield from _heading(words.CAUTIONS)
    for caution in lead["cautions"]:
        yield "", "  - ", caution
    yield from _heading(words.SOURCES)
    for line in custody(dossier):
        yield "", "  ", line


def _quoted(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """The first words of a few adverts, masked where they have to be."""
    if dossier.masking is not None:
        yield "", "  ", dossier.masking
    for advert in dossier.adverts[:_QUOTED]:
        cut = [piece.text for column in ("title", "body") for piece in [*advert_pieces(dossier, advert, column), _GAP]]
        said = " ".join("".join(cut).split())
        yield "", "  - ", said if len(said) <= 160 else said[:160].rsplit(" ", 1)[0] + " \u2026"
        where = ", ".join(
            masked(str(value), guarded=dossier.masks(advert))
            for value in (advert["place"], advert["country"], advert["source"])
            if value
        )
        yield (
            _DIM,
            "    ",
            f"{where}; "
            + words.ROW.format(
                row=advert["row"], locator=masked(advert["locator"], guarded=False), item_id=advert["item_id"][:12]
            ),
        )


def _heading(text: str) -> Iterator[tuple[str, str, str]]:
    """An empty line and a heading."""
    yield "", "", ""
    yield _BOLD, "", text


def _aside(point: Point) -> str:
    """How a point counts and where it stands."""
    return f"{point.basis}; {evidence(point.evidence)}"


def columns(text: str) -> int:
    """Columns that a terminal takes for it: two for wide East Asian signs, none for marks on letters."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Break at spaces, and within a word only where it is longer than a line."""
    lines = [first]
    empty = True
    for word in text.split():
        for part in _chunks(word, width - columns(rest)):
            gap = "" if empty else " "
            if not empty and columns(lines[-1]) + columns(gap + part) > width:
                lines.append(rest)
                gap = ""
            lines[-1] += gap + part
            empty = False
    return lines


def _chunks(word: str, width: int) -> Iterator[str]:
    """The word, cut where it is wider than a line."""
    held, taken = "", 0
    for sign in word:
        size = columns(sign)
        if taken + size > width:
            yield held
            held, taken = "", 0
        held += sign
        taken += size
    if held:
        yield held
