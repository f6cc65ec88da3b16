"""Train an organisation's own model over words on adverts that its people labelled, whole templates held out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from palermo.analyses.recruitment.word_models import (
    WORDS_IN_TERM,
    WordModel,
    letter_terms,
    prepared_words,
    word_terms,
)
from palermo.errors import InputError, MissingExtraError

OUTER_FOLDS = 5
INNER_FOLDS = 3
LEAST_LABELLED = 50  # adverts of each label; below, no validation means anything
LEAST_GROUPS = 20  # templates of each label
MOST_FREQUENT = 20_000  # terms of words, and of letters, that the second score keeps: those seen most
PENALTY_RATIO, PENALTY_FREQUENCY = (
    100.0,
    10.0,
)  # inverse regularisation of the two fits, set on half of the measuring set

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each advert, for three kinds of terms; sparse, adverts by terms."""

    runs: Any
    words: Any
    letters: Any
    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Fitted:
    """Two linear scores fitted on some adverts: what each needs to score others."""

    keep: tuple[Integers, Integers, Integers]
    ratios: Floats
    leaning: Floats
    rarity: tuple[Floats, Floats]
    frequency: Floats
    bias: tuple[float, float]


def count_terms(texts: Sequence[str]) -> Counts:
    """Count the terms of every advert, classes of words already in place of words; terms of one advert are left out."""
    words = [prepared_words(text) for text in texts]
    runs = _matrix(set(word_terms(w, WORDS_IN_TERM)) for w in words)
    pairs = _matrix(word_terms(w, 2) for w in words)
    letters = _matrix(letter_terms(w) for w in words)
    return Counts(runs[0], pairs[0], letters[0], (runs[1], pairs[1], letters[1]))


def held_out_folds(groups: Sequence[int], labels: Sequence[int], folds: int, seed: int) -> Integers:
    """Deal whole groups into folds of like size and like share of labels; the same seed deals the same."""
    of_group: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        of_group.setdefault(group, []).append(at)
    order = np.random.default_rng(seed).permutation(sorted(of_group))
    by_size = sorted((int(g) for g in order), key=lambda group: -len(of_group[group]))
    loads = np.zeros((folds, 2))
    dealt = np.zeros(len(groups), dtype=np.int64)
    for group in by_size:
        members = of_group[group]
        positive = sum(labels[at] for at in members)
        adds = np.array([len(members) - positive, positive], dtype=np.float64)
        fold = int(np.argmin(((loads + adds) ** 2).sum(axis=1) - (loads**2).sum(axis=1)))
        loads[fold] += adds
        dealt[members] = fold
    return dealt


def fit(counts: Counts, rows: Integers, labels: Integers) -> Fitted:
    """Fit both scores on the adverts named by `rows`."""
    regression = _regression()
    y = labels[rows]
    runs = counts.runs[rows]
    seen = np.asarray((runs > 0).sum(axis=0)).ravel()
    keep_runs = np.flatnonzero(seen >= 1)
    held = (runs[:, keep_runs] > 0).astype(np.float64)
    yes = 1 + np.asarray(held[y == 1].sum(axis=0)).ravel()
    no = 1 + np.asarray(held[y == 0].sum(axis=0)).ravel()
    ratios = np.log((yes / yes.sum()) / (no / no.sum()))
    first = regression(PENALTY_RATIO).fit(_normed(_times(held, ratios)), y)
    keeps, rarities, tables = [keep_runs], [], []
    for table in (counts.words, counts.letters):
        keep, rarity = _most_frequent(table[rows])
        keeps.append(keep)
        rarities.append(rarity)
        tables.append(_normed(_times(table[rows][:, keep].astype(np.float64), rarity)))
    second = regression(PENALTY_FREQUENCY).fit(_beside(tables), y)
    return Fitted(
        (keeps[0], keeps[1], keeps[2]),
        ratios,
        first.coef_.ravel(),
        (rarities[0], rarities[1]),
        second.coef_.ravel(),
        (float(first.intercept_[0]), float(second.intercept_[0])),
    )


def apply(fitted: Fitted, counts: Counts, rows: Integers) -> Floats:
    """The two scores of the adverts named by `rows`: n rows, 2 columns."""
    held = (counts.runs[rows][:, fitted.keep[0]] > 0).astype(np.float64)
    first = _normed(_times(held, fitted.ratios)) @ fitted.leaning + fitted.bias[0]
    tables = [
        _normed(_times(table[rows][:, keep].astype(np.float64), rarity))
        for table, keep, rarity in zip((counts.words, counts.letters), fitted.keep[1:], fitted.rarity, strict=True)
    ]
    return np.column_stack([first, _beside(tables) @ fitted.frequency + fitted.bias[1]])


