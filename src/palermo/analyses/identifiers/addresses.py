"""E-mail addresses, web addresses and masked contacts, also where "at" and "dot" are written out."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from palermo.analyses.identifiers.cue_words import AT_WORDS, DOT_WORDS, PLAIN_ENDINGS, WORDY_ENDINGS

REACH = 100  # code points either side of a mark that an address may stand in


class Mention(NamedTuple):
    """An identifier at its place in a text."""

    kind: str
    value: str
    start: int
    end: int
    disguised: bool
    valid: bool


_WORD = r"[^\W_](?:[\w\-]{0,62})"
_AT_WORD = "|".join(sorted(AT_WORDS, key=len, reverse=True))
_DOT_WORD = "|".join(sorted(DOT_WORDS, key=len, reverse=True))
_ENDINGS = frozenset(PLAIN_ENDINGS) | frozenset(WORDY_ENDINGS)
_ENDING = "|".join(sorted(_ENDINGS, key=len, reverse=True))

_DOT = rf"(?:\s?[(\[{{<]\s?(?:\.|{_DOT_WORD})\s?[)\]}}>]\s?|\s(?:{_DOT_WORD})\s|\s?\.\s?(?=\w))"
_AT = rf"(?:\s?[(\[{{<]\s?(?:@|＠|a|{_AT_WORD})\s?[)\]}}>]\s?|\s(?:{_AT_WORD})\s|\s?[@＠]\s?)"

_EMAIL = re.compile(r"[A-Za-z0-9][\w.%+'\-]{0,63}@(?:[^\W_](?:[\w\-]{0,62})\.)+[^\W\d_]{2,24}(?!\w)")
_TAIL_OF_HIDDEN = rf"{_WORD}(?:{_DOT}{_WORD}){{0,3}}?(?:{_DOT})(?:{_ENDING})(?!\w)"
_AT_HINT = re.compile(rf"[@＠(\[{{<]|\s(?:{_AT_WORD})\s", re.IGNORECASE)
_ATS = re.compile(rf"(?=({_AT}))", re.IGNORECASE)  # also those that overlap
_AFTER_AT = re.compile(_TAIL_OF_HIDDEN, re.IGNORECASE)
_TIGHT_DOT = rf"(?:\s?[(\[{{<]\s?(?:\.|{_DOT_WORD})\s?[)\]}}>]\s?|\s(?:{_DOT_WORD})\s|\.)"
_HIDDEN_EMAIL = re.compile(
    rf"(?P<name>[A-Za-z0-9][\w+%\-]{{0,40}}(?:{_TIGHT_DOT}[\w+%\-]{{1,40}}){{0,3}})"
    rf"{_AT}(?P<host>{_WORD}(?:{_DOT}{_WORD}){{0,3}}?)(?:{_DOT})(?P<end>{_ENDING})(?!\w)",
    re.IGNORECASE,
)
_SCHEME = r"(?:h(?:tt|xx)ps?|ftp)\s?(?:\[:\]|:)\s?//"
_TAIL = r"[^\s<>\"'`{}|\\^«»“”]*"
_URL = re.compile(
    rf"(?P<scheme>{_SCHEME})(?P<host>[\w.\-\[\]()]+(?:\[[.:]\]|\(\.\))?[\w.\-]*)(?P<port>:\d{{1,5}})?(?P<rest>[/?#]{_TAIL})?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?P<host>(?:[^\W_](?:[\w\-]{{0,62}})\.)+[^\W\d_]{{2,24}})(?P<port>:\d{{1,5}})?(?P<rest>[/?#]{_TAIL})?(?![\w@])",
    re.IGNORECASE,
)
_HIDDEN_URL = re.compile(
    rf"(?:(?P<scheme>{_SCHEME}))?(?P<host>{_WORD}(?:{_DOT}{_WORD}){{0,3}}?)(?:{_DOT})(?P<end>{_ENDING})"
    rf"(?P<rest>/{_TAIL})?(?!\w)",
    re.IGNORECASE,
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_MASKED = re.compile(r"#(EMAIL|PHONE|URL)_([0-9a-f]{6,64})#", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|yclid|igsh|igshid|ref|mc_cid|mc_eid)=[^&]*(?:&|$)", re.IGNORECASE)

# Words before "at ... dot ..." that are no name of a mailbox.
_NO_NAMES_TEXT = (
    "us me at apply visit online website site look page more here it and or is are work works job jobs mail email"
    " e-mail contact write to see go live now find read info-at available office meet team"
)
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


@lru_cache(maxsize=65_536)
def plain_host(host: str) -> str:
    """A host's name in lower case and plain width, without "www."."""
    name = unicodedata.normalize("NFKC", host).lower().strip(".")
    return name.removeprefix("www.")


def _ending_is_known(host: str) -> bool:
    ending = host.rsplit(".", 1)[-1]
    return ending in _ENDINGS or (len(ending) == 2 and ending.isalpha())


def plain_url(host: str, rest: str | None) -> str:
    """The canonical form: host, path and query; no scheme, no "www.", no tracking, no fragment."""
    path, _, query = (rest or "").partition("#")[0].partition("?")
    query = _TRACKING.sub("", query).rstrip("&") if query else ""
    path = path.rstrip("/")
    return plain_host(host) + path + (f"?{query}" if query else "")


def masked_at(text: str, mark: int) -> Mention | None:
    """A contact that somebody masked: equal token, equal contact. No plan confirms it: valid is False."""
    found = _MASKED.match(text, mark)
    if found is None:
        return None
    value = f"#{found[1].upper()}_{found[2].lower()}#"
    return Mention(found[1].lower(), value, mark, found.end(), False, False)


def _unopened(text: str) -> bool:
    """Whether the last bracket closes none of the address."""
    closing = text[-1]
    return text.count(closing) > text.count("(" if closing == ")" else "[")


