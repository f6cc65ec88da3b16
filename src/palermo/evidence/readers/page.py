"""A saved page (HTML): one advert, or one for each job posting that it declares."""

import re
from collections.abc import Iterator

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.encodings import decode
from palermo.evidence.readers.job_posting import find_postings
from palermo.evidence.readers.page_text import MAX_PAGE, parse_page
from palermo.evidence.readers.rows import Cell, Gathering, Reading, Rows

PAGE_HEADERS = (
    "source_id", "advert_kind", "title", "body", "posted_at", "collected_at", "place", "country", "price", "currency",
    "contact", "url", "language", "employer",
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


def read_page(material: Material) -> Reading:
    """Read one page.

    Raises:
        ReaderError: It is too long, cut off, or has no text to see.
    """
    content = material.whole(MAX_PAGE, "the page")
    if not content.strip():
        raise ReaderError("the page is empty")
    adverts, encoding = adverts_of_page(content)
    if not adverts:
        raise ReaderError("the page shows no text: was it saved before its script had filled it?")

    def rows() -> Iterator[Rows]:
        """Hand the adverts of the page on."""
        gathered = Gathering(PAGE_HEADERS)
        for number, cells in enumerate(adverts, 1):
            element = f"posting/{number}" if len(adverts) > 1 else None
            gathered.keep(number, cells, start=0, end=len(content), element=element)
        yield gathered.hand_on()

    return Reading("page (html)", PAGE_HEADERS, rows, encoding=encoding)


def adverts_of_page(
    content: bytes, *, charset: str | None = None, url: str | None = None, collected_at: str | None = None
) -> tuple[list[dict[str, Cell]], str]:
    """The adverts of a page: each job posting that it declares, else the page itself.

    Args:
        content: The HTML.
        charset: As the server said; None = as the page says, or what its bytes tell.
        url: Where it was saved from, used where the page names no address of its own.
        collected_at: When it was saved.

    Returns:
        Their columns, and the encoding. No advert where nothing is to be seen.
    """
    said = _CHARSET.search(content[:4096])
    text, encoding = decode(content, charset or (said[1].decode("ascii") if said is not None else None))
    page = parse_page(text)
    address = page.url if page.url is not None and page.url.startswith("http") else url
    common: dict[str, Cell] = {
        "collected_at": collected_at,
        "language": page.language,
        "contact": "; ".join(page.ways) or None,
        "url": address,
    }
    postings = find_postings(page)
    adverts: list[dict[str, Cell]] = []
    for posting in postings:
        cells = {**common, **{name: value for name, value in posting.items() if value}}
        cells["contact"] = "; ".join(filter(None, (posting["contact"], common["contact"]))) or None
        cells["title"] = posting["title"] or page.title
        cells["body"] = posting["body"] or (page.text if len(postings) == 1 else "")
        cells["advert_kind"] = "job"
        adverts.append(cells)
    if not adverts and (page.text or page.title):
        adverts.append({**common, "title": page.title, "body": page.text})
    return adverts, encoding
