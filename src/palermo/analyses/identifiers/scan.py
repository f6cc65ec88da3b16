"""The byte scan: one pass over all texts of a column, which finds the runs of digits and the marks of addresses.

What it hands out is little: the costly reading looks at those places alone.
"""

# numba decides the types of what it compiles.
# mypy: disable-error-code="untyped-decorator, return-value, no-any-return, assignment, unreachable"

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from palermo.analyses.identifiers import lexicon as lx
from palermo.analyses.identifiers import runs as rn
from palermo.analyses.identifiers import signs as sg
from palermo.analyses.identifiers import tokens as tk
from palermo.analyses.identifiers import verdicts as vd

SLICE_ROWS = 8_192
_FAR = -1_000_000


class Scanned(NamedTuple):
    """What the scan found in one column.

    Args:
        runs: A row each (fields R_*).
        atoms: A row each (fields O_*); a run names its own.
        digits: ASCII digits; a run names its own.
        marks: A row each: row of the batch, kind, code point.
    """

    runs: NDArray[np.int32]
    atoms: NDArray[np.int32]
    digits: bytes
    marks: NDArray[np.int32]


@njit(cache=True, nogil=True)
def _letter_follows(text: NDArray[np.uint8], at: int, end: int, packed: NDArray[np.uint64]) -> bool:
    """Whether the sign at a byte is a letter."""
    if at >= end:
        return False
    code, _ = tk.decode(text, at, end)
    return tk.sign_of(packed, code) & 255 == sg.LETTER


@njit(cache=True, nogil=True)
def _read_token(
    s: NDArray[np.int64],
    token: NDArray[np.int64],
    text: NDArray[np.uint8],
    at: int,
    end: int,
    place: int,
    packed: NDArray[np.uint64],
) -> tuple[int, int, int, int]:
    """Read letters and digits up to the first other sign.

    Returns the byte and the code point after it, and how many letters and digits there are.
    """
    size = 0
    style: int = np.int64(-1)
    letters, numbers, script = 0, 0, 0
    unseen = False
    last = place
    s[rn.T_START] = place
    while at < end:
        code, after = tk.decode(text, at, end)
        sign = tk.sign_of(packed, code)
        kind = sign & 255
        if kind == sg.LETTER:
            fold = sign >> 32 if code < sg.TABLE_SIZE else code
            script |= 1 if fold < 0x250 else (2 if fold < 0x600 else 4)
            letters += 1
            if size < tk.TOKEN_SIGNS:
                token[tk.FOLD, size], token[tk.VALUE, size], token[tk.PLACE, size] = fold, -1, place
                token[tk.RAW, size] = code
            size += 1
            last = place + 1
        elif kind == sg.DIGIT:
            worn = sign >> 8 & 15
            style = worn if style < 0 else (np.int64(sg.ODD) if worn != style or unseen else style)
            numbers += 1
            if size < tk.TOKEN_SIGNS:
                token[tk.FOLD, size], token[tk.VALUE, size], token[tk.PLACE, size] = code, (sign >> 12 & 255) - 1, place
            size += 1
            last = place + 1
            unseen = False
        elif kind == sg.UNSEEN:
            unseen = True
            if code == 0x20E3:
                style = np.int64(sg.ODD)
                last = place + 1
        elif not (kind == sg.QUOTE and letters and _letter_follows(text, after, end, packed)):
            break
        at = after
        place += 1
    if size <= tk.TOKEN_SIGNS:
        token[tk.PLACE, size] = last
    s[rn.T_SIZE], s[rn.T_END], s[rn.T_STYLE], s[rn.T_MIXED] = size, last, max(style, 0), script == 3
    return at, place, letters, numbers


@njit(cache=True, nogil=True)
def _masked(text: NDArray[np.uint8], at: int, end: int) -> int:
    """Where a masked contact (#PHONE_0a1b#) ends, so that its digits are no number; `at` where there is none."""
    upto = at + 1
    while upto < end and upto - at < 90 and (tk.plain(text[upto]) or text[upto] == 95):
        upto += 1
    return upto + 1 if upto < end and text[upto] == 35 and upto - at > 6 else at


