"""The page of changes: the later draft with what is new and what is gone, and the fate of each bracket beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import compress

from bracketed.markdown import without_marks
from bracketed.parsing.language import language_of_draft
from bracketed.phrasing import counted, shortened
from bracketed.progress.changes import KINDS, Change
from bracketed.progress.progress import Progress
from bracketed.progress.revisions import redline
from bracketed.progress.unmarked import UnmarkedChanges
from bracketed.show.html.changes.content import Note, Paragraph, Part, Run, parts_of
from bracketed.show.html.markup import Html, element, faced, packaged, page, wide
from bracketed.views import Table

# Rows of what went without a mark that are seen at once, those that a page holds, and how many words of each.
_SHOWN = 25
_HELD = 500
_LONGEST = 200
_CONFIDENTIAL = "This file holds the words of both drafts; it needs no network."
_INTRODUCTION = (
    "This is the later text: what is new in it is underlined, what is gone is struck through. The numbers lead to "
    "notes on what became of brackets. Parts in which nothing changed are folded; a click on a heading opens or folds "
    "a part."
)


def changes_page(progress: Progress) -> str:
    """Return what changed from the first of two drafts to the second as one HTML page that needs nothing else."""
    earlier, later = progress.drafts
    title = f"What changed from {earlier.name} to {later.name}"
    parts = parts_of(redline(earlier, later), progress.steps[0].changes)
    language = language_of_draft(later)
    body = element(
        "body",
        element("header", element("h1", title), element("p", progress.steps[0].figures(*progress.stages))),
        element(
            "main",
            element("section", element("h2", "Without a mark"), *_unmarked(progress.unmarked)),
            element(
                "section",
                element("h2", "Part by part"),
                element("p", _INTRODUCTION, class_="note"),
                *(_part(part, language) for part in parts),
            ),
        ),
        element("footer", element("p", _CONFIDENTIAL)),
    )
    # The styles of the report, and those of a text with changes.
    style = packaged("bracketed.show.html.report", "page.css") + packaged(__name__, "page.css")
    return page(title, style, body)


def _unmarked(rows: UnmarkedChanges) -> Iterator[Html]:
    for block in rows.to_blocks(partial(shortened, longest=_LONGEST)):
        if not isinstance(block, Table):
            yield element("p", str(block), class_="summary")
            continue
        caption = block.head[0].capitalize()
        yield _filled(caption, block.head, block.rows[:_SHOWN])
        if more := block.rows[_SHOWN:_HELD]:
            folded = element("summary", f"{len(block.rows) - _SHOWN:,} more")
            yield element("details", folded, _filled(f"{caption}, further", block.head, more), *_left_out(block))


def _filled(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table without the columns in which these rows have nothing, though others may."""
    used = [any(cells) for cells in zip(*rows, strict=True)]
    return wide(caption, [*compress(head, used)], [[*compress(row, used)] for row in rows])


def _left_out(block: Table) -> Iterator[Html]:
    if len(block.rows) > _HELD:
        yield element("p", f"And {len(block.rows) - _HELD:,} more; bracketed diff --rows unmarked has all.")


def _part(part: Part, language: str) -> Html:
    heading = element("summary", element("h3", part.name), " ", element("span", _counts(part), class_="note"))
    paragraphs = (_paragraph(paragraph, depth, language) for paragraph, depth in _with_depths(part.paragraphs))
    return element("details", heading, *paragraphs, open="" if part.is_changed else None)


def _with_depths(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, int]]:
    """Yield paragraphs with how deep headings are, 0 for text: none is deeper than the one in front of it by two."""
    above: list[int] = []
    for paragraph in paragraphs:
        if paragraph.level:
            above = [*(level for level in above if level < paragraph.level), paragraph.level]
        yield paragraph, len(above) if paragraph.level else 0


def _counts(part: Part) -> str:
    if not part.is_changed:
        return "nothing changed"
    fates = Counter(change.kind for change in part.fates)
    brackets = [f"{fates[kind]:,} {kind}" for kind in KINDS if fates[kind]]
    words = [f"{counted(part.words(style), 'word')} {style}" for style in ("new", "gone") if part.words(style)]
    return "; ".join([*[f"brackets: {', '.join(brackets)}"] * bool(brackets), *[", ".join(words)] * bool(words)])


def _paragraph(paragraph: Paragraph, depth: int, language: str) -> Html:
    # Paragraphs of a draft may be in scripts of either direction; the browser sees which.
    words = element(
        f"h{min(6, depth + 3)}" if depth else "p",
        *(_run(run) for run in paragraph.runs),
        dir="auto",
        lang=language,
    )
    label = element("p", f"{without_marks(paragraph.label)}, gone", class_="note") if paragraph.label else ""
    text = element("div", label, words, class_="words")
    return element("div", text, *_beside(paragraph), class_="row")


def _run(run: Run) -> Html:
    match run.style:
        case "new":
            return element("ins", faced(run.words, run.faces))
        case "gone":
            return element("del", run.words)
        case "note":
            return element("sup", element("a", run.words, href=f"#n{run.words}"))
        case _:
            return faced(run.words, run.faces)


def _beside(paragraph: Paragraph) -> Iterator[Html]:
    if not paragraph.notes:
        return
    notes = element("ul", *(_note(note) for note in paragraph.notes))
    # Brackets in a provision that is gone went with it.
    if paragraph.label and len(paragraph.notes) > 1:
        notes = element("details", element("summary", f"{len(paragraph.notes)} brackets went with it"), notes)
    yield element("aside", notes)


def _note(note: Note) -> Html:
    change = note.change
    before, after = " + ".join(change.before), " + ".join(change.after)
    ids = f"{before or 'new'} → {after}" if after and after != before else before
    return element(
        "li", element("strong", f"{note.number} "), element("b", ids), f" {_fate(change)}", id=f"n{note.number}"
    )


def _fate(change: Change) -> str:
    """Return the sentence on a change without the ids that it begins with."""
    names: Sequence[str] = change.before or change.after
    words = change.sentence
    return words.removeprefix(names[0]).lstrip() if len(names) == 1 else words
