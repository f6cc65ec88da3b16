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
        data="1,680 made-up phrases, 210 a language, by the author of the rules; 150 worded unlike them; 2026-11-21",
        languages=("en", "es", "ru", "fr", "de", "it", "ro", "uk"),
        precision="own phrases: .981 to 1.000 by language, lowest end .932; wording unlike the rules: 13 of 16 hits",
        recall="own phrases: .895 to .981 by language (an upper bound); wording unlike the rules: .17 (13 of 75)",
        base_rate="half of the phrases bear a sign; 98.4 % of 430 ordinary job adverts bore one (Volodko et al. 2020)",
        limits="misses most of what is worded otherwise; takes a warning at its word; not measured on adverts",
        precision_low=0.57,
    ),
)

__all__ = ["ANALYSIS", "find_hits"]
