"""Links between brackets: which choices are really one choice.

Three brackets with the same choice of words, `[digital economy/digitalisation of the economy]`, are one decision taken
three times. The words of their options are compared without case, spacing, punctuation, articles and order, each by its
lemma; and the heads of names of groups may come and go, since `[developed countries/Parties in Annex X]` and
`[developed country Parties/a Party in Annex X]` are one question. A link whose words show that it is one decision is
`sure`. Others are only offered: `[plan/programme]` in two articles may be two questions. `[shall/should]` always is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

from bracketed.draft.languages import compiled
from bracketed.draft.link_words import Lemmas, LinkWords, folded, has_capitals, language_of, plain_words, words_of
from bracketed.draft.tree import OMIT, Bracket, brackets_in
from bracketed.source import Span

LinkKind: TypeAlias = Literal["same", "requires", "excludes"]
# The options of a bracket as they are compared, in the order of their letters; of an option that omits, nothing.
Key: TypeAlias = tuple[Lemmas, ...]
# Characters that are looked at in front of a bracket and behind it.
_NEAR = 80
# Words of a title at most.
_TITLE = 12
# Wordings that a reason names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between choices: brackets that take the `same` option, or an option that `requires` or `excludes` another.

    `brackets` are their ids. For `same`, `options` has a row for each common option: its letters in the brackets, in
    their order; `doubt` says why the words do not show that it is one decision, "" if they do; and `words` are those of
    the options of the first bracket, in the order of the rows, "" for an option that omits. For `requires` and
    `excludes` it has one row, a letter for each bracket: where all others take theirs the last must take its own, or
    all never take theirs together.
    """

    id: str
    kind: LinkKind
    brackets: tuple[str, ...]
    options: tuple[tuple[str, ...], ...] = field(repr=False)
    reason: str = ""
    doubt: str = ""
    words: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the words show that the brackets are one decision: the link is assumed, and not only offered."""
        return not self.doubt

    @property
    def wording(self) -> str:
        """The options of a `same` link in words: `“shall” or nothing`."""
        return " or ".join(f"“{words}”" if words else "nothing" for words in self.words)


def propose_links(brackets: Iterable[Bracket], source: str = "", language: str = "") -> tuple[Link, ...]:
    """Return `same` links between brackets of a source that put one choice of words, those that are sure and others.

    A link that is not sure may join the brackets of others, where only part of the words is the same.

    >>> import bracketed as bt
    >>> text = "1. [Poor towns][Towns of list X].\\n2. [Now] help [a poor town][a town of list X] as of [now]."
    >>> for link in bt.parse(text).links:
    ...     print(link.id, link.brackets, link.sure)
    same:1#1 ('1#1', '2#2') True
    same:2#1 ('2#1', '2#3') False
    """
    choices = list(_choices([*brackets], _Surroundings(source), words_of(language or language_of(source))))
    sure = _grouped(choices, lambda choice: choice.key)
    links = [_link(group) for group in sure if len(group) > 1]
    # Groups whose words are alike only in part.
    first_of = {group[0].bracket.id: group for group in sure}
    for alike in _grouped([group[0] for group in sure if not group[0].doubt], lambda choice: choice.loose):
        if len(alike) > 1:
            links.append(_joined([first_of[choice.bracket.id] for choice in alike]))
    place = {choice.bracket.id: number for number, choice in enumerate(choices)}
    return tuple(sorted(links, key=lambda link: (place[link.brackets[0]], len(link.brackets))))


def accepted(link: Link) -> Link:
    """Return a link with the reason that it has where it binds: it no longer is only offered."""
    return replace(link, reason=link.reason.removesuffix(_offered(link.doubt)))


def _offered(doubt: str) -> str:
    return f"; offered, not assumed: {doubt}"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A bracket as it is compared: `key` for a choice that is the same, `loose` for one that is alike."""

    bracket: Bracket
    key: Key
    loose: Key
    # Why the words do not show that it is one decision, "" if they do.
    doubt: str

    def letters(self, key: Key) -> dict[Lemmas, str]:
        """Return the letter of each option by its words."""
        return dict(zip(key, self.bracket.letters, strict=True))


