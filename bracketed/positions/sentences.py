"""From the words of a comment to what each sentence of it asks for.

A comment is cut into lines and sentences; from each sentence the speakers are taken off, the rest is turned into the
tokens of `grammar/comment.lark` and parsed. What does not parse asks for nothing: it is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bracketed.positions.delegations import Names
from bracketed.positions.language import Language, load_language
from bracketed.text.grammars import load_grammar

if TYPE_CHECKING:
    from lark import Token, Tree

ThingKind: TypeAlias = Literal["quote", "phrase", "label", "option", "this"]
Effect: TypeAlias = Literal[
    "remove", "keep", "insert", "want", "accept", "accept without", "object", "block", "block without", "replace", "agree"
]


@dataclass(frozen=True, slots=True)
class Thing:
    """Words that a sentence is about: a quotation, words without quotation marks, a label, an option, or `this`.

    `closed` is False for a quotation whose second mark is missing; `at` is the offset of the words in the comment.
    """

    kind: ThingKind
    words: str
    at: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a sentence asks for: the `effect` on `things`, and for a replacement what comes `instead`.

    For `want`, `instead` are the words that are not wanted; for `replace`, the words that take the place of `things`.
    """

    effect: Effect
    things: tuple[Thing, ...] = ()
    instead: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a comment: who speaks, its words, where it stands in the comment, and what it asks for.

    `wishes` is empty for a remark; `doubtful` says that words of asking stand in it all the same. `unknown` holds
    the speakers whose names are in no list.
    """

    speakers: tuple[str, ...]
    words: str
    at: int
    wishes: tuple[Wish, ...] = ()
    doubtful: bool = False
    unknown: tuple[str, ...] = ()


# Sentences end at line ends and semicolons, and at full stops that a capital follows.
_END = re.compile(r"\n|;|(?<=[a-z0-9”\"’)\]])[.?!](?=\s+[A-Z“\"])")
_OPENING = "“\"«„‘"
_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’"}
_DASH = re.compile(r"\s*(?:[–—:-]+|->)\s*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and|&)?|/|&|;|\band\b|\bet\b)\s*")
_UNKNOWN = re.compile(r"(?P<name>[A-Z][\w.&’'-]*(?:\s+(?:of|and|the|for)?\s*[A-Z(][\w.&’')-]*){0,5})\s*(?:[–—:]|-\s|\s-)\s*")
_LABEL = re.compile(
    r"[A-Z]{1,4}[.\-]?\d+(?:[.\-–](?:\d+|[a-z]{1,2}))*(?![\w])"
    r"|(?:Article|Art\.|Rule|Principle|Paragraph|paragraph|Para\.?|para\.?)\s+\d+(?:\.\d+)*(?:\s?\([a-z]+\))*(?:\s+(?:bis|ter|quater))?"
)
_WORD = re.compile(r"[^\s,;:()“”\"«»„‘]+")
_OPTION_NAME = re.compile(r"\s*(?:text\s+)?(?:(?:in|for)\s+)?(?P<name>[\w.\-–]*\w)")


def read_sentences(text: str, author: str, names: Names, language: Language | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a comment.

    Args:
        text: the words of the comment.
        author: who typed it; a speaker only where the name is that of a delegation.
        names: the names of delegations.
        language: the words to read it by; English by default.
    """
    language = language or load_language()
    as_author = names.find(author)
    speakers: tuple[str, ...] = ()
    for at, words, new_line in _cut(text):
        if new_line:
            speakers = (as_author.name,) if as_author else ()
        named, unknown, start = _speakers(words, names, language)
        if named or unknown:
            speakers = (*named, *unknown)
        body = words[start:]
        wishes, doubtful = _wishes(body, at + start, language)
        if not speakers:
            doubtful = doubtful and _asks(body, language)
            wishes = ()
        yield Sentence(speakers, words.strip(), at, wishes, doubtful, unknown)


