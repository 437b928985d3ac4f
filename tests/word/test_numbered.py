"""Numbered drafts for the room: the id of each bracket behind the sign that opens it, and no word of the draft."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from lxml import etree

import bracketed as bt
from bracketed.cli.main import main
from bracketed.draft.draft import Draft
from bracketed.draft.id_marks import id_marks, is_id_mark, without_id_marks
from bracketed.errors import DraftError
from bracketed.reading.word.package import open_package
from tests.shared import SHARED, needs_shared
from tests.strategies import broken_drafts, drafts
from tests.word.making import W, dels, docx, ins, p, t
from tests.word.office import Office, needs_office

TEXT = "4. Parties [shall/should [soon]] report [annually][monthly].\n5. Option 1: They pay.\nOption 2: They meet.\n"
NUMBERED = (
    "4. Parties [‹4#1›shall/should [‹4#1b.1›soon]] report [‹4#2›annually][monthly].\n"
    "5. Option 1:‹5#1› They pay.\nOption 2: They meet.\n"
)


def numbered(draft: Draft, suffix: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"numbered.{suffix}")
        bt.write(draft, path, numbered=True)
        return path.read_bytes()


def as_word(draft: Draft) -> bytes:
    with TemporaryDirectory() as folder:
        bt.write(draft, Path(folder, "draft.docx"))
        return Path(folder, "draft.docx").read_bytes()


def seen(draft: Draft) -> tuple[object, ...]:
    """Return what is seen of a draft: its words, its brackets with their options, and its comments."""
    brackets = [(one.id, one.kind, one.span, one.words, one.letters) for one in draft.brackets]
    return draft.source, brackets, [(one.author, one.text, one.anchor) for one in draft.comments]


def marks_in(data: bytes) -> list[str]:
    """Return the ids that a Word document shows."""
    package = open_package(data, "numbered.docx")
    root = package.tree(package.main)
    assert root is not None
    return [one.text or "" for one in root.iter(f"{{{W}}}t", f"{{{W}}}delText") if is_id_mark(one.text or "")]


def test_each_bracket_has_its_id_behind_the_sign_that_opens_it() -> None:
    assert numbered(bt.parse(TEXT), "md").decode() == NUMBERED


def test_all_ids_are_in_a_word_document_in_the_order_of_the_text() -> None:
    draft = bt.parse(TEXT)
    assert marks_in(numbered(draft, "docx")) == [f"‹{bracket.id}›" for bracket in draft.brackets]


@given(drafts())
def test_a_numbered_text_is_read_as_the_draft(text: str) -> None:
    draft = bt.read(text.encode())
    # A file ends with the end of a line.
    assert seen(bt.read(numbered(draft, "md"))) == seen(bt.read(f"{text.removesuffix(chr(10))}\n".encode()))


@given(broken_drafts())
def test_so_is_one_that_is_broken(text: str) -> None:
    draft = bt.read(text.encode())
    again = bt.read(numbered(draft, "txt"))
    # What is written ends its last line.
    ended = bt.read(text.encode() if text.endswith("\n") else f"{text}\n".encode())
    assert [(one.id, one.words) for one in again.brackets] == [(one.id, one.words) for one in ended.brackets]


@pytest.mark.slow
@given(drafts())
def test_a_numbered_word_document_is_read_as_the_one_without_numbers(text: str) -> None:
    draft = bt.parse(text)
    # A document without words is no draft.
    assume(draft.brackets)
    data = numbered(draft, "docx")
    assert seen(bt.read(data)) == seen(bt.read(as_word(draft)))
    assert len(marks_in(data)) == len(draft.brackets)


@pytest.mark.slow
@given(drafts())
def test_a_text_settled_in_a_numbered_document_has_no_numbers(text: str) -> None:
    draft = bt.parse(text)
    assume(draft.brackets)
    first = bt.variants(bt.read(numbered(draft, "docx")))[0]
    with TemporaryDirectory() as folder:
        bt.write(first, Path(folder, "clean.docx"))
        bt.write(first, Path(folder, "redline.docx"), redline=True)
        assert marks_in(Path(folder, "clean.docx").read_bytes()) == []
        assert marks_in(Path(folder, "redline.docx").read_bytes()) == []


def test_a_document_that_is_numbered_again_has_each_id_once() -> None:
    once = bt.read(numbered(bt.parse(TEXT), "docx"))
    assert marks_in(numbered(once, "docx")) == [f"‹{bracket.id}›" for bracket in once.brackets]


def test_the_formats_of_a_word_document_stay() -> None:
    data = docx(p(t("4. Parties "), t("[shall/should]", "<w:b/>"), t(" report."), looks='<w:jc w:val="right"/>'))
    package = open_package(numbered(bt.read(data), "docx"), "numbered.docx")
    root = package.tree(package.main)
    assert root is not None
    (mark,) = [one for one in root.iter(f"{{{W}}}r") if is_id_mark("".join(one.itertext()))]
    looks = {etree.QName(one).localname: one.get(f"{{{W}}}val") for one in mark[0]}
    assert looks["vertAlign"] == "superscript"
    assert looks["b"] == "0"
    mark.getparent().remove(mark)
    runs = ["".join(one.itertext()) for one in root.iter(f"{{{W}}}r")]
    assert runs == ["4. Parties ", "[", "shall/should]", " report."]
    bold = [one.find(f"{{{W}}}rPr/{{{W}}}b") is not None for one in root.iter(f"{{{W}}}r")]
    assert bold == [False, True, True, False]
    assert root.find(f".//{{{W}}}jc").get(f"{{{W}}}val") == "right"


@pytest.mark.parametrize("changes", ["accept", "reject", "brackets"])
def test_a_bracket_in_a_tracked_change_is_numbered(changes: str) -> None:
    data = docx(p(t("4. Parties "), ins(t("[shall] ")), dels("[should] "), t("report [annually].")))
    draft = bt.read(data, changes=changes)  # type: ignore[arg-type]
    written = numbered(draft, "docx")
    again = bt.read(written, changes=changes)  # type: ignore[arg-type]
    assert [(one.id, one.words) for one in again.brackets] == [(one.id, one.words) for one in draft.brackets]
    assert len(marks_in(written)) == sum(bracket.origin == "text" for bracket in draft.brackets)


@pytest.mark.parametrize(
    "text", ["‹4#1›", "‹Article 3.2 opt1(a)#1a.1›", "‹2/21#1a.14›", "‹D.4-c#2b.1›", "‹5#i1›", "‹p1#12aa.3›"]
)
def test_ids_of_every_sort_are_marks(text: str) -> None:
    assert is_id_mark(text)
    assert without_id_marks(f"[{text}shall]") == "[shall]"


@pytest.mark.parametrize("text", ["‹ports›", "‹No. 4›", "‹4#›", "‹#1", "<4#1>", "‹4\n#1›"])
def test_words_between_such_quotation_marks_are_words(text: str) -> None:
    assert without_id_marks(f"[{text}]") == f"[{text}]"


def test_a_web_page_with_numbers_is_read_without_them() -> None:
    page = f"<!doctype html><p>{NUMBERED.splitlines()[0]}</p>".encode()
    assert bt.read(page, format="html").brackets[0].words == "[shall/should [soon]]"


def test_only_a_draft_is_numbered() -> None:
    draft = bt.parse(TEXT)
    with pytest.raises(DraftError, match="has no brackets to number as the draft has them; give the draft"):
        bt.write(bt.variants(draft)[0], "never.md", numbered=True)


def test_positions_of_others_are_beside_the_numbers(tmp_path: Path) -> None:
    rows = [{"delegation": "Norway", "bracket": "4#2", "option": "a", "stance": "supports"}]
    draft = bt.read(TEXT.encode())
    bt.write(draft, tmp_path / "numbered.docx", numbered=True, positions=bt.read_positions(rows, draft))
    again = bt.read(tmp_path / "numbered.docx")
    assert [(row.delegation, row.bracket, row.option) for row in bt.positions(again)] == [("Norway", "4#2", "a")]
    assert len(marks_in((tmp_path / "numbered.docx").read_bytes())) == 4


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_verb_writes_it(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(TEXT, encoding="utf-8")
    done = run("write", tmp_path / "draft.md", "--numbered", "-o", tmp_path / "numbered.md")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "numbered.md").read_text(encoding="utf-8") == NUMBERED


@pytest.mark.parametrize("options", [["--redline"], ["--variant", "0"]])
def test_nothing_is_settled_in_it(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(TEXT, encoding="utf-8")
    assert run("write", tmp_path / "draft.md", "--numbered", *options, "-o", tmp_path / "x.md").exit_code == 2


@needs_shared
@pytest.mark.slow
def test_a_real_draft_is_numbered() -> None:
    draft = bt.read(SHARED / "wtdc.docx")
    data = numbered(draft, "docx")
    assert seen(bt.read(data)) == seen(draft)
    assert marks_in(data) == [mark for _, mark in id_marks(draft)]


@needs_office
def test_an_office_program_shows_the_numbers(tmp_path: Path) -> None:
    path = tmp_path / "numbered.docx"
    path.write_bytes(numbered(bt.parse(TEXT), "docx"))
    shown = Office(tmp_path).convert(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert "[‹4#1›shall/should [‹4#1b.1›soon]]" in shown


def test_another_format_in_which_brackets_would_have_other_ids_is_warned_of(tmp_path: Path) -> None:
    # In Word these lines are paragraphs of their own.
    text = "The ports of the coast,\n\nRecalling the [old] rules,\nNoting the [new] rules,\n\nHave agreed:\n\n1. Pay.\n"
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    done = run("write", tmp_path / "draft.md", "--numbered", "-o", tmp_path / "numbered.docx")
    ids = "numbered.docx has the ids of draft.md; read by itself, 1 of 2 brackets would have others; keep draft.md"
    assert (done.exit_code, done.stderr) == (0, f"bracketed: {ids}\n")
    assert run("write", tmp_path / "draft.md", "--numbered", "-o", tmp_path / "numbered.md").stderr == ""
