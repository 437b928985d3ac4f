"""Choices in a file: which option each bracket takes, with the words of its options.

{"choices": {"3#1": "b"}, "words": {"3#1": {"a": "islanders", "b": "visitors"}}}

An id only numbers the brackets of a provision, so in the next draft it may have come to other words. A choice is then
not used, and it is said where its words are now.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bracketed.atomic_write import write_whole
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.draft.wording import OptionIndex, same_option, words_at
from bracketed.errors import DraftError
from bracketed.json_file import parsed
from bracketed.phrasing import joined_or, quoted, some_of
from bracketed.positions.positions import Positions, every_bracket

_SIZE_LIMIT = 16 * 1024 * 1024
# So many places where words are now are named.
_NAMED = 3


@dataclass(frozen=True)
class Choices(Mapping[str, str]):
    """Choices as a mapping: the letter of an option, or `omit`, by the id of its bracket.

    `not_used` says for each choice of the file that is left out why, and where its words are now. `unchecked` are the
    brackets of which the file keeps no words, so that their choices could not be checked.
    """

    letters: Mapping[str, str]
    name: str = "choices"
    not_used: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = field(default=(), repr=False)

    def __getitem__(self, bracket: str) -> str:
        return self.letters[bracket]

    def __iter__(self) -> Iterator[str]:
        return iter(self.letters)

    def __len__(self) -> int:
        return len(self.letters)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings for users of the choices, a sentence each."""
        if not self.unchecked:
            return self.not_used
        which = (
            "" if len(self.unchecked) == len(self.letters) and not self.not_used else f" of {some_of(self.unchecked)}"
        )
        unknown = f"{self.name} keeps no words{which}; if the draft has changed, an id may be of another bracket now"
        return (*self.not_used, unknown)


def read_choices(file: str | os.PathLike[str], draft: Draft, positions: Positions | None = None) -> Choices:
    """Return the choices in a JSON file, without those whose words are others in the draft.

    Files that the explorer saves are read, what `bracketed best --format json` prints, and plain
    `{"D.4-c#1": "omit", "D.4-c#2": "b"}`, which keeps no words and cannot be checked.

    Args:
        file: the path of the file.
        draft: the draft whose brackets take the options.
        positions: positions whose implied brackets the file may name.

    Raises:
        DraftError: the file is no JSON, or holds something else.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> import pathlib, tempfile
    >>> monday = bt.parse("1. Ferries take [islanders/visitors] first.")
    >>> tuesday = bt.parse("1. [Fast/Slow] ferries take [islanders/visitors] first.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "choices.json"
    ...     bt.write_choices({"1#1": "b"}, file, monday)
    ...     dict(bt.read_choices(file, monday))
    ...     print(bt.read_choices(file, tuesday).not_used[0])
    {'1#1': 'b'}
    choices.json: 1#1 is not used, since its option b is “Slow” now and was “visitors”; that is 1#2=b now
    """
    path = Path(file)
    content = _content(path)
    letters, words = content, None
    if isinstance(content, dict) and isinstance(content.get("choices"), dict):
        letters, words = content["choices"], content.get("words")
    if not isinstance(letters, dict) or not all(isinstance(option, str) for option in letters.values()):
        raise DraftError(f'{path.name} holds no choices; they are written as {{"D.4-c#1": "omit", "D.4-c#2": "b"}}')
    if words is not None and not _are_words(words):
        raise DraftError(f'{path.name}: "words" has the words of each option, as {{"D.4-c#1": {{"a": "shall"}}}}')
    return _checked(letters, words or {}, path.name, draft, every_bracket(draft, positions or Positions()))


