"""Automatic numbers stand in front of paragraphs as Word shows them."""

from __future__ import annotations

import pytest

import bracketed as bt
from bracketed.reading.numerals import numeral
from tests.word.making import dels, docx, ins, mark, p, tbl, tc, tr


def level(number: int, text: str, form: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def definition(id_: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{id_}">{"".join(levels)}</w:abstractNum>'


def num(id_: int, definition: int, more: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


def at(level: int, list_: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'


def style(id_: str, properties: str, sort: str = "paragraph") -> str:
    return f'<w:style w:type="{sort}" w:styleId="{id_}"><w:pPr>{properties}</w:pPr></w:style>'


def lines(body: str, numbering: str, styles: str = "", changes: str | None = None) -> list[str]:
    draft = bt.read(docx(body, numbering=numbering, styles=styles), changes=changes)  # type: ignore[arg-type]
    return draft.source.split("\n")[:-1]


def numbered(levels: list[int], list_: int = 1) -> str:
    return "".join(p("x", looks=at(one, list_)) for one in levels)


OUTLINE = definition(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))


def test_levels_count_below_those_above_them() -> None:
    got = lines(numbered([0, 1, 1, 2, 2, 0, 1, 2, 0]), OUTLINE + num(1, 0))
    assert got == ["1. x", "1.1 x", "1.2 x", "(a) x", "(b) x", "2. x", "2.1 x", "(a) x", "3. x"]


def test_a_level_that_was_skipped_counts_as_begun() -> None:
    assert lines(numbered([1, 0, 1]), OUTLINE + num(1, 0)) == ["1.1 x", "2. x", "2.1 x"]
    assert lines(numbered([2, 2, 1]), OUTLINE + num(1, 0)) == ["(a) x", "(b) x", "1.2 x"]


def test_lists_with_one_definition_count_on_together() -> None:
    assert lines(numbered([0]) + numbered([0], 2), OUTLINE + num(1, 0) + num(2, 0)) == ["1. x", "2. x"]


def test_a_list_may_start_with_a_number_of_its_own_once() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    got = lines(numbered([0, 0]) + numbered([0, 0], 2) + numbered([0]), OUTLINE + num(1, 0) + num(2, 0, start))
    assert got == ["1. x", "2. x", "7. x", "8. x", "9. x"]


def test_a_list_may_depart_from_its_definition() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Article %1", "upperRoman")}</w:lvlOverride>'
    assert lines(numbered([0, 0]), OUTLINE + num(1, 0, own)) == ["Article I x", "Article II x"]


def test_numbers_may_be_parted_from_the_words_by_nothing() -> None:
    for behind, shown in (("nothing", "1x"), ("space", "1 x"), ("tab", "1 x")):
        levels = definition(0, level(0, "%1", more=f'<w:suff w:val="{behind}"/>'))
        assert lines(numbered([0]), levels + num(1, 0)) == [shown]


def test_a_level_may_never_begin_anew_or_only_below_a_certain_one() -> None:
    never = definition(0, level(0, "%1."), level(1, "(%2)", more='<w:lvlRestart w:val="0"/>'))
    assert lines(numbered([0, 1, 0, 1]), never + num(1, 0)) == ["1. x", "(1) x", "2. x", "(2) x"]
    below = definition(0, level(0, "%1."), level(1, "%2-"), level(2, "(%3)", more='<w:lvlRestart w:val="1"/>'))
    got = lines(numbered([0, 1, 2, 1, 2, 0, 1, 2]), below + num(1, 0))
    assert got == ["1. x", "1- x", "(1) x", "2- x", "(2) x", "2. x", "1- x", "(1) x"]


def test_legal_numbers_are_digits_at_all_levels() -> None:
    legal = definition(0, level(0, "Article %1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert lines(numbered([0, 1]), legal + num(1, 0)) == ["Article I x", "1.1 x"]


def test_bullets_are_shown_as_signs() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'
    symbol = definition(0, level(0, "\uf0b7", "bullet", font), level(1, "–", "bullet"))
    assert lines(numbered([0, 1]), symbol + num(1, 0)) == ["• x", "– x"]


def test_numbers_come_from_styles_and_those_they_build_on() -> None:
    styles = (
        style("Para", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Para"/></w:style>'
        + style("Letter", at(2))
    )
    letter = '<w:pStyle w:val="Letter"/>'
    body = (
        p("x", looks='<w:pStyle w:val="Para"/>')
        + p("x", looks='<w:pStyle w:val="Below"/>')
        + p("x", looks=letter)
        + p("x", looks=letter + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("x", looks=letter + at(0))
    )
    assert lines(body, OUTLINE + num(1, 0), styles) == ["1. x", "2. x", "(a) x", "x", "3. x"]


def test_a_level_may_name_the_style_whose_number_it_is() -> None:
    styles = style("Sub", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    levels = definition(0, level(0, "%1."), level(1, "%1.%2", more='<w:pStyle w:val="Sub"/>'))
    body = p("x", looks=at(0)) + p("x", looks='<w:pStyle w:val="Sub"/>')
    assert lines(body, levels + num(1, 0), styles) == ["1. x", "1.1 x"]


def test_a_definition_may_borrow_its_levels_from_a_style_of_lists() -> None:
    styles = style("Mine", at(0, 2), "numbering")
    borrowed = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
    assert lines(numbered([0, 1]), OUTLINE + borrowed + num(1, 1) + num(2, 0), styles) == ["1. x", "1.1 x"]


def test_paragraphs_that_are_not_in_the_text_are_not_counted() -> None:
    deleted = f"<w:p><w:pPr>{at(0)}{mark('del')}</w:pPr>{dels('gone')}</w:p>"
    inserted = f"<w:p><w:pPr>{at(0)}{mark('ins')}</w:pPr>{ins('new')}</w:p>"
    body = p("a", looks=at(0)) + deleted + p("b", looks=at(0)) + inserted + p("c", looks=at(0))
    numbering = OUTLINE + num(1, 0)
    assert lines(body, numbering, changes="accept") == ["1. a", "2. b", "3. new", "4. c"]
    assert lines(body, numbering, changes="reject") == ["1. a", "2. gone", "3. b", "4. c"]


def test_numbers_in_tables_count_on_from_cell_to_cell() -> None:
    cells = tbl(tr(tc(p("a", looks=at(0))), tc(p("b", looks=at(0)))))
    assert lines(cells + p("c", looks=at(0)), OUTLINE + num(1, 0)) == ["\t1. a", "\t2. b", "", "3. c"]


def test_a_list_that_is_not_there_is_no_list() -> None:
    assert lines(numbered([0]), num(1, 5)) == ["x"]
    assert lines(p("x", looks=at(99)), OUTLINE + num(1, 0)) == ["9. x".replace("9", "1")]
    assert lines(p("x", looks='<w:numPr><w:numId w:val="many"/></w:numPr>'), OUTLINE + num(1, 0)) == ["x"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {7: "07", 70: "70"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerRoman", {48: "xlviii"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd", 112: "112th"}),
        ("cardinalText", {21: "Twenty-one", 300: "Three hundred", 1_042: "One thousand forty-two"}),
        ("ordinalText", {1: "First", 12: "Twelfth", 20: "Twentieth", 35: "Thirty-fifth", 100: "One hundredth"}),
        ("russianLower", {1: "а", 4: "г"}),
        ("hebrew1", {15: "טו", 16: "טז", 22: "כב"}),
        ("japaneseCounting", {110: "百十", 1_215: "千二百十五"}),
        ("chineseCounting", {10: "十", 21: "二十一", 110: "一百一十"}),
        ("decimalEnclosedCircle", {3: "③", 21: "21"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {3: "", 0: ""}),
        ("of no known kind", {3: "3"}),
        ("upperRoman", {0: "0", 40_000: "40000", -3: "-3"}),
    ],
)
def test_number_formats(form: str, numbers: dict[int, str]) -> None:
    assert {number: numeral(number, form) for number in numbers} == numbers


def test_a_format_of_the_users_own_shows_its_width() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"
