"""The catalogue as a table: INDICATORS."""

import pyarrow as pa

from palermo.tables.contract import Column, Table

_text = pa.string()
_texts = pa.list_(pa.string())

INDICATORS = Table(
    "indicators",
    "One sign that prompts a person to look; none proves an offence and none is a finding about a person.",
    ("indicator_id",),
    (
        Column("indicator_id", _text, "Source key, group, short name."),
        Column("family", _text, "The file of the catalogue that it stands in."),
        Column("text", _text, "The sign in our words."),
        Column("forms", _texts, "The forms of exploitation that it speaks to."),
        Column("palermo", _texts, "act, means, purpose; context = no element by itself."),
        Column("observed_in", _texts, "Where it can be seen."),
        Column("strength", _text, "As its source grades it: strong, medium, weak, ungraded; within one source only."),
        Column("machine", _text, "direct, assisted or human_only (never scored by software)."),
        Column("source", _text, "The document that names it."),
        Column("year", pa.int64(), "Year of the document.", "years", nullable=True),
        Column("section", _text, "Where in the document.", nullable=True),
        Column("ref", _text, "Where the document is."),
        Column("seen", _text, "primary, secondary or memory: how the document was read."),
        Column("unverified", pa.bool_(), "True where the document itself was not read: outside every score."),
        Column("tested", _text, "What an empirical test gave; null = not tested.", nullable=True),
        Column("may_weigh", pa.bool_(), "Whether a score may give it a weight."),
        Column("why_weightless", _text, "Why no score may; null where one may.", nullable=True),
        Column("caution", _text, "What lawful life shows the same sign.", nullable=True),
        Column("reviews", pa.int64(), "Reviews by people with lived experience.", "reviews"),
        Column("review_state", _text, "'not yet reviewed', or when and how it was."),
    ),
)
