"""What of a document is no text of the draft: it is left out, and it is said that it is."""

from __future__ import annotations

import pytest

import bracketed as bt
from tests.word.making import comment, dels, docx, ins, on, p, section, t, tbl, tc, tr

A = "http://schemas.openxmlformats.org/drawingml/2006/"
SEE = "if they belong to the draft, write them into its text"
PUT = "if it belongs to the draft, put it into the text"


def told(data: bytes, **asked: str) -> list[tuple[str, str, str, int]]:
    draft = bt.read(data, **asked)  # type: ignore[arg-type]
    return [(one.severity, one.code, one.message, one.line) for one in draft.diagnostics]


def drawing(kind: str, inner: str, described: str = "") -> str:
    return (
        f'<w:r><w:drawing xmlns:a="{A}main" xmlns:wp="{A}wordprocessingDrawing"><wp:inline><wp:docPr id="1" name="x"'
        f' descr="{described}"/><a:graphic><a:graphicData uri="{A}{kind}">{inner}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


PICTURE = drawing("picture", f'<pic:pic xmlns:pic="{A}picture"><pic:blipFill/></pic:pic>')


def test_headers_that_say_who_where_and_when_are_named_once() -> None:
    headers = [p("Ports/12 – Draft 3 of 12 March"), p("Page ", t("7")), p("- 8 -"), p("Ports/12 – Draft 3 of 12 March")]
    data = docx(p("1. a", looks=section(0, 1, 2)) + p("2. b") + section(3), headers=headers)
    assert bt.read(data).source == "1. a\n2. b\n"
    assert told(data) == [
        ("info", "page-furniture", "left out as headers and footers: “Ports/12 – Draft 3 of 12 March”, “Page 7”", 1)
    ]


def test_a_bracket_in_a_header_is_none_of_the_text() -> None:
    data = docx(p("1. a", looks=section(0)) + p("2. [b]") + section(1), headers=[p("x"), p("[Version with comments]")])
    draft = bt.read(data)
    assert [bracket.id for bracket in draft.brackets] == ["2#1"]
    assert told(data) == [
        ("info", "page-furniture", "left out as headers and footers: “x”", 1),
        (
            "info",
            "page-furniture",
            "a header, “[Version with comments]”, is left out, and with it its brackets",
            2,
        ),
    ]
    assert draft.diagnostics[1].suggestion == PUT


def test_a_section_without_a_line_of_its_own_has_its_header_reported_on_the_last_one() -> None:
    data = docx(p("1. a", looks=section(0)) + section(1), headers=[p("[x]"), p("[y]")])
    assert [line for *_, line in told(data)] == [1, 1]


def test_changes_and_comments_in_a_header_are_reported_and_the_comment_stays() -> None:
    header = p("Draft ", dels("3"), ins("4", by="Kenya"), on(0, " of May"))
    data = docx(p("1. a") + section(0), headers=[header], comments=comment(0, "UK – remove “May”"))
    assert [c.text for c in bt.read(data).comments] == ["UK – remove “May”"]
    assert told(data) == [
        (
            "warning",
            "page-furniture",
            "a header, “Draft 4 of May”, is left out, and with it its 2 tracked changes and 1 comment",
            1,
        ),
        (
            "warning",
            "comment-without-place",
            "this comment by Ana is in a header or footer; no stance is tied to a provision",
            2,
        ),
    ]


def test_a_watermark_and_a_box_in_a_header_are_read_once() -> None:
    mark = '<w:r><w:pict><v:shape><v:textpath string="Not agreed"/></v:shape></w:pict></w:r>'
    box = f"<w:txbxContent>{p('Restricted')}</w:txbxContent>"
    twice = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = docx(p("1. a") + section(0), headers=[p(mark) + p(twice)])
    assert told(data) == [("info", "page-furniture", "left out as headers and footers: “Not agreed Restricted”", 1)]


def test_a_header_that_is_not_there_and_one_without_words() -> None:
    assert told(docx(p("1. a") + section(0, 7), headers=[p()])) == []


@pytest.mark.parametrize(
    ("drawn", "severity", "code", "message"),
    [
        (
            drawing("diagram", f'<dgm:relIds xmlns:dgm="{A}diagram" r:dm="h0"/>'),
            "warning",
            "drawn-words",
            "a diagram is left out, with the words “first [second/third]”",
        ),
        (
            drawing("chart", f'<c:chart xmlns:c="{A}chart" r:id="h1"/>'),
            "info",
            "drawn-words",
            "a chart is left out",
        ),
        (
            drawing("shape", "<a:t>[free/fair]</a:t>"),
            "warning",
            "drawn-words",
            "what is drawn here is left out, with the words “[free/fair]”",
        ),
        (
            '<w:r><w:pict><v:shape><v:textpath string="Annex"/></v:shape></w:pict></w:r>',
            "info",
            "drawn-words",
            "what is drawn here is left out, with the words “Annex”",
        ),
        (PICTURE, "info", "picture", "a picture is left out; words in pictures are not read"),
        (PICTURE * 2, "info", "picture", "2 pictures are left out; words in pictures are not read"),
        (
            PICTURE.replace('descr=""', 'descr="a map of [ports]"'),
            "info",
            "drawn-words",
            "the alternative text of a picture is left out, with the words “a map of [ports]”",
        ),
        (
            '<w:r><w:object><v:shape><v:imagedata r:id="h9"/></v:shape><o:OLEObject '
            'xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" r:id="h9"/></w:object></w:r>',
            "warning",
            "embedded-file",
            "another file is embedded here, and its words are not read",
        ),
        (
            '<w:subDoc r:id="h9"/>',
            "warning",
            "embedded-file",
            "another file is embedded here, and its words are not read",
        ),
        (
            f"<w:unheard>{t('[b]')}</w:unheard>",
            "warning",
            "drawn-words",
            "the contents of unknown marks are left out, with the words “[b]”",
        ),
    ],
)
def test_what_is_drawn_or_embedded(drawn: str, severity: str, code: str, message: str) -> None:
    parts = [f'<a:p xmlns:a="{A}main"><a:t>first</a:t><a:t>[second/third]</a:t></a:p>', ""]
    data = docx(p("1. a ", drawn), headers=parts)
    assert (severity, code, message, 1) in told(data)
    assert bt.read(data).source == "1. a \n"


def test_what_is_between_paragraphs_and_is_not_known() -> None:
    assert told(docx(p("1. a") + f"<w:unheard>{p('2. [b]')}</w:unheard>" + p("3. c"))) == [
        (
            "warning",
            "drawn-words",
            "the contents of unknown marks are left out, with the words “2. [b]”",
            2,
        )
    ]


def test_a_comment_on_a_picture_is_where_the_picture_is() -> None:
    data = docx(p("1. a ", on(0, PICTURE)) + p("2. b"), comments=comment(0, "UK – remove"))
    (found,) = bt.read(data).comments
    assert (found.provision, found.line) == ("1", 1)


def test_what_is_deleted_with_a_drawing_is_not_told() -> None:
    change = f'<w:del w:id="1" w:author="A">{PICTURE}</w:del>'
    assert [code for _, code, _, _ in told(docx(p("1. a ", change)), changes="accept")] == ["tracked-changes"]


def test_equations_are_read_as_their_signs() -> None:
    plain = "<m:oMath><m:r><m:t>x</m:t></m:r><m:r><w:t>=1</w:t></m:r></m:oMath>"
    power = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    assert bt.read(docx(p("1. a ", plain, " b ", power))).source == "1. a x=1 b y2\n"
    assert told(docx(p("1. a ", plain))) == []
    assert told(docx(p("1. a ", power))) == [
        (
            "info",
            "equation",
            "an equation is read as the row of its signs, “y2”, without what is above, below or around them",
            1,
        )
    ]


def test_changes_of_format_are_counted() -> None:
    looks = '<w:pPrChange w:id="4" w:author="Kenya"><w:pPr/></w:pPrChange>'
    merged = '<w:cellMerge w:id="5" w:author="Norway" w:vMerge="rest"/>'
    assert told(docx(p("1. a", looks=looks) + tbl(tr(tc("2. b", looks=merged))))) == [
        (
            "info",
            "format-changes",
            "2 tracked changes of format by Kenya, Norway are passed over: how words look, are numbered or are in "
            "cells is read as it is now",
            1,
        )
    ]
