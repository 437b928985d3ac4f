"""Bracketed: reads negotiating texts and tells what stands between the delegations and agreement."""

from bracketed.consensus.blocking import blocking
from bracketed.consensus.brief import brief
from bracketed.consensus.coalitions import coalitions, incidence
from bracketed.consensus.concessions import concessions
from bracketed.consensus.conflicts import conflicts
from bracketed.consensus.contestation import frontier, least_contested, ranking
from bracketed.consensus.leverage import leverage
from bracketed.consensus.outlook import outlook
from bracketed.consensus.packages import packages
from bracketed.consensus.what_if import what_if
from bracketed.corpus.drafts import corpus
from bracketed.corpus.map_variants import map_variants
from bracketed.limits import Limits
from bracketed.parsing.parser import parse
from bracketed.positions.comments import positions
from bracketed.positions.table import read_positions, template, write_positions
from bracketed.progress.progress import progress
from bracketed.reading.file import read
from bracketed.show import plots
from bracketed.show.frames import to_frame
from bracketed.show.html.explorer import explore
from bracketed.show.html.report import report
from bracketed.variants.space import variants
from bracketed.writing.file import write

__version__ = "0.1.0"

__all__ = [
    "Limits",
    "blocking",
    "brief",
    "coalitions",
    "concessions",
    "conflicts",
    "corpus",
    "explore",
    "frontier",
    "incidence",
    "least_contested",
    "leverage",
    "map_variants",
    "outlook",
    "packages",
    "parse",
    "plots",
    "positions",
    "progress",
    "ranking",
    "read",
    "read_positions",
    "report",
    "template",
    "to_frame",
    "variants",
    "what_if",
    "write",
    "write_positions",
]
