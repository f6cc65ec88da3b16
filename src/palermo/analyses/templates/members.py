"""Rows of TEMPLATES and TEMPLATE_MEMBERS, written while the adverts stream by a second time."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from palermo.analysis import Engine, Relation, in_memory
from palermo.methods.characters import characters
from palermo.methods.patterns import NO_SLOT, Patterns
from palermo.methods.sketches import name_rows
from palermo.methods.slots import fill_slots
from palermo.methods.tokens import FIRST_WORD
from palermo.tables import TEMPLATE_MEMBERS, TEMPLATES

ROWS = pa.schema(
    [
        pa.field("advert_id", pa.string(), nullable=False),
        pa.field("template_id", pa.string(), nullable=False),
        pa.field("similarity", pa.float64(), nullable=False),
        pa.field("slots", pa.string(), nullable=False),
        pa.field("pattern", pa.string()),
    ]
)


@dataclass(frozen=True)
class Placed:
    """Which adverts stand in which template.

    Args:
        names: uint64, n, rising: adverts by the hash of their ids.
        template: int32, n: the template of each, an index.
        medoids: uint64, k: the medoid's advert of each template, by name.
        template_ids: k ids.
        patterns: k patterns.
    """

    names: npt.NDArray[np.uint64]
    template: npt.NDArray[np.int32]
    medoids: npt.NDArray[np.uint64]
    template_ids: pa.Array
    patterns: Patterns


def id_of(medoid: int) -> str:
    """A template's id, made of its medoid's name: the same group gets the same id in every run."""
    return f"t{medoid:016x}"


def place_batch(batch: pa.RecordBatch, placed: Placed) -> pa.RecordBatch:
    """Rows of the adverts of one batch that stand in a template: a kernel."""
    names = name_rows(batch.column(0))
    at = np.minimum(np.searchsorted(placed.names, names), max(0, len(placed.names) - 1))
    asked = np.flatnonzero(placed.names[at] == names) if len(placed.names) else np.zeros(0, np.int64)
    groups = placed.template[at[asked]].astype(np.int64) if len(asked) else np.zeros(0, np.int64)
    medoid = placed.medoids[groups] == names[asked] if len(asked) else np.zeros(0, np.bool_)
    filled = fill_slots(batch.column(1), batch.column(2), asked, groups, medoid, placed.patterns, characters())
    return pa.RecordBatch.from_arrays(
        [
            batch.column(0).take(pa.array(asked)),
            placed.template_ids.take(pa.array(groups)),
            filled.similarity,
            filled.slots,
            filled.patterns,
        ],
        schema=ROWS,
    )


def write_members(engine: Engine, adverts: Relation, placed: Placed) -> tuple[Relation, Relation]:
    """Align each placed advert to its pattern once more, now with its words at hand.

    Args:
        engine: Where the kernel and the SQL run.
        adverts: ADVERTS; those that stand in no template are passed over.
        placed: Which do.

    Returns:
        TEMPLATE_MEMBERS in the order of their key; and the pattern of each template whose medoid is among
        the adverts: advert_id, template_id, pattern.
    """
    kernel = partial(place_batch, placed=placed)
    rows = engine.map_batches(adverts, kernel, ROWS, columns=("advert_id", "title", "body"))
    members = engine.sql(
        "select advert_id, template_id, similarity, slots from placed_rows order by advert_id",
        TEMPLATE_MEMBERS.schema,
        placed_rows=rows,
    )
    written = engine.sql(
        "select advert_id, template_id, pattern from placed_rows where pattern is not null order by template_id",
        pa.schema([ROWS.field("advert_id"), ROWS.field("template_id"), ROWS.field("pattern")]),
        placed_rows=rows,
    )
    return members, written


def templates_table(
    engine: Engine, written: Relation, template_ids: pa.Array, adverts: npt.NDArray[np.int64], patterns: Patterns
) -> Relation:
    """TEMPLATES: what was written of each pattern beside what was counted of it."""
    of_class = np.concatenate(([0], np.cumsum(patterns.tokens < FIRST_WORD)))
    numbered = np.concatenate(([0], np.cumsum(patterns.gaps != NO_SLOT)))
    begin, end = patterns.places[:-1], patterns.places[1:]
    group = np.arange(len(begin))
    classes = of_class[end] - of_class[begin]
    counted = in_memory(
        pa.table(
            {
                "template_id": template_ids,
                "adverts": pa.array(adverts, pa.int64()),
                "words": pa.array(end - begin - classes, pa.int32()),
                "slots": pa.array(classes + numbered[end + group + 1] - numbered[begin + group], pa.int32()),
                "bits_saved": pa.array(patterns.bits, pa.int64()),
            }
        )
    )
    return engine.sql(
        "select written.template_id, counted.adverts, written.pattern, written.advert_id as medoid_id,"
        " counted.words, counted.slots, counted.bits_saved"
        " from written join counted on written.template_id = counted.template_id order by written.template_id",
        TEMPLATES.schema,
        written=written,
        counted=counted,
    )
