"""Names that people go by at messaging and social services; canonical as service:name in lower case."""

import re
from urllib.parse import unquote

from palermo.analyses.identifiers.addresses import Mention
from palermo.analyses.identifiers.cue_words import HAN_SERVICES, SERVICES

_SERVICE_OF = {
    **{word: service for service, words in SERVICES.items() for word in words.split()},
    **{word: service for service, words in HAN_SERVICES.items() for word in words},
}
_SERVICE_WORD = "|".join(sorted((re.escape(word) for word in _SERVICE_OF), key=len, reverse=True))

# What each service lets a name be: its own published rules, 2025.
_NAMES = {
    "telegram": re.compile(r"[a-z][a-z0-9_]{3,31}"),
    "instagram": re.compile(r"[a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?"),
    "facebook": re.compile(r"[a-z0-9](?:[a-z0-9.]{2,48}[a-z0-9])"),
    "tiktok": re.compile(r"[a-z0-9_](?:[a-z0-9._]{0,22}[a-z0-9_])"),
    "vk": re.compile(r"[a-z][a-z0-9_.]{3,31}|(?:id|club|public)\d{1,12}"),
    "wechat": re.compile(r"[a-z][a-z0-9_\-]{5,19}"),
    "line": re.compile(r"[a-z0-9][a-z0-9._\-]{3,19}"),
    "signal": re.compile(r"[a-z_][a-z0-9_]{2,31}\.\d{2,9}"),
}

_HOSTS = {
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram", "instagram.com": "instagram",
    "instagr.am": "instagram", "facebook.com": "facebook", "m.facebook.com": "facebook", "fb.com": "facebook",
    "fb.me": "facebook", "m.me": "facebook", "tiktok.com": "tiktok", "vk.com": "vk", "m.vk.com": "vk", "vk.me": "vk",
    "line.me": "line", "wa.me": "whatsapp", "api.whatsapp.com": "whatsapp", "whatsapp.com": "whatsapp",
    "signal.me": "signal",
}  # fmt: skip

# First parts of a path that are the service's own and nobody's name.
_PATHS_TEXT = (
    "joinchat share addstickers s c p reel reels explore watch groups events pages profile.php sharer sharer.php"
    " hashtag stories tv feed im wall photo video videos about login marketplace"
)
_PATHS = frozenset(_PATHS_TEXT.split())

# Words after "Telegram:" that are no name.
_NO_NAMES_TEXT = (
    "channel group only chat bot messenger number account the our and or me us on my at for via with is not no yes"
    " here id whatsapp telegram viber instagram facebook signal line tiktok wechat page profile link call text"
    " please contact канал группа чат только или канале http https www com name"
)
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())
_LEAD = (
    r"(?:\s*(?:me|us|id|username|user|nick|nickname|name|account|acc|handle|contact|am|on|im"
    r"|ник|логин|аккаунт|канал|号|號)\b)?"
)
_AFTER = re.compile(
    rf"(?P<service>{_SERVICE_WORD}){_LEAD}(?P<sign>\s*[:=：\-–—>→~]{{0,3}}\s*)(?P<at>[@＠]?)"
    r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_.\-]{1,39})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"[@＠](?P<name>[A-Za-z0-9_][A-Za-z0-9_.]{{1,39}})[\s,()\-–]{{1,3}}(?:(?:on|in|at|via|en|em|sur|auf|su|pe|в|у|на)\s)?"
    rf"[\s(]?(?P<service>{_SERVICE_WORD})(?!\w)",
    re.IGNORECASE,
)
_NEAR = re.compile(
    rf"(?<!\w)(?P<service>{_SERVICE_WORD})(?!\w)[^@＠\n]{{0,30}}[@＠](?P<name>[A-Za-z0-9_][A-Za-z0-9_.]{{1,39}})",
    re.IGNORECASE,
)


def _named(service: str, name: str) -> str | None:
    """service:name where the service lets a name be so."""
    plain = name.lower().rstrip(".-_" if service != "telegram" else ".-")
    rule = _NAMES.get(service)
    return f"{service}:{plain}" if rule is not None and rule.fullmatch(plain) else None


def handle_after(text: str, mark: int) -> Mention | None:
    """The name that follows a service's word at the mark ("Telegram: @name", "line id name_1")."""
    found = _AFTER.match(text, mark)
    if found is not None and not text[mark - 1 : mark].isalnum():
        name = found["name"].rstrip(".-")
        service = _SERVICE_OF[found["service"].lower()]
        end = found.start("name") + len(name)
        sure = bool(found["at"] or found["sign"].strip() or re.search(r"[\d_]", name))
        if sure and name.lower() not in _NO_NAMES and not name.isdigit() and text[end : end + 1] not in ("@", "/"):
            value = _named(service, name)
            if value is not None and (found["at"] or not re.search(r"\.[a-z]{2,6}$", name.lower())):
                return Mention("handle", value, found.start(), end, False, True)
    found = _NEAR.match(text, mark)
    return _mention(found) if found is not None else None


def handle_before(text: str, mark: int) -> Mention | None:
    """The name at the mark (an @) whose service is named after it ("@name on Telegram")."""
    if text[mark - 1 : mark].isalnum():
        return None
    found = _BEFORE.match(text, mark)
    return _mention(found) if found is not None else None


def _mention(found: re.Match[str]) -> Mention | None:
    name = found["name"].rstrip(".")
    value = _named(_SERVICE_OF[found["service"].lower()], name)
    if value is None:
        return None
    end = max(found.start("name") + len(name), found.end("service"))
    return Mention("handle", value, found.start(), end, False, True)


def handle_of_url(value: str) -> str | None:
    """What a canonical web address names at a service: service:name, whatsapp:+digits or signal:+digits."""
    host, _, path = value.partition("/")
    host, _, bare_query = host.partition("?")
    service = _HOSTS.get(host)
    if service is None:
        return None
    path, _, query = path.partition("?")
    query = query or bare_query
    if service in ("whatsapp", "signal"):
        found = re.search(
            r"(?:^|phone=|p/)\+?(\d{7,15})(?=&|$)", unquote(f"{path}?{query}" if query else path).strip("?/")
        )
        return f"{service}:+{found[1]}" if found is not None else None
    first = path.split("/")[0]
    if service == "line":
        found = re.match(r"(?:R/)?ti/p/(?:~|@|%40)?([\w.\-]+)", path)
        return _named("line", found[1]) if found is not None else None
    if service == "telegram" and first in ("s",):
        first = path.split("/")[1] if "/" in path else ""
    if not first or first.lower() in _PATHS or first.startswith("+"):
        return None
    if service == "tiktok" and not first.startswith("@"):
        return None
    return _named(service, first.removeprefix("@"))
