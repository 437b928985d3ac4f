"""What became of each bracket over a run of drafts.

Brackets are followed from draft to draft. The first draft and the last are compared directly as well, since a bracket
may be lost where one draft is rewritten and the next one returns to the old words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, get_args

from bracketed.draft.draft import Draft
from bracketed.draft.tree import Bracket
from bracketed.draft.wording import in_sentence
from bracketed.phrasing import counted, joined_and, shortened
from bracketed.progress.articles import Articles
from bracketed.progress.changes import Change
from bracketed.progress.diff import Comparison
from bracketed.views import Answers, Block, Record, Shorten, Table, values_of

Fate: TypeAlias = Literal[
    "open", "narrowed", "widened", "split", "merged", "closed", "kept", "reworded", "omitted", "gone"
]
FATES: tuple[Fate, ...] = get_args(Fate)
# Those of a bracket that is still there; of several changes the first of these is its fate.
_CHANGED: tuple[Fate, ...] = ("split", "merged", "narrowed", "widened")
_STILL_THERE: tuple[Fate, ...] = ("open", *_CHANGED)
_TAKEN = ("closed", "kept")
_LEFT_OUT = ("omitted", "gone")

# So many parts, and so many brackets, are shown; a screen has no room for more.
_PARTS = 24
_SHOWN = 12
_WORDS = 48


@dataclass(frozen=True, slots=True)
class History:
    """What became of one bracket.

    `ids` are its ids, one a draft, "" where it is not there; `bracket` is the first of them, and `opened` the number of
    the first draft that has it, counted from 1. `fate` is `open`, `narrowed`, `widened`, `split` or `merged` if
    the last draft still has it. Else it was `closed` with one of its options, its words were `kept` or `omitted`, it
    was `reworded`, or is `gone` with its provision. `option` is the letter that was taken, `omit` for what was left
    out, and of new wording the option that it is near to, if there is one: a letter of the draft before. `closed` is
    the number of the draft in which it was closed, and `now` the words that are there then, in `provision`; of an
    open bracket, its words in the last draft. `around` is the option around it, as `4#1 a`, if it went with that.

    Where following it from draft to draft and comparing the first draft with the last give two fates, `shown` says
    which is given here (`steps` or `direct`), and `otherwise` what the other way gives; else `otherwise` is "".
    """

    bracket: str
    ids: tuple[str, ...]
    opened: int
    fate: Fate
    option: str
    closed: int | None
    words: str
    now: str
    provision: str
    shown: Literal["steps", "direct"] = "steps"
    otherwise: str = ""
    around: str = ""

    @property
    def fate_in_words(self) -> str:
        """The fate as people say it: “closed to option b”, “gone with its provision”."""
        return _in_words(self.fate, self.option, self.now, around=self.around)

    @property
    def sentence(self) -> str:
        """The history in plain words."""
        named = f"{self.bracket} ({in_sentence(self.words)})" if self.words else self.bracket
        if self.closed is None:
            last = self.ids[-1]
            known = "" if last == self.bracket else f", as {last}"
            told = "is open" if self.fate == "open" else f"was {self.fate} and is open"
            said = f"{named} {told} in draft {len(self.ids)}{known}."
        else:
            verb = "is" if self.fate == "gone" else "was"
            said = f"{named} {verb} {_in_words(self.fate, self.option, self.now, self.closed, self.around)}."
        if not self.otherwise:
            return said
        way = "From draft to draft" if self.shown == "direct" else "Compared directly, first and last"
        return f"{said} {way}, it was {self.otherwise}."

    def to_dict(self) -> dict[str, Any]:
        """Return the history as plain values."""
        return {**values_of(self), "sentence": self.sentence}


@dataclass(frozen=True, eq=False)
class Histories(Answers[History]):
    """The histories of all brackets of a run of drafts, in the order in which they first occur."""

    rows: tuple[History, ...] = field(repr=False)
    drafts: tuple[str, ...] = ()
    # The part that each bracket first is in.
    parts: Mapping[tuple[int, str], str] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> str:  # type: ignore[override]
        """The head of the flat table: the ids are in a column for each draft."""
        ids = " ".join(f"draft_{number}" for number in range(1, len(self.drafts) + 1))
        return f"bracket opened fate option closed words now provision {ids} shown otherwise around sentence"

    def of(self, *fates: Fate) -> tuple[History, ...]:
        """Return the histories with one of some fates."""
        return tuple(row for row in self.rows if row.fate in fates)

    def __getitem__(self, bracket: str) -> History:
        """Return the history of a bracket by its id in the first draft that has it.

        Raises:
            KeyError: no bracket has this id there.
        """
        for row in self.rows:
            if row.bracket == bracket:
                return row
        raise KeyError(bracket)

    def to_records(self) -> list[Record]:
        """Return one record a bracket."""
        records = []
        for row in self.rows:
            record = row.to_dict()
            ids = {f"draft_{number}": id_ for number, id_ in enumerate(record.pop("ids"), 1)}
            records.append({name: {**record, **ids}[name] for name in self.columns.split()})
        return records

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield how many brackets had which fate, the same for each part, and some of those that were decided."""
        yield self.summary
        fates = [fate for fate in FATES if any(row.fate == fate for row in self.rows)]
        if rows := self._by_part(fates):
            yield Table(("", *fates), rows)
        decided = [row for row in self.rows if row.fate in ("closed", "kept", "reworded") and row.option != "omit"]
        if decided:
            heads = ("decided", *(("in draft",) if len(self.drafts) > 2 else ()), "as", "words now")
            yield Table(heads, [self._shown(row, shorten) for row in decided[:_SHOWN]])
        if len(decided) > _SHOWN:
            yield f"{counted(len(decided) - _SHOWN, 'more bracket')} decided; all are in CSV, JSON and `to_frame()`."
        if unsure := [row.bracket for row in self.rows if row.otherwise]:
            listed = joined_and(unsure[:_SHOWN])
            more = f" and {len(unsure) - _SHOWN} more" if len(unsure) > _SHOWN else ""
            yield (
                f"Followed from draft to draft and compared directly, first and last, "
                f"{counted(len(unsure), 'bracket')} had two fates: {listed}{more}."
            )

    @property
    def summary(self) -> str:
        """How many brackets had which fate, in one sentence."""
        found = Counter(row.fate for row in self.rows)
        within = sum(row.fate == "gone" and bool(row.around) for row in self.rows)
        alone = found["gone"] - within
        there = sum(found[fate] for fate in _STILL_THERE)
        said = (
            (there, "still open"),
            (found["closed"], f"closed to one of {'its' if found['closed'] == 1 else 'their'} options"),
            (found["kept"], "kept"),
            (found["reworded"], "reworded"),
            (found["omitted"], "left out"),
            (within, f"gone with the option around {'it' if within == 1 else 'them'}"),
            (alone, f"gone with {'its' if alone == 1 else 'their'} provision"),
        )
        parts = [f"{number:,} {words}" for number, words in said if number]
        head = f"{counted(len(self.rows), 'bracket')} in {len(self.drafts)} drafts"
        return f"{head}: {joined_and(parts)}." if parts else f"{head}."

    def _by_part(self, fates: Sequence[Fate]) -> list[list[str]]:
        """Return a row a part; those with few brackets are counted together where there are many parts."""
        found: dict[str, Counter[Fate]] = {}
        for row in self.rows:
            found.setdefault(self.parts.get((row.opened, row.bracket), ""), Counter())[row.fate] += 1
        if len(found) < 2:
            return []
        large = sorted(found, key=lambda name: -found[name].total())[: _PARTS if len(found) > _PARTS else None]
        rows = [[name, *_numbers(count, fates)] for name, count in found.items() if name in large]
        rest = Counter[Fate]()
        for name, count in found.items():
            if name not in large:
                rest.update(count)
        return [*rows, [f"{len(found) - len(large)} other parts", *_numbers(rest, fates)]] if rest else rows

    def _shown(self, row: History, shorten: Shorten) -> list[str]:
        draft = [str(row.closed)] if len(self.drafts) > 2 else []
        how = row.fate if row.fate != "closed" else f"option {row.option}"
        near = f", near {row.option}" if row.fate == "reworded" and row.option else ""
        return [row.bracket, *draft, f"{how}{near}", shortened(shorten(row.now), _WORDS)]

    def __repr__(self) -> str:
        return f"<Histories: {self.summary.removesuffix('.')}>"


