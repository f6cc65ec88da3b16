"""A relation: rows under a name, on disk or in memory, read as often as one likes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

BATCH_ROWS = 32_768  # rows in a batch: about 20 MB of adverts, so that two in flight stay small


@dataclass(frozen=True)
class Relation:
    """Rows that keep one schema.

    `parts` hold the rows in order: Parquet files, or tables in memory. A relation of no parts is empty.
    """

    schema: pa.Schema
    parts: tuple[Path | pa.Table, ...] = ()

    def batches(self, columns: Sequence[str] | None = None, rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Stream the rows in order, at most `rows` a batch; a column that a part lacks reads as null."""
        wanted = list(columns) if columns is not None else self.schema.names
        schema = pa.schema([self.schema.field(name) for name in wanted])
        for part in self.parts:
            if not isinstance(part, Path):
                yield from (_widen(batch, schema) for batch in part.to_batches(max_chunksize=rows))
                continue
            with pq.ParquetFile(part) as parquet:
                present = [name for name in wanted if name in parquet.schema_arrow.names]
                for batch in parquet.iter_batches(batch_size=rows, columns=present, use_threads=False):
                    yield _widen(batch, schema)

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows in memory: only where something bounds them."""
        wanted = list(columns) if columns is not None else self.schema.names
        schema = pa.schema([self.schema.field(name) for name in wanted])
        return pa.Table.from_batches(list(self.batches(wanted)), schema=schema)

    def count(self) -> int:
        """How many rows there are, without reading them."""
        total = 0
        for part in self.parts:
            if isinstance(part, Path):
                with pq.ParquetFile(part) as parquet:
                    total += parquet.metadata.num_rows
            else:
                total += part.num_rows
        return total

    def dataset(self) -> ds.Dataset | pa.Table:
        """What SQL reads: an Arrow dataset over files, or a table in memory."""
        files = [str(part) for part in self.parts if isinstance(part, Path)]
        if files and len(files) == len(self.parts):
            return ds.dataset(files, schema=self.schema, format="parquet")
        if files:
            tables = [part for part in self.parts if not isinstance(part, Path)]
            return ds.dataset([ds.dataset(files, schema=self.schema, format="parquet"), ds.dataset(tables)])
        return self.table()


def _widen(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The columns of `schema` in its order; null where the batch lacks one."""
    held = set(batch.schema.names)
    arrays = [batch.column(f.name) if f.name in held else pa.nulls(batch.num_rows, f.type) for f in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def in_memory(table: pa.Table) -> Relation:
    """A relation over a table in memory."""
    return Relation(table.schema, (table,))


def union(relations: Sequence[Relation]) -> Relation:
    """The rows of all, one after the other; files stay files, so that nothing is copied."""
    if not relations:
        raise ValueError("a union needs at least one relation")
    return Relation(relations[0].schema, tuple(part for relation in relations for part in relation.parts))
