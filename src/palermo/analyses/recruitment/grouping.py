"""Which adverts were written from one template, for holding whole templates out: nothing else rests on it."""

from collections import Counter
from collections.abc import Sequence

SHINGLE = 3  # words
CONTAINED = 0.3  # share of the shorter advert's shingles that the other holds
COMMON = 200  # a shingle in more adverts than this is a phrase of the trade and joins nobody


def template_groups(texts: Sequence[str]) -> list[int]:
    """Number the groups of adverts that share much of their wording, directly or over others.

    Args:
        texts: n adverts; words are what blanks separate.

    Returns:
        n numbers; equal number, same group. A group is named by its first advert.
    """
    shingles = []
    for text in texts:
        words = text.split()
        runs = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
        shingles.append(runs or {text})
    holders: dict[str, list[int]] = {}
    for at, runs in enumerate(shingles):
        for run in runs:
            holders.setdefault(run, []).append(at)
    parent = list(range(len(texts)))

    def root(at: int) -> int:
        """The first advert of the group, paths halved on the way."""
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, runs in enumerate(shingles):
        earlier = Counter(other for run in runs if len(holders[run]) <= COMMON for other in holders[run] if other < at)
        for other, shared in earlier.items():
            if shared >= CONTAINED * min(len(runs), len(shingles[other])):
                one, two = sorted((root(at), root(other)))
                parent[two] = one
    return [root(at) for at in range(len(texts))]
