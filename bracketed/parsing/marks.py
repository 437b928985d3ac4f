"""What the marks mean: which slash and OR separates, which brackets side by side are joined, what names an option.

From the tokens of the text, with pairs and runs, to the tokens of the grammar, which carry these decisions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Findings
from bracketed.draft.languages import either
from bracketed.parsing.adjacency import Judgement, goes_on, is_phrasal, judge, opens_row, share_words, sums_up
from bracketed.parsing.attributions import Attribution, are_crossed, read_attribution
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import alt_base
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Outline
from bracketed.parsing.pairing import Nesting, name_start, outermost
from bracketed.parsing.scanner import Claim, Claims, Token
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time

_SIGNS = ("OPEN", "CLOSE", "ADDED", "ADDED_END")
_SPACE = re.compile(r"\s*")
_STOP = re.compile(r"[,;:.]")


class _Or(NamedTuple):
    # Between two brackets: white space, OR, or, or a slash, perhaps on a line of its own; a comma in a list.
    joint: re.Pattern[str]
    # "[a], [b] or [c]": behind a comma a row of brackets is a list only if an “or” ends it.
    listed: re.Pattern[str]
    opening: re.Pattern[str]
    # Between brackets that hold an option each: bullets, and an “or”.
    row: re.Pattern[str]
    # Before the first name of an option in a bracket, and before any.
    before_first: re.Pattern[str]
    before_name: re.Pattern[str]


@cache
def _or(languages: tuple[str, ...]) -> _Or:
    any_or, capitals = either(languages), either(languages, capitals=True)
    return _Or(
        re.compile(rf"(?:[ \t\u00a0]{{0,4}}|,?\s{{0,8}}\**(?:{any_or}|/)\**\s{{0,8}}|,[ ]|\s{{1,12}})(?=\[|\{{)"),
        re.compile(rf"\[[^\[\]]{{0,200}}\](?:,[ ]\[[^\[\]]{{0,200}}\]){{0,6}},?[ ](?:{any_or})[ ]\["),
        re.compile(rf"\s*(?:{capitals})(?!\w)"),
        re.compile(rf"[\s•·*–-]*(?:[;,]?\s*(?:{any_or})[\s•·*–-]+)?"),
        re.compile(rf"(?:\b(?:{capitals})|(?:^|\n)[ \t]*(?:{any_or})|/)$"),
        re.compile(rf"(?<!\w)(?:{any_or})$"),
    )


@dataclass
class Decider:
    """Decides what the marks mean, and writes the tokens of the grammar."""

    text: str
    tokens: list[Token]
    nesting: Nesting
    outline: Outline
    conventions: Conventions
    languages: tuple[str, ...]
    claims: Sequence[Claim]
    findings: Findings
    # Signs between words of different parties.
    attributed: Sequence[Span] = ()

    def __post_init__(self) -> None:
        self.pairs = self.nesting.pairs
        self.closes = {end: start for start, end in self.pairs.items()}
        self.starts = [block.start for block in self.outline.blocks]
        self.either = _or(self.languages)
        self.free = _UnclaimedText(self.text, self.claims)
        self.separators: set[int] = set()
        self.edges: dict[int, list[str]] = defaultdict(list)  # where runs begin and end
        self.labels: dict[int, Span] = {}  # names of options, by where they begin
        # What separates as an OR does: "alt." in front of words, signs between words of different parties
        self.names: dict[int, Span] = {sign.start: sign for sign in self.attributed}
        self.rows: dict[int, str] = {}  # the first words of a row of alternatives, by each later bracket
        self.joined: dict[int, int] = {}  # closing sign to the opening one of the next bracket
        self.divided: set[int] = set()  # brackets that hold options, by their opening signs
        self.given_up: set[int] = set()  # signs that belong to the name of an option

    def run(self) -> list[Token]:
        """Return the tokens of the grammar."""
        self._place_runs()
        self._split()
        self._decide_marks()
        self._split()
        self._join()
        return list(self._written())

    def _place_runs(self) -> None:
        for run in self.nesting.runs:
            wraps = [self.nesting.wraps.get((run.number, number)) for number in range(len(run.options))]
            known = [wrap for wrap in wraps if wrap is not None]
            touch = all(self.either.row.fullmatch(self.text, a[1] + 1, b[0]) for a, b in pairwise(known))
            if not run.is_alt and len(known) == len(wraps) and touch:
                # "[Option 1: …] [Option 2: …]": brackets in a row.
                for option in run.options:
                    name = name_start(self.text, option.label)
                    self.labels[name] = Span(name, option.label.end)
                self.joined |= {before[1]: after[0] for before, after in pairwise(known)}
                continue
            self.given_up |= {sign for wrap in known for sign in wrap}
            for option in run.options:
                if option.label.start < option.label.end:
                    self.labels[option.label.start] = option.label
            self.edges[run.options[0].label.start].append("RUN")
            self.edges[run.end].insert(0, "END")

    def _split(self) -> None:
        named = (at for spans in (self.labels, self.names) for span in spans.values() for at in span)
        cuts = sorted({*self.edges, *named})
        if not cuts:
            return
        cut: list[Token] = []
        for token in self.tokens:
            inside = cuts[bisect_right(cuts, token.start) : bisect_left(cuts, token.end)]
            if not inside:
                cut.append(token)
                continue
            kind = token.type if token.type in ("COMMENT", "NOTE", "STATUS", "ATTRIBUTION", "BEHIND") else "TEXT"
            cut += [Token(kind, *span) for span in pairwise([token.start, *inside, token.end])]
        self.tokens = cut

    # Slashes and ORs.

    def _decide_marks(self) -> None:
        members: dict[int, list[Token]] = defaultdict(list)
        words: dict[int, list[Token]] = defaultdict(list)
        stack: list[int | None] = []
        for token in self.tokens:
            for edge in self.edges.get(token.start, ()):
                stack = stack[:-1] if edge == "END" else [*stack, None]
            if token.start in self.given_up:
                continue
            if token.type in ("OPEN", "ADDED") and token.start in self.pairs:
                stack.append(token.start)
            elif token.type in ("CLOSE", "ADDED_END") and token.start in self.closes:
                stack.pop()
            elif stack and stack[-1] is not None:
                if token.start in self.names:
                    self.divided.add(stack[-1])
                elif token.type in ("SLASH", "OR", "ARROW"):
                    members[stack[-1]].append(token)
                elif token.type == "TEXT" and token.start not in self.labels:
                    words[stack[-1]].append(token)
            elif token.type == "OR" and stack and _SPACE.match(self.text, token.end).end() in self.labels:  # type: ignore[union-attr]
                # Between two options in paragraphs of their own.
                self.separators.add(token.start)
        fixed = self._word_slashes(members)
        for start in in_time(self.pairs, lambda start: line_at(self.text, start)):
            if start not in self.given_up:
                self._separators(start, members.get(start, ()), fixed)
                self._names(start, words.get(start, ()))

    def _word_slashes(self, members: Mapping[int, Sequence[Token]]) -> set[int]:
        # The convention names compounds, and the draft shows others: a word outside brackets is one inside too.
        if not any(token.type == "SLASH" for tokens in members.values() for token in tokens):
            return set()
        outer = outermost(self.pairs)
        covered = sorted([*outer, *(claim.span for claim in self.claims if claim.kind != "words")])
        outside: list[Span] = []
        at = 0
        for span in [*covered, Span(len(self.text), len(self.text))]:
            if at < span.start:
                outside.append(Span(at, span.start))
            at = max(at, span.end)
        compounds = {*map(compound_key, self.conventions.compounds)}
        compounds |= {compound_key(found[0]) for span in outside for found in _slash_words(self.text, span)}
        return {at for span in outer for at in word_slashes(self.text, span, compounds)}

    def _separators(self, start: int, marks: Sequence[Token], fixed: set[int]) -> None:
        # All slashes of a bracket separate, or none does: half of a list of options is worse than a doubt.
        if not marks:
            return
        end = self.pairs[start]
        words = self.text[start + 1 : end].strip()
        wide = self._block(start) < self._block(end) or pattern("BLANK_LINE").search(words) is not None
        arrows = [token for token in marks if token.type == "ARROW" and self.text[start] == "{"]
        # Over paragraphs only an OR on a line of its own cuts.
        ors = [token for token in marks if token.type == "OR" and (not wide or self._is_alone(token))]
        if ors and self.text[start + 1 : ors[0].start].strip() in (";", ",", ":"):
            # "[; or (c) further costs]" goes on with a list.
            del ors[0]
        if arrows or ors:
            self.separators.update(token.start for token in arrows or ors)
            self.divided.add(start)
        slashes = [token for token in marks if token.type == "SLASH"]
        if arrows or not slashes or wide or self.text[start + 1 : end].lstrip().startswith("/"):
            return
        slashes = [token for token in slashes if token.start not in fixed and not self._is_between_brackets(token)]
        if not slashes:
            return
        cutting = sorted([*slashes, *ors], key=lambda token: token.start)
        begins = [start + 1, *(token.end for token in cutting)]
        ends = [*(token.start for token in cutting), end]
        pieces = [self.free.words(*piece) for piece in zip(begins, ends, strict=True)]
        opens = not self.text[self.outline.blocks[self._block(start)].body : start].strip(" \t*_>")
        alike = all(
            token.type != "SLASH"
            or (separates(*sides, several=len(slashes) > 1, opens=opens) and not self._lists_delegations(token))
            for token, sides in zip(cutting, pairwise(pieces), strict=True)
        )
        if alike:
            self.separators.update(token.start for token in slashes)
            self.divided.add(start)
        else:
            what = f"the slash in “{_short(self.text[start : end + 1])}” is read as part of the words"
            message = f"{what}; it separates no options"
            self.findings.add("info", "doubtful-slash", message, start, None, "write OR between options")

    def _is_alone(self, token: Token) -> bool:
        line = self.text.rfind("\n", 0, token.start) + 1
        stop = self.text.find("\n", token.end)
        stop = len(self.text) if stop < 0 else stop
        return not (self.text[line : token.start].strip(" \t*[") or self.text[token.end : stop].strip(" \t\r*]"))

    def _is_between_brackets(self, token: Token) -> bool:
        before, behind = self.text[max(0, token.start - 40) : token.start], self.text[token.end : token.end + 40]
        return before.rstrip()[-1:] == "]" and behind.lstrip()[:1] == "["

    def _lists_delegations(self, token: Token) -> bool:
        # "J/EU/US: with pilots": the slash is in a list of delegations.
        before = re.search(r"[\w./’' -]*$", self.text[max(0, token.start - 60) : token.start])
        after = re.match(r"[\w./’' -]*", self.text[token.end : token.end + 60])
        members = f"{before[0] if before else ''}/{after[0] if after else ''}".split("/")
        near = [name.strip() for name in members if name.strip()]
        if not all(len(name.split()) <= 3 and name[0].isupper() for name in near):
            return False
        known = any(1 < len(name) <= 24 and Names.default().find(name) for name in near)
        return known and self.free.is_free(token.start - 1, token.end + 1)

    # Names of options inside a bracket.

    def _names(self, start: int, words: Sequence[Token]) -> None:
        found: list[Span] = []
        for token in words:
            for match in pattern("OPTION_INSIDE").finditer(self.text, token.start, token.end):
                before = self._words_before(start, match.start()).rstrip(" \t*_")
                opens = not before.strip() or before[-1] in "[]/;.\n" or self.either.before_name.search(before)
                if opens and (match["round"] or match["name"] or match[0].rstrip().endswith(":")):
                    found.append(Span(*match.span()))
        lead = self._words_before(start, found[0].start).strip(" \t\r\n*_") if found else ""
        if len(found) > 1 or (found and (not lead or self.either.before_first.search(lead))):
            self.labels |= {span.start: span for span in found}
            self.divided.add(start)
        # "[alt. words]" behind another bracket is the other's alternative, as if it said OR.
        alternative = pattern("ALTERNATIVE_TEXT").match(self.text, start + 1)
        behind = self.text[max(0, start - 8) : start].rstrip(" ").endswith("]")
        if alternative and behind and self.text.startswith(" ", alternative.end()):
            span = Span(*alternative.span())
            self.names |= {span.start: span} if self.free.is_free(*span) else {}

    def _words_before(self, start: int, at: int) -> str:
        return self.free.words(max(start + 1, self.free.claimed_from(at) - 80), at)

    # Brackets side by side.

    def _join(self) -> None:
        for start, end in in_time(sorted(self.pairs.items()), lambda pair: line_at(self.text, pair[0])):
            if start in self.given_up or end in self.joined:
                continue
            behind = end + self._length(end)
            for span in self.free.behind(behind):
                behind = span.end
            second = self._next_bracket(self._past_stray(behind, "]"))
            second = self._past_stray(second, "[") if second >= 0 else second
            if second not in self.pairs or second in self.given_up or not self.free.is_free(behind, second):
                continue
            if any(at in self.edges for at in range(behind, second + 1)):
                continue
            if self._are_joined(start, end, self.text[behind:second], second):
                self.joined[end] = second

    def _past_stray(self, at: int, sign: str) -> int:
        # "[shall]][should]" are one choice all the same: a sign without a partner is left out.
        known = self.closes if sign == "]" else self.pairs
        stray = self.text.startswith(sign, at) and at not in known
        return at + 1 if stray and self.text[at + 1 : at + 3].lstrip(" ").startswith("[") else at

    def _next_bracket(self, at: int) -> int:
        found = self.either.joint.match(self.text, at)
        return found.end() if found else -1

    def _length(self, at: int) -> int:
        return 3 if self.text.startswith(("++}", "--}", "~~}", "{++", "{--", "{~~"), at) else 1

    def _are_joined(self, start: int, end: int, between: str, second: int) -> bool:
        first, other = self._words(start), self._words(second)
        joint = between.strip()
        opening = self.either.opening.match(self.text, second + 1)
        written = opening is not None and any(at in self.separators for at in range(*opening.span()))
        if not joint and (written or second + 1 in self.names):
            # "[a] [OR b]", "[a] [alt. b]"
            return True
        if not joint and self._begins_with_slash(second):
            # "[a][/b]": the slash is between the two, as in "[a]/[b]", but not in "[40 hours][/week]".
            alike = not re.search(r"\d", first) or re.search(r"\d", other) is not None
            if alike:
                slash = self.text.index("/", second)
                self.names[slash] = Span(slash, slash + 1)
            self._report_joint(start, first, other, alike=alike)
            return alike
        if self._begins_with_slash(start) and self.text[start - 1 : start].isalnum():
            # "and[/or] [other] funds": the slash goes on with the word before it.
            return False
        if all(not words or pattern("PLACEHOLDER").fullmatch(words) for words in (first.strip(), other.strip())):
            return False
        if joint not in ("", ","):
            return True
        if "\n" in between:
            return self._is_alt(start, second)
        if between and (self._is_in_word(start, start - 1) or self._is_in_word(second, self.pairs[second] + 1)):
            # "ship[s] [or boats]", "[They] [re]act": a part of a word stands for no other words.
            return False
        if joint:
            return bool(self.either.listed.match(self.text, second))
        named = [any(at in self.labels for at in range(opening + 1, opening + 3)) for opening in (start, second)]
        if any(named):
            return all(named)
        if start in self.divided or second in self.divided:
            return False
        if self.conventions.adjacent != "auto":
            return self.conventions.adjacent == "alternatives"
        return self._block(end) == self._block(second) and self._are_alike(start, first, second, other, bool(between))

    def _are_alike(self, start: int, first: str, second: int, other: str, spaced: bool) -> bool:
        front = re.search(r"[\w'’-]+[ ]*\n?\Z", self.text[max(0, start - 40) : start])
        if are_crossed(*(self._attribution(at) for at in (start, second))):
            return True
        judgement = judge(first, other, spaced=spaced, before=front[0] if front else "")
        if not judgement.alike:
            before = self.rows.get(start)
            third = self._next_bracket(self.pairs[second] + self._length(self.pairs[second]))
            further = self._words(third) if third in self.pairs else ""
            # "[EU: in cash] [Japan: in kind]": each side proposes its own words.
            owned = all(not self.free.is_free(opening + 1, opening + 2) for opening in (start, second))
            if (
                (owned and not judgement.sure)
                or (before and goes_on(before, other))
                or (further and not judgement.sure and opens_row(first, other, further))
            ):
                judgement = Judgement(True, False)
            if any(sums_up(words, first, other) for words in (before or "", further)):
                # "[by mail] [by phone] [by mail and by phone]"
                judgement = Judgement(True, True)
        if judgement.alike:
            self.rows[second] = self.rows.get(start) or first
        if not judgement.sure:
            self._report_joint(start, first, other, alike=judgement.alike)
        return judgement.alike

    def _is_in_word(self, start: int, beside: int) -> bool:
        # Longer words without a space before or behind them are a slip.
        words = self.text[start + 1 : self.pairs[start]]
        return len(words) < 4 and words.isalpha() and self.text[beside : beside + 1].isalpha()

    def _begins_with_slash(self, start: int) -> bool:
        at = start + self._length(start)
        at += len(self.text[at : at + 8]) - len(self.text[at : at + 8].lstrip(" "))
        rest = self.text[at + 1 : self.pairs[start]].strip()
        return self.text.startswith("/", at) and rest[:1] not in ("", "/") and self.free.is_free(at, at + 1)

    def _report_joint(self, start: int, first: str, other: str, *, alike: bool) -> None:
        sides = " and ".join(f"“[{_short(words)}]”" for words in (first, other))
        reading = "alternatives of one choice" if alike else "brackets of their own"
        message = f"{sides} are side by side; they are read as {reading}"
        self.findings.add("info", "adjacent", message, start, None, "write OR between alternatives")

    def _attribution(self, start: int) -> tuple[Attribution, ...]:
        # Who is named in front of the words of a bracket.
        span = self.free.claim_at(start + self._length(start))
        return read_attribution(self.text[slice(*span)].strip(" :{(")) if span else ()

    def _words(self, start: int) -> str:
        return self.free.words(start + self._length(start), self.pairs[start])

    def _is_alt(self, first: int, second: int) -> bool:
        # Two brackets hold a paragraph and its "alt" paragraph, with their numbers.
        one, two = (self.outline.blocks[self._block(at)] for at in (first, second))
        if one.label is None or two.label is None:
            return False
        base = alt_base(two.label.normal)
        alike = base != "" and base in (one.label.normal, alt_base(one.label.normal))
        return alike and one.start <= first < one.label.end and two.start <= second < two.label.end

    def _block(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

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
                # It is behind a sign that is no bracket's.
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
                # Who is named behind the bracket, and what joins it to the next.
                for span in self.free.behind(end):
                    yield Token("BEHIND", *span)
                    end = span.end
                skip = self.joined[at]
                yield Token("JOIN", end, skip)
                last = "JOIN"
        if words:
            yield words

    def _kind(self, token: Token) -> tuple[str, int]:
        at, end = token.start, token.end
        if at in self.labels:
            return "LABEL", self.labels[at].end
        if at in self.names:
            return "SEP", self.names[at].end
        if at in self.given_up:
            return "NOTE", end
        if token.type in _SIGNS:
            if at in self.pairs:
                return "OPEN", end
            if at in self.closes:
                return "CLOSE", end
            return ("TEXT" if token.type.startswith("ADDED") else "STRAY"), end
        if token.type in ("SLASH", "OR", "ARROW", "CHARACTER"):
            return ("SEP" if at in self.separators else "TEXT"), end
        return token.type, end


class _UnclaimedText:
    def __init__(self, text: str, claims: Sequence[Claim]) -> None:
        self.text = text
        self.claims = [claim for claim in claims if claim.kind != "words"]
        self.starts = [claim.span.start for claim in self.claims]

    def words(self, start: int, end: int) -> str:
        kept = []
        at = start
        for claim in self.claims[max(0, bisect_right(self.starts, start) - 1) : bisect_left(self.starts, end)]:
            span = claim.span
            if span.end > at:
                kept.append(self.text[at : max(at, span.start)])
                at = span.end
        return "".join([*kept, self.text[at:end]])

    def claimed_from(self, at: int) -> int:
        # White space before a mark counts as part of it.
        number = bisect_left(self.starts, at) - 1
        while number >= 0 and not self.text[self.claims[number].span.end : at].strip():
            at = self.claims[number].span.start
            number -= 1
        return at

    def claim_at(self, at: int) -> Span | None:
        number = bisect_left(self.starts, at)
        return self.claims[number].span if number < len(self.claims) and self.starts[number] == at else None

    def is_free(self, start: int, end: int) -> bool:
        number = bisect_left(self.starts, end) - 1
        return number < 0 or self.claims[number].span.end <= start

    def behind(self, at: int) -> Iterator[Span]:
        number = bisect_left(self.starts, at)
        while number < len(self.claims) and self.claims[number].span.start == at and self.claims[number].behind:
            yield self.claims[number].span
            at = self.claims[number].span.end
            number += 1


# Which slashes separate, and which are part of a word.


def separates(left: str, right: str, *, several: bool = False, opens: bool = False) -> bool:
    """Return whether a slash between these words separates: a word or a short phrase on each side, of one sort."""
    # With white space round the slash phrases may be longer. Without it, `[use of national/regional systems]` is more
    # likely a slash between two words of one phrase. `several`: the bracket has more slashes. `opens`: a provision
    # begins with it.
    spaced = left[-1:].isspace() and right[:1].isspace()
    a, b = left.split(), right.split()
    fewer, more = sorted((len(a), len(b)))
    if fewer == 0:
        return False
    if spaced and left.rstrip().endswith((".", ";")):
        return True
    if any(pattern("NO_TEXT").fullmatch(words.strip()) for words in (left, right)):
        return True
    if more > 3 * fewer + 1:
        return False
    if spaced:
        return more <= 8
    if more <= 5:
        # "national/regional systems": words that end alike are two words of one phrase.
        rhyme = min(len(a[-1]), len(b[0])) > 4 and a[-1][-2:].casefold() == b[0][-2:].casefold()
        return more < 3 or several or not rhyme or (opens and len(a) == 1 and is_phrasal(b))
    # "transition to the new economy/transformation of society": two nouns with what belongs to them.
    alike = share_words(left, right) or all(pattern("COMPLEMENT").search(words) for words in (left, right))
    return alike and more <= 12 and not any(_STOP.search(w) or pattern("FINITE").search(w) for w in (left, right))


def compound_key(word: str) -> str:
    """Return the form in which slash words are compared: without case and plural endings."""
    return "/".join(re.sub(r"(?<=\w\w)s$", "", part) for part in word.casefold().split("/"))


def _slash_words(text: str, span: Span) -> Iterator[re.Match[str]]:
    # From slash to slash, since most words have none.
    at = text.find("/", span.start, span.end)
    while at >= 0:
        start = at
        while start > span.start and (text[start - 1].isalnum() or text[start - 1] in "’'‑-"):
            start -= 1
        found = pattern("SLASH_WORD").search(text, start, span.end)
        if found is None:
            return
        if found.start() > at:
            # The slashes before the next word are no part of one.
            at = text.find("/", found.start(), span.end)
            continue
        yield found
        at = text.find("/", found.end(), span.end)


def word_slashes(text: str, span: Span, compounds: Set[str]) -> Iterator[int]:
    """Yield the offset of each slash in `span` that is part of a word."""
    # Some compounds are fixed: `km/h`, symbols of documents, dates, addresses.
    fixed = pattern("FIXED_SLASH").finditer(text, span.start, span.end) if "/" in text[slice(*span)] else ()
    for found in fixed:
        yield from (at for at in range(*found.span()) if text[at] == "/")
    for found in _slash_words(text, span):
        # "and/or/telecommunications/ICT" is rare, but each pair of neighbours is judged by itself.
        key = compound_key(found[0])
        whole = key in compounds
        slashes = (at for at in range(*found.span()) if text[at] == "/")
        for at, pair in zip(slashes, pairwise(key.split("/")), strict=True):
            if whole or "/".join(pair) in compounds:
                yield at


def report_lone_options(
    text: str, lone: Iterable[Span], decided: Sequence[Token], claims: Claims, findings: Findings
) -> None:
    """Report names of options that no other option is beside; `lone` are those at the heads of paragraphs."""
    named = [token for token in decided if token.type in ("LABEL", "SEP")]
    starts = [token.start for token in named]
    inside = pattern("LONE_ALTERNATIVE").finditer(text) if "alt" in text.casefold() else ()
    spans = (Span(*found.span("opening" if found["opening"] else "name")) for found in inside)
    unclaimed = [span for span in spans if claims.free(*span)]
    for span in [*sorted(lone), *unclaimed]:
        number = bisect_right(starts, span.end - 1) - 1
        if number < 0 or named[number].end <= span.start:
            name = text[slice(*span)].strip(" [>*_")
            how = "names an option, but has no other beside it; it is read as text"
            remedy = "put a bracket round all the options, with OR between them"
            findings.add("warning", "lone-option", f"“{name}” {how}", span.start, None, remedy)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else f"{plain[:40].rstrip()} … {plain[-15:].lstrip()}"
