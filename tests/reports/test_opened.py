"""Reports as a person opens them: the page in a browser, the PDF on paper."""

import subprocess
from pathlib import Path

import pytest

from made_up_dossiers import usual
from palermo.reports.page import lead_page
from palermo.reports.pdf import lead_pdf

QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
MORE = "--disable-component-update --disable-sync --hide-scrollbars"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [390, 1200])
def test_the_page_opens_in_a_browser(tmp_path: Path, width: int) -> None:
    (tmp_path / "lead.html").write_text(lead_page(usual()), encoding="utf-8")
    picture = tmp_path / "lead.png"
    size = [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},2000", f"--screenshot={picture}"]
    page = (tmp_path / "lead.html").as_uri()
    subprocess.run(
        ["chromium", *QUIET.split(), *MORE.split(), *size, page], check=True, capture_output=True, timeout=120
    )
    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert int.from_bytes(content[16:20], "big") == width
    assert len(content) > 20_000


@pytest.mark.needs("pdftoppm")
def test_the_pdf_is_drawn_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "lead.pdf").write_bytes(lead_pdf(usual()))
    subprocess.run(
        ["pdftoppm", "-png", "-r", "50", "lead.pdf", "page"], cwd=tmp_path, check=True, capture_output=True, timeout=120
    )
    pages = sorted(tmp_path.glob("page*.png"))
    assert pages
    assert all(page.read_bytes().startswith(PNG) for page in pages)
