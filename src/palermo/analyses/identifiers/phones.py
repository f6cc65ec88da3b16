"""From runs of digits to phone numbers: what is one, what is two, and what is none.

A run is read whole where a number plan has it; else it is cut at its widest gaps. Dates, prices, network
addresses and the like are left by their shape, and digits after a word such as "order" by that word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from palermo.analyses.identifiers import runs as rn
from palermo.analyses.identifiers import signs as sg
from palermo.analyses.identifiers.numbering import (
    MOST_DIGITS,
    Reading,
    fewest_digits,
    known_region,
    read_digits,
    trunk_prefix,
)
from palermo.analyses.identifiers.scan import Scanned
from palermo.analyses.identifiers.shapes import COUNTING, Atom, looks_otherwise

NO_COUNTRY = "no country stated for the advert, and none set for the workspace"
NO_PLAN = "no number plan is known for the country stated"

HALF_DIGITS = 9  # two numbers side by side are cut in the middle only where each is so long
EDGE_DIGITS = 3  # of a group that may stand before or after a number without belonging to it ("24/7")
STRONG_DIGITS = 9  # a disguised number of so many digits needs no word such as "phone" before it

# Where mobile numbers are usually written without the prefix for calls within the country.
BARE_USUAL = frozenset({"BR", "CN", "IN", "KZ", "RU", "TR"})

Span = tuple[int, int]

_BINDING = frozenset(".-_")  # signs that bind groups into one number
_UNSURE = rn.F_MONEY | rn.F_ATTACHED | rn.F_LETTERS


@dataclass(frozen=True, slots=True)
class Found:
    """A phone number at its place; `reading` None where no country was known to read it under."""

    row: int
    start: int
    end: int
    reading: Reading | None
    disguised: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is known around a run of digits."""

    row: int
    country: str | None
    regions: tuple[str, ...]
    stated: bool
    in_contact: bool
    cue: int
    flags: int

    def read(self, atoms: Sequence[Atom], plus: bool, digits: str | None = None) -> Reading | None:
        """The reading of these atoms, if they may be a phone number here at all."""
        said = digits if digits is not None else "".join(atom.digits for atom in atoms)
        if len(said) > MOST_DIGITS + 3:
            return None
        reading = read_digits(said, plus, self.country, self.regions)
        if reading is None or (not plus and looks_otherwise(atoms, said)):
            return None
        return reading if self._fits(reading, atoms, plus, said) else None

    def _fits(self, reading: Reading, atoms: Sequence[Atom], plus: bool, said: str) -> bool:
        if plus:
            return not (self.flags & rn.F_MONEY) and (reading.valid or len(said) >= STRONG_DIGITS)
        asked = self.cue > 0 or self.in_contact
        hidden = is_disguised(atoms) and len(said) >= STRONG_DIGITS
        if self.cue < 0 or self.flags & rn.F_ATTACHED:
            return False
        if not reading.valid:
            return asked and not self.flags & rn.F_MONEY and len(said) >= STRONG_DIGITS - 1
        if asked:
            return True
        if reading.written != "bare":
            return not (self.flags & rn.F_MONEY and reading.written == "country")
        if self.flags & rn.F_MONEY or [len(atom.digits) for atom in atoms] == [5, 4]:
            return False
        return hidden or usually_bare(self.country, self.regions)

    def unread(self, atoms: Sequence[Atom], said: str) -> bool:
        """Whether digits would be worth reading, were a country known."""
        if self.country is not None or self.regions or self.cue < 0 or self.flags & (rn.F_ATTACHED | rn.F_MONEY):
            return False
        if not STRONG_DIGITS - 1 <= len(said) <= MOST_DIGITS or looks_otherwise(atoms, said):
            return False
        return self.cue > 0 or self.in_contact or is_disguised(atoms) or (said[0] == "0" and 9 <= len(said) <= 11)


@lru_cache(maxsize=1024)
def usually_bare(country: str | None, regions: tuple[str, ...]) -> bool:
    """Whether numbers are written without a prefix for calls within the country there."""
    region = country or next(iter(regions), None)
    return region is not None and (not trunk_prefix(region) or region in BARE_USUAL)


def is_disguised(atoms: Sequence[Atom]) -> bool:
    """Whether the writing hides the number: words, odd signs, two kinds of digits, each digit by itself."""
    styles = {atom.style for atom in atoms}
    if styles & {sg.ODD, rn.LOOKALIKE} or len(styles) > 1:
        return True
    return len(atoms) > rn.SPELLED_ATOMS and sum(len(atom.digits) == 1 for atom in atoms) * 2 > len(atoms)


_ATOM_SIZE = 3  # column of an atom's row: start, end, gap, digits, style, sign


def _cut(atoms: Sequence[Atom]) -> list[Sequence[Atom]]:
    """Cut at the widest gaps; one part where all gaps are alike."""
    gaps = [atom.gap for atom in atoms[1:]]
    if not gaps or (max(gaps) == min(gaps) and len(gaps) > 1):
        return [atoms]
    widest = max(gaps)
    if widest == 0:
        return [atoms]
    begun = 0
    parts = []
    for at, gap in enumerate(gaps, start=1):
        if gap == widest:
            parts.append(atoms[begun:at])
            begun = at
    return [*parts, atoms[begun:]]


