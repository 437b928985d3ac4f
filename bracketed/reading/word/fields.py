"""Fields, which Word computes, such as a date or a table of contents; shown is the result that it last saved."""

from __future__ import annotations

from bracketed.reading.word.names import Element, attribute


class Fields:
    """The fields that are open where a document has been read to.

    `hides` says whether text that stands there is an instruction, or the result of a field that is left out.
    """

    def __init__(self, root: Element) -> None:
        kinds = [attribute(one, "fldCharType") for one in root.iter("{*}fldChar")]
        # A field that never ends would hide the rest of the document.
        self._all_end = kinds.count("begin") == kinds.count("end")
        self._open: list[tuple[str, bool]] = []  # the instruction of each, and whether its result is shown here
        self._hiding = 0  # how many of them are not shown here
        self.hides = False

    def instruct(self, words: str) -> None:
        """Read words of an instruction."""
        if self._open:
            instruction, shows = self._open[-1]
            self._open[-1] = instruction + words, shows

    def sign(self, kind: str) -> bool:
        """Read the beginning, middle or end of a field; say whether a table of contents begins here."""
        is_contents = False
        if kind == "begin":
            self._open.append(("", False))
            self._hiding += 1
        elif kind in ("separate", "end") and self._open:
            instruction, shows = self._open.pop()
            self._hiding -= not shows
            if kind == "separate":
                is_contents = makes_contents(instruction)
                self._open.append((instruction, not is_contents))
                self._hiding += is_contents
        self.hides = self._all_end and self._hiding > 0
        return is_contents


def makes_contents(instruction: str) -> bool:
    """Say whether a field is a table of contents, which only repeats the headings.

    >>> makes_contents(' TOC \\\\o "1-3" '), makes_contents("PAGE")
    (True, False)
    """
    return instruction.split()[:1] == ["TOC"]
