"""Which adverts were written from one template: TEMPLATES, TEMPLATE_MEMBERS, and what the next increment needs."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()

TEMPLATES = Table(
    "templates",
    "One text from which several adverts were written.",
    ("template_id",),
    (
        Column("template_id", _text, "Names the template; kept from run to run by LINEAGE."),
        Column("adverts", pa.int64(), "How many adverts were written from it.", "adverts"),
        Column("pattern", _text, "The constant words, with {kind} where a slot stands.", marking=Marking.PERSONAL),
        Column("medoid_id", _text, "The advert that is most like all others."),
        Column("words", pa.int32(), "Constant words in the pattern.", "words"),
        Column("slots", pa.int32(), "Slots in the pattern.", "slots"),
        Column("bits_saved", pa.int64(), "Bits that the template saves over writing each advert alone.", "bits"),
    ),
)

TEMPLATE_MEMBERS = Table(
    "template_members",
    "One advert written from a template.",
    ("advert_id",),
    (
        Column("advert_id", _text, "The advert."),
        Column("template_id", _text, "The template."),
        Column("similarity", pa.float64(), "Share of the advert's words that the pattern accounts for.", "[0, 1]"),
        Column(
            "slots", _text, 'JSON list, one object a slot: {"slot", "kind", "column", "start", "end"} in code points.'
        ),
    ),
)

TEMPLATE_SKETCHES = Table(
    "template_sketches",
    "What is kept of one text to find later ones like it; no word of it can be read back.",
    ("text", "template"),
    (
        Column("text", pa.int64(), "Hash of the id of the first advert with that text."),
        Column(
            "template", pa.int64(), "The template it stands in, as a number; 0 = none. A later row of a text counts."
        ),
        Column("sketch", pa.binary(64), "The 16 smallest hashes of its runs of words, uint32, little-endian."),
        Column(
            "words", pa.binary(), "16-bit hash of each word, of texts in no template and of medoids; empty for others."
        ),
    ),
    state=True,
)

TEMPLATE_PATTERNS = Table(
    "template_patterns",
    "One template as the next increment aligns to it.",
    ("template",),
    (
        Column("template", pa.int64(), "The template as a number: the hash of its medoid's id."),
        Column("template_id", _text, "The template."),
        Column("words", pa.binary(), "16-bit hash of each constant word or class, little-endian."),
        Column("gaps", pa.binary(), "Kind of the slot before each word and after the last, a byte each; 0 = none."),
    ),
    state=True,
)

TEMPLATE_WORDS = Table(
    "template_words",
    "How often each 16-bit word hash was seen: the weight of a word.",
    ("word",),
    (
        Column("word", pa.int32(), "The hash; below 16 a class of token.", "hash"),
        Column("occurrences", pa.int64(), "In the distinct texts read so far.", "words"),
    ),
    state=True,
)
