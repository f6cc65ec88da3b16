"""Where an indicator was seen, and what a text's indicators add up to: HITS and RECRUITMENT_SCORES."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()

STATES = ("present", "absent", "not_stated")

HITS = Table(
    "hits",
    "One indicator held against one subject: seen at a place in a text, said not to be so, or not stated.",
    ("subject_kind", "subject_id", "indicator_id", "at"),
    (
        Column("subject_kind", _text, "advert, template, network, supplier, account: what was looked at."),
        Column("subject_id", _text, "Its id in the table of that kind."),
        Column("indicator_id", _text, "The indicator; its row in INDICATORS."),
        Column("at", pa.int32(), "Which mention, from 0; one row alone where it is not stated.", "mentions"),
        Column("state", _text, "present, absent (the text says it is not so) or not_stated; missing is never absent."),
        Column("table", _text, "The table that the mention stands in; null = nowhere.", nullable=True),
        Column("key", _text, "The row's key there.", nullable=True),
        Column("column", _text, "The column; null = the whole row or the rows around it.", nullable=True),
        Column("start", pa.int32(), "Where the mention begins.", "code points", nullable=True),
        Column("end", pa.int32(), "Where it ends, exclusive.", "code points", nullable=True),
        Column("words", _text, "The words themselves, or what was counted.", nullable=True, marking=Marking.PERSONAL),
    ),
)

_part = pa.struct(
    [
        pa.field("indicator_id", _text),
        pa.field("group", _text),
        pa.field("weight", pa.int64()),
        pa.field("basis", _text),
    ]
)

RECRUITMENT_SCORES = Table(
    "recruitment_scores",
    "What the signs of deceptive recruitment in one job advert add up to; a ranking of texts, never a finding.",
    ("advert_id",),
    (
        Column("advert_id", _text, "The advert."),
        Column("score", pa.int64(), "Sum of the groups' weights.", "micro-units of a nat"),
        Column("present", pa.int64(), "Signs seen, those without weight included.", "signs"),
        Column("not_stated", pa.int64(), "Signs of which the advert says nothing.", "signs"),
        Column("parts", pa.list_(_part), "Each sign seen: its group, what it adds, and on what basis."),
        Column(
            "words_score",
            pa.int64(),
            "What the organisation's own model over words gives; null = no model was trained.",
            "micro-units of a nat",
            nullable=True,
        ),
    ),
)
