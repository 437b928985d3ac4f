"""Lists that are no answer of their own: each states its plain values, its flat table and its blocks once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from bracketed.consensus.blocking import STATUS_WORDS, Status
from bracketed.consensus.open_brackets import no_position
from bracketed.draft.draft import SEVERITIES, Diagnostic, Draft
from bracketed.draft.link_file import LinkVerdicts
from bracketed.draft.links import Link
from bracketed.draft.markup import RAISED
from bracketed.draft.outline import OutlineNode
from bracketed.draft.tree import OMIT, Bracket, Option
from bracketed.draft.wording import words_at
from bracketed.markdown import NOTE_MARK, without_marks
from bracketed.phrasing import counted, exact, is_or_are, quoted, short, shortened, some_of
from bracketed.positions.positions import STANCES, Position, Positions
from bracketed.show.palette import text_or_nothing
from bracketed.show.serialise import (
    COLUMNS,
    NOTE,
    aligned,
    bracket_dict,
    bracket_rows,
    choices_words,
    delegation_words,
    position_dict,
    row_of,
    values,
)
from bracketed.variants.checks import in_words
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Block, LinkCount, Listing, Record, Several, Table, Text

# The columns of a corpus that people read.
_OF_CORPUS = {
    "brackets": "file bracket kind line option text",
    "positions": "file delegation bracket option stance evidence line",
}
# Characters of a title in the outline with its indent, so that the other columns fit on a terminal, and its fewest.
_TITLE, _SHORTEST_TITLE = 60, 24


def outline(draft: Draft, nodes: Sequence[OutlineNode]) -> Listing:
    """Return parts of a draft, the titles indented, with what is open in each."""
    # Indents are counted from the first level shown, which may be deep in the draft.
    above = min((node.depth for node in nodes), default=0)
    places = _Places(draft)
    rows = []
    for node in nodes:
        indent = "· " * (node.depth - above)
        name = shortened(node.name, max(_TITLE - len(indent), _SHORTEST_TITLE))
        share = f"{node.share:.0%}" if node.contested else ""
        counts = [str(count) if count else "" for count in (node.brackets, node.options)]
        rows.append([f"{indent}{name}", *counts, share, *places.cells(node.line)])
    # Of the whole draft, whatever part of it is shown.
    whole = draft.outline.whole
    open_ = counted(whole.brackets, "bracket")
    be = "is" if whole.contested == 1 else "are"
    blanks = sum(not bracket.is_choice for bracket in draft.brackets)
    open_ += f", and {blanks:,} to be filled in" if blanks else ""
    summary = f"{open_}; {whole.contested:,} of {counted(whole.words, 'word')} {be} in brackets."
    records = [node.to_dict() for node in nodes]
    head = ("part", "brackets", "options", "in brackets", *places.head)
    return Listing(records, records, [Table(head, rows), summary])


def brackets(draft: Draft, listed: Sequence[Bracket]) -> Listing:
    """Return brackets with their options."""
    dicts = [bracket_dict(bracket, draft.lines) for bracket in listed]
    places = _Places(draft)
    rows = []
    for bracket in dicts:
        first = [bracket["id"], bracket["kind"], *places.cells(bracket["line"], bracket["column"])]
        for option in bracket["options"]:
            rows.append([*first, option["letter"], text_or_nothing(option["letter"], option["text"])])
            first = [""] * len(first)
    comments = sum(bracket.origin == "comment" for bracket in listed)
    parts = [f"{counted(len(listed) - comments, 'bracket')} in the text"]
    blanks = sum(not bracket.is_choice for bracket in listed)
    parts += [f"{blanks:,} of them to be filled in"] * bool(blanks)
    parts.append(f"{comments} that only comments imply{' (#i)' if comments else ''}")
    summary = f"{', '.join(parts)}."
    table = Table(("bracket", "kind", *places.head, "option", "text"), rows)
    return Listing(dicts, bracket_rows(listed, draft.lines), [*[table] * bool(rows), summary], COLUMNS["brackets"])


class _Places:
    """The column of a table that says where in a draft things are: their lines or pages; none where neither shows."""

    def __init__(self, draft: Draft) -> None:
        self._lines = draft.lines
        self.head = ["line"] if draft.pages is None else ["page"] if draft.pages else []

    def cells(self, line: int, column: int = 1) -> list[str]:
        """Return the cell of a place, or none."""
        return [self._lines.where(line, column).partition(" ")[2]] if self.head else []


def positions(draft: Draft, open_: Sequence[Bracket], stances: Positions) -> Listing:
    """Return who wants what, bracket by bracket, with notes and findings below."""
    rows = _stance_rows(open_, stances)
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(("bracket", "option", "stance", "delegations", "because of"), rows))
    if stances.notes:
        # Where no delegation is named, at least the one who typed the remark is.
        placed = any(note.place for note in stances.notes)
        notes = [
            [
                note.delegation or (note.author and f"({note.author})"),
                note.provision,
                *[note.place.removeprefix("line ")] * placed,
                without_marks(note.text),
            ]
            for note in stances.notes
        ]
        where = ["line" if draft.pages is None else "where"] * placed
        blocks += ["Remarks that take no stance:", Table(("delegation", "provision", *where, "remark"), notes)]
    if stances.diagnostics:
        blocks += [
            "Could not be used, or only with doubt:",
            _once_each(_worst_first(stances.diagnostics), draft, ""),
        ]
    number = f"{counted(len(stances), 'stance')} of {counted(len(stances.delegations), 'delegation')}"
    contested = len({row.bracket for row in stances})
    summary = f"{number}, on {contested:,} of {counted(sum(one.is_choice for one in open_), 'bracket')}."
    blocks.append(summary if rows else no_position(open_, stances))
    named = {bracket.id: bracket for bracket in open_}
    # With its words a row is known again when the next draft gives its id to others.
    words = [words_at(named[row.bracket], row.option) if row.bracket in named else "" for row in stances]
    paired = [*zip(stances, words, strict=True)]
    said, follow = (
        [{**position_dict(row), "text": text} for row, text in paired if row.is_said == is_said]
        for is_said in (True, False)
    )
    dicts = {
        "positions": said,
        # What delegations said is distinguished from what follows from it.
        **({"words_around": follow} if follow else {}),
        "notes": [values(note, NOTE) for note in stances.notes],
        "diagnostics": [values(finding, COLUMNS["check"]) for finding in stances.diagnostics],
    }
    records = aligned([{**row_of(row), "text": text} for row, text in paired])
    return Listing(dicts, records, blocks, f"{COLUMNS['positions']} text")


def _stance_rows(open_: Sequence[Bracket], stances: Positions) -> list[list[str]]:
    """Return a row for each stance on an option that delegations take; what the row above says is left out."""
    by_stance: dict[tuple[str, str, str], list[Position]] = {}
    for row in stances:
        by_stance.setdefault((row.bracket, row.option, row.stance), []).append(row)
    rows = []
    for bracket in open_:
        # One comment often gives a stance on each option of a bracket; its words are shown once.
        quoted: set[str] = set()
        name, last = bracket.id, ""
        for option, stance in product(bracket.options, STANCES):
            same = by_stance.get((bracket.id, option.letter, stance), [])
            if not same:
                continue
            words = "" if option.letter == last else f"{option.letter} {_words_of(option)}"
            rows.append([name, words, stance, Several(map(delegation_words, same)), _because(same, quoted)])
            name, last = "", option.letter
    return rows


def _words_of(option: Option) -> str:
    return "(leave out)" if option.letter == OMIT else f"“{without_marks(option.text)}”"


def _because(rows: Sequence[Position], quoted: set[str]) -> str:
    """Return what rows rest on; of words that were `quoted` before, for the same bracket, only the place."""
    # Rows of one table without words are a list of numbers.
    if len({row.source for row in rows}) == 1 < len(rows) and all(_is_bare(row) for row in rows):
        return f"{rows[0].source}, {len(rows)} rows from row {min(row.evidence.line or 0 for row in rows)} on"
    reasons = [row.place if row.basis in quoted else row.basis for row in rows]
    quoted.update(reasons)
    return "; ".join(dict.fromkeys(reasons))


def _is_bare(row: Position) -> bool:
    return row.evidence.rule == "table" and not row.evidence.words


def links(proposed: Sequence[Link], decided: LinkVerdicts | None = None) -> Listing:
    """Return proposed links, each with how it counts and why; what was decided on them wins."""
    decided = decided or LinkVerdicts()
    rows, dicts = [], []
    for link in proposed:
        how = decided.verdicts.get(link.id) or ("assumed" if link.sure else "offered")
        dicts.append({**values(link, COLUMNS["links"]), "how": how})
        words = " or ".join(quoted(option) if option else "nothing" for option in link.words)
        words = f"{words} ({link.doubt})" if how == "offered" else words
        rows.append([link.id, how, Several(link.brackets, f"{len(link.brackets)}: "), words])
    hows = [str(record["how"]) for record in dicts]
    counts = [f"{hows.count(how)} {how}" for how in ("assumed", "accepted", "offered", "refused") if how in hows]
    see = f" (see {decided.name})" if decided.name else ""
    summary = f"{counted(len(rows), 'link')}: {', '.join(counts)}{see}."
    shown: list[Block] = [Table(("link", "", "places", "words"), rows), summary]
    if not rows:
        shown = ["No two brackets put the same choice of words."]
    return Listing(dicts, dicts, shown, f"{COLUMNS['links']} how")


def findings(
    draft: Draft,
    diagnostics: Sequence[Diagnostic],
    obstructed: Mapping[Status, Sequence[str]],
    untold: Sequence[str] = (),
    empty: str = "",
    links: LinkCount | None = None,
    silent: int = 0,
) -> Listing:
    """Return what is doubtful or wrong in a draft, and which brackets are deadlocked, reserved, or undetermined.

    `empty` is said of the brackets where there are none, or no position on any; on `silent` of them there is none.
    """
    # Nothing is said of reservations where there are none.
    told = [
        f"{counted(len(ids), 'bracket')} {is_or_are(len(ids))} {STATUS_WORDS[status]}: {some_of(ids)}."
        for status, ids in obstructed.items()
        if ids
    ]
    if untold:
        tied = f"{counted(len(untold), 'bracket')} depend{'s' * (len(untold) == 1)} on too many others"
        told.append(f"Which brackets are deadlocked could not be computed in full: {tied} ({some_of(untold)}).")
    # On what nobody has spoken, nothing is agreed.
    unspoken = f" so far; on {counted(silent, 'bracket')} nobody has spoken" if silent else ""
    told = told or [empty or f"No bracket is deadlocked{unspoken}."]
    shown: list[Block] = []
    ordered = _worst_first(diagnostics)
    if diagnostics:
        kinds = Counter((finding.severity, finding.code) for finding in ordered).most_common()
        kinds.sort(key=lambda kind: SEVERITIES.index(kind[0][0]))
        shown.append(Table(("findings", "severity", "kind"), [[f"{number:,}", *kind] for kind, number in kinds]))
        shown.append(_once_each(ordered, draft, draft.name))
    shown.append(" ".join([f"{counted(len(diagnostics), 'finding')}.", *told]))
    dicts = [values(finding, COLUMNS["check"]) for finding in diagnostics]
    return Listing(dicts, dicts, shown, COLUMNS["check"], links=links)


def kinds_of(diagnostics: Iterable[Diagnostic], name: str) -> Iterator[Block]:
    """Yield how many findings there are of each kind, and where, and how to see what each says."""
    by_kind: dict[tuple[str, str], list[Diagnostic]] = {}
    for finding in _worst_first(diagnostics):
        by_kind.setdefault((finding.severity, finding.code), []).append(finding)
    rows = []
    for (severity, code), found in sorted(by_kind.items(), key=lambda kind: SEVERITIES.index(kind[0][0])):
        places = dict.fromkeys(one.source or one.provision or one.place or "at the head" for one in found)
        rows.append([f"{len(found):,}", severity, code, Several(places)])
    if rows:
        yield Table(("findings", "severity", "kind", "where"), rows)
        yield f"`bracketed check {name}` says what each finding is, and what to do about it."


def _worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings with errors first, then warnings."""
    return sorted(diagnostics, key=lambda finding: SEVERITIES.index(finding.severity))


