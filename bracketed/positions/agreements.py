"""Reads "Agree.", "Japan agrees with UK" and "Norway – opposed": stances on what others have asked for."""

from __future__ import annotations

from bracketed.positions.record import Record, Said, Statement
from bracketed.positions.stances import Stance


def agree(record: Record, said: Said) -> bool:
    """Enter for the speakers the rows that they agree with; return whether there are any.

    With nobody named, these are the rows of the comment that is answered, else the last ones on the provision.
    Where delegations are named, they are all the rows of these on the provision.
    """
    statements = record.statements(said.provision)
    others = said.sentence.agrees_with
    if others:
        rows = [row for statement in statements for row in statement.rows if row.delegation in others]
    else:
        rows = list(_answered(statements, said).rows) if statements else []
    for row in rows:
        for delegation in said.sentence.speakers:
            if delegation != row.delegation:
                record.enter(delegation, row.bracket, row.option, row.stance, "agree", said)
    return bool(rows)


def disagree(record: Record, said: Said, stance: Stance) -> bool:
    """Enter that the speakers object to what was asked for before; return whether anything was.

    "UK – delete “x”", "Norway – opposed": Norway objects to leaving it out.
    """
    others = [
        statement
        for statement in record.statements(said.provision)
        if any(row.delegation not in said.sentence.speakers for row in statement.rows)
    ]
    asked = [row for row in _answered(others, said).rows if row.stance == "supports"] if others else []
    for bracket, option in dict.fromkeys((row.bracket, row.option) for row in asked):
        for delegation in said.sentence.speakers:
            record.enter(delegation, bracket, option, stance, "disagree", said)
    return bool(asked)


def _answered(statements: list[Statement], said: Said) -> Statement:
    parent = said.comment.parent
    own = [statement for statement in statements if statement.comment in (parent, said.comment.number)]
    return own[-1] if parent is not None and own else statements[-1]
