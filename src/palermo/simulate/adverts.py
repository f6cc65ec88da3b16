"""`palermo simulate adverts`: a desk's folder of adverts in many languages and formats, and the truth beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from palermo.simulate.exports import chat_export, json_lines, saved_mhtml, saved_page, telegram_export
from palermo.simulate.grammar import grammar
from palermo.simulate.world import DAYS, FIRST_DAY, MadeAdvert, World

KEPT = 0.88  # share of the first week's adverts that are still up in the second
NEW = 0.25  # share of all adverts that appear in the second week only
EDITED = 0.05  # share of the adverts seen again whose text was edited meanwhile
ELSEWHERE = 0.08  # share of all adverts that come in other formats than CSV
COLLECTED = (FIRST_DAY + timedelta(days=DAYS), FIRST_DAY + timedelta(days=DAYS + 7))

Record = Mapping[str, object]


@dataclass(frozen=True)
class SimulatedAdverts:
    """What was written.

    Args:
        files: The input files, in the order in which a desk would have got them.
        truth: The files that say what is what.
        adverts: Different adverts in all files.
        rows: Rows, pages and messages in all files: adverts seen twice count twice.
    """

    files: tuple[Path, ...]
    truth: tuple[Path, ...]
    adverts: int
    rows: int


def simulate_adverts(directory: Path, *, seed: int = 1, scale: float = 1.0, noise: float = 0.04) -> SimulatedAdverts:
    """Write made-up adverts as an organisation would hold them, and `truth/*.csv`.

    There are organised hands (one to three texts each, one to three numbers, many places), single advertisers, and
    as hard negatives agencies, venues and franchise chains. Two weekly exports overlap: the same adverts with the
    same ids in another order, some gone, some new, some edited. Nothing in it was written by or about a real
    person, and nothing in it is made to look exploitative: it teaches who wrote with whom, not who does harm.

    Args:
        directory: Made if it is not there.
        seed: The same seed makes the same bytes.
        scale: 1 makes about 2,500 adverts.
        noise: Mean share of words that a campaign's copies lose, swap or gain, [0, 0.5].

    Returns:
        The files and their counts.

    Raises:
        InputError: `scale` asks for more numbers than regulators keep free for drama.
    """
    adverts = World(seed, scale, noise).fill()
    rng = np.random.default_rng([seed, 12])
    order = [adverts[at] for at in rng.permutation(len(adverts))]
    cut = int(len(order) * ELSEWHERE)
    elsewhere, listed = order[:cut], order[cut:]
    truth = directory / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    sightings: list[Record] = []
    first, second, edited = _weeks(listed, rng)
    files = [
        _csv_export(directory / "adverts-week-1.csv", first, COLLECTED[0], sightings),
        _csv_export(directory / "adverts-week-2.csv", second, COLLECTED[1], sightings),
        *_other_formats(directory, elsewhere, sightings),
    ]
    written = (
        _truth(truth / "adverts.csv", (_about(advert, advert.advert in edited) for advert in order)),
        _truth(truth / "identifiers.csv", _identifiers(order)),
        _truth(truth / "campaigns.csv", _campaigns(order)),
        _truth(truth / "sightings.csv", sightings),
    )
    return SimulatedAdverts(tuple(files), written, len(order), len(sightings))


def _weeks(
    listed: Sequence[MadeAdvert], rng: np.random.Generator
) -> tuple[list[MadeAdvert], list[MadeAdvert], set[str]]:
    """Two exports of the same board: some adverts go, some come, some are edited, and the order differs."""
    fresh = rng.random(len(listed)) < NEW
    first = [advert for advert, late in zip(listed, fresh, strict=True) if not late]
    second = [advert for advert, late in zip(listed, fresh, strict=True) if late]
    edited = set()
    for advert in first:
        kept, changed = rng.random(2)
        if kept < KEPT and changed < EDITED:
            edited.add(advert.advert)
            second.append(replace(advert, body=f"{advert.body} {grammar(advert.language).say('clause', rng)}"))
        elif kept < KEPT:
            second.append(advert)
    return first, [second[at] for at in rng.permutation(len(second))], edited


def _csv_export(path: Path, adverts: Sequence[MadeAdvert], collected: date, sightings: list[Record]) -> Path:
    """One week's export of the board."""
    rows = [
        {
            "id": advert.advert,
            "kind": advert.advert_kind,
            "title": advert.title,
            "text": advert.body,
            "posted": advert.posted.isoformat(),
            "collected": collected.isoformat(),
            "place": advert.place,
            "country": advert.country,
            "price": advert.price,
            "currency": advert.currency,
            "contact": advert.contact,
            "url": advert.url,
            "language": advert.language,
            "employer": advert.employer,
        }
        for advert in adverts
    ]
    _truth(path, rows)
    sightings.extend({"file": path.name, "row": at, "advert": a.advert} for at, a in enumerate(adverts, 1))
    return path


