"""From the parser's tree to the option tree.

`Builder` has one method for each rule of `grammar/draft.lark`, called from the leaves upwards while the parser runs.
What it makes is still without names; `name_choices` then walks down from the top, since an id says where a bracket
stands, and makes the final values from the leaves up again. Neither recurses: brackets may be nested a thousand deep.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, TypeAlias

from bracketed.source import Span
from bracketed.text.asides import Aside
from bracketed.text.conventions import NO_TEXT, PLACEHOLDER, Conventions
from bracketed.text.draft import Provision
from bracketed.text.findings import Findings
from bracketed.text.grammars import load_grammar
from bracketed.text.masks import ALT, GAP
from bracketed.text.tree import Bracket, BracketKind, Mark, MarkKind, Option, Piece, Text

if TYPE_CHECKING:
    from lark import Token


@dataclass(slots=True)
class RawOption:
    """An option that has no letter yet."""

    content: list[Text | Mark | RawChoice]
    label: str = ""


@dataclass(slots=True)
class RawChoice:
    """A bracket that has no id yet."""

    kind: BracketKind
    parts: list[Mark | RawOption]
    offers_omit: bool
    span: Span


RawPiece: TypeAlias = Text | Mark | RawChoice


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that goes through the grammar; `alt` says that it holds a paragraph and its “alt”."""

    span: Span
    alt: bool = False


@dataclass(slots=True)
class _RawBracket:
    """One pair of square brackets: its marks and the contents between them."""

    parts: list[Mark | RawOption]
    span: Span

    @property
    def options(self) -> list[RawOption]:
        return [part for part in self.parts if isinstance(part, RawOption)]

    def name(self, behind: list[Mark]) -> None:
        """Take in the marks that stand behind the bracket and say whose it is."""
        self.parts += behind
        self.span = Span(self.span.start, behind[-1].span.end)


class Builder:
    """Builds choices out of the stretches that the parser has read."""

    def __init__(
        self,
        source: str,
        asides: Sequence[Aside],
        provisions: tuple[Provision, ...],
        conventions: Conventions,
        findings: Findings,
    ) -> None:
        self._source = source
        self._asides = {aside.span.start: aside for aside in asides}
        self._provisions = provisions
        self._starts = [provision.span.start for provision in provisions]
        self._conventions = conventions
        self._findings = findings
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

    def plain_bracket(self, span: Span, slashes: Iterable[int]) -> _RawBracket:
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
        return _RawBracket([first, *self._options(steps), last], span)

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

    def bracket(self, children: list[Token | Mark | list[RawPiece]]) -> _RawBracket:
        opening, closing = children[0], children[-1]
        assert not isinstance(opening, (Mark, list))
        assert not isinstance(closing, (Mark, list))
        inner = self._options(self._nest([child for child in children[1:-1] if isinstance(child, (Mark, list))]))
        first, last = self._mark("open", opening), self._mark("close", closing)
        return _RawBracket([first, *inner, last], Span(first.span.start, last.span.end))

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

    def run(self, children: list[_RawBracket | Mark | list[Mark]]) -> list[RawPiece]:
        """Divide brackets in a row into choices: a bracket joins the one before it, or begins a choice of its own."""
        first = children[0]
        assert isinstance(first, _RawBracket)
        pieces: list[RawPiece] = []
        group: list[_RawBracket | Mark] = [first]
        last = first
        joint: Mark | None = None
        for child in children[1:]:
            if isinstance(child, list):
                last.name(child)
                continue
            if isinstance(child, Mark):
                joint = child
                continue
            if self._joins(group, joint, child):
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
            self._doubt_bracket(options[0], span)
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
        self._doubt_slashes(lettered, settled, span)
        return RawChoice("alternatives" if len(lettered) > 1 else "optional", settled, offers_omit, span)

    def _is_placeholder(self, option: RawOption) -> bool:
        nested = any(isinstance(piece, RawChoice) for piece in option.content)
        words = self._words(option.content)
        return not nested and bool(PLACEHOLDER.fullmatch(words) or NO_TEXT.fullmatch(words))

    def _doubt_bracket(self, option: RawOption, span: Span) -> None:
        words = self._words(option.content)
        inner = option.content[0] if len(option.content) == 1 else None
        if isinstance(inner, RawChoice) and inner.kind == "optional":
            self._findings.add(
                "info",
                "doubled-bracket",
                "this bracket holds nothing but another bracket; both are read as optional, one in the other",
                span.start,
                self._provision(span.start),
                "take one pair away, unless two delegations reserved their positions",
            )
        elif _BARE_FIGURE.fullmatch(words):
            self._findings.add(
                "info",
                "bare-figure",
                f"“[{words}]” is read as a figure that may stay or go; often it only holds the place of one",
                span.start,
                self._provision(span.start),
                "write [X] if the figure is still to be found",
            )

    def _doubt_slashes(self, options: list[RawOption], parts: list[Mark | RawOption], span: Span) -> None:
        # A slash between two brackets is plain to see.
        marks = [
            part.text.strip()
            for part in parts
            if isinstance(part, Mark) and part.kind == "separator" and "[" not in part.text
        ]
        separators = set(marks) - {""}
        slashes = marks.count("/")
        where = self._provision(span.start)
        if "/" in separators and len(separators) > 1:
            self._findings.add(
                "warning",
                "mixed-separators",
                "this bracket separates its options by slashes and by OR; all are read as alternatives of one choice",
                span.start,
                where,
                "use one mark only, or a bracket inside the bracket",
            )
        elif slashes > 1 and any(" " in self._words(option.content) for option in options):
            self._findings.add(
                "warning",
                "doubtful-slash",
                f"the slashes in this bracket may belong to words; they are read as separating {len(options)} options",
                span.start,
                where,
                "write OR between the options",
            )

    def _provision(self, offset: int) -> str:
        number = bisect_right(self._starts, offset) - 1
        return self._provisions[number].label if number >= 0 else ""

    def _joins(self, group: Sequence[_RawBracket | Mark], joint: Mark | None, bracket: _RawBracket) -> bool:
        """Decide whether a bracket is an alternative to the ones before it."""
        # The first of a long row and the last few show what the row is.
        shown = group if len(group) <= 12 else [group[0], *group[-11:]]
        before = [child for child in shown if isinstance(child, _RawBracket)]
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
            reading = "alternatives of one choice" if alike else "brackets of their own"
            self._findings.add(
                "info",
                "adjacent",
                f"“[{words[-2]}]” and “[{words[-1]}]” stand side by side; they are read as {reading}",
                before[-1].span.start,
                self._provision(before[-1].span.start),
                "write OR between alternatives",
            )
        return alike

    def _chosen(self, group: Sequence[_RawBracket | Mark]) -> RawChoice:
        first = group[0]
        if len(group) == 1 and isinstance(first, _RawBracket):
            return self._choice(first.parts, first.span)
        return self._joined(group)

    def _joined(self, children: Sequence[_RawBracket | Mark]) -> RawChoice:
        """Make one choice of several brackets: the marks between two options become one separator."""
        parts: list[Mark | RawOption] = []
        for child in children:
            parts.extend([child] if isinstance(child, Mark) else child.parts)
        return self._choice(merged(parts), span_of(parts))


