"""What a sentence asks for, from the tree that the grammar of comments makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from bracketed.parsing.notation import load_grammar
from bracketed.positions.lexer import Lexeme, Lexer, Slip, UnreadableError
from bracketed.positions.lexicon import Language

if TYPE_CHECKING:
    from lark import Token, Tree

MentionKind: TypeAlias = Literal["quote", "phrase", "label", "option", "rank", "this"]
Action: TypeAlias = Literal[
    "remove",
    "keep",
    "insert",
    "want",
    "accept",
    "accept without",
    "object",
    "object without",
    "block",
    "block without",
    "replace",
    "exchange",
    "agree",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that a sentence is about: a quotation, words without quotation marks, a label, an option, or `this`.

    `closed` is False for a quotation whose second mark is missing; `at` is the offset of the words in the comment.
    """

    kind: MentionKind
    words: str
    at: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that a sentence asks for: the `effect` on `things`, and for a replacement what comes `instead`.

    For `want`, `instead` are the words that are not wanted; for `replace`, the words that take the place of `things`;
    `exchange` is the same said in two steps, "remove “x” and insert “y”".
    `beside` says where an insertion goes: `after` or `before` which words. `bare` words stand without any verb.
    """

    effect: Action
    things: tuple[Mention, ...] = ()
    instead: tuple[Mention, ...] = ()
    beside: tuple[str, Mention] | None = None
    bare: bool = False

    def shifted(self, by: int) -> Request:
        """Return the wish with the offsets of its things so much larger."""
        things, instead = (
            tuple(replace(thing, at=thing.at + by) for thing in group) for group in (self.things, self.instead)
        )
        beside = self.beside and (self.beside[0], replace(self.beside[1], at=self.beside[1].at + by))
        return replace(self, things=things, instead=instead, beside=beside)


@dataclass(frozen=True, slots=True)
class RequestReading:
    """What the body of a sentence asks for.

    `doubtful` says that it asks for something that could not be read; `slips` are the verbs that were mistyped.
    """

    wishes: tuple[Request, ...] = ()
    doubtful: bool = False
    slips: tuple[Slip, ...] = ()

    def shifted(self, by: int) -> RequestReading:
        """Return the reading with all offsets so much larger."""
        return RequestReading(
            tuple(wish.shifted(by) for wish in self.wishes),
            self.doubtful,
            tuple(replace(slip, at=slip.at + by) for slip in self.slips),
        )


def read_requests(body: str, at: int, language: Language) -> RequestReading:
    """Return what the body of a sentence, which stands at the offset `at` of a comment, asks for.

    >>> from bracketed.positions.lexicon import load_language
    >>> read_requests("for “shall” read “should”", 0, load_language()).wishes[0].effect
    'replace'
    """
    words = body.lstrip()
    return _read(words, language).shifted(at + len(body) - len(words))


# "keep", "remove completely" and "agree" come again and again.
@lru_cache(maxsize=4096)
def _read(body: str, language: Language) -> RequestReading:
    short = language.short(body)
    if short:
        return RequestReading((Request(cast(Action, short)),))
    remark = language.remark(body)
    if remark == "editorial":
        return RequestReading()
    try:
        lexer = Lexer(body, 0, language)
        lexemes = list(lexer.run())
        if not lexemes:
            return RequestReading()
        return RequestReading(_meaning(_parser().parse(lexemes)), slips=tuple(lexer.slips))
    except UnreadableError:
        return RequestReading(doubtful=not remark and language.asks(body))
    except Exception as error:
        from lark.exceptions import UnexpectedInput

        if isinstance(error, UnexpectedInput):
            return RequestReading(doubtful=not remark and language.asks(body, at_start=True))
        raise


@cache
def _parser() -> Any:
    from lark.lexer import Lexer, Token

    class Lexemes(Lexer):
        """Hands the lexemes of a sentence to the parser as they are."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, data: list[Lexeme]) -> Iterator[Token]:  # type: ignore[override]
            for lexeme in data:
                yield Token(lexeme.kind, lexeme)

    return load_grammar("comment.lark", lexer=Lexemes)


