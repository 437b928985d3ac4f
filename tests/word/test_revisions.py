"""Tracked changes read as made, as not made, and as brackets that their authors hold."""

from __future__ import annotations

import itertools
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import DraftError
from tests.word.making import comment, dels, docx, ins, mark, on, p, t, tbl, tc, tr


def text(body: str, changes: str | None) -> str:
    return bt.read(docx(body), changes=changes).source  # type: ignore[arg-type]


def rows(body: str, **told: object) -> list[str]:
    positions = bt.positions(bt.read(docx(body), changes="brackets"), **told)  # type: ignore[arg-type]
    return [f"{row.delegation} {row.stance} {row.bracket} {row.option}" for row in positions]


def implied(body: str) -> list[str]:
    draft = bt.read(docx(body), changes="brackets")
    return [f"{one.bracket.id} {one.bracket.words}" for one in bt.positions(draft).implied]


def moved(*runs: str) -> str:
    """Return words that were moved away from here."""
    return ins(*runs, kind="moveFrom")


@pytest.mark.parametrize(
    ("body", "accepted", "rejected"),
    [
        (p("a", ins(" b"), " c"), "a b c\n", "a c\n"),
        (p("a", dels(" b"), " c"), "a c\n", "a b c\n"),
        (p("a", dels("b"), ins("c")), "ac\n", "ab\n"),
        # Deleted inside an insertion, inserted inside words that were moved away, deleted inside words moved here.
        (p("a", ins(" b", dels(" c"), " d")), "a b d\n", "a\n"),
        (p("a", moved(" b", ins(" c"))), "a\n", "a b\n"),
        (p("a", ins(" b", dels(" c"), kind="moveTo")), "a b\n", "a\n"),
        (p("a", moved(" b"), " c", ins(" b", kind="moveTo")), "a c b\n", "a b c\n"),
        # The marks of paragraphs: with the next one, and all its looks.
        (p("a", looks=mark("ins")) + p("b"), "a\nb\n", "ab\n"),
        (p("a", looks=mark("del")) + p("b"), "ab\n", "a\nb\n"),
        (p("a") + p(ins("b"), looks=mark("ins")) + p("c"), "a\nb\nc\n", "a\nc\n"),
        (p("a") + p(dels("b"), looks=mark("del")) + p("c"), "a\nc\n", "a\nb\nc\n"),
        (p("a") + p(dels("b"), looks=mark("del")), "a\n", "a\nb\n"),
        (p("a", looks=mark("del")) + p("b", looks=mark("del")) + p("c"), "abc\n", "a\nb\nc\n"),
        (p("a", looks=mark("moveFrom")) + p("b"), "ab\n", "a\nb\n"),
        # A mark before a table or at the end of a cell has nothing to merge with.
        (p("a", looks=mark("del")) + tbl(tr("b")), "a\n\tb\n\n", "a\n\tb\n\n"),
        (tbl(tr(tc(p("a", looks=mark("del"))))), "\ta\n\n", "\ta\n\n"),
        # Rows and cells.
        (tbl(tr("a"), tr("b", looks='<w:ins w:id="1" w:author="X"/>')), "\ta\n\n\tb\n\n", "\ta\n\n"),
        (tbl(tr("a"), tr("b", looks='<w:del w:id="1" w:author="X"/>')), "\ta\n\n", "\ta\n\n\tb\n\n"),
        (tbl(tr("a", tc("b", looks='<w:cellIns w:id="1" w:author="X"/>'))), "\ta\n\tb\n\n", "\ta\n\n"),
        (tbl(tr("a", tc("b", looks='<w:cellDel w:id="1" w:author="X"/>'))), "\ta\n\n", "\ta\n\tb\n\n"),
        # Whole paragraphs inside a change, and what is wrapped around.
        ('<w:ins w:id="1" w:author="X">' + p("a") + "</w:ins>" + p("b"), "a\nb\n", "b\n"),
        (p("<w:hyperlink>" + ins("a") + "</w:hyperlink>", "b"), "ab\n", "b\n"),
    ],
)
def test_changes_read_as_made_and_as_not_made(body: str, accepted: str, rejected: str) -> None:
    if rejected.strip():
        assert text(body, "reject") == rejected
    assert text(body, "accept") == accepted
    assert text(body, None) == accepted


