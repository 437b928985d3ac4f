"""Turns the words of a sentence into the tokens of `grammar/comment.lark`.

What is a verb depends on where it stands, "keep support measures"; so the lexer knows whether a verb may stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bracketed.positions.lexicon import OPENING, Language, past_blanks

MENTIONS = ("QUOTE", "PHRASE", "LABEL", "OPTION", "RANK", "THIS")
EDITS = ("REMOVE", "KEEP", "INSERT", "REPLACE")
VERDICTS = ("BLOCK", "ACCEPT", "SPARE", "OBJECT", "SUPPORT")
VERBS = (*EDITS, *VERDICTS, "USE", "NOT", "AGREE")

_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’"}
# A quotation that is closed: what "for" may stand behind in "substitute “x” for “y”".
_QUOTATION = re.compile(r"\s*[“\"«][^”\"»]*[”\"»]\s*")
_WORD = re.compile(r"[^\s,;:()“”\"«»„‘]+")
# "(1) delete “x”", "b) keep “y”"
_LIST_MARK = re.compile(r"^\s*(?:[-–•*]\s*)?\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]\s+")
# Where a word may begin, or a comma before one.
_GAP = re.compile(r"(?<=\s)\S|,")
_CODE = r"[A-Z]{1,4}[.\-]?\d+(?:[.\-–](?:\d+|[a-z]{1,2}))*(?![\w])"
_NUMBER = r"\s+\d+(?:\.\d+)*(?:\s?\([a-z]+\))*(?:\s+(?:bis|ter|quater))?"
_OPTION_NAME = r"(?i)\s*(?:{names.option_names}\s+)?(?P<name>[\w.\-–]*\w)"
# Behind a quotation, a label or a pronoun a single word such as "out" is a verdict on it.
_NAMED = r"(?i)[”\"’»:\d][\s–—-]*$|\b{words.pronouns}$"
# Words that set one wording against another only behind certain verbs: "prefers “x” to “y”".
_CONTRASTS = {"than": "rather", "preferred_to": "preferring", "substituted_for": "substituting"}


class UnreadableError(Exception):
    """The sentence is not of a form that is read."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A verb, a connective or a mention of words; `closed` is False for a quotation whose second mark is missing."""

    kind: str
    words: str
    at: int
    closed: bool = True


# Words were passed by that say nothing by themselves.
_NOTHING = Lexeme("", "", 0)


def _with_verdict(lexemes: list[Lexeme], verdict: Lexeme) -> list[Lexeme]:
    # "wants “x” deleted" is "wants to delete “x”", so that the grammar has no rule for verdicts.
    if verdict.kind in VERDICTS:
        # "the deletion of “x” is a red line" is "red line on the deletion of “x”"
        return [verdict, *lexemes]
    head = next((n for n, lexeme in enumerate(lexemes) if lexeme.kind not in VERBS), len(lexemes))
    if any(lexeme.kind in EDITS for lexeme in lexemes[:head]):
        raise UnreadableError
    # "would like “x” to be deleted": the verb only says that it is a request.
    verbs = [lexeme for lexeme in lexemes[:head] if lexeme.kind not in ("SUPPORT", "USE")]
    return [*verbs, verdict, *lexemes[head:]]


