"""What an advert states of where, when, who and how much, in a row narrow enough to count."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from palermo.methods.fingerprints import fingerprints, fold

COLUMNS = (
    "advert_id",
    "source",
    "advert_kind",
    "title",
    "body",
    "posted_at",
    "place",
    "country",
    "price",
    "currency",
    "contact",
    "employer",
)

STATED = pa.schema(
    [
        pa.field("advert_id", pa.string(), nullable=False),
        pa.field("mark", pa.int64(), nullable=False),  # equal where the adverts say the same in every field
        # equal where place, country and employer are; the mark where none of them is stated
        pa.field("setting", pa.int64(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("place", pa.string()),
        pa.field("country", pa.string()),
        pa.field("employer", pa.string()),
        pa.field("week", pa.int64()),  # weeks since Monday 1970-01-05
        pa.field("pay", pa.int64()),
        pa.field("sexual", pa.int64(), nullable=False),  # 1 = sexual_services
        pa.field("unsaid", pa.int64(), nullable=False),  # 1 = not_stated
        pa.field("job", pa.int64(), nullable=False),  # 1 = job
    ]
)

_DAY = 86_400_000_000  # microseconds


def state(batch: pa.RecordBatch) -> pa.RecordBatch:
    """State what each advert says; an empty text is not stated, which is not the same as absent."""
    posted = batch.column("posted_at").cast(pa.int64())
    day = pc.floor(pc.divide(posted.cast(pa.float64()), float(_DAY))).cast(pa.int64())
    place, employer = _said(batch.column("place")), _said(batch.column("employer"))
    country = pc.utf8_upper(batch.column("country"))
    kind = batch.column("advert_kind")
    settings = [fingerprints(text) for text in (place, country, employer)]
    parts = [fingerprints(batch.column(name)) for name in ("source", "title", "body", "contact", "currency")]
    mark = fold([*parts, *settings, _bits(day), _bits(batch.column("price"))])
    unsaid = pc.and_(pc.and_(place.is_null(), country.is_null()), employer.is_null())
    return pa.RecordBatch.from_arrays(
        [
            batch.column("advert_id"),
            pa.array(mark),
            pc.if_else(unsaid, pa.array(mark), pa.array(fold(settings))),
            batch.column("source"),
            place,
            country,
            employer,
            # 1970-01-01 was a Thursday: three days back to its Monday.
            pc.floor(pc.divide(pc.add(day, 3).cast(pa.float64()), 7.0)).cast(pa.int64()),
            batch.column("price"),
            pc.equal(kind, "sexual_services").cast(pa.int64()),
            pc.equal(kind, "not_stated").cast(pa.int64()),
            pc.equal(kind, "job").cast(pa.int64()),
        ],
        schema=STATED,
    )


def _said(texts: pa.Array) -> pa.Array:
    """Lower case without outer spaces; null where nothing is left."""
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    return pc.if_else(pc.equal(folded, ""), pa.scalar(None, pa.string()), folded)


def _bits(numbers: pa.Array) -> npt.NDArray[np.uint64]:
    """The numbers as unsigned; null has a value of its own."""
    return np.asarray(numbers.fill_null(np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)).view(np.uint64)
