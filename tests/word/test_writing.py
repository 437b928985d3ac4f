"""Settled texts written into Word documents: only the brackets change, and a redline can be taken back."""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError
from bracketed.reading.word.body import read_body
from bracketed.reading.word.package import open_package
from bracketed.variants.edits import edits_of
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from tests.shared import SHARED, needs_shared
from tests.strategies import brackets, drafts, labels, words
from tests.word.making import (
    CONTENT_TYPES,
    W,
    comment,
    dels,
    docx,
    ins,
    mark,
    on,
    p,
    part,
    ref,
    relationships,
    t,
    tbl,
    tc,
    thread,
    tr,
    zipped,
)  # fmt: skip
from tests.word.office import Office, needs_office


def written(what: Variant | Draft, **asked: Any) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "written.docx")
        bt.write(what, path, **asked)
        return path.read_bytes()


def variants_of(data: bytes, **asked: Any) -> Space:
    draft = bt.read(data, **asked)
    return bt.variants(draft, bt.positions(draft))


def text_of(data: bytes, **asked: Any) -> str:
    """Return what a document says, without its comments."""
    draft = bt.read(data, **asked)
    text = draft.source
    for said in reversed(draft.comments):
        text = text[: said.span.start] + text[said.span.end :]
    return text


def without_comments(draft: Draft) -> str:
    text = draft.source
    for said in reversed(draft.comments):
        text = text[: said.span.start] + text[said.span.end :]
    return text


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def document(data: bytes) -> Any:
    return etree.fromstring(parts_of(data)["word/document.xml"])


def found(data: bytes, name: str) -> list[Any]:
    return list(document(data).iter(f"{{{W}}}{name}"))


def letters(text: str) -> str:
    return "".join(text.split())


LOOKS = st.sampled_from(["", "<w:b/>", '<w:highlight w:val="yellow"/>', "<w:i/>"])


@st.composite
def paragraphs(draw: st.DrawFn, tracked: bool = False) -> str:
    """Return one or more paragraphs with brackets, cut into runs anywhere."""
    pieces = draw(st.lists(st.one_of(words, brackets), min_size=1, max_size=4))
    lines = (draw(labels) + " ".join(pieces)).split("\n")
    marks = st.sampled_from(["", "", mark("ins"), mark("del")] if tracked else [""])
    return "".join(p(*draw(runs(line, tracked)), looks=draw(marks)) if line else "<w:p/>" for line in lines)


