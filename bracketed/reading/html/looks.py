"""How the words of an element look: inserted, deleted, struck through, coloured, or not to be seen at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bracketed.reading.colours import colour_in
from bracketed.reading.html.elements import UNSEEN
from bracketed.reading.paragraphs import Revision, RunFormat


def look_of(name: str, attributes: Mapping[str, str], said: Mapping[str, str], around: RunFormat) -> RunFormat:
    """Return the look of the words in an element, given that of the words around it."""
    classes = attributes.get("class", "").split() if "class" in attributes else ()
    look = around
    kind = {"ins": "insertion", "del": "deletion"}.get(name)
    if name == "span" and classes:
        kind = "insertion" if "insertion" in classes else "deletion" if "deletion" in classes else None
    if kind:
        author = attributes.get("data-author", "")
        date = attributes.get("data-date") or attributes.get("datetime", "")
        look = replace(look, revision=Revision(kind, author, date))  # type: ignore[arg-type]
    decoration = said.get("text-decoration", "") + said.get("text-decoration-line", "")
    if name in ("s", "strike") or "line-through" in decoration:
        look = replace(look, struck=True)
    background = said.get("background-color") or said.get("background") or said.get("mso-highlight")
    if name == "mark" and not background:
        look = replace(look, colour="yellow")
    elif background or "bgcolor" in attributes:
        look = replace(look, colour=colour_in(background or attributes["bgcolor"]))
    return look


def is_hidden(name: str, attributes: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Say whether browsers do not show an element."""
    return (
        name in UNSEEN
        or "hidden" in attributes
        or said.get("display", "").lower() == "none"
        or said.get("visibility", "").lower() in ("hidden", "collapse")
        or said.get("mso-hide", "").lower() == "all"
    )
