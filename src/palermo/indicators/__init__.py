"""The catalogue of indicators: what each says, where it comes from, and whether it may weigh anything."""

from palermo.indicators.entries import (
    FORMS,
    MACHINE,
    OBSERVED_IN,
    PALERMO,
    STRENGTHS,
    Catalogue,
    Family,
    Indicator,
    Review,
    Source,
    Test,
)
from palermo.indicators.reading import CATALOGUE_FOLDER, indicator_rows, read_catalogue

__all__ = [
    "CATALOGUE_FOLDER",
    "FORMS",
    "MACHINE",
    "OBSERVED_IN",
    "PALERMO",
    "STRENGTHS",
    "Catalogue",
    "Family",
    "Indicator",
    "Review",
    "Source",
    "Test",
    "indicator_rows",
    "read_catalogue",
]
