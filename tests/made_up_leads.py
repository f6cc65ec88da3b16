"""Made-up adverts with their templates and identifiers, as the analyses before an assessment would leave them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from palermo.analyses.assessment import assess_subjects
from palermo.analyses.leads import raise_leads
from palermo.analysis import Engine, Relation, in_memory
from palermo.tables import ADVERTS, IDENTIFIERS, INGESTS, SIGHTINGS, TEMPLATE_MEMBERS, TEMPLATES, Table

MONDAY = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
LONDON = "+442079460{:03d}"  # Ofcom's drama range, 020 7946 0xxx


@dataclass
class Material:
    """Rows of each table, grown advert by advert."""

    adverts: list[dict[str, Any]] = field(default_factory=list)
    identifiers: list[dict[str, Any]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    sightings: list[dict[str, Any]] = field(default_factory=list)

    def advert(
        self,
        body: str,
        *,
        phone: str | None = None,
        template: str | None = None,
        disguised: bool = False,
        valid: bool = True,
        kind: str = "job",
        day: int | None = 0,
        similarity: float = 0.9,
        **stated: Any,
    ) -> str:
        """Add one advert; `phone` is written at the end of the body, and `day` counts from a Monday."""
        number = len(self.adverts) + 1
        advert_id = f"advert-{number:05d}"
        text = body if phone is None else f"{body} {phone}"
        posted = None if day is None else MONDAY + timedelta(days=day)
        self.adverts.append(
            {
                "advert_id": advert_id,
                "ingest_id": "ingest-1",
                "item_id": "ab" * 32,
                "row": number,
                "locator": f"row {number}",
                "source": "board.example.org",
                "source_id": None,
                "advert_kind": kind,
                "title": "Work",
                "body": text,
                "posted_at": posted,
                "collected_at": posted,
                **dict.fromkeys(
                    ("place", "country", "price", "currency", "contact", "url", "language", "employer"), None
                ),
                **stated,
            }
        )
        if phone is not None:
            self.identifiers.append(
                {
                    "advert_id": advert_id,
                    "kind": "phone",
                    "value": phone,
                    "column": "body",
                    "start": len(body) + 1,
                    "end": len(text),
                    "disguised": disguised,
                    "valid": valid,
                }
            )
        if template is not None:
            self.members.append(
                {"advert_id": advert_id, "template_id": template, "similarity": similarity, "slots": "[]"}
            )
        self.sightings.append(
            {
                "advert_id": advert_id,
                "ingest_id": "ingest-1",
                "item_id": "ab" * 32,
                "row": number,
                "locator": f"row {number}",
                "seen_at": MONDAY,
            }
        )
        return advert_id

    def template(self, template_id: str, *, bits: int = 4_000, pattern: str = "we need {words} call {phone}") -> None:
        """Close a template over the members that it has by now."""
        members = [row["advert_id"] for row in self.members if row["template_id"] == template_id]
        self.templates.append(
            {
                "template_id": template_id,
                "adverts": len(members),
                "pattern": pattern,
                "medoid_id": members[0],
                "words": 5,
                "slots": 2,
                "bits_saved": bits,
            }
        )

    def relations(self) -> list[Relation]:
        """ADVERTS, SIGHTINGS, IDENTIFIERS, TEMPLATES, TEMPLATE_MEMBERS, each in the order of its key."""
        held = {
            ADVERTS: self.adverts,
            SIGHTINGS: self.sightings,
            IDENTIFIERS: self.identifiers,
            TEMPLATES: self.templates,
            TEMPLATE_MEMBERS: self.members,
        }
        return [in_memory(_sorted(table, rows)) for table, rows in held.items()]


def _sorted(table: Table, rows: list[dict[str, Any]]) -> Any:
    return table.of(sorted(rows, key=lambda row: [row[name] for name in table.key]))


def words(seed: int, number: int = 60) -> str:
    """A text of made-up words; two seeds share none of them."""
    return " ".join(f"w{seed}x{(seed * 7 + at * at) % 997}" for at in range(number))


def ring(material: Material, template: str = "ring", *, adverts: int = 12, seed: int = 1, **stated: Any) -> None:
    """A hidden hand: one text, three phones in turn, several places and employers, the phone hidden here and there."""
    for at in range(adverts):
        given = {"place": f"Town {at % 5}", "country": ("GB", "IE")[at % 2], "employer": f"Firm {at % 4}", **stated}
        material.advert(
            f"{words(seed)} number {at}",
            phone=LONDON.format(100 + 10 * seed + at % 3),
            template=template,
            disguised=at % 3 == 0,
            day=at * 3,
            **given,
        )
    material.template(template, bits=500 * adverts + seed)


def chain(material: Material, template: str = "chain", *, adverts: int = 12, seed: int = 50) -> None:
    """A chain of shops: one text, one named employer, a phone for each shop."""
    for at in range(adverts):
        material.advert(
            f"{words(seed)} shop {at}",
            phone=LONDON.format(400 + at),
            template=template,
            place=f"Town {at}",
            country="GB",
            employer="Corner Shops",
            day=at,
        )
    material.template(template, bits=500 * adverts)


def observations_of(engine: Engine, material: Material, **parameters: Any) -> Relation:
    return assess_subjects(engine, *material.relations(), **parameters)["observations"]


def leads_of(engine: Engine, material: Material, **parameters: Any) -> list[dict[str, Any]]:
    """The leads in the order of their rank."""
    made = raise_leads(engine, observations_of(engine, material), **parameters)["leads"]
    return sorted(made.table().to_pylist(), key=lambda lead: lead["rank"])


def ingest_row(**stated: Any) -> dict[str, Any]:
    """One row of INGESTS."""
    row = {
        "ingest_id": "ingest-1",
        "file": "adverts.csv",
        "item_id": "ab" * 32,
        "table": "adverts",
        "source": "board.example.org",
        "basis": None,
        "rows": 12,
        "kept": 12,
        "rejected": 0,
        "seen_before": 0,
        "encoding": "utf-8",
        "dialect": "CSV, comma",
        "mapping": "{}",
        "started_at": MONDAY,
        "operator": "analyst",
        "tool": "palermo 0.1.0",
    }
    row.update(stated)
    return INGESTS.of([row]).to_pylist()[0]
