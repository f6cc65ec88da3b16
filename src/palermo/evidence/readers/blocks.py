"""Many records of a well-formed table at once: the part of CSV that needs no care, left to pyarrow.

`split_block` gives nothing where anything at all is unusual; the caller then reads those lines one by one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from palermo.evidence.lines import MAX_RECORD

_QUOTE, _LINE, _RETURN = 34, 10, 13

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Records that stand one after the other.

    Args:
        columns: One array a header.
        starts, ends: Where each record begins and ends, counted from the block's first byte.
        length: Bytes used up; what follows is the beginning of a record that is not whole yet.
    """

    columns: list[pa.Array]
    starts: Places
    ends: Places
    length: int


def split_block(
    block: bytes, headers: tuple[str, ...], delimiter: str, *, quoted: bool, most_lines: int, last: bool
) -> Block | None:
    """Split the whole records at the beginning of a block.

    Args:
        block: UTF-8 without NULs, beginning with a record.
        quoted: Whether quotes mean anything.
        most_lines: Lines that one record may span.
        last: Whether the file ends with the block, so that a last line without a line end is whole.

    Returns:
        None where a quote stands where none should, a record is too long, or has too few or too many cells.
    """
    signs = np.frombuffer(block, dtype=np.uint8)
    lines = np.flatnonzero(signs == _LINE) + 1
    quotes = np.flatnonzero(signs == _QUOTE) if quoted else np.empty(0, np.int64)
    ends = lines[np.searchsorted(quotes, lines) % 2 == 0] if len(quotes) else lines
    if last and len(block) and (not len(ends) or ends[-1] < len(block)):
        if len(quotes) % 2:
            return None
        ends = np.append(ends, len(block))
    if not len(ends):
        return None
    length = int(ends[-1])
    starts = np.concatenate([[0], ends[:-1]])
    quotes = quotes[quotes < length]
    if not _lone_returns_absent(signs[:length]) or not _quotes_fit(signs[:length], quotes, ord(delimiter)):
        return None
    spans = np.diff(np.searchsorted(lines, ends, side="right"), prepend=0)
    if (ends - starts).max() > MAX_RECORD or spans.max() > most_lines:
        return None
    full = _not_blank(signs, starts, ends)
    starts, ends = starts[full], ends[full]
    if not len(starts):
        return Block([pa.array([], pa.string()) for _ in headers], starts, ends, length)
    columns = _parse(block[:length], headers, delimiter, quoted=quoted)
    if columns is None or len(columns[0]) != len(starts):
        return None
    return _without_empty(columns, starts, ends, length)


def _parse(block: bytes, headers: tuple[str, ...], delimiter: str, *, quoted: bool) -> list[pa.Array] | None:
    """The cells by column; None where pyarrow finds anything wrong."""
    try:
        table = pacsv.read_csv(
            pa.BufferReader(block),
            read_options=pacsv.ReadOptions(
                use_threads=False, block_size=len(block) + 1, column_names=[str(at) for at in range(len(headers))]
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, quote_char='"' if quoted else False, newlines_in_values=quoted
            ),
            convert_options=pacsv.ConvertOptions(
                check_utf8=False,
                strings_can_be_null=False,
                column_types={str(at): pa.string() for at in range(len(headers))},
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [column.combine_chunks() for column in table.columns]


def _lone_returns_absent(signs: npt.NDArray[np.uint8]) -> bool:
    r"""Whether every \r stands before a \n."""
    returns = np.flatnonzero(signs == _RETURN)
    if not len(returns):
        return True
    return bool(returns[-1] + 1 < len(signs) and (signs[returns + 1] == _LINE).all())


def _quotes_fit(signs: npt.NDArray[np.uint8], quotes: Places, delimiter: int) -> bool:
    """Whether every quote opens a cell at its beginning, closes it at its end, or is doubled within it."""
    if not len(quotes):
        return True
    if len(quotes) % 2:
        return False
    opens, closes = quotes[0::2], quotes[1::2]
    doubled = opens[1:] == closes[:-1] + 1
    before = signs[np.maximum(opens - 1, 0)]
    begins = (opens == 0) | (before == delimiter) | (before == _LINE)
    begins[1:] |= doubled
    after = signs[np.minimum(closes + 1, len(signs) - 1)]
    finishes = (closes == len(signs) - 1) | (after == delimiter) | (after == _LINE) | (after == _RETURN)
    finishes[:-1] |= doubled
    return bool(begins.all() and finishes.all())


def _not_blank(signs: npt.NDArray[np.uint8], starts: Places, ends: Places) -> npt.NDArray[np.bool_]:
    """Which records are more than a line end."""
    sizes = ends - starts
    blank = (sizes == 1) & (signs[starts] == _LINE)
    blank |= (sizes == 2) & (signs[starts] == _RETURN)
    full: npt.NDArray[np.bool_] = ~blank
    return full


def _without_empty(columns: list[pa.Array], starts: Places, ends: Places, length: int) -> Block:
    """Leave out records whose cells are all empty."""
    short = np.flatnonzero(ends - starts <= 3 * len(columns) + 2)
    empty = [at for at in short.tolist() if not any(column[at].as_py() for column in columns)]
    if empty:
        keep = np.ones(len(starts), dtype=bool)
        keep[empty] = False
        columns = [column.filter(pa.array(keep)) for column in columns]
        starts, ends = starts[keep], ends[keep]
    return Block(columns, starts, ends, length)