@dataclass(frozen=True)
class Calibration:
    """How two scores become log odds: scales, slope, intercept, and the threshold of the best F1."""

    scales: tuple[float, float]
    slope: float
    intercept: float
    threshold: float

    def odds(self, scores: Floats) -> Floats:
        """Natural-log odds of the label."""
        summed = scores[:, 0] / self.scales[0] + scores[:, 1] / self.scales[1]
        return np.asarray(self.slope * summed + self.intercept)


def fit_calibrated(
    counts: Counts, rows: Integers, labels: Integers, groups: Sequence[int], seed: int
) -> tuple[Fitted, Calibration]:
    """Fit on `rows`, and calibrate on their own inner folds: no template is in two of them."""
    inner = held_out_folds([groups[at] for at in rows], [int(labels[at]) for at in rows], INNER_FOLDS, seed)
    scores = np.zeros((len(rows), 2))
    for fold in range(INNER_FOLDS):
        out = inner == fold
        scores[out] = apply(fit(counts, rows[~out], labels), counts, rows[out])
    scales = (float(scores[:, 0].std()) or 1.0, float(scores[:, 1].std()) or 1.0)
    summed = (scores / np.asarray(scales)).sum(axis=1, keepdims=True)
    # no balancing here: the odds that come out are those of the labels given
    line = _regression(balanced=False)(1.0).fit(summed, labels[rows])
    slope, intercept = float(line.coef_[0, 0]), float(line.intercept_[0])
    threshold = _best_threshold(slope * summed.ravel() + intercept, labels[rows])
    return fit(counts, rows, labels), Calibration(scales, slope, intercept, threshold)


def train_words(
    texts: Sequence[str],
    labels: Sequence[int],
    groups: Sequence[int],
    *,
    means: str,
    named: str,
    on: str,
    seed: int = 0,
) -> WordModel:
    """Train a model over words, and measure it on templates that it did not see.

    It does not learn who is a trafficker: it learns what the labels say, and its card says what they mean.

    Args:
        texts: n adverts. labels: 1 = the label, 0 = not. groups: from `template_groups`.
        means: What label 1 means, in the words of those who gave it.
        named: The file of labels. on: The date, from the caller: no clock is read here.

    Returns:
        The model, with its card.

    Raises:
        InputError: Too few adverts or templates of a label to validate anything.
        MissingExtraError: scikit-learn is not installed.
    """
    y = np.asarray(labels, dtype=np.int64)
    _enough(y, groups)
    counts = count_terms(texts)
    rows = np.arange(len(texts))
    outer = held_out_folds(groups, [int(v) for v in y], OUTER_FOLDS, seed)
    odds = np.zeros(len(texts))
    for fold in range(OUTER_FOLDS):
        out = outer == fold
        fitted, line = fit_calibrated(counts, rows[~out], y, groups, seed)
        odds[out] = line.odds(apply(fitted, counts, rows[out]))
    fitted, line = fit_calibrated(counts, rows, y, groups, seed)
    card = {
        "finds": f"adverts labelled: {means}",
        "labels": means,
        "data": f"{named}, {len(y)} adverts in {len(set(groups))} templates, {on}",
        "n": len(y),
        "base_rate": round(float(y.mean()), 4),
        "validated": f"{OUTER_FOLDS} folds, no template in two of them",
        "auc": round(_auc(odds, y), 4),
        "average_precision": round(average_precision(odds, y), 4),
        "not_for": "deciding about a person, an employer or an advert; it orders a reading list",
    }
    return _as_model(fitted, line, counts, card)


def average_precision(odds: Floats, labels: Integers) -> float:
    """Mean of precision at each positive, adverts in falling order of odds."""
    order = np.argsort(-odds, kind="stable")
    hits = labels[order] == 1
    at = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(at) + 1) / at).mean()) if len(at) else 0.0


def _auc(odds: Floats, labels: Integers) -> float:
    """Chance that a labelled advert scores above an unlabelled one; ties count half."""
    yes, no = np.sort(odds[labels == 1]), np.sort(odds[labels == 0])
    below = np.searchsorted(no, yes, side="left") + np.searchsorted(no, yes, side="right")
    return float(below.sum() / 2 / (len(yes) * len(no)))


