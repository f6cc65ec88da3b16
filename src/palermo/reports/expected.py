"""How much of a list is expected to be wrong: links, and leads that are not trafficking."""

from palermo.reports import words

REVIEWS_NEEDED = 50  # leads of a kind that people have to close before a share is worth stating


def expected_wrong(
    listed: int, precision_low: float | None, *, reviewed: int = 0, not_trafficking: int = 0
) -> tuple[str, str]:
    """Say in two lines what to expect: wrong links, and leads that are not trafficking.

    The second stays "not known here" until 50 leads of the kind were reviewed: nobody can know it
    from the adverts.

    Args:
        listed: Leads on the list.
        precision_low: Lower end of the interval of the precision on the detector's card, [0, 1]; None = not measured.
        reviewed: Leads of this kind that people closed.
        not_trafficking: Of them, those closed as not trafficking, whatever else they were.

    Returns:
        The two lines.
    """
    if precision_low is None:
        links = words.LINKS_NOT_KNOWN
    else:
        wrong = listed * (1 - precision_low)
        links = words.LINKS_WRONG.format(listed=listed, wrong=f"{wrong:.1f}", low=f"{precision_low:.3f}")
    if reviewed < REVIEWS_NEEDED:
        return links, words.NOT_TRAFFICKING_UNKNOWN.format(reviewed=reviewed, needed=REVIEWS_NEEDED)
    return links, words.NOT_TRAFFICKING.format(wrong=not_trafficking, reviewed=reviewed)
