"""What a report prints, filled from the workspace: the rows behind a lead, and the proofs of its items."""

from collections.abc import Iterable

from palermo import workbench
from palermo.custody.log import CustodyLog
from palermo.custody.proof import custody_proofs
from palermo.custody.workspace import Workspace
from palermo.reports import Dossier, ItemProof, weeks


def open_dossier(workspace: Workspace, lead_id: str) -> Dossier:
    """Gather one lead with its evidence.

    Raises:
        NotFoundError: No run yet, or no such lead.
        VerifyError: An item's proof does not hold.
    """
    with workbench.open_engine() as engine:
        shelf = workbench.open_shelf(workspace, engine)
        material = shelf.of_lead(lead_id)
    card = next(a.card for a in workbench.ANALYSES if a.name == "templates")
    log = CustodyLog.read(workspace)
    return Dossier(
        lead=material.lead,
        template=material.template,
        adverts=material.adverts,
        adverts_total=material.adverts_total,
        members=material.members,
        identifiers=material.identifiers,
        sightings=material.sightings,
        ingests=material.ingests,
        timeline=weeks(material.posted),
        proofs=tuple(_proofs(log, _items(material))),
        checkpoint=log.head.text() if log.head is not None else None,
        organisation=workspace.settings.organisation,
        purpose=workspace.settings.purpose,
        run_id=shelf.run_id,
        listed=material.listed,
        precision_low=card.precision_low if card is not None else None,
        languages=card.languages if card is not None else (),
    )


def _items(material: workbench.Material) -> list[str]:
    """The items that the adverts shown stand in."""
    return sorted({str(row["item_id"]) for row in (*material.adverts, *material.sightings)})


def _proofs(log: CustodyLog, item_ids: list[str]) -> Iterable[ItemProof]:
    """The proofs of the items in the form that a report prints."""
    for item_id, proof in sorted(custody_proofs(log, item_ids).items()):
        yield ItemProof(item_id, proof["index"], proof["size"], proof["root"], tuple(proof["path"]))
