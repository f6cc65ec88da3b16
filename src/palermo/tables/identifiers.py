"""What names an advertiser in a text: IDENTIFIERS."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()

IDENTIFIER_KINDS = ("phone", "email", "url", "handle", "crypto", "iban")

IDENTIFIERS = Table(
    "identifiers",
    "One mention of a phone number, address or handle in an advert.",
    ("advert_id", "column", "start", "kind", "value"),
    (
        Column("advert_id", _text, "The advert that names it."),
        Column("kind", _text, "One of: " + ", ".join(IDENTIFIER_KINDS) + "."),
        Column("value", _text, "E.164 for phones; the canonical form else.", marking=Marking.PERSONAL),
        Column("column", _text, "title, body, contact or url."),
        Column("start", pa.int32(), "Where the mention begins in that column.", "code points"),
        Column("end", pa.int32(), "Where it ends, exclusive.", "code points"),
        Column(
            "disguised", pa.bool_(), "True where the writing hides it: words for digits, odd signs, 'at' and 'dot'."
        ),
        Column("valid", pa.bool_(), "False where it is possible but no number plan or checksum confirms it."),
    ),
)

UNREAD_NUMBERS = Table(
    "unread_numbers",
    "One number in an advert that looks like a phone number of some country and could not be read.",
    ("advert_id", "column", "start"),
    (
        Column("advert_id", _text, "The advert."),
        Column("column", _text, "title, body, contact or url."),
        Column("start", pa.int32(), "Where the number begins in that column.", "code points"),
        Column("end", pa.int32(), "Where it ends, exclusive.", "code points"),
        Column("reason", _text, "Why it was left: no country stated, or a country without a known number plan."),
    ),
)
