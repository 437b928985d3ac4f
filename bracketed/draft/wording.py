"""The words that a statement was made on: whether they are the same in another draft, and where they are there.

An id such as `3#1` only numbers the brackets of a provision, and the next draft may give it to other words. So what is
kept of a draft, a row of a table or a choice in a file, keeps the words too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TypeAlias

from rapidfuzz import fuzz, process

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.markdown import without_marks
from bracketed.phrasing import quoted

# The id of a bracket, and the letter of one of its options.
Place: TypeAlias = tuple[str, str]

NOTHING = "(nothing)"
# Words this alike, in per cent, are most likely a rewording of each other.
_NEAR = 75
# Of longer words so many characters are compared, where only nearly equal ones are looked for.
_COMPARED = 2000
_ONE_SIGN = str.maketrans(
    {
        **dict.fromkeys('“”„‟«»‘’‚‛‹›"`´″′', "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
        # What is not seen, or represents what a file cannot hold.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff�"),
        **dict.fromkeys(chr(code) for code in range(0x20) if not chr(code).isspace()),
        "…": "...",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "⁄": "/",
        "∕": "/",
    }
)
_SPACE_INSIDE = re.compile(r"\s+(?=[,;:.!?)\]/])|(?<=[(\[/])\s+")
_WORD = re.compile(r"\w+")
_LEFT_OUT = re.compile(rf"{re.escape(NOTHING)} in place of “(.*)”", re.DOTALL)
_ABRIDGED = re.compile(r".* … \([\d,]+ words, (?P<mark>[0-9a-f]{8})\) … .*", re.DOTALL)


@lru_cache(maxsize=8192)
def folded(words: str) -> str:
    """Return words without what writing them anew may change: case, spaces, typography and the marks of Markdown.

    >>> folded("The  **Parties’** plan – [ once ]")
    "the parties' plan - [once]"
    """
    # A dash at the head of emphasised words is at the head of the line once the signs around it are gone.
    bare = without_marks(without_marks(words.translate(_ONE_SIGN)))
    text = _SPACE_INSIDE.sub("", bare.casefold())
    if len(text) > 2 and text[0] == text[-1] == "'":
        text = text[1:-1].strip()
    # Of marks alone nothing would be left.
    return text or " ".join(words.split())


def same_words(one: str, two: str) -> bool:
    """Return whether two wordings are the same but for case, spaces, typography and the marks of Markdown.

    Either may have been cut by `abridged`.

    >>> same_words("the **Parties’** plan", "The Parties' plan"), same_words("shall", "shall not")
    (True, False)
    """
    if _kept_mark(one) or _kept_mark(two):
        return _mark(one) == _mark(two)
    return folded(one) == folded(two)


def words_at(bracket: Bracket, letter: str) -> str:
    """Return the words of an option on one line; of `omit`, which words it leaves out. "" if there is no such option.

    >>> import bracketed as bt
    >>> (bracket,) = bt.parse("4. Parties report [each year].").brackets
    >>> words_at(bracket, "a"), words_at(bracket, "omit")
    ('each year', '(nothing) in place of “each year”')
    """
    # Of a bracket with many options one after another is looked at: the words of the others are not made each time.
    options = {option.letter: option for option in bracket.options}
    if letter not in options:
        return ""
    if letter != OMIT:
        return " ".join(options[letter].text.split())
    return f"{NOTHING} in place of “{' / '.join(words_at(bracket, name) for name in options if name != OMIT)}”"


def left_out(words: str) -> str:
    """Return the words that an option leaves out, from what `words_at` gives for it; "" if it is another option.

    >>> left_out("(nothing) in place of “each year”")
    'each year'
    """
    found = _LEFT_OUT.fullmatch(words)
    return found[1] if found else ""


def in_sentence(words: str) -> str:
    """Return the words of an option as a sentence has them, shortened.

    >>> in_sentence("each year"), in_sentence("(nothing) in place of “each year”")
    ('“each year”', 'leaving out “each year”')
    """
    omitted = left_out(words)
    shown = quoted(without_marks(omitted or words))
    return f"leaving out {shown}" if omitted else shown


def same_option(words: str, others: str) -> bool:
    """Return whether options with these words are the same: a comma or a stop at an end is that of the sentence.

    >>> same_option("each year,", "Each year"), same_option("shall", "shall not")
    (True, False)
    """
    one, other = ((bool(left_out(text)), (left_out(text) or text).strip(" ,;:.")) for text in (words, others))
    return one[0] == other[0] and same_words(one[1], other[1])


def abridged(words: str, most: int) -> str:
    """Return words cut in their middle to about `most` characters, with a mark by which `same_words` knows them whole.

    >>> cut = abridged("the plans of all ports and harbours " * 9, 40)
    >>> cut
    'the plans of all … (63 words, 9c29919e) … ports and harbours'
    >>> same_words(cut, "The plans of all ports and harbours " * 9)
    True
    """
    whole = " ".join(words.split())
    return cut_in_the_middle(whole, most, f" … ({len(whole.split()):,} words, {_mark(words)}) … ")


def cut_in_the_middle(words: str, most: int, gap: str = " … ") -> str:
    """Return words on one line, those in the middle of a longer text replaced by a gap.

    >>> cut_in_the_middle("the plans of all ports and harbours", 20)
    'the plans … harbours'
    >>> cut_in_the_middle(f"a {'港' * 40} b", 20)
    'a 港港港港港港港港 … 港港港港港港港港 b'
    """
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    head, tail = words[: most // 2], words[-(most // 2) :]
    # A script without gaps, or a very long word, would leave next to nothing.
    first, last = head.rpartition(" ")[0], tail.partition(" ")[2]
    return f"{first if len(first) > most // 6 else head}{gap}{last if len(last) > most // 6 else tail}"


@lru_cache(maxsize=8192)
def _mark(words: str) -> str:
    return _kept_mark(words) or blake2b(folded(words).encode(), digest_size=4).hexdigest()


def _kept_mark(words: str) -> str | None:
    found = _ABRIDGED.fullmatch(words.strip())
    return found["mark"] if found else None


class OptionIndex:
    """The options of a draft by their words; `implied` are the brackets that comments imply.

    >>> import bracketed as bt
    >>> index = OptionIndex(bt.parse("4. Parties [shall/should] report.\\n5. They [shall/will] meet [each year]."))
    >>> index.places("Shall"), index.places("Shall", beside="They [shall/will] meet.")
    ((('4#1', 'a'), ('5#1', 'a')), (('5#1', 'a'), ('4#1', 'a')))
    >>> index.nearest("each years")
    (('5#2', 'a'),)
    """

    def __init__(self, draft: Draft, implied: Iterable[Bracket] = ()) -> None:
        self._draft = draft
        self._brackets = {bracket.id: bracket for bracket in (*draft.brackets, *implied) if bracket.is_choice}
        self._surroundings: dict[str, Counter[str]] = {}

    @cached_property
    def _words(self) -> dict[Place, str]:
        return {
            (bracket.id, option.letter): folded(words_at(bracket, option.letter))
            for bracket in self._brackets.values()
            for option in bracket.options
        }

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        places: dict[str, list[Place]] = {}
        for place, words in self._words.items():
            # Words that were cut are known by their mark.
            for key in (words, _mark(words)):
                places.setdefault(key, []).append(place)
        return places

    def bracket(self, id_: str) -> Bracket:
        """Return the bracket with this id, also one that comments imply."""
        return self._brackets[id_]

    def places(self, words: str, beside: str = "") -> tuple[Place, ...]:
        """Return the options that have these words, those first whose bracket and sentence are most like `beside`."""
        return self._sorted(self._places.get(_mark(words) if _kept_mark(words) else folded(words), ()), beside)

    def nearest(self, words: str, beside: str = "") -> tuple[Place, ...]:
        """Return the options whose words are nearly these, the most alike first, and as in `places`."""
        if _kept_mark(words):
            return ()
        texts = {place: text[:_COMPARED] for place, text in self._words.items()}
        found = process.extract(folded(words)[:_COMPARED], texts, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
        best = max((score for _, score, _ in found), default=0)
        return self._sorted([place for _, score, place in found if score == best], beside)

    def likeness(self, bracket: str, beside: str) -> float:
        """Return which share of the words in `beside` a bracket and its sentence have, from 0 to 1."""
        wanted = Counter(_WORD.findall(folded(beside)))
        return (wanted & self._around(bracket)).total() / max(1, wanted.total())

    def _sorted(self, places: Iterable[Place], beside: str) -> tuple[Place, ...]:
        return tuple(sorted(places, key=lambda place: -self.likeness(place[0], beside)) if beside else places)

    def _around(self, id_: str) -> Counter[str]:
        if id_ not in self._surroundings:
            bracket = self._brackets[id_]
            before, behind = self._draft.around(bracket)
            words = folded(f"{before} {bracket.words} {behind}")
            self._surroundings[id_] = Counter(_WORD.findall(words))
        return self._surroundings[id_]