def merged(parts: Sequence[Mark | RawOption]) -> list[Mark | RawOption]:
    """Return the parts of several brackets in which the marks between two options are one separator."""
    row: list[Mark | RawOption] = []
    for part in parts:
        before = row[-1] if row else None
        between = isinstance(before, Mark) and before.kind in ("close", "separator") and len(row) > 1
        if between and isinstance(before, Mark) and isinstance(part, Mark) and part.kind in ("separator", "open"):
            row[-1] = Mark("separator", before.text + part.text, Span(before.span.start, part.span.end))
        elif row and isinstance(part, Mark) and part.kind == "open":
            row.append(Mark("separator", part.text, part.span))
        else:
            row.append(part)
    return row


_COMPLETES = re.compile(
    r"[,;:.(]|(?:and|or|with|including|as|in|of|for|to|by|on|at|from|where|subject|taking)\b", re.IGNORECASE
)
_MODAL = re.compile(
    r"(?:shall|should|may|must|will|can|could|might|would|are|is|ought|agrees?|decides?|invites?|urges?|requests?|encourages?)\b",
    re.IGNORECASE,
)
_BARE_FIGURE = re.compile(r"\d[\d.,\s]*%?")
_FIGURE = re.compile(r"[\d.,%\s–-]+$")


def all_alike(contents: Sequence[str]) -> tuple[bool, bool]:
    """Say whether the contents of adjacent brackets are of the same sort of phrase, so that only one can stand.

    Returns:
        Whether they are, and whether that is beyond doubt.

    >>> all_alike(["shall", "should"]), all_alike([", including women,", "and youth"])
    ((True, True), (False, True))
    >>> all_alike(["new", "additional"])
    (True, False)
    """
    if any(_COMPLETES.match(content) or content.endswith((",", ";")) for content in contents):
        return False, True
    for sort in (_MODAL, _FIGURE):
        hits = [bool(sort.match(content)) for content in contents]
        if any(hits):
            return all(hits), True
    if any(PLACEHOLDER.fullmatch(content) for content in contents):
        return False, True
    lengths = [len(content.split()) for content in contents]
    words = [set(re.findall(r"\w{4,}", content.casefold())) for content in contents]
    if all(words[0] & other for other in words[1:]):
        return True, True
    # "Part[y][ies]": pieces of a word.
    if all(length == 1 for length in lengths) and max(map(len, contents)) <= 3:
        return True, True
    return max(lengths) <= 3 * min(lengths), False


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


