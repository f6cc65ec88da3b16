"""Disguised phone numbers beside libphonenumber alone, and false numbers on real adverts that hold none."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from palermo import workbench
from palermo.bench.grouping import adverts_of, warm_up
from palermo.bench.machine import Timed, timed
from palermo.bench.peers import load
from palermo.bench.rows import Row
from palermo.bench.scores import wilson
from palermo.bench.setting import Setting
from palermo.simulate.disguises import DISGUISES, Case, cases, decoys
from palermo.tables import ADVERTS, IDENTIFIERS

RECALL, PRECISION, FALSE_PER_THOUSAND = 0.95, 0.98, 1.0
EACH = 40  # adverts for each disguise and each decoy
EMSCAD = (
    ("emscad_balanced_1866.csv.gz", ("text",)),
    ("emscad_fraud_856_fields.csv.gz", ("title", "description", "requirements", "benefits")),
)


def phone_rows(setting: Setting) -> list[Row]:
    """Recall and precision over all disguises and decoys, then false numbers on EMSCAD."""
    warm_up()
    hidden, empty = cases(setting.seed, EACH), decoys(setting.seed, EACH)
    every = [*hidden, *empty]
    found, _ = phones_found([case.text for case in every], [case.country for case in every])
    peers = _libphonenumber(every)
    ours, theirs = _Counts(every, found), _Counts(every, peers)
    low, high = wilson(ours.right, len(hidden))
    weakest = ", ".join(f"{name} {share:.2f}" for name, share in ours.weakest(hidden, found)[:5])
    missed = f"interval {low:.3f} to {high:.3f}; weakest: {weakest}"
    rows = [
        Row(
            what=f"disguised phones, {len(DISGUISES)} disguises with decoys: recall",
            goal=f">= {RECALL}",
            measured=f"{ours.recall:.4f}",
            reached=ours.recall >= RECALL,
            peer="libphonenumber alone",
            peer_measured=f"{theirs.recall:.4f}",
            ratio=ours.recall / theirs.recall if theirs.recall else None,
            n=len(hidden),
            note=missed,
        ),
        Row(
            what=f"disguised phones, {len(DISGUISES)} disguises with decoys: precision",
            goal=f">= {PRECISION}",
            measured=f"{ours.precision:.4f}",
            reached=ours.precision >= PRECISION,
            peer="libphonenumber alone",
            peer_measured=f"{theirs.precision:.4f}",
            ratio=ours.precision / theirs.precision if theirs.precision else None,
            n=len(every),
            note=f"{ours.wrong} wrong numbers, of them {ours.wrong_on(empty, found)} on {len(empty)} decoys",
        ),
    ]
    return rows + _emscad_row(setting)


def phones_found(texts: Sequence[str], countries: Sequence[str | None]) -> tuple[list[set[str]], Timed]:
    """The numbers that the analysis finds in each text; masked tokens are no numbers."""
    analysis = next(known for known in workbench.ANALYSES if IDENTIFIERS in known.makes)
    with TemporaryDirectory(prefix="palermo-bench-") as folder, workbench.open_engine() as engine:
        path = Path(folder) / "adverts.parquet"
        pq.write_table(adverts_of(texts, countries), path)
        made, cost = timed(lambda: analysis.run(engine, [engine.read(path, ADVERTS.schema)]))
        rows = made[IDENTIFIERS.name].table(["advert_id", "kind", "value"])
    found: list[set[str]] = [set() for _ in texts]
    for advert, kind, value in zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True):
        if kind == "phone" and value.startswith("+"):
            found[int(advert[1:])].add(value)
    return found, cost


class _Counts:
    """Right, wrong and missed numbers over all cases."""

    def __init__(self, every: Sequence[Case], found: Sequence[set[str]]) -> None:
        held = sum(1 for case in every if case.value is not None)
        self.right = sum(1 for case, own in zip(every, found, strict=True) if case.value in own)
        self.wrong = sum(len(own - {case.value}) for case, own in zip(every, found, strict=True))
        self.recall = self.right / held if held else 1.0
        self.precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    def wrong_on(self, empty: Sequence[Case], found: Sequence[set[str]]) -> int:
        """Numbers found where there is none; decoys stand last."""
        return sum(len(own) for own in found[len(found) - len(empty) :])

    def weakest(self, hidden: Sequence[Case], found: Sequence[set[str]]) -> list[tuple[str, float]]:
        """Disguises by the share found, the least first."""
        seen: dict[str, list[bool]] = defaultdict(list)
        for case, own in zip(hidden, found, strict=False):
            seen[case.name].append(case.value in own)
        return sorted(((name, sum(hits) / len(hits)) for name, hits in seen.items()), key=lambda pair: pair[::-1])


def _libphonenumber(every: Sequence[Case]) -> list[set[str]]:
    """What libphonenumber's matcher finds under the same countries."""
    phonenumbers = load("phonenumbers")
    e164 = phonenumbers.PhoneNumberFormat.E164
    return [
        {
            phonenumbers.format_number(match.number, e164)
            for match in phonenumbers.PhoneNumberMatcher(case.text, case.country)
        }
        for case in every
    ]


def _emscad_row(setting: Setting) -> list[Row]:
    """Numbers found in EMSCAD, whose own numbers were masked: all that is found is counted as false."""
    texts = []
    for file, columns in EMSCAD:
        with gzip.open(setting.file(file), "rt", encoding="utf-8", newline="") as lines:
            texts += [" ".join(row[column] for column in columns) for row in csv.DictReader(lines)]
    found, _ = phones_found(texts, ["US"] * len(texts))
    load("phonenumbers")
    peer = _libphonenumber([Case("", "US", text, None) for text in texts])
    wrong, theirs = sum(map(len, found)), sum(map(len, peer))
    share = 1000 * wrong / len(texts)
    return [
        Row(
            what="false numbers on EMSCAD, its hashed tokens being decoys",
            goal="<= 1 in 1,000 adverts",
            measured=f"{share:.2f} in 1,000",
            reached=share <= FALSE_PER_THOUSAND,
            peer="libphonenumber alone",
            peer_measured=f"{1000 * theirs / len(texts):.2f} in 1,000",
            ratio=wrong / theirs if theirs else None,
            n=len(texts),
            note=f"{wrong} numbers; read as if all adverts were of the US; both EMSCAD files",
        )
    ]
