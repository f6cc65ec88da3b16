"""Files that are broken, hostile or odd: a clear word for each, nothing else lost, counts that add up."""

import gzip
import io
import json
import stat
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import pytest

from made_up_files import Desk, adverts, csv_of
from palermo.errors import RoomError
from palermo.evidence import archives
from palermo.evidence.store import Store


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def zip_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def bodies(desk: Desk) -> list[str]:
    return [row["body"] for row in desk.rows("adverts")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251"])
def test_encodings_are_found_stated_and_leave_every_byte_in_place(desk: Desk, encoding: str) -> None:
    text = "id,text\n1,Официантка в ночной клуб\n2,Жильё и питание\n"
    result = desk.take("a.csv", text.encode(encoding))
    assert bodies(desk) == ["Официантка в ночной клуб", "Жильё и питание"]
    assert result.encoding is not None
    assert result.encoding.split()[0].strip(",") in (encoding, "utf-8", "utf-16-le", "utf-32-le")
    first = desk.bytes_of(desk.rows("adverts")[0])
    bare = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert first.decode(bare) == "1,Официантка в ночной клуб\n"


def test_western_and_polish_code_pages_are_told_apart(desk: Desk) -> None:
    desk.take("a.csv", "text\nSe busca señorita con experiencia, más información aquí\n".encode("cp1252"))
    desk.take("b.csv", "text\nSzukamy kelnerki, mieszkanie zapewnione, żółć źrebię\n".encode("cp1250"))
    assert bodies(desk) == [
        "Se busca señorita con experiencia, más información aquí",
        "Szukamy kelnerki, mieszkanie zapewnione, żółć źrebię",
    ]


def test_rows_in_another_encoding_are_refused_with_the_place_of_the_byte(desk: Desk) -> None:
    good = "".join(f"{n},Жильё и питание {n}\n" for n in range(20)).encode()
    content = b"id,text\n" + good + "99,Жильё\n".encode("cp1251")
    result = desk.take("a.csv", content)
    assert (result.kept, result.rejected) == (20, 1)
    assert desk.reasons() == [f"byte {len(content) - 6} of the file is not utf-8; save the whole file in one encoding"]


def test_nul_bytes_cost_their_row_alone(desk: Desk) -> None:
    result = desk.take("a.csv", b"id,text\n1,good\n2,ba\0d\n3,good too\n")
    assert (result.kept, result.rejected) == (2, 1)
    assert "NUL" in desk.reasons()[0]


def test_a_truncated_gzip_keeps_the_rows_before_the_cut(desk: Desk) -> None:
    text = csv_of(adverts(2000))
    packed = gzip.compress(text.encode())
    result = desk.take("a.csv.gz", packed[: len(packed) // 2])
    assert 100 < result.kept < 1990
    assert result.rejected == 1
    assert "gzip file is cut off after" in desk.reasons()[0]
    lines = text.encode().splitlines(keepends=True)
    for row in desk.rows("adverts")[::200]:
        assert desk.bytes_of(row) == lines[row["row"]]


def test_a_gzip_of_several_members_is_read_whole(desk: Desk) -> None:
    text = csv_of(adverts(6)).encode()
    result = desk.take("a.csv.gz", gzip.compress(text[:100]) + gzip.compress(text[100:]) + b"\0" * 512)
    assert (result.kept, result.rejected) == (6, 0)


def test_a_bomb_in_a_zip_is_refused_and_costs_nothing_else(desk: Desk) -> None:
    zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibyte = zeros.compress(b"0" * (1 << 20)) + zeros.flush(zlib.Z_FULL_FLUSH)
    packed = mebibyte * (1 << 10) + zeros.flush()
    assert len(packed) < 1_200_000
    info = zipfile.ZipInfo("bomb.csv")
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("good.csv", csv_of(adverts(3)))
        archive.writestr(info, packed)
    content = bytearray(raw.getvalue())
    for mark, method, sizes in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        at = content.rindex(mark)
        content[at + method : at + method + 2] = (8).to_bytes(2, "little")
        content[at + sizes : at + sizes + 4] = (1 << 30).to_bytes(4, "little")
    result = desk.take("a.zip", bytes(content))
    assert (result.kept, result.rejected) == (3, 1)
    assert "200 times its size" in desk.reasons()[0]
    assert "200 times its size" in (result.problem or "")


def test_a_gzip_bomb_is_refused_while_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 1 << 20)
    result = desk.take("a.csv.gz", gzip.compress(b"text\n" + b"0" * (8 << 20)))
    assert (result.rows, result.kept) == (1, 0)
    assert "decompression bomb" in (result.problem or "")


def test_members_that_lead_out_links_and_locked_ones_are_refused_and_counted(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.csv", csv_of(adverts(2)))
        archive.writestr("../../etc/evil.csv", "text\nx\n")
        archive.writestr("/absolute.csv", "text\nx\n")
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", zip_of({"a.csv": b"text\nx\n"}))
        archive.writestr("inner.csv.gz", gzip.compress(b"text\nx\n"))
        archive.writestr("__MACOSX/._good.csv", b"\0\5\x16")
        archive.writestr("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20)
    result = desk.take("a.zip", packed.getvalue())
    assert (result.kept, result.rejected) == (2, 5)
    reasons = " ".join(desk.reasons())
    assert reasons.count("leads out of the archive") == 2
    assert "symbolic link" in reasons
    assert reasons.count("an archive within an archive") == 2
    assert any("1 pictures" in note for note in result.notes)
    assert [desk.bytes_of(row)[:2] for row in desk.rows("adverts")] == [b"A0", b"A1"]


def test_an_encrypted_member_is_refused_and_says_what_to_do(desk: Desk) -> None:
    content = bytearray(zip_of({"locked.csv": b"text\nx\n", "open.csv": b"text\ny\n"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1  # general purpose bit 0
    result = desk.take("a.zip", bytes(content))
    assert (result.kept, result.rejected) == (1, 1)
    assert "with its password" in desk.reasons()[0]


def test_a_zip_that_is_cut_off_is_kept_as_an_item_and_says_so(desk: Desk) -> None:
    content = zip_of({"a.csv": csv_of(adverts(50)).encode()})
    result = desk.take("a.zip", content[:-30])
    assert (result.kept, result.rejected) == (0, 1)
    assert "table of contents" in (result.problem or "")
    assert desk.store.read_range(result.item_id, 0, 4) == b"PK\x03\x04"
    assert [row["locator"] for row in desk.rows("rejects")] == ["whole"]


def test_a_zip_of_several_files_counts_rows_through_and_names_members(desk: Desk) -> None:
    first, second = csv_of(adverts(3)).encode(), csv_of(adverts(3, 10), delimiter=";").encode()
    result = desk.take("weeks.zip", zip_of({"may/one.csv": first, "may/two.csv": second}))
    assert (result.kept, result.rejected) == (6, 0)
    rows = desk.rows("adverts")
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[3]["locator"].startswith("member=may%2Ftwo.csv;row=4;bytes=")
    assert desk.bytes_of(rows[3]) == second.splitlines(keepends=True)[1]


def test_an_unclosed_quote_costs_its_line_alone(desk: Desk) -> None:
    lines = [f"{n},text {n}" for n in range(50)]
    lines[10] = '10,"text without end'
    lines[20] = '20,"he said "now" twice"'
    result = desk.take("a.csv", "id,text\n" + "\n".join(lines) + "\n")
    assert (result.kept, result.rejected) == (49, 1)
    assert "quote opens and does not close" in desk.reasons()[0]
    assert 'he said "now" twice' in bodies(desk)


def test_many_unclosed_quotes_take_no_long_time(desk: Desk) -> None:
    rows = "".join(f'{n},"open {n}","b\n{n},x,y\n' for n in range(2000))
    result = desk.take("a.csv", "id,text,more\n" + rows)
    assert result.kept >= 1990


def test_one_line_of_fifty_megabytes_costs_itself_alone(desk: Desk) -> None:
    result = desk.take("a.csv", b"id,text\n1,good\n2," + b"x" * 50_000_000 + b"\n3,good\n")
    assert (result.kept, result.rejected) == (2, 1)
    assert "a line longer than 8388608 bytes" in desk.reasons()[0]


def test_a_header_of_a_million_columns_is_refused(desk: Desk) -> None:
    result = desk.take("a.csv", ",".join(f"c{n}" for n in range(1_000_000)) + "\n")
    assert (result.rows, result.kept) == (1, 0)
    assert "1000000 columns, at most 4096" in (result.problem or "")


def test_header_only_and_empty_files_say_what_they_are(desk: Desk) -> None:
    header = desk.take("a.csv", "id,text\n")
    assert (header.rows, header.problem) == (0, None)
    empty = desk.take("b.csv", b"")
    assert "the file is empty" in (empty.problem or "")
    assert (empty.rows, empty.rejected) == (1, 1)
    for name, content in (("c.json", b"[]"), ("d.json", b"{}"), ("e.zip", zip_of({}))):
        assert desk.take(name, content).problem is not None


def test_duplicate_ids_are_sightings_of_one_advert(desk: Desk) -> None:
    result = desk.take("a.csv", "id,text\n1,first\n1,first\n1,first changed\n2,other\n")
    assert (result.kept, result.seen_before) == (4, 2)
    assert bodies(desk) == ["first", "other"]
    assert [row["row"] for row in desk.rows("sightings")] == [1, 2, 3, 4]


def test_absurd_dates_are_left_out_and_counted_and_the_row_stays(desk: Desk) -> None:
    dates = ["9999-01-01", "1900-01-01", "2026-11-25", "2026-11-22", "three days ago", "2026-02-30"]
    result = desk.take("a.csv", "text,date\n" + "".join(f"t,{date}\n" for date in dates))
    assert (result.kept, result.rejected) == (6, 0)
    posted = [row["posted_at"] for row in desk.rows("adverts")]
    assert [one is None for one in posted] == [True, True, True, False, True, True]
    faults = desk.rows("rejects")
    assert len(faults) == 5
    assert {row["column"] for row in faults} == {"posted_at"}
    assert any("3 cells of posted_at" in note for note in result.notes)


def test_day_and_month_are_told_by_the_file_or_left_out(desk: Desk) -> None:
    told = desk.take("a.csv", "text,date\na,04/05/2026\nb,31/05/2026\n")
    assert any("day first" in note for note in told.notes)
    month = desk.take("b.csv", "text,date\na,04/05/2026\nb,05/31/2026\n")
    assert any("month first" in note for note in month.notes)
    open_ = desk.take("c.csv", "text,date\na,04/05/2026\nb,06/07/2026\n")
    assert any("cannot be told apart" in note for note in open_.notes)
    posted = [row["posted_at"] for row in desk.rows("adverts")]
    assert posted[0] == datetime.fromisoformat("2026-05-04T00:00:00+00:00")
    assert posted[2] == datetime.fromisoformat("2026-04-05T00:00:00+00:00")
    assert posted[4:] == [None, None]


def test_missing_cells_and_too_many_are_refused(desk: Desk) -> None:
    result = desk.take(
        "a.csv", "id,text,city\n1,good,Leeds\n2,short\n3,long,Leeds,more\n4,good,Leeds,\n,,\n\n5,,Leeds\n"
    )
    assert (result.kept, result.rejected) == (2, 3)
    assert sum("cells where the header has 3" in reason for reason in desk.reasons()) == 2
    assert sum("no title, text or contact" in reason for reason in desk.reasons()) == 1


def test_broken_json_lines_cost_themselves_alone(desk: Desk) -> None:
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    lines = [
        '{"id":1,"text":"one"}',
        '{"id":2,"text":',
        "[1]",
        deep,
        '{"text":"\\ud800"}',
        '{"id":3,"text":"three"}',
        "",
    ]
    result = desk.take("a.jsonl", "\n".join(lines))
    assert (result.kept, result.rejected) == (2, 4)
    assert bodies(desk) == ["one", "three"]
    assert json.loads(desk.bytes_of(desk.rows("adverts")[1])) == {"id": 3, "text": "three"}


def test_keys_that_are_no_text_cost_their_rows_alone(desk: Desk) -> None:
    result = desk.take("a.json", b'{"l\xe9": [{"text": "a", "k": "\xc3\xa9\xc3\xa9"}, {"text": "b", "caf\xe9": "x"}]}')
    assert (result.kept, result.rejected) == (1, 1)
    assert "half a character" in desk.reasons()[0]


def test_deeply_nested_json_is_refused_and_read_on(desk: Desk) -> None:
    text = '[{"text":"a"},' + "[" * 100_000 + "]" * 100_000 + ',{"text":"b"}]'
    result = desk.take("a.json", text)
    assert (result.kept, result.rejected) == (2, 1)
    assert "nested too deep" in desk.reasons()[0]


def test_binary_junk_and_foreign_formats_are_named(desk: Desk) -> None:
    for name, content, word in (
        ("a.csv", bytes(range(1, 32)) * 99, "no text"),
        ("b.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("c.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office"),
        ("d.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 90, "a picture"),
        ("e.parquet", b"PAR1" + b"\0" * 90, "Parquet file is damaged"),
        ("f.xlsx", zip_of({"xl/workbook.xml": b"<junk", "[Content_Types].xml": b""}), "workbook is damaged"),
    ):
        result = desk.take(name, content)
        assert word in (result.problem or ""), name
        assert (result.rows, result.kept) == (1, 0)


def test_right_to_left_overrides_are_kept_as_collected(desk: Desk) -> None:
    text = "call \u202e7654321\u202c now \u2066x\u2069"
    desk.take("a.csv", f"text\n{text}\n")
    assert bodies(desk) == [text]


def test_reasons_hold_no_value_of_the_row(desk: Desk) -> None:
    name = "Zebulon"
    content = f'id,text,date,country\n1,{name},{name},{name}\n2,"{name}\n3\n4,"{name}"x,y\n'
    desk.take("a.csv", content)
    desk.take("a.jsonl", f'{{"text":"{name}","country":"{name}"}}\n{{"text":"{name}\n')
    assert desk.rows("rejects")
    assert not any(name in reason for reason in desk.reasons())


def test_no_room_on_the_disk_leaves_the_workspace_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take("a.csv", csv_of(adverts(3)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("palermo.evidence.parts.PartWriter.close", full)
    with pytest.raises(RoomError, match="no room"):
        desk.take_in(desk.file("b.csv", csv_of(adverts(3, 10))))
    monkeypatch.undo()
    assert len(desk.rows("adverts")) == 3
    assert desk.left_over() == []
    assert desk.take("b.csv", csv_of(adverts(3, 10))).kept == 3


def test_an_item_is_stored_before_anything_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    put, open_ = Store.put, Store.open
    monkeypatch.setattr(Store, "put", lambda self, source: (order.append("put"), put(self, source))[1])
    monkeypatch.setattr(Store, "open", lambda self, item: (order.append("open"), open_(self, item))[1])
    desk.take_in(desk.file("a.csv", csv_of(adverts(1))))
    assert order[0] == "put"
    assert "open" in order


def test_a_row_without_any_of_the_joined_texts_keeps_the_others_in_place(desk: Desk) -> None:
    text = "id,title,description,requirements\n1,Cook,Soup,Knives\n2,Guard,,\n3,Driver,,Licence\n4,,,\n"
    result = desk.take("week.csv", text)
    assert (result.rows, result.kept, result.rejected) == (4, 3, 1)
    bodies = {row["title"]: row["body"] for row in desk.rows("adverts")}
    assert bodies == {"Cook": "Soup\n\nKnives", "Guard": "", "Driver": "Licence"}
