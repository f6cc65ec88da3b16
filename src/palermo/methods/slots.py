"""Where each slot of a pattern stands in a text, written as JSON; and the pattern itself, written out of its medoid."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from palermo.methods.alignment import align_tokens, forget_tokens, index_tokens
from palermo.methods.characters import Characters
from palermo.methods.patterns import NO_SLOT, TEXT_SLOT, WORD_SLOT, Patterns
from palermo.methods.sketches import KEPT_TOKENS, Column
from palermo.methods.tokens import FIRST_WORD, Sort, read_tokens, short_hash

KIND_NAMES = {int(sort): sort.name.lower() for sort in Sort if sort > Sort.SIGN} | {
    WORD_SLOT: "word",
    TEXT_SLOT: "text",
}
_SLOT_BYTES = 110  # the longest JSON object of one slot in one column
_NAME_BYTES = 8


def _letters(text: str) -> npt.NDArray[np.uint8]:
    """The bytes of a text."""
    return np.frombuffer(text.encode(), np.uint8)


_NAMES = np.zeros((16, _NAME_BYTES), np.uint8)
for _kind, _name in KIND_NAMES.items():
    _NAMES[_kind, : len(_name)] = _letters(_name)
_SLOT, _KIND, _COLUMN = _letters('{"slot": '), _letters(', "kind": "'), _letters('", "column": "')
_TITLE, _BODY = _letters('title", "start": '), _letters('body", "start": ')
_END, _NEXT = _letters(', "end": '), _letters(", ")


@dataclass(frozen=True)
class Filled:
    """What became of the rows asked for, in their order.

    Args:
        similarity: float64 in [0, 1]: share of the text's words that the pattern accounts for.
        slots: JSON list, one object a slot and column.
        patterns: The pattern, where the text is the medoid; null elsewhere.
    """

    similarity: pa.Array
    slots: pa.Array
    patterns: pa.Array


@njit(cache=True, nogil=True)
def _put(out: npt.NDArray[np.uint8], at: int, text: npt.NDArray[np.uint8]) -> int:
    """Copy bytes up to the first zero; returns the place after them."""
    for place in range(len(text)):
        if text[place] == 0:
            return at + place
        out[at + place] = text[place]
    return at + len(text)


@njit(cache=True, nogil=True)
def _put_number(out: npt.NDArray[np.uint8], at: int, number: int) -> int:
    """Write a number that is not negative in digits; returns the place after them."""
    digits = 1
    rest = number // 10
    while rest > 0:
        digits += 1
        rest //= 10
    for place in range(digits - 1, -1, -1):
        out[at + place] = 48 + number % 10
        number //= 10
    return at + digits


@njit(cache=True, nogil=True)
def _put_slot(out: npt.NDArray[np.uint8], at: int, slot: int, kind: int, in_title: bool, start: int, end: int) -> int:
    """Write one object; a comma before it where it is not the first."""
    if out[at - 1] != 91:  # '['
        at = _put(out, at, _NEXT)
    at = _put_number(out, _put(out, at, _SLOT), slot)
    at = _put(out, _put(out, at, _KIND), _NAMES[kind])
    at = _put(out, _put(out, at, _COLUMN), _TITLE if in_title else _BODY)
    at = _put_number(out, at, start)
    at = _put_number(out, _put(out, at, _END), end)
    out[at] = 125
    return at + 1


@njit(cache=True, nogil=True)
def _put_filling(
    out: npt.NDArray[np.uint8],
    at: int,
    slot: int,
    kind: int,
    first: int,
    last: int,
    title: int,
    starts: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int32],
) -> int:
    """Write where tokens first..last stand; in two objects where they reach over from the title to the body."""
    if first < title:
        at = _put_slot(out, at, slot, kind, True, starts[first], ends[min(last, title - 1)])
    if last >= title:
        at = _put_slot(out, at, slot, kind, False, starts[max(first, title)], ends[last])
    return at


@njit(cache=True, nogil=True)
def _put_text(out: npt.NDArray[np.uint8], at: int, text: npt.NDArray[np.uint8], begin: int, end: int, most: int) -> int:
    """Copy text; blanks and breaks become one space, braces parentheses; no more than `most` bytes."""
    if end - begin > most:
        out[at] = 32
        return at + 1
    for place in range(begin, end):
        byte = text[place]
        if byte <= 32 or byte == 127:
            if at > 0 and out[at - 1] != 32:
                out[at] = 32
                at += 1
            continue
        out[at] = 40 if byte == 123 else (41 if byte == 125 else byte)
        at += 1
    return at


@njit(cache=True, nogil=True)
def _byte_places(
    text: npt.NDArray[np.uint8],
    begin: int,
    end: int,
    points: npt.NDArray[np.int32],
    bytes_at: npt.NDArray[np.int64],
    count: int,
) -> None:
    """Turn rising code point places into byte places."""
    at = begin
    point = 0
    for place in range(count):
        while point < points[place] and at < end:
            at += 1
            while at < end and (text[at] & 0xC0) == 0x80:
                at += 1
            point += 1
        bytes_at[place] = at


@njit(cache=True, nogil=True)
def _put_pattern(
    out: npt.NDArray[np.uint8],
    at: int,
    pattern: npt.NDArray[np.uint16],
    columns: npt.NDArray[np.int32],
    gaps: npt.NDArray[np.uint8],
    title_text: npt.NDArray[np.uint8],
    body_text: npt.NDArray[np.uint8],
    title: int,
    count: int,
    begins: npt.NDArray[np.int64],
    stops: npt.NDArray[np.int64],
) -> int:
    """Write the pattern with the medoid's own words and signs between them."""
    zero = at
    before = -1  # the medoid's token that was written last
    for word in range(len(pattern) + 1):
        column = columns[word] if word < len(pattern) else count
        slot = gaps[word] != NO_SLOT
        near = column == before + 1 and not slot
        if before >= 0 and column <= count:
            after = before + 1
            if after < count and (after < title) == (before < title):
                if near or slot:
                    at = _put_text(
                        out, at, title_text if before < title else body_text, stops[before], begins[after], 12
                    )
                elif column < count and out[at - 1] != 32:
                    out[at] = 32
                    at += 1
            elif after < count and out[at - 1] != 32:
                out[at] = 32
                at += 1
        if slot:
            out[at] = 123
            at = _put(out, at + 1, _NAMES[gaps[word]])
            out[at] = 125
            at += 1
            prior = column - 1  # what stands between the filling and the next word
            if column < count:
                if prior > before and (prior < title) == (column < title):
                    at = _put_text(
                        out, at, title_text if column < title else body_text, stops[prior], begins[column], 12
                    )
                elif before < 0 or (before < title) != (column < title) or begins[column] > stops[before]:
                    out[at] = 32
                    at += 1
        if word == len(pattern):
            break
        if pattern[word] < FIRST_WORD:
            out[at] = 123
            at = _put(out, at + 1, _NAMES[pattern[word]])
            out[at] = 125
            at += 1
        else:
            at = _put_text(out, at, title_text if column < title else body_text, begins[column], stops[column], 1 << 30)
        before = column
    while at > zero and out[at - 1] == 32:
        at -= 1
    return at


