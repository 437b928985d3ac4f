"""HTML in which no word of a draft can become markup: all that is not made here is escaped."""

from __future__ import annotations

import pkgutil
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from html import escape

from bracketed.draft.markup import Face
from bracketed.sanitising import harmless

# Halves of characters, which cannot be written to a file, and what HTML forbids.
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EMPTY = ("meta",)


class Html(str):
    """Words that are markup already; all others are escaped when they are put into an element."""

    __slots__ = ()


def escaped(words: str) -> Html:
    """Return words as HTML that shows just these words, in an element or an attribute.

    >>> escaped('a <b> & "c"')
    'a &lt;b&gt; &amp; &quot;c&quot;'
    """
    # Characters that would turn the direction of writing are replaced too: they would mislead on a page as well.
    return words if isinstance(words, Html) else Html(escape(_BROKEN.sub("�", harmless(words))))


def joined(*parts: str, by: str = "") -> Html:
    """Return parts one after the other."""
    return Html(escaped(by).join(map(escaped, parts)))


def element(name: str, /, *children: str, **attributes: str | None) -> Html:
    """Return an element; an attribute that is None is left out, and `_` in the name of one is written as `-`.

    >>> element("a", "4#1 <", href="#b1", aria_label='"4#1"', title=None)
    '<a href="#b1" aria-label="&quot;4#1&quot;">4#1 &lt;</a>'
    """
    written = name
    for key, value in attributes.items():
        # `class_` is `class`, which is no name in Python.
        label = key.rstrip("_").replace("_", "-")
        if value is not None:
            written += f' {label}="{escaped(value)}"'
    return Html(f"<{written}>" if name in _EMPTY else f"<{written}>{joined(*children)}</{name}>")


def faced(words: str, faces: Collection[Face]) -> Html:
    """Return words set as the marks of Markdown around them say; a heading is bold.

    >>> faced("the plan <b>", {"italic"})
    '<i>the plan &lt;b&gt;</i>'
    """
    shown = escaped(words)
    names = {"bold": "b", "italic": "i", "struck": "s"}
    for name in sorted({names.get(face, "b") for face in faces}) if words.strip() else ():
        shown = element(name, shown)
    return shown


def items(lines: Iterable[str], *, ordered: bool = False, style: str | None = None) -> Html:
    """Return a list of lines."""
    return element("ol" if ordered else "ul", *(element("li", line, style=style) for line in lines))


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    language: str | None = None,
    style: str | None = None,
) -> Html:
    """Return a table; with a caption, the first cell of each row is the head of the row."""
    body = []
    for row in rows:
        cells = [element("td", cell, style=style) for cell in row]
        # A screen reader names a table by its caption, and a cell by the heads of its row and its column.
        if caption:
            cells[0] = element("th", row[0], scope="row", style=style)
        body.append(element("tr", *cells))
    # A head without a name would be read out as one; it is a cell.
    heads = (element("th", name, scope="col", style=style) if name else element("td", style=style) for name in head)
    return element(
        "table",
        *[element("caption", caption)] * bool(caption),
        element("thead", element("tr", *heads)),
        element("tbody", *body, lang=language),
    )


def wide(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], language: str | None = None) -> Html:
    """Return a table with a caption for screen readers; a narrow page scrolls it."""
    inner = table(head, rows, caption=caption, language=language)
    return element("div", inner, class_="wide", role="group", tabindex="0", aria_label=caption)


def page(title: str, style: str, body: Html) -> str:
    """Return a page without a script; what is in it is in English, but where it says otherwise."""
    # Should a word of the draft become a script all the same, the policy keeps it from running.
    policy = f"default-src 'none'; style-src {policy_hash(style)}; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Html(style)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def policy_hash(words: str) -> str:
    """Return the source by which a page's own policy lets in just these words of style or script."""
    # Whatever a draft might smuggle past the escaping has another hash, and the browser leaves it alone.
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"


def packaged(package: str, name: str) -> str:
    """Return a file that comes with a package."""
    # pkgutil reads out of a zip as well; browsers take an end of line for one character, and so must the hash.
    data = pkgutil.get_data(package, name)
    assert data is not None
    return data.decode("utf-8").replace("\r\n", "\n")
