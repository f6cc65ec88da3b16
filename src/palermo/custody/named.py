"""What the custody log names at its end: the items, row-files and runs that ought to be there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from palermo.custody.entry import GONE, Entry, Event
from palermo.errors import VerifyError

# Lines of these words only are read: a log may hold a million entries of other kinds.
_WORDS = tuple(
    f'"event":"{event.value}"'.encode()
    for event in (Event.ITEM_TAKEN_IN, Event.ITEM_ERASED, Event.RUN_DONE, Event.RUN_DELETED, Event.CURRENT_RUN_SET)
)
_FILES = b'"files":{'


@dataclass
class Named:
    """What ought to be in the workspace.

    Args:
        items: Item ids, the number of the entry that took each in; erased ones included.
        erased: Item ids whose key was destroyed.
        files: Path in the workspace -> SHA-256, empty where it was removed on purpose.
        runs: Ids of the runs that were done and not deleted, in order.
        current: The run that was last made current; empty = none was.
        later_runs: Runs done after that.
    """

    items: dict[str, int] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    current: str = ""
    later_runs: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> "Named":
        """Read the lines of a log.

        Raises:
            VerifyError: A line is not an entry.
        """
        named = cls()
        for number, line in enumerate(lines):
            named.add(number, line)
        return named

    def add(self, number: int, line: bytes) -> None:
        """Take in one line."""
        if _FILES not in line and not any(word in line for word in _WORDS):
            return
        try:
            entry = Entry.of_line(line)
        except ValueError as error:
            raise VerifyError(f"entry {number} of the custody log cannot be read; run `palermo verify`") from error
        self.files.update(entry.files)
        if entry.event is Event.ITEM_TAKEN_IN:
            self.items.setdefault(entry.subject, number)
            self.erased.discard(entry.subject)
        elif entry.event is Event.ITEM_ERASED:
            self.erased.add(entry.subject)
        elif entry.event is Event.RUN_DONE:
            self.runs[entry.subject] = number
            self.later_runs.add(entry.subject)
        elif entry.event is Event.RUN_DELETED:
            self.runs.pop(entry.subject, None)
            self.later_runs.discard(entry.subject)
        elif entry.event is Event.CURRENT_RUN_SET:
            self.current = entry.subject
            self.later_runs.clear()

    def standing(self) -> dict[str, str]:
        """The files that ought to be there, with their hashes."""
        return {path: found for path, found in self.files.items() if found != GONE}
