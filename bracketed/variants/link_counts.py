"""How many links an answer assumes: said by every answer that depends on which brackets are one decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bracketed.variants.space import Space
from bracketed.views import View

Asked = ParamSpec("Asked")
Told = TypeVar("Told", bound=View)


def tells_links(
    answer_of: Callable[Concatenate[Space, Asked], Told],
) -> Callable[Concatenate[Space, Asked], Told]:
    """Return a function from spaces to answers, whose answers say how many links of the space they assume."""

    @wraps(answer_of)
    def telling(space: Space, *args: Asked.args, **kwargs: Asked.kwargs) -> Told:
        return replace(answer_of(space, *args, **kwargs), links=space.link_count)

    return telling
