"""Fields, which Word computes, such as a date or a table of contents; shown is the result that it last saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from bracketed.reading.word.names import Element, attribute


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction, and whether that has ended and its result begun."""

    instruction: str = ""
    shows: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that have begun where a document has been read to.

    Unless `all_end`, none of them hides words: one that never ends would hide the rest of the document.
    """

    all_end: bool = True
    _open: list[_Field] = field(default_factory=list)

    @classmethod
    def of(cls, root: Element) -> Fields:
        """Return the fields of a document of which nothing has been read."""
        kinds = [attribute(one, "fldCharType") for one in root.iter("{*}fldChar")]
        return cls(kinds.count("begin") == kinds.count("end"))

    @property
    def hide(self) -> bool:
        """Whether words that stand here are an instruction, or the result of a field that is left out."""
        return bool(self._open) and self.all_end and not all(one.shows for one in self._open)

    def instruct(self, words: str) -> None:
        """Read words of an instruction."""
        if self._open:
            self._open[-1].instruction += words

    def sign(self, kind: str) -> bool:
        """Read the beginning, middle or end of a field; say whether the table of contents begins here."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            contents = makes_contents(self._open[-1].instruction)
            self._open[-1].shows = not contents
            return contents
        elif kind == "end" and self._open:
            self._open.pop()
        return False


def makes_contents(instruction: str) -> bool:
    """Say whether a field is a table of contents, which only repeats the headings.

    >>> makes_contents(' TOC \\\\o "1-3" '), makes_contents("PAGE")
    (True, False)
    """
    return instruction.split()[:1] == ["TOC"]