def _once_each(diagnostics: Iterable[Diagnostic], draft: Draft, name: str) -> str:
    """Return findings one below the other, those that say the same as one."""
    alike: dict[tuple[str, str], list[Diagnostic]] = {}
    for finding in diagnostics:
        alike.setdefault((finding.source, _message(finding)), []).append(finding)
    return "\n".join(_finding(found, draft, name) for found in alike.values())


def _finding(alike: Sequence[Diagnostic], draft: Draft, name: str) -> str:
    """Return findings that say the same behind the place of the first, and the places of the others behind them.

    A place is line and column of the file `name` as compilers write it, or as people say it.
    """
    finding, *others = alike
    # Of a table or record the message itself says where.
    if finding.source and finding.source in finding.message:
        return _message(finding)
    if draft.pages is None:
        file = f"{finding.source or name}:" if finding.source or name else ""
        where, *more = (f"{one.line}:{one.column}" for one in alike)
        return f"{file}{where}: {_message(finding)}{_also(more)}"
    where = place_in_words(finding)
    more = [*dict.fromkeys(place for one in others if (place := place_in_words(one)) not in ("", where))]
    return (f"{where}: {_message(finding)}" if where else _message(finding)) + _also(more)


def _also(places: Sequence[str]) -> str:
    # "B, page 4; D, page 9", but "8:94, 10:1"
    joint = "; " if any(", " in place for place in places) else ", "
    return f"; also at {joint.join(places)}" if places else ""


