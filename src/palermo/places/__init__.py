"""Where an advert says it is: an offline gazetteer, and the reading of places in fields and text.

Cities are those of GeoNames with 15,000 people and more (CC BY 4.0, geonames.org); countries in eight languages
are those of the Unicode CLDR (Unicode licence). `tools/gazetteer` made the two files.
"""

from palermo.places.distance import kilometres
from palermo.places.gazetteer import Gazetteer, Place, gazetteer
from palermo.places.reading import Mention, read_field, read_text

__all__ = ["Gazetteer", "Mention", "Place", "gazetteer", "kilometres", "read_field", "read_text"]
