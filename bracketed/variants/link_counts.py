"""How many links an answer assumes: said by every answer that depends on which brackets are one decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from bracketed.variants.space import Space
from bracketed.views import View

Answering = TypeVar("Answering", bound=Callable[..., View])


def tells_links(answer_of: Answering) -> Answering:
    """Return a function of a space, whose answers say how many links of the space they assume."""

    @wraps(answer_of)
    def telling(space: Space, *args: Any, **kwargs: Any) -> View:
        return replace(answer_of(space, *args, **kwargs), links=space.link_count)

    return cast(Answering, telling)
