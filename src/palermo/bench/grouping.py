"""Texts through the analyses as they are registered, without a workspace: who stands in one template with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from palermo import workbench
from palermo.bench.machine import Timed, timed
from palermo.tables import ADVERTS, TEMPLATE_MEMBERS

Labels = npt.NDArray[np.int64]
PART_ROWS = 131_072


@dataclass(frozen=True)
class Grouped:
    """What the analyses made of some texts.

    Args:
        labels: For each text its template, -1 = none; numbers are those of this call.
        cost: CPU and wall seconds of each analysis, by name; `texts` is the number of rows.
        texts: How many.
    """

    labels: Labels
    cost: dict[str, Timed]
    texts: int


def adverts_of(texts: Sequence[str], countries: str | Sequence[str | None] = "US") -> pa.Table:
    """ADVERTS of texts: row n is advert `t0000000n`."""
    held = pa.array(texts, pa.string())
    rows = len(held)
    country = pa.array([countries] * rows if isinstance(countries, str) else list(countries), pa.string())
    names = pa.array([f"t{at:09d}" for at in range(rows)], pa.string())
    fixed = {"ingest_id": "bench", "item_id": "bench", "locator": "row", "source": "bench", "advert_kind": "not_stated"}
    columns = {name: pa.array([value] * rows, pa.string()) for name, value in fixed.items()}
    columns |= {"advert_id": names, "title": pa.array([""] * rows, pa.string()), "body": held, "country": country}
    columns |= {"row": pa.array(range(1, rows + 1), pa.int64())}
    arrays = [columns.get(c.name, pa.nulls(rows, c.type)) for c in ADVERTS.columns]
    return pa.table(arrays, schema=ADVERTS.schema)


def group(texts: Sequence[str], countries: str | Sequence[str | None] = "US") -> Grouped:
    """Run identifiers and templates over texts and say which stand together."""
    with TemporaryDirectory(prefix="palermo-bench-") as folder, workbench.open_engine() as engine:
        path = Path(folder) / "adverts.parquet"
        pq.write_table(adverts_of(texts, countries), path, row_group_size=PART_ROWS)
        relations = {ADVERTS.name: engine.read(path, ADVERTS.schema)}
        cost = {}
        for analysis in workbench.ANALYSES:
            if analysis.name not in ("identifiers", "templates"):
                continue
            read = [relations[table.name] for table in analysis.reads]
            made, cost[analysis.name] = timed(lambda a=analysis, r=read: a.run(engine, r))  # type: ignore[misc]
            relations |= made
        members = relations[TEMPLATE_MEMBERS.name].table(["advert_id", "template_id"])
        return Grouped(_labels(members, len(texts)), cost, len(texts))


def warm_up() -> None:
    """Compile the kernels, so that no measurement pays for it."""
    group([f"We look for two helpers in the kitchen, line {at % 7}, call +44 20 7946 0{at:03d}" for at in range(300)])


def _labels(members: pa.Table, rows: int) -> Labels:
    """Template numbers in the order of the texts."""
    labels = np.full(rows, -1, dtype=np.int64)
    if members.num_rows:
        at = pc.cast(pc.utf8_slice_codeunits(members["advert_id"], 1), pa.int64()).to_numpy()
        labels[at] = members["template_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    return labels
