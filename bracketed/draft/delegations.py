"""Delegations: the names by which negotiators call them, brought to the one name that is shown.

`data/delegations.csv` has one row a delegation: its code (ISO alpha-3 for a state), the name that is shown, its kind,
and its other names parted by `|`. `data/groups.csv` has one row a member of a group, with the forum (empty: everywhere)
and the first and last day (empty: not dated). `data/list_codes.csv` has the short codes that are names only in a list,
and `data/state_names.csv` what other languages call states; both are read when they are first needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from bracketed.draft.languages import compiled, language_files, word_list
from bracketed.errors import Problem, TableError, UnknownNameError

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

DelegationKind: TypeAlias = Literal["state", "group", "organisation", "firm", "other"]

# A dotted abbreviation is one word ("U.S.A."), and so is a sign that means "and".
_WORD = re.compile(r"[A-Z](?:\.[A-Z])+(?![^\W_])\.?|(?:[^\W_]|[\u0300-\u036f])+|[&+]")
_WITHIN = re.compile(r"[-‐‑]|[ \t\u00a0.,'’ʼ()/]*")
_NUMBERED = re.compile(r"[A-Z]{1,3}[.\-]?\d")
# "Iran (République islamique d’)"
_CLOSING = re.compile(r"['’]?\)")
# The last of so many names with nothing between them is not the first name of a person.
_NAMES_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Delegation:
    """A party to the text: its `code`, the `name` that is shown, its kind, and its other names."""

    code: str
    name: str
    kind: DelegationKind
    aliases: tuple[str, ...] = field(default=(), repr=False)


class Membership(NamedTuple):
    """A member of a group, both by code; in which `forum` ("" is all), from which day to which ("" is not dated)."""

    group: str
    forum: str
    member: str
    since: str = ""
    until: str = ""

    def holds_on(self, day: str) -> bool:
        """Return whether the member belongs to the group on this ISO day; with "" as the day, whether it still does."""
        return not self.until if not day else self.since <= day and (not self.until or day <= self.until)


class _Index(NamedTuple):
    names: dict[tuple[str, ...], Delegation]
    written: dict[tuple[str, ...], Delegation]
    codes: dict[str, Delegation]
    longest: dict[str, int]

    def enter(self, spelling: str, delegation: Delegation) -> None:
        words = _WORD.findall(spelling)
        words = words[1:] if words and _is_article(words[0]) else words
        if words:
            key = tuple(map(_as_written if _is_code(spelling) else _fold, words))
            (self.written if _is_code(spelling) else self.names)[key] = delegation
            first = _fold(words[0])
            self.longest[first] = max(self.longest.get(first, 0), len(words))

    def lookup(self, words: list[str]) -> Delegation | None:
        if not words or _fold(words[0]) not in self.longest:
            return None
        return self.written.get(tuple(map(_as_written, words))) or self.names.get(tuple(map(_fold, words)))


# What is between two names in a list, and where a name that is in no table ends.
_BETWEEN = r"(?i:[\s,;/&+]*(?:(?:%BETWEEN_NAMES%)(?![^\W_])[\s,;/&+]*)*)"
_SEPARATOR = r"(?i:[,;/&+\n]|\s(?:%BETWEEN_NAMES%)\s)"
# "US-led" is no name.
_SUFFIX = r"[-‐‑](?:%SUFFIX%)\b"
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?\s*$")
# A code at the start of a line is a name before a colon, a dash, or the verb of a delegation; in a line that is all in
# capitals, it may be a word.
_LEADING_CODE = r"\s*(?P<code>[A-Z]{2})(?=.*[^\W\d_A-Z])(?:\s*:|\s*[–—]|\s+-\s|\s+(?:%VERB_OF_PARTY%)(?![^\W_]))"
_LEADING_LIST = (
    r"\s*(?P<list>[A-Z]{2}(?:\s*[,/&]\s*[A-Z]{2})*(?:\s*[,/&]\s*|\s+(?:%BETWEEN_NAMES%)\s+)[A-Z]{2})(?=.*[^\W\d_A-Z])"
    r"(?:\s*:|\s*[–—]|\s+-\s|\s+(?:%VERB_OF_PARTY%|%VERB_OF_PARTIES%)(?![^\W_]))"
)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word_list(name))


# A name is never guessed. It is read only if it is in the table without case, accents, punctuation and a leading "the";
# codes and other names in capitals ("USA", "G77") only in capitals. A name that goes on with another capitalised word
# is another name: Jordan Smith is a person, and China Mobile is not China. The lists of members are those that are
# sure. There are none for the G77 (sources differ on who belongs to it), the sets of islands other than AOSIS, and the
# groups that change from meeting to meeting; Montserrat is left out of CARICOM.
@dataclass(frozen=True, eq=False)
class Names:
    """The names of delegations and the members of groups. A value: `with_overrides` returns a new one.

    >>> names = Names.default()
    >>> names.find("Russia").name, names.find("the United States").name, names.find("COTE D’IVOIRE").name
    ('Russian Federation', 'USA', "Côte d'Ivoire")

    A word is not a code, and a person is not a state:

    >>> names.find("us"), names.find("Jordan Smith")
    (None, None)
    """

    delegations: tuple[Delegation, ...] = field(repr=False)
    overridden: tuple[Membership, ...] = field(default=(), repr=False)
    # Names in other languages beside those of states, as typed and as shown; None if only these names are read.
    translated: tuple[tuple[str, str], ...] | None = field(default=None, repr=False)
    # Whether of those in other languages the ones are left out that are people's names or words in English: "Maurice".
    abroad: bool = field(default=False, repr=False)

    @staticmethod
    @cache
    def default() -> Names:
        """Return the names of the tables that come with the library; they are read once."""
        return Names(tuple(_delegation(row, "delegations.csv") for row in _table("delegations.csv")))

    def with_overrides(self, overrides: Mapping[str, str] | str | PathLike[str]) -> Names:
        """Return these names with your own on top.

        `overrides` gives the name to show by the name as typed: a mapping, or the path of a TOML file with such lines,
        or of a CSV file with the columns of `delegations.csv`, where a row with a known code renames that delegation
        and adds to its names. A CSV file with the columns of `groups.csv` replaces the members of the groups in it.

        Raises:
            TableError: the file is neither such TOML nor such CSV.
            UnknownNameError: a group or a member in it is not known.
            OSError: the file cannot be opened.

        >>> names = Names.default().with_overrides({"Holy Roman Empire": "Germany", "Chair": "Chair of the group"})
        >>> names.find("holy roman empire").name, names.find("Chair").kind
        ('Germany', 'other')
        """
        if isinstance(overrides, Mapping):
            return self._with_names(overrides)
        path = str(overrides)
        if path.lower().endswith(".toml"):
            return self._with_names(_toml(path))
        with open(path, encoding="utf-8-sig", newline="") as lines:
            try:
                rows = list(_rows(lines, path))
            except UnicodeDecodeError:
                raise _unreadable(path, "it is not in UTF-8; save it as CSV UTF-8") from None
        if rows and "member" in rows[0]:
            return replace(self, overridden=self.overridden + tuple(self._membership(row, path) for row in rows))
        return self._with_delegations(_delegation(row, path) for row in rows)

    def find(self, text: str) -> Delegation | None:
        """Return the delegation that is called `text`, and nothing but that; else None.

        >>> names = Names.default()
        >>> names.find("Korea (Rep. of)").name, names.find("G-77 & China").name, names.find("China Mobile").kind
        ('Republic of Korea', 'G77', 'firm')
        """
        words = _WORD.findall(text)
        found = self._lookup(words) or (self._index.codes.get(words[0]) if len(words) == 1 else None)
        if not found and len(words) > 1 and _is_article(words[0]):
            found = self._lookup(words[1:])
        owner = None if found else _POSSESSIVE.search(text)
        return self.find(text[: owner.start()]) if owner else found

    def list_member(self, text: str) -> Delegation | None:
        """Return the delegation that `text` is in a list, where short codes are names too; elsewhere they may be words.

        >>> names = Names.default()
        >>> [names.list_member(code).name for code in ("IT", "J", "Mex.", "GRC", "EL")]
        ['Italy', 'Japan', 'Mexico', 'Greece', 'Greece']
        >>> names.list_member("it"), names.find("IT")
        (None, None)
        """
        return self.find(text) or self._listed(text)

    def in_list(self, words: str, *, codes: bool = False) -> tuple[tuple[Delegation | None, str], ...]:
        """Return the members of a list, each as the delegation, None if it is not known, and as typed.

        A short code is a name if another member is known without it, or if all members are codes and there are two.
        With `codes` it always is, and a code that means a group elsewhere is a state, as in a text of the EU.

        >>> names = Names.default()
        >>> [found.name for found, typed in names.in_list("J/EU and Can")], names.in_list("IT")
        (['Japan', 'EU', 'Canada'], ((None, 'IT'),))
        >>> [typed for found, typed in names.in_list("IT, Ruritania and NO") if not found]
        ['IT', 'Ruritania', 'NO']
        """
        members = self._members_of_list(words)
        coded = [None if typed in _words("no_list_code") else self._listed(typed) for _, typed in members]
        pairs = list(zip(members, coded, strict=True))
        if codes:
            return tuple((code or found or self.find(typed), typed) for (found, typed), code in pairs)
        shown = any(found for found, _ in members)
        if not shown and len(members) > 1:
            # Beside nothing but codes, that of a territory is none, "KY", nor is one that may be a longer word, "PER".
            known = [code and code.code in self._index.codes for code in coded]
            shown = all(known) and not any(typed in _words("no_code") for _, typed in members)
        if not shown:
            return tuple(members)
        return tuple((found or self.find(typed) or code, typed) for (found, typed), code in pairs)

    def states_among(self, codes: Iterable[str]) -> dict[str, Delegation]:
        """Return the states of codes that are those of others elsewhere, where the code of a state is beside them.

        >>> names = Names.default()
        >>> names.states_among(["AU", "CL"]), names.states_among(["AU", "EU"])
        ({'AU': Delegation(code='AUS', name='Australia', kind='state')}, {})
        """
        found = {code: self.find(code) for code in codes}
        others = [code for code, known in found.items() if known and known.kind != "state"]
        if not others or len(found) < 2:
            return {}
        coded = {code: self.in_list(code, codes=True)[0][0] for code in found}
        states = {code: known for code, known in coded.items() if known and known.kind == "state"}
        return {code: states[code] for code in others if code in states} if {*states} - {*others} else {}

    def leading_code(self, text: str) -> tuple[Delegation, int] | None:
        """Return the delegation whose code a line begins with, and where the code ends; None if it may be a word.

        >>> names = Names.default()
        >>> [names.leading_code(line)[0].name for line in ("IT: delete it", "AT cannot support it", "NO – keep it")]
        ['Italy', 'Austria', 'Norway']
        >>> names.leading_code("DE, IT and AT oppose it")
        (Delegation(code='DEU', name='Germany', kind='state'), 2)
        >>> [names.leading_code(line) for line in ("NO changes, please", "IT: DELETE IT", "IN general, yes")]
        [None, None, None]
        """
        found = compiled(_LEADING_CODE).match(text)
        if not found and (listed := compiled(_LEADING_LIST).match(text)):
            found = listed if all(one for one, _ in self.in_list(listed["list"])) else None
        if not found:
            return None
        start = found.start(1)
        code = text[start : start + 2]
        one = None if code in _words("no_leading_code") else self.list_member(code)
        return (one, start + 2) if one and one.code in self._index.codes else None

    def split(self, text: str) -> tuple[str, ...]:
        """Return the delegations in a list, in order: by the names that are shown, and as typed where unknown.

        >>> Names.default().split("Trinidad and Tobago, G77 and China/US and Ruritania")
        ('Trinidad and Tobago', 'G77', 'USA', 'Ruritania')
        """
        items = ((found.name if found else typed, found) for found, _, typed in self._items(text))
        return tuple(dict.fromkeys(name for name, found in items if found or looks_like_a_name(name)))

    def longest_prefix(self, text: str) -> tuple[Delegation, int] | None:
        """Return the delegation at the start of `text` and where the name ends; None if there is none.

        >>> names = Names.default()
        >>> delegation, end = names.longest_prefix("UK and USA-remove")
        >>> delegation.name, end
        ('UK', 2)
        >>> names.longest_prefix("Georgia Miller: see above"), names.longest_prefix("China Post – keep")
        (None, None)
        """
        return self._match(text, len(text) - len(text.lstrip()))

    def suggest(self, name: str) -> tuple[str, ...]:
        """Return up to three names that `name` may be a slip of, the nearest first.

        >>> Names.default().suggest("Brazill")
        ('Brazil',)
        """
        from rapidfuzz import fuzz, process

        typed = _folded(name)
        # A code of three letters is one letter away from many others.
        spellings = [s for s in self._spellings if len(s) > 3 or len(typed) < 5]
        begun = [s for s in spellings if len(typed) > 3 and s.startswith(typed)]
        near = process.extract(typed, spellings, scorer=fuzz.ratio, score_cutoff=80, limit=9)
        return tuple(dict.fromkeys(self._spellings[s] for s in [*begun, *(spelling for spelling, _, _ in near)]))[:3]

    def members(self, group: str, forum: str | None = None, on: date | None = None) -> tuple[str, ...]:
        """Return the members of a group by the names that are shown; () if there is no list of them.

        A forum's own list comes before the general one. Without `on`, they are the members that have not left.
        UnknownNameError if there is no such group.

        >>> from datetime import date
        >>> names = Names.default()
        >>> "UK" in names.members("EU"), "UK" in names.members("EU", on=date(2016, 6, 1))
        (False, True)
        >>> names.members("BASIC")
        ('Brazil', 'China', 'India', 'South Africa')
        """
        known = self.find(group)
        if known is None or known.kind != "group":
            raise UnknownNameError("group", group, [d.name for d in self.delegations if d.kind == "group"])
        rows = [row for row in self.memberships if row.group == known.code]
        wanted = _folded(forum or "")
        chosen = [row for row in rows if _folded(row.forum) == wanted] or [row for row in rows if not row.forum]
        if forum is None:
            chosen = chosen or rows
        day = on.isoformat() if on else ""
        codes = {row.member for row in chosen if row.holds_on(day)}
        return tuple(sorted((self._index.codes[code].name for code in codes), key=_folded))

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """Every row of the lists of members; your own list of a group replaces the one here."""
        own = {row.group for row in self.overridden}
        known = (Membership(**row) for row in _table("groups.csv"))
        return tuple(row for row in known if row.group not in own) + self.overridden

    @cached_property
    def _index(self) -> _Index:
        index = _new_index(self.delegations)
        # Names win over codes, and are entered later: NAM is Namibia to ISO and the Non-Aligned Movement to all others.
        spellings = [(one.code, one) for one in self.delegations if one.kind == "state"]
        spellings += [(spelling, one) for one in self.delegations for spelling in (*one.aliases, one.name)]
        for spelling, delegation in spellings:
            index.enter(spelling, delegation)
        return index

    @cached_property
    def _translations(self) -> _Index:
        index = _new_index(())
        for typed, shown in self.translated or ():
            index.enter(typed, self._index.lookup(_WORD.findall(shown)) or Delegation(shown, shown, "other"))
        return index

    @cached_property
    def _spellings(self) -> dict[str, str]:
        known = {_folded(s): d.name for d in self.delegations for s in (*d.aliases, d.name)}
        if self.translated is None:
            return known
        others = [*_state_names(latin=True).names.items(), *self._translations.names.items()]
        return {" ".join(key): self._own(one).name for key, one in others} | known

    def _own(self, state: Delegation) -> Delegation:
        # Your own name of a state is shown whatever the language is that the state is named in.
        return self._index.codes.get(state.code, state)

    def _listed(self, typed: str) -> Delegation | None:
        listed = _list_codes().get(typed.strip(" .:\t").replace(".", ""))
        return self._own(listed) if listed else None

    def _members_of_list(self, words: str) -> list[tuple[Delegation | None, str]]:
        return [(found if whole else None, typed) for found, whole, typed in self._items(words) if typed]

    def _items(self, words: str) -> Iterator[tuple[Delegation | None, bool, str]]:
        # Of each item of a list: the delegation that it begins with, whether that is all of it, and the item as typed.
        at = 0
        while at < len(words):
            between = compiled(_BETWEEN).match(words, at)
            at = between.end() if between else at
            found = self._match(words, at)
            stop = compiled(_SEPARATOR).search(words, found[1] if found else at)
            end = stop.start() if stop else len(words)
            whole = found is not None and not words[found[1] : end].strip(" .:\t")
            yield found[0] if found else None, whole, words[at:end].strip(" .:\t")
            at = max(end, at + 1)

    def _lookup(self, words: list[str]) -> Delegation | None:
        known = self._index.lookup(words)
        if known or self.translated is None or not words:
            return known
        known = self._translations.lookup(words)
        # A name of another language is read only with its capital: "chili" is a spice.
        if known or words[0][:1].islower() or (self.abroad and words[0] in _words("no_foreign_name")):
            return known
        state = _state_names(_is_latin(words[0])).lookup(words)
        return self._own(state) if state else None

    def _longest(self, first: str) -> int:
        longest = self._index.longest.get(_fold(first), 0)
        if self.translated is None:
            return longest
        longest = max(longest, self._translations.longest.get(_fold(first), 0))
        if first[:1].islower():
            return longest
        return max(longest, _state_names(_is_latin(first)).longest.get(_fold(first), 0))

    def _match(self, text: str, at: int, behind: int = 0) -> tuple[Delegation, int] | None:
        # `behind` is how many names are in a row before this one.
        first = _WORD.match(text, at)
        if first and _is_article(first[0]):
            first = _WORD.match(text, first.end() + 1)
        words = _words_from(text, first, self._longest(first[0])) if first else []
        while first and words:
            found = self._lookup([word[0] for word in words])
            if found:
                end = words[-1].end()
                # "Korea (Rep. of)" ends with its parenthesis.
                if text.count("(", first.start(), end) > text.count(")", first.start(), end):
                    closing = _CLOSING.match(text, end)
                    end = closing.end() if closing else end
                if self._stands_alone(found, text, first.start(), end, behind):
                    return found, end
            words.pop()
        return None

    def _stands_alone(self, found: Delegation, text: str, start: int, end: int, behind: int) -> bool:
        # "USA" is no name in "USA-led", nor is "Georgia" in "Georgia Miller".
        name = text[start:end]
        is_small = name[:1].islower()
        if name in _words("no_code") or compiled(_SUFFIX).match(text, end) or (is_small and found.kind == "firm"):
            return False
        gap = end
        while text[gap : gap + 1] in (" ", "\u00a0"):
            gap += 1
        follows = _WORD.match(text, gap)
        if gap == end or not follows:
            return True
        if follows[0] in _words("particle"):
            # "Georgia de Souza" is a person, "Japon de supprimer" is Japan.
            after = _WORD.match(text, follows.end() + 1)
            return not (after and after[0][:1].isupper())
        if not (is_small or follows[0][:1].isupper()):
            return True
        if name.split()[-1] in _words("small_in_name"):
            return False
        # "USA Modifications", "UK D.2": two names, or a name and what a comment says of it.
        return (
            _fold(follows[0]) in _words("follower")
            or _NUMBERED.match(text, gap) is not None
            or behind == _NAMES_IN_A_ROW
            or self._match(text, gap, behind + 1) is not None
        )

    def _with_names(self, names: Mapping[str, str]) -> Names:
        changed: dict[str, Delegation] = {}
        for typed, shown in names.items():
            known = changed.get(shown) or self.find(shown) or Delegation(shown, shown, "other")
            changed[shown] = replace(known, aliases=(*known.aliases, typed))
        return self._with_delegations(changed.values())

    def _with_delegations(self, changed: Iterable[Delegation]) -> Names:
        merged = {delegation.code: delegation for delegation in self.delegations}
        for delegation in changed:
            # The last entry of a spelling wins, so that a user's name replaces another meaning of it.
            before = merged.pop(delegation.code, delegation)
            aliases = dict.fromkeys((*before.aliases, before.name, *delegation.aliases))
            merged[delegation.code] = replace(delegation, aliases=tuple(a for a in aliases if a != delegation.name))
        return replace(self, delegations=tuple(merged.values()))

    def _membership(self, row: Mapping[str, str], path: str) -> Membership:
        codes = []
        for column in ("group", "member"):
            known = self.find(row[column])
            if known is None:
                raise UnknownNameError(f"{column} in {path}", row[column], self.suggest(row[column]))
            codes.append(known.code)
        return Membership(codes[0], row.get("forum", ""), codes[1], row.get("since", ""), row.get("until", ""))


def with_translations(names: Names, translated: Mapping[str, str]) -> Names:
    """Return names that also know those in `translated` and all states in other languages; what is known stays."""
    if not translated:
        return names
    both = replace(names, translated=(names.translated or ()) + tuple(translated.items()))
    return _sharing_index(both, names)


def _sharing_index(names: Names, known: Names) -> Names:
    # The names that are known are the same, and need no second index.
    vars(names)["_index"] = known._index
    return names


def in_any_language(names: Names, *, abroad: bool = False) -> Names:
    """Return names that also know what other languages call states and groups; what is known stays.

    `abroad` leaves out names that are those of people, or words, in English.

    >>> names = in_any_language(Names.default())
    >>> names.find("Fédération de Russie").name, names.find("巴西").name, names.find("chili")
    ('Russian Federation', 'Brazil', None)
    """
    tables = [file.get("delegations", {}) for file in language_files().values()]
    both = with_translations(names, {typed: shown for table in tables for typed, shown in table.items()})
    return _sharing_index(replace(both, abroad=abroad), names)


def _words_from(text: str, first: re.Match[str], most: int) -> list[re.Match[str]]:
    words = [first] if most else []
    while 0 < len(words) < most:
        following = _WORD.match(text, _WITHIN.match(text, words[-1].end()).end())  # type: ignore[union-attr]
        if not following:
            break
        words.append(following)
    return words


def looks_like_a_name(typed: str) -> bool:
    """Return whether a few words that are in no table may be a name: each begins with a capital, but for "of"."""
    words = typed.split()
    return (
        0 < len(words) <= 6
        and words[0][:1].isupper()
        and all(word[:1].isupper() or word[:1].isdigit() or word in _words("small_in_name") for word in words)
        and _fold(words[0]) not in _words("follower")
        and words[-1] not in _words("small_in_name")
    )


def delegation_among(known: Iterable[str], name: str) -> str:
    """Return which of some delegations a name means, by whichever of its names; UnknownNameError if it means none.

    >>> delegation_among(["Norway", "UK"], "united kingdom")
    'UK'
    """
    among = dict.fromkeys(known)
    if name in among:
        return name
    names = Names.default()
    found = names.find(name)
    # A name that no list has may be written in lower case, too.
    for one in among:
        if one.casefold() == name.casefold() or (found and one == found.name):
            return one
    if found:
        raise UnknownNameError("delegation", name, among, f"{found.name} has no position here")
    near = [one for one in names.suggest(name) if one in among]
    raise UnknownNameError("delegation", name, dict.fromkeys((*near, *among)))


def _new_index(delegations: Iterable[Delegation]) -> _Index:
    return _Index({}, {}, {one.code: one for one in delegations}, {})


@cache
def _list_codes() -> dict[str, Delegation]:
    known = Names.default()._index.codes
    rows = (row.split(",", 2) for row in _lines("list_codes.csv")[1:])
    return {code: known.get(place) or Delegation(place, name, "other") for code, place, name in rows}


def _is_latin(word: str) -> bool:
    return word < "\u0250"


@cache
def _state_names(latin: bool) -> _Index:
    # Those in Latin letters and all others are apart, so that a draft in English or French reads none in Arabic.
    known = Names.default()._index.codes
    index = _new_index(())
    for line in _lines("state_names.csv")[1:]:
        _, code, names = line.split(",", 2)
        if _is_latin(names) == latin:
            for name in names.split("|"):
                index.enter(name, known[code])
    return index


def _is_article(word: str) -> bool:
    return _fold(word) in _words("article_of_name")


def _is_code(spelling: str) -> bool:
    # In capitals, but for a plural's s: USA, G77, LDCs.
    return len(spelling) > 1 and spelling.removesuffix("s").isupper()


def _as_written(word: str) -> str:
    return "and" if word in ("&", "+") else word.replace(".", "")


@cache
def _fold(word: str) -> str:
    # Without case, accents and dots.
    if not word.isascii():
        import unicodedata

        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return _as_written(word).casefold()


def _folded(text: str) -> str:
    return " ".join(map(_fold, _WORD.findall(text)))


def _toml(path: str) -> dict[str, str]:
    from bracketed.toml_file import parsed

    with open(path, encoding="utf-8-sig") as file:
        try:
            table = parsed(file.read())
        except ValueError as error:  # no TOML, or not in UTF-8
            raise _unreadable(path, str(error)) from None
    for key, value in table.items():
        if not isinstance(value, str):
            raise _unreadable(path, f'{key!r} is not of the form "name as typed" = "name to show"')
    return table


def _rows(lines: Iterable[str], path: str) -> Iterator[dict[str, str]]:
    import csv

    reader = csv.DictReader(lines)
    columns = set(reader.fieldnames or ())
    if not ({"code", "name", "kind"} <= columns or {"group", "member"} <= columns):
        raise _unreadable(path, "the columns are code, name, kind, aliases, or group, forum, member, since, until")
    try:
        for row in reader:
            yield {column: (value or "").strip() for column, value in row.items() if isinstance(column, str)}
    except csv.Error as error:
        raise _unreadable(path, f"this is no CSV: {error}") from None


def _delegation(row: Mapping[str, str], path: str) -> Delegation:
    kind = row["kind"] or "other"
    if kind not in ("state", "group", "organisation", "firm", "other"):
        raise _unreadable(path, f"{row['name']} is of kind {kind!r}; there are state, group, organisation, firm, other")
    aliases = tuple(alias.strip() for alias in row.get("aliases", "").split("|") if alias.strip())
    return Delegation(row["code"] or row["name"], row["name"], cast(DelegationKind, kind), aliases)


def _unreadable(path: str, why: str) -> TableError:
    return TableError(path, [Problem(0, "", why)])


def _table(name: str) -> list[dict[str, str]]:
    return list(_rows(_lines(name), name))


def _lines(name: str) -> list[str]:
    # pkgutil reads out of a zip as well; importlib.resources takes longer to import than the table to read.
    from pkgutil import get_data

    return (get_data("bracketed.draft", f"data/{name}") or b"").decode().splitlines()