@njit(cache=True, nogil=True)
def _fill(
    title_places: npt.NDArray[np.int32],
    title_text: npt.NDArray[np.uint8],
    body_places: npt.NDArray[np.int32],
    body_text: npt.NDArray[np.uint8],
    kinds: npt.NDArray[np.uint8],
    folds: npt.NDArray[np.uint32],
    several: npt.NDArray[np.uint32],
    asked: npt.NDArray[np.int64],
    groups: npt.NDArray[np.int64],
    medoid: npt.NDArray[np.bool_],
    pattern_places: npt.NDArray[np.int64],
    pattern_tokens: npt.NDArray[np.uint16],
    pattern_columns: npt.NDArray[np.int32],
    pattern_gaps: npt.NDArray[np.uint8],
    longest: int,
    widest: int,
    similarity: npt.NDArray[np.float64],
    slots_out: npt.NDArray[np.uint8],
    slots_places: npt.NDArray[np.int64],
    patterns_out: npt.NDArray[np.uint8],
    patterns_places: npt.NDArray[np.int64],
) -> None:
    """Align and write every row asked for; the compiled half of `fill_slots`."""
    hashes = np.empty(longest, np.uint64)
    sorts = np.empty(longest, np.uint8)
    starts = np.empty(longest, np.int32)
    ends = np.empty(longest, np.int32)
    short = np.empty(longest, np.uint16)
    begins = np.empty(longest, np.int64)
    stops = np.empty(longest, np.int64)
    first = np.full(65536, -1, np.int16)
    masks = np.empty((widest + 1, (widest >> 6) + 1), np.uint64)
    rows = np.empty((KEPT_TOKENS + 1, (widest >> 6) + 1), np.uint64)
    partner = np.empty(widest + 1, np.int32)
    at, written = 0, 0
    for place in range(len(asked)):
        row, group = asked[place], groups[place]
        title = read_tokens(
            title_text, title_places[row], title_places[row + 1], kinds, folds, several, hashes, sorts, starts, ends, 0
        )
        count = read_tokens(
            body_text,
            body_places[row],
            body_places[row + 1],
            kinds,
            folds,
            several,
            hashes,
            sorts,
            starts,
            ends,
            title,
        )
        count = min(count, KEPT_TOKENS)
        title = min(title, count)
        for token in range(count):
            short[token] = short_hash(hashes[token], sorts[token])
        pattern = pattern_tokens[pattern_places[group] : pattern_places[group + 1]]
        gaps = pattern_gaps[pattern_places[group] + group : pattern_places[group + 1] + group + 1]
        words = index_tokens(pattern, first, masks)
        align_tokens(len(pattern), words, short[:count], first, masks, rows, partner)
        forget_tokens(pattern, first)
        slots_out[at] = 91
        at += 1
        slot = 0  # number of the next slot
        waiting = -1  # the first slot since the last word that was found
        waiting_kind: int | np.int64 = 0
        last: int | np.int64 = -1
        accounted: int | np.int64 = 0
        for word in range(len(pattern) + 1):
            if gaps[word] != NO_SLOT:
                if waiting < 0:
                    waiting, waiting_kind = slot, np.int64(gaps[word])
                slot += 1
            there = np.int64(partner[word]) if word < len(pattern) else count
            is_class = word < len(pattern) and pattern[word] < FIRST_WORD
            if there < 0:
                if is_class:
                    if waiting < 0:
                        waiting, waiting_kind = slot, np.int64(pattern[word])
                    slot += 1
                continue
            if waiting >= 0 and there > last + 1:
                at = _put_filling(slots_out, at, waiting, waiting_kind, last + 1, there - 1, title, starts, ends)
                accounted += there - last - 1
            waiting = -1
            if word == len(pattern):
                break
            if is_class:
                at = _put_filling(slots_out, at, slot, np.int64(pattern[word]), there, there, title, starts, ends)
                slot += 1
            accounted += 1
            last = there
        slots_out[at] = 93
        at += 1
        slots_places[place + 1] = at
        similarity[place] = accounted / count if count else 1.0
        if medoid[place]:
            _byte_places(title_text, title_places[row], title_places[row + 1], starts, begins, title)
            _byte_places(title_text, title_places[row], title_places[row + 1], ends, stops, title)
            _byte_places(
                body_text, body_places[row], body_places[row + 1], starts[title:], begins[title:], count - title
            )
            _byte_places(body_text, body_places[row], body_places[row + 1], ends[title:], stops[title:], count - title)
            written = _put_pattern(
                patterns_out,
                written,
                pattern,
                pattern_columns[pattern_places[group] : pattern_places[group + 1]],
                gaps,
                title_text,
                body_text,
                title,
                count,
                begins,
                stops,
            )
        patterns_places[place + 1] = written


