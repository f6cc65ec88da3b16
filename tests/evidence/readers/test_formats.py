"""Every format read: tables, JSON, workbooks, chats, pages, web archives; told by content, not by name."""

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_files import Desk, adverts, csv_of
from palermo.evidence.archives import Material, open_item
from palermo.evidence.readers.delimited import read_delimited
from palermo.evidence.readers.rows import Cell, Cells

JOB = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Kitchen hand",
    "description": "<p>Room &amp; board.</p><p>Call 020 7946 0001</p>",
    "datePosted": "2026-05-04",
    "identifier": {"@type": "PropertyValue", "value": "J-77"},
    "hiringOrganization": {"@type": "Organization", "name": "Example Kitchens"},
    "jobLocation": {"address": {"addressLocality": "Leeds", "addressRegion": "Yorkshire", "addressCountry": "GB"}},
    "baseSalary": {"currency": "GBP", "value": {"value": 1200, "unitText": "MONTH"}},
}
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Waiter wanted</title>
<link rel="canonical" href="https://example.org/ad/5"><style>p{}</style></head>
<body><nav>Home</nav><h1>Waiter</h1><p>Night&nbsp;shifts,<br>room included</p><script>var x = "hidden";</script>
<p style="display: none">unseen</p><a href="tel:+442079460003">call</a></body></html>"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def material_of(content: bytes) -> Material:
    (material,) = open_item("file", lambda: io.BytesIO(content))
    assert isinstance(material, Material)
    return material


def listed(cells: Cells) -> list[Cell]:
    return cells.to_pylist() if isinstance(cells, pa.Array) else list(cells)


