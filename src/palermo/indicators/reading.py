"""Read the catalogue from its YAML files and name every fault in them at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from palermo.errors import InputError
from palermo.indicators.entries import (
    FORMS,
    MACHINE,
    OBSERVED_IN,
    PALERMO,
    SEEN,
    STRENGTHS,
    TEST_RESULTS,
    VERDICTS,
    Catalogue,
    Family,
    Indicator,
    Review,
    Source,
    Test,
)

CATALOGUE_FOLDER = Path(__file__).parent / "catalogue"
SOURCES_FILE = "sources.yaml"
_KNOWN = {
    *("id", "text", "forms", "palermo", "observed_in", "strength", "machine", "source", "seen", "seen_via"),
    *("unverified", "tested", "caution", "dimension", "strength_by_profile", "ilo11", "htcds", "grade_note"),
    *("transcriber_grade", "derived", "weigh", "weigh_why", "reviews"),
}
_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (("forms", FORMS), ("palermo", PALERMO), ("observed_in", OBSERVED_IN))
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (("strength", STRENGTHS), ("machine", MACHINE), ("seen", SEEN))


@cache
def read_catalogue(folder: Path = CATALOGUE_FOLDER) -> Catalogue:
    """Read every family and what it cites.

    Raises:
        InputError: Something in the files is wrong; the message names every fault with its file and entry.
    """
    head = _read(folder / SOURCES_FILE)
    faults: list[str] = []
    sources = {
        key: Source(key, str(s.get("document", "")), s.get("year"), str(s.get("ref", "")), bool(s.get("source_grades")))
        for key, s in head.get("sources", {}).items()
    }
    faults.extend(f"{SOURCES_FILE}: source '{s.key}' names no document" for s in sources.values() if not s.document)
    families = []
    met: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SOURCES_FILE:
            continue
        content = _read(path)
        if content.get("family") != path.stem:
            faults.append(f"{path.name}: family is '{content.get('family')}', should be '{path.stem}' like its file")
        raw = content.get("indicators") or []
        for at, entry in enumerate(raw, start=1):
            name = f"{path.name}: entry {at} ({entry.get('id', 'without an id')})"
            faults.extend(f"{name}: {fault}" for fault in _faults(entry, sources))
            first = met.setdefault(str(entry.get("id")), name)
            if first != name:
                faults.append(f"{name}: the id stands already in {first}")
        if not faults:
            entries = tuple(_indicator(entry, path.stem, sources) for entry in raw)
            families.append(Family(path.stem, str(content.get("title", "")), entries))
    if faults:
        raise InputError(f"the catalogue of indicators has {len(faults)} faults: " + "; ".join(faults))
    rules = tuple((str(r["id"]), str(r["text"]), str(r["source"])) for r in head.get("rules", []))
    types = tuple(str(t) for t in head.get("polaris_types", []))
    return Catalogue(tuple(families), sources, str(head.get("about", "")), rules, types)


def indicator_rows(catalogue: Catalogue) -> Iterator[dict[str, object]]:
    """The catalogue as rows of the table INDICATORS, in the order of its key."""
    for entry in sorted(catalogue.indicators, key=lambda e: e.indicator_id):
        yield {
            "indicator_id": entry.indicator_id,
            "family": entry.family,
            "text": entry.text,
            "forms": list(entry.forms),
            "palermo": list(entry.palermo),
            "observed_in": list(entry.observed_in),
            "strength": entry.strength,
            "machine": entry.machine,
            "source": entry.source.document,
            "year": entry.source.year,
            "section": entry.section or None,
            "ref": entry.source.ref,
            "seen": entry.seen,
            "unverified": entry.unverified,
            "tested": None if entry.test is None else entry.test.result,
            "may_weigh": entry.may_weigh,
            "why_weightless": entry.why_weightless or None,
            "caution": entry.caution or None,
            "reviews": len(entry.reviews),
            "review_state": entry.review_state,
        }


def _read(path: Path) -> Mapping[str, Any]:
    """One YAML file, as the mapping that it should be."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"the catalogue of indicators lacks {path.name}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"{path.name} is not YAML{where}") from error
    if not isinstance(content, Mapping):
        raise InputError(f"{path.name} should hold named fields, and holds {type(content).__name__}")
    return content


def _faults(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[str]:
    """Everything that is wrong in one entry."""
    for name in ("id", "text"):
        if not entry.get(name):
            yield f"'{name}' is missing"
    for name, allowed in _LISTS:
        values = entry.get(name) or []
        if not values:
            yield f"'{name}' is empty"
        yield from (f"'{name}' has '{v}', should be one of {', '.join(allowed)}" for v in values if v not in allowed)
    for name, allowed in _WORDS:
        if entry.get(name) not in allowed:
            yield f"'{name}' is '{entry.get(name)}', should be one of {', '.join(allowed)}"
    key = str((entry.get("source") or {}).get("key"))
    if key not in sources:
        yield f"source '{key}' is not in {SOURCES_FILE}"
    elif entry.get("strength") != "ungraded" and not sources[key].grades:
        yield f"strength is '{entry.get('strength')}', but '{key}' grades nothing: should be ungraded"
    if (entry.get("seen") == "memory") != bool(entry.get("unverified")):
        yield "unverified should be true where seen is memory, and only there"
    tested = entry.get("tested")
    if tested is not None and tested.get("result") not in TEST_RESULTS:
        yield f"tested result is '{tested.get('result')}', should be one of {', '.join(TEST_RESULTS)}"
    if entry.get("weigh", "never") != "never":
        yield f"weigh is '{entry['weigh']}', should be 'never' or left out"
    if ("weigh" in entry) != bool(entry.get("weigh_why")):
        yield "weigh and weigh_why should stand together"
    if not isinstance(entry.get("reviews"), list):
        yield "'reviews' is missing: an empty list where nobody has reviewed it"
    for review in entry.get("reviews") or []:
        if review.get("verdict") not in VERDICTS or not isinstance(review.get("on"), date) or not review.get("words"):
            yield f"a review needs on (a date), words, and a verdict out of {', '.join(VERDICTS)}"
    yield from (f"'{name}' is not a field" for name in entry if name not in _KNOWN)


def _indicator(entry: Mapping[str, Any], family: str, sources: Mapping[str, Source]) -> Indicator:
    """The entry without its faults."""
    tested = entry.get("tested")
    test = None if tested is None else Test(tested["result"], tested.get("study", ""), tested.get("note", ""))
    return Indicator(
        indicator_id=entry["id"],
        family=family,
        text=entry["text"],
        forms=tuple(entry["forms"]),
        palermo=tuple(entry["palermo"]),
        observed_in=tuple(entry["observed_in"]),
        strength=entry["strength"],
        machine=entry["machine"],
        source=sources[entry["source"]["key"]],
        section=str(entry["source"].get("section", "")),
        seen=entry["seen"],
        unverified=bool(entry.get("unverified")),
        test=test,
        caution=entry.get("caution", ""),
        never_weighed=entry.get("weigh_why", ""),
        ilo11=tuple(entry.get("ilo11", ())),
        dimension=entry.get("dimension", ""),
        reviews=tuple(Review(r["on"], r["verdict"], r["words"]) for r in entry["reviews"]),
    )
