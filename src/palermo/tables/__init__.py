"""Every table by name; what each column means stands beside its declaration."""

from palermo.tables.adverts import ADVERTS, INGESTS, REJECTS, SIGHTINGS
from palermo.tables.contract import Column, Marking, Table
from palermo.tables.identifiers import IDENTIFIERS, UNREAD_NUMBERS
from palermo.tables.leads import LEADS, LINEAGE, OBSERVATIONS
from palermo.tables.templates import TEMPLATE_MEMBERS, TEMPLATES

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        INGESTS,
        REJECTS,
        ADVERTS,
        SIGHTINGS,
        IDENTIFIERS,
        UNREAD_NUMBERS,
        TEMPLATES,
        TEMPLATE_MEMBERS,
        OBSERVATIONS,
        LEADS,
        LINEAGE,
    )
}

__all__ = [
    "ADVERTS",
    "IDENTIFIERS",
    "INGESTS",
    "LEADS",
    "LINEAGE",
    "OBSERVATIONS",
    "REJECTS",
    "SIGHTINGS",
    "TABLES",
    "TEMPLATES",
    "TEMPLATE_MEMBERS",
    "UNREAD_NUMBERS",
    "Column",
    "Marking",
    "Table",
]
