"""Which template of this run is which of the former run, so that a judgement finds its subject again."""

import pyarrow as pa
import pyarrow.compute as pc

from palermo.analysis import Engine, Made, Relation
from palermo.tables import LINEAGE, TABLES, TEMPLATE_MEMBERS, Table

_PAIRS = pa.schema([("id", pa.string()), ("member", pa.string())])


def trace_lineage(engine: Engine, kind: str, now: Relation, former: Relation) -> Relation:
    """Find, for each group of this run, the group of the former run that it continues.

    Two groups continue each other where each is the other's best match and they share at least
    half of the former one's members. Half of the former one, because a group that trebles by new
    adverts is still the same hand, while one that lost most of its members is not.

    Args:
        kind: template, network or lead.
        now: Columns id, member: this run's groups.
        former: Columns id, member: the former run's.

    Returns:
        LINEAGE, one row for each group of `now`; `former_id` null = new.
    """
    return engine.sql(
        f"""
        with shared as (
            select now.id as id, former.id as former_id, count(*) as shared
            from now join former on now.member = former.member
            group by now.id, former.id
        ),
        sizes as (select id, count(*) as members from former group by id),
        ranked as (
            select shared.id as id, shared.former_id as former_id, shared.shared as shared, sizes.members as members,
                   row_number() over (partition by shared.id order by shared.shared desc, shared.former_id) as mine,
                   row_number() over (partition by shared.former_id order by shared.shared desc, shared.id) as its
            from shared join sizes on shared.former_id = sizes.id
        ),
        kept as (select id, former_id, shared from ranked where mine = 1 and its = 1 and 2 * shared >= members),
        groups as (select distinct id from now)
        select '{kind}' as kind, groups.id as id, kept.former_id as former_id, coalesce(kept.shared, 0) as shared
        from groups left join kept on groups.id = kept.id
        order by groups.id
        """,
        LINEAGE.schema,
        now=now,
        former=former,
    )


def keep_template_ids(engine: Engine, made: Made, former_members: Relation) -> Made:
    """Give each template the id of the one it continues, in every table that names it.

    Args:
        made: What the templates analysis made under fresh ids: TEMPLATES, TEMPLATE_MEMBERS and its state.
        former_members: TEMPLATE_MEMBERS of the former run.

    Returns:
        The same tables under the ids kept, and LINEAGE under the same ids.
    """
    now, former = (_pairs(engine, relation) for relation in (made[TEMPLATE_MEMBERS.name], former_members))
    lineage = trace_lineage(engine, "template", now, former)
    rows = lineage.table(["id", "former_id"])
    if pc.all(pc.fill_null(pc.equal(rows["id"], rows["former_id"]), True)).as_py() in (True, None):
        return {**made, LINEAGE.name: lineage}
    names = engine.sql(
        """
        with kept as (
            select id, coalesce(former_id, id) as new_id,
                   row_number() over (partition by coalesce(former_id, id)
                                      order by case when former_id is null then 1 else 0 end, id) as place
            from lineage
        )
        select id, case when place = 1 then new_id else new_id || '-' || cast(place as varchar) end as member
        from kept order by id
        """,
        _PAIRS,
        lineage=lineage,
    )
    renamed = {
        name: _rename(engine, TABLES[name], relation, names) if "template_id" in relation.schema.names else relation
        for name, relation in made.items()
    }
    named = engine.sql(
        """
        select t.kind as kind, names.member as id, t.former_id as former_id, t.shared as shared
        from t join names on t.id = names.id order by names.member
        """,
        LINEAGE.schema,
        t=lineage,
        names=names,
    )
    return {**renamed, LINEAGE.name: named}


def trace_leads(engine: Engine, leads: Relation, former_leads: Relation) -> Relation:
    """Find which leads the former run had: a lead is its kind and subject, so it goes where the subject goes.

    Returns:
        LINEAGE, one row for each lead; `shared` is 1, the subject, or 0.
    """
    return engine.sql(
        """
        select 'lead' as kind, now.lead_id as id, former.lead_id as former_id,
               case when former.lead_id is null then 0 else 1 end as shared
        from now left join former on now.lead_id = former.lead_id
        order by now.lead_id
        """,
        LINEAGE.schema,
        now=leads,
        former=former_leads,
    )


def _rename(engine: Engine, table: Table, relation: Relation, names: Relation) -> Relation:
    """The rows of a table under the names given; a template that stands in no name keeps its own."""
    swapped = "coalesce(names.member, t.template_id)"
    chosen = ", ".join(f"{swapped if c == 'template_id' else 't.' + c} as {c}" for c in table.schema.names)
    order = ", ".join(swapped if c == "template_id" else f"t.{c}" for c in table.key)
    text = f"select {chosen} from t left join names on t.template_id = names.id order by {order}"
    return engine.sql(text, table.schema, t=relation, names=names)


def _pairs(engine: Engine, members: Relation) -> Relation:
    """Members of templates as the columns id and member."""
    text = "select template_id as id, advert_id as member from t order by advert_id"
    return engine.sql(text, _PAIRS, t=members)