@njit(cache=True, nogil=True)
def _scan_text(
    s: NDArray[np.int64],
    text: NDArray[np.uint8],
    at: int,
    end: int,
    packed: NDArray[np.uint64],
    looks: NDArray[np.int32],
    twins: NDArray[np.int32],
    keys: NDArray[np.uint64],
    meanings: NDArray[np.int64],
    starts: NDArray[np.bool_],
    token: NDArray[np.int64],
    verdict: NDArray[np.int64],
    written: NDArray[np.uint8],
    atoms: NDArray[np.int64],
    digits: NDArray[np.uint8],
    runs: NDArray[np.int32],
    out_atoms: NDArray[np.int32],
    said: NDArray[np.uint8],
    counts: NDArray[np.int64],
    marks: NDArray[np.int32],
) -> None:
    """Scan one text; `s` is new."""
    place = np.int64(0)
    before_han = np.int64(0)
    done = False
    while not done:
        s[rn.V_COUNT] = s[rn.V_DIGITS] = 0
        han = kind = np.int64(0)
        if at >= end:
            done = True
            vd.end_run(s, verdict, 0)
        else:
            code, after = tk.decode(text, at, end)
            sign = tk.sign_of(packed, code)
            kind = sign & 255
            if kind == sg.LETTER or kind == sg.DIGIT:
                at, place, letters, numbers = _read_token(s, token, text, at, end, place, packed)
                if s[rn.T_SIZE] > tk.TOKEN_SIGNS:
                    vd.end_run(s, verdict, 0)
                elif numbers == 0:
                    vd.letters(s, token, keys, meanings, starts, looks, twins, verdict, written, marks, counts)
                elif letters == 0:
                    vd.digits(s, token, looks, verdict, written)
                else:
                    vd.mixed(s, token, keys, meanings, looks, verdict, written, marks, counts)
                kind = np.int64(sg.LETTER)
            else:
                if kind == sg.HAN:
                    value = (sign >> 12 & 255) - 1
                    vd.han(s, code, value, before_han, place, keys, meanings, verdict, marks, counts)
                    han = code
                else:
                    vd.sign(s, kind, code, place, verdict, marks, counts)
                    if kind == sg.COLON and after + 1 < end and text[after] == 47 and text[after + 1] == 47:
                        vd.put_mark(s, marks, counts, vd.M_URL, place)
                past = _masked(text, at, end) if code == 35 else at
                if past > at:
                    vd.put_mark(s, marks, counts, vd.M_MASKED, place)
                    place += past - at
                    at = past
                else:
                    at = after
                    place += 1
        for step in range(s[rn.V_COUNT]):
            row = verdict[step]
            ends = row[rn.V_WHAT] == rn.END_RUN
            if ends or (s[rn.N] > 0 and rn.gap_strength(s) == rn.BREAK):
                rn.close_run(s, atoms, digits, runs, out_atoms, said, counts, row[rn.V_FLAGS] if ends else 0)
            if not ends:
                rn.add_atom(s, atoms, digits, row, written)
        s[rn.BEFORE] = kind
        if kind == sg.LETTER:
            s[rn.WORD_AT] = s[rn.T_END]
        before_han = han


