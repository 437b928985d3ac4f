"""Writes what remains of a text word after word, line by line, and repairs what meets where something was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bracketed.variants.emphasis import unpaired
from bracketed.variants.hollow import kind_of_mark, written_line
from bracketed.variants.repairs import BLANKS, Repair, Seam, Sides, Writer

_EMPTY_LINE = re.compile(r"[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Joint:
    """Where words meet in the written text: at `place` in it, and in the source at `at`.

    `omitted` says that a whole bracket was left out there. `line` is a line that went with its words, as it stood
    then, or "".
    """

    at: int
    place: int
    omitted: bool
    line: str = ""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What some words read once repaired, and what is known of it.

    `places` tell for each piece where it stands in the source and in the passage.
    """

    text: str
    repairs: tuple[Repair, ...]
    places: tuple[tuple[int, int], ...]
    joints: tuple[Joint, ...]


class Layout:
    """Words written one after the other; at each seam, the words before and behind it are made to fit."""

    def __init__(self, writer: Writer, first: bool) -> None:
        """Begin an empty sheet; `first` says that the text begins on it."""
        self._writer = writer
        self._is_first = first
        # Words that no seam parts are written together.
        self._waiting: list[tuple[str, int]] = []
        self._whole_lines: list[str] = []
        # The line that is being written, and the one before it, which tells whether an empty line precedes.
        self._tail = ""
        self._length = 0
        self._places: list[tuple[int, int]] = []
        self._joints: list[Joint] = []
        self._repairs: list[Repair] = []
        self._seams: list[Seam] = []
        # How much of what was written last are blanks of the words that come next.
        self._blanks = 0
        self._omitted_in_line = False
        self._lost_in_line: frozenset[str] = frozenset()
        self._repairs_before_line = 0

    def words(self, text: str, start: int) -> None:
        """Write words that stand at `start` in the source."""
        self._waiting.append((text, start))

    def seam(self, seam: Seam) -> None:
        """Note that something was left out here."""
        self._write(last=False)
        # Of seams that tell the rules the same, the first will do, however many stand in a row.
        if not any(replace(seam, at=known.at) == known for known in self._seams):
            self._seams.append(seam)
        self._omitted_in_line = self._omitted_in_line or seam.omitted
        self._lost_in_line |= seam.lost

    def end(self) -> LaidOut:
        """Return what was written."""
        self._write(last=True)
        self._pair_signs(len(self._tail))
        text = "".join([*self._whole_lines, self._tail])
        return LaidOut(text, tuple(self._repairs), tuple(self._places), tuple(self._joints))

    def _begin_line(self) -> None:
        self._omitted_in_line = False
        self._lost_in_line = frozenset()
        self._repairs_before_line = len(self._repairs)

    def _write(self, last: bool) -> None:
        whole = "".join([text for text, _ in self._waiting])
        text = whole
        if self._seams and (whole or last):
            text = self._mend(whole, last)
        written = self._length + len(self._tail)
        if self._seams and (text.strip() or "\n" in text or last):
            # Blanks alone do not close a seam.
            omitted = [seam for seam in self._seams if seam.omitted]
            self._joints.append(Joint((omitted or self._seams)[0].at, written, bool(omitted)))
            self._seams = []
        # What was taken away stood in front.
        offset = len(text) - len(whole)
        first = max(written - self._blanks, self._places[-1][1] if self._places else 0)
        for piece, start in self._waiting:
            self._places.append((start, written + offset if offset > 0 else first))
            offset += len(piece)
        self._waiting = []
        self._blanks = 0
        self._tail += text
        if "\n" in text:
            self._end_line(len(self._tail) - len(text) + text.index("\n"))

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
        sides = Sides(line, text, self._seams, self._writer, last)
        for rule, before, after in sides.repair(line_ends):
            self._note(rule, before, after)
        self._rewrite(self._tail[:start] + sides.left + sides.gap)
        # Of two blanks that met, the first stays, but not behind words that were changed: one edit is less than two.
        stays = sides.left == line.rstrip(BLANKS) or not text.startswith((" ", "\t"))
        self._blanks = 0 if line.endswith((" ", "\t")) and stays else len(sides.gap)
        return sides.right

    def _is_left_out(self, line: str, text: str, last: bool) -> bool:
        """Say whether the line ends here, and nothing of its own is left on it."""
        end = text.find("\n")
        if not self._omitted_in_line or (end < 0 and not last):
            return False
        whole = line + (text if end < 0 else text[:end])
        if not self._writer.hollow.is_hollow(whole):
            return False
        if self._writer.hollow.is_label(whole) and self._goes_on(whole):
            return False
        return not (end >= 0 and leads_to_list(whole, text[end + 1 :]))

    def _goes_on(self, line: str) -> bool:
        """Say whether the provision of a line has words on the next one, or behind an empty one and further in.

        Pieces end where provisions do.
        """
        piece = next((piece for piece, _ in self._waiting if "\n" in piece), "\n")
        below = piece[piece.index("\n") + 1 :]
        found = written_line(below)
        return found is not None and (found[0] == 0 or kind_of_mark(found[1])[0] > kind_of_mark(line)[0])

    def _leave_out_line(self, line: str, text: str) -> str:
        """Take the line back that nothing stands on, with its end, and return the words behind."""
        end = text.find("\n")
        whole = line + (text if end < 0 else text[:end])
        tail = self._tail.removesuffix(line)
        rest = "" if end < 0 else text[end + 1 :]
        if end < 0:
            tail = tail.rstrip("\r\n")
        elif not tail and self._is_first:
            rest = rest.lstrip("\r\n")
        elif tail.endswith("\n") and tail[:-1].rstrip(" \t\r").endswith("\n"):
            # There was an empty line on both sides; one is enough.
            rest = _EMPTY_LINE.sub("", rest, count=1) if _EMPTY_LINE.match(rest) else rest
        del self._repairs[self._repairs_before_line :]
        if tail + rest != self._tail + text:
            self._note("empty line", whole.strip(), "")
        self._rewrite(tail)
        place = self._length + len(tail)
        while self._joints and self._joints[-1].place >= place and not self._joints[-1].line:
            self._joints.pop()
        self._joints.append(Joint(self._seams[0].at, place, True, whole.rstrip()))
        self._seams = []
        self._begin_line()
        return rest

    def _pair_signs(self, end: int) -> None:
        """Take signs of emphasis out of the current line, up to a place of the tail, that lost their partner."""
        if not self._lost_in_line:
            return
        start = self._tail.rfind("\n", 0, end) + 1
        line = self._tail[start:end]
        for first, behind in reversed(unpaired(line, self._lost_in_line)):
            blank = line[behind : behind + 1] in (" ", "\t") and line[first - 1 : first].strip() == ""
            self._take_out(start + first, start + behind + blank)
            at = self._joints[-1].at if self._joints else 0
            number, _ = self._writer.lines.place(at)
            self._repairs.append(Repair("empty emphasis", line[first:behind], "", number))

    def _take_out(self, start: int, end: int) -> None:
        """Take characters out of the tail."""
        self._tail = self._tail[:start] + self._tail[end:]
        self._move_up(self._length + start, end - start)

    def _rewrite(self, tail: str) -> None:
        """Change what was written last; what stood past its new end now stands there."""
        gone = len(self._tail) - len(tail)
        self._tail = tail
        self._move_up(self._length + len(tail), gone)

    def _move_up(self, start: int, gone: int) -> None:
        """Move what stands behind a place up by so many characters, at most to that place."""
        for number in range(len(self._places) - 1, -1, -1):
            at, place = self._places[number]
            if place <= start:
                break
            self._places[number] = at, max(start, place - gone)
        for number in range(len(self._joints) - 1, -1, -1):
            joint = self._joints[number]
            if joint.place <= start:
                break
            self._joints[number] = replace(joint, place=max(start, joint.place - gone))

    def _note(self, rule: str, before: str, after: str) -> None:
        line, _ = self._writer.lines.place(self._seams[0].at)
        self._repairs.append(Repair(rule, before, after, line))


def leads_to_list(line: str, below: str) -> bool:
    """Say whether a numbered line that ends in a colon has a list below: items of another sort, or further in.

    >>> [leads_to_list("5. :", below) for below in ("(a) pay;", "  1. pay;", "6. Parties pay.", "")]
    [True, True, False, False]
    """
    if not line.rstrip().endswith(":"):
        return False
    indent, sort = kind_of_mark(line)
    found = written_line(below)
    if not sort or found is None:
        return False
    further, other = kind_of_mark(found[1])
    return bool(other) and (other != sort or further > indent)
