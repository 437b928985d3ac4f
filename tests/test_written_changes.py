"""Changes between two drafts as a page and as a Word document."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError, NotWrittenError
from bracketed.progress.tokens import Tokens
from bracketed.show.html.changes import changes_page
from bracketed.source import Span
from tests.browser import browsing, check_access, needs_axe, needs_browser
from tests.browser import page_of as opened
from tests.shared import SHARED
from tests.test_revisions import any_draft, signs
from tests.test_unmarked import MadeUp, made_up, text

EXAMPLES = Path(__file__).parents[1] / "examples"


class _Words(HTMLParser):
    """The words of the later text on a page: those in a row, without what is gone and without notes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self._classes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.tags.append(tag)
            self._classes.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.tags.pop() == tag
        self._classes.pop()
        if tag in ("p", "h4", "h5", "h6"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if "words" in self._classes and not {"del", "sup", "note"} & {*self._classes}:
            self.words.append(data)


def page_of(one: str, two: str) -> str:
    return changes_page(bt.progress([bt.parse(one), bt.parse(two)]))


@given(any_draft, any_draft)
def test_the_page_of_any_two_drafts_holds_the_later_text_and_no_markup_of_it(one: str, two: str) -> None:
    page = page_of(f"<script>{one}", f"{two}<i>1")
    shown = _Words(page)
    assert "<script" not in page
    assert "<i>1" not in page
    assert shown.tags == []
    later = bt.parse(f"{two}<i>1")
    ends = [0, *(at for comment in later.comments for at in comment.span), len(later.source)]
    parts = (Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=True))
    # Marks of Markdown and lines of dashes are not shown.
    plain = re.sub(r"(?m)^[-*_=\s]*$", "", "".join(map(later.markup.plain, parts)))
    assert sorted(re.findall(r"\w+", "".join(shown.words))) == sorted(re.findall(r"\w+", plain))


def test_a_part_in_which_nothing_changed_is_folded() -> None:
    one = "Article 1\n\n1. Towns [may] plan.\n\nArticle 2\n\n1. Ports [must/may] meet."
    page = page_of(one, one.replace("[must/may]", "may"))
    assert re.findall(r"<details( open=\"\")?><summary><h3>([^<]*)</h3>", page) == [
        ("", "Article 1"),
        (' open=""', "Article 2"),
    ]


def test_no_column_is_empty() -> None:
    # Who opposes what is gone is in a row that is folded.
    lines = [f"{number}. Port {number} lends, sells and buys {number} ships." for number in range(1, 40)]
    ships = "40. Ships [turn/stay/sail]."
    page = page_of("\n".join([*lines, f"{ships}\tComment by UK: UK – remove “turn”"]), ships.replace("turn/", ""))
    assert "opposed by" in page
    tables = [re.findall(r"<tr>(.*?)</tr>", table) for table in re.findall(r"<table.*?</table>", page, re.DOTALL)]
    assert tables
    for rows in tables:
        cells = [[re.sub("<[^>]*>", "", cell) for cell in re.split(r"</t[dh]>", row)[:-1]] for row in rows]
        assert all(any(column) for column in zip(*cells[1:], strict=True)), cells[0]


def test_no_level_of_headings_is_left_out() -> None:
    page = page_of("### Aims\n\n1. Ports [may] meet.\n\n## Means\n\n2. Ports pay.", "## Means\n\n2. Ports [pay].")
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_fate_of_a_bracket_is_beside_its_words() -> None:
    page = page_of("1. Ports [must/may] meet [often].", "1. Ports may meet [often/twice].")
    notes = re.findall(r'<li id="n(\d)">(.*?)</li>', page)
    assert [(number, re.sub("<[^>]*>", "", note)) for number, note in notes] == [
        ("1", "1 1#1 was closed with option b, “may”."),
        ("2", "2 1#2 → 1#1 was narrowed: leaving it out went and is 1#1 now."),
        ("3", "3 1#2 → 1#1 was widened: “twice” came in and is 1#1 now."),
    ]
    assert re.search(r"<del>\[must/</del>may", page)


