"""What the command line prints for people: one function for each verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from bracketed.consensus.blocking import Blocking, BracketSupport, OptionSupport
from bracketed.consensus.coalitions import pairs
from bracketed.consensus.concessions import Concessions
from bracketed.consensus.conflicts import Conflicts
from bracketed.consensus.contestation import Answer
from bracketed.consensus.leverage import Leverage
from bracketed.consensus.outlook import Outlook
from bracketed.consensus.packages import Packages
from bracketed.consensus.shares import Share
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.links import Link
from bracketed.draft.outline import OutlineNode
from bracketed.draft.tree import OMIT, Bracket, Option
from bracketed.phrasing import counted, exact, plain, short, shortened, some_of
from bracketed.positions import positions as stances
from bracketed.progress.accounts import Point
from bracketed.progress.changes import BRACKET_KINDS, KINDS
from bracketed.progress.progress import Measure, Progress, Stage, Transition
from bracketed.show.output import terminal_width
from bracketed.show.terminal.tables import harmless, table
from bracketed.source import Source
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant

if TYPE_CHECKING:
    import networkx as nx

# Places to look at that are told one by one.
_FEW_CHECKS = 10


def outline(draft: Draft, nodes: Sequence[OutlineNode]) -> str:
    """Return the parts of a draft, the titles indented, with what is open in each."""
    above = min((node.depth for node in nodes), default=0)
    rows = []
    for node in nodes:
        name = (
            node.title
            if node.label and node.title.casefold().startswith(node.label.casefold())
            else f"{node.label} {node.title}".strip()
        )
        words = f"{node.share:.0%}" if node.contested else ""
        counts = [str(count) if count else "" for count in (node.brackets, node.options)]
        rows.append([f"{'· ' * (node.depth - above)}{_cut(name, 64)}", *counts, words, str(node.line)])
    brackets = sum(node.brackets for node in draft.outline.nodes)
    contested, words_ = (sum(getattr(node, name) for node in draft.outline.nodes) for name in ("contested", "words"))
    summary = f"{counted(brackets, 'bracket')}; {contested:,} of {counted(words_, 'word')} stand in brackets."
    head = ["part", "brackets", "options", "in brackets", "line"]
    return f"{table(head, rows, terminal_width())}\n\n{summary}"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def brackets(found: Sequence[Bracket], lines: Source) -> str:
    """Return every bracket with its options."""
    rows = []
    for bracket in found:
        line, _ = lines.place(bracket.span.start)
        for number, option in enumerate(bracket.options):
            first = [bracket.id, bracket.kind, str(line)] if number == 0 else ["", "", ""]
            rows.append([*first, option.letter, "(nothing)" if option.letter == OMIT else option.text])
    told = sum(bracket.origin == "comment" for bracket in found)
    implied = f"{told} that only comments imply{' (#i)' if told else ''}"
    summary = f"{counted(len(found) - told, 'bracket')} in the text, {implied}."
    return f"{table(['bracket', 'kind', 'line', 'option', 'text'], rows, terminal_width())}\n\n{summary}"


def positions(draft: Draft, found: stances.Positions) -> str:
    """Return who wants what, bracket by bracket, with notes and findings below."""
    implied = [item.bracket for item in found.implied]
    brackets = sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))
    told: dict[tuple[str, str, str], list[stances.Position]] = {}
    for row in found:
        told.setdefault((row.bracket, row.option, row.stance), []).append(row)
    rows = []
    for bracket in brackets:
        given: set[str] = set()
        for option, stance in product(bracket.options, stances.STANCES):
            same = told.get((bracket.id, option.letter, stance), [])
            if same:
                speakers = ", ".join(map(_speaker, same))
                rows.append([bracket.id, f"{option.letter} {_quoted(option)}", stance, speakers, _because(same, given)])
    parts = []
    if rows:
        parts.append(table(["bracket", "option", "stance", "delegations", "because of"], _once(rows), terminal_width()))
    if found.notes:
        notes = [[_by(note), note.provision, str(note.line), note.text] for note in found.notes]
        remarks = table(["delegation", "provision", "line", "remark"], notes, terminal_width())
        parts.append(f"Remarks that take no stance:\n\n{remarks}")
    if found.diagnostics:
        parts.append("Could not be used, or only with doubt:\n\n" + "\n".join(map(_finding, found.diagnostics)))
    number = f"{counted(len(found), 'stance')} of {counted(len(found.delegations), 'delegation')}"
    spoken = len({row.bracket for row in found})
    summary = f"{number}, on {spoken} of {counted(len(brackets), 'bracket')}."
    return "\n\n".join([*parts, summary if rows else "Nobody has taken a stance."])


def _once(rows: Sequence[list[str]]) -> list[list[str]]:
    """Return rows that name a bracket, and an option of it, only where the row above does not."""
    shown = []
    before = ["", ""]
    for row in rows:
        same = 0 if row[0] != before[0] else 1 if row[1] != before[1] else 2
        shown.append(["", ""][:same] + row[same:])
        before = row
    return shown


def _quoted(option: Option) -> str:
    return "(nothing)" if option.letter == OMIT else f"“{_short(option.text)}”"


def _by(note: stances.Note) -> str:
    """Return the delegation that a remark names, or else who typed it."""
    return note.delegation or (note.author and f"({note.author})")


def _speaker(row: stances.Position) -> str:
    conditions = " and ".join(f"{bracket}={letter}" for bracket, letter in row.condition)
    weight = "" if row.weight == 1 else f" ×{plain(row.weight)}"
    return f"{row.delegation}{weight}{f' (if {conditions})' if conditions else ''}"


def _because(rows: Sequence[stances.Position], given: set[str]) -> str:
    """Return the words that rows rest on; of those that were `given` before, for the same bracket, only the line."""
    reasons = []
    for row in rows:
        words, line = row.evidence.words, row.evidence.line
        whole = words if line is None else f"line {line}: {words}"
        reasons.append(whole if line is None or whole not in given else f"line {line}")
    given.update(reasons)
    return "; ".join(dict.fromkeys(reasons))


def links(found: Sequence[Link]) -> str:
    """Return proposed links with their reasons."""
    if not found:
        return "No two brackets put the same choice of words."
    rows = [[link.id, ", ".join(link.brackets), link.reason] for link in found]
    return table(["link", "brackets", "reason"], rows, terminal_width())


def findings(name: str, found: Sequence[Diagnostic], standing: Sequence[str]) -> str:
    """Return what is doubtful or wrong in a draft, and which brackets block."""
    lines = [f"{harmless(name)}:{_finding(finding)}" for finding in found]
    blocks = f"{counted(len(standing), 'bracket')} block{'s' if len(standing) == 1 else ''}: {', '.join(standing)}"
    summary = f"{counted(len(found), 'finding')}. {blocks if standing else 'No bracket blocks'}."
    return "\n".join([*lines, *([""] if lines else []), summary])


def variants(space: Space, chosen: Sequence[Variant]) -> str:
    """Return how many variants there are, and the texts of some."""
    number = f"{short(space.count())} variant{'' if space.count() == 1 else 's'}"
    linked = f", with {counted(len(space.links), 'link')}" if space.links else ""
    parts = [f"{number} of {counted(len(space.brackets), 'bracket')}{linked}"]
    for variant in chosen:
        choices = " ".join(f"{bracket}={letter}" for bracket, letter in variant.choices.items())
        parts.append(f"── variant {short(variant.index)}: {choices}\n{harmless(variant.text)}")
        parts.extend([to_check(variant)] if len(chosen) == 1 and variant.to_check else [])
    return "\n\n".join(parts)


def best(space: Space, answer: Answer) -> str:
    """Return what stands against the least contested text, its choices, and the text."""
    ties = _ties(answer)
    parts = [
        f"The least contested text meets {_amount(answer.blocks, 'block')}, {_amount(answer.objections, 'objection')} "
        f"and {_amount(answer.supports, 'support')}. {ties}"
    ]
    against = [name for name, share in answer.by_delegation.items() if share.blocks or share.objections]
    rows = [
        [name, str(share.blocks), plain(share.objections), plain(share.supports)]
        for name, share in answer.by_delegation.items()
        if name in against
    ]
    if rows:
        parts.append(table(["still against", "blocks", "objections", "supports"], rows))
    chosen = [
        [bracket, letter, "(nothing)" if letter == OMIT else space.texts[bracket, letter]]
        for bracket, letter in answer.variant.choices.items()
    ]
    parts.append(table(["bracket", "option", "text"], chosen, terminal_width()))
    if answer.variant.unplaced:
        words = ", ".join(f"{id_} (“{text}”)" for id_, text in answer.variant.unplaced.items())
        parts.append(f"Not in the text below, since no comment says where they go: {words}.")
    parts.append(harmless(answer.variant.text))
    parts.extend([to_check(answer.variant)] if answer.variant.to_check else [])
    return "\n\n".join(parts)


def to_check(variant: Variant) -> str:
    """Return how many places of a text an editor has to look at, and the first of them."""
    found = variant.to_check
    lines = [f"To check in this text: {counted(len(found), 'place')}"]
    lines.extend(f"  line {check.line}: {harmless(check.message)}" for check in found[:_FEW_CHECKS])
    if len(found) > _FEW_CHECKS:
        lines.append(f"  and {len(found) - _FEW_CHECKS} more")
    return "\n".join(lines)


def _ties(answer: Answer) -> str:
    if answer.ties is None:
        return "Others may be as good." if answer.proven else " ".join(_unproven(answer))
    if answer.ties == 1:
        return "No other text is as good."
    return f"{short(answer.ties)} texts are equally good; this is the first."


def _unproven(answer: Answer) -> Iterator[str]:
    yield "It is not proven that no text is better: time ran out."
    for step in answer.steps:
        if not step.proven:
            yield f"The {step.what} is {plain(step.found)} here, and nowhere below {plain(round(step.bound, 2))}."


def ranking(found: Sequence[Answer]) -> str:
    """Return variants in order, each by what sets it apart from the first."""
    if not found:
        return "Nothing was asked for."
    first = found[0].variant.choices
    rows = []
    for number, answer in enumerate(found, 1):
        choices = answer.variant.choices
        other = [f"{bracket}={letter}" for bracket, letter in choices.items() if first.get(bracket) != letter]
        costs = (
            str(answer.blocks),
            plain(answer.objections),
            plain(answer.supports),
            short(answer.ties or 1),
        )
        rows.append([str(number), *costs, " ".join(other) or "(the least contested)"])
    head = ["", "blocks", "objections", "supports", "alike", "what is other than in the first"]
    return table(head, rows, terminal_width())


def ranked_row(number: int, answer: Answer) -> dict[str, Any]:
    """Return a variant of the ranking as a flat record."""
    choices = " ".join(f"{bracket}={letter}" for bracket, letter in answer.variant.choices.items())
    return {
        "place": number,
        "ties": None if answer.ties is None else exact(answer.ties),
        "blocks": answer.blocks,
        "objections": answer.objections,
        "supports": answer.supports,
        "choices": choices,
        "text": answer.variant.text,
    }


def blocking(found: Blocking) -> str:
    """Return how the brackets stand: those that block first, then those that can be closed, then the silent ones."""
    parts = []
    titles = {"blocking": "Blocking", "closable": "Can be closed now", "silent": "Nobody has spoken on"}
    for status, title in titles.items():
        rows = [row for row in found if row.status == status]
        doubtful = [row for row in rows if row.is_doubtful]
        if doubtful:
            parts.append(f"No position could be read: {counted(len(doubtful), 'bracket')}")
            parts.extend(harmless(f"{row.id}: {row.remedy}") for row in doubtful)
            rows = [row for row in rows if not row.is_doubtful]
        if not rows:
            continue
        parts.append(f"{title}: {counted(len(rows), 'bracket')}")
        if status == "silent":
            parts[-1] += f": {', '.join(row.id for row in rows)}"
            continue
        parts.extend(_standing(row) for row in rows if not _told_before(row, rows))
    return "\n\n".join(parts)


def _told_before(row: BracketSupport, rows: Sequence[BracketSupport]) -> bool:
    """Say whether a linked bracket was told with an earlier one, which stands the same."""
    earlier = rows[: rows.index(row)]
    return any(other.id in row.linked and other.status == row.status for other in earlier)


def _standing(row: BracketSupport) -> str:
    linked = f" (one choice with {some_of(row.linked)})" if row.linked else ""
    lines = [f"{row.id}{linked}: {row.remedy}"]
    for option in row.options:
        text = "(nothing)" if option.letter == OMIT else f"“{_short(option.text)}”"
        lines.append(f"  {option.letter:4} {text}{_who(option)}")
    return harmless("\n".join(lines))


def _who(option: OptionSupport) -> str:
    sides = (
        ("for", option.supports),
        ("can live with it", option.accepts),
        ("against", option.objections),
        ("blocks", option.blocks),
    )
    return "".join(f"\n         {word}: {', '.join(names)}" for word, names in sides if names)


def concessions(found: Concessions) -> str:
    """Return sets of objections to withdraw, the cheapest first."""
    if not any(concession.moves for concession in found):
        return "\n".join(concession.sentence for concession in found)
    parts = []
    for number, concession in enumerate(found, 1):
        costs = counted(concession.blocks, "block"), _amount(concession.objections, "objection")
        given = counted(len(concession.moves), "stance")
        parts.append(f"{number}. {given} ({', '.join(costs)}): {concession.sentence}")
    if found.total is not None:
        parts.append(f"There {'is' if found.total == 1 else 'are'} {short(found.total)} in all.")
    elif not found.complete:
        parts.append("There are more.")
    return harmless("\n\n".join(parts))


def conflicts(found: Conflicts) -> str:
    """Return what cannot all be respected, the smallest sets first."""
    if not found.rows and found.complete:
        return "All that is objected to can be avoided in one text."
    parts = [f"{number}. {conflict.sentence}" for number, conflict in enumerate(found, 1)]
    if not found.complete:
        parts.append("There are more.")
    return harmless("\n\n".join(parts))


def leverage(found: Leverage) -> str:
    """Return what each delegation, bracket and link would close."""
    if not found.rows:
        return "Nobody objects to anything."
    # Linked brackets close the same; the link tells it.
    linked = {lever.closes for lever in found.of("link")}
    idle = [lever for lever in found.of("delegation") if not lever.closes and lever.share == Share()]
    rows = []
    for lever in found:
        if lever not in idle and not (lever.kind == "bracket" and lever.closes in linked):
            settled = f"{lever.name} ({lever.option})" if lever.option else lever.name
            share = "" if lever.share is None else _share(lever.share)
            rows.append([lever.kind, settled, str(len(lever.closes)), share, ", ".join(lever.closes)])
    head = ["", "if settled", "closes", "share of blocks, objections", "brackets"]
    parts = [table(head, rows, terminal_width())] if rows else []
    if idle:
        parts.append(f"Nothing hangs on the objections of {', '.join(lever.name for lever in idle)}.")
    return harmless("\n\n".join(parts))


def _share(share: Share) -> str:
    """Return a delegation's share, with twice the standard error where it was drawn."""
    parts = []
    for value, error in ((share.blocks, share.blocks_error), (share.objections, share.error)):
        parts.append(f"{value:.2f}" + (f" ±{2 * error:.2f}" if error else ""))
    return ", ".join(parts)


