"""What has been read from the comments so far: rows, remarks and findings, with the words that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bracketed.draft.draft import Draft, Findings, Severity
from bracketed.positions.implied import ImpliedBrackets, Target, implied_by
from bracketed.positions.phrase_index import PhraseIndex
from bracketed.positions.positions import UNREAD, Evidence, Note, Position, Positions, Stance
from bracketed.positions.sentences import Sentence, Utterance
from bracketed.positions.tokens import Token
from bracketed.positions.words_around import rows_on_parts
from bracketed.source import Source


class _Finding(NamedTuple):
    severity: Severity
    code: str
    message: str
    remedy: str = ""
    # Where two findings have one code.
    name: str = ""


# fmt: off
_FINDINGS = {finding.name or finding.code: finding for finding in (
    _Finding("info", "ambiguous-target",
        "“{words}” is read {where}; the same words are elsewhere in {provision}{places} and are not contested "
        "there by this", "quote more of the words around", "elsewhere"),
    _Finding("info", "new-wording", "“{words}” is proposed in place of {label}, but is no option of the text"),
    _Finding("info", "place-not-stated",
        "“{words}” is to be inserted in {provision}, but the comment does not say where; it counts as a bracket, but "
        "is in no text"),
    _Finding("info", "several-places", "“{words}” occurs {count} times in {provision}; all are read as one decision"),
    _Finding("info", "verb-mistyped", "“{words}” is read as “{meant}”"),
    _Finding("warning", "ambiguous-target",
        "“{words}” fits several brackets; it is read as {chosen.id}, not as {others}",
        "name the bracket in a table of positions"),
    _Finding("warning", "answer-unclear",
        "“{words}” answers no request; no stance was read", "name the words in quotation marks"),
    _Finding("warning", "attribution-unclear",
        "“{words}” does not say which option of {bracket.id} is meant; no stance was read",
        "name the delegation inside the bracket, behind its option"),
    _Finding("warning", "change-not-read",
        "the {change.kind} of “{words}” by {change.author} cuts through a bracket or is in a heading; no stance "
        "was read, and the text is read as it was before", 'read the document with changes="accept" to see it made'),
    _Finding("warning", "comment-not-read",
        "this remark could not be read as a stance: “{words}”",
        "say who wants what in one sentence, with the words in quotation marks"),
    _Finding("warning", "condition-not-read",
        "“{words}” {where}names no choice on which a stance could depend; no stance was read",
        "give the label of the provision, and the words of one of its options"),
    _Finding("warning", "contradiction",
        "{row.delegation} {before.verb} this {earlier} and {row.verb} it here; the later statement counts"),
    _Finding("warning", "phrase-not-found", "{reason}; no stance was read"),
    _Finding("warning", "quotation-not-closed",
        "the quotation mark before “{words}” is never closed; the words are read up to here"),
    _Finding("warning", "target-not-found", "{reason}; no stance was read"),
    _Finding("warning", "target-unclear", "“{words}” {reason}; no stance was read"),
    _Finding("info", "unknown-author",
        "“{change.author}” tracks changes here, and is no delegation; they are brackets, and no stances",
        "if it speaks for one, say so: authors={{{change.author!r}: …}}, or --authors with a table",
        "author-of-office"),
    _Finding("warning", "unknown-author",
        "“{change.author}” tracks changes here, and is in no list of delegations; the name is kept as typed",
        "say for whom: authors={{{change.author!r}: …}}, or --authors with a table"),
    _Finding("warning", "unknown-delegation", "“{name}”{whose} is in no list of delegations; it is kept as typed"),
)}
# fmt: on


@dataclass(slots=True)
class Statement:
    """The rows that the speakers of one line of a comment have entered, which others may answer; unread, if none."""

    comment: int
    line: int
    speakers: tuple[str, ...]
    rows: list[Position] = field(default_factory=list)
    unread: bool = False
    # Of those whom another's statement names in an aside: who speaks next does not answer them.
    aside: bool = False


class ReadingState:
    """Gathers rows, remarks and findings; brackets that comments imply go by their keys until the end.

    `beside` is the text that holds the comments, if that is not the draft.
    """

    def __init__(self, draft: Draft, beside: Source | None = None) -> None:
        self.draft = draft
        self._beside = beside is not None
        self._lines = beside or draft.lines
        self.index = PhraseIndex(draft)
        self.implied = ImpliedBrackets()
        self._findings = Findings(self._lines)
        self._rows: dict[tuple[str, str, str, object], Position] = {}
        self._replaced: list[Position] = []
        self._notes: list[Note] = []
        self.statements: dict[str, list[Statement]] = {}
        # By the place of a sentence, of whom it was reported that something of it was not read.
        self.reported: dict[tuple[int, int], set[str]] = {}
        # How many rows have come of comments, and how many findings and notes.
        self.entered = self.told = 0
        # By provision, what was spoken of last.
        self.spoken_of: dict[str, list[Target]] = {}

    def add_finding(self, of: str, at: int, provision: str, by: str = "", suggestion: str = "", **parts: Any) -> None:
        """Add a finding at the character `at` of the source; `parts` fill the gaps of its message."""
        severity, code, message, remedy, _ = _FINDINGS[of]
        message, remedy = message.format(provision=provision, **parts), suggestion or remedy.format(**parts)
        self.told += 1
        self._findings.add(severity, code, message, at, provision, remedy, by)

    def report(self, of: str, sentence: Sentence, on: Token | None = None, by: str = "", **parts: Any) -> None:
        """Add a finding on a sentence, or on words in it."""
        comment = sentence.comment
        at = sentence.at
        # Words that an earlier sentence named, and this one only points to, have no place in it.
        if on and on.words in sentence.words[on.at : on.end]:
            at += on.at
        parts.setdefault("words", on.words if on else sentence.words)
        if of in UNREAD:
            self.reported.setdefault((comment.number, sentence.at), set()).update(by.split(", "))
        self.add_finding(of, comment.text_span.start + at, comment.provision, by or comment.author, **parts)

    def note(self, delegation: str, words: str, sentence: Sentence, kind: str) -> None:
        """Keep a remark that carries no stance."""
        comment, line = sentence.comment, self._line(sentence)
        self.told += 1
        where = self._lines.where(line)
        self._notes.append(Note(delegation, comment.provision, words, comment.author, line, kind, where))

    def note_in_text(self, delegation: str, provision: str, words: str, line: int | None, kind: str = "remark") -> None:
        """Keep what the text itself says of a delegation that takes no stance."""
        self.told += 1
        where = self._lines.where(line) if line else ""
        self._notes.append(Note(delegation, provision, words, "", line or 0, kind, where))

    def enter_row(self, row: Position) -> None:
        """Enter a row that the text itself states; its first statement counts."""
        self._rows.setdefault((row.delegation, row.bracket, row.option, row.condition), row)

    def unread_statement(self, sentence: Sentence, speakers: tuple[str, ...]) -> None:
        """Remember that a statement could not be read: an answer to it is not read either."""
        provision = sentence.comment.provision
        self.spoken_of.pop(provision, None)
        statements = self.statements.setdefault(provision, [])
        statements.append(Statement(sentence.comment.number, sentence.line, speakers, unread=True))

    def enter(self, delegation: str, bracket: str, letter: str, stance: Stance, rule: str, said: Utterance) -> None:
        """Enter a row. A delegation's later word on an option takes the place of its earlier one."""
        sentence = said.sentence
        comment = sentence.comment
        # The words are led by the names of the speakers where these are elsewhere.
        words = f"{said.named} … {sentence.words}" if said.named else sentence.words
        line = self._line(sentence)
        evidence = Evidence(words, comment.author, line, rule, where=self._lines.where(line))
        row = Position(delegation, bracket, letter, stance, condition=said.chosen, evidence=evidence)
        statements = self.statements.setdefault(comment.provision, [])
        here = (comment.number, sentence.line, said.speakers)
        last = statements[-1] if statements else None
        if last is None or last.unread or (last.comment, last.line, last.speakers) != here:
            statements.append(Statement(*here))
        statements[-1].rows.append(row)
        self.entered += 1
        key = (delegation, bracket, letter, said.chosen)
        before = self._rows.get(key)
        if before is not None and before.stance == stance:
            return
        if before is not None:
            earlier = f"on {before.evidence.place}" if before.evidence.place else "earlier"
            self.report("contradiction", sentence, by=delegation, row=row, before=before, earlier=earlier)
            # The later row goes to the end, behind those that were entered in between.
            self._replaced.append(self._rows.pop(key))
        self._rows[key] = row

    def answered(self, said: Utterance, proposals: bool = False) -> Statement | None:
        """Return what a sentence answers: the last statement on the provision, or the last of the `proposals`."""
        comment = said.sentence.comment
        statements = self.statements.get(comment.provision, [])
        if proposals:
            asked = ("supports", "accepts")
            statements = [
                one for one in statements
                if one.unread or any(row.evidence.rule != "answer" and row.stance in asked for row in one.rows)
            ]  # fmt: skip
        # A reply answers the comment that it replies to, if anything was read from that.
        own = [one for one in statements if one.comment in (comment.parent, comment.number)]
        # The speakers do not answer their own proposal.
        last = [one for one in (own if comment.parent is not None and own else statements) if not one.aside][-1:]
        return next((one for one in last if not (proposals and set(one.speakers) & set(said.speakers))), None)

    def positions(self) -> Positions:
        """Return all that was read, the implied brackets by their ids."""
        implied = implied_by(self.implied.phrases.values(), self.draft)
        ids = {key: item.bracket.id for key, item in implied.items()}
        lost = [row for row in self._rows.values() if row.bracket in self.implied.phrases and row.bracket not in ids]
        on_parts = rows_on_parts(self._rows.values(), self.implied.phrases.values(), self.draft, ids)
        kept = tuple(self._with_ids((*self._rows.values(), *on_parts), ids))
        notes = sorted((*self._notes, *_uncontested(lost, kept)), key=lambda note: note.line)
        # What the parser could not read of attributions is listed with what could not be read of comments.
        codes = ("attribution-not-read", "position-not-read")
        unread = (finding for finding in self.draft.diagnostics if finding.code in codes)
        findings = (*(() if self._beside else unread), *self._findings.in_order())
        replaced = tuple(self._with_ids(self._replaced, ids))
        return Positions(kept, tuple(implied.values()), tuple(notes), findings, replaced, self.draft)

    def on_parts(self, known: Positions, read: Positions) -> tuple[Position, ...]:
        """Return what follows for words that these remarks contest from stances that were known and still count."""
        spoken = {(row.delegation, row.bracket) for row in read}
        rows = [row for row in known if (row.delegation, row.bracket) not in spoken]
        implied = implied_by(self.implied.phrases.values(), self.draft)
        ids = {key: item.bracket.id for key, item in implied.items()}
        found = rows_on_parts(rows, self.implied.phrases.values(), self.draft, ids)
        return tuple(row for row in self._with_ids(found, ids) if (row.delegation, row.bracket) not in spoken)

    def _with_ids(self, rows: Iterable[Position], ids: Mapping[str, str]) -> Iterator[Position]:
        for row in rows:
            phrase = self.implied.phrases.get(row.bracket)
            if phrase is None and not row.condition:
                yield row
            elif phrase is None or (row.bracket in ids and row.option in phrase.letters):
                condition = tuple((ids.get(bracket, bracket), letter) for bracket, letter in row.condition)
                yield replace(row, bracket=ids.get(row.bracket, row.bracket), condition=condition)

    def _line(self, sentence: Sentence) -> int:
        return self._lines.place(sentence.comment.text_span.start + sentence.at)[0]


def _uncontested(lost: Sequence[Position], kept: Sequence[Position]) -> Iterator[Note]:
    """Yield as remarks the requests to keep what nobody would change or leave out."""
    stated = {(row.delegation, row.evidence.line) for row in kept}
    for row in lost:
        if row.evidence.line is None:
            continue
        key = (row.delegation, row.evidence.line)
        if key not in stated:
            stated.add(key)
            provision, said = row.bracket.partition(" @ ")[0], row.evidence
            yield Note(row.delegation, provision, said.words, said.author, key[1], "uncontested", said.where)
