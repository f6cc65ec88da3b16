"""The analysis: from ADVERTS to IDENTIFIERS and UNREAD_NUMBERS."""

from collections.abc import Iterable, Sequence
from functools import partial

import pyarrow as pa

from palermo.analyses.identifiers import verdicts as vd
from palermo.analyses.identifiers.accounts import chain_address_of, iban_of
from palermo.analyses.identifiers.addresses import Mention, email_at, hidden_url_at, masked_at, url_at, whole_url
from palermo.analyses.identifiers.handles import handle_after, handle_before, handle_of_url
from palermo.analyses.identifiers.numbering import known_region, read_digits
from palermo.analyses.identifiers.phones import Span, find_phones
from palermo.analyses.identifiers.scan import scan

COLUMNS = ("title", "body", "contact", "url")

# What the kernel hands out: identifiers (kind set) and numbers left unread (reason set).
FOUND = pa.schema(
    [
        ("advert_id", pa.string()),
        ("kind", pa.string()),
        ("value", pa.string()),
        ("column", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("disguised", pa.bool_()),
        ("valid", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def _named_in_url(mention: Mention) -> Mention:
    """A link to a service's name is a handle; one to a WhatsApp or Signal number is that number."""
    handle = handle_of_url(mention.value)
    if handle is None:
        return mention
    service, _, name = handle.partition(":")
    if service in ("whatsapp", "signal") and name.startswith("+"):
        reading = read_digits(name[1:], True, None, ())
        if reading is None:
            return mention
        return mention._replace(kind="phone", value=reading.value, valid=reading.valid)
    return mention._replace(kind="handle", value=handle, valid=True)


def _at_mark(text: str, kind: int, mark: int) -> Mention | None:
    """What stands at one mark of the scan."""
    if kind == vd.M_MASKED:
        return masked_at(text, mark)
    if kind == vd.M_AT:
        return email_at(text, mark) or handle_before(text, mark)
    if kind == vd.M_SERVICE:
        return handle_after(text, mark)
    if kind == vd.M_CHAIN:
        found, named = chain_address_of(text, mark), "crypto"
        if found is None:
            found, named = iban_of(text, mark), "iban"
        return Mention(named, found[0], mark, found[1], False, True) if found is not None else None
    if kind == vd.M_IBAN:
        found = iban_of(text, mark)
        return Mention("iban", found[0], mark, found[1], False, True) if found is not None else None
    if kind == vd.M_DOT_WORD:
        mention = email_at(text, mark) or hidden_url_at(text, mark)
    elif kind == vd.M_HOST:
        mention = email_at(text, mark) or url_at(text, mark)
    else:
        mention = url_at(text, mark)
    return _named_in_url(mention) if mention is not None and mention.kind == "url" else mention


def _overlaps(mention: Mention, taken: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in taken)


_ORDER = {
    kind: place
    for place, kind in enumerate(
        (vd.M_MASKED, vd.M_URL, vd.M_SERVICE, vd.M_AT, vd.M_HOST, vd.M_DOT_WORD, vd.M_CHAIN, vd.M_IBAN)
    )
}


def _addresses(column: pa.Array, marks: Sequence[Sequence[int]]) -> dict[int, list[Mention]]:
    """All mentions but phones, by row; where two overlap, the one of the surer mark stays."""
    found: dict[int, list[Mention]] = {}
    text, row = "", -1
    for at, kind, mark in sorted(marks, key=lambda m: (m[0], _ORDER[m[1]], m[2])):
        if at != row:
            text, row = column[at].as_py(), at
        taken = found.setdefault(row, [])
        if any(other.start <= mark < other.end for other in taken):
            continue
        mention = _at_mark(text, kind, mark)
        if mention is not None and not _overlaps(mention, taken):
            taken.append(mention)
    return found


def find_in_column(
    column: pa.Array, name: str, countries: Sequence[str | None], regions: tuple[str, ...]
) -> list[tuple[int, str | None, str | None, str, int, int, bool, bool | None, str | None]]:
    """All that stands in one column of a batch, ordered by row and place.

    Returns:
        Tuples in the order of FOUND, with the row in place of the advert's id.
    """
    rows: list[tuple[int, str | None, str | None, str, int, int, bool, bool | None, str | None]] = []
    if name == "url":
        column = _whole_urls(column, rows)
    scanned = scan(column)
    found = _addresses(column, scanned.marks.tolist())
    for row, mentions in found.items():
        for m in mentions:
            rows.append((row, m.kind, m.value, name, m.start, m.end, m.disguised, m.valid, None))
    blocked: dict[int, list[Span]] = {row: [(m.start, m.end) for m in mentions] for row, mentions in found.items()}
    for phone in find_phones(scanned, countries, regions, blocked, in_contact=name == "contact"):
        reading = phone.reading
        if reading is None:
            rows.append((phone.row, None, None, name, phone.start, phone.end, phone.disguised, None, phone.reason))
        else:
            rows.append(
                (phone.row, "phone", reading.value, name, phone.start, phone.end, phone.disguised, reading.valid, None)
            )
    return rows


def _whole_urls(
    column: pa.Array, rows: list[tuple[int, str | None, str | None, str, int, int, bool, bool | None, str | None]]
) -> pa.Array:
    """Read the usual addresses of the column `url` at once; returns what is left for the scan."""
    left: list[str | None] = []
    for row, text in enumerate(column.to_pylist()):
        mention = whole_url(text) if text is not None else None
        if mention is None:
            left.append(text)
            continue
        left.append(None)
        m = _named_in_url(mention)
        rows.append((row, m.kind, m.value, "url", m.start, m.end, m.disguised, m.valid, None))
    return pa.array(left, pa.string())


def find_in_batch(batch: pa.RecordBatch, *, regions: tuple[str, ...]) -> pa.RecordBatch:
    """The kernel: a batch of adverts in, what stands in them out."""
    countries = batch.column("country").to_pylist()
    rows = []
    for name in COLUMNS:
        rows += find_in_column(batch.column(name), name, countries, regions)
    if not rows:
        return pa.RecordBatch.from_pylist([], schema=FOUND)
    at, *rest = zip(*rows, strict=True)
    ids = batch.column("advert_id").take(pa.array(at, pa.int64()))
    arrays = [pa.array(values, field.type) for values, field in zip(rest, list(FOUND)[1:], strict=True)]
    return pa.RecordBatch.from_arrays([ids, *arrays], schema=FOUND)


def kernel(regions: Sequence[str]) -> "partial[pa.RecordBatch]":
    """The kernel for the workspace's countries; unknown ones are left out."""
    known = tuple(region for region in map(known_region, regions) if region is not None)
    return partial(find_in_batch, regions=known)


def canonical(kind: str, mention: str, country: str | None = None, regions: Sequence[str] = ()) -> str | None:
    """The canonical form of a mention by itself; None where it is none of that kind."""
    known = tuple(region for region in map(known_region, regions) if region is not None)
    column = pa.array([mention], pa.string())
    for row in find_in_column(column, "contact", [country], known):
        if row[1] == kind and row[4] == 0 and row[5] == len(mention):
            return row[2]
    return None
