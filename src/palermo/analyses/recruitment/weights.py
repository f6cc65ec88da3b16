"""What each sign adds to the score of a job advert, and on what basis: read from plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from palermo.errors import FaultError

WEIGHTS_FILE = Path(__file__).parent / "weights.yaml"
MICRO = 1_000_000
MOST_ASSUMED = 1.0  # nats: the house's bound for a weight that nobody measured


@dataclass(frozen=True, slots=True)
class Weight:
    """A sign's weight in micro-units of a nat, its independence group and its basis in words."""

    group: str
    weight: int
    basis: str


@cache
def weights() -> Mapping[str, Weight]:
    """Every weight by its indicator.

    Raises:
        FaultError: An assumed weight is above one nat, below none, or without a basis.
    """
    made = {}
    for name, content in yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"].items():
        value, basis = float(content["weight"]), str(content["basis"])
        if not basis or value < 0 or (basis.startswith("assumed") and value > MOST_ASSUMED):
            raise FaultError(f"weight of {name}: needs a basis and, where assumed, lies in [0, {MOST_ASSUMED}]")
        made[name] = Weight(content["group"], round(value * MICRO), basis)
    return made
