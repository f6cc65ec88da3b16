"""Working copies of tables."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from palermo.errors import UsageError
from palermo.reports.copies import MARK, write_copy
from palermo.tables import LEADS, Column, Marking, Table

NOTES = Table(
    "notes",
    "A note.",
    ("note_id",),
    (
        Column("note_id", pa.string(), "Names it."),
        Column("text", pa.string(), "What it says.", nullable=True),
        Column("pages", pa.int64(), "How long.", "pages"),
        Column("person", pa.string(), "Of whom.", nullable=True, marking=Marking.VICTIM),
    ),
)
HOSTILE = ["=cmd|' /C calc'!A0", "+1+2", "-3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", 'a, "b"\nc', "\u202eevil", None]


def notes() -> list[pa.RecordBatch]:
    rows = [{"note_id": str(n), "text": t, "pages": -n, "person": "Ana Example"} for n, t in enumerate(HOSTILE)]
    return NOTES.of(rows).to_batches(max_chunksize=4)


def test_no_cell_of_a_csv_copy_is_a_formula(tmp_path: Path) -> None:
    assert write_copy(NOTES, notes(), tmp_path / "n.csv") == len(HOSTILE)
    with (tmp_path / "n.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["text"][:1] not in {"=", "+", "-", "@", "\t", "\r", "＝"} for row in rows if row["text"])
    assert [row["text"].removeprefix("'") for row in rows] == [text or "" for text in HOSTILE]
    assert rows[3]["pages"] == "-3"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_copy_is_marked_and_holds_no_column_about_victims(tmp_path: Path, ending: str) -> None:
    """D09: victim columns never leave in a working copy."""
    path = tmp_path / f"n.{ending}"
    write_copy(NOTES, notes(), path)
    content = path.read_bytes()
    assert MARK.encode() in content
    assert b"Ana Example" not in content
    assert b"person" not in content


def test_parquet_and_json_lines_carry_text_as_it_is(tmp_path: Path) -> None:
    write_copy(NOTES, notes(), tmp_path / "n.parquet")
    write_copy(NOTES, notes(), tmp_path / "n.jsonl")
    assert pq.read_table(tmp_path / "n.parquet")["text"].to_pylist() == HOSTILE
    lines = (tmp_path / "n.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == HOSTILE


def test_lists_and_parts_become_json_in_csv(tmp_path: Path) -> None:
    assert write_copy(LEADS, LEADS.empty().to_batches(), tmp_path / "l.csv") == 0
    assert "reasons" in (tmp_path / "l.csv").read_text(encoding="utf-8-sig")


def test_another_ending_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"should end in .parquet, .csv or .jsonl"):
        write_copy(NOTES, notes(), tmp_path / "n.doc")
    assert not list(tmp_path.iterdir())
