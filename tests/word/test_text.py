"""What a document says, as text: paragraphs, cells, text boxes, notes, fields and signs, each once."""

from __future__ import annotations

import pytest

from bracketed.reading.word.body import WordText, read_body
from bracketed.reading.word.package import open_package
from tests.word.making import docx, p, t, tbl, tc, tr


def text(body: str, **parts: str) -> str:
    read = read_body(open_package(docx(body, **parts), "draft.docx"))  # type: ignore[arg-type]
    check_origins(read)
    return read.annotated.text


def check_origins(read: WordText) -> None:
    """Every stretch of the text that an element shows is what that element holds."""
    end = 0
    for start, stop, (element, offset, paragraph) in read.origins:
        assert start >= end
        end = stop
        assert paragraph in element.iterancestors()
        if element.tag.endswith(("}t", "}delText")):
            words = element.text[offset : offset + stop - start].replace("\n", " ").replace("\uf05d", "]")
            assert words == read.annotated.text[start:stop]


SYMBOL = '<w:rFonts w:ascii="Symbol"/>'
BOX = "<w:txbxContent>{}</w:txbxContent>"
TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (p("1. Parties ", "[shall]", " report."), "1. Parties [shall] report.\n"),
        (p("a\nb") + "<w:p/>" + p("c"), "a\nb\n\nc\n"),
        (p("<w:r><w:t> a  </w:t><w:t xml:space='preserve'> b\n </w:t></w:r>"), "a b  \n"),
        (p("<w:hyperlink>" + t("link") + "</w:hyperlink>", "<w:smartTag>" + t(" tag") + "</w:smartTag>"), "link tag\n"),
        (p("<w:sdt><w:sdtContent>" + t("in a control") + "</w:sdtContent></w:sdt>"), "in a control\n"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("a") + p("b") + "</w:sdtContent></w:sdt>", "a\nb\n"),
        ("<w:customXml>" + p("a") + "</w:customXml>", "a\n"),
        (p('<w:fldSimple w:instr="DATE">' + t("3 May") + "</w:fldSimple>"), "3 May\n"),
        (p("on ", FIELD.format("DATE", t("3 May"))), "on 3 May\n"),
        # A field that never ends hides nothing.
        (p("on ", FIELD.format("DATE", "").removesuffix(END), "3 May"), "on 3 May\n"),
        (p(FIELD.partition('<w:r><w:fldChar w:fldCharType="separate"/>')[0].format("IF"), "x") + p("y"), "x\ny\n"),
        # A field in the instruction of another is no text.
        (p(FIELD.format("", "").replace("<w:instrText></w:instrText>", FIELD.format("PAGE", t("7"))), "x"), "x\n"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F05B"/></w:r>', "x", t("\uf05d", SYMBOL)), "[x]\n"),
        (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t><w:tab/><w:cr/></w:r>"), "a-b\t\n\n"),
        (p('<w:r><w:br w:type="page"/><w:t>Annex</w:t><w:br w:type="page"/><w:t>A</w:t></w:r>'), "Annex\nA\n"),
        (p("host", TWICE.format(BOX.format(p("boxed")))) + p("next"), "host\n\tboxed\nnext\n"),
        (p("<w:r><w:object>" + BOX.format(p("boxed")) + "</w:object></w:r>"), "\n\tboxed\n"),
        (p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), "x\n"),
        (p("<w:ruby><w:rt>" + t("no") + "</w:rt><w:rubyBase>" + t("yes") + "</w:rubyBase></w:ruby>"), "yes\n"),
        (p("<w:r><w:t>a<!-- no -->b</w:t></w:r>"), "ab\n"),
        (p("shown", t("hidden", "<w:vanish/>")), "shown\n"),
        (tbl(tr("a", "b"), tr("c", tc(p("d"), p("e")))), "\ta\n\tb\n\n\tc\n\td\ne\n\n"),
        (tbl(tr(tc(p("a"), tbl(tr("b")), p("c")))), "\ta\n\tb\n\nc\n\n"),
    ],
)  # fmt: skip
def test_everything_is_written_once(body: str, shown: str) -> None:
    assert text(body) == shown


def test_notes_are_behind_the_text_once_each() -> None:
    body = p("a", '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="5"/></w:r>')
    footnotes = '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>' + "".join(
        f'<w:footnote w:id="{id_}">{p(words)}</w:footnote>' for id_, words in ((2, "first"), (3, "never referred to"))
    )
    endnotes = f'<w:endnote w:id="5">{p("last")}{p("of all")}</w:endnote>'
    assert text(body, footnotes=footnotes, endnotes=endnotes) == "a\n\nFootnote 1: first\n\nEndnote 1: last\nof all\n"
