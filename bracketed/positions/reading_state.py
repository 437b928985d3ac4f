"""What has been read from the comments so far: rows, remarks and findings, with the words that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bracketed.draft.draft import Comment, Draft, Findings, Severity
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import Target
from bracketed.positions.positions import Evidence, Note, Position, Positions, Stance
from bracketed.positions.sentences import Sentence

Condition = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Thread:
    """What one comment has spoken of so far: the targets of its last stance, and the topic of its remarks."""

    comment: Comment
    target: list[Target] = field(default_factory=list)
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a comment, with the condition under which its stances count."""

    sentence: Sentence
    thread: Thread
    condition: Condition = ()

    @property
    def comment(self) -> Comment:
        """The comment that the sentence stands in."""
        return self.thread.comment

    @property
    def provision(self) -> str:
        """The label of the provision that the comment is about."""
        return self.comment.provision

    @property
    def line(self) -> int:
        """The offset at which the line of the sentence begins in its comment."""
        return self.comment.text.rfind("\n", 0, self.sentence.at) + 1


@dataclass(slots=True)
class Statement:
    """The rows that the speakers of one line of a comment have entered, which others may answer."""

    comment: int
    line: int
    speakers: tuple[str, ...]
    rows: list[Position] = field(default_factory=list)


class ReadingState:
    """Gathers rows, remarks and `findings`; brackets that comments imply go by their keys until the end."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.findings = Findings(draft.lines)
        self._rows: dict[tuple[str, str, str, Condition], Position] = {}
        self._notes: list[Note] = []
        self._statements: dict[str, list[Statement]] = {}

    def report(self, severity: Severity, code: str, message: str, at: int, said: Said, suggestion: str = "") -> None:
        """Report a finding on what was said at the character `at` of a comment."""
        comment = said.comment
        by = ", ".join(said.sentence.speakers) or comment.author
        self.findings.add(severity, code, message, comment.text_span.start + at, comment.provision, suggestion, by)

    def note(self, delegation: str, words: str, at: int, comment: Comment, kind: str = "remark") -> None:
        """Keep a remark that carries no stance."""
        self._notes.append(Note(delegation, comment.provision, words, comment.author, self._line(comment, at), kind))

    def enter_row(self, row: Position) -> None:
        """Enter a row that the text itself states; its first statement counts."""
        self._rows.setdefault((row.delegation, row.bracket, row.option, row.condition), row)

    def enter(self, delegation: str, bracket: str, letter: str, stance: Stance, rule: str, said: Said) -> None:
        """Enter a row. A delegation's later word on an option takes the place of its earlier one."""
        sentence, comment = said.sentence, said.comment
        line = self._line(comment, sentence.at)
        evidence = Evidence(sentence.evidence, comment.author, line, rule)
        row = Position(delegation, bracket, letter, stance, condition=said.condition, evidence=evidence)
        self._state(row, said)
        key = (delegation, bracket, letter, said.condition)
        before = self._rows.get(key)
        if before is not None and before.stance == stance:
            return
        if before is not None:
            self.report(
                "warning",
                "contradiction",
                f"{delegation} {before.stance} this on line {before.evidence.line} and {stance} it here; "
                "the later statement counts",
                sentence.at,
                said,
            )
            del self._rows[key]
        self._rows[key] = row

    def _state(self, row: Position, said: Said) -> None:
        statements = self._statements.setdefault(said.provision, [])
        here = (said.comment.number, said.line, said.sentence.speakers)
        if not statements or (statements[-1].comment, statements[-1].line, statements[-1].speakers) != here:
            statements.append(Statement(*here))
        statements[-1].rows.append(row)

    def statements(self, provision: str) -> list[Statement]:
        """Return what was stated about a provision so far, line by line."""
        return self._statements.get(provision, [])

    def proposal(self, said: Said) -> Statement | None:
        """Return what was asked for last, which a short "opposed" answers; None if the speakers themselves did."""
        asked = [
            one for one in self.statements(said.provision) if any(row.evidence.rule != "answer" for row in one.rows)
        ]
        own = [one for one in asked if one.comment in (said.comment.parent, said.comment.number)]
        last = own[-1:] if said.comment.parent is not None and own else asked[-1:]
        return next((one for one in last if not set(one.speakers) & set(said.sentence.speakers)), None)

    def finish(self, contested: Contested) -> Positions:
        """Return all that was read, the implied brackets by their ids."""
        implied, ids = contested.finish()
        kept: list[Position] = []
        lost: list[Position] = []
        for row in self._rows.values():
            letters = contested.letters(row.bracket)
            if row.bracket not in ids and letters is not None:
                lost.append(row)
            elif letters is None or row.option in letters:
                condition = tuple((ids.get(bracket, bracket), letter) for bracket, letter in row.condition)
                kept.append(replace(row, bracket=ids.get(row.bracket, row.bracket), condition=condition))
        return Positions(
            tuple(kept), implied, tuple(self._in_order(self._uncontested(lost, kept))), self.findings.in_order()
        )

    def _uncontested(self, lost: Iterable[Position], kept: Iterable[Position]) -> Iterable[Note]:
        """Yield as remarks the wishes to keep what nobody would change or leave out."""
        stated = {(row.delegation, row.evidence.line) for row in kept}
        for row in lost:
            key = (row.delegation, row.evidence.line)
            if key not in stated and row.evidence.line is not None:
                stated.add(key)
                provision = row.bracket.partition(" @ ")[0]
                yield Note(row.delegation, provision, row.evidence.words, row.evidence.author, row.evidence.line)

    def _in_order(self, more: Iterable[Note]) -> list[Note]:
        return sorted((*self._notes, *more), key=lambda note: note.line)

    def _line(self, comment: Comment, at: int) -> int:
        return self._draft.lines.place(comment.text_span.start + at)[0]
