"""What a workspace knows from earlier intakes: which items were read, and which adverts there are by name."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from palermo.custody.workspace import Workspace
from palermo.engine import Relation
from palermo.evidence.identity import Flags, Known, Words
from palermo.tables.adverts import SIGHTINGS
from palermo.tables.contract import Table


def parts_of(workspace: Workspace, table: Table, ingest_ids: Sequence[str] | None = None) -> Relation:
    """The parts of a table, in the order of the intakes."""
    folder = workspace.tables / table.name
    if ingest_ids is None:
        return Relation(table.schema, tuple(sorted(folder.glob("[!.]*.parquet"))))
    paths = [folder / f"{ingest_id}.parquet" for ingest_id in sorted(ingest_ids)]
    return Relation(table.schema, tuple(path for path in paths if path.exists()))


def read_before(ingests: Relation, source: str) -> set[str]:
    """Items of which rows were kept from this source."""
    table = ingests.table(["item_id", "source", "kept"])
    rows = table.filter(pc.and_(pc.equal(table["source"], source), pc.greater(table["kept"], 0)))
    return set(rows["item_id"].to_pylist())


def known_adverts(workspace: Workspace, ingests: Relation, source: str) -> Known:
    """The adverts of a source by their names, from every earlier sighting."""
    table = ingests.table(["ingest_id", "source"])
    mine = sorted(set(table.filter(pc.equal(table["source"], source))["ingest_id"].to_pylist()))
    known = Known()
    for batch in parts_of(workspace, SIGHTINGS, mine).batches(["advert_id", "id_key", "url_key"]):
        adverts, _ = _of_hex(batch.column(0))
        ids, has_id = _of_hex(batch.column(1))
        urls, has_url = _of_hex(batch.column(2))
        known.remember(adverts, ids, has_id, urls, has_url)
    return known


def _of_hex(column: pa.Array) -> tuple[Words, Flags]:
    """Hexadecimal keys as words, and which are stated."""
    stated = np.asarray(column.is_valid())
    found = np.zeros((len(column), 2), dtype=np.uint64)
    text = "".join(column.drop_null().to_pylist())
    found[stated] = np.frombuffer(bytes.fromhex(text), dtype=">u8").reshape(-1, 2)
    return found, stated
