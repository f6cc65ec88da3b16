"""One lead, told: in a terminal, on one self-contained page, in a PDF."""

from palermo.reports.dossier import MOST_ADVERTS, Dossier, ItemProof, needs, weeks
from palermo.reports.expected import expected_wrong

__all__ = ["MOST_ADVERTS", "Dossier", "ItemProof", "expected_wrong", "needs", "weeks"]
