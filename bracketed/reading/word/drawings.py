"""Pictures, shapes, diagrams, charts and embedded files: what they show besides text boxes, none of which is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from bracketed.reading.word.names import Element, local_name, name_of
from bracketed.reading.word.package import Package

DrawingKind: TypeAlias = Literal["picture", "file", "diagram", "chart", "shape", "alternative text", "unknown"]
_ALTERNATIVE = ("descr", "title", "alt")


# Something that is not read, and the words in it as far as they are known.
_Unread: TypeAlias = tuple[DrawingKind, str]


def shown_branch(element: Element) -> Element | None:
    """Return the form of `<mc:AlternateContent>` that a present-day Word shows."""
    forms = [one for one in element if name_of(one) in ("mc:Choice", "mc:Fallback")]
    return next((one for one in forms if len(one)), forms[0] if forms else None)


class Drawings:
    """Lists what one drawing after another shows besides text boxes; the words of each part only once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._listed: set[str] = set()

    def unread_in(self, drawing: Element) -> list[_Unread]:
        """Return what a drawing shows; alternative text only if it holds a bracket."""
        found = list(dict.fromkeys(self._unread(drawing)))
        # Of a file the picture is only how it looks.
        has_file = any(kind == "file" for kind, _ in found)
        return [one for one in found if not has_file or one[0] != "picture"]

    def _unread(self, element: Element) -> Iterator[_Unread]:
        for one in element:
            name = local_name(one)
            if name == "txbxContent":
                continue
            described = [one.get(key) or "" for key in _ALTERNATIVE]
            yield from (("alternative text", words) for words in described if "[" in words)
            # Words drawn as a shape are of interest, the shape itself is not.
            words = drawn_words(one)
            if words.strip():
                yield "shape", words
            elif name in ("pic", "imagedata"):
                yield "picture", ""
            elif name == "OLEObject":
                yield "file", ""
            elif name == "relIds":
                yield "diagram", self._words_of_part(one, "dm")
            elif name == "chart":
                yield "chart", self._words_of_part(one, "id")
            inner = shown_branch(one) if name == "AlternateContent" else one
            if inner is not None:
                yield from self._unread(inner)

    def _words_of_part(self, element: Element, link: str) -> str:
        """Return the words of the part to which an element refers, unless they have been listed before."""
        id_ = next((value for key, value in element.attrib.items() if key.endswith(f"}}{link}")), "")
        part = self._package.target(id_)
        if part is None or part in self._listed:
            return ""
        self._listed.add(part)
        root = self._package.tree(part)
        return "" if root is None else " ".join(words for one in root.iter() if (words := drawn_words(one).strip()))


def drawn_words(element: Element) -> str:
    """Return the words that an element of a drawing shows by itself: WordArt, or text drawn into a shape."""
    name = local_name(element)
    if name == "t" and "drawingml" in element.tag:
        return element.text or ""
    return (element.get("string") or "") if name == "textpath" else ""
