"""What an indicator is: a sign that prompts a person to look, with its source, and never a finding about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FORMS = (
    "labour",
    "domestic_servitude",
    "sexual",
    "forced_criminality",
    "begging",
    "child",
    "forced_marriage",
    "organ_removal",
)
PALERMO = ("act", "means", "purpose", "context")
OBSERVED_IN = (
    "job_ad",
    "ad_text",
    "messages",
    "image",
    "account_metadata",
    "payments",
    "travel",
    "interview",
    "grievance",
    "supplier_audit",
    "direct_observation",
    "public_register",
)
STRENGTHS = ("strong", "medium", "weak", "ungraded")
MACHINE = ("direct", "assisted", "human_only")
SEEN = ("primary", "secondary", "memory")
TEST_RESULTS = ("supported", "supported_partly", "not_supported", "contradicted", "not_discriminating_alone")
VERDICTS = ("keep", "change", "drop")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that names signs.

    Args:
        key: Short name, the first part of an indicator's id.
        document: Author and title.
        year: Of publication; None = the document bears none.
        ref: Where it is.
        grades: Whether it grades its own signs.
    """

    key: str
    document: str
    year: int | None
    ref: str
    grades: bool


@dataclass(frozen=True, slots=True)
class Test:
    """What an empirical test of the sign gave; `result` is one of TEST_RESULTS."""

    result: str
    study: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person with lived experience said of an entry; no name is kept here."""

    on: date
    verdict: str
    words: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One sign.

    Args:
        indicator_id: Source key, group, short name.
        family: The file it stands in.
        text: The sign in our words.
        forms: The forms of exploitation it speaks to.
        palermo: act, means, purpose; `context` = no element by itself.
        observed_in: Where it can be seen.
        strength: As its source grades it; comparable within one source only.
        machine: direct = software can compute it, assisted = software can point to passages,
            human_only = never scored by software.
        source: The document.
        section: Where in the document; empty = not said.
        seen: primary, secondary or memory: how the source was read.
        unverified: True where the source itself was not read.
        test: What a test gave; None = not tested.
        caution: What lawful life shows the same sign; empty = none noted.
        never_weighed: The class of words that it rests on (nationality, age, ...), where that bars any
            weight for good; empty elsewhere.
        ilo11: Numbers among the 11 ILO indicators of forced labour.
        dimension: Of the Delphi survey; empty = none.
        reviews: By people with lived experience; none = not yet reviewed.
    """

    indicator_id: str
    family: str
    text: str
    forms: tuple[str, ...]
    palermo: tuple[str, ...]
    observed_in: tuple[str, ...]
    strength: str
    machine: str
    source: Source
    section: str = ""
    seen: str = "secondary"
    unverified: bool = False
    test: Test | None = None
    caution: str = ""
    never_weighed: str = ""
    ilo11: tuple[int, ...] = ()
    dimension: str = ""
    reviews: tuple[Review, ...] = ()

    @property
    def may_weigh(self) -> bool:
        """Whether any score may give it a weight: verified, not refuted, not human_only, not barred."""
        return self.why_weightless == ""

    @property
    def why_weightless(self) -> str:
        """Why no score may use it, in words; empty where one may."""
        if self.never_weighed:
            return f"rests on {self.never_weighed}: shown, never weighed"
        if self.machine == "human_only":
            return "for people only: software does not score it"
        if self.unverified:
            return "unverified: its source was not read"
        if self.test is not None and self.test.result in ("contradicted", "not_supported"):
            return f"tested and {self.test.result.replace('_', ' ')}"
        if self.test is not None and self.test.result == "not_discriminating_alone":
            return "tested and does not tell cases apart by itself"
        return ""

    @property
    def review_state(self) -> str:
        """What people with lived experience made of it, in words for every page that shows it."""
        if not self.reviews:
            return "not yet reviewed"
        last = max(self.reviews, key=lambda review: review.on)
        return f"reviewed {last.on.isoformat()}: {last.verdict}"


@dataclass(frozen=True, slots=True)
class Family:
    """Signs that are looked for in the same place or speak of the same thing: one file."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All families, by name in order, and what they cite."""

    families: tuple[Family, ...]
    sources: Mapping[str, Source]
    about: str
    rules: tuple[tuple[str, str, str], ...]
    polaris_types: tuple[str, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every entry, family by family."""
        return tuple(entry for family in self.families for entry in family.indicators)

    def by_id(self) -> dict[str, Indicator]:
        """Every entry by its id."""
        return {entry.indicator_id: entry for entry in self.indicators}
