"""schema.org JobPosting in a page, as JSON-LD or microdata.

Source: schema.org 28.0, JobPosting.
"""

import json
from collections.abc import Iterator, Mapping

from palermo.evidence.readers.page_text import Microdata, Page, parse_page
from palermo.evidence.readers.rows import Cell

_DEEPEST = 12  # levels of JSON-LD that are looked through
_MOST = 1_000  # postings in a page


def find_postings(page: Page) -> list[dict[str, Cell]]:
    """The job postings that a page declares, in columns of ADVERTS; those without any text are left out."""
    found = []
    for posting in _declared(page):
        cells = _columns(posting)
        if cells["title"] or cells["body"]:
            found.append(cells)
        if len(found) == _MOST:
            break
    return found


def _declared(page: Page) -> Iterator[Mapping[str, object]]:
    """Every posting, as JSON-LD or microdata."""
    for text in page.ld:
        try:
            held = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _postings(held, 0)
    for item in page.items:
        yield from _postings(_as_object(item, 0), 0)


def _postings(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Every object of type JobPosting, however deep in lists and graphs."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _postings(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name.rsplit("/", 1)[-1] == "JobPosting" for name in names):
            yield value
            return
        for one in value.values():
            yield from _postings(one, depth + 1)


def _as_object(item: Microdata, depth: int) -> dict[str, object]:
    """Microdata in the shape of JSON-LD."""
    found: dict[str, object] = {"@type": item.kind}
    for name, values in item.properties.items():
        plain = [
            _as_object(value, depth + 1) if isinstance(value, Microdata) else value
            for value in values
            if depth < _DEEPEST or isinstance(value, str)
        ]
        found[name] = plain[0] if len(plain) == 1 else plain
    return found


def _columns(posting: Mapping[str, object]) -> dict[str, Cell]:
    """A posting in columns of ADVERTS."""
    address = _inner(_inner(posting, "jobLocation"), "address")
    salary = _inner(posting, "baseSalary")
    amount = _inner(salary, "value")
    price = _text(amount.get("value")) or _text(salary.get("value"))
    contact = _inner(posting, "applicationContact")
    place = [_text(address.get(name)) for name in ("addressLocality", "addressRegion")]
    plain_address = _text(_inner(posting, "jobLocation").get("address"))
    country = address.get("addressCountry")
    return {
        "source_id": _text(_inner(posting, "identifier").get("value")) or _text(posting.get("identifier")),
        "title": _text(posting.get("title")) or "",
        "body": _visible(_text(posting.get("description"))),
        "posted_at": _text(posting.get("datePosted")),
        "place": ", ".join(part for part in place if part) or plain_address,
        "country": _text(country) or _text(_first(country).get("name")),
        "price": price,
        "currency": _text(salary.get("currency")) or _text(posting.get("salaryCurrency")),
        "contact": "; ".join(part for name in ("telephone", "email") if (part := _text(contact.get(name)))) or None,
        "employer": _text(_inner(posting, "hiringOrganization").get("name"))
        or _text(posting.get("hiringOrganization")),
        "language": _text(posting.get("inLanguage")),
        "url": _text(posting.get("url")),
    }


def _inner(value: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The object that a property holds."""
    return _first(value.get(name))


def _first(value: object) -> Mapping[str, object]:
    """The object, or the first of a list; empty where there is none."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, dict)), None)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    """A value as text; None where it is none."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, (str, int, float))), None)
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return None
    found = str(value).strip()
    return found or None


def _visible(text: str | None) -> str:
    """A description without its mark-up."""
    if text is None:
        return ""
    return parse_page(text).text if "<" in text or "&" in text else text
