"""Real comments: author, date, anchor and thread; and that they speak about what they stand on."""

from __future__ import annotations

import pickle

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import UnknownNameError
from tests.word.making import comment, docx, on, p, ref, t, tbl, thread, tr


def start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/>'


def anchors(draft: Draft) -> list[str | None]:
    return [None if c.anchor is None else draft.source[slice(*c.anchor)] for c in draft.comments]


def rows(draft: Draft, **told: object) -> list[str]:
    positions = bt.positions(draft, **told)  # type: ignore[arg-type]
    return [f"{row.delegation} {row.stance} {row.bracket} {row.option}" for row in positions]


def test_a_comment_has_author_date_and_anchor_and_is_behind_its_paragraph() -> None:
    body = p("1. Parties ", on(0, "[shall]"), " report.") + p("2. More.")
    draft = bt.read(docx(body, comments=comment(0, "UK – remove\nUSA – keep", "A. Clerk", "2026-03-01T09:00:00Z")))
    (found,) = draft.comments
    assert draft.source == "1. Parties [shall] report.\tComment by A. Clerk: UK – remove\nUSA – keep\n2. More.\n"
    assert (found.author, found.date, found.text, found.provision, found.line) == (
        "A. Clerk", "2026-03-01T09:00:00Z", "UK – remove\nUSA – keep", "1", 1,
    )  # fmt: skip
    assert anchors(draft) == ["[shall]"]
    assert draft.unparse() == draft.source


def test_threads_go_by_the_last_paragraph_of_a_comment() -> None:
    comments = (
        comment(0, "UK – remove “shall”\nand more", "A") + comment(1, "Agree", "Kenya") + comment(2, "Other", "B")
    )
    threads = thread(0, done=True) + thread(1, parent=0) + thread(2)
    body = p("1. Parties ", start(0), start(1), "[shall]", end(0), ref(0), end(1), ref(1), on(2, " report"))
    draft = bt.read(docx(body, comments=comments, threads=threads))
    assert [(c.author, c.parent, c.resolved) for c in draft.comments] == [
        ("A", None, True), ("Kenya", 1, True), ("B", None, False),
    ]  # fmt: skip
    assert "Kenya objects 1#1 a" in rows(draft)


def test_without_threads_a_comment_on_the_same_words_is_a_reply() -> None:
    comments = comment(0, "UK – remove “shall”", "A") + comment(1, "Agree", "Kenya")
    body = p("1. Parties ", start(0), start(1), "[shall]", end(0), ref(0), end(1), ref(1))
    draft = bt.read(docx(body, comments=comments))
    assert [c.parent for c in draft.comments] == [None, 1]
    assert [d.code for d in draft.diagnostics] == ["reply-inferred"]


@pytest.mark.parametrize(
    ("body", "anchored"),
    [
        (p("1. a ", start(0), "b", end(0), " c"), "b"),  # no reference
        (p("1. a ", ref(0), "b c"), ""),  # no range
        (p("1. a ", start(0), "b c"), None),  # a beginning and nothing else
        (p("1. a ", start(0), "b") + p("2. c", end(0), ref(0), " d"), "b\n2. c"),
        (p("1. a") + start(0) + p("2. b") + end(0) + p("3. c", ref(0)), "2. b"),  # between paragraphs
        (p("1. ", "<w:hyperlink>" + on(0, "b") + "</w:hyperlink>"), "b"),
        (p("1. ", '<w:ins w:id="9" w:author="X">' + on(0, "b") + "</w:ins>"), "b"),
        (tbl(tr("1. a", "x")) + p(end(0), ref(0)), ""),  # an end without a beginning
    ],
)
def test_marks_that_are_not_whole(body: str, anchored: str | None) -> None:
    draft = bt.read(docx(body, comments=comment(0, "UK – remove “b”")), changes="accept")
    assert len(draft.comments) == 1
    assert anchors(draft) == [anchored] or anchored is None
    assert draft.comments[0].provision


def test_overlapping_comments_and_several_at_one_place_are_all_kept() -> None:
    comments = "".join(comment(n, f"words {n}") for n in range(4))
    body = p("1. ", start(0), "a ", start(1), "b ", end(0), ref(0), "c", end(1), ref(1), ref(3), ref(2))
    draft = bt.read(docx(body, comments=comments, threads=""))
    assert [c.text for c in draft.comments] == ["words 0", "words 1", "words 2", "words 3"]
    assert anchors(draft) == ["a b", "b c", "", ""]


def test_a_comment_that_is_nowhere_is_kept_and_tied_to_nothing() -> None:
    draft = bt.read(docx(p("1. [a] b"), comments=comment(0, "UK – remove “a”", "A. Clerk")))
    (found,) = draft.comments
    assert (found.provision, found.anchor) == ("", None)
    assert rows(draft) == []
    assert [d.message for d in draft.diagnostics] == [
        "the document does not say what this comment by A. Clerk is about; no stance is tied to a provision"
    ]


def test_answers_in_a_circle_end() -> None:
    comments = "".join(comment(n, "Agree") for n in range(3))
    threads = thread(0, parent=2) + thread(1, parent=0) + thread(2, parent=1)
    assert len(bt.read(docx(p("1. a"), comments=comments, threads=threads)).comments) == 3


