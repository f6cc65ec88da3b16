"""What a run is about to do: what goes in, what the former run had seen of it, and what can be gone on from."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from palermo import __version__
from palermo.analysis import Analysis, Choices, Former, Parameter
from palermo.custody.workspace import Workspace
from palermo.engine import Engine, Relation
from palermo.evidence.runs import Run, current_run, hash_files, open_run
from palermo.tables import ADVERTS, INGESTS, REJECTS, SIGHTINGS, Table

TAKEN_IN: tuple[Table, ...] = (INGESTS, REJECTS, ADVERTS, SIGHTINGS)
LIBRARIES = ("duckdb", "numba", "numpy", "phonenumberslite", "pyarrow", "rapidfuzz")


@dataclass(frozen=True)
class Plan:
    """What is about to run.

    Args:
        run_id: The hash of `frame`.
        frame: What goes in: versions, parameters, the hash of every input file, the former run.
        same: The current run, where nothing changed since.
        former: The run that names are kept from.
        grown_from: Its id, where analyses may go on from what it left.
        fresh: Whether a person asked to start anew.
    """

    run_id: str
    analyses: tuple[Analysis, ...]
    choices: Choices
    frame: Mapping[str, Any]
    same: Run | None
    former: Run | None
    grown_from: str | None
    fresh: bool

    def key(self, analysis: Analysis, tables: Mapping[str, Any]) -> str:
        """The hash of all that one analysis depends on; `tables` are those made before it, with their hashes."""
        inputs = self.frame["inputs"]
        depends = {
            "versions": self.frame["versions"],
            "architecture": self.frame["architecture"],
            "parameters": self.frame["parameters"][analysis.name],
            "reads": {t.name: inputs[t.name] if t.name in inputs else tables[t.name]["files"] for t in analysis.reads},
        }
        return hashlib.sha256(json.dumps([analysis.name, depends], sort_keys=True).encode()).hexdigest()

    def is_reusable(self, analysis: Analysis, key: str) -> bool:
        """Whether the former run made this analysis's tables of the very same."""
        if self.fresh or self.former is None:
            return False
        return bool(self.former.record["analyses"].get(analysis.name) == key)

    def left_for(self, engine: Engine, analysis: Analysis, fresh: Mapping[str, Relation]) -> Former | None:
        """What an analysis can go on from; None where it cannot or may not."""
        if not analysis.grows or self.grown_from is None or self.former is None:
            return None
        if self.former.record["parameters"].get(analysis.name) != self.frame["parameters"][analysis.name]:
            return None
        left = {table.name: self.of_former(engine, table) for table in analysis.makes}
        return Former(tables=left, fresh={table.name: fresh[table.name] for table in analysis.reads})

    def of_former(self, engine: Engine, table: Table) -> Relation:
        """A table of the former run; empty where there is none."""
        if self.former is None:
            return Relation(table.schema)
        return engine.read(self.former.path(table.name), table.schema)

    def unseen(self, workspace: Workspace, relation: Relation) -> Relation:
        """The files of a table taken in that the run grown from had not seen; all where there is none."""
        if self.former is None or self.grown_from is None:
            return relation
        known = {workspace.root / file for files in self.former.record["inputs"].values() for file in files}
        return Relation(relation.schema, tuple(part for part in relation.parts if part not in known))


def plan_run(workspace: Workspace, analyses: tuple[Analysis, ...], choices: Choices, *, fresh: bool) -> Plan:
    """Hash what goes in, and find what the current run saw of it.

    A run goes on from the current one where versions are the same and nothing that it read was taken away. A
    run of the very same that is asked for anew gets the name of the first, so that the two can be compared.
    """
    inputs = {
        table.name: hash_files(sorted((workspace.tables / table.name).glob("*.parquet")), workspace.root)
        for table in TAKEN_IN
    }
    frame: dict[str, Any] = {
        "versions": {"palermo": __version__, **{name: version(name) for name in LIBRARIES}},
        "architecture": platform.machine(),
        "parameters": {name: {k: _plain(v) for k, v in own.items()} for name, own in choices.items()},
        "inputs": inputs,
    }
    current = former = current_run(workspace)
    same = current if current is not None and all(current.record[k] == v for k, v in frame.items()) else None
    grown_from = None
    if same is not None and same.record["grown_from"] is None:
        before = same.record["former_run"]
        former = open_run(workspace, before) if before is not None else None
    elif current is not None and not fresh:
        alike = all(current.record[k] == frame[k] for k in ("versions", "architecture"))
        held = all(current.record["inputs"][name].items() <= files.items() for name, files in inputs.items())
        grown_from = current.run_id if alike and held else None
    frame |= {"former_run": former.run_id if former is not None else None, "grown_from": grown_from}
    run_id = hashlib.sha256(json.dumps(frame, sort_keys=True).encode()).hexdigest()
    return Plan(run_id, analyses, choices, frame, same, former, grown_from, fresh)


def _plain(value: Parameter) -> Any:
    """A parameter as JSON has it."""
    return list(value) if isinstance(value, tuple) else value
