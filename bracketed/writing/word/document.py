"""Writes changes and comments into a Word document, and leaves all else in it as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby

from bracketed.draft.annotated_text import ChangesMode
from bracketed.draft.draft import Comment, Draft
from bracketed.draft.id_marks import is_id_mark
from bracketed.progress.bracketing import CopiedComment
from bracketed.progress.compilation import Insertion
from bracketed.progress.revisions import Revision
from bracketed.reading.word.body import read_body
from bracketed.reading.word.names import Element, attribute, below, child, name_of
from bracketed.source import Span
from bracketed.variants.edits import Edit
from bracketed.writing.margin_comments import AUTHOR, MarginComment
from bracketed.writing.word.comments import Comments, drop_comments, drop_some_comments
from bracketed.writing.word.lines import empty_rows, ends_to_mark, groups_of, join
from bracketed.writing.word.new_paragraphs import new_paragraph
from bracketed.writing.word.package import WritablePackage
from bracketed.writing.word.revisions import settle_changes
from bracketed.writing.word.runs import Runs, Segment, mark_run, new_run, shows_something, write_words

_STORIES = ("footnotes", "endnotes", "header", "footer")
_HOLDERS = frozenset({
    "w:hyperlink", "w:smartTag", "w:sdtContent", "w:sdt", "w:customXml", "w:fldSimple", "w:dir", "w:bdo",
})  # fmt: skip
_TEXTS = {"w:t": "delText", "w:instrText": "delInstrText"}


class WordDocument:
    """A Word document into which changes and comments are written; places are those of the draft's source.

    `ends` are the ends of lines that are ends of paragraphs, each with its paragraph, and `view` says how the tracked
    changes of the document were read; None if there are none.
    """

    def __init__(
        self,
        package: WritablePackage,
        segments: Iterable[Segment],
        ends: Sequence[tuple[int, Element]],
        view: ChangesMode | None = None,
    ) -> None:
        self.package = package
        self._runs = Runs(segments)
        self._ends = ends
        self._view = view
        self._roots = {package.tree(part): part for part in self._parts()}
        self._showing: set[Element] = set()
        self._runs_by_paragraph: dict[Element, tuple[list[Element], dict[Element, int]]] = {}
        self._next = 1
        self._comments: Comments | None = None

    @classmethod
    def opened(cls, draft: Draft) -> WordDocument:
        """Open the document that a draft was read from, within the limits that it was read in."""
        file = draft.document
        assert file is not None
        package = WritablePackage(file.data, draft.name, draft.limits)
        if file.places is None:
            # The draft comes from another process, or is too long for its places to be kept.
            read = read_body(package.package, file.changes)
            segments = [Segment(start, end, *origin) for start, end, origin in read.origins]
            return cls(package, segments, read.ends, file.changes or "accept")
        pieces, lines = _rows(file.places.pieces, 5), _rows(file.places.ends, 2)
        shown = {number for _, _, element, _, paragraph in pieces for number in (element, paragraph)}
        shown |= {paragraph for _, paragraph in lines}
        elements = {number: one for number, one in enumerate(package.package.elements()) if number in shown}
        segments = [Segment(start, end, elements[one], offset, elements[p]) for start, end, one, offset, p in pieces]
        ends = [(end, elements[paragraph]) for end, paragraph in lines]
        return cls(package, segments, ends, file.changes or "accept")

    def _parts(self) -> list[str]:
        return [self.package.main, *(part for kind in _STORIES for part in self.package.parts(kind))]

    def _settle_earlier_changes(self) -> None:
        """Make or undo the tracked changes of the document, as they were read."""
        if self._view is None:
            return
        shown = [segment.element for segment in self._runs.segments]
        for root, part in self._roots.items():
            # A part in which nothing had to be settled is not written anew for this, and may stay byte for byte.
            if settle_changes(root, self._view, shown):
                self.package.change(part)

    def settle(self, edits: Sequence[Edit], comments: Sequence[Comment] | None = None) -> None:
        """Make these changes, and take out these comments; None means all, where nothing stays open."""
        if comments is None:
            self._settle_earlier_changes()
            drop_comments(self.package, self._parts())
        else:
            # Before anything is changed, since the text shows which comment is which.
            ids = self._ids_of(comments)
            self._keep_open_changes()
            drop_some_comments(self.package, self._parts(), ids)
        self._drop_marks()
        self._cut(edits, ())
        self._apply(edits, tracked=False)

    def edit(self, edits: Sequence[Edit]) -> None:
        """Make these changes, and leave comments and tracked changes as they are."""
        self._cut(edits, ())
        self._apply(edits, tracked=False)

    def _ids_of(self, comments: Sequence[Comment]) -> set[str]:
        """Return the ids that the document has for some comments of its text."""
        # A document that was made for a draft has been made without them.
        if not comments or self._view is None:
            return set()
        starts = {comment.span.start for comment in comments}
        read = read_body(self.package.package, self._view)
        ranges = read.annotated.comments or ()
        return {id_ for id_, one in zip(read.comments, ranges, strict=True) if one.span.start in starts}

    def _keep_open_changes(self) -> None:
        """Settle earlier changes, unless they were read as brackets, which stay open."""
        if self._view != "brackets":
            self._settle_earlier_changes()

    def propose(self, edits: Sequence[Edit], comments: Sequence[MarginComment], *, partly: bool = False) -> None:
        """Track these changes, and write comments; where they settle the text but `partly`, brackets stay open."""
        if partly:
            self._keep_open_changes()
        else:
            self._settle_earlier_changes()
        self._drop_marks()
        # Changes go by numbers that no other element of the document has.
        self._next = 1 + max((_number(one) for one in self.package.root.iter()), default=0)
        self._cut(edits, comments)
        self._comment(comments)
        self._apply(edits, tracked=True)

    def insert(self, insertions: Sequence[Insertion]) -> None:
        """Write the words of a compilation between those of its base, and its comments beside them."""
        self._settle_earlier_changes()
        self._cut([Edit(Span(one.at, one.at), "") for one in insertions], ())
        for at, here in groupby(insertions, key=lambda one: one.at):
            self._insert_at(at, here)

    def _insert_at(self, at: int, insertions: Iterable[Insertion]) -> None:
        number = bisect_left(self._ends, at, key=lambda end: end[0])
        end, paragraph = self._ends[number] if number < len(self._ends) else (at, None)
        run: Element | None = None
        for one in insertions:
            if one.comment is not None:
                self._comment_at(at, run, one.comment)
                continue
            # New lines are behind the line that ends here, or in front of the one that begins here.
            words, *lines = one.words.split("\n")
            if end != at and lines:
                lines, words = [words, *lines[:-1]], lines[-1]
            if paragraph is None:
                # Behind the last paragraph there is nothing that a line could be put beside.
                run = self._write_behind(run, at, one.words)
                continue
            if words:
                run = self._write_behind(run, at, words)
            for line in lines:
                new = new_paragraph(self.package, paragraph, line)
                if end == at:
                    paragraph.addnext(new)
                    paragraph = new
                else:
                    paragraph.addprevious(new)
                self._touch(new)
                run = next(below(new, "w:r"), run)

    def _write_behind(self, run: Element | None, at: int, words: str) -> Element | None:
        if run is not None:
            new = new_run(self.package, run, words)
            run.addnext(new)
            return new
        behind = self._runs.behind(at)
        if words.startswith("[") and behind is not None and behind.start == at:
            # A bracket that opens looks like the words in it.
            return self._beside(behind, words, in_front=True)
        return self._insert(Edit(Span(at, at), words))

    def _comment_at(self, at: int, run: Element | None, comment: CopiedComment) -> None:
        before = self._runs.before(at)
        near = run if run is not None else None if before is None else before.run
        if near is not None:
            self._comments = self._comments or Comments(self.package)
            self._touch(near)
            margin = MarginComment(Span(at, at), comment.text, comment.author or comment.delegation, comment.date)
            self._comments.add(margin, None, near)

    def compare(self, revisions: Sequence[Revision], comments: Sequence[MarginComment]) -> None:
        """Track what an earlier draft had and what is new since, so that to reject all gives the earlier text."""
        self._settle_earlier_changes()
        self._drop_marks()
        self._next = 1 + max((_number(one) for one in self.package.root.iter()), default=0)
        spans = [Edit(revision.span, "") for revision in revisions]
        self._cut(spans, comments)
        self._comment(comments)
        # Where paragraphs are put in, the places of others must still be known.
        for revision in revisions:
            if not revision.label and revision.gone:
                place = Span(revision.span.start, revision.span.start)
                run = self._insert(Edit(place, revision.gone))
                if run is not None:
                    self._track(run, "del")
        new = {segment.element for edit in spans for segment in self._runs.within(edit.span)}
        kept = {segment.paragraph for segment in self._runs.segments if segment.element not in new}
        for segment in [segment for segment in self._runs.segments if segment.element in new]:
            self._touch(segment.element)
            if segment.run.getparent() is None or name_of(segment.run.getparent()) not in ("w:ins", "w:del"):
                self._track(segment.run, "ins")
            if segment.paragraph not in kept:
                self._mark_end(segment.paragraph, "ins")
        self._put_back([revision for revision in revisions if revision.label])

    def _put_back(self, revisions: Iterable[Revision]) -> None:
        """Write paragraphs that are gone, marked as deleted, behind those that they were behind."""
        last: dict[Element, Element] = {}
        for revision in revisions:
            number = bisect_left(self._ends, revision.span.start, key=lambda end: end[0])
            if not self._ends:
                return
            _, near = self._ends[min(number, len(self._ends) - 1)]
            for line in filter(str.strip, revision.gone.splitlines()):
                self._touch(near)
                run = self.package.element("r")
                write_words(self.package, run, line)
                paragraph = self.package.element("p", run)
                if near not in last and not revision.span.start:
                    near.addprevious(paragraph)
                else:
                    behind = last.get(near)
                    (near if behind is None else behind).addnext(paragraph)
                    last[near] = paragraph
                self._track(run, "del")
                self._mark_end(paragraph, "del")

    def _apply(self, edits: Sequence[Edit], tracked: bool) -> None:
        # A run that nobody sees, between words of two changes, goes with both of them.
        going = [*dict.fromkeys(run for edit in edits for run in self._going(edit))]
        # New words go beside old ones, which must still be there.
        for edit in edits:
            run = self._insert(edit)
            if tracked and run is not None:
                self._track(run, "ins")
        touched = [_paragraph_of(run) for run in going]
        for run in going:
            if tracked:
                self._track(run, "del")
            else:
                _take_out(run)
        # Rows are looked for before paragraphs that are joined have left them.
        rows = empty_rows(touched)
        for group, keeper in groups_of(self._ending(edits)):
            if tracked:
                self._mark_ends(group, keeper)
            else:
                join(group, keeper)
        for row in rows:
            if tracked:
                self._mark_row(row)
            else:
                _take_out_row(row)

    def annotate(self, comments: Sequence[MarginComment], marks: Sequence[tuple[int, str]] = ()) -> None:
        """Write comments, and marks at places of the source, and change nothing."""
        self._cut((), comments, [place for place, _ in marks])
        if marks:
            # Those of an earlier draft may name other brackets.
            self._drop_marks()
        # From the end, as of two marks behind one run the later one is put in first.
        for place, mark in reversed(marks):
            self._mark(place, mark)
        self._comment(comments)

    def _mark(self, place: int, mark: str) -> None:
        before, behind = self._runs.before(place), self._runs.behind(place)
        if before is not None and before.end == place:
            self._touch(before.element)
            before.run.addnext(mark_run(self.package, before.run, mark))
        elif behind is not None:
            # A label that the numbering of the paragraph shows is in no run.
            self._touch(behind.element)
            behind.run.addprevious(mark_run(self.package, behind.run, mark))

    def _drop_marks(self) -> None:
        """Take out the ids of brackets that a draft for the room has."""
        for root, part in self._roots.items():
            for one in [*below(root, "w:t")]:
                if is_id_mark(one.text or ""):
                    run = one.getparent()
                    run.remove(one)
                    if not shows_something(run):
                        _take_out(run)
                    self.package.change(part)

    def _comment(self, comments: Sequence[MarginComment]) -> None:
        if not comments:
            return
        writer = Comments(self.package)
        # Of two that begin together the longer one comes first, so that its range opens outside the other.
        for comment in sorted(comments, key=lambda comment: (comment.span.start, -comment.span.end)):
            within, span = self._runs.within(comment.span), comment.span
            near = within[-1] if within else self._runs.before(span.start) or self._runs.behind(span.end)
            if near is not None:
                self._touch(near.run)
                writer.add(comment, within[0].run if within else None, near.run)

    def _cut(self, edits: Sequence[Edit], comments: Sequence[MarginComment], places: Iterable[int] = ()) -> None:
        spans = [*(edit.span for edit in edits), *(comment.span for comment in comments)]
        self._runs.cut([*(place for span in spans for place in span), *places])
        self._runs_by_paragraph.clear()
        self._showing = {segment.element for segment in self._runs.segments}

    def _touch(self, element: Element) -> None:
        """Note that something is changed in the part that an element is in."""
        root = element.getroottree().getroot()
        if root in self._roots:
            self.package.change(self._roots[root])

    def _going(self, edit: Edit) -> list[Element]:
        """Return the runs that go with a change, those of its words and what is between them, in order."""
        within = self._runs.within(edit.span)
        if not within:
            return []
        self._touch(within[0].element)
        going = dict.fromkeys(segment.run for segment in within)
        ends = dict.fromkeys(self._ending([edit]))
        paragraphs = list(dict.fromkeys([*(segment.paragraph for segment in within), *ends]))
        before = self._runs.before(edit.span.start)
        begins = before is None or before.paragraph is not paragraphs[0]
        # A run may be in another paragraph than it was read in, since earlier changes are settled.
        own: dict[Element, list[int]] = {}
        for run in going:
            paragraph = _paragraph_of(run)
            if paragraph is not None:
                own.setdefault(paragraph, []).append(self._runs_in(paragraph)[1][run])
        between: list[Element] = []
        for number, paragraph in enumerate(paragraphs):
            runs, _ = self._runs_in(paragraph)
            places = own.get(paragraph, [])
            whole = paragraph in ends and (number > 0 or begins)
            first = 0 if whole or number > 0 else min(places, default=len(runs))
            last = len(runs) if paragraph in ends else max(places, default=0)
            between += [run for run in runs[first:last] if run not in going and self._is_beside(run)]
        return [*going, *_whole_fields(between)]

    def _runs_in(self, paragraph: Element) -> tuple[list[Element], dict[Element, int]]:
        """Return the runs of a paragraph without those of text boxes in it, and the place of each among them."""
        # They are looked up once, after all is cut and before anything is moved: a paragraph may have many changes.
        if paragraph not in self._runs_by_paragraph:
            runs = [one for one in below(paragraph, "w:r", "m:r") if _paragraph_of(one) is paragraph]
            self._runs_by_paragraph[paragraph] = runs, {run: place for place, run in enumerate(runs)}
        return self._runs_by_paragraph[paragraph]

    def _is_beside(self, run: Element) -> bool:
        """Return whether a run shows something, but no words of the draft: a picture, the sign of a note, a field."""
        return name_of(run) == "w:r" and shows_something(run) and not any(one in self._showing for one in run.iter())

    def _insert(self, edit: Edit) -> Element | None:
        """Write the new words of a change, and return their run."""
        if not edit.words:
            return None
        within = self._runs.within(edit.span)
        if within:
            # New words come behind those that they replace, in the same paragraph.
            last = [segment for segment in within if segment.paragraph is within[0].paragraph][-1]
            return self._beside(last, edit.words)
        before, behind = self._runs.before(edit.span.start), self._runs.behind(edit.span.end)
        number = bisect_left(self._ends, edit.span.end, key=lambda end: end[0])
        start = self._ends[number - 1][0] if number else -1
        if before is not None and before.start > start:
            return self._beside(before, edit.words)
        if number < len(self._ends):
            end, paragraph = self._ends[number]
            if behind is not None and behind.end <= end:
                return self._beside(behind, edit.words, in_front=True)
            # Nothing is on this line.
            self._touch(paragraph)
            run = self.package.element("r")
            write_words(self.package, run, edit.words)
            paragraph.append(run)
            return run
        return None if before is None else self._beside(before, edit.words)

    def _beside(self, near: Segment, words: str, *, in_front: bool = False) -> Element:
        """Write a run of new words beside others, which it looks like."""
        self._touch(near.element)
        run = new_run(self.package, near.run, words)
        if in_front:
            near.run.addprevious(run)
        else:
            near.run.addnext(run)
        return run

    def _ending(self, edits: Iterable[Edit]) -> list[Element]:
        """Return the paragraphs whose ends are in what goes."""
        paragraphs: list[Element] = []
        for edit in edits:
            first = bisect_left(self._ends, edit.span.start, key=lambda end: end[0])
            last = bisect_left(self._ends, edit.span.end, key=lambda end: end[0])
            paragraphs += [paragraph for _, paragraph in self._ends[first:last]]
        # Some have gone with the tracked changes that were settled.
        return [paragraph for paragraph in paragraphs if paragraph.getparent() is not None]

    def _change(self, name: str) -> Element:
        self._next += 1
        return self.package.element(name, id=str(self._next - 1), author=AUTHOR)

    def _track(self, run: Element, name: str) -> None:
        """Put a run into a tracked change."""
        if name == "del" and any(name_of(above) == "w:del" for above in run.iterancestors()):
            return  # already deleted by another author
        # Neighbours become one change, as an editor would have made it.
        before = run.getprevious()
        if before is not None and name_of(before) == f"w:{name}" and attribute(before, "author") == AUTHOR:
            before.append(run)
        else:
            change = self._change(name)
            run.addprevious(change)
            change.append(run)
        # Deleted words have names of their own.
        for one in run if name == "del" else ():
            if name_of(one) in _TEXTS:
                one.tag = f"{self.package.space}{_TEXTS[name_of(one)]}"

    def _mark_ends(self, paragraphs: Sequence[Element], keeper: Element | None) -> None:
        """Mark ends of paragraphs as deleted, so that to accept that joins them."""
        for paragraph in ends_to_mark(paragraphs, keeper):
            self._mark_end(paragraph, "del")

    def _mark_end(self, paragraph: Element, name: str) -> None:
        """Mark the end of a paragraph as inserted or deleted."""
        properties = child(paragraph, "w:pPr")
        if properties is None:
            properties = self.package.element("pPr")
            paragraph.insert(0, properties)
        formats = child(properties, "w:rPr")
        if formats is None:
            formats = self.package.element("rPr")
            # The schema has the order of properties.
            later = [at for at, one in enumerate(properties) if name_of(one) in ("w:sectPr", "w:pPrChange")]
            properties.insert(later[0] if later else len(properties), formats)
        if child(formats, f"w:{name}") is None:
            formats.insert(0, self._change(name))

    def _mark_row(self, row: Element) -> None:
        """Mark a row as deleted."""
        properties = child(row, "w:trPr")
        if properties is None:
            properties = self.package.element("trPr")
            exceptions = child(row, "w:tblPrEx")
            # The schema has exceptions from the table's properties in front of those of the row.
            row.insert(0 if exceptions is None else row.index(exceptions) + 1, properties)
        properties.append(self._change("del"))


def _rows(numbers: Sequence[int], width: int) -> list[Sequence[int]]:
    return [numbers[start : start + width] for start in range(0, len(numbers), width)]


def _paragraph_of(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if name_of(above) == "w:p"), None)


def _whole_fields(runs: list[Element]) -> list[Element]:
    """Return these runs; of fields, only if none begins or ends outside them."""
    signs = [_field_sign(one) for one in runs]
    if signs.count("begin") == signs.count("end"):
        return runs
    return [one for one, sign in zip(runs, signs, strict=True) if not sign]


def _number(element: Element) -> int:
    # What has no number, or one past those of Word, is none to collide with.
    id_ = attribute(element, "id") or ""
    return int(id_) if id_.isdecimal() and len(id_) < 9 else 0


def _field_sign(run: Element) -> str:
    """Return what a run means to a field: `begin`, `separate`, `end`, or its `instruction`; "" if nothing."""
    for one in run:
        name = name_of(one)
        if name == "w:fldChar":
            return attribute(one, "fldCharType") or ""
        if name == "w:instrText":
            return "instruction"
    return ""


def _take_out(run: Element) -> None:
    """Take out a run, and what held nothing else."""
    # In the form that old programs show of a drawing, its words would keep their brackets.
    for above in run.iterancestors():
        if name_of(above) == "mc:Choice":
            for other in [one for one in above.itersiblings() if name_of(one) == "mc:Fallback"]:
                above.getparent().remove(other)
    parent = run.getparent()
    parent.remove(run)
    while name_of(parent) in _HOLDERS and not any(name_of(one) in ("w:r", "m:r", "w:p") for one in parent.iter()):
        run, parent = parent, parent.getparent()
        parent.remove(run)


def _take_out_row(row: Element) -> None:
    """Take out a row, and its table if it was the last and something else is left in the place of that."""
    table = row.getparent()
    table.remove(row)
    while name_of(table) != "w:tbl":
        table = table.getparent()
    if any(name_of(one) == "w:tr" for one in table.iter()):
        return
    above = table.getparent()
    others = [one for one in above if name_of(one) in ("w:p", "w:tbl", "w:sdt") and one is not table]
    if others:
        above.remove(table)
