"""Over how many sources, places, countries, weeks and employers one text is spread, and how much is not stated."""

import pyarrow as pa

from palermo.analysis import Engine, Relation

_text, _int = pa.string(), pa.int64()

SPREAD = pa.schema(
    [
        ("template_id", _text),
        ("adverts", _int),
        ("different", _int),  # adverts that differ in at least one field
        ("sightings", _int),
        ("similarity", _int),  # mean, in thousandths
        ("sources", _int),
        ("places", _int),
        ("countries", _int),
        ("weeks", _int),
        ("employers", _int),
        ("with_place", _int),  # adverts that state one; likewise below
        ("with_country", _int),
        ("with_week", _int),
        ("with_employer", _int),
        ("with_pay", _int),
        ("guarded", _int),  # 1 = an advert is of kind sexual_services, or more than half are not_stated
        ("jobs", _int),
        ("place_id", _text),  # an advert that states a place; likewise below
        ("employer_id", _text),
    ]
)


def spread(engine: Engine, stated: Relation, sightings: Relation, members: Relation) -> Relation:
    """Count the contexts of each template; order in time is not looked at."""
    return engine.sql(
        """
        with seen as (
            select m.template_id, count(*) as sightings
            from sightings s join members m on m.advert_id = s.advert_id group by m.template_id
        ), counted as (
            select m.template_id, count(*) as adverts, count(distinct s.mark) as different,
                cast(floor(sum(cast(floor(m.similarity * 1000) as bigint)) / count(*)) as bigint) as similarity,
                count(distinct s.source) as sources, count(distinct s.place) as places,
                count(distinct s.country) as countries, count(distinct s.week) as weeks,
                count(distinct s.employer) as employers,
                count(s.place) as with_place, count(s.country) as with_country, count(s.week) as with_week,
                count(s.employer) as with_employer, count(s.pay) as with_pay,
                case when max(s.sexual) = 1 or 2 * sum(s.unsaid) > count(*) then 1 else 0 end as guarded,
                cast(sum(s.job) as bigint) as jobs,
                min(case when s.place is not null or s.country is not null then s.advert_id end) as place_id,
                min(case when s.employer is not null then s.advert_id end) as employer_id
            from members m join stated s on s.advert_id = m.advert_id group by m.template_id
        )
        select c.template_id, c.adverts, c.different, coalesce(n.sightings, 0) as sightings, c.similarity,
            c.sources, c.places, c.countries, c.weeks, c.employers, c.with_place, c.with_country, c.with_week,
            c.with_employer, c.with_pay, c.guarded, c.jobs, c.place_id, c.employer_id
        from counted c left join seen n on n.template_id = c.template_id
        order by c.template_id
        """,
        SPREAD,
        stated=stated,
        sightings=sightings,
        members=members,
    )
