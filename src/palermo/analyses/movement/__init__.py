"""Where networks were and when: ADVERT_PLACES and MOVES."""

from palermo.analyses.movement.movement import trace_moves
from palermo.analysis import Analysis, Card
from palermo.tables import ADVERT_PLACES, ADVERTS, MOVES, NETWORK_MEMBERS

CARD = Card(
    finds="The place that each advert states, and the stays of each network: cities, countries, borders, gaps.",
    data="Own labelled lines, at least 200 a language, made up; 2026-11-21. No real adverts.",
    languages=("en", "es", "ru", "fr", "de", "it", "ro", "uk"),
    precision="right city and country in .95 of lines and more, in each language",
    recall="as precision: each line states one place",
    base_rate="every line states a place",
    limits=(
        "It reads where an advert says it is, not where anybody was. Towns below 15,000 people are not known. "
        "Movement weighs nothing in a lead until it has been tested."
    ),
)

ANALYSIS = Analysis(
    name="movement",
    function=trace_moves,
    reads=(ADVERTS, NETWORK_MEMBERS),
    makes=(ADVERT_PLACES, MOVES),
    parameters={"stay_days": 14, "fastest_km_h": 900},
    card=CARD,
)

__all__ = ["ANALYSIS", "trace_moves"]
