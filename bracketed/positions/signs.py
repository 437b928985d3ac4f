"""The algebra of signs: what several operators of a clause come to together, "does not oppose the deletion of".

Each operator changes what is behind it, so they are applied from the last to the first: a deletion that is opposed
is an objection to leaving the words out, and if that is not so, it is accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

Action: TypeAlias = Literal[
    "remove", "keep", "insert", "want", "accept", "accept without", "object", "object without", "block",
    "block without", "reserve", "reserve without", "replace", "agree",
]  # fmt: skip

ATTITUDES = (
    "support", "want", "insist", "accept", "content", "spare", "object", "block", "reserve", "agree", "withdraw",
)  # fmt: skip
ACTS = ("delete", "keep", "insert", "use", "replace")
NEGATIONS = ("not", "cannot")
OPERATORS = (*ATTITUDES, *ACTS, *NEGATIONS)


class UnreadableError(Exception):
    """Operators that together have no clear meaning."""


_ACTION: dict[str, Action] = {
    "delete": "remove", "keep": "keep", "insert": "insert", "use": "want", "replace": "replace", "support": "want",
    "want": "want", "insist": "keep", "accept": "accept", "content": "accept", "spare": "accept without",
    "object": "object", "block": "block", "reserve": "reserve", "agree": "agree",
}  # fmt: skip
# What an attitude makes of what is to be done with the words.
_OF_WORDS: dict[str, Action] = {"accept": "accept", "content": "accept", "object": "object", "block": "block"}
_OF_WORDS |= {"reserve": "reserve"}
_OF_DELETION: dict[str, Action] = {
    "accept": "accept without", "content": "accept without", "object": "object without", "block": "block without",
    "reserve": "reserve without",
}  # fmt: skip
_NEGATED: dict[Action, Action] = {
    "remove": "keep", "keep": "remove", "insert": "remove", "replace": "keep", "want": "object", "agree": "object",
    "accept": "block", "accept without": "block without", "object": "accept", "object without": "accept without",
    "block": "accept", "block without": "accept without", "reserve": "accept", "reserve without": "accept without",
}  # fmt: skip
# What was said before and is taken back.
_WITHDRAWN: dict[Action, Action] = {
    "object": "accept", "block": "accept", "reserve": "accept", "object without": "accept without",
    "block without": "accept without", "reserve without": "accept without", "remove": "accept",
    "insert": "accept without",
}  # fmt: skip
_WISHES = ("want", "keep", "insert", "replace")


def product(operators: Sequence[str]) -> Action:
    """Return the action that operators in their order come to; UnreadableError where that is not clear.

    >>> product(["not", "support", "delete"]), product(["cannot", "accept", "delete"]), product(["not", "delete"])
    ('object without', 'block without', 'keep')
    """
    action: Action | None = None
    behind = ""
    for operator in reversed(operators):
        action = _applied(operator, action, behind)
        behind = operator
    if action is None:
        raise UnreadableError
    return action


def _applied(operator: str, action: Action | None, behind: str) -> Action:
    if operator in NEGATIONS:
        return _negated(operator, action, behind)
    if action is None:
        if operator == "withdraw":
            return "remove"  # "withdraw the words"
        return _ACTION[operator]
    if operator == "want" and behind == "spare":
        return "remove"  # "would appreciate it if “x” could be deleted"
    if operator == "agree" and action == "remove":
        return "accept without"
    if operator in ("support", "want", "agree"):
        return action
    if operator == "insist":
        return "keep" if action == "want" else action
    if operator == "withdraw":
        return _or_unreadable(_WITHDRAWN.get(action))
    if operator in ACTS:
        return _done(operator, action)
    if operator == "spare":
        return _or_unreadable("accept without" if action in _WISHES else None)
    if action in (*_WISHES, "agree") or (operator in ("object", "block", "reserve") and action == "accept"):
        return _OF_WORDS[operator]
    if action == "remove" or (operator in ("object", "block", "reserve") and action == "accept without"):
        return _OF_DELETION[operator]
    if operator in ("accept", "content") and action in ("accept", "accept without"):
        return action
    if operator == "object" and behind == "cannot":
        return action  # "regretted that it could not accept “x”"
    if action in ("object", "block") and operator == "block":
        return "block"
    if operator == "reserve" and action in ("reserve", "reserve without"):
        return action
    raise UnreadableError


def _done(operator: str, action: Action) -> Action:
    # "use the deletion" and "keep the inclusion of": the inner one is what is meant.
    if operator == "use":
        return action
    if operator == "delete":
        return _or_unreadable({"insert": "remove", "want": "remove", "remove": "keep"}.get(action))
    if operator == "keep":
        return _or_unreadable({"want": "keep", "keep": "keep", "insert": "keep", "remove": "remove"}.get(action))
    if operator == "insert":
        return _or_unreadable({"want": "insert", "insert": "insert", "keep": "keep"}.get(action))
    return _or_unreadable({"want": "replace", "replace": "replace", "insert": "replace"}.get(action))


def _negated(operator: str, action: Action | None, behind: str) -> Action:
    if action is None:
        return "object" if operator == "not" else "block"
    if behind in ("content", "spare") and action in ("accept", "accept without"):
        if behind == "spare":
            return "keep"
        return "object" if action == "accept" else "object without"
    if behind == "insist":
        return "accept" if action == "remove" else "accept without"
    if behind == "agree":
        without = action in ("remove", "accept without")
        if operator == "cannot":
            return "block without" if without else "block"
        return "object without" if without else "object"
    if behind == "support" and action in ("remove", "keep", "insert", "replace", "want"):
        return "object without" if action == "remove" else "object"
    if behind == "withdraw" or behind in NEGATIONS:
        raise UnreadableError
    return _NEGATED[action]


def _or_unreadable(action: str | None) -> Action:
    if action is None:
        raise UnreadableError
    return action  # type: ignore[return-value]


# What a delegation wants that is against what another wants; in an answer the requested options decide that.
_CONTRARY: dict[Action, Action] = {
    "keep": "object", "want": "object", "insert": "object", "accept": "object", "replace": "object",
    "remove": "object without", "accept without": "object without", "object": "want", "block": "want",
    "object without": "remove", "block without": "remove",
}  # fmt: skip


def in_answer(attitude: str, action: Action) -> Action:
    """Return what those want who take an attitude to the wish of another delegation: "…, opposed by Chile"."""
    if attitude in ("same", "support", "want", "agree"):
        return action
    if attitude == "object":
        return _or_unreadable(_CONTRARY.get(action))
    if action in (*_WISHES, "accept"):
        return _or_unreadable(_OF_WORDS.get(attitude))
    if action in ("remove", "accept without"):
        return _or_unreadable(_OF_DELETION.get(attitude))
    raise UnreadableError