def _other_formats(directory: Path, adverts: Sequence[MadeAdvert], sightings: list[Record]) -> list[Path]:
    """A small part comes as JSON Lines, a Telegram channel, a WhatsApp chat and saved pages."""
    files = []
    pages = min(3, len(adverts) // 8)
    shares = (0, len(adverts) * 4 // 10, len(adverts) * 8 // 10, max(len(adverts) - 2 * pages, 0))
    parts = [adverts[a:b] for a, b in pairwise(shares)]
    for name, write, part in zip(
        ("board.jsonl", "channel.json", "chat.txt"), (json_lines, telegram_export, chat_export), parts, strict=True
    ):
        path = directory / name
        path.write_text(write(part), encoding="utf-8")
        files.append(path)
        sightings.extend({"file": name, "row": at, "advert": a.advert} for at, a in enumerate(part, 1))
    for at, advert in enumerate(adverts[shares[3] :]):
        name = f"page-{at + 1}.html" if at < pages else f"page-{at + 1}.mhtml"
        path = directory / name
        path.write_bytes((saved_page(advert) if at < pages else saved_mhtml(advert)).encode("utf-8"))
        files.append(path)
        sightings.append({"file": name, "row": 1, "advert": advert.advert})
    return files


def _about(advert: MadeAdvert, edited: bool) -> Record:
    """One row of truth/adverts.csv."""
    return {
        "advert": advert.advert,
        "url": advert.url,
        "group": advert.group,
        "group_kind": advert.group_kind,
        "campaign": advert.campaign,
        "language": advert.language,
        "country": advert.country,
        "posted": advert.posted.isoformat(),
        "edited": int(edited),
    }


def _identifiers(adverts: Iterable[MadeAdvert]) -> list[Record]:
    """The rows of truth/identifiers.csv."""
    return [
        {
            "advert": advert.advert,
            "kind": mention.kind,
            "value": mention.value,
            "written": mention.written,
            "disguise": mention.disguise,
        }
        for advert in adverts
        for mention in advert.mentions
    ]


def _campaigns(adverts: Iterable[MadeAdvert]) -> list[Record]:
    """The rows of truth/campaigns.csv."""
    members: dict[str, list[MadeAdvert]] = {}
    for advert in adverts:
        if advert.campaign:
            members.setdefault(advert.campaign, []).append(advert)
    return [
        {
            "campaign": campaign,
            "group": held[0].group,
            "adverts": len(held),
            "language": held[0].language,
            "first": min(advert.posted for advert in held).isoformat(),
            "last": max(advert.posted for advert in held).isoformat(),
            "places": len({advert.place for advert in held}),
        }
        for campaign, held in sorted(members.items())
    ]


def _truth(path: Path, rows: Iterable[Record]) -> Path:
    """Write rows as CSV."""
    pa_csv.write_csv(pa.Table.from_pylist([dict(row) for row in rows]), path)
    return path
