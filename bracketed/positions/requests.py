"""What a sentence asks for, from the tree that the grammar of comments makes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias, cast

from bracketed.parsing.notation import load_grammar
from bracketed.positions.lexer import VERBS, Lexeme, Lexer, UnreadableError
from bracketed.positions.lexicon import Language

Action: TypeAlias = Literal[
    "remove", "keep", "insert", "want", "accept", "accept without", "object", "object without", "block",
    "block without", "replace", "exchange", "agree",
]  # fmt: skip


# A quotation, words without quotation marks, a label, an option, or "this": what a sentence is about.
Mentions: TypeAlias = tuple[Lexeme, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a sentence asks for: the `action` on `mentions`, and for a replacement what comes `instead`.

    For `want`, `instead` are the words that are not wanted; for `replace`, those that take the place of `mentions`;
    `exchange` is the same in two steps, "remove “x” and insert “y”". `beside` says where an insertion goes, `after` or
    `before` which words. `bare` words stand without any verb.
    """

    action: Action
    mentions: Mentions = ()
    instead: Mentions = ()
    beside: tuple[str, Lexeme] | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class RequestReading:
    """What the body of a sentence asks for; `doubtful` if it asks for something that could not be read."""

    requests: tuple[Request, ...] = ()
    doubtful: bool = False
    misspellings: tuple[tuple[Lexeme, str], ...] = ()


# "keep", "remove completely" and "agree" come again and again; so offsets count from the body, not from the comment.
@lru_cache(maxsize=4096)
def read_requests(body: str, language: Language) -> RequestReading:
    """Return what the body of a sentence asks for."""
    short = language.short(body)
    if short:
        return RequestReading((Request(cast(Action, short)),))
    remark = language.remark(body)
    if remark == "editorial":
        return RequestReading()
    try:
        lexer = Lexer(body, language)
        lexemes = lexer.run()
        requests = _requests(lexemes) if lexemes else ()
        if requests is None:
            return RequestReading(doubtful=not remark and language.asks(body, at_start=True))
        return RequestReading(requests, misspellings=tuple(lexer.misspellings))
    except UnreadableError:
        return RequestReading(doubtful=not remark and language.asks(body))


def _requests(lexemes: list[Lexeme]) -> tuple[Request, ...] | None:
    """Return what lexemes ask for, None if they are in no order that the grammar has."""
    # Lark is slow to import, and many comments have nothing to parse.
    from lark import Token, UnexpectedInput

    parser: Any = load_grammar("comment.lark").parse_interactive()
    try:
        for lexeme in lexemes:
            parser.feed_token(Token(lexeme.kind, lexeme))
        tree = parser.feed_eof()
    except UnexpectedInput:
        return None
    requests: list[Request] = []
    for action in filter(_is_tree, tree.children):  # not the "and" between two actions
        verbs = [_kind(child) for child in action.children if _kind(child) in VERBS]
        if action.data == "act":
            _act(action, verbs, requests)
        else:
            requests.append(_by_rule(action, verbs, *_groups(action)))
    return tuple(requests)


def _by_rule(action: Any, verbs: list[str], first: Mentions, second: Mentions = ()) -> Request:
    # By the rule of the grammar that the action follows; `_act` reads the one that may go on with another.
    match action.data:
        case "bare":
            if first[0].kind in ("THIS", "LABEL") or (len(first) > 1 and any(one.kind != "QUOTE" for one in first)):
                raise UnreadableError
            return Request("want", first, bare=True)
        case "bare_instead":
            return Request("want", first, second)
        case "becomes" | "for_read":
            return Request("replace", first, second)
        case "act_after":
            return _request(_action(verbs), first)
        case "beside_first":
            side = next(child for child in action.children if _kind(child) == "BESIDE")
            return _beside(_action(verbs), second, side, first)
        case "instead_first":
            return _request(_action(verbs), second, first)
        case _:  # not_but
            *before, negation = verbs
            if negation not in ("NOT", "OBJECT") or _action(before or ["USE"]) not in ("want", "keep", "insert"):
                raise UnreadableError
            return Request("want", second, first)