@needs_browser
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_in_a_real_browser(width: int, scheme: str, tmp_path: Path) -> None:
    talks = EXAMPLES / "negotiation"
    bt.write_changes(bt.progress(map(bt.read, sorted(talks.glob("*.*"))[:2])), tmp_path / "changes.html")
    size = {"width": width, "height": 900}
    with browsing() as browser, opened(browser, color_scheme=scheme, viewport=size) as page:
        page.goto((tmp_path / "changes.html").as_uri())
        check_access(page, width)
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        check_access(page, width)


# A Word document


def written(one: Draft, two: Draft) -> tuple[Draft, Draft]:
    """Return what a Word document of changes reads as with all of them accepted, and with all rejected."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "changes.docx")
        bt.write_changes(bt.progress([one, two]), path)
        return bt.read(path, changes="accept"), bt.read(path, changes="reject")


def body(draft: Draft) -> list[str]:
    comments = {at for comment in draft.comments for at in range(*comment.span)}
    return signs("".join(sign for at, sign in enumerate(draft.source) if at not in comments))


@given(made_up())
def test_to_accept_all_gives_the_later_draft_and_to_reject_all_the_earlier_one(made: MadeUp) -> None:
    one, two = bt.parse(text(made.before)), bt.parse(text(made.after))
    accepted, rejected = written(one, two)
    assert body(accepted) == body(two)
    assert body(rejected) == body(one)


@given(any_draft, any_draft)
def test_any_two_drafts_make_a_document_that_reads_as_the_later_one(one: str, two: str) -> None:
    later = bt.parse(two)
    assume(re.search(r"\w", " ".join(body(later))))
    with TemporaryDirectory() as folder:
        plain = Path(folder, "later.docx")
        bt.write(later, plain)
        accepted, _ = written(bt.parse(f"1. Ports.\n{one}"), later)
        assert re.findall(r"\w+", " ".join(body(accepted))) == re.findall(r"\w+", " ".join(body(bt.read(plain))))


def test_a_word_draft_stays_what_it_was_but_for_the_marks() -> None:
    later = bt.read(EXAMPLES / "harbour_plan.docx")
    earlier = bt.parse(later.source.replace("Harbour", "Port"), name="earlier")
    accepted, _ = written(earlier, later)
    assert body(accepted) == body(later)


def test_what_is_gone_of_a_markdown_text_has_no_marks_of_it() -> None:
    earlier = bt.parse("## Aims\n\n*Noting* the plan,\n\n1. Ports **must** meet.\n\n2. Ships *may* wait[^1] outside.")
    accepted, rejected = written(earlier, bt.parse("## Aims\n\n1. Ports meet.\n"))
    assert " ".join(body(accepted)) == "Aims Ports meet ."
    assert " ".join(body(rejected)) == "Aims Noting the plan , Ports must meet . Ships may wait outside ."


def test_a_star_in_a_word_draft_stays_where_its_words_are_gone() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "earlier.docx")
        bt.write(bt.parse("1. Ports meet.\n\n2. Ships wait * outside."), path)
        _, rejected = written(bt.read(path), bt.parse("1. Ports meet.\n"))
    assert "*" in "".join(body(rejected))


def test_the_fates_are_comments(tmp_path: Path) -> None:
    drafts = [bt.parse("1. Ports [must/may] meet.\n2. Ships wait [long] outside."), bt.parse("1. Ports may meet.")]
    bt.write_changes(bt.progress(drafts), tmp_path / "changes.docx")
    comments = bt.read(tmp_path / "changes.docx", changes="accept").comments
    assert [comment.text for comment in comments] == [
        "1#1 was closed with option b, “may”.",
        "2 is gone, and 1 bracket with it: 2#1.",
    ]


def test_brackets_that_went_with_a_provision_are_folded() -> None:
    page = page_of("1. Ports meet.\n2. Ships [must/may] wait [long] outside.", "1. Ports meet.")
    assert "<summary>2 brackets went with it</summary>" in page
    assert "went with it" not in page_of("1. Ports meet.\n2. Ships [must/may] wait outside.", "1. Ports meet.")


# On the command line


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


@pytest.fixture
def talks(tmp_path: Path) -> list[Path]:
    for number, words in enumerate(("[must/may]", "may"), 1):
        (tmp_path / f"{number}.txt").write_text(f"1. Ports {words} meet.\n", encoding="utf-8")
    return [tmp_path / "1.txt", tmp_path / "2.txt"]


def test_the_suffix_decides_what_is_written(talks: list[Path]) -> None:
    for suffix, start in ((".html", b"<!doctype html>"), (".docx", b"PK")):
        output = talks[0].with_name(f"changes{suffix}")
        done = run(*talks, "-o", output)
        assert (done.exit_code, done.output) == (0, "")
        assert output.read_bytes().startswith(start)


def test_another_suffix_is_an_error(talks: list[Path]) -> None:
    done = run(*talks, "-o", talks[0].with_name("changes.pdf"))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "changes cannot be written as 'pdf'; write .html or .docx" in done.stderr
    with pytest.raises(DraftError):
        bt.write_changes(bt.progress(map(bt.read, talks)), "changes.md")


def test_no_draft_and_no_other_file_is_replaced_unasked(talks: list[Path]) -> None:
    output = talks[0].with_name("changes.html")
    output.write_text("mine", encoding="utf-8")
    assert run(*talks, "-o", output).exit_code != 0
    assert output.read_text(encoding="utf-8") == "mine"
    assert run(*talks, "-o", output, "--force").exit_code == 0
    assert output.read_text(encoding="utf-8") != "mine"
    page = talks[0].rename(talks[0].with_suffix(".html"))
    before = page.read_bytes()
    assert run(page, talks[1], "-o", page, "--force").exit_code != 0
    with pytest.raises(NotWrittenError):
        bt.write_changes(bt.progress(map(bt.read, [page, talks[1]])), page, force=True)
    assert page.read_bytes() == before


@pytest.mark.parametrize("more", [["--article", "1"], ["--rows", "drafts"]])
def test_a_page_is_of_two_whole_drafts(more: list[str], talks: list[Path]) -> None:
    done = run(*talks, "-o", talks[0].with_name("changes.html"), *more)
    assert done.exit_code == 2
    assert "--output writes all changes between two drafts" in done.stderr
    with pytest.raises(ValueError, match="changes are written of two drafts; got 3"):
        bt.write_changes(bt.progress(map(bt.read, [*talks, talks[1]])), "changes.html")


# Real drafts

DRAFTS = [SHARED / "drafts" / name for name in ("adp-2015-10-05.pdf", "paris-2015-10-23.md", "paris-2015-12-12.md")]
needs_drafts = pytest.mark.skipif(not DRAFTS[-1].exists(), reason=f"the real drafts are not here ({DRAFTS[-1]})")


@needs_drafts
@pytest.mark.slow
def test_the_page_of_a_treaty_is_small_and_whole(tmp_path: Path) -> None:
    assert run(*DRAFTS[1:], "-o", tmp_path / "changes.html").exit_code == 0
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert len(page.encode()) <= 1_500_000
    assert _Words(page).tags == []


@needs_drafts
@pytest.mark.slow
def test_of_a_treaty_no_phrase_is_called_gone_that_is_in_the_adopted_text() -> None:
    one, two = (bt.read(path) for path in DRAFTS[1:])
    later = "  ".join(Tokens(two, two.content).words)
    earlier = "  ".join(Tokens(one, one.content).words)
    for row in bt.progress([one, two]).unmarked.of("went", "provision", "words", "option"):
        phrase = "  ".join(Tokens(bt.parse(row.words), bt.parse(row.words).content).words)
        if phrase.count("  ") > 4:
            assert later.count(phrase) < max(1, earlier.count(phrase)), row.sentence


@needs_drafts
@pytest.mark.slow
@pytest.mark.parametrize("drafts", [DRAFTS[:2], DRAFTS[1:], DRAFTS])
def test_what_is_printed_of_treaties_fits_on_a_page(drafts: list[Path]) -> None:
    shown = run(*drafts).stdout.splitlines()
    assert len(shown) <= 60
    assert max(map(len, shown)) <= 100
