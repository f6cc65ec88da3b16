"""The engine on one machine: Arrow batches for kernels, DuckDB in memory for SQL, Parquet for what stays."""

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from palermo.engine.engine import Kernel
from palermo.engine.relation import BATCH_ROWS, Relation, in_memory
from palermo.errors import RoomError, TableError

SMALL_ROWS = 200_000  # a result of at most so many rows stays in memory
GROUP_ROWS = 131_072  # rows in a Parquet row group


class DuckEngine:
    """The four verbs on a laptop.

    Nothing is downloaded: DuckDB may not install or load an extension. What does not fit in
    memory goes to `scratch`, which is removed at the end.

    Args:
        scratch: Folder for passing files; None = a new one under the system's.
        threads: Kernels and SQL use at most so many.
        memory: DuckDB's bound, in its own words ("2GB").
    """

    def __init__(self, scratch: Path | None = None, *, threads: int = 2, memory: str = "2GB") -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="palermo-", dir=scratch))
        self._threads = threads
        self._passing = 0
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "threads": str(threads),
                "memory_limit": memory,
                "temp_directory": str(self._scratch / "spill"),
                "preserve_insertion_order": "true",
                "python_enable_replacements": "false",
            },
        )
        self._connection.execute("set TimeZone = 'UTC'")

    def __enter__(self) -> "DuckEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End DuckDB and remove the scratch folder."""
        self._connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def read(self, path: Path, schema: pa.Schema) -> Relation:
        """The rows of a Parquet file, or of a folder of parts in the order of their names."""
        if path.is_dir():
            return Relation(schema, tuple(sorted(path.glob("*.parquet"))))
        if path.exists():
            return Relation(schema, (path,))
        return Relation(schema)

    def map_batches(
        self,
        relation: Relation,
        kernel: Kernel,
        schema: pa.Schema,
        *,
        columns: Sequence[str] | None = None,
        apart: bool = False,
    ) -> Relation:
        """Run the kernel over the batches, `threads` at a time, keeping their order."""
        many = apart and self._threads > 1 and relation.count() > SMALL_ROWS
        pool = self._processes() if many else ThreadPoolExecutor(self._threads)
        with pool:
            return self._keep(self._mapped(pool, relation, kernel, columns), schema)

    def sql(self, text: str, schema: pa.Schema, /, **relations: Relation) -> Relation:
        """Run one query over the relations named.

        Raises:
            TableError: The result has other columns or types than `schema`.
        """
        for name, relation in relations.items():
            self._connection.register(name, relation.dataset())
        try:
            with self._connection.sql(text).to_arrow_reader(BATCH_ROWS) as result:
                return self._keep((_cast(batch, schema) for batch in result), schema)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise RoomError("a join needs more memory or disk than there is; free some and run again") from error
        finally:
            for name in relations:
                self._connection.unregister(name)

    def write(self, relation: Relation, path: Path) -> list[Path]:
        """Write the rows as one Parquet file; a relation that holds kept files becomes a folder of parts.

        A kept file is one that stands outside of scratch: its part is a hard link (a copy where the
        disk cannot link), so that growing a table costs what was added. The rest is one part more.
        """
        if not any(self._is_kept(part) for part in relation.parts):
            _write_parquet(relation.batches(), relation.schema, path)
            return [path]
        if len(relation.parts) == 1 and isinstance(relation.parts[0], Path):
            _link(relation.parts[0], path)
            return [path]
        path.mkdir(parents=True)
        written: list[Path] = []
        waiting: list[Path | pa.Table] = []

        def write_waiting() -> None:
            if waiting:
                written.append(path / f"{len(written):05d}.parquet")
                _write_parquet(Relation(relation.schema, tuple(waiting)).batches(), relation.schema, written[-1])
                waiting.clear()

        for part in relation.parts:
            if isinstance(part, Path) and self._is_kept(part):
                write_waiting()
                written.append(path / f"{len(written):05d}.parquet")
                _link(part, written[-1])
            elif not isinstance(part, pa.Table) or part.num_rows:
                waiting.append(part)
        write_waiting()
        _sync(path)
        return written

    def _is_kept(self, part: Path | pa.Table) -> bool:
        """Whether a part is a file that stays when this engine ends."""
        return isinstance(part, Path) and not part.is_relative_to(self._scratch)

    def _processes(self) -> Executor:
        """Processes of their own; they begin anew, so that no lock of this one is held in them."""
        return ProcessPoolExecutor(self._threads, mp_context=get_context("spawn"))

    def _mapped(
        self, pool: Executor, relation: Relation, kernel: Kernel, columns: Sequence[str] | None
    ) -> Iterator[pa.RecordBatch]:
        """Run at most `threads` kernels at once and hand the results on in order."""
        waiting: deque[Future[pa.RecordBatch]] = deque()
        try:
            for batch in relation.batches(columns):
                waiting.append(pool.submit(kernel, batch))
                if len(waiting) > self._threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise RoomError("a process was ended by the system, likely for want of memory; close others") from error

    def _keep(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Relation:
        """Keep few rows in memory and many in a passing file."""
        held: list[pa.RecordBatch] = []
        rows = 0
        for batch in batches:
            if batch.num_rows == 0:
                continue
            held.append(batch)
            rows += batch.num_rows
            if rows > SMALL_ROWS:
                break
        else:
            return in_memory(pa.Table.from_batches(held, schema=schema))
        self._passing += 1
        path = self._scratch / f"{self._passing:06d}.parquet"

        def everything() -> Iterator[pa.RecordBatch]:
            while held:
                yield held.pop(0)
            yield from batches

        _write_parquet(everything(), schema, path, durable=False)
        return Relation(schema, (path,))


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Give a query's result the types promised; refuse other columns."""
    if batch.schema.names != schema.names:
        raise TableError(f"a query gave the columns {batch.schema.names}, should be {schema.names}")
    arrays = [batch.column(at).cast(field.type) for at, field in enumerate(schema)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _write_parquet(batches: Iterator[pa.RecordBatch], schema: pa.Schema, path: Path, *, durable: bool = True) -> None:
    """Write one file whose bytes depend on the rows alone, and bring it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held: list[pa.RecordBatch] = []
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, store_schema=True) as writer:
        for batch in batches:
            held.append(batch)
            rows += batch.num_rows
            if rows >= GROUP_ROWS:
                whole = pa.Table.from_batches(held, schema=schema)
                full = rows - rows % GROUP_ROWS
                writer.write_table(whole.slice(0, full), row_group_size=GROUP_ROWS)
                held = whole.slice(full).to_batches()
                rows -= full
        if rows:
            writer.write_table(pa.Table.from_batches(held, schema=schema), row_group_size=GROUP_ROWS)
    if durable:
        _sync(path)


def _link(old: Path, new: Path) -> None:
    """Give a kept file a second name; copy it where the disk cannot link."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
        _sync(new)


def _sync(path: Path) -> None:
    """Bring a file or folder to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
