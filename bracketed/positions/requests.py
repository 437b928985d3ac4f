"""What a clause requests: the action of its speakers on the words that it names, and that of those beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bracketed.positions import signs
from bracketed.positions.clause import Clause
from bracketed.positions.signs import ACTS, NEGATIONS, UnreadableError, in_answer, product
from bracketed.positions.tokens import WHO, Token

Action: TypeAlias = signs.Action | Literal["exchange", "original", "take back"]
# What those mean who cannot accept something yet.
_NOT_YET: dict[Action, Action] = {"block": "reserve", "block without": "reserve without"}
# What may be said behind a deed of one word: "deletion opposed", "removal not accepted".
_VERDICTS = ("object", "block", "support", "accept", *NEGATIONS)
# What is called by a noun before it is said to be withdrawn.
_TAKEN_BACK = {"want", "object", "reserve", "support"}
Mentions: TypeAlias = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a delegation requests: the `action` on `mentions`, and for a replacement what comes `instead`.

    For `want`, `instead` are the words that are not wanted; for `replace`, those that take the place of `mentions`;
    `exchange` is the same in two steps, "remove “y” and insert “x”"; `original` wants the words as they were before a
    delegation requested a change; `take back` is of what the same delegation requested just before. `beside` says where
    an insertion goes, `after` or `before` some words. `bare` words are without any verb; so is a `take back` without a
    noun, which may be of words. `answers` are those whose wish is taken up, `place` is the label of another provision;
    `flexible` accepts all that others requested. `backs` says that “this”, which is supported, may be what another
    delegation requested, and not words. Of an answer, `mentions` are the words that it is limited to.
    """

    action: Action
    mentions: Mentions = ()
    instead: Mentions = ()
    beside: tuple[str, Token] | None = None
    bare: bool = False
    answers: tuple[str, ...] = ()
    place: str = ""
    flexible: bool = False
    backs: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """The delegations that request it."""

    speakers: tuple[str, ...]
    request: Request


def requests_of(clause: Clause) -> Iterator[Asking]:
    """Yield what the delegations in a clause request.

    Raises:
        UnreadableError: the clause has no clear meaning.
    """
    for asking in _askings(clause):
        place = clause.place.words if clause.place else ""
        yield replace(asking, request=replace(asking.request, place=place)) if place else asking


def _askings(clause: Clause) -> Iterator[Asking]:
    # The speakers first, then those whose wish they repeat, then those on their sides.
    if clause.either and _asks_for_one_of(clause):
        raise UnreadableError
    if clause.unnamed and clause.sides and not (clause.says and (clause.worded or clause.has_operators)):
        # "Supported by Benin" answers what was said before; "brackets requested by India" does not.
        if clause.place and any(attitude != "reserve" for _, attitude in clause.sides):
            raise UnreadableError  # "the text of paragraph 4 is supported by Benin"
        for names, attitude in clause.sides:
            yield Asking(tuple(names), _of_side(clause, attitude))
        return
    agreement = _agreement(clause)
    if agreement:
        yield agreement
        return
    if clause.limited and clause.speakers:
        yield Asking(tuple(clause.speakers), _limited_answer(clause))
        return
    if clause.new and len(clause.mentions) > 1 and len(clause.new) > 1:
        yield from _in_pairs(clause)
        return
    if not clause.speakers and not clause.said_by:
        yield from _of_sides(clause)
        return
    request = _request(clause, [one.kind for one in clause.operators])
    if clause.speakers:
        yield Asking(tuple(clause.speakers), request)
    for names, start in clause.said_by:
        # "echoed New Zealand's call to delete “x”": New Zealand has called for it.
        if clause.mentions or clause.acts:
            kinds = [one.kind for one in clause.operators[start:]]
            yield Asking(tuple(names), _request(clause, kinds) if kinds else request)
    for names, attitude in clause.sides:
        if clause.speakers and attitude == "want":
            # "opposes “x”, proposed by Chile"
            yield Asking(tuple(names), Request("want", request.mentions))
        elif clause.speakers:
            yield Asking(tuple(names), _with_action(request, in_answer(attitude, _plain(request.action))))
    if not clause.speakers:
        yield from _of_sides(clause)


def _of_side(clause: Clause, attitude: str) -> Request:
    if clause.place:
        # "General reservation by Benin on paragraph 4"
        return Request("reserve", (clause.place,))
    return _of_brackets(attitude) if clause.brackets else _answer(attitude)


def _answer(attitude: str) -> Request:
    if attitude == "withdraw":
        return Request("take back")  # "Withdrawn by Chile"
    return Request("agree") if attitude == "same" else Request(product([attitude]))


def _of_brackets(attitude: str) -> Request:
    return Request(product(_off_brackets(["support" if attitude == "same" else attitude])))


def _of_sides(clause: Clause) -> Iterator[Asking]:
    # "The deletion of “x” is supported by Chile": it names only delegations with an attitude to the deed.
    for names, attitude in clause.sides:
        kinds = ["support" if attitude == "same" else attitude, *(one.kind for one in clause.operators)]
        yield Asking(tuple(names), _request(clause, kinds))