class _Surroundings:
    """What is around brackets in a source."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that the source has in small letters."""
        return frozenset(word for word in re.findall(r"[^\W\d_]+", self.source) if word.islower())

    def touches_letters(self, span: Span) -> bool:
        """Return whether a letter is right in front of a place or right behind it."""
        return any(
            sign.isalpha() for sign in (self.source[span.start - 1 : span.start], self.source[span.end : span.end + 1])
        )

    def is_amid_sentence(self, span: Span) -> bool:
        """Return whether what is in front of a place goes on there."""
        before = self.source[max(0, span.start - _NEAR) : span.start].rstrip()[-1:]
        return before.islower() or before == ","

    def is_name(self, text: str) -> bool:
        """Return whether a text begins with a capital letter, and with a word that never has small letters only."""
        return text[:1].isupper() and text.split()[0].lower() not in self._small

    def is_whole_line(self, span: Span) -> bool:
        """Return whether a line holds no words but those of a place, and the name of an option."""
        before = self.source[max(0, span.start - _NEAR) : span.start]
        behind = self.source[span.end : span.end + _NEAR]
        # A line that begins or ends out of sight holds more than a title.
        if (span.start > _NEAR and "\n" not in before) or (span.end + _NEAR < len(self.source) and "\n" not in behind):
            return False
        in_front = compiled(r"(?:%OPTION%)\s+\w{1,4}\s*[:.]?").sub("", before.rpartition("\n")[2])
        return not re.search(r"\w", in_front) and not re.search(r"\w", behind.partition("\n")[0])


def _choices(brackets: Sequence[Bracket], around: _Surroundings, words: LinkWords) -> Iterator[_Choice]:
    """Yield the brackets whose choice is one of words with content."""
    for bracket in brackets:
        if not bracket.is_choice or any(next(brackets_in(o.content), None) for o in bracket.options):
            continue
        plain = tuple(tuple(plain_words(option.text)) for option in bracket.options)
        if not _differ(plain) or _is_affix(bracket, around) or _is_title(bracket, around):
            continue
        full = tuple(words.lemmas(option.text) for option in bracket.options)
        if words.is_known and not _is_of_content(full, words):
            continue
        # Where the lemmas alone are no choice, "[Party/Parties]", the words are.
        full = full if _differ(full) else plain
        bare = tuple(map(words.without_heads, full))
        bare = bare if _differ(bare) else full
        key = bare if _is_certain(bare, bracket, words) else full
        loose = tuple(tuple(word for word in words.weighty(row) if word not in words.reporting) or row for row in bare)
        doubt = _doubt(bracket, full, around, words)
        yield _Choice(bracket, key, loose if _differ(loose) else key, doubt)


def _differ(key: Key) -> bool:
    """Return whether the options of a choice differ."""
    # Without two different wordings (punctuation only, say) there is nothing to compare.
    return len({*key}) == len(key) and {*key} != {()}


def _is_of_content(key: Key, words: LinkWords) -> bool:
    """Return whether the options differ by more than small words and figures, and one of them has content."""
    weights = {tuple(word for word in words.weighty(row) if not word.isdecimal()) for row in key}
    return len(weights) > 1 and any(map(words.own, key))


def _is_certain(bare: Key, bracket: Bracket, words: LinkWords) -> bool:
    """Return whether what is left without the heads of names still is a choice of its own."""
    rows = [row for row, letter in zip(bare, bracket.letters, strict=True) if letter != OMIT]
    is_long = any(len(words.weighty(row)) > 1 for row in rows)
    return len(rows) > 1 and all(map(words.content, rows)) and is_long


def _doubt(bracket: Bracket, key: Key, around: _Surroundings, words: LinkWords) -> str:
    """Return why the words of a bracket do not show that the same words elsewhere are the same decision, or ""."""
    options = [option for option in bracket.options if option.letter != OMIT]
    rows = [row for row, letter in zip(key, bracket.letters, strict=True) if letter != OMIT]
    if not words.is_known:
        return "their language has no list of words without content"
    if len(options) < 2:
        return "words to keep or leave out"
    if not all(map(words.content, rows)):
        return "an option of common words only"
    if any(words.has_several(option.text) or has_capitals(option.text) for option in options):
        return ""
    are_names = around.is_amid_sentence(bracket.span) and all(around.is_name(option.text) for option in options)
    return "" if are_names else "one word each"


