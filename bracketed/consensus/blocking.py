"""Which brackets block consensus, and who holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

from bracketed.consensus.scoring import names_by_stance, rows_in
from bracketed.consensus.support import Groups, SupportPerOption
from bracketed.draft.articles import count_cell, rows_of_articles, share_cell, table_by_article, words_in_brackets
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.errors import TooEntangledError, UnknownNameError
from bracketed.gc_pause import gc_paused
from bracketed.markdown import without_marks
from bracketed.phrasing import capitalised, counted, joined_or, quoted, shortened, some_of, uncapitalised
from bracketed.positions.positions import STANCES, Note, Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, ByArticle, Entries, Listing, Record, Several, Shorten, StyledLine, View

Status: TypeAlias = Literal["closable", "reserved", "blocking", "silent"]
# Of brackets that cannot be closed: the more urgent first.
OBSTRUCTED: tuple[Status, ...] = ("blocking", "reserved")
# The columns that say how many brackets of an article have which status.
_COLUMNS: dict[Status, str] = {
    "blocking": "deadlocked",
    "reserved": "reserved",
    "closable": "closable",
    "silent": "silent",
}
# So many names of holders have room in a row beside other figures.
_BESIDE = 3
# Names and groups of holders in a sentence, and brackets of a status that are shown in full: of more a few lines each.
_NAMED = 5
_FULL = 6
# Characters of the bracket in its sentence, in few lines and in full.
_SENTENCE = 60
_LONGEST = 200
# What each side on an option is called, by the field of `OptionSupport` that holds it.
SIDES = {
    "supports": "for",
    "accepts": "can live with it",
    "reservations": "reserved by",
    "objections": "against",
    "blocks": "red line",
}
# What each status is called; a stance that blocks is a red line, and not what a bracket is.
STATUS_WORDS: dict[Status, str] = {
    "blocking": "deadlocked",
    "reserved": "reserved",
    "closable": "can be closed now",
    "silent": "nobody has spoken on it",
}


@dataclass(frozen=True, slots=True)
class OptionSupport:
    """An option of a bracket: the delegations that support, accept, reserve on, object to or block it.

    `closable` says whether the bracket can be closed with it now: some variant takes it with nothing in its way.
    """

    letter: str
    text: str
    supports: tuple[str, ...]
    accepts: tuple[str, ...]
    reservations: tuple[str, ...]
    objections: tuple[str, ...]
    blocks: tuple[str, ...]
    closable: bool

    @property
    def sides(self) -> dict[str, tuple[str, ...]]:
        """The delegations on each side that has any, by what the side is called."""
        return {side: names for field_, side in SIDES.items() if (names := getattr(self, field_))}

    def to_dict(self) -> dict[str, Any]:
        """Return the values as plain data."""
        return {
            "letter": self.letter,
            "text": self.text,
            "supports": list(self.supports),
            "accepts": list(self.accepts),
            "reservations": list(self.reservations),
            "objections": list(self.objections),
            "blocks": list(self.blocks),
            "closable": self.closable,
        }


@dataclass(frozen=True, slots=True)
class BracketSupport:
    """The status of a bracket.

    `status` is `closable` if some option draws no objection and no reservation, `reserved` if one draws reservations
    only, `blocking` if every option draws an objection, and `silent` if nobody has spoken on it. Brackets that are
    linked are one choice, so stances on one count for all; `linked` names the others, and `nested` is how many brackets
    are in the options of all of them. `holders` are the delegations each of whom alone, by withdrawing, would make a
    bracket closable that is not. Where no single one can, `holder_groups` are the smallest groups who together can, and
    `holders` all who are in one of them; since a lifted reservation is the cheapest move, those groups are
    smaller in which fewer object. Groups that only free an option which nobody supports come last: `unasked` are these,
    if an option with support can be freed as cheaply. Where conditions can be met in very many ways not all
    are looked at: `complete` is False, and there may be other groups. `unread` are the comments on the bracket's
    provision that could not be read, `remarks` those that take no stance, as far as could be read: a silent bracket may
    be one of which they speak.
    """

    bracket: Bracket = field(repr=False)
    status: Status
    options: tuple[OptionSupport, ...] = field(repr=False)
    holder_groups: tuple[tuple[str, ...], ...]
    linked: tuple[str, ...] = ()
    nested: int = 0
    complete: bool = True
    unread: tuple[Diagnostic, ...] = field(repr=False, default=())
    remarks: tuple[Note, ...] = field(repr=False, default=())
    unasked: tuple[tuple[str, ...], ...] = ()

    @property
    def id(self) -> str:
        """The bracket's id."""
        return self.bracket.id

    @property
    def holders(self) -> tuple[str, ...]:
        """The delegations that hold the bracket, each alone or in one of the groups."""
        return tuple(dict.fromkeys(name for group in self.holder_groups for name in group))

    @property
    def is_doubtful(self) -> bool:
        """Whether the bracket is silent only as far as the comments on its provision could be read."""
        return self.status == "silent" and bool(self.unread or self.remarks)

    @property
    def sentence(self) -> str:
        """The status in a sentence."""
        if self.status == "silent":
            return f"{self.id}: {uncapitalised(self.remedy)}"
        if self.status == "closable":
            return f"{self.id}: {self.remedy}"
        return f"{self.id} is {STATUS_WORDS[self.status]}: {'; '.join(self._reasons())}. {self.remedy}"

    @property
    def remedy(self) -> str:
        """How the bracket can be closed now, or could be."""
        if self.is_doubtful:
            return f"Nobody's position could be read; {remarks_phrase(self.unread, self.remarks)}."
        if self.status == "silent":
            return "Nobody has spoken on it."
        if self.status == "closable":
            free = [option for option in self.options if option.closable]
            # What a delegation wants goes before what nobody has requested.
            asked = [option for option in free if option.supports] or free
            ways = joined_or([_way(option) for option in asked]).rstrip(",")
            others = [_way(option) for option in free if option not in asked]
            last = f"; or, though nobody supports it, by {joined_or(others).rstrip(',')}" if others else ""
            # Who wants another option does not object to this one, but loses by it.
            if any(option.supports for option in self.options) and not any(option.supports for option in free):
                last = ", though nobody supports that"
            return f"It can be closed by {ways}{last}."
        groups = [group for group in self.holder_groups if group not in self.unasked]
        can, when = ("can", "once") if self.status == "reserved" else ("could", "if")
        last = ""
        if self.unasked:
            last = f"; or, with an option that nobody supports, {when} {self._would(self.unasked)}"
        # With conditions there may be more groups than were tried.
        more = "" if self.complete else " Other groups may do, too; not all were looked at."
        return f"It {can} be closed {when} {self._would(groups)}{last}.{more}"

    def _would(self, groups: Sequence[Sequence[str]]) -> str:
        """Return what one of these groups would do."""
        named = [some_of(group, _NAMED) for group in groups[:_NAMED]]
        who = joined_or([*named, *["others"] * (len(groups) > _NAMED)])
        alone = len(groups[0]) == 1
        if self.status == "reserved":
            return f"{who} {'lifts its reservation' if alone else 'lift their reservations'}"
        return f"{who} gave way{'' if alone else ' together'}"

    def _reasons(self) -> Iterator[str]:
        """Yield for each option what is against it."""
        optional = len(self.options) == 2 and self.options[-1].letter == OMIT
        for option in self.options:
            kept = "keeping it" if optional else quoted(option.text)
            words = "leaving it out" if option.letter == OMIT else kept
            against = [f"reserved by {some_of(option.reservations, _NAMED)}"] if option.reservations else []
            against += [f"opposed by {some_of(option.objections, _NAMED)}"] if option.objections else []
            against += [f"a red line of {some_of(option.blocks, _NAMED)}"] if option.blocks else []
            # An option that draws no objection and yet cannot be taken is one that links rule out.
            yield f"{words} is {' and '.join(against) or 'ruled out by what it is linked with'}"

    @property
    def hangs(self) -> int:
        """How many brackets are settled with this one: itself, those it is linked with, and those inside them."""
        return 1 + len(self.linked) + self.nested

    def to_dict(self) -> dict[str, Any]:
        """Return the values as plain data."""
        return {
            "bracket": self.id,
            "status": self.status,
            "options": [option.to_dict() for option in self.options],
            "holders": list(self.holders),
            "holder_groups": [list(group) for group in self.holder_groups],
            "unasked": [list(group) for group in self.unasked],
            "complete": self.complete,
            "linked": list(self.linked),
            "hangs": self.hangs,
            "unread": [{"by": finding.by, "line": finding.line} for finding in self.unread],
            "remarks": [{"by": note.delegation or note.author, "line": note.line} for note in self.remarks],
        }