def test_the_default_says_what_it_did() -> None:
    body = p("1. a", ins(" b", by="Ana"), dels(" c", by="Kenya")) + p(ins("d"), looks=mark("ins")) + p("e")
    (found,) = bt.read(docx(body)).diagnostics
    assert (found.severity, found.code) == ("warning", "tracked-changes")
    assert found.message == (
        "the document has 3 tracked changes (2 insertions, 1 deletion) by Ana, Kenya; they are read as accepted"
    )
    assert found.suggestion == 'choose changes="accept", "reject" or "brackets" (--changes)'
    (found,) = bt.read(docx(body), changes="reject").diagnostics
    assert (found.severity, found.message.rpartition(" ")[2]) == ("info", "rejected")
    with pytest.raises(DraftError, match="'ignore'; they can be read as accept, reject, brackets"):
        bt.read(docx(body), changes="ignore")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "read", "words"),
    [
        (p("1. a", dels(" b"), " c"), ["Ana objects 1#i1 a", "Ana supports 1#i1 omit"], ["1#i1 [b]"]),
        (p("1. a", ins(" b"), " c"), ["Ana supports 1#i1 a"], ["1#i1 [b]"]),
        (p("1. a ", dels("b"), ins("d"), " c"), ["Ana objects 1#i1 a", "Ana supports 1#i1 b"], ["1#i1 [b/d]"]),
        (p("1. a ", ins("d"), dels("b"), " c"), ["Ana objects 1#i1 a", "Ana supports 1#i1 b"], ["1#i1 [b/d]"]),
        # Another author's change beside it is another's.
        (
            p("1. a ", dels("b", by="Ana"), ins("d", by="Bo"), " c"),
            ["Ana objects 1#i1 a", "Ana supports 1#i1 omit", "Bo supports 1#i2 a"],
            ["1#i1 [b]", "1#i2 [d]"],
        ),
        # Runs of one change are one; blanks are none; what was inserted and deleted again is nothing.
        (p("1. a", dels(" b"), dels(" c")), ["Ana objects 1#i1 a", "Ana supports 1#i1 omit"], ["1#i1 [b c]"]),
        (p("1. a", ins(" "), "b", dels(" ")), [], []),
        (p("1. a", ins(dels(" b"))), [], []),
        # A whole new paragraph, before the next one and behind the one before.
        (p("1. a") + p(ins("2. b"), looks=mark("ins")) + p("3. c"), ["Ana supports 3#i1 a"], ["3#i1 [2. b]"]),
        (p("1. a", looks=mark("ins")) + p(ins("2. b")) + p("3. c"), ["Ana supports 1#i1 a"], ["1#i1 [2. b]"]),
        # Inside an option, and around a bracket.
        (p("1. a [b", dels(" c"), " d/e]"), ["Ana objects 1#i1 a", "Ana supports 1#i1 omit"], ["1#i1 [c]"]),
        (p("1. a", dels(" [b/c]"), " d"), ["Ana objects 1#i1 a", "Ana supports 1#i1 omit"], ["1#i1 [[b/c]]"]),
    ],
)
def test_changes_read_as_brackets(body: str, read: list[str], words: list[str]) -> None:
    assert sorted(rows(body)) == sorted(read)
    assert implied(body) == words
    assert text(body, "brackets") == text(body, "reject")


def test_accepting_what_is_requested_is_accepting_the_changes() -> None:
    opened = (dels(" authority"), " shall ", dels("open"), ins("build"))
    body = p("1. The port", *opened, " a quay", ins(" and a pier"), ".")
    draft = bt.read(docx(body), changes="brackets")
    positions = bt.positions(draft)
    best = bt.least_contested(bt.variants(draft, positions), positions)
    assert best.variant.text == text(body, "accept")
    kept = {one.bracket.id: "omit" if "pier" in one.bracket.words else "a" for one in positions.implied}
    assert bt.variants(draft, positions).fix(kept)[0].text == text(body, "reject")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (p("1. a ", ins("["), "b", ins("]"), " c"), "1. a [b] c\n"),
        (p("1. a ", dels("["), "b", dels("]"), " c"), "1. a b c\n"),
        (p("1. a", ins(" [b/c]"), " d"), "1. a [b/c] d\n"),
        (p("1. a [b", ins("]"), ins(" ["), "c] d"), "1. a [b] [c] d\n"),
    ],
)
def test_brackets_that_are_put_or_taken_are_read_as_made(body: str, shown: str) -> None:
    draft = bt.read(docx(body), changes="brackets")
    assert draft.source == shown
    assert draft.changes == ()
    assert "brackets-tracked" in [found.code for found in draft.diagnostics]


