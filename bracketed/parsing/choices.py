"""From the bracketed stretches of a text to choices that have no names yet.

`Builder` has one method for each rule of `grammar/draft.lark`, called from the leaves upwards over the parser's tree.
Runs of plain brackets, as most are, come to the same choices without the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from bracketed.draft.tree import Mark, MarkKind, Text
from bracketed.parsing.adjacency import all_alike
from bracketed.parsing.ambiguities import Doubts
from bracketed.parsing.annotations import Aside
from bracketed.parsing.conventions import NO_TEXT, PLACEHOLDER, Conventions
from bracketed.parsing.grammars import load_grammar
from bracketed.parsing.masks import ALT, GAP
from bracketed.parsing.raw import RawBracket, RawChoice, RawOption, RawPiece, merged, span_of, trim_at_separators
from bracketed.parsing.regions import Stretch
from bracketed.source import Span

if TYPE_CHECKING:
    from lark import Token


class Builder:
    """Builds choices out of the stretches that the parser has read."""

    def __init__(self, source: str, asides: Sequence[Aside], conventions: Conventions, doubts: Doubts) -> None:
        self._source = source
        self._asides = {aside.span.start: aside for aside in asides}
        self._conventions = conventions
        self._doubts = doubts
        # Where each stretch begins in the text that the parser sees, and how far that is from its place in the source.
        self._begins: list[int] = []
        self._shifts: list[int] = []

    def place(self, stretches: Sequence[Stretch]) -> None:
        """Learn which stretches the parser is about to see, one after the other."""
        self._begins.clear()
        self._shifts.clear()
        at = 0
        for stretch in stretches:
            at += len(ALT) if stretch.alt else 0
            self._begins.append(at)
            self._shifts.append(stretch.span.start - at)
            at += stretch.span.end - stretch.span.start + len(GAP)

    def plain_bracket(self, span: Span, slashes: Iterable[int]) -> RawBracket:
        """Build a bracket that holds words and slashes only, as the grammar would."""
        source = self._source
        steps: list[Mark | list[RawPiece]] = []
        at = span.start + 1
        for end in (*slashes, span.end - 1):
            if steps:
                steps.append(Mark("separator", source[at - 1 : at], Span(at - 1, at)))
            steps.append([Text(source[at:end], Span(at, end))] if at < end else [])
            at = end + 1
        opening, closing = Span(span.start, span.start + 1), Span(span.end - 1, span.end)
        first, last = Mark("open", source[slice(*opening)], opening), Mark("close", source[slice(*closing)], closing)
        return RawBracket([first, *self._options(steps), last], span)

    def plain_joint(self, span: Span) -> Mark:
        """Build what stands between two such brackets."""
        return Mark("separator", self._source[slice(*span)], span)

    # One method for each rule of the grammar.

    def start(self, children: list[list[RawPiece]]) -> list[list[RawPiece]]:
        return children

    def words(self, tokens: list[Token]) -> list[RawPiece]:
        return [leaf for token in tokens for leaf in self._leaf(token)]

    def behind(self, tokens: list[Token]) -> list[Mark]:
        return self._marks(self._span(tokens[0]))

    def content(self, children: list[list[RawPiece]]) -> list[RawPiece]:
        return [piece for child in children for piece in child]

    def label(self, tokens: list[Token]) -> Mark:
        return self._mark("label", tokens[0])

    def separator(self, tokens: list[Token]) -> Mark:
        return self._mark("separator", tokens[0])

    joint = separator
    alt = label

    def bracket(self, children: list[Token | Mark | list[RawPiece]]) -> RawBracket:
        opening, closing = children[0], children[-1]
        assert not isinstance(opening, (Mark, list))
        assert not isinstance(closing, (Mark, list))
        inner = self._options(self._nest([child for child in children[1:-1] if isinstance(child, (Mark, list))]))
        first, last = self._mark("open", opening), self._mark("close", closing)
        return RawBracket([first, *inner, last], Span(first.span.start, last.span.end))

    passage = alt_passage = content
    plain = alt_plain = words

    def option_run(self, children: list[Mark | list[RawPiece]]) -> list[RawPiece]:
        steps: list[Mark | list[RawPiece]] = []
        for number, child in enumerate(children):
            steps.append(child)
            if isinstance(child, list) and number + 1 < len(children):
                steps += _cut_or(child)
        parts = self._options(self._nest(steps))
        return [self._choice(parts, span_of(parts))]

    def alt_run(self, children: list[Mark | list[RawPiece]]) -> list[RawPiece]:
        parts = self._options(children)
        return [self._choice(parts, span_of(parts))]

    def run(self, children: list[RawBracket | Mark | list[Mark]]) -> list[RawPiece]:
        """Divide brackets in a row into choices: a bracket joins the one before it, or begins a choice of its own."""
        first = children[0]
        assert isinstance(first, RawBracket)
        pieces: list[RawPiece] = []
        group: list[RawBracket | Mark] = [first]
        last = first
        joint: Mark | None = None
        for child in children[1:]:
            if isinstance(child, list):
                last.take_in(child)
                continue
            if isinstance(child, Mark):
                joint = child
                continue
            opens_with_or = child.opens_with_or
            if opens_with_or:
                child.drop_empty_opening()
            if opens_with_or or self._joins(group, joint, child):
                group += [child] if joint is None else [joint, child]
            else:
                pieces.append(self._chosen(group))
                if joint is not None:
                    # The brackets are separate, so the space between them is text.
                    pieces.append(Text(joint.text, joint.span))
                group = [child]
            last = child
            joint = None
        return [*pieces, self._chosen(group)]

    # What the rules have in common.

    def _offset(self, position: int) -> int:
        return position + self._shifts[bisect_right(self._begins, position) - 1]

    def _span(self, token: Token) -> Span:
        assert token.start_pos is not None
        start = self._offset(token.start_pos)
        return Span(start, start + len(token))

    def _mark(self, kind: MarkKind, token: Token) -> Mark:
        span = self._span(token)
        return Mark(kind, self._source[span.start : span.end], span)

    def _leaf(self, token: Token) -> list[RawPiece]:
        if token.type == "COMMENT":
            return [self._mark("comment", token)]
        if token.type == "STRAY":
            return [self._mark("stray", token)]
        span = self._span(token)
        if token.type == "ASIDE":
            return [*self._marks(span)]
        return [Text(self._source[span.start : span.end], span)]

    def _marks(self, span: Span) -> list[Mark]:
        """Return the asides, one behind the other, that fill a span."""
        marks: list[Mark] = []
        at = span.start
        while at < span.end:
            aside = self._asides[at]
            marks.append(Mark(aside.kind, self._source[at : aside.span.end], aside.span))
            at = aside.span.end
        return marks

    def _options(self, children: Sequence[Mark | list[RawPiece]]) -> list[Mark | RawOption]:
        """Turn labels, separators and contents into marks and options."""
        parts: list[Mark | RawOption] = []
        label = ""
        for number, child in enumerate(children):
            if isinstance(child, Mark):
                parts.append(child)
                if child.kind == "label":
                    label = child.text.strip().rstrip(":").strip()
                continue
            following = children[number + 1] if number + 1 < len(children) else None
            opens_next = isinstance(following, Mark) and following.kind == "label"
            if opens_next and number and not self._words(child):
                # Only a comment stands between "OR" and the label of the option that it opens.
                parts.extend(
                    Mark("comment", piece.text, piece.span) for piece in child if not isinstance(piece, RawChoice)
                )
                continue
            parts.append(RawOption(child, label))
            label = ""
        return trim_at_separators(parts)

    def _nest(self, steps: list[Mark | list[RawPiece]]) -> list[Mark | list[RawPiece]]:
        """Put the sub-options of an option, 1.1 and 1.2 behind 1, into it as a choice of its own."""
        nested: list[Mark | list[RawPiece]] = []
        above = ""
        at = 0
        while at < len(steps):
            stop = at
            option = nested[-1] if nested else None
            if above and isinstance(option, list) and _is_below(steps[at], above):
                while stop < len(steps) and (not _number_of(steps[stop]) or _is_below(steps[stop], above)):
                    stop += 1
            inner = steps[at:stop]
            if sum(bool(_number_of(step)) for step in inner) > 1 and isinstance(option, list):
                parts = self._options(self._nest(inner))
                option.append(self._choice(parts, span_of(parts)))
                at = stop
                continue
            above = _number_of(steps[at]) or above
            nested.append(steps[at])
            at += 1
        return nested

    def _words(self, content: Sequence[RawPiece]) -> str:
        """Return the words of a content as they stand, comments left out."""
        words = []
        for piece in content:
            if isinstance(piece, RawChoice):
                words.append(self._source[piece.span.start : piece.span.end])
            elif isinstance(piece, Text):
                words.append(piece.text)
        return "".join(words).strip()

    def _choice(self, parts: list[Mark | RawOption], span: Span) -> RawChoice:
        """Decide what kind of choice the parts are."""
        options = [part for part in parts if isinstance(part, RawOption)]
        if len(options) == 1:
            if self._is_placeholder(options[0]):
                return RawChoice("placeholder", parts, False, span)
            self._doubts.report_optional(options[0].content, self._words(options[0].content), span.start)
            return RawChoice("optional", parts, True, span)
        settled: list[Mark | RawOption] = []
        offers_omit = False
        for part in parts:
            words = self._words(part.content) if isinstance(part, RawOption) else ""
            if isinstance(part, RawOption) and (not words or NO_TEXT.fullmatch(words)):
                offers_omit = True
                for piece in part.content:
                    kind: MarkKind = "comment" if isinstance(piece, Mark) else "label"
                    settled.append(Mark(kind, self._source[slice(*piece.span)], piece.span))
            else:
                settled.append(part)
        lettered = [part for part in settled if isinstance(part, RawOption)]
        if all(PLACEHOLDER.fullmatch(self._words(option.content)) for option in lettered):
            return RawChoice("placeholder", parts, False, span)
        self._doubts.report_separators(settled, (self._words(option.content) for option in lettered), span.start)
        return RawChoice("alternatives" if len(lettered) > 1 else "optional", settled, offers_omit, span)

    def _is_placeholder(self, option: RawOption) -> bool:
        nested = any(isinstance(piece, RawChoice) for piece in option.content)
        words = self._words(option.content)
        return not nested and bool(PLACEHOLDER.fullmatch(words) or NO_TEXT.fullmatch(words))

    def _joins(self, group: Sequence[RawBracket | Mark], joint: Mark | None, bracket: RawBracket) -> bool:
        """Decide whether a bracket is an alternative to the ones before it."""
        # The first of a long row and the last few show what the row is.
        shown = group if len(group) <= 12 else [group[0], *group[-11:]]
        before = [child for child in shown if isinstance(child, RawBracket)]
        if all(len(one.options) == 1 and self._is_placeholder(one.options[0]) for one in (before[-1], bracket)):
            return False
        if joint is not None and joint.text.strip():
            return True
        if any(isinstance(part, Mark) and part.kind == "label" for part in bracket.parts):
            return True
        if joint is not None and "\n" in joint.text:
            # Only a bracket that holds an "alt" paragraph is looked for on the next line.
            return True
        if any(len(one.options) > 1 for one in (*before, bracket)):
            return False
        # "Part[y][ies] [and others]": the bracket behind the space is of another row.
        spaces = {child.text.isspace() for child in shown if isinstance(child, Mark)}
        if len(before) > 1 and (joint is not None) != bool(spaces):
            return False
        if self._conventions.adjacent != "auto":
            return self._conventions.adjacent == "alternatives"
        words = [self._words(one.options[0].content) for one in (*before, bracket)]
        alike, sure = all_alike(words)
        if not sure:
            self._doubts.report_adjacent(words[-2], words[-1], alike, before[-1].span.start)
        return alike

    def _chosen(self, group: Sequence[RawBracket | Mark]) -> RawChoice:
        first = group[0]
        if len(group) == 1 and isinstance(first, RawBracket):
            return self._choice(first.parts, first.span)
        return self._joined(group)

    def _joined(self, children: Sequence[RawBracket | Mark]) -> RawChoice:
        """Make one choice of several brackets: the marks between two options become one separator."""
        parts: list[Mark | RawOption] = []
        for child in children:
            parts.extend([child] if isinstance(child, Mark) else child.parts)
        return self._choice(merged(parts), span_of(parts))


_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[A-Z])(?=\W*$|\s*[(–—:-])")


def _number_of(step: Mark | list[RawPiece]) -> str:
    """Return the number in an option's label: 1.2 in "Option 1.2:"."""
    found = _NUMBER.search(step.text) if isinstance(step, Mark) and step.kind == "label" else None
    return found[0] if found else ""