def _enough(labels: Integers, groups: Sequence[int]) -> None:
    """Refuse what nothing can be validated on."""
    faults = []
    for label, name in ((1, "labelled"), (0, "not labelled")):
        n = int((labels == label).sum())
        templates = len({g for g, v in zip(groups, labels, strict=True) if v == label})
        if n < LEAST_LABELLED:
            faults.append(f"{n} adverts are {name}, should be {LEAST_LABELLED} at least")
        if templates < LEAST_GROUPS:
            faults.append(f"they come from {templates} templates, should be {LEAST_GROUPS} at least ({name})")
    if faults:
        raise InputError("too little to train on: " + "; ".join(faults))


def _as_model(fitted: Fitted, line: Calibration, counts: Counts, card: dict[str, Any]) -> WordModel:
    """The fitted scores as plain data; the biases go into the intercept."""
    runs = [counts.names[0][at] for at in fitted.keep[0]]
    terms = [
        *(f"words:{counts.names[1][at]}" for at in fitted.keep[1]),
        *(f"letters:{counts.names[2][at]}" for at in fitted.keep[2]),
    ]
    bias = fitted.bias[0] / line.scales[0] + fitted.bias[1] / line.scales[1]
    return WordModel(
        ratios=_rounded(runs, fitted.ratios),
        leaning=_rounded(runs, fitted.leaning),
        rarity=_rounded(terms, np.concatenate(fitted.rarity)),
        frequency=_rounded(terms, fitted.frequency),
        scales=line.scales,
        slope=line.slope,
        intercept=line.intercept + line.slope * bias,
        threshold=line.threshold,
        card=card,
    )


def _rounded(names: Sequence[str], values: Floats) -> dict[str, float]:
    """Six digits: more would only be noise and bytes."""
    return {name: round(float(value), 6) for name, value in zip(names, values, strict=True)}


def _best_threshold(odds: Floats, labels: Integers) -> float:
    """The log odds at which F1 is best on these adverts; between two neighbours."""
    order = np.argsort(-odds, kind="stable")
    caught = np.cumsum(labels[order])
    f1 = 2 * caught / (np.arange(1, len(odds) + 1) + labels.sum())
    best = int(np.argmax(f1))
    after = odds[order[best + 1]] if best + 1 < len(odds) else odds[order[best]] - 1
    return float((odds[order[best]] + after) / 2)


def _matrix(documents: Iterable[Iterable[str]]) -> tuple[Any, tuple[str, ...]]:
    """Adverts by terms, for terms that stand in two adverts at least; columns in the order of the terms."""
    from scipy.sparse import csr_matrix

    index: dict[str, int] = {}
    columns: list[int] = []
    values: list[int] = []
    ends = [0]
    for terms in documents:
        for term, count in sorted(Counter(terms).items()):
            columns.append(index.setdefault(term, len(index)))
            values.append(count)
        ends.append(len(columns))
    table = csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(index)))
    names = sorted(index)
    order = np.array([index[name] for name in names], dtype=np.int64)
    often = np.asarray((table > 0).sum(axis=0)).ravel()[order] >= 2 if names else np.array([], dtype=bool)
    return table[:, order[often]].tocsr(), tuple(name for name, kept in zip(names, often, strict=True) if kept)


def _most_frequent(table: Any) -> tuple[Integers, Floats]:
    """The terms seen most, and their inverse document frequency."""
    totals = np.asarray(table.sum(axis=0)).ravel()
    order = np.lexsort((np.arange(len(totals)), -totals))[:MOST_FREQUENT]
    keep = np.sort(order[totals[order] > 0])
    documents = np.asarray((table[:, keep] > 0).sum(axis=0)).ravel()
    return keep, np.log((1 + table.shape[0]) / (1 + documents)) + 1


def _times(table: Any, factors: Floats) -> Any:
    """Each column times its factor."""
    from scipy.sparse import diags

    return table @ diags(factors)


def _normed(table: Any) -> Any:
    """Each row to length one; an empty row stays empty."""
    from scipy.sparse import diags

    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (diags(1 / np.where(lengths > 0, lengths, 1.0)) @ table).tocsr()


def _beside(tables: Sequence[Any]) -> Any:
    """Tables side by side."""
    from scipy.sparse import hstack

    return hstack(list(tables)).tocsr()


def _regression(*, balanced: bool = True) -> Callable[[float], Any]:
    """Makes logistic regressions of a given inverse penalty.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ModuleNotFoundError as error:
        raise MissingExtraError("training needs scikit-learn: pip install 'palermo[train]'") from error

    def make(penalty: float) -> Any:
        """One logistic regression."""
        weight = "balanced" if balanced else None
        return LogisticRegression(C=penalty, class_weight=weight, solver="liblinear", tol=1e-3, random_state=0)

    return make
