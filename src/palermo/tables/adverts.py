"""What was taken in: INGESTS, REJECTS, ADVERTS and SIGHTINGS."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()
_utc = pa.timestamp("us", tz="UTC")
_P = Marking.PERSONAL

ADVERT_KINDS = ("job", "services", "sexual_services", "housing", "other", "not_stated")

INGESTS = Table(
    "ingests",
    "One file taken in at one time: what it was, how it was read and how its rows ended.",
    ("ingest_id", "file"),
    (
        Column("ingest_id", _text, "Names the intake; the same on every row that came of it."),
        Column("file", _text, "Name of the file as given, without its folders.", marking=_P),
        Column("item_id", _text, "SHA-256 of the bytes as received."),
        Column("table", _text, "The table that the rows went to."),
        Column("source", _text, "Where the material came from, as the person said."),
        Column("basis", _text, "On what legal basis it is held, as the person said; null = not stated.", nullable=True),
        Column("rows", pa.int64(), "Rows found in the file: kept + rejected.", "rows"),
        Column("kept", pa.int64(), "Rows that became an advert or a sighting of one.", "rows"),
        Column("rejected", pa.int64(), "Rows that went to REJECTS as a whole.", "rows"),
        Column(
            "seen_before", pa.int64(), "Of the kept rows, those that are a further sighting of a known advert.", "rows"
        ),
        Column("encoding", _text, "Encoding found; null where the format has none.", nullable=True),
        Column("dialect", _text, "How the file was read: format, delimiter, members.", nullable=True),
        Column("mapping", _text, "JSON object: column -> header it was read from."),
        Column("started_at", _utc, "When the intake began."),
        Column("operator", _text, "Account name of the person at the keyboard.", marking=_P),
        Column("tool", _text, "Name and version of the program that read the file."),
    ),
)

REJECTS = Table(
    "rejects",
    "One row that could not be read, and why; or, where `column` is stated, one cell of a row that was kept without it.",
    ("ingest_id", "item_id", "locator", "column"),
    (
        Column("ingest_id", _text, "The intake."),
        Column("item_id", _text, "SHA-256 of the bytes as received."),
        Column("locator", _text, "Where in the item: member, row, element, byte range."),
        Column(
            "column",
            _text,
            "The column whose cell was left out; null = the whole row, and only these count as rejected.",
            nullable=True,
        ),
        Column("reason", _text, "What was wrong and what would be right; no personal value."),
    ),
)

ADVERTS = Table(
    "adverts",
    "One advert or post, however often it was seen.",
    ("advert_id",),
    (
        Column(
            "advert_id",
            _text,
            "Names the advert: made of its source and source_id or url, else of its item and place in it.",
        ),
        Column("ingest_id", _text, "The intake that first brought it."),
        Column("item_id", _text, "SHA-256 of the bytes it stands in."),
        Column("row", pa.int64(), "Row in the item, from 1; pages count as one row.", "rows"),
        Column("locator", _text, "Where in the item: member, row, element, byte range."),
        Column("source", _text, "Where the material came from, as the person said."),
        Column("source_id", _text, "The advert's name at its source.", nullable=True, marking=_P),
        Column("advert_kind", _text, "One of: " + ", ".join(ADVERT_KINDS) + "."),
        Column("title", _text, "Heading as collected; empty where there was none.", marking=_P),
        Column("body", _text, "Text as collected.", marking=_P),
        Column("posted_at", _utc, "When it says it was posted.", nullable=True),
        Column("collected_at", _utc, "When somebody saved it.", nullable=True),
        Column("place", _text, "Place as written.", nullable=True),
        Column("country", _text, "ISO 3166-1 alpha-2 where the source gives it; null = not stated.", nullable=True),
        Column(
            "price",
            pa.int64(),
            "Pay or price where the source gives one number.",
            "minor units of `currency`",
            nullable=True,
        ),
        Column("currency", _text, "ISO 4217; null = not stated.", nullable=True),
        Column("contact", _text, "Contact field as written.", nullable=True, marking=_P),
        Column("url", _text, "Address the advert was saved from.", nullable=True, marking=_P),
        Column("language", _text, "BCP 47 where the source gives it; null = not stated.", nullable=True),
        Column(
            "employer",
            _text,
            "Employer or advertiser as the source names it; null = not stated.",
            nullable=True,
            marking=_P,
        ),
    ),
)

SIGHTINGS = Table(
    "sightings",
    "One time that an advert was seen.",
    ("advert_id", "ingest_id", "item_id", "row"),
    (
        Column("advert_id", _text, "The advert."),
        Column("ingest_id", _text, "The intake that saw it."),
        Column("item_id", _text, "SHA-256 of the bytes it was seen in."),
        Column("row", pa.int64(), "Row in the item, from 1.", "rows"),
        Column("locator", _text, "Where in the item: member, row, element, byte range."),
        Column("seen_at", _utc, "When it was collected, or else taken in."),
        Column(
            "id_key",
            _text,
            "Hash of source and source_id (BLAKE2b, 128 bits): what a later export is recognised by.",
            nullable=True,
            marking=_P,
        ),
        Column(
            "url_key",
            _text,
            "The same of source and url; null = the url names no single advert.",
            nullable=True,
            marking=_P,
        ),
    ),
)
