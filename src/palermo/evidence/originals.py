"""From a row back to the bytes it was read from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

import pyarrow as pa

from palermo.errors import NotFoundError, ReaderError
from palermo.evidence.archives import Material, open_member
from palermo.evidence.formats import read_material
from palermo.evidence.locators import Locator, parse
from palermo.evidence.store import Store

_PIECE = 1 << 20


@dataclass(frozen=True)
class Origin:
    """An advert and the bytes it was read from.

    Args:
        advert: Its row.
        file: Name of the file it came in.
        content: The bytes of its row, as received.
        faults: In what the item is not what was stored; empty where all its bytes hash to its name.
    """

    advert: Mapping[str, Any]
    file: str
    content: bytes
    faults: tuple[str, ...]


def find_origin(store: Store, advert: Mapping[str, Any], file: str) -> Origin:
    """Hash the whole item anew and read the bytes of one advert's row.

    Raises:
        NotFoundError: The item is not there, was erased, or has no such row.
        VerifyError: The bytes are not those that were stored.
    """
    faults = tuple(store.check(advert["item_id"]))
    return Origin(advert, file, read_bytes(store, advert["item_id"], advert["locator"]), faults)


def read_bytes(store: Store, item_id: str, locator: str) -> bytes:
    """The original bytes of one row: the CSV record with its line end, the JSON object, the page.

    A row of a workbook or a Parquet file has no bytes of its own: it is given as a JSON object, header to cell,
    in UTF-8. `whole` gives the item.

    Args:
        locator: As ADVERTS, SIGHTINGS and REJECTS have it.

    Raises:
        InputError: That is no locator.
        NotFoundError: The item is not there, was erased, or has no such row.
        VerifyError: The bytes are not those that were stored.
    """
    place = parse(locator)
    open_bytes: Callable[[], BinaryIO] = partial(store.open, item_id)
    if place == Locator():
        with open_bytes() as stream:
            return stream.read()
    try:
        material = open_member("", open_bytes, place.member)
        if place.start is not None and place.end is not None:
            return _slice(material, place.start, place.end)
        if place.element is not None:
            return _row_of(material, place.element)
        return material.whole(1 << 30, "the member")
    except ReaderError as error:
        raise NotFoundError(f"the item has no such row: {error}") from error


def _slice(material: Material, start: int, end: int) -> bytes:
    """The bytes [start, end) of a material; what is packed has to be unpacked up to there."""
    if material.seekable is not None:
        with material.seekable() as stream:
            stream.seek(start)
            found = stream.read(end - start)
    else:
        packed = material.open()
        left = start
        while left and (skipped := packed.read(min(left, _PIECE))):
            left -= len(skipped)
        found = b""
        while len(found) < end - start and (part := packed.read(min(end - start - len(found), _PIECE))):
            found += part
    if len(found) < end - start:
        raise NotFoundError("the item ends before the bytes that the locator names: it is of another item")
    return found


def _row_of(material: Material, element: str) -> bytes:
    """The row that a workbook or Parquet file has at that place, as JSON."""
    for rows in read_material(material).rows():
        if rows.elements is not None and element in rows.elements:
            at = rows.elements.index(element)
            cells = {name: pa.array(values, pa.string())[at].as_py() for name, values in rows.cells.items()}
            return json.dumps(cells, ensure_ascii=False).encode()
    raise NotFoundError("the item has no row at the place that the locator names: it is of another item")
