"""Which encoding a text is in: found by looking at all of it, and stated."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from palermo.errors import ReaderError
from palermo.evidence.lines import WIDE, Gap, Stream, mark_length

_SAMPLE = 1 << 16  # bytes of lines that are not UTF-8 shown to charset-normalizer
_UTF8_SHARE = 0.1  # of what is beyond ASCII: a text in an old code page is hardly ever valid UTF-8 by chance
_NUL_SHARE = 0.02  # of the first bytes: text in two-byte characters has a NUL at least in each space and line end
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before utf-16-le, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Tried in this order where charset-normalizer finds several equally likely.
_PAGES = (
    "cp1252", "cp1251", "cp1250", "koi8_r", "koi8_u", "cp866", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "cp874", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_LATIN = {"cp1252", "cp1250"}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a text is in.

    Args:
        encoding: Python's name of it.
        mark: Bytes of the byte-order mark at the beginning; 0 where there is none.
        size: Bytes in all, after gzip is undone.
        nuls: Whether there are NUL bytes where no text has any.
        odd_lines: Lines that are not in that encoding; they will be refused.
        guessed: Whether the bytes leave more than one encoding open.
        cut: Why there are fewer bytes than promised; None where all are there.
    """

    encoding: str
    mark: int
    size: int
    nuls: bool
    odd_lines: int
    guessed: bool
    cut: str | None

    def __str__(self) -> str:
        """The words for INGESTS.encoding."""
        words = self.encoding + (" with byte-order mark" if self.mark else "")
        return words + (", the likeliest reading" if self.guessed else "")


def survey(stream: Stream) -> Survey:
    """Look at every byte once and tell the encoding.

    UTF-8 is believed where what is beyond ASCII is valid in it, or enough of that; an old code
    page is told by charset-normalizer from the lines that are not.

    Raises:
        ReaderError: The bytes are no text, or text in no encoding that is known here.
    """
    size = good = bad = odd_lines = 0
    nuls = False
    sample = bytearray()
    head = b""
    for block in _blocks(stream):
        size += len(block)
        if len(head) < _SAMPLE:
            head += block[: _SAMPLE - len(head)]
        if b"\0" in block:
            nuls = True
            if _wide(head) is not None:
                break
        if block.isascii():
            continue
        try:
            block.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            found = _sort(block, sample)
            good += found[0]
            bad += found[1]
            odd_lines += found[2]
    wide = _wide(head)
    if wide is not None:
        while more := stream.read(1 << 20):
            size += len(more)
        mark = mark_length(wide) if head.startswith(tuple(m for m, name in _MARKS if name == wide)) else 0
        return Survey(wide, mark, size, False, 0, False, stream.cut)
    mark = 3 if head.startswith(codecs.BOM_UTF8) else 0
    _refuse_junk(head)
    if bad == 0 or mark or good >= _UTF8_SHARE * (good + bad):
        return Survey("utf-8", mark, size, nuls, odd_lines, False, stream.cut)
    encoding, guessed = _code_page(bytes(sample))
    return Survey(encoding, 0, size, nuls, 0, guessed, stream.cut)


def decode(text: bytes, said: str | None = None) -> tuple[str, str]:
    """Decode a whole page: by its mark, by what it says of itself, as UTF-8, else by the likeliest code page.

    Returns:
        The text and the name of the encoding. Bytes that are not in it become U+FFFD.
    """
    for mark, name in _MARKS:
        if text.startswith(mark):
            return text[len(mark) :].decode(name, "replace"), name
    stated = _said(said)
    if stated is not None:
        return text.decode(stated, "replace"), stated
    try:
        return text.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        lines = bytearray()
        good, bad, _ = _sort(text, lines)
        name = "utf-8" if good >= _UTF8_SHARE * (good + bad) else _code_page(bytes(lines))[0]
        return text.decode(name, "replace"), name


