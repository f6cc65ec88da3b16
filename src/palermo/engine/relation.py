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

    Either `files` (Parquet, read in the order given) or `memory` holds the rows; a relation of
    no files and no memory is empty.
    """

    schema: pa.Schema
    files: tuple[Path, ...] = ()
    memory: pa.Table | None = None

    def batches(self, columns: Sequence[str] | None = None, rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Stream the rows in order, at most `rows` a batch; a column that a file lacks reads as null."""
        wanted = list(columns) if columns is not None else self.schema.names
        if self.memory is not None:
            yield from self.memory.select(wanted).to_batches(max_chunksize=rows)
            return
        schema = pa.schema([self.schema.field(name) for name in wanted])
        for file in self.files:
            with pq.ParquetFile(file) as parquet:
                held = set(parquet.schema_arrow.names)
                present = [name for name in wanted if name in held]
                for batch in parquet.iter_batches(batch_size=rows, columns=present, use_threads=False):
                    if len(present) == len(wanted):
                        yield pa.RecordBatch.from_arrays([batch.column(n) for n in wanted], schema=schema)
                    else:
                        arrays = [
                            batch.column(n) if n in held else pa.nulls(batch.num_rows, schema.field(n).type)
                            for n in wanted
                        ]
                        yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows in memory: only where something bounds them."""
        wanted = list(columns) if columns is not None else self.schema.names
        schema = pa.schema([self.schema.field(name) for name in wanted])
        return pa.Table.from_batches(list(self.batches(wanted)), schema=schema)

    def count(self) -> int:
        """How many rows there are, without reading them."""
        if self.memory is not None:
            return int(self.memory.num_rows)
        total = 0
        for file in self.files:
            with pq.ParquetFile(file) as parquet:
                total += parquet.metadata.num_rows
        return total

    def dataset(self) -> ds.Dataset | pa.Table:
        """What SQL reads: an Arrow dataset over the files, or the table in memory."""
        if self.memory is not None:
            return self.memory
        if not self.files:
            return self.schema.empty_table()
        return ds.dataset([str(file) for file in self.files], schema=self.schema, format="parquet")


def in_memory(table: pa.Table) -> Relation:
    """A relation over a table in memory."""
    return Relation(schema=table.schema, memory=table)


def union(relations: Sequence[Relation]) -> Relation:
    """The rows of all, one after the other; files stay files, so that nothing is copied."""
    if not relations:
        raise ValueError("a union needs at least one relation")
    schema = relations[0].schema
    if all(relation.memory is None for relation in relations):
        return Relation(schema=schema, files=tuple(file for relation in relations for file in relation.files))
    return in_memory(pa.concat_tables([relation.table() for relation in relations]))
