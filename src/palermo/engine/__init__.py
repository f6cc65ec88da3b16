"""Where SQL and kernels run: four verbs, one meaning, two places."""

from palermo.engine.engine import Engine, Kernel
from palermo.engine.parts import PartWriter
from palermo.engine.relation import Relation, in_memory, union

__all__ = ["Engine", "Kernel", "PartWriter", "Relation", "in_memory", "union"]
