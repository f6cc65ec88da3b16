"""Read the signs of deceptive recruitment in one text: which words bear them, and which words deny them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from palermo.analyses.recruitment.languages import languages_of
from palermo.analyses.recruitment.lexicon import LANGUAGES, Lexicon, lexicon, tokens_of

SIGNS_FILE = Path(__file__).parent / "signs.yaml"
NEGATION_REACH = 3  # words before the first matched one in which a 'no' still speaks to it
MOST_MENTIONS = 5  # of one sign in one text; a text that repeats itself says no more


@dataclass(frozen=True, slots=True)
class Rule:
    """Concepts that together bear a sign; `slots` and `unless` are bits of concepts."""

    slots: tuple[int, ...]
    within: int
    unless: int
    negatable: bool
    ordered: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, the catalogue's entry that it stands for, and its rules."""

    name: str
    indicator_id: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text bears or denies a sign: text[start:end], in code points."""

    sign: str
    indicator_id: str
    present: bool
    start: int
    end: int


@cache
def signs() -> tuple[Sign, ...]:
    """All signs in the order of their file."""
    names = lexicon(LANGUAGES[0]).names
    made = []
    for name, content in yaml.safe_load(SIGNS_FILE.read_text(encoding="utf-8")).items():
        unless = _bits(content.get("unless", []), names)
        rules = tuple(
            Rule(
                slots=tuple(_bits(slot.split("|"), names) for slot in rule["all"]),
                within=rule["within"],
                unless=0 if rule.get("denies") else unless,
                negatable=rule.get("negated", "absent") == "absent",
                ordered=rule.get("ordered", False),
                denies=rule.get("denies", False),
            )
            for rule in content["rules"]
        )
        made.append(Sign(name, content["indicator"], rules))
    return tuple(made)


def find_mentions(text: str) -> list[Mention]:
    """Every sign that a text bears or denies, in the order of its place.

    It reads sentences, not meaning: irony, quotations and warnings by an honest employer may be
    taken at their word. It judges nobody: a sign is a reason to ask.

    Args:
        text: One field of an advert, as collected; any language, read in up to eight.

    Returns:
        Mentions with their places in code points; at most MOST_MENTIONS of one sign.
    """
    tokens = tokens_of(text)
    if not tokens:
        return []
    found: list[Mention] = []
    for language in languages_of(text, tokens):
        words = lexicon(language)
        read = words.read(tokens)
        first = 0
        for at in range(1, len(tokens) + 1):
            if at == len(tokens) or tokens[at].sentence != tokens[first].sentence:
                for sign, present, low, high in _in_sentence(read, first, at, words):
                    end = tokens[min(high, len(tokens) - 1)].end
                    found.append(Mention(sign.name, sign.indicator_id, present, tokens[low].start, end))
                first = at
    return _distinct(found)


def _bits(concepts: Sequence[str], names: Mapping[str, int]) -> int:
    """The bits of several concepts."""
    bits = 0
    for concept in concepts:
        bits |= names[concept]
    return bits


def _in_sentence(
    read: Sequence[tuple[int, int]], first: int, end: int, words: Lexicon
) -> list[tuple[Sign, bool, int, int]]:
    """The signs of one sentence with the tokens that they span."""
    union = 0
    for bits, _ in read[first:end]:
        union |= bits
    if not union:
        return []
    negation = words.names["NEG"]
    found = []
    done = None
    for first_slot, second_slot, sign, rule in _flat():
        if not union & first_slot or not union & second_slot or union & rule.unless or sign is done:
            continue
        if not all(union & slot for slot in rule.slots):
            continue
        chosen = _nearest(read, first, end, rule)
        if chosen is None:
            continue
        low, high = min(chosen), max(read[at][1] for at in chosen)
        denied = rule.denies or (
            rule.negatable
            and any(
                read[at][0] & negation and at not in chosen
                for at in range(max(first, low - NEGATION_REACH), max(chosen))
            )
        )
        found.append((sign, not denied, low, high))
        done = sign
    return found


@cache
def _flat() -> tuple[tuple[int, int, Sign, Rule], ...]:
    """Every rule with its first two slots in front: most sentences fail at the first."""
    return tuple(
        (rule.slots[0], rule.slots[1] if len(rule.slots) > 1 else rule.slots[0], sign, rule)
        for sign in signs()
        for rule in sign.rules
    )


def _nearest(read: Sequence[tuple[int, int]], first: int, end: int, rule: Rule) -> list[int] | None:
    """Different tokens, one for each slot, that lie near enough; None where there are none."""
    places = [[at for at in range(first, end) if read[at][0] & slot] for slot in rule.slots]
    for anchor in places[0]:
        chosen = [anchor]
        for options in places[1:]:
            near = [
                at
                for at in options
                if abs(at - anchor) <= rule.within and at not in chosen and (not rule.ordered or at > chosen[-1])
            ]
            if not near:
                break
            chosen.append(min(near, key=lambda at: (abs(at - anchor), at)))
        else:
            if max(chosen) - min(chosen) <= rule.within:
                return chosen
    return None


def _distinct(found: Sequence[Mention]) -> list[Mention]:
    """Without what says the same at overlapping places; in order."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.sign, not m.present, m.start, -m.end)):
        same = [m for m in kept if m.sign == mention.sign]
        if len(same) < MOST_MENTIONS and not any(m.start < mention.end and mention.start < m.end for m in same):
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.start, m.end, m.sign))
