"""All that a report on one lead may show: plain rows handed in, nothing fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from palermo.reports import words
from palermo.tables import (
    ADVERTS,
    IDENTIFIERS,
    INGESTS,
    LEADS,
    SIGHTINGS,
    TEMPLATE_MEMBERS,
    TEMPLATES,
    Marking,
    Table,
)

Row = Mapping[str, Any]
MOST_ADVERTS = 50  # adverts that a report shows of one subject; their number is stated beside


@dataclass(frozen=True)
class ItemProof:
    """That the log holds the taking-in of a file.

    Args:
        item_id: SHA-256 of the file, hexadecimal.
        entry: Number of the custody entry, from 0.
        size: Entries in the log when the proof was made.
        root: The log's root then, hexadecimal.
        path: The hashes that lead from the entry to the root, hexadecimal (RFC 6962, 2.1.1).
    """

    item_id: str
    entry: int
    size: int
    root: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """One lead with its evidence.

    Args:
        lead: Its row of LEADS.
        template: Its row of TEMPLATES.
        adverts: Rows of ADVERTS, at most 50, first by posted_at, then advert_id.
        adverts_total: How many the subject has.
        members, identifiers, sightings: Rows of TEMPLATE_MEMBERS, IDENTIFIERS, SIGHTINGS of these adverts.
        ingests: Rows of INGESTS that these adverts came with.
        timeline: Adverts a week over all of the subject's adverts: (Monday, adverts), in order.
        proofs: One for each item of the adverts shown.
        checkpoint: The latest signed note, as text; None = none was made.
        organisation, purpose: As the workspace states them.
        run_id: The run that made the lead.
        listed: Leads on the list.
        precision_low: Lower end of the precision of the detector that ties the adverts, [0, 1]; None = not measured.
        languages: Languages that it was measured in, BCP 47.
        reviewed, not_trafficking: Leads of this kind that people closed, and of them as not trafficking.
    """

    lead: Row
    template: Row
    adverts: tuple[Row, ...]
    adverts_total: int
    members: tuple[Row, ...]
    identifiers: tuple[Row, ...]
    sightings: tuple[Row, ...]
    ingests: tuple[Row, ...]
    timeline: tuple[tuple[date, int], ...]
    proofs: tuple[ItemProof, ...]
    checkpoint: str | None
    organisation: str
    purpose: str
    run_id: str
    listed: int
    precision_low: float | None
    languages: tuple[str, ...] = ()
    reviewed: int = 0
    not_trafficking: int = 0

    @property
    def guarded(self) -> bool:
        """Whether every contact is masked: the lead says so, or one of the adverts shown is of kind sexual_services."""
        return bool(self.lead["guarded"]) or any(a["advert_kind"] == "sexual_services" for a in self.adverts)

    def masks(self, advert: Row) -> bool:
        """Whether the contacts of one advert are masked; of one whose kind is not stated they always are."""
        return self.guarded or advert["advert_kind"] == "not_stated"

    @property
    def masking(self) -> str | None:
        """What to say of masked contacts; None where none are."""
        if self.guarded:
            return words.MASKED
        return words.MASKED_SOME if any(self.masks(advert) for advert in self.adverts) else None

    @property
    def evidence_date(self) -> datetime:
        """When the newest of the evidence was seen or taken in: a report of the same evidence has the same date."""
        moments = [row["seen_at"] for row in self.sightings] + [row["started_at"] for row in self.ingests]
        return max(moments, default=datetime(1970, 1, 1, tzinfo=UTC))

    @property
    def untested(self) -> tuple[str, ...]:
        """Languages that the adverts state and that nobody measured the detector in."""
        tested = {language.split("-")[0].lower() for language in self.languages}
        stated = {advert["language"].split("-")[0].lower() for advert in self.adverts if advert["language"]}
        return tuple(sorted(stated - tested))


def needs() -> dict[str, tuple[str, ...]]:
    """Name the tables, and the columns of each, that a dossier is filled from: those that a report may show."""
    tables = (LEADS, TEMPLATES, ADVERTS, TEMPLATE_MEMBERS, IDENTIFIERS, SIGHTINGS, INGESTS)
    return {table.name: showable(table) for table in tables}


def showable(table: Table) -> tuple[str, ...]:
    """The columns of a table that a report may show."""
    return tuple(c.name for c in table.columns if c.marking not in (Marking.VICTIM, Marking.BIOMETRIC))


def weeks(posted: Iterable[datetime | None]) -> tuple[tuple[date, int], ...]:
    """Count moments by week: (Monday, how many), in order; what is not stated is left out."""
    counted: dict[date, int] = {}
    for moment in posted:
        if moment is not None:
            day = moment.date()
            monday = day - timedelta(days=day.weekday())
            counted[monday] = counted.get(monday, 0) + 1
    return tuple(sorted(counted.items()))