def test_a_change_that_cuts_through_a_bracket_is_reported_and_not_read() -> None:
    body = p("1. a [b/", dels("c] d"), " e")
    draft = bt.read(docx(body), changes="brackets")
    assert draft.source == "1. a [b/c] d e\n"
    positions = bt.positions(draft)
    assert (len(positions), positions.implied) == (0, ())
    assert [found.code for found in positions.diagnostics] == ["unknown-author", "change-not-read"]


def test_authors_are_delegations_or_are_said_to_be() -> None:
    body = p("1. a", dels(" b", by="Kenya"), ins(" c", by="Delegation of Norway"), dels(" d", by="Ana Keller"))
    assert [row.split()[0] for row in rows(body)] == ["Kenya", "Kenya", "Norway", "Ana", "Ana"]
    draft = bt.read(docx(body), changes="brackets")
    (found,) = bt.positions(draft).diagnostics
    assert found.message == (
        "“Ana Keller” tracks changes here, and is in no list of delegations; the name is kept as typed"
    )
    assert found.suggestion == "say for whom: authors={'Ana Keller': …}, or --authors with a table"
    told = bt.positions(draft, authors={"Ana Keller": "USA"})
    assert [row.delegation for row in told][-1] == "USA"
    assert told.diagnostics == ()


def test_a_row_says_what_it_rests_on() -> None:
    (row, _) = bt.positions(bt.read(docx(p("1. a ", dels("b"), ins("c"))), changes="brackets"))
    assert (row.source, row.evidence.rule) == ("change", "tracked change")
    assert (row.evidence.author, row.evidence.line) == ("Ana", 1)
    assert row.evidence.words == "deleted “b”, inserted “c”"


def dated(change: str, day: int) -> str:
    return change.replace("2026-03-01", f"2026-03-0{day}")


def test_a_change_in_several_parts_has_the_date_of_its_first_part() -> None:
    parts = (dels("b "), dated(ins("c "), 2), dated(dels("d "), 3), dated(ins("e"), 4))
    changes = bt.read(docx(p("1. a ", *parts)), changes="brackets").changes
    first = "2026-03-01T09:00:00Z"
    assert [(one.kind, one.words, one.date) for one in changes] == [
        ("deletion", "b d ", first),
        ("insertion", "c e", first),
    ]


def test_a_comment_on_words_that_a_change_removed_keeps_its_place() -> None:
    body = p("1. a ", on(0, dels("b")), " c")
    for changes, anchored in (("accept", ""), ("reject", "b"), ("brackets", "b")):
        draft = bt.read(docx(body, comments=comment(0, "UK – keep “b”")), changes=changes)  # type: ignore[arg-type]
        assert draft.source[slice(*draft.comments[0].anchor)] == anchored  # type: ignore[misc]
    positions = bt.positions(draft)
    assert [(row.delegation, row.stance, row.option) for row in positions] == [
        ("Ana", "supports", "omit"), ("Ana", "objects", "a"), ("UK", "supports", "a"), ("UK", "objects", "omit"),
    ]  # fmt: skip


def test_the_command_line_takes_the_choice(tmp_path: object) -> None:
    path = tmp_path / "draft.docx"  # type: ignore[operator]
    path.write_bytes(docx(p("1. a", dels(" b"), " [c]")))
    done = CliRunner().invoke(main, ["brackets", str(path), "--changes", "brackets", "--format", "json"])
    assert [bracket["origin"] for bracket in json.loads(done.stdout)] == ["comment", "text"]
    done = CliRunner().invoke(main, ["brackets", str(path), "--changes", "accept", "--format", "json"])
    assert [bracket["origin"] for bracket in json.loads(done.stdout)] == ["text"]


