"""The report: one page that tells people where a draft stands, without a script and without a network."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from bracketed.atomic_write import write_whole
from bracketed.consensus.brief import brief
from bracketed.consensus.coalitions import coalitions
from bracketed.parsing.conventions import languages_of
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions
from bracketed.show.html.markup import Html, element
from bracketed.show.html.report.pictures import ties, who_wants_what
from bracketed.show.html.report.sections import (
    Section,
    closable,
    findings,
    how_to_read,
    listed,
    moves,
    obstacles,
    remarks,
    stances,
)
from bracketed.show.html.report.text import settled_text
from bracketed.variants.space import Space

_CONFIDENTIAL = "This file holds the words of the draft and of its comments; it asks no network for anything."


def report(space: Space, positions: Positions, output: str | os.PathLike[str] | None = None) -> str:
    """Return the report on a draft as one HTML page that needs nothing else, and write it if an `output` is given.

    It tells in sentences what blocks, who holds it and what would help; the least contested text with what was settled
    in it and why; who wants what, with the words that this rests on; and what in the draft is doubtful. The same draft
    gives the same page.

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
    page = _page(space, positions)
    if output is not None:
        write_whole(output, page.encode("utf-8"))
    return page


def _page(space: Space, positions: Positions) -> str:
    told = brief(space, positions)
    draft = space.draft
    language = next(iter(languages_of(draft.source)), "en")
    graph = coalitions(positions)
    sections = [
        Section("summary", "In short", element("p", " ".join(told.summary), class_="summary")),
        Section("picture", "Who wants what, at a glance", *who_wants_what(told)),
        Section("blocks", "What blocks, and who holds it", *obstacles(told, language)),
        Section("closable", "What can be closed now", *closable(told, language)),
        Section("text", "The least contested text", *settled_text(told, language)),
        Section("moves", "Who would have to move", *moves(told)),
        Section("trades", "What could be traded", *listed(told.trades if told.deals else (), ordered=True)),
        Section("together", "Who stands with whom", *listed(told.together), *ties(graph)),
        Section("positions", "Positions, by delegation", *stances(positions, space, language)),
        Section("remarks", "Remarks that take no stance", *remarks(positions, language)),
        Section("findings", "Doubts about the draft and its comments", *findings(draft, positions)),
        Section("unanswered", "What could not be answered", *listed(told.unanswered)),
        Section("reading", "How to read this report", *how_to_read()),
    ]
    shown = [section for section in sections if section.parts]
    style = files("bracketed.show.html.report").joinpath("page.css").read_text(encoding="utf-8")
    # Only this very style is let in, so nothing that a draft might smuggle past the escaping could do harm or call out.
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = f"Report on {draft.name}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Html(style)),
    )
    counts = ", ".join(
        counted(len(things), name)
        for things, name in (
            (draft.provisions, "provision"),
            (draft.brackets, "bracket"),
            (draft.comments, "comment"),
            ((*draft.diagnostics, *positions.diagnostics), "finding"),
            (positions.delegations, "delegation"),
        )
    )
    body = element(
        "body",
        element("header", element("h1", title), element("p", f"{counts}."), *_left_out(positions)),
        element(
            "nav",
            element("h2", "Contents"),
            element("ol", *(element("li", element("a", s.title, href=f"#{s.name}")) for s in shown)),
            aria_label="Contents",
        ),
        element("main", *(section.html() for section in shown)),
        element("footer", element("p", _CONFIDENTIAL)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _left_out(positions: Positions) -> Iterator[Html]:
    """Yield how many comments the answers leave out, if any."""
    unread = len(positions.unread)
    if unread:
        where = element("a", "Doubts about the draft and its comments", href="#findings")
        told = element("strong", f"{counted(unread, 'comment')} could not be read")
        what = "it says" if unread == 1 else "they say"
        yield element("p", told, f": no answer counts what {what}. See ", where, ".")
