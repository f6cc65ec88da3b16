"""What the contacts of a template's adverts show beyond its text.

A contact that stands on nearly all adverts of a template is part of the text: who copies the text
copies the contact, so it is no second observation. Three things are: contacts that take turns and
come back in another setting (place or employer), a contact that also stands in another setting under
a text quite unlike this one, and a contact that is hidden. A shop that posts again under its own
number, or one employer's two texts under one number, is none of these.
"""

import pyarrow as pa

from palermo.analyses.assessment.likeness import UNLIKE, tell_apart
from palermo.analysis import Engine, Relation

# A contact on four fifths (10 * uses >= 8 * naming) of the adverts that state one of its kind is part of the
# text. Assumed: leaves room for noise and misread digits, and is far from the half at which two take turns.
COMPARED = 3  # other texts that are compared with this one: bounds the work


def _schema(**columns: pa.DataType) -> pa.Schema:
    """A schema of the columns named."""
    return pa.schema(list(columns.items()))


_text, _int = pa.string(), pa.int64()

_NAMED = _schema(kind=_text, value=_text, advert_id=_text, mark=_int, setting=_int, template_id=_text)
_TEXTS = _schema(kind=_text, value=_text, template_id=_text, advert_id=_text, uses=_int, settings=_int, setting=_int)
_NAMING = _schema(template_id=_text, kind=_text, naming=_int)
_CHOSEN = _schema(template_id=_text, kind=_text, value=_text, advert_id=_text, setting=_int)
_OTHERS = _schema(template_id=_text, others=_int, here_id=_text, there_id=_text)
_BODIES = _schema(advert_id=_text, body=_text)
_PAIRS = _schema(template_id=_text, here=_text, there=_text)
_MENTION = {"column": _text, "start": pa.int32(), "end": pa.int32()}

TURNS = _schema(template_id=_text, kind=_text, contacts=_int, uses=_int, advert_id=_text, **_MENTION)
REACH = _schema(template_id=_text, kind=_text, others=_int, unlike=_int, compared=_int, advert_id=_text, **_MENTION)
HIDDEN = _schema(template_id=_text, hidden=_int, advert_id=_text, **_MENTION)
STANDING = _schema(template_id=_text, naming=_int, constant=_int, own=_int, many_texts=_int)


def named_contacts(engine: Engine, identifiers: Relation, stated: Relation, members: Relation) -> Relation:
    """One row for each advert and contact that some template's advert names, with its template or null.

    The address that an advert was saved from is no contact, and a value that no number plan or
    checksum confirms ties nobody to anybody. A masked contact (#PHONE_0a1b#) ties: its source
    gave equal marks to equal contacts.
    """
    return engine.sql(
        """
        with held as (
            select distinct i.kind, i.value from identifiers i join members m on m.advert_id = i.advert_id
            where i."column" <> 'url' and (i.valid or i.value like '#%')
        ), mentioned as (
            select distinct i.advert_id, i.kind, i.value
            from identifiers i join held h on h.kind = i.kind and h.value = i.value
            where i."column" <> 'url' and (i.valid or i.value like '#%')
        )
        select i.kind, i.value, i.advert_id, s.mark, s.setting, m.template_id
        from mentioned i join stated s on s.advert_id = i.advert_id
        left join members m on m.advert_id = i.advert_id
        order by i.kind, i.value, i.advert_id
        """,
        _NAMED,
        identifiers=identifiers,
        stated=stated,
        members=members,
    )


def texts_of_contacts(engine: Engine, named: Relation) -> Relation:
    """One row for each contact and text it stands in; an advert in no template is a text of its own."""
    return engine.sql(
        """
        select kind, value, template_id, min(advert_id) as advert_id, count(distinct mark) as uses,
            count(distinct setting) as settings, min(setting) as setting
        from named where template_id is not null group by kind, value, template_id
        union all
        select kind, value, cast(null as varchar) as template_id, min(advert_id) as advert_id, 1 as uses,
            1 as settings, min(setting) as setting
        from named where template_id is null group by kind, value, mark
        order by kind, value, advert_id
        """,
        _TEXTS,
        named=named,
    )


