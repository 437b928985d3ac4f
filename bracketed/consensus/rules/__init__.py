"""The rules of contestation: which of two variants is the less contested one. Each rule is a module of this package.

To add a rule, add a module of its name, whose docstring defines the rule, with these functions and values:

- `key(burdens)` returns the tuple by which variants are compared where they are few enough to list, the least first.
- `solve(model)` makes the same least where they are not: step by step, by `model.least`.
- `prices(rows)`, only of a rule that adds up rows one by one, returns the rows that it looks at, each with the whole
  number that it adds to what a variant costs. Such a rule is exact, with ties, at any size, and needs no `key`.
- `PLACE` is a number that orders the names of the rules; a rule without it comes last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model
    from bracketed.consensus.scoring import Prices

RULES: tuple[str, ...]
"""The names of all rules, in the order of their `PLACE`, then of the alphabet."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a module of this package says of its rule."""

    name: str
    key: Callable[[Burdens], Key] | None
    solve: Callable[[Model], None]
    prices: Prices | None


def rule(name: str) -> Rule:
    """Return the rule of this name; a ValueError names all that there are.

    >>> rule("minimax").key.__doc__
    'Return the largest burden.'
    """
    modules = _modules()
    if name not in modules:
        raise ValueError(f"there is no rule {name!r}; there are: {', '.join(modules)}")
    module = modules[name]
    return Rule(name, getattr(module, "key", None), module.solve, getattr(module, "prices", None))


def __getattr__(name: str) -> Any:
    # Looked up anew each time, so that a folder which a program appends to `__path__` counts at once.
    if name == "RULES":
        return tuple(_modules())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _modules() -> dict[str, ModuleType]:
    # The command line needs the names before it knows its verb: rules import nothing at their heads that is slow.
    found = {name: import_module(f"{__name__}.{name}") for _, name, _ in iter_modules(__path__)}
    return dict(sorted(found.items(), key=lambda item: (getattr(item[1], "PLACE", float("inf")), item[0])))