@dataclass(frozen=True)
class Blocking(ByArticle, Answers[BracketSupport]):
    """The status of every bracket of a space; brackets that no variant settles are not in it.

    Those that block come first, then those that are reserved: the more brackets hang on one, and the more delegations
    are in its way, the earlier. Then come those that can be closed and the silent ones, in reading order.
    """

    columns = (
        "bracket status letter text supports accepts reservations objections blocks closable against reserving holders "
        "hangs"
    )

    rows: tuple[BracketSupport, ...] = field(repr=False)
    draft: Draft = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __getitem__(self, id_: str) -> BracketSupport:
        """Return the status of a bracket, by its id; UnknownNameError if it is not among them."""
        for row in self.rows:
            if row.id == id_:
                return row
        raise UnknownNameError("bracket", id_, [row.id for row in self.rows])

    def of(self, *statuses: Status) -> tuple[BracketSupport, ...]:
        """Return the brackets with one of these statuses."""
        return tuple(row for row in self.rows if row.status in statuses)

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record an option: its bracket, the bracket's status, and the delegations on each side."""
        return [
            {
                "bracket": row.id,
                "status": row.status,
                **option.to_dict(),
                "against": len(option.objections) + len(option.blocks),
                "reserving": len(option.reservations),
                "holders": list(row.holders),
                "hangs": row.hangs,
            }
            for row in self.rows
            for option in row.options
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield how many brackets of each part have which status, and then those deadlocked, reserved and closable."""
        if len(self._in_article) > 1:
            yield from self.by_article().to_blocks()
        titles = {**STATUS_WORDS, "silent": "nobody has spoken on"}
        for status, title in titles.items():
            rows = self.of(status)
            doubtful = [row for row in rows if row.is_doubtful]
            if doubtful:
                yield f"No position could be read: {counted(len(doubtful), 'bracket')}"
                yield Entries("bracket", [[f"{row.id}: {row.remedy}"] for row in doubtful])
            rows = tuple(row for row in rows if not row.is_doubtful)
            if not rows:
                continue
            ids = f": {some_of([row.id for row in rows])}" if status == "silent" else ""
            choices = [] if status == "silent" else [*first_of_linked(rows)]
            # Linked brackets are listed once.
            alike = f" in {counted(len(choices), 'choice')}" if choices and len(choices) < len(rows) else ""
            yield StyledLine((capitalised(title), status), (f": {counted(len(rows), 'bracket')}{alike}{ids}", ""))
            told = _lines if len(choices) <= _FULL else _few_lines
            if choices:
                yield Entries("bracket", [[*told(row, self.draft, shorten)] for row in choices])

    def by_article(self) -> View:
        """Return how many brackets of each article, or other main part, have which status, and who holds them.

        `speaking` is the number of delegations that take a stance there, and `holders` are those that hold a bracket,
        those that hold most first.

        >>> import bracketed as bt
        >>> said = "UK – keep “shall”; USA – remove “shall”"
        >>> draft = bt.parse(f"Article 1 (Aims)\\n\\n1. Towns [shall] plan.\\tComment by A. Clerk: {said}")
        >>> (row,) = bt.blocking(bt.variants(draft), bt.positions(draft)).by_article().to_dicts()
        >>> row["article"], row["deadlocked"], row["closable"], row["holders"]
        ('Article 1 (Aims)', 1, 0, ['USA', 'UK'])
        """
        rows = [
            {**own, **_standings(self._in_article.get(name, ())), **words_in_brackets(part)}
            for name, part, own in rows_of_articles(self.draft.outline)
        ]
        # A column of noughts would only take room.
        statuses = [head for status, head in _COLUMNS.items() if self.of(status)]
        # Of many delegations only the number has room.
        few = all(row["holding"] <= _BESIDE for row in rows)
        cells = [
            [
                *(count_cell(row[name]) for name in statuses),
                share_cell(row),
                Several(row["holders"]) if few else count_cell(row["holding"]),
            ]
            if row["brackets"]
            else []
            for row in rows
        ]
        head = ("", *statuses, "in brackets", "held by")
        columns = f"article label title line brackets {' '.join(_COLUMNS.values())} speaking holding holders"
        blocks = [*table_by_article([row["article"] for row in rows], head, cells)]
        return Listing(rows, rows, blocks, f"{columns} words contested share", links=self.links)

    @cached_property
    def _in_article(self) -> dict[str, list[BracketSupport]]:
        found: dict[str, list[BracketSupport]] = {}
        for row in self.rows:
            found.setdefault(self.draft.article_of(row.bracket), []).append(row)
        return found

    def __repr__(self) -> str:
        counts = [
            f"{len(rows)} {status}" for status in get_args(Status) if (rows := self.of(status)) or status != "reserved"
        ]
        return f"<Blocking: {', '.join(counts)}>"


def _standings(rows: Sequence[BracketSupport]) -> Record:
    """Return how many brackets have which status, how many delegations speak on them, and who holds them."""
    count = Counter(row.status for row in rows)
    speaking = {name for row in rows for option in row.options for names in option.sides.values() for name in names}
    held = Counter(name for row in rows for name in row.holders)
    return {
        "brackets": len(rows),
        **{column: count[status] for status, column in _COLUMNS.items()},
        "speaking": len(speaking),
        "holding": len(held),
        "holders": [name for name, _ in held.most_common()],
    }


def first_of_linked(rows: Sequence[BracketSupport]) -> Iterator[BracketSupport]:
    """Yield the rows but for those that are linked with an earlier one: it is the same choice."""
    seen: set[str] = set()
    for row in rows:
        if row.id not in seen:
            yield row
        seen.update(row.linked)


def _few_lines(row: BracketSupport, draft: Draft, shorten: Shorten, longest: int | None = None) -> Iterator[str]:
    """Yield where a bracket is, how it can be closed, and its sentence in the draft."""
    linked = f" (one choice with {some_of(row.linked)})" if row.linked else ""
    yield StyledLine((row.id, "id"), (linked, ""), (_part(row, draft), "part"), (f": {row.remedy}", ""))
    yield _sentence(row, draft, _SENTENCE if longest is None else longest)


def _lines(row: BracketSupport, draft: Draft, shorten: Shorten) -> Iterator[str]:
    """Yield the same, and each option with its sides."""
    yield from _few_lines(row, draft, shorten, len(row.bracket.words) if shorten is str else _LONGEST)
    for option in row.options:
        text = "leave out" if option.letter == OMIT else f"{option.letter} {quoted(option.text, shorten)}"
        sides = [*option.sides.items()]
        if any(len(names) > _NAMED for _, names in sides):
            yield f"  {text}"
            yield from (Several(names, f"     {side}: ", alarming=side == SIDES["blocks"]) for side, names in sides)
            continue
        # A few names fit behind the words.
        told = [(f"{side}: {', '.join(names)}", "red line" if side == SIDES["blocks"] else "") for side, names in sides]
        between = [("; ", "")] * len(told)
        behind = [part for pair in zip(between, told, strict=True) for part in pair][1:]
        yield StyledLine((f"  {text}{' – ' * bool(behind)}", ""), *behind)


def _part(row: BracketSupport, draft: Draft) -> str:
    """Return the article or other part of the draft that a bracket is in, behind a dot; "" if it is in none."""
    part = draft.article_of(row.bracket)
    return "" if part == draft.outline.part_names[-1] else f" · {without_marks(part)}"


def _sentence(row: BracketSupport, draft: Draft, longest: int) -> StyledLine:
    """Return the sentence that a bracket is in, with its words marked; all of a provision is said to be so."""
    before, behind = beside_in_sentence(row, draft)
    words = without_marks(row.bracket.words)
    inside = shortened(words.removeprefix("[").removesuffix("]"), longest)
    alone = "" if before or behind or row.bracket.origin == "comment" else f"all of {row.bracket.provision}: "
    return StyledLine((f"  {alone}{before}", ""), (f"[{inside}]", "bracket"), (f"‹{row.id}›", "name"), (behind, ""))


def beside_in_sentence(row: BracketSupport, draft: Draft) -> tuple[str, str]:
    """Return what is before and behind a bracket in its sentence, without marks, with the blanks between them.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. The plan[s] of [all] ports, and [every] town.")
    >>> rows = bt.blocking(bt.variants(draft), bt.positions(draft))
    >>> beside_in_sentence(rows["4#1"], draft), beside_in_sentence(rows["4#3"], draft)
    (('The plan', ' of [all] ports, and [every] town.'), ('The plan[s] of [all] ports, and ', ' town.'))
    """
    around = draft.around(row.bracket)
    before, behind = map(without_marks, around)
    if row.bracket.span.start < row.bracket.span.end:
        gap, stop = around[0][-1:].isspace(), around[1][:1].isspace()
    else:
        # New words come with no blanks of their own.
        gap, stop = not before.endswith(("(", "[", "/", "-", "“", "‘")), behind[:1] not in (*",.;:!?)]/-”’",)
    return f"{before}{' ' * (gap and before != '')}", f"{' ' * (stop and behind != '')}{behind}"


@with_link_count
@gc_paused()
def blocking(space: Space, positions: Positions) -> Blocking:
    """Return for each bracket whether it can be closed now, and if not, who holds it.

    An option draws an objection if, whichever variant takes it, some delegation objects to it or blocks it: there, in
    a place that is linked with it, or under a condition that every such variant meets. A reservation is in the way
    in the same manner, and is counted apart.

    Args:
        space: which variants there are.
        positions: who takes which stance.

    Raises:
        TooEntangledError: conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> row = bt.blocking(bt.variants(draft), bt.positions(draft))["4#1"]
    >>> row.status, row.holders
    ('blocking', ('USA', 'UK'))
    >>> print(row.sentence)
    4#1 is deadlocked: keeping it is opposed by USA; leaving it out is opposed by UK. It could be closed if USA or UK
    gave way.
    """
    rows, ignored = rows_in(positions, space)
    return blocking_of(SupportPerOption(space, rows), positions, ignored)


def blocking_of(support: SupportPerOption, positions: Positions, ignored: tuple[Position, ...]) -> Blocking:
    """Return what `blocking` does, from the support per option, which other answers need too."""
    remarks_on = remarks_without_stance(positions)
    found = (
        replace(row, unread=remarks_on[row.bracket.provision][0], remarks=remarks_on[row.bracket.provision][1])
        if row.bracket.provision in remarks_on
        else row
        for row in support_of_brackets(support)
    )
    return Blocking(tuple(sorted(found, key=_urgency)), support.space.draft, ignored)


def obstructed(space: Space, positions: Positions) -> tuple[dict[Status, list[str]], list[str]]:
    """Return the brackets that block and those that are reserved, and those of which that cannot be determined.

    The latter are tied to too many others. To say this takes less than to say who holds a bracket: nothing is compiled.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> obstructed(bt.variants(draft, positions), positions)
    ({'blocking': ['4#1'], 'reserved': []}, [])
    """
    rows, _ = rows_in(positions, space)
    support = SupportPerOption(space, rows)
    # Where reservations are lifted, what is left in the way are objections.
    reservations = support.stances_in_the_way("reserves")
    found: dict[Status, list[str]] = {status: [] for status in OBSTRUCTED}
    untold = []
    for bracket in space.brackets:
        try:
            if support.blocks(bracket.id):
                is_reserved = support.closable(bracket.id, reservations)
                found["reserved" if is_reserved else "blocking"].append(bracket.id)
        except TooEntangledError:
            untold.append(bracket.id)
    return found, untold


def silent_brackets(space: Space, positions: Positions) -> list[str]:
    """Return the brackets on which nobody has spoken, nor on one that is the same choice.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report [yearly].\\tComment by UK: UK – keep “shall”")
    >>> silent_brackets(bt.variants(draft), bt.positions(draft))
    ['4#2']
    """
    rows, _ = rows_in(positions, space)
    support = SupportPerOption(space, rows)
    return [b.id for b in space.brackets if not any(support.rows_on(b.id, letter) for letter in b.letters)]


def _urgency(row: BracketSupport) -> tuple[int, int, int]:
    order = (*OBSTRUCTED, "closable", "silent").index(row.status)
    if row.status not in OBSTRUCTED:
        return order, 0, 0
    # Many hang on it, many object: what a chair can win most by comes first.
    against = {name for option in row.options for name in in_the_way(option)}
    return order, -row.hangs, -len(against)


def in_the_way(option: OptionSupport) -> tuple[str, ...]:
    """Return the delegations in the way of an option: they reserve on it, object to it or block it."""
    return *option.reservations, *option.objections, *option.blocks


def support_of_brackets(support: SupportPerOption) -> Iterator[BracketSupport]:
    """Yield the support of each bracket that some variant settles, in reading order."""
    for bracket in support.space.brackets:
        # Of a bracket inside words that links leave out no option is taken.
        taken = support.taken(bracket.id)
        if taken:
            yield _support_of(bracket, taken, support)


def _support_of(bracket: Bracket, taken: Sequence[str], support: SupportPerOption) -> BracketSupport:
    """Return the support of a bracket; `taken` are the options that some variant takes."""
    options: list[OptionSupport] = []
    found: list[tuple[bool, Groups]] = []
    silent = True
    for option in bracket.options:
        rows = support.rows_on(bracket.id, option.letter)
        silent = silent and not rows
        free = False
        if option.letter in taken:
            groups = support.smallest_groups(bracket.id, option.letter)
            found.append((support.is_asked_for(bracket.id, option.letter), groups))
            free = groups.cost == (0, 0)
        # On linked brackets a delegation may take the same stance several times.
        supports, accepts, reservations, objections, blocks = names_by_stance(rows, STANCES)
        sides = (supports, accepts, reservations, objections, blocks)
        options.append(OptionSupport(option.letter, option.text, *sides, free))
    linked = support.linked(bracket.id)
    nested = sum(support.nested[id_] for id_ in (bracket.id, *linked))
    # Each option has its own smallest groups; the bracket is held by the holders of the option that is easiest to free.
    least = min(groups.cost for _, groups in found)
    if silent or least == (0, 0):
        status: Status = "silent" if silent else "closable"
        return BracketSupport(bracket, status, tuple(options), (), linked, nested)
    status = "blocking" if least[0] else "reserved"
    cheapest = [(asked, group) for asked, groups in found if groups.cost == least for group in groups.groups]
    # A group is a set: it is one in any order of its names. What a delegation wants comes first.
    groups_by_members: dict[frozenset[str], tuple[bool, tuple[str, ...]]] = {}
    for asked, group in sorted(cheapest, key=lambda one: not one[0]):
        groups_by_members.setdefault(frozenset(group), (asked, group))
    unasked = tuple(group for asked, group in groups_by_members.values() if not asked)
    return BracketSupport(
        bracket,
        status,
        tuple(options),
        tuple(group for _, group in groups_by_members.values()),
        linked,
        nested,
        all(groups.complete for _, groups in found),
        unasked=unasked if len(unasked) < len(groups_by_members) else (),
    )


Remarks: TypeAlias = tuple[tuple[Diagnostic, ...], tuple[Note, ...]]
"""Comments that could not be read, and remarks that take no stance."""


def remarks_without_stance(positions: Positions) -> dict[str, Remarks]:
    """Return the comments that could not be read, and the remarks without a stance, by the label of their provision."""
    unread = positions.unread
    # A remark of a record has the record's name for its author.
    lines = {(finding.source, finding.line) for finding in unread}
    found: dict[str, tuple[list[Diagnostic], list[Note]]] = {}
    for finding in unread:
        found.setdefault(finding.provision, ([], []))[0].append(finding)
    for note in positions.notes:
        # A comment of which a part could not be read is named once.
        if not lines & {("", note.line), (note.author, note.line)}:
            found.setdefault(note.provision, ([], []))[1].append(note)
    return {provision: (tuple(findings), tuple(notes)) for provision, (findings, notes) in found.items()}


def remarks_phrase(unread: Sequence[Diagnostic], remarks: Sequence[Note]) -> str:
    """Return which comments on a provision were not understood, and which remarks take no stance."""
    parts = []
    if unread:
        comments = _sources("comment", [(finding.by, _place(finding)) for finding in unread])
        verb = "was" if len(unread) == 1 else "were"
        parts.append(f"{comments[0]} on this provision {verb} not understood{comments[1]}")
    if remarks:
        notes = _sources("remark", [(note.delegation or note.author, note.place) for note in remarks])
        parts.append(f"{notes[0]} on this provision {'takes' if len(remarks) == 1 else 'take'} no stance{notes[1]}")
    return ", and ".join(parts)


def _place(finding: Diagnostic) -> str:
    return " of ".join(filter(None, (finding.place, finding.source)))


def _sources(noun: str, places: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return comments with the names of their authors, and in parentheses the lines or pages that they are on."""
    names = [*dict.fromkeys(name for name, _ in places if name)]
    found = [*dict.fromkeys(place for _, place in places if place)]
    where = some_of(found) if found else ""
    for unit in ("line", "page"):
        if len(found) > 1 and all(place.startswith(f"{unit} ") for place in found):
            where = f"{unit}s {some_of([place.removeprefix(f'{unit} ') for place in found])}"
    authors = f" of {some_of(names)}" if names else ""
    return (
        f"a {noun}{authors}" if len(places) == 1 else f"{noun}s{authors}",
        f" ({where})" if where else "",
    )


def _way(option: OptionSupport) -> str:
    if option.letter == OMIT:
        return "leaving the words out"
    return f"option {option.letter}, {quoted(option.text)}"
