"""Kernels that gather numbers standing together into runs, and say their digits.

A run is a row of atoms (a group of digits, or a number word) with little between them. Number words are
put together as they are said: "twenty five" is 25, "quatre vingt dix sept" 97, "double four" 44.
"""

# numba decides the types of what it compiles.
# mypy: disable-error-code="untyped-decorator, return-value, no-any-return, assignment, unreachable"

import numpy as np
from numba import njit
from numpy.typing import NDArray

from palermo.analyses.identifiers import lexicon as lx
from palermo.analyses.identifiers import signs as sg

MOST_ATOMS = 96
MOST_RUN_DIGITS = 120
FEWEST_RUN_DIGITS = 7

# An atom's class: the lexicon's number classes, and
WRITTEN, LOOKALIKE = 0, 9

# Fields of an atom in the making.
(A_START, A_END, A_GAP, A_CLASS, A_VALUE, A_STYLE, A_FROM, A_SIZE, A_JOINED, A_SIGN, A_FLAGS) = range(11)
ATOM_FIELDS = 11
# Fields of an atom handed out.
(O_START, O_END, O_GAP, O_SIZE, O_STYLE, O_SIGN) = range(6)
OUT_ATOM_FIELDS = 6
# Fields of a run handed out.
(R_ROW, R_START, R_END, R_FLAGS, R_CUE, R_ATOMS, R_ATOM_COUNT, R_DIGITS, R_SIZE, R_SAID, R_SAID_SIZE, R_GAP) = range(12)
RUN_FIELDS = 12
# Flags of a run.
F_PLUS, F_MONEY, F_ATTACHED, F_HIDDEN, F_LETTERS, F_EVEN = 1, 2, 4, 8, 16, 32

# The state of the scan within one text.
(
    N, USED, PLUS, CUE, FLAGS, END, G_SEEN, G_LINES, G_BRACKETS, G_COMMA, G_FILLED, G_JOINED, G_SIGN,
    PHONE_AT, OTHER_AT, MONEY_AT, WORD_AT, PLUS_AT, PLUS_END, LONG, DOT_AT, DOT_WORD_AT, ROW,
    T_SIZE, T_START, T_END, T_STYLE, T_MIXED, BEFORE, V_COUNT, V_DIGITS, G_STOP,
) = range(32)  # fmt: skip
STATE_FIELDS = 32

# A verdict of the scan on one token: add an atom to the run, or end it.
ADD_ATOM, END_RUN = 0, 1
V_WHAT, V_START, V_END, V_KIND, V_VALUE, V_STYLE, V_FROM, V_SIZE, V_MEANING, V_FLAGS = range(10)
VERDICT_FIELDS = 10

# Counters of what was handed out, and whether room ran out.
C_RUNS, C_ATOMS, C_DIGITS, C_MARKS, C_FULL = range(5)

STOP = 4  # the end of a sentence
BREAK = 9  # a gap that no run goes over
SPELLED_ATOMS = 6  # more atoms than that, most of one digit: the number is spelled out
NEAR_CUE = 40  # code points between a word such as "phone" and the number
NEAR_OTHER_CUE = 16


@njit(cache=True, nogil=True)
def gap_strength(s: NDArray[np.int64]) -> int:
    """How far apart the next atom stands.

    0 nothing, 1 one sign, 2 a few, 3 more or a new line, 4 the end of a sentence, 9 too far.
    """
    seen = s[G_SEEN]
    filled = s[G_FILLED] + s[G_JOINED]
    if s[G_LINES] > 1 or filled > 1:
        return BREAK
    if seen > (10 if filled else 6):
        return BREAK
    if s[G_STOP] and s[G_SIGN] == 46 and s[G_BRACKETS] + 1 < seen <= 4:
        return STOP
    if s[G_LINES]:
        return 3
    if seen == 0:
        return 0
    if filled:
        return 1
    if s[G_COMMA]:
        return 2 if seen <= 2 else 3
    if seen == 1:
        return 1
    if seen <= 3 and s[G_BRACKETS]:
        return 1
    return 2 if seen <= 3 else 3


@njit(cache=True, nogil=True)
def clear_gap(s: NDArray[np.int64]) -> None:
    """Begin to count what stands after the last atom."""
    s[G_SEEN] = s[G_LINES] = s[G_BRACKETS] = s[G_COMMA] = s[G_FILLED] = s[G_JOINED] = s[G_SIGN] = s[G_STOP] = 0


