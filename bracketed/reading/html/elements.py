"""What is to be known of the elements of HTML: which are blocks, which have no end tag, which browsers do not show."""

from __future__ import annotations

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend",
        "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre", "search",
        "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", *HEADINGS,
    }
)  # fmt: skip
VOID = frozenset(
    {
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
UNSEEN = frozenset(
    {
        "audio", "canvas", "datalist", "head", "iframe", "noembed", "noframes", "object", "script", "style",
        "template", "video",
    }
)  # fmt: skip
_CELLS, _GROUPS = ("td", "th"), ("tbody", "thead", "tfoot")
# What ends where an element begins, and the elements that this does not reach out of.
ENDS = {
    "li": (("li",), ("ol", "ul", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "option": (("option",), ("select",)),
    "tr": (("tr",), ("table",)),
    **dict.fromkeys(_CELLS, (_CELLS, ("tr", "table"))),
    **dict.fromkeys(_GROUPS, (_GROUPS, ("table",))),
}
PARTS_OF_TABLES = frozenset({*_CELLS, *_GROUPS, "tr", "caption"})