def naming(engine: Engine, named: Relation) -> Relation:
    """How many different adverts of each template name a contact of each kind."""
    return engine.sql(
        """
        select template_id, kind, count(distinct mark) as naming
        from named where template_id is not null group by template_id, kind order by template_id, kind
        """,
        _NAMING,
        named=named,
    )


def turns(engine: Engine, texts: Relation, naming: Relation, identifiers: Relation) -> Relation:
    """Templates in which two or more contacts of one kind take turns and at least one comes back in another setting."""
    return engine.sql(
        """
        with varying as (
            select t.template_id, t.kind, t.value, t.advert_id, t.settings
            from texts t join naming n on n.template_id = t.template_id and n.kind = t.kind
            where 10 * t.uses < 8 * n.naming
        ), counted as (
            select template_id, kind, count(*) as contacts, cast(sum(settings) as bigint) as uses
            from varying group by template_id, kind having count(*) > 1 and sum(settings) > count(*)
        ), ranked as (
            select c.template_id, c.kind, c.contacts, c.uses, v.value, v.advert_id,
                row_number() over (
                    partition by c.template_id
                    order by case when c.contacts - 1 < c.uses - c.contacts
                        then c.contacts - 1 else c.uses - c.contacts end desc, c.kind, v.settings desc, v.value
                ) as place
            from counted c join varying v on v.template_id = c.template_id and v.kind = c.kind
        ), mentions as (
            select r.template_id, r.kind, r.contacts, r.uses, r.advert_id, i."column", i.start, i."end",
                row_number() over (partition by r.template_id order by i."column", i.start) as place
            from ranked r join identifiers i
                on i.advert_id = r.advert_id and i.kind = r.kind and i.value = r.value and i."column" <> 'url'
            where r.place = 1
        )
        select template_id, kind, contacts, uses, advert_id, "column", start, "end"
        from mentions where place = 1 order by template_id
        """,
        TURNS,
        texts=texts,
        naming=naming,
        identifiers=identifiers,
    )


def reach(engine: Engine, texts: Relation, identifiers: Relation, adverts: Relation, *, agency_texts: int) -> Relation:
    """Templates of which one contact stands elsewhere under other texts, and how many of those compared are unlike.

    A contact in more than `agency_texts` texts is an agency's or a site's and says nothing here.
    """
    chosen = engine.sql(
        f"""
        with totals as (
            select kind, value, count(*) as texts from texts group by kind, value
            having count(*) > 1 and count(*) <= {agency_texts} and count(template_id) > 0
        ), ranked as (
            select t.template_id, t.kind, t.value, t.advert_id, t.setting,
                row_number() over (partition by t.template_id order by o.texts desc, t.kind, t.value) as place
            from texts t join totals o on o.kind = t.kind and o.value = t.value where t.template_id is not null
        )
        select template_id, kind, value, advert_id, setting from ranked where place = 1 order by template_id
        """,
        _CHOSEN,
        texts=texts,
    )
    others = engine.sql(
        f"""
        with elsewhere as (
            select c.template_id, c.advert_id as here_id, t.advert_id as there_id,
                count(*) over (partition by c.template_id) as others,
                row_number() over (partition by c.template_id order by t.advert_id) as place
            from chosen c join texts t on t.kind = c.kind and t.value = c.value
            where (t.template_id is null or t.template_id <> c.template_id) and t.setting <> c.setting
        )
        select template_id, others, here_id, there_id from elsewhere
        where place <= {COMPARED} order by template_id, there_id
        """,
        _OTHERS,
        chosen=chosen,
        texts=texts,
    )
    bodies = engine.sql(
        """
        select advert_id, body from adverts
        where advert_id in (select here_id from others union select there_id from others)
        order by advert_id
        """,
        _BODIES,
        others=others,
        adverts=adverts,
    )
    pairs = engine.sql(
        """
        select o.template_id, h.body as here, t.body as there
        from others o join bodies h on h.advert_id = o.here_id join bodies t on t.advert_id = o.there_id
        order by o.template_id, o.there_id
        """,
        _PAIRS,
        others=others,
        bodies=bodies,
    )
    return engine.sql(
        """
        with near as (
            select advert_id, kind, value, "column", start, "end" from identifiers
            where "column" <> 'url' and advert_id in (select advert_id from chosen)
        ), counted as (
            select template_id, cast(sum(unlike) as bigint) as unlike, count(*) as compared
            from compared group by template_id
        ), elsewhere as (
            select template_id, max(others) as others from others group by template_id
        ), mentions as (
            select c.template_id, c.kind, e.others, n.unlike, n.compared, c.advert_id, i."column", i.start, i."end",
                row_number() over (partition by c.template_id order by i."column", i.start) as place
            from chosen c join counted n on n.template_id = c.template_id
            join elsewhere e on e.template_id = c.template_id
            join near i on i.advert_id = c.advert_id and i.kind = c.kind and i.value = c.value
            where n.unlike > 0
        )
        select template_id, kind, others, unlike, compared, advert_id, "column", start, "end"
        from mentions where place = 1 order by template_id
        """,
        REACH,
        chosen=chosen,
        others=others,
        compared=engine.map_batches(pairs, tell_apart, UNLIKE),
        identifiers=identifiers,
    )


