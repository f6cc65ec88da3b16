"""Made-up labelled material: input files as an organisation would hold them, and truth/*.csv beside them.

Nothing here knows what the analyses look for; names, places and numbers are invented or come from
ranges that regulators keep free for drama.
"""

from palermo.simulate.adverts import SimulatedAdverts, simulate_adverts
from palermo.simulate.campaigns import CampaignSet, templates_set, write_campaigns

__all__ = ["CampaignSet", "SimulatedAdverts", "simulate_adverts", "templates_set", "write_campaigns"]
