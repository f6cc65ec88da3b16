"""Which phone numbers, addresses and names an advert gives, also where they are disguised."""

from collections.abc import Sequence

from palermo.analysis import Analysis, Card, Engine, Former, Relation, union
from palermo.tables import ADVERTS, IDENTIFIERS, UNREAD_NUMBERS

__all__ = ["ANALYSIS", "find_identifiers"]


def find_identifiers(
    engine: Engine, adverts: Relation, *, former: Former | None = None, regions: Sequence[str] = ()
) -> dict[str, Relation]:
    """Find the phone numbers, addresses, handles and accounts that each advert names.

    A national number is read under the advert's own country, and under `regions` only where the advert
    has none: guessing a country would tie strangers together. What cannot be read for want of a country
    is counted in UNREAD_NUMBERS. A number that is possible but that no plan confirms is kept with valid =
    false, and only where a word such as "phone", a plus or the contact column speaks for it. A masked
    contact (#PHONE_0a1b#) is an identifier of its kind, never valid. An account number stands only where
    its checksum holds. A name without its service ("@name" alone) is left.

    Args:
        engine: Where the kernel and the SQL run.
        adverts: ADVERTS, n rows.
        former: The former run; then only the adverts new since are read.
        regions: ISO 3166-1 alpha-2 codes, tried in order for adverts without a country.

    Returns:
        IDENTIFIERS, 0 to many rows an advert: [start:end] of the column named is the mention, in code
        points, and reads as `value` again; mentions of one kind do not overlap. UNREAD_NUMBERS likewise.

    Raises:
        TableError: `adverts` lacks a column of ADVERTS.

    Source:
        ITU-T E.164 (2010); libphonenumber's number plans; EIP-55, BIP-173, BIP-350; ISO 13616 (IBAN).
    """
    # numba and the number plans are slow to start: no command but this one should wait for them.
    from palermo.analyses.identifiers.find import COLUMNS, FOUND, kernel

    read = former.fresh["adverts"] if former is not None else adverts
    found = engine.map_batches(read, kernel(regions), FOUND, columns=("advert_id", "country", *COLUMNS), apart=True)
    made = {
        "identifiers": engine.sql(
            'select advert_id, kind, value, "column", start, "end", disguised, valid from found'
            ' where kind is not null order by advert_id, "column", start, kind, value',
            IDENTIFIERS.schema,
            found=found,
        ),
        "unread_numbers": engine.sql(
            'select advert_id, "column", start, "end", reason from found'
            ' where kind is null order by advert_id, "column", start',
            UNREAD_NUMBERS.schema,
            found=found,
        ),
    }
    if former is None:
        return made
    return {name: union([former.tables[name], relation]) for name, relation in made.items()}


ANALYSIS = Analysis(
    name="identifiers",
    function=find_identifiers,
    reads=(ADVERTS,),
    makes=(IDENTIFIERS, UNREAD_NUMBERS),
    parameters={"regions": ()},
    grows=True,
    card=Card(
        finds="Phone numbers, e-mail and web addresses, handles, crypto addresses and IBANs, also disguised ones.",
        data="Phones: palermo.simulate.disguises, made up: 57 disguises x 30 and 26 kinds of decoys x 40, seeds 90417"
        " to 90419, 2026-11-21; EMSCAD, 2,722 adverts. E-mail, web, handles, accounts: examples in the tests only.",
        languages=("en", "es", "fr", "de", "it", "ro", "ru", "uk", "pt", "pl"),
        precision="phones 0.9994 (0.998 to 1.000) on made-up adverts: an upper bound, the decoys are ours",
        recall="phones 1.000 (0.999 to 1.000) on made-up adverts: an upper bound, the disguises are ours",
        base_rate="62 % of the made-up adverts hold a number; in EMSCAD, whose numbers are masked, next to none",
        limits="Numbers turned round, in pictures, or spread over sentences are not read; nor names without a service.",
    ),
)
