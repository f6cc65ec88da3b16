"""Adverts over time as one small picture that is part of the page."""

from datetime import date, timedelta

from palermo.reports import words

_WIDTH, _HEIGHT, _HEAD, _FOOT = 720, 150, 28, 30  # in the picture's own units
_MOST_BARS = 60


def bars(timeline: tuple[tuple[date, int], ...]) -> list[tuple[date, int]]:
    """Fill weeks without adverts with 0 and join weeks until at most 60 bars stand side by side."""
    if not timeline:
        return []
    first, last = timeline[0][0], timeline[-1][0]
    weeks = (last - first).days // 7 + 1
    joined = -(-weeks // _MOST_BARS)
    found = [0] * -(-weeks // joined)
    for monday, adverts in timeline:
        found[(monday - first).days // 7 // joined] += adverts
    return [(first + timedelta(weeks=joined * at), adverts) for at, adverts in enumerate(found)]


def says(timeline: tuple[tuple[date, int], ...]) -> str:
    """The picture in words, for who cannot see it."""
    if not timeline:
        return words.NO_DATES
    return words.TIMELINE_SAYS.format(
        adverts=sum(adverts for _, adverts in timeline),
        first=timeline[0][0].isoformat(),
        last=timeline[-1][0].isoformat(),
        most=max(adverts for _, adverts in bars(timeline)),
    )


def svg(timeline: tuple[tuple[date, int], ...]) -> str:
    """Draw the bars; empty where no advert states a date."""
    drawn = bars(timeline)
    if not drawn:
        return ""
    most = max(adverts for _, adverts in drawn)
    step = _WIDTH / len(drawn)
    width = min(step * 0.8, 40)
    floor = _HEIGHT - _FOOT
    parts = [
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="timeline-says">'
        f'<title id="timeline-says">{says(timeline)}</title>'
        f'<line class="axis" x1="0" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>'
    ]
    for at, (monday, adverts) in enumerate(drawn):
        if adverts:
            height = max(adverts / most * (floor - _HEAD), 2)
            left = at * step + (step - width) / 2
            parts.append(
                f'<rect class="bar" x="{left:.1f}" y="{floor - height:.1f}" width="{width:.1f}" '
                f'height="{height:.1f}"><title>{monday.isoformat()}: {adverts}</title></rect>'
            )
            if adverts == most:
                parts.append(
                    f'<text class="label" x="{left + width / 2:.1f}" y="{floor - height - 5:.1f}" '
                    f'text-anchor="middle">{adverts}</text>'
                )
    parts.append(f'<text class="label" x="0" y="{_HEIGHT - 6}">{timeline[0][0].isoformat()}</text>')
    if len(drawn) > 1:
        parts.append(
            f'<text class="label" x="{_WIDTH}" y="{_HEIGHT - 6}" text-anchor="end">{timeline[-1][0].isoformat()}</text>'
        )
    return "".join([*parts, "</svg>"])
