"""The explorer: one page, in a file, in which a chair chooses options and sees what follows.

The page holds the compiled graph of choices, so it counts and compares as exactly as the library does, on its own and
without a network. A draft may be hostile: its words reach the page as JSON and as text, never as markup, and the
page's own policy lets no script run but its own and nothing be fetched.
"""

from __future__ import annotations

import json
import os
import re
from html import escape
from string import Template

from bracketed.atomic_write import write_whole
from bracketed.positions.positions import Positions
from bracketed.show.html.explorer.content import content_of
from bracketed.show.html.markup import packaged, policy_hash
from bracketed.variants.space import Space

_SCRIPTS = ("making.js", "seams.js", "counting.js", "answers.js", "choices.js", "text.js", "beside.js", "start.js")


def explore(space: Space, positions: Positions, file: str | os.PathLike[str]) -> None:
    """Write a page to a file, in which to choose options in the text and see what follows.

    It starts from the least contested text. All it needs is in the file, which may be sent by mail.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together to count variants.

    >>> import bracketed as bt
    >>> from tempfile import TemporaryDirectory
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> positions = bt.positions(draft)
    >>> with TemporaryDirectory() as folder:
    ...     bt.explore(bt.variants(draft, positions), positions, f"{folder}/explorer.html")
    ...     with open(f"{folder}/explorer.html", encoding="utf-8") as file:
    ...         print(file.readline())
    <!doctype html>
    """
    write_whole(file, page_of(space, positions).encode())


def page_of(space: Space, positions: Positions) -> str:
    """Return the page."""
    style = packaged(__name__, "page.css")
    # In one block, so that no name of the scripts is a global one.
    parts = (packaged(__name__, name) for name in _SCRIPTS)
    script = "\n".join(['"use strict";', "{", *parts, "}"])
    policy = (
        f"default-src 'none'; script-src {policy_hash(script)}; style-src {policy_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return Template(packaged(__name__, "page.html")).substitute(
        title=escape(space.draft.name),
        policy=policy,
        style=style,
        script=script,
        content=_as_data(content_of(space, positions)),
    )


def _as_data(content: object) -> str:
    """Return JSON that cannot end the element that it stands in: without any character that HTML gives a meaning."""
    written = json.dumps(content, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", written)
