"""Finds what is said about words beside them: who wants them, what has been agreed, notes and comments left behind.

An aside is a mark on the text, not a part of it: no variant has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bracketed.draft.draft import Provision
from bracketed.draft.findings import Findings
from bracketed.draft.tree import MarkKind
from bracketed.parsing.attributions import parties, read_saying
from bracketed.parsing.conventions import Conventions
from bracketed.source import Span


class Aside(NamedTuple):
    """Where an aside stands, what sort of mark it is, and whether it stands behind a bracket that it is about."""

    span: Span
    kind: MarkKind
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """What a mark says of a whole provision."""

    at: int
    status: str


# "[EU: shall]", "[EU: shall/USA: may]", "[EU: retain: shall]", "[G77 – all States]"
_FRONT = re.compile(
    r"(?:\[|/|(?<!\w)OR(?!\w))\s*(?=(?P<aside>(?:(?P<head>[^\s\[\]:][^\[\]:\n\uE000-\uE009]{0,60}"
    r"(?::[ ](?:retain|keep|insert|add|delete|remove)(?=[ ]?:))?):"
    r"|(?P<dash>[A-Z][^\[\]:\n\uE000-\uE009–—]{0,60}?)[ ][–—](?=[ ][a-z]))[ \t]*)(?=\S))"
)
# "[shall (EU)/may {Kenya}]", "[shall – EU, Norway]"
_END = re.compile(
    r"(?P<aside>[ ]?\((?P<round>[^()\[\]\n\uE000-\uE009]{1,160})\)|[ ]?\{(?P<curly>[^{}\[\]\n\uE000-\uE009]{1,160})\}"
    r"|[ ]?[–—-][ ](?P<dash>[^\[\]\n\uE000-\uE009–—]{1,120}?))(?=\s*(?:\]|/|(?<!\w)OR(?!\w)))"
)
# "[shall] (EU, Japan)"
_BEHIND = re.compile(
    r"(?<=\])(?P<aside>[ ]?(?:\((?P<round>[^()\[\]\n\uE000-\uE009]{1,160})\)"
    r"|\{(?P<curly>[^{}\[\]\n\uE000-\uE009]{1,160})\}))"
)
# "[each year] [AUS]"
_BRACKETED = re.compile(
    r"\[(?P<before>[^\[\]\n\uE000-\uE009]+)\](?P<aside>[ ]?\[(?P<who>[^\[\]\n\uE000-\uE009]{2,60})\])"
)
# "[shall] [Japan: delete]": nobody takes this for words of the text.
_REQUEST = re.compile(r"(?<=\])(?P<aside>[ ]?\[(?P<who>[A-Z][^\[\]\n\uE000-\uE009]{2,60})\])")
# "[USA does not support OP5]": it is the paragraph, whatever stands before.
_OF_PARAGRAPH = re.compile(r"\b(?:OP|PP|paragraph|article)(?![a-z])", re.IGNORECASE)
_ENCLOSED = re.compile(
    r"[ ]?(?:\((?P<round>[^()\[\]\n\uE000-\uE009]{1,160})\)|\[(?P<square>[^\[\]\n\uE000-\uE009]{1,160})\]"
    r"|\{(?P<curly>[^{}\[\]\n\uE000-\uE009]{1,160})\})"
)
# "[1] Japan reserves its position on this paragraph."
_FOOTNOTE = re.compile(
    r"(?m)^[ \t]*(?P<mark>\[\d{1,3}\])[ \t]+(?P<words>[^\[\]\n\uE000-\uE009]*\breserv[^\[\]\n\uE000-\uE009]*)$",
    re.IGNORECASE,
)
# "{to be harmonised with Article 5}", "{no text at this time}"
_IN_BRACES = re.compile(
    r"[ ]?\{(?:(?:[Tt]his|[Tt]he)[ ](?:paragraph|text|section|article)[ ])?(?:[Tt]o[ ]be[ ]"
    r"(?:harmoni[sz]ed|aligned|revis(?:it)?ed|reviewed|updated|checked|considered|discussed|moved|merged|streamlined"
    r"|redrafted|reformulated|edited|verified|cross-checked|negotiated|drafted|elaborated|deleted|resolved|agreed)"
    r"|[Nn]o[ ]text[ ](?:at|yet|for[ ]now)\b"
    r"|[Tt]ext[ ]to[ ]|[Ss]ee[ ]|[Cc]ross-reference|[Mm]oved[ ](?:to|from)\b|[Nn]ote\b)"
    r"[^{}\[\]\n\uE000-\uE009]{0,200}\}"
)
_LEFT_BEHIND = re.compile(r"[ ]?\[(?P<what>[A-Z]{2,3}\d{1,3})\](?=[^\w\[]|$)")
# A word that is also used in running text says what was agreed only behind the end of a sentence or in front of all.
_SURE = re.compile(r"ad\s+ref|^a\.\s?r\.", re.IGNORECASE)
_MAY_BE_STATUS = re.compile(
    r"agreed|a\.\s?r\.|clean|closed|reserv|further|pending|under\s|stabili|silence|converge|disputed"
    r"|\bdel|does not",
    re.IGNORECASE,
)


def find_notes(masked: str, conventions: Conventions) -> Iterator[tuple[Span, str]]:
    """Yield brackets that hold a note about the text, and what each is."""
    heads = "|".join(re.escape(word) for word in sorted(conventions.notes, key=len, reverse=True))
    # "[Facilitators' comment: …]": whoever it is that speaks about the text.
    someone = r"[A-Z][\w-]{2,30}(?:[’']s?)[ ](?:[Cc]omments?|[Nn]otes?)"
    note = re.compile(rf"[ ]?\[(?:{heads}|{someone}):(?:[^\[\]\uE000]|\[[^\[\]\uE000]*\])*\]")
    for found in note.finditer(masked):
        yield Span(found.start(), found.end()), "a note about the text"
    for found in _IN_BRACES.finditer(masked):
        yield Span(found.start(), found.end()), "a note about the text"
    for found in _LEFT_BEHIND.finditer(masked):
        if not parties(found["what"]):
            yield Span(found.start(), found.end()), "a comment’s number that a converter left behind"


def find_statuses(
    masked: str, provisions: tuple[Provision, ...], conventions: Conventions
) -> tuple[list[Aside], list[Status]]:
    """Return the marks that say what has been agreed or reserved, and what they say."""
    asides: list[Aside] = []
    statuses: list[Status] = []
    starts = [provision.span.start for provision in provisions]
    if not _MAY_BE_STATUS.search(masked):
        return [], []
    for found in _ENCLOSED.finditer(masked):
        words = (found["round"] or found["square"] or found["curly"]).strip()
        if not _MAY_BE_STATUS.match(words) and not _MAY_BE_STATUS.search(words):
            continue
        number = bisect_right(starts, found.start()) - 1
        if number < 0:
            continue
        body = provisions[number].body
        opens = found.start() <= body.start
        before = masked[max(body.start, found.start() - 3) : found.start()].rstrip()
        ends = masked[found.end() : found.end() + 1] in ("", "\n", "\r") and before[-1:] in (".", ";", ":", ")", "]")
        said = read_saying(words)
        if said and said[0].wants == "reserves":
            status = words
        elif (
            said
            and said[0].wants == "objects"
            and not found["round"]
            and (before[-1:] != "]" or _OF_PARAGRAPH.search(words))
        ):
            # Behind a bracket it is about that one; elsewhere about the paragraph.
            status = words
        elif found["curly"]:
            status = ""
        elif _SURE.search(words) or opens or ends:
            status = conventions.status_of(words) if len(words) < 60 else ""
        else:
            status = ""
        if status:
            # In front of the words the space behind the mark goes with it.
            end = found.end() + (opens and masked[found.end() : found.end() + 1] == " ")
            start = body.start if found.start() < body.start < found.end() else found.start()
            asides.append(Aside(Span(start, end), "attribution" if said else "status"))
            statuses.append(Status(found.start(), status))
    for found in _FOOTNOTE.finditer(masked):
        said = read_saying(found["words"].strip())
        mark = masked.find(found["mark"])
        if said and said[0].wants == "reserves" and mark < found.start():
            asides += [
                Aside(Span(mark, mark + len(found["mark"])), "attribution"),
                Aside(Span(found.start("mark"), found.end()), "attribution"),
            ]
            statuses.append(Status(mark, f"reservation by {', '.join(said[0].parties)}"))
    # One mark may lead to several footnotes, and a footnote may hold marks.
    return apart(asides), statuses


def apart(asides: Iterable[Aside]) -> list[Aside]:
    """Return asides in order, without those that overlap one before; behind a bracket is nearer than inside one."""
    kept: list[Aside] = []
    for aside in sorted(asides, key=lambda aside: (aside.span.start, not aside.behind)):
        if not kept or aside.span.start >= kept[-1].span.end:
            kept.append(aside)
    return kept


def find_bracketed_parties(masked: str, findings: Findings, provisions: tuple[Provision, ...]) -> list[Aside]:
    """Return the brackets that hold nothing but the names of parties, right behind another bracket."""
    asides = [
        Aside(Span(*found.span("aside")), "attribution", behind=True)
        for found in _REQUEST.finditer(masked)
        if not parties(found["who"]) and read_saying(found["who"]) and not _OF_PARAGRAPH.search(found["who"])
    ]
    starts = [provision.span.start for provision in provisions]
    at = 0
    while found := _BRACKETED.search(masked, at):
        at = found.start("aside")
        if not found["who"][0].isupper() or not parties(found["who"]) or parties(found["before"]):
            continue
        asides.append(Aside(Span(*found.span("aside")), "attribution", behind=True))
        number = bisect_right(starts, at) - 1
        findings.add(
            "warning",
            "doubtful-attribution",
            f"“[{found['who']}]” is read as naming who wants the words before it, not as words of the text",
            at + found["aside"].index("["),
            provisions[number].label if number >= 0 else "",
            f"write [{found['before']} – {found['who']}]",
        )
        at = found.end()
    return asides


def find_attributions(masked: str, spans: Sequence[Span], conventions: Conventions) -> Iterator[Aside]:
    """Yield the sayings in and behind the brackets of a text, and the marks of edits: `[ADD: x]`."""
    edits = set(conventions.edits)
    for span in spans:
        for found in _FRONT.finditer(masked, span.start, span.end):
            head = found["head"] or found["dash"]
            if head in edits:
                yield Aside(Span(*found.span("aside")), "note")
            elif head[0].isupper() and read_saying(head):
                yield Aside(Span(*found.span("aside")), "attribution")
        yield from _sayings(_END.finditer(masked, span.start, span.end), behind=False)
    yield from _sayings(_BEHIND.finditer(masked), behind=True)


def _sayings(matches: Iterable[re.Match[str]], *, behind: bool) -> Iterator[Aside]:
    for found in matches:
        words = next(group for group in found.groupdict().values() if group is not None and group != found["aside"])
        if read_saying(words):
            # Inside its bracket a saying may stand behind an inner bracket: "[[a] (EU)]".
            yield Aside(Span(*found.span("aside")), "attribution", behind)
