"""Writes what remains of a text word after word, line by line, and repairs what meets where something was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bracketed.variants.list_items import first_line, item_style, leads_to_list
from bracketed.variants.repairs import BLANKS, DraftStyle, Repair, Seam, SeamRepair, Words
from bracketed.variants.word_rules import unpaired

# More than any rule takes off the end of a line or puts there.
_REACH = 40
_EMPTY_LINE = re.compile(r"[ \t]*\r?\n")


@dataclass(slots=True)
class TextPlace:
    """A place in the source, `at`, and where it is in the written text, `place`."""

    at: int
    place: int


@dataclass(slots=True)
class Junction(TextPlace):
    """Where words meet in the written text that did not in the source.

    `omitted` says that a whole bracket was left out there. `line` is a line that went with its words, as it was then,
    or "".
    """

    omitted: bool
    line: str = ""


@dataclass(slots=True)
class Kept(TextPlace):
    """So many characters of the source that were written as they are there."""

    length: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What some words read once repaired, the repairs, where each piece of the source is in it, and the junctions.

    What is in none of the stretches that were `kept` is new.
    """

    text: str
    repairs: tuple[Repair, ...]
    places: tuple[TextPlace, ...]
    junctions: tuple[Junction, ...]
    kept: tuple[Kept, ...]


