"""Labels of provisions, `D.2-a:`, `Article 4`, `4.`, `(a)`, `17 bis`, found at the head of a line, in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bracketed.draft.languages import meanings, word_list
from bracketed.parsing.notation import pattern

LabelKind: TypeAlias = Literal["code", "pp", "word", "number", "bis", "letter", "roman", "digit", "footnote"]

# Python refuses to read numbers of thousands of digits, and nobody counts so far.
_NUMBER = re.compile(r"\d{1,9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a line: as `written`, in `normal` form, and where it starts and ends."""

    # `end` is the first character of the provision's own words. `malformed`: `normal` had to be mended. `sure` is False
    # for a number that may be one of a sentence, and is a label only at the head of a paragraph; one that `is_year` may
    # be one of a sentence there too, and is a label only behind the number before it.
    kind: LabelKind
    written: str
    normal: str
    start: int
    end: int
    malformed: bool = False
    sure: bool = True
    is_year: bool = False

    @property
    def parts(self) -> list[str]:
        """The numbers and letters of a code: D.2-a has 2 and a."""
        return re.findall(r"\d+|(?<![A-Za-z])[a-z]+", self.normal)

    @property
    def value(self) -> str:
        """The number or letter itself: (a) is a."""
        return self.normal.strip("()")


_LATIN = r"(?:bis|ter|quater|quat|quinquies|sexies|septies|octies|alt|Alt|ALT)"


def find_label(text: str, start: int, end: int, *, years: bool = False) -> Label | None:
    """Return the label at the head of the line `text[start:end]`, or None; a number that may be a year only if `years`.

    >>> find_label("D.2-a: Strengthened capacity", 0, 28).normal
    'D.2-a'
    >>> find_label("D.-3-a: Improved access", 0, 23)
    Label(kind='code', written='D.-3-a', normal='D.3-a', start=0, end=8, malformed=True, sure=True, is_year=False)
    >>> find_label("Article 3 (Aims)", 0, 16).normal, find_label("127Alt2. Members", 0, 16).normal
    ('Article 3', '127 alt 2')
    >>> find_label("4 Parties met", 0, 13) is None
    True
    """
    note = pattern("FOOTNOTE_LABEL").match(text, start, end)
    if note:
        return Label("footnote", note[0].strip(), f"fn {note['note'] or note['number']}", start, note.end())
    lead = pattern("LEAD").match(text, start, end)
    at = lead.end() if lead else start
    first = text[at] if at < end else ""
    if first.isdigit():
        label = _number(text, at, end)
        return None if label and label.is_year and not years else label
    if first in ("(", ".") or first.islower():
        return _list(text, at, end) or _word(text, at, end) or (_code(text, at, end) if first in "op" else None)
    return _word(text, at, end) or _code(text, at, end) if first.isupper() else None


def _past_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t":
        at += 1
    return at


def _code(text: str, at: int, end: int) -> Label | None:
    found = pattern("CODE_LABEL").match(text, at, end)
    if found:
        written = found["written"]
        paragraph = re.match(r"([OPop][Pp])[ ]?(?=\d)", written)
        # Without a colon only the shape of the code distinguishes it from a word such as COP28 or G77.
        sure = (
            found["tail"]
            or paragraph
            or re.search(rf"{_LATIN}\.?(?:[ ]?\d+)?$", written)
            or (found["joint"] and len(written.split(found["joint"])[0]) <= 2)
        )
        if sure:
            normal = _tidy(f"{paragraph[1].upper()}{written[paragraph.end() :]}" if paragraph else written)
            kind: LabelKind = "pp" if paragraph and normal.startswith("PP") else "code"
            return Label(kind, written, normal, at, _past_blanks(text, found.end(), end))
    found = pattern("MALFORMED_LABEL").match(text, at, end)
    if found is None:
        return None
    mended = re.sub(r"[ ]*([.\-])[ .\-]*", r"\1", found["written"])
    return Label("code", found["written"], mended, at, _past_blanks(text, found.end(), end), malformed=True)


def _word(text: str, at: int, end: int) -> Label | None:
    found = pattern("WORD_LABEL").match(text, at, end)
    if not found:
        return None
    word = meanings("short_form").get(found["word"], found["word"].capitalize())
    number = _tidy(re.sub(r"(?<=\d)(?=bis|ter|quat|quinq)", " ", found["number"]))
    stop = found.end() if found["stop"] else found.end("close")
    return Label("word", f"{found['word']} {found['number']}", f"{word} {number}", at, _past_blanks(text, stop, end))


