"""The explorer: one page, in a file, in which a chair chooses options and sees what follows."""

from __future__ import annotations

import json
import os
import re
from string import Template

from bracketed.atomic_write import check_output, write_whole
from bracketed.consensus.scoring import check_arguments
from bracketed.draft.title import title_of
from bracketed.positions.positions import Positions
from bracketed.show.html.explorer.content import content_of
from bracketed.show.html.markup import escaped, packaged, policy_hash
from bracketed.variants.space import Space

# JSON without them cannot end the element that it is in.
_UNSAFE = re.compile("[<>&]")
# In this order each uses only what is before it.
_SCRIPTS = (
    "making.js", "seams.js", "counting.js", "answers.js", "choices.js", "word.js", "redline.js", "excerpt.js",
    "text.js", "minimap.js", "getting.js", "names.js", "card.js", "lists.js", "start.js",
)  # fmt: skip


def explore(space: Space, positions: Positions, file: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a page to a file, in which to choose options in the text and see what follows.

    It starts from the least contested text. All it needs is in the file, which may be sent by mail.

    Args:
        space: which variants there are, with the brackets that the positions imply.
        positions: who takes which stance.
        file: the path, or `-` for standard output.
        force: replace a file that is there, once all is written. The file of the draft is never replaced.

    Raises:
        NotWrittenError: a file is there already, or there is no way to write it.
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
    check_arguments(space, positions)
    check_output(file, inputs=[space.draft.path], force=force)
    content = json.dumps(content_of(space, positions), separators=(",", ":"))
    style = packaged(__name__, "page.css")
    # The page counts and compares by itself, as exactly as the library does: the graph of choices is in the content.
    # In one block, so that no name of the scripts is a global one.
    parts = (packaged(__name__, name) for name in _SCRIPTS)
    script = "\n".join(['"use strict";', "{", *parts, "}"])
    # A draft may be hostile. Its words reach the page as JSON and as text, never as markup; should one become markup
    # all the same, this policy lets no script run but this one, and nothing be fetched.
    policy = (
        f"default-src 'none'; script-src {policy_hash(script)}; style-src {policy_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    page = Template(packaged(__name__, "page.html")).substitute(
        title=escaped(title_of(space.draft)),
        policy=policy,
        style=style,
        script=script,
        content=_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", content),
    )
    write_whole(file, page.encode(), inputs=[space.draft.path], force=force)
