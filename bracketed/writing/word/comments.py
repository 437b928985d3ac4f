"""Comments of a Word document: new ones, and all of them taken out."""

from __future__ import annotations

from collections.abc import Collection

from bracketed.reading.word.names import Element, attribute, below, name_of
from bracketed.writing.margin_comments import MarginComment
from bracketed.writing.word.package import WritablePackage
from bracketed.writing.word.runs import write_words

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Comments, which of them answers which, under what numbers and since when programs on the web know them, and who wrote.
_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_MARKS = frozenset({"w:commentRangeStart", "w:commentRangeEnd"})


class Comments:
    """The comments of a document, to which new ones are added."""

    def __init__(self, package: WritablePackage) -> None:
        self._package = package
        parts = package.parts("comments")
        if parts:
            self._root = package.change(parts[0])
        else:
            self._root = package.element("comments")
            package.add("comments", _TYPE, self._root)
        self._styles = {
            attribute(one, "styleId")
            for part in package.parts("styles")
            for one in package.tree(part)
            if name_of(one) == "w:style"
        }
        ids = [attribute(one, "id") or "" for one in self._root]
        # Some programs number comments by chance, up to the end of what an integer holds: behind that none would do.
        self._next = 1 + max((int(id_) for id_ in ids if id_.isdecimal() and len(id_) < 10), default=-1)

    def add(self, comment: MarginComment, first: Element | None, last: Element) -> None:
        """Write a comment on the words from one run to another, or at the end of one."""
        element = self._package.element
        id_ = str(self._next)
        self._next += 1
        author = _printable(comment.author)
        about = {"author": author, "initials": "".join(word[0] for word in author.split() if word[0].isalnum())[:4]}
        if comment.date:
            about["date"] = _printable(comment.date)
        paragraphs = [element("p", *self._style("p", "CommentText")) for _ in comment.words.split("\n")]
        paragraphs[0].append(self._reference("annotationRef"))
        for paragraph, line in zip(paragraphs, comment.words.split("\n"), strict=True):
            run = element("r")
            write_words(self._package, run, line)
            paragraph.append(run)
        self._root.append(element("comment", *paragraphs, id=id_, **about))
        # Behind the end of the range, as in Word, the reference is outside the words that are commented on.
        reference = self._reference("commentReference", id=id_)
        if first is None:
            last.addnext(reference)
        else:
            first.addprevious(element("commentRangeStart", id=id_))
            last.addnext(reference)
            # Added after the reference, since what is put directly behind the run pushes the other further on.
            last.addnext(element("commentRangeEnd", id=id_))

    def _reference(self, name: str, **attributes: str) -> Element:
        return self._package.element(
            "r", *self._style("r", "CommentReference"), self._package.element(name, **attributes)
        )

    def _style(self, kind: str, style: str) -> list[Element]:
        """Return the properties that give a paragraph or run a style, if the document has that."""
        if style not in self._styles:
            return []
        return [self._package.element(f"{kind}Pr", self._package.element(f"{kind}Style", val=style))]


def _printable(words: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in " ".join(words.split()))


def drop_comments(package: WritablePackage, parts: list[str]) -> None:
    """Take out all comments: their marks in these parts, and every part that knows of them."""
    _drop_marks(package, parts, None)
    for kind in _PARTS:
        package.drop(kind)


def drop_some_comments(package: WritablePackage, parts: list[str], ids: Collection[str]) -> None:
    """Take out the comments with these ids, and what other parts say of them."""
    _drop_marks(package, parts, ids)
    paragraphs: set[str] = set()
    for part in package.parts("comments"):
        for one in [one for one in package.tree(part) if attribute(one, "id") in ids]:
            paragraphs |= {
                value for each in one.iter() for key, value in each.attrib.items() if key.endswith("}paraId")
            }
            package.change(part).remove(one)
    durable: set[str] = set()
    for kind in ("commentsExtended", "commentsIds", "commentsExtensible"):
        for part in package.parts(kind):
            for one in [*package.tree(part)]:
                named = {key.partition("}")[2]: value for key, value in one.attrib.items()}
                if named.get("paraId") in paragraphs or named.get("durableId") in durable:
                    durable |= {named["durableId"]} if "durableId" in named else set()
                    package.change(part).remove(one)


def _drop_marks(package: WritablePackage, parts: list[str], ids: Collection[str] | None) -> None:
    """Take the marks of comments with these ids out of these parts; None is for all."""
    for part in parts:
        for one in [*below(package.tree(part), *_MARKS, "w:commentReference")]:
            if ids is not None and attribute(one, "id") not in ids:
                continue
            package.change(part)
            run = one.getparent()
            run.remove(one)
            around = run.getparent()
            # A run that had nothing but the sign of a comment goes with it.
            if name_of(one) not in _MARKS and around is not None and all(name_of(other) == "w:rPr" for other in run):
                around.remove(run)