class Lexer:
    """Turns the body of a sentence into lexemes; offsets are those of the body."""

    def __init__(self, body: str, language: Language) -> None:
        self.language = language
        self.words = language.words
        # Case matters: "principle 4" is a label only as "Principle 4".
        provisions = "|".join(map(re.escape, language.lists["names"]["provisions"]))
        self.label = language.compile(rf"{_CODE}|(?:{provisions}){_NUMBER}")
        # Verbs that were mistyped, each with the verb that is meant.
        self.misspellings: list[tuple[Lexeme, str]] = []
        self.kinds: list[str] = []
        self.pos = 0
        self.verb_place = True
        # The last words were a quotation, which further words may name more closely: "“x” reference".
        self.quoted = False
        # The clause has begun with where new words go: "after “y” insert “x”".
        self.beside = False
        self.body = _LIST_MARK.sub(lambda mark: " " * len(mark[0]), body)
        for found in re.finditer(r"(?<=[”\"]) \(", self.body):
            # "“x” (can live with “y”)": what stands in parentheses is a request of its own.
            if self._verb_after(found.end()):
                self.body = f"{self.body[: found.start()]} ,{self.body[found.end() :]}"

    def run(self) -> list[Lexeme]:
        """Return the lexemes; UnreadableError if the sentence is of no form that is read."""
        verdict = self._verdict()
        lexemes: list[Lexeme] = []
        while self._skip():
            lexeme = self._quotation() or self._for() or self._verb() or self._connective() or self._mention()
            if lexeme.kind:
                self.kinds.append(lexeme.kind)
                lexemes.append(lexeme)
        return _with_verdict(lexemes, verdict) if verdict else lexemes

    @property
    def last(self) -> str:
        """The kind of the last lexeme, "" at the start."""
        return self.kinds[-1] if self.kinds else ""

    def _clause_is(self, name: str) -> bool:
        # Only in a clause that is one of `replacing` does "to" bring new words, and in one of `rather` does "than".
        return self.words[name].search(self.body, 0, self.pos) is not None

    def _skip(self) -> bool:
        """Go to the next word or quotation; return whether there is one."""
        start = self.pos
        self.pos = past_blanks(self.body, start, " \t.()[]–—:-!*•·'’”")
        passed = self.body[start : self.pos]
        if self.last in MENTIONS and re.search("[–—:]|- | -", passed) and self._verb_after(self.pos):
            # "“x”: delete"
            self.verb_place = True
            self.quoted = False
        return self.pos < len(self.body)

    def _match(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        found = pattern.match(self.body, self.pos if at is None else at)
        return found if found and found[0] else None

    def _connective_at(self, at: int) -> str:
        found = self.language.connectives.match(self.body, at)
        return self.language.kind("connectives", found[0]) if found else ""

    def _lexeme(self, kind: str, found: re.Match[str], words: str = "") -> Lexeme:
        self.pos = found.end()
        return Lexeme(kind, words or found[0], found.start())

    def _before_words(self, kind: str, found: re.Match[str], words: str = "") -> Lexeme:
        # The words that follow are no verb, whatever they look like: "rather than keep".
        self.verb_place = self.quoted = False
        return self._lexeme(kind, found, words)

    def _pass_by(self, end: int) -> Lexeme:
        self.pos = end
        return _NOTHING

    def _verdict(self) -> Lexeme | None:
        # "“x” is not acceptable", "to have “x” deleted": at the end there, and for the grammar in front.
        for found in self.language.verdicts.finditer(self.body):
            before = self.body[: found.start()].rstrip()
            kind = self.language.kind("verdicts", found[0])
            alone = not before and (" " in found[0] or kind in ("ACCEPT", "BLOCK"))
            if not alone and " " not in found[0] and not self.language.compile(_NAMED).search(before):
                continue
            rest = self.body[found.end() :].strip(" .!)")
            if not rest or self.words["reasons"].match(rest.lstrip(", ")):
                self.body = before
                return Lexeme(kind, found[0], found.start())
        return None

    def _quotation(self) -> Lexeme | None:
        opening = self.body[self.pos]
        if opening not in OPENING:
            return None
        start = self.pos + 1
        ends = [self.body.find(mark, start) for mark in _CLOSING[opening]]
        end = min((at for at in ends if at >= 0), default=-1)
        again = self.body.find(opening, start) if opening != '"' else -1
        closed = end >= 0 and not 0 <= again < end
        if not closed:
            # The words go on to the next word that cannot be part of them, or to the end.
            stop = min((at for at in (again, end) if at >= 0), default=len(self.body))
            connectives = self.language.connectives.finditer(self.body, start, stop)
            contrasts = (one for one in connectives if self.language.kind("connectives", one[0]) == "INSTEAD")
            end = next((one.start() for one in contrasts if self.body[one.start() - 1].isspace()), stop)
        lexeme = Lexeme("QUOTE", self.body[start:end].strip(" ,.;"), start, closed)
        self.pos = end + (1 if closed or self.body[end : end + 1] in ("”", '"') else 0)
        # "after “y” insert “x”"
        self.verb_place = self.beside and self._verb_after(self.pos)
        self.quoted = not self.beside
        if not lexeme.words:
            raise UnreadableError
        return lexeme

    def _for(self) -> Lexeme | None:
        """Return the "for" of "for “x” read “y”"."""
        found = self._match(self.words["for"]) if not self.kinds else None
        if not found:
            return None
        quotation = _QUOTATION.match(self.body, self.body.find(" ", self.pos))
        gaps = _GAP.finditer(self.body, quotation.end() if quotation else self.pos)
        if not any(self._match(self.words["read"], gap.start()) for gap in gaps):
            return None
        self.verb_place = False
        return self._lexeme("FOR", found)

    def _verb(self) -> Lexeme | None:
        """Return a verb, where one may stand; skip what leads up to it."""
        if self._match(self.words["hedges"]) and (self.pos == 0 or not self.body[self.pos - 1].isalnum()):
            raise UnreadableError
        if not self.verb_place or self.label.match(self.body, self.pos):
            return None
        connective = self._match(self.language.connectives) if self.last == "REPLACE" else None
        if connective and self.language.kind("connectives", connective[0]) == "TO":
            return self._before_words("TO", connective)
        verb = self._match(self.language.verbs)
        filler = self._match(self.words["fillers"])
        if verb and (not filler or verb.end() >= filler.end()):
            self.quoted = False
            kind = self.language.kind("verbs", verb[0])
            quotation = _QUOTATION.match(self.body, verb.end()) if kind == "REPLACE" else None
            # "substitute “new” for “old”" names the new words first.
            by = quotation and self._match(self.words["substituted_for"], quotation.end())
            return self._lexeme("USE" if by and self.words["substituting"].match(verb[0]) else kind, verb)
        return self._leading_up(filler) if filler else self._misspelling()

    def _leading_up(self, filler: re.Match[str]) -> Lexeme | None:
        # Words that lead up to a verb say nothing, unless they are words of the text or begin a connective.
        longer = self._match(self.language.connectives)
        if longer and longer.end() > filler.end() and self.language.kind("connectives", longer[0]) == "BOTH":
            return None  # "à la fois", where "à" alone leads up to a verb
        # "should rather than shall": the word that leads up to others stands for itself.
        next_word = past_blanks(self.body, filler.end(), " .")
        kind = self._connective_at(next_word)
        if kind in ("INSTEAD", "BECOMES") or (kind == "TO" and self._clause_is("replacing")):
            return None
        last = next_word == len(self.body)
        modal = last and self.words["modals"].fullmatch(self.body, self.pos, filler.end())
        return None if modal else self._pass_by(filler.end())

    def _misspelling(self) -> Lexeme | None:
        # Only the first word is taken for a slip: what is like a verb further on is mostly a word of the text.
        word = self._match(_WORD)
        meant = self.language.mistyped(word[0]) if word and not self.kinds else ""
        # "second option" names an option; nobody seconds it.
        if not word or not meant or self._match(self.language.ranks):
            return None
        lexeme = self._lexeme(self.language.kind("verbs", meant), word)
        self.misspellings.append((lexeme, meant))
        return lexeme

    def _verb_after(self, at: int) -> bool:
        at = past_blanks(self.body, at)
        while not self._match(self.language.verbs, at):
            filler = self._match(self.words["fillers"], at)
            if not filler:
                return False
            at = past_blanks(self.body, filler.end())
        return True

    def _connective(self) -> Lexeme | None:
        contrast = self._contrast()
        if contrast:
            return contrast
        found = self._match(self.language.connectives)
        if not found:
            return None
        kind = self.language.kind("connectives", found[0])
        match kind:
            case "BUT" if self.last in MENTIONS and not self._verb_after(found.end()):
                # "not “x” but “y”", while "keep “x” but “y”" asks for who knows what
                negated = self.kinds[-2:-1] in (["NOT"], ["OBJECT"])
                if not negated and self.body[past_blanks(self.body, found.end()) :].startswith(tuple(OPENING)):
                    raise UnreadableError
                return self._before_words("BUT", found) if negated else self._joining(found, False)
            case "AND" | "OR" | "BUT":
                return self._joining(found, kind == "OR")
            case "BOTH":
                this = self._match(self.words["this"])
                if this and self._ends(this.end()):
                    return None
                if not self.kinds and self._verb_after(found.end()):
                    return self._pass_by(found.end())  # "Japan and Norway both want …"
                return self._lexeme("BOTH", found) if self.last not in ("BOTH", "QUOTE", "PHRASE") else None
            case "INSTEAD" if self.last not in (*MENTIONS, ""):
                return self._pass_by(len(self.body))  # "remove, not in our mandate"
            case "INSTEAD":
                if self._verb_after(found.end()):
                    raise UnreadableError
                self.beside = not self.kinds
                return self._before_words("INSTEAD", found)
            case "AFTER" | "BEFORE" if self.last in ("QUOTE", "PHRASE", "INSERT", ""):
                # Only in an insertion do these say where the new words go.
                if self._clause_is("inserting") or (not self.kinds and self.words["inserting"].search(self.body)):
                    self.beside = True
                    return self._before_words("BESIDE", found, kind.lower())
            case "BECOMES" if self.last in MENTIONS:
                return self._before_words("BECOMES", found)
            case "TO" if self.last in ("QUOTE", "PHRASE", "THIS", "LABEL") and self._clause_is("replacing"):
                return self._before_words("TO", found)
        return None

    def _contrast(self) -> Lexeme | None:
        # Words that are connectives only here: the "read" of "for “x” read “y”", "prefers “x” to “y”".
        read = self._match(self.words["read"]) if self.kinds[:1] == ["FOR"] and self.last in MENTIONS else None
        if read:
            return self._before_words("READ", read)
        for name, verb in _CONTRASTS.items():
            found = self._match(self.words[name]) if self.last in ("QUOTE", "PHRASE") else None
            if found and self._clause_is(verb):
                return self._before_words("INSTEAD", found)
        return None

    def _joining(self, found: re.Match[str], alternative: bool) -> Lexeme:
        # "and" joins a further verb, or a further mention.
        if self.last in ("", "AND", "OR", "ALSO"):
            return self._pass_by(found.end())
        if not self._verb_after(found.end()):
            return self._and(found, alternative)
        if alternative:
            raise UnreadableError  # "delete “x” or use “y”" asks for one of two things
        self.verb_place = True
        self.quoted = False
        return self._lexeme("ALSO", found)

    def _and(self, found: re.Match[str], alternative: bool) -> Lexeme:
        # Where no other mention follows, what does is no part of the request.
        after = past_blanks(self.body, found.end())
        if after >= len(self.body) or self.words["reasons"].match(self.body, after):
            return self._pass_by(len(self.body))
        if self.words["hedges"].match(self.body, after):
            raise UnreadableError
        opens = self.body[after] in OPENING or self.label.match(self.body, after) or alternative
        named = self.words["references"].match(self.body, after) or self.words["this"].match(self.body, after)
        joins = opens or named or (found[0] != "," and self.last in ("PHRASE", "THIS"))
        if not joins and (found[0] == "," or self.quoted):
            # "keep “x”, a matter of principle": a remark behind the words, set off by the comma.
            return self._pass_by(len(self.body))
        self.quoted = False
        return self._lexeme("OR" if alternative else "AND", found)

    def _mention(self) -> Lexeme:
        reason = self._match(self.words["reasons"])
        if reason:
            if not self.kinds:
                raise UnreadableError
            return self._pass_by(len(self.body))
        reference = self._match(self.words["references"])
        this = self._match(self.words["this"])
        if not self.quoted:
            if this and (not reference or this.end() >= reference.end()) and self._ends(this.end()):
                return self._before_words("THIS", this)
            if reference:
                self.verb_place = False
                return self._pass_by(reference.end())
        rank = self._match(self.language.ranks)
        if rank and self._ends(rank.end()):
            self.verb_place = False
            return self._lexeme("RANK", rank)
        option = self._match(self.language.options)
        name = option and self.language.compile(_OPTION_NAME).match(self.body, option.end())
        if option and name:
            self.verb_place = False
            self.pos = name.end()
            return Lexeme("OPTION", f"{option[0]} {name['name']}", option.start())
        label = self._match(self.label)
        if label and self.quoted:
            raise UnreadableError  # "“x” in D.2-5" says where the words stand
        if label:
            return self._before_words("LABEL", label)
        if not self.quoted:
            return self._phrase()
        if not self._match(self.language.connectives):
            # "wants “x” out and …", "“x” no": the sentence has more on the words than was read.
            verb = self._match(self.language.verbs)
            if (verb and self.language.kind("verbs", verb[0]) == "NOT") or self._match(self.language.verdicts):
                raise UnreadableError
        if self._match(self.words["predicates"]) and not any(kind in VERBS for kind in self.kinds):
            raise UnreadableError  # "“x” is redundant" gives an opinion
        # "“x” reference": words behind a quotation name it more closely.
        word = self._match(_WORD)
        return self._pass_by(word.end() if word else self.pos + 1)

    def _ends(self, at: int) -> bool:
        """Say whether nothing but a new clause or the reasons follow."""
        at = past_blanks(self.body, at, " .)!")
        if at == len(self.body) or self.body[at] in ",;:–—(":
            return True
        return bool(self._connective_at(at) or self.words["reasons"].match(self.body, at))

    def _phrase(self) -> Lexeme:
        """Return words without quotation marks, up to a connective, a reason or a quotation."""
        self.verb_place = False
        start = at = self.pos
        while at < len(self.body) and (word := _WORD.match(self.body, at)):
            at = word.end()
            rest = past_blanks(self.body, at)
            if self.words["hedges"].match(self.body, rest):
                raise UnreadableError
            kind = self._connective_at(rest)
            # "or" in unquoted words is one of them: "shall or should report".
            joined = kind in ("INSTEAD", "BECOMES", "AND", "BUT") or (kind == "TO" and self._clause_is("replacing"))
            read = self.kinds[:1] == ["FOR"] and self.words["read"].match(self.body, rest)
            if joined or read or self.words["reasons"].match(self.body, rest):
                break
            at = rest
        words = self.body[start:at].strip(" .")
        self.pos = max(at, start + 1)
        return Lexeme("PHRASE", words, start) if words else _NOTHING
