"""`palermo train recruitment`: labels are checked, and a better model is not replaced."""

from pathlib import Path

import pytest

from palermo.cli.train import keep, read_labels
from palermo.errors import InputError


def labels(folder: Path, content: str) -> Path:
    file = folder / "reviewed.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_labels_are_read(tmp_path: Path) -> None:
    file = labels(tmp_path, "advert_id,label\na,deceptive\nb,ordinary\n")
    assert read_labels(file) == {"a": "deceptive", "b": "ordinary"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("advert_id\na\n", "columns advert_id and label"),
        ("advert_id,label\na,yes\nb,no\n", "2 labels should be deceptive or ordinary: line 2, 3"),
        ("advert_id,label\na,deceptive\na,ordinary\n", "1 advert bear both labels"),
    ],
)
def test_wrong_labels_are_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_labels(labels(tmp_path, content))


def test_a_better_model_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "models" / "recruitment.json"
    keep(file, '{"card": {"average_precision": 0.9, "data": "old"}}', {"average_precision": 0.9})
    with pytest.raises(InputError, match="the model that stands is better"):
        keep(file, '{"card": {"average_precision": 0.8, "data": "new"}}', {"average_precision": 0.8})
    assert "old" in file.read_text(encoding="utf-8")
    keep(file, '{"card": {"average_precision": 0.95, "data": "new"}}', {"average_precision": 0.95})
    assert "new" in file.read_text(encoding="utf-8")
