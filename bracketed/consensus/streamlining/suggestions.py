"""Suggestions to streamline a draft, as people read them, and how they are carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from bracketed.consensus.streamlining.proposal import Kind, OpenQuestions, Proposal
from bracketed.consensus.streamlining.rereading import Rereading
from bracketed.draft.draft import Draft
from bracketed.draft.wording import cut_in_the_middle
from bracketed.errors import DraftError, UnknownNameError
from bracketed.markdown import without_marks
from bracketed.phrasing import counted, joined_and, quoted
from bracketed.positions.positions import Position, Positions
from bracketed.variants.edits import Edit
from bracketed.views import Answers, Block, Entries, Shorten

Claim: TypeAlias = Literal["same texts", "texts go", "one decision"]
KINDS: tuple[Kind, ...] = ("merge", "common", "drop", "flatten", "duplicate", "link")
_NAMES: Mapping[Kind, tuple[str, str]] = {
    "merge": ("bracket with options that read alike", "brackets with options that read alike"),
    "common": ("bracket with common words", "brackets with common words"),
    "drop": ("bracket with unwanted options", "brackets with unwanted options"),
    "flatten": ("nested bracket", "nested brackets"),
    "duplicate": ("paragraph that is there twice", "paragraphs that are there twice"),
    "link": ("link", "links"),
}


@dataclass(frozen=True, slots=True)
class Saving:
    """What a suggestion saves: brackets, options and words in them, or the words of a paragraph that is there twice.

    That words may be left out is an option.
    """

    brackets: int
    options: int
    words: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of a draft by which no delegation loses an option that it supports.

    `claim` is what was proved: `same texts`, the set of clean texts is the same; `texts go`, exactly those go that take
    an option of `gone` (of a duplicate, the paragraph itself); or `one decision`, nothing is changed and a link is
    offered. `ways` are how many ways there are and would be to settle these brackets. `moved` are the stances that
    would count on another option, and `idle` those of which nothing would be left: objections to what goes, and support
    of what would no longer be in brackets. `link` is the id of the link, `closes_with` the words of the one option that
    is left, and `edits` are the changes of the source.
    """

    id: str
    kind: Kind
    brackets: tuple[str, ...]
    provisions: tuple[str, ...]
    because: str
    before: str
    after: str
    saves: Saving
    claim: Claim
    ways: tuple[int, int]
    gone: tuple[tuple[str, str, str], ...] = ()
    moved: tuple[Position, ...] = ()
    idle: tuple[Position, ...] = ()
    link: str = ""
    closes_with: str = ""
    edits: tuple[Edit, ...] = field(repr=False, default=())

    @property
    def sentence(self) -> str:
        """Why and what, and what comes of it, in plain words."""
        return f"{self.because}. {self.proof}"

    @property
    def proof(self) -> str:
        """What was proved, and whose stances count on other options."""
        names = dict.fromkeys(row.delegation for row in self.moved if self.kind != "flatten")
        stances = f" The stances of {joined_and([*names])} count there." if names else ""
        return f"{self._texts}{stances}"

    @property
    def _texts(self) -> str:
        before, after = self.ways
        if self.claim == "same texts":
            return "The clean texts are the same."
        if self.claim == "one decision":
            return f"No words change; there are {after} ways to settle them, and not {before}."
        if self.kind == "duplicate":
            return "Every clean text loses the second, and keeps the first."
        if self.kind == "merge":
            return "The clean texts with the other wording go; each has one that reads alike."
        closed = f"; what stays is {quoted(self.closes_with)}, to which nobody objects" if self.closes_with else ""
        places = {id_ for id_, *_ in self.gone}
        return f"The clean texts with {'it' if len(self.gone) == len(places) else 'them'} go, and no others{closed}."

    def to_dict(self) -> dict[str, Any]:
        """Return the suggestion as plain values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "brackets": list(self.brackets),
            "provisions": list(self.provisions),
            "sentence": self.sentence,
            "before": self.before,
            "after": self.after,
            "saves": asdict(self.saves),
            "claim": self.claim,
            "ways": list(self.ways),
            "gone": [{"bracket": id_, "option": letter, "text": text} for id_, letter, text in self.gone],
            "moved": [*map(_stance, self.moved)],
            "idle": [*map(_stance, self.idle)],
            "link": self.link,
            "closes_with": self.closes_with,
        }


def _stance(row: Position) -> dict[str, str]:
    return {"delegation": row.delegation, "bracket": row.bracket, "option": row.option, "stance": row.stance}


@dataclass(frozen=True, eq=False)
class Streamlining(Answers[Suggestion]):
    """Suggestions to streamline a draft, in the order of the text; `apply` carries some of them out."""

    columns = "id kind brackets provisions claim saved_brackets saved_options saved_words before after sentence"

    rows: tuple[Suggestion, ...] = field(repr=False)
    draft: Draft = field(repr=False)
    positions: Positions = field(repr=False)
    proposals: Mapping[str, Proposal] = field(repr=False, default_factory=dict)

    def __getitem__(self, key: int | str) -> Suggestion:
        """Return a suggestion by its number or its id; UnknownNameError if there is no such id."""
        if isinstance(key, int):
            return self.rows[key]
        found = next((row for row in self.rows if row.id == key), None)
        if found is None:
            raise UnknownNameError("suggestion", key, [row.id for row in self.rows])
        return found

    def apply(self, *ids: str) -> tuple[Draft, Positions]:
        """Return the draft with some suggestions carried out, read again, and the positions on it.

        Their order does not matter. What else may be suggested then is found by `bracketed.streamline` anew.

        Args:
            ids: the ids of the suggestions.

        Raises:
            UnknownNameError: there is no suggestion with such an id.
            DraftError: two of them change the same words, one changes none, or the text would be read otherwise.

        >>> import bracketed as bt
        >>> draft = bt.parse("4. Parties [shall report annually/shall report every year].")
        >>> bt.streamline(draft).apply("common:4#1")[0].source
        '4. Parties shall report [annually/every year].'
        """
        chosen = [self[id_] for id_ in dict.fromkeys(ids)]
        for suggestion in chosen:
            if suggestion.kind == "link":
                raise DraftError(
                    f"{suggestion.id} changes no words; give its link to `variants`, or accept it with "
                    f"`bracketed links DRAFT --accept {suggestion.link}`"
                )
        edits = sorted((edit.span, suggestion.id) for suggestion in chosen for edit in suggestion.edits)
        for (one, first), (other, second) in pairwise(edits):
            if first != second and one.end >= other.start:
                raise DraftError(f"{first} and {second} change the same words; carry out one, then look again")
        made = [(self.proposals[suggestion.id], suggestion.edits) for suggestion in chosen]
        reread = Rereading(OpenQuestions(self.draft, self.positions), made)
        proofs = [reread.proof(proposal) for proposal, _ in made]
        otherwise = reread.is_read_otherwise(reread.lost)
        failed = [suggestion.id for suggestion, proof in zip(chosen, proofs, strict=True) if proof is None]
        if failed or otherwise:
            raise DraftError(
                f"{joined_and(failed or [*ids])} cannot be carried out like this, since the text would be read "
                "otherwise; carry out fewer at a time, or edit the text by hand"
            )
        return reread.draft, reread.carry(self.positions, [proof for proof in proofs if proof is not None])

    def edits(self, *ids: str) -> tuple[Edit, ...]:
        """Return the changes of the source that some suggestions make, in order."""
        return tuple(sorted((e for id_ in dict.fromkeys(ids) for e in self[id_].edits), key=lambda edit: edit.span))

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a suggestion."""
        return [
            {
                "id": row.id,
                "kind": row.kind,
                "brackets": list(row.brackets),
                "provisions": list(row.provisions),
                "claim": row.claim,
                "saved_brackets": row.saves.brackets,
                "saved_options": row.saves.options,
                "saved_words": row.saves.words,
                "before": row.before,
                "after": row.after,
                "sentence": row.sentence,
            }
            for row in self.rows
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield how many suggestions there are of each kind and what they save, and then each of them."""
        if not self.rows:
            yield "Nothing to streamline was found."
            return
        kinds = [(kind, [row for row in self.rows if row.kind == kind]) for kind in KINDS]
        found = [f"{len(rows)} {_NAMES[kind][len(rows) > 1]}" for kind, rows in kinds if rows]
        saved = [sum(getattr(row.saves, name) for row in self.rows) for name in ("brackets", "options", "words")]
        who = "It saves" if len(self.rows) == 1 else "Together they save"
        what = joined_and([counted(n, noun) for n, noun in zip(saved, ("bracket", "option", "word"), strict=True) if n])
        yield f"{counted(len(self.rows), 'suggestion')}: {joined_and(found)}." + (f" {who} {what}." if what else "")
        yield Entries("suggestion", [_lines(row) for row in self.rows])

    def __repr__(self) -> str:
        return f"<Streamlining: {counted(len(self.rows), 'suggestion')}>"


# Characters of a text before and after that a line shows, from both of its ends.
_SHOWN = 88
# Options that go of which the words are shown.
_NAMED = 3


def _lines(row: Suggestion) -> list[str]:
    lines = [f"{row.id}  {row.sentence}"]
    words = {text.casefold(): " ".join(text.split()) for _, _, text in reversed(row.gone) if text}
    if row.kind == "drop" and words and len(row.before) > _SHOWN:
        # What is the same on both sides would fill the lines; where no words go, only the signs do, and these show.
        return [*lines, *(f"  – {_both_ends(text)}" for text in [*reversed(words.values())][:_NAMED])]
    if row.before:
        lines.append(f"  – {_both_ends(row.before)}")
    if row.after:
        lines.append(f"  + {_both_ends(row.after)}")
    return lines


def _both_ends(text: str) -> str:
    return cut_in_the_middle(without_marks(text), _SHOWN)
