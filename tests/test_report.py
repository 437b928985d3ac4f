"""The report: it tells what it is to tell, is safe and accessible, and is written as a whole or not at all."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import UnknownNameError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from tests.benchmarks.real_drafts import made_positions
from tests.browser import browsing, check_access, needs_axe, needs_browser, page_of
from tests.pages import ATTACKS, Page, safe
from tests.shared import SHARED, WTDC, needs_shared
from tests.strategies import Case, broken_drafts, contested_drafts
from tests.test_golden import DRAFT

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "p",
    "ol",
    "ul",
    "b",
    "i",
    "s",
    "li",
    "a",
    "span",
    "strong",
    "mark",
    "sup",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "div",
    "dl",
    "dt",
    "dd",
    "figure",
    "svg",
    "desc",
    "rect",
    "text",
    "g",
    "code",
}
ATTRIBUTES = {
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "href",
    "id",
    "class",
    "title",
    "dir",
    "scope",
    "role",
    "tabindex",
    "aria-label",
    "aria-labelledby",
    "viewbox",
    "width",
    "height",
    "x",
    "y",
    "fill",
    "stroke",
    "stroke-width",
    "text-anchor",
    "transform",
}


def asked(draft: bt.text.draft.Draft) -> tuple[Space, Positions]:  # type: ignore[name-defined]
    positions = bt.positions(draft)
    return bt.variants(draft, positions), positions


def shown(page: str) -> Page:
    read = safe(page, TAGS, ATTRIBUTES)
    ids = read.attributes["id"]
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in read.attributes.get("href", ())} <= set(ids)
    assert read.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    return read


def test_it_covers_what_a_chair_requests() -> None:
    page = shown(bt.report(*asked(bt.read(DRAFT)), full=True))
    for words in (
        "seven are deadlocked, 13 can be closed now",
        "H.4#1 is deadlocked: “onshore power supply” is opposed by UK",
        "H.1-4#1 takes a, “voluntary” – for: USA, UK; against: African Group. Not b, “assessed”",
        "The same choice as H.4-c#1 and H.4-3#1.",
        "In each of the cheapest ways",
        "And one way at each of these",
        "What Saudi Arabia wants",
        "Saudi Arabia – cannot accept “clean energy at berth”",
        "this closing bracket has no opening bracket",
    ):
        assert words in page.words
    assert "What could be traded" not in page.words


def test_the_short_report_says_what_is_open_and_where() -> None:
    page = shown(bt.report(*asked(bt.read(DRAFT)), delegations=["UK"]))
    for words in (
        "seven are deadlocked, 13 can be closed now",
        "It could be closed if UK or Saudi Arabia gave way.",
        "What can be closed now",
        "What is open in each part",
        "Groups, and what sets each apart",
        "What UK gets",
        "or the whole report (--full)",
    ):
        assert words in page.words
    assert "Positions, by delegation" not in page.words
    with pytest.raises(UnknownNameError, match="Ukraine"):
        bt.report(*asked(bt.read(DRAFT)), delegations=["Ukraine"])


@needs_browser
@pytest.mark.slow
def test_the_short_report_is_three_pages_however_large_the_draft(tmp_path: Path) -> None:
    words = "Each Party that is in a position to do so, taking into account its own circumstances, "
    draft = bt.parse(
        "\n\n".join(
            f"Article {article} (Rules on harbour {article} and its approaches)\n\n"
            + "\n\n".join(
                f"{n}. {words}[shall report yearly{n}/should keep a log{n}] on what it does [in its waters{n}]."
                for n in range(1, 16)
            )
            for article in range(1, 26)
        )
    )
    rows = [
        {"delegation": f"Delegation number {d}", "bracket": bracket.id, "option": "ab"[d % 2], "stance": "objects"}
        for n, bracket in enumerate(draft.brackets)
        if bracket.letters[:2] == ("a", "b")
        for d in range(n % 3, 40, 7)
    ]
    positions = bt.read_positions(rows, draft)
    output = tmp_path / "report.html"
    page = bt.report(bt.variants(draft, positions), positions, output)
    assert len(page.encode()) < 300_000
    with browsing() as browser, page_of(browser) as opened:
        opened.goto(output.as_uri())
        printed = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3


@needs_browser
@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("name", ["drafts/paris-2015-10-23.md", "drafts/adp-2015-10-05.pdf", "wtdc.docx"])
def test_the_report_of_a_real_draft_is_three_pages(name: str, tmp_path: Path) -> None:
    draft = bt.read(SHARED / name)
    rows = made_positions(draft)
    chosen = sorted(random.Random(1).sample(range(len(rows)), min(312, len(rows))))
    positions = bt.positions(draft) + bt.read_positions([rows[number] for number in chosen], draft)
    output = tmp_path / "report.html"
    assert len(bt.report(bt.variants(draft, positions), positions, output).encode()) <= 300_000
    with browsing() as browser, page_of(browser) as opened:
        opened.goto(output.as_uri())
        printed = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3


def test_comments_that_could_not_be_read_are_reported_before_all_else() -> None:
    text = (
        "3. Ports [pay.\n4. Parties [shall/should] report.\tComment by UK: UK – use “must”\n5. Ships [may] turn.\n"
        "6. Boats [can] sail.\tComment by EU: EU – keep “can”\n"
    )
    page = shown(bt.report(*asked(bt.parse(text)), full=True)).words
    head = page.index("1 comment could not be read: no answer counts what it says.")
    assert head < page.index("One comment could not be read; without it, ")
    assert "2 findings" in page
    assert "4#1: Nobody's position could be read; a comment of UK on this provision was not understood" in page
    assert "Nobody has spoken on 5#1." in page
    assert page.index("the words “must” are not in 4") < page.index("is never closed")


def test_what_rests_on_the_same_words_is_reported_once() -> None:
    page = shown(bt.report(*asked(bt.parse("4. Parties [shall] report.\tComment by UK: UK – keep “shall”")), full=True))
    table = page.words[page.words.index("Positions, by delegation", 200) :]
    assert table.count("UK – keep “shall”") == 1
    assert "is for" in table
    assert "is against" in table


def test_a_report_grows_no_faster_than_its_draft_however_many_brackets_are_one_choice() -> None:
    def size(places: int) -> int:
        text = "\n".join(f"{n}. Parties [shall] report." for n in range(1, places + 1))
        return len(bt.report(*asked(bt.parse(f"{text}\tComment by UK: UK – keep “shall”")), full=True))

    assert size(80) < 2 * size(40)


def test_the_least_contested_text_is_in_it_word_for_word() -> None:
    page = bt.report(
        *asked(bt.parse("1. Parties [shall/should] meet [yearly].\tComment by UK: UK – use “shall”")), full=True
    )
    text = page[page.index('<div class="text"') : page.index('<ul class="why"')]
    assert "".join(Page(text + "</div>").words.split()) == "1.Partiesshall1#1meetyearly1#2."


def test_trades_are_reported_when_there_are_any() -> None:
    draft = bt.parse("1. Parties [shall/should] meet.\n2. They [may/must] report.")
    told = [("UK", "1#1", "a", "objects", 1), ("UK", "2#1", "b", "supports", 3), ("UK", "2#1", "a", "objects", 3)]
    told += [("EU", "2#1", "b", "objects", 1), ("EU", "1#1", "a", "supports", 3), ("EU", "1#1", "b", "objects", 3)]
    keys = ("delegation", "bracket", "option", "stance", "weight")
    positions = bt.read_positions([dict(zip(keys, row, strict=True)) for row in told], draft)
    assert "What could be traded" in shown(bt.report(bt.variants(draft, positions), positions, full=True)).words


def test_the_words_of_the_draft_are_in_its_language() -> None:
    text = "1. Les Parties [doivent/devraient] se réunir dans une ville de la région et en rendre compte.\n"
    draft = bt.parse(text)
    page = shown(bt.report(bt.variants(draft), Positions((Position("UE", "1#1", "a", "supports"),)), full=True))
    assert page.attributes["lang"][0] == "en"
    assert "fr" in page.attributes["lang"]


def test_the_same_draft_gives_the_same_page() -> None:
    assert bt.report(*asked(bt.read(DRAFT))) == bt.report(*asked(bt.read(DRAFT)))


@needs_shared
def test_the_real_draft_makes_a_small_page() -> None:
    page = bt.report(*asked(bt.read(WTDC)), full=True)
    shown(page)
    assert len(page.encode()) < 2_000_000


@pytest.mark.slow
def test_a_page_stays_small_enough_to_send_however_many_speak() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall/should{n}] report [yearly{n}]." for n in range(1, 101)))
    rows = [
        {"delegation": f"Delegation {d}", "bracket": f"{n}#1", "option": "ab"[d % 2], "stance": "objects"}
        for d in range(100)
        for n in range(1 + d % 5, 101, 5)
    ]
    positions = bt.read_positions(rows, draft)
    page = shown(bt.report(bt.variants(draft, positions), positions, full=True))
    assert "Not shown: 40 more delegations" in page.words


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_markup(attack: str) -> None:
    clean = attack.replace("[", "(").replace("]", ")")
    text = f"4. Parties [shall/should] report [{clean}] {clean}.\tComment by {clean}: {clean} – remove “shall”\n"
    draft = bt.parse(text)
    told = [(attack, "a", "objects"), ("UK", "b", "blocks"), ("USA", "a", "supports")]
    rows = [
        {"delegation": name, "bracket": "4#1", "option": option, "stance": stance, "evidence": attack}
        for name, option, stance in told
    ]
    positions = bt.positions(draft) + bt.read_positions(rows, draft)
    for full in (False, True):
        shown(bt.report(bt.variants(draft, positions), positions, full=full, delegations=[attack]))


def test_ids_lead_to_the_explorer_beside_the_report() -> None:
    space, positions = asked(bt.read(DRAFT))
    page = Page(bt.report(space, positions, explorer="a b/explorer.html"))
    targets = {target for target in page.attributes["href"] if not target.startswith("#")}
    assert "a%20b/explorer.html#H.4%231" in targets
    assert {target.split("#")[0] for target in targets} == {"a%20b/explorer.html"}
    # No path becomes another kind of address.
    assert "javascript:" not in bt.report(space, positions, explorer="javascript:alert(1)")


def test_the_document_is_named_with_what_is_below_its_title() -> None:
    page = bt.report(*asked(bt.parse("Conference of Ports\nNegotiating text\n5 May 2027\n\n1. Ports [shall] report.")))
    assert "Report on draft, 5 May 2027Conference of PortsNegotiating text" in Page(page).words


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Plan for ports\nDraft: April 2027", "April 2027"),
        ("Plan pour les ports\nProjet de février 2027", "février 2027"),
        ("Plan for ports\nApril 2027, version of 5 May 2027", "5 May 2027"),
        ("Ports for May 2030 and after", ""),
        ("Agenda 2030", ""),
        ("Plan for ports\n\n0. Ships report by 30 April 2027.", ""),
        (f"Plan for ports\n\nRecalling the rules on {'ships, ' * 20}and those of 5 May 2020,", ""),
    ],
)
def test_the_date_of_a_draft_may_have_no_day(head: str, date: str) -> None:
    page = bt.report(*asked(bt.parse(f"{head}\n\n1. Ports [shall] report.")))
    assert Page(page).words.startswith(
        f"Report on draft{f', {date}' if date else ''}{head[:5]}", Page(page).words.index("Report on")
    )


def test_a_finding_on_a_table_names_it_once(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("delegation,bracket,option,stance\nUK,1#1,a,supports\n", encoding="utf-8")
    draft = bt.parse("1. Ports [pay].")
    positions = bt.read_positions(tmp_path / "table.csv", draft)
    page = Page(bt.report(bt.variants(draft), positions)).words
    assert page.count("table.csv") == 1


def test_words_that_only_comments_contest_are_shown_in_their_sentence() -> None:
    text = "1. Ports report yearly to all.\tComment by A: UK – remove “yearly”\nUSA – keep “yearly”"
    assert "Ports report [yearly] to all." in Page(bt.report(*asked(bt.parse(text)))).words


def test_a_draft_without_parts_has_no_column_of_where() -> None:
    text = "1. Ports [pay].\tComment by A: UK – keep “pay”\n2. Docks [save].\tComment by B: UK – keep “save”\n"
    page = Page(bt.report(*asked(bt.parse(text)))).words
    assert "whole draft" not in page
    assert "bracketwordshowwhere" not in page
    assert "bracketwordshowwhere" in Page(bt.report(*asked(bt.parse(f"Article 1 (Aims)\n\n{text}")))).words


def test_what_is_below_a_title_with_marks_is_shown_without_marks() -> None:
    page = bt.report(*asked(bt.parse("**Conference of Ports**\n\n*Negotiating text*\n\n1. Ports [shall] report.")))
    assert "Report on draftConference of PortsNegotiating text" in Page(page).words


@pytest.mark.parametrize(
    ("head", "title"),
    [("**Plan for ports**", "Plan for ports"), ("## 1. Parties\n\nFor each port", "draft"), ("1. Parties", "draft")],
)
def test_the_title_is_not_that_of_a_numbered_part_and_has_no_marks(head: str, title: str) -> None:
    page = bt.report(*asked(bt.parse(f"{head}\n\n**1.1** Ports [shall] report.")))
    assert f'<h1 lang="en">{title}</h1>' in page


def test_comments_that_were_not_read_come_first_among_the_doubts_and_word_has_no_lines() -> None:
    text = "3. Ports [pay.\n4. Parties [shall/should] report.\tComment by UK: UK – use “must”\n"
    found = bt.report(*asked(bt.parse(text))).partition('id="findings"')[2]
    assert found.index("must") < found.index("is never closed")
    word = bt.report(*asked(bt.read(DRAFT.with_suffix(".docx")))).partition('id="findings"')[2]
    assert "comment of" in word
    assert ", line" not in word


def test_of_a_group_that_nothing_sets_apart_the_report_says_so() -> None:
    draft = bt.parse("1. Ports [pay].\n2. Docks [save].")
    rows = [Position(name, "1#1", "a", "supports") for name in ("UK", "EU")]
    rows += [Position(name, "2#1", "a", "supports") for name in ("Peru", "Chile")]
    page = Page(bt.report(bt.variants(draft), Positions(tuple(rows)))).words
    assert "UK and EU – nothing sets it clearly apart" in page
    assert page.index("What unites the delegations") < page.index("nothing sets it clearly apart")


def test_of_what_can_be_closed_that_is_shown_on_which_most_have_spoken() -> None:
    draft = bt.parse("".join(f"{number}. Ports pay [dues{number}].\n" for number in range(1, 20)))
    rows = [Position(name, "19#1", "a", "supports") for name in ("UK", "EU")]
    rows += [Position("UK", f"{number}#1", "a", "supports") for number in range(1, 19)]
    page = Page(bt.report(bt.variants(draft), Positions(tuple(rows)))).words
    table = page[page.index("What can be closed now") :]
    assert "19#1" in table[: table.index("more:")]


@given(broken_drafts(), st.sampled_from(ATTACKS), st.booleans())
def test_any_draft_has_a_report(text: str, attack: str, full: bool) -> None:
    shown(bt.report(*asked(bt.parse(f"{text}\n{attack}")), full=full))


@given(contested_drafts(), st.booleans())
def test_any_positions_have_a_report(case: Case, full: bool) -> None:
    space = bt.variants(case.draft, case.positions)
    shown(bt.report(space, case.positions, full=full, delegations=case.positions.delegations))


@needs_browser
def test_no_name_of_a_bracket_is_cut_off_in_a_picture(tmp_path: Path) -> None:
    draft = bt.parse(
        "Article 13 bis (Ports)\n\n12. Option 1: Ports [and [old – EU] ships] pay.\n\nOption 2: Nobody pays."
    )
    positions = bt.positions(draft)
    assert max(len(row.bracket) for row in positions) > 20
    path = tmp_path / "report.html"
    bt.report(bt.variants(draft, positions), positions, path, full=True)
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1500})
        page.goto(path.as_uri())
        pictures = page.locator("figure svg")
        for number in range(pictures.count()):
            frame = pictures.nth(number).bounding_box()
            for name in pictures.nth(number).locator("text.label").all():
                box = name.bounding_box()
                assert frame
                assert box
                assert box["y"] >= frame["y"]
                assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert pictures.count()


def test_the_verb_writes_the_page(tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["report", str(DRAFT), "-o", str(output)])
    assert (done.exit_code, done.output) == (0, "")
    assert output.read_text(encoding="utf-8") == bt.report(*asked(bt.read(DRAFT)))
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(DRAFT), "-o", str(tmp_path / "missing" / "report.html")])
    assert done.exit_code == 3
    assert "there is no such folder; make it first" in done.stderr
    assert not list(tmp_path.iterdir())


@needs_browser
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("full", [False, True])
def test_it_is_accessible_in_a_real_browser(full: bool, width: int, scheme: str, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    bt.report(*asked(bt.read(DRAFT)), output, full=full)
    with browsing() as browser, page_of(browser, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        page.goto(output.as_uri())
        check_access(page, width)


@needs_browser
def test_its_pages_print_on_a4(tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    bt.report(*asked(bt.read(DRAFT)), output)
    with browsing() as browser, page_of(browser) as page:
        page.goto(output.as_uri())
        page.emulate_media(media="print")
        # A4 less its margins, at 96 pixels an inch.
        page.set_viewport_size({"width": 680, "height": 1000})
        assert page.evaluate("document.documentElement.scrollWidth") <= 680
        assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


def test_a_move_that_closes_nothing_alone_is_reported_without_brackets() -> None:
    draft = bt.parse("1. Ports [pay/save/wait].")
    told = [("UK", "a"), ("EU", "a"), ("UK", "b"), ("EU", "b"), ("UK", "c"), ("EU", "c"), ("USA", "c"), ("Fiji", "b")]
    positions = Positions(tuple(Position(name, "1#1", letter, "objects") for name, letter in told))
    page = bt.report(bt.variants(draft, positions), positions, full=True)
    assert "The cheapest way" in page
    assert "would live with" in page


def test_the_sentence_of_a_deadlock_has_the_blanks_of_the_draft() -> None:
    draft = bt.parse("1. Ports of [all] towns, and plan[s], open.\tComment by A: UK – delete “s”\nEU – keep “s”\n")
    page = shown(bt.report(*asked(draft))).words
    assert "Ports of [all] towns, and plan[s], open." in " ".join(page.split())
