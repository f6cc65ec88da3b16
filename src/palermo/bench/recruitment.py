"""The recruitment rows: the training procedure on EMSCAD beside its peer, and indicator hits on labelled phrases.

EMSCAD labels scams, in English, of 2012 to 2014; a figure on it says nothing about trafficking. The model that is
trained here is thrown away.
"""

import csv
import gzip
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from palermo.analyses.recruitment.signs import find_mentions
from palermo.analyses.recruitment.training import (
    apply,
    average_precision,
    count_terms,
    fit_calibrated,
    held_out_folds,
)
from palermo.bench.rows import Row
from palermo.bench.setting import Setting
from palermo.errors import MissingExtraError

EMSCAD = "ads/emscad_balanced_1866.csv.gz"
PHRASES = Path(__file__).parent / "phrases"
FOLDS, REPEATS = 3, 5
CONTAINED = 0.3  # share of 3-word shingles of the shorter advert: the definition of one template
NATURAL = 0.048  # share of fraud in EMSCAD as a whole: 866 of 17,880
BINS = 10
RESAMPLES = 600
AUC_GOAL, AP_GOAL, F1_GOAL, CALIBRATION_GOAL = 0.95, 0.95, 0.87, 0.05
PRECISION_GOAL, RECALL_GOAL = 0.95, 0.80
PEER = "TF-IDF + logistic regression (scikit-learn)"

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scored:
    """What one held-out fold gave, ours and the peer's."""

    rows: Integers
    ours: Floats
    peer: Floats
    shift: float
    f1: tuple[float, float]


def classifier(setting: Setting) -> list[Row]:
    """The training procedure on EMSCAD, whole templates held out, beside TF-IDF and logistic regression."""
    texts, labels = _emscad(setting.file(EMSCAD))
    groups = own_groups(texts)
    counts = count_terms(texts)
    peer_counts = _peer_counts(texts)
    scored: list[Scored] = []
    for repeat in range(REPEATS):
        folds = held_out_folds(groups, [int(v) for v in labels], FOLDS, seed=repeat)
        for fold in range(FOLDS):
            train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            fitted, line = fit_calibrated(counts, train, labels, groups, seed=repeat)
            odds = line.odds(apply(fitted, counts, test))
            peer = _peer_scores(peer_counts, labels, train, test)
            share = float(labels[train].mean())
            # the peer's own threshold: even odds of its balanced fit, as it predicts
            f1 = (_f1(odds > line.threshold, labels[test]), _f1(peer > 0, labels[test]))
            scored.append(Scored(test, odds, peer, _logit(NATURAL) - _logit(share), f1))
        setting.say(f"recruitment: repeat {repeat + 1} of {REPEATS}")
    return _classifier_rows(scored, labels, np.asarray(groups))


def _classifier_rows(scored: Sequence[Scored], labels: Integers, groups: Integers) -> list[Row]:
    """The figures of all folds as rows."""
    n = len(labels)
    per_fold = {
        "AUC": [(auc(s.ours, labels[s.rows]), auc(s.peer, labels[s.rows])) for s in scored],
        "AP": [(average_precision(s.ours, labels[s.rows]), average_precision(s.peer, labels[s.rows])) for s in scored],
        "F1": [s.f1 for s in scored],
    }
    rows = []
    for name, goal in (("AUC", AUC_GOAL), ("AP", AP_GOAL), ("F1", F1_GOAL)):
        pairs = np.asarray(per_fold[name])
        mean, spread = pairs.mean(axis=0), pairs.std(axis=0)
        rows.append(
            Row(
                f"recruitment, training procedure on EMSCAD, templates held out: {name}",
                f">= {goal}",
                f"{mean[0]:.4f} (sd {spread[0]:.3f})",
                bool(mean[0] >= goal),
                PEER,
                f"{mean[1]:.4f} (sd {spread[1]:.3f})",
                float(mean[0] / mean[1]),
                n,
                f"{FOLDS} folds x {REPEATS}, {len(set(groups.tolist()))} templates; scams, not trafficking",
            )
        )
    low, high = gain_interval(scored, labels, groups)
    gains = np.asarray([a - b for a, b in per_fold["AUC"]])
    corrected = 2.145 * float(gains.std(ddof=1)) * math.sqrt(1 / len(gains) + 1 / (FOLDS - 1))
    rows.append(
        Row(
            "recruitment, paired gain in AUC over the peer, 95 % interval",
            "> 0",
            f"{gains.mean():+.4f} ({low:+.4f} to {high:+.4f})",
            low > 0,
            n=n,
            note=f"{RESAMPLES} resamples of templates; Nadeau and Bengio's corrected t gives "
            f"{gains.mean() - corrected:+.4f} to {gains.mean() + corrected:+.4f}; better in "
            f"{int((gains > 0).sum())} of {len(gains)} folds",
        )
    )
    given, natural = _calibration(scored, labels)
    for words, error in (("as given", given), (f"reweighted to {NATURAL:.1%}", natural)):
        rows.append(
            Row(
                f"recruitment, calibration error in {BINS} bins, {words}",
                f"<= {CALIBRATION_GOAL}",
                f"{error:.4f}",
                error <= CALIBRATION_GOAL,
                n=n,
                note=f"the held-out folds of a repeat together, mean over {REPEATS} repeats",
            )
        )
    return rows


