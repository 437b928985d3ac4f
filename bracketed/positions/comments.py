"""Reads the positions of delegations from the comments in a draft.

Requests are read from each sentence by itself (`sentences`), the words that they mention looked for in the provision
(`resolver`) and made stances on options there, or on a bracket that they imply (`rules`). What cannot be read or found
is never guessed: it is a note or a diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from weakref import WeakKeyDictionary

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.errors import UnknownNameError
from bracketed.positions.attributions import attributions
from bracketed.positions.authors import authors_of
from bracketed.positions.implied import implied_by
from bracketed.positions.lexicon import LANGUAGES, detect_language, load_language
from bracketed.positions.positions import ImpliedBracket, Positions
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.rules import Rules
from bracketed.positions.sentences import Sentence, SentenceReader
from bracketed.positions.tracked_changes import tracked_changes

_NAME = re.compile(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*")
# "the definition of “trust”", which "remove this concept" may speak of later on.
_TOPIC = r"(?i)\b{words.topics}\s+(?P<words>[^.,;:]+)"
# The beginning of a draft is enough to tell its language.
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
        _own[draft] = read
    return read


# What was read of drafts that are in use, for answers that come with no positions.
_own: WeakKeyDictionary[Draft, Positions] = WeakKeyDictionary()


def own_positions(draft: Draft) -> Positions:
    """Return the positions of a draft's own comments, which are read only if they have not been."""
    return _own[draft] if draft in _own else positions(draft)


def implied_brackets(draft: Draft) -> tuple[ImpliedBracket, ...]:
    """Return the brackets that the comments in a draft imply, in the order of the text."""
    phrases = _read(draft, Names.default(), None).implied.phrases.values()
    return tuple(implied_by(phrases, draft).values())


def requests_in(draft: Draft, reader: SentenceReader) -> Iterator[list[Sentence]]:
    """Yield the sentences of all comments with what they ask for, line by line; the text is not looked at."""
    for comment in draft.comments:
        for _, line in groupby(reader.sentences(comment), key=lambda sentence: sentence.line):
            yield list(line)


def _read(draft: Draft, names: Names, authors: Mapping[str, str] | None) -> ReadingState:
    language = detect_language(draft.source[:_OPENING], load_language(LANGUAGES[0]))
    reader = SentenceReader(names, language, authors)
    state = ReadingState(draft)
    for author, name in reader.unknown_authors.items():
        at = next(one.span.start for typed in (draft.comments, draft.changes) for one in typed if one.author == author)
        whose, suggestion = f", for whom {author} speaks,", reader.suggestion(name)
        state.add_finding("unknown-delegation", at, "", suggestion=suggestion, name=name, whose=whose)
    # What the text says itself comes first, so that a comment takes its place.
    for row in (*attributions(state), *(tracked_changes(state, reader) if draft.changes else ())):
        state.enter_row(row)
    for line in requests_in(draft, reader):
        _read_line(state, line, reader)
    return state


def _read_line(state: ReadingState, line: list[Sentence], reader: SentenceReader) -> None:
    # A line is a remark if no sentence of it asks for anything.
    read = [_read_sentence(state, sentence, reader) for sentence in line]
    if any(read):
        # What some say in a line of whose words nothing was read is kept too.
        read_of = {name for one, was_read in zip(line, read, strict=True) if was_read for name in one.speakers}
        for sentence, was_read in zip(line, read, strict=True):
            others = [name for name in sentence.speakers if name not in read_of]
            if others and not was_read and sentence.words:
                state.note(", ".join(others), sentence.words, sentence, sentence.remark)
        return
    first, last = line[0], line[-1]
    words = first.comment.text[first.at : last.at + len(last.words)]
    speaker = next((", ".join(sentence.speakers) for sentence in line if sentence.speakers), "")
    kind = next((sentence.remark for sentence in line if sentence.remark), "")
    if not speaker:
        names = reader.names_in(first.language)
        found = {name.name for name in map(names.find, _NAME.findall(words)) if name}
        # A remark is that of the delegation that it names, if it names exactly one.
        speaker = found.pop() if len(found) == 1 else ""
    state.note(speaker, words, first, kind)


def _read_sentence(state: ReadingState, sentence: Sentence, reader: SentenceReader) -> bool:
    """Read one sentence; return whether it is more than a remark."""
    for name in sentence.speech.unknown:
        suggestion = reader.suggestion(name, sentence.language)
        state.report("unknown-delegation", sentence, name=name, whose="", suggestion=suggestion)
    topic = sentence.language.compile(_TOPIC).search(sentence.words)
    if topic:
        sentence.thread.topic = topic["words"].strip()
    for verb, meant in sentence.reading.misspellings:
        state.report("verb-mistyped", sentence, verb, meant=meant)
    rules = Rules(state, sentence)
    if sentence.condition and sentence.reading.requests:
        condition = rules.condition(sentence.condition)
        if condition is None:
            return False
        sentence.chosen = (condition,)
    read = [rules.enter(request) for request in sentence.reading.requests]
    if sentence.doubtful and not any(read):
        state.report("comment-not-read", sentence)
    return any(read)
