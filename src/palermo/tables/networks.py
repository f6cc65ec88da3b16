"""Who belongs together and where they were: LINKS, NETWORKS and their tables, MOVES, LINK_JUDGEMENTS."""

import pyarrow as pa

from palermo.tables.contract import Column, Marking, Table

_text = pa.string()
_texts = pa.list_(pa.string())
_utc = pa.timestamp("us", tz="UTC")
_count = pa.int64()

JUDGEMENTS = ("cut", "pin")

_hold = pa.struct([pa.field("kind", _text), pa.field("id", _text), pa.field("weight", pa.int64())])

LINKS = Table(
    "links",
    "One thing that a record names or shows, and so may share with others. Made in parts, one for each producing analysis.",
    ("from_kind", "from_id", "to_kind", "to_id", "kind"),
    (
        Column("from_kind", _text, "What the record is: advert, account, ..."),
        Column("from_id", _text, "Its id in the table of that kind.", marking=Marking.PERSONAL),
        Column("to_kind", _text, "What it names: phone, email, url, handle, crypto, iban, template, picture, ..."),
        Column("to_id", _text, "The value or id of what it names.", marking=Marking.PERSONAL),
        Column("kind", _text, "How it stands there: named, named_in_disguise, written_from, shown."),
        Column("weight", pa.int64(), "How sure the mention itself is; 1000000 = plain and valid.", "micro-units"),
        Column("first_seen", _utc, "First time that this record shows it; null = not stated.", nullable=True),
        Column("last_seen", _utc, "Last time that this record shows it; null = not stated.", nullable=True),
        Column("source", _text, "The analysis that made the link."),
    ),
)

NETWORKS = Table(
    "networks",
    "Adverts and what they name that are consistent with one organised hand.",
    ("network_id",),
    (
        Column("network_id", _text, "Names the network; kept from run to run by LINEAGE."),
        Column("members", _count, "Members of all kinds.", "members"),
        Column("adverts", _count, "Adverts among them.", "adverts"),
        Column("countries", _texts, "ISO 3166-1 alpha-2 codes that its adverts state, in order."),
        Column("kinds", _texts, "Kinds of things that hold it together: phone, template, ..."),
        Column("identifiers", _count, "Members that are not adverts.", "members"),
        Column("bridges", _count, "Members without which it would fall apart.", "members"),
        Column("confidence", pa.float64(), "Mean confidence of its adverts.", "[0, 1]"),
        Column("first_seen", _utc, "First time that an advert of it was seen; null = not stated.", nullable=True),
        Column("last_seen", _utc, "Last time that an advert of it was seen; null = not stated.", nullable=True),
        Column("caution", _text, "What speaks against one hand behind it; null = nothing seen.", nullable=True),
    ),
)

HUBS = Table(
    "hubs",
    "One number, address, text or picture that strangers share: a switchboard, an agency, a sample text. It joins nobody.",
    ("kind", "id"),
    (
        Column("kind", _text, "phone, email, template, ..."),
        Column("id", _text, "Its value or id.", marking=Marking.PERSONAL),
        Column("adverts", _count, "Adverts that name it.", "adverts"),
        Column("contexts", _count, "Distinct other things that those adverts name.", "things"),
        Column("networks", _count, "Networks among whose adverts it is named.", "networks"),
        Column("why", _text, "What it was left out for."),
    ),
)

NETWORK_MEMBERS = Table(
    "network_members",
    "One member of a network. A number that was handed on stands in one network for each time that it was in use.",
    ("member_kind", "member_id", "network_id"),
    (
        Column("member_kind", _text, "advert, or what adverts name: phone, email, template, ..."),
        Column("member_id", _text, "Its id, or the value of what is named.", marking=Marking.PERSONAL),
        Column("network_id", _text, "The network."),
        Column(
            "confidence",
            pa.float64(),
            "How well its links lead to this network and to no other; not a probability that has been tested on real adverts.",
            "[0, 1]",
        ),
        Column(
            "why",
            pa.list_(_hold),
            "The links that hold it, strongest first, with their weight in micro-units.",
            marking=Marking.PERSONAL,
        ),
        Column("links", _count, "How many links hold it.", "links"),
        Column("bridge", pa.bool_(), "True where the network would fall apart without it."),
        Column("first_seen", _utc, "First time in this network; null = not stated.", nullable=True),
        Column("last_seen", _utc, "Last time in this network; null = not stated.", nullable=True),
    ),
)

NETWORK_LAYOUT = Table(
    "network_layout",
    "Where a member stands in the drawing of its network: computed once, so that every print shows the same picture.",
    ("network_id", "member_kind", "member_id"),
    (
        Column("network_id", _text, "The network."),
        Column("member_kind", _text, "As in NETWORK_MEMBERS."),
        Column("member_id", _text, "As in NETWORK_MEMBERS.", marking=Marking.PERSONAL),
        Column("x", pa.float64(), "From left to right.", "[0, 1]"),
        Column("y", pa.float64(), "From top to bottom.", "[0, 1]"),
    ),
)

MOVES = Table(
    "moves",
    "One stay of a network in a place: adverts there with no longer break between them.",
    ("network_id", "from_time", "place_id", "to_time"),
    (
        Column("network_id", _text, "The network."),
        Column("place_id", _text, "GeoNames number of the city, or the country's code where no city was stated."),
        Column("place", _text, "Name of the city, or of the country where no city was stated."),
        Column("region", _text, "GeoNames first-level division; null = not known.", nullable=True),
        Column("country", _text, "ISO 3166-1 alpha-2."),
        Column("latitude", pa.float64(), "WGS 84; null for a country.", "degrees north", nullable=True),
        Column("longitude", pa.float64(), "WGS 84; null for a country.", "degrees east", nullable=True),
        Column("from_time", _utc, "First advert of the stay."),
        Column("to_time", _utc, "Last advert of the stay."),
        Column("adverts", _count, "Adverts in the stay.", "adverts"),
        Column(
            "gap_hours", _count, "Time since the stay before it ended; null for the first stay.", "hours", nullable=True
        ),
        Column(
            "distance_km",
            _count,
            "From the place of the stay before; null where one has no point.",
            "km",
            nullable=True,
        ),
        Column("border", pa.bool_(), "True where the stay before was in another country."),
        Column(
            "overlap",
            pa.bool_(),
            "True where the stay before had not ended or was too far away to be reached: more than one person, or a place stated wrongly.",
        ),
    ),
)

LINK_JUDGEMENTS = Table(
    "link_judgements",
    "A person's decision on a link: obeyed by every later run.",
    ("from_kind", "from_id", "to_kind", "to_id", "case_id", "at"),
    (
        Column("from_kind", _text, "As in LINKS, or the kind of a member."),
        Column("from_id", _text, "Its id.", marking=Marking.PERSONAL),
        Column("to_kind", _text, "As in LINKS, or the kind of another member."),
        Column("to_id", _text, "Its id or value.", marking=Marking.PERSONAL),
        Column("judgement", _text, "cut: never joined by this; pin: always together. The latest counts."),
        Column("case_id", _text, "The case in which it was decided."),
        Column("by", _text, "Who decided.", marking=Marking.PERSONAL),
        Column("at", _utc, "When."),
    ),
)