def test_a_comment_speaks_about_the_words_it_is_on_before_any_others() -> None:
    body = p("1. The ", on(0, "[port]"), " and the [port] and the port of the ", on(1, "port"), " city")
    comments = comment(0, "UK – remove “port”") + comment(1, "USA – remove “port”")
    draft = bt.read(docx(body, comments=comments))
    positions = bt.positions(draft)
    assert rows(draft)[:2] == ["UK objects 1#1 a", "UK supports 1#1 omit"]
    (implied,) = positions.implied
    assert [place.span for place in implied.places] == [draft.comments[1].anchor]


@pytest.mark.parametrize(
    ("runs", "said", "read"),
    [
        (["[a] b ", on(0, "[c]"), " d"], "UK – remove", ["UK objects 1#2 a", "UK supports 1#2 omit"]),
        (["[a] b ", on(0, "[c]"), " d"], "UK – keep", ["UK supports 1#2 a", "UK objects 1#2 omit"]),
        (["[a] b [", on(0, "c"), "/d]"], "UK – remove", ["UK objects 1#2 a"]),
        (["[a] ", on(0, "b c"), " [d]"], "UK – remove", ["UK objects 1#i1 a", "UK supports 1#i1 omit"]),
        (["[a] b ", on(0, "[c/d]")], "UK – remove", []),
        ([on(0, "[a] b [c]")], "UK – remove", []),  # all of the provision: no more than where it stands
        (["[a b", on(0, "c] d"), " e"], "UK – remove", []),
        (["[a] b ", on(0, "c"), " d"], "UK – insert “e”", ["UK supports 1#i1 a"]),
        (["a ", on(0, "b"), " c"], "UK – replace this with “e”", ["UK objects 1#i1 a", "UK supports 1#i1 b"]),
    ],
)
def test_a_comment_that_names_no_words_is_about_its_anchor(runs: list[str], said: str, read: list[str]) -> None:
    draft = bt.read(docx(p("1. ", *runs), comments=comment(0, said)))
    got = rows(draft)
    assert got == read or (read == [] and not any("#2" in row for row in got))


def test_new_words_without_a_place_go_behind_the_anchor() -> None:
    draft = bt.read(docx(p("1. a ", on(0, "b"), " c"), comments=comment(0, "UK – insert “and e”")))
    positions = bt.positions(draft)
    variant = bt.variants(draft, positions).fix({"1#i1": "a"})[0]
    assert variant.text.strip() == "1. a b and e c"
    assert positions.diagnostics == ()


def test_an_author_may_speak_for_a_delegation() -> None:
    body = p("1. a ", on(0, "[b]"), " c ", on(1, "[d]"))
    draft = bt.read(docx(body, comments=comment(0, "remove", "Ana Keller") + comment(1, "UK – keep", "Ana Keller")))
    assert rows(draft) == ["UK supports 1#2 a", "UK objects 1#2 omit"]
    assert rows(draft, authors={"Ana Keller": "Kenya"})[:2] == ["Kenya objects 1#1 a", "Kenya supports 1#1 omit"]
    with pytest.raises(UnknownNameError, match="there is no author 'Ana Kellar'; did you mean Ana Keller\\?"):
        bt.positions(draft, authors={"Ana Kellar": "Kenya"})


def test_a_draft_keeps_the_file_it_was_read_from() -> None:
    data = docx(p("1. [a] b"))
    draft = bt.read(data, changes="reject")
    kept = pickle.loads(pickle.dumps(draft)).document
    assert (kept.data, kept.format, kept.changes) == (data, "docx", "reject")
    assert bt.read(b"1. [a] b").document is None
    assert t("x") not in repr(draft)


def test_a_comment_on_words_that_are_not_read_is_not_about_the_whole_paragraph() -> None:
    gone = '<w:del w:id="9" w:author="Norway"><w:r><w:delText>new </w:delText></w:r></w:del>'
    body = p("1. Ports build ", start(0), gone, end(0), ref(0), "lines.")
    draft = bt.read(docx(body, comments=comment(0, "Support this deletion.", "EU")), changes="accept")
    assert rows(draft) == []
    assert [found.code for found in bt.positions(draft).diagnostics] == ["target-unclear"]
    asked = bt.read(docx(body, comments=comment(0, "Support this deletion.", "EU")), changes="brackets")
    assert "EU objects 1#i1 a" in rows(asked)


def test_a_reservation_in_a_footnote_is_on_what_carries_its_mark() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        p("1. Ships [pay]", mark.format(2), " [yearly]. Boats [wait].")
        + p("They carry [old] lamps", mark.format(3), " at all times.")
        + p("Boats [carry] flags.")
    )
    notes = [(2, "Chad reserves its position."), (3, "Peru would delete “at all times”.")]
    footnotes = "".join(f'<w:footnote w:id="{id_}">{p(words)}</w:footnote>' for id_, words in notes)
    draft = bt.read(docx(body, footnotes=footnotes))
    assert draft.source.startswith("1. Ships [pay] [yearly]. Boats [wait].\nThey carry [old] lamps at all")
    assert rows(draft) == ["Chad reserves 1#1 a", "Peru objects 1#i1 a", "Peru supports 1#i1 omit"]
