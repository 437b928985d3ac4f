"""Reads positions from the report of a meeting: each sentence is tied to the provision and the words that it names.

What is tied is read as a comment on that provision is. What names a delegation and is not tied or read is reported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import groupby
from typing import IO

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Comment, Diagnostic, Draft
from bracketed.draft.languages import compiled
from bracketed.limits import DEFAULT, Limits
from bracketed.phrasing import joined_and
from bracketed.positions.comments import own_positions, read_remarks
from bracketed.positions.lexicon import LANGUAGES, detect_language, load_language
from bracketed.positions.positions import UNREAD, Note, Position, Positions
from bracketed.positions.record_places import QUOTED, Places, Reference, plain_words
from bracketed.positions.record_text import Part, Record, load_record
from bracketed.positions.sentences import SentenceReader
from bracketed.positions.token_row import names_of
from bracketed.positions.tokens import Token
from bracketed.source import Source, Span, blanked, line_at
from bracketed.time_limit import in_time, time_limited

_OPENING = 10_000
# What is between the names of two delegations, or a name and what it speaks on.
_JOINT = r"(?i:\s*(?:,\s*(?:%AND%)?|/|&|%AND%)?\s*(?:(?:%NAME_ARTICLE%)\s*)?)"
_NOTHING_BUT_JOINTS = r"(?i:(?:[\s,;:/&+.–—-]|(?:%AND%|%NAME_ARTICLE%)(?![^\W_]))*)"
# What may be behind the provision that a lead-in names: its title in parentheses, a colon, a comma.
_LEAD_ENDS = re.compile(r"\s*(?:\([^()]*\)|[–—-]\s*[^.:,“]{1,60}(?=:))?\s*(?:[:.,–—]|-\s|$)")
# So many characters may be in front of the provision that a lead-in names.
_LEAD = 80
_OWN_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3})\.?\s+(?=[A-ZÀ-Ý])")
# "ABCD opposed “x”"
_UNKNOWN_SUBJECT = r"(?:(?:%NAME_ARTICLE%|The)\s+)?(?P<who>[A-Z]{2,10}(?:-[A-Z]+)?)\s+(?:%VERB_OF_PARTY%)(?!\w)"
_UNKNOWN_SPEAKER = re.compile(r"[A-Z][\w.&’' -]{1,60}(?::|\s[–—-])\s")
# “Meeting in Bonn, Germany” names a place, and not who spoke there.
_PLACE_NAME = r"[A-ZÀ-Ý][\w’'-]*(?:\s+[A-ZÀ-Ý][\w’'-]*)*"


def read_record(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    draft: Draft,
    *,
    date: str | date | None = None,
    names: Names | None = None,
    authors: Mapping[str, str] | None = None,
    positions: Positions | None = None,
    format: str | None = None,  # noqa: A002 - as in `read`
    limits: Limits = DEFAULT,
) -> Positions:
    """Read who wants what from the report of a meeting on a draft, to be added to the positions that were known before.

    Args:
        file: the report, as `read` takes a draft: prose, or a table of comments.
        draft: the draft that the meeting was about.
        date: the day of the meeting; by default the one in the first lines of the report, or in its name.
        names: the names by which delegations are known; the built-in ones by default.
        authors: for people whom a table of comments names, the delegation for which they speak.
        positions: positions whose implied brackets the report may speak of; by default those of the draft's comments.
        format: `txt`, `md`, `docx`, `html` or `pdf`; by default the suffix, or as the bytes show.
        limits: how much is read at most; see `bracketed.Limits`.

    Raises:
        DraftError: the report cannot be read, or is empty.
        ValueError: `date` is none.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Ports [shall/should] report.\\n5. Fees [may] rise.\\tComment by A: Chad – delete “may”")
    >>> minutes = "On paragraph 4, Norway and Japan asked to use “should”. In paragraph 5, Chad wished to keep “may”."
    >>> for row in bt.positions(draft) + bt.read_record(minutes.encode(), draft, date="2026-11-03"):
    ...     print(row.delegation, row.stance, row.bracket, row.option)
    Norway supports 4#1 b
    Japan supports 4#1 b
    Chad supports 5#1 a
    Chad objects 5#1 omit
    """
    record = load_record(file, date=date, format=format, limits=limits)
    return positions_of(record, draft, names=names, authors=authors, positions=positions)


def positions_of(
    record: Record,
    draft: Draft,
    *,
    names: Names | None = None,
    authors: Mapping[str, str] | None = None,
    positions: Positions | None = None,
) -> Positions:
    """Return the positions in a record; see `read_record`."""
    language = detect_language(record.annotated.text[:_OPENING], load_language(LANGUAGES[0]))
    reader = SentenceReader(names or Names.default(), language, authors)
    known = own_positions(draft) if positions is None else positions
    with time_limited(record.limits, record.name):
        tying = _Tying(record, Places(draft), reader)
        tying.run()
        source = Source(record.annotated.text, record.annotated.pages)
        return _Reading(record, draft, tying, source).positions(known, reader)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a record: whom it names, the provision that it is tied to, and where it is."""

    words: str
    names: tuple[str, ...]
    at: int
    paragraph: int
    provision: str = ""
    author: str = ""
    why: str = ""
    remedy: str = "name the provision, and quote its words"


