"""Made-up cases: eight forms, several numbers and countries each, nothing that names anybody."""

import re
from pathlib import Path

import pytest

from palermo.errors import InputError
from palermo.indicators.entries import FORMS
from palermo.places import read_field
from palermo.simulate.cases import cases, write_cases


def test_every_form_of_exploitation_has_one_case() -> None:
    """S02: all eight forms are covered, each with a case of its own."""
    assert set(cases()) == set(FORMS)
    for case in cases().values():
        assert case.story
        assert len(case.adverts) >= 4
        assert len({advert.phone for advert in case.adverts}) == 2
        assert len({advert.country for advert in case.adverts}) >= 2


def test_no_case_has_a_sexual_word_a_real_number_or_a_place_that_is_not_there() -> None:
    words = re.compile(r"\b(sex\w*|escort\w*|massage\w*|erotic\w*|nud\w*|intim\w*|girl\w*)\b", re.IGNORECASE)
    for case in cases().values():
        for advert in case.adverts:
            assert words.search(advert.shown) is None, advert.advert_id
            assert advert.phone[5:8] == "000", advert.advert_id
            place = read_field(advert.place, advert.country)
            assert place is not None
            assert place.is_city, advert.place


def test_the_cases_are_written_with_their_truth(tmp_path: Path) -> None:
    path = write_cases(tmp_path, ["labour"])
    assert path.read_text(encoding="utf-8").count("labour-") == 6
    assert (tmp_path / "truth" / "stories.csv").exists()
    with pytest.raises(InputError, match="no case of piracy"):
        write_cases(tmp_path, ["piracy"])
