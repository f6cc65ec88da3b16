"""The main path: files in, tables made, leads out; and the record of each run.

    ingest       files become items, rows and rejects               evidence/
    run          analyses make tables of tables                     analyses/, in the order of their tables
    leads        what is put before a person                        table LEADS

A run reads nothing but tables and makes nothing but tables. Its id is the SHA-256 of what went in, so that
the same input, versions and parameters make the same run, byte for byte; clocks stand in run.log alone.
"""

import os
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from palermo.analyses.assessment import ANALYSIS as ASSESSMENT
from palermo.analyses.identifiers import ANALYSIS as IDENTIFIERS
from palermo.analyses.leads import ANALYSIS as LEADS
from palermo.analyses.leads import Stages
from palermo.analyses.leads import count_stages as count_subjects
from palermo.analyses.lineage import keep_template_ids, trace_leads
from palermo.analyses.templates import ANALYSIS as TEMPLATES
from palermo.analysis import Analysis, Made, Parameter, choose, in_order, select, union
from palermo.custody.entry import Entry, Event
from palermo.custody.keys import KeyRing
from palermo.custody.lock import account, writer
from palermo.custody.log import CustodyLog
from palermo.custody.workspace import Settings, Workspace
from palermo.engine import Engine, Relation
from palermo.engine.duck import DuckEngine
from palermo.errors import NotFoundError, VerifyError
from palermo.evidence.ingest import IngestResult
from palermo.evidence.ingest import ingest as take_in
from palermo.evidence.material import Material, Shelf, find_rows
from palermo.evidence.originals import Origin, find_origin
from palermo.evidence.runs import RECORD, Run, current_run, hash_files, keep_run, open_run, set_current
from palermo.evidence.store import Store
from palermo.evidence.verify import Finding
from palermo.evidence.verify import verify as verify_evidence
from palermo.plans import TAKEN_IN, Plan, plan_run
from palermo.tables import ADVERTS, INGESTS, LINEAGE, OBSERVATIONS, TABLES, TEMPLATE_MEMBERS, UNREAD_NUMBERS, Table

ANALYSES: tuple[Analysis, ...] = tuple(in_order([IDENTIFIERS, TEMPLATES, ASSESSMENT, LEADS]))

__all__ = [
    "ANALYSES",
    "Finding",
    "IngestResult",
    "Material",
    "Origin",
    "RunResult",
    "Shelf",
    "advise",
    "count_stages",
    "count_tables",
    "count_unread",
    "ingest",
    "init",
    "open_engine",
    "open_shelf",
    "read_origin",
    "read_table",
    "run",
    "train_recruitment",
    "verify",
]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class RunResult:
    """What a run came to.

    Args:
        run_id: Names the run.
        status: made; unchanged (nothing had changed since); remade (the same again, byte for byte).
        grown_from: The run that it went on from; None = started anew.
        rows: Rows of each table.
        seconds: CPU seconds of each analysis that ran, writing included.
    """

    run_id: str
    status: str
    grown_from: str | None
    rows: Mapping[str, int]
    seconds: Mapping[str, float]


def init(root: Path, settings: Settings, passphrase: str | None = None) -> Workspace:
    """Make a workspace, its keys outside of it, and the first entry of its log.

    Raises:
        InputError: The folder holds something already, or a setting is not allowed.
    """
    workspace = Workspace.create(root, settings)
    with KeyRing.create(workspace.workspace_id, passphrase=passphrase) as keys, writer(workspace, keys=keys):
        pass
    return workspace


