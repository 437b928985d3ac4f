"""PDF files that cannot be read, or were made to do harm: a clear error, in little time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.errors import DraftError
from tests.pdf.making import PdfBuilder, page, pdf, stream, written

WORDS = b"BT /F 10 Tf 60 700 Td (4. Ports [shall] report.) Tj ET "


def error(data: bytes) -> str:
    with pytest.raises(DraftError) as raised:
        bt.read(data, format="pdf")
    return str(raised.value)


def test_a_file_by_hand_is_read() -> None:
    assert bt.read(page(WORDS), format="pdf").brackets[0].words == "[shall]"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"4. Ports report.", written("4. Ports")[:300], b"%PDF-\x00\x00"])
def test_what_is_no_pdf_is_reported(data: bytes) -> None:
    assert error(data) == "draft is no PDF file, or a damaged one; open it and save it anew as PDF"


def test_a_password_is_requested_by_nobody() -> None:
    made = PdfBuilder(encrypt="secret")
    made.paragraph("4. Ports report.")
    assert error(made.bytes()) == "draft is protected by a password; save a copy without it"


def test_pictures_of_pages_have_no_words(tmp_path: Path) -> None:
    made = PdfBuilder()
    made.canvas.drawInlineImage(picture(), 0, 0, 400, 400)
    assert error(made.bytes()) == (
        "draft has no text layer, its pages are pictures; let a program for text recognition (OCR) make a PDF with "
        "text of it, or use the file that it was printed from"
    )
    assert error(PdfBuilder().bytes()) == "draft has no words on its pages; use the file that it was made from"


def test_one_page_that_is_a_picture_is_named() -> None:
    made = PdfBuilder()
    made.paragraph("4. Ports [shall] report.")
    made.page()
    made.canvas.drawInlineImage(picture(), 0, 0, 400, 400)
    draft = bt.read(made.bytes(), format="pdf")
    (found,) = [found for found in draft.diagnostics if found.code == "page-without-text"]
    assert found.message == "page 2 is a picture without text, and left out"


def picture() -> object:
    from PIL import Image

    return Image.new("RGB", (20, 20), (10, 200, 10))


def test_too_many_pages_are_counted_before_they_are_read() -> None:
    assert error(page(WORDS, times=5_000)) == "draft has 5,000 pages, more than 1,000; divide it into parts"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the system does not bound the memory of a process")
@pytest.mark.parametrize(
    "piece, times",
    [(b" ", 700_000_000), (WORDS, 4_000_000), (b"0 0 m 9 9 l S ", 20_000_000)],
    ids=["spaces", "words", "lines"],
)
def test_a_small_file_that_unpacks_to_a_large_one_is_given_up(piece: bytes, times: int) -> None:
    content = zlib.compress(piece * times, 1)
    assert error(page(content, "/Filter /FlateDecode")) == (
        "draft takes more than 450 MB of memory to read; print the pages that matter to a new PDF"
    )


@pytest.mark.slow
def test_lists_in_lists_without_end_are_read_over() -> None:
    content = zlib.compress(b"[" * 50_000_000, 1)
    assert error(page(content, "/Filter /FlateDecode")) == (
        "draft has no words on its pages; use the file that it was made from"
    )


def test_pages_that_are_their_own_parents_end() -> None:
    data = pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 900 /MediaBox [0 0 600 800] /Parent 2 0 R>>",
    )
    assert "draft" in error(data)


def test_a_form_that_shows_itself_ends() -> None:
    data = pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800]>>",
        "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</X 5 0 R>>>>>>",
        stream(b"/X Do"),
        stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>>"),
    )
    assert error(data) == "draft has no words on its pages; use the file that it was made from"


def test_nothing_that_is_beside_a_draft_is_run(tmp_path: Path) -> None:
    for name in ("json.py", "bracketed.py", "pypdfium2.py"):
        (tmp_path / name).write_text("open('run.txt', 'w').close()")
    (tmp_path / "draft.pdf").write_bytes(page(WORDS))
    # What reads the pages is another process. This one has its modules, before there is a folder to find others in.
    script = """
import bracketed, json, os
os.chdir(os.environ["PLACE"])
print(bracketed.read("draft.pdf").brackets[0].words)
"""
    place = {**os.environ, "PLACE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=place)
    assert done.stdout.strip() == "[shall]"
    assert not (tmp_path / "run.txt").exists()


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bracketed.reading.pdf.find_spec", lambda name: None)
    assert error(page(WORDS)) == 'PDF files are read with pypdfium2; install it with: pip install "bracketed[pdf]"'
