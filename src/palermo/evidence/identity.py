"""Which rows are one advert: those with the same source and source_id, or the same source and url; never equal text.

Every name is remembered by a hash of 128 bits (BLAKE2b, RFC 7693), in sorted arrays: 32 bytes a name, so that four
million adverts fit beside everything else in 1 GB. Two different names share 128 bits with probability 2**-84
among 2**22.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

KEY_BYTES = 16
LISTING_TEXTS = 5  # different texts under one url in one file: it names a page of adverts, not an advert
SHARED_ID_TEXTS = 20  # different texts under one source_id in one file: it names something else (a seller, a category)
_NO_NAME_LENGTH = 10
_NO_NAMES = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nan", "unknown", "undefined", "#n/a"})

_PLAIN_URL = re.compile(r"https?://[a-z0-9.:-]+(?:/[^#]*)?$")

Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


def key_of(source: str, kind: str, name: str) -> bytes:
    """The 128 bits that stand for a name (`kind` is "id" or "url") at a source."""
    return blake2b(f"{source}\0{kind}\0{name}".encode(), digest_size=KEY_BYTES).digest()


def place_key(item_id: str, locator: str) -> bytes:
    """The 128 bits of an advert without a name: where it stands."""
    return blake2b(f"{item_id}\0{locator}".encode(), digest_size=KEY_BYTES).digest()


def keys_of(source: str, kind: str, names: Iterable[str | None]) -> list[bytes | None]:
    """The keys of many names; None where there is none, or a word that says so (n/a, null, 0)."""
    begin = f"{source}\0{kind}\0"
    return [
        None
        if name is None or (len(name) < _NO_NAME_LENGTH and name.casefold() in _NO_NAMES)
        else blake2b((begin + name).encode(), digest_size=KEY_BYTES).digest()
        for name in names
    ]


def plain_url(url: str | None) -> str | None:
    """A url as the same page would be written again: no spaces round it, host in lower case, no fragment."""
    if url is None:
        return None
    word = url.strip()
    if _PLAIN_URL.match(word):
        return word
    cut = word.find("#")
    if cut >= 0 and word[cut : cut + 2] not in ("#!", "#/"):
        word = word[:cut]
    head, mark, rest = word.partition("://")
    if not mark:
        return word
    host, slash, path = rest.partition("/")
    return f"{head.lower()}://{host.lower()}{slash}{path}"


class Names:
    """Names and the adverts that they name: sorted runs of arrays, few and ever longer."""

    def __init__(self) -> None:
        self._loaded: list[npt.NDArray[np.uint64]] = []  # not sorted yet
        self._runs: list[npt.NDArray[np.uint64]] = []  # each (n, 4): key high, key low, advert high, advert low

    def __len__(self) -> int:
        self._sort_loaded()
        return sum(len(run) for run in self._runs)

    def add(self, keys: Words, adverts: Words) -> None:
        """Remember keys, none of which is known yet.

        Args:
            keys: (n, 2).
            adverts: (n, 2), the keys of the adverts that they name.
        """
        if len(keys) == 0:
            return
        self._sort_loaded()
        run = np.concatenate([keys, adverts], axis=1)
        self._runs.append(run[np.argsort(run[:, 0], kind="stable")])
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            last = np.concatenate([self._runs.pop(), self._runs.pop()])
            self._runs.append(last[np.argsort(last[:, 0], kind="stable")])

    def load(self, keys: Words, adverts: Words) -> None:
        """Remember keys of former intakes; of one that comes twice, the first. They are sorted once, when asked for."""
        if len(keys):
            self._loaded.append(np.concatenate([keys, adverts], axis=1))

    def _sort_loaded(self) -> None:
        """Make one run of what was loaded and what is known already."""
        if not self._loaded:
            return
        every = np.concatenate([*self._runs, *self._loaded])
        self._loaded = []
        self._runs = []
        every = every[np.argsort(every[:, 0], kind="stable")]
        first = np.ones(len(every), dtype=bool)
        first[1:] = every[1:, 0] != every[:-1, 0]
        self._runs = [every[first]]

    def fork(self) -> "Names":
        """A copy that grows apart from this one."""
        self._sort_loaded()
        copy = Names()
        copy._runs = list(self._runs)
        return copy

    def find(self, keys: Words) -> tuple[Flags, Words]:
        """Look keys up.

        Returns:
            Which are known, and the adverts that they name (zeros where not).
        """
        self._sort_loaded()
        known = np.zeros(len(keys), dtype=bool)
        adverts = np.zeros((len(keys), 2), dtype=np.uint64)
        for run in self._runs:
            at = np.minimum(np.searchsorted(run[:, 0], keys[:, 0]), len(run) - 1)
            hit = (run[at, 0] == keys[:, 0]) & (run[at, 1] == keys[:, 1])
            adverts[hit] = run[at[hit], 2:]
            known |= hit
        return known, adverts


@dataclass
class Known:
    """The adverts of one source that are known, by their names.

    Args:
        ids, urls: Key of a source_id or url -> the advert.
        adopted: Adverts that came with a url alone and later got a source_id.
    """

    ids: Names = field(default_factory=Names)
    urls: Names = field(default_factory=Names)
    adopted: set[bytes] = field(default_factory=set)

    def fork(self) -> "Known":
        """A copy to try a file with; the arrays are shared, because nobody changes them."""
        return Known(self.ids.fork(), self.urls.fork(), set(self.adopted))

    def remember(self, adverts: Words, ids: Words, has_id: Flags, urls: Words, has_url: Flags) -> None:
        """Take in sightings of former intakes, in their order; the first advert that a name named keeps it.

        Args:
            adverts, ids, urls: (n, 2); the rows of `ids` and `urls` count where `has_id` and `has_url` say so.
        """
        self.ids.load(ids[has_id], adverts[has_id])
        self.urls.load(urls[has_url], adverts[has_url])
        both = has_id & has_url & (adverts == urls).all(axis=1)
        self.adopted.update(adverts[at].astype(">u8").tobytes() for at in np.flatnonzero(both))

    def settle(
        self,
        ids: Sequence[bytes | None],
        urls: Sequence[bytes | None],
        places: Sequence[bytes],
    ) -> tuple[list[bytes], list[bool]]:
        """Tell for each row, one after the other, which advert it is and whether this is its first sighting.

        A source_id decides. One that is new goes to the advert of the row's url only where that has no
        source_id yet: two rows with different source_ids are two adverts, whatever their url.

        Args:
            ids, urls: Keys of each row's names.
            places: Keys of where each row stands, for rows without a name.

        Returns:
            The adverts, and which of them are new.
        """
        named_ids, named_urls = _look_up(self.ids, ids), _look_up(self.urls, urls)
        ones = {one: one for one in ids if one is not None}
        pairs = {url: one for url, one in zip(urls, ids, strict=True) if url is not None and one is not None}
        unique = len(ones) == len(ids) and len(pairs) == len(urls) - urls.count(None)
        if unique and not named_ids and not named_urls:  # a first export: every row is an advert of its own
            _add(self.ids, ones)
            _add(self.urls, pairs)
            return list(ones), [True] * len(ones)
        new_ids: dict[bytes, bytes] = {}
        new_urls: dict[bytes, bytes] = {}
        adverts: list[bytes] = []
        fresh: list[bool] = []
        for one, url, place in zip(ids, urls, places, strict=True):
            by_url = None if url is None else named_urls.get(url) or new_urls.get(url)
            if one is not None:
                advert = named_ids.get(one) or new_ids.get(one)
                if advert is None and by_url is not None and by_url == url and by_url not in self.adopted:
                    advert = new_ids[one] = by_url
                    self.adopted.add(by_url)
                first = advert is None
                if advert is None:
                    advert = new_ids[one] = one
            else:
                first = by_url is None
                advert = by_url or url or place
            if url is not None and by_url is None:
                new_urls[url] = advert
            adverts.append(advert)
            fresh.append(first)
        _add(self.ids, new_ids)
        _add(self.urls, new_urls)
        return adverts, fresh


@dataclass
class Barred:
    """Names that stand on too many different texts in one file to name one advert, by their first 64 bits."""

    ids: set[bytes] = field(default_factory=set)
    urls: set[bytes] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.ids) + len(self.urls)


def without(keys: list[bytes | None], barred: set[bytes]) -> list[bytes | None]:
    """The keys, None where one is barred."""
    if not barred:
        return keys
    return [None if key is None or key[:8] in barred else key for key in keys]


class Texts:
    """Counts the different texts that stand under each name of a file.

    In two goes, because hashing every text would cost a tenth of all the time: the first tells which names
    stand on many rows at all, the second hashes the texts of those.
    """

    def __init__(self, least: int, suspects: set[bytes]) -> None:
        self._least = least
        self._suspects = suspects
        self._rows: list[npt.NDArray[np.uint64]] = []  # first 64 bits of each row's key
        self._texts: dict[bytes, set[int]] = {}

    def add(self, keys: Sequence[bytes | None], text_at: Callable[[int], int]) -> None:
        """Note the names of some rows; `text_at` gives the hash of a row's text."""
        stated = [key for key in keys if key is not None]
        if stated:
            self._rows.append(words(stated)[:, 0])
        if self._suspects:
            for at, key in enumerate(keys):
                if key is not None and key[:8] in self._suspects:
                    seen = self._texts.setdefault(key[:8], set())
                    if len(seen) < self._least:
                        seen.add(text_at(at))

    def crowded(self) -> set[bytes]:
        """The first 64 bits of the names that stand on so many rows."""
        if not self._rows:
            return set()
        keys, counts = np.unique(np.concatenate(self._rows), return_counts=True)
        return {int(key).to_bytes(8, "big") for key in keys[counts >= self._least]}

    def shared(self) -> set[bytes]:
        """The first 64 bits of those suspects that stand on so many different texts."""
        return {key for key, seen in self._texts.items() if len(seen) >= self._least}


def words(keys: Sequence[bytes]) -> Words:
    """Keys as an array (n, 2) of big-endian words."""
    return np.frombuffer(b"".join(keys), dtype=">u8").astype(np.uint64).reshape(-1, 2)


def _add(names: Names, pairs: Mapping[bytes, bytes]) -> None:
    """Add names that are not known yet."""
    if pairs:
        names.add(words(list(pairs)), words(list(pairs.values())))


def _look_up(names: Names, keys: Sequence[bytes | None]) -> dict[bytes, bytes]:
    """Those of the keys that are known, with their adverts."""
    asked = [key for key in keys if key is not None]
    if not asked or not len(names):
        return {}
    known, adverts = names.find(words(asked))
    found = adverts.astype(">u8").tobytes()
    return {asked[at]: found[16 * at : 16 * at + 16] for at in np.flatnonzero(known).tolist()}


__all__ = [
    "LISTING_TEXTS",
    "SHARED_ID_TEXTS",
    "Barred",
    "Known",
    "Names",
    "Texts",
    "key_of",
    "keys_of",
    "place_key",
    "plain_url",
    "without",
    "words",
]
