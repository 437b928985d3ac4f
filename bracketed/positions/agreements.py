"""Reads "Agree." and "Japan agrees with UK": the stances of others are taken over."""

from __future__ import annotations

from bracketed.positions.record import Record, Said, Statement


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


def _answered(statements: list[Statement], said: Said) -> Statement:
    parent = said.comment.parent
    own = [statement for statement in statements if statement.comment in (parent, said.comment.number)]
    return own[-1] if parent is not None and own else statements[-1]
