"""Links of adverts: one row for each thing that an advert names or is written from."""

from palermo.analysis import Engine, Made, Relation
from palermo.tables import LINKS


def link_adverts(
    engine: Engine, adverts: Relation, sightings: Relation, identifiers: Relation, template_members: Relation
) -> Made:
    """List what each advert may share with others, and when it showed it.

    The address that an advert was saved from is left out: it names the site, not the advertiser. A mention
    that no number plan confirms weighs half (assumed). Nothing is joined here.

    Args:
        adverts: ADVERTS; the time of a link is the advert's, where it states one.
        sightings: SIGHTINGS; a later one moves the end of the time.
        identifiers: IDENTIFIERS, several mentions of one value in one advert are one link.
        template_members: TEMPLATE_MEMBERS; the weight is the similarity.

    Returns:
        LINKS, the part of this analysis, ordered by key.
    """
    links = engine.sql(
        """
        with named as (
            select advert_id, kind as to_kind, value as to_id,
                   case when min(case when disguised then 1 else 0 end) = 1 then 'named_in_disguise' else 'named' end
                       as kind,
                   max(case when valid then 1000000 else 500000 end) as weight, 'identifiers' as source
            from identifiers
            where "column" <> 'url'
            group by advert_id, kind, value
        ),
        written as (
            select advert_id, 'template' as to_kind, template_id as to_id, 'written_from' as kind,
                   cast(round(similarity * 1000000) as bigint) as weight, 'templates' as source
            from template_members
        ),
        everything as (
            select advert_id, to_kind, to_id, kind, weight, source from named
            union all
            select advert_id, to_kind, to_id, kind, weight, source from written
        ),
        seen as (select advert_id, max(seen_at) as seen_at from sightings group by advert_id),
        times as (
            select adverts.advert_id as advert_id, coalesce(posted_at, collected_at) as first_seen,
                   case when posted_at is null and collected_at is null then null
                        when seen_at is not null and seen_at >= coalesce(collected_at, posted_at)
                             and seen_at >= coalesce(posted_at, collected_at) then seen_at
                        when collected_at is not null and collected_at >= coalesce(posted_at, collected_at)
                             then collected_at
                        else posted_at end as last_seen
            from adverts left join seen on adverts.advert_id = seen.advert_id
        )
        select 'advert' as from_kind, everything.advert_id as from_id, to_kind, to_id, kind,
               cast(weight as bigint) as weight, first_seen, last_seen, source
        from everything left join times on everything.advert_id = times.advert_id
        order by from_id, to_kind, to_id, kind
        """,
        LINKS.schema,
        adverts=adverts,
        sightings=sightings,
        identifiers=identifiers,
        template_members=template_members,
    )
    return {LINKS.name: links}
