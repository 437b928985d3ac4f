"""Bracketed: reads negotiating texts and shows what is between the delegations and agreement."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bracketed import views
from bracketed.version import __version__ as __version__

if TYPE_CHECKING:
    from bracketed.consensus.blocking import blocking as blocking
    from bracketed.consensus.brief import brief as brief
    from bracketed.consensus.closings import closings as closings
    from bracketed.consensus.coalitions import coalitions as coalitions
    from bracketed.consensus.coalitions import incidence as incidence
    from bracketed.consensus.concessions import concessions as concessions
    from bracketed.consensus.conflicts import conflicts as conflicts
    from bracketed.consensus.contestation import frontier as frontier
    from bracketed.consensus.contestation import least_contested as least_contested
    from bracketed.consensus.contestation import ranking as ranking
    from bracketed.consensus.delegation_outcome import outcome as outcome
    from bracketed.consensus.exchanges import exchanges as exchanges
    from bracketed.consensus.levels import levels as levels
    from bracketed.consensus.leverage import leverage as leverage
    from bracketed.consensus.outlook import outlook as outlook
    from bracketed.consensus.packages import packages as packages
    from bracketed.consensus.streamlining import streamline as streamline
    from bracketed.consensus.what_if import what_if as what_if
    from bracketed.consensus.why import why as why
    from bracketed.corpus.drafts import corpus as corpus
    from bracketed.corpus.map_variants import map_variants as map_variants
    from bracketed.limits import Limits as Limits
    from bracketed.parsing.parser import parse as parse
    from bracketed.positions.comments import positions as positions
    from bracketed.positions.issues import read_scales as read_scales
    from bracketed.positions.record import read_record as read_record
    from bracketed.positions.table import read_positions as read_positions
    from bracketed.positions.table import write_positions as write_positions
    from bracketed.positions.table_template import template as template
    from bracketed.positions.table_template import write_template as write_template
    from bracketed.progress.carrying import carry as carry
    from bracketed.progress.compilation import compile as compile  # noqa: A004 - it is what users call it
    from bracketed.progress.progress import progress as progress
    from bracketed.reading.file import read as read
    from bracketed.show import plots as plots
    from bracketed.show.html.explorer import explore as explore
    from bracketed.show.html.report import report as report
    from bracketed.show.serialise import to_frame as to_frame
    from bracketed.variants.choices import read_choices as read_choices
    from bracketed.variants.choices import write_choices as write_choices
    from bracketed.variants.settlement import settlement as settlement
    from bracketed.variants.space import variants as variants
    from bracketed.writing.changes import write_changes as write_changes
    from bracketed.writing.file import write as write
    from bracketed.writing.settled_draft import settle as settle

# The module of each public name. It is imported when the name is first used, since most programs need few of them.
_MODULES = {
    name: f"bracketed.{module}"
    for module, names in {
        "consensus.blocking": "blocking",
        "consensus.brief": "brief",
        "consensus.closings": "closings",
        "consensus.coalitions": "coalitions incidence",
        "consensus.concessions": "concessions",
        "consensus.conflicts": "conflicts",
        "consensus.contestation": "frontier least_contested ranking",
        "consensus.delegation_outcome": "outcome",
        "consensus.exchanges": "exchanges",
        "consensus.leverage": "leverage",
        "consensus.levels": "levels",
        "consensus.outlook": "outlook",
        "consensus.packages": "packages",
        "consensus.streamlining": "streamline",
        "consensus.what_if": "what_if",
        "consensus.why": "why",
        "corpus.drafts": "corpus",
        "corpus.map_variants": "map_variants",
        "limits": "Limits",
        "parsing.parser": "parse",
        "positions.comments": "positions",
        "positions.issues": "read_scales",
        "positions.record": "read_record",
        "positions.table": "read_positions write_positions",
        "positions.table_template": "template write_template",
        "progress.carrying": "carry",
        "progress.compilation": "compile",
        "progress.progress": "progress",
        "reading.file": "read",
        "show.serialise": "to_frame",
        "show.html.explorer": "explore",
        "show.html.report": "report",
        "show.plots": "plots",
        "variants.choices": "read_choices write_choices",
        "variants.settlement": "settlement",
        "variants.space": "variants",
        "writing.changes": "write_changes",
        "writing.file": "write",
        "writing.settled_draft": "settle",
    }.items()
    for name in names.split()
}

# From the table, so that a name is public by being in it.
__all__ = sorted(_MODULES)

# The stages that draw answers come after those that make them; an answer that is to be shown loads them from here.
views.load_from("bracketed.show.serialise", "bracketed.show.html.notebook")


# A module has no __setattr__ of its own, but its class may have one.
class _FrontDoor(ModuleType):
    """The package, in which `positions`, `variants`, `progress` and `corpus` are functions, although stages too."""

    def __setattr__(self, name: str, value: Any) -> None:
        # Python binds each stage to its name here when it is imported; the name stays the function's.
        if not (isinstance(value, ModuleType) and name in _MODULES):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module 'bracketed' has no attribute {name!r}")
        module = import_module(_MODULES[name])
        # `plots` is a module itself.
        self.__dict__[name] = getattr(module, name, module)
        return self.__dict__[name]

    def __dir__(self) -> list[str]:
        # What a notebook completes are the verbs, and not the modules behind them.
        return sorted([*__all__, "__version__"])


sys.modules[__name__].__class__ = _FrontDoor
