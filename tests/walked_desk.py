"""What tests of commands hold in their hands: a desk that a person has walked, and what a command said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A workspace with a run in it, the material it was made of, and its keys."""

    root: Path
    material: Path
    keys: Path


Palermo = Callable[..., Said]
