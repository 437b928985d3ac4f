"""How far a negotiation has come: what changed from draft to draft, and what each delegation got."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from bracketed.draft.draft import Draft, contested_words
from bracketed.draft.tree import Bracket
from bracketed.phrasing import counted, uncapitalised
from bracketed.positions.comments import positions as positions_of
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Positions
from bracketed.progress.accounts import Account, accounts, results
from bracketed.progress.articles import Articles, articles_of
from bracketed.progress.by_article import progress_by_article
from bracketed.progress.changes import BRACKET_KINDS, KINDS, Change, ChangeKind
from bracketed.progress.diff import Comparison, compare
from bracketed.progress.histories import Histories, histories
from bracketed.progress.trend import Trend
from bracketed.progress.unmarked import Unmarked, UnmarkedChanges, gravity, has_unknown_marks, unmarked
from bracketed.views import Bar, Block, ByArticle, Listing, Record, Several, Shorten, Table, View, flat

Measure: TypeAlias = Literal["brackets", "contested", "share"]
MEASURES: tuple[Measure, ...] = ("brackets", "contested", "share")
# So many changes are listed unasked.
_LISTED = 40
# Lines that the heads of a further step take.
_HEADS = 8
# Characters of the name of a draft that fit beside its figures.
_DRAFT_NAME = 16


@dataclass(frozen=True, slots=True)
class Stage:
    """The state of a draft: its name, its provisions and brackets, its words and how many of them are contested.

    Of the `brackets` some are `to_fill_in`: they offer no choice.
    """

    draft: str
    provisions: int
    brackets: int
    to_fill_in: int
    words: int
    contested: int

    @property
    def share(self) -> float:
        """The share of words that are in brackets, 0 to 1."""
        return self.contested / self.words if self.words else 0.0

    @classmethod
    def of(cls, name: str, provisions: int, brackets: Sequence[Bracket], words: int, contested: int) -> Stage:
        """Return the state of a draft, or of a part of it, that has these brackets."""
        blanks = sum(not bracket.is_choice for bracket in brackets)
        return cls(name, provisions, len(brackets), blanks, words, contested)

    def to_dict(self) -> dict[str, Any]:
        """Return the stage as plain values."""
        return {**asdict(self), "share": self.share}


@dataclass(frozen=True)
class Transition(View):
    """What changed from one draft to the next, in the order of the later one.

    Brackets that are unchanged are among the changes; provisions that are the same under the same label are not.
    """

    columns = (
        "what kind before after provision_before provision_after words_before words_after outcome option options words "
        "around sentence"
    )

    before: str
    after: str
    changes: tuple[Change, ...] = field(repr=False)

    def of(self, kind: ChangeKind, what: Literal["bracket", "provision"] = "bracket") -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if (change.what, change.kind) == (what, kind))

    def figures(self, one: Stage, two: Stage) -> str:
        """Return in a sentence how many brackets there were and are, and what part of the words they hold."""
        unchanged = len(self.of("unchanged"))
        blanks = (stage.to_fill_in for stage in (one, two))
        before, after = (f" ({number:,} of them to be filled in)" * bool(number) for number in blanks)
        return (
            f"{counted(one.brackets, 'bracket')} before{before}, {two.brackets:,} after{after}; "
            f"{unchanged:,} unchanged. "
            f"Words in brackets: {100 * one.share:.1f} % before, {100 * two.share:.1f} % after."
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the changes as plain values."""
        return [change.to_dict() for change in self.changes]

    def to_records(self) -> list[Record]:
        """Return one record a change."""
        return [flat(change) for change in self.to_dicts()]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield brackets and then provisions by what became of them; what is unchanged is left out."""
        for what in ("bracket", "provision"):
            rows = [
                [change.kind, Several(change.before), Several(change.after), change.beside_ids]
                for kind in KINDS
                for change in self.changes
                if (change.what, change.kind) == (what, kind) and kind != "unchanged"
            ]
            if rows:
                yield Table((f"{what}s", "before", "after", "what became of it"), rows)

    def __repr__(self) -> str:
        counts = [f"{len(self.of(kind))} {kind}" for kind in BRACKET_KINDS if self.of(kind)]
        return f"<Transition {self.before!r} to {self.after!r}: {', '.join(counts) or 'no brackets'}>"


@dataclass(frozen=True, eq=False)
class Progress(ByArticle, View):
    """How far a negotiation has come over its `drafts`.

    `stages` give the state of each draft and `steps` what changed from each to the next.
    """

    columns = f"draft provisions brackets to_fill_in words contested share {' '.join(BRACKET_KINDS)}"

    drafts: tuple[Draft, ...] = field(repr=False)
    stages: tuple[Stage, ...]
    steps: tuple[Transition, ...]
    _comparisons: tuple[Comparison, ...] = field(repr=False)
    _positions: tuple[Positions, ...] | None = field(repr=False)
    # The part that is meant, and its provisions in each draft; None for all.
    _part: str = field(default="", repr=False)
    _inside: tuple[set[str], ...] | None = field(default=None, repr=False)

    @cached_property
    def histories(self) -> Histories:
        """What became of each bracket over all drafts: followed from draft to draft, and checked first against last."""
        steps = self._comparisons
        whole = steps[0] if len(steps) == 1 else compare(self.drafts[0], self.drafts[-1])
        found = histories(self.drafts, steps, whole, self.articles)
        if self._inside is None:
            return found
        provisions = [{bracket.id: bracket.provision for bracket in draft.brackets} for draft in self.drafts]
        inside = self._inside
        return found.only(lambda row: provisions[row.opened - 1][row.bracket] in inside[row.opened - 1])

    @cached_property
    def positions(self) -> tuple[Positions, ...]:
        """The positions of each draft; by default those of its comments."""
        return self._positions or tuple(positions_of(draft) for draft in self.drafts)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What each delegation won, conceded and still holds, by what it said of the draft before.

        Words outside brackets that delegations argue about count as brackets here, as everywhere else.
        """
        stances = self.positions
        comparisons = [
            self._comparisons[number] if not (one.implied or two.implied) else self._with_implied(number)
            for number, (one, two) in enumerate(itertools.pairwise(stances))
        ]
        return accounts(zip(comparisons, stances, strict=False), self.drafts[-1], stances[-1])

    @cached_property
    def unmarked(self) -> UnmarkedChanges:
        """What went from draft to draft although nothing shows it, and what came in that nobody had proposed.

        Where words went, it names who had supported them by the positions on the draft before.

        >>> import bracketed as bt
        >>> monday = bt.parse("1. Ports pay [high/low] dues every year.\\tComment by A. Clerk: Fiji - use “low”")
        >>> for row in bt.progress([monday, bt.parse("1. Ports pay [high] dues.")]).unmarked:
        ...     print(row.sentence)
        Option b of 1#1, “low”, is gone (supported by Fiji).
        In 1, “every year” is gone.
        """
        rows = []
        steps = zip(itertools.pairwise(self.drafts), self._comparisons, self.positions, strict=False)
        for number, (pair, comparison, stances) in enumerate(steps, 2):
            rows += unmarked(number, *pair, comparison.changes, stances)
        if self._inside is not None:
            rows = [row for row in rows if self._is_inside(row)]
        # The rows of each step are in order; the gravest of all steps come first.
        known = any(map(len, self.positions[:-1]))
        unknown = tuple(draft.name for draft in self.drafts if has_unknown_marks(draft))
        return UnmarkedChanges(tuple(sorted(rows, key=gravity)), len(self.drafts) > 2, known, unknown)

    def _is_inside(self, row: Unmarked) -> bool:
        assert self._inside is not None
        here, there = self._inside[row.draft - 2], self._inside[row.draft - 1]
        before, after = (row.place, row.counterpart) if row.direction == "went" else (row.counterpart, row.place)
        return before in here or after in there

    def _with_implied(self, number: int) -> Comparison:
        """Compare two drafts anew, with the brackets that comments imply."""
        one, two = self.drafts[number : number + 2]
        implied = [positions.implied for positions in self.positions[number : number + 2]]
        return compare(one, two, insert_implied(one.content, implied[0]), insert_implied(two.content, implied[1]))

    def pace(self, measure: Measure = "brackets") -> Trend | None:
        """Return the line through the numbers of brackets, of contested words, or through their share.

        None with fewer than three drafts, if the line does not fall, or if nothing is left.
        """
        return Trend.through([getattr(stage, measure) for stage in self.stages])

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a draft: its state, and what changed since the one before."""
        records: list[dict[str, Any]] = []
        for number, stage in enumerate(self.stages):
            step = self.steps[number - 1] if number else None
            records.append(
                {
                    **stage.to_dict(),
                    **{kind: len(step.of(kind)) if step else None for kind in BRACKET_KINDS},
                }
            )
        return records

    @cached_property
    def articles(self) -> Articles:
        """The articles, or other main parts, of all drafts, each paired with its counterpart in the next."""
        return articles_of(self.drafts, self._comparisons)

    def by_article(self) -> View:
        """Return one row for each article, or other main part, in each draft: see `bracketed.progress.by_article`.

        >>> import bracketed as bt
        >>> drafts = [bt.parse(f"Article 1 (Aims)\\n\\n1. All {words}.") for words in ("[shall/may] plan", "may plan")]
        >>> for row in bt.progress(drafts).by_article().to_dicts():
        ...     print(row["article"], row["number"], row["brackets"], row["closed"])
        Article 1 (Aims) 1 1 None
        Article 1 (Aims) 2 0 1
        """
        if self._inside is not None:
            rows = [{"article": self._part, **record} for record in self.to_records()]
            return Listing(rows, rows, [*self.to_blocks()], f"article {self.columns}")
        return progress_by_article(self.articles, self.drafts, [step.changes for step in self.steps])

    def to_dicts(self) -> Record:
        """Return the drafts, and the line through each measure, as plain values."""
        trends = {measure: self.pace(measure) for measure in MEASURES}
        return {
            "drafts": self.to_records(),
            "pace": {measure: trend.to_dict() if trend else None for measure, trend in trends.items()},
        }

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield where each draft is and what changed since the one before, with lines through the points."""
        # What did not change is the rest.
        kinds = BRACKET_KINDS[:-1]
        names = [stage.draft for stage in self.stages]
        # Beside so many figures there is no room for long names.
        apart = max(map(len, names)) > _DRAFT_NAME
        rows = []
        for number, row in enumerate(self.to_records(), 1):
            changed = ["" if row[kind] is None else f"{row[kind]:,}" for kind in kinds]
            share = Bar(f"{100 * row['share']:.1f} %", row["share"])
            figures = [f"{row['brackets']:,}", f"{row['contested']:,}", share, *changed]
            rows.append([str(number), *[row["draft"]] * (not apart), *figures])
        yield Table(("", *["draft"] * (not apart), "brackets", "words in them", "share", *kinds), rows)
        if apart:
            yield f"Drafts: {', '.join(f'{number} {name}' for number, name in enumerate(names, 1))}."
        measures: dict[str, Measure] = {"Brackets": "brackets", "Words in them": "contested"}
        for name, measure in measures.items():
            if trend := self.pace(measure):
                yield f"{name}: {uncapitalised(trend.sentence)}"

    def within(self, label: str) -> Progress:
        """Return how far one part of the drafts has come: its state in each, and what changed in it.

        Args:
            label: the label or the title of the part. An article is followed from the earliest draft that has one of
                this name, whatever its number is later; of another part, a draft without it has nothing in it.

        Raises:
            UnknownNameError: no draft has such a part.

        >>> import bracketed as bt
        >>> drafts = [bt.parse(f"Article 1\\n\\n1. Towns [shall/should] plan.\\n\\nArticle 2\\n\\n1. They {words}.")
        ...           for words in ("[may] meet", "meet")]
        >>> [len(bt.progress(drafts).within(article).steps[0].of("closed")) for article in ("Article 1", "Article 2")]
        [0, 1]
        """
        parts = self.articles.named(label)
        inside = [
            {provision.label for provision in draft.provisions if part and part.span.holds(provision.span)}
            for draft, part in zip(self.drafts, parts, strict=True)
        ]
        stages = tuple(
            Stage.of(
                stage.draft,
                len(labels),
                [one for one in draft.brackets if part and part.span.start <= one.span.start < part.span.end],
                *((part.words, part.contested) if part else (0, 0)),
            )
            for draft, stage, labels, part in zip(self.drafts, self.stages, inside, parts, strict=True)
        )
        steps = tuple(
            replace(
                step,
                changes=tuple(
                    change
                    for change in step.changes
                    if change.provision_before in before or change.provision_after in after
                ),
            )
            for step, (before, after) in zip(self.steps, itertools.pairwise(inside), strict=True)
        )
        return replace(self, stages=stages, steps=steps, _part=label, _inside=tuple(inside))

    @property
    def changes(self) -> Changes:
        """All changes from draft to draft, one row each; people read a summary of them first."""
        return Changes(self)

    @property
    def results(self) -> Listing:
        """The accounts as a table: a row for each bracket that a delegation won, conceded, was met on or holds."""
        return results(self.accounts, [stage.draft for stage in self.stages])

    def __repr__(self) -> str:
        brackets = ", ".join(str(stage.brackets) for stage in self.stages)
        return f"<Progress over {len(self.stages)} drafts: {brackets} brackets>"


