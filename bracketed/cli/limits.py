"""The option that raises limits on what is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

import click

from bracketed.errors import UnknownNameError
from bracketed.limits import Limits

_BOUNDS = tuple(bound.name for bound in fields(Limits))
_BYTES = ("size", "unpacked")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}
# A number that is longer is beyond all limits anyway.
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,30})\s*(?:([kmg])i?)?b?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CommandLineLimits(Limits):
    """Limits whose errors name the option of the command line that raises them."""

    def to_raise(self, bound: str) -> str:
        """Return how one of these limits is raised, which an error says.

        >>> CommandLineLimits().to_raise("size")
        'give --allow size=…'
        """
        return f"give --allow {bound}=…"


def allowed(values: tuple[str, ...]) -> CommandLineLimits:
    """Return limits as they are typed; the last word on each counts.

    Raises:
        BadParameter: there is no such limit, or it cannot be that.

    >>> allowed(("size=200MB", "depth=3,000")).size
    209715200
    """
    try:
        return CommandLineLimits(**dict(map(_bound, values)))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _bound(words: str) -> tuple[str, int]:
    name, equals, typed = (part.strip() for part in words.partition("="))
    if not equals:
        raise click.BadParameter(f"{words!r} is not of the form NAME=VALUE, such as size=200MB")
    # Not a usage error of click, which would not say which name is near.
    if name not in _BOUNDS:
        raise UnknownNameError("limit", name, _BOUNDS)
    number = _NUMBER.fullmatch(typed)
    # Only bytes have units.
    if number and (name in _BYTES or number[1] == typed):
        return name, int(number[1].replace(",", "")) * _UNITS[(number[2] or "").lower()]
    form = "a whole number of bytes, KB, MB or GB" if name in _BYTES else "a whole number"
    raise click.BadParameter(f"{name} is {form}, not {typed!r}")


ALLOW = click.option(
    "--allow",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    callback=lambda context, option, values: allowed(values),
    help=f"Raise a limit, as in size=200MB; there are {', '.join(_BOUNDS)}.",
)
