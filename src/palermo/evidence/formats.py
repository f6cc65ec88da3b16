"""Which reader a material needs, told by its first bytes; the name is a hint at most."""

import re

from palermo.errors import ReaderError
from palermo.evidence.archives import EMPTY_ZIP, GZIP, ZIP, Material
from palermo.evidence.encodings import decode
from palermo.evidence.headers import has_text
from palermo.evidence.readers.delimited import read_delimited
from palermo.evidence.readers.json_lines import read_json_lines
from palermo.evidence.readers.json_list import read_json
from palermo.evidence.readers.mhtml import is_mhtml, read_mhtml
from palermo.evidence.readers.page import read_page
from palermo.evidence.readers.parquet import read_parquet
from palermo.evidence.readers.rows import Reading
from palermo.evidence.readers.telegram import is_telegram, read_telegram
from palermo.evidence.readers.warc import read_warc
from palermo.evidence.readers.whatsapp import is_whatsapp, read_whatsapp
from palermo.evidence.readers.xlsx import read_xlsx

READ = (
    "CSV, JSON, JSON Lines, Parquet, XLSX, HTML, MHTML, WARC, Telegram and WhatsApp exports, and gzip or zip of these"
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file (XLS, DOC); save it as XLSX or CSV",
    b"SQLite format 3": "an SQLite database; export the table as CSV",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"BZh": "a bzip2 file; unpack it first",
    b"\xfd7zXZ": "an xz file; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file; unpack it first",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}


def is_media(head: bytes) -> bool:
    """Whether the bytes begin a picture, a sound or a film: what chat exports carry beside the text."""
    return (
        head.startswith((*_PICTURES, b"OggS", b"ID3", b"\x1a\x45\xdf\xa3", b"fLaC"))
        or head[4:8] == b"ftyp"
        or head[:4] == b"RIFF"
        or head[:2] in (b"\xff\xfb", b"\xff\xf3")
    )


def read_material(material: Material, *, pages: bool = False) -> Reading:
    """Choose the reader and let it look at the material.

    Args:
        pages: Whether text that has no other mark is a saved page rather than a table.

    Raises:
        ReaderError: The bytes are in no format that is read, or broken from the start.
    """
    head = material.head()
    _refuse_foreign(head, material.member)
    if head.startswith(b"PAR1"):
        return read_parquet(material)
    if head.startswith(ZIP):
        return read_xlsx(material)
    if head.startswith(b"WARC/"):
        return read_warc(material)
    if is_mhtml(head):
        return read_mhtml(material)
    text = decode(head)[0] if head else ""
    if _PAGE.match(text):
        return read_page(material)
    if is_whatsapp(text):
        return read_whatsapp(material)
    start = text.lstrip()[:1]
    if start == "{" and is_telegram(text):
        return read_telegram(material)
    if start in ("{", "["):
        return read_json_lines(material) if _is_lines(text) else read_json(material, has_text)
    if pages and head:
        return read_page(material)
    return read_delimited(material)


def _is_lines(text: str) -> bool:
    """Whether JSON text holds one object a line: the first line opens and closes one."""
    lines = text.lstrip().splitlines()
    if not text.lstrip().startswith("{"):
        return False
    first = lines[0].rstrip()
    second = next((line.lstrip() for line in lines[1:] if line.strip()), None)
    if second is None:
        return first.endswith("}") and not re.search(r"[:\[]\s*\[?\s*\{", first)
    return first.endswith("}") and not second.startswith(("]", "}", ","))


def _refuse_foreign(head: bytes, member: str | None) -> None:
    """Refuse what is known to be something else, and say what it is."""
    if head.startswith((GZIP, EMPTY_ZIP)) or (head.startswith(ZIP) and member is not None and b"xl/" not in head):
        if member is None and head.startswith(EMPTY_ZIP):
            raise ReaderError("the zip archive is empty")
        raise ReaderError("an archive within an archive: one level is read; unpack the outer one and ingest the inner")
    if is_media(head):
        raise ReaderError(f"a picture, sound or film; adverts are read from {READ}")
    for mark, what in _FOREIGN.items():
        if head.startswith(mark):
            raise ReaderError(f"{what}; adverts are read from {READ}")