class PassageWriter:
    """Writes words one after the other; at each seam, the words before and behind it are made to fit."""

    def __init__(self, style: DraftStyle, first: bool) -> None:
        """Begin a passage; if it is the `first`, the text begins with it."""
        self._style = style
        self._is_first = first
        # Words that no seam parts are written together.
        self._waiting: list[Words] = []
        self._whole_lines: list[str] = []
        # The line that is being written, and the one before it, which shows whether an empty line precedes.
        self._tail = ""
        self._length = 0
        self._places: list[TextPlace] = []
        self._kept: list[Kept] = []
        self._junctions: list[Junction] = []
        self._repairs: list[Repair] = []
        self._seams: list[Seam] = []
        # How much of what was written last are blanks of the words that come next.
        self._blanks = 0
        self._omitted_in_line = False
        self._lost_in_line: frozenset[str] = frozenset()
        self._repairs_before_line = 0

    def write(self, items: Iterable[Words | Seam]) -> Passage:
        """Write words, and repair what meets at the seams between them."""
        for item in items:
            if isinstance(item, Words):
                self._waiting.append(item)
                continue
            self._write(last=False)
            # Of seams that are the same to the rules the first will do, however many brackets in a row are left out.
            if not any(replace(item, at=other.at) == other for other in self._seams):
                self._seams.append(item)
            self._omitted_in_line = self._omitted_in_line or item.omitted
            self._lost_in_line |= item.lost
        self._write(last=True)
        self._pair_signs(len(self._tail))
        text = "".join([*self._whole_lines, self._tail])
        return Passage(text, tuple(self._repairs), tuple(self._places), tuple(self._junctions), tuple(self._kept))

    def _begin_line(self) -> None:
        self._omitted_in_line = False
        self._lost_in_line = frozenset()
        self._repairs_before_line = len(self._repairs)

    def _write(self, last: bool) -> None:
        whole = "".join([words.text for words in self._waiting])
        text = whole
        if self._seams and (whole or last):
            text = self._mend(whole, last)
        written = self._length + len(self._tail)
        if self._seams and (text.strip() or "\n" in text or last):
            # Blanks alone do not close a seam.
            omitted = [seam for seam in self._seams if seam.omitted]
            self._junctions.append(Junction((omitted or self._seams)[0].at, written, bool(omitted)))
            self._seams = []
        # What was taken away was in front.
        offset = len(text) - len(whole)
        first = max(written - self._blanks, self._places[-1].place if self._places else 0)
        own = self._blanks_behind(whole[: len(whole) - len(text)])
        for words in self._waiting:
            self._places.append(TextPlace(words.start, written + offset if offset > 0 else first))
            cut = max(0, -own - offset)
            if not words.new and cut < len(words.text):
                self._kept.append(Kept(words.start + cut, written + offset + cut, len(words.text) - cut))
            offset += len(words.text)
        self._waiting = []
        self._blanks = 0
        self._tail += text
        if "\n" in text:
            self._end_line(len(self._tail) - len(text) + text.index("\n"))

    def _blanks_behind(self, dropped: str) -> int:
        """Return how many of the blanks written last are in the source behind the seam, where these words did."""
        return self._blanks if self._blanks and dropped.endswith(self._tail[-self._blanks :]) else 0

    def _end_line(self, end: int) -> None:
        """Complete the line that ends at a place of the tail; those behind it have no seams."""
        self._pair_signs(end)
        self._begin_line()
        before = self._tail.rfind("\n", 0, self._tail.rfind("\n"))
        if before > 0:
            self._whole_lines.append(self._tail[:before])
            self._length += before
            self._tail = self._tail[before:]

    def _mend(self, text: str, last: bool) -> str:
        """Make the words before the open seams and those behind them fit, and return those behind."""
        start = self._tail.rfind("\n") + 1
        line = self._tail[start:]
        if self._is_left_out(line, text, last):
            return self._leave_out_line(line, text)
        line_ends = text.lstrip(BLANKS)[:1] in ("\n", "\r") or (last and not text.strip())
        seam = SeamRepair(line, text, self._seams, self._style, line_ends, last)
        for repair in seam.repair():
            self._note(*repair)
        self._rewrite(self._tail[:start] + seam.left + seam.gap)
        # Of two blanks that met, the first stays, but not behind words that were changed: one edit is less than two.
        stays = seam.left == line.rstrip(BLANKS) or not text.startswith((" ", "\t"))
        self._blanks = 0 if line.endswith((" ", "\t")) and stays else len(seam.gap)
        self._drop_kept(self._length + start + _shared(line, seam.left if self._blanks else seam.left + seam.gap))
        return seam.right

    def _is_left_out(self, line: str, text: str, last: bool) -> bool:
        """Return whether the line ends here, and nothing of its own is left on it."""
        own, end, below = text.partition("\n")
        if not self._omitted_in_line or not (end or last):
            return False
        whole = line + own
        if not self._style.labels.is_bare(whole) or (self._style.labels.is_label(whole) and self._goes_on(whole)):
            return False
        return not (end and leads_to_list(whole, below))

    def _goes_on(self, line: str) -> bool:
        """Return whether the provision of a line has words on the next one, or behind an empty one and further in."""
        # Pieces end where provisions do.
        piece = next((words.text for words in self._waiting if "\n" in words.text), "\n")
        below = first_line(piece.partition("\n")[2])
        return below is not None and (below[0] == 0 or item_style(below[1])[0] > item_style(line)[0])

    def _leave_out_line(self, line: str, text: str) -> str:
        """Take the line back that has no words left, with its end, and return the words behind."""
        own, end, rest = text.partition("\n")
        whole = line + own
        tail = self._tail.removesuffix(line)
        if not end:
            # The last line is left out, and the empty lines in front of it would end the text.
            tail = tail.rstrip("\r\n")
        elif not tail and self._is_first:
            # The first line of the text is left out, and no empty line is to begin it instead.
            rest = rest.lstrip("\r\n")
        elif tail.endswith("\n") and tail[:-1].rstrip(" \t\r").endswith("\n") and (empty := _EMPTY_LINE.match(rest)):
            # There was an empty line on both sides; one is enough.
            rest = rest[empty.end() :]
        # What was repaired on the line is not to be seen any more.
        del self._repairs[self._repairs_before_line :]
        if tail + rest != self._tail + text:
            self._note("empty line", whole.strip(), "")
        self._rewrite(tail)
        self._drop_kept(self._length + len(tail))
        # Words of the line that met earlier are gone; a line that went before it is still to be checked.
        place = self._length + len(tail)
        while self._junctions and self._junctions[-1].place >= place and not self._junctions[-1].line:
            self._junctions.pop()
        self._junctions.append(Junction(self._seams[0].at, place, True, whole.rstrip()))
        self._seams = []
        self._begin_line()
        return rest

    def _pair_signs(self, end: int) -> None:
        """Take signs of emphasis out of the current line, up to a place of the tail, that lost their partner."""
        if not self._lost_in_line:
            return
        start = self._tail.rfind("\n", 0, end) + 1
        line = self._tail[start:end]
        # From the end on, so that the places of those in front stay right.
        for first, behind in reversed(unpaired(line, self._lost_in_line)):
            # Of two blanks around a sign one goes with it.
            blank = line[behind : behind + 1] in (" ", "\t") and line[first - 1 : first].strip() == ""
            self._rewrite(self._tail[: start + first] + self._tail[start + behind + blank :], start + first)
            self._drop_kept(self._length + start + first, self._length + start + behind + blank)
            at = self._junctions[-1].at if self._junctions else 0
            self._repairs.append(Repair("empty emphasis", line[first:behind], "", self._style.lines.place(at)[0]))

    def _rewrite(self, tail: str, start: int | None = None) -> None:
        """Change what was written last; what was behind `start` in it, or is past its new end, moves up."""
        start = self._length + (len(tail) if start is None else start)
        gone = len(self._tail) - len(tail)
        self._tail = tail
        every: tuple[Sequence[TextPlace], ...] = (self._places, self._junctions)
        for places in every:
            # They are in order, so that only the last of them can have moved.
            for place in reversed(places):
                if place.place <= start:
                    break
                place.place = max(start, place.place - gone)

    def _drop_kept(self, start: int, end: int | None = None) -> None:
        """Note that what was written from one place to another, or to the end, was taken back."""
        behind: list[Kept] = []
        while self._kept and (last := self._kept[-1]).place + last.length > start:
            self._kept.pop()
            if end is not None and last.place + last.length > end:
                cut = max(0, end - last.place)
                behind.append(Kept(last.at + cut, max(last.place, end) - (end - start), last.length - cut))
            if last.place < start:
                self._kept.append(Kept(last.at, last.place, start - last.place))
                break
        self._kept += reversed(behind)

    def _note(self, rule: str, before: str, after: str) -> None:
        line, _ = self._style.lines.place(self._seams[0].at)
        self._repairs.append(Repair(rule, before, after, line))


def _shared(line: str, written: str) -> int:
    """Return how far a line is as it was written before, which rules change at its end alone."""
    least = min(len(line), len(written))
    near = max(0, least - _REACH)
    start = near if line[:near] == written[:near] else 0
    return next((at for at in range(start, least) if line[at] != written[at]), least)
