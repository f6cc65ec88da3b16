"""What the text, the page and the PDF say alike: headings apart, every line of a lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from palermo.reports import words
from palermo.reports.dossier import Dossier, Row
from palermo.reports.expected import expected_wrong
from palermo.reports.marks import masked, visible

# ISO 4217: currencies whose minor unit is not a hundredth
_NO_DECIMALS = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


@dataclass(frozen=True)
class Point:
    """One reason, counter-reason or unknown, with how it was seen and counts, and where it stands."""

    text: str
    basis: str
    evidence: Row


def points(rows: list[Row]) -> list[Point]:
    """Say of each row how it counts: the strongest of its group adds, the others do not."""
    taken: set[str] = set()
    found = []
    for row in rows:
        if row["weight"] == 0:
            counts = row["basis"]
        elif row["group"] in taken:
            counts = words.SAME_GROUP.format(basis=row["basis"], weight=nats(row["weight"]))
        else:
            taken.add(row["group"])
            counts = words.WEIGHT.format(basis=row["basis"], weight=nats(row["weight"]))
        found.append(Point(visible(row["text"]), visible(counts), row))
    return found


def nats(micro: int) -> str:
    """Micro-units as natural-log units with a sign and two decimals."""
    return f"{micro / 1_000_000:+.2f}"


def elements(lead: Row) -> Iterator[tuple[str, str]]:
    """Each of act, means and purpose, with what was seen of it."""
    for name, label in words.ELEMENT_NAMES.items():
        yield label, visible(" ".join(lead[name])) or words.NOTHING_SEEN


def sure(dossier: Dossier) -> list[str]:
    """How sure: the sum, what it is made of, and languages that nobody tested."""
    lines = [words.PRIORITY.format(priority=nats(dossier.lead["priority"])), words.PRIORITY_NOTE]
    if dossier.untested:
        lines.append(words.UNTESTED.format(languages=visible(", ".join(dossier.untested))))
    return lines


def wrong(dossier: Dossier) -> tuple[str, str]:
    """The two lines of "expected wrong"."""
    return expected_wrong(
        dossier.listed,
        dossier.precision_low,
        reviewed=dossier.reviewed,
        not_trafficking=dossier.not_trafficking,
    )


def custody(dossier: Dossier) -> list[str]:
    """Where the adverts come from, and which log entries vouch for the files."""
    files = len(dossier.ingests)
    lines = [words.FILES.format(adverts=len(dossier.adverts), files="1 file" if files == 1 else f"{files} files")]
    for row in dossier.ingests:
        lines.append(
            words.FILE_LINE.format(
                file=visible(row["file"]),
                source=visible(row["source"]),
                basis=visible(row["basis"] or words.NOT_STATED),
                at=row["started_at"].strftime("%Y-%m-%d %H:%M UTC"),
            )
        )
    proven = {proof.item_id: proof for proof in dossier.proofs}
    for item_id in sorted({advert["item_id"] for advert in dossier.adverts}):
        proof = proven.get(item_id)
        if proof is None:
            lines.append(words.NO_PROOF.format(item_id=item_id))
        else:
            lines.append(words.PROOF_LINE.format(item_id=item_id, entry=proof.entry, size=proof.size))
    return lines


def amount(advert: Row) -> str | None:
    """Pay or price in whole units of its currency; None = not stated."""
    if advert["price"] is None:
        return None
    currency = advert["currency"] or ""
    digits = 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2
    return f"{advert['price'] / 10**digits:.{digits}f} {visible(currency)}".strip()


def facts(dossier: Dossier, advert: Row) -> Iterator[tuple[str, str]]:
    """What an advert states beside its text, or that it does not; its address only where contacts are not masked."""
    posted = advert["posted_at"]
    said = {
        "posted_at": None if posted is None else posted.strftime("%Y-%m-%d"),
        "place": advert["place"],
        "country": advert["country"],
        "employer": advert["employer"],
        "price": amount(advert),
        "source": advert["source"],
    }
    if not dossier.masks(advert):
        said["url"] = advert["url"]
    for name, value in said.items():
        own = name in ("posted_at", "price")  # written by us: a date's digits are no contact
        shown = value and (value if own else masked(value, guarded=dossier.masks(advert)))
        yield words.COLUMN_NAMES[name], shown or words.NOT_STATED


def evidence(row: Row) -> str:
    """Where a point stands: the shared text, or an advert, its column and the signs in it."""
    if row["table"] == "templates":
        return words.IN_TEMPLATE
    said = words.IN_ADVERT.format(id=visible(row["id"]))
    if row["column"] is not None:
        said += words.IN_COLUMN.format(column=words.COLUMN_NAMES[row["column"]].lower())
    if row["start"] is not None:
        said += words.IN_SPAN.format(start=row["start"], end=row["end"])
    return said
