"""The peers beside whom we measure, as their own documentation says to use them.

They come with the extra `bench` and are loaded where they are used.
"""

import importlib
import re
from collections.abc import Sequence
from types import ModuleType

import numpy as np
import numpy.typing as npt

from palermo.errors import MissingExtraError

PERMUTATIONS = 64
BANDS = 16  # of 4 rows each
JACCARD = 0.25  # two adverts closer than this are joined
SHINGLE = 3  # words
_WORD = re.compile(r"\w+")

Labels = npt.NDArray[np.int64]


def load(name: str) -> ModuleType:
    """Import a peer.

    Raises:
        MissingExtraError: It is not installed; the message says how to install it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError(f"measuring beside {name} needs it: pip install 'palermo[bench]'") from error


def shingles(text: str, *, unspaced: bool = False) -> list[str]:
    """Three words after one another, in small letters; three characters where no spaces are written."""
    words = list(text) if unspaced else _WORD.findall(text.lower())
    if len(words) < SHINGLE:
        return [" ".join(words)]
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def rensa_groups(texts: Sequence[str], *, unspaced: bool = False) -> Labels:
    """rensa: RMinHash of 64 permutations, LSH of 16 bands, Jaccard at least .25, connected components."""
    rensa = load("rensa")
    sketches = rensa.RMinHash.from_token_sets([shingles(text, unspaced=unspaced) for text in texts], PERMUTATIONS, 42)
    index = rensa.RMinHashLSH(JACCARD, PERMUTATIONS, BANDS)
    index.insert_many(sketches)
    groups = Groups(len(texts))
    for at, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if other < at and groups.apart(at, other) and sketch.jaccard(sketches[other]) >= JACCARD:
                groups.join(at, other)
    return groups.labels()


def datasketch_groups(texts: Sequence[str], *, unspaced: bool = False) -> Labels:
    """datasketch: MinHash of 64 permutations, LSH of 16 bands, Jaccard at least .25, connected components."""
    datasketch = load("datasketch")
    index = datasketch.MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    sketches = []
    for at, text in enumerate(texts):
        sketch = datasketch.MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([part.encode() for part in shingles(text, unspaced=unspaced)])
        sketches.append(sketch)
        index.insert(at, sketch)
    groups = Groups(len(texts))
    for at, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if other < at and groups.apart(at, other) and sketch.jaccard(sketches[other]) >= JACCARD:
                groups.join(at, other)
    return groups.labels()


def drain_groups(texts: Sequence[str]) -> Labels:
    """Drain3 as it comes: one cluster a log template."""
    miner_file = load("drain3.template_miner")
    config_file = load("drain3.template_miner_config")
    miner = miner_file.TemplateMiner(config=config_file.TemplateMinerConfig())
    found = [int(miner.add_log_message(text)["cluster_id"]) for text in texts]
    return alone_where_single(np.array(found, dtype=np.int64))


def libphonenumber_counts(texts: Sequence[str], region: str) -> int:
    """libphonenumber alone: how many numbers its matcher finds in all texts."""
    phonenumbers = load("phonenumbers")
    return sum(sum(1 for _ in phonenumbers.PhoneNumberMatcher(text, region)) for text in texts)


def alone_where_single(labels: Labels) -> Labels:
    """Mark groups of one as standing alone."""
    _, place, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return np.where(sizes[place] > 1, place, -1).astype(np.int64)


class Groups:
    """Joins members and says who belongs with whom."""

    def __init__(self, members: int) -> None:
        self._parent = list(range(members))

    def _root(self, member: int) -> int:
        parent = self._parent
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    def apart(self, one: int, other: int) -> bool:
        """Whether the two stand in different groups so far."""
        return self._root(one) != self._root(other)

    def join(self, one: int, other: int) -> None:
        """Put both groups together."""
        self._parent[self._root(one)] = self._root(other)

    def labels(self) -> Labels:
        """Each member's group; -1 for those alone."""
        return alone_where_single(np.array([self._root(at) for at in range(len(self._parent))], dtype=np.int64))
