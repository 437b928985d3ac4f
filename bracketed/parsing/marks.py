"""What the marks mean: which slash and OR separates, which brackets side by side are joined, what names an option.

From the tokens of the text, with pairs and runs, to the tokens of the grammar, which carry these decisions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bracketed.draft.delegations import Names
from bracketed.draft.languages import either
from bracketed.parsing.adjacency import Judgement, goes_on, judge, opens_row, share_words
from bracketed.parsing.ambiguities import Ambiguities
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import alt_base
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Outline, Run
from bracketed.parsing.pairing import Nesting, name_start, outermost
from bracketed.parsing.scanner import Claim, Token
from bracketed.parsing.slashes import compound_key, compounds_in, word_slashes
from bracketed.source import Span

_SIGNS = ("OPEN", "CLOSE", "ADDED", "ADDED_END")


@dataclass
class _Decider:
    text: str
    tokens: list[Token]
    pairs: dict[int, int]
    runs: Sequence[Run]
    outline: Outline
    conventions: Conventions
    doubts: Ambiguities
    claims: Sequence[Claim]
    languages: tuple[str, ...]
    wraps: dict[tuple[int, int], tuple[int, int]]
    closes: dict[int, int] = field(default_factory=dict)
    separators: set[int] = field(default_factory=set)
    names: dict[int, Span] = field(default_factory=dict)  # labels of options inside brackets, by where they begin
    rows: dict[int, str] = field(
        default_factory=dict
    )  # the first words of a row of alternatives, by each later bracket
    joined: dict[int, int] = field(default_factory=dict)  # closing sign to the opening one of the next bracket
    edges: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[int, Span] = field(default_factory=dict)
    divided: set[int] = field(default_factory=set)  # brackets that hold options, by their opening signs
    given_up: set[int] = field(default_factory=set)  # signs that belong to the label of an option

    def run(self) -> list[Token]:
        self.closes = {end: start for start, end in self.pairs.items()}
        self.starts = [block.start for block in self.outline.blocks]
        self.free = _Free(self.text, self.claims)
        self.either = _Either.of(self.languages)
        self._place_runs()
        self._split()
        self._decide_marks()
        self._split()
        self._join()
        return list(self._written())

    # Runs of options.

    def _place_runs(self) -> None:
        for run in self.runs:
            wraps = [self.wraps.get((run.number, number)) for number in range(len(run.options))]
            if not run.is_alt and all(wraps) and self._touch(wraps):
                # "[Option 1: …] [Option 2: …]": brackets in a row.
                for option in run.options:
                    name = name_start(self.text, option.label)
                    self.labels[name] = Span(name, option.label.end)
                for before, after in pairwise(filter(None, wraps)):
                    self.joined[before[1]] = after[0]
                continue
            for number, (option, wrap) in enumerate(zip(run.options, wraps, strict=True)):
                start = option.label.start
                if wrap is not None:
                    self.given_up |= {*wrap}
                if start < option.label.end:
                    self.labels[start] = Span(start, option.label.end)
                if number == 0:
                    self.edges[start].append("RUN")
            self.edges[run.end].insert(0, "END")

    def _touch(self, wraps: Sequence[tuple[int, int] | None]) -> bool:
        """Say whether only white space stands between brackets."""
        spans = [wrap for wrap in wraps if wrap is not None]
        return all(not self.text[a[1] + 1 : b[0]].strip() for a, b in pairwise(spans))

    def _split(self) -> None:
        """Cut tokens where a run begins or ends, and at the names of options."""
        named = (at for spans in (self.labels, self.names) for span in spans.values() for at in span)
        cuts = sorted({*self.edges, *named})
        cut: list[Token] = []
        for token in self.tokens:
            inside = cuts[bisect_right(cuts, token.start) : bisect_left(cuts, token.end)]
            at = token.start
            for edge in [*inside, token.end]:
                cut.append(Token(token.type if (at, edge) == (token.start, token.end) else _part(token), at, edge))
                at = edge
        self.tokens = cut

    # Slashes and ORs.

    def _decide_marks(self) -> None:
        members: dict[int, list[Token]] = defaultdict(list)
        words: dict[int, list[Token]] = defaultdict(list)
        stack: list[int | None] = []
        for token in self.tokens:
            for edge in self.edges.get(token.start, ()):
                stack = stack[:-1] if edge == "END" else [*stack, None]
            if token.type in ("OPEN", "ADDED") and token.start in self.pairs and token.start not in self.given_up:
                stack.append(token.start)
            elif (
                token.type in ("CLOSE", "ADDED_END") and token.start in self.closes and token.start not in self.given_up
            ):
                stack.pop()
            elif stack and stack[-1] is not None:
                if token.type in ("SLASH", "OR", "ARROW"):
                    members[stack[-1]].append(token)
                elif token.type == "TEXT" and token.start not in self.labels:
                    words[stack[-1]].append(token)
            elif token.type == "OR" and stack:
                self._or_between_options(token)
        if not self.pairs:
            return
        outer = outermost(self.pairs)
        fixed = self._word_slashes(outer, members)
        for start in self.pairs:
            if start not in self.given_up:
                self._separators(start, members.get(start, ()), fixed)
                self._names(start, words.get(start, ()))

    def _or_between_options(self, token: Token) -> None:
        following = re.compile(r"\s*").match(self.text, token.end)
        at = following.end() if following else token.end
        if at in self.labels:
            self.separators.add(token.start)

    def _word_slashes(self, outer: Sequence[Span], members: dict[int, list[Token]]) -> set[int]:
        """Return the slashes that are part of words, as the convention and the rest of the draft write them."""
        if not any(token.type == "SLASH" for tokens in members.values() for token in tokens):
            return set()
        covered = sorted([*outer, *(claim.span for claim in self.claims if claim.kind != "words")])
        outside: list[Span] = []
        at = 0
        for span in covered:
            if at < span.start:
                outside.append(Span(at, span.start))
            at = max(at, span.end)
        outside.append(Span(at, len(self.text)))
        compounds = {*map(compound_key, self.conventions.compounds)} | compounds_in(self.text, outside)
        return {at for span in outer for at in word_slashes(self.text, span, compounds)}

    def _separators(self, start: int, marks: Sequence[Token], fixed: set[int]) -> None:
        end = self.pairs[start]
        wide = bool(re.search(r"\n[ \t\r]*\n", self.text[start + 1 : end].strip()))
        arrows = [token for token in marks if token.type == "ARROW" and self.text[start] == "{"]
        # Over paragraphs only an OR on a line of its own cuts.
        ors = [token for token in marks if token.type == "OR" and (not wide or self._alone(token))]
        if arrows:
            self.separators.update(token.start for token in arrows)
            self.divided.add(start)
            return
        self.separators.update(token.start for token in ors)
        self.divided |= {start} if ors else set()
        slashes = [token for token in marks if token.type == "SLASH"]
        if not slashes or wide or self.text[start + 1 : end].lstrip().startswith("/"):
            return
        slashes = [token for token in slashes if token.start not in fixed]
        slashes = [token for token in slashes if not self._between_brackets(token)]
        cuts = [
            start + 1,
            *(at for t in sorted([*slashes, *ors], key=lambda t: t.start) for at in (t.start, t.end)),
            end,
        ]
        pieces = dict(zip(cuts[1::2], zip(cuts[::2], cuts[2::2], strict=False), strict=False))
        ends = dict(zip(cuts[::2], cuts[1::2], strict=True))
        alike = all(
            separates(
                self.free.words(pieces[token.start][0], token.start),
                self.free.words(token.end, ends[token.end]),
                several=len(slashes) > 1,
            )
            and not self._lists_delegations(token)
            for token in slashes
        )
        if alike and slashes:
            self.separators.update(token.start for token in slashes)
            self.divided.add(start)
        elif slashes:
            self.doubts.report_slash(self.text[start : end + 1], start)

    def _alone(self, token: Token) -> bool:
        line = self.text.rfind("\n", 0, token.start) + 1
        stop = self.text.find("\n", token.end)
        return not self.text[line : token.start].strip(" \t*[") and not self.text[
            token.end : max(stop, token.end)
        ].strip(" \t\r*]")

    def _between_brackets(self, token: Token) -> bool:
        before = (
            self.text[: token.start].rstrip()[-1:]
            if token.start < 40
            else self.text[token.start - 40 : token.start].rstrip()[-1:]
        )
        return before == "]" and self.text[token.end : token.end + 40].lstrip()[:1] == "["

    def _lists_delegations(self, token: Token) -> bool:
        """Say whether a slash stands in a list of which a member is a delegation: `J/EU/US: with pilots`."""
        before = re.search(r"[\w./’' -]*$", self.text[max(0, token.start - 60) : token.start])
        after = re.match(r"[\w./’' -]*", self.text[token.end : token.end + 60])
        members = f"{before[0] if before else ''}/{after[0] if after else ''}".split("/")
        near = [name.strip() for name in members if name.strip()]
        names = Names.default()
        known = [name for name in near if 1 < len(name) <= 24 and name[0].isupper() and names.find(name)]
        unclaimed = self.free.is_free(token.start - 1, token.end + 1)
        return bool(known) and unclaimed and all(len(name.split()) <= 3 and name[0].isupper() for name in near)

    # Names of options inside a bracket.

    def _names(self, start: int, words: Sequence[Token]) -> None:
        found: list[Span] = []
        for token in words:
            for match in pattern("OPTION_INSIDE").finditer(self.text, token.start, token.end):
                before = self._words_before(start, match.start()).rstrip(" \t*_")
                opens = not before.strip() or before[-1] in "[]/;.\n" or self.either.at_end.search(before)
                name = match["round"] or match["name"] or ""
                if opens and (name or match[0].rstrip().endswith(":")):
                    found.append(Span(*match.span()))
        lead = self._words_before(start, found[0].start).strip(" \t\r\n*_") if found else ""
        if found and (len(found) > 1 or not lead or self.either.separated.search(lead)):
            for span in found:
                self.labels[span.start] = span
            self.divided.add(start)
        self._alternative_text(start)

    def _words_before(self, start: int, at: int) -> str:
        """Return the last words in a bracket before a place, without comments and other marks."""
        return self.free.words(max(start + 1, self.free.claimed_from(at) - 80), at)

    def _alternative_text(self, start: int) -> None:
        """Note a bracket that opens with “alt.” behind another: it is the other's alternative, as if it said OR."""
        found = pattern("ALTERNATIVE_TEXT").match(self.text, start + 1)
        if not found or self.text[found.end() : found.end() + 1] != " " or not self.free.is_free(*found.span()):
            return
        before = self.text[:start].rstrip(" ")[-1:] if start < 8 else self.text[start - 8 : start].rstrip(" ")[-1:]
        if before == "]":
            self.names[found.start()] = Span(*found.span())

    # Brackets side by side.

    def _join(self) -> None:
        order = sorted(self.pairs)
        for start in order:
            end = self.pairs[start]
            if start in self.given_up or end in self.joined:
                continue
            behind = end + self._length(end)
            for claim in self.free.behind(behind):
                behind = claim.end
            second = self._next_bracket(self._past_stray(behind, "]"))
            second = self._past_stray(second, "[") if second >= 0 else second
            if second not in self.pairs or second in self.given_up or self._cut_between(behind, second):
                continue
            if not self.free.is_free(behind, second):
                continue
            if self._are_joined(start, end, self.text[behind:second], second):
                self.joined[end] = second

    def _past_stray(self, at: int, sign: str) -> int:
        """Return the place behind a sign that has no partner: "[shall]][should]" are one choice all the same."""
        known = self.closes if sign == "]" else self.pairs
        stray = self.text.startswith(sign, at) and at not in known
        return at + 1 if stray and self.text[at + 1 : at + 3].lstrip(" ").startswith("[") else at

    def _next_bracket(self, at: int) -> int:
        """Return where a bracket opens that may be joined to the one that ends at `at`, or -1."""
        found = self.either.joint.match(self.text, at)
        return found.end() if found else -1

    def _length(self, at: int) -> int:
        return 3 if self.text.startswith(("++}", "--}", "~~}", "{++", "{--", "{~~"), at) else 1

    def _cut_between(self, start: int, end: int) -> bool:
        return any(at in self.edges for at in range(start, end + 1))

    def _are_joined(self, start: int, end: int, between: str, second: int) -> bool:
        first, other = self._words(start), self._words(second)
        opens_with_or = self._opens_with_or(second)
        if opens_with_or and not between.strip():
            return True
        if all(pattern("PLACEHOLDER").fullmatch(words) or not words for words in (first.strip(), other.strip())):
            return False
        if between.strip() in ("", ","):
            if "\n" in between:
                return self._is_alt(start, second)
            if between.strip():
                return bool(self.either.listed.match(self.text, second))
        else:
            return True
        named = [any(at in self.labels for at in range(opening + 1, opening + 3)) for opening in (start, second)]
        if any(named):
            return all(named)
        if start in self.divided or second in self.divided:
            return False
        if self.conventions.adjacent != "auto":
            return self.conventions.adjacent == "alternatives"
        if self._block(end) != self._block(second):
            return False
        judgement = judge(first, other, spaced=bool(between), before=self._in_front(start))
        if not judgement.alike and not judgement.sure and self._have_owners(start, second):
            # "[EU: in cash] [Japan: in kind]": each side proposes its own words.
            judgement = Judgement(True, False)
        before = self.rows.get(start)
        if before and not judgement.alike and goes_on(before, other):
            judgement = Judgement(True, False)
        third = self._next_bracket(self.pairs[second] + self._length(self.pairs[second]))
        if not any(judgement) and third in self.pairs and opens_row(first, other, self._words(third)):
            judgement = Judgement(True, False)
        if judgement.alike:
            self.rows[second] = before or first
        if not judgement.sure:
            self.doubts.report_adjacent(first.strip(), other.strip(), judgement.alike, start)
        return judgement.alike

    def _words(self, start: int) -> str:
        return self.free.words(start + self._length(start), self.pairs[start])

    def _have_owners(self, *starts: int) -> bool:
        """Say whether each of some brackets opens with who wants its words."""
        return all(not self.free.is_free(start + 1, start + 2) for start in starts)

    def _in_front(self, start: int) -> str:
        """Return the last word before a bracket, or before the row of brackets that it stands in."""
        found = re.search(r"[\w'’-]+[ ]*$", self.text[max(0, start - 40) : start])
        return found[0] if found else ""

    def _opens_with_or(self, start: int) -> bool:
        if start + 1 in self.names:
            return True
        words = self.either.opening.match(self.text, start + 1)
        return bool(words) and any(at in self.separators for at in range(start + 1, words.end()))  # type: ignore[union-attr]

    def _is_alt(self, first: int, second: int) -> bool:
        """Say whether two brackets hold a paragraph and its "alt" paragraph, with their numbers."""
        blocks = self.outline.blocks
        one, two = blocks[self._block(first)], blocks[self._block(second)]
        if (
            one.label is None
            or two.label is None
            or not (one.start <= first < one.label.end and two.start <= second < two.label.end)
        ):
            return False
        return (
            alt_base(two.label.normal) == one.label.normal
            or alt_base(two.label.normal) == alt_base(one.label.normal) != ""
        )

    def _block(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    # The tokens of the grammar.

    def _written(self) -> Iterator[Token]:
        words: Token | None = None
        skip = -1
        last = ""
        for token in [*self.tokens, Token("TEXT", len(self.text), len(self.text))]:
            at = token.start
            kinds = self.edges.get(at, ())
            if kinds and at >= skip:
                if words:
                    yield words
                    words = None
                yield from (Token(kind, at, at) for kind in kinds)
                last = kinds[-1]
            if at < skip:
                continue
            kind, end = self._kind(token)
            if kind == "BEHIND" and (words or last not in ("CLOSE", "BEHIND")):
                # It stands behind a sign that is no bracket's.
                kind = "ATTRIBUTION"
            if kind == "TEXT":
                # Words in a row are one token.
                words = Token("TEXT", words.start if words else at, end) if end > at else words
            else:
                if words:
                    yield words
                    words = None
                yield Token(kind, at, end)
                last = kind
            skip = max(skip, end) if end > token.end else skip
            if at in self.joined and kind == "CLOSE":
                skip = yield from self._joint(end, self.joined[at])
                last = "JOIN"
        if words:
            yield words

    def _joint(self, start: int, end: int) -> Generator[Token, None, int]:
        """Yield who is named behind a bracket, and what joins it to the next."""
        at = start
        for span in self.free.behind(start):
            yield Token("BEHIND", *span)
            at = span.end
        yield Token("JOIN", at, end)
        return end

    def _kind(self, token: Token) -> tuple[str, int]:
        """Return what a token is to the grammar, and where it ends."""
        at, end = token.start, token.end
        if at in self.labels:
            return "LABEL", self.labels[at].end
        if at in self.names:
            return "SEP", self.names[at].end
        if at in self.given_up:
            return "NOTE", end
        if token.type in _SIGNS:
            if at not in self.pairs and at not in self.closes:
                return ("TEXT" if token.type.startswith("ADDED") else "STRAY"), end
            return ("OPEN" if at in self.pairs else "CLOSE"), end
        if token.type in ("SLASH", "OR", "ARROW", "CHARACTER"):
            return ("SEP" if at in self.separators else "TEXT"), end
        return token.type, end


class _Either(NamedTuple):
    """The patterns of “or” in the languages of a draft: between two brackets, and before the name of an option."""

    joint: re.Pattern[str]
    listed: re.Pattern[str]
    opening: re.Pattern[str]
    separated: re.Pattern[str]
    at_end: re.Pattern[str]

    @classmethod
    @cache
    def of(cls, languages: tuple[str, ...]) -> _Either:
        any_or, capitals = either(languages), either(languages, capitals=True)
        return cls(
            # White space on one line, or OR, or, or a slash, perhaps on a line of its own; a comma in a list.
            re.compile(rf"(?:[ \t\u00a0]{{0,4}}|,?\s{{0,8}}\**(?:{any_or}|/)\**\s{{0,8}}|,[ ]|\s{{1,12}})(?=\[|\{{)"),
            re.compile(rf"\[[^\[\]]{{0,200}}\](?:,[ ]\[[^\[\]]{{0,200}}\]){{0,6}},?[ ](?:{any_or})[ ]\["),
            re.compile(rf"\s*(?:{capitals})(?!\w)"),
            re.compile(rf"(?:\b(?:{capitals})|(?:^|\n)[ \t]*(?:{any_or})|/)$"),
            re.compile(rf"(?<!\w)(?:{any_or})$"),
        )


class _Free:
    """The words of a text that nobody has claimed."""

    def __init__(self, text: str, claims: Sequence[Claim]) -> None:
        self.text = text
        self.claims = [claim for claim in claims if claim.kind != "words"]
        self.starts = [claim.span.start for claim in self.claims]

    def words(self, start: int, end: int) -> str:
        """Return the words of a stretch without what is claimed in it."""
        kept = []
        number = max(0, bisect_right(self.starts, start) - 1)
        at = start
        while number < len(self.claims) and self.claims[number].span.start < end:
            span = self.claims[number].span
            if span.end > at:
                kept.append(self.text[at : max(at, span.start)])
                at = span.end
            number += 1
        return "".join([*kept, self.text[at:end]])

    def claimed_from(self, at: int) -> int:
        """Return where the marks begin that stand directly before a place, white space left out."""
        number = bisect_left(self.starts, at) - 1
        while number >= 0 and not self.text[self.claims[number].span.end : at].strip():
            at = self.claims[number].span.start
            number -= 1
        return at

    def is_free(self, start: int, end: int) -> bool:
        number = bisect_left(self.starts, end) - 1
        return number < 0 or self.claims[number].span.end <= start

    def behind(self, at: int) -> Iterator[Span]:
        """Yield the claims that stand behind a bracket which ends at `at`, one behind the other."""
        number = bisect_left(self.starts, at)
        while number < len(self.claims) and self.claims[number].span.start == at and self.claims[number].behind:
            yield self.claims[number].span
            at = self.claims[number].span.end
            number += 1


def _part(token: Token) -> str:
    return "TEXT" if token.type not in ("COMMENT", "NOTE", "STATUS", "ATTRIBUTION", "BEHIND") else token.type


def separates(left: str, right: str, *, several: bool = False) -> bool:
    """Say whether a slash between these words separates: a word or a short phrase stands on each side, of one sort.

    With white space round the slash phrases may be longer. Without it, `[use of national/regional systems]` is more
    likely a slash between two words of one phrase. `several`: the bracket has more slashes.

    >>> separates("priorities", "initiatives"), separates("The fund set up by the decision of the body", "XMP.3 shall")
    (True, False)
    >>> separates("use of national", "regional systems and approaches")
    False
    """
    spaced = left[-1:].isspace() and right[:1].isspace()
    a, b = left.split(), right.split()
    fewer, more = sorted((len(a), len(b)))
    if fewer == 0:
        return False
    if spaced and left.rstrip().endswith((".", ";")):
        return True
    if pattern("NO_TEXT").fullmatch(left.strip()) or pattern("NO_TEXT").fullmatch(right.strip()):
        return True
    if spaced:
        return more <= 8 and more <= 3 * fewer + 1
    if more <= 5:
        return more <= 3 * fewer + 1 and (more < 3 or several or not _rhyme(a[-1], b[0]))
    alike = share_words(left, right) or all(pattern("COMPLEMENT").search(words) for words in (left, right))
    return alike and more <= 12 and more <= 3 * fewer + 1 and not any(_is_clause(words) for words in (left, right))


def _rhyme(word: str, other: str) -> bool:
    """Say whether two words end alike, as "national" and "regional" do."""
    return min(len(word), len(other)) > 4 and word[-2:].casefold() == other[-2:].casefold()


# "transition to the new economy", "transformation of society": a noun with what belongs to it.
_STOP = re.compile(r"[,;:.]")


def _is_clause(words: str) -> bool:
    return bool(_STOP.search(words) or pattern("FINITE").search(words))


def decide(
    text: str,
    tokens: list[Token],
    nesting: Nesting,
    outline: Outline,
    conventions: Conventions,
    doubts: Ambiguities,
    claims: Sequence[Claim],
    languages: tuple[str, ...],
) -> list[Token]:
    """Return the tokens of the grammar."""
    return _Decider(
        text, tokens, nesting.pairs, nesting.runs, outline, conventions, doubts, claims, languages, nesting.wraps
    ).run()
