"""Every error that palermo raises on purpose.

PalermoError
├── InputError            exit 1   what was given is wrong: what, where, how many, what would be right
│   ├── ReaderError                a file cannot be read at all
│   ├── TableError                 a table breaks its promise
│   ├── NotFoundError              no such lead, table, item or advert
│   └── MissingExtraError          a library that this step needs is not installed
├── UsageError            exit 2   the words of the command are off
├── VerifyError           exit 3   something does not verify: bytes, log, keys or run records
├── BusyError             exit 4   another process writes to the workspace
├── RoomError             exit 5   no room on the disk, or no memory
└── FaultError            exit 70  a fault of ours

A message says what, where, how many, and what would be right, and holds no personal value.
"""


class PalermoError(Exception):
    """The root; `exit_code` is what the command line returns."""

    exit_code = 70


class InputError(PalermoError):
    """What was given is wrong."""

    exit_code = 1


class ReaderError(InputError):
    """A file cannot be read at all."""


class TableError(InputError):
    """A table breaks the promise that `tables/` makes for it."""


class NotFoundError(InputError):
    """There is no such lead, table, item or advert."""


class MissingExtraError(InputError):
    """A library that this step needs is not installed."""


class UsageError(PalermoError):
    """The words of the command are off."""

    exit_code = 2


class VerifyError(PalermoError):
    """Something does not verify."""

    exit_code = 3


class BusyError(PalermoError):
    """Another process writes to the workspace."""

    exit_code = 4


class RoomError(PalermoError):
    """There is no room on the disk, or no memory."""

    exit_code = 5


class FaultError(PalermoError):
    """A fault of ours."""

    exit_code = 70