def place_in_words(finding: Diagnostic) -> str:
    """Return where a finding is, as people say it: its provision, its line or page, and whose comment it is about.

    >>> place_in_words(Diagnostic("warning", "comment-not-read", "…", "4", 7, 1, by="UK", where=""))
    '4, comment of UK'
    """
    # Tables are counted in rows.
    if finding.source and f"{finding.source}, row" in finding.message:
        return f"{finding.source}, row {finding.line}"
    speaker = f"comment of {finding.by}" if finding.by else ""
    return ", ".join(part for part in (finding.source, finding.provision, finding.place, speaker) if part)


def _message(finding: Diagnostic) -> str:
    # Some messages say themselves what to do.
    remedy = f"; {finding.suggestion}" if finding.suggestion and finding.suggestion not in finding.message else ""
    # The mark of a note may be all that there is to show; it is raised, as on pages.
    words = without_marks(NOTE_MARK.sub(lambda found: found[1].translate(RAISED), finding.message))
    return f"{finding.severity}: {words}{remedy} [{finding.code}]"


def variants(space: Space, chosen: Sequence[Variant], *, whole: bool) -> Listing:
    """Return how many variants there are, and of some what is other in each, or the `whole` texts."""
    number = f"{short(space.count())} variant{'' if space.count() == 1 else 's'}"
    shown: list[Block] = [f"{number} of {counted(len(space.brackets), 'bracket')}"]
    if whole:
        for variant in chosen:
            choices = choices_words(variant.choices.items(), by=" ")
            shown += [f"── variant {short(variant.index)}: {choices}", Text(variant.text)]
    elif chosen:
        shown.append(Table(("variant", "choices; after the first, those that are other than in it"), _apart(chosen)))
        shown.append("--text prints the texts, --at I one of them.")
    # A request for one text means to use it.
    if len(chosen) == 1 and chosen[0].to_check:
        shown.append(in_words(chosen[0].to_check, with_lines=space.draft.pages is None))
    dicts = {"count": exact(space.count()), "variants": [variant.to_dict() for variant in chosen]}
    records = aligned([row_of(variant) for variant in chosen]) or [{"count": dicts["count"]}]
    return Listing(dicts, records, shown, links=space.link_count)


