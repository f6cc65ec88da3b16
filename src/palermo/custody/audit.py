"""Whether the custody log is the one that was signed, and since when nobody can tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from palermo.custody.checkpoint import Checkpoint, utc_text
from palermo.custody.differences import differences
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.log import CHECKPOINTS, ENTRIES
from palermo.custody.named import Named
from palermo.custody.nodes import Nodes
from palermo.custody.workspace import Workspace
from palermo.errors import VerifyError
from palermo.methods.merkle import EMPTY_ROOT, HASH_BYTES, Growth, leaf_hash

_ROTATED = f'"event":"{Event.KEY_ROTATED.value}"'.encode()
_WRITTEN = f'"event":"{Event.CHECKPOINT_WRITTEN.value}"'.encode()
_FIRST_KEY = "first key "


@dataclass(frozen=True)
class Finding:
    """One thing that `verify` has to say.

    Args:
        place: Where: a path in the workspace, an entry, the keys.
        words: What, with numbers.
        fault: True where something does not verify; False where it only has to be known.
    """

    place: str
    words: str
    fault: bool = True


@dataclass
class Audit:
    """The log, looked at.

    Args:
        findings: What was found.
        named: What the log names.
        size: Signed entries.
        whole: Whether the entries are those that were signed.
    """

    findings: list[Finding] = field(default_factory=list)
    named: Named = field(default_factory=Named)
    size: int = 0
    whole: bool = True

    def fault(self, place: str, words: str) -> None:
        """Add what does not verify."""
        self.findings.append(Finding(place, words))

    def tell(self, place: str, words: str) -> None:
        """Add what has to be known."""
        self.findings.append(Finding(place, words, fault=False))


def audit_log(workspace: Workspace, keys: KeyRing | None, against: Sequence[Checkpoint] = ()) -> Audit:
    """Check every checkpoint, every entry, the order of keys, and what is remembered elsewhere.

    Args:
        keys: The key folder's; None = the public keys in the workspace have to be believed, and a finding says so.
        against: Checkpoints kept outside.
    """
    audit = Audit()
    heads = _checkpoints(workspace, audit)
    audit.size = heads[-1].size if heads else 0
    mark = None if keys is None else keys.mark()
    wanted = {cp.size for cp in against} | ({mark.size} if mark is not None else set())
    reading = _Reading(workspace, heads, wanted)
    reading.run(audit)
    _check_keys(audit, heads, reading, keys)
    if mark is not None:
        if mark.size > audit.size:
            audit.fault(
                "custody",
                f"the keys remember {mark.size} entries, and the log has {audit.size}: it was cut off at the end, or "
                "the workspace is an older copy",
            )
        elif audit.whole and reading.roots.get(mark.size) != mark.root:
            audit.fault("custody", f"the first {mark.size} entries are not those that the keys remember")
    for checkpoint in against:
        _check_against(audit, workspace, checkpoint, reading)
    _say_since(audit, against, reading)
    return audit


def _checkpoints(workspace: Workspace, audit: Audit) -> list[Checkpoint]:
    """Read and check every signed line; gives those that hold."""
    path = workspace.custody / CHECKPOINTS
    place = f"custody/{CHECKPOINTS}"
    if not path.exists():
        if (workspace.custody / ENTRIES).exists():
            audit.fault(place, "is missing: nothing says which entries were signed")
        return []
    lines = path.read_bytes().split(b"\n")
    torn = lines.pop()
    if torn:
        audit.tell(
            place, f"{len(torn)} bytes after the last line: a batch that was never acknowledged, or a last line cut"
        )
    heads: list[Checkpoint] = []
    batch = 0
    for number, line in enumerate(lines):
        batch += 1
        try:
            head = Checkpoint.of_line(line)
            head.verify()
        except (ValueError, VerifyError):
            audit.fault(place, f"line {number} (batch {batch}) was changed: it is not what was signed")
            continue
        if head.workspace_id != workspace.workspace_id:
            audit.fault(place, f"line {number} is of the log of another workspace")
            continue
        if head.batch != batch:
            audit.fault(
                place, f"line {number} is of batch {head.batch}, should be {batch}: lines were deleted or moved"
            )
            batch = head.batch
        if heads and (head.size <= heads[-1].size or head.length <= heads[-1].length):
            audit.fault(place, f"line {number} does not go beyond the line before it")
            continue
        heads.append(head)
    return heads


class _Reading:
    """One pass over the entries: roots at every checkpoint, keys, what is named."""

    def __init__(self, workspace: Workspace, heads: Sequence[Checkpoint], wanted: set[int]) -> None:
        self.path = workspace.custody / ENTRIES
        self.nodes = Nodes(workspace.custody / "nodes")
        self.heads = heads
        self.stops = sorted(
            {head.size for head in heads} | {size for size in wanted if heads and size <= heads[-1].size}
        )
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}
        self.rotations: list[tuple[int, str]] = []
        self.first_key = ""
        self.written: tuple[int, str] | None = None
        self.node_faults: set[str] = set()

    def run(self, audit: Audit) -> None:
        """Read the file and say what does not hold."""
        place = f"custody/{ENTRIES}"
        if not self.path.exists():
            if self.heads:
                audit.whole = False
                audit.fault(place, f"is missing: {self.heads[-1].size} entries are gone")
            return
        length = self.heads[-1].length if self.heads else 0
        tail = self.path.stat().st_size - length
        self._read(audit)
        broken = [head for head in self.heads if self.roots.get(head.size) != head.root]
        if broken:
            audit.whole = False
            for words in self._where(broken):
                audit.fault(place, words)
        elif tail > 0:
            audit.tell(
                place,
                f"{tail} bytes after the last checkpoint: never acknowledged; the next command that writes cuts them",
            )
        if audit.whole:
            for words in sorted(self.node_faults):
                audit.fault("custody/nodes", words)

    def _read(self, audit: Audit) -> None:
        """Hash line by line up to the last checkpoint."""
        growth = Growth()
        batch: list[bytes] = []
        stops = iter(self.stops)
        stop = next(stops, None)
        with self.path.open("rb") as file:
            for number, ended in enumerate(file):
                if stop is None or not ended.endswith(b"\n"):
                    break
                line = ended[:-1]
                self._look(audit, number, line)
                batch.append(leaf_hash(line))
                if number + 1 == stop:
                    self._compare(growth, batch)
                    self.roots[stop] = growth.root()
                    batch = []
                    stop = next(stops, None)
        self._compare(growth, batch)

    def _look(self, audit: Audit, number: int, line: bytes) -> None:
        """Take from a line what the later checks need."""
        try:
            audit.named.add(number, line)
            if number == 0:
                self.first_key = Entry.of_line(line).note.removeprefix(_FIRST_KEY)
            elif _ROTATED in line:
                self.rotations.append((number, Entry.of_line(line).subject))
            elif _WRITTEN in line:
                self.written = (number, utc_text(Entry.of_line(line).at))
        except (ValueError, VerifyError):
            audit.whole = False
            audit.fault(f"custody/{ENTRIES}", f"line {number} is not an entry")

    def _compare(self, growth: Growth, batch: list[bytes]) -> None:
        """Add a batch, and hold the nodes on the disk against those it makes."""
        start = growth.size
        for level, fresh in enumerate(growth.add(batch)):
            first = start >> level
            if self.nodes.read(level, first, len(fresh)) != b"".join(fresh):
                self.node_faults.add(
                    f"level {level:02d} was changed or is missing; it only saves work: delete the folder, and the next "
                    "command that writes makes it anew"
                )

    def _where(self, broken: Sequence[Checkpoint]) -> list[str]:
        """Say which entries were changed: by the leaf hashes where they are authentic, else by the batch."""
        last = self.heads[-1]
        stored = self.nodes.read(0, 0, last.size)
        growth = Growth()
        signed = [stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)]
        if len(stored) == last.size * HASH_BYTES:
            growth.add(signed)
            if growth.root() == last.root:
                words = differences(signed, self._all_leaves())
                if words:
                    return words
        good = max((head.size for head in self.heads if head.size < broken[0].size), default=0)
        return [
            f"entries {good} to {broken[0].size - 1} (batch {broken[0].batch}) are not those that were signed: edited, "
            "deleted, put in, moved or cut off; the hashes that would tell which were changed too"
        ]

    def _all_leaves(self) -> list[bytes]:
        """The leaf hash of every whole line in the file; a torn end counts only where entries are not short."""
        with self.path.open("rb") as file:
            return [leaf_hash(line[:-1]) for line in file if line.endswith(b"\n")]


def _check_keys(audit: Audit, heads: Sequence[Checkpoint], reading: _Reading, keys: KeyRing | None) -> None:
    """Hold the key of each checkpoint against the order of keys in the log, and all against the key folder."""
    if not heads:
        return
    steps = [(0, reading.first_key), *((number + 1, key) for number, key in reading.rotations)]
    for head in heads if audit.whole else ():
        valid = [key for size, key in steps if size < head.size][-1]
        if head.key != valid:
            audit.fault(
                f"custody/{CHECKPOINTS}",
                f"batch {head.batch} is signed with key {head.key[:16]}..., and the log says {valid[:16]}...",
            )
    used = list(dict.fromkeys([reading.first_key, *(head.key for head in heads)]))
    if keys is None:
        audit.tell(
            "keys",
            f"no key folder was at hand: the public key in the workspace ({used[0][:16]}...) had to be believed, and "
            "somebody who swaps it can sign another log; compare it with one kept elsewhere",
        )
        return
    known = set(keys.public_keys())
    for key in used:
        if key not in known:
            audit.fault(
                "custody",
                f"signed with key {key[:16]}..., which the key folder does not know: the public key was swapped and "
                "the log signed anew by somebody else, or the keys are an older backup",
            )


def _check_against(audit: Audit, workspace: Workspace, checkpoint: Checkpoint, reading: _Reading) -> None:
    """Hold the log against one checkpoint kept outside."""
    place = f"outside checkpoint of {utc_text(checkpoint.at)}"
    if checkpoint.workspace_id != workspace.workspace_id:
        audit.fault(place, "is of another workspace")
        return
    try:
        checkpoint.verify()
    except VerifyError:
        audit.fault(place, "its own signature does not hold: the file was changed, or is not of these keys")
        return
    keys = {reading.first_key, *(key for _, key in reading.rotations)}
    if checkpoint.key not in keys:
        audit.fault(
            place,
            f"is signed with key {checkpoint.key[:16]}..., which the log does not name: the public key in the "
            "workspace was swapped and the log written anew",
        )
    if checkpoint.size > audit.size:
        audit.fault(
            place, f"has {checkpoint.size} entries, and the log {audit.size}: it was cut off or turned back since"
        )
    elif reading.roots.get(checkpoint.size) != checkpoint.root:
        audit.fault(
            place, f"the first {checkpoint.size} entries are not those it was signed over: the log was rewritten"
        )


def _say_since(audit: Audit, against: Sequence[Checkpoint], reading: _Reading) -> None:
    """Say what cannot be told, and since when."""
    held = [checkpoint for checkpoint in against if checkpoint.size <= audit.size]
    if held:
        best = max(held, key=lambda checkpoint: checkpoint.size)
        audit.tell(
            "custody",
            f"since the outside checkpoint of {utc_text(best.at)} ({best.size} of {audit.size} entries), a change by "
            "the holder of the signing key, or a workspace turned back with its keys, cannot be told",
        )
        return
    known = "no checkpoint was ever written to a file outside"
    if reading.written is not None:
        known = f"one was written outside at {reading.written[1]} (entry {reading.written[0]}): give it with --against"
    audit.tell(
        "custody",
        "held against no outside checkpoint, so a change by the holder of the signing key, or a workspace turned back "
        f"with its keys, cannot be told; {known}",
    )
