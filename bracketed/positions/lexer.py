"""Turns the words of a sentence into the tokens of `grammar/comment.lark`.

What may be a verb depends on where it stands: "keep support measures" asks to keep, not to support. So the lexer
knows whether it is at a place for a verb, and words elsewhere are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bracketed.positions.lexicon import OPENING, Language

_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’"}
_CODE = r"[A-Z]{1,4}[.\-]?\d+(?:[.\-–](?:\d+|[a-z]{1,2}))*(?![\w])"
_NUMBER = r"\s+\d+(?:\.\d+)*(?:\s?\([a-z]+\))*(?:\s+(?:bis|ter|quater))?"
_WORD = re.compile(r"[^\s,;:()“”\"«»„‘]+")

# "(1) delete “x”", "b) keep “y”"
_MARK = re.compile(r"^\s*(?:[-–•*]\s*)?\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]\s+")


# Words that set one wording against another only behind certain verbs: "prefers “x” to “y”".
_SAID_OTHERWISE = {"than": "rather", "preferred_to": "preferring", "substituted_for": "substituting"}
# Where a word may begin, or a comma before one.
_GAP = re.compile(r"(?<=\s)\S|,")


class UnreadableError(Exception):
    """The sentence is not of a form that is read."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token on its way to the grammar, with the thing that it stands for."""

    kind: str
    words: str
    at: int
    closed: bool = True


# A quotation that is closed: what "for" may stand behind in "substitute “x” for “y”".
_QUOTATION = re.compile(r"\s*[“\"«][^”\"»]*[”\"»]\s*")


@dataclass(frozen=True, slots=True)
class _Forms:
    """Patterns of one language that are put together from several of its lists."""

    label: re.Pattern[str]
    option_name: re.Pattern[str]
    named: re.Pattern[str]


@cache
def _forms(language: Language) -> _Forms:
    provisions = "|".join(map(re.escape, language.lists["names"]["provisions"]))
    before = language.either("names", "option_names")
    pronouns = language.either("words", "pronouns")
    return _Forms(
        label=re.compile(rf"{_CODE}|(?:{provisions}){_NUMBER}"),
        option_name=re.compile(rf"\s*(?:{before}\s+)?(?P<name>[\w.\-–]*\w)", re.IGNORECASE),
        named=re.compile(rf"[”\"’»:\d][\s–—-]*$|\b{pronouns}$", re.IGNORECASE),
    )


_THINGS = ("QUOTE", "PHRASE", "LABEL", "OPTION", "RANK", "THIS")
_VERBS = ("REMOVE", "KEEP", "INSERT", "USE", "REPLACE", "SUPPORT", "ACCEPT", "SPARE", "OBJECT", "BLOCK", "NOT", "AGREE")


