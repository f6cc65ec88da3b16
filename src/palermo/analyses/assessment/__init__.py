"""What speaks for and against each possible subject of a lead."""

from palermo.analyses.assessment.assessment import assess_subjects
from palermo.analysis import Analysis, Card
from palermo.tables import ADVERTS, IDENTIFIERS, OBSERVATIONS, SIGHTINGS, TEMPLATE_MEMBERS, TEMPLATES

CARD = Card(
    finds="What was seen about each text that several adverts share: for a look, against it, or not known.",
    data="None: it counts what other analyses found. Its weights are assumed, not measured.",
    languages=("any: it reads no words, but compares texts word by word or, without spaces, sign by sign",),
    precision="not measured",
    recall="not measured",
    base_rate="not known",
    limits="It cannot tell an agency, a chain of shops or a copied sample text from one hidden hand; it says so.",
)

ANALYSIS = Analysis(
    name="assessment",
    function=assess_subjects,
    reads=(ADVERTS, SIGHTINGS, IDENTIFIERS, TEMPLATES, TEMPLATE_MEMBERS),
    makes=(OBSERVATIONS,),
    parameters={"agency_texts": 12},
    card=CARD,
)

__all__ = ["ANALYSIS", "assess_subjects"]
