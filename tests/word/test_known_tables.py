"""Tables of comments and tables of versions, which Word and HTML have alike."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.annotated_text import AnnotatedText
from bracketed.draft.draft import Draft
from bracketed.reading.html import annotate as annotate_html
from bracketed.reading.paragraph_numbers import ParagraphNumbers
from bracketed.reading.word import annotate as annotate_word
from tests.word.making import comment, dels, docx, ins, on, p, tbl, tc, tr

Document = pytest.importorskip("docx").Document

Rows = list[list[str]]
Block = str | Rows


def word(*blocks: Block) -> bytes:
    """Return a Word document of paragraphs and tables, made as people's programs make them."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def html(*blocks: Block) -> bytes:
    """Return the same as HTML."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        rows = ("".join(f"<td>{escape(words)}</td>" for words in row) for row in block)
        parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return "".join(parts).encode()


Reading = Callable[..., AnnotatedText]


def from_word(*blocks: Block) -> AnnotatedText:
    return annotate_word(word(*blocks), "draft.docx")


def from_html(*blocks: Block) -> AnnotatedText:
    return annotate_html(html(*blocks), "draft.html")


both = pytest.mark.parametrize("reading", [from_word, from_html])


def said(annotated: AnnotatedText) -> list[tuple[str, str, str]]:
    text = annotated.text
    return [
        (one.author, text[slice(*one.text_span)], text[slice(*one.anchor)] if one.anchor else "")
        for one in annotated.comments or ()
    ]


def versions(annotated: AnnotatedText) -> list[dict[str, str]]:
    return [{one.head: annotated.text[slice(*one.span)] for one in row.cells} for row in annotated.versions]


def stances(draft: Draft) -> list[str]:
    return [f"{row.delegation} {row.stance} {row.bracket} {row.option}" for row in bt.positions(draft)]


DRAFT = ("1. Harbours shall keep [lamps][bells].", "2. Pilots [may] wait.")


@pytest.mark.parametrize("made", [(word, "docx"), (html, "html")])
def test_a_table_of_comments_says_who_wants_what(made: tuple[Callable[..., bytes], str]) -> None:
    table = [
        ["Paragraph", "Delegation", "Comments"],
        ["1", "Kenya", "Prefers “bells”."],
        ["2", "Peru", "Delete “may”."],
    ]
    draft = bt.read(made[0](*DRAFT, table), format=made[1])
    assert [(one.label, one.column) for one in draft.provisions] == [("1", ""), ("2", "")]
    assert [(one.author, one.provision, one.text) for one in draft.comments] == [
        ("Kenya", "1", "Prefers “bells”."),
        ("Peru", "2", "Delete “may”."),
    ]
    assert stances(draft) == ["Kenya supports 1#1 b", "Peru objects 2#1 a", "Peru supports 2#1 omit"]
    assert draft.unparse() == draft.source
    assert all(words in draft.source for row in table for words in row)
    assert {one.code for one in draft.diagnostics} == {"adjacent"}


@both
@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["Para", "Member State", "Comments"], ["1", "Fiji", "Keep."]),
        (["ARTICLE", "Party", "Remarks:"], ["1", "Fiji", "Keep."]),
        (["Observation(s)", "Country", "Para."], ["Keep.", "Fiji", "1"]),
        (["Paragraphe", "Délégation", "Observations"], ["1", "Fiji", "Keep."]),
        (["Article", "État membre", "Commentaires"], ["1", "Fiji", "Keep."]),
        (["No.", "Provision", "Delegations", "Comment(s)"], ["17", "1", "Fiji", "Keep."]),
    ],
)
def test_a_table_of_comments_is_known_by_its_heads(reading: Reading, heads: list[str], row: list[str]) -> None:
    assert said(reading("1. Cranes turn.", [heads, row])) == [("Fiji", "Keep.", "1. Cranes turn.")]


@both
@pytest.mark.parametrize(
    "heads",
    [
        ["Paragraph", "Delegation"],
        ["Paragraph", "Comments", "Remarks"],
        ["No.", "Paragraph", "Comments"],
        ["Paragraph", "Delegation", "Comments", "Decision"],
        ["Paragraph", "Delegation", "Comments", "Remarks"],
        ["1", "Fiji", "Comments"],
        ["Chair’s text", "Party A", "Party B"],
        ["Text", "Remarks", "Status"],
        ["EU proposal", "EU position"],
        ["EU proposal", "Norway position", "Remarks"],
        ["Proposal", "Position", "Text"],
    ],
)
def test_other_heads_are_those_of_text(reading: Reading, heads: list[str]) -> None:
    found = reading("1. Cranes turn.", [heads, ["2. Lamps burn."] * len(heads)])
    assert (found.comments or (), found.versions) == ((), ())


@both
@pytest.mark.parametrize(
    ("named", "anchor"),
    [
        ("Article 3", "Article 3"),
        ("Art. 3(1)", "1. Cranes turn."),
        ("Article 3, para 2", "2. Lamps burn:"),
        ("3.2 (b)", "(b) at sea."),
        ("Para 2", "2. Lamps burn:"),
        ("4", "Article 4"),
        ("Article 4.1", "1. Bells ring.\n\nThey ring twice."),
        ("(a)", "(a) ashore;"),
        ("1", ""),  # there are two
        ("Article 9", ""),
        ("Article 3 and Article 4", ""),
        ("3-4", ""),
        ("General", ""),
        ("", ""),
    ],
)
def test_a_row_is_about_the_one_paragraph_that_it_names(reading: Reading, named: str, anchor: str) -> None:
    text = ["Article 3", "1. Cranes turn.", "2. Lamps burn:", "(a) ashore;", "(b) at sea.", "Article 4"]
    more = ["1. Bells ring.", "They ring twice."]
    table = [["Paragraph", "Party", "Comments"], [named, "Fiji", "Keep."]]
    found = reading(*text, *more, table)
    assert [(who, " ".join(on.split())) for who, _, on in said(found)] == [("Fiji", " ".join(anchor.split()))]
    assert [one.placed for one in found.comments or ()] == [bool(anchor)]
    assert [one.code for one in found.remarked] == ([] if anchor else ["comment-without-place"])


def test_the_head_of_the_column_says_what_a_bare_number_counts() -> None:
    text = ("Article 1", "1. Cranes turn.", "2. Lamps burn.", "Article 2", "1. Bells ring.")
    assert said(from_word(*text, [["Article", "Party", "Comments"], ["2", "Fiji", "Keep."]]))[0][2] == "Article 2"
    table = [["Paragraph", "Party", "Comments"], ["1.2", "Fiji", "Keep."]]
    assert said(from_word(*text, table))[0][2] == "2. Lamps burn."


@pytest.mark.parametrize(
    ("named", "words"), [("1(a)(ii)", "at night"), ("1 (i)", "nowhere"), ("2(i)", "in fog"), ("D.1-a", "by code")]
)
def test_letters_and_roman_numerals_are_distinguished_as_in_the_text(named: str, words: str) -> None:
    text = [
        "1. Lamps burn:",
        "(a) always:",
        "(i) by day;",
        "(ii) at night;",
        "(h) at sea;",
        "(i) nowhere.",
        "2. Bells:",
    ]
    table = [["Para", "Party", "Comments"], [named, "Fiji", "Keep."]]
    assert words in said(from_word(*text, "(i) in fog.", "D.1-a: A pier by code", table))[0][2]


def test_why_a_row_is_about_nothing_is_reported() -> None:
    table = [["Para", "Party", "Comments"], ["7", "Fiji", "Keep."], ["1", "Peru", "Keep."], ["", "Chad", "Keep."]]
    found = from_word("Article 1", "1. Cranes turn.", "Article 2", "1. Bells ring.", table)
    end = "; no stance is tied to a provision"
    assert [one.message for one in found.remarked] == [
        f"a table of comments names “7”, and no paragraph of the text has this number{end}",
        f"a table of comments names “1”, and 3 paragraphs may be meant{end}",
        f"a row of a table of comments, by Chad, names no paragraph{end}",
    ]
    assert [found.text[one.at :][:5] for one in found.remarked] == ["Keep."] * 3


def test_titles_and_repeated_heads_and_rows_without_words_are_no_comments() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    heads = tr("Para", "Party", "Comments")
    table = tbl(tr(tc("What was said", looks=wide)), heads, tr("1", "Fiji", "Keep."), tr(tc("Second day", looks=wide)),
                heads, tr("1", "Chad", ""), tr("1", "Peru", "Delete."))  # fmt: skip
    draft = bt.read(docx(p("1. Cranes turn.") + table))
    assert [(one.author, one.provision, one.text) for one in draft.comments] == [
        ("Fiji", "1", "Keep."), ("Peru", "1", "Delete."),
    ]  # fmt: skip
    assert [draft.source[slice(*one.span)].strip() for one in draft.provisions] == ["1. Cranes turn.", "What was said"]


def test_a_cell_that_reaches_down_holds_for_the_rows_below_it() -> None:
    down, on_ = '<w:vMerge w:val="restart"/>', tc(looks="<w:vMerge/>")
    table = tbl(tr("Para", "Party", "Comments"), tr(tc("1", looks=down), "Fiji", "Keep."), tr(on_, "Peru", "Delete."))
    found = annotate_word(docx(p("1. Cranes turn.") + table), "draft.docx")
    assert said(found) == [("Fiji", "Keep.", "1. Cranes turn."), ("Peru", "Delete.", "1. Cranes turn.")]


def test_comments_of_the_file_on_a_row_and_their_answers_are_kept_beside_it() -> None:
    row = tr("1", "Fiji", tc(p("Keep ", on(1, "“turn”"), "."), p("And wait.")))
    table = tbl(tr("Para", "Party", "Comments"), row)
    body = p("1. Cranes ", on(0, "[turn]"), ".") + table + p("2. Bells ", on(2, "ring"), ".")
    comments = comment(0, "Peru: delete", "Peru") + comment(1, "Why?", "Chad") + comment(2, "Me too", "Togo")
    threads = (
        '<w15:commentEx w15:paraId="00000000"/><w15:commentEx w15:paraId="00000001" w15:paraIdParent="00000000"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
    )
    draft = bt.read(docx(body, comments=comments, threads=threads))
    assert [(one.author, one.text, one.parent) for one in draft.comments] == [
        ("Peru", "Peru: delete", None),
        ("Fiji", "Keep “turn”.", None),
        ("Chad", "Why?", 1),
        ("Fiji", "And wait.", None),
        ("Togo", "Me too", 3),
    ]
    assert [one.label for one in draft.provisions] == ["1", "2"]
    assert draft.unparse() == draft.source


def test_what_is_changed_in_a_table_of_comments_is_read_as_made() -> None:
    new = tr("1", tc(p(ins("Peru"))), tc(p(ins("Delete."))), looks='<w:ins w:id="7" w:author="Bo"/>')
    table = tbl(tr("Para", "Party", "Comments"), tr("1", "Fiji", tc(p(dels("Drop"), ins("Keep"), "."))), new)
    found = annotate_word(docx(p("1. Cranes turn.") + table), "draft.docx", "brackets")
    assert [words for _, words, _ in said(found)] == ["Keep.", "Delete."]
    assert found.changes == ()


HEADS = ["Row", "Commission proposal", "EP Mandate", "Council’s position", "Draft agreement"]


@both
def test_a_row_of_versions_shows_whose_words_are_where(reading: Reading) -> None:
    table = [HEADS, ["41", "Ports pay.", "Owners pay.", "", "Ports [and owners] pay."], ["42", "", "deleted", "", ""]]
    found = reading("A draft", table)
    assert versions(found) == [
        {
            "Commission proposal": "Ports pay.",
            "EP Mandate": "Owners pay.",
            "Draft agreement": "Ports [and owners] pay.",
        },
        {"EP Mandate": "deleted"},
    ]
    assert all(words in found.text for row in table for words in row)


@pytest.mark.parametrize("made", [(word, "docx"), (html, "html")])
def test_a_row_of_versions_is_one_provision_with_the_number_of_the_row(
    made: tuple[Callable[..., bytes], str],
) -> None:
    table = [
        HEADS,
        ["41", "Ports pay.", "Owners pay.", "Nobody pays.", ""],
        ["42.", "Boats wait.", "Boats go.", "", ""],
    ]
    draft = bt.read(made[0](table), format=made[1])
    assert [(one.label, one.column) for one in draft.provisions] == [("41", ""), ("42", "")]
    assert [draft.source[slice(*one.body)].split("\n\t") for one in draft.provisions] == [
        ["", "Ports pay.", "Owners pay.", "Nobody pays."],
        ["", "Boats wait.", "Boats go."],
    ]


@both
def test_a_number_in_the_cells_is_part_of_their_words(reading: Reading) -> None:
    found = reading([["EU proposal", "Position of Norway"], ["6. Ports pay.", "6. Owners pay."]])
    assert versions(found) == [{"EU proposal": "6. Ports pay.", "Position of Norway": "6. Owners pay."}]
    assert len(found.cells) == 2


@both
@pytest.mark.parametrize(
    "heads",
    [
        ["Commission Proposal (first draft)", "EP Mandate", "Council Mandate"],
        ["Proposition de la Commission", "Mandat du Parlement européen", "Position du Conseil", "Projet d’accord"],
        ["US proposal", "G77 position", "Compromise text"],
        ["Text of the Republic of Korea", "Canada’s amendments", "Agreed text"],
        ["Chair’s text", "Proposal by Norway", "Revised proposal by Chile"],
    ],
)
def test_a_table_of_versions_is_known_by_its_heads(reading: Reading, heads: list[str]) -> None:
    cells = [f"Ports pay {number}." for number in range(len(heads))]
    assert versions(reading([heads, cells])) == [dict(zip(heads, cells, strict=True))]


def test_what_is_over_all_columns_is_nobodys_version() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    heads = tr("EU proposal", "Norway proposal")
    table = tbl(
        heads, tr("Article 5", ""), tr(tc("Harbours", looks=wide)), tr("1. Ports pay.", "1. Owners pay."), heads
    )
    draft = bt.read(docx(table))
    assert [one.label for one in draft.provisions][:2] == ["Article 5", "Article 5.1"]
    assert versions(annotate_word(docx(table), "draft.docx")) == [
        {"EU proposal": "1. Ports pay.", "Norway proposal": "1. Owners pay."}
    ]


def test_comments_behind_the_words_of_a_version_are_none_of_it() -> None:
    table = tbl(tr("EU proposal", "Norway proposal"), tr(tc(p("Ports ", on(0, "pay"), ".")), "Owners pay."))
    found = annotate_word(docx(table, comments=comment(0, "Why?")), "draft.docx")
    assert versions(found) == [{"EU proposal": "Ports pay.", "Norway proposal": "Owners pay."}]


def test_a_table_of_comments_can_speak_of_a_row_of_versions() -> None:
    rows = [["No.", "EU proposal", "Norway proposal"], ["12", "1. Ports pay.", "1. Owners pay."]]
    found = from_word(
        rows, "Remarks", [["Row", "x"], ["a", "b"]], [["Para", "Party", "Comments"], ["12", "Fiji", "So."]]
    )
    (comment_,) = found.comments or ()
    assert comment_.anchor is not None
    assert found.text[comment_.anchor.start :].startswith("12.\n")


def test_a_settled_text_is_written_without_tables_of_comments(tmp_path: Path) -> None:
    table = [["Paragraph", "Delegation", "Comments"], ["1", "Kenya", "Prefers “[bells]”."], ["2", "Peru", "Keep."]]
    draft = bt.read(word(*DRAFT, table, "3. Cranes turn."))
    settled = bt.variants(draft).fix({"1#1": "b", "2#1": "a"})[0]
    assert settled.text == "1. Harbours shall keep bells.\n2. Pilots may wait.\n\n\n3. Cranes turn.\n"
    bt.write(settled, tmp_path / "settled.docx")
    written = Document(str(tmp_path / "settled.docx"))
    assert [one.text for one in written.paragraphs if one.text] == [*settled.text.split("\n")[:2], "3. Cranes turn."]
    assert written.tables == []


KNOWN = st.sampled_from(
    [["Para", "Party", "Comments"], ["Remarks", "Article", "State", "No."], ["EU proposal", "US text", "Agreed text"],
     ["#", "EU proposal", "Norway text"], ["Outcomes", "Outputs", "Means"]]
)  # fmt: skip
CELL = st.sampled_from(["", "1", "2.", "Fiji", "1. Ports pay.", "Keep “[ports]”.", "[a/b]", "a<p>(a) b", "<b>2</b> c"])
SPANS = st.sampled_from(["", " colspan=2", " rowspan=2", " colspan=3"])
ROW = st.lists(st.tuples(SPANS, CELL).map(lambda pair: f"<td{pair[0]}>{pair[1]}"), max_size=4)
TABLE = st.builds(
    lambda heads, rows: "<table>" + "".join(f"<tr>{''.join(row)}" for row in [[f"<td>{h}" for h in heads], *rows])
    + "</table>",
    KNOWN,
    st.lists(ROW, max_size=4),
)  # fmt: skip
NESTED = st.builds(lambda outer, inner: outer.replace("Fiji", f"Fiji{inner}", 1), TABLE, TABLE)


@given(st.lists(st.one_of(TABLE, NESTED, st.sampled_from(["<p>1. Cranes [turn].", "<p>2. Bells ring."])), max_size=5))
def test_whatever_is_in_known_tables_is_kept_and_distinguished(parts: list[str]) -> None:
    found = annotate_html("".join(["<p>Draft", *parts]).encode(), "draft.html")
    for spans in ([one.span for one in found.comments or ()], [one.span for one in found.cells]):
        assert all(0 <= start <= end <= len(found.text) for start, end in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
    for row in found.versions:
        assert row.cells
        assert all(found.text[slice(*one.span)].strip() for one in row.cells)
    draft = bt.read("".join(["<p>Draft", *parts]).encode(), format="html")
    assert draft.unparse() == draft.source == found.text


def test_a_list_beyond_h_and_roman_numerals_are_found_by_their_marks() -> None:
    letters = "".join(f"({letter}) pay;\n" for letter in "abcdefghijklmnopqrstuvwxyz")
    numbers = ParagraphNumbers.of(f"Article 4\n{letters}", ())
    assert [len(numbers.find(f"Article 4({letter})", "")) for letter in "hilvx"] == [1] * 5
    numbers = ParagraphNumbers.of(
        "Article 4\n" + "".join(f"({mark}) pay;\n" for mark in ("i", "ii", "iii", "iv", "v", "vi")), ()
    )
    assert [len(numbers.find(f"Article 4({mark})", "")) for mark in ("i", "ii", "v", "vi")] == [1] * 4


def test_an_institution_is_one_delegation_in_heads_and_in_comments() -> None:
    table = (
        "<table><tr><th>European Commission proposal<th>Norway proposal<tr><td>4. Ports pay.<td>4. Owners pay.</table>"
    )
    comments = (
        "<table><tr><th>Paragraph<th>Delegation<th>Comment<tr><td>4<td>European Commission<td>keep “Ports pay”</table>"
    )
    draft = bt.read(f"{table}{comments}".encode(), format="html")
    assert {stance.delegation for stance in bt.positions(draft)} == {"European Commission", "Norway"}


def test_a_row_may_name_a_principle_by_its_title_and_several_delegations() -> None:
    table = [
        ["Article", "Country", "Remarks"],
        ["Principle 6", "Togo, Benin", "Use “may”."],
        ["5.3", "Chad", "Delete “act”."],
    ]
    words = ("Article 5", "3. Parties shall act.", "Principle 6", "States [should/may] help.")
    draft = bt.read(html(*words, table), format="html")
    assert [(one.author, one.provision) for one in draft.comments] == [
        ("Togo, Benin", "Principle 6"),
        ("Chad", "Article 5.3"),
    ]
    assert stances(draft)[:2] == ["Togo supports Principle 6#1 b", "Benin supports Principle 6#1 b"]


@pytest.mark.parametrize("made", [(word, "docx"), (html, "html")])
def test_a_table_of_comments_may_be_a_record(made: tuple[Callable[..., bytes], str]) -> None:
    table = [
        ["Comments", "Paragraph", "Delegation"],
        ["Prefers “bells”.", "1", "Kenya"],
        ["Delete “may”.", "2", "Peru"],
        ["Delete “may”.", "7", "Cuba"],
    ]
    found = bt.read_record(
        made[0]("Report", table, "Mali asked to keep “lamps”."), bt.parse("\n".join(DRAFT)), format=made[1]
    )
    rows = {f"{row.delegation} {row.stance} {row.bracket} {row.option}" for row in found}
    assert rows == {
        "Kenya supports 1#1 b",
        "Peru objects 2#1 a",
        "Peru supports 2#1 omit",
        "Mali supports 1#1 a",
    }
    assert [finding.by for finding in found.unread] == ["Cuba"]


def test_a_row_may_name_the_last_number_in_a_table_of_provisions() -> None:
    draft = bt.read(
        word(
            [["No.", "Text"], ["1.", "Buy [ten/twelve] boats"], ["2.", "Teach crews [, for free]"]],
            "The plan [ends] in 2035.",
            [
                ["Paragraph", "Delegation", "Comments"],
                ["1", "Norway", "Prefers “ten”."],
                ["2", "Chile", "Delete “, for free”."],
            ],
        )
    )
    assert [comment.provision for comment in draft.comments] == ["1", "2"]
    assert [(row.delegation, row.bracket, row.option) for row in bt.positions(draft)] == [
        ("Norway", "1 sub2#1", "a"), ("Chile", "2 sub2#1", "a"), ("Chile", "2 sub2#1", "omit"),
    ]  # fmt: skip
