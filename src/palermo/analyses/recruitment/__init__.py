"""Signs of deceptive recruitment in job adverts, and what they add up to."""

from palermo.analyses.recruitment.hits import find_hits
from palermo.analysis import Analysis, Card
from palermo.tables import ADVERTS, HITS, IDENTIFIERS, INDICATORS, RECRUITMENT_SCORES

ANALYSIS = Analysis(
    name="recruitment",
    function=find_hits,
    reads=(ADVERTS, IDENTIFIERS, INDICATORS),
    makes=(HITS, RECRUITMENT_SCORES),
    parameters={"kinds": ("job", "other", "not_stated"), "model": ""},
    card=Card(
        finds="signs of deceptive recruitment in job adverts, each at its place; not whether an advert deceives",
        data="1,680 made-up phrases of our own, 210 a language, by the author of the rules, 2026-11-21",
        languages=("en", "es", "ru", "fr", "de", "it", "ro", "uk"),
        precision="to be filled",
        recall="to be filled",
        base_rate="half of the phrases bear a sign; 98.4 % of 430 ordinary job adverts bore one (Volodko et al. 2020)",
        limits="reads sentences, not meaning: a warning or quotation may be taken at its word; phrases are not adverts",
        precision_low=None,
    ),
)

__all__ = ["ANALYSIS", "find_hits"]
