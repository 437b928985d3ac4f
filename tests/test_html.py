"""HTML: cases that anyone can add to, and what holds for any file at all."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.annotated_text import AnnotatedText
from bracketed.errors import DraftError
from bracketed.reading.html import annotate
from tests.cases import Case, cases

CASES = cases("html")


def known(annotated: AnnotatedText) -> list[str]:
    """Say what is known beside the words, as the `known` blocks of the cases do."""

    def words(span: tuple[int, int]) -> str:
        return " ".join(annotated.text[slice(*span)].split())

    ends = [annotated.text.index("\n", one.start) for one in annotated.headings]
    lines = [
        f"heading {one.level}: {words((one.start, end))}" for one, end in zip(annotated.headings, ends, strict=True)
    ]
    lines += [
        f"head: {words(one.span)}" if one.is_head else f"column {one.column or '–'}: {words(one.span)}"
        for one in annotated.cells
    ]
    lines += [f"colour {one.colour}: {words(one.span)}" for one in annotated.shades]
    for note in annotated.comments or ():
        on = f" on “{words(note.anchor)}”" if note.anchor else ""
        lines.append(f"comment {note.author}{on}: {words(note.text_span)}")
    for row in annotated.versions:
        lines.append("versions: " + ", ".join(f"{one.head} “{words(one.span)}”" for one in row.cells))
    lines += [f"note mark: {words(span)}" for span in annotated.note_marks]
    lines += [f"{one.kind} by {one.author}: {' '.join(one.words.split())}" for one in annotated.changes]
    lines += [f"finding {one.code}" for one in annotated.remarked]
    return lines


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    annotated = annotate(case.blocks["html"].encode(), "draft.html", cast(Any, case.settings.get("changes")))
    assert annotated.text.replace("\t", "→").strip("\n") == case.blocks["text"].strip("\n")
    assert known(annotated) == case.blocks.get("known", "").splitlines()


def test_every_segment_is_in_the_text() -> None:
    for case in CASES:
        annotated = annotate(case.blocks["html"].encode(), "draft.html", cast(Any, case.settings.get("changes")))
        spans = [one.span for one in (*annotated.cells, *annotated.shades, *annotated.changes)]
        spans += [note.span for note in annotated.comments or ()]
        spans += [one.span for row in annotated.versions for one in row.cells]
        spans += annotated.note_marks
        assert all(0 <= start <= end <= len(annotated.text) for start, end in spans)


# Words that are told apart, and elements in which they are seen or not.
WORD = st.from_regex(r"[a-z]{3,7}\d{4}|\[[a-z]{2,5}\d{4}/[a-z]{2,5}\d{4}\]", fullmatch=True)
TAGS = "p div b i em span li ol ul table tr td th h1 h3 blockquote section a font u s mark q dl dt dd sup center"
SEEN = st.sampled_from(TAGS.split())
UNSEEN = st.sampled_from(["script", "style", "template", 'span style="display:none"', "div hidden", "head"])


def piece(inner: st.SearchStrategy[tuple[str, list[str]]]) -> st.SearchStrategy[tuple[str, list[str]]]:
    """An element around pieces, open to the end, closed, or left without its end."""

    def wrap(tag: str, parts: list[tuple[str, list[str]]], closed: bool) -> tuple[str, list[str]]:
        html = " ".join(part for part, _ in parts)
        return f"<{tag}> {html} " + f"</{tag}>" * closed, [word for _, words in parts for word in words]

    def hide(tag: str, word: str) -> tuple[str, list[str]]:
        return f"<{tag}>{word}</{tag.split()[0]}>", []

    return st.builds(wrap, SEEN, st.lists(inner, max_size=4), st.booleans()) | st.builds(hide, UNSEEN, WORD)


HTML = st.recursive(WORD.map(lambda word: (f" {word} ", [word])), piece, max_leaves=25)


@given(HTML)
def test_no_word_that_browsers_show_is_lost_and_none_is_added(page: tuple[str, list[str]]) -> None:
    html, words = page
    # Words in a heading of a hidden `<head>` are seen again only after its end; the pieces always close theirs.
    text = annotate(html.encode(), "draft.html").text
    assert sorted(re.findall(r"\[?[a-z]+\d{4}(?:/[a-z]+\d{4}\])?", text)) == sorted(words)


BITS = """< > </ <!-- --> <!doctype <![CDATA[ ]]> <? & &amp &#91; &#x110000; <p> <b </b> <td> <table> </table> <tr> <li>
    <ol type=a> <ins> </ins> <del> </p> " ' = <a href=" <script> </script> <style> [ ] / word \x00 \xad <br> <q>
    <hr> <span class=comment-start id=1> <span class=comment-end id=1> <a id=cmnt_ref1> <a id=cmnt1 href=#cmnt_ref1>
    </a>    <div id=_com_1> </div> <td rowspan=9 colspan=99> <h1> </h1> <pre> <ol reversed>"""
BIT = st.sampled_from(re.findall(r"<[^<]+>|\S+", BITS))


@given(st.lists(BIT | st.text(max_size=4), max_size=40), st.sampled_from([None, "accept", "reject", "brackets"]))
def test_no_file_is_so_broken_that_it_fails(bits: list[str], changes: Any) -> None:
    data = " ".join(bits).encode("utf-8", "surrogatepass")
    annotated = annotate(data, "draft.html", changes)
    starts = [cell.span.start for cell in annotated.cells]
    assert starts == sorted(starts)
    if annotated.text.strip():
        bt.read(data, format="html", changes=changes)


def test_a_deletion_and_the_insertion_in_its_place_have_dates_of_their_own() -> None:
    parts = "".join(
        f'<{name} data-author="Ana" datetime="2026-03-0{day}">{words}</{name}>'
        for day, (name, words) in enumerate([("del", "b "), ("del", "c "), ("ins", "d "), ("ins", "e")], start=1)
    )
    annotated = annotate(f"<p>1. a {parts}</p>".encode(), "draft.html", "brackets")
    assert [(one.kind, one.words, one.date) for one in annotated.changes] == [
        ("deletion", "b c ", "2026-03-01"),
        ("insertion", "d e", "2026-03-03"),
    ]


def brackets(draft: bt.Draft) -> list[tuple[object, ...]]:
    return [(one.id, one.kind, one.words, [option.text for option in one.options]) for one in draft.brackets]


def rows(draft: bt.Draft) -> list[tuple[object, ...]]:
    return [(one.delegation, one.bracket, one.option, one.stance) for one in bt.positions(draft)]


PLAN = "examples/harbour_plan.txt"


def test_the_same_draft_as_text_and_as_html_gives_the_same_answers() -> None:
    draft = bt.read(PLAN)
    html = "<pre>" + draft.source.replace("&", "&amp;").replace("<", "&lt;") + "</pre>"
    other = bt.read(html.encode(), format="html")
    assert brackets(other) == brackets(draft)
    assert rows(other) == rows(draft)
    assert [comment.text for comment in other.comments] == [comment.text for comment in draft.comments]


LINES = st.lists(
    st.sampled_from(
        ["Ports [shall/should] report.", "Piers [, and quays,] close.", "[Ships wait.]", "Fees are [X] now.", "None"]
    ),
    min_size=1,
    max_size=8,
)


@given(LINES)
def test_numbered_paragraphs_read_the_same_as_text_and_as_a_list(lines: list[str]) -> None:
    text = bt.parse("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))
    html = bt.read(("<ol>" + "".join(f"<li>{line}" for line in lines) + "</ol>").encode(), format="html")
    assert brackets(html) == brackets(text)


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=koi8-r><p>4. Порты [обязаны]".encode("koi8-r"),
        "<p>4. Порты [обязаны]".encode("utf-8-sig"),
        "<p>4. Порты [обязаны]".encode("utf-16"),
        '<meta http-equiv="content-type" content="text/html; charset=utf-8"><p>4. Порты [обязаны]'.encode(),
        "<meta charset=no-such-thing><p>4. Порты [обязаны]".encode(),
    ],
)
def test_letters_are_read_as_the_file_says(data: bytes) -> None:
    assert annotate(data, "draft.html").text == "4. Порты [обязаны]\n"


def test_what_calls_itself_latin_is_read_as_browsers_do() -> None:
    assert annotate("<meta charset=iso-8859-1><p>“trust”".encode("cp1252"), "a.html").text == "“trust”\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<table><tr><td>" * 20_000 + "x",
        "<b>" * 20_000 + "</i>" * 200_000 + "x",
        "<!--" * 200_000 + "x",
        "<a x='" * 200_000 + "' x",
        "<" * 1_000_000 + "x",
        "<![CDATA[" * 100_000 + "x",
        "<ol reversed><li>" * 20_000 + "x",
    ],
    ids=lambda html: html[:12],
)
def test_deep_and_endless_files_are_read_to_their_end(html: str) -> None:
    # Each of these takes minutes or a crash in a reader that calls itself, or looks for an end again and again.
    assert annotate(html.encode(), "draft.html").text.endswith("x\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>a" * 100_001, "draft.html: there are more than 100,000 paragraphs; divide the file into parts"),
        ("<b>" * 400_001, "draft.html: elements are nested deeper than 400,000; save the file anew from its program"),
        (
            "x" * (8 * 2**20 + 1),
            "draft.html is larger than 8 MB of HTML; divide it into parts, or "
            "give limits=bt.Limits(size=…), of which HTML may take an eighth",
        ),
    ],
    ids=["long", "deep", "large"],
)
def test_what_is_too_much_is_reported(html: str, message: str) -> None:
    with pytest.raises(DraftError, match=f"^{re.escape(message)}$"):
        annotate(html.encode(), "draft.html")
