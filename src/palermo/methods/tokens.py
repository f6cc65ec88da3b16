"""Words of a text in any script, read from its UTF-8 bytes: where each stands, what class it has, and its hash."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt
from numba import njit

from palermo.methods.characters import DIGIT, GAP, LETTER, MARK, MONEY, SEVERAL, SIGN, SIGNS_ABOVE, TABLE_SIZE


class Sort(IntEnum):
    """What a token is; its value is kept for words and signs alone, the others are slots by nature."""

    WORD = 0
    SIGN = 1
    NUMBER = 2
    PHONE = 3
    PRICE = 4
    EMAIL = 5
    URL = 6
    HANDLE = 7


_WORD, _SIGN, _NUMBER, _PHONE = int(Sort.WORD), int(Sort.SIGN), int(Sort.NUMBER), int(Sort.PHONE)
_PRICE, _EMAIL, _URL, _HANDLE = int(Sort.PRICE), int(Sort.EMAIL), int(Sort.URL), int(Sort.HANDLE)

PHONE_DIGITS = (7, 15)  # ITU-T E.164: at most 15 digits; fewer than 7 is no subscriber number worth the name
_FEWEST, _MOST = PHONE_DIGITS
FIRST_WORD = 16  # short hashes below are classes
FIRST_SIGN = 0x8000  # short hashes of signs; words lie between

_SEED = np.uint64(0x9E3779B97F4A7C15)
_PRIME = np.uint64(0x100000001B3)


@njit(cache=True, nogil=True, inline="always")
def mixed(value: int | np.uint64) -> np.uint64:
    """Spread the bits of a 64-bit value (finaliser of MurmurHash3, in the public domain)."""
    x = np.uint64(value)
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xFF51AFD7ED558CCD)
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xC4CEB9FE1A85EC53)
    x ^= x >> np.uint64(33)
    return x


@njit(cache=True, nogil=True, inline="always")
def _lower(byte: int) -> int:
    """A letter of ASCII in lower case; any other byte as it is."""
    return byte | 32 if 65 <= byte <= 90 else byte


@njit(cache=True, nogil=True, inline="always")
def _plain(byte: int) -> bool:
    """A letter or digit of ASCII."""
    return 48 <= byte <= 57 or 97 <= (byte | 32) <= 122


@njit(cache=True, nogil=True)
def _url_end(text: npt.NDArray[np.uint8], at: int, end: int) -> int:
    """Where an address that begins here ends; `at` where none begins."""
    begun = at
    if at + 4 < end and _lower(text[at]) == 119 and text[at + 3] == 46:  # www.
        if _lower(text[at + 1]) == 119 and _lower(text[at + 2]) == 119:
            begun = at + 4
    elif (  # http:// or https://
        at + 8 < end
        and _lower(text[at]) == 104
        and _lower(text[at + 1]) == 116
        and _lower(text[at + 2]) == 116
        and _lower(text[at + 3]) == 112
    ):
        colon = at + 4 + (1 if _lower(text[at + 4]) == 115 else 0)
        if text[colon] == 58 and text[colon + 1] == 47 and text[colon + 2] == 47:
            begun = colon + 3
    if begun == at:
        return at
    while begun < end and 33 <= text[begun] < 127 and text[begun] != 34 and text[begun] != 60 and text[begun] != 62:
        begun += 1
    while not (_plain(text[begun - 1]) or text[begun - 1] == 47):
        begun -= 1
    return begun


@njit(cache=True, nogil=True)
def _masked_end(text: npt.NDArray[np.uint8], at: int, end: int) -> tuple[int, int]:
    """Read `#KIND_abc#`, a contact that a publisher replaced: its end and class; (at, 0) where there is none."""
    stop = at + 1
    while stop < end and stop - at < 90 and (_plain(text[stop]) or text[stop] == 95):
        stop += 1
    if stop >= end or text[stop] != 35 or stop - at < 6:
        return at, 0
    first, second = _lower(text[at + 1]), _lower(text[at + 2])
    if first == 117 and second == 114 and _lower(text[at + 3]) == 108 and text[at + 4] == 95:
        return stop + 1, _URL
    if stop - at < 8 or text[at + 6] != 95:
        return at, 0
    if first == 101 and second == 109 and _lower(text[at + 5]) == 108:
        return stop + 1, _EMAIL
    if first == 112 and second == 104 and _lower(text[at + 5]) == 101:
        return stop + 1, _PHONE
    return at, 0


@njit(cache=True, nogil=True)
def _address_span(text: npt.NDArray[np.uint8], at: int, begin: int, end: int) -> tuple[int, int, int]:
    """Where the name before an '@' begins, where the host after it ends, and the dots in the host."""
    left = at
    while left > begin and (_plain(text[left - 1]) or text[left - 1] in (43, 45, 46, 95)):
        left -= 1
    right = at + 1
    dots = 0
    while right < end and (_plain(text[right]) or text[right] in (45, 46, 95)):
        dots += 1 if text[right] == 46 else 0
        right += 1
    while not _plain(text[right - 1]) and text[right - 1] != 95:
        dots -= 1 if text[right - 1] == 46 else 0
        right -= 1
    return left, right, dots


@njit(cache=True, nogil=True, inline="always")
def _decoded(text: npt.NDArray[np.uint8], at: int, end: int) -> tuple[int | np.int64, int]:
    """The code point at a byte place, and the place of the next; bytes cut off read as U+FFFD."""
    first = np.int64(text[at])
    if first < 0x80:
        return first, at + 1
    if first < 0xE0:
        if at + 1 < end:
            return ((first & 31) << 6) | (np.int64(text[at + 1]) & 63), at + 2
    elif first < 0xF0:
        if at + 2 < end:
            return ((first & 15) << 12) | ((np.int64(text[at + 1]) & 63) << 6) | (np.int64(text[at + 2]) & 63), at + 3
    elif at + 3 < end:
        high = ((first & 7) << 18) | ((np.int64(text[at + 1]) & 63) << 12)
        return high | ((np.int64(text[at + 2]) & 63) << 6) | (np.int64(text[at + 3]) & 63), at + 4
    return 0xFFFD, end


@njit(cache=True, nogil=True, inline="always")
def _number_sort(digits: int, first: int, last: int, amount: bool) -> int:
    """Tell a phone number from another number by its digits; dates such as 12.05.2023 are numbers."""
    if amount or digits < _FEWEST or digits > _MOST:
        return _NUMBER
    if digits == 8 and ((first == 2 and last == 4) or (first == 4 and last == 2)):
        return _NUMBER
    return _PHONE


@njit(cache=True, nogil=True)
def read_tokens(
    text: npt.NDArray[np.uint8],
    begin: int,
    end: int,
    kinds: npt.NDArray[np.uint8],
    folds: npt.NDArray[np.uint32],
    several: npt.NDArray[np.uint32],
    hashes: npt.NDArray[np.uint64],
    sorts: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int32],
    count: int,
) -> int:
    """Find the words of text[begin:end] and append them to the four lists, of which `count` are taken.

    A word is a run of letters and digits of any script; a sign of a script without spaces is a word of
    its own. Numbers, phone numbers in any layout, prices, addresses and handles become one token of
    their class: their hash is the class alone, so that a slot's value never parts a template.
    No dictionary, no stems: what is not written alike is not alike.

    Args:
        text: UTF-8 bytes; `begin` and `end` cut it between characters.
        kinds, folds, several: See `Characters`.
        hashes, sorts, starts, ends: Lists to append to, one place a byte is always enough; starts and ends
            are code points from `begin`.
        count: How many tokens the lists hold.

    Returns:
        How many they hold now.
    """
    floor = count  # never join a token of an earlier text
    at = begin
    point = 0  # code points read
    held = np.uint64(0)  # hash of the word being read
    letters = 0
    digits = 0
    opened = -1  # where the word being read began
    closed = 0  # its end, marks that follow not counted
    groups_first = 0  # of a number joined of groups: digits in the first, in the last
    number_digits = 0
    amount = False
    bridge = 0  # signs since the number before that may stand inside a phone number; -1 = it is over
    money_at = -1  # the token that follows a sign of currency
    point_before = False
    while at <= end:
        here = at
        if at < end:
            code, following = _decoded(text, at, end)
            if code < TABLE_SIZE:
                kind = kinds[code]
                fold = folds[code]
            elif code < 0x40000 and code >= SIGNS_ABOVE:
                kind, fold = SIGN, np.uint32(code)
            else:
                kind, fold = GAP, np.uint32(0)
        else:
            code, following, kind, fold = 0, end + 1, GAP, np.uint32(0)
        if kind == MARK:
            at = following
            point += 1
            continue
        if kind in (LETTER, DIGIT):
            if opened < 0:
                if kind == LETTER and (code | 32 == 119 or code | 32 == 104):
                    stop = _url_end(text, here, end)
                    if stop > here:
                        hashes[count], sorts[count] = np.uint64(_URL), _URL
                        starts[count], ends[count] = point, point + stop - here
                        count += 1
                        point += stop - here
                        at = stop
                        bridge = -1
                        continue
                opened, held, letters, digits = point, _SEED, 0, 0
            if kind == LETTER:
                letters += 1
                if fold & np.uint32(SEVERAL):
                    place = np.int64(fold & np.uint32(0x7FFFFFFF))
                    for step in range(np.int64(several[place])):
                        held = (held ^ np.uint64(several[place + 1 + step])) * _PRIME
                else:
                    held = (held ^ np.uint64(fold)) * _PRIME
            else:
                digits += 1
                held = (held ^ np.uint64(fold + np.uint32(48))) * _PRIME
            at = following
            point += 1
            while at < end and 97 <= (text[at] | 32) <= 122:  # the plain rest of the word, quickly
                letters += 1
                held = (held ^ np.uint64(text[at] | 32)) * _PRIME
                at += 1
                point += 1
            closed = point
            continue
        if opened >= 0:  # a word ends here
            if letters:
                hashes[count], sorts[count] = mixed(held) | np.uint64(256), _WORD
                starts[count], ends[count] = opened, closed
                count += 1
                bridge = -1
            else:
                joins = count > floor and 0 <= bridge <= 3 and number_digits + digits <= _MOST
                if joins and sorts[count - 1] == _PRICE:
                    joins = bridge == 1 and point_before  # 5.50 and 1,500 are one price, "5 6" are two
                if joins:
                    count -= 1
                    number_digits += digits
                else:
                    starts[count] = opened
                    number_digits, groups_first, amount = digits, digits, False
                sort = _number_sort(number_digits, groups_first, digits, amount)
                if money_at == count:
                    sort = _PRICE
                hashes[count], sorts[count], ends[count] = np.uint64(sort), sort, closed
                count += 1
                bridge = 0
            opened = -1
        if kind == SIGN:
            hashes[count], sorts[count] = mixed((_SEED ^ np.uint64(fold)) * _PRIME) | np.uint64(256), _SIGN
            starts[count], ends[count] = point, point + 1
            count += 1
            bridge = -1
        elif kind == MONEY:
            money_at = count
            if bridge >= 0 and bridge <= 1 and count > floor and sorts[count - 1] == _NUMBER:
                hashes[count - 1], sorts[count - 1] = np.uint64(_PRICE), _PRICE
                money_at = -1
            bridge = -1
        elif code == 35 and at < end:  # '#'
            stop, sort = _masked_end(text, here, end)
            if stop > here:
                hashes[count], sorts[count] = np.uint64(sort), sort
                starts[count], ends[count] = point, point + stop - here
                count += 1
                point += stop - here
                at = stop
                bridge = -1
                continue
            bridge = -1
        elif code == 64 and here + 1 < end and _plain(text[here + 1]):  # '@'
            left, right, dots = _address_span(text, here, begin, end)
            if left == here or dots > 0:
                sort = _HANDLE if left == here else _EMAIL
                first = point - (here - left)
                while count > floor and starts[count - 1] >= first:
                    count -= 1
                hashes[count], sorts[count] = np.uint64(sort), sort
                starts[count], ends[count] = first, point + right - here
                count += 1
                point += right - here
                at = right
                bridge = -1
                continue
            bridge = -1
        elif bridge >= 0:
            point_before = code == 44 or code == 46
            if code == 44 and following < end and 48 <= text[following] <= 57:
                amount = True
                bridge += 1
            elif code in (32, 40, 41, 43, 45, 46, 0xA0, 0x2009, 0x202F) or 0x2010 <= code <= 0x2015:
                bridge += 1
            else:
                bridge = -1
        at = following
        point += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def short_hash(value: int | np.uint64, sort: int) -> np.uint64:
    """Fold a token's hash into 16 bits: classes below FIRST_WORD, then words, then signs."""
    if sort == _WORD:
        return FIRST_WORD + (np.uint64(value) >> np.uint64(20)) % np.uint64(FIRST_SIGN - FIRST_WORD)
    if sort == _SIGN:
        return FIRST_SIGN + (np.uint64(value) >> np.uint64(20)) % np.uint64(0x10000 - FIRST_SIGN)
    return np.uint64(sort)
