"""`palermo check`: a worker holds an offer against what others asked too late. Keeps nothing."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from palermo.cli.command import Command
from palermo.errors import InputError

LANGUAGES = ("en", "es", "ru", "fr", "de", "it", "ro", "uk")
MOST_BYTES = 1_000_000  # an offer is a page or two; more is another file by mistake


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="the offer; - or none = standard input")
    parser.add_argument("--text", metavar="TEXT", help="the offer itself; your shell may remember it")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="to answer in (default: this machine's, else the offer's)"
    )
    parser.add_argument("--country", metavar="DE", help="where you are, two letters: whom to call")


def act(args: argparse.Namespace) -> int:
    """Print questions and whom to call; write nothing anywhere."""
    from palermo import workbench

    if args.text is not None:
        print("Your shell may keep this text in its history; a file or standard input does not.", file=sys.stderr)
    text = args.text if args.text is not None else _read(args.file)
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    spoken = args.language or ("" if spoken in ("C", "POSIX") else spoken[:2].lower())
    ask = input if sys.stdin.isatty() and sys.stdout.isatty() else None
    for line in workbench.advise(text, spoken, args.country, ask, datetime.now(UTC).date()):
        print(line)
    return 0


def _read(name: str) -> str:
    """The offer, in whatever encoding it is."""
    if name == "-":
        if sys.stdin.isatty():
            print("Paste the offer; end with Ctrl-D on a line of its own.", file=sys.stderr)
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(f"the offer is above {MOST_BYTES:,} bytes; give the text of one offer")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
        if best is None:
            raise InputError("the offer is not text; copy its words into a text file") from None
        return str(best)


COMMAND = Command(
    "check",
    "read what to ask about a job offer, and whom to call; keeps nothing",
    ("prevention", "protection"),
    declare,
    act,
    "palermo check offer.txt --country DE --language uk",
)