@dataclass(slots=True)
class _Tying:
    """Ties the sentences of a record to provisions; `here` is the one spoken of, None if the draft has it not."""

    record: Record
    places: Places
    reader: SentenceReader
    said: list[_Said] = field(default_factory=list)
    here: tuple[str, ...] | None = ()
    unknown: str = ""  # what was named last and the draft has not
    passed: bool = False  # whether the sentence before names no delegation
    # The headings, with those whom no sentence below them names.
    headings: list[_Said] = field(default_factory=list)
    # Those whose names are a heading, or a line, of their own: they speak in what follows and names nobody.
    speakers: tuple[str, ...] = ()
    # What a line says of words whose delegations are listed in the lines below it: "Delete “x”:".
    wish: str = ""
    # Whether the part before was nothing but names, or begins a list of these.
    listing: bool = False

    def run(self) -> None:
        """Tie all sentences, and the rows of tables."""
        before: _Said | None = None
        paragraph = -1
        for part in in_time(self.record.parts(), lambda part: line_at(self.record.annotated.text, part.at)):
            # "It" speaks for who was named in the sentence before, and "opposed this" answers it.
            if part.paragraph != paragraph:
                before, self.passed = None, False
            paragraph = part.paragraph
            said = self._read(part, before)
            self.passed = said is None
            before = said or before
        for row in self.record.rows:
            self._read_row(row.author, self.record.annotated.text[slice(*row.text_span)], row.about, row.text_span)
        self.said += self._unnamed_below()
        # Of two statements of a delegation the later one counts, whether it is in a table or not.
        self.said.sort(key=lambda said: said.at)

    def _unnamed_below(self) -> Iterator[_Said]:
        """Yield the headings that name delegations which no sentence below and no table names."""
        in_tables = {name for one in self.said if one.author for name in one.names}
        for heading in self.headings:
            names = tuple(name for name in heading.names if name not in in_tables)
            if names:
                why = f"is a heading, and no sentence below it names {joined_and(names)}"
                remedy = "name the delegation in each sentence that says what it wants"
                yield replace(heading, names=names, why=why, remedy=remedy)

    def _read(self, part: Part, before: _Said | None) -> _Said | None:
        words = self._without_number(part.words)
        references = self.places.references(words)
        names, first = self._names(words)
        alone = (part.heading or part.whole) and not references and self._is_names_alone(words)
        if part.heading:
            self._head(part, references, alone)
            return None
        listed = self._listed(
            replace(part, words=words), names, alone, opens=not names and not references and words.endswith(":")
        )
        if listed is None:
            return None
        if listed != words:
            words = listed
            names, first = self._names(words)
        lead = self._lead(words, references, first)
        if lead:
            self._turn_to(references[:1])
            words = words[lead:].lstrip()
            # A name that no list has is known by being first.
            names = names or self._names(words)[0]
            references = references[1:] if references[0].end <= lead else references
        elif references and not names and not QUOTED.search(words):
            self._turn_to(references)
        elif (
            not references
            and (topic := _topics().match(words))
            and compiled(_JOINT).fullmatch(words[topic.end() : first])
        ):
            words = words[first:]
        words, names = self._with_speakers(words, names, before)
        if not names and not (_UNKNOWN_SPEAKER.match(words) and QUOTED.search(words)):
            self._report_unknown(words, part, before)
            return None
        if self.headings:
            last = self.headings[-1]
            self.headings[-1] = replace(last, names=tuple(name for name in last.names if name not in names))
        # Words were taken off in front, or a name put there.
        shift = len(words) - len(part.words)
        moved = [replace(one, start=one.start + shift, end=one.end + shift) for one in references]
        said = _Said(words, names, part.at, part.paragraph)
        if before is not None and not lead and not references and self._leans(words, before.words):
            said = self._leaning(said, before)
        else:
            said = self._tied(said, moved)
        self.said.append(said)
        return said

    def _without_number(self, words: str) -> str:
        """Return a sentence without the number of its paragraph in the record: "1.3 The delegate of Norway …"."""
        number = _OWN_NUMBER.match(words)
        own = number is not None and not self.places.named([Reference(0, 0, (number[1],))], ())
        return words[number.end() :] if number and own else words

    def _report_unknown(self, words: str, part: Part, before: _Said | None) -> None:
        """Report a sentence that somebody says who is in no list, or is not sure: "It opposed “x”"."""
        said = _Said(words, (), part.at, part.paragraph)
        unknown = compiled(_UNKNOWN_SUBJECT).match(words) if QUOTED.search(words) else None
        who = unknown["who"] if unknown else self._unknown_subject(words)
        if who:
            why = f"names {who}, which is in no list of delegations"
            self.said.append(replace(said, names=(who,), why=why, remedy="add it to your own list of names"))
        elif QUOTED.search(words) and before is not None and _pronouns().match(words):
            why = f"may be said by {joined_and(before.names)}, or by whom the sentence before is about"
            self.said.append(replace(said, names=before.names, why=why, remedy="name the delegation"))

    def _unknown_subject(self, words: str) -> str:
        return self.reader.unknown_subject(words, detect_language(words, load_language(LANGUAGES[0])))

    def _listed(self, part: Part, names: tuple[str, ...], alone: bool, *, opens: bool) -> str | None:
        """Return the words of a part, with those that the line above says of names in a list; None if it only names."""
        words, wish, listing = part.words, self.wish, self.listing
        if not alone:
            # "Delete “x”:" is said by those in the lines below it, and "Participants:" is not.
            self.wish = words if opens and self._goes_on(words) else ""
            self.listing = opens and not self.wish
            return words
        self.listing = True
        if wish:
            return f"{wish} {', '.join(names)}"
        # One below the other, they are a list of those who were there.
        self.headings.append(_Said(words.strip(), names, part.at, part.paragraph))
        self.speakers = () if listing else names
        return None

    def _with_speakers(self, words: str, names: tuple[str, ...], before: _Said | None) -> tuple[str, tuple[str, ...]]:
        """Return a sentence that names nobody with the names of those who go on to speak, and whom it names then."""
        if names and {*self._leading(words)} - {*self.speakers}:
            self.speakers = ()
        elif not names and self.speakers and self._goes_on(words):
            return f"{', '.join(self.speakers)}: {words}", self.speakers
        if not names and before is not None and not self.passed:
            return _spoken_by(words, before, self._leading(before.words))
        return words, names

    def _head(self, part: Part, references: Sequence[Reference], alone: bool) -> None:
        """Take up a heading: what is below it is about the provision, or said by the delegations, that it names."""
        self.wish, self.listing, self.speakers = "", False, ()
        speakers, _ = self._names(_place().sub(lambda place: " " * len(place[0]), part.words))
        if alone:
            self.speakers = speakers
        else:
            self._turn_to(references)
        self.headings.append(_Said(part.words.strip(), speakers, part.at, part.paragraph))

    def _is_names_alone(self, words: str) -> bool:
        """Return whether words are nothing but names of delegations: "Norway", "Submission by Norway and Peru:"."""
        if len(words) > _LEAD or QUOTED.search(words):
            return False
        named = self._named(words)
        rest = blanked(words, [Span(one.at, one.end) for one in named])
        language = detect_language(words, load_language(LANGUAGES[0]))
        rest = language.compile(r"(?i)^\s*(?:{frames.message}|{speakers.office})").sub(" ", rest)
        return bool(named) and compiled(_NOTHING_BUT_JOINTS).fullmatch(rest) is not None

    def _goes_on(self, words: str) -> bool:
        """Return whether a sentence that names nobody may be said by those who spoke before it: "Delete “x”."."""
        return self.reader.goes_on(words, detect_language(words, load_language(LANGUAGES[0])))

    def _lead(self, words: str, references: Sequence[Reference], first: int) -> int:
        """Return where a lead-in such as “On paragraph 3 (fees),” ends, 0 if the sentence has none."""
        if not references or references[0].start > min(first, _LEAD):
            return 0
        # A name of a delegation or a quotation in front makes it a sentence about the provision.
        if "“" in words[: references[0].start]:
            return 0
        named = references[0]
        end = _LEAD_ENDS.match(words, named.end)
        # "On paragraph 3 the EU asked …"
        if (
            not end
            and _leads().fullmatch(words[: named.start])
            and compiled(_JOINT).fullmatch(words[named.end : first])
        ):
            return first
        return end.end() if end else 0

    def _turn_to(self, references: Sequence[Reference]) -> None:
        self.unknown = ""
        if not references:
            self.here = ()
            return
        self.here = self.places.named(references, self.here or ())
        if self.here is None:
            self.unknown = " and ".join(number for one in references for number in one.numbers)

    def _leans(self, words: str, before: str) -> bool:
        # "Chad opposed this", and "Chad opposed “monthly”" where that is what was proposed.
        return all(self.places.is_new(phrase) and f"“{phrase}”" in before for phrase in QUOTED.findall(words))

    def _leaning(self, said: _Said, before: _Said) -> _Said:
        # Without words of its own a sentence is about what was said last, be that read or not.
        if self.passed:
            return replace(said, why="may answer a sentence that names no delegation")
        why = "may answer a sentence that is tied to no provision" if before.why else ""
        return replace(said, provision=before.provision, why=why)

    def _tied(self, said: _Said, references: Sequence[Reference]) -> _Said:
        roots = self.here
        unknown = self.unknown
        words = said.words
        if references:
            roots = self.places.named(references, self.here or ())
            unknown = " and ".join(number for one in references for number in one.numbers)
            words = _without_places(words, references)
        if roots is None:
            return replace(said, why=f"names {unknown}, which is not one provision of the draft")
        label, count = self.places.tied(words, roots)
        if label:
            return replace(said, words=words, provision=label)
        if count:
            return replace(said, why=f"quotes words that are in {count} provisions")
        return replace(said, why="names no provision, and no words of one provision alone")

    def _read_row(self, author: str, words: str, about: str, span: Span) -> None:
        roots = self.places.named([Reference(0, 0, (about,))], ())
        known = self.reader.delegations(author) or tuple(filter(None, [author]))
        said = _Said(words, known, span.start, -1 - len(self.said), author=author or self.record.name)
        label = self.places.tied(words, roots)[0] if roots else ""
        why = f"is about {about}, which is not one provision of the draft" if about else "names no provision"
        self.said.append(replace(said, provision=label, why="" if label else why))

    def _names(self, words: str) -> tuple[tuple[str, ...], int]:
        """Return the delegations that a sentence names outside quotations, and where the first is."""
        named = self._named(words)
        return tuple(dict.fromkeys(names_of(named))), named[0].at if named else len(words)

    def _leading(self, words: str) -> tuple[str, ...]:
        """Return the delegations that a sentence begins with."""
        named = self._named(words)
        leads = named and compiled(_JOINT).fullmatch(words[: named[0].at])
        return tuple(named[0].names) if leads else ()

    def _named(self, words: str) -> list[Token]:
        """Return the names in a sentence; those that no list has only where words are quoted beside them."""
        found = self.reader.named(words, detect_language(words, load_language(LANGUAGES[0])))
        return found if QUOTED.search(words) else [one for one in found if one.kind == "names"]


