"""The report: one page on the state of a draft, without a script and without a network."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from bracketed.atomic_write import write_whole
from bracketed.consensus.brief import Brief, brief
from bracketed.consensus.open_brackets import brackets_in_words
from bracketed.consensus.scoring import check_arguments
from bracketed.parsing.language import languages_of
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions, every_finding
from bracketed.show.html.markup import Html, element, items, packaged, page
from bracketed.show.html.report import pictures, sections
from bracketed.variants.space import Space

# Drafts and comments are often not public, and a page is sent on more easily than a draft.
_CONFIDENTIAL = "This file holds the words of the draft and of its comments; it asks no network for anything."


def report(space: Space, positions: Positions, output: str | os.PathLike[str] | None = None) -> str:
    """Return the report on a draft as one HTML page that needs nothing else, and write it if an `output` is given.

    It says in sentences what is deadlocked, who holds it and what would help; what is a toss; the least contested text
    with what was settled in it and why; who wants what, with the words that this rests on; and what in the draft is
    doubtful. The same draft gives the same page.

    Args:
        space: which variants there are, with the brackets that the positions imply.
        positions: who takes which stance.
        output: the file to write; one that is there already is replaced only once all is written.

    Raises:
        OSError: the file cannot be written.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> page = bt.report(bt.variants(draft, positions), positions)
    >>> page[:32], "The most urgent is “shall” (4#1)" in page, "<script" in page
    ('<!doctype html>\\n<html lang="en">', True, False)
    """
    check_arguments(space, positions)
    title = f"Report on {space.draft.name}"
    made = page(title, packaged(__name__, "page.css"), _body(title, space, positions))
    if output is not None:
        write_whole(output, made.encode("utf-8"))
    return made


def _body(title: str, space: Space, positions: Positions) -> Html:
    # A section with nothing in it is left out, and so is its line in the contents.
    shown = [(name, heading, parts) for name, heading, content in _sections(space, positions) if (parts := [*content])]
    counts = f"{_counts(space, positions)}. {space.link_count.sentence}".rstrip()
    contents = items((element("a", heading, href=f"#{name}") for name, heading, _ in shown), ordered=True)
    return element(
        "body",
        element("header", element("h1", title), element("p", counts), *_left_out(positions)),
        element("nav", element("h2", "Contents"), contents, aria_label="Contents"),
        element(
            "main", *(element("section", element("h2", heading), *parts, id=name) for name, heading, parts in shown)
        ),
        element("footer", element("p", _CONFIDENTIAL)),
    )


def _sections(space: Space, positions: Positions) -> Iterator[tuple[str, str, Iterable[Html]]]:
    """Yield each section: the name that links lead to, its title, and what is in it."""
    draft = space.draft
    answers = brief(space, positions)
    # The words of the draft are marked with its language, so that they are read out and hyphenated in it.
    language = draft.language or next(iter(languages_of(draft.source)), "en")
    yield "summary", "In short", [element("p", " ".join(answers.summary), class_="summary")]
    # Where nothing is open or nothing is known, there is no text that is less contested than another.
    if not answers.empty:
        yield from _answers(answers, language)
    yield "positions", "Positions, by delegation", sections.stances(positions, space, language)
    yield "remarks", "Remarks that take no stance", sections.remarks(positions, language)
    yield "findings", "Doubts about the draft and its comments", sections.findings(draft, positions)
    yield "unanswered", "What could not be answered", sections.listed(answers.unanswered)
    yield "reading", "How to read this report", sections.how_to_read()


def _answers(answers: Brief, language: str) -> Iterator[tuple[str, str, Iterable[Html]]]:
    yield "picture", "Who wants what, at a glance", pictures.who_wants_what(answers)
    yield "blocks", "Deadlocked brackets, and who holds them", sections.obstacles(answers, language)
    yield "closable", "What can be closed now", sections.closable(answers, language)
    yield "tosses", "Tosses, left to the room", sections.tosses(answers)
    yield "text", "The least contested text", sections.settled_text(answers, language)
    yield "moves", "Who would have to move", sections.moves(answers)
    yield "trades", "What could be traded", sections.listed(answers.trades if answers.deals else (), ordered=True)
    yield "together", "Who stands with whom", (*sections.listed(answers.together), *pictures.ties(answers.coalitions))


def _counts(space: Space, positions: Positions) -> str:
    draft = space.draft
    blanks = sum(bracket.kind == "placeholder" for bracket in draft.brackets)
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