def ingest(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    keys: KeyRing | None = None,
    table: str = "adverts",
    source: str | None = None,
    basis: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[str, int], None] = lambda file, rows: None,
) -> list[IngestResult]:
    """Take files in: each becomes an item, and its rows adverts, sightings of known adverts, or rejects.

    Args:
        keys: Open keys, where they have a passphrase.
        table: adverts, or pages (saved pages as adverts).
        source, basis: Where the material came from and on what legal basis it is held; None = as the workspace says.
        mapping: Column -> header, by hand.
        progress: Called with a file's name and its rows so far.

    Returns:
        One result a file.

    Raises:
        InputError: The source is not stated.
        BusyError: Another process writes to the workspace.
        RoomError: There is no room; what was done stays.
    """
    ring = KeyRing.open(workspace.workspace_id) if keys is None else keys
    try:
        with writer(workspace, keys=ring) as log:
            return take_in(
                workspace,
                ring,
                log,
                files,
                table=table,
                source=source,
                basis=basis,
                mapping=mapping,
                operator=account(),
                now=datetime.now(UTC),
                progress=progress,
            )
    finally:
        if keys is None:
            ring.close()


def count_unread(workspace: Workspace, engine: Engine, ingest_ids: Sequence[str] = ()) -> int:
    """Count the numbers left unread for want of a country: in the current run, or in the intakes named.

    Only adverts that name no country can have such, and only where the workspace names none.
    """
    if not ingest_ids:
        return read_table(workspace, engine, UNREAD_NUMBERS.name).count()
    if workspace.settings.countries:
        return 0
    parts = [workspace.tables / ADVERTS.name / f"{ingest_id}.parquet" for ingest_id in ingest_ids]
    adverts = union([engine.read(part, ADVERTS.schema) for part in parts])
    made = IDENTIFIERS.run(engine, [adverts])
    return made[UNREAD_NUMBERS.name].count()


def run(
    workspace: Workspace,
    names: Sequence[str] = (),
    *,
    keys: KeyRing | None = None,
    chosen: Mapping[str, str] | None = None,
    fresh: bool = False,
    memory: str = "2GB",
    progress: Progress = lambda line: None,
) -> RunResult:
    """Make the tables that analyses make: only what changed since the former run, unless `fresh`.

    Args:
        names: Analyses to run, with those they need; empty = all.
        keys: Open keys, where they have a passphrase.
        chosen: Parameters by name, as typed.
        fresh: Start anew instead of going on from the former run.
        memory: Bound of the engine's joins and sorts, in DuckDB's words.

    Raises:
        UsageError: An analysis or a parameter that is not there.
        BusyError: Another process writes to the workspace.
        VerifyError: A run that was made again came out otherwise.
    """
    analyses = select(ANALYSES, names)
    given: dict[str, Parameter] = {"regions": workspace.settings.countries, "purpose": workspace.settings.purpose}
    choices = choose(analyses, given, chosen or {})
    with writer(workspace, keys=keys) as log:
        plan = plan_run(workspace, analyses, choices, fresh=fresh)
        if plan.same is not None and not fresh:
            return RunResult(plan.same.run_id, "unchanged", None, plan.same.rows(), {})
        partial = workspace.runs / f".partial-{plan.run_id}"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with DuckEngine(partial, memory=memory) as engine:
            record, seconds = _make(engine, workspace, plan, partial, progress)
        if (workspace.runs / plan.run_id).exists():
            shutil.rmtree(partial)
            return _compare(open_run(workspace, plan.run_id), record, seconds)
        digest = keep_run(workspace, partial, plan.run_id, record, _clocks(seconds))
        _settle(workspace, log, plan.run_id, digest)
    done = open_run(workspace, plan.run_id)
    return RunResult(plan.run_id, "made", plan.grown_from, done.rows(), seconds)


def verify(
    workspace: Workspace, keys: KeyRing | None, against: Path | None = None, *, progress: Progress = lambda line: None
) -> list[Finding]:
    """Check every item's hash, the custody log, the row-files and the run records.

    Args:
        keys: None = items are not decrypted, and findings say so.
        against: A checkpoint that was kept elsewhere.
    """
    return verify_evidence(workspace, keys, against if against is not None else (), progress=progress)


def open_engine() -> DuckEngine:
    """An engine for looking things up; its scratch is the system's."""
    return DuckEngine()


