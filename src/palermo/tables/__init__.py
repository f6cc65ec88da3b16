"""Every table by name; what each column means stands beside its declaration."""

from palermo.tables.adverts import ADVERTS, INGESTS, REJECTS, SIGHTINGS
from palermo.tables.contract import Column, Marking, Table
from palermo.tables.identifiers import IDENTIFIERS, UNREAD_NUMBERS
from palermo.tables.leads import LEADS, LINEAGE, OBSERVATIONS
from palermo.tables.networks import (
    HUBS,
    LINK_JUDGEMENTS,
    LINKS,
    MOVES,
    NETWORK_LAYOUT,
    NETWORK_MEMBERS,
    NETWORKS,
)
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
        LINKS,
        NETWORKS,
        NETWORK_MEMBERS,
        NETWORK_LAYOUT,
        HUBS,
        MOVES,
        LINK_JUDGEMENTS,
        OBSERVATIONS,
        LEADS,
        LINEAGE,
    )
}

__all__ = [
    "ADVERTS",
    "HUBS",
    "IDENTIFIERS",
    "INGESTS",
    "LEADS",
    "LINEAGE",
    "LINKS",
    "LINK_JUDGEMENTS",
    "MOVES",
    "NETWORKS",
    "NETWORK_LAYOUT",
    "NETWORK_MEMBERS",
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
