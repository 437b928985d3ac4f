"""Cuts a sentence of a comment into tokens."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator
from dataclasses import replace

from bracketed.draft.delegations import Names
from bracketed.draft.languages import compiled, with_words, word_list
from bracketed.positions.lexicon import Language
from bracketed.positions.name_lists import SHORT_CODE, with_lists
from bracketed.positions.notation import expand_all
from bracketed.positions.phrase_index import Wording
from bracketed.positions.signs import NEGATIONS
from bracketed.positions.tokens import WHO, Token
from bracketed.positions.unquoted import with_unquoted

_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”"}
_WORD = re.compile(
    r"(?:[dlnscjmt]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])|[^\W\d_]*n['’]t(?!\w)|['’]s?(?!\w)|"
    r"[^\W_]+(?:[-‑'’.][^\W_]+)*|.",
    re.IGNORECASE | re.DOTALL,
)
_CODE = r"[A-Z]{1,4}[.\-]?\d+(?:[.\-–](?:\d+|[a-z]{1,2}))*(?![\w])"
_NUMBER = r"\s+\d+(?:\.\d+)*(?:\s?\([a-z]+\))*(?:\s+(?:bis|ter|quater))?(?!\w)"
# "13.9": a label if a provision is called so.
_DOTTED = re.compile(r"\d+(?:\.\d+)+(?:\([a-z]+\))*(?!\w)")
_LETTERED = r"\s*\([a-z]{1,3}\)"
_OPTION_NAME = r"(?i)\s*(?:{names.option_names}\s+)?(?P<name>\d+[\w.\-–]*|[A-Za-z](?:[.\-–]?\d[\w.\-–]*)?|[IVX]+)(?!\w)"
# "Ruritania: …", "Friends of the Sea – …"
_UNKNOWN = (
    r"(?P<name>[A-ZÀ-Ý][\w.&’'-]*(?:\s+(?:(?:%INSIDE_NAME%)\s+)?[A-Z(][\w.&’')-]*){0,5})"
    r"\s*(?:[–—:]|-\s|\s-)\s*"
)
_SPEAKER = re.compile(r"(?<=[A-Z])\s+\((?P<known>[^()]+)\)$")
_KNOWN_BEHIND = r"\s+(?:%BETWEEN_CODES%)\s+(?P<known>\S.*)$"
# "(1) delete “x”", "b) keep “y”"
_LIST_MARK = re.compile(r"\s*(?:(?:[-–—•*·]+\s*)?\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]\s+|[-–—•*·>]+\s*)")
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-Ý]")
_CAPITALS = [first + second for first in string.ascii_uppercase for second in string.ascii_uppercase]
# What shows before and behind two or three capitals that they are a code.
_BEFORE_CODE = r"\b(?:%BEFORE_CODE%)$"
_BEHIND_CODE = r"\s*(?:[,/&:]|[–—-]\s|\b(?:%BETWEEN_CODES%)\b)|\s+(?:%BETWEEN_CODES%)\s"
_CODES_BEFORE = re.compile(r"\b[A-Z]{3}\s*[,/&]$")
_CODES_BEHIND = re.compile(r"\s*[,/&]\s*[A-Z]{3}\b")
_SMALL_WORD_BEHIND = re.compile(r"\s+[a-zà-ÿ]")
_VERB_BEHIND = r"\s+(?:%VERB_OF_PARTY%)(?!\w)"
# Of "NOR" and "CAN" a verb that no word of these turns round: "NOR opp. “x”", but "NOR could it accept “x”".
_VERB_BEHIND_WORD = r"\s+(?!(?:%STANCE_AUXILIARY%)(?!\w))(?:%VERB_OF_PARTY%)(?!\w)"
_DIGIT = re.compile(r"\d")
_SMALL_WORD = re.compile(r"\s+(?P<word>[a-zà-ÿ]{3,})")
_BLANK = re.compile(r"\s+(?=[A-ZÀ-Ý])")
_OPENED = re.compile(r"\s*\(")
# "the Ruritanian Union", "the Friends of the Rivers"
_UNKNOWN_GROUP = (
    r"\s+(?:(?:%NAME_ARTICLE%)\s+)?(?P<name>[A-ZÀ-Ý][\w’'-]*(?:\s+(?:(?:of|for|de|du|des|del)\s+)?(?:(?:%NAME_ARTICLE%)\s+)?"
    r"[A-ZÀ-Ý][\w’'-]*)*)(?!\s*\()"
)
_SMALL_WORDS = r"\s*(?:(?:%ARTICLE_OF_NAME%)\s+)?(?P<name>[a-z][a-z-]+(?: [a-z][a-z-]+){1,5})"
# "Ms. Ana Keller (" before the name of her delegation
_PERSON = r"(?:[A-ZÀ-Ý][\w.'’-]*\s+){1,4}\((?:(?:%SPEAKS_FOR%)\s+)?"
# The longest name of a delegation that is looked for.
_LONGEST = 90


class Tokenizer:
    """Cuts the sentences of one language into tokens; `names` has the delegations."""

    def __init__(self, language: Language, names: Names) -> None:
        self.language = language
        self.names = names
        # Case matters: "principle 4" is a label only as "Principle 4".
        provisions = "|".join(
            sorted(map(re.escape, expand_all(language.lists["names"]["provisions"])), key=len, reverse=True)
        )
        self._label = language.compile(rf"{_CODE}|(?:{provisions})(?:{_NUMBER}|{_LETTERED})")
        self._option_name = language.compile(_OPTION_NAME)
        self._labels: Collection[str] = ()
        self._speaks_for_group = language.compile(r"(?i)\s*{speakers.speaking}?\)")
        titles = "|".join(sorted(map(re.escape, language.particles["titles"]), key=len, reverse=True)) or "(?!)"
        self._person = re.compile(rf"(?i:{titles})\.?\s+{with_words(_PERSON)}")
        # Codes that are also words of the language: "IT", "NO", "AT".
        self._words = {code for code in _CAPITALS if language.find(code, 0)[0]}

    def tokens(self, text: str, wording: Wording) -> list[Token]:
        """Return the tokens of a sentence about a provision with these words."""
        self._labels = wording.labels
        particles = self.language.particles
        found = _without_parentheses(list(self.cut(text)), particles["parenthetic"])
        worded = with_unquoted(found, text, wording, particles["is"])
        return with_lists(worded, particles["articles"], self.names)

    def named(self, text: str) -> list[Token]:
        """Return the names in a sentence, those of a list as one token."""
        tokens = with_lists(list(self.cut(text)), self.language.particles["articles"], self.names)
        named: list[Token] = []
        for token in tokens:
            if token.names:
                named += [token, *(self._inside(text, token) if token.kind == "unknown" else ())]
        return named

    def _inside(self, text: str, token: Token) -> Iterator[Token]:
        """Yield the known names inside a name that no list has: "Otieno (Kenya)"."""
        for capital in _CAPITAL.finditer(text, token.at + 1, token.end):
            known = self.names.longest_prefix(text[capital.start() : token.end])
            if known:
                end = capital.start() + known[1]
                yield Token("names", text[capital.start() : end], capital.start(), end, [[known[0].name]])

    def cut(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a sentence one by one, of a list of names each."""
        mark = _LIST_MARK.match(text)
        at = mark.end() if mark else 0
        first = True
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            token = self._token(text, at, first)
            first = first and token.kind in ("names", "punct", "and", "fill")
            group = self._group_of_speaker(text, token) if token.kind == "names" else None
            if group:
                # As "the G77 (Iraq)", from here on.
                yield group
                at = group.end
                yield Token("lent", "(", at - 1, at)
                yield replace(token, end=at)
                yield Token("punct", ")", at - 1, at)
                continue
            yield token
            at = token.end
            if token.kind == "quote" and token.closed and text[at - 2] == "," and text[at - 1] in '”"»':
                yield Token("punct", ",", at - 2, at - 1)  # “shall,” with the comma of the sentence inside the marks
            elif token.kind in WHO and self._speaker_of_group(text, token):
                at = text.index("(", at) + 1
                yield Token("lent", "(", at - 1, at)
            elif token.kind == "behalf":
                group = self._lower_name(text, at) or self._unknown_group(text, at)
                if group:
                    yield group
                    at = group.end

    def _token(self, text: str, at: int, first: bool) -> Token:
        mark = text[at]
        if mark in _CLOSING:
            quotation = self._quotation(text, at)
            if quotation:
                return quotation
        if mark.isalnum():
            return self._name(text, at, first) or self._mention(text, at) or self._expression(text, at)
        kind, end = self.language.find(text, at) if mark not in ",;:." else ("", at)
        if kind:
            return Token(kind, text[at:end], at, end)
        word = _WORD.match(text, at)
        assert word
        if word[0] in ("'s", "’s", "'", "’"):
            return Token("own", word[0], at, word.end())
        return Token("punct", mark, at, at + 1)

    def _quotation(self, text: str, at: int) -> Token | None:
        start = at + 1
        ends = [text.find(mark, start) for mark in _CLOSING[text[at]]]
        end = min((place for place in ends if place >= 0), default=-1)
        again = text.find(text[at], start) if text[at] != '"' else -1
        closed = end >= 0 and not 0 <= again < end
        if not closed:
            # The words go on to the next words that set them against others, or to the end.
            stop = min((place for place in (again, end) if place >= 0), default=len(text))
            blanks = (found.end() for found in re.finditer(r"\s", text[start:stop]))
            end = next(
                (start + blank for blank in blanks if self.language.find(text, start + blank)[0] == "instead"), stop
            )
        words = text[start:end].strip(" ,.;")
        begin = start + len(text[start:end]) - len(text[start:end].lstrip(" ,.;"))
        behind = end + (1 if closed or text[end : end + 1] in ("”", '"') else 0)
        return Token("quote", words, begin, behind, closed=closed) if words else None

    def _speaker_of_group(self, text: str, token: Token) -> bool:
        """Return whether behind a group a state is in parentheses, which speaks for it: "G77 (Iraq): …"."""
        opened = _OPENED.match(text, token.end)
        group = self.names.find(token.names[0]) if opened else None
        # An abbreviation that no list has is that of a group, since people have none.
        is_group = group.kind == "group" if group else token.kind == "unknown" and token.words.isupper()
        if not opened or not is_group:
            return False
        state = self.names.longest_prefix(text[opened.end() :])
        if state is None or state[0].kind != "state":
            return False
        return self._speaks_for_group.match(text, opened.end() + state[1]) is not None

    def _group_of_speaker(self, text: str, token: Token) -> Token | None:
        """Return the group in parentheses behind a state that speaks for it: "Iraq (G77): …"."""
        opened = _OPENED.match(text, token.end)
        state = self.names.find(token.names[0]) if opened else None
        if not opened or state is None or state.kind != "state":
            return None
        close = text.find(")", opened.end(), opened.end() + _LONGEST)
        group = self.names.list_member(text[opened.end() : close]) if close > 0 else None
        if group is None or group.kind != "group":
            return None
        return Token("names", text[opened.end() : close], token.at, close + 1, [[group.name]])

    def _lower_name(self, text: str, at: int) -> Token | None:
        """Return the name of a group that is written small: "on behalf of the least developed countries"."""
        words = compiled(_SMALL_WORDS).match(text, at)
        while words:
            known = self.names.find(words["name"])
            if known:
                return Token("names", words["name"], words.start("name"), words.end("name"), [[known.name]])
            shorter = text.rfind(" ", words.start("name"), words.end("name"))
            words = compiled(_SMALL_WORDS).match(text, at, shorter) if shorter > 0 else None
        return None

    def _unknown_group(self, text: str, at: int) -> Token | None:
        """Return the name of a group that is in no list: "on behalf of the Ruritanian Union"."""
        found = compiled(_UNKNOWN_GROUP).match(text, at)
        if not found or self.language.find(text, found.start("name"))[0]:
            return None
        capitals = _CAPITAL.finditer(text, found.start("name"), found.end("name"))
        # "on behalf of the Member States of the G77"
        if any(self.names.longest_prefix(text[one.start() : one.start() + _LONGEST]) for one in capitals):
            return None
        name = found["name"]
        return Token("unknown", name, found.start("name"), found.end("name"), [[name]])

    def _mention(self, text: str, at: int) -> Token | None:
        label = self._label.match(text, at)
        number = None if label else _DOTTED.match(text, at)
        if number and number[0].casefold() in self._labels:
            label = number
        if label:
            return Token("label", label[0], at, label.end())
        option = self.language.options.match(text, at)
        named = self._option_name.match(text, option.end()) if option else None
        if option and named:
            return Token("option", text[at : named.end()], at, named.end())
        rank = self.language.ranks.match(text, at)
        if rank is None or self.language.find(text, at)[1] > rank.end():
            return None  # "the last to"
        if self.language.find(text, at)[1] == rank.end() and self._is_named_behind(text, rank.end()):
            return None  # "second Norway"
        follows = _SMALL_WORD.match(text, rank.end())
        if follows and not self.language.find(text, follows.start("word"))[0] and rank[0][-1:].isalpha():
            return None  # "the first harbour"
        return Token("rank", rank[0], at, rank.end())

    def _is_named_behind(self, text: str, at: int) -> bool:
        """Return whether a delegation is named right behind this place, be it by a code of two letters."""
        blank = _BLANK.match(text, at)
        code = SHORT_CODE.match(text, blank.end()) if blank else None
        if code and self.names.list_member(code[0]):
            return True
        return blank is not None and self.names.longest_prefix(text[blank.end() : blank.end() + _LONGEST]) is not None

    def _name(self, text: str, at: int, first: bool) -> Token | None:
        if not text[at].isupper() and text[at].isascii():
            return None
        person = self._person.match(text, at)
        if person:
            # "Mr. Jordan (New Zealand)" speaks for New Zealand.
            known = self.names.longest_prefix(text[person.end() : person.end() + _LONGEST])
            end = person.end() + (known[1] if known else 0)
            if known and text[end : end + 1] == ")":
                return Token("names", text[at : end + 1], at, end + 1, [[known[0].name]])
        known = self.names.longest_prefix(text[at : at + _LONGEST])
        if known:
            return Token("names", text[at : at + known[1]], at, at + known[1], [[known[0].name]])
        coded = self._code(text, at)
        if coded:
            return coded
        # "Ruritania: delete …": a name that no list has, known by the dash or colon and what is before it.
        typed = compiled(_UNKNOWN).match(text, at) if first else None
        if typed and not self.language.find(text, at)[0] and not _DIGIT.search(typed["name"]):
            end = typed.end("name")
            if typed["name"].casefold() in self.language.particles["remark_heads"]:
                return Token("fill", text[at:end], at, end)  # "Resolved – keep “x”"
            joint = compiled(_KNOWN_BEHIND).search(typed["name"])
            if joint and self.names.find(joint["known"]):
                end = typed.start("name") + joint.start()  # "Ruritania and Bhutan: …"
            speaker = _SPEAKER.search(typed["name"])
            if speaker and self.names.find(speaker["known"]):
                end = typed.start("name") + speaker.start()  # "SWP (Fiji): …"
            return Token("unknown", text[at:end], at, end, [[text[at:end]]])
        return None

    def _code(self, text: str, at: int) -> Token | None:
        """Return a short code, "IT", where the place shows that it is one and no word."""
        code = SHORT_CODE.match(text, at)
        known = self.names.list_member(code[0]) if code else None
        if not code or not known:
            return None
        before, behind = text[:at].rstrip(), text[code.end() :]
        if code[0] in word_list("no_code"):
            begins_line = not before or before[-1] in ".;"
            acts = begins_line and compiled(_VERB_BEHIND_WORD).match(behind) is not None
            speaks = code[0] in word_list("word_code") and (behind.startswith(":") or acts)
            if not (speaks or _CODES_BEFORE.search(before) or _CODES_BEHIND.match(behind)):
                return None  # "NOR" is a code in a row of codes, and before a colon
        begins = not before or before[-1] in ":;.([/,&–—-+" or compiled(_BEFORE_CODE).search(before) is not None
        listed = compiled(_BEHIND_CODE).match(behind) is not None
        # Between words in capitals a code is a word, too.
        shouting = re.match(r"\s+[A-Z]{2,}(?![a-z])", behind) is not None and not listed
        if not listed and self.language.find(code[0], 0)[0] in NEGATIONS and _leads_word(before, behind):
            return None  # "NO brackets needed"
        if shouting or not (listed or begins or code[0] not in self._words):
            return None
        return Token("names", code[0], at, code.end(), [[known.name]])

    def _expression(self, text: str, at: int) -> Token:
        kind, end = self.language.find(text, at)
        word = _WORD.match(text, at)
        assert word
        if kind in ("crowd", "fill", "echo", "behalf") and end > word.end():
            # "the Group of 77": a name begins inside the expression.
            for capital in _CAPITAL.finditer(text, at + 1, end):
                known = self.names.longest_prefix(text[capital.start() : capital.start() + _LONGEST])
                if known and capital.start() + known[1] > end:
                    return Token("fill", text[at : word.end()], at, word.end())
        option = self._option_inside(text, word.end(), end) if kind and end > word.end() else 0
        if option:
            kind, end = self.language.find(text[:option], at)  # "preferred Option 1" is not the "preferred option"
        if kind and end >= word.end():
            return Token(kind, text[at:end], at, end)
        if kind and text[end : end + 1] in "-‑.":
            kind = ""  # "in-kind" does not begin with "in"
        return Token(kind or "word", text[at : end if kind else word.end()], at, end if kind else word.end())

    def _option_inside(self, text: str, start: int, end: int) -> int:
        """Return where the name of an option begins that goes on behind an expression, or 0."""
        option = self.language.options.search(text, start, end)
        named = self._option_name.match(text, option.end()) if option else None
        return option.start() if option and named and named.end() > end else 0


def _leads_word(before: str, behind: str) -> bool:
    """Return whether capitals begin a sentence as a word that is no subject of the next: "NO to “x”", "NO brackets"."""
    leads = not before or before[-1] in ".;"
    return leads and _SMALL_WORD_BEHIND.match(behind) is not None and not compiled(_VERB_BEHIND).match(behind)


def _without_parentheses(tokens: list[Token], words: Collection[str]) -> list[Token]:
    """Return the tokens without words that only set a sentence against others: "could not, however, accept"."""
    found: list[Token] = []
    for number, token in enumerate(tokens):
        ends = token.words == "," and number > 0 and tokens[number - 1].words.casefold() in words
        if ends and (number == 1 or tokens[number - 2].words == ","):
            del found[-2:]
        else:
            found.append(token)
    return found