@cache
def _place() -> re.Pattern[str]:
    before = rf"(?i:\b(?:{plain_words('place')})\s+(?:(?:{plain_words('article')})\s+)?)"
    return re.compile(rf"{before}{_PLACE_NAME}(?:\s*,\s*{_PLACE_NAME})*")


@cache
def _pronouns() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:(?P<it>{plain_words('it')})|(?:{plain_words('they')}))\s+(?:also\s+)?")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{plain_words('lead')})\s+(?:the\s+)?")


@cache
def _topics() -> re.Pattern[str]:
    # "On finance, Norway …", but not "On condition that …, Norway …"
    return re.compile(
        rf"(?i)(?!(?:{plain_words('condition')})(?!\w))(?:{plain_words('topic')})\s+[^,:;“]{{1,60}}[,:]\s*"
    )


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(rf"(?i),\s*(?:{plain_words('lead')})\s+(?:the\s+)?$")


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{plain_words('inside')})\s*$")


def _spoken_by(words: str, before: _Said, leading: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a sentence that begins with “it” or “they” with the names in their place, if who is meant is sure."""
    pronoun = _pronouns().match(words)
    if not pronoun:
        return words, ()
    if leading and (len(leading) == 1) == bool(pronoun["it"]):
        return f"{', '.join(leading)} {words[pronoun.end() :]}", leading
    return words, before.names


def _without_places(words: str, references: Sequence[Reference]) -> str:
    """Return a sentence without “in paragraph 3”, which says where its words are and not what is requested."""
    for one in reversed(references):
        behind = words[one.end :]
        aside = _aside().search(words, 0, one.start)
        inside = _inside().search(words, 0, one.start)
        if aside and behind.lstrip().startswith(","):
            # "Norway, on paragraph 3, asked …"
            words = f"{words[: aside.start()]} {behind.lstrip(' ,')}"
        elif inside:
            behind = behind.lstrip(" ,:") if not words[: inside.start()].strip(" ,:–—-") else behind
            words = f"{words[: inside.start()].rstrip()} {behind.lstrip()}".replace(" .", ".").replace(" ,", ",")
    return words.strip()


def _each(note: Note) -> list[str]:
    return note.delegation.split(", ")


@dataclass(slots=True)
class _Reading:
    """Reads tied sentences; each is on a line of its own in a text that is made for it."""

    record: Record
    draft: Draft
    tying: _Tying
    source: Source

    def positions(self, known: Positions, reader: SentenceReader) -> Positions:
        """Return the positions with the lines, the name and the date of the record."""
        tied = [one for one in self.tying.said if one.provision]
        lines = [" ".join(one.words.split()) for one in tied]
        read, on_parts, stated = read_remarks(
            self.draft, self._comments(tied, lines), Source("\n".join(lines)), known, reader
        )
        places = [self.source.place(one.at) for one in tied]
        findings, unread = self._findings(tied, read, stated, places)
        findings += [self._not_tied(one, self.source.place(one.at)) for one in self.tying.said if one.why and one.names]
        rows = tuple(self._placed(row, places) for row in read.rows)
        replaced = tuple(self._placed(row, places) for row in read.replaced)
        notes = tuple(
            replace(note, line=places[note.line - 1][0], where=self.source.where(*places[note.line - 1]))
            for note in read.notes
            if note.kind != "remark" or not unread & {(name, note.line) for name in _each(note)}
        )
        in_order = sorted(findings, key=lambda finding: (finding.line, finding.column))
        return Positions((*rows, *on_parts), read.implied, notes, tuple(in_order), replaced, self.draft)

    def _findings(
        self, tied: Sequence[_Said], read: Positions, stated: set[tuple[str, int]], places: Sequence[tuple[int, int]]
    ) -> tuple[list[Diagnostic], set[tuple[str, int]]]:
        """Return the findings on tied sentences, and who said something on which line that was not read."""
        findings: list[Diagnostic] = []
        dealt = {*stated, *((one, note.line) for note in read.notes if note.kind != "remark" for one in _each(note))}
        told: dict[int, int] = {}
        for one in read.diagnostics:
            by = self._by(one, tied)
            if one.code in UNREAD:
                dealt |= {(name, one.line) for name in by.split(", ")}
                told.setdefault(one.line, len(findings))
            findings.append(self._moved(replace(one, by=by), places))
        unread: set[tuple[str, int]] = set()
        for number, said in enumerate(tied, start=1):
            missing = [name for name in said.names if (name, number) not in dealt]
            if missing and number in told:
                # One finding shows that a sentence was not read.
                found = findings[told[number]]
                findings[told[number]] = replace(found, by=", ".join([found.by, *missing]))
            elif missing:
                findings.append(self._not_read(said, missing, places[number - 1]))
            unread |= {(name, number) for name in (*missing, *[""] * bool(missing))}
        return findings, unread

    def _comments(self, tied: Sequence[_Said], lines: Sequence[str]) -> Iterator[Comment]:
        # What is said in a paragraph of one provision is one comment, in which a sentence may lean on the one before.
        at = 0
        numbered = zip(tied, lines, strict=True)
        groups = groupby(numbered, key=lambda pair: (pair[0].paragraph, pair[0].provision))
        for number, ((_, label), group) in enumerate(groups, start=1):
            together = list(group)
            text = "\n".join(words for _, words in together)
            end = self.draft.numbered_provision(label).span.end
            author = together[0][0].author or self.record.name
            span = Span(at, at + len(text))
            yield Comment(number, author, text, label, 0, Span(end, end), span, date=self.record.date)
            at = span.end + 1

    def _placed(self, row: Position, places: Sequence[tuple[int, int]]) -> Position:
        line = row.evidence.line
        assert line is not None
        on = date.fromisoformat(self.record.date) if self.record.date else None
        place = places[line - 1]
        evidence = replace(row.evidence, line=place[0], date=on, where=self.source.where(*place))
        return replace(row, source=self.record.name, evidence=evidence)

    def _moved(self, finding: Diagnostic, places: Sequence[tuple[int, int]]) -> Diagnostic:
        line, column = places[finding.line - 1]
        message = finding.message
        if finding.code == "contradiction":
            # It says on which line the earlier statement was.
            message = re.sub(r"on line (\d+)", lambda found: self._earlier(places[int(found[1]) - 1]), message)
        return self._told(replace(finding, message=message), line, column)

    def _earlier(self, place: tuple[int, int]) -> str:
        where = self.source.where(*place)
        return f"on {where}" if where else "earlier"

    def _by(self, finding: Diagnostic, tied: Sequence[_Said]) -> str:
        # Where the reader of comments knows nobody who speaks, it names who wrote the words, that is the record.
        return finding.by if finding.by != self.record.name else ", ".join(tied[finding.line - 1].names)

    def _not_read(self, said: _Said, names: Sequence[str], place: tuple[int, int]) -> Diagnostic:
        message = f"a statement about {', '.join(names)} could not be read as a stance: “{said.words}”"
        remedy = "say who wants what in one sentence, with the words in quotation marks"
        by = ", ".join(names)
        found = Diagnostic("warning", "comment-not-read", message, said.provision, *place, remedy, by)
        return self._told(found, *place)

    def _not_tied(self, said: _Said, place: tuple[int, int]) -> Diagnostic:
        message = f"“{said.words}” {said.why}; no stance was read"
        found = Diagnostic("warning", "record-not-tied", message, "", *place, said.remedy, ", ".join(said.names))
        return self._told(found, *place)

    def _told(self, finding: Diagnostic, line: int, column: int) -> Diagnostic:
        where = self.source.where(line, column)
        message = f"{', '.join(filter(None, (self.record.name, where)))}: {finding.message}"
        return replace(finding, message=message, line=line, column=column, source=self.record.name, where=where)