def packages(found: Packages) -> str:
    """Return trades, the best first."""
    parts = [
        f"{number}. {package.sentence} Least gain {plain(package.least_gain)}, fairness {package.fairness:.2f}."
        for number, package in enumerate(found, 1)
    ]
    if not parts:
        parts.append(
            "No trade was found that leaves nobody worse off and somebody better. Stances from comments all weigh 1; a "
            "table of positions (bracketed positions --template) says what matters more to whom."
        )
    if not found.complete:
        parts.append("There are too many to look at all of them; there may be better ones.")
    return harmless("\n\n".join(parts))


def outlook(found: Outlook) -> str:
    """Return how likely brackets are to be closable, and what the least contested text may meet."""
    if not found.uncertain:
        return "All positions are certain. A column probability in a table of positions says which are not."
    open_ = [row for row in found if row.status == "blocking"]
    if not open_:
        return "No bracket blocks, whoever holds to what."
    parts = []
    rows = [
        [row.id, f"{100 * row.chance:.0f} %", "" if row.exact else f"±{200 * row.error:.1f}"]
        for row in sorted(open_, key=lambda row: -row.chance)
    ]
    parts.append(table(["blocking now", "chance to be closable", "drawn"], rows, terminal_width()))
    for row in found.variants:
        met = [
            f"{spread.mean:.1f} {name} on average ({plain(spread.low)} to {plain(spread.high)} in nine of ten draws)"
            for name, spread in (("objections", row.objections), ("blocks", row.blocks))
        ]
        parts.append(f"The least contested text meets {' and '.join(met)}.")
    return "\n\n".join(parts)