def _cut(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, words, begins a line) of each sentence."""
    start = 0
    new_line = True
    for found in _END.finditer(text):
        if found[0] != "\n" and _inside_quotation(text, start, found.start()):
            continue
        words = text[start : found.start()]
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield start + lead, words.strip(), new_line
            new_line = False
        new_line = new_line or found[0] == "\n"
        start = found.end()
    words = text[start:]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), words.strip(), new_line


def _inside_quotation(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    return words.count("“") > words.count("”") and "”" in text[end : text.find("\n", end) if "\n" in text[end:] else None]


def _speakers(words: str, names: Names, language: Language) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the known speakers a sentence begins with, unknown ones, and where its own words begin."""
    known: list[str] = []
    at = 0
    end = 0
    while True:
        found = names.longest_prefix(words[at:])
        if found is None:
            break
        delegation, length = found
        known.append(delegation.name)
        end = at + length
        joint = _JOINT.match(words, end)
        if not joint:
            break
        at = joint.end()
    unknown: tuple[str, ...] = ()
    if not known or at > end:
        # "Ruritania: delete …": a name that no list has, told by the dash or colon and the verb after it.
        found_unknown = _UNKNOWN.match(words, at)
        if found_unknown and _asks(words[found_unknown.end() :], language, at_start=True):
            parts = [part.strip() for part in re.split(r",|\band\b|/", found_unknown["name"]) if part.strip()]
            unknown = tuple(parts)
            end = found_unknown.end()
    if known or unknown:
        dash = _DASH.match(words, end)
        end = dash.end() if dash else end
    return tuple(known), unknown, end


def _asks(words: str, language: Language, at_start: bool = False) -> bool:
    """Say whether words of asking stand in a sentence, or at its start."""
    if at_start:
        at = 0
        while filler := language.fillers.match(words, at):
            at = filler.end() + len(words[filler.end() :]) - len(words[filler.end() :].lstrip())
        return bool(language.verbs.match(words, at)) or words[at : at + 1] in tuple(_OPENING)
    return any(language.verbs.match(words, found.start()) for found in re.finditer(r"\b\w", words))


class _Unreadable(Exception):
    """The sentence is not of a form that is read."""


@dataclass(frozen=True, slots=True)
class _Lexeme:
    """A token on its way to the grammar, with the thing that it stands for."""

    kind: str
    words: str
    at: int
    closed: bool = True


def _wishes(body: str, at: int, language: Language) -> tuple[tuple[Wish, ...], bool]:
    """Return what the body of a sentence asks for, and whether it asks for something that could not be read."""
    try:
        lexemes = list(_Lexer(body, at, language).run())
        if not lexemes:
            return (), False
        tree = _parser().parse(lexemes)  # type: ignore[arg-type]  # the lexer takes lexemes, not a string
        return _meaning(tree), False
    except _Unreadable:
        return (), _asks(body, language)
    except Exception as error:
        from lark.exceptions import UnexpectedInput

        if isinstance(error, UnexpectedInput):
            return (), _asks(body, language, at_start=True)
        raise


