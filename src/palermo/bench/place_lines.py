"""Lines that name one place, in eight languages, with the right answer beside each."""

from collections import defaultdict
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A line and the place that it names.

    Args:
        text: The line.
        city: The city's name as GeoNames writes it.
        country: ISO 3166-1 alpha-2.
    """

    text: str
    city: str
    country: str


def place_lines() -> dict[str, list[PlaceLine]]:
    """All lines by language."""
    return parse_lines(resources.files("palermo.bench").joinpath("places", "lines.txt").read_text(encoding="utf-8"))


def parse_lines(text: str) -> dict[str, list[PlaceLine]]:
    """Every frame with every phrase, by language."""
    frames: dict[str, list[str]] = defaultdict(list)
    phrases: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    language = ""
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("["):
            language = line[1:-1]
        elif "|" in line:
            words, city, country = (part.strip() for part in line.split("|"))
            phrases[language].append((words, city, country))
        elif line and not line.startswith("#"):
            frames[language].append(line)
    return {
        language: [
            PlaceLine(frame.replace("{at}", words), city, country)
            for frame in frames[language]
            for words, city, country in phrases[language]
        ]
        for language in frames
    }