@njit(cache=True, nogil=True)
def _scan_rows(
    text: NDArray[np.uint8],
    offsets: NDArray[np.int32],
    first: int,
    last: int,
    packed: NDArray[np.uint64],
    looks: NDArray[np.int32],
    twins: NDArray[np.int32],
    keys: NDArray[np.uint64],
    meanings: NDArray[np.int64],
    starts: NDArray[np.bool_],
    runs: NDArray[np.int32],
    out_atoms: NDArray[np.int32],
    said: NDArray[np.uint8],
    counts: NDArray[np.int64],
    marks: NDArray[np.int32],
) -> None:
    """Scan the texts of some rows of one column."""
    token = np.zeros((6, tk.TOKEN_SIGNS + 1), np.int64)
    verdict = np.zeros((tk.TOKEN_SIGNS + 1, rn.VERDICT_FIELDS), np.int64)
    written = np.zeros(2 * tk.TOKEN_SIGNS, np.uint8)
    atoms = np.zeros((rn.MOST_ATOMS, rn.ATOM_FIELDS), np.int64)
    digits = np.zeros(rn.MOST_RUN_DIGITS, np.uint8)
    s = np.zeros(rn.STATE_FIELDS, np.int64)
    for row in range(first, last):
        if offsets[row + 1] - offsets[row] < 4:
            continue
        s[:] = 0
        s[rn.PHONE_AT] = s[rn.OTHER_AT] = s[rn.MONEY_AT] = s[rn.WORD_AT] = _FAR
        s[rn.PLUS_AT] = s[rn.PLUS_END] = s[rn.DOT_AT] = s[rn.DOT_WORD_AT] = _FAR
        s[rn.ROW] = row
        _scan_text(
            s, text, offsets[row], offsets[row + 1], packed, looks, twins, keys, meanings, starts,
            token, verdict, written, atoms, digits, runs, out_atoms, said, counts, marks,
        )  # fmt: skip
        if counts[rn.C_FULL]:
            return


def scan(column: pa.Array) -> Scanned:
    """Scan a column of texts; nulls are empty."""
    if column.null_count:
        column = column.fill_null("")
    count = len(column)
    _, offset_buffer, text_buffer = column.buffers()
    if count == 0 or text_buffer is None:
        return Scanned(*_nothing())
    offsets = np.frombuffer(offset_buffer, np.int32)[column.offset : column.offset + count + 1]
    text = np.frombuffer(text_buffer, np.uint8)
    signs, words = sg.sign_tables(), lx.lexicon()
    parts = []
    for first in range(0, count, SLICE_ROWS):
        last = min(count, first + SLICE_ROWS)
        room = int(offsets[last] - offsets[first]) // 16 + 2_000
        while True:
            out = (
                np.empty((room // 4, rn.RUN_FIELDS), np.int32),
                np.empty((room, rn.OUT_ATOM_FIELDS), np.int32),
                np.empty(room * 4, np.uint8),
                np.zeros(5, np.int64),
                np.empty((room, vd.MARK_FIELDS), np.int32),
            )
            _scan_rows(text, offsets, first, last, *signs, *words, *out)
            if not out[3][rn.C_FULL]:
                break
            room *= 4
        parts.append(_part(out))
    return parts[0] if len(parts) == 1 else _joined(parts)


def _nothing() -> tuple[NDArray[np.int32], NDArray[np.int32], bytes, NDArray[np.int32]]:
    return (
        np.empty((0, rn.RUN_FIELDS), np.int32),
        np.empty((0, rn.OUT_ATOM_FIELDS), np.int32),
        b"",
        np.empty((0, vd.MARK_FIELDS), np.int32),
    )


def _part(
    out: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64], NDArray[np.int32]],
) -> Scanned:
    runs, atoms, said, counts, marks = out
    return Scanned(
        runs[: counts[rn.C_RUNS]],
        atoms[: counts[rn.C_ATOMS]],
        said[: counts[rn.C_DIGITS]].tobytes(),
        marks[: counts[rn.C_MARKS]],
    )


def _joined(parts: list[Scanned]) -> Scanned:
    """Put the slices together; runs name their atoms and digits by place."""
    atoms = digits = 0
    for part in parts:
        part.runs[:, rn.R_ATOMS] += atoms
        part.runs[:, [rn.R_DIGITS, rn.R_SAID]] += digits
        atoms += len(part.atoms)
        digits += len(part.digits)
    return Scanned(
        np.concatenate([part.runs for part in parts]),
        np.concatenate([part.atoms for part in parts]),
        b"".join(part.digits for part in parts),
        np.concatenate([part.marks for part in parts]),
    )
