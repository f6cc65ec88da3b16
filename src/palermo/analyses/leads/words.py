"""Every sentence that a lead adds to its observations, in one place so that it can be translated."""

ACT = "The adverts offer work. If they recruit people for use by others is the open question."

NEXT_STEP = {
    "prevention": (
        "Read three of the adverts and what speaks against the lead. If you still doubt them, ask the sites to check "
        "the account. Do not warn the public by name."
    ),
    "protection": (
        "Read three of the adverts and what speaks against the lead. Ask your hotline if somebody has called about "
        "them. Let a worker who calls decide what to do next."
    ),
    "prosecution": (
        "Read three of the adverts and what speaks against the lead. Check if a case is open. If not, decide if the "
        "law lets you ask the sites for their records."
    ),
}

CAUTIONS = (
    "This is a question, not a verdict. A tool raised it, and only a person can answer it.",
    "Do not call or write to the contacts. It can put a worker at risk and warn those who run the adverts.",
    "None of the weights was measured. Use the order of the list as a start, no more.",
)

CONSENT = (
    "Adults may do this work of their own free will. Do not expose them.",
    "Do not use this for checks on who may live or work in a country.",
)

# why a subject raised no lead
NO_SECOND = "{text} No second observation."
NOT_BEYOND = "{text} The kind of advert asks for two observations beyond the text; there is {beyond}."
OUTWEIGHED = "{text} What speaks against it weighs at least as much as what speaks for it beyond the text."
BELOW = "{text} It would be a lead, but the list is full."
