"""Tables of text: what is read by the block is what is read with care, wherever the blocks are cut."""

import io
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from palermo.evidence.archives import Material, open_item
from palermo.evidence.encodings import survey
from palermo.evidence.readers import delimited
from palermo.evidence.readers.records import Dialect, Records
from palermo.evidence.readers.rows import Rows

HEADERS = ("p", "q")


def material_of(content: bytes) -> Material:
    (material,) = open_item("file", lambda: io.BytesIO(content))
    assert isinstance(material, Material)
    return material


def laid_out(found: Iterable[Rows]) -> list[tuple[object, ...]]:
    """Rows and rejects in the order of their numbers."""
    rows: list[tuple[object, ...]] = []
    for part in found:
        columns = [cells.to_pylist() if isinstance(cells, pa.Array) else list(cells) for cells in part.cells.values()]
        starts, ends = part.starts, part.ends
        for place, number in enumerate(part.numbers):
            assert starts is not None
            assert ends is not None
            rows.append((int(number), int(starts[place]), int(ends[place]), *(column[place] for column in columns)))
        rows.extend((one.number, one.start, one.end, one.reason) for one in part.rejects)
    return sorted(rows, key=lambda row: int(str(row[0])))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(st.sampled_from('ab,"\n\r\n,é'), max_size=60), size=st.sampled_from([7, 16, 64]))
@example(body='x,"a\nb"\r\ny,z', size=7)
@example(body='x,"a""b"\n,\n\n"",""\n', size=7)
@example(body='x,"open\ny,z\n', size=16)
def test_blocks_and_care_give_the_same_rows(monkeypatch: pytest.MonkeyPatch, body: str, size: int) -> None:
    content = ("p,q\n" + body).encode()
    material = material_of(content)
    found = survey(material.open())
    dialect = Dialect(",", "doubled", 0)
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", size)
    by_block = laid_out(delimited._rows(material, found, dialect, HEADERS))
    with_care = laid_out(Records(found, dialect, HEADERS).rows(material.open()))
    assert by_block == with_care
    assert [row[0] for row in by_block] == list(range(1, len(by_block) + 1))


def test_a_table_larger_than_a_block_keeps_every_byte_range() -> None:
    lines = [f'{number},"text {number}, with a comma and {"more" * (number % 60)}"\n' for number in range(60_000)]
    lines[30_000] = '30000,"open\n'
    lines[40_000] = "40000,two\nlines\n"
    content = ("p,q\n" + "".join(lines)).encode()
    rows = laid_out(delimited.read_delimited(material_of(content)).rows())
    assert len(rows) == 60_001
    assert rows[-1][2] == len(content)
    for number, start, end, *cells in rows[::997]:
        line = content[int(str(start)) : int(str(end))].decode()
        assert line.startswith(str(cells[0])), number
    refused = [row for row in rows if len(row) == 4]
    assert len(refused) == 2
