"""The proof that an item stands in the log, small enough for a page: it holds without the workspace."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from palermo.custody.checkpoint import Checkpoint
from palermo.custody.entry import Entry, Event
from palermo.custody.log import CustodyLog
from palermo.errors import NotFoundError, VerifyError
from palermo.methods.merkle import leaf_hash, verify_inclusion

_TAKEN_IN = f'"event":"{Event.ITEM_TAKEN_IN.value}"'.encode()


def custody_proof(log: CustodyLog, item_id: str) -> dict[str, Any]:
    """Prove that the log took in an item; see `custody_proofs`."""
    return custody_proofs(log, [item_id])[item_id]


def custody_proofs(log: CustodyLog, item_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Prove that the log took in each of some items, in one pass over the log.

    Returns:
        Item id -> a mapping that JSON can hold: `entry` (the line itself), `index` (its number, from 0), `leaf` (its
        hash), `path` (the audit path, from the leaf up), `size` and `root` of the signed tree, and `checkpoint` (the
        signed note). All hashes in hexadecimal.

    Raises:
        NotFoundError: The log never took in some of them.
        VerifyError: The log does not give a proof that holds.
    """
    wanted = set(item_ids)
    lines: dict[str, tuple[int, bytes]] = {}
    for number, line in enumerate(log.lines()):
        if _TAKEN_IN in line and len(lines) < len(wanted):
            subject = Entry.of_line(line).subject
            if subject in wanted and subject not in lines:
                lines[subject] = (number, line)
    lacking = wanted - set(lines)
    if lacking or log.head is None:
        raise NotFoundError(f"{len(lacking)} of {len(wanted)} items stand in no entry of the custody log")
    proofs = {}
    for item_id, (number, line) in lines.items():
        proofs[item_id] = {
            "entry": line.decode(),
            "index": number,
            "leaf": leaf_hash(line).hex(),
            "path": [node.hex() for node in log.inclusion(number)],
            "size": log.size,
            "root": log.root().hex(),
            "checkpoint": log.head.text(),
        }
        check_proof(proofs[item_id])
    return proofs


def check_proof(proof: Mapping[str, Any]) -> Entry:
    """Check a proof by itself: the entry under the root, the root under the signature.

    It does not say whose key signed: compare the checkpoint's key with one kept elsewhere.

    Returns:
        The entry.

    Raises:
        VerifyError: Something does not hold; the message says what.
    """
    path: Sequence[str] = proof["path"]
    try:
        checkpoint = Checkpoint.of_text(proof["checkpoint"])
        entry = Entry.of_line(proof["entry"].encode())
        nodes = [bytes.fromhex(node) for node in path]
    except (ValueError, TypeError, AttributeError) as error:
        raise VerifyError("the proof is not one that palermo writes") from error
    checkpoint.verify()
    leaf = leaf_hash(proof["entry"].encode())
    same = (leaf.hex(), checkpoint.root.hex(), checkpoint.size) == (proof["leaf"], proof["root"], proof["size"])
    if not same or not verify_inclusion(leaf, proof["index"], checkpoint.size, nodes, checkpoint.root):
        raise VerifyError("the proof does not lead from the entry to the root that was signed; run `palermo verify`")
    return entry
