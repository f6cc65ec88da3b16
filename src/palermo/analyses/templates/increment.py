"""TEMPLATES grown by the adverts that came since: they are compared with what the former run stored."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.analyses.templates.grouping import CHOICE_BITS, FEWEST_SHARED, Groups, hold_groups, make_groups
from palermo.analyses.templates.members import Placed, id_of, templates_table, write_members
from palermo.analyses.templates.state import (
    HASHES,
    Stored,
    load_patterns,
    load_sketches,
    occurrences_of,
    patterns_table,
    sketches_table,
    weigh,
)
from palermo.analyses.templates.texts import Texts, read_texts
from palermo.analysis import Engine, Former, Relation, in_memory, union
from palermo.methods.alignment import count_tokens, weigh_hashes
from palermo.methods.linking import find_leaders, link_pairs
from palermo.methods.medoids import keep_alike
from palermo.methods.neighbours import find_neighbours, match_stored
from palermo.methods.patterns import Patterns, add_gains
from palermo.methods.shingles import NO_HASH
from palermo.tables import TEMPLATES

STORED_SHARED = 3  # of the 16 hashes stored; a stored sketch is half as long as a fresh one
MOST_MET = 6  # stored texts with which a fresh one is compared
LARGE = 1 << 40  # a stored template leads whatever joins it


@dataclass(frozen=True)
class Meeting:
    """Fresh texts and the stored ones that may be like them, as one set: f fresh, then u stored.

    Args:
        texts: f + u texts; a stored template is met in its medoid.
        templates: int64, f + u: the stored template each stands for, 0 = a single text.
        fresh: f.
    """

    texts: Texts
    templates: npt.NDArray[np.int64]
    fresh: int


def group_fresh(engine: Engine, adverts: Relation, former: Former) -> dict[str, Relation]:
    """Place the fresh adverts in stored templates, or with stored single adverts or each other in new ones.

    Two stored templates are never joined, and a stored template keeps its pattern: so the ids and spans that
    a person has seen stay. That a fresh run would split or join here and there is the price.
    """
    fresh = read_texts(former.fresh["adverts"])
    if len(fresh.names) == 0:
        return dict(former.tables)
    occurrences = occurrences_of(former.tables["template_words"])
    count_tokens(fresh.tokens, occurrences)
    weights = weigh_hashes(occurrences)
    stored = load_sketches(former.tables["template_sketches"])
    meeting, one, two = _meet(fresh, stored)
    del stored
    leaders = _link(meeting, one, two, weights)
    joined, groups = _tell_apart(meeting, leaders, weights)
    return _write(engine, adverts, former, meeting, joined, groups, weights, occurrences)


def _meet(fresh: Texts, stored: Stored) -> tuple[Meeting, npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Bring fresh and stored texts together, and the pairs to compare, the most alike first."""
    count = len(fresh.copies)
    pairs, shared = match_stored(stored.sketches, fresh.smallest, STORED_SHARED)
    new, old = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    templates = stored.templates[old]
    medoid_rows = np.flatnonzero((stored.templates != 0) & (pc.binary_length(stored.words).to_numpy() > 0))
    by_template = medoid_rows[np.argsort(stored.templates[medoid_rows], kind="stable")]
    at = np.searchsorted(stored.templates[by_template], templates[templates != 0])
    old[templates != 0] = by_template[at]
    units, unit_of = np.unique(old, return_inverse=True)
    words = stored.words.take(pa.array(units)).to_pylist()
    tokens = np.concatenate((fresh.tokens, np.frombuffer(b"".join(words), "<u2")))
    lengths = np.concatenate((np.diff(fresh.places), np.array([len(w) // 2 for w in words], np.int64)))
    texts = Texts(
        np.concatenate((fresh.names, stored.texts[units].view(np.uint64))),
        fresh.text_of,
        np.concatenate((fresh.first, len(fresh.names) + np.arange(len(units)))),
        np.concatenate((fresh.copies, np.ones(len(units), np.int64))),
        tokens,
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        np.concatenate((fresh.smallest, _widened(stored.sketches[units], fresh.smallest.shape[1]))),
    )
    new, unit_of, shared = _nearest(new, unit_of, shared)
    among, among_shared = find_neighbours(fresh.smallest, FEWEST_SHARED)
    one = np.concatenate((new, (among >> np.uint64(32)).astype(np.int64)))
    two = np.concatenate((count + unit_of, (among & np.uint64(0xFFFFFFFF)).astype(np.int64)))
    rank = np.concatenate((2 * shared.astype(np.int64), among_shared))
    order = np.lexsort((two, one, 1000 - rank))
    whose = np.concatenate((np.zeros(count, np.int64), stored.templates[units]))
    return Meeting(texts, whose, count), one[order].astype(np.uint32), two[order].astype(np.uint32)


def _nearest(
    new: npt.NDArray[np.int64], unit: npt.NDArray[np.int64], shared: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Of each fresh text the few stored ones that share most with it, each once."""
    order = np.lexsort((unit, 255 - shared.astype(np.int64), new))
    new, unit, shared = new[order], unit[order], shared[order]
    _, once = np.unique(new * (int(unit.max(initial=0)) + 1) + unit, return_index=True)
    once = np.sort(once)
    new, unit, shared = new[once], unit[once], shared[once]
    place = np.arange(len(new)) - np.searchsorted(new, new)
    near = place < MOST_MET
    return new[near], unit[near], shared[near]


def _widened(sketches: npt.NDArray[np.uint32], width: int) -> npt.NDArray[np.uint32]:
    """Stored sketches, filled up to the width of fresh ones."""
    wide = np.full((len(sketches), width), NO_HASH, np.uint32)
    wide[:, : sketches.shape[1]] = sketches
    return wide


def _link(
    meeting: Meeting, one: npt.NDArray[np.uint32], two: npt.NDArray[np.uint32], weights: npt.NDArray[np.float32]
) -> npt.NDArray[np.int32]:
    """Join what is alike; stored templates lead."""
    texts = meeting.texts
    leaders = np.arange(len(texts.copies), dtype=np.int32)
    held = meeting.templates != 0
    sizes = np.where(held, LARGE, texts.copies)
    link_pairs(texts.tokens, texts.places, one, two, weights, leaders, sizes, held, texts.longest)
    find_leaders(leaders)
    led = held[leaders] & ~held  # texts in a stored template: each has to keep to its medoid
    rows = np.flatnonzero(led).astype(np.int32)
    rows = rows[np.argsort(leaders[rows], kind="stable")]
    begins = np.flatnonzero(np.concatenate(([True], leaders[rows][1:] != leaders[rows][:-1]))) if len(rows) else rows
    places = np.concatenate((begins, [len(rows)])).astype(np.int64)
    kept = np.empty(len(rows), np.bool_)
    medoids = leaders[rows[places[:-1]]] if len(rows) else rows
    keep_alike(texts.tokens, texts.places, rows, places, medoids, weights, texts.longest, kept)
    leaders[rows[~kept]] = rows[~kept]
    hold_groups(texts, weights, leaders, ~held[leaders])
    return leaders


def _tell_apart(
    meeting: Meeting, leaders: npt.NDArray[np.int32], weights: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.int64], Groups]:
    """Texts that joined stored templates (row -> template, 0 = none), and new groups of the rest."""
    held = meeting.templates != 0
    joined = np.where(~held, meeting.templates[leaders], 0)
    alone = leaders.copy()
    away = held | (joined != 0)
    alone[away] = np.flatnonzero(away)
    # what stands in a stored template counts for nothing here
    copies = np.where(away, 0, meeting.texts.copies)
    return joined, make_groups(replace(meeting.texts, copies=copies), weights, alone)


def _write(
    engine: Engine,
    adverts: Relation,
    former: Former,
    meeting: Meeting,
    joined: npt.NDArray[np.int64],
    groups: Groups,
    weights: npt.NDArray[np.float32],
    occurrences: npt.NDArray[np.int64],
) -> dict[str, Relation]:
    """Write the rows of fresh adverts, and of stored single ones that now stand in a template."""
    texts = meeting.texts
    medoid_names = texts.names[texts.first[groups.medoids]]
    of_text = joined.copy()
    of_text[groups.members] = np.repeat(medoid_names.view(np.int64), np.diff(groups.places))
    touched = np.unique(joined[joined != 0])
    old_patterns, old_ids = load_patterns(former.tables["template_patterns"], touched)
    new_ids = pa.array([id_of(int(name)) for name in medoid_names], pa.string())
    patterns = _both(old_patterns, groups.patterns)
    numbers = np.concatenate((touched, medoid_names.view(np.int64)))
    order = np.argsort(numbers, kind="stable")
    of_fresh = of_text[texts.text_of]
    single = np.arange(meeting.fresh, len(of_text))
    single = single[(meeting.templates[single] == 0) & (of_text[single] != 0)]
    names = np.concatenate((texts.names[: len(of_fresh)], texts.names[texts.first[single]]))
    there = np.concatenate((of_fresh, of_text[single]))
    by_name = np.argsort(names, kind="stable")
    by_name = by_name[there[by_name] != 0]
    index = order[np.searchsorted(numbers[order], there[by_name])].astype(np.int32)
    template_ids = pa.concat_arrays([old_ids, new_ids])
    medoids = np.concatenate((np.zeros(len(touched), np.uint64), medoid_names))
    placed = Placed(names[by_name], index, medoids, template_ids, patterns)
    read = adverts if len(single) else former.fresh["adverts"]
    members, written = write_members(engine, read, placed)
    counted = np.bincount(index, minlength=len(numbers)).astype(np.int64)
    made = templates_table(engine, written, new_ids, counted[len(touched) :], groups.patterns)
    bits = _gained(texts, joined, touched, old_patterns, weights)
    is_medoid = np.zeros(len(of_text), np.bool_)
    is_medoid[groups.medoids] = True
    kept = np.zeros(len(of_text), np.bool_)
    kept[: meeting.fresh] = joined[: meeting.fresh] == 0
    kept[single] = True
    added = sketches_table(texts, of_text, is_medoid, kept)
    new_patterns = patterns_table(medoid_names.view(np.int64), new_ids, groups.patterns)
    return {
        "templates": _grown(engine, former.tables["templates"], made, old_ids, counted[: len(touched)], bits),
        "template_members": union([former.tables["template_members"], members]),
        "template_sketches": union([former.tables["template_sketches"], in_memory(added)]),
        "template_patterns": union([former.tables["template_patterns"], in_memory(new_patterns)]),
        "template_words": weigh(occurrences[:HASHES]),
    }


def _gained(
    texts: Texts,
    joined: npt.NDArray[np.int64],
    touched: npt.NDArray[np.int64],
    patterns: Patterns,
    weights: npt.NDArray[np.float32],
) -> npt.NDArray[np.int64]:
    """Bits that each stored template saves on the adverts that joined it."""
    rows = np.flatnonzero(joined)
    group = np.searchsorted(touched, joined[rows])
    gains = np.empty(len(rows), np.int64)
    longest = max(texts.longest, int(np.diff(patterns.places).max(initial=0)))
    add_gains(
        texts.tokens,
        texts.places,
        rows,
        group,
        patterns.tokens,
        patterns.places,
        weights,
        CHOICE_BITS,
        longest,
        gains,
    )
    bits = np.zeros(len(touched), np.int64)
    np.add.at(bits, group, gains * texts.copies[rows])
    return bits


def _both(one: Patterns, two: Patterns) -> Patterns:
    """The patterns of both, one after the other."""
    return Patterns(
        np.concatenate((one.places, one.places[-1] + two.places[1:])),
        np.concatenate((one.tokens, two.tokens)),
        np.concatenate((one.columns, two.columns)),
        np.concatenate((one.gaps, two.gaps)),
        np.concatenate((one.bits, two.bits)),
    )


def _grown(
    engine: Engine,
    templates: Relation,
    made: Relation,
    touched: pa.Array,
    adverts: npt.NDArray[np.int64],
    bits: npt.NDArray[np.int64],
) -> Relation:
    """TEMPLATES with what was added to stored ones, and the new ones."""
    more = in_memory(
        pa.table({"template_id": touched, "adverts": pa.array(adverts, pa.int64()), "bits_saved": pa.array(bits)})
    )
    return engine.sql(
        "select template_id, adverts, pattern, medoid_id, words, slots, bits_saved from ("
        " select t.template_id, t.adverts + coalesce(more.adverts, 0) as adverts, t.pattern, t.medoid_id,"
        " t.words, t.slots, t.bits_saved + coalesce(more.bits_saved, 0) as bits_saved"
        " from t left join more on t.template_id = more.template_id"
        " union all"
        " select template_id, adverts, pattern, medoid_id, words, slots, bits_saved from made"
        ") as grown order by template_id",
        TEMPLATES.schema,
        t=templates,
        more=more,
        made=made,
    )
