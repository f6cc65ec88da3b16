"""Every sentence that an assessment can say, in one place so that it can be translated.

Short sentences and short words: a tired reader, or one who reads English as a third language,
has to understand them (LIX 40 at most). No sentence holds a contact, a name or a place.
"""

# what was seen
ORGANISED = "{adverts} use one text. It saves {bits} for each. They span {contexts}."
CONSTANT = "{contacts} on nearly all of them. That is part of the text, so it counts for nothing more."
TURNS = "{contacts} take turns in this text. They come back in other places or for other firms, {uses} in all."
TURNS_UNSAID = "{contacts} take turns in this text, {uses} in all. No place or firm is stated to tell them apart."
REACH = (
    "One {kind} also stands in {others}, for other places or firms. "
    "Of {compared} we compared, {unlike} quite unlike this text."
)
HIDDEN = "{adverts} of {naming} with a contact hide it, say by words for digits."
SPREAD = "The same text names {places} and {countries}."
SPREAD_UNWEIGHED = "The same text names {places} and {countries}. Such moves are not weighed: a test spoke against it."
NAMES = "The same text names {employers}."

# what speaks against it
ONE_NAME = "All {adverts} with a named employer name the same one. A chain of shops does this too."
MANY_TEXTS = "One contact stands in {texts}. An agency or a job site does this too."
BOILERPLATE = (
    "On average, the text makes up only {share} % of an advert. It may be common legal wording, so it weighs less."
)
SAVED_TWICE = "{same} the same as another in every field. We took each such set as one advert."
FEW = "Only {adverts} in this text. So few can be alike by chance."

# what is not known
NOT_STATED = "{some} of {adverts} do not state {what}."
NONE_STATED = "None of the {adverts} states {what}."
OWN = "Each of {adverts} has {kind} of its own. One hand with many looks like many hands with one text."

WHAT = {
    "place": "a place",
    "date": "the day it was posted",
    "pay": "the pay",
    "employer": "who the employer is",
    "contact": "a contact that we could read",
}

KINDS = {
    "phone": ("phone number", "phone numbers"),
    "email": ("e-mail address", "e-mail addresses"),
    "url": ("web address", "web addresses"),
    "handle": ("chat name", "chat names"),
    "crypto": ("crypto address", "crypto addresses"),
    "iban": ("bank account", "bank accounts"),
}

# on what each rests: D02 keeps what was observed apart from what was inferred
OBSERVED = "observed"
INFERRED = "inferred"
STATED = "reported in the adverts"
NOT_WEIGHED = "not weighed"


def count(number: int, one: str, many: str | None = None) -> str:
    """The number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"
