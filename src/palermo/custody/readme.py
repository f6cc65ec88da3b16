"""The plain text that lies beside the custody log, for whoever opens the folder without palermo."""

from palermo.custody.entry import Event

_EVENTS = "\n".join(f"  {event.value:<20} {event.meaning}" for event in Event)

README = f"""The custody log of a palermo workspace, format 1
================================================

This folder says who did what to the evidence, and when. It can be read and checked with common tools alone.
All text is UTF-8, all times are UTC, all hashes SHA-256, all signatures Ed25519 (RFC 8032).

entries.jsonl
  One entry a line, each a JSON object (RFC 8259) with its keys sorted, no spaces, empty fields left out:
    at          when, as 2025-01-31T12:00:00.000000Z
    who         account name of the person, or of the service
    event       what was done, see below
    subject     the id of what it was done to
    commitment  SHA-256 over a secret nonce of 32 bytes followed by what is committed to, which stays elsewhere
    note        a few plain words
    files       path in the workspace -> SHA-256 of the file from then on; empty text = removed on purpose
  Entries are only ever added at the end.

checkpoints.jsonl
  One line for each batch of entries, written and signed after it. Each holds the number of the batch, the number
  of entries so far (size), the bytes they take (length), the root over them and the public key that signed.
  What stands in entries.jsonl after the last checkpoint was never acknowledged; a crash may leave it.

  The root is that of the Merkle tree of RFC 6962, section 2.1, whose leaves are the lines without their line ends:
    leaf = SHA-256(00 | line), node = SHA-256(01 | left | right).
  What is signed is this text, each line ended by a line feed (workspace, size, root in base64, at, batch, length, key):
    palermo/WORKSPACE
    SIZE
    ROOT
    at AT
    batch BATCH
    bytes LENGTH
    key KEY
  A checkpoint written to a file outside is the same text as a signed note (C2SP signed-note, tlog-checkpoint).

  The first entry names the first public key. An entry key_rotated names the key that signs all later checkpoints;
  it is the last of its batch, and that batch is still signed by the former key.

nodes/00, nodes/01, ...
  The hashes of the tree, level by level, 32 bytes each; 00 holds the leaves. They can be made from entries.jsonl.

What this cannot show: whoever holds the signing key can write another log, and whoever can replace the whole
workspace can put an older one in its place. Only a checkpoint kept elsewhere, on paper or with somebody else, shows
that. Nor is the public key in this folder proof of anything by itself: compare it with one kept elsewhere.

Items (../items) are encrypted, each under a key of its own which is not in the workspace. An item's name is the
SHA-256 of its bytes before encryption. The file: 24 bytes of head (8 of "palermo1", 16 that name the key), then
segments of 1,048,576 bytes (the last may be shorter, or empty), each encrypted with AES-256-GCM and followed by
its tag of 16 bytes. Nonce: 7 zero bytes, the number of the segment from 0 in 4 bytes (big-endian), and 01 for the last
segment, else 00. Associated data: the 24 bytes of head.

Events:
{_EVENTS}
"""
