"""What one run leaves for the next: sketches, medoids, patterns and the weights of words, as tables."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analyses.templates.grouping import Groups
from palermo.analyses.templates.texts import FEWEST_WORDS, Texts
from palermo.analysis import Relation, in_memory
from palermo.methods.patterns import Patterns
from palermo.tables import TEMPLATE_PATTERNS, TEMPLATE_SKETCHES, TEMPLATE_WORDS

STORED_PLACES = 16  # hashes stored of a sketch
STORED_MEMBERS = 8  # texts whose sketches stand for their template
HASHES = 65536
_ROWS = 1_000_000  # rows of one binary array: far below the 2 GiB that it can hold


@dataclass(frozen=True)
class Stored:
    """n stored texts.

    Args:
        texts: int64 names; `templates`: int64, 0 = none; both n.
        sketches: uint32, n x STORED_PLACES.
        words: Binary, n; empty but for single texts and medoids.
    """

    texts: npt.NDArray[np.int64]
    templates: npt.NDArray[np.int64]
    sketches: npt.NDArray[np.uint32]
    words: pa.ChunkedArray


def weigh(occurrences: npt.NDArray[np.int64]) -> Relation:
    """TEMPLATE_WORDS."""
    return in_memory(pa.table([np.arange(HASHES, dtype=np.int32), occurrences], schema=TEMPLATE_WORDS.schema))


def occurrences_of(words: Relation) -> npt.NDArray[np.int64]:
    """How often each short hash was seen; a table of no rows reads as never."""
    rows = words.table()
    counts = np.zeros(HASHES, np.int64)
    counts[rows["word"].to_numpy()] = rows["occurrences"].to_numpy()
    return counts


def sketches_table(
    texts: Texts, template: npt.NDArray[np.int64], medoid: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_]
) -> pa.Table:
    """TEMPLATE_SKETCHES of the texts marked `kept`.

    Args:
        texts: m texts.
        template: int64, m: the template each stands in, 0 = none.
        medoid: m: whether it is the medoid of it.
        kept: m: whether it is stored.
    """
    rows = np.flatnonzero(kept & (np.diff(texts.places) >= FEWEST_WORDS))
    names = texts.names[texts.first[rows]].view(np.int64)
    rows = rows[np.argsort(names, kind="stable")]
    parts = []
    for begin in range(0, len(rows), _ROWS):
        some = rows[begin : begin + _ROWS]
        sketches = np.ascontiguousarray(texts.smallest[some, :STORED_PLACES]).astype("<u4")
        told = (template[some] == 0) | medoid[some]
        parts.append(
            pa.RecordBatch.from_arrays(
                [
                    pa.array(texts.names[texts.first[some]].view(np.int64)),
                    pa.array(template[some]),
                    pa.FixedSizeBinaryArray.from_buffers(
                        pa.binary(4 * STORED_PLACES), len(some), [None, pa.py_buffer(sketches)]
                    ),
                    _cut(texts.tokens, texts.places[some], np.where(told, np.diff(texts.places)[some], 0)),
                ],
                schema=TEMPLATE_SKETCHES.schema,
            )
        )
    return pa.Table.from_batches(parts, schema=TEMPLATE_SKETCHES.schema)


def _cut(tokens: npt.NDArray[Any], begins: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> pa.Array:
    """Stretches of tokens as binary values."""
    ends = np.concatenate(([0], np.cumsum(lengths)))
    taken = tokens[np.repeat(begins - ends[:-1], lengths) + np.arange(ends[-1])]
    offsets = (ends * tokens.itemsize).astype(np.int32)
    return pa.Array.from_buffers(
        pa.binary(), len(begins), [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(taken))]
    )


def stored_members(groups: Groups, texts: int) -> npt.NDArray[np.bool_]:
    """Mark the medoid and the first few members of each template."""
    place = np.arange(len(groups.members)) - np.repeat(groups.places[:-1], np.diff(groups.places))
    kept = np.zeros(texts, np.bool_)
    kept[groups.members[place < STORED_MEMBERS - 1]] = True
    kept[groups.medoids] = True
    return kept


def patterns_table(templates: npt.NDArray[np.int64], template_ids: pa.Array, patterns: Patterns) -> pa.Table:
    """TEMPLATE_PATTERNS."""
    widths = np.diff(patterns.places)
    number = np.arange(len(widths))
    rows = pa.table(
        [
            pa.array(templates),
            template_ids,
            _cut(patterns.tokens, patterns.places[:-1], widths),
            _cut(patterns.gaps, patterns.places[:-1] + number, widths + 1),
        ],
        schema=TEMPLATE_PATTERNS.schema,
    )
    return rows.take(pa.array(np.argsort(templates, kind="stable")))


def load_sketches(relation: Relation) -> Stored:
    """Read TEMPLATE_SKETCHES; of the rows of one text the last counts."""
    rows = relation.table()
    texts, templates = rows["text"].to_numpy(), rows["template"].to_numpy()
    sketches = np.zeros((0, STORED_PLACES), np.uint32)
    if rows.num_rows:
        flat = np.frombuffer(rows["sketch"].combine_chunks().buffers()[1], "<u4")
        sketches = flat[: rows.num_rows * STORED_PLACES].reshape(-1, STORED_PLACES)
    order = np.argsort(texts, kind="stable")
    last = np.ones(len(order), np.bool_)
    last[:-1] = texts[order][1:] != texts[order][:-1]
    if last.all():
        return Stored(texts, templates, sketches, rows["words"])
    kept = np.sort(order[last])
    return Stored(texts[kept], templates[kept], sketches[kept], rows["words"].take(pa.array(kept)))


def load_patterns(relation: Relation, templates: npt.NDArray[np.int64]) -> tuple[Patterns, pa.Array]:
    """The patterns and ids of the templates named (rising numbers, each there)."""
    rows = relation.table()
    at = pc.index_in(pa.array(templates), rows["template"])
    chosen = rows.take(at)
    words, gaps = chosen["words"], chosen["gaps"]
    lengths = pc.binary_length(words).to_numpy() // 2 if len(templates) else np.zeros(0, np.int64)
    tokens = np.frombuffer(b"".join(words.to_pylist()), "<u2")
    return (
        Patterns(
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            tokens,
            np.zeros(len(tokens), np.int32),
            np.frombuffer(b"".join(gaps.to_pylist()), np.uint8),
            np.zeros(len(templates), np.int64),
        ),
        chosen["template_id"].combine_chunks(),
    )
