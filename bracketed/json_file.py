"""Reads the JSON that people keep choices and positions in: broken, made to do harm, or at odds with itself."""

from __future__ import annotations

import json
from typing import Any

from bracketed.errors import as_typed
from bracketed.phrasing import shortened


def parsed(text: str) -> Any:
    """Return what JSON says; ValueError, with words that follow the name of the file, if it cannot be used.

    >>> parsed('{"4#1": "a", "4#1": "b"}')
    Traceback (most recent call last):
    ...
    ValueError: says twice what 4#1 is: 'a' and 'b'; leave one of them out
    """
    twice: list[str] = []

    def without_contradiction(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # JSON takes the last of two entries in silence; a person who wrote both meant one of them.
        values: dict[str, Any] = {}
        for key, value in pairs:
            if values.setdefault(key, value) != value and not twice:
                one, other = (as_typed(said) for said in (values[key], value))
                twice.append(f"says twice what {shortened(key)} is: {one} and {other}; leave one of them out")
        return values

    try:
        content = json.loads(text, object_pairs_hook=without_contradiction)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON file: {error}") from None
    except ValueError:
        # Python refuses to read numbers of thousands of digits.
        raise ValueError("has a number of thousands of digits; write a shorter one") from None
    if twice:
        raise ValueError(twice[0])
    return content