def _trimmed(text: str, start: int, end: int) -> int:
    """Where an address ends without the sentence's own signs."""
    while end > start and (text[end - 1] in ".,;:!?…*_-" or (text[end - 1] in ")]" and _unopened(text[start:end]))):
        end -= 1
    return end


def email_at(text: str, mark: int) -> Mention | None:
    """The e-mail address around a mark: an @, or the last word of a host."""
    low = max(0, mark - REACH)
    if text[mark : mark + 1] in ("@", "＠"):
        begun = mark
        while begun > low and (text[begun - 1].isalnum() or text[begun - 1] in "._%+'-"):
            begun -= 1
        begun += len(text[begun:mark]) - len(text[begun:mark].lstrip("._%+'-"))
        found = _EMAIL.match(text, begun, mark + REACH) if begun < mark else None
        if found is not None:
            value = unicodedata.normalize("NFKC", found[0]).lower()
            return Mention("email", value, begun, found.end(), False, _ending_is_known(value))
    high = min(len(text), mark + REACH)
    if not _may_hide_email(text, low, mark, high):
        return None
    for found in _HIDDEN_EMAIL.finditer(text, low, high):
        if found.start() <= mark < found.end():
            mention = _hidden_email(text, found)
            if mention is not None:
                return mention
    return None


def _may_hide_email(text: str, low: int, mark: int, high: int) -> bool:
    """Whether an "at" stands before the mark with a host from there over it: the search for a name costs far more."""
    if _AT_HINT.search(text, low, high) is None:
        return False
    for at in _ATS.finditer(text, low, high):
        if at.start(1) > mark:
            return False
        tail = _AFTER_AT.match(text, at.end(1), high)
        if tail is not None and tail.end() > mark:
            return True
    return False


def _hidden_email(text: str, found: re.Match[str]) -> Mention | None:
    between = text[found.end("name") : found.start("host")]
    dots = text[found.end("host") : found.start("end")]
    name = _DOTS.sub(".", found["name"]).lower()
    words = between.strip()[:1].isalnum()
    if name in _NO_NAMES or (words and dots == "." and not re.search(r"[\d._]", name)):
        return None
    if dots not in (".",) and not words and between == "@" and dots.startswith(". "):
        return None
    host = _DOTS.sub(".", found["host"])
    value = unicodedata.normalize("NFKC", f"{name}@{host}.{found['end']}").lower()
    return Mention("email", value, found.start(), found.end(), True, True)


def url_at(text: str, mark: int) -> Mention | None:
    """The web address around a mark: "://", "www", or the last word of a host."""
    low = max(0, mark - REACH)
    begun = mark
    while begun > low and not text[begun - 1].isspace() and text[begun - 1] not in "<>\"'`«»“”(|":
        begun -= 1
    found = _URL.search(text, begun, min(len(text), mark + 2_000)) if "//" in text[begun : mark + 8] else None
    if found is not None and found.start() <= mark:
        return _full_url(text, found)
    found = _BARE.search(text, begun, min(len(text), mark + 2_000))
    if found is None or not found.start() <= mark < found.end() or text[found.start() - 1 : found.start()] == "@":
        return None
    end = _trimmed(text, found.end("host"), found.end()) if found["rest"] else found.end()
    host = plain_host(found["host"])
    ending = host.rsplit(".", 1)[-1]
    sure = found["host"].lower().startswith("www.") or (found["rest"] or "").startswith("/")
    if not (sure and _ending_is_known(host)) and ending not in PLAIN_ENDINGS:
        return None
    return Mention("url", plain_url(found["host"], text[found.end("host") : end]), found.start(), end, False, True)


def _full_url(text: str, found: re.Match[str]) -> Mention | None:
    raw = found["host"]
    host = raw.replace("[.]", ".").replace("(.)", ".").replace("[", "").replace("]", "")
    hidden = host != raw or found["scheme"].lower().startswith("hxx") or "[" in found["scheme"]
    end = found.end("host") if found["rest"] is None and found["port"] is None else found.end()
    end = _trimmed(text, found.start("host"), end)
    host = host.rstrip(".,)(-")
    if not (_HOST.fullmatch(host) or _ADDRESS.fullmatch(host) or host.lower() == "localhost"):
        return None
    rest = text[found.end("host") : end] if end > found.end("host") else ""
    return Mention("url", plain_url(host, rest), found.start(), end, hidden, _ending_is_known(host.lower()))


def hidden_url_at(text: str, mark: int) -> Mention | None:
    """The web address whose dots are written out and whose last word stands at the mark."""
    if text[max(0, mark - 3) : mark].rstrip().endswith("."):
        return None  # an open dot: `url_at` reads what stands there
    for found in _HIDDEN_URL.finditer(text, max(0, mark - REACH), min(len(text), mark + REACH)):
        if not found.start() <= mark < found.end():
            continue
        dots = text[found.end("host") : found.start("end")]
        if re.fullmatch(r"\s?\.\s?", dots):
            return None
        host = f"{_DOTS.sub('.', found['host'])}.{found['end']}"
        end = _trimmed(text, found.end("end"), found.end())
        return Mention("url", plain_url(host, text[found.end("end") : end]), found.start(), end, True, True)
    return None


_SIMPLE_URL = re.compile(r"https?://(?:www\.)?([a-z0-9.\-]+\.[a-z]{2,24})((?:/[A-Za-z0-9._~\-]+)*)/?")


def whole_url(text: str) -> Mention | None:
    """The web address that a whole text is; the quick way for the column `url`."""
    found = _SIMPLE_URL.fullmatch(text)
    if found is None:
        return None
    return Mention("url", found[1] + found[2], 0, len(text), False, _ending_is_known(found[1]))