def _numbers(counts: Counter[Fate], fates: Sequence[Fate]) -> list[str]:
    return [str(counts[fate] or "") for fate in fates]


def _in_words(fate: Fate, option: str, now: str, draft: int | None = None, around: str = "") -> str:
    """Return a fate as people say it, and in which draft it came if that is known."""
    then = f" in draft {draft}" if draft else ""
    match fate:
        case "open":
            return "kept open"
        case "closed":
            return f"closed to option {option}, {in_sentence(now)},{then}".rstrip(",")
        case "kept":
            return f"kept, as {in_sentence(now)},{then}".rstrip(",") if now else f"kept{then}"
        case "reworded":
            near = f" (near to option {option})" if option else ""
            return f"reworded to {in_sentence(now)}{near}{then}"
        case "omitted":
            return f"left out{then}"
        case "gone":
            with_ = f"the option around it, {around}," if around else "its provision"
            return f"gone with {with_}{then.replace(' in', ' since')}".removesuffix(",")
    return fate


@dataclass(frozen=True, slots=True)
class _Ending:
    """The end of a bracket by one way of following it."""

    fate: Fate
    option: str = ""
    now: str = ""
    provision: str = ""
    draft: int | None = None
    # Its id in the last draft, if it is still there.
    last: str = ""
    around: str = ""


