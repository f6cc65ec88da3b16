"""What a bench is given: where the measuring data lies, how much to measure, and where to put passing files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from palermo.bench.rows import Row
from palermo.errors import InputError


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many adverts each measurement takes.

    Args:
        million: The large set.
        most: The largest, run whole under a bound of time and memory.
        script: Each set in another script.
        natural: Adverts of the large set whose phrases are counted.
        guard: Adverts on which the peers say whether the large set is hard enough.
        speed: Adverts for a speed beside a peer that is slow.
        entries: Of the custody log.
    """

    million: int = 1_000_000
    most: int = 4_000_000
    script: int = 5_000
    natural: int = 1_866
    guard: int = 60_000
    speed: int = 5_000
    entries: int = 1_000_000


QUICK = Sizes(million=20_000, most=40_000, script=1_500, natural=500, guard=3_000, speed=500, entries=20_000)


@dataclass(frozen=True)
class Setting:
    """Handed to every section.

    Args:
        data: Folder of the measuring data, its `ads/` below it; None = rows that need it say so.
        work: An empty folder for passing files; removed at the end.
        sizes: How much.
        seed: Of every made-up set; analyses were never fitted on it.
        say: Takes one line of progress.
    """

    data: Path | None
    work: Path
    sizes: Sizes
    seed: int
    say: Callable[[str], None]

    def file(self, name: str) -> Path:
        """A file of the measuring data.

        Raises:
            InputError: No folder was given, or the file is not in it.
        """
        if self.data is None:
            raise InputError(f"ads/{name} is needed: name the folder with --data DIR")
        path = self.data / "ads" / name
        if not path.exists():
            raise InputError(f"{self.data} holds no ads/{name}")
        return path


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a bench.

    Args:
        name: For --only.
        does: What it measures, for people.
        measure: Gives the rows.
        goals: What was to be reached, for rows that could not be measured.
        full: Whether it runs only when asked for.
    """

    name: str
    does: str
    measure: Callable[[Setting], list[Row]]
    goals: tuple[tuple[str, str], ...]
    full: bool = False
