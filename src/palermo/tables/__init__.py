"""Every table by name; what each column means stands beside its declaration."""

from palermo.tables.adverts import ADVERTS, INGESTS, REJECTS, SIGHTINGS
from palermo.tables.contract import Column, Marking, Table
from palermo.tables.hits import HITS, RECRUITMENT_SCORES
from palermo.tables.identifiers import IDENTIFIERS, UNREAD_NUMBERS
from palermo.tables.indicators import INDICATORS
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
from palermo.tables.places import ADVERT_PLACES
from palermo.tables.templates import (
    TEMPLATE_MEMBERS,
    TEMPLATE_PATTERNS,
    TEMPLATE_SKETCHES,
    TEMPLATE_WORDS,
    TEMPLATES,
)

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
        TEMPLATE_SKETCHES,
        TEMPLATE_PATTERNS,
        TEMPLATE_WORDS,
        INDICATORS,
        HITS,
        RECRUITMENT_SCORES,
        LINKS,
        NETWORKS,
        NETWORK_MEMBERS,
        NETWORK_LAYOUT,
        HUBS,
        ADVERT_PLACES,
        MOVES,
        LINK_JUDGEMENTS,
        OBSERVATIONS,
        LEADS,
        LINEAGE,
    )
}

__all__ = [
    "ADVERTS",
    "ADVERT_PLACES",
    "HITS",
    "HUBS",
    "IDENTIFIERS",
    "INDICATORS",
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
    "RECRUITMENT_SCORES",
    "REJECTS",
    "SIGHTINGS",
    "TABLES",
    "TEMPLATES",
    "TEMPLATE_MEMBERS",
    "TEMPLATE_PATTERNS",
    "TEMPLATE_SKETCHES",
    "TEMPLATE_WORDS",
    "UNREAD_NUMBERS",
    "Column",
    "Marking",
    "Table",
]