@dataclass(slots=True)
class _Trail:
    """A bracket as it is followed: its id in each draft so far, what befell it, and which options are which."""

    opened: int
    bracket: Bracket
    ids: list[str]
    letters: dict[str, str]
    kinds: list[str] = field(default_factory=list)
    closing: Change | None = None


def histories(drafts: Sequence[Draft], steps: Sequence[Comparison], whole: Comparison, articles: Articles) -> Histories:
    """Return what became of each bracket.

    Args:
        drafts: the drafts, the earliest first.
        steps: what changed from each to the next.
        whole: what changed from the first to the last.
        articles: their articles.
    """
    trails = _followed(drafts, steps)
    direct = _Direct(drafts, whole)
    parts = {}
    rows = []
    for trail in trails:
        parts[trail.opened, trail.bracket.id] = articles.at(trail.opened - 1, trail.bracket.span.start)
        rows.append(_history(trail, drafts, direct))
    return Histories(tuple(_rejoined(rows)), tuple(draft.name for draft in drafts), parts)


def _rejoined(rows: Sequence[History]) -> Iterator[History]:
    """Yield histories, of a bracket that came back after a draft without it one in place of two."""
    back = {row.ids[-1]: row for row in rows if row.shown == "direct" and row.ids[-1]}
    again: dict[str, History] = {}
    for row in rows:
        first = back.get(row.ids[-1])
        if first is not None and first is not row and not any(first.ids[row.opened - 1 : -1]) and row.opened > 1:
            again.setdefault(row.ids[-1], row)
    for row in rows:
        other = again.get(row.ids[-1])
        if other is not None and back[row.ids[-1]] is row:
            yield replace(row, ids=tuple(one or two for one, two in zip(row.ids, other.ids, strict=True)))
        elif other is not row:
            yield row


def _followed(drafts: Sequence[Draft], steps: Sequence[Comparison]) -> list[_Trail]:
    trails: list[_Trail] = []
    # Several may have become one bracket.
    here: dict[str, list[_Trail]] = {}
    for number, draft in enumerate(drafts, 1):
        for bracket in draft.brackets:
            if bracket.id not in here:
                trail = _Trail(number, bracket, [bracket.id], {letter: letter for letter in bracket.letters})
                trails.append(trail)
                here[bracket.id] = [trail]
        if number <= len(steps):
            here = _taken_on(here, steps[number - 1], drafts[number])
    return trails


def _taken_on(here: dict[str, list[_Trail]], step: Comparison, draft: Draft) -> dict[str, list[_Trail]]:
    """Follow brackets to the next draft; return which of them is which bracket there."""
    words = {bracket.id: Counter(bracket.words.casefold().split()) for bracket in draft.brackets}
    there: dict[str, list[_Trail]] = {}
    changes = _by_bracket(step)
    for id_, trails in here.items():
        own = changes.get(id_, [])
        likely = step.brackets.get(id_) or next((change.after[0] for change in own if change.after), "")
        parts = next((change.after for change in own if change.kind == "split"), (likely,))
        for trail in trails:
            trail.kinds += [change.kind for change in own]
            if likely:
                # Of several parts each of those that had been merged becomes the one that has its words.
                first = Counter(trail.bracket.words.casefold().split())
                after = max(parts, key=lambda part: ((first & words[part]).total(), part == likely))
                trail.ids.append(after)
                pairs = ((old, step.options.get((id_, letter), "")) for old, letter in trail.letters.items())
                trail.letters = {old: letter for old, letter in pairs if letter}
                there.setdefault(after, []).append(trail)
            else:
                trail.closing = next((change for change in own if change.kind == "closed"), None)
    return there


