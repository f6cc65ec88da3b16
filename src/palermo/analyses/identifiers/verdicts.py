"""Kernels that decide what one token or sign means for the run of digits before it: add to it, or end it.

Each writes its verdicts into a small table; the scan carries them out. Marks of addresses are set on the way.
"""

# numba decides the types of what it compiles.
# mypy: disable-error-code="untyped-decorator, return-value, no-any-return, assignment, unreachable"

import numpy as np
from numba import njit
from numpy.typing import NDArray

from palermo.analyses.identifiers import lexicon as lx
from palermo.analyses.identifiers import runs as rn
from palermo.analyses.identifiers import signs as sg
from palermo.analyses.identifiers import tokens as tk

Ints = NDArray[np.int64]
Marks = NDArray[np.int32]

# Marks: what kind of address may stand there; fields: row, kind, code point.
M_AT, M_URL, M_HOST, M_DOT_WORD, M_SERVICE, M_CHAIN, M_IBAN, M_MASKED = range(8)
MARK_FIELDS = 3

_NUMBER = lx.CLASS_MASK


@njit(cache=True, nogil=True)
def put_mark(s: Ints, marks: Marks, counts: Ints, kind: int, at: int) -> None:
    """Say that an address of that kind may stand at `at`."""
    if counts[rn.C_MARKS] >= len(marks):
        counts[rn.C_FULL] = 1
        return
    row = marks[counts[rn.C_MARKS]]
    row[0], row[1], row[2] = s[rn.ROW], kind, at
    counts[rn.C_MARKS] += 1


@njit(cache=True, nogil=True)
def end_run(s: Ints, verdict: Ints, flags: int) -> None:
    """End the run, if there is one; `flags` say what ended it."""
    if s[rn.N] > 0 or s[rn.V_COUNT] > 0:
        row = verdict[s[rn.V_COUNT]]
        row[rn.V_WHAT], row[rn.V_FLAGS] = rn.END_RUN, flags
        s[rn.V_COUNT] += 1


@njit(cache=True, nogil=True)
def _add(s: Ints, verdict: Ints, start: int, end: int, kind: int, style: int, first: int) -> None:
    """Add an atom whose digits were put into the digits' table from `first` on."""
    row = verdict[s[rn.V_COUNT]]
    row[rn.V_WHAT], row[rn.V_START], row[rn.V_END], row[rn.V_KIND] = rn.ADD_ATOM, start, end, kind
    row[rn.V_VALUE], row[rn.V_STYLE], row[rn.V_FROM], row[rn.V_SIZE] = 0, style, first, s[rn.V_DIGITS] - first
    row[rn.V_MEANING] = 0
    s[rn.V_COUNT] += 1


@njit(cache=True, nogil=True)
def _add_word(s: Ints, verdict: Ints, start: int, end: int, meaning: int) -> None:
    """Add a number word."""
    row = verdict[s[rn.V_COUNT]]
    kind = meaning & _NUMBER
    row[rn.V_WHAT], row[rn.V_START], row[rn.V_END], row[rn.V_KIND] = rn.ADD_ATOM, start, end, kind
    row[rn.V_VALUE], row[rn.V_STYLE] = meaning >> lx.VALUE_SHIFT & lx.VALUE_MASK, sg.ODD
    row[rn.V_FROM], row[rn.V_MEANING] = 0, meaning
    if kind == lx.HUNDRED:
        row[rn.V_SIZE] = 3
    else:
        row[rn.V_SIZE] = 1 if kind == lx.UNIT or kind == lx.REPEAT else 2
    s[rn.V_COUNT] += 1


@njit(cache=True, nogil=True)
def _put_digits(s: Ints, token: Ints, looks: NDArray[np.int32], first: int, last: int, out: NDArray[np.uint8]) -> int:
    """Write the digits of part of a token, letters as what they look like; returns where they begin."""
    begun = s[rn.V_DIGITS]
    at = begun
    for sign in range(first, last):
        value = token[tk.VALUE, sign]
        if value < 0:
            value = np.int64(looks[token[tk.FOLD, sign]])
        if value > 9:
            out[at] = 48 + value // 10
            at += 1
        out[at] = 48 + value % 10
        at += 1
    s[rn.V_DIGITS] = at
    return begun


