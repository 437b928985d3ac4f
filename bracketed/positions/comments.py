"""Reads the positions of delegations from the comments in a draft.

Each sentence of a comment is read by itself (`sentences`); the words that it names are looked for in the provision
that the comment stands in (`references`), and become stances on the options found there, or on a bracket that they
imply (`stating`, `replacements`, `agreements`). What cannot be read or found is never guessed: it is a note or a
diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import groupby
from weakref import WeakKeyDictionary

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.errors import UnknownNameError
from bracketed.positions.agreements import ANSWERS, answer
from bracketed.positions.attributions import attributions
from bracketed.positions.authors import typists
from bracketed.positions.contested import Contested
from bracketed.positions.lexicon import Language, load_language, told_by
from bracketed.positions.packages import Packages
from bracketed.positions.phrase_index import Places
from bracketed.positions.positions import Positions
from bracketed.positions.reading_state import ReadingState, Said, Thread
from bracketed.positions.requests import Mention, Request
from bracketed.positions.resolver import Finder
from bracketed.positions.rules import Replacements
from bracketed.positions.sentences import Reader
from bracketed.positions.stating import Stances
from bracketed.positions.tracked_changes import TrackedChanges

_NAME = re.compile(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*")


@cache
def _topic(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b{language.either('words', 'topics')}\s+(?P<words>[^.,;:]+)", re.IGNORECASE)


def positions(draft: Draft, *, names: Names | None = None, authors: Mapping[str, str] | None = None) -> Positions:
    """Read what the comments in a draft say: who wants what, with the words that show it.

    Tracked changes of a Word document that was read with `changes="brackets"` are positions too.

    Args:
        draft: the draft with its comments.
        names: the names by which delegations are known; the built-in ones by default.
        authors: for people who type comments or track changes, the delegation for which they do:
            `{"Ana Keller": "Kenya"}`. A comment of theirs that names nobody is then read as their delegation's.

    Returns:
        The rows, the brackets that comments imply, the remarks that carry no stance, and what could not be read.

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
    typing = typists(draft)
    for author in authors or ():
        if author not in typing:
            raise UnknownNameError("author", author, sorted(typing))
    read = _Comments(draft, names or Names.default(), authors).read()
    if names is None and not authors:
        _own[draft] = read
    return read


# What was read of drafts that are in use, for answers that come with no positions.
_own: WeakKeyDictionary[Draft, Positions] = WeakKeyDictionary()


def own_positions(draft: Draft) -> Positions:
    """Return the positions of a draft's own comments, which are read only if they have not been."""
    return _own[draft] if draft in _own else positions(draft)


