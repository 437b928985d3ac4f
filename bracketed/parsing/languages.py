"""The languages that drafts are written in: their words, from `grammar/words.LANGUAGE.toml`.

To add a language is to add its file; nothing in the code names one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from bracketed.errors import UnknownNameError

_PACKAGE = Path(__file__).parents[1]
# How much of a draft is looked at to tell its language.
_OPENING = 100_000


def grammar_folder() -> Path:
    """Return the grammar folder: an installed package carries it inside, in a checkout it stands beside the package."""
    return next((folder for folder in (_PACKAGE / "grammar", _PACKAGE.parent / "grammar") if folder.is_dir()), _PACKAGE)


@cache
def _draft_tables() -> dict[str, dict[str, Any]]:
    """Return the table `[draft]` of each language, by its code; English first."""
    import tomllib

    tables = {}
    for path in sorted(grammar_folder().glob("words.*.toml")):
        with path.open("rb") as file:
            tables[path.name.split(".")[1]] = tomllib.load(file)["draft"]
    return dict(sorted(tables.items(), key=lambda item: item[0] != "en"))


def draft_words(key: str) -> tuple[str, ...]:
    """Return the words that all languages have for one thing: `option`, `article`, `placeholder`, `no_text`.

    >>> "Variante" in draft_words("option")
    True
    """
    return tuple(dict.fromkeys(word for table in _draft_tables().values() for word in table.get(key, ())))


def words_in(code: str, key: str) -> tuple[str, ...]:
    """Return the words that one language has for one thing; UnknownNameError if there is no such language.

    >>> words_in("fr", "or")
    ('ou',)
    """
    tables = _draft_tables()
    if code not in tables:
        raise UnknownNameError("language", code, tables)
    return tuple(tables[code][key])


def articles() -> tuple[str, ...]:
    """Return what the provisions are called that have a title and paragraphs below: `Article`, `Rule`, `Статья`."""
    return draft_words("article")


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages besides English that a draft is written in, by its commonest words or its letters.

    >>> languages_of("Les Parties se réunissent dans une ville"), languages_of("Члены платят"), languages_of("Pay")
    (('fr',), ('ru',), ())
    """
    opening = text[:_OPENING]
    if opening.isascii() and " les " not in opening.casefold() and " los " not in opening.casefold():
        # Nothing to be seen of another language; most drafts end here.
        return ()
    tables = _draft_tables()
    words: list[str] = re.findall(r"\w+", opening.casefold())
    known = set(words)
    english = sum(words.count(word) for word in tables["en"]["signs"])
    found = []
    for code, table in tables.items():
        if code == "en":
            continue
        if "letters" in table:
            if len(re.findall(table["letters"], opening)) > len(opening) // 50:
                found.append(code)
        elif len(known & set(table["signs"])) >= 3 and sum(words.count(word) for word in table["signs"]) > english:
            found.append(code)
    return tuple(found)
