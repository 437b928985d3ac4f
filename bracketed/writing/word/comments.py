"""Comments of a Word document: new ones, and all of them taken out."""

from __future__ import annotations

from bracketed.reading.word.names import Element, attribute, below, name_of
from bracketed.writing.margin_comments import Remark
from bracketed.writing.word.runs import write_words
from bracketed.writing.word.writable_package import Parcel

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Comments, which of them answers which, under what numbers and since when programs on the web know them, and who wrote.
_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_MARKS = frozenset({"w:commentRangeStart", "w:commentRangeEnd"})


class Comments:
    """The comments of a document, to which new ones are added."""

    def __init__(self, parcel: Parcel) -> None:
        from lxml import etree

        self._space = parcel.space
        found = parcel.parts("comments")
        if found:
            self._root = parcel.change(found[0])
        else:
            self._root = etree.Element(f"{self._space}comments", nsmap={"w": self._space.strip("{}")})
            parcel.add("comments", _TYPE, self._root)
        self._styles = {
            attribute(one, "styleId")
            for part in parcel.parts("styles")
            for one in parcel.tree(part)
            if name_of(one) == "w:style"
        }
        taken = [attribute(one, "id") or "" for one in self._root]
        self._next = 1 + max((int(id_) for id_ in taken if id_.isdecimal() and len(id_) < 10), default=-1)

    def add(self, remark: Remark, first: Element | None, last: Element) -> None:
        """Write a comment on the stretch from one run to another, or at the end of one."""
        from lxml import etree

        id_ = str(self._next)
        self._next += 1
        author = _harmless(remark.author)
        initials = "".join(word[0] for word in author.split() if word[0].isalnum())[:4]
        dated = {"date": _harmless(remark.date)} if remark.date else {}
        comment = etree.SubElement(
            self._root, f"{self._space}comment", self._attributes(id=id_, author=author, initials=initials, **dated)
        )
        for number, line in enumerate(remark.words.split("\n")):
            paragraph = etree.SubElement(comment, f"{self._space}p")
            if "CommentText" in self._styles:
                looks = etree.SubElement(paragraph, f"{self._space}pPr")
                etree.SubElement(looks, f"{self._space}pStyle", self._attributes(val="CommentText"))
            if number == 0:
                self._referring(paragraph, "annotationRef")
            write_words(etree.SubElement(paragraph, f"{self._space}r"), self._space, line)
        reference = self._referring(None, "commentReference", id_)
        if first is None:
            last.addnext(reference)
        else:
            first.addprevious(self._mark("commentRangeStart", id_, first))
            end = self._mark("commentRangeEnd", id_, last)
            last.addnext(end)
            end.addnext(reference)

    def _mark(self, name: str, id_: str, run: Element) -> Element:
        return run.makeelement(f"{self._space}{name}", self._attributes(id=id_))

    def _referring(self, paragraph: Element | None, name: str, id_: str = "") -> Element:
        from lxml import etree

        run = etree.Element(f"{self._space}r") if paragraph is None else etree.SubElement(paragraph, f"{self._space}r")
        if "CommentReference" in self._styles:
            looks = etree.SubElement(run, f"{self._space}rPr")
            etree.SubElement(looks, f"{self._space}rStyle", self._attributes(val="CommentReference"))
        etree.SubElement(run, f"{self._space}{name}", self._attributes(id=id_) if id_ else {})
        return run

    def _attributes(self, **values: str) -> dict[str, str]:
        return {f"{self._space}{name}": value for name, value in values.items()}


def _harmless(words: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in " ".join(words.split()))


def drop_comments(parcel: Parcel, parts: list[str]) -> None:
    """Take out all comments: their marks in these parts, and every part that knows of them."""
    for part in parts:
        root = parcel.tree(part)
        for one in [*below(root, *_MARKS, "w:commentReference")]:
            name = name_of(one)
            if name in _MARKS:
                parcel.change(part)
                one.getparent().remove(one)
            elif name == "w:commentReference":
                parcel.change(part)
                run = one.getparent()
                run.remove(one)
                around = run.getparent()
                if around is not None and all(name_of(other) == "w:rPr" for other in run):
                    around.remove(run)
    for kind in _PARTS:
        parcel.drop(kind)