def coalitions(graph: nx.Graph) -> str:
    """Return who stands together, who stands between, and what each pair agrees and conflicts on."""
    together = [names for names in graph.graph["communities"] if len(names) > 1]
    alone = [name for names in graph.graph["communities"] if len(names) == 1 for name in names]
    parts = [f"{number}. {', '.join(names)}" for number, names in enumerate(together, 1)]
    if parts:
        parts.insert(0, "Who stands together:")
    if alone:
        parts.append(f"On their own: {', '.join(alone)}")
    between = sorted(
        ((node["pivotal"], name) for name, node in graph.nodes(data=True) if node["pivotal"] >= 0.01), reverse=True
    )
    if between:
        shares = ", ".join(f"{name} ({100 * share:.0f} %)" for share, name in between)
        parts.append(f"Go-betweens, with their share of the shortest chains of agreement between others: {shares}")
    rows = [
        [
            pair["delegation"],
            pair["other"],
            plain(pair["agreement"]),
            plain(pair["conflict"]),
            ", ".join(pair["agree_on"]),
            ", ".join(pair["conflict_on"]),
        ]
        for pair in pairs(graph)
    ]
    if not rows:
        return harmless("\n".join([*parts, "No two delegations have spoken on the same option."]))
    head = ["", "and", "agreement", "conflict", "agree on", "conflict on"]
    return harmless("\n".join(parts) + "\n\n") + table(head, rows, terminal_width())


