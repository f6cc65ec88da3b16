"""Each disguise by itself beside libphonenumber alone, and the speed of both on the same adverts.

The totals and EMSCAD stand in `parts`; these rows are for whoever asks which disguise is read how well.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from palermo import workbench
from palermo.bench.grouping import adverts_of, warm_up
from palermo.bench.machine import paired_ratio
from palermo.bench.parts import phones_found
from palermo.bench.peers import load
from palermo.bench.rows import Row
from palermo.simulate.disguises import DISGUISES, Case, cases, decoys, make_number
from palermo.tables import ADVERTS, IDENTIFIERS

SEED = 90_417  # of these figures; the analysis was written on seeds 1 to 10
EACH = 40
SPEED_ADVERTS, PEER_ADVERTS = 40_000, 1_000
SPEED = 40_000  # adverts a CPU second
WITH_PHONE, HIDDEN = 0.7, 0.2  # share of adverts with a phone number, and of these with a disguised one

_TEXT = (
    "kitchen porter wanted small hotel near harbour rooms above shop weekly pay no experience needed good people please"
    " write come any day ask clean dishes serve guests carry bags learn fast work stay we offer for the and with in"
)


@dataclass(frozen=True, slots=True)
class _Tally:
    """Numbers found by one reader: right ones by disguise, wrong ones by disguise or decoy."""

    right: Counter[str]
    wrong: Counter[str]


def measure(*, seed: int = SEED, each: int = EACH, adverts: int = SPEED_ADVERTS) -> list[Row]:
    """Measure recall by disguise, wrong numbers by decoy, and speed.

    Args:
        seed: Of all that is made up here.
        each: Adverts for each disguise and each decoy.
        adverts: For the speed; libphonenumber reads the first thousand of them.

    Returns:
        A row for each disguise, one for the decoys, one for the speed.

    Raises:
        MissingExtraError: libphonenumber is not installed.
    """
    warm_up()
    hidden, empty = cases(seed, each), decoys(seed, each)
    every = [*hidden, *empty]
    found, _ = phones_found([case.text for case in every], [case.country for case in every])
    ours, theirs = _tally(every, found), _tally(every, list(_libphonenumber(every)))
    rows = [
        Row(
            what=f"phones, {name}: recall",
            goal="",
            measured=f"{ours.right[name] / each:.3f}",
            reached=None,
            peer="libphonenumber alone",
            peer_measured=f"{theirs.right[name] / each:.3f}",
            n=each,
            note=f"{ours.wrong[name]} wrong numbers, the peer {theirs.wrong[name]}",
        )
        for name in sorted(DISGUISES)
    ]
    names = sorted({case.name for case in empty})
    read = ", ".join(f"{name} {ours.wrong[name]}" for name in names if ours.wrong[name])
    rows.append(
        Row(
            what=f"{len(names)} kinds of decoys: numbers read",
            goal="",
            measured=str(sum(ours.wrong[name] for name in names)),
            reached=None,
            peer="libphonenumber alone",
            peer_measured=str(sum(theirs.wrong[name] for name in names)),
            n=len(empty),
            note=read or "none",
        )
    )
    return [*rows, _speed_row(seed, adverts)]


def _tally(every: Sequence[Case], found: Sequence[set[str]]) -> _Tally:
    right, wrong = Counter[str](), Counter[str]()
    for case, own in zip(every, found, strict=True):
        right[case.name] += case.value in own
        wrong[case.name] += len(own - {case.value})
    return _Tally(right, wrong)


def _libphonenumber(every: Sequence[Case]) -> Iterator[set[str]]:
    """What its matcher finds under the same countries."""
    phonenumbers = load("phonenumbers")
    for case in every:
        found = phonenumbers.PhoneNumberMatcher(case.text, case.country)
        yield {phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164) for match in found}


def made_up(seed: int, count: int) -> list[Case]:
    """Adverts of about a hundred words: 70 % with a phone, a fifth of these disguised, some e-mail."""
    random = Random(seed)  # noqa: S311 - made-up adverts, no secret
    by_country = {
        country: [name for name, (homes, _) in sorted(DISGUISES.items()) if country in homes]
        for country in ("GB", "US", "DE", "ES")
    }
    words = _TEXT.split(" ")
    made = []
    for _ in range(count):
        country = random.choice(sorted(by_country))
        text = " ".join(random.choices(words, k=95))
        if random.random() < WITH_PHONE:
            number = make_number(random, country)
            written = " ".join(number.groups)
            if random.random() < HIDDEN:
                written = DISGUISES[random.choice(by_country[country])][1](number, random)
            text += f". {random.choice(('Call', 'Ask for Ana', 'WhatsApp'))} {written}"
        if random.random() < 0.1:
            text += f" or ana{random.randrange(5_000)}@example.org"
        made.append(Case("speed", country, text, None))
    return made


def _speed_row(seed: int, count: int) -> Row:
    """Adverts a CPU second, the analysis with its sorting beside libphonenumber's matcher, in one process."""
    made = made_up(seed, count)
    analysis = next(known for known in workbench.ANALYSES if IDENTIFIERS in known.makes)
    few = made[:PEER_ADVERTS]
    with TemporaryDirectory(prefix="palermo-bench-") as folder, workbench.open_engine() as engine:
        path = Path(folder) / "adverts.parquet"
        pq.write_table(adverts_of([case.text for case in made], [case.country for case in made]), path)

        def ours() -> int:
            analysis.run(engine, [engine.read(path, ADVERTS.schema)])
            return len(made)

        own, other, ratio = paired_ratio(ours, lambda: len(list(_libphonenumber(few))))
    return Row(
        what="identifiers alone: adverts per CPU second",
        goal=f">= {SPEED:,}",
        measured=f"{own:,.0f}",
        reached=own >= SPEED,
        peer="libphonenumber alone",
        peer_measured=f"{other:,.0f}",
        ratio=ratio,
        n=count,
        note="about 100 words, 70 % with a phone number, a fifth of these disguised; start-up apart; median of 3",
    )