@njit(cache=True, nogil=True)
def open_run(s: NDArray[np.int64], start: int) -> None:
    """Note what stood before the run."""
    s[CUE] = 0
    s[FLAGS] = 0
    s[LONG] = 0
    phone, other = start - s[PHONE_AT], start - s[OTHER_AT]
    if phone <= NEAR_CUE and phone <= other:
        s[CUE] = 1
    elif other <= NEAR_OTHER_CUE:
        s[CUE] = -1
    s[PLUS] = s[PLUS_AT] if 0 <= start - s[PLUS_END] <= 2 else -1
    if start - s[MONEY_AT] <= 1:
        s[FLAGS] |= F_MONEY
    bound = s[BEFORE] == sg.DASH or s[BEFORE] == sg.UNDERSCORE or s[BEFORE] == sg.SLASH
    asked = start - s[PHONE_AT] == 1 and s[BEFORE] != sg.UNDERSCORE
    if bound and start - s[WORD_AT] == 1 and not asked and s[PLUS] < 0:
        s[FLAGS] |= F_ATTACHED


@njit(cache=True, nogil=True)
def _say(value: int, said: NDArray[np.uint8], at: int) -> int:
    """Write a value's digits; returns where they end."""
    if value >= 100:
        said[at] = 48 + value // 100
        said[at + 1] = 48 + value // 10 % 10
        said[at + 2] = 48 + value % 10
        return at + 3
    if value >= 10:
        said[at] = 48 + value // 10
        said[at + 1] = 48 + value % 10
        return at + 2
    said[at] = 48 + value
    return at + 1


@njit(cache=True, nogil=True)
def _joins(atoms: NDArray[np.int64], at: int, count: int) -> bool:
    """Whether an atom may be one number with the one before it."""
    return at < count and atoms[at, A_GAP] <= 1 and atoms[at, A_JOINED] < 2


@njit(cache=True, nogil=True)
def _begins_eighty(atoms: NDArray[np.int64], at: int, count: int) -> bool:
    """Whether a four belongs to what follows: "trente quatre-vingt" is 30 80, as the hyphens say."""
    more = at + 1
    if not _joins(atoms, more, count) or not atoms[more, A_FLAGS] & lx.TWENTY:
        return False
    return atoms[more, A_SIGN] == 45 and atoms[at, A_SIGN] != 45


@njit(cache=True, nogil=True)
def _says_more_than_six(atoms: NDArray[np.int64], at: int, count: int) -> bool:
    """Whether 7, 8 or 9 follows: "dix sept", "soixante dix huit"."""
    return _joins(atoms, at, count) and atoms[at, A_CLASS] == lx.UNIT and atoms[at, A_VALUE] > 6


@njit(cache=True, nogil=True)
def _said_number(atoms: NDArray[np.int64], at: int, count: int) -> tuple[int, int]:
    """Put number words together from `at` on; returns the value and the atom after."""
    kind, value = atoms[at, A_CLASS], atoms[at, A_VALUE]
    more = at + 1
    fourscore = False
    if kind == lx.UNIT and _joins(atoms, more, count):
        after = atoms[more, A_CLASS]
        if after == lx.HUNDREDFOLD and value > 0:
            kind, value, more = lx.HUNDREDFOLD, value * 100, more + 1
        elif after == lx.TEN and value == 4 and atoms[more, A_FLAGS] & lx.TWENTY:
            kind, value, more, fourscore = lx.TEN, 80, more + 1, True
        elif after == lx.TEN and value > 0 and atoms[more, A_JOINED] == 1:
            return value + atoms[more, A_VALUE], more + 1
    elif kind == lx.HUNDREDFOLD:
        value = 100
    if kind in (lx.HUNDRED, lx.HUNDREDFOLD) and value % 100 == 0 and _joins(atoms, more, count):
        after = atoms[more, A_CLASS]
        if after in (lx.TEEN, lx.FUSED) and atoms[more, A_VALUE] < 100:
            return value + atoms[more, A_VALUE], more + 1
        if after == lx.UNIT and atoms[more, A_VALUE] > 0 and (kind == lx.HUNDRED or atoms[more, A_JOINED] == 1):
            return value + atoms[more, A_VALUE], more + 1
        if after == lx.TEN:
            kind, value, more = lx.TEN, value + atoms[more, A_VALUE], more + 1
    if kind == lx.TEN and _joins(atoms, more, count):
        after, unit = atoms[more, A_CLASS], atoms[more, A_VALUE]
        if after == lx.UNIT and unit > 0 and not (unit == 4 and _begins_eighty(atoms, more, count)):
            return value + unit, more + 1
        if after == lx.TEEN and (
            (value % 100 == 80 and fourscore) or (value % 100 == 60 and atoms[more - 1, A_FLAGS] & lx.DIX)
        ):
            value, more = value + unit, more + 1
            if unit == 10 and _says_more_than_six(atoms, more, count):
                return value + atoms[more, A_VALUE], more + 1
            return value, more
    elif kind == lx.TEEN and atoms[at, A_FLAGS] & lx.DIX and _says_more_than_six(atoms, more, count):
        return value + atoms[more, A_VALUE], more + 1
    return value, more


