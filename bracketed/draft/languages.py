"""The words of the languages that drafts are written in, from `grammar/words.LANGUAGE.toml`.

A language is its file: nothing in the code names one, and no list of words is in the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bracketed.errors import UnknownNameError

_PACKAGE = Path(__file__).parents[1]


def grammar_path(name: str) -> Path:
    """Return the path of the file `name` of the grammar folder; FileNotFoundError if the installation lost it."""
    # An installed package carries the folder inside; in a checkout it is beside the package.
    for folder in (_PACKAGE / "grammar", _PACKAGE.parent / "grammar"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"the grammar file {name} is missing from this installation of bracketed; install it again")


@cache
def language_files() -> dict[str, dict[str, Any]]:
    """Return what the file of each language holds, by the code of the language; English first."""
    import tomllib

    files = {}
    for path in sorted(grammar_path("words.en.toml").parent.glob("words.*.toml")):
        files[path.name.split(".")[1]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return dict(sorted(files.items(), key=lambda item: item[0] != "en"))


@cache
def word_list(name: str) -> tuple[Any, ...]:
    """Return the list `name` of all languages: `option`, `article`, `placeholder`; of a table, its keys."""
    lists = (file["draft"].get(name, ()) for file in language_files().values())
    found = (tuple(item) if isinstance(item, list) else item for items in lists for item in items)
    return tuple(dict.fromkeys(found))


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the names of the months in all languages, each with its number from 1 on."""
    lists = [file.get("records", {}).get("months", ()) for file in language_files().values()]
    return {name: number for names in lists for number, name in enumerate(names, start=1)}


@cache
def meanings(name: str) -> Mapping[str, str]:
    """Return the table `name` of all languages: `short_form`, `colour`."""
    tables = [file["draft"].get(name) for file in reversed(language_files().values())]
    return {key: value for table in tables if isinstance(table, dict) for key, value in table.items()}


def check_language(code: str) -> None:
    """Raise UnknownNameError if there is no language of this code."""
    if code not in language_files():
        raise UnknownNameError("language", code, language_files())


@cache
def words_in(code: str, name: str) -> tuple[str, ...]:
    """Return the list `name` of one language; UnknownNameError if there is no such language."""
    check_language(code)
    return tuple(language_files()[code]["draft"].get(name, ()))


_NAME = re.compile(r"%([A-Z_]+)%")


def with_words(template: str) -> str:
    """Return a pattern with the words of all languages in place of the name of their list in capitals: `%OPTION%`."""
    return _NAME.sub(lambda found: _either(found[1].lower()), template)


@cache
def compiled(template: str) -> re.Pattern[str]:
    """Return a template of `with_words` as a pattern, made once."""
    return re.compile(with_words(template))


@cache
def _either(name: str) -> str:
    # NAME_CAPITALS means the words of the list NAME in capitals.
    listed = word_list(name.removesuffix("_capitals"))
    flat = [word for item in listed for word in (item if isinstance(item, tuple) else (item,))]
    if name.endswith("_capitals"):
        flat = [word.upper() for word in flat]
    elif meanings(name):
        flat = [re.escape(word).replace(r"\ ", " ") for word in flat]
    # In a pattern with free spacing a blank means nothing, and in a grammar a slash ends the pattern.
    sources = [word.replace(" ", r"\ ").replace("/", r"\/") for word in flat]
    return "|".join(sorted(sources, key=len, reverse=True)) or "(?!)"


@cache
def either(languages: tuple[str, ...], *, capitals: bool = False) -> str:
    """Return the source of a pattern for “or” in English and other languages, in capitals or in any letters."""
    plain = [word for code in ("en", *languages) for word in words_in(code, "or")]
    forms = [word.upper() for word in plain] + ([] if capitals else plain)
    return "|".join(re.escape(form) for form in sorted(set(forms), key=len, reverse=True))