def span_of(parts: Sequence[Mark | RawOption]) -> Span:
    """Return the stretch from the first to the last of the parts that is not an empty option."""
    spans = [
        span for part in parts for span in ([part.span] if isinstance(part, Mark) else [p.span for p in part.content])
    ]
    return Span(spans[0].start, spans[-1].end)


def trim_at_separators(parts: list[Mark | RawOption]) -> list[Mark | RawOption]:
    """Give the white space round a separator, and at the end of a labelled paragraph, to the separator."""
    for number, part in enumerate(parts):
        if not isinstance(part, Mark) or part.kind not in ("separator", "label"):
            continue
        before = parts[number - 1] if number else None
        if isinstance(before, RawOption) and before.content and isinstance(before.content[-1], Text):
            words = before.content[-1]
            kept = words.text.rstrip()
            cut = len(kept)
            if cut < len(words.text):
                part = Mark(part.kind, words.text[cut:] + part.text, Span(words.span.start + cut, part.span.end))
                parts[number] = part
                start = words.span.start
                before.content[-1:] = [Text(kept, Span(start, start + cut))] if kept else []
        after = parts[number + 1] if number + 1 < len(parts) else None
        if isinstance(after, RawOption) and after.content and isinstance(after.content[0], Text):
            words = after.content[0]
            kept = words.text.lstrip()
            cut = len(words.text) - len(kept)
            if cut:
                parts[number] = Mark(
                    part.kind, part.text + words.text[:cut], Span(part.span.start, words.span.start + cut)
                )
                after.content[:1] = [Text(kept, Span(words.span.start + cut, words.span.end))] if kept else []
    return parts


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
    run: list[_RawBracket | Mark | list[Mark]] = []
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


def letter(number: int) -> str:
    """Return the letter of option `number`, counted from 0: a to z, then aa, ab …

    >>> letter(0), letter(25), letter(26), letter(702)
    ('a', 'z', 'aa', 'aaa')
    """
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = ascii_lowercase[digit] + letters
    return letters


@dataclass(slots=True)
class _Named:
    """A choice with all that its bracket will need but its inner brackets."""

    choice: RawChoice
    id: str
    provision: str
    parent: tuple[str, str] | None
    depth: int


class _Ids:
    """Gives out ids: the one that a bracket which begins here has already, or the next that is free behind a prefix."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._known: dict[tuple[int, str], str] = {}
        self._last: dict[str, int] = {}
        for start, id_ in known:
            prefix, number = _parted(id_)
            self._known.setdefault((start, prefix), id_)
            self._last[prefix] = max(number, self._last.get(prefix, 0))

    def next(self, prefix: str, start: int) -> str:
        known = self._known.get((start, prefix))
        if known:
            return known
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]}"


def _parted(id_: str) -> tuple[str, int]:
    number = re.search(r"\d+$", id_)
    assert number
    return id_[: number.start()], int(number[0])


def name_choices(
    pieces: Sequence[RawPiece], provisions: tuple[Provision, ...], known: Iterable[tuple[int, str]] = ()
) -> tuple[Piece, ...]:
    """Give every choice its id and every option its letter, and return the finished pieces.

    `known` are the ids that brackets which begin at these places keep.
    """
    starts = [provision.span.start for provision in provisions]
    ids = _Ids(known)
    named: list[_Named] = []
    waiting: list[_Named] = []
    for piece in pieces:
        if isinstance(piece, RawChoice):
            label = _label_at(piece, starts, provisions)
            waiting.append(_Named(piece, ids.next(f"{label}#", piece.span.start), label, None, 0))
    waiting.reverse()
    while waiting:
        outer = waiting.pop()
        named.append(outer)
        options = [part for part in outer.choice.parts if isinstance(part, RawOption)]
        inner: list[_Named] = []
        for number, option in enumerate(options):
            place = letter(number)
            for choice in (piece for piece in option.content if isinstance(piece, RawChoice)):
                label = _label_at(choice, starts, provisions)
                id_ = ids.next(f"{outer.id}{place}.", choice.span.start)
                inner.append(_Named(choice, id_, label, (outer.id, place), outer.depth + 1))
        waiting.extend(reversed(inner))
    made: dict[int, Bracket] = {}
    for item in reversed(named):
        made[id(item.choice)] = _bracket(item, made)
    return tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in pieces)


def _label_at(choice: RawChoice, starts: list[int], provisions: tuple[Provision, ...]) -> str:
    return provisions[bisect_right(starts, choice.span.start) - 1].label


def _bracket(item: _Named, made: dict[int, Bracket]) -> Bracket:
    parts: list[Mark | Option] = []
    count = 0
    for part in item.choice.parts:
        if isinstance(part, Mark):
            parts.append(part)
            continue
        content = tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in part.content)
        parts.append(Option(letter(count), content, part.label))
        count += 1
    return Bracket(
        id=item.id,
        kind=item.choice.kind,
        origin="text",
        provision=item.provision,
        parts=tuple(parts),
        offers_omit=item.choice.offers_omit,
        span=item.choice.span,
        parent=item.parent,
        depth=item.depth,
    )