def _agreement(clause: Clause) -> Asking | None:
    """Return who agrees with whom in a clause that says nothing else."""
    if clause.worded or clause.acts or clause.original or not (clause.speakers and clause.sides):
        return None
    if any(side != "same" for _, side in clause.sides):
        return None
    speakers, others = tuple(clause.speakers), tuple(name for names, _ in clause.sides for name in names)
    if clause.owned:
        # "The concerns of Chile were shared by Peru"
        return Asking(others, Request("agree", answers=speakers))
    # "Japan: with Norway"
    return None if clause.has_operators else Asking(speakers, Request("agree", answers=others))


def _limited_answer(clause: Clause) -> Request:
    """Return what is said of the view of others on some words: "agreed with Chile on “x”"."""
    action = product([one.kind for one in clause.operators])
    agrees = action in ("want", "agree")
    if clause.unwanted or clause.new or clause.sides or not (agrees or action in ("object", "block", "accept")):
        raise UnreadableError
    return Request("agree" if agrees else action, tuple(clause.mentions), answers=_said_by(clause))


def _in_pairs(clause: Clause) -> Iterator[Asking]:
    # "replace “x” and “y” with “v” and “w”"
    if len(clause.mentions) != len(clause.new):
        raise UnreadableError
    kinds = [one.kind for one in clause.operators]
    for old, new in zip(clause.mentions, clause.new, strict=True):
        yield Asking(tuple(clause.speakers), _replacement(kinds, (old,), (new,)))


def _asks_for_one_of(clause: Clause) -> bool:
    # "delete “x” or “y”" requests one of two things; "either would be acceptable" accepts both.
    return len(clause.mentions) > 1 and any(one.kind in ("delete", "keep", "insert") for one in clause.before)


def _plain(action: Action) -> signs.Action:
    if action == "original" or action == "exchange" or action == "take back":
        raise UnreadableError
    return action


def _with_action(request: Request, action: signs.Action) -> Request:
    if action == request.action:
        return request
    if request.action == "replace":
        # Who is against a change is against the new words.
        return Request(action, request.instead)
    return Request(action, request.mentions, bare=request.bare)


def _request(clause: Clause, kinds: Sequence[str]) -> Request:
    """Return what operators of these kinds, all of the clause's or some, request."""
    kinds = _meant(clause, kinds)
    mentions, unwanted, pointing = tuple(clause.mentions), tuple(clause.unwanted), tuple(clause.pointing)
    if clause.place and not clause.worded:
        mentions = (clause.place,)  # "reserves its position on paragraph 1"
    if clause.original and not mentions:
        if product(list(kinds) or ["want"]) not in ("want", "keep", "accept"):
            raise UnreadableError
        return Request("original")
    if not kinds:
        return _bare(clause, mentions, unwanted)
    if clause.listed and clause.behind:
        raise UnreadableError  # "“may”, “shall” a red line" may speak of one or of both
    if clause.lifts and kinds[-1] == "withdraw" and (mentions or clause.brackets):
        raise UnreadableError  # "lifted “x”"
    called = {*kinds[:-1]} <= _TAKEN_BACK and not (kinds[:-1] and pointing)
    if kinds[-1] == "withdraw" and called and not (clause.drops or mentions or unwanted or clause.new):
        # "Withdrawn.", "Proposal withdrawn."; without a noun it may be words that are withdrawn.
        return Request("take back", pointing, bare=len(kinds) == 1)
    action = product(kinds)
    if clause.new and not (mentions or pointing):
        raise UnreadableError
    if clause.new:
        return _replacement(kinds, mentions or pointing, tuple(clause.new))
    if action == "replace":
        raise UnreadableError
    if unwanted:
        return _contrast(action, mentions or pointing, unwanted)
    if clause.beside and action in ("insert", "want"):
        if not mentions:
            raise UnreadableError
        return Request(action, mentions, beside=clause.beside)
    if clause.beside and "insert" in kinds:
        raise UnreadableError
    return _plain_request(clause, kinds, action, mentions)


def _meant(clause: Clause, kinds: Sequence[str]) -> Sequence[str]:
    """Return the kinds of operators with what the rest of the clause makes of them."""
    if clause.negative and not kinds:
        kinds = ["object"]
    if clause.brackets:
        kinds = _off_brackets(kinds)
    if not clause.worded and _verdict_is_last(clause, kinds):
        return [*kinds[1:], kinds[0]]  # "deletion opposed"
    if {*kinds} == {"delete", "withdraw"} and any(one.kind == "withdraw" for one in clause.behind):
        if _is_apart(clause, clause.behind[-1]):
            raise UnreadableError  # "delete “x” [withdrawn]" takes back a wish, and does not want the words
        return ["keep"]  # "this deletion should be withdrawn"
    return kinds


def _is_apart(clause: Clause, token: Token) -> bool:
    """Return whether a sign is in front of a word."""
    before = [one for one in clause.tokens if one.end <= token.at]
    return bool(before) and before[-1].kind == "punct"


