"""On which machine, with which versions and on which day a figure was measured, and how CPU time is taken."""

import os
import platform
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import TypeVar

from palermo.errors import InputError

T = TypeVar("T")

LIBRARIES = (
    "palermo",
    "numpy",
    "numba",
    "pyarrow",
    "duckdb",
    "phonenumberslite",
    "rapidfuzz",
    "cryptography",
    "rensa",
    "datasketch",
    "drain3",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a reader needs to judge a speed.

    Args:
        processor: As the system names it.
        cores: Those this process may use.
        memory: Of the machine, in GiB.
        system: Kernel, architecture and Python.
        versions: Of the libraries at work; those not installed are left out.
    """

    processor: str
    cores: int
    memory: float
    system: str
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Timed:
    """What one call cost: CPU seconds of all threads, and wall seconds beside them."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process of its own cost.

    Args:
        cpu: User and system CPU seconds, children included.
        wall: Seconds on the clock.
        peak: Most memory held at one time, in bytes.
        output: What it printed.
    """

    cpu: float
    wall: float
    peak: int
    output: str


def this_machine() -> Machine:
    """Look at the machine."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=round(pages * page / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        versions=versions,
    )


def today() -> str:
    """The day in UTC."""
    return datetime.now(UTC).date().isoformat()


def timed(call: Callable[[], T]) -> tuple[T, Timed]:
    """Call once and say what it cost."""
    cpu, wall = process_time(), monotonic()
    result = call()
    return result, Timed(max(process_time() - cpu, 1e-9), monotonic() - wall)


def paired_ratio(ours: Callable[[], int], theirs: Callable[[], int], rounds: int = 3) -> tuple[float, float, float]:
    """Run both one after the other, `rounds` times, so that a busy machine slows both alike.

    Each call returns how many rows it worked on.

    Returns:
        Our rows per CPU second, theirs, and the median of the rounds' ratios.
    """
    pairs = []
    for _ in range(rounds):
        (mine, cost), (other, price) = timed(ours), timed(theirs)
        pairs.append((mine / cost.cpu, other / price.cpu))
    return (
        median(own for own, _ in pairs),
        median(other for _, other in pairs),
        median(own / other for own, other in pairs),
    )


def spend(words: Sequence[str], *, env: Mapping[str, str] | None = None, where: Path | None = None) -> Spent:
    """Run `python -m palermo` with these words as a process of its own.

    Raises:
        InputError: It did not end with exit code 0; the message holds what it said.
    """
    began = monotonic()
    command = [sys.executable, "-m", "palermo", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(env or os.environ), cwd=where
    ) as process:
        output = process.stdout.read() if process.stdout is not None else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise InputError(f"palermo {words[0]} ended with exit code {process.returncode}: {output.strip()[-400:]}")
    return Spent(used.ru_utime + used.ru_stime, monotonic() - began, _peak(used), output)


def _peak(used: resource.struct_rusage) -> int:
    """Most memory held, in bytes: Linux counts kibibytes, macOS bytes."""
    return int(used.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


def _processor() -> str:
    """The processor's name."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "not stated"
