"""A table written in parts as its rows come: for readers, who cannot hold a file in memory."""

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

GROUP_ROWS = 131_072  # rows in a Parquet row group
GROUP_BYTES = 1 << 26  # 64 MiB: so that groups of long rows stay small


class PartWriter:
    """Writes one Parquet file; the same batches give the same bytes.

    Args:
        path: Where; nothing may stand there.
        schema: Of the rows.
        unlike: Columns whose values hardly repeat: no dictionary is tried on them, which saves a third of the time.
    """

    def __init__(self, path: Path, schema: pa.Schema, *, unlike: Sequence[str] = ()) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.rows = 0
        self._schema = schema
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0
        self._held_bytes = 0
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            store_schema=True,
            use_dictionary=[name for name in schema.names if name not in unlike],
            write_statistics=[name for name in schema.names if name not in unlike],
        )

    def add(self, batch: pa.RecordBatch) -> None:
        """Write the rows of a batch."""
        if batch.num_rows == 0:
            return
        self._held.append(batch)
        self._held_rows += batch.num_rows
        self._held_bytes += batch.nbytes
        self.rows += batch.num_rows
        if self._held_rows >= GROUP_ROWS or self._held_bytes >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is left and bring the file to the disk."""
        self._flush()
        self._writer.close()
        number = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)

    def drop(self) -> None:
        """Forget everything; the file goes."""
        self._held = []
        self._writer.close()
        self.path.unlink(missing_ok=True)

    def _flush(self) -> None:
        """Write what is held as one row group."""
        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held, schema=self._schema), row_group_size=GROUP_ROWS)
        self._held = []
        self._held_rows = self._held_bytes = 0
