"""Find remarks of delegations on lines of their own: `DE: scrutiny reservation`, and footnotes that take a position.

Each becomes a comment: of the provision that refers to it by a mark, or else of the one that it follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bracketed.draft.annotated_text import CommentRange
from bracketed.parsing.attributions import (
    begins_with_code,
    defines,
    leading_parties,
    members_of,
    parties_half_known,
    read_attribution,
    read_in_front,
)
from bracketed.parsing.blocks import Line
from bracketed.parsing.labels import find_label
from bracketed.parsing.notation import pattern
from bracketed.source import Span, blanked

# How far before a footnote its mark is looked for, and how many lines back a bracket that holds a line.
_FAR = 200_000
_BACK = 60
_CODE = re.compile(r"[A-Z]{1,4}[.\-]\d")
# What takes a position is near the beginning of a remark.
_HEAD = 300
# At so many places a row of names may end.
_ENDS = 6
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class _Remark:
    """A remark and its speakers; `shares` are further delegations that say the same, each with a comment of its own."""

    author: str
    words: Span
    mark: Span | None = None
    shares: tuple[tuple[str, str], ...] = ()


def cut_remarks(
    text: str, lines: Sequence[Line], comments: Sequence[CommentRange], notes: Mapping[int, int]
) -> tuple[list[CommentRange], list[Span]]:
    """Cut remarks out of the lines; return them with the comments that are known, and the marks that lead to them.

    `notes` says of notes, by where they begin, where their marks would be that the text does not show.
    """
    found: list[CommentRange] = []
    marks: list[Span] = []
    # A figure in a comment is no mark of a note.
    shown = blanked(text, sorted(comment.span for comment in comments))
    for number, line in enumerate(lines):
        match = pattern("REMARK_LINE").fullmatch(text, line.start, line.stop)
        remark = _remark(shown, match, notes.get(line.start)) if match else None
        if remark is None or _in_bracket(text, lines, number):
            continue
        end = line.stop
        for following in lines[number + 1 :]:
            # A sentence goes on where a line begins with a small letter.
            if not pattern("GOES_ON").match(text, following.start, following.stop):
                break
            end = following.stop
            following.stop = following.start
        found += _comments(text, remark, Span(line.start, end), lines)
        if remark.mark and remark.mark.start < remark.mark.end and not text.startswith("[^", remark.mark.start):
            # A mark of Markdown is none of the text in any case.
            start, end = remark.mark
            marks.append(Span(start - text.startswith(" ", start - 1), end))
        line.stop = line.start
    _end_before(marks, lines, text)
    return (_in_order([*comments, *found]) if found else list(comments)), marks


def _end_before(marks: Sequence[Span], lines: Sequence[Line], text: str) -> None:
    # A mark behind the last words of a line is none of them.
    starts = [line.start for line in lines]
    for mark in marks:
        line = lines[bisect_right(starts, mark.start) - 1]
        if not text[mark.end : line.stop].strip() and mark.start < line.stop:
            line.stop = mark.start


def _comments(text: str, remark: _Remark, span: Span, lines: Sequence[Line]) -> Iterator[CommentRange]:
    anchor = _anchor(text, remark.mark, lines) if remark.mark else None
    if not remark.shares:
        yield CommentRange(remark.author, span, Span(remark.words.start, span.end), anchor)
    # Several who say the same have a part of the line each.
    at = span.start
    for number, (typed, name) in enumerate(remark.shares, start=1):
        end = span.end if number == len(remark.shares) else text.index(typed, max(at, remark.words.end)) + len(typed)
        yield CommentRange(name, Span(at, end), remark.words, anchor)
        at = end


def _anchor(text: str, mark: Span, lines: Sequence[Line]) -> Span:
    # A mark behind a bracket is about the bracket; any other about the paragraph, at whose end it is taken to be.
    opened = _opening(text, mark.start - 1) if text[mark.start - 1 : mark.start] == "]" else -1
    if opened >= 0:
        return Span(opened, mark.start)
    end = mark.end
    for line in lines:
        if line.start > mark.end and (
            # Where the file says where the mark is, each line is a paragraph.
            mark.start == mark.end or line.stop == line.start or find_label(text, line.start, line.stop)
        ):
            break
        if line.stop > end:
            end = line.stop
    return Span(end, end)


def _opening(text: str, at: int) -> int:
    # The sign that the bracket which ends here opens with, or -1.
    depth = 0
    while at >= 0 and text[at] != "\n":
        depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            return at
        at -= 1
    return -1


def _in_order(ranges: Sequence[CommentRange]) -> list[CommentRange]:
    # A comment is answered by its number, which changes with the order.
    order = sorted(range(len(ranges)), key=lambda at: ranges[at].span.start)
    number = {before: now for now, before in enumerate(order, start=1)}
    parents = (one.parent and number[one.parent - 1] for one in (ranges[at] for at in order))
    return [replace(ranges[at], parent=parent) for at, parent in zip(order, parents, strict=True)]


def _remark(text: str, line: re.Match[str], known_mark: int | None) -> _Remark | None:
    number = line["mark"] or line["joined"] or line["named"] or line["enclosed"]
    # "(a)" and "1." are labels of paragraphs far more often than signs of notes.
    label = number is not None and bool(
        line["dotted"] or (line["mark"] and number.isalpha() and number.isascii() and "/" not in line["bare"])
    )
    remark = _reservation(line) or _speech(line, note=number is not None and not label)
    if number is None:
        return remark
    # A figure in front of a line may be the number of a paragraph, unless the line can be no words of one.
    sure = remark is not None and not line["dotted"]
    sure = sure and bool(not line["bare"] or number[0] == "*" or pattern("RESERVES_WORD").search(line["words"]))
    if remark is None and not label and (author := _first_named(line["words"])):
        remark = _Remark(author, Span(*line.span("words")))
    if remark is None:
        return None
    if known_mark is not None:
        return replace(remark, mark=Span(known_mark, known_mark))
    if pattern("RESERVING_FOOTNOTE").fullmatch(line[0]) and not pattern("QUOTED").search(line["words"]):
        # It is read with the bracket or the paragraph that has its mark.
        return None
    mark = _mark(text, number, line.start(), markdown=line[0].lstrip().startswith("[^"))
    return replace(remark, mark=mark) if mark or sure else None


def _first_named(words: str) -> str:
    """Return whom a note names first that takes a stance: `“fees” was put in brackets at the request of Chad`."""
    if not pattern("NOTE_VERB").search(words):
        return ""
    for found in pattern("CAPITAL_WORD").finditer(words, 0, _HEAD):
        if end := leading_parties(words[found.start() :]):
            return words[found.start() : found.start() + end]
    return ""


def _reservation(line: re.Match[str]) -> _Remark | None:
    """Read `Scrutiny reservation on “x”: FR, IT.` and `General reservation by HU on Article 5.`."""
    place = pattern("PLACE_AHEAD").match(line["words"])
    found = pattern("RESERVATION_LINE").match(line["words"], place.end() if place else 0)
    named = _row(found["who"]) if found else ""
    if not found or not named:
        return None
    start = line.start("words")
    words = Span(start, line.end("words"))
    if found["on"] and not found["who"][len(named) :].strip(" .)"):
        members = members_of(named)
        names = _named(named)
        if len(members) == len(names) > 1:
            shares = tuple(zip(members, names, strict=True))
            return _Remark(named, Span(start, start + found.end("what")), shares=shares)
    if pattern("RESERVES_WORD").search(found["who"], len(named)):
        # "Reservation by DE: scrutiny reservation"
        words = Span(start + found.start("who"), words.end)
    return _Remark(named, words)


def _row(words: str) -> str:
    # The names that words begin with, up to where a row of names may end.
    for number, end in enumerate(pattern("END_OF_ROW").finditer(words)):
        head = words[: end.start()].strip()
        if number > _ENDS:
            break
        if head and _named(head):
            return head
    return ""


def _named(words: str) -> tuple[str, ...]:
    # A short code alone is a name in such a place, too: "Pending: EG".
    return parties_half_known(words)[0] or tuple(name for one in read_in_front(words) for name in one.parties)


def _speech(line: re.Match[str], *, note: bool) -> _Remark | None:
    """Read remarks that begin with names, and a colon or a verb behind them."""
    words = Span(*line.span("words"))
    place = pattern("PLACE_AHEAD").match(line["words"])
    said = line["words"][place.end() :] if place else line["words"]
    if _CODE.match(said):
        return None  # "G.7: …" is a label, although there is a G7
    before = pattern("BEFORE_NAMES").match(said)
    skipped = before.end() if before and (note or not before["waiting"]) else 0
    names = leading_parties(said[skipped:])
    names += skipped if names else 0
    head, colon, rest = said.partition(":")
    # Most lines with a colon name nobody: "A.2-c: Ports".
    listed = colon and len(head) <= 80 and (names or pattern("ROW_OF_NAMES").match(head))
    named = parties_half_known(head.strip())[0] if listed else ()
    if colon and names == len(head.rstrip()):
        named = named or (head,)
    takes_stance = bool(names) and _takes_stance(said, names)
    if note and (named or takes_stance):
        return _Remark((head if named else said[skipped:names]).strip(" :"), words)
    if note:
        read = read_attribution(said.rstrip(" ."))
        return _Remark(read[0].parties[0], words) if read else None
    if names and not colon and _reserves(said, names, skipped):
        # "AT cannot accept paragraph 4.", "The EU reserves its position on Article 3."
        return _Remark(said[skipped:names], words)
    if not named or not rest.strip() or pattern("EXERCISE_PARTY").match(head):
        return None
    # "EU: Will come back to this", but not "Japan: 20 per cent" and "WHO: World Health Organization" in a list.
    coded = head.strip().isupper() and pattern("SENTENCE").match(rest) and not defines(rest, len(rest), head.strip())
    return _Remark(head.strip(), words) if takes_stance or coded else None


def _takes_stance(said: str, names: int) -> bool:
    behalf = pattern("SPEAKS_FOR").match(said, names)
    group = leading_parties(said[behalf.end() :]) if behalf else 0
    at = behalf.end() + group if behalf and group else names
    return pattern("REMARK_VERB").match(said, at) is not None


def _reserves(said: str, names: int, skipped: int) -> bool:
    if begins_with_code(said[skipped:]) and _takes_stance(said, names):
        return True
    return pattern("RESERVING_VERB").match(said, names, _HEAD) is not None


def _mark(text: str, number: str, before: int, *, markdown: bool) -> Span | None:
    # "[dues]1", "act.1": the last place where the sign of the note is behind words.
    if markdown:
        at = text.rfind(f"[^{number}]", 0, before)
        return Span(at, at + len(number) + 3) if at >= 0 else None
    found = [_last(text, sign, before) for sign in _signs(number)]
    return max((mark for mark in found if mark), default=None, key=lambda mark: (mark.start, mark.end))


def _signs(number: str) -> tuple[str, ...]:
    plain = number.translate(_LOWERED)
    if plain.isalpha():
        return f"{plain}/", f"({plain}/)", f"({plain})"
    raised = (plain.translate(_RAISED),) if plain.isdigit() else ()
    return plain, *raised, f"[{plain}]", f"({plain})", f"[fn {plain}]", f"{plain}/", f"^{plain}", f"<sup>{plain}</sup>"


def _last(text: str, sign: str, before: int) -> Span | None:
    enclosed = sign[0] in "[(<" or sign[-1] == "/"
    at = text.rfind(sign, max(0, before - _FAR), before)
    while at >= 0:
        behind = at + len(sign)
        ahead = text[max(0, at - 4) : at].rstrip(" " if enclosed else "")
        raised = not sign[0].isascii() or sign[0] == "*"
        stands = not ahead[-1:].isspace() if raised else pattern("BEFORE_MARK").search(ahead)
        if ahead and stands and ((enclosed and sign[-1] != "/") or not pattern("NO_MARK").match(text, behind)):
            return Span(at, behind)
        at = text.rfind(sign, max(0, before - _FAR), at)
    return None


def _in_bracket(text: str, lines: Sequence[Line], number: int) -> bool:
    # Whether the line is part of a bracket that opens on a line before, in the same paragraph or one above.
    near = pattern("BLANK_LINE").split(text[lines[max(0, number - 4)].start : lines[number].start])[-1]
    if any(near.rfind(sign) > near.rfind(end) for sign, end in ("()", "{}")):
        # "(EU,\nChad: delete)"
        return True
    depth = 0
    for line in reversed(lines[max(0, number - _BACK) : number]):
        depth += text.count("[", line.start, line.stop) - text.count("]", line.start, line.stop)
        if depth > 0:
            return True
        if find_label(text, line.start, line.stop):
            return False
    return False
