"""Working copies of tables: for the same desk, marked in the file, never with columns marked victim or biometric."""

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from palermo.errors import UsageError
from palermo.tables import Marking, Table

MARK = "working_copy"
MARK_TEXT = "for the same desk; handing it to anybody outside is a release"
# a spreadsheet runs a cell that begins with one of these (OWASP, CSV Injection)
_FORMULA = r"^[=+\-@\t\r\n|%＝＋－＠]"


def write_copy(table: Table, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write a table as .parquet, .csv or .jsonl with the mark on it.

    In CSV a text cell that a spreadsheet would run as a formula begins with an apostrophe; lists
    and parts become JSON. Parquet and JSON Lines carry the text as it is.

    Args:
        table: Its promise; columns marked victim or biometric are left out.
        batches: Its rows.
        path: Where to; the ending says how.

    Returns:
        How many rows were written.

    Raises:
        UsageError: Another ending.
    """
    kept = [c.name for c in table.columns if c.marking not in (Marking.VICTIM, Marking.BIOMETRIC)]
    schema = pa.schema([table.schema.field(name) for name in kept])
    writers = {".parquet": _write_parquet, ".csv": _write_csv, ".jsonl": _write_lines}
    if path.suffix not in writers:
        raise UsageError(f"'{path.name}' should end in .parquet, .csv or .jsonl")
    partial = path.with_name(f".partial-{path.name}")
    try:
        rows = writers[path.suffix]((batch.select(kept) for batch in batches), schema, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def _write_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> int:
    """Parquet: the mark is in the file's own notes."""
    rows = 0
    with pq.ParquetWriter(path, schema.with_metadata({MARK: MARK_TEXT}), compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))
            rows += batch.num_rows
    return rows


def _write_csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> int:
    """CSV in UTF-8 with a byte-order mark, so that spreadsheets read every script; the mark is the last column."""
    flat = pa.schema([(f.name, pa.string() if pa.types.is_nested(f.type) else f.type) for f in schema])
    marked = flat.append(pa.field(MARK, pa.string()))
    rows = 0
    with path.open("wb") as stream:
        stream.write(b"\xef\xbb\xbf")
        options = pcsv.WriteOptions(include_header=True, quoting_style="all_valid")
        with pcsv.CSVWriter(stream, marked, write_options=options) as writer:
            for batch in batches:
                columns = [_safe_cells(batch.column(f.name)) for f in schema]
                columns.append(pa.array([MARK_TEXT] * batch.num_rows, pa.string()))
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=marked))
                rows += batch.num_rows
    return rows


def _safe_cells(column: pa.Array) -> pa.Array:
    """Text that no spreadsheet runs."""
    if pa.types.is_nested(column.type):
        column = pa.array([json.dumps(v, ensure_ascii=False, default=str) for v in column.to_pylist()], pa.string())
    if not pa.types.is_string(column.type):
        return column
    runs = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)


def _write_lines(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> int:
    """JSON Lines: every row carries the mark."""
    rows = 0
    with path.open("w", encoding="utf-8") as stream:
        for batch in batches:
            for row in batch.to_pylist():
                stream.write(json.dumps({**row, MARK: MARK_TEXT}, ensure_ascii=False, default=_plain) + "\n")
            rows += batch.num_rows
    return rows


def _plain(value: object) -> str:
    """Times as ISO 8601."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
