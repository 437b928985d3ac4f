"""All that one delegation said, and what it said before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bracketed as bt
from bracketed.cli.main import main
from bracketed.draft.delegations import Names
from bracketed.errors import TableError, UnknownNameError
from bracketed.positions.positions import Evidence, Note, Position, Positions
from bracketed.show.serialise import position_dict

DRAFT = (
    "4. Parties [shall/should] report [annually].\tComment by A. Clerk: UK, USA – use “should” rather than “shall”\n"
    "USA seeks clarification on “annually”\n"
    "USA – remove “daily”\n"
    "5. Ports pay. (US reserves)"
)


def positions() -> Positions:
    return bt.positions(bt.parse(DRAFT))


def test_all_that_a_delegation_said_comes_in_the_order_of_lines() -> None:
    found = positions().said("United States of America")
    assert found.delegation == "USA"
    assert [(one.line, one.read_as, one.stance, one.option, one.rule) for one in found] == [
        (1, "stance", "objects", "a", "object"),
        (1, "stance", "supports", "b", "want"),
        (2, "neutral", "", "", "question"),
        (3, "not read", "", "", "phrase-not-found"),
        (4, "not read", "", "", "target-unclear"),
    ]
    assert found.of("neutral")[0].why == "it is a question, and requests nothing"
    assert found.of("not read")[0].why.startswith("the words “daily” are not in 4")
    # The words of a reservation are kept, and it is not called neutral, since it could not be counted.
    assert (found.rows[-1].words, found.rows[-1].why) == (
        "US reserves",
        "“US reserves” is about the whole of 5, which is in no bracket; no stance was read",
    )


def test_each_name_of_a_delegation_finds_the_same() -> None:
    said = positions().said("USA").to_dicts()
    assert all(positions().said(name).to_dicts() == said for name in ("US", "United States", "the United States"))
    # Nothing is said by one that has not spoken, which differs from a name that nobody has.
    assert [*positions().said("Mali")] == []
    with pytest.raises(UnknownNameError, match="there is no delegation 'Brazill'; did you mean Brazil"):
        positions().said("Brazill")
    with pytest.raises(UnknownNameError, match="there is no delegation 'Q'; there are: UK, USA"):
        positions().said("Q")


def test_a_name_that_is_in_no_list_finds_who_has_spoken_under_it() -> None:
    own = Positions((Position("Port of Brema", "4#1", "a", "supports"),))
    assert len(own.said("port of brema")) == 1
    names = Names.default().with_overrides({"Brema": "Port of Brema"})
    assert len(own.said("Brema", names=names)) == 1


def test_a_note_of_several_is_said_by_each() -> None:
    noted = Positions(notes=(Note("UK, USA", "4", "UK and USA ask why", "A. Clerk", 3, "question"),))
    assert [one.words for one in noted.said("USA")] == ["UK and USA ask why"]
    assert Note("UK", "4", "?", "", 1, "a kind of tomorrow").why == Note("UK", "4", "?", "", 1).why


def why(folder: Path, *arguments: str) -> Result:
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return CliRunner().invoke(main, ["positions", str(folder / "draft.txt"), *arguments])


def test_the_command_line_prints_what_one_delegation_said(tmp_path: Path) -> None:
    assert [line.split("  ")[0] for line in why(tmp_path, "--why", "UK").stdout.splitlines()] == [
        "line",
        "----",
        "1",
        "",
        "UK: 2 stances, 0 neutral remarks, 0 not read.",
    ]
    assert why(tmp_path, "--why", "Mali").stdout == "Mali has made no statement.\n"
    told = json.loads(why(tmp_path, "--why", "US", "--format", "json").stdout)
    assert told == positions().said("USA").to_dicts()
    rows = why(tmp_path, "--why", "US", "--format", "csv").stdout.splitlines()
    assert rows[0] == "line,words,read_as,bracket,option,stance,source,rule,why"
    assert len(rows) == 1 + len(told["said"])


def test_the_command_line_refuses_a_name_that_nobody_has(tmp_path: Path) -> None:
    refused = why(tmp_path, "--why", "Brazill")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr == "bracketed: there is no delegation 'Brazill'; did you mean Brazil?\n"
    assert why(tmp_path, "--why", "UK", "--template").exit_code == 2


def dated(stance: str, day: int, option: str = "a") -> Positions:
    evidence = Evidence(f"said on day {day}", line=day, date=date(2026, 3, day))
    return Positions((Position("UK", "4#1", option, stance, source="session", evidence=evidence),))  # type: ignore[arg-type]


def test_what_a_later_statement_replaces_is_kept_in_order() -> None:
    found = dated("objects", 1) + dated("reserves", 2) + dated("accepts", 3)
    assert [row.stance for row in found] == ["accepts"]
    assert [row.stance for row in found.replaced] == ["objects", "reserves"]
    assert [one.sentence for one in found.history] == [
        "2026-03-01: UK objects a of 4#1 (session, line 1)",
        "2026-03-02: UK reserves a of 4#1 (session, line 2)",
        "2026-03-03: UK accepts a of 4#1 (session, line 3)",
    ]
    # In whatever order sets are put together, the statements come in the order in which they were made.
    assert [*(dated("objects", 1) + (dated("reserves", 2) + dated("accepts", 3))).history] == [*found.history]
    assert found.history.of("UK", "4#1", "a") == found.history.rows
    assert found.history.of("UK", "4#1", "omit") == ()
    frame = found.history.to_frame()
    assert list(frame["stance"]) == ["objects", "reserves", "accepts"]
    assert list(frame["is_current"]) == [False, False, True]
    assert repr(found.history) == "<History: 3 statements, of which 2 replaced>"


def test_what_was_never_replaced_has_no_history() -> None:
    found = dated("objects", 1) + Positions((Position("EU", "4#1", "a", "supports"),))
    assert [*found.history] == []
    assert [*found.history.to_blocks()] == ["No delegation has changed its position."]
    # An option that the later statement leaves out has nothing that counts now.
    left = dated("objects", 1) + dated("supports", 2, "omit")
    assert [(one.option, one.is_current) for one in left.history] == [("a", False)]


def test_only_the_statements_of_some_delegations() -> None:
    found = dated("objects", 1) + dated("accepts", 2) + Positions((Position("EU", "4#1", "a", "supports"),))
    assert [row.stance for row in found.of("UK").replaced] == ["objects"]
    assert found.without("UK").replaced == ()


def test_a_table_keeps_the_rows_that_later_ones_replace() -> None:
    draft = bt.parse("4. Parties [shall] report.")
    keys = ("delegation", "bracket", "option", "stance", "evidence")
    rows = [("UK", "4#1", "a", "objects", {"words": "no", "date": "2026-03-01"}), ("UK", "4#1", "a", "scrutiny", "")]
    found = bt.read_positions([dict(zip(keys, row, strict=True)) for row in rows], draft)
    assert [(row.stance, row.evidence.date) for row in found.replaced] == [("objects", date(2026, 3, 1))]
    assert [row.stance for row in found] == ["reserves"]
    wrong = {"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "for", "evidence": {"date": "March"}}
    with pytest.raises(TableError, match="'March' is no date; write it as 2026-03-31"):
        bt.read_positions([wrong], draft)
    # JSON that is printed is read back with the date.
    again = bt.read_positions([position_dict(row) for row in found.replaced], draft)
    assert [row.evidence.date for row in again] == [date(2026, 3, 1)]


def test_a_finding_says_who_spoke() -> None:
    draft = bt.parse("4. Parties [shall/should] (Japan, Chad) report.\n5. Ports pay. (reservation by Norway)")
    assert [(finding.code, finding.by) for finding in bt.positions(draft).unread] == [
        ("attribution-unclear", "Japan, Chad"),
        ("target-unclear", "Norway"),
    ]


def test_a_note_says_whether_somebody_is_thanked_or_only_mentioned() -> None:
    draft = bt.parse(
        "4. Parties [shall/should] report.\tComment by A. Clerk: UK thanked France for its work\n"
        "UK – as Chile said, “shall”"
    )
    assert [(note.kind, note.delegation, note.line) for note in bt.positions(draft).notes] == [
        ("thanks", "UK, France", 1),
        ("mentioned", "Chile", 2),
    ]