class _Comments:
    """Reads the comments of one draft in their order."""

    def __init__(self, draft: Draft, names: Names, authors: Mapping[str, str] | None) -> None:
        self._draft = draft
        # The beginning of a draft is enough to tell its language.
        otherwise = told_by(draft.source[:10_000], load_language())
        self._reader = Reader(names, otherwise, authors)
        self._places = Places(draft)
        self._contested = Contested(draft)
        self._record = ReadingState(draft)
        self._finder = Finder(draft, self._places, self._contested, self._record)
        self._stances = Stances(self._contested, self._record)
        self._packages = Packages(self._places, self._contested, self._record)
        self._replacements = Replacements(self._places, self._contested, self._record, self._finder, self._stances)

    def read(self) -> Positions:
        self._report_unknown()
        for row in attributions(self._draft, self._places, self._contested, self._record.findings):
            self._record.enter_row(row)
        TrackedChanges(self._draft, self._places, self._contested, self._record, self._reader).read()
        for comment in self._draft.comments:
            thread = Thread(comment)
            sentences = [Said(s, thread) for s in self._reader.sentences(comment.text, comment.author)]
            for _, line in groupby(sentences, key=lambda said: said.line):
                self._line(list(line))
        return self._record.finish(self._contested)

    def _report_unknown(self) -> None:
        """Report authors who are said to speak for a delegation that is in no list."""
        typing = [(item.author, item.span.start) for item in self._draft.comments]
        typing += [(item.author, item.span.start) for item in self._draft.changes]
        for author, typed in self._reader.unknown_authors.items():
            self._record.findings.add(
                "warning",
                "unknown-delegation",
                f"“{typed}”, for whom {author} speaks, is in no list of delegations; it is kept as typed",
                next(start for name, start in typing if name == author),
                "",
                self._reader.suggestion(typed),
            )

    def _line(self, line: list[Said]) -> None:
        """Read one line of a comment, which is a remark if no sentence of it asks for anything."""
        read = [self._sentence(said) for said in line]
        if any(read):
            self._unheard(line, read)
            return
        first, last = line[0].sentence, line[-1].sentence
        words = line[0].comment.text[first.at : last.at + len(last.words)]
        speaker = next((", ".join(said.sentence.speakers) for said in line if said.sentence.speakers), "")
        kind = next((said.sentence.remark for said in line if said.sentence.remark), "remark")
        speaker = speaker or self._mentioned(words, first.language)
        self._record.note(speaker, words, first.at, line[0].comment, kind)

    def _unheard(self, line: list[Said], read: list[bool]) -> None:
        """Note what those say in a line of whose words nothing was read, though words of others were."""
        heard = {name for said, was_read in zip(line, read, strict=True) if was_read for name in said.sentence.speakers}
        for said, was_read in zip(line, read, strict=True):
            sentence = said.sentence
            unheard = [name for name in sentence.speakers if name not in heard]
            if unheard and not was_read and sentence.words:
                kind = sentence.remark or "remark"
                self._record.note(", ".join(unheard), sentence.words, sentence.at, said.comment, kind)

    def _mentioned(self, words: str, language: Language) -> str:
        """Return the delegation that a remark names, if it names exactly one."""
        names = self._reader.names_in(language)
        found = {name.name for name in map(names.find, _NAME.findall(words)) if name}
        return found.pop() if len(found) == 1 else ""

    def _sentence(self, said: Said) -> bool:
        """Read one sentence; return whether it is more than a remark."""
        sentence = said.sentence
        for name in sentence.unknown:
            self._record.report(
                "warning",
                "unknown-delegation",
                f"“{name}” is in no list of delegations; it is kept as typed",
                sentence.at,
                said,
                self._reader.suggestion(name, sentence.language),
            )
        topic = _topic(sentence.language).search(sentence.words)
        if topic:
            said.thread.topic = topic["words"].strip()
        for slip in sentence.slips if sentence.wishes else ():
            self._record.report("info", "verb-mistyped", f"“{slip.typed}” is read as “{slip.meant}”", slip.at, said)
        if sentence.condition and sentence.wishes:
            condition = self._packages.condition(sentence.condition, said)
            if condition is None:
                return False
            said = replace(said, condition=(condition,))
        read = [self._wish(wish, said) for wish in sentence.wishes]
        if any(read):
            return True
        if sentence.doubtful:
            self._record.report(
                "warning",
                "comment-not-read",
                f"this remark could not be read as a stance: “{sentence.words}”",
                sentence.at,
                said,
                "say who wants what in one sentence, with the words in quotation marks",
            )
        return False

    def _wish(self, wish: Request, said: Said) -> bool:
        """Enter what a wish asks for; return whether something was entered or reported."""
        if wish.effect == "agree" or self._answers(wish, said):
            return answer(self._record, said, wish.effect)
        if wish.bare and any(thing.kind == "phrase" and not self._names_option(thing, said) for thing in wish.things):
            # "USA – modifications": words without quotation marks or a verb ask for something only as an option.
            return False
        for thing in (*wish.things, *wish.instead):
            if not thing.closed:
                self._record.report(
                    "warning",
                    "quotation-not-closed",
                    f"the quotation mark before “{thing.words}” is never closed; the words are read up to here",
                    thing.at,
                    said,
                )
        if wish.instead:
            self._replacements.replace(wish, said)
        elif wish.beside:
            self._replacements.insert(wish, said)
        else:
            things = self._joined(wish.things, said)
            if things:
                targets = [target for thing in things for target in self._finder.targets(thing, wish.effect, said)]
            else:
                targets = self._finder.unsaid(wish.effect, said)
            for target in targets:
                self._stances.enter(wish.effect, target, said)
            said.thread.target = targets or said.thread.target
            return bool(targets) or self._finder.reports(wish)
        return True

    def _answers(self, wish: Request, said: Said) -> bool:
        """Say whether a wish speaks of what somebody else asked for before: "supports", "Norway cannot accept this"."""
        if said.sentence.answers:
            return True
        words = said.sentence.language.words
        if wish.instead or wish.effect not in ("want", *ANSWERS):
            return False
        if any(words["proposals"].fullmatch(thing.words) for thing in wish.things):
            return True
        if any(thing.kind != "this" or not words["proposal"].fullmatch(thing.words) for thing in wish.things):
            return False
        if wish.effect == "want":
            return not wish.things and bool(self._record.statements(said.provision))
        return self._record.proposal(said) is not None

    def _names_option(self, thing: Mention, said: Said) -> bool:
        return any(target.whole for target in self._places.options_with(said.provision, thing.words))

    def _joined(self, things: tuple[Mention, ...], said: Said) -> tuple[Mention, ...]:
        """Make one thing of "trust and confidence" where the text has these words in a row."""
        if len(things) > 1 and all(thing.kind == "phrase" for thing in things):
            start, last = things[0].at, things[-1]
            words = said.comment.text[start : last.at + len(last.words)]
            if self._finder.search(words, said):
                return (Mention("phrase", words, start),)
        return things