@dataclass(frozen=True, eq=False)
class Changes(View):
    """All changes from draft to draft: as values one row each, for people a summary and then the rows.

    The summary says what went without a mark, how far the drafts have come, and what became of how many brackets in
    each part. The rows follow if they are `listed`; by default, if they are few.
    """

    columns = Transition.columns

    progress: Progress
    listed: bool | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the changes as plain values; of several drafts each says in which one it came."""
        steps = self.progress.steps
        # Of two drafts everybody knows which is the later one.
        several = len(steps) > 1
        return [
            {"draft": number, **change} if several else change
            for number, step in enumerate(steps, 2)
            for change in step.to_dicts()
        ]

    def to_records(self) -> list[Record]:
        """Return one record a change."""
        return [flat(change) for change in self.to_dicts()]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the summary, and what has become of each bracket and each provision."""
        steps, stages = self.progress.steps, self.progress.stages
        several = len(steps) > 1
        yield self.progress.unmarked.in_short
        figures = [
            f"{f'{step.before} to {step.after}: ' * several}{step.figures(one, two)}"
            for step, one, two in zip(steps, stages, stages[1:], strict=False)
        ]
        yield "\n".join(figures)
        parts = [*self.progress.by_article().to_blocks()]
        # Of one part alone all has been said.
        yield from parts if any(isinstance(block, Table) and len(block.rows) > 1 for block in parts) else ()
        changed = sum(change.kind != "unchanged" for step in steps for change in step.changes)
        few = changed + _HEADS * (len(steps) - 1) <= _LISTED
        if self.listed or (self.listed is None and (few or shorten is str)):
            for step in steps:
                yield from [f"── {step.before} to {step.after}"] * several
                yield from step.to_blocks(shorten)
        else:
            yield f"{counted(changed, 'change')} in all: --all lists them, --article LABEL those of one part."


