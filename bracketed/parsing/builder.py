"""From the tree of the grammar to choices that have no names yet.

`Builder` has one case for each rule of `grammar/draft.lark`, called from the leaves upwards, so that grammar and code
can be read side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from bracketed.draft.annotated_text import Version
from bracketed.draft.tree import Mark, MarkKind, Text
from bracketed.parsing.ambiguities import Ambiguities
from bracketed.parsing.nodes import RawBracket, RawChoice, RawOption, RawPiece, merged, span_of, trim_at_separators
from bracketed.parsing.notation import draft_parser, pattern
from bracketed.parsing.scanner import Token
from bracketed.source import Span

if TYPE_CHECKING:
    from lark import Token as LarkToken
    from lark import Tree

_MARKS: dict[str, MarkKind] = {
    "SEP": "separator",
    "JOIN": "separator",
    "LABEL": "label",
    "OPEN": "open",
    "CLOSE": "close",
    "COMMENT": "comment",
    "STRAY": "stray",
    "NOTE": "note",
    "STATUS": "status",
    "ATTRIBUTION": "attribution",
    "BEHIND": "attribution",
}


_LONGEST_TITLE = 120
# Brackets, bullets and emphasis round the name of an option.
_ROUND_NAME = " \t\r\n[>#•·"


class Builder:
    """Builds the pieces of a text out of the tree that the grammar has read."""

    def __init__(self, source: str, doubts: Ambiguities, versions: Mapping[int, Version] | None = None) -> None:
        self._source = source
        self._doubts = doubts
        # The heads and owners of versions, by where their words begin.
        self._versions = versions or {}

    def build(self, tokens: Sequence[Token]) -> list[RawPiece]:
        """Send tokens through the grammar; return the pieces of the text, which they tile."""
        from lark import Token as LarkToken
        from lark import Tree

        ready = [
            LarkToken(token.type, self._source[token.start : token.end], token.start, end_pos=token.end)
            for token in tokens
        ]
        tree = self._tree(ready)
        order: list[Tree[LarkToken]] = []
        stack = [tree]
        while stack:
            node = stack.pop()
            order.append(node)
            stack.extend(child for child in node.children if isinstance(child, Tree))
        built: dict[int, Any] = {}
        for node in reversed(order):
            children = [
                built.pop(id(child)) if isinstance(child, Tree) else self._leaf(child) for child in node.children
            ]
            built[id(node)] = self._case(str(node.data), children)
        result: list[RawPiece] = built[id(tree)]
        return result

    def _tree(self, ready: list[LarkToken]) -> Tree[LarkToken]:
        """Return the tree of tokens; what the grammar refuses becomes text, with a finding, and the rest is read."""
        from lark import Token as LarkToken
        from lark.exceptions import UnexpectedToken

        while True:
            fed = draft_parser().parse_interactive()
            try:
                for token in ready:
                    fed.feed_token(token)
                return cast("Tree[LarkToken]", fed.feed_token(LarkToken("$END", "")))
            except UnexpectedToken as refused:
                at = next((n for n, token in enumerate(ready) if token is refused.token), len(ready) - 1)
                first, last = _region(ready, at)
                self._doubts.report_refused(ready[first].start_pos or 0)
                ready[first : last + 1] = [
                    token.update(type="TEXT") for token in ready[first : last + 1] if token or token.type == "TEXT"
                ]

    def _leaf(self, token: LarkToken) -> Mark | Text | None:
        span = Span(token.start_pos or 0, token.end_pos or 0)
        words = self._source[span.start : span.end]
        if token.type in ("RUN", "END"):
            return None
        return Text(words, span) if token.type == "TEXT" else Mark(_MARKS[token.type], words, span)

    def _case(self, rule: str, children: list[Any]) -> Any:
        match rule:
            case "start":
                return children
            case "choice":
                return self.choice(children)
            case "bracket":
                return self.bracket(children)
            case "run":
                return self.run(children)
        raise AssertionError(f"the grammar has a rule that nothing builds: {rule}")

    def bracket(self, children: list[Any]) -> RawBracket:
        """Build `[…]`: its marks, and the contents between them."""
        last = max(number for number, child in enumerate(children) if isinstance(child, Mark) and child.kind == "close")
        opening, closing, behind = children[0], children[last], children[last + 1 :]
        inner = self._options(self._nest(_steps(children[1:last])))
        run = _only_run(inner)
        if run is not None:
            # "[Option 1: … Option 2: …]": the bracket holds the run, and is that choice.
            inner = run
        end = (behind or [closing])[-1].span.end
        return RawBracket([opening, *inner, closing, *behind], Span(opening.span.start, end))

    def run(self, children: list[Any]) -> RawChoice:
        """Build options in paragraphs of their own."""
        parts = self._options(self._nest(_steps([child for child in children if child is not None])))
        return self._choice(parts, span_of(parts))

    def choice(self, children: list[RawBracket | Mark]) -> RawChoice:
        """Build a bracket, or several that are joined."""
        for child in children[1:]:
            if isinstance(child, RawBracket) and child.opens_with_or:
                child.drop_empty_opening()
        return self._chosen(children)

    # What the rules have in common.

    def _options(self, children: Sequence[Mark | list[RawPiece]]) -> list[Mark | RawOption]:
        """Turn labels, separators and contents into marks and options."""
        parts: list[Mark | RawOption] = []
        label = ""
        for number, child in enumerate(children):
            if isinstance(child, Mark):
                parts.append(child)
                if child.kind == "label":
                    label = _bare_name(child.text)
                continue
            following = children[number + 1] if number + 1 < len(children) else None
            opens_next = isinstance(following, Mark) and following.kind == "label"
            if opens_next and number and not self._words(child):
                # Only a comment stands between "OR" and the label of the option that it opens.
                parts.extend(
                    Mark("separator" if isinstance(piece, Text) else piece.kind, piece.text, piece.span)
                    for piece in child
                    if not isinstance(piece, RawChoice)
                )
                continue
            version = self._versions.get(child[0].span.start) if child else None
            if version is not None:
                parts.append(RawOption(child, version.head, version.owner))
            else:
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
            if isinstance(part, RawOption) and (not words or pattern("NO_TEXT").fullmatch(words)):
                offers_omit = True
                for piece in part.content:
                    kind: MarkKind = "comment" if isinstance(piece, Mark) else "label"
                    settled.append(Mark(kind, self._source[slice(*piece.span)], piece.span))
            else:
                settled.append(part)
        lettered = [part for part in settled if isinstance(part, RawOption)]
        if all(self._holds_a_place(self._words(option.content)) for option in lettered):
            return RawChoice("placeholder", parts, False, span)
        for option in lettered:
            option.holds_place = len(lettered) > 1 and bool(pattern("OTHER").fullmatch(self._words(option.content)))
        self._doubts.report_separators(settled, (self._words(option.content) for option in lettered), span.start)
        return RawChoice("alternatives" if len(lettered) > 1 else "optional", settled, offers_omit, span)

    def _is_placeholder(self, option: RawOption) -> bool:
        words = self._words(option.content)
        if pattern("NO_TEXT").fullmatch(words):
            return True
        if any(isinstance(piece, RawChoice) for piece in option.content):
            # "[Placeholder for the context[, in the light of needs]]" is one; "[X[Y]]" is not.
            return bool(pattern("PLACEHOLDER_HEAD").match(words))
        return self._holds_a_place(words)

    def _holds_a_place(self, words: str) -> bool:
        return not words or bool(pattern("PLACEHOLDER").fullmatch(words))

    def _chosen(self, group: Sequence[RawBracket | Mark]) -> RawChoice:
        """Make one choice of a bracket, or of several in a row: the marks between two options are one separator."""
        first = group[0]
        if len(group) == 1 and isinstance(first, RawBracket):
            return self._choice(first.parts, first.span)
        parts: list[Mark | RawOption] = []
        for child in group:
            parts.extend([child] if isinstance(child, Mark) else child.parts)
        return self._choice(merged(parts), span_of(parts))


_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[A-Z])(?=\W*$|\s*[(–—:-])")


def _number_of(step: Mark | list[RawPiece]) -> str:
    """Return the number in an option's label: 1.2 in "Option 1.2:"."""
    found = _NUMBER.search(step.text) if isinstance(step, Mark) and step.kind == "label" else None
    return found[0] if found else ""


