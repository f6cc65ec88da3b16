"""What a person sees on a saved page: title, visible text, addresses, what it declares in schema.org."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_PAGE = 1 << 22  # 4 MiB of HTML: a longer page is refused, for the parser's time grows faster than its length
_DEEPEST = 2_000  # elements within each other; below that, text is kept but nothing is hidden any more

_HIDDEN_WORDS = "script style noscript template head svg math iframe object select datalist nav"
_HIDDEN = frozenset(_HIDDEN_WORDS.split())
_EMPTY_WORDS = "area base br col embed hr img input link meta param source track wbr"
_EMPTY = frozenset(_EMPTY_WORDS.split())
_BLOCK_WORDS = (
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main ol p pre section summary table tbody td tfoot th thead tr ul body html label option"
)
_BLOCK = frozenset(_BLOCK_WORDS.split())
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINES = re.compile(r"[ \t\r\f\v\u00a0]*\n[ \t\r\n\f\v\u00a0]*")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_WAYS = ("tel:", "mailto:", "sms:", "whatsapp:", "tg:", "viber:", "skype:", "line:", "weixin:")
_CHATS = re.compile(r"https?://(?:www\.)?(?:wa\.me|t\.me|api\.whatsapp\.com|m\.me|line\.me|signal\.me)/", re.IGNORECASE)


@dataclass
class Microdata:
    """One itemscope: its type and its properties, as text or as further scopes."""

    kind: str
    properties: dict[str, list["str | Microdata"]] = field(default_factory=dict)


@dataclass
class Page:
    """What a page says.

    Args:
        title: Of the page, else its first heading.
        text: Visible text, a line a block.
        url: Canonical address, where the page names one.
        language: As the html element says.
        ways: Addresses by which somebody can be reached: tel:, mailto: and chat links.
        ld: The texts of application/ld+json.
        items: Outermost microdata scopes.
        charset: As a meta element says.
    """

    title: str = ""
    text: str = ""
    url: str | None = None
    language: str | None = None
    ways: list[str] = field(default_factory=list)
    ld: list[str] = field(default_factory=list)
    items: list[Microdata] = field(default_factory=list)


@dataclass
class _Open:
    """An element whose end has not come."""

    tag: str
    hidden: bool
    scope: Microdata | None = None
    property: str | None = None
    text: list[str] | None = None


class _Parser(HTMLParser):
    """Walks through a page once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[_Open] = []
        self._pieces: list[str] = []
        self._title: list[str] = []
        self._heading: list[str] = []
        self._ld: list[str] | None = None
        self._scopes: list[Microdata] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        held = {name: value or "" for name, value in attrs}
        self._addresses(tag, held)
        if tag in _BLOCK:
            self._pieces.append("\n")
        if tag in _EMPTY:
            self._property(tag, held)
            return
        above = self._open[-1] if self._open else None
        hidden = (above is not None and above.hidden) or tag in _HIDDEN or "hidden" in held
        element = _Open(tag, hidden or _UNSEEN.search(held.get("style", "")) is not None)
        if tag == "script" and held.get("type", "").strip().lower() == "application/ld+json":
            self._ld = []
        self._property(tag, held, element)
        if len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is empty; HTML knows no other way to end one at once."""
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY and tag in ("script", "style", "svg"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those in it that nobody ended."""
        if tag in _BLOCK:
            self._pieces.append("\n")
        if not any(element.tag == tag for element in reversed(self._open[-50:])):
            return
        while self._open:
            element = self._open.pop()
            self._close(element)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text."""
        above = self._open[-1] if self._open else None
        if self._ld is not None:
            self._ld.append(data)
            return
        if above is not None and above.tag == "title":
            self._title.append(data)
            return
        for element in reversed(self._open[-20:]):
            if element.text is not None:
                element.text.append(data)
                break
        if above is None or not above.hidden:
            self._pieces.append(data)
            if any(element.tag == "h1" for element in self._open[-5:]):
                self._heading.append(data)

    def finish(self) -> Page:
        """Close everything and tidy up."""
        self.close()
        while self._open:
            self._close(self._open.pop())
        page = self.page
        page.text = tidy("".join(self._pieces))
        page.title = _SPACES.sub(" ", "".join(self._title)).strip() or tidy("".join(self._heading)) or page.title
        page.ways = list(dict.fromkeys(page.ways))
        return page

    def _addresses(self, tag: str, held: dict[str, str]) -> None:
        """Note the page's own address and ways to reach somebody."""
        page = self.page
        if tag == "html" and held.get("lang"):
            page.language = held["lang"]
        elif tag == "link" and "canonical" in held.get("rel", "").lower().split() and held.get("href"):
            page.url = page.url or held["href"].strip()
        elif tag == "meta" and held.get("property", "").lower() == "og:url" and held.get("content"):
            page.url = page.url or held["content"].strip()
        elif tag == "meta" and held.get("property", "").lower() == "og:title" and held.get("content"):
            page.title = page.title or held["content"].strip()
        elif tag == "a" and held.get("href"):
            address = held["href"].strip()
            if address.lower().startswith(_WAYS) or _CHATS.match(address):
                page.ways.append(address)

    def _property(self, tag: str, held: dict[str, str], element: _Open | None = None) -> None:
        """Note microdata: a scope, a property with its value in an attribute, or one whose value is its text."""
        name = held.get("itemprop", "").split(" ")[0] or None
        if "itemscope" in held and element is not None:
            scope = Microdata(held.get("itemtype", "").strip().rstrip("/").rsplit("/", 1)[-1])
            if name and self._scopes:
                self._scopes[-1].properties.setdefault(name, []).append(scope)
            elif not self._scopes:
                self.page.items.append(scope)
            element.scope = scope
            self._scopes.append(scope)
        elif name and self._scopes:
            value = held.get("content") or held.get("datetime")
            if value is None and tag in ("a", "link", "area"):
                value = held.get("href")
            if value is not None:
                self._scopes[-1].properties.setdefault(name, []).append(value)
            elif element is not None:
                element.property, element.text = name, []

    def _close(self, element: _Open) -> None:
        """Finish what an element gathered."""
        if element.tag == "script" and self._ld is not None:
            self.page.ld.append("".join(self._ld))
            self._ld = None
        if element.scope is not None and element.scope in self._scopes:
            while self._scopes and self._scopes.pop() is not element.scope:
                pass
        if element.property is not None and element.text is not None and self._scopes:
            self._scopes[-1].properties.setdefault(element.property, []).append(tidy("".join(element.text)))


def parse_page(html: str) -> Page:
    """Read a page. Never fails: broken HTML is read as far as it makes sense, as a browser would."""
    parser = _Parser()
    parser.feed(html.replace("\0", ""))
    return parser.finish()


def tidy(text: str) -> str:
    """One space between words, one line end between blocks."""
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