@st.composite
def runs(draw: st.DrawFn, line: str, tracked: bool) -> list[str]:
    cuts = sorted({0, len(line), *draw(st.lists(st.integers(0, len(line)), max_size=4))})
    made: list[str] = []
    for start, end in pairwise(cuts):
        run = t(line[start:end], draw(LOOKS))
        link = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'
        around = draw(st.sampled_from(["{}", "{}", "{}", link, "{}<w:proofErr/>"]))
        change = draw(st.sampled_from(["", "", "ins", "moveTo", "del"])) if tracked else ""
        if change == "del":
            made.append(dels(line[start:end]))
        else:
            made.append(around.format(ins(run, kind=change) if change else run))
    return made


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return the body of a document with paragraphs, tables and comments."""
    number = 0
    blocks: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        cells = draw(st.lists(st.lists(paragraphs(), min_size=1, max_size=2).map("".join), min_size=1, max_size=2))
        block = draw(st.sampled_from(["paragraph", "paragraph", "table", "comment"]))
        if block == "table":
            blocks.append(tbl(tr(*(tc(cell) for cell in cells)), tr("Head", "Other")))
        elif block == "comment":
            number += 1
            blocks.append(cells[0] + p(on(number, t("Parties meet."))))
        else:
            blocks += cells
    return "".join([*blocks, p("9. The end.")])


def commented(body: str) -> bytes:
    """Return a document with this body, and a comment for each mark of one."""
    numbers = range(1, 1 + body.count("commentReference"))
    told = "".join(comment(number, "UK – remove “meet”") for number in numbers)
    return docx(body, comments=told, threads="".join(map(thread, numbers)) if told else None)


chosen = st.integers(0, 10**6)


@pytest.mark.slow
@given(documents(), chosen)
def test_a_clean_document_reads_as_the_variant(body: str, number: int) -> None:
    data = commented(body)
    space = variants_of(data)
    variant = space[number % space.count()]
    clean = written(variant)
    again = bt.read(clean)
    # Where brackets run from one cell into the next, their words stay in their cells.
    assert letters(again.source) == letters(variant.text)
    assert not again.comments
    assert not any("comment" in name.casefold() for name in parts_of(clean))


@pytest.mark.slow
@given(st.lists(paragraphs(), min_size=1, max_size=4).map("".join), chosen)
def test_lines_of_a_clean_document_are_those_of_the_variant(body: str, number: int) -> None:
    space = variants_of(docx(body + p("9. The end.")))
    variant = space[number % space.count()]
    lines = [line.split() for line in bt.read(written(variant)).source.split("\n")]
    assert [*filter(None, lines)] == [*filter(None, map(str.split, variant.text.split("\n")))]


@pytest.mark.slow
@given(documents(), chosen)
def test_a_redline_rejected_is_the_original_and_accepted_the_clean_document(body: str, number: int) -> None:
    data = commented(body)
    space = variants_of(data)
    variant = space[number % space.count()]
    redline = written(variant, redline=True)
    assert text_of(redline, changes="reject") == without_comments(space.draft)
    assert letters(text_of(redline, changes="accept")) == letters(variant.text)
    # The same by a second road, which knows nothing of how documents are read.
    assert plainly_settled(redline, accept=False) == plainly_settled(data, accept=False)
    assert "".join(plainly_settled(redline, accept=True)) == "".join(plainly_settled(written(variant), accept=True))


def plainly_settled(data: bytes, *, accept: bool) -> list[str]:
    """Return the words of each paragraph once changes are accepted or rejected, paragraphs joined where they must."""
    lines = [""]
    for paragraph in found(data, "p"):
        for one in paragraph.iter(f"{{{W}}}t", f"{{{W}}}delText"):
            tags = {above.tag.rpartition("}")[2] for above in one.iterancestors()}
            if not (accept and "del" in tags) and not (not accept and "ins" in tags):
                lines[-1] += one.text
        if not (accept and paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del") is not None):
            lines.append("")
    return lines


@pytest.mark.slow
@given(documents(), chosen, st.booleans())
def test_all_outside_the_settled_brackets_stays_as_it_was(body: str, number: int, redline: bool) -> None:
    data = commented(body)
    space = variants_of(data)
    variant = space[number % space.count()]
    result = written(variant, redline=redline)
    before, after = parts_of(data), parts_of(result)
    for name in before:
        if name.startswith("word/media") or name in ("_rels/.rels", "word/styles.xml"):
            assert after[name] == before[name]
    remain = Counter(plain_xml(one) for one in found(result, "p"))
    assert not Counter(untouched(data, variant)) - remain


@pytest.mark.slow
@given(documents(), chosen, st.booleans(), st.sampled_from(["accept", "reject", "brackets"]))
def test_a_draft_from_another_process_is_written_alike(body: str, number: int, redline: bool, changes: str) -> None:
    # It has left behind where it stands in the document, which is read once more.
    space = variants_of(commented(body), changes=changes)
    variant = space[number % space.count()]
    arrived = pickle.loads(pickle.dumps(variant))
    assert arrived.draft.document.places is None
    assert variant.draft.document.places is not None
    assert written(arrived, redline=redline) == written(variant, redline=redline)


def test_a_draft_of_more_pieces_than_are_kept_is_written_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bracketed.reading.word._KEPT", 2)
    for body in (p(t("1. [a] b")), p(t("1. "), t("[a]"), t(" b"))):
        draft = bt.read(docx(body))
        assert draft.document is not None
        assert (draft.document.places is None) == (body.count("<w:t ") > 2)
        assert text_of(written(bt.variants(draft)[1])) == "1. b\n"


def untouched(data: bytes, variant: Variant) -> Iterator[str]:
    """Yield the paragraphs of a document in which nothing is settled."""
    read = read_body(open_package(data, "draft.docx"))
    gone = [edit.span for edit in edits_of(variant)]
    settled = [(bracket.span.start, bracket.span.end) for bracket in variant.brackets]
    start = 0
    for (end, paragraph), (next_end, following) in pairwise([*read.ends, (0, None)]):
        touched = any(span.start <= end and start <= span.end for span in gone)
        noted = any(first <= end and start <= last for first, last in settled)
        # The last paragraph of a cell, or before a table, cannot go: the one before it, or before all that go there,
        # gives up its end instead.
        beside = following is not None and following.getparent() is paragraph.getparent()
        gives_end = beside and (is_last(following) or any(span.start <= next_end and end < span.end for span in gone))
        if not touched and not noted and not gives_end:
            yield plain_xml(paragraph)
        start = end


def is_last(paragraph: Any) -> bool:
    following = paragraph.getnext()
    return following is None or following.tag != f"{{{W}}}p"


def plain_xml(paragraph: Any) -> str:
    """Return a paragraph as XML in one form, without the marks of comments."""
    copy = etree.fromstring(etree.tostring(paragraph, with_tail=False))
    for one in [*copy.iter()]:
        name = one.tag.rpartition("}")[2]
        if name in ("commentRangeStart", "commentRangeEnd"):
            one.getparent().remove(one)
        elif name == "commentReference":
            one.getparent().getparent().remove(one.getparent())
    return etree.tostring(copy, method="c14n", exclusive=True).decode()


@pytest.mark.slow
@given(
    st.lists(paragraphs(tracked=True), min_size=1, max_size=3).map("".join),
    chosen,
    st.sampled_from(["accept", "reject", "brackets"]),
)
def test_tracked_changes_are_made_undone_or_settled_before(body: str, number: int, view: str) -> None:
    space = variants_of(docx(body + p("9. The end.")), changes=view)
    variant = space[number % space.count()]
    clean = written(variant)
    assert not found(clean, "ins") + found(clean, "del") + found(clean, "moveTo")
    assert letters(text_of(clean)) == letters(variant.text)
    redline = written(variant, redline=True)
    assert {one.get(f"{{{W}}}author") for one in found(redline, "ins") + found(redline, "del")} <= {"bracketed"}
    assert text_of(redline, changes="reject") == without_comments(space.draft)
    assert letters(text_of(redline, changes="accept")) == letters(variant.text)


@pytest.mark.slow
@given(drafts(), chosen)
def test_a_document_made_of_plain_text_reads_as_the_variant(text: str, number: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft))
    variant = space[number % space.count()]
    unmarked = re.sub(r"(?m)^(\s*)#{1,6}[ \t]+", r"\1", variant.text)
    if letters(unmarked):
        assert letters(bt.read(written(variant)).source) == letters(unmarked)
        redline = written(variant, redline=True)
        assert letters(text_of(redline, changes="accept")) == letters(unmarked)


def test_words_that_are_cut_keep_their_looks() -> None:
    data = docx(p(t("4. Parties [sh", "<w:b/>"), t("all/should] report.", "<w:i/>")))
    assert [
        (run.find(f"{{{W}}}rPr")[0].tag.rpartition("}")[2], run.findtext(f"{{{W}}}t"))
        for run in found(written(variants_of(data)[0]), "r")
    ] == [("b", "4. Parties "), ("b", "sh"), ("i", "all"), ("i", " report.")]


def test_new_words_look_like_those_beside_them() -> None:
    told = comment(1, "UK – use “barter” rather than “trade”")
    space = variants_of(docx(p(t("4. Parties "), on(1, t("trade", "<w:b/>")), t(".")), comments=told))
    redline = written(space[1], redline=True)
    (new,) = found(redline, "ins")
    assert "".join(new.itertext()) == "barter"
    assert new.find(f"{{{W}}}r/{{{W}}}rPr/{{{W}}}b") is not None


def test_an_option_over_paragraphs_goes_with_its_paragraphs() -> None:
    data = docx(p("4. Parties meet.") + p("[5. They report.") + p("6. They trade.]") + p("7. They rest."))
    clean = written(variants_of(data)[1])
    assert [line for line in plainly_settled(clean, accept=True) if line] == ["4. Parties meet.", "7. They rest."]
    assert len(found(clean, "p")) == 2


def test_a_bracket_over_a_seam_joins_paragraphs() -> None:
    left, right = ('<w:jc w:val="left"/>', '<w:jc w:val="right"/>')
    data = docx(p("4. Parties [meet", looks=left) + p("and trade] often.", looks=right))
    clean = written(variants_of(data)[1])
    (paragraph,) = found(clean, "p")
    assert "".join(paragraph.itertext()) == "4. Parties often."
    # As in Word, looks go with the end that remains.
    assert paragraph.find(f"{{{W}}}pPr/{{{W}}}jc").get(f"{{{W}}}val") == "right"


def test_a_cell_keeps_a_paragraph_and_an_emptied_row_goes() -> None:
    data = docx(tbl(tr("A", "B"), tr("1. One.", "[2. Two.]"), tr("[3. Three", "and more.]")) + p("4. Four."))
    space = variants_of(data)
    clean = written(space[space.count() - 1])
    rows = found(clean, "tr")
    words = ["|".join("".join(cell.itertext()) for cell in row.iter(f"{{{W}}}tc")) for row in rows]
    assert words == ["A|B", "1. One.|"]
    assert all(cell.find(f"{{{W}}}p") is not None for row in rows for cell in row.iter(f"{{{W}}}tc"))
    redline = written(space[space.count() - 1], redline=True)
    assert [row.find(f"{{{W}}}trPr/{{{W}}}del") is not None for row in found(redline, "tr")] == [False, False, True]


def test_numbers_that_word_counts_are_not_looked_for_in_the_text() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    looks = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = docx(p("Parties [shall] meet.", looks=looks) + p("They [often] trade.", looks=looks), numbering=numbering)
    space = variants_of(data)
    assert text_of(written(space[3])) == "4. Parties meet.\n5. They trade.\n"
    assert plainly_settled(written(space[3]), accept=True) == ["Parties meet.", "They trade.", ""]


def test_a_picture_and_a_field_go_only_with_all_around_them() -> None:
    picture = "<w:r><w:drawing/></w:r>"
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = '<w:r><w:instrText> REF a </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    data = docx(
        p(t("4. See [this "), picture, t("one].")) + p(t("5. See [part "), begin, code, t("six"), end, t(" too] here."))
        + p(t("6. See [part "), begin, code, t("six] or"), end, t(" seven."))
    )  # fmt: skip
    clean = written(variants_of(data)[7])
    assert not found(clean, "drawing")
    assert [one.get(f"{{{W}}}fldCharType") for one in found(clean, "fldChar")] == ["begin", "separate", "end"]
    assert plainly_settled(clean, accept=True) == ["4. See.", "5. See here.", "6. See or seven.", ""]


def test_a_text_box_is_settled_in_the_form_that_is_shown_and_has_no_other_left() -> None:
    box = "<w:txbxContent>" + p("5. They [often] trade.") + "</w:txbxContent>"
    twice = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    space = variants_of(docx(p(t("4. Parties [shall] meet."), twice)))
    clean = written(space[3])
    assert b"[" not in parts_of(clean)["word/document.xml"]
    assert text_of(clean) == "4. Parties meet.\n\t5. They trade.\n"


def test_comments_go_from_a_clean_document_with_all_that_names_them() -> None:
    data = docx(
        p(on(1, t("4. Parties [shall] meet.")), ref(2)),
        comments=comment(1, "UK – remove “shall”") + comment(2, "Agree."),
        threads=thread(1) + thread(2, 1),
    )
    clean = written(variants_of(data)[0])
    for name, data in parts_of(clean).items():
        assert b"omment" not in data, name
    assert text_of(clean) == "4. Parties shall meet.\n"


def test_each_settled_bracket_of_a_redline_has_a_comment_that_says_who_wants_what() -> None:
    told = comment(1, "UK and EU – use “should”\nUSA – cannot accept “should”")
    data = docx(p(on(1, t("4. Parties [shall/should] report [annually]."))), comments=told)
    space = variants_of(data)
    again = bt.read(written(space[2], redline=True), changes="reject")
    own = [said for said in again.comments if said.author == "bracketed"]
    assert [(again.source[slice(*said.anchor)], said.text) for said in own if said.anchor] == [
        (
            "[shall/should]",
            "4#1 is settled: “should” (b)\nUK, EU – support “should”\nUSA – cannot accept “should”",
        ),
        ("[annually]", "4#2 is settled: “annually” (a)\nnobody spoke on it"),
    ]
    assert len(again.comments) == 3
    # Whoever reads the file again reads the same stances.
    assert set(bt.positions(again).rows) == set(bt.positions(space.draft).rows)


def test_a_redline_of_an_answer_leaves_tosses_in_brackets() -> None:
    told = comment(1, "UK – use “should” rather than “shall”\nUSA – use “shall” rather than “should”")
    data = docx(p(on(1, t("4. Parties [shall/should] report [annually] [or more often]."))), comments=told)
    draft = bt.read(data)
    answer = bt.least_contested(bt.variants(draft).fix({"4#3": "omit"}), bt.positions(draft))
    again = bt.read(written(answer, redline=True), changes="reject")
    assert [said.text.split("\n")[0] for said in again.comments if said.author == "bracketed"] == [
        "4#3 is settled: the words are left out"
    ]
    assert text_of(written(answer, redline=True), changes="accept").startswith(
        "4. Parties [shall/should] report [annually]."
    )
    assert set(bt.positions(again).rows) == set(bt.positions(draft).rows)


def test_a_redline_is_the_same_file_each_time() -> None:
    variant = variants_of(docx(p("4. Parties [shall/should] report.")))[0]
    assert written(variant, redline=True) == written(variant, redline=True)


@pytest.mark.parametrize("view, before, after", [
    ("accept", "4. Parties must [often] meet.\n", "4. Parties must meet.\n"),
    ("reject", "4. Parties may [often] meet now.\n", "4. Parties may meet now.\n"),
])  # fmt: skip
def test_tracked_changes_are_settled_as_they_were_read(view: str, before: str, after: str) -> None:
    data = docx(p(t("4. Parties "), dels("may"), ins("must"), t(" [often] meet"), dels(" now"), t(".")))
    space = variants_of(data, changes=view)
    assert space.draft.source == before
    clean = written(space[1])
    assert text_of(clean) == after
    assert not found(clean, "ins") + found(clean, "del")
    redline = written(space[1], redline=True)
    assert {one.get(f"{{{W}}}author") for one in found(redline, "ins") + found(redline, "del")} == {"bracketed"}
    assert text_of(redline, changes="reject") == before


@pytest.mark.parametrize("choice, after", [("a", "4. Parties may meet.\n"), ("omit", "4. Parties meet.\n")])
def test_a_tracked_deletion_that_was_read_as_a_bracket_is_settled(choice: str, after: str) -> None:
    data = docx(p(t("4. Parties "), dels("may "), t("meet.")))
    space = variants_of(data, changes="brackets")
    (bracket,) = space.brackets
    variant = next(iter(space.fix({bracket.id: choice})))
    assert text_of(written(variant)) == after
    assert text_of(written(variant, redline=True), changes="reject") == "4. Parties may meet.\n"


def test_a_tracked_paragraph_that_was_read_as_a_bracket_is_in_its_place() -> None:
    data = docx(p("4. Parties meet.") + p(ins("5. They trade.")) + p(ins("6. They rest.")) + p("7. The end."))
    space = variants_of(data, changes="brackets")
    taken = next(iter(space.fix({bracket.id: "a" for bracket in space.brackets})))
    lines = ["4. Parties meet.", "5. They trade.", "6. They rest.", "7. The end.", ""]
    assert plainly_settled(written(taken), accept=True) == lines
    assert plainly_settled(written(taken, redline=True), accept=True) == lines


def test_paragraphs_that_a_tracked_change_joins_are_joined() -> None:
    data = docx(p("4. Parties [shall]", looks=mark("del")) + p(" meet.") + p(ins("5. New."), looks=mark("ins")))
    for view, lines in (("accept", ["4. Parties meet.", "5. New.", ""]), ("reject", ["4. Parties", " meet.", ""])):
        space = variants_of(data, changes=view)
        assert plainly_settled(written(space[1]), accept=True) == lines, view


def test_words_of_a_draft_are_words_in_the_document() -> None:
    hostile = (
        '4. <w:fldSimple w:instr="x"/> { MACROBUTTON x } [=cmd|x/DDEAUTO "c:\\x"] & ]]> \x00\x0b\ufffe end.'
        "\tComment by <b>&amp;</b>: UK – use “<w:p/>]]>” instead of “end”"
    )
    draft = bt.parse(hostile)
    for variant in bt.variants(draft, bt.positions(draft)):
        for redline in (False, True):
            data = written(variant, redline=redline)
            assert not any(found(data, name) for name in ("fldSimple", "instrText", "fldChar", "object"))
            assert '<w:fldSimple w:instr="x"/> { MACROBUTTON x }' in text_of(data, changes="accept")


def test_positions_come_back_as_comments() -> None:
    draft = bt.parse("1. Parties [shall/should] report [annually].\n2. They [meet].")
    rows = [
        ("UK", "1#1", "a", "supports"), ("UK", "1#1", "b", "objects"), ("EU", "1#1", "a", "supports"),
        ("USA", "1#1", "a", "blocks"), ("Chile", "1#2", "omit", "accepts"), ("Kenya", "1#2", "omit", "objects"),
        ("Kenya", "2#1", "a", "accepts"), ("Peru", "1#2", "omit", "blocks"),
    ]  # fmt: skip
    told = [{"delegation": d, "bracket": b, "option": o, "stance": s} for d, b, o, s in rows]
    positions = bt.read_positions(told, draft)
    again = bt.read(written(draft, positions=positions))
    assert [(said.author, again.source[slice(*said.anchor)]) for said in again.comments if said.anchor] == [
        ("bracketed", "[shall/should]"), ("bracketed", "[annually]"), ("bracketed", "[meet]"),
    ]  # fmt: skip
    found = {(row.delegation, row.bracket, row.option, row.stance) for row in bt.positions(again)}
    assert found == set(rows)
    # What the draft's own comments say already is not said twice.
    assert len(bt.read(written(again, positions=bt.positions(again))).comments) == 3


def test_comments_are_put_beside_tracked_changes_and_leave_them_alone() -> None:
    data = docx(p(t("4. Parties [shall] "), dels("often "), ins("meet"), t(".")))
    draft = bt.read(data)
    positions = bt.read_positions([{"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "blocks"}], draft)
    noted = written(draft, positions=positions)
    assert [said.text for said in bt.read(noted).comments] == ["UK – cannot accept “shall”"]
    for view in ("accept", "reject"):
        assert text_of(noted, changes=view) == text_of(data, changes=view)
    assert [plain_xml(one) for one in found(noted, "del") + found(noted, "ins")] == [
        plain_xml(one) for one in found(data, "del") + found(data, "ins")
    ]


def test_a_file_that_is_there_is_left_alone_when_something_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "there.docx"
    path.write_bytes(b"before")
    draft = bt.parse("4. Parties [shall] report.")
    with pytest.raises(DraftError, match="a redline shows what is settled"):
        bt.write(draft, path, redline=True)
    with pytest.raises(DraftError, match=r"there.odt: a file of format 'odt' cannot be written; write .docx"):
        bt.write(draft, tmp_path / "there.odt")
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["there.docx"]


@pytest.mark.slow
@needs_shared
def test_the_real_document_reads_as_its_variants() -> None:
    draft = bt.read(SHARED / "wtdc.docx")
    space = bt.variants(draft, bt.positions(draft))
    for variant in space.sample(5, seed=3):
        clean = bt.read(written(variant))
        assert clean.brackets == () == clean.comments
        lines, told = ([*filter(None, map(str.split, text.split("\n")))] for text in (clean.source, variant.text))
        assert lines == told
        redline = written(variant, redline=True)
        assert text_of(redline, changes="reject") == without_comments(draft)
        assert text_of(redline, changes="accept") == clean.source


@needs_office
def test_libreoffice_opens_what_is_written_and_settles_a_redline_alike(tmp_path: Path) -> None:
    looks = '<w:jc w:val="right"/>'
    body = (
        p("4. Parties [shall/should] report [annually, in May].") + p("[5. They meet.]") + p("[6. They", looks=looks)
        + p("trade] often.") + tbl(tr("[7. One.]", "8. Two [or more]."), tr("[9. Three.]", "[10. Four.]"))
        + p(on(1, t("11. The end."))) + p("[12. The very end.]")
    )  # fmt: skip
    data = docx(body + "<w:sectPr/>", comments=comment(1, "UK – use “finish” instead of “end”"))
    space = variants_of(data)
    variant = space[space.count() - 1]
    office = Office(tmp_path)
    original, clean, redline = tmp_path / "original.docx", tmp_path / "clean.docx", tmp_path / "redline.docx"
    original.write_bytes(data)
    bt.write(variant, clean)
    bt.write(variant, redline, redline=True)
    shown = office.convert(clean, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert letters(shown) == letters(variant.text)
    accepted, rejected = (office.settle(redline, wish).read_bytes() for wish in ("Accept", "Reject"))
    assert letters(text_of(accepted)) == letters(variant.text)
    assert text_of(rejected).split() == without_comments(space.draft).split()


@needs_office
@needs_shared
def test_libreoffice_settles_a_redline_of_the_real_document_alike(tmp_path: Path) -> None:
    draft = bt.read(SHARED / "wtdc.docx")
    variant = bt.least_contested(bt.variants(draft, bt.positions(draft)), bt.positions(draft)).variant
    bt.write(variant, tmp_path / "redline.docx", redline=True)
    office = Office(tmp_path)
    accepted, rejected = (office.settle(tmp_path / "redline.docx", wish).read_bytes() for wish in ("Accept", "Reject"))
    assert text_of(accepted).split() == variant.text.split()
    assert text_of(rejected).split() == without_comments(draft).split()


def test_a_package_without_its_list_of_parts_is_damaged_and_one_that_refers_to_nothing_is_not(tmp_path: Path) -> None:
    whole = ("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
    body = ("word/document.xml", part("document", f"<w:body>{p('1. Ports [shall] report.')}</w:body>"))
    draft = bt.read(zipped([whole, body]), format="docx")
    with pytest.raises(DraftError) as caught:
        bt.write(bt.variants(draft)[0], tmp_path / "redline.docx", redline=True)
    assert str(caught.value) == (
        "draft is damaged: it has no part [Content_Types].xml; open it in Word and save it again"
    )
    draft = bt.read(zipped([("[Content_Types].xml", CONTENT_TYPES), whole, body]), format="docx")
    bt.write(bt.variants(draft)[0], tmp_path / "redline.docx", redline=True)
    assert [comment.author for comment in bt.read(tmp_path / "redline.docx").comments] == ["bracketed"]
