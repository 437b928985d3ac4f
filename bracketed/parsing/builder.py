"""From the tokens of the grammar to the option tree of a draft.

The rules of `grammar/draft.lark` have one case each in `_Builder`, so that grammar and code can be read side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase
from typing import Any, TypeAlias, cast

from lark import Token as LarkToken
from lark import Tree
from lark.exceptions import UnexpectedToken
from lark.visitors import Transformer_NonRecursive

from bracketed.draft.annotated_text import Version
from bracketed.draft.draft import Findings, Provision
from bracketed.draft.languages import word_list
from bracketed.draft.tree import Bracket, BracketKind, Mark, MarkKind, Option, Piece, Text, brackets_in, runs_on
from bracketed.parsing.adjacency import is_phrasal
from bracketed.parsing.notation import draft_parser, pattern
from bracketed.parsing.scanner import Token
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time


@dataclass(slots=True)
class RawOption:
    """An option that has no letter yet."""

    content: list[RawPiece]
    label: str = ""
    owner: str = ""
    holds_place: bool = False


@dataclass(slots=True)
class RawChoice:
    """A bracket that is not final yet; its id and what follows are filled in by `name_choices`."""

    kind: BracketKind
    parts: list[RawPart]
    offers_omit: bool
    span: Span
    id: str = ""
    provision: str = ""
    parent: tuple[str, str] | None = None
    depth: int = 0
    is_choice: bool = True

    @property
    def options(self) -> list[RawOption]:
        return [part for part in self.parts if isinstance(part, RawOption)]


RawPiece: TypeAlias = Text | Mark | RawChoice
RawPart: TypeAlias = Mark | RawOption


def span_of(parts: Sequence[RawPart]) -> Span:
    """Return the span from the first to the last of the parts that is not an empty option."""
    pieces = [piece for part in parts for piece in (part.content if isinstance(part, RawOption) else (part,))]
    return Span(pieces[0].span.start, pieces[-1].span.end)


def trim_at_separators(parts: list[RawPart]) -> list[RawPart]:
    """Give the white space round a separator, and at the end of a labelled paragraph, to the separator."""
    # "Article 4" and "Article 4 alt", with their paragraphs on the lines below: the end of the line is part of each.
    on_lines = bool(parts) and isinstance(parts[0], RawOption) and _begins_with_blank(parts[0])
    for number, part in enumerate(parts):
        if not isinstance(part, Mark) or part.kind not in ("separator", "label"):
            continue
        before = parts[number - 1] if number else None
        if isinstance(before, RawOption) and before.content and isinstance(before.content[-1], Text):
            words = before.content[-1]
            cut = words.span.start + len(words.text.rstrip())
            if cut < words.span.end:
                before.content[-1:] = part_of(words, words.span.start, cut)
                part = Mark(part.kind, words.text[cut - words.span.start :] + part.text, Span(cut, part.span.end))
        after = parts[number + 1] if number + 1 < len(parts) else None
        apart = part.kind == "separator" or not on_lines
        if apart and isinstance(after, RawOption) and after.content and isinstance(after.content[0], Text):
            words = after.content[0]
            cut = words.span.end - len(words.text.lstrip())
            if cut > words.span.start:
                after.content[:1] = part_of(words, cut, words.span.end)
                part = Mark(part.kind, part.text + words.text[: cut - words.span.start], Span(part.span.start, cut))
        parts[number] = part
    return parts


def _begins_with_blank(option: RawOption) -> bool:
    return bool(option.content) and isinstance(option.content[0], Text) and option.content[0].text[:1].isspace()


def part_of(words: Text, start: int, end: int) -> list[RawPiece]:
    """Return a part of words, or nothing if it is empty."""
    first = words.span.start
    return [Text(words.text[start - first : end - first], Span(start, end))] if start < end else []


def merged(parts: Sequence[RawPart]) -> list[RawPart]:
    """Return the parts of several brackets in which the marks between two options are one separator."""
    row: list[RawPart] = []
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


# From the tree of the grammar to choices.

_MARKS: dict[str, MarkKind] = {
    "SEP": "separator", "JOIN": "separator", "LABEL": "label", "OPEN": "open", "CLOSE": "close", "COMMENT": "comment",
    "STRAY": "stray", "NOTE": "note", "STATUS": "status", "ATTRIBUTION": "attribution", "BEHIND": "attribution",
}  # fmt: skip
_LONGEST_TITLE = 120
_ROUND_NAME = " \t\r\n[>#•·"


def build(source: str, tokens: Sequence[Token], findings: Findings, versions: Mapping[int, Version]) -> list[RawPiece]:
    """Send tokens through the grammar; return the pieces of the text, which they tile."""
    # `versions` are the versions of table rows, by where their words begin.
    ready = [LarkToken(kind, source[start:end], start, end_pos=end) for kind, start, end in tokens]
    return cast("list[RawPiece]", _Builder(source, findings, versions).transform(_tree(ready, findings)))


def _tree(ready: list[LarkToken], findings: Findings) -> Tree[LarkToken]:
    # What the grammar refuses becomes text, with a finding, so that the rest is read; the steps before leave it nothing
    # to refuse, and this is for what they may have missed.
    while True:
        parser = draft_parser().parse_interactive(start="start")
        try:
            for token in in_time(ready, lambda token: line_at(findings.source.text, token.start_pos or 0)):
                parser.feed_token(token)
            return cast("Tree[LarkToken]", parser.feed_token(LarkToken("$END", "")))
        except UnexpectedToken as refused:
            at = next((n for n, token in enumerate(ready) if token is refused.token), len(ready) - 1)
            first, last = _region(ready, at)
            message = "these brackets could not be read; they are left as text, and the rest of the draft is read"
            remedy = "look at the brackets here, and write each choice in a bracket of its own"
            findings.add("error", "not-understood", message, ready[first].start_pos or 0, None, remedy)
            words = [token for token in ready[first : last + 1] if token or token.type == "TEXT"]
            ready[first : last + 1] = [token.update(type="TEXT") for token in words]


def _region(tokens: Sequence[LarkToken], at: int) -> tuple[int, int]:
    # The outermost bracket or run that holds the token, or would if it were closed.
    first = depth = 0
    for number, token in enumerate(tokens):
        if depth == 0 and number <= at:
            first = number
        depth = max(0, depth + (token.type in ("OPEN", "RUN")) - (token.type in ("CLOSE", "END")))
        if depth == 0 and number >= at:
            return first, number
    return first, at


class _Builder(Transformer_NonRecursive):  # type: ignore[type-arg]
    """Builds choices; a bracket is the list of its parts until it is known which others are one choice with it."""

    def __init__(self, source: str, findings: Findings, versions: Mapping[int, Version]) -> None:
        super().__init__()
        self._source = source
        self._findings = findings
        self._versions = versions

    def __default_token__(self, token: LarkToken) -> Mark | Text | None:
        if token.type in ("RUN", "END"):
            return None
        span = Span(token.start_pos or 0, token.end_pos or 0)
        words = str(token)
        return Text(words, span) if token.type == "TEXT" else Mark(_MARKS[token.type], words, span)

    # The rules of the grammar.

    def start(self, children: list[RawPiece]) -> list[RawPiece]:
        return children

    def bracket(self, children: list[Any]) -> list[RawPart]:
        last = max(number for number, child in enumerate(children) if isinstance(child, Mark) and child.kind == "close")
        inner = self._options(self._nest(_steps(children[1:last])))
        # "[Option 1: … Option 2: …]": the bracket holds the run, and is that choice.
        return [children[0], *(_only_run(inner) or inner), *children[last:]]

    def run(self, children: list[Any]) -> RawChoice:
        return self._choice(self._options(self._nest(_steps([child for child in children if child is not None]))))

    def choice(self, children: list[list[RawPart] | Mark]) -> RawChoice:
        for child in children[1:]:
            if isinstance(child, list) and _opens_with_or(child):
                # The bracket before it holds the option in front of the OR.
                del child[1]
        first = children[0]
        if len(children) == 1 and isinstance(first, list):
            return self._choice(first)
        return self._choice(merged([part for one in children for part in ([one] if isinstance(one, Mark) else one)]))

    def _options(self, children: Sequence[Mark | list[RawPiece]]) -> list[RawPart]:
        parts: list[RawPart] = []
        label = ""
        for number, child in enumerate(children):
            if isinstance(child, Mark):
                parts.append(child)
                if child.kind == "label":
                    # Without bullets, brackets, emphasis and the sign behind it.
                    label = re.sub(r"[*_]+", "", child.text).strip(_ROUND_NAME).rstrip(":：").strip(_ROUND_NAME)
                continue
            following = children[number + 1] if number + 1 < len(children) else None
            opens_next = isinstance(following, Mark) and following.kind == "label"
            if opens_next and number and not self._words(child):
                # Only a comment is between "OR" and the label of the option that it opens.
                parts += [
                    Mark("separator" if isinstance(piece, Text) else piece.kind, piece.text, piece.span)
                    for piece in child
                    if not isinstance(piece, RawChoice)
                ]
                continue
            version = self._versions.get(child[0].span.start) if child else None
            parts.append(RawOption(child, version.head, version.owner) if version else RawOption(child, label))
            label = ""
        return trim_at_separators(parts)

    def _nest(self, steps: list[Mark | list[RawPiece]]) -> list[Mark | list[RawPiece]]:
        # 1.1 and 1.2 behind 1 are options of option 1, as a choice of its own.
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
            if isinstance(option, list) and sum(bool(_number_of(step)) for step in inner) > 1:
                option.append(self._choice(self._options(self._nest(inner))))
                at = stop
                continue
            above = _number_of(steps[at]) or above
            nested.append(steps[at])
            at += 1
        return nested

    def _words(self, content: Sequence[RawPiece]) -> str:
        words = [self._source[slice(*piece.span)] for piece in content if not isinstance(piece, Mark)]
        return "".join(words).strip()

    def _choice(self, parts: list[RawPart]) -> RawChoice:
        span = span_of(parts)
        options = [part for part in parts if isinstance(part, RawOption)]
        if len(options) == 1:
            if self._is_placeholder(options[0]) and not self._joins_word(span, options[0]):
                return RawChoice("placeholder", parts, False, span)
            self._report_optional(options[0].content, span.start)
            return RawChoice("optional", parts, True, span)
        settled: list[RawPart] = []
        words_of: list[str] = []
        offers_omit = False
        for part in parts:
            words = self._words(part.content) if isinstance(part, RawOption) else ""
            if isinstance(part, RawOption) and (not words or pattern("NO_TEXT").fullmatch(words)):
                offers_omit = True
                for piece in part.content:
                    kind: MarkKind = piece.kind if isinstance(piece, Mark) else "label"
                    settled.append(Mark(kind, self._source[slice(*piece.span)], piece.span))
                continue
            settled.append(part)
            words_of += [words] if isinstance(part, RawOption) else []
        if all(map(_holds_a_place, words_of)):
            return RawChoice("placeholder", parts, False, span)
        choice = RawChoice("alternatives" if len(words_of) > 1 else "optional", settled, offers_omit, span)
        for option, words in zip(choice.options, words_of, strict=True):
            option.holds_place = len(words_of) > 1 and bool(pattern("OTHER").fullmatch(words))
        self._report_separators(settled, words_of, span.start)
        return choice

    def _joins_word(self, span: Span, option: RawOption) -> bool:
        # "co[-]operate": the hyphen may stay or go.
        around = self._source[span.start - 1 : span.start] + self._source[span.end : span.end + 1]
        return self._words(option.content) in ("-", "–", "‑") and len(around) == 2 and around.isalpha()

    def _is_placeholder(self, option: RawOption) -> bool:
        words = self._words(option.content)
        if pattern("NO_TEXT").fullmatch(words):
            return True
        if any(isinstance(piece, RawChoice) for piece in option.content):
            # "[Placeholder for the context[, in the light of needs]]" is one; "[X[Y]]" is not.
            return bool(pattern("PLACEHOLDER_HEAD").match(words))
        return _holds_a_place(words)

    # What is doubtful about a choice.

    def _report_optional(self, content: Sequence[RawPiece], at: int) -> None:
        inner = content[0] if len(content) == 1 else None
        if isinstance(inner, RawChoice) and inner.kind == "optional":
            message = "this bracket holds nothing but another bracket; both are read as optional, one in the other"
            remedy = "take one pair away, unless two delegations reserved their positions"
            self._findings.add("info", "doubled-bracket", message, at, None, remedy)
        elif pattern("OPTION_ALONE").fullmatch(words := self._words(content)):
            message = f"“[{words}]” names an option, and no words are with it; it is read as words that may stay or go"
            remedy = "put a bracket round all the options, with OR between them"
            self._findings.add("warning", "lone-option", message, at, None, remedy)
        elif pattern("BARE_FIGURE").fullmatch(words):
            message = f"“[{words}]” is read as a figure that may stay or go; often it only holds the place of one"
            self._findings.add("info", "bare-figure", message, at, None, "write [X] if the figure is still to be found")

    def _report_separators(self, parts: Sequence[RawPart], options: Sequence[str], at: int) -> None:
        separators = [part for part in parts if isinstance(part, Mark) and part.kind == "separator"]
        # A slash between two brackets is plain to see.
        marks = [mark.text.strip() for mark in separators if "[" not in mark.text]
        if "/" not in marks:
            return
        if set(marks) - {"", "/"}:
            message = (
                "this bracket separates its options by slashes and by OR; all are read as alternatives of one choice"
            )
            remedy = "use one mark only, or a bracket inside the bracket"
            self._findings.add("warning", "mixed-separators", message, at, None, remedy)
        elif marks.count("/") > 1 and any(len(words.split()) > 1 for words in options):
            message = (
                f"the slashes in this bracket may belong to words; they are read as separating {len(options)} options"
            )
            self._findings.add("warning", "doubtful-slash", message, at, None, "write OR between the options")
        elif marks == ["/"] and len(options) == 2 and (words := self._perhaps_shared(options, separators[0].span)):
            message = f"“{words}” may belong to both sides of the slash; it is read as words of one option alone"
            remedy = "write OR between the options, each in full"
            self._findings.add("info", "doubtful-slash", message, at, None, remedy)

    def _perhaps_shared(self, options: Sequence[str], slash: Span) -> str:
        # "[annual/half-yearly report]": perhaps two sorts of report. But "[shall/should not]", "[yearly/every May]".
        a, b = (words.split() for words in options)
        is_spaced = any(char.isspace() for char in self._source[slash.start - 1 : slash.end + 1])
        if is_spaced or min(len(a), len(b)) != 1 or len(a) == len(b):
            return ""
        beside = (a[-1], b[0])
        names = ("FINITE", "DETERMINER", "RELATION", "FIGURE")
        if any(pattern(name).match(word) for name in names for word in beside) or is_phrasal(b):
            return ""
        lone, phrase, shared = (a[0], b, b[1:]) if len(a) == 1 else (b[0], a, a[:-1])
        if len(phrase) == 2 and lone[-1] == phrase[-1][-1] == "s":
            return ""  # "[towns/port cities]"
        repeated = lone.casefold() in (word.casefold() for word in phrase)
        listed = any(pattern("CONJUNCTION").fullmatch(word.strip("[]")) for word in shared)
        return "" if repeated or listed or all(map(pattern("DETERMINER").fullmatch, shared)) else " ".join(shared)


def _holds_a_place(words: str) -> bool:
    return not words or bool(pattern("PLACEHOLDER").fullmatch(words))


def _opens_with_or(parts: Sequence[RawPart]) -> bool:
    # "[OR text]", "[alt. text]", "[/text]": nothing is before the first mark.
    if len(parts) < 3:
        return False
    before, after = parts[1:3]
    empty = isinstance(before, RawOption) and not before.content and not before.label
    # "[INSTEAD OF text]" names what its words replace.
    others = [word.upper() for word in word_list("instead")]
    return empty and isinstance(after, Mark) and after.kind == "separator" and after.text.strip() not in others


def _number_of(step: Mark | list[RawPiece]) -> str:
    # 1.2 in "Option 1.2:"
    found = pattern("OPTION_NUMBER").search(step.text) if isinstance(step, Mark) and step.kind == "label" else None
    return found[0] if found else ""


def _is_below(step: Mark | list[RawPiece], above: str) -> bool:
    return _number_of(step).startswith(f"{above}.")


def _steps(children: Sequence[Any]) -> list[Mark | list[RawPiece]]:
    # Between two separators there is always something, even if it is nothing.
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


def _only_run(inner: Sequence[RawPart]) -> list[RawPart] | None:
    # A bracket that holds nothing but a run is that choice; what is round the run becomes marks.
    if len(inner) != 1 or not isinstance(inner[0], RawOption):
        return None
    content = inner[0].content
    choices = [piece for piece in content if isinstance(piece, RawChoice)]
    # A choice of brackets has their signs among its parts, a run of options in paragraphs none.
    if len(choices) != 1 or any(isinstance(part, Mark) and part.kind == "open" for part in choices[0].parts):
        return None
    at = content.index(choices[0])
    before, behind = (
        "".join(piece.text for piece in pieces if isinstance(piece, Text)).strip()
        for pieces in (content[:at], content[at + 1 :])
    )
    # "[Withdrawal: Option 1: …]": what it is about comes before the names.
    if behind or (before and not (before.endswith(":") and len(before) <= _LONGEST_TITLE)):
        return None
    parts: list[RawPart] = []
    for piece in content:
        if isinstance(piece, RawChoice):
            parts += piece.parts
        else:
            parts.append(Mark("label", piece.text, piece.span) if isinstance(piece, Text) else piece)
    return parts


# Ids and letters. An id says where a bracket is, so ids are given from the outermost bracket inwards, and the final
# values, which never change, are made from the innermost outwards. Nothing recurses, since broken drafts nest a
# thousand brackets.


def letter(number: int) -> str:
    """Return the letter of option `number`, counted from 0: a to z, then aa, ab …"""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = ascii_lowercase[digit] + letters
    return letters


def name_choices(
    pieces: Sequence[RawPiece],
    provisions: tuple[Provision, ...],
    holders: Mapping[int, tuple[str, str]],
    known: Iterable[tuple[int, str]] = (),
) -> tuple[Piece, ...]:
    """Give every choice its id and every option its letter, and return the finished pieces."""
    # An id is that of the bracket around and the letter of its option, or the label of the provision where that is
    # another one. `holders` are the names of choices between options and their provisions, by where they begin; `known`
    # are the ids that brackets which begin at these places keep.
    starts = [provision.span.start for provision in provisions]
    kept: dict[tuple[int, str], str] = {}
    # The numbers that were given out last, by what is in front of them.
    last: Counter[str] = Counter()
    for at, id_ in known:
        stem = id_.rstrip("0123456789")
        kept.setdefault((at, stem), id_)
        last[stem] = max(int(id_[len(stem) :]), last[stem])

    def named(choice: RawChoice, outer: RawChoice | None, place: str) -> RawChoice:
        start = choice.span.start
        held = holders.get(start)
        if held is None or not any(isinstance(part, Mark) and part.kind == "label" for part in choice.parts):
            label = provisions[max(0, bisect_right(starts, start) - 1)].label
            held = label, label
        inside = outer is not None and outer.provision == held[1]
        prefix = f"{outer.id}{place}." if outer and inside else f"{held[0]}#"
        last[prefix] += (start, prefix) not in kept
        choice.id = kept.get((start, prefix), f"{prefix}{last[prefix]}")
        choice.provision = held[1]
        choice.parent = (outer.id, place) if outer else None
        choice.depth = outer.depth + 1 if outer else 0
        choice.is_choice = choice.kind != "placeholder" and (outer is None or outer.is_choice)
        return choice

    waiting = [named(piece, None, "") for piece in pieces if isinstance(piece, RawChoice)][::-1]
    order: list[RawChoice] = []
    while waiting:
        outer = waiting.pop()
        order.append(outer)
        inner = [
            named(piece, outer, letter(number))
            for number, option in enumerate(outer.options)
            for piece in option.content
            if isinstance(piece, RawChoice)
        ]
        waiting += reversed(inner)
    return _finished(pieces, order)


def _finished(pieces: Sequence[RawPiece], order: Sequence[RawChoice]) -> tuple[Piece, ...]:
    # From the innermost outwards: a bracket is frozen, and so needs those inside it first.
    made: dict[int, Bracket] = {}
    for choice in reversed(order):
        made[id(choice)] = _bracket(choice, made)
    return tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in pieces)


def _bracket(choice: RawChoice, made: Mapping[int, Bracket]) -> Bracket:
    parts: list[Mark | Option] = []
    count = 0
    for part in choice.parts:
        if isinstance(part, Mark):
            parts.append(part)
            continue
        content = tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in part.content)
        parts.append(Option(letter(count), content, part.label, part.owner, part.holds_place))
        count += 1
    return Bracket(
        choice.id, choice.kind, "text", choice.provision, tuple(parts), choice.offers_omit, choice.span, choice.parent,
        choice.depth, choice.is_choice,
    )  # fmt: skip


def report_doubtful(text: str, content: tuple[Piece, ...], agreed: set[str], findings: Findings) -> None:
    """Report what is doubtful about finished brackets; `agreed` are the provisions that the draft calls agreed."""
    for bracket in content:
        if not isinstance(bracket, Bracket):
            continue
        if bracket.provision in agreed:
            agreed.discard(bracket.provision)
            message = f"{bracket.provision} is under “agreed”, but holds a bracket"
            findings.add("warning", "agreed-but-bracketed", message, bracket.span.start, bracket.provision)
        if runs_on(bracket, text):
            message = "a space is missing after this bracket; variants have one"
            findings.add("info", "missing-space", message, bracket.span.end - 1, bracket.provision)
    for bracket in brackets_in(content):
        for name in _names_without_words(bracket):
            message = f"“{name.text.strip().rstrip(':')}” has no words" + (
                ", and is read as leaving the text out" if bracket.offers_omit else ""
            )
            at = name.span.end - len(name.text.lstrip())
            remedy = "give its words, or write “[no text]” if there are to be none"
            findings.add("warning", "option-without-words", message, at, bracket.provision, remedy)


def _names_without_words(bracket: Bracket) -> Iterator[Mark]:
    for part, following in pairwise([*bracket.parts, None]):
        if not isinstance(part, Mark) or part.kind != "label" or not part.text.strip():
            continue
        if pattern("NO_TEXT").fullmatch(part.text):
            continue
        has_words = isinstance(following, Option) and following.text.strip()
        # What all options begin with, "Immunities: Option 1: …", is right in front of the name of the first.
        leads = isinstance(following, Mark) and following.kind == "label"
        left_out = isinstance(following, Mark) and pattern("NO_TEXT").fullmatch(following.text)
        if not (has_words or left_out or leads):
            yield part
