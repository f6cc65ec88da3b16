"""The row-files of one intake: written beside their names, named when they are whole."""

from hashlib import sha256

import pyarrow as pa

from palermo.custody.disk import PARTIAL, sync_folder
from palermo.custody.workspace import Workspace
from palermo.engine import PartWriter
from palermo.tables.contract import Table

# Columns whose values hardly repeat.
_UNLIKE = ("advert_id", "locator", "source_id", "title", "body", "url", "row", "id_key", "url_key")


class Parts:
    """The row-files of one intake while they are written."""

    def __init__(self, workspace: Workspace, ingest_id: str) -> None:
        self._workspace = workspace
        self._ingest_id = ingest_id
        self._writers: dict[str, PartWriter] = {}
        self.hashes: dict[str, str] = {}

    def add(self, table: Table, batch: pa.RecordBatch) -> None:
        """Write rows of a table."""
        if batch.num_rows == 0:
            return
        if table.name not in self._writers:
            path = self._workspace.tables / table.name / f"{PARTIAL}{self._ingest_id}.parquet"
            path.unlink(missing_ok=True)
            self._writers[table.name] = PartWriter(path, table.schema, unlike=_UNLIKE)
        self._writers[table.name].add(batch)

    def finish(self) -> None:
        """Bring every file to the disk under its name and hash it."""
        for name, writer in sorted(self._writers.items()):
            writer.close()
            path = writer.path.with_name(f"{self._ingest_id}.parquet")
            writer.path.replace(path)
            sync_folder(path.parent)
            with path.open("rb") as stream:
                hasher = sha256()
                while chunk := stream.read(1 << 20):
                    hasher.update(chunk)
            self.hashes[f"tables/{name}/{path.name}"] = hasher.hexdigest()
        sync_folder(self._workspace.tables)

    def drop(self) -> None:
        """Take back everything that was written."""
        for writer in self._writers.values():
            writer.drop()
            writer.path.with_name(f"{self._ingest_id}.parquet").unlink(missing_ok=True)
        self._writers = {}
