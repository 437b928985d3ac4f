"""Comments as the programs that write HTML keep them: Google Docs, Word, LibreOffice and pandoc, each in its own way.

Google's are named "cmnt_ref1" in the text and "cmnt1" behind it, Word's as "_msoanchor_1" and "_com_1", pandoc's in
spans, and LibreOffice's between <!-- and -->.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bracketed.reading.html.lines import WHITE_SPACE, ParagraphWriter
from bracketed.reading.paragraphs import CommentEnd, CommentStart, FileComment, finding

_LINE = "\ufdd0"  # the end of a line of a comment, until its white space has been tidied
_REFERENCE = re.compile(r"(?:cmnt_ref|_msoanchor_)(\d{1,6})$")
_GOOGLE_COMMENT = re.compile(r"cmnt(\d{1,6})$")
_WORD_COMMENT = re.compile(r"_com_(\d{1,6})$")
_BACK = re.compile(r"_msocom_(\d{1,6})$")
_WORD_RANGE = re.compile(r"[A-Za-z]*_?(\d{1,6})$")
_WITHOUT_AUTHOR = finding(
    "info",
    "comment-without-author",
    "comments in this file have no names of authors, and are at a point, not on words",
    "read the file that it was made from",
)


class CommentRole(NamedTuple):
    """What an element is to a comment: `key` is that of the one whose words it holds, or "".

    A `dropped` element is a sign of the program that wrote the file, and no words. With `block`, all words of the block
    around belong to that comment too.
    """

    key: str = ""
    dropped: bool = False
    block: bool = False


class CommentReader:
    """Reads the comments of a page, and marks their places in its paragraphs; `hidden` are comments of the markup."""

    def __init__(self, writer: ParagraphWriter) -> None:
        self.comments: dict[str, FileComment] = {}
        self.hidden: list[str] = []
        self._writer = writer
        self._words: dict[str, list[str]] = {}  # as they come
        self._referred: set[str] = set()  # those whose mark in the text has been seen

    def read_marks(
        self, name: str, attributes: Mapping[str, str], declared: Mapping[str, str], around: str
    ) -> CommentRole:
        """Read what an element in the comment `around`, or in none, says of comments."""
        id_, href = attributes.get("id", ""), attributes.get("href", "").lstrip("#")
        author = declared.get("mso-comment-author", "").strip("\"'")
        if author and around and not self.comments[around].author:
            self.comments[around].author = author
        classes = attributes.get("class", "").split()
        if "comment-start" in classes:
            key = f"pandoc {id_}"
            self._enter(key, attributes.get("data-author", ""), attributes.get("data-date", ""))
            self._writer.add_behind_space(CommentStart(key))
            return CommentRole(key)
        # A comment is placed by the end of the words that it is about, or by its mark behind them.
        if "comment-end" in classes:
            self._writer.add(CommentEnd(f"pandoc {id_}"))
        elif found := _REFERENCE.match(id_) or _REFERENCE.match(attributes.get("name", "")):
            self._enter(found[1], author)
            if found[1] not in self._referred:
                self._referred.add(found[1])
                self._writer.add(CommentEnd(found[1]))
            return CommentRole(dropped=True)
        elif name == "a" and (found := _GOOGLE_COMMENT.match(id_)) and _REFERENCE.match(href):
            self._enter(found[1])
            return CommentRole(found[1], dropped=True, block=True)
        elif found := _WORD_COMMENT.match(id_):
            self._enter(found[1])
            return CommentRole(found[1])
        elif around and (_REFERENCE.match(href) or _BACK.match(attributes.get("name", ""))):
            return CommentRole(dropped=True)  # "[JB1]", the way back to the text
        elif (reference := declared.get("mso-comment-reference")) and (found := _WORD_RANGE.search(reference)):
            self._enter(found[1], date=_word_date(declared.get("mso-comment-date", "")))
            self._writer.add_behind_space(CommentStart(found[1]))
        return CommentRole()

    def _enter(self, key: str, author: str = "", date: str = "") -> None:
        comment = self.comments.setdefault(key, FileComment())
        comment.author = comment.author or author
        comment.date = comment.date or date

    def add_words(self, key: str, words: str) -> None:
        self._words.setdefault(key, []).append(words)

    def end_line(self, key: str) -> None:
        self.add_words(key, _LINE)

    def read_markup_comment(self, text: str, program: str) -> None:
        """Read what is between <!-- and --> in a file that this program wrote."""
        # LibreOffice does not break the lines of a comment; each is a paragraph.
        words = _tidy(text.split("\n"))
        if not words or words.startswith("["):
            return
        if "libreoffice" in program.lower() or "openoffice" in program.lower():
            key = f"libreoffice {len(self.comments)}"
            self.comments[key] = FileComment(text=words)
            self._writer.add(CommentEnd(key))
            self._writer.add_once(_WITHOUT_AUTHOR)
        else:
            self.hidden.append(words)

    def finish(self) -> None:
        """Put what has been read of each comment together, a line a paragraph."""
        for key, comment in self.comments.items():
            comment.text += _tidy("".join(self._words.get(key, [])).split(_LINE))


def _tidy(lines: list[str]) -> str:
    return "\n".join(line for line in (WHITE_SPACE.sub(" ", line).strip() for line in lines) if line)


def _word_date(written: str) -> str:
    """Return "20211004T1203" in ISO 8601."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", written)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:00" if found else ""
