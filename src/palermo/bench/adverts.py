"""`palermo bench adverts`: every figure that the adverts' part of palermo promises, beside its peers, in one run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from palermo.bench import custody, identifiers, report, texts, whole
from palermo.bench.machine import this_machine, today
from palermo.bench.parts import phone_rows
from palermo.bench.rows import Row
from palermo.bench.setting import QUICK, Section, Setting, Sizes
from palermo.errors import PalermoError, UsageError

NAME = "adverts"
SEED = 20_261  # of every made-up set here; analyses were fitted on others

SECTIONS: tuple[Section, ...] = (
    Section("natural", "how like natural text the made-up adverts are", texts.natural, ()),
    Section(
        "hard",
        "whether the large set is hard enough for the peers",
        texts.hard_enough,
        (("the made-up set is hard enough: ARI of the peer at 5 % noise", f"<= {texts.HARD}"),),
    ),
    Section(
        "synthetic",
        "templates on the synthetic sets of the measuring data",
        texts.synthetic,
        tuple((f"templates, synthetic set, word noise {n} %: ARI", f">= {goal}") for n, goal in texts.SYNTHETIC),
    ),
    Section(
        "scripts",
        "templates in Cyrillic, Arabic and Chinese",
        texts.scripts,
        tuple(
            (f"templates, {name}, word noise {noise} %: ARI", f">= {texts.SCRIPT_GOAL}")
            for _, name, _ in texts.SCRIPTS
            for noise in texts.SCRIPT_NOISE
        ),
    ),
    Section(
        "emscad",
        "templates on EMSCAD's frauds by company",
        texts.emscad,
        (
            ("templates, EMSCAD frauds by company: precision", f">= {texts.EMSCAD_PRECISION}"),
            ("templates, EMSCAD frauds by company: ARI", f">= {texts.EMSCAD_ARI:.2f}"),
        ),
    ),
    Section(
        "phones",
        "disguised phone numbers and decoys",
        phone_rows,
        (
            ("disguised phones: recall", ">= .95"),
            ("disguised phones: precision", ">= .98"),
            ("false numbers on EMSCAD", "<= 1 in 1,000 adverts"),
        ),
    ),
    Section(
        "identifiers",
        "each disguise, each decoy, and identifiers alone without start-up",
        lambda setting: identifiers.measure(seed=setting.seed, adverts=8 * setting.sizes.speed),
        (("identifiers alone: adverts per CPU second", f">= {whole.IDENTIFIERS_SPEED:,}"),),
    ),
    Section(
        "custody",
        "the custody log",
        lambda setting: custody.measure(setting.sizes.entries),
        (
            ("custody: appends per CPU second, each batch on the disk", ">= 100,000"),
            ("custody: proof at a million entries", "< 1 kB"),
        ),
    ),
    Section(
        "large",
        "a million adverts: ingest, templates, identifiers, and one hundredth more",
        whole.large,
        (
            ("ingest of CSV: rows per CPU second and peak memory", f">= {whole.INGEST_SPEED:,}, <= 1 GB"),
            ("templates at 1,000,000 adverts: precision", f">= {whole.QUALITY[0]}"),
            ("templates at 1,000,000 adverts: recall", f">= {whole.QUALITY[1]}"),
            ("templates at 1,000,000 adverts: ARI", f">= {whole.QUALITY[2]}"),
            ("templates at 1,000,000 adverts: adverts per CPU second", f">= {whole.TEMPLATES_SPEED:,}"),
            ("identifiers: adverts per CPU second", f">= {whole.IDENTIFIERS_SPEED:,}"),
            ("adding 1 %: share of the full run's CPU for identifiers and templates", f"<= {whole.GROWTH_COST:.0%}"),
            ("adding 1 %: ARI against a fresh run", f">= {whole.GROWTH_ARI}"),
        ),
    ),
    Section(
        "most",
        "four million adverts in one run",
        whole.most,
        (("`palermo run` at 4,000,000 adverts: wall minutes and peak memory", "< 15 min, <= 6 GB"),),
        full=True,
    ),
)


def bench_adverts(
    docs: Path,
    *,
    data: Path | None = None,
    only: Sequence[str] = (),
    quick: bool = False,
    full: bool = False,
    seed: int = SEED,
    work: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[Row]:
    """Measure section by section; each section's rows are on record before the next begins.

    A section that fails leaves its goals on the page as not measured, with what went wrong, and the next one
    begins: a goal is never left out of the table because it could not be met.

    Args:
        docs: Folder of `benchmarks.md`; its `benchmarks/adverts.json` keeps the figures.
        data: Folder of the measuring data, read where it lies and never copied.
        only: Names of sections; empty = all, the four million only with `full`.
        quick: Small sizes, to see that all works; such figures say so and are for no document.
        full: The four million too.
        seed: Of every made-up set.
        work: Where passing files go; None = the system's. The large set needs about 5 GB, four million 20 GB.
        say: Takes lines of progress.

    Returns:
        All rows measured now.

    Raises:
        UsageError: A name in `only` is no section.
    """
    chosen = _chosen(only, full=full)
    machine, rows = this_machine(), list[Row]()
    command = " ".join(["palermo bench", NAME, *(["--quick"] if quick else []), *(["--full"] if full else [])])
    for section in chosen:
        say(f"{section.name}: {section.does}")
        with TemporaryDirectory(prefix="palermo-bench-", dir=work) as folder:
            setting = Setting(data, Path(folder), QUICK if quick else Sizes(), seed, lambda line: say(f"  {line}"))
            measured = _measure(section, setting)
        order = [known.name for known in SECTIONS]
        report.keep(docs, NAME, order, report.Measured(section.name, tuple(measured), today(), machine, seed, command))
        for row in measured:
            say(f"  {row.what}: {row.measured} (goal {row.goal or 'none'}: {report.verdict(row) or 'shown'})")
        rows += measured
    return rows


def _measure(section: Section, setting: Setting) -> list[Row]:
    """A section's rows; where it fails, its goals with what went wrong."""
    try:
        return section.measure(setting)
    except (PalermoError, OSError, MemoryError, ArithmeticError, LookupError, ValueError, TypeError) as error:
        setting.say(f"{section.name} failed: {error}")
        reason = f"not measured: {type(error).__name__}: {error}"
        goals = section.goals or ((section.does, ""),)
        return [Row(what=what, goal=goal, measured="", reached=None, note=reason) for what, goal in goals]


def _chosen(only: Sequence[str], *, full: bool) -> list[Section]:
    """The sections named, in their order."""
    names = {section.name for section in SECTIONS}
    unknown = sorted(set(only) - names)
    if unknown:
        raise UsageError(
            f"no such row: {', '.join(unknown)}; there are {', '.join(section.name for section in SECTIONS)}"
        )
    if only:
        return [section for section in SECTIONS if section.name in only]
    return [section for section in SECTIONS if full or not section.full]
