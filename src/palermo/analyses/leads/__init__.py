"""Which subjects are put before a person, and in which order."""

from palermo.analyses.leads.leads import PARAMETERS, raise_leads
from palermo.analyses.leads.misses import Miss, Stages, count_stages
from palermo.analysis import Analysis, Card
from palermo.tables import LEADS, OBSERVATIONS

CARD = Card(
    finds="Subjects with two or more independent observations that outweigh what speaks against them.",
    data="None: no reviewed leads yet. The order rests on assumed weights.",
    languages=("any: it reads no text",),
    precision="not measured",
    recall="not measured",
    base_rate="not known",
    limits="Nobody has measured how many leads concern trafficking. Ordinary agencies and chains can be among them.",
)

ANALYSIS = Analysis(
    name="leads",
    function=raise_leads,
    reads=(OBSERVATIONS,),
    makes=(LEADS,),
    parameters=PARAMETERS,
    card=CARD,
)

__all__ = ["ANALYSIS", "Miss", "Stages", "count_stages", "raise_leads"]
