"""Read the few words beside a bracket that name delegations: `EU, Norway`, `delete – USA`, `reservation by X`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from lark import Token, Tree
from lark.exceptions import UnexpectedToken

from bracketed.draft.delegations import Delegation, Names, in_any_language, looks_like_a_name
from bracketed.draft.languages import compiled, word_list
from bracketed.parsing.notation import draft_parser, pattern

# What the named delegations want: the words, to leave them out, or to come back to the paragraph. Who considers them
# has not said yet.
Wants: TypeAlias = Literal["supports", "accepts", "objects", "blocks", "reserves", "considers"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is named, and what they want; `leaves_out` says that they want the words deleted, `keeps` that they do not.

    `flexible` are the delegations that accept each option. `unknown` are the names that are in no list of delegations,
    kept as typed.
    """

    parties: tuple[str, ...]
    wants: Wants
    leaves_out: bool = field(default=False, repr=False)
    unknown: tuple[str, ...] = field(default=(), repr=False)
    keeps: bool = field(default=False, repr=False)
    flexible: bool = field(default=False, repr=False)


# Words are an attribution only if nothing is left over: rows of names and verbs, as the rule `attribution` of the
# grammar has them. Each name must be a known delegation, or in a row with one, or be one of the names of
# exercises ("Party A"). So "(see annex 2)" and "(EU law)" are text. Since nothing may be left over, verbs and names of
# every language are read in every draft: one short provision does not show its language, and "(supprimer – France)" is
# no English.
_LONGEST = 240
# Longer ones must be rows of so many members at most, of so many characters at most: all states, each with its verb.
_MEMBERS, _LONGEST_MEMBER = 500, 120
# What may be around names.
_EDGE = " \t\n:–—-"


class _Said(NamedTuple):
    parties: tuple[str, ...]
    unknown: tuple[str, ...]


class _Want(NamedTuple):
    wants: Wants
    leaves_out: bool = False
    keeps: bool = False
    flexible: bool = False


_SUPPORTS = _Want("supports")
_KEEPS = _Want("supports", keeps=True)
# How the groups of the pattern for verbs are called.
_WANTS: dict[str, _Want] = {
    "removes": _Want("objects", True), "objects": _Want("objects"), "blocks": _Want("blocks"),
    "reserves": _Want("reserves"), "considers": _Want("considers"), "flexible": _Want("accepts", flexible=True),
    "accepts": _Want("accepts"), "keeps": _KEEPS, "supports": _SUPPORTS,
}  # fmt: skip


@lru_cache(maxsize=16384)
def read_attribution(words: str) -> tuple[Attribution, ...]:
    """Return who wants what by the words beside a bracket; nothing if they are no attribution.

    >>> read_attribution("EU, Norway")
    (Attribution(parties=('EU', 'Norway'), wants='supports'),)
    >>> read_attribution("delete – USA; Kenya: retain")[1]
    Attribution(parties=('Kenya',), wants='supports')
    >>> read_attribution("supprimer – France et Japon"), read_attribution("see annex 2")
    ((Attribution(parties=('France', 'Japan'), wants='objects'),), ())
    """
    if not _may_be_row(words) or not pattern("CAPITAL").search(words):
        return ()
    if "+" in words and (signed := _signed(words)):
        return signed
    tokens: list[Token] = []
    words = pattern("VERB_ENCLOSED").sub(r" \1", words) if "(" in words else words
    plain = _with_states(re.sub(r",\s*[–—-]\s*", ", ", " ".join(words.split())))
    for part in plain.strip(" ;").split(";"):
        row = _tokens(part.strip())
        if not row:
            return ()
        tokens += [Token("PART", ";"), *row] if tokens else row
    parser = draft_parser().parse_interactive(start="attribution")
    try:
        for token in tokens:
            parser.feed_token(token)
        tree: Tree[Token] = parser.feed_token(Token("$END", ""))
    except UnexpectedToken:
        return ()
    said = _with_codes(_attributions(tree))
    strange = [one for one in said if one.parties == one.unknown]
    sure = len(strange) < len(said) and any(token.type != "PARTIES" and token.type != "PART" for token in tokens)
    return said if sure or not strange else ()