def count_tables(workspace: Workspace, engine: Engine) -> dict[str, int]:
    """The rows of every table that stands, those that only analyses read left out."""
    current = current_run(workspace)
    counts = {t.name: engine.read(workspace.tables / t.name, t.schema).count() for t in TAKEN_IN}
    made = current.rows() if current is not None else {}
    return counts | {name: rows for name, rows in made.items() if not TABLES[name].state}


def count_stages(engine: Engine, shelf: Shelf) -> Stages:
    """How far the possible subjects of a lead came in the run, and what came nearest."""
    length = shelf.parameter(LEADS.name, "leads_a_day")
    return count_subjects(engine, shelf.table(OBSERVATIONS), leads_a_day=int(length))


def open_shelf(workspace: Workspace, engine: Engine) -> Shelf:
    """The tables that leads and what stands behind them are read from.

    Raises:
        NotFoundError: There was no run yet.
    """
    current = current_run(workspace)
    if current is None:
        raise NotFoundError("no run was made yet; 'palermo run' makes the leads")
    return Shelf(engine, {t.name: engine.read(workspace.tables / t.name, t.schema) for t in TAKEN_IN}, current)


def read_origin(workspace: Workspace, keys: KeyRing, engine: Engine, advert_id: str) -> Origin | None:
    """One advert with the bytes that it was read from, its item hashed anew; None where there is no such advert.

    Raises:
        NotFoundError: The item is not there or was erased.
        VerifyError: The bytes are not those that were stored.
    """
    taken_in = {t.name: engine.read(workspace.tables / t.name, t.schema) for t in TAKEN_IN}
    found = find_rows(engine, taken_in[ADVERTS.name], ADVERTS, "advert_id", [advert_id])
    if not found:
        return None
    files = find_rows(engine, taken_in[INGESTS.name], INGESTS, "item_id", [found[0]["item_id"]])
    name = next(row["file"] for row in files if row["ingest_id"] == found[0]["ingest_id"])
    return find_origin(Store(workspace, keys), found[0], name)


def read_table(workspace: Workspace, engine: Engine, name: str) -> Relation:
    """Any table of what was taken in or of the current run.

    Raises:
        NotFoundError: There is no such table, or no run has made it yet.
    """
    table = TABLES.get(name.lower())
    if table is None:
        known = ", ".join(sorted(t.name for t in TABLES.values() if not t.state))
        raise NotFoundError(f"there is no table '{name}'; there are: {known}")
    if table in TAKEN_IN:
        return engine.read(workspace.tables / table.name, table.schema)
    current = current_run(workspace)
    if current is None or table.name not in current.record["tables"]:
        raise NotFoundError(f"no run has made the table '{table.name}' yet; 'palermo run' makes it")
    return engine.read(current.path(table.name), table.schema)


def advise(text: str, spoken: str, country: str | None, ask: Callable[[str], str] | None, today: date) -> list[str]:
    """What a worker reads about an offer, in the language spoken or else the offer's; nothing is kept.

    `ask` puts the question for the country, where it was not said and somebody is there to answer.
    """
    from palermo.analyses.recruitment import advice

    language = advice.language_of(text, spoken)
    if country is None and ask is not None:
        country = ask(advice.texts(language)["prompt"]).strip() or None
    return advice.advise(text, language, country, today)


def train_recruitment(texts: Sequence[str], labels: Sequence[int], means: str, named: str, on: str) -> Any:
    """The organisation's own model over words, whole templates held out; it has `card` and `to_json()`."""
    from palermo.analyses.recruitment.grouping import template_groups
    from palermo.analyses.recruitment.training import train_words

    groups = template_groups([text.casefold() for text in texts])
    return train_words(texts, labels, groups, means=means, named=named, on=on)