def _is_below(step: Mark | list[RawPiece], above: str) -> bool:
    return _number_of(step).startswith(f"{above}.")


def _cut_or(passage: list[RawPiece]) -> list[Mark]:
    """Take an OR that stands alone at the end of a passage off it, and return it as a separator."""
    last = len(passage)
    while last and isinstance(passage[last - 1], Text) and not passage[last - 1].text.strip():  # type: ignore[union-attr]
        last -= 1
    word = passage[last - 1] if last else None
    if not isinstance(word, Text) or word.text.strip() not in ("OR", "or", "Or"):
        return []
    marks = [Mark("separator", piece.text, piece.span) for piece in passage[last - 1 :] if isinstance(piece, Text)]
    del passage[last - 1 :]
    return marks


# A bracket with words and slashes only, as most are, and what may stand between two of them. A run of such brackets is
# built without the parser, which takes many times as long.
_PLAIN_BRACKET = re.compile(
    r"\[(?!\s*(?:Option|Alt|Variant))(?:[^\[\]OI\n\uE000\uE002-\uE009]++|O(?!R(?!\w))|I(?!NSTEAD OF))*+\]"
)
_PLAIN_JOINT = re.compile(r"(?:[ \t]+|,?\s*(?:OR|or|/)\s*)(?=\[)")
# So many stretches go to the parser together: enough to make its start cheap, and few enough to be forgotten soon.
_TOGETHER = 200


