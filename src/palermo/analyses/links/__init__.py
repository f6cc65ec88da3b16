"""What an advert names and so may share with others, as LINKS: from identifiers and templates."""

from palermo.analyses.links.links import link_adverts
from palermo.analysis import Analysis, Card
from palermo.tables import ADVERTS, IDENTIFIERS, LINKS, SIGHTINGS, TEMPLATE_MEMBERS

CARD = Card(
    finds="For each advert the identifiers and the template that it may share with others. It decides nothing.",
    data="None: it joins what other analyses found.",
    languages=("any: it reads no words",),
    precision="that of identifiers and templates",
    recall="that of identifiers and templates",
    base_rate="does not apply",
    limits="An invalid number weighs half of a valid one: assumed, not measured.",
)

ANALYSIS = Analysis(
    name="links",
    function=link_adverts,
    reads=(ADVERTS, SIGHTINGS, IDENTIFIERS, TEMPLATE_MEMBERS),
    makes=(LINKS,),
    card=CARD,
)

__all__ = ["ANALYSIS", "link_adverts"]
