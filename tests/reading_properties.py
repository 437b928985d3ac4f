"""What holds of every draft, however it is written: tried on made-up drafts by tests and by the fuzzer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.packing import packed
from bracketed.draft.tree import Mark, Option, Text, brackets_in, leaves
from bracketed.errors import BracketedError


def nothing_is_lost(draft: Draft) -> None:
    assert draft.unparse() == draft.source
    at = 0
    for leaf in leaves(draft.content):
        assert leaf.span.start == at
        assert draft.source[slice(*leaf.span)] == leaf.text
        at = leaf.span.end
    assert at == len(draft.source)


def names_are_unique(draft: Draft) -> None:
    assert _twice(bracket.id for bracket in draft.brackets) == set()
    assert _twice(one.label for one in draft.provisions) == set()
    assert {bracket.provision for bracket in draft.brackets} <= {provision.label for provision in draft.provisions}


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


def provisions_stand_in_order(draft: Draft) -> None:
    for one, two in pairwise(draft.provisions):
        assert one.span.end <= two.span.start
    for provision in draft.provisions:
        assert provision.span.start <= provision.body.start <= provision.body.end <= provision.span.end


def every_sign_is_accounted_for(draft: Draft) -> None:
    """Each square bracket is a mark of a bracket; or stray, or in words or a note, and then there is a finding."""
    strays = {(one.line, one.column) for one in draft.diagnostics if one.code == "unmatched-bracket"}
    told = _told(draft)
    marks = {part.span.start for bracket in draft.brackets for part in bracket.parts if isinstance(part, Mark)}
    untold = []
    for leaf in leaves(draft.content):
        if isinstance(leaf, Mark) and leaf.kind != "stray" and leaf.span.start in marks:
            continue
        for at, sign in enumerate(leaf.text, leaf.span.start):
            if sign not in "[]":
                continue
            if leaf.text == "]" and not isinstance(leaf, Text) and leaf.kind == "note":
                # It closes the bracket round an option's name and words: "[Option 1: …]".
                there = True
            elif isinstance(leaf, Text) or leaf.kind == "note":
                there = any(at in stretch for stretch in told)
            elif leaf.kind == "stray":
                there = draft.lines.place(at) in strays
            else:
                there = True
            if not there:
                untold.append((draft.lines.place(at), leaf))
    assert untold == []


# What follows the quotation in findings that quote brackets which are no choice; names are quoted without theirs.
_NAMES = "attribution-not-read"
_READ_AS = {"not-a-choice": "” is read as", "position-not-read": "” looks like", _NAMES: "” looks as if"}


def _told(draft: Draft) -> list[range]:
    """Return the stretches that are said to be no choice; each is quoted with single spaces."""
    starts = [0]
    for line in draft.source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for one in draft.diagnostics:
        if one.code not in _READ_AS:
            continue
        at = end = starts[one.line - 1] + one.column - 1
        quoted = "".join(one.message[1 : one.message.rindex(_READ_AS[one.code])].split())
        while quoted:
            # Brackets that only look like square ones are quoted as square ones.
            assert draft.source[end].isspace() or quoted[0] in (draft.source[end], "[", "]")
            quoted = quoted[not draft.source[end].isspace() :]
            end += 1
        is_inside = one.code == _NAMES and draft.source[at - 1 : at] in (*"[［【〔⟦",)
        found.append(range(at - 1, end + 1) if is_inside else range(at, end))
    return found


def findings_have_places(draft: Draft) -> None:
    """Each finding has a line and a column that there are, and a provision that there is or none."""
    lines = draft.source.split("\n")
    labels = {"", *(provision.label for provision in draft.provisions)}
    for one in draft.diagnostics:
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        assert one.provision in labels, one
        assert one.message, one


def options_go_by_letters(draft: Draft) -> None:
    for bracket in draft.brackets:
        lettered = [part.letter for part in bracket.parts if isinstance(part, Option)]
        # Behind the 26th they go on with two letters.
        assert lettered[:26] == [chr(ord("a") + number) for number in range(len(lettered))][:26]
        assert len(set(lettered)) == len(lettered)
        assert lettered
        if bracket.kind == "alternatives":
            assert len(lettered) > 1
        if bracket.kind == "optional":
            assert bracket.letters == ("a", "omit")
        outer = draft.bracket(bracket.parent[0]) if bracket.parent else None
        assert bracket.is_choice == (bracket.kind != "placeholder" and (outer is None or outer.is_choice))
        for option in (part for part in bracket.parts if isinstance(part, Option)):
            for inner in brackets_in(option.content):
                if inner.depth == bracket.depth + 1:
                    assert inner.parent == (bracket.id, option.letter)


def the_outline_holds_every_bracket_once(draft: Draft) -> None:
    assert sum(node.brackets for node in draft.outline.nodes) == sum(bracket.is_choice for bracket in draft.brackets)
    for one, two in pairwise(draft.outline.nodes):
        assert one.span.end <= two.span.start
    for node in draft.outline:
        assert sum(child.brackets for child in node.children) <= node.brackets
        assert sum(child.words for child in node.children) <= node.words
        assert 0 <= node.contested <= node.words
        for child in node.children:
            assert node.span.start <= child.span.start
            assert child.span.end <= node.span.end


def nothing_is_misunderstood(draft: Draft) -> None:
    """The grammar reads all that the steps before it decide."""
    assert "not-understood" not in [one.code for one in draft.diagnostics]


def reading_twice_gives_the_same(draft: Draft) -> None:
    again = bt.parse(draft.source)
    assert packed(again.content, again.source) == packed(draft.content, draft.source)
    assert (again.provisions, again.comments) == (draft.provisions, draft.comments)
    assert (again.diagnostics, again.sections) == (draft.diagnostics, draft.sections)


def line_ends_make_no_difference(draft: Draft) -> None:
    lines = draft.source.replace("\r", "")
    files = (lines.replace("\n", end).encode("utf-8", "replace") for end in ("\n", "\r\n"))
    assert len({_read_and_packed(data) for data in files}) == 1


def ends_of_lines_are_no_words(draft: Draft) -> None:
    """Blanks at the ends of lines, a carriage return among them, and a last line feed are not seen, and not read."""
    lines = draft.source.replace("\r", "")
    bare = "\n".join(line.rstrip(" \t") for line in lines.split("\n"))
    assert {_what_is_seen(bare.replace("\n", end) + last) for end in ("\n", "\r\n", " \n") for last in ("", "\n")} == {
        _what_is_seen(lines)
    }


def _what_is_seen(text: str) -> str:
    try:
        draft = bt.parse(text)
    except BracketedError as error:
        return type(error).__name__
    return repr((
        [(one.id, one.kind, [(option.letter, option.text.split()) for option in one.options])
         for one in draft.brackets],
        [(one.label, one.status, text[slice(*one.body)].split()) for one in draft.provisions],
        [(one.author, one.text.split(), one.provision) for one in draft.comments],
        [(one.code, one.line, one.provision) for one in draft.diagnostics],
    ))  # fmt: skip


def _read_and_packed(data: bytes) -> str:
    try:
        draft = bt.read(data, format="txt")
    except BracketedError as error:
        return str(error)
    return repr((draft.source, packed(draft.content, draft.source), draft.provisions, draft.diagnostics))


PROPERTIES: list[Callable[[Draft], None]] = [
    nothing_is_lost,
    names_are_unique,
    provisions_stand_in_order,
    every_sign_is_accounted_for,
    findings_have_places,
    options_go_by_letters,
    the_outline_holds_every_bracket_once,
    nothing_is_misunderstood,
    reading_twice_gives_the_same,
    line_ends_make_no_difference,
    ends_of_lines_are_no_words,
]