def write_choices(
    choices: Mapping[str, str],
    path: str | os.PathLike[str],
    draft: Draft,
    positions: Positions | None = None,
    *,
    force: bool = False,
) -> None:
    """Write choices to a JSON file, with the words of the options of their brackets.

    Args:
        choices: the letter of an option, or `omit`, by the id of its bracket.
        path: where to.
        draft: the draft that the brackets are of.
        positions: positions whose implied brackets may be among the choices.
        force: replace a file that is there, but never that of the draft.

    Raises:
        NotWrittenError: a file is there already, or there is no way to write it.

    >>> import bracketed as bt
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "choices.json"
    ...     bt.write_choices({"4#1": "b"}, file, bt.parse("4. Parties [shall/should] report."))
    ...     print(" ".join(file.read_text("utf-8").split()))
    { "choices": { "4#1": "b" }, "words": { "4#1": { "a": "shall", "b": "should" } } }
    """
    words = words_of_options(every_bracket(draft, positions or Positions()), choices)
    data = {"choices": dict(choices), "words": words}
    content = f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
    write_whole(path, content, inputs=[draft.path], force=force)


def words_of_options(brackets: Iterable[Bracket], among: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the words of each option but `omit`, by letter, of the brackets with these ids.

    >>> import bracketed as bt
    >>> words_of_options(bt.parse("4. Parties report [annually].").brackets, ["4#1"])
    {'4#1': {'a': 'annually'}}
    """
    wanted = {*among}
    return {
        bracket.id: {letter: words_at(bracket, letter) for letter in bracket.letters if letter != OMIT}
        for bracket in brackets
        if bracket.id in wanted
    }


def _content(path: Path) -> Any:
    with path.open("rb") as stream:
        # One byte more shows that a file is too large, without all of it being read.
        data = stream.read(_SIZE_LIMIT + 1)
    if len(data) > _SIZE_LIMIT:
        raise DraftError(f"{path.name} is larger than {_SIZE_LIMIT // 2**20} MB; it holds no choices")
    try:
        # A byte order mark, which some editors write, is no part of JSON.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(f"{path.name} is no JSON file: {error}") from None
    try:
        return parsed(text)
    except ValueError as error:
        raise DraftError(f"{path.name} {error}") from None


def _are_words(words: object) -> bool:
    return isinstance(words, dict) and all(
        isinstance(options, dict) and all(isinstance(text, str) for text in options.values())
        for options in words.values()
    )


def _checked(
    letters: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    name: str,
    draft: Draft,
    brackets: list[Bracket],
) -> Choices:
    """Return the choices whose words are those of the draft, and why the others are not used."""
    by_id = {bracket.id: bracket for bracket in brackets}
    index = OptionIndex(draft, [bracket for bracket in brackets if bracket.origin == "comment"])
    used: dict[str, str] = {}
    not_used = []
    unchecked = []
    for id_, letter in letters.items():
        kept = words.get(id_, {})
        # To leave words out is a choice on all of them.
        about = [*kept] if letter == OMIT else [letter] if letter in kept else []
        changed = [option for option in about if not _has(by_id.get(id_), option, kept[option])]
        if changed:
            why = _why(id_, changed[0], kept[changed[0]], by_id.get(id_), index)
            not_used.append(f"{name}: {id_} is not used, since {why}")
            continue
        if kept and letter == OMIT and OMIT not in by_id[id_].letters:
            words_left = quoted(next(iter(kept.values())))
            not_used.append(f"{name}: {id_} is not used, since leaving out {words_left} is no option of it now")
            continue
        used[id_] = letter
        unchecked += [] if about else [id_]
    return Choices(used, name, tuple(not_used), tuple(unchecked))


def _has(bracket: Bracket | None, letter: str, words: str) -> bool:
    return bracket is not None and letter in bracket.letters and same_option(words_at(bracket, letter), words)


def _why(id_: str, letter: str, words: str, bracket: Bracket | None, index: OptionIndex) -> str:
    """Return what an option with these words has become, and where the words are now."""
    if bracket is None:
        changed = f"the draft has no bracket {id_}; it was {quoted(words)}"
    elif letter not in bracket.letters:
        changed = f"it has no option {letter} now, which was {quoted(words)}"
    else:
        changed = f"its option {letter} is {quoted(words_at(bracket, letter))} now and was {quoted(words)}"
    places = [f"{bracket_}={option}" for bracket_, option in index.places(words)]
    if not places:
        return f"{changed}; no option has these words now"
    more = [f"{len(places) - _NAMED} other places"] if len(places) > _NAMED else []
    return f"{changed}; that is {joined_or([*places[:_NAMED], *more])} now"