@njit(cache=True, nogil=True)
def _put_atom(
    atoms: NDArray[np.int64], first: int, last: int, at: int, out_atoms: NDArray[np.int32], counts: NDArray[np.int64]
) -> None:
    row = counts[C_ATOMS]
    out_atoms[row, O_START] = atoms[first, A_START]
    out_atoms[row, O_END] = atoms[last, A_END]
    out_atoms[row, O_GAP] = atoms[first, A_GAP]
    out_atoms[row, O_SIZE] = at - counts[C_DIGITS]
    style = atoms[first, A_STYLE]
    if atoms[first, A_CLASS] == LOOKALIKE:
        style = LOOKALIKE
    out_atoms[row, O_STYLE] = style
    out_atoms[row, O_SIGN] = atoms[first, A_SIGN]
    counts[C_ATOMS] += 1
    counts[C_DIGITS] = at


@njit(cache=True, nogil=True)
def _put_repeated(
    atoms: NDArray[np.int64], at: int, times: int, digits: NDArray[np.uint8], said: NDArray[np.uint8], place: int
) -> int:
    """Write the atom `at` as often as "double" or "triple" asks; only single digits are repeated."""
    value = atoms[at, A_VALUE]
    if atoms[at, A_CLASS] == WRITTEN and atoms[at, A_SIZE] == 1:
        value = np.int64(digits[atoms[at, A_FROM]]) - 48
    for _ in range(times):
        place = _say(value, said, place)
    return place


