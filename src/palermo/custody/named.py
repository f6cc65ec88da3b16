"""What the custody log names at its end: the items, row-files and runs that ought to be there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from palermo.custody.entry import GONE, Entry, Event
from palermo.errors import VerifyError

# Lines of these words only are read: a log may hold a million entries of other kinds.
_WORDS = tuple(
    f'"event":"{event.value}"'.encode()
    for event in (Event.ITEM_ERASED, Event.RUN_DONE, Event.RUN_DELETED, Event.CURRENT_RUN_SET)
)
_TAKEN_IN = f'"event":"{Event.ITEM_TAKEN_IN.value}"'.encode()
_FILES = b'"files":{'
ABOUT_FILES = (_FILES, b'"event":"run_')  # lines that name row-files and runs, and none that names items alone
_SUBJECT = re.compile(rb'"subject":"([0-9a-f]{64})"')


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
        if _FILES not in line:
            if _TAKEN_IN in line:
                # Quotes within a text are escaped, so these words stand nowhere but in their own fields.
                subject = _SUBJECT.search(line)
                if subject is not None:
                    self._take_in(subject[1].decode(), number)
                    return
            elif not any(word in line for word in _WORDS):
                return
        try:
            entry = Entry.of_line(line)
        except ValueError as error:
            raise VerifyError(f"entry {number} of the custody log cannot be read; run `palermo verify`") from error
        self.files.update(entry.files)
        if entry.event is Event.ITEM_TAKEN_IN:
            self._take_in(entry.subject, number)
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

    def _take_in(self, item_id: str, number: int) -> None:
        """An item stands, from its first entry on or again after an erasure."""
        self.items.setdefault(item_id, number)
        self.erased.discard(item_id)

    def standing(self) -> dict[str, str]:
        """The files that ought to be there, with their hashes."""
        return {path: found for path, found in self.files.items() if found != GONE}
