"""How many links an answer assumes: said by every answer that depends on which brackets are one decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from bracketed.variants.space import Space
from bracketed.views import View

Answering = TypeVar("Answering", bound=Callable[..., View])


def with_link_count(answer_of: Answering) -> Answering:
    """Return a function of a space so that its answers hold how many links of the space they assume."""

    @wraps(answer_of)
    def answer_with_count(space: Space, *args: Any, **kwargs: Any) -> View:
        return replace(answer_of(space, *args, **kwargs), links=space.link_count)

    return cast(Answering, answer_with_count)
