"""A change from one draft to the next: what has become of a bracket or of a provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

from bracketed.draft.tree import OMIT
from bracketed.draft.wording import in_sentence
from bracketed.phrasing import joined_and
from bracketed.views import values_of

ChangeKind: TypeAlias = Literal[
    "opened",
    "closed",
    "narrowed",
    "widened",
    "moved",
    "split",
    "merged",
    "unchanged",
    "added",
    "removed",
    "renumbered",
    "reworded",
]
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
# What may become of a bracket; the others are for provisions alone.
BRACKET_KINDS = KINDS[: KINDS.index("unchanged") + 1]
Outcome: TypeAlias = Literal["", "kept", "omitted", "alternative", "new wording"]

# Looking back from the later draft: the other kinds stay what they are.
_MIRRORED: dict[ChangeKind, ChangeKind] = {
    "opened": "closed",
    "narrowed": "widened",
    "split": "merged",
    "added": "removed",
}
_MIRRORED |= {after: before for before, after in _MIRRORED.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a bracket or a provision (`what`) from one draft to the next.

    `before` are the ids of the brackets, or the labels of the provisions, in the earlier draft and `after` those in the
    later one; `provision_before` and `provision_after` are the labels of where it is, or would be.
    `words_before` and `words_after` are the bracket as written; of one that was closed, `words_after` are the words
    that are there now, and of one that was opened, `words_before` are those that were at its place.

    `outcome` says how a bracket was closed: `kept` and `omitted` (words that might be left out), `alternative` or
    `new wording`; `option` is the letter that was taken, or `omit`, and of new wording the option that it is near to,
    if there is one. Of a bracket that was opened the two say the same of the words that were there. `options` are
    the letters of the options that went (narrowed, in the earlier draft) or came (widened, in the later one), and
    `words` the words that went or came, option by option. `around` is the option around a bracket that was left out
    with it, as `4#1 a`, else "".
    """

    what: Literal["bracket", "provision"]
    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    provision_before: str = ""
    provision_after: str = ""
    words_before: str = ""
    words_after: str = ""
    outcome: Outcome = ""
    option: str = ""
    options: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    around: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether a bracket was left out with its whole provision, which has no counterpart in the later draft."""
        return self.kind == "closed" and self.outcome == "omitted" and not self.provision_after

    def mirrored(self) -> Change:
        """Return the change as it is when the later draft is taken for the earlier one.

        >>> Change("bracket", "opened", (), ("4#1",), "4", "4", "", "[shall]", "omitted", "omit").mirrored().kind
        'closed'
        """
        # The outcome stays: of what was opened it says what was there.
        return replace(
            self,
            kind=_MIRRORED.get(self.kind, self.kind),
            before=self.after,
            after=self.before,
            provision_before=self.provision_after,
            provision_after=self.provision_before,
            words_before=self.words_after,
            words_after=self.words_before,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {**values_of(self), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """The change in plain words."""
        names, later = joined_and(self.before or self.after), joined_and(self.after or self.before)
        was = "was" if len(self.before or self.after) == 1 else "were"
        now = "" if not self.after or self.after == self.before else f" and is {later} now"
        if self.what == "provision":
            names = f"{'Provision' if was == 'was' else 'Provisions'} {names}"
        if self.kind in ("split", "merged"):
            return f"{names} {was} {self.kind} into {later}."
        if self.kind == "moved":
            return f"{names} has moved{now or (' in its provision' if self.what == 'bracket' else '')}."
        if self.kind == "renumbered":
            return f"{names} is {later} now."
        how = {
            "opened": f"{in_sentence(self.words_after)} {self._instead()}",
            "narrowed": f"{_listed(self.options, self.words, 'went')}{now}",
            "widened": f"{_listed(self.options, self.words, 'came in')}{now}",
            "reworded": _exchanged(self.words_before, self.words_after),
            "added": in_sentence(self.words_after),
            "removed": in_sentence(self.words_before),
        }
        if self.kind in how:
            outside = " outside its brackets" if self.kind == "reworded" and was == "was" else ""
            return f"{names} {was} {self.kind}{outside}: {how[self.kind]}."
        return f"{names} {f'was closed {self._how()}' if self.kind == 'closed' else f'is unchanged{now}'}."

    @property
    def beside_ids(self) -> str:
        """The change in the words of a table, whose other columns have its kind and its ids."""
        names = self.before or self.after
        if len(names) > 1:
            return self.sentence
        words = self.sentence.removeprefix("Provision ").removeprefix(names[0]).lstrip()
        return words.removeprefix(f"was {self.kind}").lstrip(": ")

    def _how(self) -> str:
        if self.outcome == "kept":
            return f"by keeping {in_sentence(self.words_after or self.words_before)}"
        if self.around:
            return f"with the option around it, {self.around}: {in_sentence(self.words_before)}"
        if self.is_gone:
            return f"with its provision, which is gone: {in_sentence(self.words_before)}"
        if self.outcome == "omitted":
            return f"by leaving {in_sentence(self.words_before)} out"
        if self.outcome == "alternative":
            return f"with option {self.option}, {in_sentence(self.words_after)}"
        near = f", near to option {self.option}" if self.option else ""
        return f"by new wording, {in_sentence(self.words_after)}{near}, in place of {in_sentence(self.words_before)}"

    def _instead(self) -> str:
        if self.outcome == "omitted":
            return "is new"
        if self.outcome == "kept":
            return "was there without brackets"
        return f"in place of {in_sentence(self.words_before)}"


def _exchanged(before: str, after: str) -> str:
    if not before:
        return f"{in_sentence(after)} came in"
    return f"{in_sentence(before)} went" if not after else f"{in_sentence(after)} in place of {in_sentence(before)}"


def _listed(options: Sequence[str], words: Sequence[str], verb: str) -> str:
    parts = [in_sentence(text) for text in words if text]
    if OMIT in options:
        parts.append("leaving it out")
    return f"{joined_and(parts) if parts else 'an option'} {verb}"
