"""Join what the analyses before found into one row of counts a subject, and say what it shows."""

import pyarrow as pa

from palermo.analyses.assessment.adverts import COLUMNS, STATED, state
from palermo.analyses.assessment.contacts import (
    HIDDEN,
    REACH,
    STANDING,
    TURNS,
    hidden,
    named_contacts,
    naming,
    reach,
    standing,
    texts_of_contacts,
    turns,
)
from palermo.analyses.assessment.observations import observe
from palermo.analyses.assessment.spread import SPREAD, spread
from palermo.analysis import Engine, Made, Relation
from palermo.errors import InputError
from palermo.tables import OBSERVATIONS

_PARTS = {"turns": TURNS, "reach": REACH, "hidden": HIDDEN}


def assess_subjects(
    engine: Engine,
    adverts: Relation,
    sightings: Relation,
    identifiers: Relation,
    templates: Relation,
    template_members: Relation,
    *,
    agency_texts: int = 12,
) -> Made:
    """Write down what speaks for a look at each template, what speaks against it, and what is not known.

    It raises nothing and judges nobody. What rests on the same fact is in one independence group: a
    contact in the constant words of a template is no second observation beside the template. The
    order of places in time is not looked at.

    Args:
        adverts: ADVERTS; sightings: SIGHTINGS; identifiers: IDENTIFIERS; templates: TEMPLATES;
            template_members: TEMPLATE_MEMBERS.
        agency_texts: A contact in more texts than this is taken for an agency's or a site's.

    Returns:
        OBSERVATIONS, some rows a template: at least one of side reason and group text.

    Raises:
        InputError: `agency_texts` is below 2.
    """
    if agency_texts < 2:
        raise InputError(f"agency_texts is {agency_texts}; it has to be 2 or more texts")
    stated = engine.map_batches(adverts, state, STATED, columns=COLUMNS)
    named = named_contacts(engine, identifiers, stated, template_members)
    texts = texts_of_contacts(engine, named)
    by_kind = naming(engine, named)
    counts = _join(
        engine,
        templates,
        agency_texts,
        spread=spread(engine, stated, sightings, template_members),
        standing=standing(engine, named, texts, by_kind, agency_texts=agency_texts),
        turns=turns(engine, texts, by_kind, identifiers),
        reach=reach(engine, texts, identifiers, adverts, agency_texts=agency_texts),
        hidden=hidden(engine, identifiers, stated, template_members),
    )
    return {OBSERVATIONS.name: engine.map_batches(counts, observe, OBSERVATIONS.schema, apart=True)}


def _join(engine: Engine, templates: Relation, agency_texts: int, **parts: Relation) -> Relation:
    """One row of counts for each template, in the order of its id."""
    fields = [*SPREAD, pa.field("bits_saved", pa.int64()), pa.field("agency_texts", pa.int64())]
    chosen = [f"spread.{name}" for name in SPREAD.names]
    chosen += ["templates.bits_saved", f"{agency_texts} as agency_texts"]
    for field in list(STANDING)[1:]:
        fields.append(field)
        given = f"standing.{field.name}"
        chosen.append(f"coalesce({given}, 0) as {field.name}" if field.name in ("naming", "constant") else given)
    for part, schema in _PARTS.items():
        for field in list(schema)[1:]:
            fields.append(field.with_name(f"{part}_{field.name}"))
            chosen.append(f'{part}."{field.name}" as {part}_{field.name}')
    joins = " ".join(f"left join {part} on {part}.template_id = spread.template_id" for part in ("standing", *_PARTS))
    return engine.sql(
        f"select {', '.join(chosen)} from spread join templates on templates.template_id = spread.template_id "
        f"{joins} order by spread.template_id",
        pa.schema(fields),
        templates=templates,
        **parts,
    )