def progress(drafts: Iterable[Draft], positions: Sequence[Positions] | None = None) -> Progress:
    """Return what changed from draft to draft of one text.

    Provisions are recognised although they are renumbered, moved, split or merged, and brackets by their words and
    their surroundings. Whichever of two drafts comes first, the changes are the same, the other way round.

    Args:
        drafts: the drafts of one text, the earliest first.
        positions: those of each draft; by default those in its comments. Only `accounts` and `unmarked` need them.

    Raises:
        ValueError: there are fewer than two drafts, or not as many positions as drafts.

    >>> import bracketed as bt
    >>> monday = bt.parse("1. Parties [shall/should] report.\\n2. They meet [twice].")
    >>> tuesday = bt.parse("1. The Forum is open.\\n2. Parties should report.\\n3. They meet [twice].")
    >>> for change in bt.progress([monday, tuesday]).steps[0].changes:
    ...     print(change.sentence)
    Provision 1 was added: “The Forum is open”.
    Provision 1 is 2 now.
    1#1 was closed with option b, “should”.
    Provision 2 is 3 now.
    2#1 is unchanged and is 3#1 now.
    """
    drafts = tuple(drafts)
    if len(drafts) < 2:
        raise ValueError(f"progress needs two drafts or more; got {len(drafts)}")
    if positions is not None and len(positions) != len(drafts):
        raise ValueError(f"there are {len(drafts)} drafts, but positions of {len(positions)}")
    comparisons = tuple(itertools.starmap(compare, itertools.pairwise(drafts)))
    names = [draft.name for draft in drafts]
    return Progress(
        drafts,
        tuple(map(_stage, drafts)),
        tuple(Transition(*pair, one.changes) for pair, one in zip(itertools.pairwise(names), comparisons, strict=True)),
        comparisons,
        tuple(positions) if positions is not None else None,
    )


def _stage(draft: Draft) -> Stage:
    contested, words = contested_words(draft)
    return Stage.of(draft.name, len(draft.provisions), draft.brackets, words, contested)
