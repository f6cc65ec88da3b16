"""One entry of the custody log: who did what, when, to which thing; and how it stands as a line of text."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import NamedTuple

from palermo.custody.checkpoint import utc_of, utc_text
from palermo.errors import InputError

NONCE_BYTES = 32
NO_FILES: Mapping[str, str] = MappingProxyType({})
_SPACE = 32  # RFC 8259, section 7: characters below are always escaped
_MANY = 64  # entries from which on it pays to write them without escapes first
GONE = ""  # stands for the hash of a file that was removed on purpose


class Event(StrEnum):
    """What an entry says was done. `meaning` says what it does and what its subject and files are."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Event":
        """A word with its meaning."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    WORKSPACE_MADE = "workspace_made", "The log began; subject: the workspace's id; note: the first public key."
    KEY_ROTATED = "key_rotated", "A new signing key signs from here on; subject: its public half; note: the former."
    MASTER_KEY_ROTATED = "master_key_rotated", "All item keys were wrapped under a new master key."
    KEYS_BACKED_UP = "keys_backed_up", "A copy of the keys was made."
    KEYS_RESTORED = "keys_restored", "Keys were brought back from a copy."
    CHECKPOINT_WRITTEN = "checkpoint_written", "A checkpoint was written to a file outside."
    SETTINGS_CHANGED = "settings_changed", "palermo.toml was changed; files: its new hash."
    ITEM_TAKEN_IN = "item_taken_in", "Bytes were received and stored; subject: the item, the SHA-256 of the bytes."
    BYTES_SEEN_AGAIN = "bytes_seen_again", "The bytes of a known item were received again; subject: the item."
    INGEST_DONE = "ingest_done", "Rows were read from items; subject: the ingest; files: the row-files it made."
    RUN_DONE = "run_done", "Analyses ran; subject: the run; files: its run.json, which holds the hash of each table."
    RUN_DELETED = "run_deleted", "A run was deleted; subject: the run; files: its run.json, gone."
    CURRENT_RUN_SET = "current_run_set", "runs/current was made to name this run, before this entry; subject: the run."
    LOOKED_UP = "looked_up", "Somebody looked something up; subject: the table or lead, never what was searched for."
    WORKING_COPY_MADE = "working_copy_made", "A copy for the same desk was written; subject: the table or lead."
    RECORD_CHANGED = "record_changed", "A case record changed; subject: its id; commitment: the change."
    RELEASED = "released", "Something left the house with a second person's approval; subject: the release."
    ROWS_CHANGED = "rows_changed", "Row-files were written anew, for a correction or an erasure; files: new hashes."
    ITEM_ERASED = "item_erased", "The key of an item was destroyed; subject: the item; files: its row-files now."
    UPGRADED = "upgraded", "The workspace was brought to a newer format; note: which."


class Entry(NamedTuple):
    """One thing done. A named tuple, not a dataclass: they come by the million.

    Args:
        at: When, with a time zone.
        who: Account name of the person at the keyboard, or of the service.
        event: What was done.
        subject: The id of what it was done to; never a personal value, never the bare hash of a guessable one.
        commitment: From `commit`, to what stays elsewhere; empty = none.
        note: A few plain words of ours; never a personal value.
        files: Path within the workspace, with /, to the SHA-256 (hexadecimal) that the file has from now on; empty
            text where it was removed on purpose.
    """

    at: datetime
    who: str
    event: Event
    subject: str = ""
    commitment: str = ""
    note: str = ""
    files: Mapping[str, str] = NO_FILES

    def line(self) -> bytes:
        """The entry as JSON with sorted keys, without spaces, fields that are empty left out; no line end.

        Raises:
            InputError: The text holds half a character (a lone surrogate), or the time has no zone.
        """
        return lines([self])[0]

    @classmethod
    def of_line(cls, line: bytes) -> "Entry":
        """Read a line. Raises ValueError where it is not one that `line` writes."""
        held = json.loads(line)
        if not isinstance(held, dict):
            raise ValueError("not an entry")
        try:
            files = held.pop("files", {})
            found = cls(
                at=utc_of(held.pop("at")),
                who=held.pop("who"),
                event=Event(held.pop("event")),  # type: ignore[call-arg]  # by value; the members' own words are two
                subject=held.pop("subject", ""),
                commitment=held.pop("commitment", ""),
                note=held.pop("note", ""),
                files=MappingProxyType(files),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not an entry") from error
        if held or any(not isinstance(word, str) for word in (*found[1:6], *files, *files.values())):
            raise ValueError("not an entry")
        return found


def lines(entries: Sequence[Entry]) -> list[bytes]:
    """Write entries as lines without their ends; see `Entry.line`."""
    return block(entries).split(b"\n") if entries else []


def block(entries: Sequence[Entry], before: str = "") -> bytes:
    """Write entries as lines in one piece, without the last line end.

    By hand, because it is five times as fast as json.dumps; a test holds the two to the same bytes.

    Args:
        before: Put before each line: the prefix of a leaf, so that hashing need not copy.
    """
    try:
        bare, signs = _bare(entries) if len(entries) >= _MANY else ([], 0)
        whole = (before + f"\n{before}".join(bare)).encode()
        if bare and _needs_no_escape(whole, len(bare), signs, before):
            return whole
        return (before + f"\n{before}".join(map(_escaped, entries))).encode()
    except UnicodeEncodeError as error:
        raise InputError("a custody entry holds half a character (a lone surrogate); should be text") from error


def _bare(entries: Sequence[Entry]) -> tuple[list[str], int]:
    """Lines without any escapes, and how many quotation marks stand in them if no field holds one.

    No lines where an entry has a note or files: those are few, and are written one by one.
    """
    made: list[str] = []
    signs = 0
    last_at: datetime | None = None
    last_event: Event | None = None
    moment = word = ""
    for at, who, event, subject, commitment, note, files in entries:
        if note or files:
            return [], 0
        if at is not last_at:
            last_at, moment = at, _moment(at)
        if event is not last_event:
            last_event, word = event, event.value
        if subject and commitment:
            made.append(f'{moment}"commitment":"{commitment}","event":"{word}","subject":"{subject}","who":"{who}"}}')
            signs += 20
        elif subject:
            made.append(f'{moment}"event":"{word}","subject":"{subject}","who":"{who}"}}')
            signs += 16
        elif commitment:
            made.append(f'{moment}"commitment":"{commitment}","event":"{word}","who":"{who}"}}')
            signs += 16
        else:
            made.append(f'{moment}"event":"{word}","who":"{who}"}}')
            signs += 12
    return made, signs


def _needs_no_escape(whole: bytes, count: int, signs: int, before: str) -> bool:
    """Whether the lines hold nothing that JSON would escape: no further quotation mark, no backslash, no control."""
    import numpy as np  # a slow starter, and few commands write so many entries

    ends = count - 1
    return (
        whole.count(b'"') == signs
        and b"\\" not in whole
        and whole.count(b"\n") == ends
        and int(np.count_nonzero(np.frombuffer(whole, np.uint8) < _SPACE)) == ends + count * len(before)
    )


def _escaped(entry: Entry) -> str:
    """One line, each text escaped where JSON asks for it."""
    quoted = encode_basestring
    files = ",".join(f"{quoted(path)}:{quoted(entry.files[path])}" for path in sorted(entry.files))
    parts = (
        f'"commitment":{quoted(entry.commitment)},' if entry.commitment else "",
        f'"event":{quoted(entry.event.value)},',
        f'"files":{{{files}}},' if files else "",
        f'"note":{quoted(entry.note)},' if entry.note else "",
        f'"subject":{quoted(entry.subject)},' if entry.subject else "",
    )
    return f'{_moment(entry.at)}{"".join(parts)}"who":{quoted(entry.who)}}}'


def _moment(at: datetime) -> str:
    """How a line begins."""
    if at.tzinfo is None:
        raise InputError("the time of a custody entry has no time zone; should be UTC")
    return f'{{"at":"{utc_text(at)}",'


def commit(content: bytes, nonce: bytes | None = None) -> tuple[str, bytes]:
    """Commit to content that stays elsewhere, without giving it away even to somebody who can guess it.

    Args:
        content: What to commit to.
        nonce: From a former call, to check it; None = a new one.

    Returns:
        The commitment, SHA-256(nonce, content) in hexadecimal, and the nonce, which stays with the content: when
        both are destroyed, the commitment says nothing.
    """
    nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
    return sha256(nonce + content).hexdigest(), nonce
