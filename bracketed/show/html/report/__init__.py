"""The report: one page on the state of a draft, without a script and without a network."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from bracketed.atomic_write import check_output, write_whole
from bracketed.consensus.brief import Brief, brief
from bracketed.consensus.delegation_outcome import outcome
from bracketed.consensus.open_brackets import brackets_in_words
from bracketed.consensus.scoring import check_arguments
from bracketed.draft.title import date_of, subtitle_of, title_of
from bracketed.parsing.language import language_of_draft
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions, every_finding
from bracketed.show.html.markup import Html, element, items, packaged, page
from bracketed.show.html.report import pictures, sections, summary
from bracketed.variants.space import Space

# Drafts and comments are often not public, and a page is sent on more easily than a draft.
_CONFIDENTIAL = "This file holds the words of the draft and of its comments; it needs no network."


def report(
    space: Space,
    positions: Positions,
    output: str | os.PathLike[str] | None = None,
    *,
    full: bool = False,
    delegations: Iterable[str] = (),
    explorer: str | os.PathLike[str] | None = None,
    force: bool = False,
) -> str:
    """Return the report on a draft as one HTML page that needs nothing else, and write it if an `output` is given.

    It says in sentences what is deadlocked, who holds it and what would help, what can be closed now, how much is open
    in each article, and which groups want what: two or three printed pages, whatever the draft. The whole report goes
    on with the least contested text, what was settled in it and why, with all that each delegation wants and the words
    that this rests on, and with what in the draft is doubtful. The same draft gives the same page.

    Args:
        space: which variants there are, with the brackets that the positions imply.
        positions: who takes which stance.
        output: the file to write, or `-` for standard output.
        full: give the whole report.
        delegations: add what each of these wins, loses and has still open in the least contested text.
        explorer: the page of the explorer on the same draft, as seen from the report: ids lead to their brackets there.
        force: replace a file that is there, once all is written. The file of the draft is never replaced.

    Raises:
        UnknownNameError: nobody of such a name takes a stance.
        NotWrittenError: a file is there already, or there is no way to write it.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> page = bt.report(bt.variants(draft, positions), positions)
    >>> page[:32], "The most urgent is “shall” (4#1)" in page, "<script" in page
    ('<!doctype html>\\n<html lang="en">', True, False)
    """
    check_arguments(space, positions)
    if output is not None:
        check_output(output, inputs=[space.draft.path], force=force)
    title = title_of(space.draft)
    # A path, however it is written, becomes an address; no other kind of address comes out of it.
    ids = summary.Ids(quote(Path(explorer).as_posix()) if explorer is not None else "")
    body = _body(title, space, positions, full, tuple(delegations), ids)
    made = page(f"Report: {title}", packaged(__name__, "page.css"), body)
    if output is not None:
        write_whole(output, made.encode("utf-8"), inputs=[space.draft.path], force=force)
    return made


def _body(
    title: str, space: Space, positions: Positions, full: bool, delegations: tuple[str, ...], ids: summary.Ids
) -> Html:
    # A section with nothing in it is left out, and so is its line in the contents.
    found = _sections(space, positions, full, delegations, ids)
    shown = [(name, heading, parts) for name, heading, content in found if (parts := [*content])]
    draft = space.draft
    dated = f", {date}" if (date := date_of(draft)) and date not in title else ""
    counts = f"{_counts(space, positions)}. {space.link_count.sentence}".rstrip()
    contents = items((element("a", heading, href=f"#{name}") for name, heading, _ in shown), ordered=True)
    return element(
        "body",
        element(
            "header",
            element("p", f"Report on {draft.name}{dated}", class_="of"),
            element("h1", title, lang=language_of_draft(draft)),
            *[element("p", head, class_="of", lang=language_of_draft(draft)) for head in [subtitle_of(draft)] if head],
            element("p", counts, class_="note"),
            *_left_out(positions),
        ),
        # Three pages need no contents.
        *[element("nav", element("h2", "Contents"), contents, aria_label="Contents")] * full,
        element(
            "main", *(element("section", element("h2", heading), *parts, id=name) for name, heading, parts in shown)
        ),
        element("footer", element("p", _CONFIDENTIAL)),
    )


def _sections(
    space: Space, positions: Positions, full: bool, delegations: tuple[str, ...], ids: summary.Ids
) -> Iterator[tuple[str, str, Iterable[Html]]]:
    """Yield each section: the name that links lead to, its title, and what is in it."""
    draft = space.draft
    answers = brief(space, positions)
    # The words of the draft are marked with its language, so that they are read out and hyphenated in it.
    language = language_of_draft(draft)
    yield "summary", "In short", [element("p", " ".join(answers.summary), class_="summary")]
    # Where nothing is open or nothing is known, there is no text that is less contested than another.
    if not answers.empty:
        yield from _short(answers, language, full, ids)
        if answers.best is not None:
            for number, name in enumerate(delegations, 1):
                found = outcome(answers.best, name)
                yield f"delegation{number}", f"What {found.delegation} gets", summary.outcome(found, ids)
        if full:
            yield from _answers(answers, language)
    if full:
        yield "positions", "Positions, by delegation", sections.stances(positions, space, language)
        yield "remarks", "Remarks that take no stance", sections.remarks(positions, language)
        yield "findings", "Doubts about the draft and its comments", sections.findings(draft, positions)
    else:
        yield "findings", "Doubts about the draft and its comments", summary.findings(space, positions)
    yield "unanswered", "What could not be answered", sections.listed(answers.unanswered)
    yield "reading", "How to read this report", sections.how_to_read() if full else sections.signs()


def _short(answers: Brief, language: str, full: bool, ids: summary.Ids) -> Iterator[tuple[str, str, Iterable[Html]]]:
    """Yield the sections of the short report; the whole one has all deadlocks and all that can be closed."""
    parts = summary.Parts.of_draft(answers.space)
    yield "blocks", "Deadlocked brackets, and who holds them", summary.deadlocks(answers, parts, language, ids)
    if not full:
        yield "moves", "Who would have to move", summary.moves(answers)
        yield "closable", "What can be closed now", summary.closable(answers, parts, language, ids)
    yield "parts", "Where it is open", (*summary.by_part(answers, parts), *pictures.by_part(answers, parts))
    yield "groups", "Who agrees with whom, and on what", summary.groups(answers, ids)


def _answers(answers: Brief, language: str) -> Iterator[tuple[str, str, Iterable[Html]]]:
    yield "picture", "Who wants what, at a glance", pictures.who_wants_what(answers)
    yield "all", "All deadlocked brackets", sections.obstacles(answers, language)
    yield "closable", "What can be closed now", sections.closable(answers, language)
    yield "tosses", "Tosses, left to the room", sections.tosses(answers)
    yield "text", "The least contested text", sections.settled_text(answers, language)
    yield "moves", "Who would have to move", sections.moves(answers)
    yield "trades", "What could be traded", sections.listed(answers.trades if answers.deals else (), ordered=True)
    yield "together", "Who agrees with whom, in numbers", pictures.ties(answers.coalitions)


def _counts(space: Space, positions: Positions) -> str:
    draft = space.draft
    blanks = sum(not bracket.is_choice for bracket in draft.brackets)
    numbers = [
        counted(len(draft.provisions), "provision"),
        brackets_in_words(space.brackets),
        *[f"{counted(blanks, 'place')} to be filled in"] * bool(blanks),
        counted(len(draft.comments), "comment"),
        counted(len(every_finding(draft, positions)), "finding"),
        counted(len(positions.delegations), "delegation"),
    ]
    return ", ".join(numbers)


def _left_out(positions: Positions) -> Iterator[Html]:
    """Yield how many comments the answers leave out, if any."""
    # Above all else: who reads only the first lines must know that the answers do not rest on every comment.
    unread = len(positions.unread)
    if unread:
        where = element("a", "Doubts about the draft and its comments", href="#findings")
        number = element("strong", f"{counted(unread, 'comment')} could not be read")
        what = "it says" if unread == 1 else "they say"
        yield element("p", number, f": no answer counts what {what}. See ", where, ".")
