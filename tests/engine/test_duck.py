"""The engine on one machine."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from made_up_kernels import multiply
from palermo.engine import in_memory, union
from palermo.engine.duck import SMALL_ROWS, DuckEngine
from palermo.errors import RoomError, TableError

SCHEMA = pa.schema([("a", pa.int64())])


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    with DuckEngine(tmp_path) as engine:
        yield engine


def double(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pc.multiply(batch.column("a"), 2)], schema=SCHEMA)


def numbers(rows: int) -> pa.Table:
    return pa.table({"a": pa.array(range(rows), pa.int64())}, schema=SCHEMA)


def test_sql_reads_relations_in_memory_and_on_disk_alike(engine: DuckEngine, tmp_path: Path) -> None:
    memory = in_memory(numbers(10))
    engine.write(memory, tmp_path / "n.parquet")
    disk = engine.read(tmp_path / "n.parquet", SCHEMA)
    text = "select a from n where a > 6 order by a"
    assert engine.sql(text, SCHEMA, n=memory).table() == engine.sql(text, SCHEMA, n=disk).table()


def test_a_query_with_other_columns_than_promised_is_refused(engine: DuckEngine) -> None:
    with pytest.raises(TableError, match=r"gave the columns \['b'\], should be \['a'\]"):
        engine.sql("select a as b from n", SCHEMA, n=in_memory(numbers(1)))


def test_a_kernel_keeps_the_order_of_rows_in_memory_and_past_it(engine: DuckEngine) -> None:
    many = SMALL_ROWS + 100_000
    result = engine.map_batches(in_memory(numbers(many)), double, SCHEMA)
    assert isinstance(result.parts[0], Path)
    assert result.table()["a"].to_pylist() == [2 * a for a in range(many)]


def test_the_same_rows_give_the_same_bytes(engine: DuckEngine, tmp_path: Path) -> None:
    whole = numbers(300_000)
    engine.write(in_memory(whole), tmp_path / "one.parquet")
    engine.write(in_memory(pa.concat_tables([whole.slice(0, 7), whole.slice(7)])), tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_a_grown_table_links_its_old_parts_and_reads_as_one(engine: DuckEngine, tmp_path: Path) -> None:
    engine.write(in_memory(numbers(3)), tmp_path / "old.parquet")
    old = engine.read(tmp_path / "old.parquet", SCHEMA)
    added = engine.map_batches(in_memory(numbers(SMALL_ROWS + 1)), double, SCHEMA)
    engine.write(union([old, added]), tmp_path / "new.parquet")
    grown = engine.read(tmp_path / "new.parquet", SCHEMA)
    assert grown.count() == SMALL_ROWS + 4
    assert (tmp_path / "old.parquet").stat().st_nlink == 2


def test_a_grown_table_with_few_new_rows_is_the_old_part_and_a_new_one(engine: DuckEngine, tmp_path: Path) -> None:
    engine.write(in_memory(numbers(3)), tmp_path / "old.parquet")
    old = engine.read(tmp_path / "old.parquet", SCHEMA)
    engine.write(union([old, in_memory(numbers(2))]), tmp_path / "new.parquet")
    grown = engine.read(tmp_path / "new.parquet", SCHEMA)
    assert grown.table()["a"].to_pylist() == [0, 1, 2, 0, 1]
    assert (tmp_path / "old.parquet").stat().st_nlink == 2


def test_a_column_that_an_older_file_lacks_reads_as_null(engine: DuckEngine, tmp_path: Path) -> None:
    engine.write(in_memory(numbers(2)), tmp_path / "old.parquet")
    wider = pa.schema([("a", pa.int64()), ("b", pa.string())])
    relation = engine.read(tmp_path / "old.parquet", wider)
    assert relation.table()["b"].to_pylist() == [None, None]
    assert engine.sql("select a, b from n order by a", wider, n=relation).table()["b"].null_count == 2


def test_a_path_that_is_not_there_is_empty(engine: DuckEngine, tmp_path: Path) -> None:
    assert engine.read(tmp_path / "none.parquet", SCHEMA).count() == 0


def test_no_extension_of_the_database_is_installed_or_loaded_by_itself(engine: DuckEngine) -> None:
    """O12: nothing is downloaded, whatever is asked."""
    one = pa.schema([("value", pa.string())])
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        got = engine.sql(f"select current_setting('{setting}') as value", one)
        assert got.table()["value"].to_pylist() == ["false"]


def test_scratch_is_removed_at_the_end(tmp_path: Path) -> None:
    with DuckEngine(tmp_path) as engine:
        engine.map_batches(in_memory(numbers(SMALL_ROWS + 1)), double, SCHEMA)
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_a_table_that_did_not_change_stays_one_file_and_is_linked(engine: DuckEngine, tmp_path: Path) -> None:
    engine.write(in_memory(numbers(3)), tmp_path / "old.parquet")
    engine.write(engine.read(tmp_path / "old.parquet", SCHEMA), tmp_path / "new.parquet")
    assert (tmp_path / "new.parquet").is_file()
    assert (tmp_path / "old.parquet").stat().st_nlink == 2


def test_a_join_that_finds_no_room_is_said_to_have_none(tmp_path: Path) -> None:
    pair = pa.schema([("a", pa.int64()), ("b", pa.int64())])
    with DuckEngine(tmp_path, memory="20MB") as small:
        small.sql("select 1 as a", SCHEMA)
        limit = "set max_temp_directory_size = '1MB'"
        small._connection.execute(limit)
        many = in_memory(numbers(400_000))
        with pytest.raises(RoomError, match="needs more memory or disk"):
            small.sql("select x.a as a, y.a as b from x join y on x.a = y.a + 1 order by b desc", pair, x=many, y=many)


def test_many_rows_mapped_apart_are_the_same_in_the_same_order(engine: DuckEngine) -> None:
    many = in_memory(numbers(SMALL_ROWS + 50_000))
    apart = engine.map_batches(many, partial(multiply, by=3), SCHEMA, apart=True)
    assert apart.table()["a"].to_pylist() == [3 * a for a in range(SMALL_ROWS + 50_000)]
