"""What a command is made of, and what all commands share: where the workspace is, and how facts are printed."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Declare = Callable[[argparse.ArgumentParser], None]
Act = Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Command:
    """One word after `palermo`.

    Args:
        name: The word.
        does: One line for the list of commands.
        serves: What it serves: prevention, protection, prosecution.
        declare: Adds its arguments.
        act: Does it; returns the exit code. It imports what it needs, so that the others start fast.
        example: A call to copy.
    """

    name: str
    does: str
    serves: tuple[str, ...]
    declare: Declare
    act: Act
    example: str


def add_json(parser: argparse.ArgumentParser) -> None:
    """The switch that makes facts readable for programs."""
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def print_json(facts: Any) -> None:
    """Print facts for a program: UTF-8, keys as they come."""
    print(json.dumps(facts, ensure_ascii=False, indent=1, default=str))


def print_rows(rows: Sequence[Sequence[str]], *, indent: str = "") -> None:
    """Print rows in columns that line up."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        print((indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip())


def say(line: str) -> None:
    """Show progress on a terminal; say nothing where the output is read by a program."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr)


def workspace_folder(args: argparse.Namespace) -> Path:
    """The folder that -w names, else this one."""
    return Path(args.workspace)


def width() -> int:
    """Columns to print in: the terminal's, at most 100; 80 where there is none."""
    try:
        return min(100, os.get_terminal_size().columns)
    except OSError:
        return 80


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 row, 2 rows, 12,000 rows."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
