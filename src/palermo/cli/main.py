"""The command `palermo`: which words there are, and how every end is told from every other by its exit code."""

import argparse
import errno
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from palermo import __version__
from palermo.cli import (
    bench,
    check,
    checkpoint,
    demo,
    indicators,
    ingest,
    init,
    key,
    leads,
    report,
    run,
    show,
    simulate,
    table,
    train,
    upgrade,
    verify,
)
from palermo.cli.command import Command
from palermo.errors import PalermoError, RoomError, UsageError

COMMANDS: tuple[Command, ...] = (
    init.COMMAND,
    ingest.COMMAND,
    run.COMMAND,
    leads.COMMAND,
    show.COMMAND,
    report.COMMAND,
    table.COMMAND,
    verify.COMMAND,
    checkpoint.COMMAND,
    key.COMMAND,
    upgrade.COMMAND,
    check.COMMAND,
    indicators.COMMAND,
    train.COMMAND,
    simulate.COMMAND,
    demo.COMMAND,
    bench.COMMAND,
)

FAULT = 70
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The words and switches of every command."""
    lines = "\n".join(f"  {c.name:<11}{c.does}" for c in COMMANDS)
    top = argparse.ArgumentParser(
        prog="palermo",
        usage="palermo [-w DIR] COMMAND ...",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=(
            "A workbench for counter-trafficking work: takes adverts that you lawfully hold, finds which were\n"
            "written by one hand, and puts a short, explained list of leads before a person. It runs offline.\n"
            "A lead is a question, never a verdict.\n\n"
            f"commands:\n{lines}\n\n"
            "A first afternoon: palermo demo, then palermo COMMAND --help."
        ),
        epilog="exit codes: 0 done, 1 the input is wrong, 2 usage, 3 does not verify, 4 workspace busy,\n"
        "5 no room, 70 a fault of ours",
    )
    top.add_argument("-w", "--workspace", default=".", metavar="DIR", help="the workspace (default: this folder)")
    top.add_argument("--version", action="version", version=f"palermo {__version__}")
    words = top.add_subparsers(dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    for command in COMMANDS:
        word = words.add_parser(
            command.name,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            description=f"{command.does[0].upper()}{command.does[1:]}.\n\nServes: {', '.join(command.serves)}.",
            epilog=f"for example:\n  {command.example}",
        )
        word.add_argument("-w", "--workspace", default=argparse.SUPPRESS, metavar="DIR", help="the workspace")
        command.declare(word)
        word.set_defaults(act=command.act)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; no traceback reaches the screen."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    top = parser()
    args = top.parse_args(words)
    if args.command is None:
        top.print_help()
        return UsageError.exit_code
    try:
        code: int = args.act(args)
        sys.stdout.flush()
    except PalermoError as error:
        return _refuse(str(error), error.exit_code)
    except MemoryError:
        return _refuse("not enough memory; close other programs, or run on fewer files at once", RoomError.exit_code)
    except KeyboardInterrupt:
        return _refuse("interrupted; what was finished is kept, the rest is swept away at the next start", INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _refuse("no room on the disk; free some and do it again: nothing is half done", RoomError.exit_code)
        if error.filename is not None and isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            return _refuse(f"{error.filename}: {error.strerror}", 1)
        return _fault(args, error)
    except Exception as error:  # noqa: BLE001 - the one place where a fault of ours becomes exit code 70
        return _fault(args, error)
    return code


def _refuse(message: str, code: int) -> int:
    """Say what is wrong on standard error."""
    print(f"palermo: {message}", file=sys.stderr)
    return code


def _fault(args: argparse.Namespace, error: Exception) -> int:
    """Keep a report of a fault of ours: its kind and where in our code, never a value."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    now = datetime.now(UTC)
    lines = [f"palermo {__version__} {args.command} {now.isoformat(timespec='seconds')}", type(error).__name__, *where]
    folder = Path(args.workspace)
    kept = ""
    if (folder / "palermo.toml").exists():
        report_file = folder / "faults" / f"{now:%Y%m%dT%H%M%S%f}.txt"
        try:
            report_file.parent.mkdir(exist_ok=True)
            report_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            kept = f"; a report without personal data is in {report_file}"
        except OSError:
            kept = "; no report could be kept"
    last = where[-1].strip() if where else "nowhere"
    return _refuse(f"a fault of ours ({type(error).__name__} at {last}){kept}. Nothing is half done", FAULT)