def _strings(
    text: npt.NDArray[np.uint8], places: npt.NDArray[np.int64], present: npt.NDArray[np.bool_] | None
) -> pa.Array:
    """An Arrow string array over bytes written by a kernel; absent rows are null."""
    buffers = [None, pa.py_buffer(places.astype(np.int32)), pa.py_buffer(text[: int(places[-1])].copy())]
    if present is not None:
        buffers[0] = pa.py_buffer(np.packbits(present, bitorder="little"))
    return pa.Array.from_buffers(pa.string(), len(places) - 1, buffers)


def fill_slots(
    title: pa.Array,
    body: pa.Array,
    asked: npt.NDArray[np.int64],
    groups: npt.NDArray[np.int64],
    medoid: npt.NDArray[np.bool_],
    patterns: Patterns,
    characters: Characters,
) -> Filled:
    """Align texts to their patterns and say where each slot's filling stands in title and body.

    Of a text longer than KEPT_TOKENS words only the beginning is aligned. A filling that stands where
    several words are missing goes to the first slot among them.

    Args:
        title, body: String arrays of the texts; null reads as empty.
        asked: Rows of them, 0 or more.
        groups: For each its pattern.
        medoid: For each whether it is the medoid of its pattern.
        patterns: From `find_patterns`.
        characters: From `characters()`.
    """
    one, two = Column.of(title), Column.of(body)
    lengths = (np.diff(one.places).astype(np.int64) + np.diff(two.places))[asked]
    words = np.diff(patterns.places)[groups] if len(groups) else np.zeros(0, np.int64)
    of_class = np.concatenate(([0], np.cumsum(patterns.tokens < FIRST_WORD)))
    numbered = np.concatenate(([0], np.cumsum(patterns.gaps != NO_SLOT)))
    begin, end = patterns.places[groups], patterns.places[groups + 1]
    slots = of_class[end] - of_class[begin] + numbered[end + groups + 1] - numbered[begin + groups]
    slots_out = np.empty(int((slots * 2).sum()) * _SLOT_BYTES + 2 * len(asked) + 1, np.uint8)
    patterns_out = np.empty(int(((lengths * 2 + (words + 1) * (_NAME_BYTES + 4) + 64) * medoid).sum()) + 1, np.uint8)
    slots_places, patterns_places = np.zeros(len(asked) + 1, np.int64), np.zeros(len(asked) + 1, np.int64)
    similarity = np.empty(len(asked), np.float64)
    _fill(
        one.places,
        one.text,
        two.places,
        two.text,
        characters.kinds,
        characters.folds,
        characters.several,
        asked,
        groups,
        medoid,
        patterns.places,
        patterns.tokens,
        patterns.columns,
        patterns.gaps,
        int(lengths.max(initial=0)) + 4,
        int(words.max(initial=0)) + 1,
        similarity,
        slots_out,
        slots_places,
        patterns_out,
        patterns_places,
    )
    return Filled(
        pa.array(similarity),
        _strings(slots_out, slots_places, None),
        _strings(patterns_out, patterns_places, medoid),
    )
