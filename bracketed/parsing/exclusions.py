"""Square brackets that are not choices: note marks, citations, `[sic]`, links, intervals, code.

Each one found is reported, so that a wrong reading can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bracketed.source import Span

_NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)?|∞|n|N)"
_NOT_CHOICES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"(?m)^```[^\n]*\n(?:(?!```)[^\n]*\n)*```|`[^`\n]*[\[\]][^`\n]*`")),
    ("a formula", re.compile(r"(?<![\w$])\$(?=[^\s$])[^$\n]*[\[\]][^$\n]*(?<!\s)\$(?![\w$])")),
    ("part of an address", re.compile(r"https?://[^\s\[\]]*(?:\[[^\s\[\]]*\][^\s\[\]]*)+")),
    ("part of an address", re.compile(r"\[(?<=\w\[)(?:at|dot)\](?=\w)")),
    # Links, footnotes and check boxes of Markdown.
    ("a link", re.compile(r"\[[^\[\]\n]+\]\((?:\w+:|#|\.{0,2}/|[\w/-]+\.\w{2,4}[)#])[^()\s]*(?<!\()\)?")),
    ("a note mark", re.compile(r"\[\^[^\[\]\s]{1,40}\]")),
    ("a note mark", re.compile(r"[ ]?\[(?:\*{1,3}|†|‡|(?:fn|Fn|footnote|Footnote|note)\.?[ ]?\d{1,3})\]")),
    ("a check box", re.compile(r"(?m)(?<=^[-*+][ ])\[[ xX]\](?=[ ])")),
    ("an automatic number", re.compile(r"(?m)^[ \t]*\[\d{1,3}\.\](?=[ \t])")),
    # An interval shows by its two unlike brackets, or by a fraction.
    (
        "an interval",
        re.compile(
            rf"\[\s*{_NUMBER}\s*[,;]\s*{_NUMBER}\s*\)|\(\s*{_NUMBER}\s*[,;]\s*{_NUMBER}\s*\]"
            r"|\[\s*[-−]?\d+\.\d+\s*[,;]\s*[-−]?\d+(?:\.\d+)?\s*\]|\[\s*[-−]?\d+\s*[,;]\s*[-−]?\d+\.\d+\s*\]"
        ),
    ),
    ("a matrix", re.compile(r"\[(?:\s*\[[\d\s.,;−-]+\]\s*,?){2,}\s*\]")),
    ("the symbol of a document", re.compile(r"\[[A-Z]{1,6}(?:/[A-Z0-9][\w.()-]*){2,}\]")),
    # A note mark stands directly on the word before it, a citation lists several, a list of sources numbers its lines.
    ("a note mark", re.compile(r"\[(?<=[^\s\[\](]\[)\d{1,3}\](?!\[)(?![ ]?(?:per[ ]cent|%|°|[–-][ ]?\[))")),
    (
        "a citation",
        re.compile(
            r"\[\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3})+\](?:\s*[–-]\s*\[\d{1,3}\])?|\[\d{1,3}\][ ]?[–-][ ]?\[\d{1,3}\]"
        ),
    ),
    ("a numbered source", re.compile(r"(?m)^[ \t]*\[\d{1,3}\][ \t]+(?=[A-Z])")),
    ("an editor's mark", re.compile(r"\[(?:sic|sic!|recte|emphasis added|emphasis in original)\]", re.IGNORECASE)),
)
# A pattern that begins with the sign it needs finds it many times faster; what stands before is asked for behind it.
# An editor's insertion: a word that says whom a pronoun means, a letter made small or great, words left out.
_QUOTATION = re.compile(
    r"[“«\"](?:(?<=“)[^“”\n]*\[[^“”\n]*”|(?<=«)[^«»\n]*\[[^«»\n]*»|(?<=\")(?<!\w\")[^\"\n]*\[[^\"\n]*\"(?!\w))"
)
_INSERTION = re.compile(
    r"(?<=\bthey )\[[^\[\]\n]+\]|(?<=\b(?:he|it|We|we) )\[[^\[\]\n]+\]|(?<=\b(?:she|his|its|her) )\[[^\[\]\n]+\]"
    r"|(?<!\w)\[[A-Za-z]\](?=[a-z])|\[(?:…|\.\.\.|\. \. \.)\]"
)


_SOURCE = re.compile(r"(?m)^[ \t]*\[(\d{1,3})\][ \t]+(?=[A-Z])")
_BEHIND_BRACKET = re.compile(r"(?<=\])\[(\d{1,3})\]")

# Without this sign in a draft, which is quickly seen, there is nothing to look for.
_SIGNS = {"code": "`", "a formula": "$", "a link": "]("}


def not_choices(text: str) -> Iterator[tuple[Span, str]]:
    """Yield each stretch of `text` whose square brackets are not a choice, and what it is."""
    for what, pattern in _NOT_CHOICES:
        if _SIGNS.get(what, "[") not in text:
            continue
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end()), what
    # "[a vessel][12]" is a note mark where the draft has a note 12.
    sources = {found[1]: found.start() for found in _SOURCE.finditer(text)}
    for found in _BEHIND_BRACKET.finditer(text) if sources else ():
        if found.start() < sources.get(found[1], 0):
            yield Span(found.start(), found.end()), "a note mark"
    for quotation in _QUOTATION.finditer(text):
        for found in _INSERTION.finditer(text, quotation.start(), quotation.end()):
            yield Span(found.start(), found.end()), "an editor’s insertion in a quotation"
