"""A draft with changes made and read again, compared with what it was: only what is the same but for them is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bracketed.consensus.scoring import IN_THE_WAY
from bracketed.consensus.streamlining.moves import Moves
from bracketed.consensus.streamlining.proposal import Edits, OpenQuestions, Proposal, read_again
from bracketed.consensus.streamlining.texts import Way, by_choice, pieces_in, ways
from bracketed.draft.tree import Bracket, Option
from bracketed.positions.implied_bracket import ImpliedBracket
from bracketed.positions.positions import Position, Positions
from bracketed.source import Span
from bracketed.variants.network import Choice

# What repairs at the seams look at on either side of a bracket.
_BESIDE = " ,.;:()"
# What a stance comes to: who takes which, and how much it weighs.
_Row = tuple[object, ...]
Carried = Mapping[Choice, tuple[Choice, ...]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found by comparing a change with the draft.

    `same`: the clean texts are the same. `before` and `after` are how many ways there were and are to settle the
    brackets of the change. `carried` are the options that take the place of each: none of one that is gone or closed.
    `written` are its parts of the text now.
    """

    same: bool
    before: int
    after: int
    carried: Carried
    written: tuple[Span, ...]


class Rereading:
    """A draft in which some changes were made, read again."""

    def __init__(self, questions: OpenQuestions, made: Sequence[tuple[Proposal, Edits]]) -> None:
        self._questions = questions
        self._old = questions.draft
        self._proposals = [proposal for proposal, _ in made]
        self.moves = Moves(self._old.source, [edit for _, edits in made for edit in edits])
        self.draft = read_again(self._old, self.moves.text)
        self._changed = {id_ for proposal in self._proposals for id_ in proposal.changed}

    @cached_property
    def _images(self) -> dict[str, Bracket]:
        """The brackets of the new draft by the ids of those that they are, of all that were not to change."""
        at: dict[int, list[Bracket]] = {}
        for bracket in self.draft.brackets:
            at.setdefault(bracket.span.start, []).append(bracket)
        found: dict[str, Bracket] = {}
        for bracket in self._old.brackets:
            start = self.moves.start(bracket.span.start)
            if bracket.id in self._changed or start is None:
                continue
            twin = next((one for one in at.get(start, ()) if self._is_same(bracket, one)), None)
            if twin is not None:
                at[start].remove(twin)
                found[bracket.id] = twin
        return found

    def _is_same(self, old: Bracket, new: Bracket) -> bool:
        """Return whether a bracket is what it was, but for what was changed inside it."""
        if (old.kind, old.letters) != (new.kind, new.letters):
            return False
        if not any(
            edit.span.touches(old.span) or old.span.start < edit.span.start < old.span.end for edit in self.moves.edits
        ):
            return old.words == new.words
        return all(self._is_in_place(one, other) for one, other in zip(old.options, new.options, strict=True))

    def _is_in_place(self, old: Option, new: Option) -> bool:
        if not old.content or not new.content:
            return not old.content and not new.content
        (start, end), now = _extent(old), _extent(new)
        return self.moves.begin(start) == now.start and self.moves.end(end) == now.end

    @cached_property
    def _old_ids(self) -> dict[str, str]:
        return {new.id: old for old, new in self._images.items()}

    @cached_property
    def lost(self) -> list[Bracket]:
        """The brackets that were to stay and are read otherwise."""
        return [b for b in self._old.brackets if b.id not in self._changed and b.id not in self._images]

    def is_read_otherwise(self, lost: Sequence[Bracket]) -> bool:
        """Return whether some brackets would be read as they are if the text had not been changed."""
        if not lost:
            return False
        return any((bracket.span, bracket.kind, bracket.letters) in self._questions.in_text for bracket in lost)

    def proof(self, proposal: Proposal) -> Proof | None:
        """Return what a change comes to; None if it does not come to what was proposed."""
        found: list[Proof] = []
        for region in proposal.regions:
            proof = self._proof_of(region, proposal)
            if proof is None:
                return None
            found.append(proof)
        carried = {choice: new for proof in found for choice, new in proof.carried.items()}
        for old, other in proposal.carried.items():
            image = self._images.get(other[0])
            carried[old] = carried.get(other, ()) if other in carried else ((image.id, other[1]),) if image else ()
        if not proposal.regions:
            found = [self._proof_of_provision(proposal)]
        whole = Proof(
            all(proof.same for proof in found),
            _product(proof.before for proof in found),
            _product(proof.after for proof in found),
            carried,
            tuple(span for proof in found for span in proof.written),
        )
        is_kept = self._keeps_stances(proposal, whole) and self._keeps_links(proposal, whole)
        return whole if is_kept else None

    def _proof_of_provision(self, proposal: Proposal) -> Proof:
        edit = proposal.attempts[0][0]
        place = self.moves.begin(edit.span.start)
        count = _product(len(self._old.bracket(id_).letters) for id_ in proposal.changed)
        return Proof(False, count, 1, {}, (Span(place, place),))

    def _proof_of(self, region: Bracket, proposal: Proposal) -> Proof | None:
        around = self._around(region)
        now = Span(self.moves.begin(around.start), self.moves.end(around.end))
        old, new = pieces_in(self._old.content, around), pieces_in(self.draft.content, now)
        if old is None or new is None:
            return None

        def sign_of_old(bracket: Bracket) -> str | None:
            return None if bracket.id in proposal.changed else bracket.id

        before, after = ways(old, sign_of_old), ways(new, lambda bracket: self._old_ids.get(bracket.id))
        if before is None or after is None:
            return None
        kept = [way for way in before if not way.choices & proposal.gone]
        texts = {way.text for way in after}
        # Of two options in the same words it is not known which of them a stance is on.
        if {way.text for way in kept} != texts or len(texts) < len(after):
            return None
        carried = _carried(kept, after)
        is_same = {way.text for way in before} == texts
        if proposal.kind in ("common", "flatten") and not is_same:
            return None
        if proposal.kind != "merge" and not self._keeps_costs(kept, after, carried, proposal):
            return None
        written = Span(self.moves.begin(region.span.start), self.moves.end(region.span.end))
        return Proof(is_same, len(before), len(after), carried, (written,))

    def _around(self, region: Bracket) -> Span:
        """Return a region with a character on either side, as far as they are in the same option."""
        source = self._old.source
        first, last = 0, len(source)
        if region.parent is not None:
            parent, letter = region.parent
            option = next(option for option in self._old.bracket(parent).options if option.letter == letter)
            first, last = _extent(option)
        start, end = region.span
        start -= start > first and source[start - 1] in _BESIDE
        end += end < last and source[end] in _BESIDE
        return Span(start, end)

    def _keeps_costs(self, kept: Sequence[Way], after: Sequence[Way], carried: Carried, proposal: Proposal) -> bool:
        """Return whether each text meets the stances that it met before, settled in one of the ways that give it."""
        rows: dict[Choice, dict[_Row, _Row]] = {}
        for choice, found in self._questions.rows.items():
            target = proposal.carried.get(choice, choice)
            for new in carried.get(target, ()):
                # The same stance on two options that become one is one stance.
                rows.setdefault(new, {}).update({(row.condition, *_essence(row)): _essence(row) for row in found})
        is_closed = not any(way.choices for way in after)
        met: dict[str, list[Counter[_Row]]] = {}
        for way in kept:
            own = (self._questions.rows.get(choice, ()) for choice in way.choices)
            # Words that are in brackets no more cannot be supported, and nobody is against them.
            counting = (row for some in own for row in some if not is_closed or row.stance in IN_THE_WAY)
            met.setdefault(way.text, []).append(Counter(map(_essence, counting)))
        for way in after:
            now: Counter[_Row] = Counter()
            for choice in way.choices:
                now.update(rows.get(choice, {}).values())
            if now not in met[way.text]:
                return False
        return True

    def _keeps_stances(self, proposal: Proposal, proof: Proof) -> bool:
        """Return whether every stance is carried, but those that only are against what goes."""
        for choice, rows in self._questions.rows.items():
            if choice[0] not in proposal.changed:
                continue
            number = len(proof.carried.get(choice, ()))
            if number == 0 and not self._may_go(choice, rows, proposal):
                return False
        conditions = [choice for choice in self._questions.conditions if choice[0] in proposal.changed]
        # Of two levels that become one, a condition may hold where it did not before.
        if conditions and proposal.kind == "flatten":
            return False
        return all(len(proof.carried.get(choice, ())) == 1 for choice in conditions)

    def _may_go(self, choice: Choice, rows: Iterable[Position], proposal: Proposal) -> bool:
        if proposal.kind == "drop":
            if choice in proposal.gone or self._is_inside_gone(choice[0], proposal):
                return all(row.stance in ("objects", "blocks") for row in rows)
            # The bracket is closed with what is left, to which nobody objects.
            return all(row.stance in ("supports", "accepts") for row in rows)
        return proposal.kind == "merge" and all(row.stance in ("supports", "accepts") for row in rows)

    def _is_inside_gone(self, id_: str, proposal: Proposal) -> bool:
        parent = self._old.bracket(id_).parent
        while parent is not None:
            if parent in proposal.gone:
                return True
            parent = self._old.bracket(parent[0]).parent
        return False

    def _keeps_links(self, proposal: Proposal, proof: Proof) -> bool:
        """Return whether the brackets of a change are the same decisions as others as before."""
        # A bracket around one that is closed may put the same choice as another from then on.
        around = {id_ for region in proposal.regions for id_ in self._around_of(region)}
        touched = proposal.changed | around
        old_links = [link for link in self._old.links if link.sure and touched & {*link.brackets}]
        expected: list[frozenset[frozenset[Choice]]] = []
        for link in old_links:
            rows = []
            for row in link.options:
                now = (self._now(choice, proof) for choice in zip(link.brackets, row, strict=True))
                rows.append(frozenset(new for some in now for new in some))
            kept = frozenset(row for row in rows if len(row) > 1)
            if kept:
                expected.append(kept)
        changed = {choice[0] for news in proof.carried.values() for choice in news}
        changed |= {self._images[id_].id for id_ in around if id_ in self._images}
        found = [
            frozenset(frozenset(zip(link.brackets, row, strict=True)) for row in link.options)
            for link in self.draft.links
            if link.sure and changed & {*link.brackets}
        ]
        return Counter(expected) == Counter(found)

    def _around_of(self, bracket: Bracket) -> Iterator[str]:
        """Yield the ids of the brackets around a bracket, the innermost first."""
        while bracket.parent is not None:
            bracket = self._old.bracket(bracket.parent[0])
            yield bracket.id

    def _now(self, choice: Choice, proof: Proof) -> tuple[Choice, ...]:
        image = self._images.get(choice[0])
        return ((image.id, choice[1]),) if image else proof.carried.get(choice, ())

    def carry(self, positions: Positions, proofs: Iterable[Proof]) -> Positions:
        """Return positions on the draft as positions on the new one."""
        carried = {choice: new for proof in proofs for choice, new in proof.carried.items()}
        ids = {old: new.id for old, new in self._images.items()}

        def now(choice: Choice) -> tuple[Choice, ...]:
            # Brackets that comments imply keep their ids.
            is_old = choice[0] in self._changed
            return carried.get(choice, ()) if is_old else ((ids.get(choice[0], choice[0]), choice[1]),)

        def rows(some: Iterable[Position]) -> Iterator[Position]:
            for row in some:
                conditions = [now(choice) for choice in row.condition]
                if all(conditions):
                    condition = tuple(one[0] for one in conditions)
                    for bracket, option in now((row.bracket, row.option)):
                        yield replace(row, bracket=bracket, option=option, condition=condition)

        implied = tuple(
            ImpliedBracket(
                self.moves.moved(item.bracket, ids), tuple(self.moves.moved(place, ids) for place in item.places)
            )
            for item in positions.implied
        )
        changed = {choice[0] for news in carried.values() for choice in news}
        kept: dict[object, Position] = {}
        for number, row in enumerate(rows(positions.rows)):
            # Two options that became one would have the stance of a delegation twice.
            key = (row.bracket, row.option, row.condition, *_essence(row)) if row.bracket in changed else number
            kept.setdefault(key, row)
        return replace(
            positions,
            rows=tuple(kept.values()),
            implied=implied,
            replaced=tuple(rows(positions.replaced)),
        )


def _extent(option: Option) -> Span:
    return Span(option.content[0].span.start, option.content[-1].span.end)


def _product(numbers: Iterable[int]) -> int:
    result = 1
    for number in numbers:
        result *= number
    return result


def _carried(kept: Sequence[Way], after: Sequence[Way]) -> dict[Choice, tuple[Choice, ...]]:
    """Return the options that are in the same texts as each of the old ones, together."""
    new = by_choice(after)
    found: dict[Choice, tuple[Choice, ...]] = {}
    for choice, texts in by_choice(kept).items():
        same = [other for other, now in new.items() if now == texts]
        if same:
            found[choice] = (same[0],)
            continue
        for bracket in dict.fromkeys(other[0] for other in new):
            some = tuple(other for other, now in new.items() if other[0] == bracket and now <= texts)
            if some and frozenset().union(*(new[other] for other in some)) == texts:
                found[choice] = some
                break
    return found


def _essence(row: Position) -> _Row:
    return row.delegation, row.stance, row.weight, row.worth, row.salience, row.point, row.probability
