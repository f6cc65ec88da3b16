"""What is put before a person: OBSERVATIONS, LEADS and LINEAGE."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()
_texts = pa.list_(pa.string())

_reason = pa.struct(
    [
        pa.field("text", _text),
        pa.field("group", _text),
        pa.field("weight", pa.int64()),
        pa.field("basis", _text),
        pa.field("table", _text),
        pa.field("id", _text),
        pa.field("column", _text),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
    ]
)

OBSERVATIONS = Table(
    "observations",
    "One thing that was seen about a possible subject of a lead: for it, against it, or not known.",
    ("subject_kind", "subject_id", "side", "group", "observation"),
    (
        Column("subject_kind", _text, "template, network, account, supplier, cell or organisation."),
        Column("subject_id", _text, "Its id in the table of that kind."),
        Column("side", _text, "reason, against or unknown."),
        Column("group", _text, "Independence group: what is in one group is one observation."),
        Column("observation", _text, "Which observation of the group."),
        Column("text", _text, "What was seen, in plain words.", marking=Marking.PERSONAL),
        Column("weight", pa.int64(), "Natural-log likelihood ratio; 0 = shown, not weighed.", "micro-units of a nat"),
        Column("basis", _text, "measured (data, n, interval), elicited or assumed, in words."),
        Column("element", _text, "act, means, purpose or context."),
        Column("beyond_text", pa.bool_(), "True where it does not rest on the wording of the adverts."),
        Column(
            "guarded",
            pa.bool_(),
            "True where an advert of the subject is of kind sexual_services, or most are not_stated: contacts are masked.",
        ),
        Column("table", _text, "The table that the evidence stands in."),
        Column("id", _text, "The row's key there."),
        Column("column", _text, "The column; null = the whole row.", nullable=True),
        Column("start", pa.int32(), "Where the mention begins.", "code points", nullable=True),
        Column("end", pa.int32(), "Where it ends, exclusive.", "code points", nullable=True),
    ),
)

LEADS = Table(
    "leads",
    "A question worth a person's time.",
    ("lead_id",),
    (
        Column("lead_id", _text, "Names the lead; kept from run to run by LINEAGE."),
        Column("kind", _text, "adverts, network, supply, proceeds: which desk it is for."),
        Column("subject_kind", _text, "template, network, account, supplier, cell or organisation."),
        Column("subject_id", _text, "Its id in the table of that kind."),
        Column("rank", pa.int64(), "Place in the list, from 1."),
        Column("priority", pa.int64(), "Sum of the groups' weights.", "micro-units of a nat"),
        Column(
            "guarded",
            pa.bool_(),
            "True where an advert of the subject is of kind sexual_services, or most are not_stated: contacts are masked.",
        ),
        Column("act", _texts, "What was seen of the act.", marking=Marking.PERSONAL),
        Column("means", _texts, "What was seen of the means.", marking=Marking.PERSONAL),
        Column("purpose", _texts, "What was seen of the purpose.", marking=Marking.PERSONAL),
        Column(
            "reasons",
            pa.list_(_reason),
            "What speaks for a look, each walking back to its bytes.",
            marking=Marking.PERSONAL,
        ),
        Column("against", pa.list_(_reason), "What speaks against it.", marking=Marking.PERSONAL),
        Column("unknown", pa.list_(_reason), "What is not known.", marking=Marking.PERSONAL),
        Column("next_step", _text, "What the desk could do next."),
        Column("cautions", _texts, "What to keep in mind before acting."),
    ),
)

LINEAGE = Table(
    "lineage",
    "Which template, network or lead of the former run this one continues.",
    ("kind", "id"),
    (
        Column("kind", _text, "template, network or lead."),
        Column("id", _text, "Its id in this run."),
        Column("former_id", _text, "The one it continues; null = new.", nullable=True),
        Column("shared", pa.int64(), "Members that both have.", "members"),
    ),
)
