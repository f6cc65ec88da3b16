"""Parquet: columns of any simple type, as text."""

import json
from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.readers.rows import BATCH_ROWS, MAX_COLUMNS, Cell, Reading, Reject, Rows, tell_headers_apart

_DAMAGED = "the Parquet file is damaged: from here no rows can be read"


def read_parquet(material: Material) -> Reading:
    """Read a Parquet file batch by batch; its rows have a number but no bytes of their own.

    Raises:
        ReaderError: The file is damaged or has too many columns.
    """
    try:
        schema = pq.ParquetFile(material.at_will("a Parquet file")).schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise ReaderError("the Parquet file is damaged or cut off: its table of contents cannot be read") from error
    if len(schema.names) > MAX_COLUMNS:
        raise ReaderError(f"the file has {len(schema.names)} columns, at most {MAX_COLUMNS} are read")
    headers = tell_headers_apart(schema.names)
    return Reading("parquet", headers, lambda: _rows(material, headers))


def _rows(material: Material, headers: tuple[str, ...]) -> Iterator[Rows]:
    """Read batch by batch."""
    number = 0
    try:
        parquet = pq.ParquetFile(material.at_will("a Parquet file"))
        for batch in parquet.iter_batches(batch_size=BATCH_ROWS // 4, use_threads=False):
            cells = {name: as_cells(column) for name, column in zip(headers, batch.columns, strict=True)}
            numbers = range(number + 1, number + batch.num_rows + 1)
            number += batch.num_rows
            yield Rows(cells, numbers, elements=[f"/{place - 1}" for place in numbers])
    except (pa.ArrowException, OSError):
        yield Rows(dict.fromkeys(headers, ()), (), rejects=[Reject(number + 1, _DAMAGED, element=f"/{number}")])


def as_cells(column: pa.Array) -> list[Cell]:
    """A column as text, null as None."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_cells(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        found: list[Cell] = column.to_pylist()
        return found
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_decimal(kind):
        written: list[Cell] = pc.cast(column, pa.string()).to_pylist()
        return written
    return [_as_cell(value) for value in _plain_values(column)]


def _plain_values(column: pa.Array) -> list[object]:
    """Values as Python has them; none where a column cannot be told in Python."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    try:
        found: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        return [None] * len(column)
    return found


def _as_cell(value: object) -> Cell:
    """One value as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, dict)):
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ", ".join(value)
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