def _with_verdict(lexemes: list[Lexeme], verdict: Lexeme) -> list[Lexeme]:
    """Put a verdict among the verbs: "wants “x” deleted" is "wants to delete “x”", and "the deletion of “x” is a red
    line" is "red line on the deletion of “x”"."""
    if verdict.kind in ("BLOCK", "ACCEPT", "SPARE", "OBJECT", "SUPPORT"):
        return [verdict, *lexemes]
    head = 0
    while head < len(lexemes) and lexemes[head].kind in _VERBS:
        if lexemes[head].kind in ("REMOVE", "KEEP", "INSERT", "REPLACE"):
            raise UnreadableError
        head += 1
    # "would like “x” to be deleted": the verb only says that it is a wish.
    wish = [lexeme for lexeme in lexemes[:head] if lexeme.kind not in ("SUPPORT", "USE")]
    return [*wish, verdict, *lexemes[head:]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A verb that was mistyped: the word as it was `typed`, the verb that is `meant`, and where it stands."""

    typed: str
    meant: str
    at: int


class Lexer:
    """Turns the body of a sentence into lexemes."""

    def __init__(self, body: str, at: int, language: Language) -> None:
        # "“x” (can live with “y”)": what stands in parentheses is a wish of its own.
        self.language = language
        self.body = _MARK.sub(lambda mark: " " * len(mark[0]), body)
        for found in re.finditer(r"(?<=[”\"]) \(", self.body):
            if self._verb_after(found.end()):
                self.body = f"{self.body[: found.start()]} ,{self.body[found.end() :]}"
        self.forms = _forms(language)
        self.slips: list[Slip] = []
        self.shift = at
        self.pos = 0
        self.verb_place = True
        self.quoted = False
        self.last = ""
        self.kinds: list[str] = []
        self.beside = False
        self.asked = False

    def run(self) -> Iterator[Lexeme]:
        verdict = self._verdict()
        lexemes: list[Lexeme] = []
        while self._skip():
            step = self._quotation() or self._for() or self._word_of_asking() or self._connective() or self._thing()
            if step is None:
                break
            if step.kind:
                self.last = step.kind
                self.kinds.append(step.kind)
                self.asked = self.asked or step.kind in _VERBS
                lexemes.append(step)
        return iter(_with_verdict(lexemes, verdict) if verdict else lexemes)

    def _skip(self) -> bool:
        start = self.pos
        while self.pos < len(self.body) and self.body[self.pos] in " \t.()[]–—:-!*•·'’”":
            self.pos += 1
        passed = self.body[start : self.pos]
        if self.last in _THINGS and re.search("[–—:]|- | -", passed) and self._verb_after(self.pos):
            # "“x”: delete"
            self.verb_place = True
            self.quoted = False
        return self.pos < len(self.body)

    def _match(self, pattern: re.Pattern[str], pos: int | None = None) -> re.Match[str] | None:
        found = pattern.match(self.body, self.pos if pos is None else pos)
        return found if found and found[0] else None

    def _lexeme(self, kind: str, found: re.Match[str], words: str = "", closed: bool = True) -> Lexeme:
        self.pos = found.end()
        return Lexeme(kind, words or found[0], self.shift + found.start(), closed)

    def _verdict(self) -> Lexeme | None:
        """Take a verdict off the end: "“x” is not acceptable", "to have “x” deleted"."""
        for found in self.language.verdicts.finditer(self.body):
            before = self.body[: found.start()].rstrip()
            kind = self.language.kind("verdicts", found[0])
            # Words like "in" and "cut" are verdicts only behind a quotation or a label.
            alone = not before and (" " in found[0] or kind in ("ACCEPT", "BLOCK"))
            if not alone and " " not in found[0] and not self.forms.named.search(before):
                continue
            rest = self.body[found.end() :].strip(" .!)")
            if not rest or self.language.reasons.match(rest.lstrip(", ")):
                self.body = before
                return Lexeme(kind, found[0], self.shift + found.start())
        return None

    def _quotation(self) -> Lexeme | None:
        opening = self.body[self.pos]
        if opening not in OPENING:
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
                if self.language.kind("connectives", found[0]) == "INSTEAD" and self.body[found.start() - 1].isspace():
                    stop = found.start()
                    break
            end = stop
        words = self.body[start:end]
        lexeme = Lexeme("QUOTE", words.strip(" ,.;"), self.shift + start, closed)
        self.pos = end + (1 if closed or self.body[end : end + 1] in ("”", '"') else 0)
        # "after “y” insert “x”"
        self.verb_place = self.beside and self._verb_after(self.pos)
        self.quoted = not self.beside
        if not lexeme.words:
            raise UnreadableError
        return lexeme

    def _word_of_asking(self) -> Lexeme | None:
        """Return a verb, where one may stand; skip what leads up to it."""
        if self._match(self.language.hedges) and self._at_word():
            raise UnreadableError
        if not self.verb_place or self.forms.label.match(self.body, self.pos):
            return None
        if self.last == "REPLACE":
            connective = self._match(self.language.connectives)
            if connective and self.language.kind("connectives", connective[0]) == "TO":
                return self._before_words("TO", connective)
        verb = self._match(self.language.verbs)
        filler = self._match(self.language.fillers)
        if verb and (not filler or verb.end() >= filler.end()):
            self.quoted = False
            return self._lexeme(self._verb_kind(verb), verb)
        return self._leading_up(filler) if filler else self._slip()

    def _verb_kind(self, verb: re.Match[str]) -> str:
        kind = self.language.kind("verbs", verb[0])
        quotation = _QUOTATION.match(self.body, verb.end())
        by = quotation and self._match(self.language.words["substituted_for"], quotation.end())
        # "substitute “new” for “old”" names the new words first.
        new_first = kind == "REPLACE" and by and self.language.words["substituting"].match(verb[0])
        return "USE" if new_first else kind

    def _leading_up(self, filler: re.Match[str]) -> Lexeme | None:
        """Skip words that lead up to a verb, unless they are words of the text or begin a connective."""
        longer = self._match(self.language.connectives)
        if longer and longer.end() > filler.end() and self.language.kind("connectives", longer[0]) == "BOTH":
            return None  # "à la fois", where "à" alone leads up to a verb
        return None if self._alone(filler.end()) else self._pass_by(filler.end())

    def _slip(self) -> Lexeme | None:
        """Return a verb that was mistyped; only the first word of a sentence is taken for one."""
        word = self._match(_WORD)
        meant = self.language.mistyped(word[0]) if word and not self.last else ""
        # "second option" names an option; nobody seconds it.
        if not word or not meant or self._match(self.language.ranks):
            return None
        self.slips.append(Slip(word[0], meant, self.shift + word.start()))
        return self._lexeme(self.language.kind("verbs", meant), word)

    def _pass_by(self, end: int) -> Lexeme:
        """Go on behind words that say nothing by themselves."""
        self.pos = end
        return Lexeme("", "", 0)

    def _before_words(self, kind: str, found: re.Match[str], words: str = "") -> Lexeme:
        """Return a connective behind which words follow that are no verb."""
        self.verb_place = self.quoted = False
        return self._lexeme(kind, found, words)

    def _alone(self, end: int) -> bool:
        """Say whether a word that leads up to others, "should", stands for itself: "should rather than shall"."""
        rest = self.body[end:].strip(" .")
        connective = self.language.connectives.match(rest)
        kind = self.language.kind("connectives", connective[0]) if connective else ""
        goes_on = kind in ("INSTEAD", "BECOMES") or (kind == "TO" and self.replacing)
        return goes_on or bool(not rest and self.language.words["modals"].fullmatch(self.body, self.pos, end))

    def _at_word(self) -> bool:
        return self.pos == 0 or not self.body[self.pos - 1].isalnum()

    def _connective(self) -> Lexeme | None:
        set_against = self._said_otherwise()
        if set_against:
            return set_against
        found = self._match(self.language.connectives)
        if not found:
            return None
        kind = self.language.kind("connectives", found[0])
        match kind:
            case "BUT" if self._contrasts(found.end()):
                return self._before_words("BUT", found)
            case "AND" | "OR" | "BUT":
                return self._joining(found, kind == "OR")
            case "BOTH":
                return self._both(found)
            case "INSTEAD":
                return self._instead(found)
            case "AFTER" | "BEFORE" if self.last in ("QUOTE", "PHRASE", "INSERT", "") and self.inserting:
                self.beside = True
                return self._before_words("BESIDE", found, kind.lower())
            case "BECOMES" if self.last in _THINGS:
                return self._before_words("BECOMES", found)
            case "TO" if self.last in ("QUOTE", "PHRASE", "THIS", "LABEL") and self.replacing:
                return self._before_words("TO", found)
        return None

    def _said_otherwise(self) -> Lexeme | None:
        """Return a word that is a connective only here: the "read" of "for “x” read “y”", "prefers “x” to “y”"."""
        words = self.language.words
        read = self._match(words["read"]) if self.kinds[:1] == ["FOR"] and self.last in _THINGS else None
        if read:
            return self._before_words("READ", read)
        for name, told in _SAID_OTHERWISE.items():
            found = self._match(words[name]) if self.last in ("QUOTE", "PHRASE") else None
            if found and words[told].search(self.body, 0, self.pos):
                return self._before_words("INSTEAD", found)
        return None

    def _both(self, found: re.Match[str]) -> Lexeme | None:
        this = self._match(self.language.this)
        if this and self._ends(this.end()):
            return None
        if not self.last and self._verb_after(found.end()):
            return self._pass_by(found.end())  # "Japan and Norway both want …"
        return self._lexeme("BOTH", found) if self.last not in ("BOTH", "QUOTE", "PHRASE") else None

    def _instead(self, found: re.Match[str]) -> Lexeme:
        if self.last not in (*_THINGS, ""):
            return self._pass_by(len(self.body))  # "remove, not in our mandate"
        if self._verb_after(found.end()):
            raise UnreadableError
        self.beside = not self.last
        return self._before_words("INSTEAD", found)

    def _joining(self, found: re.Match[str], alternative: bool) -> Lexeme:
        """Return what "and" joins: a further verb, or a further thing."""
        if self.last in ("", "AND", "OR", "ALSO"):
            return self._pass_by(found.end())
        if not self._verb_after(found.end()):
            return self._and(found, alternative)
        if alternative:
            raise UnreadableError  # "delete “x” or use “y”" asks for one of two things
        self.verb_place = True
        self.quoted = False
        return self._lexeme("ALSO", found)

    def _for(self) -> Lexeme | None:
        """Return the "for" of "for “x” read “y”"."""
        found = self._match(self.language.words["for"]) if not self.kinds else None
        if not found or not self._read_after():
            return None
        self.verb_place = False
        return self._lexeme("FOR", found)

    def _read_after(self) -> bool:
        """Say whether "read" stands behind the words that "for" begins with: "for “x” read “y”"."""
        quotation = _QUOTATION.match(self.body, self.body.find(" ", self.pos))
        start = quotation.end() if quotation else self.pos
        return any(self._match(self.language.words["read"], found.start()) for found in _GAP.finditer(self.body, start))

    def _contrasts(self, end: int) -> bool:
        """Say whether "but" sets words against those that are not wanted: "not “x” but “y”"."""
        rest = len(self.body[:end]) + len(self.body[end:]) - len(self.body[end:].lstrip())
        if self.last not in _THINGS or self._verb_after(end):
            return False
        negated = self.kinds[-2:-1] in (["NOT"], ["OBJECT"])
        if self.body[rest : rest + 1] in tuple(OPENING) and not negated:
            raise UnreadableError  # "keep “x” but “y”"
        return negated

    @property
    def inserting(self) -> bool:
        """Whether the clause so far is an insertion, in which "after" and "before" say where the new words go."""
        clause = self.body if self.last == "" else self.body[: self.pos]
        return bool(self.language.words["inserting"].search(clause))

    @property
    def replacing(self) -> bool:
        """Whether the clause so far is a replacement, in which "to" and "with" bring the new words."""
        return bool(self.language.words["replacing"].search(self.body, 0, self.pos))

    def _and(self, found: re.Match[str], alternative: bool) -> Lexeme:
        """Return AND, or OR, where another thing follows; otherwise what follows is no part of the request."""
        after = found.end() + len(self.body[found.end() :]) - len(self.body[found.end() :].lstrip())
        reason = self.language.reasons.match(self.body, after)
        if reason or after >= len(self.body):
            return self._pass_by(len(self.body))
        hedge = self.language.hedges.match(self.body, after)
        if hedge:
            raise UnreadableError
        opens = self.body[after] in OPENING or self.forms.label.match(self.body, after) or alternative
        named = self.language.references.match(self.body, after) or self.language.this.match(self.body, after)
        if opens or named or (found[0] != "," and self.last in ("PHRASE", "THIS")):
            self.quoted = False
            return self._lexeme("OR" if alternative else "AND", found)
        if found[0] == "," or self.quoted:
            # "keep “x”, a matter of principle": a remark behind the words, told by the comma.
            return self._pass_by(len(self.body))
        self.quoted = False
        return self._lexeme("OR" if alternative else "AND", found)

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

    def _thing(self) -> Lexeme | None:
        reason = self._match(self.language.reasons)
        if reason:
            if not self.last:
                raise UnreadableError
            return self._pass_by(len(self.body))
        reference = self._match(self.language.references)
        this = self._match(self.language.this)
        # Behind a quotation, "“x” reference", such a word names it more closely.
        alone = this and not self.quoted and (not reference or this.end() >= reference.end())
        if this and alone and self._ends(this.end()):
            self.verb_place = False
            return self._lexeme("THIS", this)
        if reference and not self.quoted:
            self.verb_place = False
            return self._pass_by(reference.end())
        rank = self._match(self.language.ranks)
        if rank and self._ends(rank.end()):
            self.verb_place = False
            return self._lexeme("RANK", rank)
        option = self._match(self.language.options)
        if option:
            name = self.forms.option_name.match(self.body, option.end())
            if name:
                self.verb_place = False
                start = self.pos
                self.pos = name.end()
                return Lexeme("OPTION", f"{option[0]} {name['name']}", self.shift + start)
        label = self._match(self.forms.label)
        if label:
            self.verb_place = False
            if self.quoted:  # "“x” in D.2-5" says where the words stand
                raise UnreadableError
            return self._lexeme("LABEL", label)
        if self.quoted:
            # Words behind a quotation, "“x” reference", name it more closely.
            word = self._match(_WORD)
            if self._judges():
                raise UnreadableError
            if not self.asked and self._match(self.language.words["predicates"]):
                raise UnreadableError  # "“x” is redundant" gives an opinion
            return self._pass_by(word.end() if word else self.pos + 1)
        return self._phrase()

    def _judges(self) -> bool:
        """Say whether words behind a quotation say more of it than was read: "wants “x” out and …", "“x” no"."""
        if self._match(self.language.connectives):
            return False
        verb = self._match(self.language.verbs)
        negates = verb is not None and self.language.kind("verbs", verb[0]) == "NOT"
        return negates or self._match(self.language.verdicts) is not None

    def _ends(self, pos: int) -> bool:
        """Say whether nothing but a new clause or the reasons follow."""
        rest = self.body[pos:].lstrip(" .)!")
        if not rest or rest[0] in ",;:–—(":
            return True
        connective = self.language.connectives.match(rest)
        return bool(connective or self.language.reasons.match(rest))

    def _phrase(self) -> Lexeme | None:
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
                raise UnreadableError
            connective = self.language.connectives.match(self.body, rest)
            kind = self.language.kind("connectives", connective[0]) if connective else ""
            if (
                kind in ("INSTEAD", "BECOMES")
                # "or" in unquoted words is one of them: "shall or should report".
                or kind in ("AND", "BUT")
                or (kind == "TO" and self.replacing)
                or self.language.reasons.match(self.body, rest)
                or (self.kinds[:1] == ["FOR"] and self.language.words["read"].match(self.body, rest))
            ):
                break
            pos = rest
        words = self.body[start:pos].strip(" .")
        self.pos = max(pos, start + 1)
        if not words:
            return Lexeme("", "", 0)
        return Lexeme("PHRASE", words, self.shift + start)
