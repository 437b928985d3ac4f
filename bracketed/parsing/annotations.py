"""Finds what is said about words beside them: who wants them, what has been agreed, notes and comments left behind.

An annotation is a mark on the text, not a part of it: no variant has it. How each is written stands in part 2 of
`grammar/draft.lark`; here it is found out whether what looks like one is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bracketed.draft.findings import Findings
from bracketed.draft.languages import with_words, word_list
from bracketed.parsing.attributions import parties, read_attribution, read_reservation
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claim, Claims
from bracketed.source import Span


@dataclass(frozen=True, slots=True)
class Status:
    """What a mark says of a whole provision."""

    at: int
    status: str


# A word that is also used in running text says what was agreed only behind the end of a sentence or in front of all.
_SURE = re.compile(r"ad\s+ref|^a\.\s?r\.", re.IGNORECASE)


def find_notes(text: str, conventions: Conventions) -> Iterator[tuple[Span, str]]:
    """Yield brackets and braces that hold a note about the text, and what each is."""
    heads = "|".join(re.escape(word) for word in sorted(conventions.notes, key=len, reverse=True))
    # "[Facilitators' comment: …]": whoever it is that speaks about the text.
    someone = with_words(r"[A-Z][\w-]{2,30}(?:[’']s?)[ ](?:%NOTE_OF%)")
    note = re.compile(rf"[ ]?\[(?:{heads}|{someone}):(?:[^\[\]]|\[[^\[\]]*\])*\]")
    for found in note.finditer(text):
        yield Span(*found.span()), "a note about the text"
    for found in pattern("BARE_NOTE").finditer(text):
        yield Span(*found.span()), "a note about the text"
    for found in pattern("BRACE_NOTE").finditer(text):
        if _is_note(text, found):
            yield Span(*found.span()), "a note about the text"
    for found in pattern("LEFT_BEHIND").finditer(text):
        if not parties(found["what"]):
            yield Span(*found.span()), "a comment’s number that a converter left behind"


_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


def _is_note(text: str, found: re.Match[str]) -> bool:
    """Say whether words in braces are a note: not a field of a form, a placeholder, or the names of delegations."""
    words = found["words"]
    alone = bool(_LINE_END.match(text, found.end()))
    return (
        (alone or bool(pattern("ABOUT_TEXT").search(words)))
        and words[0] not in "+-~"
        and len(words.split()) > 1
        and not pattern("PLACEHOLDER").fullmatch(words)
        and not pattern("NO_TEXT").fullmatch(words)
        and not parties(words)
        and not read_attribution(words)
    )


@dataclass(frozen=True)
class Paragraphs:
    """Where the paragraphs of a draft begin, and where their words do behind their labels; both in order."""

    starts: Sequence[int]
    bodies: Sequence[int]

    def body_at(self, at: int) -> int | None:
        """Return where the words of the paragraph that holds a place begin; None in front of all."""
        number = bisect_right(self.starts, at) - 1
        return self.bodies[number] if number >= 0 else None


def find_statuses(
    text: str, paragraphs: Paragraphs, conventions: Conventions, claims: Claims
) -> tuple[list[Claim], list[Status]]:
    """Return the marks that say what has been agreed or reserved, and what they say."""
    made: list[Claim] = []
    statuses: list[Status] = []
    for found in pattern("ENCLOSED").finditer(text):
        words = (found["round"] or found["square"] or found["curly"]).strip()
        if not claims.free(*found.span()) or not (pattern("AGAINST").search(words) or conventions.status_of(words)):
            continue
        body = paragraphs.body_at(found.start())
        if body is None:
            continue
        status, said = _status(text, found, words, body, conventions)
        if status:
            opens = found.start() <= body
            # In front of the words the space behind the mark goes with it.
            end = found.end() + (opens and text[found.end() : found.end() + 1] == " ")
            start = body if found.start() < body < found.end() else found.start()
            made.append(Claim(Span(start, end), "attribution" if said else "status"))
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
    return apart(made), statuses


def _status(text: str, found: re.Match[str], words: str, body: int, conventions: Conventions) -> tuple[str, bool]:
    """Return the status that a mark states, "" if none, and whether a delegation is named in it."""
    opens = found.start() <= body
    before = text[max(body, found.start() - 8) : found.start()].rstrip()
    ends = bool(_LINE_END.match(text, found.end())) and before[-1:] in (".", ";", ":", ")", "]")
    said = read_attribution(words)
    if said and said[0].wants == "reserves":
        return words, True
    deletes = said and said[0].wants == "objects" and not found["round"]
    if deletes and (before[-1:] != "]" or pattern("OF_PARAGRAPH").search(words)):
        # Behind a bracket it is about that one; elsewhere about the paragraph.
        return words, True
    if not found["curly"] and (_SURE.search(words) or opens or ends) and len(words) < 60:
        return conventions.status_of(words), bool(said)
    return "", bool(said)


def apart(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in order, without those that overlap one before; behind a bracket is nearer than inside one."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.span.start, not claim.behind)):
        if not kept or claim.span.start >= kept[-1].span.end:
            kept.append(claim)
    return kept


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
        if not found["who"][0].isupper() or not parties(found["who"]) or parties(found["before"]):
            continue
        if not claims.free(*found.span()):
            continue
        made.append(Claim(Span(*found.span("aside")), "attribution", behind=True))
        findings.add(
            "warning",
            "doubtful-attribution",
            f"“[{found['who']}]” is read as naming who wants the words before it, not as words of the text",
            at + found["aside"].index("["),
            None,
            f"write [{found['before']} – {found['who']}]",
        )
        at = found.end()
    return made


def find_attributions(text: str, spans: Sequence[Span], conventions: Conventions, claims: Claims) -> list[Claim]:
    """Return the sayings in and behind the brackets of a text, and the marks of edits: `[ADD: x]`."""
    edits = set(conventions.edits)
    made: list[Claim] = []
    for span in spans:
        for found in pattern("DELEGATIONS_IN_FRONT").finditer(text, span.start, span.end):
            head = found["head"] or found["dash"]
            if head in edits:
                made.append(Claim(Span(*found.span("aside")), "note"))
            elif head[0].isupper() and read_attribution(head):
                made.append(Claim(Span(*found.span("aside")), "attribution"))
        made += _sayings(pattern("DELEGATIONS_AT_END").finditer(text, span.start, span.end), text, behind=False)
    made += _sayings(pattern("DELEGATIONS_BEHIND").finditer(text), text, behind=True)
    return apart(claim for claim in made if claims.free(claim.span.start - claim.behind, claim.span.end))


def _sayings(matches: Iterable[re.Match[str]], text: str, *, behind: bool) -> Iterator[Claim]:
    for found in matches:
        words = next(group for group in found.groupdict().values() if group is not None and group != found["aside"])
        if read_attribution(words) and not defines(text, found.start("aside"), words):
            # Inside its bracket a saying may stand behind an inner bracket: "[[a] (EU)]".
            yield Claim(Span(*found.span("aside")), "attribution", behind)


def defines(text: str, at: int, words: str) -> bool:
    """Say whether a name in parentheses abbreviates the words before it: `small island developing States (SIDS)`.

    >>> line = "[or the World Health Organization] (WHO)"
    >>> defines(line, line.index(" (WHO)"), "WHO"), defines("[Members] (WHO)", 9, "WHO")
    (True, False)
    """
    letters = [letter.casefold() for letter in words if letter.isupper()]
    if len(letters) < 2 or not words.strip().isalnum():
        return False
    before = re.findall(r"[A-Za-z]+", text[max(0, at - 40 * len(letters)) : at])[-2 * len(letters) :]
    initials = [word[0].casefold() for word in before if word.casefold() not in word_list("no_initial")]
    return initials[-len(letters) :] == letters
