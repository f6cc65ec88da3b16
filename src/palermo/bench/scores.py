"""How well a grouping agrees with the true one: Rand, pairs, B-cubed, and who was rightly placed at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from palermo.errors import InputError

Labels = npt.NDArray[np.int64]
ALONE = -1  # the label of whoever stands in no group: each is a group of its own


@dataclass(frozen=True, slots=True)
class Grouping:
    """Agreement of a found grouping with the true one, all in [0, 1] but `ari`, which is at most 1.

    Args:
        ari: Adjusted Rand index; everybody who stands alone is a group of one.
        pair_precision, pair_recall: Of the pairs joined, the share that belongs together; and the reverse.
        cubed_precision, cubed_recall: The same seen from each member and averaged.
        placed_precision: Of those placed in some group, the share that belongs in some group.
        placed_recall: Of those that belong in some group, the share that was placed in one.
        largest: Share of all members in the largest group found: near 1, everything ran together.
    """

    ari: float
    pair_precision: float
    pair_recall: float
    cubed_precision: float
    cubed_recall: float
    placed_precision: float
    placed_recall: float
    largest: float


def compare(truth: Sequence[int] | Labels, found: Sequence[int] | Labels) -> Grouping:
    """Compare two groupings of the same members; -1 stands alone.

    A share of nothing is 1: who joins nobody has joined nobody wrongly.

    Raises:
        InputError: The two have different lengths, or no member.

    Source:
        Hubert and Arabie 1985, doi 10.1007/BF01908075 (adjusted Rand); Bagga and Baldwin 1998,
        Entity-based cross-document coreferencing using the vector space model, COLING-ACL (B-cubed).
    """
    if len(truth) != len(found) or len(truth) == 0:
        raise InputError(f"two groupings of the same members are needed, not of {len(truth)} and {len(found)}")
    true, own = _numbered(truth), _numbered(found)
    sizes_true, sizes_own = np.bincount(true), np.bincount(own)
    cells, together = np.unique(true * len(sizes_own) + own, return_counts=True)
    in_true, in_own = sizes_true[cells // len(sizes_own)], sizes_own[cells % len(sizes_own)]
    both, pairs_true, pairs_own = _pairs(together), _pairs(sizes_true), _pairs(sizes_own)
    members = len(true)
    expected = pairs_true * pairs_own / max(members * (members - 1) // 2, 1)
    room = (pairs_true + pairs_own) / 2 - expected
    squares = together.astype(np.float64) ** 2
    belongs, placed = sizes_true[true] > 1, sizes_own[own] > 1
    right = int((belongs & placed).sum())
    return Grouping(
        ari=(both - expected) / room if room else 1.0,
        pair_precision=_share(both, pairs_own),
        pair_recall=_share(both, pairs_true),
        cubed_precision=float((squares / in_own).sum() / members),
        cubed_recall=float((squares / in_true).sum() / members),
        placed_precision=_share(right, int(placed.sum())),
        placed_recall=_share(right, int(belongs.sum())),
        largest=int(sizes_own.max()) / members,
    )


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    Source:
        Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    if of == 0:
        return 0.0, 1.0
    z = 1.959964  # two-sided 95 % of the normal distribution
    middle = (right + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * float(np.sqrt(right * (of - right) / of + z * z / 4))
    return max(0.0, middle - half), min(1.0, middle + half)


def _numbered(labels: Sequence[int] | Labels) -> Labels:
    """Number the groups from 0 and give everybody who stands alone a group of one."""
    own = np.array(labels, dtype=np.int64)
    alone = np.flatnonzero(own == ALONE)
    own[alone] = own.max() + 1 + np.arange(len(alone))
    return np.unique(own, return_inverse=True)[1].astype(np.int64)


def _pairs(sizes: npt.NDArray[np.int64]) -> int:
    """Unordered pairs within groups of these sizes."""
    held = sizes.astype(np.int64)
    return int((held * (held - 1) // 2).sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
