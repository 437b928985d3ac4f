"""Find the annotations of a draft: who wants words, what has been agreed, notes, and positions where none are read.

An annotation is a mark on the text, not a part of it: no variant has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bracketed.draft.draft import Findings
from bracketed.draft.languages import with_words, word_list
from bracketed.parsing.attributions import parties, read_attribution, read_reservation
from bracketed.parsing.blocks import Block, Line
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claim, Claims, NonChoice, apart
from bracketed.source import Span


@dataclass(frozen=True, slots=True)
class Status:
    """What a mark says of a whole provision."""

    at: int
    status: str


# Notes.


@cache
def _headed_note(heads: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(heads, key=len, reverse=True))
    # "[Facilitators' comment: …]": anybody may comment on the text.
    anybody = with_words(r"[A-Z][\w-]{2,30}(?:[’']s?)[ ](?:%NOTE_OF%)")
    return re.compile(rf"[ ]?\[(?:{words}|{anybody}):(?:[^\[\]]|\[[^\[\]]*\])*\]")


def _notes(text: str, conventions: Conventions) -> Iterator[tuple[Span, str]]:
    for found in (*_headed_note(conventions.notes).finditer(text), *pattern("BARE_NOTE").finditer(text)):
        yield Span(*found.span()), "a note about the text"
    for found in pattern("BRACE_NOTE").finditer(text) if "{" in text else ():
        if _is_note(text, found):
            yield Span(*found.span()), "a note about the text"
    for found in pattern("LEFT_BEHIND").finditer(text):
        if not parties(found["what"]):
            yield Span(*found.span()), "a comment’s number that a converter left behind"


def _is_note(text: str, found: re.Match[str]) -> bool:
    # No note are the field of a form, a placeholder, and the names of delegations.
    words = found["words"]
    return (
        bool(pattern("LINE_END").match(text, found.end()) or pattern("ABOUT_TEXT").search(words))
        and words[0] not in "+-~"
        and len(words.split()) > 1
        and not any(pattern(name).fullmatch(words) for name in ("PLACEHOLDER", "NO_TEXT"))
        and not parties(words)
        and not read_attribution(words)
    )


def claim_notes(
    text: str,
    blocks: Sequence[Block],
    non_choices: Sequence[NonChoice],
    conventions: Conventions,
    claims: Claims,
    findings: Findings,
) -> None:
    """Claim notes, and brackets that are no choice, and report each."""
    bodies = {block.body for block in blocks}
    # The space before a note goes with it, but not the space behind a label.
    notes = {
        Span(span.start + (text[span.start] == " " and span.start + 1 in bodies), span.end): what
        for span, what in _notes(text, conventions)
    }
    starts = [block.start for block in blocks]
    for span, what in sorted((*notes.items(), *non_choices), key=lambda item: (item[0].start, -item[0].end)):
        if not claims.free(*span):
            continue
        number = bisect_right(starts, span.start)
        if number < len(starts) and starts[number] < span.end and what != "code":
            # Nothing that goes wrong in one paragraph may reach into the next.
            continue
        claims.add([Claim(span, "note" if span in notes else "words")])
        message = f"“{' '.join(text[span.start : span.end].split())}” is read as {what}, not as a choice"
        findings.add("info", "not-a-choice", message, span.start + (text[span.start] == " "), None)


def _nearest(claim: Claim) -> tuple[int, int]:
    # Behind a bracket is nearer than inside one.
    return claim.span.start, not claim.behind


# What has been agreed.


def find_statuses(
    text: str, blocks: Sequence[Block], conventions: Conventions, claims: Claims
) -> tuple[list[Claim], list[Status]]:
    """Return the marks that say what has been agreed or reserved, and what they say."""
    made: list[Claim] = []
    statuses: list[Status] = []
    starts = [block.start for block in blocks]
    for found in pattern("ENCLOSED").finditer(text):
        words = (found["round"] or found["square"] or found["curly"]).strip()
        number = bisect_right(starts, found.start()) - 1
        # Most brackets are none, and not worth the look at who is named in them.
        if number < 0 or not (pattern("AGAINST").search(words) or conventions.status_of(words)):
            continue
        if not claims.free(*found.span()):
            continue
        body = blocks[number].body
        status, attributed = _status(text, found, words, body, conventions)
        if status:
            # In front of the words the space behind the mark goes with it.
            end = found.end() + (found.start() <= body and text.startswith(" ", found.end()))
            start = body if found.start() < body < found.end() else found.start()
            made.append(Claim(Span(start, end), "attribution" if attributed else "status"))
            statuses.append(Status(found.start(), status))
    for found in pattern("RESERVING_FOOTNOTE").finditer(text):
        reserved = read_reservation(found["words"].strip())
        mark = text.find(found["mark"])
        if reserved and mark < found.start() and claims.free(*found.span()):
            made.append(Claim(Span(found.start("mark"), found.end()), "attribution"))
            if not found["mark"].startswith("[^"):
                # A mark of Markdown is none of the text in any case.
                made.append(Claim(Span(mark, mark + len(found["mark"])), "attribution"))
            statuses.append(Status(mark, f"reservation by {', '.join(reserved.parties)}"))
    # One mark may lead to several footnotes, and a footnote may hold marks.
    return apart(made, _nearest), statuses


def _status(text: str, found: re.Match[str], words: str, body: int, conventions: Conventions) -> tuple[str, bool]:
    before = text[max(body, found.start() - 8) : found.start()].rstrip()
    named = read_attribution(words)
    if named and named[0].wants == "reserves":
        return words, True
    deletes = named and named[0].wants == "objects" and not found["round"]
    if deletes and (before[-1:] != "]" or pattern("OF_PARAGRAPH").search(words)):
        # Behind a bracket it is about that one; elsewhere about the paragraph.
        return words, True
    ends = bool(pattern("LINE_END").match(text, found.end())) and before[-1:] in (".", ";", ":", ")", "]")
    placed = found.start() <= body or ends or pattern("SURE_STATUS").search(words)
    return conventions.status_of(words) if placed and not found["curly"] and len(words) < 60 else "", bool(named)


# Who wants the words.


def find_bracketed_parties(text: str, claims: Claims, findings: Findings) -> list[Claim]:
    """Return the brackets that hold nothing but the names of parties, right behind another bracket."""
    made = [
        Claim(Span(*found.span("aside")), "attribution", behind=True)
        for found in pattern("REQUEST_BEHIND").finditer(text)
        if claims.free(found.start("aside") - 1, found.end("aside"))
        and not parties(found["who"])
        and read_attribution(found["who"])
        and not pattern("OF_PARAGRAPH").search(found["who"])
    ]
    at = 0
    while found := pattern("DELEGATIONS_IN_BRACKET").search(text, at):
        at = found.start("aside")
        who, before = found["who"], found["before"]
        if who[0].isupper() and parties(who) and not parties(before) and claims.free(*found.span()):
            made.append(Claim(Span(*found.span("aside")), "attribution", behind=True))
            message = f"“[{who}]” is read as naming who wants the words before it, not as words of the text"
            sign = at + found["aside"].index("[")
            findings.add("warning", "doubtful-attribution", message, sign, None, f"write [{before} – {who}]")
            at = found.end()
    return made


def find_attributions(text: str, spans: Sequence[Span], conventions: Conventions, claims: Claims) -> list[Claim]:
    """Return the attributions in and behind the brackets of a text, and the marks of edits: `[ADD: x]`."""
    made: list[Claim] = []
    for span in spans:
        for found in pattern("DELEGATIONS_IN_FRONT").finditer(text, *span):
            head = found["head"] or found["dash"]
            if head in conventions.edits:
                made.append(Claim(Span(*found.span("aside")), "note"))
            elif head[0].isupper() and read_attribution(head):
                made.append(Claim(Span(*found.span("aside")), "attribution"))
        made += _named(pattern("DELEGATIONS_AT_END").finditer(text, *span), text, behind=False)
    made += _named(pattern("DELEGATIONS_BEHIND").finditer(text), text, behind=True)
    return apart((claim for claim in made if claims.free(claim.span.start - claim.behind, claim.span.end)), _nearest)


def _named(matches: Iterable[re.Match[str]], text: str, *, behind: bool) -> Iterator[Claim]:
    for found in matches:
        words = next(group for group in found.groupdict().values() if group is not None and group != found["aside"])
        if read_attribution(words) and not defines(text, found.start("aside"), words):
            # Inside its bracket an attribution may be behind an inner bracket: "[[a] (EU)]".
            yield Claim(Span(*found.span("aside")), "attribution", behind)


def defines(text: str, at: int, words: str) -> bool:
    """Return whether a name in parentheses abbreviates the words before it: `small island developing States (SIDS)`."""
    letters = [letter.casefold() for letter in words if letter.isupper()]
    if len(letters) < 2 or not words.strip().isalnum():
        return False
    before = re.findall(r"[A-Za-z]+", text[max(0, at - 40 * len(letters)) : at])[-2 * len(letters) :]
    initials = [word[0].casefold() for word in before if word.casefold() not in word_list("no_initial")]
    return initials[-len(letters) :] == letters


# Words that look like positions where none are read: they are reported, so that nothing is lost silently. A mark such
# as `[NOC – JPN]` is no word of the text, and is kept as a note; a sentence such as “Chad reserves its position on
# paragraph 4.” may be one, and stays.


def find_unread_marks(text: str, claims: Claims, findings: Findings) -> list[Claim]:
    """Return the brackets that ask for no change or for an option of another bracket, and report them."""
    made: list[Claim] = []
    for name in ("MARK_OF_POSITION", "NO_CHANGE_LINE"):
        for found in pattern(name).finditer(text):
            words = found[found.lastgroup or 0].strip()
            request = pattern("NO_CHANGE").fullmatch(words) or pattern("OF_OPTION").fullmatch(words)
            if request and _names_only(request[request.lastgroup or 0]) and claims.free(*found.span()):
                made.append(Claim(Span(*found.span()), "note"))
                _report(found[0].strip(), "as a note", found.end() - len(found[0].lstrip()), findings)
    return made


def report_positions_in_text(
    text: str, lines: Sequence[Line], brackets: Sequence[Span], claims: Claims, findings: Findings
) -> None:
    """Report words outside brackets by which delegations seem to say what they want."""
    begins = [bracket.start for bracket in brackets]
    reported: set[int] = set()
    for line in lines:
        for at, words in _positions_in(line.words(text)):
            at += line.start
            number = bisect_right(begins, at) - 1
            inside = number >= 0 and at < brackets[number].end
            if at not in reported and not inside and claims.free(at, at + len(words)):
                reported.add(at)
                _report(words, "as text", at, findings)


def _positions_in(line: str) -> Iterator[tuple[int, str]]:
    for name in ("REMARK", "REMARK_ENCLOSED"):
        for found in pattern(name).finditer(line):
            option = pattern("OF_OPTION").fullmatch(found["words"])
            if _takes_stance(found["words"]) or (option and _names_only(option["who"])):
                yield found.start("words"), found["words"]
    for found in pattern("REMARK_ALONE").finditer(line):
        if _takes_stance(found["words"], of_matter=True):
            yield found.start("words"), found["words"]


def _takes_stance(words: str, *, of_matter: bool = False) -> bool:
    # Nothing but names of delegations, and a verb of position behind them.
    for verb in pattern("STANCE").finditer(words, 0, 200):
        head, rest = words[: verb.start()].rstrip(), words[verb.end() :]
        if not _names_only(head.rstrip(" :–—-")):
            continue
        marked = head.endswith((":", "–", "—"))
        return marked or not of_matter or not rest.strip(" .") or pattern("MATTER").match(rest) is not None
    return False


def _names_only(words: str) -> bool:
    return bool(parties(re.sub(r"\b[Tt]he\s+", "", words).strip()))


def _report(words: str, how: str, at: int, findings: Findings) -> None:
    message = f"“{' '.join(words.split())}” looks like a position, and is read {how}"
    remedy = "say it in a comment, or behind the bracket that it is about: [shall – NAME]"
    findings.add("warning", "position-not-read", message, at, None, remedy)