def _calibration(scored: Sequence[Scored], labels: Integers) -> tuple[float, float]:
    """The calibration error as given and at the natural share: a repeat holds every advert once."""
    given, natural = [], []
    for start in range(0, len(scored), FOLDS):
        folds = scored[start : start + FOLDS]
        truth = np.concatenate([labels[fold.rows] for fold in folds])
        given.append(calibration_error(np.concatenate([fold.ours for fold in folds]), truth, None))
        shifted = np.concatenate([fold.ours + fold.shift for fold in folds])
        natural.append(calibration_error(shifted, truth, NATURAL))
    return float(np.mean(given)), float(np.mean(natural))


def phrases(_: Setting) -> list[Row]:
    """Indicator hits on our own phrases by language, with 95 % intervals; then on wording unlike the rules."""
    before = "phrases of before the rules, but by their author, who knew them: an upper bound"
    fresh = "phrases of after the rules, worded unlike them on purpose, measured once"
    rows = [row for file in sorted(PHRASES.glob("*.txt")) for row in _phrase_rows(file, file.stem, before)]
    unlike = [
        row
        for file in sorted((PHRASES / "fresh").glob("*.txt"))
        for row in _phrase_rows(file, f"{file.stem}, wording unlike the rules", fresh)
    ]
    return rows + unlike


def _phrase_rows(file: Path, name: str, note: str) -> list[Row]:
    """Precision and recall on one file of phrases."""
    right = wrong = missed = harmless = 0
    for sign, bears, text in read_phrases(file):
        hit = {m.sign for m in find_mentions(text) if m.present}
        if bears:
            right += sign in hit
            missed += sign not in hit
        else:
            wrong += len(hit)
            harmless += 1
    rows = []
    for words, part, whole, goal in (
        ("precision", right, right + wrong, PRECISION_GOAL),
        ("recall", right, right + missed, RECALL_GOAL),
    ):
        low, high = wilson(part, whole)
        value = part / whole if whole else 0.0
        rows.append(
            Row(
                f"indicator hits, {name}: {words}",
                f">= {goal}",
                f"{value:.3f} ({low:.3f} to {high:.3f})",
                value >= goal,
                n=right + missed + harmless,
                note=f"{wrong} false hits on {harmless} harmless phrases; {note}",
            )
        )
    return rows


def read_phrases(file: Path) -> Iterator[tuple[str, bool, str]]:
    """The phrases of one language: the sign of the section, whether the phrase bears it, and the phrase."""
    sign = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sign = line[1:-1]
        elif line:
            yield sign, line[0] == "+", line[2:]


def own_groups(texts: Sequence[str]) -> list[int]:
    """Templates as the benchmark counts them: components at containment >= .3 of 3-word shingles, without a cap."""
    shingles = []
    holders: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        words = text.split()
        runs = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)} or {text}
        shingles.append(runs)
        for run in runs:
            holders.setdefault(run, []).append(at)
    group = list(range(len(texts)))
    for at, runs in enumerate(shingles):
        shared = Counter(other for run in runs for other in holders[run] if other < at)
        for other, count in shared.items():
            if count / min(len(runs), len(shingles[other])) >= CONTAINED and group[at] != group[other]:
                one, two = sorted((group[at], group[other]))
                group = [one if g == two else g for g in group]
    return group


