"""TEMPLATES from nothing: every advert is read and compared."""

import numpy as np
import pyarrow as pa

from palermo.analyses.templates.grouping import group_texts
from palermo.analyses.templates.members import Placed, id_of, templates_table, write_members
from palermo.analyses.templates.state import HASHES, patterns_table, sketches_table, stored_members, weigh
from palermo.analyses.templates.texts import read_texts
from palermo.analysis import Engine, Relation, in_memory
from palermo.methods.alignment import count_tokens, weigh_hashes


def group_all(engine: Engine, adverts: Relation) -> dict[str, Relation]:
    """Group all adverts and write the state of the next increment; see `group_templates`."""
    texts = read_texts(adverts)
    occurrences = np.zeros(HASHES, np.int64)
    count_tokens(texts.tokens, occurrences)
    groups = group_texts(texts, weigh_hashes(occurrences))
    number = np.full(len(texts.copies), -1, np.int32)
    number[groups.members] = np.repeat(np.arange(len(groups.medoids)), np.diff(groups.places))
    medoids = texts.names[texts.first[groups.medoids]]
    template_ids = pa.array([id_of(int(name)) for name in medoids], pa.string())
    of_text = np.zeros(len(texts.copies), np.int64)
    of_text[number >= 0] = medoids.view(np.int64)[number[number >= 0]]
    is_medoid = np.zeros(len(texts.copies), np.bool_)
    is_medoid[groups.medoids] = True
    kept = stored_members(groups, len(texts.copies)) | (number < 0)
    sketches = in_memory(sketches_table(texts, of_text, is_medoid, kept))
    of_advert = number[texts.text_of]
    there = of_advert >= 0
    placed = Placed(texts.names[there], of_advert[there], medoids, template_ids, groups.patterns)
    del texts
    members, written = write_members(engine, adverts, placed)
    counted = np.bincount(placed.template, minlength=len(medoids))
    return {
        "templates": templates_table(engine, written, template_ids, counted, groups.patterns),
        "template_members": members,
        "template_sketches": sketches,
        "template_patterns": in_memory(patterns_table(medoids.view(np.int64), template_ids, groups.patterns)),
        "template_words": weigh(occurrences),
    }
