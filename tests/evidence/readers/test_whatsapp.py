"""WhatsApp's text export, as phones write it in different countries."""

from io import BytesIO

import pytest

from palermo.evidence.archives import Material, open_item
from palermo.evidence.readers.whatsapp import is_whatsapp, read_whatsapp


def material(text: str) -> Material:
    found = next(open_item("chat.txt", lambda: BytesIO(text.encode())))
    assert isinstance(found, Material)
    return found


HEADS = {
    "Android, 24 hours": "31/12/2023, 21:41 - ",
    "Android, two-digit year": "31/12/23, 21:41 - ",
    "Android, am and pm": "12/31/23, 9:41 PM - ",
    "Android, German": "31.12.23, 21:41 - ",
    "iOS": "[31/12/2023, 21:41:05] ",
    "iOS, left-to-right mark": "\u200e[31.12.23, 21:41:05] ",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_every_layout_is_known_and_read(head: str) -> None:
    text = f"{head}Ana Example: Work at a farm\nRoom given\n{head}Ben Example: Second\n"
    assert is_whatsapp(text)
    bodies = [body for rows in read_whatsapp(material(text)).rows() for body in rows.cells["body"]]
    assert bodies == ["Work at a farm\nRoom given", "Second"]


@pytest.mark.parametrize("text", ["", "id,text\n1,31/12/2023", "31/12/2023 was", "Dear all,\n31/12/23, 21:41 - x: y"])
def test_other_text_is_not_taken_for_a_chat(text: str) -> None:
    assert not is_whatsapp(text)