@njit(cache=True, nogil=True)
def say_run(
    atoms: NDArray[np.int64],
    count: int,
    digits: NDArray[np.uint8],
    said: NDArray[np.uint8],
    out_atoms: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> bool:
    """Write the run's digits, and its atoms as they were put together; True where words were put together."""
    together = False
    at = 0
    while at < count:
        kind = atoms[at, A_CLASS]
        place = counts[C_DIGITS]
        more = at + 1
        if kind in (WRITTEN, LOOKALIKE):
            for digit in range(atoms[at, A_FROM], atoms[at, A_FROM] + atoms[at, A_SIZE]):
                said[place] = digits[digit]
                place += 1
        elif kind == lx.REPEAT:
            single = more < count and (
                atoms[more, A_CLASS] == lx.UNIT or (atoms[more, A_CLASS] == WRITTEN and atoms[more, A_SIZE] == 1)
            )
            if not single:
                at = more
                continue
            place = _put_repeated(atoms, more, atoms[at, A_VALUE], digits, said, place)
            more += 1
        elif kind == lx.ZEROS:
            place = _say(0, said, place)
        elif (
            kind == lx.UNIT
            and 2 <= atoms[at, A_VALUE] <= 6
            and _joins(atoms, more, count)
            and atoms[more, A_CLASS] == lx.ZEROS
        ):
            for _ in range(atoms[at, A_VALUE]):
                place = _say(0, said, place)
            more += 1
        else:
            value, more = _said_number(atoms, at, count)
            together = together or more > at + 1
            place = _say(value, said, place)
        _put_atom(atoms, at, more - 1, place, out_atoms, counts)
        at = more
    return together


@njit(cache=True, nogil=True)
def _say_singly(
    atoms: NDArray[np.int64], count: int, digits: NDArray[np.uint8], said: NDArray[np.uint8], place: int
) -> int:
    """Write each word by itself ("twenty five" = 20 5); returns where it ends."""
    for at in range(count):
        kind = atoms[at, A_CLASS]
        if kind in (WRITTEN, LOOKALIKE):
            for digit in range(atoms[at, A_FROM], atoms[at, A_FROM] + atoms[at, A_SIZE]):
                said[place] = digits[digit]
                place += 1
        elif kind != lx.REPEAT:
            place = _say(atoms[at, A_VALUE], said, place)
    return place


@njit(cache=True, nogil=True)
def close_run(
    s: NDArray[np.int64],
    atoms: NDArray[np.int64],
    digits: NDArray[np.uint8],
    runs: NDArray[np.int32],
    out_atoms: NDArray[np.int32],
    said: NDArray[np.uint8],
    counts: NDArray[np.int64],
    after: int,
) -> None:
    """Hand the run out if it holds enough digits, and forget it."""
    count = s[N]
    s[N] = 0
    used = s[USED]
    s[USED] = 0
    if count == 0 or used < FEWEST_RUN_DIGITS or s[LONG]:
        return
    if (
        counts[C_RUNS] + 1 >= len(runs)
        or counts[C_ATOMS] + count >= len(out_atoms)
        or counts[C_DIGITS] + 8 * MOST_RUN_DIGITS >= len(said)
    ):
        counts[C_FULL] = 1
        return
    flags = s[FLAGS] | after
    strongest = np.int64(0)
    weakest = np.int64(BREAK)
    singles = 0
    for at in range(count):
        if atoms[at, A_STYLE] == sg.ODD or atoms[at, A_STYLE] != atoms[0, A_STYLE]:
            flags |= F_HIDDEN
        if atoms[at, A_CLASS] == LOOKALIKE:
            flags |= F_LETTERS
        singles += atoms[at, A_SIZE] == 1
        if at:
            strongest = max(strongest, atoms[at, A_GAP])
            weakest = min(weakest, atoms[at, A_GAP])
    if count > SPELLED_ATOMS and singles * 2 > count:
        flags |= F_HIDDEN
    if strongest == weakest:
        flags |= F_EVEN
    row = runs[counts[C_RUNS]]
    first_atom, first_digit = counts[C_ATOMS], counts[C_DIGITS]
    together = say_run(atoms, count, digits, said, out_atoms, counts)
    row[R_ROW] = s[ROW]
    row[R_START] = atoms[0, A_START] if s[PLUS] < 0 else s[PLUS]
    row[R_END] = atoms[count - 1, A_END]
    row[R_FLAGS] = flags | (F_PLUS if s[PLUS] >= 0 else 0)
    row[R_CUE] = s[CUE]
    row[R_ATOMS], row[R_ATOM_COUNT] = first_atom, counts[C_ATOMS] - first_atom
    row[R_DIGITS], row[R_SIZE] = first_digit, counts[C_DIGITS] - first_digit
    row[R_SAID], row[R_SAID_SIZE] = counts[C_DIGITS], 0
    if together:
        counts[C_DIGITS] = _say_singly(atoms, count, digits, said, counts[C_DIGITS])
        row[R_SAID_SIZE] = counts[C_DIGITS] - row[R_SAID]
    row[R_GAP] = strongest
    counts[C_RUNS] += 1


@njit(cache=True, nogil=True)
def add_atom(
    s: NDArray[np.int64],
    atoms: NDArray[np.int64],
    digits: NDArray[np.uint8],
    verdict: NDArray[np.int64],
    written: NDArray[np.uint8],
) -> None:
    """Take one atom into the run, or begin a run with it; a run too long for a number is noted as such."""
    gap = np.int64(0)
    if s[N] == 0:
        open_run(s, verdict[V_START])
    else:
        gap = np.int64(gap_strength(s))
    size = verdict[V_SIZE]
    s[END] = verdict[V_END]
    if s[N] >= MOST_ATOMS or s[USED] + size >= MOST_RUN_DIGITS:
        s[LONG] = 1
        clear_gap(s)
        return
    atom = atoms[s[N]]
    atom[A_START], atom[A_END], atom[A_GAP], atom[A_CLASS] = verdict[V_START], verdict[V_END], gap, verdict[V_KIND]
    atom[A_VALUE], atom[A_STYLE], atom[A_FROM], atom[A_SIZE] = verdict[V_VALUE], verdict[V_STYLE], s[USED], size
    atom[A_JOINED] = 2 if s[G_FILLED] else (1 if s[G_JOINED] else 0)
    atom[A_SIGN] = s[G_SIGN]
    atom[A_FLAGS] = verdict[V_MEANING] & (lx.TWENTY | lx.DIX)
    if verdict[V_KIND] == WRITTEN or verdict[V_KIND] == LOOKALIKE:
        for at in range(size):
            digits[s[USED] + at] = written[verdict[V_FROM] + at]
    s[N] += 1
    s[USED] += size
    clear_gap(s)
