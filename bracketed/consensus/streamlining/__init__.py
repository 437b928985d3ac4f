"""Streamlining: changes of a draft that make it shorter, and lose nobody's position.

A search proposes changes of the text, one module a kind. Proposals are made all at once, the text is read again, and
what has come of each is compared with the draft: the brackets that a proposal is about are settled in all ways, before
and after, and all others have to be what they were. Only what proves to be as proposed is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bracketed.consensus.scoring import check_positions
from bracketed.consensus.streamlining.common_words import common_words
from bracketed.consensus.streamlining.dropping import drops
from bracketed.consensus.streamlining.duplicates import duplicates
from bracketed.consensus.streamlining.flattening import flattenings
from bracketed.consensus.streamlining.linking import link_suggestions
from bracketed.consensus.streamlining.merging import merges
from bracketed.consensus.streamlining.proposal import Edits, OpenQuestions, Proposal
from bracketed.consensus.streamlining.rereading import Proof, Rereading
from bracketed.consensus.streamlining.suggestions import Saving, Streamlining, Suggestion
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Text, brackets_in, leaves
from bracketed.positions.comments import own_positions
from bracketed.positions.positions import Positions
from bracketed.source import Span

# The searches; of proposals for the same words the first counts.
_SEARCHES: tuple[Callable[[OpenQuestions], Iterator[Proposal]], ...] = (
    merges, drops, duplicates, flattenings, common_words,
)  # fmt: skip
_ARTICLE = re.compile(r"\b[Aa]n?[ \t]+\Z")
# Characters in which an article is looked for.
_NEAR = 8
# Times that a draft is read again at least, and characters that are read in all if it is short: what is in the way of
# another proposal, or needs another way to be written, waits.
_ROUNDS = 2
_READ = 800_000


class _Waiting(NamedTuple):
    """A proposal that is to be proved, and the ways to write it that are still to be tried."""

    proposal: Proposal
    attempts: Sequence[Edits]


def streamline(draft: Draft, positions: Positions | None = None) -> Streamlining:
    """Return changes that make a draft shorter and lose nobody's position, each with what it saves and its proof.

    Options in equal or nearly equal words are merged, words that all options share are taken out of the brackets,
    options that nobody wants and some oppose are dropped, brackets that only hold brackets are flattened, and of
    paragraphs that say the same one is kept; links between brackets in like words are offered. Nearly equal are words
    that differ in spelling, hyphens, articles or number, never in figures, modals or negations.

    Args:
        draft: the draft.
        positions: who takes which stance; by default what the comments in the draft say.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall report annually/shall report every year].\\n5. They [[meet]].")
    >>> for suggestion in bt.streamline(draft):
    ...     print(suggestion.id, suggestion.after, suggestion.claim)
    common:4#1 shall report [annually/every year] same texts
    flatten:5#1 [meet] same texts
    """
    stances = own_positions(draft) if positions is None else positions
    check_positions(stances)
    questions = OpenQuestions(draft, stances)
    proved = [*_proved(questions)]
    rows = [_suggestion(questions, *one) for one in proved]
    found = sorted([*((row.edits[0].span, row) for row in rows), *link_suggestions(questions)], key=lambda one: one[0])
    return Streamlining(
        tuple(row for _, row in found), draft, stances, {proposal.id: proposal for proposal, *_ in proved}
    )


def _proved(questions: OpenQuestions) -> Iterator[tuple[Proposal, Edits, Proof, Rereading]]:
    """Yield the proposals that prove to be as proposed, with the edits that make them."""
    waiting = [
        _Waiting(proposal, proposal.attempts)
        for search in _SEARCHES
        for proposal in search(questions)
        if not _is_argued(proposal, questions.positions)
        and not _may_lose_a_position(proposal, questions)
        and not _follows_an_article(proposal, questions.draft.source)
    ]
    for _ in range(max(_ROUNDS, _READ // len(questions.draft.source))):
        now, later = _apart(waiting)
        if not now:
            return
        reread, proofs = _read_with(questions, now)
        if _harms_others(reread, now):
            # The likely cause is one of those that have failed.
            proven = [one for one in now if one.proposal.id in proofs]
            reread, proofs = _read_with(questions, proven)
            proofs = {} if _harms_others(reread, proven) else proofs
        for one in now:
            if one.proposal.id in proofs:
                yield one.proposal, one.attempts[0], proofs[one.proposal.id], reread
            elif len(one.attempts) > 1:
                later.append(_Waiting(one.proposal, one.attempts[1:]))
        waiting = later


def _read_with(questions: OpenQuestions, made: Sequence[_Waiting]) -> tuple[Rereading, dict[str, Proof]]:
    """Return a draft with changes made, and the proofs of those that come to what was proposed, by their ids."""
    reread = Rereading(questions, [(one.proposal, one.attempts[0]) for one in made])
    proofs: dict[str, Proof] = {}
    for one in made:
        proof = reread.proof(one.proposal)
        if proof is not None and not any(_is_beside(bracket, one.proposal) for bracket in reread.lost):
            proofs[one.proposal.id] = proof
    return reread, proofs


def _harms_others(reread: Rereading, made: Sequence[_Waiting]) -> bool:
    """Return whether brackets are read otherwise that are beside none of the changes."""
    others = [bracket for bracket in reread.lost if not any(_is_beside(bracket, one.proposal) for one in made)]
    return reread.is_read_otherwise(others)


def _apart(waiting: Iterable[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
    """Return the proposals that change words apart from each other, and those that have to wait."""
    now: list[_Waiting] = []
    later: list[_Waiting] = []
    taken: list[Span] = []
    provisions: set[str] = set()
    for one in waiting:
        places = one.proposal.places
        # In one provision a change may be read otherwise without another.
        is_apart = provisions.isdisjoint(one.proposal.provisions)
        if is_apart and not any(_near(place, other) for place in places for other in taken):
            now.append(one)
            taken += places
            provisions.update(one.proposal.provisions)
        else:
            later.append(one)
    return now, later


def _near(one: Span, other: Span) -> bool:
    return one.start <= other.end + 1 and other.start <= one.end + 1


def _is_argued(proposal: Proposal, positions: Positions) -> bool:
    """Return whether delegations argue about words that a proposal changes, beside its brackets."""
    places = [place.span for item in positions.implied for place in item.places]
    # New words may be wanted right at a bracket, and then it matters on which side.
    return any(
        place.touches(own) or (place.start == place.end and own.start <= place.start <= own.end)
        for place in places
        for own in proposal.places
    )


def _may_lose_a_position(proposal: Proposal, questions: OpenQuestions) -> bool:
    """Return whether options or words go of which a comment that was not read may speak."""
    is_loss = proposal.kind in ("merge", "drop", "duplicate")
    return is_loss and any(map(questions.may_be_spoken_of, proposal.provisions))


def _follows_an_article(proposal: Proposal, source: str) -> bool:
    """Return whether words that change are behind “a” or “an”, which is repaired beside a bracket alone."""
    return proposal.kind != "flatten" and any(
        _ARTICLE.search(source, max(0, region.span.start - _NEAR), region.span.start) for region in proposal.regions
    )


def _is_beside(bracket: Bracket, proposal: Proposal) -> bool:
    return bracket.provision in proposal.provisions or any(bracket.span.touches(place) for place in proposal.places)


def _suggestion(
    questions: OpenQuestions, proposal: Proposal, edits: Edits, proof: Proof, reread: Rereading
) -> Suggestion:
    draft = questions.draft
    old = [bracket for region in proposal.regions for bracket in _with_inner(region)]
    new = [b for b in reread.draft.brackets if any(span.holds(b.span) for span in proof.written)]
    before = [draft.source[slice(*region.span)] for region in proposal.regions]
    after = [reread.draft.source[slice(*span)] for span in proof.written]
    if proposal.kind == "duplicate":
        old = [draft.bracket(id_) for id_ in proposal.changed]
        before = [draft.source[slice(*edit.span)] for edit in edits]
        words = sum(len(text.split()) for text in before)
    else:
        words = _words(proposal.regions) - _words(b for b in new if not _has_outer(b, new))
    moved = [row for choice, rows in questions.rows.items() if choice in proposal.carried for row in rows]
    idle = [
        row
        for choice, rows in questions.rows.items()
        if choice[0] in proposal.changed and not proof.carried.get(choice)
        for row in rows
    ]
    return Suggestion(
        proposal.id,
        proposal.kind,
        tuple(sorted(proposal.changed, key=[b.id for b in draft.brackets].index)),
        proposal.provisions,
        proposal.because,
        " … ".join(" ".join(text.split()) for text in before),
        " … ".join(" ".join(text.split()) for text in after),
        Saving(len(old) - len(new), sum(map(_options, old)) - sum(map(_options, new)), words),
        "same texts" if proof.same else "texts go",
        (proof.before, proof.after),
        tuple((id_, letter, _text(draft, id_, letter)) for id_, letter in sorted(proposal.gone)),
        tuple(moved),
        tuple(idle),
        closes_with=after[0] if proof.after == 1 and after else "",
        edits=edits,
    )


def _with_inner(bracket: Bracket) -> Iterator[Bracket]:
    yield from brackets_in((bracket,))


def _has_outer(bracket: Bracket, others: Iterable[Bracket]) -> bool:
    return any(other is not bracket and other.span.holds(bracket.span) for other in others)


def _options(bracket: Bracket) -> int:
    return len(bracket.options)


def _words(outermost: Iterable[Bracket]) -> int:
    return sum(len(leaf.text.split()) for leaf in leaves(tuple(outermost)) if isinstance(leaf, Text))


def _text(draft: Draft, id_: str, letter: str) -> str:
    return "" if letter == OMIT else next(o.text for o in draft.bracket(id_).options if o.letter == letter)