def changes(found: Progress) -> str:
    """Return what changed from draft to draft: brackets by what became of them, then provisions, and sums."""
    told = [_changed(*each) for each in zip(found.steps, found.stages, found.stages[1:], strict=False)]
    if len(told) > 1:
        told = [f"── {step.before} to {step.after}\n\n{words}" for step, words in zip(found.steps, told, strict=True)]
    return harmless("\n\n".join(told))


def _changed(step: Transition, one: Stage, two: Stage) -> str:
    parts = []
    for what in ("bracket", "provision"):
        rows = [
            [change.kind, ", ".join(change.before), ", ".join(change.after), change.sentence]
            for kind in KINDS
            for change in step.changes
            if (change.what, change.kind) == (what, kind) and kind != "unchanged"
        ]
        if rows:
            parts.append(table([what + "s", "before", "after", "what became of it"], rows, terminal_width()))
    unchanged = len(step.of("unchanged"))
    parts.append(
        f"{counted(one.brackets, 'bracket')} before, {two.brackets} after; {unchanged} unchanged. "
        f"Words in brackets: {100 * one.share:.1f} % before, {100 * two.share:.1f} % after."
    )
    return "\n\n".join(parts)


def stages(found: Progress) -> str:
    """Return where each draft stands and what changed since the one before, with lines through the points."""
    kinds = BRACKET_KINDS[:-1]
    rows = []
    for number, row in enumerate(found.to_records(), 1):
        figures = [str(row["brackets"]), str(row["contested"]), f"{100 * row['share']:.1f} %"]
        changed = ["" if row[kind] is None else str(row[kind]) for kind in kinds]
        rows.append([str(number), row["draft"], *figures, *changed])
    parts = [table(["", "draft", "brackets", "words in them", "share", *kinds], rows, terminal_width())]
    measures: dict[str, Measure] = {"Brackets": "brackets", "Words in them": "contested"}
    for name, measure in measures.items():
        pace = found.pace(measure)
        parts += [f"{name}: {pace.sentence[0].lower()}{pace.sentence[1:]}"] if pace else []
    return "\n\n".join(parts)


