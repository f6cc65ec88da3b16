"""Where SQL and kernels run: four verbs, one meaning, two places."""

from palermo.engine.engine import Engine, Kernel
from palermo.engine.relation import Relation, in_memory, union

__all__ = ["Engine", "Kernel", "Relation", "in_memory", "union"]
