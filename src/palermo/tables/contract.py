"""What a table promises: named columns with a type, a meaning, a unit and a marking, and the check that holds it to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from palermo.errors import TableError


class Marking(StrEnum):
    """How far a column may travel, from least to most guarded."""

    OPEN = "open"
    PERSONAL = "personal"
    VICTIM = "victim"
    BIOMETRIC = "biometric"


@dataclass(frozen=True, slots=True)
class Column:
    """One column's promise.

    Args:
        name: As scripts read it.
        type: The Arrow type.
        meaning: One plain sentence; it becomes the documentation.
        unit: The unit of a number ("code points", "micro-units", "[0, 1]"), empty for text.
        nullable: Whether null ("not stated") is allowed.
        marking: How far it may travel.
    """

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    nullable: bool = False
    marking: Marking = Marking.OPEN


@dataclass(frozen=True, slots=True)
class Table:
    """A table's promise: what its rows are, which columns they have and what makes a row unique.

    Args:
        name: A plural noun in lower case; the file's stem. Texts write it in capitals.
        meaning: What one row is.
        key: The columns that make a row unique and order the table.
        columns: In order.
        state: True for what an analysis stores for its next increment and nobody else reads.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    state: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, nullability included."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def empty(self) -> pa.Table:
        """A table of no rows that keeps the promise."""
        return self.schema.empty_table()

    def faults(self, batch: pa.RecordBatch | pa.Table) -> list[str]:
        """Say everything in which `batch` breaks the promise; an empty list where it keeps it."""
        found = []
        for column in self.columns:
            at = batch.schema.get_field_index(column.name)
            if at < 0:
                if not column.nullable:
                    found.append(f"column '{column.name}' is missing ({column.meaning})")
                continue
            values = batch.column(at)
            if values.type != column.type:
                found.append(f"column '{column.name}' is {values.type}, should be {column.type}")
            elif not column.nullable and values.null_count:
                found.append(f"column '{column.name}' is null in {values.null_count} of {batch.num_rows} rows")
            elif column.unit == "[0, 1]" and batch.num_rows:
                low_high = pc.min_max(values).as_py()
                if low_high["min"] is not None and (low_high["min"] < 0 or low_high["max"] > 1):
                    found.append(f"column '{column.name}' leaves [0, 1]: {low_high['min']} to {low_high['max']}")
        extra = [name for name in batch.schema.names if name not in {c.name for c in self.columns}]
        found.extend(f"column '{name}' is not declared" for name in extra)
        return found

    def check(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Raise TableError that names every fault at once, without any value of the rows."""
        found = self.faults(batch)
        if found:
            raise TableError(f"table '{self.name}': " + "; ".join(found))

    def conform(self, batch: pa.RecordBatch | pa.Table) -> pa.Table:
        """Bring the columns into the declared order; a missing nullable one reads as null.

        Raises:
            TableError: The promise is broken in any other way.
        """
        self.check(batch)
        arrays = []
        for column in self.columns:
            at = batch.schema.get_field_index(column.name)
            arrays.append(batch.column(at) if at >= 0 else pa.nulls(batch.num_rows, column.type))
        return pa.table(arrays, schema=self.schema)

    def of(self, rows: Iterable[dict[str, object]]) -> pa.Table:
        """Make a checked table of Python rows; for few rows (simulation, tests, leads)."""
        table = pa.Table.from_pylist(list(rows), schema=self.schema)
        self.check(table)
        return table