@pytest.mark.parametrize("end", ["", " "])
def test_changes_at_the_end_of_a_line_are_read_whatever_blanks_are_there(end: str) -> None:
    changed = p(t("1. Ports meet "), dels(f"yearly{end}")) + p(t(f"2. They pay{end}"), ins("dues"))
    positions = bt.positions(bt.read(docx(changed), changes="brackets"))
    assert [(row.bracket, row.option) for row in positions if row.stance == "supports"] == [
        ("1#i1", "omit"),
        ("2#i1", "a"),
    ]
    assert "change-not-read" not in [one.code for one in positions.diagnostics]


# What one may do with a document: each stretch is plain, inserted, deleted, or inserted and deleted again.
SORTS = {
    "plain": lambda words, by: t(words),
    "in": lambda words, by: ins(words, by=by),
    "out": lambda words, by: dels(words, by=by),
    "in and out": lambda words, by: ins(dels(words, by=by), by=by),
    "from": lambda words, by: ins(words, by=by, kind="moveFrom"),
    "to": lambda words, by: ins(words, by=by, kind="moveTo"),
}
stretches = st.tuples(
    st.sampled_from(sorted(SORTS)), st.sampled_from(["x", " y", "z ", " v w "]), st.sampled_from(["Ana", "Bo"])
)
paragraphs = st.tuples(st.lists(stretches, max_size=6), st.sampled_from(["plain", "in", "out"]))


def as_read(drawn: list[tuple[list[tuple[str, str, str]], str]], made: bool) -> str:
    """Return the text with all changes made, or none, put together without any of the code under test."""
    gone = {"out", "in and out", "from"} if made else {"in", "in and out", "to"}
    words = ""
    for runs, end in drawn:
        words += "".join(words for sort, words, _ in runs if sort not in gone)
        words += "" if end in gone else "\n"
    return words


@given(st.lists(paragraphs, min_size=1, max_size=6))
def test_any_changes_can_be_made_and_undone(drawn: list[tuple[list[tuple[str, str, str]], str]]) -> None:
    # The same words twice at one place would be one insertion that both want.
    count = itertools.count()
    drawn = [([(sort, f"{words}{next(count)} ", by) for sort, words, by in runs], end) for runs, end in drawn]
    drawn.append(([("plain", "end", "Ana")], "plain"))
    marks = {"plain": "", "in": mark("ins"), "out": mark("del")}
    body = "".join(p(*(SORTS[sort](words, by) for sort, words, by in runs), looks=marks[end]) for runs, end in drawn)
    assert text(body, "accept") == as_read(drawn, made=True)
    assert text(body, "reject") == text(body, "brackets") == as_read(drawn, made=False)
    draft = bt.read(docx(body), changes="brackets")
    for change in draft.changes:
        if change.kind == "deletion":
            assert draft.source[slice(*change.span)] == change.words
    positions = bt.positions(draft)
    wanted = {row.bracket: row.option for row in positions if row.stance == "supports"}
    settled = bt.variants(draft, positions, links="none").fix(wanted)[0].text if draft.provisions else draft.source
    assert "".join(settled.split()) == "".join(as_read(drawn, made=True).split())


def test_two_authors_of_a_change_both_want_it() -> None:
    assert rows(p("1. a", ins(" b", by="Croatia/Slovenia"))) == [
        "Croatia supports 1#i1 a",
        "Slovenia supports 1#i1 a",
    ]


@pytest.mark.parametrize("author", ["Chair", "UNECE Secretariat", "Presidency", "Secretariat (A. Clerk)"])
def test_who_serves_the_meeting_takes_no_stance_by_a_change(author: str) -> None:
    draft = bt.read(docx(p("1. a", dels(" b", by=author), ins(" c", by=author))), changes="brackets")
    positions = bt.positions(draft)
    assert len(positions) == 0
    assert [item.bracket.words for item in positions.implied] == ["[b/c]"]
    assert [(one.code, one.severity) for one in positions.diagnostics] == [("unknown-author", "info")]
    assert {row.delegation for row in bt.positions(draft, authors={author: "Peru"})} == {"Peru"}
