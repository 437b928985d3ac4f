"""Whether two brackets side by side are one choice: `[shall][should]` are, `[, in part,][and fully]` are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Literal, NamedTuple, TypeAlias

from bracketed.draft.languages import word_list
from bracketed.parsing.notation import pattern

Sort: TypeAlias = Literal["figure", "modal", "verb", "relation", "sentence", "phrase"]


class Judgement(NamedTuple):
    """Whether two neighbours are alternatives, and whether that is beyond doubt."""

    alike: bool
    sure: bool


# Neighbours are alternatives where one can replace the other, and brackets of their own where the second adds to the
# first or is of another sort. Each pair is judged by itself.
_ALIKE, _APART = Judgement(True, True), Judgement(False, True)
_LIKELY, _UNLIKELY = Judgement(True, False), Judgement(False, False)
_VERBS = ("modal", "verb")
_BLANKS = re.compile(r"[ \t]+\n")


def judge(first: str, second: str, *, spaced: bool, before: str = "") -> Judgement:
    """Return whether the words of two neighbouring brackets are alternatives.

    `spaced`: white space is between them; `before` is the word in front of both, since “to [assist][invite]” are two
    verbs and “the [written] [binding] offer” two qualities.

    >>> judge("shall", "should", spaced=True), judge(", including women,", "and youth", spaced=False)
    (Judgement(alike=True, sure=True), Judgement(alike=False, sure=True))
    >>> judge("new", "additional", spaced=False)
    Judgement(alike=True, sure=False)
    """
    a, b = (_BLANKS.sub("\n", side.strip()).strip("*_") for side in (first, second))
    if before[-1:].isalpha() and not spaced and a.isalpha() and b.isalpha():
        # "Part[y][ies]": two ends of one word.
        return _ALIKE
    plain = _of_marks(a, b) or _of_placeholders(a, b, spaced)
    if plain is not None:
        return plain
    same = a.split()[:1] == b.split()[:1] and a[:1].isalnum() and not pattern("COORDINATES").match(a)
    short, long = sorted((len(a.split()), len(b.split())))
    if same and share_words(a, b) and long <= 4 * short + 2:
        # "[with concern] [with deep concern]"
        return Judgement(True, not spaced)
    adds = [bool(pattern("ADDS").match(words)) for words in (a, b)]
    if short == long == 1 and all(adds) and a.isalpha() and b.isalpha():
        # "[with] [without] conditions"
        return _ALIKE
    if same and all(adds) and long <= 2 * short + 1 and not a.endswith((",", ";")):
        # "[with appreciation] [with interest]", but "[with ports] [with care]"
        return _UNLIKELY
    opening = pattern("TWO_WORDS").match(b)
    if opening and not adds[1] and opening[0].casefold() in " ".join(a.casefold().split()[:6]):
        # "[at least for the first year,] [for the first two years]"
        return Judgement(True, not spaced or len(a.split()) > 2)
    if any(adds) or (a.endswith((",", ";", ":")) and len(a) > 1):
        return _APART
    if _both("WAITS", a, b):
        # "[an order to] [a decision of] the court": each waits for the words behind both.
        return _ALIKE
    sorts = sort_of(a), sort_of(b)
    if sorts[0] == sorts[1] == "figure" or all(sort in _VERBS for sort in sorts):
        return _ALIKE
    return _of_words(a, b, sorts, spaced, before) if short == long == 1 else _of_phrases(a, b, sorts, spaced)


def _both(name: str, a: str, b: str) -> bool:
    return all(pattern(name).search(words) for words in (a, b))


def _of_words(a: str, b: str, sorts: tuple[Sort, Sort], spaced: bool, before: str) -> Judgement:
    # Verbs replace each other, qualities are side by side.
    if "figure" in sorts:
        return _APART
    if _stem(a) == _stem(b) or share_words(a, b):
        return _ALIKE
    if bool(pattern("ADVERB").search(a)) != bool(pattern("ADVERB").search(b)):
        return _APART
    if (a[0].isupper() and b[0].isupper()) or pattern("BEFORE_VERB").search(before):
        # "[Encourages] [Invites]" at the head of a sentence, "[Bond] [Security]", "to [help] [assist]"
        return _ALIKE
    if "modal" in sorts:
        return _APART
    quality = any(pattern("ADJECTIVE").search(word) for word in (a, b))
    return _UNLIKELY if quality and spaced and not _both("PARTICIPLE", a, b) else _LIKELY


def _of_phrases(a: str, b: str, sorts: tuple[Sort, Sort], spaced: bool) -> Judgement:
    if "modal" in sorts:
        # "[shall enter] [enters] into force"
        return _ALIKE if share_words(a, b) else _APART
    if "figure" in sorts and "phrase" not in sorts:
        return _APART
    if len(a.split()) > 1 and pattern("DETERMINER").fullmatch(a.split()[-1]) and sorts[1] == "phrase":
        # "[a copy in the] [English] language": the second goes on with the first.
        return Judgement(bool(pattern("DETERMINER").match(b)), False)
    short, long = sorted((len(a.split()), len(b.split())))
    if short > 5 and all(re.match(r"[\W\d]*[A-Z]", words) for words in (a, b)):
        # Two sentences, or two paragraphs, each of which is complete.
        return _LIKELY
    if share_words(a, b) and long <= 4 * short + 2:
        return Judgement(True, not spaced or (sorts == ("phrase", "phrase") and long <= 3 * short))
    if _both("ONE_OF", a, b):
        # "[an annual] [a public] report"
        return _LIKELY
    if "relation" in sorts:
        return _of_relations(a, b, sorts, spaced)
    if len(b.split()) == 1 and pattern("ADVERB").search(b):
        return _APART
    if spaced:
        return Judgement(sorts[0] == sorts[1] and not (short == 1 and long > 4) and long <= 3 * short, False)
    return Judgement(long <= 6 * short + 6, False)


def _of_relations(a: str, b: str, sorts: tuple[Sort, Sort], spaced: bool) -> Judgement:
    # "from here" adds to "experts", "by 2030" replaces "in 2035".
    if sorts[0] != sorts[1]:
        return Judgement(False, sorts[1] == "relation")
    timed = [bool(pattern("TIME").search(words)) for words in (a, b)]
    return Judgement(timed[0] == timed[1] and (timed[0] or not spaced), False)


def _of_marks(a: str, b: str) -> Judgement | None:
    # Conjunctions and ends of sentences hardly hold words.
    conjunctions = [bool(pattern("CONJUNCTION").match(words)) for words in (a, b)]
    if any(conjunctions):
        return Judgement(all(conjunctions), True)
    # "[.][; and]": one end of a sentence or another, and no words behind it.
    ends = [words[:1] in (".", ";") and len(words.split()) < 3 for words in (a, b)]
    return Judgement(all(ends), True) if any(ends) else None


def _of_placeholders(a: str, b: str, spaced: bool) -> Judgement | None:
    # "other" holds the place of any words, X and a date that of a figure.
    if spaced and pattern("OTHER_ALONE").fullmatch(a):
        # It ends a list: "[pact][treaty][other] [shall][should][other] state".
        return _APART
    for one, another in ((a, b), (b, a)):
        if pattern("OTHER_ALONE").fullmatch(one):
            return Judgement(not pattern("ADDS").match(another), True)
        if pattern("HELD_FIGURE").fullmatch(one) and pattern("FIGURE").match(another):
            return _ALIKE
    empty = [bool(pattern("PLACEHOLDER").fullmatch(words)) for words in (a, b)]
    if not any(empty):
        return None
    return Judgement(False, all(empty) or not all(pattern("HELD_FIGURE").fullmatch(words) for words in (a, b)))


def goes_on(first: str, words: str) -> bool:
    """Return whether a bracket behind two alternatives is likely one more, where its words alone leave a doubt."""
    # `first` are the words of the first of them.
    bare = words.strip()
    if first.strip()[:1] in (".", ";"):
        # No words replace "[.][; and]".
        return False
    if "\n" in bare or any(pattern(name).match(bare) for name in ("ADDS", "CONJUNCTION", "RELATION")):
        return False
    if pattern("PLACEHOLDER").fullmatch(bare) or pattern("ADVERB").search(bare):
        return False
    if len(bare.split()) == 1 and pattern("ADJECTIVE").search(bare):
        return False
    sort = sort_of(words)
    if sort_of(first) not in ("phrase", "verb"):
        return sort == sort_of(first)
    return sort in ("phrase", "sentence", "verb") or (sort == "modal" and len(words.split()) > 2)


def sums_up(words: str, first: str, second: str) -> bool:
    """Return whether words are those of two brackets together, so that all three are alternatives.

    >>> sums_up("by mail and by phone", "by mail", "by phone"), sums_up("by mail and phone", "by phone", "by mail")
    (True, True)
    >>> sums_up("by mail or fax", "by mail", "by phone")
    False
    """
    both, *sides = (" ".join(side.casefold().split()).strip(" ,;") for side in (words, first, second))
    return all(sides) and (_is_sum(both, *sides) or _is_sum(both, *reversed(sides)))


def _is_sum(both: str, one: str, other: str) -> bool:
    # What both begin with, "by", may be said once.
    begin_alike = zip(one.split(), other.split(), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], begin_alike))
    ends = [other, " ".join(other.split()[shared:])]
    joints = [both[len(one) : -len(end)] for end in ends if end and both.startswith(one) and both.endswith(f" {end}")]
    return any(0 < len(joint.split()) <= 2 for joint in joints)


def opens_row(first: str, second: str, third: str) -> bool:
    """Return whether a bracket is likely one more alternative of the two verbs behind it, where it leaves a doubt."""
    verbs = all(sort_of(words) in _VERBS for words in (second, third))
    sure = verbs and judge(second, third, spaced=True) == _ALIKE
    return sure and not pattern("DETERMINER").match(first.strip()) and goes_on(second, first)


def _stem(word: str) -> str:
    found = pattern("STEM").fullmatch(word.casefold())
    return found["stem"] if found and len(found["stem"]) > 3 else word.casefold()


def sort_of(words: str) -> Sort:
    """Return what sort of phrase words are, by how they begin."""
    bare = words[pattern("NUMBER_OF_PARAGRAPH").match(words).end() :].strip("* ")  # type: ignore[union-attr]
    if pattern("FIGURE").match(bare):
        return "figure"
    if pattern("MODAL").match(bare):
        return "modal"
    if pattern("VERB").match(bare):
        return "verb"
    if len(bare.split()) > 8 and pattern("FINITE").search(bare):
        return "sentence"
    return "relation" if pattern("RELATION").match(bare) else "phrase"


def is_phrasal(words: Sequence[str]) -> bool:
    """Return whether words are a verb of a resolution with words of its own, and without an object: "Takes note of"."""
    verb = words[0].casefold().endswith(("s", "ing"))
    return verb and any(pattern("RELATION").fullmatch(word) for word in (*words[1:2], words[-1]))


def share_words(a: str, b: str) -> bool:
    """Return whether two phrases have a word of some length in common, whatever its ending."""
    words = [set(re.findall(r"\w{4,}", text.casefold())).difference(word_list("small")) for text in (a, b)]
    if words[0] & words[1]:
        return True
    stems = [{word[: max(5, len(word) - 3)] for word in found if len(word) > 4} for found in words]
    return bool(stems[0] & stems[1])
