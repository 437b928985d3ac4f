"""Writes whole numbers of any size."""

from __future__ import annotations

from decimal import Decimal


def exact(number: int) -> str:
    """Write a whole number digit by digit, however long it is.

    Python's own `str` refuses numbers of more than 4,300 digits, and drafts with a few thousand brackets have more
    variants than that.

    >>> exact(2**70)
    '1180591620717411303424'
    """
    return format(Decimal(number), "f")


def short(number: int) -> str:
    """Write a whole number so that people can read it.

    >>> short(16384), short(2**70)
    ('16,384', 'about 1.18·10^21')
    """
    if abs(number) < 10**15:
        return f"{number:,}"
    decimal = Decimal(number)
    return f"about {decimal.scaleb(-decimal.adjusted()):.2f}·10^{decimal.adjusted()}"
