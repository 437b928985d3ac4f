"""Marks of Markdown: they are set or left out wherever people read, and stay in what is written as Markdown."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.markup import markup_of
from bracketed.markdown import without_marks
from bracketed.source import Span
from tests.growth import assert_in_proportion

DRAFT = r"""---
title: Plan
---
# The **plan** for ports {:.no_toc}
{:.no_toc}

## Article 1 *(purpose)*

1. Ports *[Noting* the [rules](https://example.org/a_b_c) of **all** states[^1],] **shall** [*pay*/**report**].
2. \[Nobody\] meets\. They [share __all__ charts].	Comment by Ana: UK – remove “pay”; Peru – keep “pay”
* * *

[^1]: The rules of *last* year.
"""
RAW = re.compile(r"\*|(?<![\w/])__|(?m:^\s*#{1,6} )|\[\^|\]\(|\\\[|^---|no_toc|title: ")


def folded(words: str) -> list[tuple[str, ...]]:
    return [(piece, *sorted(faces)) for piece, faces in markup_of(words).pieces(Span(0, len(words)))]


@pytest.mark.parametrize(
    "words, shown",
    [
        ("*a* **b**", [("a", "italic"), (" ",), ("b", "bold")]),
        ("***c*** ~~d~~", [("c", "bold", "italic"), (" ",), ("d", "struck")]),
        ("*[Noting* the]", [("[Noting", "italic"), (" the]",)]),
        ("## Aims ##", [("Aims", "h2")]),
        ("`a*b*`", [("a*b*",)]),
        ("snake_case_name 2*3*4 [___] by ___, and __", [("snake_case_name 2*3*4 [___] by ___, and __",)]),
        ("- a\n* b\n> c", [("- a\n",), ("•",), (" b\n",), ("c",)]),
        ("a[^12] b[^x]", [("a",), ("¹²",), (" b",), ("(x)",)]),
        ("[a](https://example.org/x_(y)) [b](no link)", [("a",), (" [b](no link)",)]),
        ("[a][k] [b][c]\n\n[k]: https://example.org", [("a",), (" [b][c]\n\n",)]),
        ("<b>a</b><br>b", [("a", "bold"), (" ",), ("b",)]),
        ("The Parties* meet", [("The Parties* meet",)]),
        ("**The** Parties* meet", [("The", "bold"), (" Parties",), (" meet",)]),
    ],
)  # fmt: skip
def test_what_marks_set_off(words: str, shown: list[tuple[str, ...]]) -> None:
    assert folded(words) == shown


@given(st.text("ab *_~#[]()^\\\n<>-|:1", max_size=60), st.data())
def test_no_other_character_is_lost_and_parts_are_parts(text: str, data: st.DataObject) -> None:
    markup = markup_of(text)
    whole = markup.plain(Span(0, len(text)))
    # Lines can still be counted, and words are those of the text.
    assert whole.count("\n") == text.count("\n")
    at = data.draw(st.integers(0, len(text)))
    assert markup.plain(Span(0, at)) + markup.plain(Span(at, len(text))) == whole
    placed = [*markup.placed(Span(0, len(text)))]
    assert all(one[0].end <= two[0].start for one, two in pairwise(placed))


@given(st.text("ab *_~#()\\\n>-1", max_size=60))
def test_no_letter_of_a_few_words_is_lost(words: str) -> None:
    assert re.findall("[ab1]", without_marks(words)) == re.findall("[ab1]", words)


@pytest.mark.parametrize("unit", ["*a ", "*", "a*b_c", "[a", "[a](", "_x_", "\\*", "<b>", "[^", "~~a", "> ", "|-"])
def test_twice_as_many_marks_without_end_need_twice_the_calls(unit: str) -> None:
    def work(times: int) -> Callable[[], object]:
        return lambda: (markup_of(unit * times), without_marks(unit * times))

    assert_in_proportion(work, 1000)
    # What a pattern does in one call is not counted: were it much, this would take minutes.
    work(20_000)()


def test_words_between_two_lines_are_no_fields_of_a_file() -> None:
    text = "---\n\nArticle 1\n\n1. They decide: towns [shall/should] pay.\n\n---\n\n2. They meet.\n"
    assert "decide: towns [shall/should] pay." in bt.parse(text).markup.plain(Span(0, len(text)))
    assert len(bt.parse("---\n\n# Plan\n\n- They [shall/should] pay.\n\n---\n").brackets) == 1


def test_fields_of_a_file_without_end_take_little_time() -> None:
    # In a process of its own, since such a search cannot be stopped from outside.
    search = r"from bracketed.markdown import FRONT_MATTER; FRONT_MATTER.match('---\nt: x\n' + 60 * ' \n')"
    subprocess.run([sys.executable, "-c", search], check=True, timeout=30)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("markup") / "draft.md"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.mark.parametrize(
    "verb",
    [
        "outline", "outline --depth 9", "show", "brackets", "positions", "positions --why UK", "check", "variants",
        "best", "why", "ranking", "blocking", "concessions", "conflicts", "leverage", "packages", "coalitions",
        "streamline", "links", "positions --template",
    ],
)  # fmt: skip
def test_no_verb_prints_marks(verb: str, draft: Path) -> None:
    name, *options = verb.split()
    shown = run(name, str(draft), *options, *["Article 1.1#2"] * (name == "why"))
    assert not RAW.search(shown)


def test_json_and_csv_have_the_words_as_they_are_written(draft: Path) -> None:
    assert '"**report**"' in run("brackets", str(draft), "--format", "json")
    assert "**report**" in run("brackets", str(draft), "--format", "csv")


def test_markdown_and_text_keep_their_marks(draft: Path, tmp_path: Path) -> None:
    for suffix in ("md", "txt"):
        run("write", str(draft), "-o", str(tmp_path / f"clean.{suffix}"))
        assert "**shall** *pay*." in (tmp_path / f"clean.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["report --full", "explore"])
def test_no_page_shows_marks(page: str, draft: Path, tmp_path: Path) -> None:
    name, *options = page.split()
    file = tmp_path / "page.html"
    run(name, str(draft), *options, "-o", str(file))
    words = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", "", file.read_text(encoding="utf-8"))
    assert not RAW.search(words)


def test_the_page_of_changes_sets_what_marks_set_off(draft: Path, tmp_path: Path) -> None:
    later, page = tmp_path / "later.md", tmp_path / "changes.html"
    later.write_text(
        DRAFT.replace("**shall**", "*may*").replace("[share __all__ charts]", "__meet__"), encoding="utf-8"
    )
    run("diff", str(draft), str(later), "-o", str(page))
    shown = page.read_text(encoding="utf-8")
    assert "<ins><i>may</i></ins>" in shown
    assert not RAW.search(re.sub(r"(?s)<style.*?</style>|<[^>]*>", "", shown))


def test_a_notebook_sets_what_marks_set_off() -> None:
    read = bt.parse(DRAFT)
    space = bt.variants(read)
    assert "<b>shall</b>" in read._repr_html_()
    for shown in (read._repr_html_(), space[0]._repr_html_(), bt.blocking(space, bt.positions(read))._repr_html_()):
        assert not RAW.search(re.sub("<[^>]*>", "", shown))


@pytest.mark.parametrize("options", [(), ("--redline",), ("--variant", "none"), ("--numbered",)])
def test_word_has_bold_for_bold_and_a_heading_for_a_heading(
    options: tuple[str, ...], draft: Path, tmp_path: Path
) -> None:
    file = tmp_path / "clean.docx"
    run("write", str(draft), *options, "-o", str(file))
    with zipfile.ZipFile(file) as opened:
        document = opened.read("word/document.xml").decode()
    assert re.search(r"<w:rPr><w:b/><w:bCs/></w:rPr><w:t[^>]*>shall</w:t>", document)
    assert re.search(r'<w:pStyle w:val="Heading2"/></w:pPr>.{0,40}<w:t[^>]*>Article 1 </w:t>', document)
    assert "<w:i/><w:iCs/></w:rPr><w:t>(purpose)</w:t>" in document
    assert not RAW.search(re.sub("<[^>]*>", "", document))
    # The draft in it has the same brackets.
    if options == ("--variant", "none"):
        before, after = (bt.read(one).brackets for one in (draft, file))
        assert [one.id for one in after] == [one.id for one in before]
        assert after[1].options[1].text == "report"


ARABIC = "1. على الأطراف [دفع/تسديد] الرسوم.\n\n2. Ports pay."


def test_word_has_the_language_and_the_direction_of_the_words(tmp_path: Path) -> None:
    source, file = tmp_path / "draft.txt", tmp_path / "draft.docx"
    source.write_text(ARABIC, encoding="utf-8")
    run("write", str(source), "--variant", "none", "-o", str(file))
    with zipfile.ZipFile(file) as opened:
        first, second = re.findall("<w:p>.*?</w:p>", opened.read("word/document.xml").decode())
    assert '<w:bidi/></w:pPr><w:r><w:rPr><w:rtl/><w:lang w:bidi="ar"/></w:rPr>' in first
    assert "<w:bidi/>" not in second
    assert "<w:rtl/>" not in second


def test_pages_have_the_language_and_the_direction_of_the_words(tmp_path: Path) -> None:
    source = tmp_path / "draft.txt"
    said = ARABIC.replace("\n\n", "\tComment by Ana: UK – remove “دفع”\n\n")
    source.write_text(said, encoding="utf-8")
    later = tmp_path / "later.txt"
    later.write_text(f"{ARABIC.replace('الرسوم', 'الرسوم الآن')}\n", encoding="utf-8")
    for arguments in (["report", "--full"], ["diff", str(later)]):
        page = tmp_path / "page.html"
        run(arguments[0], str(source), *arguments[1:], "-o", str(page), "--force")
        shown = page.read_text(encoding="utf-8")
        assert shown.startswith('<!doctype html>\n<html lang="en">')
        assert 'lang="ar"' in shown
        assert 'dir="auto"' in shown