def _meaning(tree: Tree[Token]) -> tuple[Request, ...]:
    """Turn the parser's tree into wishes."""
    wishes: list[Request] = []
    for action in tree.children:
        if not _is_tree(action):  # the "and" between two actions
            continue
        lexemes = action.children  # type: ignore[union-attr]
        match action.data:  # type: ignore[union-attr]
            case "bare":
                wishes.append(_bare(_things(lexemes[0])))
            case "bare_instead":
                wanted, not_wanted = _groups(action)
                wishes.append(Request("want", wanted, not_wanted))
            case "becomes":
                standing, new_words = _groups(action)
                wishes.append(Request("replace", standing, new_words))
            case "act_after":
                wishes.append(_wish(_effect([_kind(verb) for verb in lexemes[1:]]), _things(lexemes[0])))
            case "beside_first":
                side = next(child for child in lexemes if _kind(child) == "BESIDE")
                anchor = lexemes[lexemes.index(side) + 1]
                verbs = [_kind(child) for child in lexemes if _kind(child) in _VERBS]
                if not verbs or _effect(verbs) != "insert":
                    raise UnreadableError
                wishes.append(_beside(_things(lexemes[-1]), side, anchor))
            case "instead_first":
                old, *verbs_between, new = [child for child in lexemes if _kind(child) not in ("INSTEAD", "ALSO")]
                wishes.append(_wish(_effect([_kind(verb) for verb in verbs_between]), _things(new), _things(old)))
            case "not_but":
                *verbs_before, negation = [_kind(child) for child in lexemes if _kind(child) in _VERBS]
                if negation not in ("NOT", "OBJECT") or _effect(verbs_before or ["USE"]) not in (
                    "want",
                    "keep",
                    "insert",
                ):
                    raise UnreadableError
                not_wanted, wanted = _groups(action)
                wishes.append(Request("want", wanted, not_wanted))
            case "for_read":
                old, new = _groups(action)
                wishes.append(Request("replace", old, new))
            case "act":
                asked = _in_order([child for child in lexemes if not _is_tree(child)])
                what = next((child for child in lexemes if _is_tree(child)), None)
                _act(asked, what, wishes)
    return tuple(wishes)


def _act(verbs: list[str], what: Any, wishes: list[Request]) -> None:
    effect = _effect(verbs)
    if what is None:
        wishes.append(Request(effect))
        return
    before = wishes[-1] if wishes else None
    match what.data:
        case "things":
            things = _things(what)
            if effect in ("remove", "keep", "insert") and any(_kind(child) == "OR" for child in what.children):
                raise UnreadableError  # "delete “x” or “y”" asks for one of two things
            if effect == "insert" and before and before.effect == "remove" and before.things:
                wishes[-1] = Request("exchange", before.things, things)
            else:
                # "keep both" asks for each of them, and says nothing against a text without either.
                both = effect == "keep" and any(_kind(child) == "BOTH" for child in what.children)
                wishes.append(_wish("want" if both else effect, things))
        case "instead":
            wanted, not_wanted = _groups(what)
            wishes.append(_wish(effect, wanted, not_wanted))
        case "change":
            old, new = _groups(what)
            if effect == "replace" and len(old) > 1 and len(new) > 1:
                wishes += _respectively(old, new)
                return
            if before and before.effect == "remove" and all(thing.kind == "this" for thing in old):
                # "delete “y” and replace it with “x”"
                old = wishes.pop().things or old
            wishes.append(_wish(effect, old, new))
        case "beside":
            things, side, where = what.children
            if effect != "insert":
                raise UnreadableError
            wishes.append(_beside(_things(things), side, where))
        case "change_this":
            (new,) = _groups(what)
            if effect != "replace" or before is None or before.effect != "remove":
                raise UnreadableError
            wishes[-1] = Request("replace", before.things, new)


def _respectively(old: tuple[Mention, ...], new: tuple[Mention, ...]) -> list[Request]:
    """Return what "change “y” and “z” to “x” and “w”" asks for."""
    if len(old) != len(new):
        raise UnreadableError
    return [Request("replace", (standing,), (wanted,)) for standing, wanted in zip(old, new, strict=True)]


