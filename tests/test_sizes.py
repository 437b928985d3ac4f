"""How much verbs print of a draft of the size that real ones have: what people can take in, and no line too wide."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.cli.verbs import VERBS
from bracketed.show.terminal.pages import LINES, WIDTH, Page, as_text
from bracketed.show.terminal.tables import display_width
from bracketed.views import Block, Entries, NumberedList, Several, StyledLine, Table
from tests.terminal import on_terminal

# What writes a file.
WRITTEN = {"write": "settled.md", "report": "report.html", "explore": "explorer.html"}

_NOUNS = [
    "quays",
    "pilots",
    "buoys",
    "cranes",
    "tugs",
    "wrecks",
    "nets",
    "charts",
    "tides",
    "locks",
    "piers",
    "ferries",
]
_VERBS = ["mark", "lift", "lease", "paint", "light", "survey", "count", "moor", "dredge", "insure"]


def _clause(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_NOUNS if number % 2 else _VERBS) for number in range(words))


def _bracket(chance: random.Random, number: int) -> str:
    # One in fifty is a page long, one in ten holds another, and some words come again in many articles.
    length = 400 if number % 50 == 7 else chance.randint(1, 9)
    first, second = _clause(chance, length), _clause(chance, chance.randint(1, 9))
    if number % 10 == 3:
        return f"[{first} [now OR soon] OR {second}]"
    if number % 10 == 5:
        return "[coastal harbour fund OR inland harbour fund]"
    return f"[{first} OR {second} number {number}]" if number % 2 else f"[{first} in year {number}]"


def large_draft(brackets: int = 700, articles: int = 30, seed: int = 1) -> str:
    """Return a draft of so many brackets, some with comments that cannot be read or imply other brackets."""
    chance = random.Random(seed)
    lines = []
    number = 0
    for article in range(1, articles + 1):
        lines += [f"Article {article} (The {_clause(chance, 3)} that all ports {_clause(chance, 5)})", ""]
        for paragraph in range(1, 9):
            parts = []
            while number < brackets * ((article - 1) * 8 + paragraph) // (articles * 8):
                parts.append(f"Ports {_clause(chance, 4)} {_bracket(chance, number)} and {_clause(chance, 3)}.")
                number += 1 + (number % 10 == 3)
            comment = chance.choice(
                ["", "", f"\tComment by A. Clerk: Norway – use “{_clause(chance, 3)}” here, please"]
            )
            lines += [f"{paragraph}. {' '.join(parts) or 'Ports meet.'}{comment}", ""]
    return "\n".join(lines)


def table_of(draft: bt.Draft, delegations: int = 40, share: float = 0.3, seed: int = 1) -> str:
    """Return positions as CSV: each delegation on a share of the brackets, for one option and against another."""
    chance = random.Random(seed)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["delegation", "bracket", "option", "stance"])
    # Names that are long, as those of groups are.
    names = [f"Alliance of the Ports on Coast {number}" for number in range(1, delegations + 1)]
    for bracket in draft.brackets:
        if bracket.kind == "placeholder":
            continue
        for name in names:
            if chance.random() < share:
                wanted, unwanted = chance.sample(bracket.letters, 2)
                against = "blocks" if chance.random() < 0.05 else "reserves" if chance.random() < 0.1 else "objects"
                writer.writerow([name, bracket.id, wanted, "supports"])
                writer.writerow([name, bracket.id, unwanted, against])
    return sheet.getvalue()


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for name, seed in (("draft.txt", 1), ("later.txt", 2)):
        (folder / name).write_text(large_draft(seed=seed), encoding="utf-8")
    draft = bt.read(folder / "draft.txt")
    assert len(draft.brackets) >= 700
    # Fewer stances than at a real conference, where some verbs take long, and enough for each list to be too long.
    (folder / "positions.csv").write_text(table_of(draft, share=0.1), encoding="utf-8")
    (folder / "bracket.txt").write_text(draft.brackets[0].id, encoding="utf-8")
    return folder


def run(folder: Path, verb: str, *options: str) -> Result:
    arguments = [verb, str(folder / "draft.txt")]
    if verb == "diff":
        arguments.append(str(folder / "later.txt"))
    elif verb == "compile":
        arguments += [str(folder / "later.txt"), "--delegation", "later.txt=UK"]
    elif verb == "carry":
        arguments[1:] = [str(folder / "positions.csv"), "--from", arguments[1], "--to", str(folder / "later.txt")]
    elif verb not in ("show", "brackets", "outline", "corpus"):
        arguments += ["--positions", str(folder / "positions.csv")]
    if verb == "why":
        arguments.append((folder / "bracket.txt").read_text(encoding="utf-8"))
    if verb in WRITTEN:
        arguments += ["-o", str(folder / WRITTEN[verb])]
    done = CliRunner().invoke(main, [*arguments, *options])
    assert done.exit_code in ((0, 1) if verb == "check" else (0,)), done.output
    return done


@pytest.mark.slow
@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_a_verb_prints_what_people_can_take_in(verb: str, large: Path) -> None:
    lines = run(large, verb).stdout.splitlines()
    assert all(display_width(line) <= WIDTH for line in lines)
    assert len(lines) <= LINES


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["show", "brackets", "positions", "blocking", "check"])
def test_all_is_printed_on_request(verb: str, large: Path) -> None:
    lines = run(large, verb, "--all").stdout.splitlines()
    assert all(display_width(line) <= WIDTH for line in lines)
    assert not any("more" in line and line.startswith("…") for line in lines)
    assert len(lines) > 3 * LINES


@pytest.mark.slow
def test_so_many_rows_are_printed_as_were_requested(large: Path) -> None:
    printed = run(large, "brackets", "--limit", "100").stdout
    assert len(printed.split("\n\n")[0].splitlines()) > 100
    assert "… and 1,300 more rows" in printed
    assert len(json.loads(run(large, "brackets", "--limit", "3", "--format", "json").stdout)) == 3
    assert len(run(large, "brackets", "--limit", "3", "--format", "csv").stdout.splitlines()) == 4


@pytest.mark.slow
def test_programs_get_all_of_it(large: Path) -> None:
    read = json.loads(run(large, "positions", "--format", "json").stdout)
    assert len(read["positions"]) > 5_000
    assert len(json.loads(run(large, "brackets", "--format", "json").stdout)) == 700


def printed(verb: str, *options: str, text: str) -> Result:
    return CliRunner().invoke(main, [verb, "-", *options], input=text)


TWO = """Article 1 (Ports)

