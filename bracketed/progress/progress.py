"""How far a negotiation has come: what changed from draft to draft, and what each delegation got."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bracketed.draft.draft import Draft, contested_words
from bracketed.positions.comments import positions as positions_of
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Positions
from bracketed.progress.accounts import Account, accounts
from bracketed.progress.changes import BRACKET_KINDS, Change, ChangeKind
from bracketed.progress.diff import Told, tell
from bracketed.progress.trend import Pace
from bracketed.views import frame, html

if TYPE_CHECKING:
    import pandas as pd

Measure: TypeAlias = Literal["brackets", "contested", "share"]
MEASURES: tuple[Measure, ...] = ("brackets", "contested", "share")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a draft stands: its name, its provisions and brackets, its words and how many of them are contested."""

    draft: str
    provisions: int
    brackets: int
    words: int
    contested: int

    @property
    def share(self) -> float:
        """The share of words that stand in brackets, 0 to 1."""
        return self.contested / self.words if self.words else 0.0


@dataclass(frozen=True)
class Transition:
    """What changed from one draft to the next, in the order of the later one.

    Brackets that are unchanged are among the changes; provisions that are the same under the same label are not.
    """

    before: str
    after: str
    changes: tuple[Change, ...] = field(repr=False)

    def of(self, kind: ChangeKind, what: Literal["bracket", "provision"] = "bracket") -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if (change.what, change.kind) == (what, kind))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the changes as plain values."""
        return [change.to_dict() for change in self.changes]

    def to_frame(self) -> pd.DataFrame:
        """Return the changes as a DataFrame, one row a change."""
        return frame(self.changes)

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        counts = [f"{len(self.of(kind))} {kind}" for kind in BRACKET_KINDS if self.of(kind)]
        return f"<Transition {self.before!r} to {self.after!r}: {', '.join(counts) or 'no brackets'}>"


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a negotiation has come over its `drafts`.

    `stages` tell where each draft stands and `steps` what changed from each to the next.
    """

    drafts: tuple[Draft, ...] = field(repr=False)
    stages: tuple[Stage, ...]
    steps: tuple[Transition, ...]
    _told: tuple[Told, ...] = field(repr=False)
    _positions: tuple[Positions, ...] | None = field(repr=False)

    @cached_property
    def positions(self) -> tuple[Positions, ...]:
        """The positions of each draft; by default those that its comments tell."""
        return self._positions or tuple(positions_of(draft) for draft in self.drafts)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What each delegation won, conceded and still holds, by what it said of the draft before.

        Words outside brackets that delegations argue about count as brackets here, as everywhere else.
        """
        stances = self.positions
        told = [
            self._told[number] if not (one.implied or two.implied) else self._tell(number)
            for number, (one, two) in enumerate(itertools.pairwise(stances))
        ]
        return accounts(zip(told, stances, strict=False), self.drafts[-1], stances[-1])

    def _tell(self, number: int) -> Told:
        """Tell a step anew, with the brackets that comments imply."""
        one, two = self.drafts[number : number + 2]
        implied = [positions.implied for positions in self.positions[number : number + 2]]
        return tell(one, two, insert_implied(one.content, implied[0]), insert_implied(two.content, implied[1]))

    def pace(self, measure: Measure = "brackets") -> Pace | None:
        """Return the line through the numbers of brackets, of contested words, or through their share.

        None with fewer than three drafts, if the line does not fall, or if nothing is left.
        """
        return Pace.through([getattr(stage, measure) for stage in self.stages])

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a draft: where it stands, and what changed since the one before."""
        records: list[dict[str, Any]] = []
        for number, stage in enumerate(self.stages):
            step = self.steps[number - 1] if number else None
            records.append(
                {
                    "draft": stage.draft,
                    "provisions": stage.provisions,
                    "brackets": stage.brackets,
                    "words": stage.words,
                    "contested": stage.contested,
                    "share": stage.share,
                    **{kind: len(step.of(kind)) if step else None for kind in BRACKET_KINDS},
                }
            )
        return records

    def to_frame(self) -> pd.DataFrame:
        """Return the progress as a DataFrame, one row a draft."""
        return frame(self)

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        brackets = ", ".join(str(stage.brackets) for stage in self.stages)
        return f"<Progress over {len(self.stages)} drafts: {brackets} brackets>"


def progress(drafts: Iterable[Draft], positions: Sequence[Positions] | None = None) -> Progress:
    """Return what changed from draft to draft of one text.

    Provisions are recognised although they are renumbered, moved, split or merged, and brackets by their words and
    their surroundings. Whichever of two drafts comes first, the same is told, the other way round.

    Args:
        drafts: the drafts of one text, the earliest first.
        positions: those of each draft; by default what its comments tell. They are looked at only for `accounts`.

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
    told = tuple(tell(one, two) for one, two in itertools.pairwise(drafts))
    names = [draft.name for draft in drafts]
    return Progress(
        drafts,
        tuple(map(_stage, drafts)),
        tuple(Transition(*pair, one.changes) for pair, one in zip(itertools.pairwise(names), told, strict=True)),
        told,
        tuple(positions) if positions is not None else None,
    )


def _stage(draft: Draft) -> Stage:
    contested, words = contested_words(draft)
    return Stage(draft.name, len(draft.provisions), len(draft.brackets), words, contested)
