"""Which rows are one advert: names looked up in sorted arrays, row by row the same as a dictionary would."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from palermo.evidence.identity import Known, Names, Texts, key_of, keys_of, plain_url, without, words

_names = st.lists(
    st.tuples(st.sampled_from([None, "1", "2", "3", "4"]), st.sampled_from([None, "u", "v", "w"])), max_size=12
)


def settle_one_by_one(rows: list[tuple[str | None, str | None]]) -> list[str]:
    """The rule in plain words, with dictionaries."""
    ids: dict[str, str] = {}
    urls: dict[str, str] = {}
    adopted: set[str] = set()
    adverts = []
    for place, (one, url) in enumerate(rows):
        by_url = urls.get(url) if url else None
        if one is None:
            advert = by_url or (f"url {url}" if url else f"place {place}")
        elif one in ids:
            advert = ids[one]
        elif by_url == f"url {url}" and by_url not in adopted:
            advert = by_url
            adopted.add(by_url)
        else:
            advert = f"id {one}"
        if one is not None:
            ids.setdefault(one, advert)
        if url is not None:
            urls.setdefault(url, advert)
        adverts.append(advert)
    return adverts


@settings(max_examples=150, deadline=None)
@given(rows=_names, cut=st.integers(0, 12))
def test_batches_settle_as_rows_one_by_one_would(rows: list[tuple[str | None, str | None]], cut: int) -> None:
    names = {key_of("s", "id", one): f"id {one}" for one in "1234"}
    names |= {key_of("s", "url", url): f"url {url}" for url in "uvw"}
    places = [f"place {place}".encode().ljust(16) for place in range(len(rows))]
    ids = keys_of("s", "id", [one for one, _ in rows])
    urls = keys_of("s", "url", [url for _, url in rows])
    known = Known()
    adverts, fresh = known.settle(ids[:cut], urls[:cut], places[:cut])
    # What a later intake loads from the sightings is what this one remembers.
    has_id, has_url = (np.array([key is not None for key in keys[:cut]], dtype=bool) for keys in (ids, urls))
    later = Known()
    zero = b"\0" * 16
    if adverts:
        later.remember(
            words(adverts),
            words([key or zero for key in ids[:cut]]),
            has_id,
            words([key or zero for key in urls[:cut]]),
            has_url,
        )
    more, more_fresh = later.settle(ids[cut:], urls[cut:], places[cut:])
    found = [names.get(advert, advert.decode("latin-1").strip()) for advert in [*adverts, *more]]
    assert found == settle_one_by_one(rows)
    seen: set[str] = set()
    for advert, first in zip(found, [*fresh, *more_fresh], strict=True):
        assert first == (advert not in seen)
        seen.add(advert)


def test_a_fork_does_not_change_what_it_was_forked_from() -> None:
    known = Known()
    (key,) = words([b"k" * 16])
    known.ids.add(key[None], key[None])
    copy = known.fork()
    copy.settle([b"x" * 16], [b"y" * 16], [b""])
    assert (len(known.ids), len(copy.ids), len(copy.urls)) == (1, 2, 1)


def test_names_are_found_whatever_the_order_they_came_in() -> None:
    random = np.random.default_rng(5)
    keys = random.integers(0, 2**63, (5_000, 2), dtype=np.uint64)
    names = Names()
    for start in range(0, 5_000, 500):
        names.add(keys[start : start + 500], keys[start : start + 500] + np.uint64(1))
    known, adverts = names.find(np.concatenate([keys[::-1], keys[:5] + np.uint64(7)]))
    assert known.tolist() == [True] * 5_000 + [False] * 5
    assert (adverts[:5_000] == keys[::-1] + np.uint64(1)).all()


def test_words_that_name_nothing_are_no_names() -> None:
    assert keys_of("s", "id", [None, "N/A", "null", "-"]) == [None] * 4
    assert keys_of("s", "id", ["0"]) == [key_of("s", "id", "0")]


def test_urls_are_compared_as_the_same_page_would_be_written() -> None:
    assert plain_url(" HTTPS://Example.ORG/A?b=C#top ") == "https://example.org/A?b=C"
    assert plain_url("https://example.org/#!/ad/1") == "https://example.org/#!/ad/1"
    assert plain_url("example.org/a") == "example.org/a"
    assert plain_url(None) is None


def test_names_on_many_texts_are_told_in_two_goes() -> None:
    keys = [key_of("s", "url", "list")] * 5 + [key_of("s", "url", "same")] * 5
    first = Texts(5, set())
    first.add(keys, lambda at: at)
    assert len(first.crowded()) == 2
    second = Texts(5, first.crowded())
    second.add(keys, lambda at: min(at, 5))
    assert second.shared() == {keys[0][:8]}
    assert without(keys, second.shared()) == [None] * 5 + keys[5:]
