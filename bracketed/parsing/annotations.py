"""Find the annotations of a draft: who wants words, what has been agreed, notes, and positions where none are read.

An annotation is a mark on the text, not a part of it: no variant has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bracketed.draft.delegations import looks_like_a_name
from bracketed.draft.draft import Findings
from bracketed.draft.languages import with_words
from bracketed.parsing.attributed import Unread, attributed, takes_position
from bracketed.parsing.attributions import (
    defines,
    leading_parties,
    parties,
    parties_half_known,
    read_attribution,
    read_in_front,
    read_reservation,
    without_status,
)
from bracketed.parsing.blocks import Block, Line
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.parsing.scanner import Claim, Claims, NonChoice, Token, apart
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
    return re.compile(rf"\[(?:{words}|{anybody}):(?:[^\[\]]|\[[^\[\]]*\])*\]")


def _notes(text: str, conventions: Conventions) -> Iterator[tuple[Span, str]]:
    for found in (*_headed_note(conventions.notes).finditer(text), *pattern("BARE_NOTE").finditer(text)):
        yield _with_blank(text, found), "a note about the text"
    for found in pattern("BRACE_NOTE").finditer(text) if "{" in text else ():
        if _is_note(text, found):
            yield Span(*found.span()), "a note about the text"
    for found in pattern("LEFT_BEHIND").finditer(text):
        if not parties(found["what"]):
            yield _with_blank(text, found), "a comment’s number that a converter left behind"


def _with_blank(text: str, found: re.Match[str]) -> Span:
    # A pattern that begins with its sign is found many times faster than one that may begin with a blank.
    start, end = found.span()
    return Span(start - (start > 0 and text[start - 1] == " "), end)


def _is_note(text: str, found: re.Match[str]) -> bool:
    # No note are the field of a form, a placeholder, and the names of delegations.
    words = found["words"]
    return (
        bool(pattern("LINE_END").match(text, found.end()) or pattern("ABOUT_TEXT").search(words))
        and words[0] not in "+-~"
        and len(words.split()) > 1
        and not any(pattern(name).fullmatch(words) for name in ("PLACEHOLDER", "NO_TEXT"))
        and not (
            pattern("BRACED_WORDS").match(text, text.index("{", found.start()))
            and read_in_front(words.partition(":")[0])
        )
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
) -> list[Claim]:
    """Claim notes, and brackets that are no choice, and report each; return the latter, which are words."""
    bodies = {block.body for block in blocks}
    # The space before a note goes with it, but not the space behind a label.
    notes = {
        Span(span.start + (text[span.start] == " " and span.start + 1 in bodies), span.end): what
        for span, what in _notes(text, conventions)
    }
    starts = [block.start for block in blocks]
    no_choices = (*notes.items(), *non_choices, *_in_labels(text, blocks))
    words: list[Claim] = []
    for span, what in sorted(no_choices, key=lambda item: (item[0].start, -item[0].end)):
        # The signs of code are none of brackets, whatever else is in it, such as a comment.
        is_code = what == "code" and claims.free(span.start, span.start + 1)
        if not (is_code or claims.free(*span)):
            continue
        number = bisect_right(starts, span.start)
        if number < len(starts) and starts[number] < span.end and not is_code:
            # Nothing that goes wrong in one paragraph may reach into the next.
            continue
        if span in notes:
            claims.add([Claim(span, "note")])
        else:
            claimed = [Claim(part, "words") for part in claims.unclaimed(span)]
            claims.add(claimed)
            words += claimed
        report_no_choice(text, span, what, findings)
    return words


def _in_labels(text: str, blocks: Sequence[Block]) -> Iterator[NonChoice]:
    # "17 [alt]. Members", "[New] 18. Members", "Article 6 [new]": the sign is part of the label.
    for block in blocks:
        if block.label is not None and block.label.kind != "footnote":
            for found in re.finditer(r"\[\w+\]", text[block.start : block.label.end]):
                at = block.start + found.start()
                yield NonChoice(Span(at, at + len(found[0])), "part of a label")


def report_no_choice(text: str, span: Span, what: str, findings: Findings) -> None:
    """Report a bracket, with the space before it perhaps, that is `what` and no choice."""
    message = f"“{' '.join(text[span.start : span.end].split())}” is read as {what}, not as a choice"
    at = span.start + (text[span.start] == " ")
    line, column = findings.source.place(at)
    # It has no id; where its place is not reported, a correction must know it all the same.
    remedy = "" if findings.source.where(line) == f"line {line}" else f"a correction names it {line}:{column}"
    findings.add("info", "not-a-choice", message, at, None, remedy)


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
    # How many brackets are open in the paragraph, up to where they are counted.
    paragraph, depth, counted = -1, 0, 0
    for found in pattern("ENCLOSED").finditer(text):
        words = (found["round"] or found["square"] or found["curly"]).strip()
        number = bisect_right(starts, found.start()) - 1
        # Most brackets are none, and not worth the look at who is named in them.
        if number < 0 or not (_is_placed(text, found, blocks[number].body) or conventions.status_of(words)):
            continue
        body = blocks[number].body
        if number != paragraph:
            paragraph, depth, counted = number, 0, body
        depth += text.count("[", counted, found.start()) - text.count("]", counted, found.start())
        counted = max(counted, found.start())
        if (found["round"] and depth > 0) or not claims.free(*found.span()):
            # Inside a bracket a name in parentheses is about the words before it.
            continue
        behind = _is_behind(text, found.start(), made, claims)
        status, attributed = _status(text, found, words, body, conventions, behind)
        if status and attributed and behind and not pattern("OF_PARAGRAPH").search(words):
            # The paragraph has the status, and who is named is named with the bracket.
            statuses.append(Status(found.start(), status))
        elif status or attributed:
            # In front of the words the space behind the mark goes with it.
            end = found.end() + (found.start() <= body and text.startswith(" ", found.end()))
            start = body if found.start() < body < found.end() else found.start()
            start = max(start, made[-1].span.end) if made else start
            made.append(Claim(Span(start, end), "attribution" if attributed else "status"))
            statuses += [Status(found.start(), status)] if status else []
    _add_footnotes(text, claims, made, statuses)
    # One mark may lead to several footnotes, and a footnote may hold marks.
    return apart(made, _nearest), statuses


def _is_behind(text: str, at: int, made: Sequence[Claim], claims: Claims) -> bool:
    # Behind a bracket that is no mark itself.
    while at and text[at - 1] in " \t\n":
        at -= 1
    return text[at - 1 : at] == "]" and claims.free(at - 1, at) and not (made and made[-1].span.end >= at)


def _add_footnotes(text: str, claims: Claims, made: list[Claim], statuses: list[Status]) -> None:
    for found in pattern("RESERVING_FOOTNOTE").finditer(text):
        reserved = read_reservation(found["words"].strip())
        mark = text.find(found["mark"])
        if reserved and mark < found.start() and claims.free(*found.span()):
            made.append(Claim(Span(found.start("mark"), found.end()), "attribution"))
            if not found["mark"].startswith("[^"):
                # A mark of Markdown is none of the text in any case.
                made.append(Claim(Span(mark, mark + len(found["mark"])), "attribution"))
            statuses.append(Status(mark, f"reservation by {', '.join(reserved.parties)}"))


def _is_placed(text: str, found: re.Match[str], body: int) -> bool:
    # In front of the words of a paragraph, or behind the last of its sentences, there may be nothing but names.
    if pattern("CAPITAL").search(found[0]) and pattern("AGAINST").search(found[0]):
        return True
    listed = found["square"] and "," in found[0] and pattern("LINE_END").match(text, found.end())
    if listed and parties(found["square"]):
        # "… annually. [EU, Japan]"
        return text[max(body, found.start() - 2) : found.start()].rstrip()[-1:] in (".", ";")
    if found["square"] and len(found[0]) < 60 and pattern("SUPPORT_ALONE").fullmatch(found["square"]):
        # "[Retain – EU]" holds no words of the text.
        return True
    before = text[max(body, found.start() - 2) : found.start()].rstrip()
    last = (
        bool(found["round"])
        and before[-1:] in (".", ";", ",")
        and pattern("LINE_END").match(text, found.end()) is not None
    )
    return last or (bool(found["round"]) and found.start() <= body)


def _status(
    text: str, found: re.Match[str], words: str, body: int, conventions: Conventions, behind: bool
) -> tuple[str, bool]:
    # What a mark says of the paragraph, and whether it names who wants it.
    before = text[max(body, found.start() - 8) : found.start()].rstrip()
    heads = found.start() <= body
    ends = bool(pattern("LINE_END").match(text, found.end())) and before[-1:] in (".", ",", ";", ":", ")", "]")
    rest = without_status(words)
    named = read_attribution(rest)
    about_bracket = behind and not pattern("OF_PARAGRAPH").search(words)
    if named and about_bracket and named[0].wants == "reserves":
        return words, True
    if named and rest != words and not about_bracket:
        return conventions.status_of(words) or words, True
    if named and not about_bracket:
        against = [one for one in named if one.wants not in ("supports", "considers")]
        if named[0].wants == "reserves" or (against and (heads or ends or not found["round"])):
            return words, True
        alone = found["square"] and (pattern("SUPPORT_ALONE").fullmatch(words) or (ends and "," in words))
        if alone or (found["round"] and (heads or ends) and not defines(text, found.start(), words)):
            return "", True
    placed = heads or ends or pattern("SURE_STATUS").search(words)
    return conventions.status_of(words) if placed and not found["curly"] and len(words) < 60 else "", False


# Who wants the words.


def find_bracketed_parties(text: str, claims: Claims, findings: Findings) -> list[Claim]:
    """Return the brackets that hold nothing but the names of parties, right behind another bracket."""
    made = [
        Claim(Span(*found.span("aside")), "attribution", behind=True)
        for found in pattern("REQUEST_BEHIND").finditer(text)
        if claims.free(found.start("aside") - 1, found.end("aside"))
        and (found["dash"] or not parties(found["who"]))
        and read_attribution(found["who"])
        and not pattern("OF_PARAGRAPH").search(found["who"])
    ]
    for nested in pattern("DELEGATIONS_NESTED").finditer(text):
        start = nested.start() - (text[nested.start() - 1] == " ")
        if parties(nested["who"]) and claims.free(start, nested.end()):
            made.append(Claim(Span(start, nested.end()), "attribution"))
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


def find_attributions(
    text: str,
    tokens: Sequence[Token],
    pairs: Mapping[int, int],
    conventions: Conventions,
    claims: Claims,
    findings: Findings,
) -> tuple[list[Claim], list[Span]]:
    """Return the attributions in and behind the brackets of a text, and the signs that part options because of them."""
    found = attributed(text, tokens, pairs, conventions)
    kept = apart(
        (claim for claim in found.claims if claims.free(claim.span.start - claim.behind, claim.span.end)), _nearest
    )
    for span in found.doubtful:
        words = text[slice(*span)].strip(" ,:")
        message = f"“{words}” is read as naming who wants the words before it, not as words of the text"
        findings.add("warning", "doubtful-attribution", message, span.start, None, f"write [… – {words}]")
    for unread in found.unread:
        report_unread(text, unread, claims, findings)
    return kept, found.separators


def report_unread(text: str, unread: Unread, claims: Claims, findings: Findings) -> None:
    """Report words that look like an attribution, of which nothing was read."""
    if not claims.free(*unread.span):
        return
    words = " ".join(text[slice(*unread.span)].split())
    message = f"“{words}” looks as if it named who wants the words; no stance was read"
    remedy = "write who wants what behind the words: [shall – NAME; NAME delete]"
    names = ", ".join(dict.fromkeys(unread.names))
    findings.add("warning", "attribution-not-read", message, unread.span.start, None, remedy, names)


# Words that look like positions where none are read: they are reported, so that nothing is lost silently. A mark such
# as `[NOC – JPN]` is no word of the text, and is kept as a note; a sentence such as “Chad reserves its position on
# paragraph 4.” may be one, and stays.


def find_unread_marks(text: str, claims: Claims, findings: Findings) -> list[Claim]:
    """Return the brackets that request no change or an option of another bracket, and report them."""
    made: list[Claim] = []
    for found in pattern("REQUEST_ALONE").finditer(text):
        # "[US: delete the sentence]" requests something, and is no words of the text.
        names = _parties_before(found["who"])
        start = found.start() - text.startswith(" ", found.start() - 1)
        if names and not read_attribution(found["words"]) and claims.free(start, found.end()):
            made.append(Claim(Span(start, found.end()), "note"))
            report_unread(text, Unread(Span(*found.span("words")), names), claims, findings)
    for found in pattern("REQUEST_OF_STRANGER").finditer(text):
        who, span = found["who"], _with_blank(text, found)
        if looks_like_a_name(who) and not read_attribution(found["words"]) and claims.free(*span):
            report_unread(text, Unread(Span(*found.span("words")), (who,)), claims, findings)
            made += [Claim(span, "note")] if found["open"] == "[" else []
    for name in ("MARK_OF_POSITION", "NO_CHANGE_LINE"):
        for found in pattern(name).finditer(text):
            words = found[found.lastgroup or 0].strip()
            request = pattern("NO_CHANGE").fullmatch(words) or pattern("OF_OPTION").fullmatch(words)
            span = _with_blank(text, found)
            if request and _names_only(request[request.lastgroup or 0]) and claims.free(*span):
                made.append(Claim(span, "note"))
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
    for found in pattern("ENCLOSED").finditer(line) if "(" in line else ():
        words = found["round"] or ""
        head, colon, _ = words.partition(":")
        listed = any(sign in words for sign in ",;/") or pattern("ATTRIBUTION_VERB").search(words)
        if (listed and read_attribution(words)) or (colon and parties_half_known(head)[0]):
            yield found.start("round"), words
    for name in ("REMARK", "REMARK_ENCLOSED", *(("REMARK_BEHIND_SENTENCE",) if ": " in line else ())):
        for found in pattern(name).finditer(line):
            option = pattern("OF_OPTION").fullmatch(found["words"])
            said = _takes_stance(found["words"]) or takes_position(found["words"])
            if said or (option and _names_only(option["who"])):
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
    return bool(_parties_before(words))


def _parties_before(words: str) -> tuple[str, ...]:
    return parties_half_known(words.strip())[0]


def _report(words: str, how: str, at: int, findings: Findings) -> None:
    message = f"“{' '.join(words.split())}” looks like a position, and is read {how}"
    remedy = "say it in a comment, or behind the bracket that it is about: [shall – NAME]"
    named = words[: leading_parties(words)] or words.rpartition(" ")[2]
    findings.add("warning", "position-not-read", message, at, None, remedy, ", ".join(parties_half_known(named)[0]))