def xlsx_of(sheets: dict[str, list[list[object]]]) -> bytes:
    """The least workbook that there is: inline texts and numbers."""
    packed = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels"'
            f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{doc}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(f'<sheet name="{s}" sheetId="{n}" r:id="r{n}"/>' for n, s in enumerate(sheets, 1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{doc}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{doc}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        )
        for number, rows in enumerate(sheets.values(), 1):
            lines = []
            for at, row in enumerate(rows, 1):
                cells = []
                for column, cell in zip("ABCDEFGH", row, strict=False):
                    if cell is None:
                        continue
                    if isinstance(cell, str):
                        cells.append(f'<c r="{column}{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>')
                    else:
                        cells.append(f'<c r="{column}{at}"><v>{cell}</v></c>')
                lines.append(f'<row r="{at}">{"".join(cells)}</row>')
            sheet = f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
    return packed.getvalue()


_cell = st.text(st.sampled_from('ab,;|\t"\n\r\\é日'), max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    table=st.lists(st.tuples(_cell, _cell, _cell), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;|\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_written_by_csv_is_read_back_to_the_letter(
    table: list[tuple[str, str, str]], delimiter: str, end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second", "third"])
    writer.writerows([(f"x{a}", b, c) for a, b, c in table])
    content = text.getvalue().encode(encoding)
    found = []
    covered = 0
    for rows in read_delimited(material_of(content)).rows():
        assert not rows.rejects
        assert rows.starts is not None
        assert rows.ends is not None
        covered += sum(end_ - start for start, end_ in zip(rows.starts, rows.ends, strict=True))
        found += list(zip(*map(listed, rows.cells.values()), strict=True))
    assert found == [(f"x{a}", b, c) for a, b, c in table]
    head = delimiter.join(['"first"', '"second"', '"third"']) + end
    assert covered == len(content) - len(head.encode(encoding))


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.text(st.sampled_from('ab,"'), max_size=14), min_size=1, max_size=8),
)
def test_a_table_is_split_as_csv_splits_it(lines: list[str]) -> None:
    content = ("p,q\n" + "\n".join(lines) + "\n").encode()
    for rows in read_delimited(material_of(content)).rows():
        for place, number in enumerate(rows.numbers):
            assert rows.starts is not None
            assert rows.ends is not None
            line = content[rows.starts[place] : rows.ends[place]].decode()
            try:
                (expected,) = csv.reader(line.splitlines(keepends=True), strict=True)
            except (csv.Error, ValueError):
                continue
            assert [listed(column)[place] for column in rows.cells.values()] == expected[:2], number


@pytest.mark.parametrize(("delimiter", "word"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")])
def test_delimiters_are_found_and_stated(desk: Desk, delimiter: str, word: str) -> None:
    result = desk.take("any.txt", csv_of(adverts(4), delimiter))
    assert result.kept == 4
    assert f"delimiter {word}" in (result.dialect or "")


def test_a_line_that_names_the_delimiter_is_followed(desk: Desk) -> None:
    assert desk.take("a.csv", "sep=;\nid;text\n1;a,b\n").kept == 1
    assert desk.rows("adverts")[0]["body"] == "a,b"


def test_json_lists_wherever_they_lie(desk: Desk) -> None:
    rows = [{"id": 1, "text": "one", "pay": {"from": 3}}, {"id": 2, "text": "zwei ß", "tags": ["a", "b"]}]
    assert desk.take("a.json", json.dumps(rows)).dialect == "json, list"
    nested = desk.take(
        "b.json", json.dumps({"meta": {"kinds": [{"id": 9}]}, "page": {"items": rows}}, indent=1), source="b"
    )
    assert nested.dialect == "json, list at /page/items"
    assert nested.unused == ("pay.from", "tags")
    assert desk.take("c.json", json.dumps(rows[0]) + "\n" + json.dumps(rows[1]), source="c").dialect == "json lines"
    one = desk.take("d.json", json.dumps({"adverts": rows}), source="d")
    assert one.kept == 2
    for row in desk.rows("adverts"):
        assert json.loads(desk.bytes_of(row))["text"] == row["body"]


def test_parquet_rows_are_read_with_types_as_text(desk: Desk) -> None:
    table = pa.table(
        {
            "job_id": pa.array([1, 2]),
            "text": ["one", "two"],
            "posted": pa.array([1_777_777_777_000_000, None], pa.timestamp("us", tz="UTC")),
            "price": [1200.0, 99.5],
            "currency": pa.array(["EUR", "EUR"]).dictionary_encode(),
        }
    )
    raw = io.BytesIO()
    pq.write_table(table, raw)
    result = desk.take("week.bin", raw.getvalue())
    assert (result.kept, result.dialect, result.encoding) == (2, "parquet", None)
    first, second = desk.rows("adverts")
    assert (first["source_id"], first["price"], first["currency"]) == ("1", 120_000, "EUR")
    assert first["posted_at"].timestamp() == 1_777_777_777
    assert (second["price"], second["posted_at"]) == (9_950, None)
    assert json.loads(desk.bytes_of(second))["text"] == "two"


def test_workbooks_are_read_sheet_by_sheet(desk: Desk) -> None:
    head: list[object] = ["id", "text", "date"]
    content = xlsx_of(
        {
            "May": [head, [1, "one <b>", "2026-05-04"], [2, "two", None]],
            "June": [head, [3, "three", None]],
            "Notes": [["colour"], ["red"]],
        }
    )
    result = desk.take("book.xlsx", content)
    assert (result.kept, result.dialect) == (3, "xlsx, 2 sheets")
    assert any("1 sheets with other headers" in note for note in result.notes)
    rows = desk.rows("adverts")
    assert [(row["source_id"], row["body"]) for row in rows] == [("1", "one <b>"), ("2", "two"), ("3", "three")]
    assert rows[2]["locator"] == "row=3;element=June%212"
    assert json.loads(desk.bytes_of(rows[2]))["text"] == "three"


def test_a_telegram_export_of_one_chat(desk: Desk) -> None:
    export = {
        "name": "Jobs",
        "type": "public_channel",
        "id": 42,
        "messages": [
            {"id": 1, "type": "service", "date": "2026-05-01T10:00:00", "text": ""},
            {
                "id": 2,
                "type": "message",
                "date": "2026-05-01T12:00:00",
                "date_unixtime": "1777629600",
                "from": "Made-up Jobs",
                "from_id": "channel42",
                "text": ["Waiter wanted, ", {"type": "text_link", "text": "write", "href": "https://example.org/w"}],
            },
            {"id": 3, "type": "message", "date": "2026-05-01T12:00:00", "from": None, "text": "", "photo": "p.jpg"},
            {"id": 4, "type": "message", "date": "2026-05-01T12:00:00", "from": "X", "text": "Second"},
        ],
    }
    result = desk.take("result.json", json.dumps(export, indent=1))
    assert (result.rows, result.kept) == (2, 2)
    assert {"1 service messages passed over", "1 messages without text passed over"} <= set(result.notes)
    first, second = desk.rows("adverts")
    assert (first["body"], first["contact"]) == ("Waiter wanted, write", "Made-up Jobs; https://example.org/w")
    assert (first["source_id"], second["source_id"]) == ("42/2", "42/4")
    assert first["posted_at"].isoformat() == "2026-05-01T10:00:00+00:00"
    assert json.loads(desk.bytes_of(first))["id"] == 2
    export["messages"] = [*export["messages"][1:], {"id": 5, "type": "message", "date": "2026-05-02", "text": "New"}]
    later = desk.take("result.json", json.dumps(export))
    assert (later.kept, later.seen_before) == (3, 2)


def test_a_telegram_export_of_all_chats(desk: Desk) -> None:
    def chat(number: int) -> dict[str, object]:
        message = {"id": 1, "type": "message", "date": "2026-05-01T12:00:00", "text": f"text {number}"}
        return {"name": "n", "type": "private_group", "id": number, "messages": [message]}

    export = {
        "about": "words",
        "chats": {"about": "more", "list": [chat(1), chat(2)]},
        "left_chats": {"list": [chat(3)]},
    }
    result = desk.take("result.json", json.dumps(export))
    assert result.dialect == "telegram export (json)"
    assert [row["source_id"] for row in desk.rows("adverts")] == ["1/1", "2/1", "3/1"]


WHATSAPP = {
    "android, day first": (
        "31/12/25, 21:40 - Messages are end-to-end encrypted.\n31/12/25, 21:41 - Anna Example: Waiter wanted\n"
        "room included\n01/01/26, 09:05 - +44 20 7946 0001: <Media omitted>\n"
        "01/01/26, 09:06 - +44 20 7946 0001: Second\n"
    ),
    "android, month first": (
        "12/31/25, 9:40\u202fPM - Messages are end-to-end encrypted.\n"
        "12/31/25, 9:41\u202fPM - Anna Example: Waiter wanted"
        "\nroom included\n1/1/26, 9:05\u202fAM - +44 20 7946 0001: <Media omitted>\n"
        "1/1/26, 9:06\u202fAM - +44 20 7946 0001: Second\n"
    ),
    "ios": (
        "[31/12/2025, 21:40:01] Group: \u200eMessages are end-to-end encrypted.\n[31/12/2025, 21:41:00] Anna Example:"
        " Waiter wanted\nroom included\n\u200e[01/01/2026, 09:05:00] ~ +44 20 7946 0001: \u200eimage omitted\n"
        "[01/01/2026, 09:06:00] ~\u202f+44 20 7946 0001: Second\n"
    ),
    "points": (
        "31.12.25, 21:40 - Nachrichten sind verschlüsselt.\n31.12.25, 21:41 - Anna Example: Waiter wanted\n"
        "room included\n01.01.26, 09:05 - +44 20 7946 0001: <Medien ausgeschlossen>\n"
        "01.01.26, 09:06 - +44 20 7946 0001: Second\n"
    ),
}


@pytest.mark.parametrize("layout", list(WHATSAPP))
def test_whatsapp_exports_of_several_layouts(desk: Desk, layout: str) -> None:
    result = desk.take("_chat.txt", WHATSAPP[layout])
    assert (result.rows, result.kept) == (2, 2)
    assert result.dialect == "whatsapp export (text)"
    assert sum(int(note.split()[0]) for note in result.notes if note.endswith("passed over")) == 2
    first, second = desk.rows("adverts")
    assert first["body"] == "Waiter wanted\nroom included"
    assert (first["contact"], second["contact"]) == ("Anna Example", "+44 20 7946 0001")
    assert first["posted_at"].isoformat() == "2025-12-31T21:41:00+00:00"
    assert second["posted_at"].isoformat() == "2026-01-01T09:06:00+00:00"
    assert "room included" in desk.bytes_of(first).decode()
    later = desk.take("_chat.txt", WHATSAPP[layout] + WHATSAPP[layout].splitlines()[-1].replace("Second", "Third"))
    assert (later.kept, later.seen_before) == (3, 2)


def test_a_saved_page_gives_title_text_address_and_ways_to_call(desk: Desk) -> None:
    result = desk.take("page", PAGE, table="pages")
    assert result.dialect == "page (html)"
    (row,) = desk.rows("adverts")
    assert row["title"] == "Waiter wanted"
    assert row["body"] == "Waiter\nNight shifts,\nroom included\ncall"
    assert (row["url"], row["language"]) == ("https://example.org/ad/5", "en")
    assert row["contact"] == "tel:+442079460003"
    assert desk.bytes_of(row) == PAGE.encode()


def test_a_page_that_declares_a_job_is_read_by_its_word(desk: Desk) -> None:
    declared = f'<script type="application/ld+json">{json.dumps({"@graph": [JOB]})}</script>'
    desk.take("a.html", PAGE.replace("</head>", declared + "</head>"))
    (row,) = desk.rows("adverts")
    assert (row["title"], row["body"]) == ("Kitchen hand", "Room & board.\nCall 020 7946 0001")
    assert (row["advert_kind"], row["source_id"], row["employer"]) == ("job", "J-77", "Example Kitchens")
    assert (row["place"], row["country"], row["price"], row["currency"]) == ("Leeds, Yorkshire", "GB", 120_000, "GBP")
    assert row["posted_at"].isoformat() == "2026-05-04T00:00:00+00:00"


def test_microdata_of_a_job_is_read_too(desk: Desk) -> None:
    page = """<html><body><div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Cleaner</h1>
    <div itemprop="description">Nights <b>only</b></div><meta itemprop="datePosted" content="2026-05-04">
    <span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
    <span itemprop="name">Example Clean</span></span></div></body></html>"""
    desk.take("a.html", page)
    (row,) = desk.rows("adverts")
    assert (row["title"], row["body"], row["employer"], row["advert_kind"]) == (
        "Cleaner",
        "Nights only",
        "Example Clean",
        "job",
    )


def test_a_page_of_several_jobs_gives_a_row_each(desk: Desk) -> None:
    jobs = [{**JOB, "title": f"Job {n}", "identifier": f"J-{n}"} for n in range(3)]
    desk.take("a.html", f'<html><script type="application/ld+json">{json.dumps(jobs)}</script></html>')
    assert [row["title"] for row in desk.rows("adverts")] == ["Job 0", "Job 1", "Job 2"]


def test_a_page_in_an_old_code_page_is_read_as_it_says(desk: Desk) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("Waiter wanted", "Официант")
    desk.take("a.html", page.encode("cp1251", "replace"))
    assert desk.rows("adverts")[0]["title"] == "Официант"


def test_an_empty_page_is_refused(desk: Desk) -> None:
    assert "shows no text" in (desk.take("a.html", "<html><script>x</script></html>").problem or "")


def test_a_saved_page_with_everything_in_it(desk: Desk) -> None:
    content = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/ad/9\r\nSubject: x\r\n"
        "Date: Mon, 4 May 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/ad/9\r\n\r\n"
        "<html><title>Waiter</title><p>Caf=C3=A9 shifts</p></html>\r\n--b\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )
    result = desk.take("a.mhtml", content)
    assert result.dialect == "page (mhtml)"
    (row,) = desk.rows("adverts")
    assert (row["title"], row["body"], row["url"]) == ("Waiter", "Café shifts", "https://example.org/ad/9")
    assert row["collected_at"].isoformat() == "2026-05-04T10:00:00+00:00"


def warc_record(kind: str, number: int, answer: bytes = b"") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2026-05-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0-{number}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def answer_of(status: str, kind: str, content: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_web_archive(desk: Desk, packed: bool) -> None:
    page = PAGE.replace('rel="canonical"', "").encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    records = [
        warc_record("warcinfo", 0, b"software: made up\r\n"),
        warc_record("response", 1, answer_of("200 OK", "text/html; charset=utf-8", page)),
        warc_record("response", 2, answer_of("200 OK", "image/png", page)),
        warc_record("response", 3, answer_of("404 Not Found", "text/html", page)),
        warc_record("response", 4, answer_of("200 OK", "text/html\r\nTransfer-Encoding: chunked", chunked)),
    ]
    content = b"".join(gzip.compress(record) if packed else record for record in records)
    result = desk.take("a.warc", content)
    assert (result.rows, result.kept) == (2, 2)
    assert {"2 records that are no page passed over", "1 records of type warcinfo passed over"} <= set(result.notes)
    row, last = desk.rows("adverts")
    assert (row["title"], row["url"]) == ("Waiter wanted", "https://example.org/1")
    assert row["collected_at"].isoformat() == "2026-05-04T10:00:00+00:00"
    assert desk.bytes_of(row) == records[1].removesuffix(b"\r\n\r\n")
    assert last["body"] == row["body"]
    cut = desk.take("b.warc", content[:-200])
    assert (cut.kept, cut.rejected) == (1, 1)
