"""How an advertiser writes a contact, openly or hidden, and what is lost in copying a text."""

from dataclasses import dataclass
from random import Random
from typing import Protocol

import numpy as np

from palermo.simulate.contacts import Phone
from palermo.simulate.disguises import DISGUISES, Number
from palermo.simulate.grammar import UNSPACED, Grammar

LAYOUTS = 12
HIDDEN_SHARE = 0.8  # of a hiding writer's numbers
FROM_ABROAD = "words en, plus"
ANYWHERE = ("keycaps", "circled", "full-width", "bold", "dashed", "spaced", "stars and bars", "letters O and l")
HIDDEN_AT = (" at ", " (at) ", " [at] ")
HIDDEN_DOT = (" dot ", " (dot) ", " [dot] ")


@dataclass(frozen=True, slots=True)
class Mention:
    """An identifier as written and what it stands for.

    Args:
        kind: phone, email, url or handle.
        value: E.164 for phones; the canonical form else.
        written: As it stands in the advert.
        disguise: How it is hidden; empty where it is not.
    """

    kind: str
    value: str
    written: str
    disguise: str = ""


class Writer(Protocol):
    """Whoever writes: a language, and whether contacts are hidden."""

    @property
    def stock(self) -> Grammar:
        """The language's words."""
        ...

    @property
    def hidden(self) -> bool:
        """Whether contacts are written so that a program does not see them."""
        ...


def phoned(phone: Phone, writer: Writer, country: str, rng: np.random.Generator) -> Mention:
    """Write a number in one of several layouts, or disguised where the writer hides."""
    if writer.hidden and rng.random() < HIDDEN_SHARE:
        return _disguised(phone, writer.stock.language, country, Random(int(rng.integers(2**31))))
    return Mention("phone", phone.e164, phone.written(int(rng.integers(LAYOUTS)), country))


def _disguised(phone: Phone, language: str, country: str, random: Random) -> Mention:
    """Hide a number as somebody who writes this language might; from abroad its code has to be in it."""
    block = phone.block
    rest = block.head + phone.tail
    groups = (block.trunk + block.area, rest[: len(rest) // 2], rest[len(rest) // 2 :])
    number = Number(block.country, block.code, groups, block.trunk)
    if country != block.country:
        name = FROM_ABROAD
    else:
        words = (f"words {language}", f"some words {language}", f"words {language}, pairs")
        name = random.choice([name for name in (*ANYWHERE, *words) if name in DISGUISES])
    return Mention("phone", phone.e164, DISGUISES[name][1](number, random), name)


def emailed(house: str, box: str, *, hidden: bool) -> Mention:
    """An address at an invented house; hidden ones spell out the signs."""
    value = f"{box}@{house.lower()}.example.org"
    if not hidden:
        return Mention("email", value, value)
    turn = len(value) % 3
    written = value.replace("@", HIDDEN_AT[turn]).replace(".", HIDDEN_DOT[turn])
    return Mention("email", value, written, "words for signs")


def handled(house: str, rng: np.random.Generator) -> Mention:
    """A Telegram name."""
    name = f"{house.lower()}_work"
    return Mention("handle", f"telegram:{name}", (f"Telegram @{name}", f"t.me/{name}")[rng.integers(2)])


def linked(house: str, page: int) -> Mention:
    """A page of an invented house."""
    url = f"https://{house.lower()}.example.org/post/{page}"
    return Mention("url", url, url)


def noisy(line: str, noise: float, stock: Grammar, rng: np.random.Generator) -> str:
    """Drop, replace or follow by a stray word a third each of `noise` of the words."""
    if stock.language in UNSPACED:
        return line
    words: list[str] = []
    for word in line.split(" "):
        draw = rng.random() * 3 / noise if noise else 9.0
        if draw < 1:
            continue
        words.append(word if draw >= 2 else _stray(stock, rng))
        if 2 <= draw < 3:
            words.append(_stray(stock, rng))
    return " ".join(words)


def _stray(stock: Grammar, rng: np.random.Generator) -> str:
    return stock.words[int(rng.choice(stock.ordinary))]
