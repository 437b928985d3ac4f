"""Tables cell by cell, headings by styles, and provisions by colours."""

from __future__ import annotations

import bracketed as bt
from tests.word.making import docx, p, t, tbl, tc, tr

WIDE = '<w:gridSpan w:val="2"/>'
HEAD = "<w:tblHeader/>"


def columns(draft: bt.text.draft.Draft) -> dict[str, str]:  # type: ignore[name-defined]
    return {provision.label: provision.column for provision in draft.provisions}


def test_columns_that_the_file_names_are_the_columns_of_provisions() -> None:
    heads = tr("what we want to come of it", "who does it", looks=HEAD)
    draft = bt.read(docx(tbl(heads, tr("1. [a] b", "2. c"), tr("3. d", tc("4. e", "5. f")))))
    assert columns(draft) == {
        "1": "what we want to come of it",
        "2": "who does it",
        "3": "what we want to come of it",
        "4": "who does it",
        "5": "who does it",
    }


def test_heads_that_the_file_does_not_name_are_known_by_their_looks() -> None:
    title = tr(tc("Outcomes and outputs agreed", looks=WIDE))
    again = tr(tc("Outcomes and outputs for further discussion", looks=WIDE))
    heads = tr("Outcomes", "Outputs")
    draft = bt.read(docx(tbl(title, heads, tr("1. a", "2. b"), again, heads, tr("3. c", "4. [d]"))))
    assert columns(draft) == {"1": "Outcomes", "2": "Outputs", "3": "Outcomes", "4": "Outputs"}
    assert [provision.status for provision in draft.provisions] == ["agreed"] * 2 + ["for further discussion"] * 2


def test_a_row_of_words_that_are_no_heads_is_text() -> None:
    draft = bt.read(docx(tbl(tr("1. [a]", "Yes"), tr("2. b", "No"))))
    assert columns(draft) == {"1": "", "1 sub2": "", "2": "", "2 sub2": ""}


def test_merged_cells_keep_their_columns() -> None:
    heads = tr("Left", "Middle", "Right")
    down = '<w:vMerge w:val="restart"/>'
    body = tbl(
        heads,
        tr(tc("1. a", looks=down), tc("2. b", looks=WIDE)),
        tr(tc(looks="<w:vMerge/>"), "3. c", "4. d"),
    )
    assert columns(bt.read(docx(body))) == {"1": "Left", "2": "Middle", "3": "Middle", "4": "Right"}


def test_a_table_in_a_cell_has_columns_of_its_own() -> None:
    inner = tbl(tr("First", "Second"), tr("2. b", "3. c"))
    body = tbl(tr("Outcomes", "Outputs"), tr("1. a", tc(p("0. z"), inner, p("4. d"))))
    assert columns(bt.read(docx(body))) == {
        "1": "Outcomes",
        "0": "Outputs",
        "2": "First",
        "3": "Second",
        "4": "Outputs",
    }


def test_what_follows_a_table_is_in_no_cell() -> None:
    draft = bt.read(docx(tbl(tr("Outcomes", "Outputs"), tr("1. a", "2. b")) + p("[c] d")))
    assert columns(draft) == {"1": "Outcomes", "2": "Outputs", "p1": ""}


def style(id_: str, level: int, below: str = "") -> str:
    base = f'<w:basedOn w:val="{below}"/>' if below else ""
    properties = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
    return f'<w:style w:type="paragraph" w:styleId="{id_}">{base}{properties}</w:style>'


STYLES = style("H1", 0) + style("H2", 1, "H1") + style("Body", 9, "H1")


def test_headings_are_known_by_their_styles() -> None:
    body = "".join(
        p(words, looks=f'<w:pStyle w:val="{style}"/>' if style else "")
        for words, style in [
            ("finance, and how", "H1"),
            ("public money", "H2"),
            ("1. a", ""),
            ("private money", "H2"),
            ("2. b", "Body"),
            ("work", "H1"),
            ("3. c", ""),
        ]
    )
    draft = bt.read(docx(body, styles=STYLES))
    assert {provision.label: provision.heading for provision in draft.provisions} == {
        "1": ("finance, and how", "public money"),
        "2": ("finance, and how", "private money"),
        "3": ("work",),
    }