def hidden(engine: Engine, identifiers: Relation, stated: Relation, members: Relation) -> Relation:
    """How many different adverts of each template hide a contact, and one mention that does."""
    return engine.sql(
        """
        with mentions as (
            select m.template_id, s.mark, i.advert_id, i."column", i.start, i."end",
                row_number() over (
                    partition by m.template_id order by i.advert_id, i."column", i.start, i.kind, i.value
                ) as place
            from identifiers i join members m on m.advert_id = i.advert_id join stated s on s.advert_id = i.advert_id
            where i.disguised and i.valid and i."column" <> 'url'
        ), counted as (
            select template_id, count(distinct mark) as hidden from mentions group by template_id
        )
        select m.template_id, c.hidden, m.advert_id, m."column", m.start, m."end"
        from mentions m join counted c on c.template_id = m.template_id
        where m.place = 1 order by m.template_id
        """,
        HIDDEN,
        identifiers=identifiers,
        stated=stated,
        members=members,
    )


def standing(engine: Engine, named: Relation, texts: Relation, naming: Relation, *, agency_texts: int) -> Relation:
    """Count for each template the adverts naming a contact, and the contacts on nearly all, on one, in many texts."""
    return engine.sql(
        f"""
        with totals as (
            select kind, value, count(*) as texts from texts group by kind, value having count(*) > {agency_texts}
        ), kinds as (
            select t.template_id, t.kind,
                count(case when 10 * t.uses >= 8 * n.naming and t.uses > 1 then 1 end) as constant,
                count(*) as contacts, cast(sum(t.uses) as bigint) as uses, max(o.texts) as many_texts
            from texts t join naming n on n.template_id = t.template_id and n.kind = t.kind
            left join totals o on o.kind = t.kind and o.value = t.value
            group by t.template_id, t.kind
        ), whole as (
            select template_id, count(distinct mark) as naming from named
            where template_id is not null group by template_id
        )
        select w.template_id, w.naming, cast(sum(k.constant) as bigint) as constant,
            max(case when k.contacts = k.uses and k.contacts > 2 then k.contacts end) as own,
            max(k.many_texts) as many_texts
        from whole w join kinds k on k.template_id = w.template_id
        group by w.template_id, w.naming order by w.template_id
        """,
        STANDING,
        named=named,
        texts=texts,
        naming=naming,
    )
