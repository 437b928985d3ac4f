"""What is doubtful in a Word document, and what its text cannot show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bracketed.draft.annotated_text import ChangesMode, ReadingFinding
from bracketed.reading.flattening import Flattener, pictures_left_out, struck_words
from bracketed.reading.paragraphs import finding
from bracketed.reading.tracked_changes import counted, tracked_changes
from bracketed.reading.word.drawings import DrawingKind
from bracketed.reading.word.headers_footers import HeaderFooter
from bracketed.reading.word.names import Element, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import author_of, tracked_in

_SHOWN = 60
# Changes of how words look or are numbered, and of which cells are one.
_FORMATS = (
    "{*}rPrChange", "{*}pPrChange", "{*}sectPrChange", "{*}tblPrChange", "{*}trPrChange", "{*}tcPrChange",
    "{*}tblPrExChange", "{*}tblGridChange", "{*}numberingChange", "{*}cellMerge",
)  # fmt: skip
# What a change counts as, if not as a deletion; a move counts once, where its words have come to.
_SORTS = {"w:ins": "insertion", "w:cellIns": "insertion", "w:moveFrom": "", "w:moveTo": "move"}
_EMBEDDED = "another file is embedded here, and its words are not read"
_KINDS = {
    "diagram": "a diagram is left out",
    "chart": "a chart is left out",
    "shape": "what is drawn here is left out",
    "alternative text": "the alternative text of a picture is left out",
    "unknown": "the contents of unknown marks are left out",
}
CONTENTS = finding("info", "contents-left-out", "the table of contents only repeats the headings, and is left out")
EMBEDDED_TEXT = finding(
    "warning", "embedded-file", _EMBEDDED, "open the document in Word and save it again, which takes them in"
)


def short(words: str) -> str:
    """Return words as they are quoted: on one line, and cut."""
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def hidden_words(words: str) -> ReadingFinding:
    """Return the finding about words formatted as hidden; its message are the words, until all of a place are known."""
    return finding("warning", "hidden-words", words, "show hidden text in Word, and delete or unhide it")


def of_unread(kind: DrawingKind, words: str) -> list[ReadingFinding]:
    """Return the finding about something drawn or embedded whose words are not read, if it needs one."""
    if kind == "picture":
        return [finding("info", "picture", "")]
    if kind == "file":
        cure = "if they belong to the draft, copy them into its text"
        return [finding("warning", "embedded-file", _EMBEDDED, cure)]
    if words.strip():
        message = f"{_KINDS[kind]}, with the words “{short(words)}”"
        is_contested = "[" in words and kind != "alternative text"
        cure = "if they belong to the draft, write them into its text"
        return [finding("warning" if is_contested else "info", "drawn-words", message, cure)]
    return [finding("info", "drawn-words", _KINDS[kind])] if kind in ("diagram", "chart") else []


def of_equation(equation: Element) -> list[ReadingFinding]:
    """Return the finding about an equation that is more than a row of signs."""
    if all(name_of(one) in ("m:r", "m:t", "w:ins", "w:del", "w:rPr", "m:rPr") for one in equation):
        return []
    signs = "".join(one.text or "" for one in equation.iter() if name_of(one) in ("m:t", "w:t"))
    lost = "without what is above, below or around them"
    return [finding("info", "equation", f"an equation is read as the row of its signs, “{short(signs)}”, {lost}")]


def of_headers_and_footers(found: Sequence[HeaderFooter]) -> list[ReadingFinding]:
    """Return findings about what is in headers and footers; the same words are named once."""
    findings: dict[str, ReadingFinding] = {}
    plain = dict.fromkeys(short(one.words) for one in found if not (one.changes or one.comments or "[" in one.words))
    if plain:
        shown = ", ".join(f"“{words}”" for words in [*plain][:5])
        more = f" and {len(plain) - 5} more" if len(plain) > 5 else ""
        message = f"left out as headers and footers: {shown}{more}"
        findings[message] = ReadingFinding("info", "page-furniture", message, found[0].at)
    for one in found:
        holds = [
            *(["brackets"] if "[" in one.words else []),
            *([counted(one.changes, "tracked change")] if one.changes else []),
            *([counted(len(one.comments), "comment")] if one.comments else []),
        ]
        words = f", “{short(one.words)}”," if one.words else ""
        message = f"a {one.kind}{words} is left out, and with it its {' and '.join(holds)}"
        if holds and message not in findings:
            cure = "if it belongs to the draft, put it into the text"
            findings[message] = ReadingFinding(
                "warning" if one.changes or one.comments else "info", "page-furniture", message, one.at, cure
            )
    return [*findings.values()]


def notes_at_end(kind: str, count: int) -> ReadingFinding:
    return finding("info", "notes-at-end", f"{counted(count, kind)} of the document, read behind its text")


def orphan(author: str, at: int, in_header: bool) -> ReadingFinding:
    """Return the finding about a comment that is nowhere in the text."""
    why = f"the document does not say what this comment by {author} is about"
    if in_header:
        why = f"this comment by {author} is in a header or footer"
    message = f"{why}; no stance is tied to a provision"
    cure = "anchor it to words in Word, or name the provision in it"
    return ReadingFinding("warning", "comment-without-place", message, at, cure)


def reply(author: str, other: str, at: int) -> ReadingFinding:
    message = f"the comment by {author} is on the same words as one by {other}, and is read as a reply to it"
    return ReadingFinding("info", "reply-inferred", message, at)


def of_changes(package: Package, requested: ChangesMode | None, view: ChangesMode) -> list[ReadingFinding]:
    """Return how many tracked changes there are, of words and of formats, and how they were read."""
    parts = (package.tree(package.main), package.part("footnotes"), package.part("endnotes"))
    roots: list[Element] = [root for root in parts if root is not None]
    findings: list[ReadingFinding] = []
    changes = [change for root in roots for change in tracked_in(root)]
    if changes:
        sorts = [_SORTS.get(name_of(change), "deletion") for change in changes]
        counts = {sort: sorts.count(sort) for sort in ("insertion", "deletion", "move")}
        authors = [*dict.fromkeys(map(author_of, changes))]
        findings.append(tracked_changes(sum(counts.values()), authors, requested, view, counts))
    # Changes of format are counted apart: they change no word, and cannot be held against anybody.
    formats = [one for root in roots for one in root.iterdescendants(*_FORMATS)]
    if formats:
        by = ", ".join(dict.fromkeys(map(author_of, formats)))
        are = "is" if len(formats) == 1 else "are"
        message = (
            f"{counted(len(formats), 'tracked change')} of format by {by} {are} passed over: how words look, are "
            "numbered or are in cells is read as it is now"
        )
        findings.append(ReadingFinding("info", "format-changes", message, 0))
    return findings


def in_order(flattener: Flattener, text: str, others: Iterable[ReadingFinding]) -> list[ReadingFinding]:
    """Return all findings, `others` behind those about places; where one place has several, that is their order."""
    findings: list[ReadingFinding] = []
    hidden: list[ReadingFinding] = []
    pictures: list[int] = []
    seen = set()
    for one in flattener.findings:
        if one.code == "picture":
            pictures.append(one.at)
        elif one.code == "hidden-words":
            before = hidden.pop().message if hidden and hidden[-1].at == one.at else ""
            hidden.append(replace(one, message=before + one.message))
        elif one.code == "notes-at-end":
            # Behind the last line there is nothing that a finding could be about.
            findings.append(replace(one, at=one.at - 1))
        elif one.code != CONTENTS.code or CONTENTS.code not in seen:
            findings.append(one)
        seen.add(one.code)
    findings += others
    for one in hidden:
        message = f"“{short(one.message)}” is formatted as hidden, and left out"
        findings.append(replace(one, message=message, at=min(one.at, len(text) - 1)))
    if pictures:
        findings.append(pictures_left_out(len(pictures), pictures[0]))
    findings += [struck_words(short(text[slice(*span)]), span.start) for span in flattener.struck]
    # Underlining alone is emphasis, or a link.
    if flattener.struck and flattener.underlined:
        message = (
            f"{counted(len(flattener.underlined), 'stretch')} of text underlined beside others struck through; some "
            "drafts mark new words so, but they are read as part of the text"
        )
        cure = "if they are proposals, put them in brackets or insert them with changes tracked"
        findings.append(ReadingFinding("info", "underlined-words", message, flattener.underlined[0].start, cure))
    return findings
