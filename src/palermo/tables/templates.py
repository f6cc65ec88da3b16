"""Which adverts were written from one template: TEMPLATES and TEMPLATE_MEMBERS."""

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