def _make(
    engine: DuckEngine, workspace: Workspace, plan: Plan, partial: Path, progress: Progress
) -> tuple[dict[str, Any], dict[str, float]]:
    """Run the analyses in order and write each one's tables; returns the record and CPU seconds."""
    relations = {t.name: engine.read(workspace.tables / t.name, t.schema) for t in TAKEN_IN}
    fresh = {t.name: plan.unseen(workspace, relations[t.name]) for t in TAKEN_IN}
    tables: dict[str, Any] = {}
    keys: dict[str, str] = {}
    seconds: dict[str, float] = {}
    lineage: list[Relation] = []
    for analysis in plan.analyses:
        progress(analysis.name)
        began = _spent()
        keys[analysis.name] = plan.key(analysis, tables)
        if plan.is_reusable(analysis, keys[analysis.name]):
            made: Made = {table.name: plan.of_former(engine, table) for table in analysis.makes}
        else:
            former = plan.left_for(engine, analysis, fresh)
            read = [relations[table.name] for table in analysis.reads]
            made = analysis.run(engine, read, former=former, parameters=plan.choices[analysis.name])
        if TEMPLATE_MEMBERS in analysis.makes:
            made = keep_template_ids(engine, made, plan.of_former(engine, TEMPLATE_MEMBERS))
            lineage.append(made[LINEAGE.name])
        for table in analysis.makes:
            relations[table.name], tables[table.name] = _write(engine, made[table.name], table, partial)
            fresh[table.name] = _added(relations[table.name], made[table.name])
        seconds[analysis.name] = _spent() - began
    if LEADS in plan.analyses:
        lineage.append(trace_leads(engine, relations["leads"], plan.of_former(engine, TABLES["leads"])))
    if lineage:
        _, tables[LINEAGE.name] = _write(engine, union(lineage), LINEAGE, partial)
    return {"format": 1, "run_id": plan.run_id, **plan.frame, "analyses": keys, "tables": tables}, seconds


def _added(written: Relation, made: Relation) -> Relation:
    """The parts of a grown table that were not linked from the former run."""
    kept = sum(1 for part in made.parts if isinstance(part, Path) and part.parent.suffix == ".parquet")
    return Relation(written.schema, written.parts[kept:])


def _write(engine: DuckEngine, relation: Relation, table: Table, folder: Path) -> tuple[Relation, dict[str, Any]]:
    """Write a table of the run and read it back from where it now lies."""
    path = folder / f"{table.name}.parquet"
    files = engine.write(relation, path)
    kept = engine.read(path, table.schema)
    return kept, {"rows": kept.count(), "files": hash_files(files, folder)}


def _compare(before: Run, record: Mapping[str, Any], seconds: Mapping[str, float]) -> RunResult:
    """Hold a run that was made again against what it was."""
    changed = sorted(
        name
        for name in set(before.record["tables"]) | set(record["tables"])
        if before.record["tables"].get(name) != record["tables"].get(name)
    )
    if changed:
        raise VerifyError(
            f"run {before.run_id[:12]} was made again and came out otherwise in: {', '.join(changed)}; "
            "the same input, versions and parameters must give the same bytes, so the first run was kept"
        )
    return RunResult(before.run_id, "remade", None, before.rows(), seconds)


def _settle(workspace: Workspace, log: CustodyLog, run_id: str, digest: str) -> None:
    """Put the run on record, then make it current."""
    who, record = account(), f"runs/{run_id}/{RECORD}"
    log.append([Entry(datetime.now(UTC), who, Event.RUN_DONE, run_id, files={record: digest})])
    set_current(workspace, run_id)
    log.append([Entry(datetime.now(UTC), who, Event.CURRENT_RUN_SET, run_id)])


def _spent() -> float:
    """CPU seconds of this process and of those it has ended."""
    return sum(os.times()[:4])


def _clocks(seconds: Mapping[str, float]) -> bytes:
    """What run.log says: when, where and how long; nothing that the run id depends on."""
    lines = [f"made {datetime.now(UTC).isoformat(timespec='seconds')} on {platform.node()}"]
    lines += [f"{name} {spent:.2f} CPU seconds" for name, spent in seconds.items()]
    return ("\n".join(lines) + "\n").encode()
