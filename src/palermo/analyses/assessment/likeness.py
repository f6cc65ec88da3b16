"""Whether two texts that share a contact are unlike each other: only then is the contact a second observation."""

import pyarrow as pa
from rapidfuzz.distance import LCSseq

# Adverts of one template keep about .86 of their words in order, and .7 at 20 % word noise; two strangers'
# adverts share .2 to .35 (articles, prepositions, a legal sentence). Half lies between.
UNLIKE_BELOW = 0.5
MOST_WORDS = 400  # words of either text that are compared: bounds the work on an advert of a megabyte

UNLIKE = pa.schema(
    [
        pa.field("template_id", pa.string(), nullable=False),
        pa.field("unlike", pa.int64(), nullable=False),  # 1 = unlike
    ]
)


def tell_apart(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Say of each pair (template_id, here, there) whether the two texts are unlike."""
    unlike = [
        int(likeness(here, there) < UNLIKE_BELOW)
        for here, there in zip(batch.column("here").to_pylist(), batch.column("there").to_pylist(), strict=True)
    ]
    return pa.RecordBatch.from_arrays([batch.column("template_id"), pa.array(unlike, pa.int64())], schema=UNLIKE)


def likeness(here: str, there: str) -> float:
    """Share of the longer text's words that both hold in one order, [0, 1]; two empty texts are alike."""
    return float(LCSseq.normalized_similarity(_words(here), _words(there)))


def _words(text: str) -> list[str]:
    """Words, or signs where the script writes without spaces."""
    words = text.casefold().split()
    if len(words) * 15 < len(text):  # no language has 15 letters to the word on average
        return list(text.casefold())[:MOST_WORDS]
    return words[:MOST_WORDS]
