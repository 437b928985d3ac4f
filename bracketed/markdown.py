"""The marks of Markdown, which people are not to read: left out of a few words that are shown."""

from __future__ import annotations

import re

# Emphasis at the edge of words, where only a part of a text is known.
_EMPHASIS = re.compile(
    # Between figures a star multiplies.
    r"(?<![\d*])(?<!\d[ ])\*{1,3}(?!\*)|(?<!\*)\*{1,3}(?![ ]?\d|\*)"
    r"|(?<!\w)~{1,3}(?=[^\s*_~])|(?<=[^\s*_~])~{1,3}(?!\w)"
    # In brackets or in front of a comma, underscores are a gap to be filled in.
    r"|(?<!\w)_{1,3}(?=[^\s*_~\])},.;:!?])|(?<=[^\s*_~\[({])_{1,3}(?!\w)"
)
NOTE_MARK = re.compile(r"\[\^([^\[\]\s]{1,60})\](?::(?=\s))?")
# How a title is to be set, as some programs write it.
ATTRIBUTES = r"\{:[^{}\n]{0,200}\}"
# What begins a heading, a quotation or an item of a list.
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}(?:\s+|$)|(?:>|[-*+•])\s+)", re.MULTILINE)
TAG = re.compile(r"</?(?:br|b|i|u|s|em|strong|sup|sub|ins|del)\s*/?>", re.IGNORECASE)
_ATTRIBUTES = re.compile(ATTRIBUTES)
ESCAPE = re.compile(r"\\(?=[^\w\s])")
ADDRESS = r"(?:[a-z][a-z+.-]{1,11}:|www\.|[#/.])[^\s()]*(?:\([^\s()]*\)[^\s()]*)?"
LINK = re.compile(rf'!?\[([^\[\]]*)\]\(\s*<?{ADDRESS}>?(?:\s+"[^"\n]*")?\s*\)', re.IGNORECASE)
# What some programs write at the head of a file: fields such as “title: Plan” between two lines of dashes.
FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?=\s*[\w-]+:(?:\s|$))(?:(?!---)(?:[\w-]+:|[ \t#-])[^\n]*\n|\r?\n){0,200}---[ \t]*(?:\r?\n|$)"
)
# Words that a program is to take as they are.
CODE = re.compile(r"`([^`\n]{1,200})`")
# Most words have none of these.
_ANY = re.compile(r"[*_~#>`\\<+•-]|\[\^|\]\(|\{:")


def without_marks(words: str) -> str:
    """Return words on one line without the marks of Markdown.

    >>> without_marks("## The **plan**, *noting* the [rules](https://example.org)[^3]")
    'The plan, noting the rules'
    """
    if _ANY.search(words) is None:
        return " ".join(words.split())
    # A dash that is all there is stays, whatever blanks are around it.
    text = LINK.sub(r"\1", CODE.sub(r"\1", NOTE_MARK.sub("", _ATTRIBUTES.sub("", words)))).strip()
    text = ESCAPE.sub("", _LINE_MARK.sub("", TAG.sub(" ", text)))
    return " ".join(_EMPHASIS.sub("", text).split())


def lines_without_marks(words: str) -> str:
    """Return words without the marks of Markdown, in their lines and with the blanks at the ends of these.

    >>> lines_without_marks("## The plan\\n*noting* the ")
    'The plan\\nnoting the '
    """
    bare = []
    for line in words.split("\n"):
        before, behind = len(line) - len(line.lstrip()), len(line.rstrip())
        bare.append(f"{line[:before]}{without_marks(line)}{line[behind:]}" if line.strip() else line)
    return "\n".join(bare)
