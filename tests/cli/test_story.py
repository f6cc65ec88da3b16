"""One advert from file to lead to report, as a person at a desk walks it."""

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from walked_desk import Desk, Palermo


def first_lead(palermo: Palermo, desk: Desk) -> dict[str, object]:
    leads = json.loads(palermo("-w", desk.root, "leads", "--json").out)["leads"]
    assert leads
    found: dict[str, object] = leads[0]
    return found


def test_an_advert_goes_from_file_to_lead_to_report(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    """S03, E06: a planted campaign becomes a lead whose evidence walks back to the bytes."""
    lead = first_lead(palermo, desk)
    assert len({reason["group"] for reason in lead["reasons"]}) >= 2  # type: ignore[attr-defined, index]
    shown = json.loads(palermo("-w", desk.root, "show", lead["lead_id"], "--json").out)
    advert = shown["adverts"][0]
    behind = json.loads(palermo("-w", desk.root, "show", advert["advert_id"], "--json").out)
    content = (desk.material / behind["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == advert["item_id"]
    assert behind["bytes"] in content.decode("utf-8")
    assert behind["item_verifies"] is True
    palermo("-w", desk.root, "report", lead["lead_id"], "--to", tmp_path / "lead.html")
    page = (tmp_path / "lead.html").read_text(encoding="utf-8")
    assert advert["item_id"][:12] in page
    assert "not a verdict" in page
    named = {path.name for path in desk.material.iterdir() if path.name in page}
    assert behind["file"] in named
    assert len(named) <= len({row["item_id"] for row in shown["adverts"]}) + 2


def test_the_leads_are_hands_that_were_planted(palermo: Palermo, desk: Desk) -> None:
    """S03: the end-to-end test on made-up material finds the planted templates."""
    with (desk.material / "truth" / "adverts.csv").open(encoding="utf-8-sig", newline="") as stream:
        truth = {row["advert"]: row for row in csv.DictReader(stream)}
    adverts = pq.read_table(desk.root / "tables" / "adverts", columns=["advert_id", "source_id"])
    source_ids = dict(zip(adverts["advert_id"].to_pylist(), adverts["source_id"].to_pylist(), strict=True))
    leads = json.loads(palermo("-w", desk.root, "leads", "--json", "--top", "10").out)["leads"]
    planted = 0
    for lead in leads:
        shown = json.loads(palermo("-w", desk.root, "show", lead["lead_id"], "--json").out)
        rows = [truth[source_ids[a["advert_id"]]] for a in shown["adverts"] if source_ids[a["advert_id"]] in truth]
        campaigns = [row["campaign"] for row in rows if row["campaign"]]
        planted += bool(campaigns) and len(set(campaigns)) == 1
    assert planted >= 0.8 * len(leads)


def test_the_same_week_exported_twice_changes_no_lead(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    before = json.loads(palermo("-w", desk.root, "leads", "--json").out)["leads"]
    with (desk.material / "adverts-week-2.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (tmp_path / "again.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0], "exported_by"])
        writer.writeheader()
        writer.writerows({**row, "exported_by": "x"} for row in reversed(rows))
    said = palermo("-w", desk.root, "ingest", tmp_path / "again.csv", "--as", "adverts", "--source", "made up").out
    assert f"{len(rows):,} were seen before" in said
    palermo("-w", desk.root, "run")
    after = json.loads(palermo("-w", desk.root, "leads", "--json").out)["leads"]
    assert [lead["lead_id"] for lead in after] == [lead["lead_id"] for lead in before]
    assert [lead["priority"] for lead in after] == [lead["priority"] for lead in before]


def test_the_same_bytes_again_are_logged_and_make_no_rows(palermo: Palermo, desk: Desk) -> None:
    again = desk.material / "adverts-week-1.csv"
    said = palermo("-w", desk.root, "ingest", again, "--as", "adverts", "--source", "made up").out
    assert "taken in before" in said
    assert "Nothing has changed" in palermo("-w", desk.root, "run").out


def test_a_run_made_again_is_the_same_byte_for_byte(palermo: Palermo, desk: Desk) -> None:
    """E05: same inputs, versions and parameters give the same tables."""
    assert "byte for byte" in palermo("-w", desk.root, "run", "--fresh").out


def test_a_workspace_verifies_and_a_flipped_bit_is_found(palermo: Palermo, desk: Desk) -> None:
    """E01, E03: the verify command finds a flipped bit, and exits 3."""
    assert "Everything verifies" in palermo("-w", desk.root, "verify").out
    item = next(path for path in (desk.root / "items").rglob("*") if path.is_file())
    content = bytearray(item.read_bytes())
    content[len(content) // 2] ^= 1
    item.chmod(0o600)
    item.write_bytes(content)
    said = palermo("-w", desk.root, "verify", exit_code=3).out
    assert "FAULT" in said
    assert item.name[:12] in said


def test_no_word_of_an_advert_stands_in_the_items_or_the_log(desk: Desk) -> None:
    """D11: bytes of the store show no plain text of what was taken in."""
    with (desk.material / "adverts-week-1.csv").open(encoding="utf-8-sig", newline="") as stream:
        canaries = [row["text"][:40].encode() for row in csv.DictReader(stream)][:20]
    for folder in ("items", "custody"):
        for path in (desk.root / folder).rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not any(canary in content for canary in canaries), path.name


def test_one_per_cent_more_goes_on_from_the_former_run(palermo: Palermo, desk: Desk, tmp_path: Path) -> None:
    with (desk.material / "adverts-week-1.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    with (tmp_path / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow({**row, "id": "new-1", "url": ""})
    palermo("-w", desk.root, "ingest", tmp_path / "more.csv", "--as", "adverts", "--source", "made up")
    said = json.loads(palermo("-w", desk.root, "run", "--json").out)
    assert said["grown_from"]
    assert "Everything verifies" in palermo("-w", desk.root, "verify").out


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_working_copy_is_logged_before_it_is_made(palermo: Palermo, desk: Desk, tmp_path: Path, ending: str) -> None:
    """D05: disclosure is logged."""
    palermo("-w", desk.root, "table", "identifiers", "--to", tmp_path / f"i.{ending}")
    log = (desk.root / "custody").rglob("*")
    assert any(b"working_copy_made" in path.read_bytes() for path in log if path.is_file())
