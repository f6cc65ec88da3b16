"""A dossier over made-up adverts, as the workbench would fill it."""

import dataclasses
import json
from functools import cache
from typing import Any

from made_up_leads import LONDON, Material, ingest_row, leads_of, ring, words
from palermo.analysis import Engine
from palermo.engine.duck import DuckEngine
from palermo.reports import Dossier, ItemProof, weeks

CHECKPOINT = "palermo/made-up\n40\nAAAA\n\n\u2014 palermo/made-up BBBB\n"
HOSTILE = (
    '<script>alert(1)</script><img src="https://example.org/x.png"> \u202etxet\u202c \x1b[31mred\x1b[0m '
    '"&quot; {phone} #panic() $x$ \\u{41} \u2066isolated'
)
RUSSIAN = "Требуются работники на склад, жильё предоставляется"
ARABIC = "مطلوب عمال للعمل في الخارج مع سكن"
CHINESE = "招聘工人提供住宿工资高请联系"


def dossier_of(engine: Engine, material: Material, **changed: Any) -> Dossier:
    """The first lead that the material raises, with its evidence."""
    lead = leads_of(engine, material)[0]
    ids = {row["advert_id"] for row in material.members if row["template_id"] == lead["subject_id"]}
    adverts = tuple(row for row in material.adverts if row["advert_id"] in ids)
    template = next(row for row in material.templates if row["template_id"] == lead["subject_id"])
    held = Dossier(
        lead=lead,
        template=template,
        adverts=adverts[:50],
        adverts_total=len(adverts),
        members=tuple(row for row in material.members if row["advert_id"] in ids),
        identifiers=tuple(row for row in material.identifiers if row["advert_id"] in ids),
        sightings=tuple(row for row in material.sightings if row["advert_id"] in ids),
        ingests=(ingest_row(),),
        timeline=weeks(row["posted_at"] for row in adverts),
        proofs=(ItemProof("ab" * 32, 14, 40, "cd" * 32, ("01" * 32, "02" * 32, "03" * 32)),),
        checkpoint=CHECKPOINT,
        organisation="Example Hotline",
        purpose="protection",
        run_id="ef" * 32,
        listed=12,
        precision_low=0.985,
        languages=("en",),
    )
    return dataclasses.replace(held, **changed)


def with_slots(material: Material) -> Material:
    """Mark the last two words before the phone, and the phone, as slots of the template."""
    bodies = {row["advert_id"]: row["body"] for row in material.adverts}
    for member in material.members:
        body = bodies[member["advert_id"]]
        cut = [at for at, sign in enumerate(body) if sign == " "][-3:]
        edges = [(cut[0] + 1, cut[2], "words"), (cut[2] + 1, len(body), "phone")] if len(cut) == 3 else []
        member["slots"] = json.dumps(
            [
                {"slot": number, "kind": kind, "column": "body", "start": start, "end": end}
                for number, (start, end, kind) in enumerate(edges)
            ]
        )
    return material


@cache
def usual() -> Dossier:
    """A lead of a dozen adverts."""
    material = Material()
    ring(material)
    with DuckEngine(threads=1) as engine:
        return dossier_of(engine, with_slots(material))


@cache
def hostile(kind: str = "job") -> Dossier:
    """A lead of adverts in several scripts whose every text field is hostile; guarded where `kind` is."""
    material = Material()
    for at in range(12):
        text = (RUSSIAN, ARABIC, CHINESE)[at % 3]
        material.advert(
            f"{words(3, 20)} {HOSTILE} {text}",
            phone=LONDON.format(130 + at % 3),
            template="hostile",
            disguised=at % 2 == 0,
            day=at * 5,
            kind=kind,
            title=f"{HOSTILE} {at}",
            contact=f"{HOSTILE} other@example.org",
            place=f"{HOSTILE} {at % 4}",
            country=("GB", "IE")[at % 2],
            employer=f"{HOSTILE} {at % 3}",
            url=f"javascript:alert({at})",
            locator=HOSTILE,
            source=HOSTILE,
            price=125_000,
            currency="EUR",
            language=("ru", "ar", "zh")[at % 3],
        )
    material.template("hostile", pattern=f"{HOSTILE} {{words}} call {{phone}} or 020 7946 0999")
    with DuckEngine(threads=1) as engine:
        return dossier_of(
            engine, with_slots(material), ingests=(ingest_row(file=HOSTILE, source=HOSTILE, basis=HOSTILE),)
        )