def _act(act: Any, verbs: list[str], requests: list[Request]) -> None:
    # Verbs and the words behind them may go on with the request before: "delete “y” and replace it with “x”".
    action = _action(_in_order(verbs, act.children[0].value.words.casefold()))
    before = requests[-1] if requests else None
    what = act.children[-1]
    if not _is_tree(what):
        requests.append(Request(action))
        return
    kinds = [_kind(child) for child in what.children]
    mentions, *others = [_mentions(what)] if what.data == "things" else _groups(what)
    match what.data:
        case "things":
            if action in ("remove", "keep", "insert") and "OR" in kinds:
                raise UnreadableError  # "delete “x” or “y”" asks for one of two things
            if action == "insert" and before and before.action == "remove" and before.mentions:
                requests[-1] = Request("exchange", before.mentions, mentions)
            else:
                # "keep both" asks for each of them, and says nothing against a text without either.
                requests.append(_request("want" if action == "keep" and "BOTH" in kinds else action, mentions))
        case "instead":
            requests.append(_request(action, mentions, *others))
        case "change":
            (new,) = others
            if action == "replace" and len(mentions) > 1 and len(new) > 1:
                # "change “y” and “z” to “x” and “w”": in pairs
                if len(mentions) != len(new):
                    raise UnreadableError
                requests += [Request("replace", (one,), (other,)) for one, other in zip(mentions, new, strict=True)]
                return
            if before and before.action == "remove" and all(mention.kind == "THIS" for mention in mentions):
                # "delete “y” and replace it with “x”"
                mentions = requests.pop().mentions or mentions
            requests.append(_request(action, mentions, new))
        case "beside":
            requests.append(_beside(action, mentions, what.children[1], *others))
        case "change_this":
            if action != "replace" or before is None or before.action != "remove":
                raise UnreadableError
            requests[-1] = Request("replace", before.mentions, mentions)


def _beside(action: Action, words: Mentions, side: Any, anchor: Mentions) -> Request:
    if action != "insert":
        raise UnreadableError
    return Request("insert", words, beside=(side.value.words, anchor[0]))


def _request(action: Action, mentions: Mentions, instead: Mentions = ()) -> Request:
    if instead and action in ("keep", "insert"):
        action = "want"
    if (action == "replace" and not instead) or (instead and action not in ("replace", "want")):
        raise UnreadableError
    return Request(action, mentions, instead)


_NEGATED: dict[Action, Action] = {
    "remove": "keep", "keep": "remove", "insert": "remove", "want": "object", "agree": "object",
    "accept": "object", "accept without": "object without", "object": "accept", "object without": "accept without",
    "block": "accept", "block without": "accept without",
}  # fmt: skip
# What a verb asks for unless a verb behind it says more: of the two in "suggests to use" the inner one is meant.
_ASKED: dict[str, Action] = {
    "REMOVE": "remove", "KEEP": "keep", "INSERT": "insert", "REPLACE": "replace",
    "USE": "want", "SUPPORT": "want", "AGREE": "agree",
}  # fmt: skip
_JUDGED: dict[str, Action] = {"ACCEPT": "accept", "OBJECT": "object", "BLOCK": "block"}
_JUDGED_WITHOUT: dict[str, Action] = {"ACCEPT": "accept without", "OBJECT": "object without", "BLOCK": "block without"}
# A deed, not a request: "deletion", "removal", "omission of", "retention", "inclusion of".
_DEED = re.compile(r"\w+(?:ion|al)\b")


def _in_order(verbs: list[str], first_words: str) -> list[str]:
    # "deletion supported" is "supports deletion": what is asked for goes last.
    first, *others = verbs
    if first in ("REMOVE", "KEEP", "INSERT") and verbs[-1] in (*_JUDGED, "SUPPORT") and _DEED.match(first_words):
        return [*others, first]
    if verbs == ["BLOCK", "KEEP"] and first_words == "red line":
        # "red line, must stay": what cannot be accepted is to leave it out.
        return ["BLOCK", "REMOVE"]
    return verbs


def _action(verbs: list[str]) -> Action:
    # From the last verb to the first: "cannot accept" + "deletion of" is a red line against leaving out.
    action: Action | None = None
    for verb in reversed(verbs):
        if verb in _ASKED:
            action = action or _ASKED[verb]
        elif verb == "SPARE":
            action = "accept without"
        elif verb == "NOT":
            # "no “x”" objects to the words; in front of a verb the word turns it round.
            action = "object" if action is None else _NEGATED.get(action)
        elif action == "remove":
            action = _JUDGED_WITHOUT[verb]
        else:
            action = _JUDGED[verb] if action in (None, "keep", "insert", "want") else None
        if action is None:
            raise UnreadableError
    return action or "object"


def _is_tree(child: Any) -> bool:
    return hasattr(child, "data")


def _kind(child: Any) -> str:
    return "" if _is_tree(child) else str(child.type)


def _groups(node: Any) -> list[Mentions]:
    return [_mentions(child) for child in node.children if _is_tree(child)]


def _mentions(node: Any) -> Mentions:
    return tuple(child.value for child in node.children if child.type not in ("BOTH", "AND", "OR"))
