"""The registry: which analyses there are, what each reads and makes, and in which order they run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from palermo.engine import Engine, Kernel, Relation, in_memory, union
from palermo.errors import NotFoundError, UsageError
from palermo.tables import Table

__all__ = [
    "Analysis",
    "Card",
    "Choices",
    "Engine",
    "Former",
    "Kernel",
    "Made",
    "Parameter",
    "Relation",
    "choose",
    "in_memory",
    "in_order",
    "select",
    "union",
]

Parameter = int | float | str | bool | tuple[str, ...]
Made = Mapping[str, Relation]
Choices = Mapping[str, Mapping[str, Parameter]]


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


def select(analyses: Sequence[Analysis], names: Sequence[str]) -> tuple[Analysis, ...]:
    """The analyses named, with those whose tables they read; none named = all that have a card.

    Args:
        analyses: All there are, in order.
        names: As typed.

    Raises:
        UsageError: An analysis that is not there.
    """
    known = [analysis.name for analysis in analyses]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise UsageError(f"there is no analysis {', '.join(unknown)}; there are: {', '.join(known)}")
    if not names:
        return tuple(analysis for analysis in analyses if analysis.card is not None)
    wanted = set(names)
    for analysis in reversed(analyses):
        if analysis.name in wanted:
            read = {table.name for table in analysis.reads}
            wanted |= {other.name for other in analyses if read & {table.name for table in other.makes}}
    return tuple(analysis for analysis in analyses if analysis.name in wanted)


def choose(analyses: Sequence[Analysis], given: Mapping[str, Parameter], typed: Mapping[str, str]) -> Choices:
    """Each analysis's parameters: its defaults, then those given by the workspace, then those typed.

    Raises:
        UsageError: A parameter that no analysis has, or a value of another type than its default.
    """
    known = {name for analysis in analyses for name in analysis.parameters}
    unknown = sorted(set(typed) - known)
    if unknown:
        raise UsageError(f"there is no parameter {', '.join(unknown)}; there are: {', '.join(sorted(known))}")
    choices: dict[str, Mapping[str, Parameter]] = {}
    for analysis in analyses:
        own = analysis.parameters
        choices[analysis.name] = {
            **own,
            **{name: value for name, value in given.items() if name in own},
            **{name: _typed(name, text, own[name]) for name, text in typed.items() if name in own},
        }
    return choices


def _typed(name: str, text: str, default: Parameter) -> Parameter:
    """A parameter as typed, in the type of its default."""
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False}[text.lower()]
        if isinstance(default, tuple):
            return tuple(part for part in text.split(",") if part)
        return type(default)(text)
    except (ValueError, KeyError) as error:
        raise UsageError(f"parameter {name} should be like {default!r}") from error
