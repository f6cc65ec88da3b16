"""Every sentence that a lead's text, page and PDF add to the lead itself, in one place so that it can be translated."""

TITLE = "Lead {lead_id}"
SUBJECT = "{adverts} adverts that share one text"
PLACE_IN_LIST = "{rank} of {listed} on the list"
WORKING_COPY = "working copy, not for release"
MADE_FOR = "Made for {organisation}, for {purpose}."

SEEN = "What was seen"
AGAINST = "What speaks against it"
UNKNOWN = "What is not known"
ELEMENTS = "Act, means, purpose"
SURE = "How sure"
NEXT = "What to do next"
CAUTIONS = "Before you act"
WRONG = "Expected wrong"
TEMPLATE = "The shared text"
TIMELINE = "When"
ADVERTS = "The adverts"
SOURCES = "Where it comes from"
LEGEND = "How to read the marks"

NOTHING_AGAINST = "Nothing that we count. That does not make the lead true."
NOTHING_UNKNOWN = "Nothing that we count."
NOTHING_SEEN = "nothing seen"
ELEMENT_NAMES = {"act": "Act", "means": "Means", "purpose": "Purpose"}
PROTOCOL = "Trafficking is an act, by a means, for a purpose. For a child no means is needed."

WEIGHT = "{basis}: {weight}"
SAME_GROUP = "{basis}: {weight}, not added, since it rests on the same fact as one above"
PRIORITY = "The parts that count add up to {priority}."
PRIORITY_NOTE = "Each weight was assumed, not measured. Use the sum to sort, no more."

LINKS_WRONG = (
    "Wrong links: of {listed} leads on the list, {wrong} can be expected to tie adverts that do not belong "
    "together ({listed} x (1 - {low}))."
)
LINKS_NOT_KNOWN = "Wrong links: not known here. Nobody has measured how often the ties are right."
NOT_TRAFFICKING_UNKNOWN = "Not trafficking: not known here. {reviewed} of the {needed} reviews that we need were done."
NOT_TRAFFICKING = "Not trafficking: {wrong} of {reviewed} leads of this kind that people reviewed."
UNTESTED = "Not tested in: {languages}. Take more care with these adverts."

SHOWN = "{shown} of {adverts} adverts are shown, the first by date."
MASKED = "Contacts are masked, since the adverts may concern adults who work of their own free will."
MASKED_SOME = "Contacts of adverts whose kind is not stated are masked."
SLOT = "slot"
CONTACT = "contact"
SLOT_LEGEND = "what changes from advert to advert, with the slot's number"
MENTION_LEGEND = "a contact, with its kind"
HIDDEN_LEGEND = "a contact in a spelling that hides it"
HIDDEN_KIND = "hidden {kind}"
SCRIPTS = {"CJK": "Chinese", "HANGUL": "Korean"}
SAVED = "It saves {bits} bits against writing each of the {adverts} adverts alone."
NO_DATES = "No advert states when it was posted."
TIMELINE_SAYS = (
    "{adverts} adverts with a date, from the week of {first} to the week of {last}; most in one bar: {most}."
)

FILES = "{adverts} adverts came from {files}."
FILE_LINE = "{file}, from {source}, on the basis: {basis}; taken in {at}."
PROOF_LINE = "File {item_id} is entry {entry} of {size} in the custody log."
PROOF_PATH = "Proof"
ROOT = "Root"
NO_PROOF = "No custody proof was given for file {item_id}."
CHECKPOINT = "Checkpoint: keep a copy of this elsewhere. It is what later changes are held against."
NO_CHECKPOINT = "No checkpoint was given."
NOT_STATED = "not stated"
NO_FONT = "This machine has no font for: {scripts}. Such letters show as boxes here; the web page has them all."
IN_TEMPLATE = "see the shared text"
IN_ADVERT = "see advert {id}"
IN_COLUMN = ", {column}"
IN_SPAN = ", signs {start} to {end}"
ROW = "row {row}, {locator}, file {item_id}"
RUN = "Run {run_id}."

COLUMN_NAMES = {
    "title": "Title",
    "body": "Text",
    "contact": "Contact",
    "place": "Place",
    "country": "Country",
    "employer": "Employer",
    "price": "Pay or price",
    "posted_at": "Posted",
    "source": "Source",
    "url": "Saved from",
}
KIND_NAMES = {
    "phone": "phone",
    "email": "e-mail",
    "url": "web address",
    "handle": "chat name",
    "crypto": "crypto address",
    "iban": "bank account",
    "masked": "contact",
}
HIDDEN_CONTACT = "[{kind} masked]"