def parse_stretches(masked: str, stretches: Sequence[Stretch], builder: Builder) -> list[list[RawPiece]]:
    """Parse the bracketed stretches of a masked text; return the pieces of each."""
    made = [None if stretch.alt else _plain_run(masked, stretch.span, builder) for stretch in stretches]
    others = [stretch for stretch, pieces in zip(stretches, made, strict=True) if pieces is None]
    parsed = (
        pieces
        for at in range(0, len(others), _TOGETHER)
        for pieces in _parse(masked, others[at : at + _TOGETHER], builder)
    )
    return [next(parsed) if pieces is None else pieces for pieces in made]


def _plain_run(masked: str, span: Span, builder: Builder) -> list[RawPiece] | None:
    """Return the pieces of a run of plain brackets, or None if it needs the parser."""
    run: list[RawBracket | Mark | list[Mark]] = []
    at, end = span
    while True:
        bracket = _PLAIN_BRACKET.match(masked, at, end)
        if bracket is None:
            return None
        slashes = [n for n in range(at, bracket.end()) if masked[n] == "/"] if "/" in bracket[0] else []
        run.append(builder.plain_bracket(Span(at, bracket.end()), slashes))
        at = bracket.end()
        if at == end:
            return builder.run(run)
        joint = _PLAIN_JOINT.match(masked, at, end)
        if joint:
            run.append(builder.plain_joint(Span(*joint.span())))
            at = joint.end()


def _parse(masked: str, stretches: Sequence[Stretch], builder: Builder) -> list[list[RawPiece]]:
    """Send stretches through the grammar; return the pieces of each."""
    from lark import Tree

    builder.place(stretches)
    seen = (f"{ALT if stretch.alt else ''}{masked[slice(*stretch.span)]}" for stretch in stretches)
    tree = load_grammar("draft.lark").parse(GAP.join(seen))
    order: list[Tree[Token]] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(child for child in node.children if isinstance(child, Tree))
    built: dict[int, Any] = {}
    for node in reversed(order):
        children = [built.pop(id(child)) if isinstance(child, Tree) else child for child in node.children]
        built[id(node)] = getattr(builder, node.data)(children)
    result: list[list[RawPiece]] = built[id(tree)]
    return result
