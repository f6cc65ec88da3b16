"""What became of the entries of a log whose root does not hold: edited, deleted, put in, moved or cut off."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

_MOST_NAMED = 10  # ranges that one message names


def differences(signed: Sequence[bytes], found: Sequence[bytes]) -> list[str]:
    """Say how the lines found differ from the entries that were signed, both given as leaf hashes.

    Args:
        signed: Entry by entry, authentic.
        found: Line by line, as the file has them now.

    Returns:
        Plain words, each with the numbers of entries (from 0); empty where nothing differs.
    """
    start = _alike(signed, found)
    most = min(len(signed), len(found)) - start
    end = _alike(signed[::-1][:most], found[::-1][:most]) if most else 0
    before, after = signed[start : len(signed) - end], found[start : len(found) - end]
    if not before and not after:
        return []
    if not after and not end:
        return [f"cut off: {_ranges(range(start, len(signed)))} of {len(signed)} are gone from the end"]
    held, known = set(after), {leaf: start + at for at, leaf in enumerate(before)}
    missing = [start + at for at, leaf in enumerate(before) if leaf not in held]
    extra = [start + at for at, leaf in enumerate(after) if leaf not in known]
    words = []
    edited = min(len(missing), len(extra)) if len(before) == len(after) else 0
    if edited:
        words.append(f"edited: {_ranges(missing[:edited])}")
    if missing[edited:]:
        words.append(f"deleted: {_ranges(missing[edited:])}")
    if extra[edited:]:
        words.append(f"put in: {_ranges(extra[edited:], 'line')} of the file")
    order = [known[leaf] for leaf in after if leaf in known]
    moved = sorted({number for one, two in pairwise(order) if two < one for number in (one, two)})
    if moved:
        words.append(f"put in another order: {_ranges(moved)} among others")
    return words or [f"entries were doubled after entry {start}"]


def _alike(one: Sequence[bytes], two: Sequence[bytes]) -> int:
    """How many elements from the beginning are the same."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


def _ranges(numbers: Iterable[int], noun: str = "entry") -> str:
    """Numbers in order as words: entry 3, entries 7 to 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    plural = "entries" if noun == "entry" else f"{noun}s"
    words = [f"{noun} {a}" if a == b else f"{plural} {a} to {b}" for a, b in spans[:_MOST_NAMED]]
    if len(spans) > _MOST_NAMED:
        words.append(f"and {len(spans) - _MOST_NAMED} more places")
    return ", ".join(words)
