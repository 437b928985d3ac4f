"""Writes changes and comments into a Word document, and leaves all else in it as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bracketed.draft.annotated_text import ChangesMode
from bracketed.draft.draft import Document as File
from bracketed.reading.word.body import WordText, read_body
from bracketed.reading.word.names import Element, attribute, below, child, name_of
from bracketed.variants.edits import Edit
from bracketed.writing.margin_comments import Remark
from bracketed.writing.word.comments import Comments, drop_comments
from bracketed.writing.word.lines import empty_rows, ends_to_mark, join, joined
from bracketed.writing.word.revisions import settle_changes
from bracketed.writing.word.runs import Cutting, Runs, new_run, shows_something, write_words
from bracketed.writing.word.writable_package import Parcel

AUTHOR = "bracketed"
_STORIES = ("footnotes", "endnotes", "header", "footer")
_HOLDERS = frozenset({
    "w:hyperlink", "w:smartTag", "w:sdtContent", "w:sdt", "w:customXml", "w:fldSimple", "w:dir", "w:bdo",
})  # fmt: skip
_TEXTS = {"w:t": "delText", "w:instrText": "delInstrText"}


class Document:
    """A Word document into which a draft's changes are written; places are those of the draft's source."""

    def __init__(self, parcel: Parcel, read: WordText, view: ChangesMode | None = None) -> None:
        self.parcel = parcel
        self._runs = Runs(read.origins)
        self._ends = read.ends
        self._view = view
        self._roots = {parcel.tree(part): part for part in self._parts()}
        self._showing: set[Element] = set()
        self._runs_by_paragraph: dict[Element, tuple[list[Element], dict[Element, int]]] = {}
        self._next = 1

    @classmethod
    def opened(cls, file: File, name: str) -> Document:
        """Open the document that a draft was read from, within the limits that it was read in."""
        parcel = Parcel(file.data, name, file.limits)
        return cls(parcel, read_body(parcel.package, file.changes), file.changes or "accept")

    def _parts(self) -> list[str]:
        return [self.parcel.main, *(part for kind in _STORIES for part in self.parcel.parts(kind))]

    def _settle_earlier_changes(self) -> None:
        """Make or undo the tracked changes of the document, as they were read."""
        if self._view is None:
            return
        shown = [cutting.element for cutting in self._runs.cuttings]
        for root, part in self._roots.items():
            if settle_changes(root, self._view, shown):
                self.parcel.change(part)

    def settle(self, edits: Sequence[Edit]) -> None:
        """Make these changes, and take out all comments."""
        self._settle_earlier_changes()
        drop_comments(self.parcel, self._parts())
        self._cut(edits, ())
        going = [run for edit in edits for run in self._going(edit)]
        # New words go beside old ones, which must still be there.
        for edit in edits:
            self._insert(edit)
        touched = [_paragraph_of(run) for run in going]
        for run in going:
            _drop_other_forms(run)
            _take_out(run)
        rows = empty_rows(touched)
        for group in joined(self._ending(edits)):
            join(group)
        for row in rows:
            _take_out_row(row)

    def propose(self, edits: Sequence[Edit], remarks: Sequence[Remark]) -> None:
        """Track these changes, and write comments."""
        self._settle_earlier_changes()
        self._next = 1 + max((_number(one) for one in self.parcel.root.iter()), default=0)
        self._cut(edits, remarks)
        self._comment(remarks)
        going = [run for edit in edits for run in self._going(edit)]
        for edit in edits:
            run = self._insert(edit)
            if run is not None:
                self._track(run, "ins")
        for run in going:
            self._track(run, "del")
        rows = empty_rows(map(_paragraph_of, going))
        for group in joined(self._ending(edits)):
            for paragraph in ends_to_mark(group):
                self._mark_end(paragraph)
        for row in rows:
            self._mark_row(row)

    def annotate(self, remarks: Sequence[Remark]) -> None:
        """Write comments, and change nothing."""
        self._cut((), remarks)
        self._comment(remarks)

    def _comment(self, remarks: Sequence[Remark]) -> None:
        if not remarks:
            return
        comments = Comments(self.parcel)
        for remark in sorted(remarks, key=lambda remark: (remark.span.start, -remark.span.end)):
            within = self._runs.within(remark.span)
            near = within[-1] if within else self._runs.before(remark.span.start) or self._runs.behind(remark.span.end)
            if near is not None:
                self._touch(near.run)
                comments.add(remark, within[0].run if within else None, near.run)

    def _cut(self, edits: Sequence[Edit], remarks: Sequence[Remark]) -> None:
        spans = [*(edit.span for edit in edits), *(remark.span for remark in remarks)]
        self._runs.cut(place for span in spans for place in span)
        self._runs_by_paragraph.clear()
        self._showing = {cutting.element for cutting in self._runs.cuttings}

    def _touch(self, element: Element) -> None:
        """Note that something is changed in the part that an element stands in."""
        root = element.getroottree().getroot()
        if root in self._roots:
            self.parcel.change(self._roots[root])

    def _going(self, edit: Edit) -> list[Element]:
        """Return the runs that go with a change, those of its words and what stands between them, in order."""
        within = self._runs.within(edit.span)
        if not within:
            return []
        self._touch(within[0].element)
        going = dict.fromkeys(cutting.run for cutting in within)
        ends = dict.fromkeys(self._ending([edit]))
        paragraphs = list(dict.fromkeys([*(cutting.paragraph for cutting in within), *ends]))
        before = self._runs.before(edit.span.start)
        begins = before is None or before.paragraph is not paragraphs[0]
        # A run may stand in another paragraph than it was read in, since earlier changes are settled.
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
        """Return the runs of a paragraph without those of text boxes in it, and the place of each among them.

        They are looked up once, after all is cut and before anything is moved.
        """
        found = self._runs_by_paragraph.get(paragraph)
        if found is None:
            runs = [one for one in below(paragraph, "w:r", "m:r") if _paragraph_of(one) is paragraph]
            found = self._runs_by_paragraph[paragraph] = runs, {run: place for place, run in enumerate(runs)}
        return found

    def _is_beside(self, run: Element) -> bool:
        """Say whether a run shows something, but no words of the draft: a picture, the sign of a note, a field."""
        return name_of(run) == "w:r" and shows_something(run) and not any(one in self._showing for one in run.iter())

    def _insert(self, edit: Edit) -> Element | None:
        """Write the new words of a change, and return their run."""
        if not edit.words:
            return None
        within = self._runs.within(edit.span)
        if within:
            # New words stand behind those that they replace, in the same paragraph.
            last = [cutting for cutting in within if cutting.paragraph is within[0].paragraph][-1]
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
            # Nothing stands on this line.
            self._touch(paragraph)
            run: Element = paragraph.makeelement(f"{self.parcel.space}r")
            write_words(run, self.parcel.space, edit.words)
            paragraph.append(run)
            return run
        return None if before is None else self._beside(before, edit.words)

    def _beside(self, near: Cutting, words: str, *, in_front: bool = False) -> Element:
        """Write a run of new words beside others, which it looks like."""
        self._touch(near.element)
        run = new_run(near.run, self.parcel.space, words)
        if in_front:
            near.run.addprevious(run)
        else:
            near.run.addnext(run)
        return run

    def _ending(self, edits: Iterable[Edit]) -> list[Element]:
        """Return the paragraphs whose ends are in what goes."""
        found: list[Element] = []
        for edit in edits:
            first = bisect_left(self._ends, edit.span.start, key=lambda end: end[0])
            last = bisect_left(self._ends, edit.span.end, key=lambda end: end[0])
            found += [paragraph for _, paragraph in self._ends[first:last]]
        return [one for one in found if one.getparent() is not None]

    def _change(self, name: str) -> Element:
        space = self.parcel.space
        change = self.parcel.root.makeelement(f"{space}{name}", nsmap=self.parcel.root.nsmap)
        change.set(f"{space}id", str(self._next))
        change.set(f"{space}author", AUTHOR)
        self._next += 1
        return change

    def _track(self, run: Element, name: str) -> None:
        """Put a run into a tracked change."""
        before = run.getprevious()
        if before is not None and name_of(before) == f"w:{name}" and attribute(before, "author") == AUTHOR:
            before.append(run)
        else:
            change = self._change(name)
            run.addprevious(change)
            change.append(run)
        if name == "del":
            for one in run:
                if name_of(one) in _TEXTS:
                    one.tag = f"{self.parcel.space}{_TEXTS[name_of(one)]}"

    def _mark_end(self, paragraph: Element) -> None:
        properties = _first(paragraph, f"{self.parcel.space}pPr")
        looks = child(properties, "w:rPr")
        if looks is None:
            looks = properties.makeelement(f"{self.parcel.space}rPr")
            later = next((one for one in properties if name_of(one) in ("w:sectPr", "w:pPrChange")), None)
            if later is None:
                properties.append(looks)
            else:
                later.addprevious(looks)
        if child(looks, "w:del") is None:
            looks.insert(0, self._change("del"))

    def _mark_row(self, row: Element) -> None:
        properties = child(row, "w:trPr")
        if properties is None:
            properties = row.makeelement(f"{self.parcel.space}trPr")
            first = next((one for one in row if name_of(one) != "w:tblPrEx"), None)
            if first is None:
                row.append(properties)
            else:
                first.addprevious(properties)
        properties.append(self._change("del"))


def _first(element: Element, tag: str) -> Element:
    """Return the first child, which is made if it is not there."""
    if len(element) and element[0].tag == tag:
        return element[0]
    made = element.makeelement(tag)
    element.insert(0, made)
    return made


def _paragraph_of(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if name_of(above) == "w:p"), None)


def _whole_fields(runs: list[Element]) -> list[Element]:
    """Return these runs; of fields, only if none begins or ends outside them."""
    signs = [_field_sign(one) for one in runs]
    if signs.count("begin") == signs.count("end"):
        return runs
    return [one for one, sign in zip(runs, signs, strict=True) if not sign]


def _number(element: Element) -> int:
    """Return the number that an element goes by, or 0."""
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


def _drop_other_forms(run: Element) -> None:
    """Take out the form in which old programs show a drawing: its words would still stand in brackets."""
    for above in run.iterancestors():
        if name_of(above) == "mc:Choice":
            for other in [one for one in above.itersiblings() if name_of(one) == "mc:Fallback"]:
                above.getparent().remove(other)


def _take_out(run: Element) -> None:
    """Take out a run, and what held nothing else."""
    parent = run.getparent()
    parent.remove(run)
    while name_of(parent) in _HOLDERS and not any(name_of(one) in ("w:r", "m:r", "w:p") for one in parent.iter()):
        run, parent = parent, parent.getparent()
        parent.remove(run)


def _take_out_row(row: Element) -> None:
    """Take out a row, and its table if it was the last."""
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