def _is_below(step: Mark | list[RawPiece], above: str) -> bool:
    return _number_of(step).startswith(f"{above}.")


def _region(tokens: Sequence[LarkToken], at: int) -> tuple[int, int]:
    """Return the outermost bracket or run of options that holds a token, or would if it were closed."""
    depth = 0
    first = at
    for number in range(at, -1, -1):
        depth += (tokens[number].type in ("CLOSE", "END")) - (tokens[number].type in ("OPEN", "RUN"))
        if depth < 0 or (depth == 0 and tokens[number].type in ("OPEN", "RUN")):
            first, depth = number, 0
    last = at
    depth = 0
    for number in range(first, len(tokens)):
        depth += (tokens[number].type in ("OPEN", "RUN")) - (tokens[number].type in ("CLOSE", "END"))
        if number >= at and depth <= 0:
            last = number
            break
    return first, last


def _bare_name(label: str) -> str:
    """Return the name of an option without bullets, brackets, emphasis and the sign behind it."""
    return re.sub(r"[*_]+", "", label).strip(_ROUND_NAME).rstrip(":：").strip(_ROUND_NAME)


def _steps(children: Sequence[Any]) -> list[Mark | list[RawPiece]]:
    """Return separators, labels and what stands between them; between two separators there is always something."""
    steps: list[Mark | list[RawPiece]] = []
    content: list[RawPiece] = []
    for child in children:
        if isinstance(child, Mark) and child.kind in ("separator", "label"):
            named = bool(steps) and isinstance(steps[-1], Mark) and steps[-1].kind == "label"
            if content or child.kind == "separator" or named:
                steps.append(content)
            steps.append(child)
            content = []
        else:
            content.append(child)
    return [*steps, content]


def _only_run(inner: Sequence[Mark | RawOption]) -> list[Mark | RawOption] | None:
    """Return the parts of the run that is all that a bracket holds, and what stands round it as marks, if it is so."""
    if len(inner) != 1 or not isinstance(inner[0], RawOption):
        return None
    content = inner[0].content
    runs = [piece for piece in content if isinstance(piece, RawChoice)]
    if len(runs) != 1 or not _is_run(runs[0]):
        return None
    at = content.index(runs[0])
    before, behind = (_text_of(pieces) for pieces in (content[:at], content[at + 1 :]))
    # "[Withdrawal: Option 1: …]": what it is about stands before the names.
    if behind or (before and not (before.endswith(":") and len(before) <= _LONGEST_TITLE)):
        return None
    parts: list[Mark | RawOption] = []
    for piece in content:
        if isinstance(piece, RawChoice):
            parts += piece.parts
        elif isinstance(piece, Text):
            parts.append(Mark("label", piece.text, piece.span))
        else:
            parts.append(piece)
    return parts


def _text_of(content: Sequence[RawPiece]) -> str:
    return "".join(piece.text for piece in content if isinstance(piece, Text)).strip()


def _is_run(choice: RawChoice) -> bool:
    return not any(isinstance(part, Mark) and part.kind == "open" for part in choice.parts)
