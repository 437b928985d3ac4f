"""Word documents in which some brackets are settled: open brackets, their comments and tracked changes stay."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.errors import DraftError
from tests.test_settlement import choosing
from tests.word.making import comment, dels, docx, ins, mark, on, p, ref, t, thread
from tests.word.test_writing import (
    commented,
    documents,
    found,
    letters,
    paragraphs,
    parts_of,
    plain_xml,
    plainly_settled,
    text_of,
    without_comments,
    written,
)

numbers = st.integers(0, 10**12)


@pytest.mark.slow
@given(documents(), numbers)
def test_the_document_reads_as_the_settlement(body: str, number: int) -> None:
    draft = bt.read(commented(body))
    settled = bt.settlement(draft, choosing(draft, number))
    clean = written(settled)
    again = bt.read(clean)
    assert letters(again.source) == letters(settled.text)
    assert len(again.comments) == len(draft.comments) - len(settled.dropped_comments)
    ids = Counter(re.findall(r'w:comment w:id="(\d+)"', parts_of(clean).get("word/comments.xml", b"").decode()))
    assert set(ids) == {one.get(one.tag.replace("commentReference", "id")) for one in found(clean, "commentReference")}


@pytest.mark.slow
@given(documents(), numbers)
def test_a_redline_rejected_is_the_original_and_accepted_the_settlement(body: str, number: int) -> None:
    draft = bt.read(commented(body))
    settled = bt.settlement(draft, choosing(draft, number))
    redline = written(settled, redline=True)
    assert plainly_settled(redline, accept=False) == plainly_settled(commented(body), accept=False)
    clean = "".join(plainly_settled(written(settled), accept=True))
    assert "".join(plainly_settled(redline, accept=True)) == clean


@pytest.mark.slow
@given(st.lists(paragraphs(), min_size=1, max_size=4).map("".join), numbers)
def test_a_redline_touches_no_paragraph_in_which_nothing_is_settled(body: str, number: int) -> None:
    data = docx(body + p("9. The end."))
    draft = bt.read(data)
    settled = bt.settlement(draft, choosing(draft, number))
    spans = [draft.bracket(id_).span for id_ in (*settled.closed, *settled.gone)]
    starts = [0, *(at.end() for at in re.finditer("\n", draft.source))]
    whole = [
        # An empty line may go with the one beside it, of which nothing is left.
        not any(span.start < end + 2 and start - 2 < span.end for span in spans)
        for start, end in zip(starts, [*starts[1:], len(draft.source)], strict=True)
    ]
    before, after = ([plain_xml(one) for one in found(file, "p")] for file in (data, written(settled, redline=True)))
    if len(before) == len(whole) - 1:
        kept = Counter(one for one, stays in zip(before, whole, strict=False) if stays)
        assert not kept - Counter(after)


def test_comments_on_open_brackets_stay_with_their_threads() -> None:
    told = comment(1, "UK – keep “full”") + comment(2, "Agree.") + comment(3, "UK – keep “soon”") + comment(4, "Noted.")
    data = docx(
        p(t("4. Ports pay "), on(1, t("[full]")), ref(2), t(" dues and go "), on(3, t("[soon]")), t("."))
        + p(t("5. They meet."), ref(4)),
        comments=told,
        threads=thread(1) + thread(2, 1) + thread(3) + thread(4),
    )
    draft = bt.read(data)
    clean = written(bt.settlement(draft, {"4#1": "a"}))
    assert text_of(clean) == "4. Ports pay full dues and go [soon].\n5. They meet.\n"
    assert [said.text for said in bt.read(clean).comments] == ["UK – keep “soon”", "Noted."]
    assert parts_of(clean)["word/commentsExtended.xml"].decode().count("commentEx ") == 2
    # A redline keeps them all, and adds what was settled.
    redline = bt.read(written(bt.settlement(draft, {"4#1": "a"}), redline=True), changes="accept")
    assert Counter(said.author for said in redline.comments) == {"Ana": 4, "bracketed": 1}


def test_the_settled_draft_has_its_document_and_can_be_settled_further() -> None:
    draft = bt.read(docx(p("4. Ports [shall/should] pay [dues] and [soon].", looks="<w:b/>") + p("5. They [meet].")))
    once = bt.settle(draft, {"4#1": "b", "4#2": "a"})
    twice = bt.settle(once, {"4#1": "omit", "5#1": "a"})
    assert twice.source == "4. Ports should pay dues and.\n5. They meet.\n"
    assert twice.document is not None
    assert bt.read(twice.document.data).source == twice.source


def test_tracked_changes_that_were_read_as_brackets_stay_tracked() -> None:
    rest = p(ins("5. They rest."), looks=mark("ins"))
    data = docx(p(t("4. Ports "), dels("may "), ins("must "), t("pay [dues] and [soon].")) + rest)
    draft = bt.read(data, changes="brackets")
    positions = bt.positions(draft)
    changes = [item.bracket.id for item in positions.implied]
    with pytest.raises(DraftError, match=f"{changes[0]} is a tracked change; accept or reject it in Word"):
        bt.settlement(draft, {changes[0]: "a"}, positions)
    settled = bt.settlement(draft, {"4#1": "a", "4#2": "omit"}, positions)
    for redline in (False, True):
        result = written(settled, redline=redline)
        authors = {
            one.get(one.tag.rpartition("}")[0] + "}author") for one in found(result, "ins") + found(result, "del")
        }
        assert "Ana" in authors
        again = bt.read(result, changes="brackets") if not redline else bt.read(result, changes="accept")
        wanted = "4. Ports may pay dues and.\n" if not redline else "4. Ports must pay dues and.\n5. They rest.\n"
        assert without_comments(again) == wanted
    closed = bt.closings(bt.variants(draft, positions), positions)
    assert {closed.open[id_] for id_ in changes} == {"tracked"}
