"""The registry: which analyses there are, what each reads and makes, and in which order they run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from palermo.engine import Engine, Kernel, Relation, in_memory, union
from palermo.errors import NotFoundError
from palermo.tables import Table

__all__ = [
    "Analysis",
    "Card",
    "Engine",
    "Former",
    "Kernel",
    "Made",
    "Parameter",
    "Relation",
    "in_memory",
    "in_order",
    "union",
]

Parameter = int | float | str | bool | tuple[str, ...]
Made = Mapping[str, Relation]


@dataclass(frozen=True)
class Card:
    """What is known of a detector: without one it does not run by default.

    Args:
        finds: What it finds, one sentence.
        data: What it was measured on: name, n, date.
        languages: Languages and scripts it was measured in; others get a warning.
        precision, recall: With their intervals, as text.
        base_rate: Share of true cases in that data.
        limits: Where it is known to fail.
        precision_low: Lower end of the 95 % interval of precision, [0, 1]; None = not measured.
    """

    finds: str
    data: str
    languages: tuple[str, ...]
    precision: str
    recall: str
    base_rate: str
    limits: str
    precision_low: float | None = None


@dataclass(frozen=True)
class Former:
    """What the former run left for an analysis that can go on from it.

    Args:
        tables: The tables that the analysis made then, its state tables included.
        fresh: For each table it reads, the rows that the former run had not seen.
    """

    tables: Mapping[str, Relation]
    fresh: Mapping[str, Relation]


@dataclass(frozen=True)
class Analysis:
    """A pure, registered function: relations in, declared tables out.

    The function is called as `function(engine, *relations, former=..., **parameters)`: one relation for
    each table of `reads` in order; `former` only where `grows`. It returns a mapping from
    table name to relation, one for each table of `makes`, each ordered by the table's key.
    """

    name: str
    function: Callable[..., Made]
    reads: tuple[Table, ...]
    makes: tuple[Table, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    grows: bool = False
    card: Card | None = None

    def run(
        self,
        engine: Engine,
        relations: Sequence[Relation],
        *,
        former: Former | None = None,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> Made:
        """Call the function; `parameters` override the defaults."""
        chosen = {**self.parameters, **(parameters or {})}
        if self.grows:
            return self.function(engine, *relations, former=former, **chosen)
        return self.function(engine, *relations, **chosen)


def in_order(analyses: Sequence[Analysis]) -> list[Analysis]:
    """Sort so that every table is made before it is read; ties by name.

    Raises:
        NotFoundError: A circle of tables; the message names it.
    """
    producer = {table.name: analysis.name for analysis in analyses for table in analysis.makes}
    by_name = {analysis.name: analysis for analysis in sorted(analyses, key=lambda a: a.name)}
    sorter = TopologicalSorter(
        {name: {producer[t.name] for t in a.reads if t.name in producer} for name, a in by_name.items()}
    )
    try:
        return [by_name[name] for name in sorter.static_order()]
    except CycleError as error:
        raise NotFoundError(f"analyses read each other in a circle: {' -> '.join(error.args[1])}") from error