@cache
def _parser() -> Any:
    from lark.lexer import Lexer, Token

    class Lexemes(Lexer):
        """Hands the lexemes of a sentence to the parser as they are."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, data: list[_Lexeme]) -> Iterator[Token]:  # type: ignore[override]
            for lexeme in data:
                yield Token(lexeme.kind, lexeme)  # type: ignore[arg-type]

    return load_grammar("comment.lark", lexer=Lexemes)


class _Lexer:
    """Turns the body of a sentence into lexemes."""

    def __init__(self, body: str, at: int, language: Language) -> None:
        self.body = body
        self.shift = at
        self.language = language
        self.pos = 0
        self.verb_place = True
        self.quoted = False
        self.last = ""

    def run(self) -> Iterator[_Lexeme]:
        yield from self._verdict()
        while self._skip():
            step = self._quotation() or self._word_of_asking() or self._connective() or self._thing()
            if step is None:
                return
            if step.kind:
                self.last = step.kind
                yield step

    def _skip(self) -> bool:
        while self.pos < len(self.body) and self.body[self.pos] in " \t.()[]–—:-!*•·'’”":
            self.pos += 1
        return self.pos < len(self.body)

    def _match(self, pattern: re.Pattern[str], pos: int | None = None) -> re.Match[str] | None:
        found = pattern.match(self.body, self.pos if pos is None else pos)
        return found if found and found[0] else None

    def _lexeme(self, kind: str, found: re.Match[str], words: str = "", closed: bool = True) -> _Lexeme:
        self.pos = found.end()
        return _Lexeme(kind, words or found[0], self.shift + found.start(), closed)

    def _verdict(self) -> Iterator[_Lexeme]:
        """Take a verdict off the end, "“x” is not acceptable", and put it in front as a verb."""
        for found in self.language.verdicts.finditer(self.body):
            if found.start() == 0 or self.body[found.start() - 1].isalnum():
                continue
            rest = self.body[found.end() :].strip(" .!)")
            if not rest or self.language.reasons.match(rest.lstrip(", ")):
                kind = self.language.kind(found[0])
                yield _Lexeme(kind, found[0], self.shift + found.start())
                self.body = self.body[: found.start()].rstrip()
                return

    def _quotation(self) -> _Lexeme | None:
        opening = self.body[self.pos]
        if opening not in _OPENING:
            return None
        start = self.pos + 1
        ends = [self.body.find(mark, start) for mark in _CLOSING[opening]]
        end = min((n for n in ends if n >= 0), default=-1)
        again = self.body.find(opening, start) if opening != '"' else -1
        closed = end >= 0 and not 0 <= again < end
        if not closed:
            # The words go on to the next word that cannot be part of them, or to the end.
            stop = min((n for n in (again, end) if n >= 0), default=len(self.body))
            for found in self.language.connectives.finditer(self.body, start, stop):
                if self.language.kind(found[0]) == "INSTEAD" and self.body[found.start() - 1].isspace():
                    stop = found.start()
                    break
            end = stop
        words = self.body[start:end]
        lexeme = _Lexeme("QUOTE", words.strip(" ,.;"), self.shift + start, closed)
        self.pos = end + (1 if closed or self.body[end : end + 1] in ("”", '"') else 0)
        self.verb_place = False
        self.quoted = True
        if not lexeme.words:
            raise _Unreadable
        return lexeme

    def _word_of_asking(self) -> _Lexeme | None:
        """Return a verb, where one may stand; skip what leads up to it."""
        if self._match(self.language.hedges) and self._at_word():
            raise _Unreadable
        if not self.verb_place:
            return None
        if self.last == "REPLACE":
            connective = self._match(self.language.connectives)
            if connective and self.language.kind(connective[0]) == "TO":
                self.verb_place = False
                return self._lexeme("TO", connective)
        verb = self._match(self.language.verbs)
        filler = self._match(self.language.fillers)
        if verb and (not filler or verb.end() >= filler.end()):
            self.quoted = False
            return self._lexeme(self.language.kind(verb[0]), verb)
        if filler:
            self.pos = filler.end()
            return _Lexeme("", "", 0)
        return None

    def _at_word(self) -> bool:
        return self.pos == 0 or not self.body[self.pos - 1].isalnum()

    def _connective(self) -> _Lexeme | None:
        found = self._match(self.language.connectives)
        if not found:
            return None
        kind = self.language.kind(found[0])
        if kind == "BOTH":
            return self._lexeme("BOTH", found) if self.last not in ("BOTH", "QUOTE", "PHRASE") else None
        if kind == "INSTEAD":
            self.verb_place = False
            self.quoted = False
            if self._verb_after(found.end()):
                raise _Unreadable
            return self._lexeme("INSTEAD", found)
        if kind == "AND":
            if self.last in ("", "AND", "ALSO"):
                self.pos = found.end()
                return _Lexeme("", "", 0)
            if self._verb_after(found.end()):
                self.verb_place = True
                self.quoted = False
                return self._lexeme("ALSO", found)
            return self._and(found)
        if kind == "TO" and self.last in ("QUOTE", "PHRASE", "THIS", "LABEL") and self.replacing:
            self.verb_place = False
            self.quoted = False
            return self._lexeme("TO", found)
        return None

    @property
    def replacing(self) -> bool:
        """Whether the clause so far is a replacement, in which "to" and "with" bring the new words."""
        return bool(re.search(r"\b(?:replac|chang|substitut|amend|revis)\w*", self.body[: self.pos], re.IGNORECASE))

    def _and(self, found: re.Match[str]) -> _Lexeme | None:
        """Return AND where another thing follows; otherwise what follows is no part of the request."""
        after = found.end() + len(self.body[found.end() :]) - len(self.body[found.end() :].lstrip())
        reason = self.language.reasons.match(self.body, after)
        if reason or after >= len(self.body):
            self.pos = len(self.body)
            return _Lexeme("", "", 0)
        hedge = self.language.hedges.match(self.body, after)
        if hedge:
            raise _Unreadable
        opens = self.body[after] in _OPENING or _LABEL.match(self.body, after)
        named = self.language.references.match(self.body, after) or self.language.this.match(self.body, after)
        if opens or named or (found[0] != "," and self.last in ("PHRASE", "THIS")):
            self.quoted = False
            return self._lexeme("AND", found)
        if found[0] == "," or self.quoted:
            # "keep “x”, a matter of principle": a remark behind the words, told by the comma.
            self.pos = len(self.body)
            return _Lexeme("", "", 0)
        self.quoted = False
        return self._lexeme("AND", found)

    def _verb_after(self, pos: int) -> bool:
        while pos < len(self.body):
            rest = self.body[pos:]
            pos += len(rest) - len(rest.lstrip())
            if self._match(self.language.verbs, pos):
                return True
            filler = self._match(self.language.fillers, pos)
            if not filler:
                return False
            pos = filler.end()
        return False

    def _thing(self) -> _Lexeme | None:
        reason = self._match(self.language.reasons)
        if reason:
            if not self.last:
                raise _Unreadable
            self.pos = len(self.body)
            return _Lexeme("", "", 0)
        reference = self._match(self.language.references)
        this = self._match(self.language.this)
        if this and (not reference or this.end() >= reference.end()) and self._ends(this.end()):
            self.verb_place = False
            return self._lexeme("THIS", this)
        if reference and not self.quoted:
            self.pos = reference.end()
            self.verb_place = False
            return _Lexeme("", "", 0)
        option = self._match(self.language.options)
        if option:
            name = _OPTION_NAME.match(self.body, option.end())
            if name:
                self.verb_place = False
                start = self.pos
                self.pos = name.end()
                return _Lexeme("OPTION", f"{option[0]} {name['name']}", self.shift + start)
        label = self._match(_LABEL)
        if label:
            self.verb_place = False
            if self.quoted:  # "“x” in D.2-5" says where the words stand
                raise _Unreadable
            return self._lexeme("LABEL", label)
        if self.quoted:
            # Words behind a quotation, "“x” reference", name it more closely.
            word = self._match(_WORD)
            self.pos = word.end() if word else self.pos + 1
            return _Lexeme("", "", 0)
        return self._phrase()

    def _ends(self, pos: int) -> bool:
        """Say whether nothing but a new clause or the reasons follow."""
        rest = self.body[pos:].lstrip(" .)!")
        if not rest or rest[0] in ",;:–—(":
            return True
        connective = self.language.connectives.match(rest)
        return bool(connective or self.language.reasons.match(rest))

    def _phrase(self) -> _Lexeme | None:
        """Return words without quotation marks, up to a connective, a reason or a quotation."""
        self.verb_place = False
        start = self.pos
        pos = start
        while pos < len(self.body):
            word = _WORD.match(self.body, pos)
            if not word:
                break
            pos = word.end()
            rest = pos + len(self.body[pos:]) - len(self.body[pos:].lstrip())
            if self.language.hedges.match(self.body, rest):
                raise _Unreadable
            connective = self.language.connectives.match(self.body, rest)
            kind = self.language.kind(connective[0]) if connective else ""
            if kind in ("INSTEAD", "AND") or (kind == "TO" and self.replacing) or self.language.reasons.match(self.body, rest):
                break
            pos = rest
        words = self.body[start:pos].strip(" .")
        self.pos = max(pos, start + 1)
        if not words:
            return _Lexeme("", "", 0)
        return _Lexeme("PHRASE", words, self.shift + start)


def _meaning(tree: Tree[Token]) -> tuple[Wish, ...]:
    """Turn the parser's tree into wishes."""
    wishes: list[Wish] = []
    for action in tree.children:
        if not _is_tree(action):  # the "and" between two actions
            continue
        lexemes = action.children  # type: ignore[union-attr]
        match action.data:  # type: ignore[union-attr]
            case "bare":
                wishes.append(Wish("want", _things(lexemes)))
            case "instead_first":
                not_wanted, *verbs, wanted = [child for child in lexemes if _kind(child) not in ("INSTEAD", "ALSO")]
                wishes.append(_wish(_effect([_kind(verb) for verb in verbs]), _things(wanted), _things(not_wanted)))
            case "act":
                verbs = [_kind(child) for child in lexemes if not _is_tree(child)]
                what = next((child for child in lexemes if _is_tree(child)), None)
                _act(verbs, what, wishes)
    return tuple(wishes)