def _verdict_is_last(clause: Clause, kinds: Sequence[str]) -> bool:
    if len(kinds) < 2 or kinds[0] not in ACTS or any(kind not in _VERDICTS for kind in kinds[1:]):
        return False
    apart = zip(clause.operators, clause.operators[1:], strict=False)
    return all(behind.at - before.end <= 1 for before, behind in apart)


def _plain_request(clause: Clause, kinds: Sequence[str], action: Action, mentions: Mentions) -> Request:
    """Return a request that sets no words against others or beside them."""
    pointing = tuple(clause.pointing)
    if action == "keep" and (clause.both or any(one.kind == "both" for one in mentions)):
        # "keep both" requests each of them, and says nothing against a text without either.
        action = "want"
    if action == "agree" and mentions:
        action = "accept"
    if clause.for_now and action in _NOT_YET and "cannot" in kinds:
        action = _NOT_YET[action]
    if action in ("reserve", "reserve without") and clause.waits and not mentions and not pointing:
        raise UnreadableError  # "requests more time"
    if not mentions and (set(kinds) <= {"want"} or action == "insert"):
        raise UnreadableError
    if clause.nouns and not mentions and not pointing:
        raise UnreadableError  # "preferred not to see a figure"
    answering = not mentions and not any(kind in ACTS for kind in kinds)
    if answering and set(kinds) <= {*NEGATIONS} and not _ends_in_negation(clause):
        raise UnreadableError  # "has not indicated its position"
    if answering and clause.echo and not any(kind in NEGATIONS for kind in kinds):
        # "shares Chile's concerns"
        action = "agree"
    flexible = clause.flexible and not (mentions or pointing)
    if flexible and action != "accept":
        raise UnreadableError  # "not flexible"
    answers = _said_by(clause) if answering else ()
    backs = [*kinds] == ["support"] and not mentions and _supports_this(clause)
    return Request(action, mentions or pointing, answers=answers, flexible=flexible, backs=backs)


def _supports_this(clause: Clause) -> bool:
    # "Supported this", "this was supported by Peru", but not "said it was essential", which praises words.
    return bool(clause.pointing) and all(one.at < clause.pointing[0].at for one in clause.operators)


def _ends_in_negation(clause: Clause) -> bool:
    # "certainly not" is one token of another kind, of which an operator is made.
    end = max(one.end for one in clause.operators if one.kind in NEGATIONS)
    behind = next((one for one in clause.tokens if one.at >= end), None)
    return behind is None or behind.kind in ("punct", "reason", *WHO)


def _said_by(clause: Clause) -> tuple[str, ...]:
    return tuple(name for names, _ in clause.said_by for name in names)


def _off_brackets(kinds: Sequence[str]) -> list[str]:
    # To take the brackets off keeps the words; to request brackets, or to keep them, is a reservation.
    off = [{"delete": "keep", "withdraw": "keep"}.get(kind, kind) for kind in kinds]
    if off != [*kinds]:
        # "is not ready to lift the brackets"
        return ["reserve"] if any(kind in NEGATIONS for kind in kinds) else off
    rest = [kind for kind in kinds if kind not in ("keep", "insert", "want", "support", "use")]
    return [*rest, "reserve"]


def _bare(clause: Clause, mentions: Mentions, unwanted: Mentions) -> Request:
    """Return what is requested without any operator."""
    if mentions and unwanted:
        return Request("replace", mentions, tuple(clause.new)) if clause.new else Request("want", mentions, unwanted)
    if clause.echo and not mentions:
        return Request("agree", answers=_said_by(clause))
    if not mentions or mentions[0].kind == "label" or clause.relative:
        raise UnreadableError
    if len(mentions) > 1 and (clause.either or any(one.kind == "phrase" for one in mentions)):
        raise UnreadableError
    if clause.amid or (clause.verbose and mentions[0].kind == "quote"):
        raise UnreadableError  # "on “x”", "sees “x” as …"
    if mentions[0].kind == "both" and clause.any_of:
        return Request("accept", mentions)
    return Request("want", mentions, bare=True)


def _replacement(kinds: Sequence[str], old: Mentions, new: Mentions) -> Request:
    # What is wanted besides the change itself: "supports changing", "opposes changing".
    action = product(["insert" if kind == "replace" else kind for kind in kinds])
    if action in ("insert", "want", "keep"):
        return Request("replace", old, new)
    if action in ("object", "block", "accept", "reserve"):
        return Request(action, new)
    if action == "remove" and "not" in kinds:
        return Request("want", old, new)
    raise UnreadableError


def _contrast(action: Action, mentions: Mentions, unwanted: Mentions) -> Request:
    if not mentions:
        return Request("object", unwanted) if action in ("want", "keep", "insert") else _unclear()
    if action in ("want", "keep", "insert"):
        return Request("want", mentions, unwanted)
    if action == "remove":
        return Request("want", unwanted, mentions)
    return _unclear()


def _unclear() -> Request:
    raise UnreadableError
