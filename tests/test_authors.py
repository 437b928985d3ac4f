"""People in a table: for whom they speak, in Python and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.cli.verbs import VERBS
from bracketed.draft.draft import Draft
from bracketed.errors import TableError
from bracketed.positions.authors import Authors, authors_of, read_authors
from tests.word.making import comment, docx, ins, on, p

ROOM = docx(
    p("4. Parties ", on(0, "[shall/should]"), " report ", on(1, "[every year]"), " on ", on(2, "trust"), ".")
    + p("5. They meet ", on(3, "[twice]"), "."),
    comments=comment(0, "Prefer shall", "Ana Lopez")
    + comment(1, "Delete", "Bo Okoro")
    + comment(2, "Please delete", "Ana Lopez")
    + comment(3, "UK – keep", "Secretariat"),
)
DRAFT = bt.read(ROOM)
PEOPLE = "author,delegation\nAna Lopez,Spain\nBo Okoro,Nigeria\n"


def read(table: str, *drafts: Draft) -> Authors:
    return read_authors(table.encode(), drafts or [DRAFT])


def refused(table: str) -> str:
    with pytest.raises(TableError) as caught:
        read(table)
    return str(caught.value)


def test_who_has_typed_is_reported_in_order() -> None:
    assert authors_of(DRAFT) == ("Ana Lopez", "Bo Okoro", "Secretariat")
    tracked = bt.read(docx(p("1. Ports ", ins("shall", by="Cy Young"), " open.")), changes="brackets")
    assert authors_of(tracked) == ("Cy Young",)
    assert authors_of(bt.parse("4. Parties report.")) == ()
    nameless = replace(DRAFT, comments=tuple(replace(comment, author="") for comment in DRAFT.comments))
    assert authors_of(nameless) == ("",)
    assert read(PEOPLE, nameless) == Authors({}, ("Ana Lopez", "Bo Okoro"))


def test_a_table_says_for_whom_people_speak() -> None:
    found = read(PEOPLE + "Secretariat,\nCy Young,USA\n")
    assert found == Authors({"Ana Lopez": "Spain", "Bo Okoro": "Nigeria"}, ("Cy Young",))
    assert found.of(DRAFT) == found.delegations
    assert found.of(bt.parse("4. Parties report.\tComment by Bo Okoro: no")) == {"Bo Okoro": "Nigeria"}


@pytest.mark.parametrize(
    "table",
    [
        "NAME;Country\nana  lopez;Spain\nBO OKORO;Nigeria\n",
        "person\tparty\nAna Lopez\tSpain\nAna Lopez\tSpain\n\nBo Okoro\tNigeria\n",
        '[{"author": "Ana Lopez", "delegation": "Spain"}, {"author": "Bo Okoro", "delegation": "Nigeria"}]',
    ],
    ids=["semicolons", "tabs", "json"],
)
def test_tables_are_read_as_people_write_them(table: str) -> None:
    assert read(table).delegations == {"Ana Lopez": "Spain", "Bo Okoro": "Nigeria"}


def test_names_that_differ_in_case_alone_are_one_person() -> None:
    draft = bt.parse("4. [a].\tComment by ANA LOPEZ: keep\n5. [b].\tComment by Ana Lopez: keep\n")
    assert read("author,delegation\nAna Lopez,Spain\n", draft).delegations == {
        "ANA LOPEZ": "Spain",
        "Ana Lopez": "Spain",
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "table: the table is empty; put the names of the columns in its first row"),
        (
            "speaker,state\nAna Lopez,Spain\n",
            "table: one row cannot be used\n  row 1: there is no column author; the head needs author, delegation",
        ),
        (
            "author,delegation\nAna Lopez,Spain,Madrid\n",
            "table: one row cannot be used\n  row 2: there are 3 cells, but 2 columns; look for a stray separator",
        ),
        (
            "author,delegation\n,Spain\n",
            "table: one row cannot be used\n"
            "  row 2, column author: this cell is empty; write the name as the comments have it",
        ),
        (
            "name,country\nAna Lopez,Spain\nAna Lopez,Chile\nAna Lopez,\n",
            "table: 2 rows cannot be used\n"
            "  row 3, column country: Ana Lopez speaks for Spain in row 2, and for Chile here; "
            "delete one of the two rows\n"
            "  row 4, column country: Ana Lopez speaks for Spain in row 2, and for nobody here; "
            "delete one of the two rows",
        ),
        (
            "author,delegation\nBo Okoro,Nigeria\nAnna Lopes,Spain\n",
            "table: one row cannot be used\n"
            "  row 3, column author: nobody called 'Anna Lopes' has typed anything in the draft; "
            "did you mean Ana Lopez? If they are two, give Ana Lopez a row as well",
        ),
    ],
    ids=["empty", "no column", "too many cells", "nobody", "twice", "slip"],
)
def test_a_row_that_is_wrong_is_reported(table: str, message: str) -> None:
    assert refused(table) == message


def test_a_name_in_another_order_is_a_slip() -> None:
    assert "did you mean Ana Lopez?" in refused('author,delegation\n"Lopez, Ana",Spain\n')


def test_who_is_only_like_another_author_in_the_table_is_no_slip() -> None:
    assert read(PEOPLE + "Anna Lopes,Chile\n").absent == ("Anna Lopes",)


_NAMES = st.text("abAB ", min_size=1).map(lambda name: " ".join(name.split())).filter(bool)


@given(st.lists(st.tuples(_NAMES, st.sampled_from(["", "Chad"])), min_size=1, unique_by=lambda row: row[0].casefold()))
def test_an_author_in_the_table_has_typed_or_is_absent(people: list[tuple[str, str]]) -> None:
    table = [{"author": name, "delegation": delegation} for name, delegation in people]
    half = people[: len(people) // 2]
    draft = bt.parse("".join(f"{n}. Go.\tComment by {name}: no\n" for n, (name, _) in enumerate(half, 1)) or "1. Go.")
    typing = authors_of(draft)
    found = read_authors(table, [draft])
    assert found.absent == tuple(name for name, whom in people if whom and name not in typing)
    assert found.of(draft) == {name: whom for name, whom in people if name in typing and whom}


def test_any_name_of_a_delegation_will_do_and_an_unknown_one_is_reported() -> None:
    assert bt.positions(DRAFT, authors={"Ana Lopez": "Russia"}).delegations == ("Russian Federation", "UK")
    words = (
        "4. Les Parties [doivent/devraient] agir dans le cadre de leurs plans et avec les moyens dont elles disposent."
    )
    french = bt.parse(f"{words}\tComment by Ana Lopez: conserver « doivent »")
    assert bt.positions(french, authors={"Ana Lopez": "Allemagne"}).delegations == ("Germany",)
    (found,) = bt.positions(DRAFT, authors={"Bo Okoro": "Nigera"}).diagnostics
    assert (found.code, found.line) == ("unknown-delegation", 1)
    assert found.message == "“Nigera”, for whom Bo Okoro speaks, is in no list of delegations; it is kept as typed"
    assert found.suggestion == "did you mean Nigeria?"


# On the command line


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room.docx").write_bytes(ROOM)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def run(verb: str, room: Path, *arguments: str, table: str = "people.csv") -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [verb, str(room / "room.docx"), *arguments, "--authors", str(room / table)])
    return done.exit_code, done.stdout, done.stderr


def test_comments_of_named_people_become_positions(room: Path) -> None:
    before = CliRunner().invoke(main, ["positions", str(room / "room.docx")]).stdout
    assert "2 stances of 1 delegation, on 1 of 3 brackets." in before
    assert "(Ana Lopez)  4          Prefer shall" in before
    code, out, told = run("positions", room, "--format", "json")
    assert (code, told) == (0, "")
    positions = bt.positions(DRAFT, authors={"Ana Lopez": "Spain", "Bo Okoro": "Nigeria"})
    assert [
        (row["delegation"], row["bracket"], row["option"], row["stance"]) for row in json.loads(out)["positions"]
    ] == [(row.delegation, row.bracket, row.option, row.stance) for row in positions]
    assert {"Spain", "Nigeria", "UK"} == {row.delegation for row in positions}


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS if verb.name not in ("corpus", "carry", "compile")])
def test_every_verb_hears_them(verb: str, room: Path) -> None:
    more = {"diff": [str(room / "room.docx"), "--rows", "delegations"], "write": ["-o", str(room / "settled.docx")]}
    more |= {name: ["-o", str(room / "page.html")] for name in ("report", "explore")}
    more["variants"] = ["--implied", "--count"]
    more["why"] = ["4#1"]
    with (room / "people.csv").open("a", encoding="utf-8") as table:
        table.write("Cy Young,USA\n")
    code, out, told = run(verb, room, *more.get(verb, []))
    assert code == 0
    # A written text may have places to check, which are told too.
    assert f"bracketed: {told.split('bracketed: ')[-1]}" == (
        f"bracketed: {room / 'people.csv'}: nothing in the draft is typed by “Cy Young”; its authors are “Ana Lopez”, "
        "“Bo Okoro”, “Secretariat”\n"
    )
    shows = {
        "show": "{trust}‹4#i1›",
        "brackets": "4#i1",
        "variants": "16 variants",
        "best": "4#i1",
    }
    assert shows.get(verb, "") in out


def test_a_table_that_is_wrong_is_no_answer(room: Path) -> None:
    (room / "bad.csv").write_text("author,delegation\nAna Lopes,Spain\n", encoding="utf-8")
    code, out, told = run("best", room, table="bad.csv")
    assert (code, out) == (3, "")
    assert told == (
        "bracketed: bad.csv: one row cannot be used\n"
        "  row 2, column author: nobody called 'Ana Lopes' has typed anything in the draft; "
        "did you mean Ana Lopez? If they are two, give Ana Lopez a row as well\n"
    )
    assert run("best", room, table="peple.csv")[2] == (
        f"bracketed: {room / 'peple.csv'}: no such file or directory; did you mean {room / 'people.csv'}?\n"
    )


def test_whom_people_speak_for_and_a_table_of_positions_go_together(room: Path) -> None:
    table = room / "table.csv"
    table.write_text("delegation,bracket,option,stance\nSpain,4#1,b,supports\nUSA,4#i1,a,supports\n", encoding="utf-8")
    _, out, _ = run("positions", room, "--positions", str(table), "--format", "csv")
    assert "Spain,4#1,b,supports" in out
    assert "Spain,4#1,a,supports" not in out
    assert "Nigeria,4#2" in out
    _, out, _ = run("positions", room, "--positions-only", str(table), "--format", "csv")
    assert [line.split(",")[:3] for line in out.splitlines()[1:]] == [["Spain", "4#1", "b"], ["USA", "4#i1", "a"]]


def test_tracked_changes_are_held_by_whom_the_table_says(room: Path) -> None:
    tracked = docx(p("1. Ports ", ins("shall", by="Ana Lopez"), " open."))
    (room / "room.docx").write_bytes(tracked)
    _, out, _ = run("positions", room, "--changes", "brackets", "--format", "csv")
    assert out.splitlines()[1].startswith("Spain,1#")
    done = CliRunner().invoke(main, ["check", str(room / "room.docx"), "--changes", "brackets"])
    assert "say for whom: authors={'Ana Lopez': …}, or --authors with a table" in done.stdout


def test_people_who_type_in_one_of_several_drafts_are_not_absent(room: Path) -> None:
    later = room / "later.txt"
    later.write_text("4. Parties [shall/should] report on trust.\tComment by Cy Young: use “shall”\n", encoding="utf-8")
    with (room / "people.csv").open("a", encoding="utf-8") as table:
        table.write("Cy Young,USA\nDi Abara,Mali\n")
    code, out, told = run("diff", room, str(later), "--rows", "delegations", "--format", "json")
    assert code == 0
    assert [account["delegation"] for account in json.loads(out)] == ["Spain", "Nigeria", "UK", "USA"]
    assert "is typed by “Di Abara”; its authors are “Ana Lopez”, “Bo Okoro”, “Secretariat”, “Cy Young”" in told
