"""Comments as the programs that write HTML keep them: Google Docs, Word, LibreOffice and pandoc, each in its own way.

Google's stand as "cmnt_ref1" in the text and "cmnt1" behind it, Word's as "_msoanchor_1" and "_com_1", pandoc's in
spans, and LibreOffice's between <!-- and -->.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bracketed.reading.html.lines import WHITE_SPACE, Lines
from bracketed.reading.paragraphs import CommentEnd, CommentStart, FileComment, Finding

_LINE = "\ufdd0"  # the end of a line of a comment, until its white space has been tidied
_REFERENCE = re.compile(r"(?:cmnt_ref|_msoanchor_)(\d{1,6})$")
_GOOGLE_COMMENT = re.compile(r"cmnt(\d{1,6})$")
_WORD_COMMENT = re.compile(r"_com_(\d{1,6})$")
_BACK = re.compile(r"_msocom_(\d{1,6})$")
_WORD_RANGE = re.compile(r"[A-Za-z]*_?(\d{1,6})$")


@dataclass(slots=True)
class Role:
    """What an element is to a comment: `speaks` is the key of the one whose words it holds, or "".

    A `dropped` element is a sign of the program that wrote the file, and no words. With `block`, all words of the block
    around belong to that comment too.
    """

    speaks: str = ""
    dropped: bool = False
    block: bool = False


@dataclass(slots=True)
class Comments:
    """The comments of a page; their places are marked in its lines."""

    lines: Lines
    said: dict[str, FileComment] = field(default_factory=dict)
    asides: list[str] = field(default_factory=list)  # what stands between <!-- and --> and is no comment
    _words: dict[str, list[str]] = field(default_factory=dict)  # as they come
    _referred: set[str] = field(default_factory=set)  # those whose mark in the text has been seen

    def read_marks(self, name: str, attributes: Mapping[str, str], said: Mapping[str, str], around: str) -> Role:
        """Read what an element in the comment `around`, or in none, says of comments."""
        id, href = attributes.get("id", ""), attributes.get("href", "").lstrip("#")  # noqa: A001 - as HTML calls it
        author = said.get("mso-comment-author", "").strip("\"'")
        if author and around and not self.said[around].author:
            self.said[around].author = author
        classes = attributes.get("class", "").split()
        if "comment-start" in classes:
            key = f"pandoc {id}"
            self._enter(key, attributes.get("data-author", ""), attributes.get("data-date", ""))
            self.lines.add_behind_space(CommentStart(key))
            return Role(key)
        if "comment-end" in classes:
            self.lines.add(CommentEnd(f"pandoc {id}"))
        elif found := _REFERENCE.match(id) or _REFERENCE.match(attributes.get("name", "")):
            self._enter(found[1], author)
            if found[1] not in self._referred:
                self._referred.add(found[1])
                self.lines.add(CommentEnd(found[1]))
            return Role(dropped=True)
        elif name == "a" and (found := _GOOGLE_COMMENT.match(id)) and _REFERENCE.match(href):
            self._enter(found[1])
            return Role(found[1], dropped=True, block=True)
        elif found := _WORD_COMMENT.match(id):
            self._enter(found[1])
            return Role(found[1])
        elif around and (_REFERENCE.match(href) or _BACK.match(attributes.get("name", ""))):
            return Role(dropped=True)  # "[JB1]", the way back to the text
        elif (reference := said.get("mso-comment-reference")) and (found := _WORD_RANGE.search(reference)):
            self._enter(found[1], date=_word_date(said.get("mso-comment-date", "")))
            self.lines.add_behind_space(CommentStart(found[1]))
        return Role()

    def _enter(self, key: str, author: str = "", date: str = "") -> None:
        said = self.said.setdefault(key, FileComment())
        said.author = said.author or author
        said.date = said.date or date

    def speak(self, key: str, words: str) -> None:
        """Add words to a comment."""
        self._words.setdefault(key, []).append(words)

    def end_line(self, key: str) -> None:
        """End a line of a comment."""
        self.speak(key, _LINE)

    def read_aside(self, text: str, writer: str) -> None:
        """Read what stands between <!-- and --> in a file that the program `writer` wrote."""
        # LibreOffice does not break the lines of a comment; each is a paragraph.
        words = _tidy(text.split("\n"))
        if not words or words.startswith("["):
            return
        if "libreoffice" in writer.lower() or "openoffice" in writer.lower():
            key = f"aside {len(self.said)}"
            self.said[key] = FileComment(text=words)
            self.lines.add(CommentEnd(key))
            self.lines.find(
                Finding(
                    "info",
                    "comment-without-author",
                    "comments stand in this file without the names of their authors, and at a point, not on words",
                    "read the file that it was made from",
                )
            )
        else:
            self.asides.append(words)

    def finish(self) -> None:
        """Put what has been read of each comment together, a line a paragraph."""
        for key, said in self.said.items():
            said.text += _tidy("".join(self._words.get(key, [])).split(_LINE))


def _tidy(lines: list[str]) -> str:
    return "\n".join(line for line in (WHITE_SPACE.sub(" ", line).strip() for line in lines) if line)


def _word_date(written: str) -> str:
    """Bring "20211004T1203" to ISO 8601."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", written)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:00" if found else ""
