"""One measured figure beside its goal and a peer's: the row that every bench gives and the report prints."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a bench's table, said as a reader should see it.

    Args:
        what: The thing measured, in the words of the goal.
        goal: The goal as text, such as ">= .995"; empty = shown for comparison only.
        measured: What was measured, as text with its unit.
        reached: True or False where there is a goal; None where there is none or it could not be measured.
        peer: The peer's name and version; empty where nobody else does this.
        peer_measured: What the peer scored on the same rows; empty without a peer.
        ratio: Ours over the peer's, measured in one process one after the other; None without one.
        n: How many rows, adverts or entries were measured.
        note: What a reader must know: seed, set, failure, what would be needed.
    """

    what: str
    goal: str
    measured: str
    reached: bool | None
    peer: str = ""
    peer_measured: str = ""
    ratio: float | None = None
    n: int = 0
    note: str = ""