def gain_interval(scored: Sequence[Scored], labels: Integers, groups: Integers) -> tuple[float, float]:
    """Where 95 % of the mean gain in AUC lie when templates are drawn again with replacement."""
    generator = np.random.default_rng(0)
    members: list[list[Integers]] = []
    for fold in scored:
        of = groups[fold.rows]
        members.append([np.flatnonzero(of == group) for group in np.unique(of)])
    gains = []
    for _ in range(RESAMPLES):
        here = []
        for fold, lists in zip(scored, members, strict=True):
            at = np.concatenate([lists[i] for i in generator.integers(0, len(lists), len(lists))])
            truth = labels[fold.rows][at]
            if truth.min() != truth.max():
                here.append(auc(fold.ours[at], truth) - auc(fold.peer[at], truth))
        gains.append(np.mean(here))
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


def auc(odds: Floats, labels: Integers) -> float:
    """Chance that a positive scores above a negative; ties count half."""
    yes, no = odds[labels == 1], np.sort(odds[labels == 0])
    below = np.searchsorted(no, yes, side="left") + np.searchsorted(no, yes, side="right")
    return float(below.sum() / 2 / (len(yes) * len(no)))


def calibration_error(odds: Floats, labels: Integers, base: float | None) -> float:
    """Mean distance between what is said and what is so, in ten bins of equal width; `base` reweights the labels."""
    said = 1 / (1 + np.exp(-odds))
    share = float(labels.mean())
    weights: Floats = np.ones(len(labels))
    if base is not None:
        weights = np.where(labels == 1, base / share, (1 - base) / (1 - share))
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    error = 0.0
    for which in range(BINS):
        here = bins == which
        if here.any():
            weight = weights[here]
            error += abs(float(np.dot(weight, said[here] - labels[here])))
    return error / float(weights.sum())


def wilson(part: int, whole: int) -> tuple[float, float]:
    """95 % interval of a share. Source: Wilson 1927, doi 10.1080/01621459.1927.10502953."""
    if whole == 0:
        return 0.0, 1.0
    z, p = 1.959964, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def _emscad(file: Path) -> tuple[list[str], Integers]:
    """The texts and labels of the measuring set, read where it lies."""
    with gzip.open(file) as raw:
        rows = list(csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8")))
    return [row["text"] for row in rows], np.asarray([int(row["fraudulent"]) for row in rows], dtype=np.int64)


def _peer_counts(texts: Sequence[str]) -> list[Any]:
    """The peer's terms, counted once: words 1-2, and char_wb 3-4.

    Raises:
        MissingExtraError: scikit-learn is not installed.
    """
    try:
        from sklearn.feature_extraction.text import CountVectorizer
    except ModuleNotFoundError as error:
        raise MissingExtraError("this row needs scikit-learn: pip install 'palermo[train]'") from error
    return [
        CountVectorizer(ngram_range=(1, 2)).fit_transform(texts).tocsc(),
        CountVectorizer(analyzer="char_wb", ngram_range=(3, 4)).fit_transform(texts).tocsc(),
    ]


def _peer_scores(counts: Sequence[Any], labels: Integers, train: Integers, test: Integers) -> Floats:
    """TF-IDF over the 20,000 terms of each kind seen most in training, logistic regression with C = 10, balanced."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    seen, new = [], []
    for table in counts:
        totals = np.asarray(table[train].sum(axis=0)).ravel()
        keep = np.sort(np.argsort(-totals, kind="stable")[:20_000])
        keep = keep[totals[keep] > 0]
        weigh = TfidfTransformer().fit(table[train][:, keep])
        seen.append(weigh.transform(table[train][:, keep]))
        new.append(weigh.transform(table[test][:, keep]))
    model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0)
    return np.asarray(model.fit(hstack(seen).tocsr(), labels[train]).decision_function(hstack(new).tocsr()))


def _f1(said: npt.NDArray[np.bool_], labels: Integers) -> float:
    """Harmonic mean of precision and recall."""
    right = int((said & (labels == 1)).sum())
    return 2 * right / max(1, int(said.sum()) + int(labels.sum()))


def _logit(share: float) -> float:
    """Natural-log odds of a share."""
    return math.log(share / (1 - share))