def _by_bracket(step: Comparison) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in step.changes:
        if change.what == "bracket":
            for id_ in change.before:
                found.setdefault(id_, []).append(change)
    return found


class _Direct:
    """What became of the brackets of the first draft as the last one shows it."""

    def __init__(self, drafts: Sequence[Draft], whole: Comparison) -> None:
        self._drafts = drafts
        self._changes = _by_bracket(whole)
        self._whole = whole
        self._last = {bracket.id: bracket for bracket in drafts[-1].brackets}

    def ending(self, bracket: str) -> _Ending:
        changes = self._changes.get(bracket, [])
        after = self._whole.brackets.get(bracket) or next((one.after[0] for one in changes if one.after), "")
        if after:
            return self.standing([change.kind for change in changes], after)
        return _closed(next(change for change in changes if change.kind == "closed"), len(self._drafts))

    def standing(self, kinds: Sequence[str], last: str) -> _Ending:
        """Return the ending of a bracket that the last draft still has."""
        bracket = self._last[last]
        fate: Fate = next((fate for fate in _CHANGED if fate in kinds), "open")
        return _Ending(fate, "", bracket.words, bracket.provision, None, last)


def _closed(change: Change, draft: int) -> _Ending:
    about = change.words_after, change.provision_after, draft
    match change.outcome:
        case "alternative":
            return _Ending("closed", change.option, *about)
        case "kept":
            return _Ending("kept", change.option, *about)
        case "new wording":
            return _Ending("reworded", change.option, *about)
    return _Ending("gone" if change.is_gone else "omitted", change.option, *about, around=change.around)


def _history(trail: _Trail, drafts: Sequence[Draft], direct: _Direct) -> History:
    steps = _by_steps(trail, len(drafts), direct)
    ids = [""] * (trail.opened - 1) + trail.ids
    shown, otherwise = steps, ""
    if trail.opened == 1 and len(drafts) > 2:
        other = direct.ending(trail.bracket.id)
        if not _agree(steps, other, trail):
            # Words that are still there were not left out, whatever a draft between did with them.
            is_back = other.fate in (*_TAKEN, *_STILL_THERE) and steps.fate in ("omitted", "gone", "reworded")
            shown, hidden = (other, steps) if is_back else (steps, other)
            otherwise = _in_words(
                hidden.fate, hidden.option, hidden.now, hidden.draft if is_back else None, hidden.around
            )
    ids += [""] * (len(drafts) - len(ids))
    if shown.last:
        ids[-1] = shown.last
    return History(
        trail.bracket.id,
        tuple(ids),
        trail.opened,
        shown.fate,
        shown.option,
        shown.draft,
        trail.bracket.words,
        shown.now,
        shown.provision,
        "steps" if shown is steps else "direct",
        otherwise,
        shown.around,
    )


def _by_steps(trail: _Trail, drafts: int, direct: _Direct) -> _Ending:
    if trail.closing is None:
        return direct.standing(trail.kinds, trail.ids[-1])
    return _closed(trail.closing, trail.opened + len(trail.ids))


def _agree(steps: _Ending, direct: _Ending, trail: _Trail) -> bool:
    """Return whether following a bracket and comparing directly give the same."""
    if steps.fate in _STILL_THERE or direct.fate in _STILL_THERE:
        return steps.fate in _STILL_THERE and direct.fate in _STILL_THERE and steps.last == direct.last
    if steps.fate in _LEFT_OUT:
        return direct.fate in _LEFT_OUT
    if steps.fate in _TAKEN:
        if direct.fate == "reworded" and steps.option not in trail.letters.values():
            # An option that came later is new wording to the first draft.
            return direct.now == steps.now
        return direct.fate in _TAKEN and trail.letters.get(direct.option, direct.option) == steps.option
    return direct.fate == "reworded"
