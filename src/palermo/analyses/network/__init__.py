"""Which adverts, numbers and texts are consistent with one organised hand: NETWORKS."""

from palermo.analyses.network.network import find_networks
from palermo.analysis import Analysis, Card
from palermo.tables import ADVERTS, HUBS, LINK_JUDGEMENTS, LINKS, NETWORK_LAYOUT, NETWORK_MEMBERS, NETWORKS

CARD = Card(
    finds="Adverts, identifiers and texts that are consistent with one organised hand, and what holds each of them.",
    data="Simulated operators, 3 seeds x 15,000, 100,000 and 500,000 adverts, 2026-11-21. No real adverts.",
    languages=("any: it reads no words",),
    precision="pairs .99 on simulated operators; about .9 with 20 % of links made wrong",
    recall="pairs .96 on simulated operators; about .8 with 20 % of links made wrong",
    base_rate="pairs of one operator: .003 of all pairs at 15,000 adverts",
    limits=(
        "Venues, agencies and help lines are told from operators by how many different things their adverts name; "
        "one that few others name cannot be told. An operator who changes everything at once falls apart. Confidence "
        "was set on simulated operators alone."
    ),
)

ANALYSIS = Analysis(
    name="network",
    function=find_networks,
    reads=(ADVERTS, LINKS, LINK_JUDGEMENTS),
    makes=(NETWORKS, NETWORK_MEMBERS, NETWORK_LAYOUT, HUBS),
    parameters={
        "density": 0.0005,
        "settle": 0.09,
        "share": 0.03,
        "things": 4,
        "ageing_days": 45,
        "fade_days": 90,
        "elsewhere": 0.5,
        "seed": 1,
    },
    card=CARD,
)

__all__ = ["ANALYSIS", "find_networks"]