def _apart(chosen: Sequence[Variant]) -> list[list[str]]:
    first = chosen[0].choices
    rows = []
    for place, variant in enumerate(chosen):
        # A bracket that is not in the first text is other, too.
        own = (choice for choice in variant.choices.items() if place == 0 or first.get(choice[0]) != choice[1])
        rows.append([short(variant.index), Several(f"{bracket}={letter}" for bracket, letter in own)])
    return rows


def corpus(records: list[Record], about: str) -> Listing:
    """Return a table of many drafts: of each the figures that matter most, or its brackets or positions."""
    if about == "drafts":
        reserved = any(row["reserved"] for row in records)
        standings = ["blocking", *["reserved"] * reserved, "closable", "silent"]
        head = ["file", "brackets", "contested", "deadlocked", *standings[1:], "delegations", "findings"]
        rows = [_figures(row, standings) for row in records]
    else:
        # All columns together are for programs: they do not fit on a page.
        head = _OF_CORPUS[about].split()
        rows = [[_known(row[name]) for name in head] for row in records if not row["error"]]
    files = {row["file"] for row in records}
    # A draft may have many rows, or a single one with its error.
    bad = len({row["file"] for row in records if row["error"]})
    summary = f"{counted(len(files), 'draft')}{f', of which {bad} could not be read' if bad else ''}."
    # In a cell an error would be cut, and it says what to do.
    errors = [
        f"{file}: {error}" for file, error in dict.fromkeys((row["file"], row["error"]) for row in records) if error
    ]
    shown: list[Block] = [Table(head, rows), *errors, summary] if records else ["Nothing was found in any draft."]
    return Listing(records, records, shown)


def _figures(row: Mapping[str, Any], standings: Sequence[str]) -> list[str]:
    share = row["contested_share"]
    contested = "" if share is None else f"{share:.1%}"
    numbers = [_known(row[name]) for name in (*standings, "delegations")]
    findings = [row[name] for name in ("errors", "warnings", "infos")]
    # A draft that could not be read to its end has no figures for what comes after.
    found = "" if None in findings else str(sum(findings))
    return [row["file"], _known(row["brackets"]), contested, *numbers, found]


def _known(value: object) -> str:
    return "" if value is None else str(value)