def _number(text: str, at: int, end: int) -> Label | None:
    found = pattern("NUMBER_LABEL").match(text, at, end)
    if not found:
        return None
    number, latin, tail = found["number"], found["latin"], found["tail"]
    body = _past_blanks(text, found.end(), end)
    if not tail:
        # "17 bis The Parties", "5.2 The Parties", but not "30 per cent" nor "1.5 degrees".
        follows = text[body : body + 1]
        if follows == "*":
            follows = text[body:end].lstrip("* ")[:1]
        if latin.endswith(".") and follows == "\n":
            follows = ""
        numbered = latin or "." in number
        if not numbered or not (follows.isupper() or follows in '[“"') or pattern("MEASURE").match(text, body):
            return None
    if text.startswith("*", found.end()) and "*" in text[max(0, at - 3) : at]:
        # "**1.1** Members": the emphasis is the label's.
        emphasis = found.end()
        while text.startswith("*", emphasis) and emphasis < end:
            emphasis += 1
        body = _past_blanks(text, emphasis, end)
    # A number of four digits, or before a colon, may be one of a sentence, as in "by 2030. Members shall …"; so may one
    # directly before a word, "1.5Mbit", though it may be a label whose tab has no room.
    glued = not tail and text[body : body + 1].isupper() and body == found.end()
    sure = len(number.split(".")[0]) < 4 and (tail != ":" or bool(latin)) and not glued
    is_year = len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100 and not latin
    return Label("number", number + latin, _tidy(number + latin), at, body, sure=sure, is_year=is_year)


def bare_label(text: str, start: int, end: int) -> Label | None:
    """Return the label of a line that begins with a number without a full stop, or None.

    >>> bare_label("4 Parties meet", 0, 14).normal, bare_label("30 per cent", 0, 11) is None
    ('4', True)
    """
    found = pattern("BARE_NUMBER").match(text, start, end)
    if found is None or pattern("MEASURE").match(text, found.end()):
        return None
    written = f"{found['number']}{found['latin'] or ''}{found['below']}"
    return Label("number", written, _tidy(written), found.start("number"), found.end())


def _list(text: str, at: int, end: int) -> Label | None:
    found = pattern("LIST_LABEL").match(text, at, end)
    if not found:
        return None
    inside = found["round"] or found["half"] or found["point"] or found["dot"]
    kind: LabelKind
    if found["dot"]:
        return Label("digit", inside, inside, at, _past_blanks(text, found.end(), end))
    if inside[0].isdigit():
        kind = "digit" if inside.isdigit() else "bis"
    else:
        kind = "roman" if re.fullmatch("[ivxl]+", inside) else "letter"
    normal = _tidy(inside) if kind == "bis" else f"({_tidy(inside)})"
    return Label(kind, found[0], normal, at, _past_blanks(text, found.end(), end), sure=not found["point"])


def _tidy(written: str) -> str:
    # "17bis." and "17 bis" are one label.
    spaced = re.sub(
        rf"(?<=\w)\.?[ ]?[(\[]?({_LATIN})[)\]]?\.?(?:[ ]?(\d+))?[)\]]?(?!\w)",
        lambda found: f" {found[1].lower()}" + (f" {found[2]}" if found[2] else ""),
        written,
    )
    return re.sub(r"\bquat\b", "quater", spaced).replace("–", "-").strip()


def alt_base(label: str) -> str:
    """Return the label of the paragraph that the paragraph `label` is an alternative to, or ""."""
    found = pattern("ALT_LABEL").search(label)
    return label[: found.start()] if found else ""


def alt_name(written: str) -> str:
    """Return what is behind the number of the paragraph in a label that has "alt", with the blanks around it.

    >>> alt_name("5.4 (alt 1) "), alt_name("OP4 Alt 2: ")
    (' (alt 1) ', ' Alt 2: ')
    """
    found = re.search(r"[ .(\[]*alt", written, re.IGNORECASE)
    return written[found.start() :] if found else ""


def heads_article(text: str, label: Label, end: int) -> bool:
    """Return whether a line is the title of an article: its label, and a few words that are no sentence."""
    if label.kind != "word" or label.normal.split(" ")[0] not in word_list("article"):
        return False
    rest = text[label.end : end].strip(" \t:.–-*")
    if not rest or re.fullmatch(r"[\[*]*\(.*\)[\]*]*(?:\[\^\w+\])?", rest):
        return True
    return len(rest.split()) <= 14 and rest[-1:] not in ".;," and not pattern("FINITE_IN_TITLE").search(rest)


def leading_number(words: str) -> int:
    """Return the number that words begin with; 0 if there is none, or it is too long to count anything.

    >>> leading_number("17 bis"), leading_number("bis"), leading_number("9" * 5_000)
    (17, 0, 0)
    """
    found = _NUMBER.match(words)
    return int(found[0]) if found else 0


def follows_on(value: str, last: str) -> bool:
    """Return whether one number is the next behind another."""
    found = _NUMBER.match(last)
    return found is not None and leading_number(value) == int(found[0]) + 1


def roman(letters: str) -> int:
    """Return the value of a Roman numeral, 0 if it is none."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}.get(letter, 0) for letter in letters.casefold()]
    if 0 in values:
        return 0
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))
