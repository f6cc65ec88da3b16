"""Made-up adverts in the formats in which a desk gets them beside CSV."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from email.message import EmailMessage
from html import escape

from palermo.simulate.world import MadeAdvert


def json_lines(adverts: Sequence[MadeAdvert]) -> str:
    """One object a line, as a board's interface hands them out."""
    lines = [
        json.dumps(
            {
                "id": advert.advert,
                "title": advert.title,
                "description": advert.body,
                "posted_at": _moment(advert).isoformat(),
                "location": advert.place,
                "country": advert.country,
                "contact": advert.contact or None,
                "url": advert.url,
                "language": advert.language,
            },
            ensure_ascii=False,
        )
        for advert in adverts
    ]
    return "".join(line + "\n" for line in lines)


def telegram_export(adverts: Sequence[MadeAdvert]) -> str:
    """A channel as Telegram Desktop exports it (result.json); message numbers are those of the adverts."""
    messages = []
    for advert in adverts:
        text = "\n".join(part for part in (advert.title, advert.body, advert.contact) if part)
        messages.append(
            {
                "id": int(advert.advert[1:]),
                "type": "message",
                "date": _moment(advert).strftime("%Y-%m-%dT%H:%M:%S"),
                "date_unixtime": str(int(_moment(advert).timestamp())),
                "from": "Made-up work board",
                "from_id": "channel1000000000",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
        )
    channel = {"name": "Made-up work board", "type": "public_channel", "id": 1000000000, "messages": messages}
    return json.dumps(channel, ensure_ascii=False, indent=1) + "\n"


def chat_export(adverts: Sequence[MadeAdvert]) -> str:
    """A group as WhatsApp exports it: day/month/year, 24 hours."""
    lines = []
    for advert in sorted(adverts, key=lambda advert: (advert.posted, advert.advert)):
        text = " ".join(part for part in (advert.title, advert.body, advert.contact) if part)
        lines.append(f"{_moment(advert).strftime('%d/%m/%Y, %H:%M')} - Member {advert.advert[-4:]}: {text}\n")
    return "".join(lines)


def saved_page(advert: MadeAdvert) -> str:
    """A board's page for one advert, as a browser saves it."""
    contact = f"<p class='contact'>{escape(advert.contact)}</p>" if advert.contact else ""
    return (
        f"<!doctype html>\n<html lang='{advert.language}'>\n<head>\n<meta charset='utf-8'>\n"
        f"<title>{escape(advert.title)}</title>\n<link rel='canonical' href='{escape(advert.url)}'>\n"
        f"<style>body {{ font-family: serif }}</style>\n</head>\n<body>\n"
        f"<nav><a href='https://board.example.org/'>Board</a></nav>\n"
        f"<article>\n<h1>{escape(advert.title)}</h1>\n"
        f"<time datetime='{_moment(advert).isoformat()}'>{advert.posted.isoformat()}</time>\n"
        f"<p>{escape(advert.body)}</p>\n{contact}\n</article>\n</body>\n</html>\n"
    )


def saved_mhtml(advert: MadeAdvert) -> str:
    """The same page as one MHTML file."""
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Subject"] = advert.advert
    message["Date"] = _moment(advert).strftime("%a, %d %b %Y %H:%M:%S +0000")
    message["Snapshot-Content-Location"] = advert.url
    message.set_content(saved_page(advert), subtype="html", cte="quoted-printable")
    message["Content-Location"] = advert.url
    message.make_related(boundary=f"----MultipartBoundary--{advert.advert}----")
    return message.as_string()


def _moment(advert: MadeAdvert) -> datetime:
    """An hour of the day it was posted, fixed by its name."""
    number = int(advert.advert[1:])
    return datetime.combine(advert.posted, time(6 + number % 15, number % 60), UTC)
