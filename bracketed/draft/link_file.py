"""Reads and writes which links of a draft were accepted and refused, in `draft.links.toml` beside it.

[accepted]
"same:4#1" = ["technology transfer", ""]

[refused]
"same:7#2" = ["pay dues", "save"]

Behind each id are the words of its options, "" for leaving words out. Where a draft has changed, an id may have come
to other words: then the line is not used, and that is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from bracketed.atomic_write import write_whole
from bracketed.draft.link_words import folded
from bracketed.draft.links import Link
from bracketed.errors import DraftError
from bracketed.toml_file import parsed, text_of

Verdict: TypeAlias = Literal["accepted", "refused"]

SUFFIX = ".links.toml"
_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_HEAD = """# Brackets that are one decision (accepted), and brackets that are not (refused): the id of each link, and
# the words of its options. A line whose words are no longer those of the draft is not used.
"""


@dataclass(frozen=True, slots=True)
class LinkVerdicts:
    """The links of a file: the verdict on each by its id, and which lines are not used and why."""

    name: str = ""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def of(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the ids of the links that were accepted, or refused."""
        return tuple(id_ for id_, given in self.verdicts.items() if given == verdict)


def link_file(draft: Path) -> Path:
    """Return the path of the file of links beside a draft, whether or not it is there."""
    return draft.with_suffix(SUFFIX)


def verdicts_beside(draft: Path, proposed: Sequence[Link]) -> LinkVerdicts:
    """Return the verdicts beside a draft on the links that are proposed; DraftError if the file cannot be used."""
    path = link_file(draft)
    if not path.is_file():
        return LinkVerdicts()
    by_id = {link.id: link for link in proposed}
    verdicts: dict[str, Verdict] = {}
    unused = []
    for id_, (verdict, words) in _rows(text_of(path, "links"), path.name).items():
        if id_ in by_id and folded(words) == folded(by_id[id_].words):
            verdicts[id_] = verdict
        else:
            unused.append(f"{path.name}: {id_} is not used; {_why_not(id_, words, proposed)}")
    return LinkVerdicts(path.name, verdicts, tuple(unused))


def save_verdicts(draft: Path, verdicts: Iterable[tuple[Verdict, Link]]) -> None:
    """Write verdicts into the file beside a draft; its other lines stay. DraftError if the file cannot be used."""
    path = link_file(draft)
    text = text_of(path, "links") if path.exists() else _HEAD
    wanted = _rows(text, path.name)
    for verdict, link in verdicts:
        wanted[link.id] = verdict, link.words
        text = _with_line(text, verdict, link)
    # What was typed over several lines, say, would be lost.
    if _parsed_or_none(text, path.name) != wanted:
        raise DraftError(f"{path.name} is written in a way that cannot be changed here; put one link on each line")
    # The lines that were there are in it. Who may read the draft may read what was decided of its links.
    write_whole(path, text.encode("utf-8"), inputs=[draft], force=True, like=draft)


def _rows(text: str, name: str) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    """Return the verdict and the words of each id; DraftError if the text is no file of links."""
    try:
        saved = parsed(text)
    except ValueError as error:
        raise DraftError(f"{name} is no TOML file: {error}") from None
    # A key that is misspelt would otherwise do nothing, and nobody would know.
    unknown = [key for key in saved if key not in _VERDICTS]
    if unknown:
        raise DraftError(f"{name} says {unknown[0]!r}, which is not known; it may have [accepted] and [refused]")
    rows: dict[str, tuple[Verdict, tuple[str, ...]]] = {}
    for verdict in _VERDICTS:
        links = saved.get(verdict, {})
        if not isinstance(links, dict) or not all(_is_words(words) for words in links.values()):
            raise DraftError(f'{name}: under [{verdict}] write lines such as "same:4#1" = ["pay dues", "save"]')
        for id_, words in links.items():
            if id_ in rows:
                raise DraftError(f"{name}: {id_} is both accepted and refused; leave one of them out")
            rows[id_] = verdict, tuple(words)
    return rows


def _parsed_or_none(text: str, name: str) -> dict[str, tuple[Verdict, tuple[str, ...]]] | None:
    try:
        return _rows(text, name)
    except DraftError:
        return None


def _is_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(option, str) for option in words)


def _why_not(id_: str, words: Sequence[str], proposed: Sequence[Link]) -> str:
    """Return what has become of a link that no longer is what it was."""
    was = Link(id_, "same", (), (), words=tuple(words)).wording
    now = next((link.wording for link in proposed if link.id == id_), "")
    there = f"it was {was}, and now is {now}" if now else f"there is no link {was} any more"
    elsewhere = [link.id for link in proposed if folded(link.words) == folded(words)]
    return f"{there}; the words are now {' and '.join(elsewhere)}" if elsewhere else there


def _with_line(text: str, verdict: Verdict, link: Link) -> str:
    """Return the text of a file with the line of a link under its verdict, and without the one that it had."""
    key = _quoted(link.id)
    lines = [line for line in text.splitlines() if not re.match(rf"\s*{re.escape(key)}\s*=", line)]
    if f"[{verdict}]" not in map(str.strip, lines):
        lines += ["", f"[{verdict}]"]
    # Behind the last line of the table.
    at = next(number for number, line in enumerate(lines) if line.strip() == f"[{verdict}]") + 1
    end = next((number for number in range(at, len(lines)) if lines[number].lstrip().startswith("[")), len(lines))
    while end > at and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, f"{key} = [{', '.join(map(_quoted, link.words))}]")
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """Return words as a string of TOML, which escapes what JSON escapes, and the sign of deletion."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