1. Ports [shall/should] report.\tComment by A: Norway – keep “shall”
2. Ports [may] pay.

Article 2 (Ships)

1. Ships [shall/should] report.\tComment by A: Chile – use “should”; remove “shall”
Norway – use “shall”; remove “should”
"""


@pytest.mark.parametrize(
    ("verb", "options", "ids"),
    [
        ("brackets", ["--article", "Article 2"], ["Article 2.1#1"]),
        ("brackets", ["--delegation", "Norway"], ["Article 1.1#1", "Article 2.1#1"]),
        ("brackets", ["--delegation", "Norway", "--article", "Ports"], ["Article 1.1#1"]),
        ("brackets", ["--status", "silent"], ["Article 1.2#1"]),
        ("blocking", ["--article", "article 1", "--links", "none"], ["Article 1.1#1", "Article 1.2#1"]),
        ("blocking", ["--status", "blocking", "--links", "none"], ["Article 2.1#1"]),
        ("blocking", ["--delegation", "Chile", "--links", "none"], ["Article 2.1#1"]),
    ],
)
def test_a_part_of_an_answer_is_given(verb: str, options: list[str], ids: list[str]) -> None:
    rows = json.loads(printed(verb, *options, "--format", "json", text=TWO).stdout)
    assert [row.get("id") or row["bracket"] for row in rows] == ids


def test_an_outlook_on_one_article(tmp_path: Path) -> None:
    table = tmp_path / "doubts.csv"
    table.write_text(
        "delegation,bracket,option,stance,probability\nPeru,Article 2.1#1,a,objects,0.5\n", encoding="utf-8"
    )
    asked = ["--positions", str(table), "--article", "Article 2", "--links", "none", "--format", "json"]
    answer = json.loads(printed("outlook", *asked, text=TWO).stdout)
    assert {row["bracket"] for row in answer["brackets"]} == {"Article 2.1#1"}


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_positions_of_one_delegation_in_one_article(form: str) -> None:
    answer = printed("positions", "--article", "Article 2", "--delegation", "Chile", "--format", form, text=TWO).stdout
    assert "Chile" in answer
    assert "Norway" not in answer
    assert "Article 1" not in answer


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("brackets", ["--article", "Article 3"]),
        ("show", ["--article", "Article 3"]),
        ("check", ["--article", "x"]),
        ("blocking", ["--delegation", "Norwya"]),
        ("coalitions", ["--delegation", "France"]),
    ],
)
def test_a_name_that_there_is_not_is_an_error(verb: str, options: list[str]) -> None:
    done = printed(verb, *options, text=TWO)
    assert done.exit_code == 3
    # A delegation that is known, and has taken no stance, is no slip.
    assert ("there is no" in done.stderr) != ("France has no position here" in done.stderr)


def test_what_there_is_not_in_a_part_is_not_told_as_agreement() -> None:
    done = printed("conflicts", "--article", "Article 1", text=TWO)
    assert done.stdout == "Stances on Article 1: there is nothing to show.\n"


def test_one_part_of_the_draft_is_shown() -> None:
    shown = printed("show", "--article", "Article 2", text=TWO).stdout
    assert "Ships [‹a›shall/‹b›should]" in shown
    assert "Norway – use" in shown
    assert "Ports" not in shown
    assert printed("show", "Article 2", text=TWO).stdout == shown
    assert printed("show", "Article 2", "--article", "Article 1", text=TWO).exit_code == 2


@pytest.mark.parametrize("verb", ["best", "variants"])
def test_texts_are_printed_on_request(verb: str) -> None:
    text = "1. Ports [shall/should] report. " + "Ports " * 200 + "\n"
    assert "Ports " * 200 not in printed(verb, text=text).stdout
    assert "Ports " * 200 in printed(verb, "--text", text=text).stdout


def test_the_text_alone_is_printed_as_it_is() -> None:
    done = printed("best", "--text", text="1. Ports [shall/should] report  now.\n")
    assert done.stdout == "1. Ports shall report  now.\n\n"


def test_rows_of_a_table_are_named_by_their_number(tmp_path: Path) -> None:
    table = tmp_path / "good.csv"
    table.write_text("delegation,bracket,option,stance\nChile,1#1,a,objects\n", encoding="utf-8")
    shown = printed("positions", "--positions", str(table), text="1. Ports [shall/should] report.").stdout
    assert "good.csv, row 2" in shown
    assert "line 2" not in shown


def test_a_long_draft_is_shown_by_the_lines_with_brackets_and_its_findings_by_kind() -> None:
    quiet = "\n\n".join(f"{number}. Ships sail." for number in range(1, 90))
    text = f"{quiet}\n\n90. Ports [shall/[may or must]] pay].\n\n91. Crews [rest.\n\n92. All meet.\n"
    lines = printed("show", text=text).stdout.splitlines()
    assert lines[2:6] == [
        "⋮",
        "179 │ 90. Ports [‹a›shall/‹b›[²may or must]²‹90#1b.1›]‹90#1› pay]‹!›.",
        "181 │ 91. Crews [‹!›rest.",
        "⋮",
    ]
    assert [line.split() for line in lines[7:10]] == [
        ["findings", "severity", "kind", "where"],
        ["--------", "--------", "-----------------", "------"],
        ["2", "error", "unmatched-bracket", "90,", "91"],
    ]
    whole = printed("show", "--all", text=text).stdout.splitlines()
    assert len(whole) > 180
    assert whole[2] == "  1 │ 1. Ships sail."
    # A part is shown with all its lines.
    assert "92. All meet." in printed("show", "92", text=text).stdout


def test_findings_are_counted_by_kind_the_worst_first() -> None:
    text = "1. Ports [shall] report.\tComment by A: UK – remove “must”\n2. Ports pay].\tComment by A: UK – remove “may”"
    lines = printed("check", text=text).stdout.splitlines()
    assert [line.split() for line in lines[2:4]] == [
        ["1", "error", "unmatched-bracket"],
        ["2", "warning", "phrase-not-found"],
    ]
    assert ": error: " in lines[5]


WORDS = st.text("ab 港é", max_size=40)


@pytest.mark.parametrize("colour", [True, False])
def test_red_lines_are_red_where_there_is_colour(colour: bool) -> None:
    text = "1. Ports [shall] report.\tComment by A: UK – cannot accept “shall”; Norway – keep “shall”"
    draft = bt.parse(text)
    positions = bt.positions(draft)
    blocks = bt.blocking(bt.variants(draft, positions), positions).to_blocks()
    shown = as_text(blocks, Page(colour=colour)).splitlines()
    assert colour == any("\x1b[31mred line: UK\x1b[0m" in line for line in shown)
    assert colour == any("\x1b" in line for line in shown)
    # In colour or not, the words are the same.
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in shown] == as_text(blocks_of(text)).splitlines()


def blocks_of(text: str) -> list[Block]:
    draft = bt.parse(text)
    positions = bt.positions(draft)
    return [*bt.blocking(bt.variants(draft, positions), positions).to_blocks()]


def test_each_bracket_that_blocks_has_its_sentence_and_its_article() -> None:
    text = (
        "Article 1 (Ports)\n\n1. [Ports report.]\tComment by A: UK – remove; Norway – keep\n\n"
        "Article 2 (Ships)\n\n1. Ships *of [all* kinds] sail.\tComment by A: UK – remove “all”; Norway – keep “all”\n"
    )
    shown = as_text(blocks_of(text)).splitlines()
    assert "Article 1.1#1 · Article 1 (Ports): It could be closed if UK or Norway gave way." in shown
    assert "  all of Article 1.1: [Ports report.]‹Article 1.1#1›" in shown
    assert "  Ships of [all kinds]‹Article 2.1#1› sail." in shown


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_blocking_is_coloured_on_a_terminal_that_may_be() -> None:
    text = "1. Ports [shall] report.\tComment by A: UK – remove “shall”; Norway – keep “shall”"
    _, shown = on_terminal("blocking", "-", columns=80, text=text)
    assert "\x1b[1;31mDeadlocked\x1b[0m: 1 bracket" in shown
    assert "Ports \x1b[1;33m[shall]\x1b[0m\x1b[2m‹1#1›\x1b[0m report." in shown
    _, plain = on_terminal("blocking", "-", columns=80, text=text, NO_COLOR="1")
    assert "\x1b[1;3" not in plain


@given(st.lists(st.tuples(WORDS, st.sampled_from(["id", "bracket", ""])), max_size=9), st.integers(1, 60))
def test_colour_changes_no_word_of_a_line(parts: list[tuple[str, str]], width: int) -> None:
    lines = (
        as_text([Entries("thing", [[StyledLine(*parts)]])], Page(width, 60, colour=colour)) for colour in (True, False)
    )
    coloured, plain = lines
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


BLOCKS: st.SearchStrategy[list[Block]] = st.lists(
    st.one_of(
        WORDS,
        st.lists(WORDS, max_size=90).map(lambda lines: "\n".join(lines)),
        st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=90).map(lambda rows: Table(["one", "", "3"], rows)),
        st.lists(WORDS, max_size=90).map(NumberedList),
        st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=30).map(lambda rows: Entries("thing", rows)),
        st.lists(WORDS, max_size=90).map(lambda names: Table(["names"], [[Several(names)]])),
    ),
    min_size=1,
    max_size=60,
)


@given(BLOCKS, st.integers(20, 80), st.integers(20, 60))
def test_a_page_is_never_larger_than_it_is(blocks: list[Block], width: int, lines: int) -> None:
    shown = as_text(blocks, Page(width, lines)).split("\n")
    assert len(shown) <= lines
    assert all(display_width(line) <= max(width, len("… and 1,000 more paragraphs")) for line in shown)


@given(BLOCKS)
def test_what_fits_is_not_cut(blocks: list[Block]) -> None:
    whole = as_text(blocks)
    assert as_text(blocks, Page(lines=10**6, rows=None)).count("\n") <= whole.count("\n")
    assert not any(line.startswith("… and") for line in whole.split("\n"))


@given(st.lists(st.text("ab", min_size=1, max_size=9), min_size=1, max_size=60), st.integers(10, 60))
def test_of_a_list_all_are_named_or_counted(names: list[str], width: int) -> None:
    row = as_text([Table([""], [[Several(names)]])], Page(width, 60)).split("\n", 2)[2]
    shown = " ".join(row.split())
    named, _, more = shown.partition(" and ")
    counted = int(more.removesuffix(" more")) if more else 0
    number = f"{len(names):,}"
    assert named in (number, f"{number} in all") or len(named.split(", ")) + counted == len(names)