RED, YELLOW = '<w:highlight w:val="red"/>', '<w:highlight w:val="yellow"/>'


def test_a_legend_gives_provisions_in_its_colours_their_status() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Hot"><w:rPr><w:highlight w:val="red"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Warm"><w:pPr><w:shd w:fill="FF2020"/></w:pPr></w:style>'
    )
    body = (
        p("Red highlights: changes that were disputed")
        + p(t("Yellow = left for the lawyers", YELLOW))
        + p("Green: a colour that nothing has")
        + p("<w:r><w:t/></w:r>")
        + p("1. ", t("in red itself", RED))
        + p("2. ", t("by the style of the run", '<w:rStyle w:val="Hot"/>'))
        + p("3. by the style of the paragraph", looks='<w:pStyle w:val="Warm"/>')
        + p("4. by the paragraph itself", looks='<w:shd w:val="clear" w:fill="F00000"/>')
        + p("5. ", t("by the run's background", '<w:shd w:val="clear" w:fill="FFFF00"/>'))
        + p("6. no more than ", t("two words", RED), " are red of all that stand here")
        + p("7. ", t("a style overruled", '<w:rStyle w:val="Hot"/><w:highlight w:val="none"/>'))
        + tbl(tr(tc("8. by the cell", looks='<w:shd w:val="clear" w:fill="FF0000"/>'), "9. white"))
    )
    draft = bt.read(docx(body, styles=styles))
    got = {provision.label: provision.status for provision in draft.provisions}
    disputed, lawyers = "disputed", "left for the lawyers"
    assert [got[str(n)] for n in range(1, 10)] == [disputed] * 4 + [lawyers] + ["", ""] + [disputed, ""]
    assert [d.message for d in draft.diagnostics if d.code == "legend-read"] == [
        "“Red highlights: changes that were disputed” is read as a legend: "
        "5 provisions in red have the status “disputed”",
        "“Yellow = left for the lawyers” is read as a legend: "
        "1 provision in yellow has the status “left for the lawyers”",
    ]


def test_marks_that_may_mean_a_proposal_are_reported_and_not_guessed_at() -> None:
    body = p("1. Parties ", t("shall", "<w:strike/>"), t("should", '<w:u w:val="single"/>'), " report.")
    draft = bt.read(docx(body))
    assert draft.brackets == ()
    assert draft.source == "1. Parties shallshould report.\n"
    assert [(d.code, d.column) for d in draft.diagnostics] == [("struck-words", 12), ("underlined-words", 17)]
    alone = bt.read(docx(p("1. ", t("a title", '<w:u w:val="single"/>'))))
    assert alone.diagnostics == ()


def test_hidden_words_are_left_out_and_reported() -> None:
    style = '<w:style w:type="character" w:styleId="No"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(
        "1. a", t(" secret", "<w:vanish/>"), t(" note", '<w:rStyle w:val="No"/>'), t(" b", '<w:vanish w:val="0"/>')
    )
    draft = bt.read(docx(body, styles=style))
    assert draft.source == "1. a b\n"
    (found,) = draft.diagnostics
    assert found.message == "“secret note” is formatted as hidden, and left out"


def test_heads_are_those_that_other_formats_know_too() -> None:
    table = tbl(tr("Цели", "Итоги"), tr("1. [a]", "2. b"), tr(tc("Second part", looks=WIDE)), tr("3. c", "4. d"))
    assert columns(bt.read(docx(table))) == {
        "1": "Цели", "2": "Итоги", "2 sub2": "", "3": "Цели", "4": "Итоги",
    }  # fmt: skip