def _is_affix(bracket: Bracket, around: _Surroundings) -> bool:
    """Return whether a bracket holds a part of a word: `plan[s]`, `part[y/ies]`, `[non-]binding`."""
    # What comments would insert may be put right behind a word, and is none of its parts.
    is_inside = bracket.origin == "text" and around.touches_letters(bracket.span)
    return is_inside and not any(len(option.text.split()) > 1 for option in bracket.options)


def _is_title(bracket: Bracket, around: _Surroundings) -> bool:
    """Return whether a bracket is all that a line holds, and is written as a title."""
    texts = [option.text.strip(" *_") for option in bracket.options if option.letter != OMIT]
    is_title = all(text[:1].isupper() and text[-1:].isalnum() and len(text.split()) <= _TITLE for text in texts)
    return is_title and around.is_whole_line(bracket.span)


def _grouped(choices: Sequence[_Choice], key: Callable[[_Choice], Key]) -> list[list[_Choice]]:
    """Return choices with the same options in any order together, the first of each group in the order of the text."""
    groups: dict[tuple[Lemmas, ...], list[_Choice]] = {}
    for choice in choices:
        groups.setdefault(tuple(sorted(key(choice))), []).append(choice)
    return [*groups.values()]


def _link(group: Sequence[_Choice]) -> Link:
    """Return the link of choices that are the same."""
    first = group[0].bracket
    doubt = "" if any(not choice.doubt for choice in group) else group[0].doubt
    # Each wording once, whatever its case and the order of its options.
    wordings = {_folded(choice.bracket): _wording(choice.bracket) for choice in reversed(group)}
    others = [words for key, words in reversed(wordings.items()) if key != _folded(first)]
    what = f"the same choice of words in {len(group)} places: {_wording(first)}"
    if others:
        shown = "; ".join(others[:_NAMED])
        what = f"{what}, in other places {shown}{'; …' if len(others) > _NAMED else ''}"
    return _made(f"same:{first.id}", [(choice, choice.key) for choice in group], what, doubt)


def _joined(groups: Sequence[Sequence[_Choice]]) -> Link:
    """Return the link of groups of choices that are alike."""
    members = [choice for group in groups for choice in group]
    wordings = dict.fromkeys(_wording(group[0].bracket) for group in groups)
    shown = "; ".join([*wordings][: _NAMED + 1])
    what = f"choices in like words in {len(members)} places: {shown}{'; …' if len(wordings) > _NAMED + 1 else ''}"
    id_ = f"same:{groups[0][0].bracket.id}+{groups[1][0].bracket.id}"
    return _made(id_, [(choice, choice.loose) for choice in members], what, "the words differ")


def _made(id_: str, members: Sequence[tuple[_Choice, Key]], what: str, doubt: str) -> Link:
    """Return the link of choices by the words by which they are compared."""
    letters = [choice.letters(key) for choice, key in members]
    first, key = members[0]
    # The rows follow the letters of the first bracket, as readers compare them.
    rows = tuple(tuple(by_words[words] for by_words in letters) for words in key)
    reason = what + _offered(doubt) if doubt else what
    words = tuple("" if option.letter == OMIT else _tidy(option.text) for option in first.bracket.options)
    return Link(id_, "same", tuple(choice.bracket.id for choice, _ in members), rows, reason, doubt, words)


def _tidy(text: str) -> str:
    return " ".join(text.strip(" ,;").split())


def _wording(bracket: Bracket) -> str:
    return " or ".join("nothing" if o.letter == OMIT else f"“{_tidy(o.text)}”" for o in bracket.options)


def _folded(bracket: Bracket) -> tuple[str, ...]:
    return folded(option.text for option in bracket.options)
