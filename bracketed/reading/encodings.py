"""Finds out in which encoding a text was saved: files of plain text do not say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from bracketed.draft.annotated_text import AnnotatedText, ReadingFinding
from bracketed.errors import DraftError
from bracketed.reading.data_files import data_of

# UTF-32 with the low byte first begins like UTF-16, and is looked for before it.
_MARKS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Encodings of Japanese and Korean for mail, which write with signs of ASCII behind these.
_SHIFTS = (b"\x1b$", b"\x1b(I")

# Signs beyond ASCII that are set between words, and so say nothing of the letters.
_BETWEEN = "“”‘’„‚–—…•«»‹›§°©®™€£¿¡·\u00a0\u00ad"
_CLOSING = _BETWEEN.replace("‚", "").replace("„", "") + "'"
_WORD = re.compile(r"[^\x00-\x26\x28-\x40\x5b-\x60\x7b-\x7f\u00a0]+")
# What letters of other encodings become: rows of foreign signs, signs inside a word, a capital behind small letters.
_SIGNS = "¡¢£¤¥¦§¨¬¯´¸¶±¹º»¼½¾¿×÷‚„…†‡ˆ‰‹•™"
_ODD = re.compile(
    rf"[^\x00-\x7f{_BETWEEN}]{{3}}|[a-zß-ÿ][{_SIGNS}](?=[a-zß-ÿ])|[a-z][¡¢£¤¥¦¨¬¯´¸¶±†‡ˆ‰]|[a-zß-ÿ]{{2}}[À-ÖØ-ÞŠŽŒŸ]"
    r"|[¤¦¨¬¯´¸¶±][^\x00-\x7f]|[^\x00-\x7f][¤¦¨¬¯´¸¶±]|[¼½¾][a-z]|[a-z][‚„]$"
)
# Signs that a slip of the hand may set between letters, too.
_INSIDE = re.compile("[A-Za-zß-ÿ][“”„‚‹›…]+[a-zß-ÿ]")
# Plain words with signs that people type at them: an accent for an apostrophe, quotation marks, the mark of a note.
_TYPED = re.compile(r"(?=[^a-z]{0,2}[a-z])(?a:['a-z¹²³]|[´¨†‡¶½¼¾×¬•¦‚„…“”‹›](?![†‡¶½¼¾×¬•¦]))+", re.IGNORECASE)
_UNIT = re.compile("µ[A-Za-z]{1,2}")
REMEDY = "if these words are wrong, save the file as plain text in UTF-8"
# One word in so many may be a name of another language.
_RARE = 20
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was read in, and the words that show this to be doubtful."""

    text: str
    encoding: str = ""
    doubtful: tuple[str, ...] = ()

    @property
    def doubt(self) -> str:
        """What is in doubt, in words; "" if nothing is."""
        words = ", ".join(f"“{word}”" for word in self.doubtful[:_SHOWN])
        return f"the file was read as {self.encoding}, and so has words such as {words}" if words else ""


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32 as its first bytes say, else Windows-1252; DraftError if none.

    >>> decode("“trust”".encode("cp1252"), "draft.txt")
    '“trust”'
    """
    return decoded(data, name).text


def decoded(data: bytes, name: str) -> Decoded:
    """Return the text of a file as `decode` does, with the words of it that are in doubt.

    >>> decoded("Konferencja postanawia, że środki".encode("cp1250"), "draft.txt").doubtful
    ('œrodki',)
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    try:
        # Zeros are in no other text; without a mark at its head, it cannot be distinguished from other data.
        if marked or not (b"\x00" in data[:4096] or any(shift in data for shift in _SHIFTS)):
            return Decoded(data.decode(marked or "utf-8-sig"))
    except UnicodeDecodeError:
        if not marked:
            return _windows(data, name)
    raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8")


def doubted(annotated: AnnotatedText, characters: Decoded) -> AnnotatedText:
    """Return the text of a file with a finding where its encoding is in doubt."""
    if not characters.doubt:
        return annotated
    at = max(annotated.text.find(characters.doubtful[0]), 0)
    finding = ReadingFinding("warning", "encoding-doubtful", characters.doubt, at, REMEDY)
    return replace(annotated, remarked=tuple(sorted([*annotated.remarked, finding], key=lambda one: one.at)))


def _windows(data: bytes, name: str) -> Decoded:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start + 1}); save it as plain text in UTF-8"
        ) from None
    # Any bytes of other encodings make signs of this one, but hardly ever words.
    foreign = list(_foreign(text))
    odd, split = [], []
    for word in foreign:
        if _ODD.search(word) and not _TYPED.fullmatch(word):
            odd.append(word)
        elif _ODD.search(word) or _INSIDE.search(word):
            split.append(word)
    if odd and 2 * (len(odd) + len(split)) > len(foreign):
        raise DraftError(
            f"{name} is not UTF-8, and as Windows-1252 it would have words such as “{odd[0][:40]}”; save it as plain "
            "text in UTF-8"
        )
    letters = _letters_of(text)
    unknown = [word for word in foreign if not letters.issuperset(_beyond_ascii(word))]
    sure = not odd and not split and _RARE * len(unknown) <= len(foreign)
    return Decoded(
        text, "Windows-1252", () if sure else tuple(dict.fromkeys(word[:40] for word in (*odd, *split, *unknown)))
    )


def _foreign(text: str) -> Iterator[str]:
    """Yield the words that have signs beyond ASCII, other than signs between words."""
    for found in _WORD.finditer(text):
        if not found[0].isascii():
            # A low quotation mark opens words, and closes none.
            word = found[0].lstrip(_BETWEEN + "'").rstrip(_CLOSING)
            if not word.isascii() and not _UNIT.fullmatch(word):
                yield word


def _beyond_ascii(word: str) -> Iterable[str]:
    return {letter for letter in word.lower() if letter > "\x7f" and letter.isalpha()} - {"ª", "º"}


@cache
def _languages() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((frozenset(one["words"]), frozenset(one["letters"])) for one in data_of("western").values())


def _letters_of(text: str) -> frozenset[str]:
    """Return the foreign letters of the Western languages that a text shows by two of their small words."""
    used = set(re.findall(r"(?a:\b[a-z]+\b)", text.casefold()))
    return frozenset().union(*(letters for words, letters in _languages() if not words or len(words & used) > 1))
