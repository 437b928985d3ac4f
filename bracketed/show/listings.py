"""Lists that are no answer of their own: each states its plain values, its flat table and its blocks once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from bracketed.consensus.contestation import Answer
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.links import Link
from bracketed.draft.outline import OutlineNode
from bracketed.draft.tree import OMIT, Bracket, Option
from bracketed.phrasing import counted, exact, plain, short
from bracketed.positions.positions import STANCES, Note, Position, Positions
from bracketed.show.serialise import (
    COLUMNS,
    aligned,
    bracket_dict,
    bracket_rows,
    diagnostic_dict,
    link_dict,
    positions_dict,
    row_of,
)
from bracketed.source import Source
from bracketed.variants.checks import in_words
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Block, Listing, Record, Shorten, Table


def outline(draft: Draft, nodes: Sequence[OutlineNode]) -> Listing:
    """Return parts of a draft, the titles indented, with what is open in each."""
    above = min((node.depth for node in nodes), default=0)
    rows = []
    for node in nodes:
        named = node.label and node.title.casefold().startswith(node.label.casefold())
        name = node.title if named else f"{node.label} {node.title}".strip()
        words = f"{node.share:.0%}" if node.contested else ""
        counts = [str(count) if count else "" for count in (node.brackets, node.options)]
        rows.append([f"{'· ' * (node.depth - above)}{_cut(name, 64)}", *counts, words, str(node.line)])
    whole = draft.outline.nodes
    contested, words_ = sum(node.contested for node in whole), sum(node.words for node in whole)
    summary = (
        f"{counted(sum(node.brackets for node in whole), 'bracket')}; {contested:,} of {counted(words_, 'word')} stand "
        "in brackets."
    )
    records = [node.to_dict() for node in nodes]
    return Listing(records, records, [Table(("part", "brackets", "options", "in brackets", "line"), rows), summary])


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def brackets(found: Sequence[Bracket], lines: Source) -> Listing:
    """Return every bracket with its options."""
    rows = []
    for bracket in found:
        line, _ = lines.place(bracket.span.start)
        for number, option in enumerate(bracket.options):
            first = [bracket.id, bracket.kind, str(line)] if number == 0 else ["", "", ""]
            rows.append([*first, option.letter, "(nothing)" if option.letter == OMIT else option.text])
    comments = sum(bracket.origin == "comment" for bracket in found)
    implied = f"{comments} that only comments imply{' (#i)' if comments else ''}"
    summary = f"{counted(len(found) - comments, 'bracket')} in the text, {implied}."
    table = Table(("bracket", "kind", "line", "option", "text"), rows)
    dicts = [bracket_dict(bracket, lines) for bracket in found]
    return Listing(dicts, bracket_rows(found, lines), [table, summary], COLUMNS["brackets"])


def positions(draft: Draft, found: Positions, shorten: Shorten) -> Listing:
    """Return who wants what, bracket by bracket, with notes and findings below."""
    implied = [item.bracket for item in found.implied]
    brackets = sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))
    by_stance: dict[tuple[str, str, str], list[Position]] = {}
    for row in found:
        by_stance.setdefault((row.bracket, row.option, row.stance), []).append(row)
    rows = []
    for bracket in brackets:
        quoted: set[str] = set()
        for option, stance in product(bracket.options, STANCES):
            same = by_stance.get((bracket.id, option.letter, stance), [])
            if same:
                cells = [bracket.id, f"{option.letter} {_quoted(option, shorten)}", stance]
                rows.append([*cells, ", ".join(map(_speaker, same)), _because(same, quoted)])
    shown: list[Block] = []
    if rows:
        shown.append(Table(("bracket", "option", "stance", "delegations", "because of"), _once(rows)))
    if found.notes:
        notes = [[_by(note), note.provision, str(note.line), note.text] for note in found.notes]
        shown += ["Remarks that take no stance:", Table(("delegation", "provision", "line", "remark"), notes)]
    if found.diagnostics:
        shown += ["Could not be used, or only with doubt:", "\n".join(map(_finding, found.diagnostics))]
    number = f"{counted(len(found), 'stance')} of {counted(len(found.delegations), 'delegation')}"
    spoken = len({row.bracket for row in found})
    summary = f"{number}, on {spoken} of {counted(len(brackets), 'bracket')}."
    shown.append(summary if rows else "Nobody has taken a stance.")
    return Listing(positions_dict(found), aligned([row_of(row) for row in found]), shown, COLUMNS["positions"])


def _once(rows: Sequence[list[str]]) -> list[list[str]]:
    """Return rows that name a bracket, and an option of it, only where the row above does not."""
    shown = []
    before = ["", ""]
    for row in rows:
        same = 0 if row[0] != before[0] else 1 if row[1] != before[1] else 2
        shown.append(["", ""][:same] + row[same:])
        before = row
    return shown


def _quoted(option: Option, shorten: Shorten) -> str:
    return "(nothing)" if option.letter == OMIT else f"“{shorten(option.text)}”"


def _by(note: Note) -> str:
    """Return the delegation that a remark names, or else who typed it."""
    return note.delegation or (note.author and f"({note.author})")


def _speaker(row: Position) -> str:
    conditions = " and ".join(f"{bracket}={letter}" for bracket, letter in row.condition)
    weight = "" if row.weight == 1 else f" ×{plain(row.weight)}"
    return f"{row.delegation}{weight}{f' (if {conditions})' if conditions else ''}"


def _because(rows: Sequence[Position], quoted: set[str]) -> str:
    """Return the words that rows rest on; of those that were `quoted` before, for the same bracket, only the line."""
    reasons = []
    for row in rows:
        words, line = row.evidence.words, row.evidence.line
        whole = words if line is None else f"line {line}: {words}"
        reasons.append(whole if line is None or whole not in quoted else f"line {line}")
    quoted.update(reasons)
    return "; ".join(dict.fromkeys(reasons))


def links(found: Sequence[Link]) -> Listing:
    """Return proposed links with their reasons."""
    shown: list[Block] = ["No two brackets put the same choice of words."]
    if found:
        shown = [
            Table(("link", "brackets", "reason"), [[one.id, ", ".join(one.brackets), one.reason] for one in found])
        ]
    return Listing([link_dict(link) for link in found], [row_of(link) for link in found], shown, COLUMNS["links"])


def findings(name: str, found: Sequence[Diagnostic], blocking: Sequence[str]) -> Listing:
    """Return what is doubtful or wrong in a draft, and which brackets block."""
    lines = [f"{name}:{_finding(finding)}" for finding in found]
    number = f"{counted(len(blocking), 'bracket')} block{'s' if len(blocking) == 1 else ''}"
    blocks = f"{number}: {', '.join(blocking)}" if blocking else "No bracket blocks"
    shown = [*["\n".join(lines)] * bool(lines), f"{counted(len(found), 'finding')}. {blocks}."]
    dicts = [diagnostic_dict(finding) for finding in found]
    return Listing(dicts, dicts, shown, COLUMNS["check"])


def _finding(found: Diagnostic) -> str:
    remedy = f"; {found.suggestion}" if found.suggestion and found.suggestion not in found.message else ""
    return f"{found.line}:{found.column}: {found.severity}: {found.message}{remedy} [{found.code}]"


def variants(space: Space, chosen: Sequence[Variant]) -> Listing:
    """Return how many variants there are, and the texts of some."""
    number = f"{short(space.count())} variant{'' if space.count() == 1 else 's'}"
    linked = f", with {counted(len(space.links), 'link')}" if space.links else ""
    shown = [f"{number} of {counted(len(space.brackets), 'bracket')}{linked}"]
    for variant in chosen:
        shown.append(f"── variant {short(variant.index)}: {_choices(variant)}\n{variant.text}")
    if len(chosen) == 1 and chosen[0].to_check:
        shown.append(in_words(chosen[0].to_check))
    dicts = {"count": exact(space.count()), "variants": [variant.to_dict() for variant in chosen]}
    return Listing(dicts, aligned([row_of(variant) for variant in chosen]) or [{"count": dicts["count"]}], shown)


def _choices(variant: Variant) -> str:
    return " ".join(f"{bracket}={letter}" for bracket, letter in variant.choices.items())


def ranking(found: Sequence[Answer]) -> Listing:
    """Return variants in order, each by what sets it apart from the first."""
    rows, records = [], []
    for number, answer in enumerate(found, 1):
        first = found[0].variant.choices
        other = [
            f"{bracket}={letter}" for bracket, letter in answer.variant.choices.items() if first.get(bracket) != letter
        ]
        costs = [str(answer.blocks), plain(answer.objections), plain(answer.supports), short(answer.ties or 1)]
        rows.append([str(number), *costs, " ".join(other) or "(the least contested)"])
        record: Record = {
            "place": number,
            "ties": None if answer.ties is None else exact(answer.ties),
            "blocks": answer.blocks,
            "objections": answer.objections,
            "supports": answer.supports,
            "choices": _choices(answer.variant),
            "text": answer.variant.text,
        }
        records.append(record)
    head = ("", "blocks", "objections", "supports", "alike", "what is other than in the first")
    shown: list[Block] = [Table(head, rows) if rows else "Nothing was asked for."]
    return Listing([answer.to_dict() for answer in found], records, shown)


def corpus(records: list[Record], about: str) -> Listing:
    """Return a table of many drafts: of each the figures that matter most, or its brackets or positions."""
    if about == "drafts":
        head = ["file", "brackets", "contested", "blocking", "closable", "silent", "delegations", "findings", "error"]
        rows = [_figures(row) for row in records]
    else:
        head = [name for name in (records[0] if records else ()) if name not in ("hash", "reading")]
        rows = [["" if row[name] is None else str(row[name]) for name in head] for row in records]
    files = {row["file"] for row in records}
    bad = len({row["file"] for row in records if row["error"]})
    summary = f"{counted(len(files), 'draft')}{f', of which {bad} could not be read' if bad else ''}."
    shown: list[Block] = [Table(head, rows), summary] if records else ["Nothing was found in any draft."]
    return Listing(records, records, shown)


def _figures(row: Mapping[str, Any]) -> list[str]:
    share = row["contested_share"]
    findings = [row[name] for name in ("errors", "warnings", "infos")]
    known = [row[name] for name in ("brackets", "blocking", "closable", "silent", "delegations")]
    brackets, *others = ["" if number is None else str(number) for number in known]
    contested = "" if share is None else f"{share:.1%}"
    told = "" if None in findings else str(sum(findings))
    return [row["file"], brackets, contested, *others, told, row["error"]]
