"""A saved page with everything in it (MHTML): its HTML part."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from palermo.errors import ReaderError
from palermo.evidence.archives import Material
from palermo.evidence.readers.page import PAGE_HEADERS, adverts_of_page
from palermo.evidence.readers.page_text import MAX_PAGE
from palermo.evidence.readers.rows import Gathering, Reading, Rows

MAX_MHTML = 1 << 26  # 64 MiB: the pictures of a page stand in it too
_FIRST = re.compile(
    rb"\s*(?:From|MIME-Version|Subject|Date|Content-Type|Snapshot-Content-Location|X-[A-Za-z-]+)\s*:", re.I
)
_RELATED = re.compile(rb"^content-type\s*:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)


def is_mhtml(head: bytes) -> bool:
    """Whether bytes begin as a browser writes a page with everything in it."""
    return _FIRST.match(head) is not None and _RELATED.search(head[:8192]) is not None


def read_mhtml(material: Material) -> Reading:
    """Read the HTML part of a saved page.

    Raises:
        ReaderError: There is no such part, it is too long, or shows no text.
    """
    content = material.whole(MAX_MHTML, "the saved page")
    # Compat32 reads headers as they are; the newer policies raise on some broken ones.
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    part = next((one for one in message.walk() if one.get_content_type() == "text/html"), None)
    html = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(html, bytes):
        raise ReaderError("the saved page has no part of type text/html, or was cut off before it")
    if len(html) > MAX_PAGE:
        raise ReaderError(f"the page is larger than {MAX_PAGE >> 20} MiB, the most that is read at once")
    url = message["Snapshot-Content-Location"] or part["Content-Location"]
    moment = _moment(str(message["Date"] or ""))
    adverts, encoding = adverts_of_page(
        html,
        charset=part.get_content_charset(),
        url=_whole_text(str(url)).strip() if url is not None else None,
        collected_at=moment.isoformat() if moment is not None else None,
    )
    if not adverts:
        raise ReaderError("the page shows no text: was it saved before its script had filled it?")

    def rows() -> Iterator[Rows]:
        """Hand the adverts of the page on."""
        gathered = Gathering(PAGE_HEADERS)
        for number, cells in enumerate(adverts, 1):
            element = f"posting/{number}" if len(adverts) > 1 else None
            gathered.keep(number, cells, start=0, end=len(content), element=element)
        yield gathered.hand_on()

    return Reading("page (mhtml)", PAGE_HEADERS, rows, encoding=encoding)


def _whole_text(text: str) -> str:
    """Text with a ? for each byte of a mail header that was no ASCII, which Python keeps as half a character."""
    return text.encode("utf-8", "replace").decode()


def _moment(text: str) -> datetime | None:
    """When a mail header says; None where it is no date."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