def _said(said: str | None) -> str | None:
    """The code page that a page names of itself; None where it names none that tells more than its bytes do."""
    if said is None:
        return None
    try:
        name = codecs.lookup(said.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    # Pages say Latin-1 or ASCII and mean cp1252 (WHATWG Encoding Standard).
    return None if name in ("utf-8", "iso8859-1", "ascii") else name


def _blocks(stream: Stream) -> Iterator[bytes]:
    """Chunks that end at a line's end where they can."""
    rest = b""
    while chunk := stream.read(1 << 20):
        end = chunk.rfind(b"\n") + 1
        if end or len(rest) > 1 << 23:
            yield rest + chunk[:end]
            rest = chunk[end:]
        else:
            rest += chunk
    if rest:
        yield rest


def _sort(block: bytes, sample: bytearray) -> tuple[int, int, int]:
    """Count the characters beyond ASCII that are UTF-8, the bytes that are not and their lines; keep some of these."""
    good = bad = odd_lines = 0
    for line in block.splitlines(keepends=True):
        if line.isascii():
            continue
        text = line.decode("utf-8", "surrogateescape")
        beyond = sum(letter > "\x7f" for letter in text)
        escaped = sum("\udc80" <= letter <= "\udcff" for letter in text)
        good += beyond - escaped
        bad += escaped
        if escaped:
            odd_lines += 1
            if len(sample) < _SAMPLE:
                sample += line[: _SAMPLE - len(sample)]
    return good, bad, odd_lines


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by the mark or by where the NULs stand; None where it is neither."""
    for mark, name in _MARKS[1:]:
        if head.startswith(mark):
            return name
    if len(head) < 8 or head.count(b"\0") < _NUL_SHARE * len(head):
        return None
    even, odd = head[0::2].count(b"\0"), head[1::2].count(b"\0")
    if not (odd > 9 * even or even > 9 * odd):
        return None
    likely = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = head[: len(head) - len(head) % 4 - 4].decode(likely)
    except UnicodeDecodeError:
        return None
    return likely if sum(letter.isprintable() or letter.isspace() for letter in text) > 0.98 * len(text) else None


def _refuse_junk(head: bytes) -> None:
    """Refuse bytes that are no text: control characters in number."""
    control = len(head) - len(head.translate(None, delete=bytes([*range(9), 14, 15, *range(16, 27), *range(28, 32)])))
    if head and control > 0.1 * len(head):
        raise ReaderError(
            "these bytes are no text: more than a tenth are control characters. Adverts are read from CSV, JSON,"
            " JSON Lines, Parquet, XLSX, HTML, MHTML, WARC, Telegram and WhatsApp exports, and gzip or zip of these"
        )


def _code_page(sample: bytes) -> tuple[str, bool]:
    """The likeliest code page and whether others are as likely."""
    found = list(from_bytes(sample, cp_isolation=list(_PAGES), steps=8, chunk_size=2048))
    if not found:
        raise ReaderError("the text is in no encoding that is known here; save it as UTF-8 and ingest that")
    best = found[0]
    rivals = {match.encoding for match in found if match.chaos <= best.chaos + 0.005}
    rivals |= {name for match in found if match.encoding in rivals for name in match.could_be_from_charset}
    if rivals & _LATIN:
        rivals |= _LATIN
    ranked = [page for page in _PAGES if page in rivals] or [best.encoding]
    first = min(ranked, key=lambda page: _strange(sample, page))
    letters = sample.translate(None, delete=bytes(range(128)))
    least = _strange(sample, first)
    different = {letters.decode(name, "replace") for name in ranked if _strange(sample, name) == least}
    return first, len(different) > 1


def _strange(sample: bytes, page: str) -> int:
    """Count signs within words, as in na³e¿y: a code page that puts them there is the wrong one."""
    text = sample.decode(page, "replace")
    return sum(
        not middle.isascii() and (not middle.isalpha() or (middle.isupper() and before.islower()))
        for before, middle, after in zip(text, text[1:], text[2:], strict=False)
        if before.isalpha() and after.isalpha()
    )


__all__ = ["WIDE", "Gap", "Survey", "decode", "survey"]
