"""Reads "Agree.", "Japan agrees with UK" and "Norway – opposed": answers to what others asked for."""

from __future__ import annotations

from bracketed.positions.positions import Position, Stance
from bracketed.positions.reading_state import ReadingState, Said, Statement
from bracketed.positions.requests import Action

# What an answer without words of its own says of the options that somebody else asked for.
ANSWERS: dict[Action, Stance] = {"object": "objects", "block": "blocks", "accept": "accepts"}


def answer(record: ReadingState, said: Said, effect: Action) -> bool:
    """Enter for the speakers their answer; return whether there was anything to answer.

    Who agrees takes over the rows of the comment that is answered, else the last ones on the provision; who does not
    agree objects to the options that were asked for there. Where delegations are named, it is all that these said.
    """
    stance = ANSWERS.get(effect)  # none for "agree" and "supports"
    rows = _rows(record, said, stance)
    for row in _asked_for(rows) if stance else rows:
        for delegation in said.sentence.speakers:
            if delegation != row.delegation:
                rule = "answer" if stance else "agree"
                record.enter(delegation, row.bracket, row.option, stance or row.stance, rule, said)
    if stance and not _asked_for(rows):
        record.report(
            "warning",
            "answer-unclear",
            f"“{said.sentence.words}” answers nothing that was asked for; no stance was read",
            said.sentence.at,
            said,
            "name the words in quotation marks",
        )
    return bool(_asked_for(rows) if stance else rows)


def _rows(record: ReadingState, said: Said, stance: Stance | None) -> list[Position]:
    statements = record.statements(said.provision)
    if said.sentence.answers:
        return [row for one in statements for row in one.rows if row.delegation in said.sentence.answers]
    if stance:
        proposal = record.proposal(said)
        return list(proposal.rows) if proposal else []
    return list(_answered(statements, said).rows) if statements else []


def _asked_for(rows: list[Position]) -> list[Position]:
    """Return the rows on the options that are asked for; else those that are accepted."""
    return [row for row in rows if row.stance == "supports"] or [row for row in rows if row.stance == "accepts"]


def _answered(statements: list[Statement], said: Said) -> Statement:
    parent = said.comment.parent
    own = [statement for statement in statements if statement.comment in (parent, said.comment.number)]
    return own[-1] if parent is not None and own else statements[-1]
