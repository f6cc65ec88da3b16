"""The keys of a workspace, opened for a command; a passphrase is asked for where one guards them."""

import os
import sys
from getpass import getpass

from palermo.custody.keys import KeyRing
from palermo.custody.workspace import Workspace
from palermo.errors import UsageError

VARIABLE = "PALERMO_PASSPHRASE"


def open_keys(workspace: Workspace, phrase: str | None = None) -> KeyRing:
    """Open the keys, with the passphrase given, or asked for where one guards them.

    Raises:
        NotFoundError: There are no keys of this workspace.
        UsageError: A passphrase is needed and nobody is there to type it.
        VerifyError: The passphrase does not open them.
    """
    typed = passphrase_of(workspace) if phrase is None else phrase
    return KeyRing.open(workspace.workspace_id, passphrase=typed)


def passphrase_of(workspace: Workspace) -> str | None:
    """The passphrase that guards the keys: from PALERMO_PASSPHRASE or typed; None where none does."""
    return ask_passphrase() if KeyRing.needs_passphrase(workspace.workspace_id) else None


def ask_passphrase() -> str:
    """A passphrase from PALERMO_PASSPHRASE, else typed.

    Raises:
        UsageError: Nobody is there to type it.
    """
    phrase = os.environ.get(VARIABLE)
    if phrase is not None:
        return phrase
    if not sys.stdin.isatty():
        raise UsageError(f"the keys have a passphrase: run this on a terminal, or set {VARIABLE}")
    return getpass("Passphrase over the keys: ")
