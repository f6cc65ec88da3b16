"""`palermo check`: from a file, standard input or an argument; keeps nothing."""

import argparse
import io
import sys
from pathlib import Path

import pytest

from palermo.cli import check
from palermo.errors import InputError

OFFER = "We keep your passport in our office. Write to us on Telegram."


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.declare(parser)
    return check.act(parser.parse_args(words))


def test_an_offer_in_a_file_gets_questions_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = tmp_path / "offer.txt"
    offer.write_text(OFFER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("offer.txt", "--language", "en", "--country", "GB") == 0
    printed = capsys.readouterr()
    assert "Can you keep it?" in printed.out
    assert printed.err == ""
    assert [path.name for path in tmp_path.iterdir()] == ["offer.txt"]


def test_an_offer_on_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Ваш паспорт остаётся у работодателя.".encode())))
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "C")
    assert run() == 0
    assert "Кто-то забирает ваши документы" in capsys.readouterr().out


def test_an_argument_works_and_warns_of_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--text", OFFER, "--language", "de") == 0
    printed = capsys.readouterr()
    assert "history" in printed.err
    assert "Jemand behält Ihre Papiere" in printed.out


def test_the_machine_says_which_language_the_reader_speaks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert run("--text", OFFER) == 0
    assert "Що спитати" in capsys.readouterr().out


def test_another_encoding_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offer = tmp_path / "offer.txt"
    offer.write_bytes(
        ("Паспорта всех рабочих собирают в аэропорту. Вы работаете без договора и живёте у нас. " * 20).encode("cp1251")
    )
    assert run(str(offer), "--language", "ru") == 0
    assert "Кто-то забирает" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"   \n", b"x" * 1_000_001])
def test_what_is_no_offer_is_refused(tmp_path: Path, content: bytes) -> None:
    offer = tmp_path / "offer.txt"
    offer.write_bytes(content)
    with pytest.raises(InputError):
        run(str(offer), "--language", "en")
