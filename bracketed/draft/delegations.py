"""Delegations: the names by which negotiators call them, brought to the one name that is shown.

`data/delegations.csv` has one row a delegation: its code (ISO alpha-3 for a state), the name that is shown, its kind,
and its other names parted by `|`. `data/groups.csv` has one row a member of a group, with the forum (empty: everywhere)
and the first and last day (empty: not dated).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from bracketed.draft.languages import compiled, word_list
from bracketed.errors import Problem, TableError, UnknownNameError

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

DelegationKind: TypeAlias = Literal["state", "group", "organisation", "firm", "other"]

# A dotted abbreviation is one word ("U.S.A."), and so is a sign that stands for "and".
_WORD = re.compile(r"[A-Z](?:\.[A-Z])+(?![^\W_])\.?|(?:[^\W_]|[\u0300-\u036f])+|[&+]")
_WITHIN = re.compile(r"[-‐‑]|[ \t\u00a0.,'’ʼ()/]*")
_NUMBERED = re.compile(r"[A-Z]{1,3}[.\-]?\d")


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


# What is between two names in a list, and where a name that is in no table ends.
_BETWEEN = r"(?i:[\s,;/&+]*(?:(?:%BETWEEN_NAMES%)(?![^\W_])[\s,;/&+]*)*)"
_SEPARATOR = r"(?i:[,;/&+\n]|\s(?:%BETWEEN_NAMES%)\s)"
# "US-led" is no name.
_SUFFIX = r"[-‐‑](?:%SUFFIX%)\b"


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
        return found or (self._lookup(words[1:]) if len(words) > 1 and _is_article(words[0]) else None)

    def split(self, text: str) -> tuple[str, ...]:
        """Return the delegations in a list, in order: by the names that are shown, and as typed where unknown.

        >>> Names.default().split("Trinidad and Tobago, G77 and China/US and Ruritania")
        ('Trinidad and Tobago', 'G77', 'USA', 'Ruritania')
        """
        parts: list[str] = []
        at = 0
        while at < len(text):
            between = compiled(_BETWEEN).match(text, at)
            at = between.end() if between else at
            found = self._match(text, at)
            stop = compiled(_SEPARATOR).search(text, found[1] if found else at)
            end = stop.start() if stop else len(text)
            typed = text[at:end].strip(" .:\t")
            if found or _looks_like_a_name(typed):
                parts.append(found[0].name if found else typed)
            at = max(end, at + 1)
        return tuple(dict.fromkeys(parts))

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
        index = _Index({}, {}, {one.code: one for one in self.delegations}, {})
        # Names win over codes, and are entered later: NAM is Namibia to ISO and the Non-Aligned Movement to all others.
        spellings = [(one.code, one) for one in self.delegations if one.kind == "state"]
        spellings += [(spelling, one) for one in self.delegations for spelling in (*one.aliases, one.name)]
        for spelling, delegation in spellings:
            words = _WORD.findall(spelling)
            words = words[1:] if words and _is_article(words[0]) else words
            if words:
                key = tuple(map(_as_written if _is_code(spelling) else _fold, words))
                (index.written if _is_code(spelling) else index.names)[key] = delegation
                first = _fold(words[0])
                index.longest[first] = max(index.longest.get(first, 0), len(words))
        return index

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {_folded(s): d.name for d in self.delegations for s in (*d.aliases, d.name)}

    def _lookup(self, words: list[str]) -> Delegation | None:
        written = self._index.written.get(tuple(map(_as_written, words)))
        return written or self._index.names.get(tuple(map(_fold, words)))

    def _match(self, text: str, at: int) -> tuple[Delegation, int] | None:
        first = _WORD.match(text, at)
        if first and _is_article(first[0]):
            first = _WORD.match(text, first.end() + 1)
        words = _words_from(text, first, self._index.longest.get(_fold(first[0]), 0)) if first else []
        while first and words:
            found = self._lookup([word[0] for word in words])
            if found:
                end = words[-1].end()
                # "Korea (Rep. of)" ends with its parenthesis.
                if text.count("(", first.start(), end) > text.count(")", first.start(), end):
                    end += text[end : end + 1] == ")"
                if self._stands_alone(found, text, first.start(), end):
                    return found, end
            words.pop()
        return None

    def _stands_alone(self, found: Delegation, text: str, start: int, end: int) -> bool:
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
            return False
        if not (is_small or follows[0][:1].isupper()):
            return True
        if name.split()[-1] in _words("small_in_name"):
            return False
        # "USA Modifications", "UK D.2": two names, or a name and what a comment says of it.
        return (
            _fold(follows[0]) in _words("follower")
            or _NUMBERED.match(text, gap) is not None
            or self._match(text, gap) is not None
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
    """Return names with those that another language has for them; names that are known stay what they are."""
    own = {typed: shown for typed, shown in translated.items() if names.find(typed) is None}
    return names.with_overrides(own) if own else names


def _words_from(text: str, first: re.Match[str], most: int) -> list[re.Match[str]]:
    words = [first] if most else []
    while 0 < len(words) < most:
        following = _WORD.match(text, _WITHIN.match(text, words[-1].end()).end())  # type: ignore[union-attr]
        if not following:
            break
        words.append(following)
    return words


def _looks_like_a_name(typed: str) -> bool:
    words = typed.split()
    return (
        0 < len(words) <= 6
        and words[0][:1].isupper()
        and all(word[:1].isupper() or word[:1].isdigit() or word in _words("small_in_name") for word in words)
        and _fold(words[0]) not in _words("follower")
        and words[-1] not in _words("small_in_name")
    )


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
    import tomllib

    with open(path, "rb") as file:
        try:
            table = tomllib.load(file)
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
    for row in reader:
        yield {column: (value or "").strip() for column, value in row.items() if isinstance(column, str)}


def _delegation(row: Mapping[str, str], path: str) -> Delegation:
    kind = row["kind"] or "other"
    if kind not in ("state", "group", "organisation", "firm", "other"):
        raise _unreadable(path, f"{row['name']} is of kind {kind!r}; there are state, group, organisation, firm, other")
    aliases = tuple(alias.strip() for alias in row.get("aliases", "").split("|") if alias.strip())
    return Delegation(row["code"] or row["name"], row["name"], cast(DelegationKind, kind), aliases)


def _unreadable(path: str, why: str) -> TableError:
    return TableError(path, [Problem(0, "", why)])


def _table(name: str) -> list[dict[str, str]]:
    # pkgutil reads out of a zip as well; importlib.resources takes longer to import than the table to read.
    from pkgutil import get_data

    text = (get_data("bracketed.draft", f"data/{name}") or b"").decode()
    return list(_rows(text.splitlines(), name))