def _bare(things: tuple[Mention, ...]) -> Request:
    """Return the wish of words without a verb: quotations, or one thing that may be an option."""
    if len(things) > 1 and any(thing.kind != "quote" for thing in things):
        raise UnreadableError
    if things[0].kind in ("this", "label"):
        raise UnreadableError
    return Request("want", things, bare=True)


def _beside(things: tuple[Mention, ...], side: Any, anchor: Any) -> Request:
    return Request("insert", things, beside=(side.value.words, _things(anchor)[0]))


def _wish(effect: Action, things: tuple[Mention, ...], instead: tuple[Mention, ...] = ()) -> Request:
    if effect == "replace" and not instead:
        raise UnreadableError
    if instead and effect in ("keep", "insert"):
        effect = "want"
    if instead and effect not in ("replace", "want"):
        raise UnreadableError
    return Request(effect, things, instead)


_NEGATED: dict[Action, Action] = {
    "remove": "keep",
    "keep": "remove",
    "insert": "remove",
    "want": "object",
    "accept": "object",
    "accept without": "object without",
    "agree": "object",
    "object": "accept",
    "object without": "accept without",
    "block": "accept",
    "block without": "accept without",
}
_EDITS: dict[str, Action] = {
    "REMOVE": "remove",
    "KEEP": "keep",
    "INSERT": "insert",
    "USE": "want",
    "REPLACE": "replace",
}


def _in_order(verbs: list[Any]) -> list[str]:
    """Return the kinds of verbs in a row, what is asked for last: "deletion supported" is "supports deletion"."""
    kinds = [_kind(verb) for verb in verbs]
    words = str(verbs[0].value.words).casefold()
    judged = kinds[-1] in ("SUPPORT", "ACCEPT", "OBJECT", "BLOCK")
    if judged and kinds[0] in ("REMOVE", "KEEP", "INSERT") and _DEED.match(words):
        return [*kinds[1:], kinds[0]]
    if kinds == ["BLOCK", "KEEP"] and words == "red line":
        # "red line, must stay": what cannot be accepted is to leave it out.
        return ["BLOCK", "REMOVE"]
    return kinds


# A deed, not a request: "deletion", "removal", "omission of", "retention", "inclusion of".
_DEED = re.compile(r"\w+(?:ion|al)\b")


def _effect(verbs: list[str]) -> Action:
    """Return what verbs in a row come to: "cannot accept" + "deletion of" is a red line against leaving out."""
    effect: Action | None = None
    for verb in reversed(verbs):
        if verb in _EDITS:
            # "suggests to use" and the like: of two edits the inner one is meant.
            effect = effect or _EDITS[verb]
        elif verb == "SUPPORT":
            effect = effect or "want"
        elif verb == "SPARE":
            effect = "accept without"
        elif verb == "AGREE":
            effect = effect or "agree"
        elif verb == "NOT":
            if effect is None:
                effect = "object"  # "no “x”"
                continue
            if effect not in _NEGATED:
                raise UnreadableError
            effect = _NEGATED[effect]
        elif effect == "remove":
            effect = {"ACCEPT": "accept without", "OBJECT": "object without", "BLOCK": "block without"}[verb]  # type: ignore[assignment]
        elif effect in (None, "keep", "insert", "want"):
            effect = {"ACCEPT": "accept", "OBJECT": "object", "BLOCK": "block"}[verb]  # type: ignore[assignment]
        else:
            raise UnreadableError
    return effect or "object"


_VERBS = ("REMOVE", "KEEP", "INSERT", "USE", "REPLACE", "SUPPORT", "ACCEPT", "SPARE", "OBJECT", "BLOCK", "NOT", "AGREE")


def _is_tree(child: Any) -> bool:
    return hasattr(child, "data")


def _kind(child: Any) -> str:
    return "" if _is_tree(child) else str(child.type)


def _groups(what: Any) -> list[tuple[Mention, ...]]:
    return [_things(child) for child in what.children if _is_tree(child)]


def _things(node: Any) -> tuple[Mention, ...]:
    children = node if isinstance(node, list) else node.children
    return tuple(
        Mention(child.type.lower(), child.value.words, child.value.at, child.value.closed)
        for child in children
        if _kind(child) not in ("BOTH", "AND", "OR")
    )
