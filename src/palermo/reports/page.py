"""A lead as one page that needs nothing else: no request goes out, nothing runs."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from palermo.reports import words
from palermo.reports.dossier import Dossier, ItemProof, Row
from palermo.reports.marks import Piece, advert_pieces, pattern_pieces, visible
from palermo.reports.sentences import Point, custody, elements, evidence, facts, points, sure, wrong
from palermo.reports.style import style
from palermo.reports.timeline import says, svg


def lead_page(dossier: Dossier) -> str:
    """Write one lead as a self-contained HTML page.

    No script, no outside picture, font or link: a policy in the page forbids them. Text of adverts
    stands in elements that isolate its direction, and steering signs are shown by their number.

    Args:
        dossier: The lead with its evidence.

    Returns:
        The page; the same dossier gives the same bytes.
    """
    lead = dossier.lead
    sheet = style()
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    title = words.TITLE.format(lead_id=visible(lead["lead_id"]))
    anchors = {advert["advert_id"]: f"advert-{number}" for number, advert in enumerate(dossier.adverts, 1)}
    body = [
        _head(dossier, title),
        _points(words.SEEN, "seen", lead["reasons"], "", anchors),
        _points(words.AGAINST, "against", lead["against"], words.NOTHING_AGAINST, anchors),
        _points(words.UNKNOWN, "unknown", lead["unknown"], words.NOTHING_UNKNOWN, anchors),
        _section(words.NEXT, _paragraphs([lead["next_step"]])),
        _section(words.CAUTIONS, _list(lead["cautions"])),
        _section(words.ELEMENTS, _elements(lead)),
        _section(words.SURE, _paragraphs(sure(dossier))),
        _section(words.WRONG, _paragraphs(wrong(dossier))),
        _section(words.TIMELINE, svg(dossier.timeline), _paragraphs([says(dossier.timeline)])),
        _template(dossier),
        _adverts(dossier, anchors),
        _custody(dossier),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{escape(title)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + f"\n</main>\n<footer><p><strong>{escape(words.WORKING_COPY)}</strong></p>"
        + _paragraphs([_made_for(dossier), words.RUN.format(run_id=visible(dossier.run_id))])
        + "</footer>\n</body>\n</html>\n"
    )


def _head(dossier: Dossier, title: str) -> str:
    """What the lead is about, its place in the list and for whom the page was made."""
    place = words.PLACE_IN_LIST.format(rank=dossier.lead["rank"], listed=dossier.listed)
    subject = words.SUBJECT.format(adverts=dossier.adverts_total)
    return (
        f'<div class="banner"><span>{escape(place)}</span><strong>{escape(words.WORKING_COPY)}</strong></div>'
        f'<h1>{escape(subject)}</h1><p class="small">{escape(title)}. {_isolated(_made_for(dossier))}</p>'
    )


def _made_for(dossier: Dossier) -> str:
    """For whom and for what."""
    return words.MADE_FOR.format(organisation=visible(dossier.organisation), purpose=visible(dossier.purpose))


def _points(heading: str, side: str, rows: list[Row], nothing: str, anchors: dict[str, str]) -> str:
    """One list of reasons, counter-reasons or unknowns."""
    if not rows:
        return _section(heading, _paragraphs([nothing]))
    items = "".join(f"<li>{_point(point, anchors)}</li>" for point in points(rows))
    return _section(heading, f'<ul class="points {side}">{items}</ul>')


def _point(point: Point, anchors: dict[str, str]) -> str:
    """One of them, with a link to where it stands."""
    row = point.evidence
    anchor = "shared-text" if row["table"] == "templates" else anchors.get(row["id"])
    where = escape(evidence(row))
    linked = f'<a href="#{anchor}">{where}</a>' if anchor else where
    return f'{escape(point.text)}<div class="aside">{escape(point.basis)}; {linked}</div>'


def _elements(lead: Row) -> str:
    """Act, means and purpose, and that some of them may be untouched."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(seen)}</dd>" for label, seen in elements(lead))
    return f"<dl>{rows}</dl>" + _paragraphs([words.PROTOCOL])


