"""The four verbs behind which a laptop or a cluster may stand: read, map_batches, sql, write."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from palermo.engine.relation import Relation

Kernel = Callable[[pa.RecordBatch], pa.RecordBatch]


class Engine(Protocol):
    """Where SQL and kernels run.

    A kernel is a function at module level (or a functools.partial of one) from one RecordBatch to
    another, without memory of the batches before: so it may run in any order and any place.
    SQL is plain: joins, groups, counts and windows; no dialect's functions, no sum of floats.
    """

    def read(self, path: Path, schema: pa.Schema) -> Relation:
        """The rows of a Parquet file, or of a folder of parts; a path that is not there is empty."""
        ...

    def map_batches(
        self,
        relation: Relation,
        kernel: Kernel,
        schema: pa.Schema,
        *,
        columns: Sequence[str] | None = None,
        apart: bool = False,
    ) -> Relation:
        """Run the kernel over every batch of the columns named; the rows keep the order of the batches.

        `apart`: the kernel spends its time in Python and what it carries is small, so that it may run in
        processes of their own.
        """
        ...

    def sql(self, text: str, schema: pa.Schema, /, **relations: Relation) -> Relation:
        """Run one query over the relations named; the result keeps `schema`, or the call fails."""
        ...

    def write(self, relation: Relation, path: Path) -> list[Path]:
        """Write the rows durably under `path`; returns the files. Parts that are there already are linked."""
        ...
