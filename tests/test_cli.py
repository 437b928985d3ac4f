"""The command line: exit codes, messages, and what goes to programs, files and terminals."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed
from bracketed.cli import main
from bracketed.cli.main import _ELSEWHERE
from bracketed.cli.verbs import VERBS
from bracketed.errors import TooEntangledError
from bracketed.progress.progress import Transition
from bracketed.variants.compiler import Compiler
from bracketed.variants.space import Space
from tests.strategies import broken_drafts
from tests.terminal import on_terminal

TEXT = "4. Parties [shall/should] report [annually].\tComment by A: UK – keep “annually”\nUSA – remove “annually”\n"


def run(*arguments: str, text: str | None = TEXT) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


def process(*arguments: str, text: str = TEXT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bracketed", *arguments],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("verb", ["show", "brackets", "positions", "links", "variants", "best", "blocking"])
def test_answers_go_to_standard_output(verb: str) -> None:
    done = run(verb, "-")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")


def test_check_exits_with_1_if_a_bracket_blocks() -> None:
    assert run("check", "-").exit_code == 1
    assert run("check", "-", text="4. Parties [shall/should] report.").exit_code == 0


def test_a_table_to_fill_in_that_has_nothing_to_fill_in_is_said_to_be_empty(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    done = run("positions", "-", "--template", "-o", str(table), text="4. Parties report.")
    assert done.stderr == "bracketed: table.csv has no rows: this text has no brackets: nothing is open.\n"
    assert (
        run("positions", "-", "--template", "-o", str(table), "--force", text="4. Parties [may] report.").stderr == ""
    )


def test_check_does_not_claim_of_what_nobody_has_spoken_on_that_it_is_not_deadlocked() -> None:
    text = "4. Parties [shall] report [yearly].\tComment by UK: UK – keep “shall”\n"
    assert run("check", "-", text=text).stdout.endswith(
        "0 findings. No bracket is deadlocked so far; on 1 bracket nobody has spoken.\n"
    )


def test_positions_are_on_brackets_in_which_something_can_be_chosen() -> None:
    text = "4. Parties [shall] report by [X].\tComment by UK: UK – keep “shall”\n5. Ports [X]."
    assert run("positions", "-", text=text).stdout.endswith("2 stances of 1 delegation, on 1 of 1 bracket.\n")
    assert run("positions", "-", text=text.replace("\tComment by UK: UK – keep “shall”", "")).stdout.startswith(
        "1 bracket, and"
    )
    assert run("positions", "-", text="5. Ports [X].").stdout.startswith(
        "This text has no brackets to choose in: 1 place"
    )


def test_the_mark_of_a_note_that_is_no_choice_is_shown(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("1. Ports [pay][^1].\n\n[^1]: Once.\n", encoding="utf-8")
    assert "info: “¹” is read as a note mark, not as a choice" in run("check", str(tmp_path / "draft.md")).stdout


def test_check_exits_with_1_for_any_finding_on_request() -> None:
    text = "4. Parties report]."
    assert run("check", "-", text=text).exit_code == 0
    assert run("check", "-", "--strict", text=text).exit_code == 1
    assert run("check", "-", "--strict", text="4. Parties report.").exit_code == 0


@pytest.mark.parametrize(
    "file, text, message",
    [
        (
            "-",
            "",
            "bracketed: standard input: the draft is empty; give a text with at least one word (line 1, column 1)\n",
        ),
        (".", None, "bracketed: .: is a directory; give a file\n"),
        ("no/such.txt", None, "bracketed: no/such.txt: no such file or directory; check the name\n"),
        (
            "draft.odt",
            None,
            "bracketed: draft.odt: a file of format 'odt' cannot be read; open it in the program that made it, and "
            "save it as .docx\n",
        ),
        ("draft.txt", None, "bracketed: draft.txt is not a text file; save it as plain text in UTF-8\n"),
        (
            "blank.txt",
            None,
            "bracketed: blank.txt: the draft is empty; give a text with at least one word (line 1, column 1)\n",
        ),
        ("\x1b[31m\u202e.txt", None, "bracketed: �[31m�.txt: no such file or directory; check the name\n"),
        (
            "-",
            "[" * 2000 + "a" + "]" * 2000,
            "bracketed: standard input: brackets are nested deeper than 1,000; close some of them, or give "
            "--allow depth=… (line 1, column 1001)\n",
        ),
    ],
)
def test_a_draft_that_cannot_be_read_is_named(file: str, text: str | None, message: str, tmp_path: Path) -> None:
    for name, content in (("draft.odt", b"PK"), ("draft.txt", b"\x00\x01"), ("blank.txt", b" \n")):
        (tmp_path / name).write_bytes(content)
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        done = run("brackets", file, text=text)
    finally:
        os.chdir(before)
    assert done.exit_code == 3
    assert done.stdout == ""
    assert done.stderr == message


def test_an_unknown_convention_is_refused() -> None:
    done = run("brackets", "-", "--convention", "itv")
    assert (done.exit_code, done.stderr) == (3, "bracketed: there is no convention 'itv'; did you mean itu?\n")


def test_an_unknown_language_is_refused() -> None:
    done = run("brackets", "-", "--language", "xx")
    message = "bracketed: there is no language 'xx'; there are: en, ar, es, fr, ru, zh\n"
    assert (done.exit_code, done.stderr) == (3, message)


def test_a_draft_is_read_in_the_language_that_is_named() -> None:
    text = "4. Las Partes [deben O pueden] cooperar."
    rows = json.loads(run("brackets", "-", "--language", "es", "--format", "json", text=text).stdout)
    assert [option["text"] for option in rows[0]["options"]] == ["deben", "pueden"]


@pytest.mark.parametrize(
    "options, message",
    [
        (["--at", "4"], "Invalid value for --at: there are 4 variants, numbered from 0"),
        (["--at", "1.5"], "Invalid value for --at: '1.5' is no whole number"),
        (["--at", "x"], "Invalid value for --at: 'x' is no whole number"),
        (["--at", "inf"], "Invalid value for --at: 'inf' is no whole number"),
        (["--at", "9" * 5000], "Invalid value for --at: there are 4 variants, numbered from 0"),
        (["--shard", f"{'9' * 5000}/3"], "9999/3' is not of the form I/N with I from 0 to N-1"),
        (["--shard", "3"], "Invalid value for --shard: '3' is not of the form I/N with I from 0 to N-1"),
        (["--shard", "3/3"], "Invalid value for --shard: '3/3' is not of the form I/N with I from 0 to N-1"),
        (["--sample", "-1"], "Invalid value for '--sample': -1 is not in the range x>=0."),
    ],
)
def test_a_command_that_is_not_understood_exits_with_2(options: list[str], message: str) -> None:
    done = run("variants", "-", *options)
    assert done.exit_code == 2
    assert message in done.stderr


def variants(*options: str, text: str = TEXT) -> dict[str, object]:
    done = run("variants", "-", "--format", "json", *options, text=text)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def indices(*options: str) -> list[str]:
    return [variant["index"] for variant in variants(*options)["variants"]]  # type: ignore[attr-defined]


def test_variants_are_counted_listed_drawn_and_cut() -> None:
    assert variants("--count") == {"count": "4", "variants": []}
    assert indices() == ["0", "1", "2", "3"]
    assert indices("--limit", "2") == ["0", "1"]
    assert indices("--at", "2") == ["2"]
    assert indices("--at", "-1") == ["3"]
    assert indices("--shard", "1/2") == ["2", "3"]
    assert indices("--sample", "3", "--seed", "1") == indices("--sample", "3", "--seed", "1")
    assert variants("--at", "1")["variants"] == [
        {"index": "1", "choices": {"4#1": "a", "4#2": "omit"}, "text": "4. Parties shall report.\n", "to_check": []}
    ]


def test_implied_brackets_are_counted_on_request() -> None:
    text = "4. Parties report on trust.\tComment by A: UK – delete “on trust”\n"
    assert variants("--count", text=text)["count"] == "1"
    assert variants("--count", "--implied", text=text)["count"] == "2"


@pytest.mark.slow
def test_numbers_of_thousands_of_digits_are_strings() -> None:
    text = "\n".join(f"{n}. Parties [shall {n}/should/may] report." for n in range(1, 10_001))
    count = variants("--count", text=text)["count"]
    assert isinstance(count, str)
    assert len(count) == 4772
    done = run("variants", "-", "--format", "json", "--at", count[:-1], text=text)
    assert json.loads(done.stdout)["variants"][0]["index"] == count[:-1]


def test_links_can_be_left_aside() -> None:
    text = "1. Ports [pay dues/save] first.\n2. Docks [pay dues/save] then.\n"
    assert variants("--count", text=text)["count"] == "2"
    assert variants("--count", "--links", "none", text=text)["count"] == "4"


def test_the_options_of_a_bracket_have_letters_words_and_labels() -> None:
    text = "4. [Option 1: Parties meet.\nOption 2: Parties [often] trade.]"
    done = json.loads(run("brackets", "-", "--format", "json", text=text).stdout)
    assert done == [
        {
            "id": "4#1",
            "provision": "4",
            "kind": "alternatives",
            "origin": "text",
            "parent": None,
            "depth": 0,
            "line": 1,
            "column": 4,
            "words": "[Option 1: Parties meet.\nOption 2: Parties [often] trade.]",
            "options": [
                {"letter": "a", "text": "Parties meet.", "label": "Option 1"},
                {"letter": "b", "text": "Parties [often] trade.", "label": "Option 2"},
            ],
        },
        {
            "id": "4 opt2#1",
            "provision": "4 opt2",
            "kind": "optional",
            "origin": "text",
            "parent": "4#1",
            "depth": 1,
            "line": 2,
            "column": 19,
            "words": "[often]",
            "options": [{"letter": "a", "text": "often", "label": ""}, {"letter": "omit", "text": "", "label": ""}],
        },
    ]


def test_an_implied_bracket_is_written_as_it_would_be() -> None:
    text = "4. Parties share data.\tComment by A: UK – change “share” to “sell”\n"
    (bracket,) = json.loads(run("brackets", "-", "--format", "json", text=text).stdout)
    assert (bracket["id"], bracket["words"], bracket["origin"]) == ("4#i1", "[share/sell]", "comment")


def test_positions_name_a_bracket_once_and_all_who_say_the_same() -> None:
    text = (
        "4. Parties [shall/should] report [annually] [on trade].\tComment by A: UK, USA – keep “annually”\n"
        "EU – could live with “shall” if “annually” is kept"
    )
    done = run("positions", "-", text=text)
    assert done.stdout.splitlines()[2:6] == [
        "4#1      a “shall”         accepts   EU (if 4#2=a)  line 2: EU – could live with “shall” if",
        "                                                    “annually” is kept",
        "4#2      a “annually”      supports  UK, USA        line 1: UK, USA – keep “annually”",
        "         omit (leave out)  objects   UK, USA        line 1",
    ]


HEADS = {
    "brackets": "bracket,provision,kind,origin,parent,depth,line,column,option,label,text",
    "positions": "delegation,bracket,option,stance,weight,condition,source,evidence,author,line,text",
    "links": "id,kind,brackets,reason,sure,how",
    "check": "severity,code,message,provision,line,column,suggestion",
    "best": "delegation,blocks,objections,reservations,supports,loss,least_blocks,least_objections,least_reservations,"
    "least_supports,least_loss,most_blocks,most_objections,most_reservations,most_supports,most_loss",
    "blocking": "bracket,status,letter,text,supports,accepts,reservations,objections,blocks,closable,against,reserving,"
    "holders,hangs",
    "concessions": "concession,delegation,bracket,option,stance,weight,closes",
    "conflicts": "conflict,size,number,brackets,delegations,links,sentence",
    "leverage": "kind,name,option,number,closes,falls_away,blocks,objections,reservations,error",
    "packages": "package,delegation,gives,gains,gain,closes,falls_away,least_gain,fairness",
    "exchanges": "exchange,delegation,bracket,from,move,to,favours,gain,alternatives",
    "coalitions": "delegation,other,agreement,conflict,agree_on,conflict_on,weight",
    "outlook": "bracket,status,chance,error,exact",
}


@pytest.mark.parametrize("verb", HEADS)
def test_csv_has_a_head_also_without_rows(verb: str) -> None:
    empty = run(verb, "-", "--format", "csv", text="4. Parties report.").stdout
    assert empty == HEADS[verb] + "\n"
    full = "1. [shall/should] [now]].\tComment by A: UK – keep “now”\nUSA – remove “now”\n2. They [now]."
    assert run(verb, "-", "--format", "csv", text=full).stdout.startswith(empty)
    # Where all stances weigh the same there is nothing to trade, and where all are certain nothing to reckon with.
    certain = verb in ("packages", "exchanges", "outlook")
    assert (run(verb, "-", "--format", "csv", text=full).stdout != empty) == (not certain)


def test_two_drafts_are_compared(tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text("4. Parties should report.\n", encoding="utf-8")
    (one, two) = json.loads(run("diff", "-", str(later), "--format", "json").stdout)
    assert (one["kind"], one["before"], one["outcome"], one["option"]) == ("closed", ["4#1"], "alternative", "b")
    assert two["sentence"] == "4#2 was closed by leaving “[annually]” out."
    head = ",".join(Transition.columns.split()) + "\n"
    assert run("diff", "-", str(later), "--format", "csv").stdout.startswith(head)
    assert run("diff", str(later), str(later), "--format", "csv").stdout == head
    assert run("diff", str(later), str(later)).stdout == (
        "Nothing went or came in without a mark.\n\n"
        "0 brackets before, 0 after; 0 unchanged. Words in brackets: 0.0 % before, 0.0 % after.\n"
    )


def test_a_later_draft_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = run("diff", "-", str(missing))
    assert done.exit_code == 3
    assert "missing.txt" in done.stderr


def test_where_nobody_has_spoken_there_is_no_table() -> None:
    told = run("positions", "-", text="4. Parties [shall/should] report.").stdout
    assert told.startswith("1 bracket, and no position on any. Start a table: ")


def test_cells_that_a_spreadsheet_would_calculate_are_made_harmless() -> None:
    done = run("brackets", "-", "--format", "csv", text='4. Parties [=HYPERLINK("x")/@SUM/-5/+a] report.')
    texts = [row["text"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert texts == ['\'=HYPERLINK("x")', "'@SUM", "-5", "'+a"]


HOSTILE = (
    "4. Parties {\x1b}]0;x\x07 [\x9b2Jshall\r/\u202eshould] report\u2028."
    "\tComment by \x1b31mA: UK – keep “\x9b2Jshall”\n"
)
STEERING = [code.encode() for code in "\x1b\x07\x9b\r\u202e\u2028"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("verb", ["brackets", "positions", "links", "check", "variants", "best", "ranking", "blocking"])
def test_a_hostile_draft_cannot_steer_the_terminal(verb: str, form: str) -> None:
    done = run(verb, "-", "--format", form, text=HOSTILE)
    assert done.exit_code in (0, 1)
    assert [code for code in STEERING if code in done.stdout_bytes] == []


def test_a_hostile_draft_is_shown_without_harm() -> None:
    done = run("show", "-", text=HOSTILE)
    assert [code for code in STEERING if code in done.stdout_bytes] == []
    # A carriage return ends a line, as in any file.
    assert "{�}]‹!›0;x� [‹a›�2Jshall\n2 │ /‹b›�should]‹4#1› report ." in done.stdout


@given(broken_drafts(), st.sampled_from([verb.name for verb in VERBS]))
def test_no_draft_brings_a_verb_down(text: str, verb: str) -> None:
    with TemporaryDirectory() as folder:
        # What these verbs cannot do without.
        page = ["-o", str(Path(folder, "page.html"))]
        needed = {
            "compile": ["-", "--delegation", "-=Norway"],
            "diff": ["-"],
            "why": ["4#1"],
            "write": ["-o", str(Path(folder, "answer.docx"))],
            "report": page,
            "explore": page,
            "carry": [
                "--from",
                "-",
                "--to",
                str(Path(folder, "later.txt")),
                "--skip-bad-rows",
                "-o",
                str(Path(folder, "new.xlsx")),
            ],
        }
        Path(folder, "later.txt").write_text("1. Parties [report]. 2. Ports [annually/of finance].", encoding="utf-8")
        table = Path(folder, "table.csv")
        table.write_text("delegation,bracket,option,stance\nUK,1#1,a,objects\nUK,4#1,a,objects\n", encoding="utf-8")
        done = run(verb, str(table) if verb == "carry" else "-", *needed.get(verb, ()), text=text)
    assert done.exit_code in (0, 1, 3)
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_json_keeps_what_a_terminal_may_not_see() -> None:
    (bracket,) = json.loads(run("brackets", "-", "--format", "json", text=HOSTILE).stdout)
    assert [option["text"] for option in bracket["options"]] == ["\x9b2Jshall", "\u202eshould"]


def test_spaces_that_do_not_break_are_kept() -> None:
    assert "Article\u00a05 : [‹a›oui/‹b›non]" in run("show", "-", text="1. Article\u00a05 : [oui/non].").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["variants", "-", "--limit", "20", "--text"], ["show", "-", "--all"], ["brackets", "-", "--all"]]
)
def test_a_pipe_that_closes_early_is_quiet(arguments: list[str]) -> None:
    text = "\n".join(f"{n}. Parties [shall {n}/should] report." for n in range(3000))
    # Unbuffered, Python itself may take half a line for a whole one and see nothing amiss.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-m", "bracketed", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(text.encode())
        running.stdin.close()
        assert running.stdout.read(1) != b""
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_a_file_that_is_missing_is_looked_for_among_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("4. Parties report.", encoding="utf-8")
    done = run("show", str(tmp_path / "drafts.txt"))
    assert done.exit_code == 3
    assert f"no such file or directory; did you mean {tmp_path / 'draft.txt'}?" in done.stderr


def test_a_shell_can_complete_the_verbs() -> None:
    asked = {"_BRACKETED_COMPLETE": "bash_complete", "COMP_WORDS": "bracketed con", "COMP_CWORD": "1"}
    done = CliRunner().invoke(main, env=asked)
    assert done.stdout.split() == ["plain,concessions", "plain,conflicts"]


@pytest.mark.parametrize("words", ["best dra", "corpus dra", "diff draft.txt dra", "corpus draft.txt dra"])
def test_a_shell_can_complete_the_names_of_drafts(words: str) -> None:
    place = str(len(words.split()))
    asked = {"_BRACKETED_COMPLETE": "bash_complete", "COMP_WORDS": f"bracketed {words}", "COMP_CWORD": place}
    assert CliRunner().invoke(main, env=asked).stdout.split() == ["file,dra"]


def test_words_without_gaps_are_cut_and_not_left_out() -> None:
    text = f"1. 缔约方[{'港口' * 50}/{'x' * 90}]行动。\tComment by A: UK – use “{'x' * 90}”\n"
    _, printed = on_terminal("blocking", "-", text=text, columns=80)
    assert "“…”" not in printed
    # What is too long for a line goes on in the next one, as far in.
    printed = printed.replace("\n  ", "")
    assert f"“{'港口' * 29}港…”" in printed
    assert f"“{'x' * 59}…”" in printed


# Unbuffered, Python keeps nothing that it would try to write again at its end.
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
@pytest.mark.parametrize("arguments", [["brackets", "-"], ["--help"], ["show", "--help"], ["write", "-", "-o", "-"]])
def test_an_answer_that_cannot_be_written_is_an_error(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "bracketed", *arguments]
        done = subprocess.run(
            command, input=TEXT.encode(), stdout=full, stderr=subprocess.PIPE, env=BUFFERED, check=False
        )
    assert done.returncode == 3
    assert done.stderr.startswith((b"bracketed: the answer: no space", b"bracketed: standard output: there is no room"))
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
@pytest.mark.parametrize(("file", "code"), [("-", 0), ("no-such-file", 3)])
def test_a_message_that_cannot_be_written_is_none(file: str, code: int) -> None:
    text = "1. Ports [pay].\tComment by Ana: UK – the “moon” of “ports”\n"
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "bracketed", "best", file]
        done = subprocess.run(
            command, input=text.encode(), stdout=subprocess.PIPE, stderr=full, env=BUFFERED, check=False
        )
    assert (done.returncode, bool(done.stdout)) == (code, not code)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell in which streams can be closed")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("show draft.txt >&-", 3, "bracketed: the answer: bad file descriptor\n"),
        ("write draft.txt -o - >&-", 3, "bracketed: standard output: nothing can be written to this number; "),
        ("report draft.txt -o report.html >&-", 0, ""),
        ("show - <&-", 3, "bracketed: standard input: the draft is empty; "),
        ("show draft.txt 2>&- | tail -n 1", 0, ""),
        ("show no-such-file 2>&-", 3, ""),
        ("show draft.txt <&- >&- 2>&-", 3, ""),
        ("--help >&-", 3, "bracketed: the answer: bad file descriptor\n"),
    ],
)
def test_a_standard_stream_may_be_closed(arguments: str, code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(TEXT, encoding="utf-8")
    command = f"'{sys.executable}' -m bracketed {arguments}"
    surroundings = {**BUFFERED, "PYTHONPATH": str(Path(bracketed.__file__).parents[1])}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, env=surroundings, check=False)
    assert (done.returncode, done.stderr.decode()[: len(said) or None]) == (code, said)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize("no_colour", [False, True])
def test_on_a_terminal_there_is_colour_unless_it_is_not_wanted(no_colour: bool) -> None:
    _, shown = on_terminal("show", "-", columns=60, text=TEXT, **({"NO_COLOR": "1"} if no_colour else {}))
    assert ("\x1b[" in shown) is not no_colour
    # The legend is there in any case: signs need it as much as colours.
    assert "[in or out]" in shown
    assert "‹4#1›" in shown


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize("verb", ["brackets", "positions", "links"])
def test_on_a_terminal_tables_are_as_wide_as_it(verb: str) -> None:
    _, shown = on_terminal(verb, "-", columns=60, text=f"4. Parties [{'shall always ' * 20}/should] report.\n")
    assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_a_hostile_draft_cannot_steer_a_real_terminal() -> None:
    _, shown = on_terminal("show", "-", columns=60, text=HOSTILE, NO_COLOR="1")
    assert [code for code in "\x1b\x07\x9b\r\u202e\u2028" if code in shown] == []


@pytest.mark.slow
def test_output_is_utf_8_whatever_the_locale() -> None:
    done = process("positions", "-", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert "UK – keep “annually”" in done.stdout.decode("utf-8")


@pytest.mark.slow
def test_no_colour_goes_to_a_file() -> None:
    assert b"\x1b" not in process("show", "-").stdout
    assert b"\x1b" not in process("show", "-", NO_COLOR="1").stdout


def test_the_help_names_the_verbs_in_the_order_of_the_work() -> None:
    done = run("--help")
    found = [line.split()[0] for line in done.stdout.split("Commands:")[1].splitlines() if line.strip()]
    before = ["outline", "show", "brackets", "positions", "links", "check", "variants", "best", "why"]
    before += ["ranking", "blocking"]
    after = ["concessions", "conflicts", "leverage", "packages", "exchanges", "coalitions", "outlook", "streamline"]
    assert found == [*before, *after, "diff", "carry", "compile", "corpus", "write", "report", "explore"]


def test_the_help_is_short_and_has_an_example_for_each_verb() -> None:
    listed = run("--help").stdout.split("Commands:")[1]
    assert "..." not in listed
    for verb in (row.name for row in VERBS):
        done = run(verb, "--help")
        example = "table.xlsx --from draft.docx" if verb == "carry" else "draft.docx"
        assert f"Example: bracketed {verb} {example}" in done.stdout
        assert len(done.stdout.splitlines()) <= 46


UNREAD = (
    "4. Parties [shall/should] report.\tComment by UK: UK – use “must”\nUSA – remove “will”\n5. Ships [may] turn.\n"
)


ANSWERED = ["blocking", "concessions", "conflicts", "leverage", "packages", "exchanges", "outlook"]


@pytest.mark.parametrize("verb", ["best", "ranking", "coalitions", *ANSWERED])
def test_an_answer_names_which_comments_it_leaves_out(verb: str) -> None:
    done = run(verb, "-", text=UNREAD)
    told = "bracketed: 2 comments could not be read; see `bracketed check -`\n"
    assert (done.exit_code, done.stderr) == (0, told)
    assert run(verb, "-", "--format", "json", text=UNREAD).stderr == ""
    assert run(verb, "-", text=TEXT).stderr == ""


def test_the_file_to_check_is_named_so_that_it_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a draft.txt").write_text("4. Parties [shall] report.\tComment by UK: UK – use “must”", encoding="utf-8")
    told = "bracketed: 1 comment could not be read; see `bracketed check 'a draft.txt'`\n"
    assert run("best", "a draft.txt").stderr == told


def test_brackets_whose_comments_were_not_read_are_apart_from_those_without() -> None:
    comments = "comments of UK and USA on this provision were not understood (lines 1 and 2)"
    read = "6. Boats [can] sail.\tComment by EU: EU – keep “can”\n"
    told = run("blocking", "-", text=UNREAD + read).stdout.split("\n\n")
    assert [" ".join(part.split()) for part in told][-3:] == [
        "No position could be read: 1 bracket",
        f"4#1: Nobody's position could be read; {comments}.",
        "Nobody has spoken on: 1 bracket: 5#1",
    ]


@pytest.mark.parametrize("verb", ["best", "ranking", *ANSWERED, "check"])
def test_where_nothing_is_known_or_open_every_answer_says_the_same(verb: str) -> None:
    silent = run(verb, "-", text="1. Ports [shall/should] pay [daily].").stdout
    assert "2 brackets, and no position on any. Start a table: bracketed positions DRAFT --template" in silent
    assert "deadlocked" not in silent
    closed = run(verb, "-", text="1. Ports pay.").stdout
    assert closed.endswith("This text has no brackets: nothing is open.\n")


def test_a_long_draft_without_brackets_is_shown_as_it_is() -> None:
    shown = run("show", "-", text="\n".join(f"{number}. Ports pay." for number in range(1, 200))).stdout
    assert shown.startswith("This text has no brackets: nothing is open.\n\n")
    assert "10. Ports pay." in shown
    assert "⋮" not in shown


def test_of_no_brackets_no_empty_table_is_printed() -> None:
    closed = run("brackets", "-", text="1. Ports pay.").stdout
    assert closed == "0 brackets in the text, 0 that only comments imply.\n"


def test_a_clean_text_that_takes_one_side_of_a_toss_is_reported_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "clean.md"
    done = run(
        "write",
        "-",
        "-o",
        str(file),
        text="2. [Lorries] pay [daily].\tComment by A: Fiji – keep “Lorries”\nPeru – remove “Lorries”",
    )
    assert (
        "clean.md: 2#1 is a toss. “Lorries” (a) and leaving the words out (omit) are equally good: for a: Fiji"
        in done.stderr
    )
    assert "clean.md: 1 bracket without a position could be settled otherwise" in done.stderr


@pytest.mark.parametrize(
    "verb, instead",
    [
        ("blockin", "did you mean blocking?"),
        ("concession", "did you mean concessions?"),
        ("what-if", "give a verb other positions with --positions TABLE, or call bracketed.what_if in Python"),
        ("what_if", "give a verb other positions with --positions TABLE, or call bracketed.what_if in Python"),
        ("least-contested", "the verb is best"),
        ("frontier", "in Python it is bracketed.frontier"),
        ("map-variants", "in Python it is bracketed.map_variants"),
        ("xyz", f"there are: {', '.join(verb.name for verb in VERBS)}"),
    ],
)
def test_an_unknown_verb_is_answered_with_what_there_is(verb: str, instead: str) -> None:
    done = run(verb, "-")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f"Error: there is no verb '{verb}'; {instead}\n")


def test_what_has_another_name_in_python_has_none_on_the_command_line() -> None:
    assert not _ELSEWHERE.keys() & {verb.name for verb in VERBS}
    assert {name.replace("-", "_") for name in _ELSEWHERE} <= set(bracketed.__all__)


def test_a_draft_too_entangled_to_count_has_a_remedy_that_can_be_typed(tmp_path: Path) -> None:
    words = "\n".join(f"{number}. Parties [shall {number}/should/may/must] report." for number in range(1, 31))
    deal = " and ".join(f"{number}#1=a" for number in range(2, 31))
    table = f"delegation,bracket,option,stance,condition\nUK,1#1,a,objects,{deal}\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    page = tmp_path / "page.html"
    done = run("explore", "-", "--positions", str(tmp_path / "table.csv"), "-o", str(page), text=words)
    assert (done.exit_code, page.exists()) == (3, False)
    assert done.stderr.endswith(
        'settle some of them in the draft or with space.fix(), leave links aside (links="none", or --links none), or '
        "take a part of the draft; the least contested text can be found all the same\n"
    )


def test_stopping_a_verb_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bracketed.reading.file.read", stopped)
    done = CliRunner().invoke(main, ["check", "-"], input="1. They [shall/should] meet.")
    assert (done.exit_code, done.stderr) == (130, "bracketed: stopped\n")


def test_what_needs_no_count_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Compiler, "part")
    words = "1. We [keep the two funds/close the two funds] [soon].\n2. They [keep the two funds/close the two funds]."
    table = "delegation,bracket,option,stance,condition\nUK,1#1,keep the two funds,objects,\n"
    table += "Chad,2#1,close the two funds,objects,1#2=a\nPeru,1#1,close the two funds,reserves,\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    positions = ("--positions", str(tmp_path / "table.csv"))
    done = run("check", "-", *positions, text=words)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "2 brackets are reserved: 1#1 and 2#1." in done.stdout
    assert "same:1#1" in run("links", "-", *positions, text=words).stdout
    # What counts has to compile.
    fault = run("variants", "-", *positions, text=words)
    assert fault.exit_code == 70
    assert "a fault of bracketed" in fault.stderr
    assert "please report" in fault.stderr


def test_a_check_gives_its_findings_where_what_blocks_takes_too_long_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(self: Space, wish: object) -> None:
        raise TooEntangledError(0, ())

    monkeypatch.setattr(Space, "witness", too_large)
    words = "1. We [meet] here.\tComment by UK: UK – keep “meet”\nUSA – remove “meet”\n2. They [talk"
    done = run("check", "-", text=words)
    assert "3:9: error" in done.stdout
    assert " ".join(done.stdout.split()).endswith(
        "Which brackets are deadlocked could not be computed in full: 1 bracket depends on too many others (1#1)."
    )
    assert done.exit_code == 1


def test_the_version() -> None:
    import bracketed

    assert run("--version").stdout == f"bracketed {bracketed.__version__}\n"


def test_why_says_what_forces_an_option_and_what_would_turn_it() -> None:
    text = "4. Parties [shall/should] report.\tComment by A: UK, USA – use “shall”\n"
    reason = "4#1 takes “shall”, since one of UK and USA supports “shall”, and nobody wants otherwise (1 stance)."
    assert run("why", "-", "4#1", text=text).stdout.startswith(f"{reason}\n")
    nested = json.loads(run("why", "-", "4#1", "b", "--format", "json", text=text).stdout)
    assert (nested["status"], nested["forced_by"]["size"], nested["complete"]) == ("left out", 1, True)
    table = run("why", "-", "4#1", "--format", "csv", text=text).stdout
    assert table.splitlines()[1] == "forces,1,1,UK,4#1,a,supports,1"


def test_why_names_the_nearest_bracket_and_the_options() -> None:
    done = run("why", "-", "4#3")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "there is no bracket '4#3'; did you mean 4#" in done.stderr
    assert "4#1 has no option 'z'; it has a, b" in run("why", "-", "4#1", "z").stderr
    assert run("why", "-").exit_code == 2


def test_best_for_a_delegation_says_what_it_gets() -> None:
    text = "4. Parties [shall/should] report [annually].\tComment by A: UK – use “should”\nUSA – keep “annually”\n"
    done = run("best", "-", "--for", "United Kingdom", text=text)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "UK wins 1 of 1 bracket, loses 0.")
    nested = json.loads(run("best", "-", "--for", "UK", "--format", "json", text=text).stdout)
    assert [row["bracket"] for row in nested["wins"]] == ["4#1"]
    table = run("best", "-", "--for", "USA", "--format", "csv", text=text).stdout
    assert table.splitlines()[1].startswith('USA,4#2,wins,a,"supports a, objects omit",,,')
    wrong = run("best", "-", "--for", "UKK", text=text)
    assert (wrong.exit_code, "did you mean UK?" in wrong.stderr) == (3, True)