def _template(dossier: Dossier) -> str:
    """The shared text with its slots, and how to read the marks."""
    template = dossier.template
    cut = pattern_pieces(template["pattern"], guarded=dossier.guarded)
    saved = words.SAVED.format(bits=template["bits_saved"], adverts=dossier.adverts_total)
    marks = (
        (Piece(words.SLOT, slot="1"), words.SLOT_LEGEND),
        (Piece(words.CONTACT, kind="phone"), words.MENTION_LEGEND),
        (Piece(words.CONTACT, kind="phone", disguised=True), words.HIDDEN_LEGEND),
    )
    legend = "".join(f"<li>{_mark(mark)}: {escape(meaning)}</li>" for mark, meaning in marks)
    return _section(
        words.TEMPLATE,
        _said(cut),
        _paragraphs([saved]),
        f'<p><strong>{escape(words.LEGEND)}</strong></p><ul class="legend">{legend}</ul>',
        anchor="shared-text",
    )


def _adverts(dossier: Dossier, anchors: dict[str, str]) -> str:
    """The adverts shown, and how many there are."""
    notes = [words.SHOWN.format(shown=len(dossier.adverts), adverts=dossier.adverts_total)]
    if dossier.masking is not None:
        notes.append(dossier.masking)
    articles = [_advert(dossier, advert, anchors[advert["advert_id"]]) for advert in dossier.adverts]
    return _section(words.ADVERTS, _paragraphs(notes), *articles)


def _advert(dossier: Dossier, advert: Row, anchor: str) -> str:
    """One advert: what it states, its text with marks, where it was read."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{_isolated(said)}</dd>" for label, said in facts(dossier, advert))
    contact = advert_pieces(dossier, advert, "contact")
    if contact:
        rows += f"<dt>{escape(words.COLUMN_NAMES['contact'])}</dt><dd>{_marked(contact)}</dd>"
    stands = words.ROW.format(row=advert["row"], locator=visible(advert["locator"]), item_id=advert["item_id"])
    return (
        f'<article id="{anchor}"><h3>{_marked(advert_pieces(dossier, advert, "title"))}</h3><dl>{rows}</dl>'
        f'{_said(advert_pieces(dossier, advert, "body"))}<p class="small hash">{escape(stands)}</p></article>'
    )


def _custody(dossier: Dossier) -> str:
    """The files, their proofs and the checkpoint."""
    proofs = "".join(_proof(proof) for proof in dossier.proofs)
    if dossier.checkpoint is None:
        note = _paragraphs([words.NO_CHECKPOINT])
    else:
        note = _paragraphs([words.CHECKPOINT]) + f"<pre>{escape(visible(dossier.checkpoint))}</pre>"
    return _section(words.SOURCES, _paragraphs(custody(dossier)), proofs, note)


def _proof(proof: ItemProof) -> str:
    """One file's proof of inclusion."""
    path = "\n".join(proof.path)
    return (
        f"<p>{escape(words.PROOF_LINE.format(item_id=proof.item_id, entry=proof.entry, size=proof.size))}</p>"
        f"<pre>{escape(words.ROOT)} {escape(proof.root)}\n{escape(words.PROOF_PATH)}\n{escape(path)}</pre>"
    )


def _said(cut: list[Piece]) -> str:
    """A text in its own direction."""
    return f'<div class="said" dir="auto">{_marked(cut)}</div>'


def _marked(cut: list[Piece]) -> str:
    """Pieces with their marks; each mark has a word or number of its own beside its colour."""
    return "".join(_mark(piece) for piece in cut)


def _mark(piece: Piece) -> str:
    """One piece with its mark."""
    text = f"<bdi>{escape(piece.text)}</bdi>"
    if piece.kind is not None:
        look = "contact hidden" if piece.disguised else "contact"
        text = f'<span class="{look}"><span class="tag">{escape(piece.tag)}</span>{text}</span>'
    if piece.slot is not None:
        text = f'<span class="slot"><span class="tag">{escape(piece.slot)}</span>{text}</span>'
    return text if piece.kind is not None or piece.slot is not None else escape(piece.text)


def _isolated(text: str) -> str:
    """Text whose direction does not spill over."""
    return f'<bdi dir="auto">{escape(text)}</bdi>'


def _section(heading: str, *parts: str, anchor: str | None = None) -> str:
    """A heading with what belongs under it."""
    named = f' id="{anchor}"' if anchor else ""
    return f"<section{named}><h2>{escape(heading)}</h2>{''.join(parts)}</section>"


def _paragraphs(lines: Iterable[str]) -> str:
    """A paragraph for each line."""
    return "".join(f"<p>{_isolated(line)}</p>" for line in lines if line)


def _list(lines: Iterable[str]) -> str:
    """A list with an item for each line."""
    return "<ul>" + "".join(f"<li>{_isolated(line)}</li>" for line in lines) + "</ul>"