@njit(cache=True, nogil=True)
def letters(
    s: Ints,
    token: Ints,
    keys: NDArray[np.uint64],
    meanings: Ints,
    starts: NDArray[np.bool_],
    looks: NDArray[np.int32],
    twins: NDArray[np.int32],
    verdict: Ints,
    out: NDArray[np.uint8],
    marks: Marks,
    counts: Ints,
) -> None:
    """Take a token of letters alone: a number word, several of them, a lookalike of digits, or any word."""
    size, first, last = s[rn.T_SIZE], s[rn.T_START], s[rn.T_END]
    meaning = np.int64(0)
    if size <= tk.LONGEST_WORD:
        meaning = tk.look_up(keys, meanings, tk.hash_part(token, 0, size))
        if meaning == 0 and s[rn.T_MIXED]:
            meaning = tk.twin_meaning(keys, meanings, twins, token, 0, size)
    if meaning & _NUMBER:
        _add_word(s, verdict, first, last, meaning)
    elif (
        size <= tk.FEW_LOOKALIKES
        and not meaning & lx.PHONE_CUE
        and tk.all_lookalikes(looks, token, 0, size)
        and (s[rn.N] > 0 or looks[token[tk.FOLD, 0]] == 0)
    ):
        begun = _put_digits(s, token, looks, 0, size, out)
        _add(s, verdict, first, last, rn.LOOKALIKE, sg.ODD, begun)
    elif meaning & (lx.FILLER | lx.JOINER) and s[rn.N] > 0:
        s[rn.G_FILLED if meaning & lx.FILLER else rn.G_JOINED] += 1
    else:
        cuts = 0
        if size >= 6 and meaning == 0 and starts[(token[tk.FOLD, 0] * 31 + token[tk.FOLD, 1]) & 0xFFFF]:
            cuts = tk.split_words(keys, meanings, token, 0, size, 0)
        if cuts > 1:
            begun = 0
            for cut in range(cuts):
                upto = token[tk.CUT_AT, cut]
                _add_word(s, verdict, token[tk.PLACE, begun], token[tk.PLACE, upto], token[tk.CUT_MEANING, cut])
                begun = upto
        elif s[rn.N] > 0:
            after = 0
            if meaning & (lx.MONEY_WORD | lx.MEASURE) and first - s[rn.END] <= 1:
                after = rn.F_MONEY
            elif s[rn.BEFORE] in (sg.DASH, sg.UNDERSCORE) and first - s[rn.END] == 1 and not meaning & lx.PHONE_CUE:
                after = rn.F_ATTACHED
            end_run(s, verdict, after)
    if meaning:
        _context(s, meaning, first, last, marks, counts)


@njit(cache=True, nogil=True)
def _context(s: Ints, meaning: int, first: int, last: int, marks: Marks, counts: Ints) -> None:
    """Note what a word says of what follows, and mark addresses."""
    if meaning & lx.PHONE_CUE:
        s[rn.PHONE_AT] = last
    if meaning & lx.OTHER_CUE:
        s[rn.OTHER_AT] = last
    if meaning & lx.MONEY_WORD:
        s[rn.MONEY_AT] = last
    if meaning & lx.PLUS_WORD:
        s[rn.PLUS_AT], s[rn.PLUS_END] = first, last
    if meaning & lx.SERVICE:
        put_mark(s, marks, counts, M_SERVICE, first)
    if meaning & (lx.ENDING | lx.WORDY_ENDING):
        if s[rn.DOT_AT] == first - 1 and s[rn.WORD_AT] == first - 1:
            put_mark(s, marks, counts, M_HOST, first)
        elif first - s[rn.DOT_WORD_AT] <= 4 or (s[rn.DOT_AT] >= first - 3 and s[rn.DOT_AT] - s[rn.WORD_AT] <= 2):
            put_mark(s, marks, counts, M_DOT_WORD, first)
    if meaning & lx.DOT_WORD:
        s[rn.DOT_WORD_AT] = last
    if meaning & lx.WEB:
        put_mark(s, marks, counts, M_URL, first)


@njit(cache=True, nogil=True)
def _parts(
    token: Ints, keys: NDArray[np.uint64], meanings: Ints, looks: NDArray[np.int32], size: int, spelled: bool
) -> int:
    """Cut a mixed token; meanings: a number word's, -1 digits, -2 a letter between, a cue's for "tel"; 0 = cannot."""
    count = 0
    at = 0
    words = 0
    while at < size:
        upto = at + 1
        while upto < size and (token[tk.VALUE, upto] >= 0) == (token[tk.VALUE, at] >= 0):
            upto += 1
        if count + 4 > tk.TOKEN_SIGNS:
            return 0
        meaning = np.int64(-1)
        if token[tk.VALUE, at] < 0 and spelled:
            meaning = np.int64(-2)
        elif token[tk.VALUE, at] < 0:
            meaning = tk.look_up(keys, meanings, tk.hash_part(token, at, upto))
            if meaning & _NUMBER or (at == 0 and meaning & lx.PHONE_CUE and size - upto >= 6):
                words += 1
            elif tk.all_lookalikes(looks, token, at, upto):
                meaning = np.int64(-1)
            else:
                cuts = tk.split_words(keys, meanings, token, at, upto, count)
                if cuts == 0:
                    return 0
                words += cuts
                count += cuts
                at = upto
                continue
        token[tk.CUT_AT, count], token[tk.CUT_MEANING, count] = upto, meaning
        count += 1
        at = upto
    return count if words or spelled else 0


