"""Find where the brackets of a text name who wants their words, and which signs part words of different parties."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from bracketed.parsing.attributions import (
    Attribution,
    defines,
    leading_parties,
    parties,
    parties_half_known,
    read_attribution,
    read_in_front,
    seems_attribution,
)
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claim, Token
from bracketed.source import Span

# Behind the row of names with which it may begin, an attribution is no longer than this; it ends at one of so many
# signs.
_REACH = 240
_ENDS = 8


class Unread(NamedTuple):
    """Words that look like an attribution and were not understood, and whom they name."""

    span: Span
    names: tuple[str, ...]


@dataclass(slots=True)
class Attributed:
    """What a text says of who wants its words: what is no text, what parts words, what is doubtful or not read."""

    claims: list[Claim] = field(default_factory=list)
    separators: list[Span] = field(default_factory=list)
    doubtful: list[Span] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(slots=True)
class _Region:
    """Words of a bracket between its signs and those of brackets inside it, with the signs that may part options."""

    start: int
    end: int
    signs: list[Span]
    opens: bool = False
    closes: bool = False


@dataclass(slots=True)
class _Piece:
    """Words that may be an option, who is named with them, and the sign in front of them."""

    sign: Span | None
    start: int
    names: tuple[str, ...] = ()


def attributed(text: str, tokens: Sequence[Token], pairs: Mapping[int, int], conventions: Conventions) -> Attributed:
    """Return the attributions in and behind the brackets of a text."""
    found = Attributed()
    for regions in _regions(text, tokens, pairs):
        _Bracket(text, conventions, found).read(regions)
    attributed_behind(text, found)
    return found


def _regions(text: str, tokens: Sequence[Token], pairs: Mapping[int, int]) -> Iterator[list[_Region]]:
    # Each word is in the region of the innermost bracket only, so that deep brackets are read once.
    closes = {end: start for start, end in pairs.items()}
    stack: list[list[_Region]] = []
    current: _Region | None = None
    for token in tokens:
        if token.start in pairs:
            stack.append([])
            current = _Region(token.end, token.end, [], opens=True)
            stack[-1].append(current)
        elif token.start in closes and stack:
            if current is not None:
                current.closes = True
            yield stack.pop()
            current = None
        elif stack:
            if token.type not in ("TEXT", "SLASH", "OR", "CHARACTER"):
                current = None
                continue
            if current is None or current.end != token.start:
                current = _Region(token.start, token.end, [])
                stack[-1].append(current)
            current.end = token.end
            if token.type in ("SLASH", "OR"):
                current.signs.append(Span(token.start, token.end))
            else:
                found = pattern("SIGN_OF_OPTIONS").finditer(text, token.start, token.end)
                current.signs += [Span(*one.span()) for one in found]


class _Bracket:
    """Reads the regions of one bracket from left to right."""

    def __init__(self, text: str, conventions: Conventions, found: Attributed) -> None:
        self.text = text
        self.conventions = conventions
        self.found = found
        self.pieces = [_Piece(None, 0)]

    def read(self, regions: Iterable[_Region]) -> None:
        """Find the attributions of the bracket, and which signs part its options because of them."""
        for region in regions:
            self._region(region)
        for before, after in pairwise(self.pieces):
            sign = after.sign
            if sign is None or not (before.names or after.names):
                continue
            if before.names and after.names:
                self.found.separators.append(sign)
            elif self.text[sign.start] == ";":
                self.found.unread.append(Unread(sign, before.names or after.names))

    def _region(self, region: _Region) -> None:
        if region.opens:
            self.pieces[-1].start = region.start
        at = self._head(region, region.start, None) if region.opens else region.start
        # What is in parentheses belongs to them.
        inside = _enclosed(self.text, region)
        region.signs = [sign for sign in region.signs if not inside(sign.start)]
        found = pattern("DELEGATIONS_AT_END").finditer(self.text, at, region.end)
        tails = (tail for tail in found if not inside(tail.start()))
        stop = -1  # where the last attribution ended
        signs = iter(region.signs)
        sign = next(signs, None)
        for tail in chain(tails, (None,)):
            while sign is not None and (tail is None or sign.start < tail.start()):
                if sign.start >= at:
                    listed = self.text[sign.start] in ";|" and stop < sign.start
                    if listed and self._codes(max(at, sign.start - 80), sign.start):
                        stop = sign.start
                    end = self._rest(region, sign, stop)
                    at = max(at, end if end >= 0 else self._sign(region, sign, stop))
                    stop = max(stop, end)
                sign = next(signs, None)
            if tail is not None and tail.start() >= at and (end := self._tail(region, tail)) >= 0:
                at = stop = end
        if region.closes and stop < region.end and not self._codes(max(at, region.end - 80), region.end):
            self._behind_colon(max(at, region.end - 120), region.end)

    def _sign(self, region: _Region, sign: Span, stop: int) -> int:
        # Where the words behind a sign begin; a new piece, if names are before it or behind.
        behind = self._head(region, sign.end, sign)
        if behind == sign.end and sign.start == stop:
            self.pieces.append(_Piece(sign, sign.end))
        return behind

    def _rest(self, region: _Region, sign: Span, stop: int) -> int:
        # "[EU: shall; US delete]": where the names behind a semicolon end that say more of the same words, or -1.
        if not self.pieces[-1].names or sign.start == stop or self.text[sign.start] not in ";,|":
            return -1
        return self._dashed(region, sign.end, sign.start)

    def _claim(self, start: int, end: int, names: tuple[str, ...]) -> None:
        self.found.claims.append(Claim(Span(start, end), "attribution"))
        self.pieces[-1].names += names

    # Names in front of words.

    def _head(self, region: _Region, at: int, sign: Span | None) -> int:
        # Where the words behind the names begin, or `at` if nobody is named.
        found = pattern("DELEGATIONS_IN_FRONT").match(self.text, at, region.end)
        if found is None:
            return at
        if region.closes and found.end() == region.end:
            return at
        words = found["head"] or found["row"] or found["round"] or found["dash"]
        first = found.end() - len(found[0].lstrip())
        if words in self.conventions.edits:
            return self._edit(region, first, found)
        if words and pattern("UNNAMED").fullmatch(words.strip()):
            # "[Several delegations: dues]": who they are is not known, and no words of the text.
            self.found.claims.append(Claim(Span(first, found.end()), "note"))
            self.found.unread.append(Unread(Span(first, found.end()), ()))
            return found.end()
        names = self._names_in_front(found, words)
        last = self.text.rfind("}", found.end(), region.end) if found["brace"] else region.end
        loose = sign is not None and self.text[sign.start] in ";,|" and not self.pieces[-1].names
        if loose or (found["head"] and not names):
            # "[dues; EU: fees]", "[EU and one other: dues]"
            if seemed := names or seems_attribution(words):
                self.found.unread.append(Unread(Span(first, found.end()), seemed))
            return at
        alone = found["round"] and not names and not defines(self.text, found.start(), words)
        if alone and (seemed := _named(read_attribution(words))):
            self.found.unread.append(Unread(Span(first, found.end()), seemed))  # "[(Norway) annual]"
        if not names or (found["brace"] and self.text[last + 1 : region.end].strip()) or last < 0:
            return at
        end = found.end()
        again = pattern("DELEGATIONS_IN_FRONT").match(self.text, end, region.end) if found["head"] else None
        edit = pattern("EDIT_BEHIND_NAMES").match(self.text, end, region.end)
        if again and again["head"] and read_attribution(f"{words}: {again['head']}"):
            # "EU: retain: shall"
            end = again.end()
        elif edit and edit[1] in self.conventions.edits:
            # "EU: ADD soon"
            end = edit.end()
        if sign is not None:
            self.pieces.append(_Piece(sign, end))
        self._claim(first, end, names)
        if found["brace"]:
            self.found.claims.append(Claim(Span(last, last + 1), "note"))
        return end

    def _edit(self, region: _Region, first: int, found: re.Match[str]) -> int:
        # "[ADD: soon]", and "[ADD: EU: soon]" as "[ADD EU: soon]".
        again = pattern("DELEGATIONS_IN_FRONT").match(self.text, found.end(), region.end)
        who = again["head"] or again["round"] if again else ""
        joined = read_attribution(f"{found['head']}: {who}") if who else ()
        if not joined or any(one.unknown for one in joined):
            self.found.claims.append(Claim(Span(first, found.end()), "note"))
            first = found.end()
            joined = read_in_front(who) if who else ()
        if again is None or not joined:
            return found.end()
        self._claim(first, again.end(), _named(joined))
        return again.end()

    def _names_in_front(self, found: re.Match[str], words: str) -> tuple[str, ...]:
        if found["head"]:
            if option := pattern("OPTION_OF_PARTY").fullmatch(words):
                return _named(read_in_front(option["who"] or option["behind"]))
            behind = re.split(r"[\[\]\n]", self.text[found.end() : found.end() + 60], maxsplit=1)[0]
            if defines(behind, len(behind), words):
                # "[IT: information technology]"
                return ()
            return _named(read_in_front(words))
        if found["round"] and pattern("ATTRIBUTION_VERB").search(words) and (named := _named(read_attribution(words))):
            return named  # "[(Norway: delete) annual]"
        if found["round"] and (defines(self.text, found.start(), words) or not pattern("CODES").fullmatch(words)):
            return ()
        return parties_half_known(words)[0]

    # Names behind words.

    def _tail(self, region: _Region, found: re.Match[str]) -> int:
        # Where the option ends that is followed by these names, or -1.
        first = self.pieces[-1].start
        start = found.start()
        while start > first and self.text[start - 1].isspace():
            start -= 1
        if start == first and not self.pieces[-1].names:
            return -1
        return self._enclosed(region, found, start) if found["open"] else self._behind_dash(region, found, start)

    def _enclosed(self, region: _Region, found: re.Match[str], start: int) -> int:
        close = _closing(self.text, found.end("open"), min(region.end, _reach(self.text, found.end("open"))))
        words = self.text[found.end("open") : close]
        if close < 0 or (found["open"] == "(" and defines(self.text, start, words)):
            return -1
        begins = bisect_left(region.signs, close + 1, key=lambda sign: sign.start)
        end = region.signs[begins].start if begins < len(region.signs) else region.end if region.closes else -1
        ends = end >= 0 and not self.text[close + 1 : end].strip(" \t\r\n.,")
        names = _named(read_attribution(words))
        state = len(names) == 1 and pattern("STATE_ENCLOSED").match(words) is not None
        place = state and pattern("PLACE").search(self.text, self.pieces[-1].start, start)
        if names and ends and not place:
            self._claim(self._verb_before(start, words), close + 1, names)
            return end
        if names and pattern("SECOND_ASIDE").match(self.text, close + 1):
            # "[dues (EU, Chad) (delete: Cuba)]"
            self._claim(start, close + 1, names)
            return close + 1
        if names and not state:
            # "reserves (EU, Chile) its rights": the names are no words of the text in any case.
            self.found.claims.append(Claim(Span(start, close + 1), "note"))
        if names or ((ends or ":" in words) and (names := seems_attribution(words) or _named_last(words))):
            self.found.unread.append(Unread(Span(start, close + 1), names))
            if ends and takes_position(words):
                self.found.claims.append(Claim(Span(start, close + 1), "note"))
        return -1

    def _verb_before(self, start: int, words: str) -> int:
        # "[dues – to be deleted (US)]": what is wanted is before the names, behind a dash.
        at = max(self.pieces[-1].start, start - 60)
        found = pattern("VERB_BEHIND_DASH").search(self.text, at, start)
        return found.start() if found and read_attribution(f"{found['verb']}: {words}") else start

    def _behind_dash(self, region: _Region, found: re.Match[str], start: int) -> int:
        before = self.text[max(self.pieces[-1].start, start - 60) : start]
        return -1 if parties(before.strip()) else self._dashed(region, found.end(), start)

    def _dashed(self, region: _Region, begins: int, start: int) -> int:
        # Names from `begins` to a sign or to the end, with what parts them from the words before from `start` on.
        ends = self._ends(region, begins)
        for end in reversed(ends):
            words = self.text[begins:end]
            if not pattern("BLANK_LINE").search(words) and (names := _named(read_attribution(words))):
                self._claim(start, begins + len(words.rstrip()), names)
                return end
        words = self.text[begins : ends[0] if ends else min(region.end, _reach(self.text, begins))].rstrip()
        span = Span(start, begins + len(words))
        if not ends:
            # "[[dues] – EU, [fees] – US]": names in the middle of the words are none of them.
            span = Span(start, span.end - len(words) + len(words.rstrip(" ,;.")))
            names = _named(read_attribution(words.rstrip(" ,;.")))
        else:
            further = self.text[start] in ";,|"
            speaks = not further or takes_position(words)
            names = seems_attribution(words, alone=True) if speaks else ()
        if names:
            self.found.unread.append(Unread(span, names))
            if not ends or pattern("ATTRIBUTION_VERB").search(words) or takes_position(words):
                self.found.claims.append(Claim(span, "note"))
        return -1

    def _ends(self, region: _Region, begins: int) -> list[int]:
        # Where names may end that begin here: not at a slash between two of them.
        reach = _reach(self.text, begins)
        first, behind, last = (
            bisect_left(region.signs, at, key=lambda sign: sign.start) for at in (begins, reach - _REACH, reach)
        )
        # The signs in the middle of a long row part its names.
        signs = [*range(first, min(last, first + _ENDS)), *range(behind - 1, min(last, behind + _ENDS))]
        near = [region.signs[number].start for number in dict.fromkeys(signs) if number >= first]
        ends = [at for at in near if self.text[at] != "/" or not self._goes_on(at + 1)]
        if region.closes and region.end <= reach and last - behind < _ENDS:
            ends.append(region.end)
        return ends

    def _goes_on(self, at: int) -> bool:
        # A name follows that is not in front of the words of another option: "EU/Japan, with doubts", "EU/Japan: may".
        words = self.text[at : at + 60].lstrip()
        named = leading_parties(words)
        return named > 0 and not words[named:].lstrip().startswith(":")

    def _behind_colon(self, start: int, end: int) -> None:
        # "[in good faith: Norway]" may be what Norway wants, or a list of the text.
        found = pattern("NAMES_BEHIND_COLON").search(self.text[start:end].rstrip())
        if found and (names := _named(read_attribution(found["who"]))):
            self.found.unread.append(Unread(Span(start + found.start(), start + found.end()), names))

    def _codes(self, start: int, end: int) -> bool:
        # Whether codes alone are at the end: "shall, EU", "shall: EU/US", "shall EU".
        last = self.text[start:end].rstrip()[-1:]
        if not (last.isupper() or last.isdigit()):
            return False
        found = pattern("CODES_AT_END").search(self.text, start, end)
        before = self.text[start : found.start()] if found else ""
        item = re.split(r"[,;:/]|\s(?:and|or)\s", before)[-1].strip()
        if found and found["bare"] and not _waits_for_codes(before, found["who"]):
            if _may_end(before) and (names := parties(found["who"])):
                self.found.unread.append(Unread(Span(*found.span("who")), names))
            return False
        if found and before.strip() and (names := parties(found["who"])) and not parties(item):
            self._claim(found.start(), found.end(), names)
            self.found.doubtful.append(Span(*found.span()))
            return True
        return False


def _waits_for_codes(words: str, codes: str) -> bool:
    # A list of codes behind any word but "from" or "the", one code behind "shall".
    if re.search(r"[,/]", codes):
        return _may_end(words)
    return pattern("MODAL").fullmatch(words) is not None


def _may_end(words: str) -> bool:
    # Codes behind them may be names: "[yearly RUS]", "[[dues] US]", but not "[of the US]", "[dues and EU]".
    last = words.split()[-1:] or [""]
    return not any(pattern(name).fullmatch(last[0]) for name in ("RELATION", "DETERMINER", "CONJUNCTION", "ADDS"))


def _enclosed(text: str, region: _Region) -> Callable[[int], bool]:
    # Whether a place is inside parentheses.
    if text.find("(", region.start, region.end) < 0:
        return lambda at: False
    pairs = [found.span() for found in re.finditer(r"\([^()]*\)", text[region.start : region.end])]
    begins = [region.start + start for start, _ in pairs]
    ends = [region.start + end for _, end in pairs]

    def inside(at: int) -> bool:
        number = bisect_left(begins, at) - 1
        return number >= 0 and at < ends[number]

    return inside


def _named(said: tuple[Attribution, ...]) -> tuple[str, ...]:
    return tuple(name for one in said for name in one.parties)


def _named_last(words: str) -> tuple[str, ...]:
    # "(No: Russia)", "(ad ref EU)", but not "(including Chad)".
    first, *others = words.split()[:8] or [""]
    if not others or any(pattern(name).fullmatch(first) for name in ("ADDS", "RELATION", "DETERMINER")):
        return ()
    return parties(others[-1])


def takes_position(words: str) -> bool:
    """Return whether words begin with names, and a condition or a verb of position behind them."""
    # "EU, if all agree", "India has doubts": no words of the text, though nothing is read of them.
    plain = words.lstrip(" –—-")
    names = leading_parties(plain)
    return names > 0 and any(pattern(name).match(plain, names) for name in ("CONDITION_OF_PARTY", "REMARK_VERB"))


def _reach(text: str, at: int) -> int:
    # Where an attribution that begins here ends at the latest.
    row = pattern("LONG_ROW").match(text, at) or pattern("LONG_ROW").match(text, at + 1)
    return (row.end() if row else at) + _REACH


def _closing(text: str, at: int, stop: int) -> int:
    # The sign that closes the parenthesis or brace before `at`, or -1.
    depth = 0
    for found in re.finditer(r"[(){}]", text[at:stop]):
        if found[0] in "({":
            depth += 1
        elif depth == 0:
            return at + found.start()
        else:
            depth -= 1
    return -1


# Names behind a bracket.


def attributed_behind(text: str, found: Attributed) -> None:
    """Add the attributions that are behind a bracket: `[shall] (EU, Japan)`, `[shall]EU`."""
    for match in pattern("DELEGATIONS_BEHIND").finditer(text):
        kind = next(name for name in ("round", "curly", "code", "dash", "raised", "slashed") if match[name])
        words, span = match[kind], Span(*match.span("aside"))
        if kind == "round" and defines(text, span.start, words):
            continue
        if read_in_front(words) if kind in ("raised", "slashed") else read_attribution(words):
            if kind == "code":
                if text[span.start - 2] in "-‑":
                    # "[non-]EU States"
                    continue
                found.doubtful.append(span)
            found.claims.append(Claim(span, "attribution", behind=True))
            at = span.end
            while (again := pattern("DELEGATIONS_AGAIN").match(text, at)) and read_attribution(again["round"]):
                found.claims.append(Claim(Span(*again.span()), "attribution", behind=True))
                at = again.end()
        elif names := seems_attribution(words):
            found.unread.append(Unread(span, names))
    for match in pattern("DELEGATIONS_BETWEEN").finditer(text):
        if names := _named(read_in_front(match["who"])):
            found.unread.append(Unread(Span(*match.span("aside")), names))
            found.claims.append(Claim(Span(*match.span("aside")), "note"))