def accounts(found: Progress) -> str:
    """Return what each delegation won, conceded and still holds."""
    if not found.accounts:
        return "Nobody has taken a stance."
    rows = [
        [account.delegation, *map(_points, (account.won, account.conceded, account.met)), ", ".join(account.holds)]
        for account in found.accounts
    ]
    head = ["", "won", "conceded", "met halfway on", "still holds"]
    drafts = ", ".join(f"{number} {stage.draft}" for number, stage in enumerate(found.stages, 1))
    told = "In parentheses is the draft that closed or narrowed a bracket; its id is that of the draft before."
    return f"{table(head, rows, terminal_width())}\n\n{told}\nDrafts: {harmless(drafts)}."


def _points(points: Sequence[Point]) -> str:
    return ", ".join(f"{point.bracket} ({point.draft})" for point in points)


def _short(words: str) -> str:
    # A chair who looks at a terminal knows the words; what goes to a file is whole.
    return words if terminal_width() is None else shortened(words)


def _amount(number: float, word: str) -> str:
    return f"{plain(number)} {word}{'' if number == 1 else 's'}"


def _finding(found: Diagnostic) -> str:
    remedy = f"; {found.suggestion}" if found.suggestion and found.suggestion not in found.message else ""
    return harmless(f"{found.line}:{found.column}: {found.severity}: {found.message}{remedy} [{found.code}]")


