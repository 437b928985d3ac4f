"""Labels of provisions: `D.2-a:`, `Article 4`, `4.`, `(a)`, `17 bis`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

LabelKind: TypeAlias = Literal["code", "word", "number", "letter", "roman", "digit"]


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the head of a line: as `written`, in `normal` form, and where it starts and ends.

    `end` is the first character of the provision's own words. `malformed` says that `normal` had to be mended.
    """

    kind: LabelKind
    written: str
    normal: str
    start: int
    end: int
    malformed: bool = False

    @property
    def parts(self) -> list[str]:
        """The numbers and letters of a code: D.2-a has 2 and a."""
        return re.findall(r"\d+|(?<![A-Za-z])[a-z]+", self.normal)


_LATIN = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|alt|Alt|ALT)"
# What may stand before a label: indents, a Markdown heading or quotation mark, a bullet, and brackets that open
# before the label because the whole provision is in brackets.
_LEAD = r"[ \t>]*(?:\#{1,6}[ ]+|[·•*–-][ \t]+)?\[*[ ]?"

_CODE = re.compile(
    rf"""(?P<written>(?:[OP]P[ ]?|[A-Z]{{1,4}}(?P<joint>[.\-]?))\d+(?:[.\-–](?:\d+|[a-z]{{1,2}}))*
    (?:[ ]?{_LATIN}\b\.?(?:[ ]?\d+(?=[ .:]))?)?)
    (?P<tail>[ ]?:|[.)](?=\s)|(?=[ \t]+[A-Z“"'(\[])|(?=[ \t]*$))""",
    re.VERBOSE | re.MULTILINE,
)
# "OP 2", "PP4": an operative or a preambular paragraph.
_PARAGRAPH = re.compile(r"([OP]P)[ ]?(?=\d)")
# A code with a separator too many or a space inside; the colon is needed to tell it from running text.
_MALFORMED = re.compile(r"(?P<written>[A-Z]{1,2}(?=[^:\n]{0,12}[.\-])[.\- ]*\d+(?:[.\- ]+(?:\d+|[a-z]))*)[ ]?:")
_WORD = re.compile(
    rf"""(?P<word>Article|Art\.|Rule|Regulation|Principle|Paragraph|Para\.?|Decision|Recommendation|Commitment|Target)
    [ ](?P<number>(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])(?:[ ]?{_LATIN}\b\.?)*)
    (?:[ ]?[:.–—](?=\s|$)|(?=[ \t]*$)|(?=[ \t]+[A-Z\[“"]))""",
    re.VERBOSE | re.MULTILINE,
)
_NUMBER = re.compile(
    rf"""(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)
    (?P<latin>(?:\.[ ]alt(?=[ ]\D)|(?:[ .]?(?:{_LATIN}|\({_LATIN}\)|\[{_LATIN}\])(?!\w)\.?(?:[ ]?\d+)?)*))
    (?P<tail>[.)](?=\s|$)|(?=[ \t]))""",
    re.VERBOSE | re.MULTILINE,
)
_LIST = re.compile(r"\((?P<round>[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\)(?=\s)|(?P<half>[a-z])\)(?=\s)")
_LEADING = re.compile(_LEAD, re.VERBOSE)


def find_label(text: str, start: int, end: int) -> Label | None:
    """Return the label at the head of the line `text[start:end]`, or None.

    >>> find_label("D.2-a: Strengthened capacity", 0, 28).normal
    'D.2-a'
    >>> find_label("D.-3-a: Improved access", 0, 23)
    Label(kind='code', written='D.-3-a', normal='D.3-a', start=0, end=8, malformed=True)
    >>> find_label("4 Parties met", 0, 13) is None
    True
    """
    lead = _LEADING.match(text, start, end)
    at = lead.end() if lead else start
    for found in (_code(text, at, end), _word(text, at, end), _number(text, at, end), _list(text, at, end)):
        if found is not None:
            return found
    return None


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t":
        at += 1
    return at


def _code(text: str, at: int, end: int) -> Label | None:
    found = _CODE.match(text, at, end)
    if found:
        written = found["written"]
        # Without a colon only the shape of the code tells it from a word such as COP28 or G77.
        sure = (
            found["tail"]
            or re.search(rf"{_LATIN}\.?(?:[ ]?\d+)?$", written)
            or _PARAGRAPH.match(written)
            or (found["joint"] and len(written.split(found["joint"])[0]) <= 2)
        )
        if sure:
            normal = _tidy(_PARAGRAPH.sub(r"\1", written))
            return Label("code", written, normal, at, _past_space(text, found.end(), end))
    found = _MALFORMED.match(text, at, end)
    if found:
        written = found["written"]
        mended = re.sub(r"[ ]*([.\-])[ .\-]*", r"\1", written)
        return Label("code", written, mended, at, _past_space(text, found.end(), end), malformed=True)
    return None


def _word(text: str, at: int, end: int) -> Label | None:
    found = _WORD.match(text, at, end)
    if not found:
        return None
    word = {"Art.": "Article", "Para": "Paragraph", "Para.": "Paragraph"}.get(found["word"], found["word"])
    normal = _tidy(f"{word} {found['number']}")
    return Label("word", f"{found['word']} {found['number']}", normal, at, _past_space(text, found.end(), end))


def _number(text: str, at: int, end: int) -> Label | None:
    found = _NUMBER.match(text, at, end)
    if not found:
        return None
    body = _past_space(text, found.end(), end)
    if not found["tail"]:
        # "17 bis The Parties", "5.2 The Parties", but not "30 per cent" nor "1.5 degrees".
        follows = text[body : body + 1]
        if not (found["latin"] or "." in found["number"]) or not (follows.isupper() or follows in '[“"'):
            return None
    written = found["number"] + found["latin"]
    return Label("number", written, _tidy(written), at, body)


def _list(text: str, at: int, end: int) -> Label | None:
    found = _LIST.match(text, at, end)
    if not found:
        return None
    inside = found["round"] or found["half"]
    kind: LabelKind = "digit" if inside.isdigit() else "roman" if re.fullmatch("[ivxl]+", inside) else "letter"
    return Label(kind, found[0], f"({inside})", at, _past_space(text, found.end(), end))


def _tidy(written: str) -> str:
    """Bring "17bis." and "17 bis" to one form."""
    spaced = re.sub(rf"(?<=\w)\.?[ ]?[(\[]?({_LATIN})\b[)\]]?\.?", lambda found: f" {found[1].lower()}", written)
    return spaced.replace("–", "-").strip()


_ALT = re.compile(r"[ ]alt\b[ .]*\d*$")


def alt_base(label: str) -> str:
    """Return the label of the paragraph that the paragraph `label` is an alternative to, or "".

    >>> alt_base("3 alt"), alt_base("3 bis alt 2"), alt_base("3 bis")
    ('3', '3 bis', '')
    """
    found = _ALT.search(label)
    return label[: found.start()] if found else ""
