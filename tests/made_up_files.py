"""A desk with a workspace of its own, and made-up files to take in."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer
from palermo.custody.workspace import Settings, Workspace
from palermo.engine import Relation
from palermo.evidence.ingest import IngestResult, ingest
from palermo.evidence.originals import read_bytes
from palermo.evidence.store import Store
from palermo.evidence.verify import Finding, verify
from palermo.tables import TABLES

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Desk:
    """A workspace that files are taken into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(
            folder / "workspace", Settings.new(organisation="Made-up Desk", purpose="protection")
        )
        self.keys = KeyRing.create(self.workspace.workspace_id)
        self.store = Store(self.workspace, self.keys)

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take_in(self, *files: Path, source: str = "board.example.org", **more: Any) -> list[IngestResult]:
        options: dict[str, Any] = {"source": source, "operator": "anna", "now": NOW} | more
        with writer(self.workspace, keys=self.keys, who="anna") as log:
            return ingest(self.workspace, self.keys, log, files, **options)

    def take(self, name: str, content: bytes | str, **more: Any) -> IngestResult:
        """Take in one file; its counts add up, and the workspace verifies."""
        (result,) = self.take_in(self.file(name, content), **more)
        assert result.rows == result.kept + result.rejected
        if not result.already_known:
            assert len(self.rows("sightings", result.ingest_id)) == result.kept
            whole = [row for row in self.rows("rejects", result.ingest_id) if row["column"] is None]
            assert len(whole) == result.rejected
        assert self.faults() == []
        return result

    def rows(self, name: str, ingest_id: str | None = None) -> list[dict[str, Any]]:
        table = TABLES[name]
        found: list[dict[str, Any]] = []
        for part in sorted((self.workspace.tables / name).glob("*.parquet")):
            held = Relation(table.schema, (part,)).table()
            table.check(held)
            found += held.to_pylist()
        return [row for row in found if ingest_id is None or row["ingest_id"] == ingest_id]

    def bytes_of(self, row: Mapping[str, Any]) -> bytes:
        return read_bytes(self.store, row["item_id"], row["locator"])

    def reasons(self) -> list[str]:
        return [row["reason"] for row in self.rows("rejects")]

    def faults(self) -> list[Finding]:
        return [finding for finding in verify(self.workspace, self.keys) if finding.fault]

    def left_over(self) -> list[Path]:
        """Files that a half-done write would leave."""
        return list(self.workspace.root.rglob(".partial-*"))


def csv_of(rows: Sequence[Mapping[str, object]], delimiter: str = ",") -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer_ = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer_.writeheader()
    writer_.writerows(rows)
    return text.getvalue()


def adverts(count: int, start: int = 0) -> list[dict[str, object]]:
    """Made-up adverts, each with an id and a text of its own."""
    return [
        {
            "ad_id": f"A{number}",
            "title": f"Waiter wanted {number}",
            "description": f"Night shifts, room included, call for details number {number}",
            "posted": f"2026-05-{number % 28 + 1:02d}",
            "city": "London",
            "country": "GB",
            "phone": f"020 7946 0{number % 1000:03d}",
            "url": f"https://example.org/ad/{number}",
        }
        for number in range(start, start + count)
    ]
