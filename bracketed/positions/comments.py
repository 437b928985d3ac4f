"""Reads the positions of delegations from the comments in a draft.

Requests are read from each sentence by itself (`sentences`), the words that they mention looked for in the provision
(`resolver`) and made stances on options there, or on a bracket that they imply (`rules`). What cannot be read or found
is never guessed: it is a note or a diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple
from weakref import WeakKeyDictionary

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Comment, Draft
from bracketed.errors import UnknownNameError
from bracketed.gc_pause import gc_paused
from bracketed.positions.attributions import attributions
from bracketed.positions.authors import authors_of
from bracketed.positions.implied import implied_by
from bracketed.positions.lexicon import LANGUAGES, detect_language, load_language
from bracketed.positions.line_reader import LineReader
from bracketed.positions.positions import ImpliedBracket, Position, Positions
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.sentences import Sentence, SentenceReader
from bracketed.positions.tracked_changes import tracked_changes
from bracketed.source import Source
from bracketed.time_limit import in_time, time_limited

# The beginning of a draft is enough to decide its language.
_OPENING = 10_000


def positions(draft: Draft, *, names: Names | None = None, authors: Mapping[str, str] | None = None) -> Positions:
    """Read who wants what from the comments in a draft, and from what the text and its tracked changes say themselves.

    Args:
        draft: the draft; tracked changes are read if it was read with `changes="brackets"`.
        names: the names by which delegations are known; the built-in ones by default.
        authors: for people who type comments or track changes, the delegation for which they do:
            `{"Ana Keller": "Kenya"}`. A comment of theirs that names nobody is then read as their delegation's.

    Raises:
        UnknownNameError: nobody of a name in `authors` has typed anything.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A. Clerk: UK and USA – remove “shall”")
    >>> for row in bt.positions(draft):
    ...     print(row.delegation, row.stance, row.bracket, row.option)
    UK objects 4#1 a
    UK supports 4#1 omit
    USA objects 4#1 a
    USA supports 4#1 omit
    """
    if authors:
        known = authors_of(draft)
        for author in authors:
            if author not in known:
                raise UnknownNameError("author", author, sorted(known))
    read = _read(draft, names or Names.default(), authors).positions()
    if names is None and not authors:
        # Without the draft, which would else be kept by what is kept for it.
        _own[draft] = replace(read, draft=None)
    return read


# What was read of drafts that are in use, for answers that come with no positions.
_own: WeakKeyDictionary[Draft, Positions] = WeakKeyDictionary()


def own_positions(draft: Draft) -> Positions:
    """Return the positions of a draft's own comments, which are read only if they have not been."""
    return replace(_own[draft], draft=draft) if draft in _own else positions(draft)


def implied_brackets(draft: Draft) -> tuple[ImpliedBracket, ...]:
    """Return the brackets that the comments in a draft imply, in the order of the text."""
    phrases = _read(draft, Names.default(), None).implied.phrases.values()
    return tuple(implied_by(phrases, draft).values())


class Remarks(NamedTuple):
    """What was read of remarks, what follows from stances that were known before, and who states something where."""

    read: Positions
    on_parts: tuple[Position, ...]
    stated: set[tuple[str, int]]


def read_remarks(
    draft: Draft, remarks: Iterable[Comment], beside: Source, known: Positions, reader: SentenceReader
) -> Remarks:
    """Read remarks on a draft that are in another text, `beside`.

    The brackets that they imply are added to those that are `known`, which keep their ids.
    """
    state = ReadingState(draft, beside)
    state.implied.take(known.implied)
    for remark in in_time(remarks, lambda remark: f"a comment on provision {remark.provision}"):
        read_comment(state, remark, reader)
    statements = (one for here in state.statements.values() for one in here)
    stated = {(row.delegation, row.evidence.line or 0) for one in statements for row in one.rows}
    read = state.positions()
    return Remarks(read, state.on_parts(known, read), stated)


@gc_paused()
def _read(draft: Draft, names: Names, authors: Mapping[str, str] | None) -> ReadingState:
    # Drafts may be in languages in which comments cannot be read.
    if draft.language in LANGUAGES:
        language = load_language(draft.language)
    else:
        language = detect_language(draft.source[:_OPENING], load_language(LANGUAGES[0]))
    reader = SentenceReader(names, language, authors)
    state = ReadingState(draft)
    for author, name in reader.unknown_authors.items():
        at = next(one.span.start for typed in (draft.comments, draft.changes) for one in typed if one.author == author)
        whose, suggestion = f", for whom {author} speaks,", reader.suggestion(name)
        state.add_finding("unknown-delegation", at, "", suggestion=suggestion, name=name, whose=whose)
    # What the text says itself comes first, so that a comment takes its place.
    with time_limited(draft.limits, f"the comments in {draft.name}"):
        for row in (*attributions(state), *(tracked_changes(state, reader) if draft.changes else ())):
            state.enter_row(row)
        for comment in in_time(draft.comments, lambda comment: f"that on provision {comment.provision}"):
            read_comment(state, comment, reader)
    return state


def read_comment(state: ReadingState, comment: Comment, reader: SentenceReader) -> None:
    """Enter what a comment says, line by line."""
    sentences = reader.sentences(comment, state.index.wording)
    silent: dict[str, Sentence] = {}
    for _, line in groupby(sentences, key=lambda sentence: sentence.line):
        lines = LineReader(state, reader, [*line])
        lines.read()
        silent |= dict.fromkeys(lines.named, lines.line[0])
        silent = {name: sentence for name, sentence in silent.items() if name not in lines.came}
    for name, sentence in silent.items():
        state.note(name, sentence.words, sentence, "mentioned")
