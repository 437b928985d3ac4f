"""Bracketed: reads negotiating texts and tells what stands between the delegations and agreement."""

from bracketed.positions.comments import positions
from bracketed.reading.plain import read
from bracketed.text.parser import parse

__version__ = "0.1.0"

__all__ = ["parse", "positions", "read"]