def _ends_a_sentence(parts: Sequence[Sequence[Atom]]) -> bool:
    """Whether the last part is a short number of the next sentence: "... 0123. 25 per hour"."""
    return len(parts) == 2 and parts[1][0].gap == rn.STOP and _size(parts[1]) <= 4


def _size(atoms: Sequence[Atom]) -> int:
    return sum(len(atom.digits) for atom in atoms)


def _edges(atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    """The row without one to three short groups at its start or end."""
    for drop in range(1, min(4, len(atoms) - 1)):
        if all(len(atom.digits) <= EDGE_DIGITS for atom in atoms[:drop]) and atoms[drop].sign not in _BINDING:
            yield atoms[drop:]
        if all(len(atom.digits) <= EDGE_DIGITS for atom in atoms[-drop:]) and atoms[-drop].sign not in _BINDING:
            yield atoms[:-drop]


def _pieces(
    setting: _Setting, atoms: Sequence[Atom], plus: bool, depth: int = 0
) -> list[tuple[Sequence[Atom], Reading]]:
    """The numbers in a row of atoms, valid ones before possible ones."""
    size = _size(atoms)
    if size < rn.FEWEST_RUN_DIGITS:
        return []
    parts = _cut(atoms)
    if _ends_a_sentence(parts):
        return _pieces(setting, parts[0], plus, depth + 1)
    odd = not plus and looks_otherwise(atoms, "".join(atom.digits for atom in atoms))
    if odd and max((atom.gap for atom in atoms[1:]), default=0) <= 1:
        return []
    found: list[tuple[Sequence[Atom], Reading]] = []
    if len(parts) > 1 and max(atom.gap for atom in atoms[1:]) > 1:
        several = [(part, setting.read(part, plus and part is parts[0])) for part in parts]
        sure = [(part, reading) for part, reading in several if reading is not None and reading.valid]
        if len(sure) == len(parts):
            return sure
    whole = setting.read(atoms, plus)
    if whole is not None and whole.valid:
        return [(atoms, whole)]
    if len(parts) > 1 and depth < 6:
        found = [piece for part in parts for piece in _pieces(setting, part, plus and part is parts[0], depth + 1)]
        if any(reading.valid for _, reading in found):
            return found
    half = len(atoms) // 2
    if len(atoms) % 2 == 0 and half and size >= 2 * HALF_DIGITS:
        halves = [atoms[:half], atoms[half:]]
        if [len(a.digits) for a in halves[0]] == [len(a.digits) for a in halves[1]]:
            read = [(part, setting.read(part, plus and part is halves[0])) for part in halves]
            sure = [(part, reading) for part, reading in read if reading is not None and reading.valid]
            if len(sure) == 2:
                return sure
    if size <= MOST_DIGITS + 4 and not odd:
        for rest in _edges(atoms):
            kept_plus = plus and rest[0] is atoms[0]
            reading = setting.read(rest, kept_plus)
            if reading is not None and reading.valid and (kept_plus or reading.written == "trunk" or setting.cue > 0):
                return [(rest, reading)]
    return [(atoms, whole)] if whole is not None else found


def _clear(atoms: Sequence[Atom]) -> list[Sequence[Atom]]:
    """Part the row where a lone letter stands between long groups: "600 123 456 o 600 654 321"."""
    parts: list[list[Atom]] = [[]]
    for at, atom in enumerate(atoms):
        beside = [len(near.digits) for near in (*atoms[max(0, at - 1) : at], *atoms[at + 1 : at + 2])]
        if atom.style == rn.LOOKALIKE and len(atom.digits) == 1 and atom.gap and beside and max(beside) >= 3:
            parts.append([])
        else:
            parts[-1].append(atom)
    return [part for part in parts if part]


def _outside(atoms: Sequence[Atom], blocked: Sequence[Span]) -> list[Sequence[Atom]]:
    """The parts of a row that no other mention covers."""
    parts: list[list[Atom]] = [[]]
    for atom in atoms:
        if any(atom.start < end and start < atom.end for start, end in blocked):
            parts.append([])
        else:
            parts[-1].append(atom)
    return [part for part in parts if part]


def find_phones(
    scanned: Scanned,
    countries: Sequence[str | None],
    regions: tuple[str, ...],
    blocked: Mapping[int, Sequence[Span]],
    *,
    in_contact: bool,
) -> Iterator[Found]:
    """Read the runs of one column, in order.

    Args:
        scanned: What the scan found there.
        countries: The advert's country for each row of the batch.
        regions: The workspace's countries, as libphonenumber knows them.
        blocked: By row, the places of other mentions: their digits are no phone number.
        in_contact: Whether the column holds contacts, so that no word such as "phone" is needed.
    """
    rows = scanned.runs.tolist()
    said = scanned.digits.decode("ascii")
    for run in rows:
        row, flags, cue = run[rn.R_ROW], run[rn.R_FLAGS], run[rn.R_CUE]
        stated = countries[row]
        country = known_region(stated)
        digits = said[run[rn.R_DIGITS] : run[rn.R_DIGITS] + run[rn.R_SIZE]]
        if (
            cue >= 0
            and not flags & _UNSURE
            and not blocked.get(row)
            and (run[rn.R_GAP] <= 1 or (flags & rn.F_EVEN and run[rn.R_ATOM_COUNT] > 2))
        ):
            plus, hidden = bool(flags & rn.F_PLUS), bool(flags & rn.F_HIDDEN)
            if len(digits) <= MOST_DIGITS + 3 and (plus or not _doubtful(run, digits)):
                reading = read_digits(digits, plus, country, regions if stated is None else ())
                sure = cue or plus or in_contact or (hidden and len(digits) >= STRONG_DIGITS)
                if (
                    reading is not None
                    and reading.valid
                    and (
                        sure
                        or reading.written == "trunk"
                        or (reading.written == "bare" and usually_bare(country, regions))
                    )
                ):
                    yield Found(row, run[rn.R_START], run[rn.R_END], reading, hidden)
                    continue
        tried = regions if stated is None else (country,) if country is not None else ()
        if (
            cue == 0
            and tried
            and not in_contact
            and not blocked.get(row)
            and _is_none(run, scanned, digits, country, tried)
        ):
            continue
        setting = _Setting(row, country, regions if stated is None else (), stated is not None, in_contact, cue, flags)
        yield from _read_run(setting, run, scanned, said, blocked.get(row, ()))


def _is_none(run: Sequence[int], scanned: Scanned, digits: str, country: str | None, tried: tuple[str, ...]) -> bool:
    """Whether neither a run that no word such as "phone" speaks for, nor any part of it, can be a number.

    A part that is short of the plans' shortest number is none, and what no plan has needs such a word.
    """
    if run[rn.R_FLAGS] & rn.F_PLUS or run[rn.R_SAID_SIZE] or len(digits) > MOST_DIGITS + 3:
        return False
    first, groups = run[rn.R_ATOMS], run[rn.R_ATOM_COUNT]
    if groups > 1:
        spare = min(int(scanned.atoms[first, _ATOM_SIZE]), int(scanned.atoms[first + groups - 1, _ATOM_SIZE]))
        if len(digits) - spare >= fewest_digits(tried):
            return False
    reading = read_digits(digits, False, country, () if country is not None else tried)
    return reading is None or not reading.valid


def _doubtful(run: Sequence[int], digits: str) -> bool:
    """Whether the shape has to be looked at, because dates, years, addresses or book numbers may look so."""
    groups, size = run[rn.R_ATOM_COUNT], len(digits)
    if groups == 4 or (groups == 2 and digits[0] != "0") or (groups == 5 and run[rn.R_CUE] == 0):
        return True
    if size <= 8 or size == 12:
        return groups > 1 or digits[:2] in ("19", "20")
    if size >= 13 and digits[:2] in ("97", "19", "20"):
        return True
    return len(set(digits)) < 3 or digits in COUNTING or digits in COUNTING[::-1]


def _read_run(
    setting: _Setting, run: Sequence[int], scanned: Scanned, said: str, blocked: Sequence[Span]
) -> Iterator[Found]:
    """Read one run of digit-like signs: as one number, or as several where it holds several."""
    atoms = []
    place = run[rn.R_DIGITS]
    for line in scanned.atoms[run[rn.R_ATOMS] : run[rn.R_ATOMS] + run[rn.R_ATOM_COUNT]].tolist():
        start, end, gap, size, style, sign = line
        atoms.append(Atom(start, end, gap, said[place : place + size], style, chr(sign) if sign else ""))
        place += size
    plus = bool(setting.flags & rn.F_PLUS)
    for begun in _outside(atoms, blocked) if blocked else [atoms]:
        for part in _clear(begun):
            here = plus and part[0] is atoms[0]
            found = _pieces(setting, part, here)
            if not any(reading.valid for _, reading in found) and len(part) == len(atoms) and run[rn.R_SAID_SIZE]:
                singly = said[run[rn.R_SAID] : run[rn.R_SAID] + run[rn.R_SAID_SIZE]]
                reading = setting.read(atoms, plus, singly)
                if reading is not None and reading.valid:
                    found = [(atoms, reading)]
            for piece, reading in found:
                start = run[rn.R_START] if here and piece[0] is atoms[0] else piece[0].start
                yield Found(setting.row, start, piece[-1].end, reading, is_disguised(piece))
            if not found:
                digits = "".join(atom.digits for atom in part)
                if not here and setting.unread(part, digits):
                    reason = NO_PLAN if setting.stated else NO_COUNTRY
                    yield Found(setting.row, part[0].start, part[-1].end, None, is_disguised(part), reason)