@njit(cache=True, nogil=True)
def mixed(
    s: Ints,
    token: Ints,
    keys: NDArray[np.uint64],
    meanings: Ints,
    looks: NDArray[np.int32],
    verdict: Ints,
    out: NDArray[np.uint8],
    marks: Marks,
    counts: Ints,
) -> None:
    """Take a token of letters and digits: O2O, se7en, 0x2x0, o7seven00; else it ends the run."""
    size, first, last = s[rn.T_SIZE], s[rn.T_START], s[rn.T_END]
    if 24 <= size <= 100:
        put_mark(s, marks, counts, M_CHAIN, first)
    if size >= 4 and token[tk.VALUE, 1] < 0 <= token[tk.VALUE, 2] and token[tk.VALUE, 0] < 0 <= token[tk.VALUE, 3]:
        put_mark(s, marks, counts, M_IBAN, first)
    spelled = tk.one_letter_between(token, size)
    if not spelled and size < 40 and tk.all_lookalikes(looks, token, 0, size) and tk.may_begin(token, looks, size):
        begun = _put_digits(s, token, looks, 0, size, out)
        _add(s, verdict, first, last, rn.WRITTEN, sg.ODD, begun)
        return
    meaning = tk.leet_meaning(keys, meanings, token, size)
    if meaning:
        _add_word(s, verdict, first, last, meaning)
        return
    parts = _parts(token, keys, meanings, looks, size, spelled)
    if parts == 0:
        end_run(s, verdict, 0)
        return
    at = 0
    for part in range(parts):
        upto, meaning = token[tk.CUT_AT, part], token[tk.CUT_MEANING, part]
        if meaning == -1:
            begun = _put_digits(s, token, looks, at, upto, out)
            style = np.int64(sg.ODD) if parts > 2 or spelled else s[rn.T_STYLE]
            _add(s, verdict, token[tk.PLACE, at], token[tk.PLACE, upto], rn.WRITTEN, style, begun)
        elif meaning >= 0 and meaning & _NUMBER:
            _add_word(s, verdict, token[tk.PLACE, at], token[tk.PLACE, upto], meaning)
        elif meaning >= 0:
            end_run(s, verdict, 0)
            s[rn.PHONE_AT] = token[tk.PLACE, upto]
        at = upto


@njit(cache=True, nogil=True)
def digits(s: Ints, token: Ints, looks: NDArray[np.int32], verdict: Ints, out: NDArray[np.uint8]) -> None:
    """Take a token of digits alone."""
    size = s[rn.T_SIZE]
    if size > 40:
        end_run(s, verdict, 0)
    else:
        begun = _put_digits(s, token, looks, 0, size, out)
        _add(s, verdict, s[rn.T_START], s[rn.T_END], rn.WRITTEN, s[rn.T_STYLE], begun)


@njit(cache=True, nogil=True)
def han(
    s: Ints,
    code: int,
    value: int,
    before: int,
    place: int,
    keys: NDArray[np.uint64],
    meanings: Ints,
    verdict: Ints,
    marks: Marks,
    counts: Ints,
) -> None:
    """Take a sign of a script without spaces: a digit, or half of a word of two signs."""
    if value >= 0:
        _add_word(s, verdict, place, place + 1, lx.UNIT | value << lx.VALUE_SHIFT)
        return
    end_run(s, verdict, 0)
    if before:
        token_hash = (np.uint64(lx.HASH_SEED) ^ np.uint64(before)) * np.uint64(lx.HASH_PRIME)
        meaning = tk.look_up(keys, meanings, (token_hash ^ np.uint64(code)) * np.uint64(lx.HASH_PRIME))
        if meaning:
            _context(s, meaning, place - 1, place + 1, marks, counts)
    s[rn.WORD_AT] = place + 1


@njit(cache=True, nogil=True)
def sign(s: Ints, kind: int, code: int, place: int, verdict: Ints, marks: Marks, counts: Ints) -> None:
    """Take a sign that is neither letter nor digit."""
    if kind == sg.SPACE:
        s[rn.G_SEEN] += 1
    elif kind in (sg.MONEY, sg.PERCENT, sg.SEMICOLON, sg.AT, sg.HASH, sg.PLUS):
        near_money = kind in (sg.MONEY, sg.PERCENT) and place - s[rn.END] <= 1
        end_run(s, verdict, rn.F_MONEY if near_money else 0)
        if kind == sg.MONEY:
            s[rn.MONEY_AT] = place + 1
        elif kind == sg.PLUS:
            s[rn.PLUS_AT], s[rn.PLUS_END] = place, place + 1
        elif kind == sg.HASH:
            s[rn.OTHER_AT] = place + 1
        elif kind == sg.AT:
            put_mark(s, marks, counts, M_AT, place)
    elif kind == sg.NEWLINE:
        s[rn.G_LINES] += 1
        s[rn.G_SEEN] += 1
    elif kind != sg.UNSEEN:
        s[rn.G_SEEN] += 1
        s[rn.G_SIGN] = code
        if kind == sg.OPEN or kind == sg.CLOSE:
            s[rn.G_BRACKETS] += 1
        elif kind == sg.COMMA:
            s[rn.G_COMMA] += 1
        elif kind == sg.DOT:
            s[rn.DOT_AT] = place
            s[rn.G_STOP] = 1 if s[rn.G_SEEN] == s[rn.G_BRACKETS] + 1 else 0
