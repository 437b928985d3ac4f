"""Formats are told by the suffix or the bytes of a file; what cannot be read is refused with a remedy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.errors import DraftError
from tests.pdf.making import written

HTML = b"<!DOCTYPE html>\n<ol start=4><li>Ports [shall] report.</ol>"
TEXT = b"4. Ports [shall] report."


def files() -> dict[str, bytes]:
    return {
        "text": TEXT,
        "html": HTML,
        "html after a comment": b"<!-- saved -->\n<html><body>" + HTML,
        "xhtml": b'<?xml version="1.0"?>\n<html>' + HTML,
        "html in UTF-16": HTML.decode().encode("utf-16"),
        "pdf": written("4. Ports [shall] report."),
    }


@pytest.mark.parametrize("kind", files())
def test_bytes_without_a_name_are_read_as_what_they_are(kind: str) -> None:
    assert [bracket.id for bracket in bt.read(files()[kind]).brackets] == ["4#1"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "html", "pdf"])
def test_standard_input_is_read_as_what_it_is(kind: str) -> None:
    command = [sys.executable, "-m", "bracketed", "brackets", "-", "--format", "csv"]
    done = subprocess.run(command, input=files()[kind], capture_output=True, check=True)
    assert b"4#1,4,optional" in done.stdout


def test_the_same_provision_in_every_format(tmp_path: Path) -> None:
    for suffix, kind in (("txt", "text"), ("html", "html"), ("htm", "html"), ("pdf", "pdf"), ("HTML", "html")):
        path = tmp_path / f"draft.{suffix}"
        path.write_bytes(files()[kind])
        assert bt.read(path).brackets[0].words == "[shall]"


ZIP = b"PK\x03\x04" + bytes(26)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.doc", b"", "a.doc: a file of format 'doc' cannot be read; open it in the program that made it, and save "
         "it as .docx"),
        ("a.rtf", b"{\\rtf1", "a.rtf: a file of format 'rtf' cannot be read; open it in the program that made it, and "
         "save it as .docx"),
        ("a.txt", b"{\\rtf1", "a.txt: a file of format 'rtf' cannot be read; open it in the program that made it, and "
         "save it as .docx"),
        ("a", ZIP + b"mimetypeapplication/vnd.oasis.opendocument.text", "a: a file of format 'odt' cannot be read; "
         "open it in the program that made it, and save it as .docx"),
        ("a", ZIP + b"xl/workbook.xml", "a: a file of format 'xlsx' cannot be read; give a table of positions with "
         "--positions, beside a draft"),
        ("a.docm", b"", "a.docm: a file of format 'docm' cannot be read; open it in Word, and save it as .docx"),
        ("a.png", b"", "a.png: a file of format 'png' cannot be read; a picture holds no text; use text recognition "
         "(OCR)"),
        ("a.xyz", b"", "a.xyz: a file of format 'xyz' cannot be read; save it as .docx, .html, .pdf or as text (.txt "
         "or .md)"),
        ("a.txt", b"%PDF-1.7", "a.txt is a PDF file, not txt; give it the ending .pdf, or say format='pdf'"),
        ("a.html", ZIP, "a.html is a Word document or another zip file, not html; give it the ending .docx, or say "
         "format='docx'"),
        ("a.pdf", TEXT, "a.pdf is no PDF file, or a damaged one; open it and save it anew as PDF"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_a_remedy(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DraftError) as raised:
        bt.read(tmp_path / name)
    assert str(raised.value) == message


def test_the_command_gives_up_with_code_3(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(TEXT)
    command = [sys.executable, "-m", "bracketed", "show", str(tmp_path / "a.pdf")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "bracketed: a.pdf is no PDF file, or a damaged one; open it and save it anew as PDF\n"


def test_a_text_that_speaks_of_tags_or_files_stays_text() -> None:
    for text in ("4. Use <html> [tags].", "4. The file begins with %PDF- [always].", "PK [x] {\\rtf"):
        assert bt.read(text.encode()).source == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "1. 各方[应/应当]报告。"),
        ("cp1251", "1. Стороны [должны/могут] представить доклад."),
        ("koi8-r", "1. Стороны [должны/могут] представить доклад."),
        ("iso-8859-7", "1. Τα μέρη [πρέπει/μπορούν] να υποβάλουν έκθεση."),
        ("euc-kr", "1. 당사국은 [보고/통보]한다."),
    ],
)
def test_text_in_another_encoding_is_refused(encoding: str, text: str) -> None:
    with pytest.raises(DraftError, match=r"Windows-1252.*; save it as plain text in UTF-8"):
        bt.read(text.encode(encoding), format="txt")


def test_text_in_another_encoding_that_makes_some_words_is_doubted() -> None:
    draft = bt.read("1. Les délégations [doivent/devraient] agir à côté.".encode("cp437"), format="txt")
    assert [one.code for one in draft.diagnostics] == ["encoding-doubtful"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_text_in_these_encodings_is_read(encoding: str) -> None:
    text = "1. Les États [doivent/devraient] agir à côté, même où l'été naît. Größere Häfen, äußerst öde."
    assert bt.read(text.encode(encoding), format="txt").source == text


def test_lines_of_a_text_that_a_word_processor_saved_are_paragraphs() -> None:
    recalling = "Recalling [with concern] the winter in which all crossings of the river were closed, to all ships,"
    noting = "Noting that [most] owners keep to the rules, and that those who do not are known to the harbour by now,"
    text = f"The Assembly,\n{recalling} {noting.lower()}\n{noting} {recalling.lower()}\n1. Asks [all] owners to pay."
    assert [bracket.id for bracket in bt.read(text.encode()).brackets] == ["PP1#1", "PP1#2", "PP2#1", "PP2#2", "1#1"]
    # A text whose lines were broken goes on from one to the next.
    broken = text.replace(", ", ",\n")
    assert [bracket.id for bracket in bt.read(broken.encode()).brackets][:3] == ["p1#1", "p1#2", "p1#3"]


def test_words_struck_through_in_markdown_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("4. Ports ~~should~~ shall [~~open~~/close] {~~soon~>now~~}.\n", encoding="utf-8")
    found = [one for one in bt.read(path).diagnostics if one.code == "struck-words"]
    assert [one.message.split(" is ")[0] for one in found] == ["“should”", "“open”"]
