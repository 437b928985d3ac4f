"""Where things are, as people say it: by line in a text, by page in a PDF, by provision and author in Word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import bracketed as bt
from bracketed.cli import main
from bracketed.source import Source
from tests.pdf.making import PdfBuilder
from tests.word.making import comment, docx, on, p, ref, t

# A label that is there twice, a comment that contradicts itself, one that cannot be read, and a remark.
SAID = "UK – remove “shall”\nUK – keep “shall”\nUSA – remove “must”\nPeru – thanks the chair"
TEXT = f"4. Ports [shall] report.\tComment by Ana: {SAID}\n5. Ships [may] sail].\n4. Ports [may] pay."


def word(folder: Path) -> Path:
    file = folder / "draft.docx"
    body = p(t("4. Ports ["), on(1, t("shall")), ref(1), t("] report."))
    body += p(t("5. Ships [may] sail].")) + p(t("4. Ports [may] pay."))
    file.write_bytes(docx(body, comments=comment(1, SAID)))
    return file


def pdf(folder: Path) -> Path:
    file = folder / "draft.pdf"
    made = PdfBuilder()
    made.paragraph("4. Ports [shall] report.")
    made.page()
    made.paragraph("5. Ships [may] sail].")
    made.paragraph("4. Ports [may] pay.")
    file.write_bytes(made.bytes())
    return file


def text(folder: Path) -> Path:
    file = folder / "draft.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exit_code in (0, 1)
    return done.output


VERBS = (
    "outline",
    "show",
    "brackets",
    "positions",
    "positions --why UK",
    "check",
    "best",
    "blocking",
    "write --settle best -o {0}/settled.docx --force",
    "write -o {0}/clean.docx --force",
)


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_speaks_of_lines_of_a_word_document(verb: str, tmp_path: Path) -> None:
    name, *options = verb.format(tmp_path).split()
    shown = printed(name, str(word(tmp_path)), *options)
    assert not re.search(r"\blines? \d|\bline\b(?!s)|\d+:\d+:", shown.replace("red line", ""))
    # The same of a text is found by its lines.
    if name in ("positions", "check", "brackets", "outline"):
        assert re.search(r"\bline\b|\d+:\d+:", printed(name, str(text(tmp_path)), *options))


def test_a_comment_in_word_is_cited_by_its_author(tmp_path: Path) -> None:
    file = str(word(tmp_path))
    assert "4, comment of USA: warning: the words “must” are not in 4" in printed("check", file)
    assert "comment of Ana" in printed("positions", file, "--why", "UK")
    assert "Ana: UK – keep “shall”" in " ".join(printed("positions", file).split())
    said = next(finding for finding in bt.positions(bt.read(file)).diagnostics if finding.code == "contradiction")
    assert said.message == "UK objects to this earlier and supports it here; the later statement counts"


def test_what_stands_in_a_pdf_is_cited_by_its_page(tmp_path: Path) -> None:
    file = str(pdf(tmp_path))
    shown = printed("check", file)
    assert "5, page 2: error: this closing bracket has no opening bracket" in shown
    assert "the label 4 was used before, on page 1" in shown
    assert [line.split()[2:4] for line in printed("brackets", file).splitlines()[2:7:2]] == [
        ["1", "a"],
        ["2", "a"],
        ["2", "a"],
    ]
    assert [line[:4] for line in printed("show", file).splitlines()[2:5:2]] == ["p1 │", "p2 │"]


def test_places_with_pages_are_told_apart_where_several_findings_are_one(tmp_path: Path) -> None:
    made = PdfBuilder()
    for number in (4, 5, 6):
        made.paragraph(f"{number}. Ships [may] sail].")
        made.page()
    (tmp_path / "draft.pdf").write_bytes(made.bytes())
    shown = " ".join(printed("check", str(tmp_path / "draft.pdf")).split())
    assert "[unmatched-bracket]; also at 5, page 2; 6, page 3" in shown


def test_a_paragraph_over_two_pages_has_the_page_of_each_of_its_words() -> None:
    made = PdfBuilder()
    made.paragraph(f"4. Ports {'report and pay and report and pay ' * 30}")
    made.page()
    made.paragraph("as often as [they] can.")
    draft = bt.read(made.bytes(), format="pdf")
    assert len(draft.provisions) == 1
    (bracket,) = draft.brackets
    assert draft.lines.where(*draft.lines.place(bracket.span.start)) == "page 2"
    assert draft.lines.where(draft.provisions[0].line) == "page 1"


def test_a_place_of_a_text_is_its_line() -> None:
    draft = bt.parse(TEXT)
    assert draft.pages is None
    assert {finding.place for finding in draft.diagnostics} == {"line 5", "line 6"}
    assert Source("a\nb", ()).where(2) == ""
    # Pages need not come in order: the notes of all of them stand at the end.
    assert [Source("a\nb\nc", ((0, 1), (2, 2), (4, 1))).where(line) for line in (1, 2, 3)] == [
        "page 1",
        "page 2",
        "page 1",
    ]
