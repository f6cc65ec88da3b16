"""Where an advert says it is: ADVERT_PLACES."""

import pyarrow as pa

from palermo.tables.contract import Column, Table

_text = pa.string()

ADVERT_PLACES = Table(
    "advert_places",
    "The place that an advert states; an advert that states none has no row.",
    ("advert_id",),
    (
        Column("advert_id", _text, "The advert."),
        Column("place_id", _text, "GeoNames number of the city, or the country's code where no city is stated."),
        Column("place", _text, "Name of the city, or of the country where no city is stated."),
        Column("region", _text, "GeoNames first-level division; null = not known.", nullable=True),
        Column("country", _text, "ISO 3166-1 alpha-2."),
        Column("latitude", pa.float64(), "WGS 84; null for a country.", "degrees north", nullable=True),
        Column("longitude", pa.float64(), "WGS 84; null for a country.", "degrees east", nullable=True),
        Column("column", _text, "Where it stands: place, country, title or body."),
        Column("start", pa.int32(), "Where the mention begins in that column.", "code points"),
        Column("end", pa.int32(), "Where it ends, exclusive.", "code points"),
    ),
)