def _act(verbs: list[str], what: Any, wishes: list[Wish]) -> None:
    effect = _effect(verbs)
    if what is None:
        wishes.append(Wish(effect))
        return
    before = wishes[-1] if wishes else None
    match what.data:
        case "things":
            things = _things(what)
            if effect == "insert" and before and before.effect == "remove" and before.things:
                # "remove “x” and insert “y”" is one replacement.
                wishes[-1] = Wish("replace", before.things, things)
            else:
                wishes.append(_wish(effect, things))
        case "instead":
            wanted, not_wanted = _groups(what)
            wishes.append(_wish(effect, wanted, not_wanted))
        case "change":
            old, new = _groups(what)
            wishes.append(_wish(effect, old, new))
        case "change_this":
            (new,) = _groups(what)
            if effect != "replace" or before is None or before.effect != "remove":
                raise _Unreadable
            wishes[-1] = Wish("replace", before.things, new)


def _wish(effect: Effect, things: tuple[Thing, ...], instead: tuple[Thing, ...] = ()) -> Wish:
    if effect == "replace" and not instead:
        raise _Unreadable
    if instead and effect in ("keep", "insert"):
        effect = "want"
    if instead and effect not in ("replace", "want"):
        raise _Unreadable
    return Wish(effect, things, instead)