def corpus(rows: Sequence[Mapping[str, Any]], about: str) -> str:
    """Return a table of many drafts: of each the figures that matter most, or its brackets or positions."""
    if about == "drafts":
        head = ["file", "brackets", "contested", "blocking", "closable", "silent", "delegations", "findings", "error"]
        shown = [_figures(row) for row in rows]
    else:
        head = [name for name in (rows[0] if rows else ()) if name not in ("hash", "reading")]
        shown = [["" if row[name] is None else str(row[name]) for name in head] for row in rows]
    files = {row["file"] for row in rows}
    bad = len({row["file"] for row in rows if row["error"]})
    summary = f"{counted(len(files), 'draft')}{f', of which {bad} could not be read' if bad else ''}."
    return f"{table(head, shown, terminal_width())}\n\n{summary}" if rows else "Nothing was found in any draft."


def _figures(row: Mapping[str, Any]) -> list[str]:
    share = row["contested_share"]
    findings = [row[name] for name in ("errors", "warnings", "infos")]
    known = [row[name] for name in ("brackets", "blocking", "closable", "silent", "delegations")]
    brackets, *others = ["" if number is None else str(number) for number in known]
    contested = "" if share is None else f"{share:.1%}"
    told = "" if None in findings else str(sum(findings))
    return [row["file"], brackets, contested, *others, told, row["error"]]
