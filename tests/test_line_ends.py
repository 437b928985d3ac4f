"""The ends of lines change nothing, and other signs that end lines elsewhere end none here."""

from __future__ import annotations

import pytest

import bracketed as bt

TEXTS = {
    "provisions": "Article 1\n\n1. Ports [shall/should] pay.\n2. Towns [may] pay.\n",
    "comments": "1. Ports [shall/should] pay.\tComment by Ana: UK – keep “shall”\n2. Towns pay.\n",
    "options": "4. Ports:\nOption 1: pay dues\nOption 2: pay none\n\n5. Towns [may] pay.\n",
    "named options": "Suboption:\nor~\nSuboption 1",
    "an option without words": "Alt:\nor\n0\nOption A",
    "a bracket over lines": "1. Ports [pay\n\n2. and towns] pay.\n",
    "items": "1. Ports:\n(a) [pay];\n(b) [meet].\n",
    "attributions": "1. Ports [shall – UK, Chad\n/should – Peru] pay.\n",
    "names on a line of their own": "1. Ports [pay]\n(UK, Chad)\ndues.\n",
    "names behind a blank and on a line of their own": "1. Ports [pay] \n(UK, Chad)\ndues.\n",
    "brackets at the head of a line": "1. Ports pay the towns\n[dues][freely].\n",
    "an article with alternatives": (
        "Article 4\n1. Ports open.\n1 alt. Ports shut.\nArticle 4 alt\n1. Quays open.\n1 alt. Quays shut.\n"
    ),
    "alternatives": "1. Ports pay.\n1 alt. Towns pay.\n2. All [meet].\n",
}


def answers(draft: bt.Draft) -> object:
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    return (
        [(bracket.id, [plain(option.text) for option in bracket.options]) for bracket in draft.brackets],
        [provision.label for provision in draft.provisions],
        [(row.delegation, row.bracket, row.option, row.stance) for row in positions],
        [plain(variant.text) for variant in space[:20]],
        [(found.code, found.line) for found in draft.diagnostics],
    )


def plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CR LF", "CR"])
@pytest.mark.parametrize("name", TEXTS)
def test_the_ends_of_lines_in_a_file_change_nothing(name: str, end: str) -> None:
    read = bt.read(TEXTS[name].replace("\n", end).encode(), format="txt")
    assert read.source == TEXTS[name]
    assert answers(read) == answers(bt.parse(TEXTS[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_a_string_is_kept_with_its_ends_of_lines_which_change_no_answer(name: str) -> None:
    text = TEXTS[name].replace("\n", "\r\n")
    draft = bt.parse(text)
    assert draft.source == draft.unparse() == text
    assert answers(draft) == answers(bt.parse(TEXTS[name]))


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\f", "\v", "\x00"])
def test_other_signs_are_part_of_a_line(sign: str) -> None:
    draft = bt.parse(f"1. Ports{sign} [a/b] pay.{sign}2. Towns [c].")
    assert [bracket.id for bracket in draft.brackets] == ["1#1", "1#2"]
    assert draft.unparse() == draft.source


@pytest.mark.parametrize("first", [8, 98, 998, 1898])
def test_numbers_go_on_past_four_digits_and_into_those_of_years(first: int) -> None:
    numbers = range(first, first + 4)
    draft = bt.parse("\n".join(f"{number}. Ports [pay]." for number in numbers))
    assert [bracket.id for bracket in draft.brackets] == [f"{number}#1" for number in numbers]


def test_a_year_at_the_head_of_a_line_is_no_number() -> None:
    text = "1. Ports [shall] pay by\n\n2030. Towns [may] pay."
    assert [provision.label for provision in bt.parse(text).provisions] == ["1", "1 sub2"]


def test_the_paragraphs_of_an_alternative_article_begin_on_a_line_of_their_own() -> None:
    texts = [variant.text for variant in bt.variants(bt.parse(TEXTS["an article with alternatives"]))]
    assert texts == [f"Article 4\n1. {words}.\n" for words in ("Ports open", "Ports shut", "Quays open", "Quays shut")]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_tabbed_lines_at_the_end_are_paragraphs_and_not_the_heads_of_columns(end: str) -> None:
    draft = bt.parse(f"1. Ports pay.\n\n\tAnnex on dues\n\tAnnex on docks{end}")
    read = [draft.source[slice(*one.body)].strip() for one in draft.provisions]
    assert read == ["Ports pay.", "Annex on dues", "Annex on docks"]


@pytest.mark.parametrize("end", ["\n", " \n"])
def test_slashes_beside_words_over_two_lines_are_doubted(end: str) -> None:
    draft = bt.parse(f"1. Ports [meet/pay{end}dues/rest].")
    assert [finding.code for finding in draft.diagnostics] == ["doubtful-slash"]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_number_without_a_full_stop_is_a_label_only_right_below_what_is_decided(end: str) -> None:
    draft = bt.parse(f"Directors of ports\n\n1 to [pay].\n\nLAMPS\n\nThe Assembly,\n\nRecalling [dues]{end}")
    assert [bracket.id for bracket in draft.brackets] == ["p2#1", "PP1#1"]