def _may_be_row(words: str) -> bool:
    if len(words) <= _LONGEST:
        return True
    members = re.split("[,;/]", words, maxsplit=_MEMBERS)
    return len(members) <= _MEMBERS and max(map(len, members)) <= _LONGEST_MEMBER


def _signed(words: str) -> tuple[Attribution, ...]:
    # "+EU, -US": nothing if it is no row of names with such signs.
    plain = words.strip()
    if not pattern("SIGNED").fullmatch(plain):
        return ()
    said: list[Attribution] = []
    for found in pattern("SIGNED_NAME").finditer(plain):
        named = tuple(name for one in read_in_front(found["name"].strip()) for name in one.parties)
        if not named:
            return ()
        adds = found["sign"] == "+"
        said.append(Attribution(named, "supports" if adds else "objects", leaves_out=not adds))
    return tuple(said)


def _with_states(words: str) -> str:
    # Beside the two letters of a state those of another are no group: AU in "AU proposes; CL, MY oppose".
    for code, state in _table().states_among(re.findall(r"\b[A-Z]{2}\b", words)).items():
        words = re.sub(rf"\b{code}\b", state.code, words)
    return words


def _with_codes(said: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    # Beside known delegations a short code alone is a state: CL in "US propose; CL oppose".
    if all(one.unknown for one in said):
        return said
    row: list[Attribution] = []
    for one in said:
        codes = [pattern("STATE_CODE").fullmatch(name) and _table().list_member(name) for name in one.unknown]
        known = {name: code.name for name, code in zip(one.unknown, codes, strict=True) if code}
        names = tuple(known.get(name, name) for name in one.parties)
        row.append(replace(one, parties=names, unknown=tuple(name for name in one.unknown if name not in known)))
    return tuple(row)


def _attributions(tree: Tree[Token]) -> tuple[Attribution, ...]:
    found: list[Attribution] = []
    reaches = False
    for row in tree.children:
        if isinstance(row, Token):
            continue
        if row.data == "named" and reaches:
            # "delete: EU; Kenya" leaves open whether Kenya deletes, too.
            return ()
        reaches = row.data == "ahead"
        values = [token.value for token in row.children if isinstance(token, Token)]
        said = [value for value in values if isinstance(value, _Said)]
        want = next((value for value in values if isinstance(value, _Want)), _SUPPORTS)
        # "EU, opposed by Norway": the EU wants them, but "EU: silence broken by Norway" does not say what the EU wants.
        first = want if len(said) < 2 else _Want("considers") if want.wants == "reserves" else _SUPPORTS
        found += [
            Attribution(names.parties, one.wants, one.leaves_out, names.unknown, one.keeps, one.flexible)
            for names, one in zip(said, (first, want), strict=False)
        ]
    return tuple(found)


def read_reservation(words: str) -> Attribution | None:
    """Return who reserves its position by the words of a footnote, or None."""
    read = read_attribution(words)
    if read and read[0].wants == "reserves":
        return read[0]
    found = pattern("RESERVING").match(words)
    named = parties(found["who"]) if found else ()
    return Attribution(named, "reserves") if named else None


def read_in_front(words: str) -> tuple[Attribution, ...]:
    """Return who wants what by words in front of an option, where a short code alone is a name, too: `[CL: often]`.

    >>> read_in_front("CL"), read_attribution("CL")
    ((Attribution(parties=('Chile',), wants='supports'),), ())
    """
    if words[:1] in "-–−" and (signed := _signed(words)):
        return signed
    read = read_attribution(words)
    codes = [code.strip() for code in re.split("[,/]", words)] if not read and len(words) <= 60 else []
    if not codes or not all(map(pattern("SHORT_CODE").fullmatch, codes)):
        return read
    known = [_table().list_member(code) for code in codes]
    unknown = tuple(code for code, one in zip(codes, known, strict=True) if one is None)
    if not any(one and one.kind in ("state", "group") for one in known):
        return ()
    names = tuple(one.name if one else code for code, one in zip(codes, known, strict=True))
    return (Attribution(tuple(dict.fromkeys(names)), "supports", unknown=unknown),)


def begins_with_code(words: str) -> bool:
    """Return whether words begin with the short code of a state, in a place where it is no word."""
    return _table().leading_code(words) is not None


def leading_parties(words: str) -> int:
    """Return where the names end that words begin with, or 0: `Norway and Chile` of `Norway and Chile oppose it`."""
    at = end = 0
    article = pattern("NAME_ARTICLE").match(words)
    if article and not _table().longest_prefix(words):
        at = article.end()  # "la Suisse"
    row = pattern("ROW_OF_CODES").match(words)
    if row and all(one and one.kind == "state" for one in map(_table().list_member, re.findall("[A-Z]{2}", row[0]))):
        return row.end()
    while known := _table().longest_prefix(words[at:]) or (None if at else _table().leading_code(words)):
        if known[0].kind not in ("state", "group"):
            break
        end = at + known[1]
        between = pattern("BETWEEN_PARTIES").match(words, end)
        if between is None or not between[0].strip():
            break
        at = between.end()
    return end


def seems_attribution(words: str, *, alone: bool = False) -> tuple[str, ...]:
    """Return whom words name that look like an attribution, and are none that can be read.

    `alone`: they are where hardly anything else does.

    >>> seems_attribution("EU, if all agree"), seems_attribution("EU law"), seems_attribution("US would delete some")
    (('EU',), (), ('USA',))
    """
    plain = " ".join(words.split()).lstrip("({:–—- ")
    if pattern("ATTRIBUTION_VERB").match(plain):
        # "opposed, it is said, by Chile"
        begins = [one.start() for one in pattern("CAPITAL_WORD").finditer(plain[:_LONGEST])]
        verbal = [named for at in begins if (named := _table().longest_prefix(plain[at:]))]
        return tuple(dict.fromkeys(one.name for one, _ in verbal if one.kind in ("state", "group")))
    row = pattern("LONG_ROW").match(plain)
    if not pattern("CAPITAL").match(plain) or len(plain[row.end() if row else 0 :].split()) > 30:
        return ()
    end = leading_parties(plain)
    names, behind = parties(plain[:end]), plain[end:]
    if alone and len(behind.split()) <= 10:
        return names
    verb = pattern("ATTRIBUTION_VERB").search(behind)
    return names if pattern("ENDS_NAME").match(behind) or (verb and verb.start() < 40) else ()


def defines(text: str, at: int, words: str) -> bool:
    """Return whether a name in parentheses abbreviates the words before it: `small island developing States (SIDS)`."""
    letters = [letter.casefold() for letter in words if letter.isupper() or letter.isdigit()]
    if len(letters) < 2 or not words.strip().isalnum():
        return False
    before = re.findall(r"\w+", text[max(0, at - 40 * len(letters)) : at])[-2 * len(letters) - 4 :]
    every = [word.casefold() for word in before]
    small = word_list("no_initial")
    # With the small words and without them: "Republic of Korea (ROK)".
    return _spelt_in(every, letters) or _spelt_in([word for word in every if word not in small], letters)


def _spelt_in(spelt: list[str], letters: list[str]) -> bool:
    # At least two words: one that is the abbreviation itself spells nothing out. Others may be between: "Court of
    # Ports of the League (CP)".
    return any(
        _spells(spelt[first:last], letters)
        for first in range(len(spelt) - 1)
        for last in range(first + 2, min(len(spelt), first + len(letters)) + 1)
    )


def _spells(words: list[str], letters: list[str]) -> bool:
    # Each word gives its first letter, and perhaps later ones: "Association of Southeast Asian Nations (ASEAN)".
    number, at = -1, 0
    for letter in letters:
        if number + 1 < len(words) and words[number + 1][0] == letter:
            number, at = number + 1, 1
        elif number >= 0 and (further := words[number].find(letter, at)) >= 0:
            at = further + 1
        else:
            return False
    return number == len(words) - 1


def without_status(words: str) -> str:
    """Return the words of a mark without what they say was agreed: `US reserves` of `Agreed ad ref, US reserves`."""
    found = pattern("AGREED_BUT").match(words)
    return words[found.end() :] if found else words


def are_crossed(one: tuple[Attribution, ...], other: tuple[Attribution, ...]) -> bool:
    """Return whether the delegations that want the one words are against the other, or the other way round."""
    sides = [_side(said, wants) for said in (one, other) for wants in ("supports", "objects")]
    return bool(sides[0] & sides[3] or sides[1] & sides[2])


def _side(said: tuple[Attribution, ...], wants: str) -> set[str]:
    return {name for each in said for name in each.parties if each.wants == wants}


# The tokens of a row.


def _tokens(row: str) -> list[Token]:
    # Nothing if any words are left over.
    code = pattern("PROPOSAL_CODE").fullmatch(row)
    if code and (named := parties(code["who"])):
        want = _WANTS["removes"] if code["objects"] else _SUPPORTS
        return [_token("WANT_OF", want), _token("PARTIES", _Said(named, ()))]
    tokens: list[Token] = []
    at = 0
    verbs = list(pattern("ATTRIBUTION_VERB").finditer(row))
    for verb, following in pairwise([*verbs, None]):
        assert verb is not None
        between = row[at : verb.start()]
        at = verb.end()
        want = _WANTS[next(name for name in _WANTS if verb[name])]
        after_verb = bool(tokens) and tokens[-1].type.startswith("WANT")
        if after_verb and pattern("BETWEEN_VERBS").fullmatch(between):
            # "proposes to delete", "opposes the deletion"
            last = tokens.pop()
            tokens.append(_token("WANT_BY" if verb["by"] else last.type, _both(last.value, want)))
            continue
        names = _names(between, bool(tokens))
        if names is None or not _is_matter(verb["matter"] or ""):
            return []
        tokens += names
        behind = row[at : following.start() if following else len(row)].strip(" .")
        if not verb["by"] and tokens and tokens[-1].type == "PART" and (not behind or behind[0] == ","):
            # "Chile, Peru, delete"
            tokens.pop()
        tokens.append(_token(_kind(verb, tokens), want))
    rest = _names(row[at:].rstrip("."), bool(tokens))
    return [] if rest is None else [*tokens, *rest]


def _kind(verb: re.Match[str], before: list[Token]) -> str:
    # A verb is about the names before it, unless it is the first word or a comma parts them: "G77, delete US, EU".
    if verb["by"]:
        return "WANT_BY"
    return "WANT" if before and before[-1].type == "PARTIES" else "WANT_OF"


def _token(kind: str, value: _Said | _Want) -> Token:
    token = Token(kind, "")
    token.value = value
    return token


def _both(first: _Want, second: _Want) -> _Want:
    if first.wants in ("reserves", "considers"):
        return first
    if first.wants == "supports" or second.wants not in ("objects", "supports"):
        return second
    if first.leaves_out:
        return first
    # To object to the deletion is to support the words.
    return _KEEPS if second.leaves_out else first


def _is_matter(words: str) -> bool:
    # "reserves on dues": what the verb is about names nobody, and says nothing else.
    if pattern("ATTRIBUTION_VERB").search(words):
        return False
    return not any(_table().longest_prefix(words[one.start() :]) for one in pattern("CAPITAL_WORD").finditer(words))


def _names(words: str, going_on: bool) -> list[Token] | None:
    # The tokens of what is between two verbs; None if it is more than names.
    first = pattern("FRONT_OF_NAMES").match(words)
    assert first is not None
    rest = words[first.end() :].rstrip(_EDGE)
    last = pattern("END_OF_NAMES").search(rest)
    named = rest[: last.start()].rstrip(_EDGE) if last else rest
    before = [Token("PART", ",")] if going_on and first["joint"] else []
    behind = [Token("PART", ",")] if last else []
    if not named:
        return before or behind
    behalf = pattern("ON_BEHALF").fullmatch(named)
    # Who speaks for a group says what the group wants.
    spoken_for = behalf is not None and bool(parties(behalf["speaker"]))
    known, unknown = parties_half_known(behalf["group"] if behalf and spoken_for else named)
    closed = pattern("NAMES_OF_GROUP").fullmatch(named) if not known else None
    if closed and (group := parties(closed["group"])):
        # "Canada, Norway (CANZ)"
        known, unknown = parties_half_known(closed["names"])
        known = tuple(dict.fromkeys((*known, *group))) if known else ()
    if not known:
        # "Zembla; Chad oppose": a row of its own may be a name that is in no list, if others are known.
        codes = pattern("STATE_CODE").fullmatch(named)
        members = (codes[0],) if codes else tuple(typed for _, typed in _table().in_list(named))
        if not members or not (codes or all(map(looks_like_a_name, members))):
            return None
        unknown = members
    return [*before, _token("PARTIES", _Said((*known, *unknown), unknown)), *behind]


# The names of a list.


@cache
def _table() -> Names:
    # Names that are known come first: "Guinea" stays what it is in English.
    return in_any_language(Names.default())


def _is_translated(name: str) -> bool:
    return Names.default().find(name) is None


def parties(words: str) -> tuple[str, ...]:
    """Return the delegations that a list names, or nothing if anything in it is no delegation."""
    names = _table()
    found: list[str] = []
    at = 0
    if pattern("ROW_OF_CODES").fullmatch(words) and (listed := _shown_by_list(words)):
        return listed
    while at < len(words):
        if found and pattern("OTHER_PARTIES").match(words, at):
            break
        article = pattern("NAME_ARTICLE").match(words, at)
        at = article.end() if article else at
        exercise = pattern("EXERCISE_PARTY").match(words, at)
        known = None if exercise else names.longest_prefix(words[at:])
        if known and _is_translated(words[at : at + known[1]]) and words[at : at + known[1]].islower():
            # A name that only another language has needs its capital: "(chili)" in an English draft is a spice.
            return ()
        item = pattern("ITEM_OF_LIST").match(words, at)
        if exercise:
            found.append(exercise[0])
            at = exercise.end()
        elif known:
            found.append(known[0].name)
            at += known[1]
        elif item and (code := names.find(item[0])):
            # A code that is also a word, CAN, is sure once nothing but it is between two commas.
            found.append(code.name)
            at = item.end()
        else:
            return _shown_by_list(words)
        proposal = pattern("PROPOSAL_NUMBER").match(words, at)
        between = pattern("BETWEEN_PARTIES").match(words, proposal.end() if proposal else at)
        if between is None:
            return _shown_by_list(words)
        at = between.end()
    return tuple(dict.fromkeys(found))


# A member of a list that may be a short code: J, IT, Can, Afr.Gr.
_CODE_IN_LIST = (
    r"(?:^|[,;/&+]\s*|\s(?:%BETWEEN_NAMES%)\s+)[A-Z][A-Za-z]{0,5}(?:\.\s?[A-Z]?[a-z]{0,4})*"
    r"\s*(?:$|[,;/&+]|\s(?:%BETWEEN_NAMES%)\s)"
)


def _shown_by_list(words: str) -> tuple[str, ...]:
    # "J/EU": a short code is a name where the list shows it. "Norway." alone may be a word of the text.
    if not compiled(_CODE_IN_LIST).search(words):
        return ()
    members = _members(words)
    known = [one.name for one, _ in members if one]
    is_list = len(members) > 1 or "." in words[:-1]
    return tuple(dict.fromkeys(known)) if is_list and len(known) == len(members) else ()


def _members(words: str) -> tuple[tuple[Delegation | None, str], ...]:
    # In a row of codes of two letters with a state each is a state: in "AU, NZ" the first is no African Union.
    row = pattern("ROW_OF_CODES").fullmatch(words)
    known = [_table().list_member(code) for code in re.findall("[A-Z]{2}", words)] if row else []
    return _table().in_list(words, codes=any(one and one.kind == "state" for one in known))


def parties_half_known(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the delegations that a list names, and its other names as typed; both empty if it is no list of names.

    >>> parties_half_known("EU, Ruritania and J"), parties_half_known("EU, see annex 2")
    ((('EU', 'Japan'), ('Ruritania',)), ((), ()))
    """
    whole = parties(words)
    if whole:
        return whole, ()
    members = _members(words)
    known = tuple(dict.fromkeys(one.name for one, _ in members if one))
    unknown = tuple(dict.fromkeys(typed for one, typed in members if not one))
    return (known, unknown) if known and all(map(looks_like_a_name, unknown)) else ((), ())


def members_of(words: str) -> tuple[str, ...]:
    """Return the members of a list of names as they are typed."""
    return tuple(typed for _, typed in _table().in_list(words))
