"""Run by test_lock.py in a process of its own: end the writer before and in the middle of its writes, in turn.

A forked child does one round of work and ends without any clean-up at its n-th call that changes the disk; a write
is cut in half. Then the workspace has to verify as it is, open for writing, and verify again. Nothing waits for the
disk here: what a process wrote stays written when it dies.

    python cut_everywhere.py FOLDER [STEP]      STEP 1 = every single place, about 150; minutes
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made_up_desk import NOW, Desk, add_rows, add_run, filled_desk, take_in
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import writer

CALLS = ("write", "fsync", "replace", "rename", "unlink", "truncate", "ftruncate", "mkdir")


def cut_at(turn: int) -> None:
    """Let the process end at its call number `turn` that changes the disk."""
    left = [turn]

    def cutting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **also: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                os._exit(9)
            return real(*args, **also)

        return call

    for name in CALLS:
        setattr(os, name, cutting(name, getattr(os, name)))


def work(desk: Desk, word: str) -> None:
    """One round: an item, rows, many entries, a run, an erasure, a new key."""
    with KeyRing.open(desk.workspace.workspace_id) as keys:
        own = Desk(desk.workspace, keys)
        with writer(desk.workspace, keys=keys, who="ada") as log:
            item = take_in(own, log, word.encode() * 3_000)
            add_rows(own, log, word, word.encode())
            log.append([Entry(NOW, "ada", Event.LOOKED_UP, str(number)) for number in range(70)])
            add_run(own, log, word, word.encode())
            log.append([Entry(NOW, "ada", Event.ITEM_ERASED, item)])
            own.store.erase(item)
            log.rotate_key("ada")


def main(folder: Path, step: int) -> int:
    """Give the number of calls that one round of work makes; fail where a workspace does not verify."""
    os.fsync = lambda number: None  # type: ignore[assignment]
    desk = filled_desk(folder, (10,))
    turn = 0
    while True:
        child = os.fork()
        if child == 0:
            cut_at(turn)
            work(desk, f"round-{turn}")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, 9), f"the child of turn {turn} ended with {code}"
        assert desk.faults() == [], (turn, desk.faults())
        with writer(desk.workspace, keys=desk.keys) as log:
            log.append([Entry(NOW, "ada", Event.LOOKED_UP)])
        assert desk.faults() == [], (turn, desk.faults())
        assert not list(desk.workspace.root.rglob(".partial-*")), turn
        if code == 0:
            return turn
        turn += step


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
