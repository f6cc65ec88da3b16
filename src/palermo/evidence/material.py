"""Everything that stands behind one lead or one advert, gathered as plain rows for whoever shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from palermo.engine import Engine, Relation, in_memory
from palermo.errors import NotFoundError
from palermo.evidence.runs import Run
from palermo.tables import ADVERTS, IDENTIFIERS, INGESTS, LEADS, SIGHTINGS, TEMPLATE_MEMBERS, TEMPLATES, Table

Row = Mapping[str, Any]
MOST_ADVERTS = 50  # adverts shown of one lead; how many there are in all is stated beside

_IDS = pa.schema([("id", pa.string())])
_POSTED = pa.schema([("posted_at", pa.timestamp("us", tz="UTC"))])


@dataclass(frozen=True)
class Material:
    """The rows behind one lead.

    Args:
        lead, template: Their rows.
        adverts: At most 50, first by posted_at, then by advert_id.
        adverts_total: How many the subject has.
        members, identifiers, sightings, ingests: The rows of these adverts.
        posted: When each of all the subject's adverts was posted, as far as stated.
        listed: Leads on the list.
    """

    lead: Row
    template: Row
    adverts: tuple[Row, ...]
    adverts_total: int
    members: tuple[Row, ...]
    identifiers: tuple[Row, ...]
    sightings: tuple[Row, ...]
    ingests: tuple[Row, ...]
    posted: tuple[datetime, ...]
    listed: int


def find_rows(engine: Engine, relation: Relation, table: Table, column: str, ids: Collection[str]) -> tuple[Row, ...]:
    """The rows of a relation whose column holds one of the ids, ordered by the table's key."""
    wanted = in_memory(pa.table({"id": sorted(set(ids))}, schema=_IDS))
    chosen = ", ".join(f't."{name}" as "{name}"' for name in table.schema.names)
    order = ", ".join(f't."{name}"' for name in table.key)
    text = f'select {chosen} from t join wanted on t."{column}" = wanted.id order by {order}'
    return tuple(engine.sql(text, table.schema, t=relation, wanted=wanted).table().to_pylist())


class Shelf:
    """The tables that material is gathered from: those taken in, and those of one run."""

    def __init__(self, engine: Engine, taken_in: Mapping[str, Relation], run: Run) -> None:
        self._engine = engine
        self._taken_in = taken_in
        self._run = run

    def table(self, table: Table) -> Relation:
        """A table taken in, or of the run."""
        if table.name in self._taken_in:
            return self._taken_in[table.name]
        return self._engine.read(self._run.path(table.name), table.schema)

    def rows(self, table: Table, column: str, ids: Collection[str]) -> tuple[Row, ...]:
        """The rows of a table whose column holds one of the ids, ordered by the table's key."""
        return find_rows(self._engine, self.table(table), table, column, ids)

    @property
    def run_id(self) -> str:
        """The run that the leads are of."""
        return self._run.run_id

    def parameter(self, analysis: str, name: str) -> Any:
        """What a parameter of an analysis was in the run."""
        return self._run.record["parameters"][analysis][name]

    def leads(self) -> list[Row]:
        """All leads, by rank."""
        return sorted(self.table(LEADS).table().to_pylist(), key=lambda lead: int(lead["rank"]))

    def lead(self, lead_id: str) -> Row:
        """One lead by its id, or by the beginning of it where that names one alone.

        Raises:
            NotFoundError: No lead, or more than one, begins so.
        """
        ids = self.table(LEADS).table(["lead_id"])["lead_id"].to_pylist()
        fitting = [known for known in ids if known.startswith(lead_id)]
        if lead_id in ids:
            fitting = [lead_id]
        if len(fitting) != 1:
            found = f"{len(fitting)} leads begin so" if fitting else f"there is none among {len(ids)}"
            raise NotFoundError(f"lead '{lead_id}': {found}; 'palermo leads' lists them")
        return self.rows(LEADS, "lead_id", fitting)[0]

    def of_lead(self, lead_id: str) -> Material:
        """Gather what stands behind a lead whose subject is a template.

        Raises:
            NotFoundError: No lead, or more than one, begins so.
        """
        lead = self.lead(lead_id)
        placed = self.rows(TEMPLATE_MEMBERS, "template_id", [lead["subject_id"]])
        ids = [row["advert_id"] for row in placed]
        posted = self._posted(ids)
        shown = self._first_adverts(ids)
        shown_ids = {row["advert_id"] for row in shown}
        sightings = self.rows(SIGHTINGS, "advert_id", shown_ids)
        came_in = {(row["ingest_id"], row["item_id"]) for row in (*shown, *sightings)}
        ingests = self.rows(INGESTS, "ingest_id", {ingest_id for ingest_id, _ in came_in})
        return Material(
            lead=lead,
            template=self.rows(TEMPLATES, "template_id", [lead["subject_id"]])[0],
            adverts=shown,
            adverts_total=len(ids),
            members=tuple(row for row in placed if row["advert_id"] in shown_ids),
            identifiers=self.rows(IDENTIFIERS, "advert_id", shown_ids),
            sightings=sightings,
            ingests=tuple(row for row in ingests if (row["ingest_id"], row["item_id"]) in came_in),
            posted=posted,
            listed=self.table(LEADS).count(),
        )

    def _posted(self, ids: Sequence[str]) -> tuple[datetime, ...]:
        """When these adverts were posted, as far as stated."""
        wanted = in_memory(pa.table({"id": sorted(ids)}, schema=_IDS))
        text = """
            select adverts.posted_at as posted_at from adverts join wanted on adverts.advert_id = wanted.id
            where adverts.posted_at is not null order by adverts.posted_at
        """
        found = self._engine.sql(text, _POSTED, adverts=self.table(ADVERTS), wanted=wanted)
        return tuple(found.table()["posted_at"].to_pylist())

    def _first_adverts(self, ids: Sequence[str]) -> tuple[Row, ...]:
        """The first adverts by when they were posted; those that do not say come last."""
        wanted = in_memory(pa.table({"id": sorted(ids)}, schema=_IDS))
        text = f"""
            with placed as (
                select adverts.advert_id as id, row_number() over (
                    order by case when adverts.posted_at is null then 1 else 0 end, adverts.posted_at, adverts.advert_id
                ) as place
                from adverts join wanted on adverts.advert_id = wanted.id
            )
            select id from placed where place <= {MOST_ADVERTS} order by place
        """
        first = self._engine.sql(text, _IDS, adverts=self.table(ADVERTS), wanted=wanted).table()["id"].to_pylist()
        by_id = {row["advert_id"]: row for row in self.rows(ADVERTS, "advert_id", first)}
        return tuple(by_id[advert_id] for advert_id in first)