_NEGATED: dict[Effect, Effect] = {
    "remove": "keep",
    "keep": "remove",
    "insert": "remove",
    "want": "object",
    "accept": "object",
    "accept without": "keep",
    "object": "accept",
}
_EDITS: dict[str, Effect] = {"REMOVE": "remove", "KEEP": "keep", "INSERT": "insert", "USE": "want", "REPLACE": "replace"}


def _effect(verbs: list[str]) -> Effect:
    """Return what verbs in a row come to: "cannot accept" + "deletion of" is a red line against leaving out."""
    effect: Effect | None = None
    for verb in reversed(verbs):
        if verb in _EDITS:
            # "suggests to use" and the like: of two edits the inner one is meant.
            effect = effect or _EDITS[verb]
        elif verb == "SUPPORT":
            effect = effect or "want"
        elif verb == "AGREE":
            effect = effect or "agree"
        elif verb == "NOT":
            if effect not in _NEGATED:
                raise _Unreadable
            effect = _NEGATED[effect]
        elif effect == "remove":
            effect = {"ACCEPT": "accept without", "OBJECT": "keep", "BLOCK": "block without"}[verb]  # type: ignore[assignment]
        elif effect in (None, "keep", "insert", "want"):
            effect = {"ACCEPT": "accept", "OBJECT": "object", "BLOCK": "block"}[verb]  # type: ignore[assignment]
        else:
            raise _Unreadable
    assert effect is not None
    return effect


def _is_tree(child: Any) -> bool:
    return hasattr(child, "data")


def _kind(child: Any) -> str:
    return "" if _is_tree(child) else str(child.type)


def _groups(what: Any) -> list[tuple[Thing, ...]]:
    return [_things(child) for child in what.children if _is_tree(child)]


def _things(node: Any) -> tuple[Thing, ...]:
    children = node if isinstance(node, list) else node.children
    return tuple(
        Thing(child.type.lower(), child.value.words, child.value.at, child.value.closed)
        for child in children
        if _kind(child) not in ("BOTH", "AND")
    )
