"""The table of verbs: each row is a command, in the order of the work.

A verb that puts a question to a space and positions needs nothing but its row: `where` names the function, whose answer
shows itself (`bracketed.views.Shown`). The others have a function of their own in this package.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import click

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]

LIMIT = click.option(
    "--limit", type=click.IntRange(min=0), default=10, show_default=True, metavar="K", help="At most K."
)
_LENGTH = click.option(
    "--length",
    type=click.IntRange(min=2),
    default=4,
    show_default=True,
    metavar="N",
    help="Settle at most N choices in one package.",
)
_DRAWS = click.option(
    "--draws", type=click.IntRange(min=1), default=1000, show_default=True, metavar="N", help="Draw N times."
)
_SEED = click.option("--seed", type=int, metavar="S", help="The same seed gives the same draws.")


def rule_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--rule` to a command; the names of the rules are looked up only when a verb needs them."""
    from bracketed.consensus.contestation import RULES

    option = click.option(
        "--rule", type=click.Choice(RULES), default=RULES[0], show_default=True, help="What is to be least."
    )
    return option(command)


class Verb(NamedTuple):
    """A row of the table: the name of a verb, a line and more of help, an example, and the function behind it.

    `where` is `module:function`. A function outside `bracketed.cli` gets the space and the positions, or the positions
    alone if `linked` is False, and the values of the `options`; what it returns is printed.
    """

    name: str
    summary: str
    example: str
    where: str
    more: str = ""
    options: tuple[Option, ...] = ()
    linked: bool = True


VERBS = (
    Verb(
        "outline",
        "The parts of the draft, and how much of each is open.",
        'draft.docx --article "Article 3"',
        "bracketed.cli.draft:outline",
    ),
    Verb(
        "show",
        "The draft with its brackets named, comments and doubts below.",
        "draft.docx",
        "bracketed.cli.draft:show",
        "Words in braces stand in no bracket of the text, but comments would change them.",
    ),
    Verb(
        "brackets",
        "Every bracket, also those that only comments imply.",
        "draft.docx --format csv",
        "bracketed.cli.draft:brackets",
    ),
    Verb(
        "positions",
        "Who wants what, and on which words that rests.",
        "draft.docx --positions table.xlsx",
        "bracketed.cli.draft:positions",
    ),
    Verb("links", "Brackets that seem to be one decision, and why.", "draft.docx", "bracketed.cli.draft:links"),
    Verb(
        "check",
        "What is doubtful or wrong in the draft, and where.",
        "draft.docx --strict",
        "bracketed.cli.draft:check",
        "The exit code is 1 if a bracket blocks.",
    ),
    Verb(
        "variants",
        "The consistent texts: how many there are, and some of them.",
        "draft.docx --sample 5 --seed 1",
        "bracketed.cli.variants:variants",
    ),
    Verb(
        "best",
        "The least contested text, its ties, and who still objects.",
        "draft.docx --positions-only table.csv",
        "bracketed.consensus.contestation:least_contested",
        options=(rule_option,),
    ),
    Verb(
        "ranking",
        "The texts in order, from the least contested on.",
        "draft.docx --limit 5",
        "bracketed.cli.variants:ranking",
        "Texts that differ only where nobody has taken a stance are alike, and only the first of them is shown.",
    ),
    Verb(
        "blocking",
        "Which brackets block, who stands where, and who holds them.",
        "draft.docx --links none",
        "bracketed.consensus.blocking:blocking",
    ),
    Verb(
        "concessions",
        "The fewest objections to withdraw so that none is left.",
        "draft.docx --limit 3",
        "bracketed.consensus.concessions:concessions",
        options=(LIMIT,),
    ),
    Verb(
        "conflicts",
        "The smallest sets of stances that exclude each other.",
        "draft.docx",
        "bracketed.consensus.conflicts:conflicts",
        options=(LIMIT,),
    ),
    Verb(
        "leverage",
        "What would close if one delegation gave way.",
        "draft.docx --format csv",
        "bracketed.consensus.leverage:leverage",
    ),
    Verb(
        "packages",
        "Trades in which all who give way gain elsewhere.",
        "draft.docx --positions weights.csv",
        "bracketed.consensus.packages:packages",
        options=(LIMIT, _LENGTH),
    ),
    Verb(
        "coalitions",
        "Who wants the same as whom, and who stands between.",
        "draft.docx",
        "bracketed.consensus.coalitions:communities",
        linked=False,
    ),
    Verb(
        "outlook",
        "How likely brackets are to be closed, where in doubt.",
        "draft.docx --positions chances.csv",
        "bracketed.consensus.outlook:outlook",
        options=(_DRAWS, _SEED),
    ),
    Verb(
        "diff",
        "What changed from a draft to LATER ones, the earliest first.",
        "draft.docx later.docx --rows delegations",
        "bracketed.cli.diff:diff",
        "Brackets opened, closed (and how), narrowed, widened, moved, split and merged, and provisions that were "
        "renumbered, moved, split, merged or reworded; how many words are still in brackets; what each delegation won, "
        "conceded and still holds.",
    ),
    Verb(
        "corpus",
        "Many drafts in one table, a row each.",
        "draft.docx 'drafts/*.docx' --resume rows.csv",
        "bracketed.cli.corpus:corpus",
        "FILES are names, or patterns in quotation marks. A file that cannot be read has a row that says why.",
    ),
    Verb(
        "write",
        "A settled text as a file: clean, or with what changed.",
        "draft.docx --redline -o redline.docx",
        "bracketed.cli.write:write",
        "A Word document comes out as it went in, but for the brackets.",
    ),
    Verb(
        "report",
        "The state of the draft on one page, to print or send.",
        "draft.docx -o report.html",
        "bracketed.cli.html:report",
        "What blocks and who holds it, the least contested text with reasons, who would have to move, and who wants "
        "what. The page runs no script and needs no network.",
    ),
    Verb(
        "explore",
        "A page in which to click options and see what follows.",
        "draft.docx -o explorer.html",
        "bracketed.cli.html:explore",
        "It is one file that needs no network and starts from the least contested text. What is chosen in it can be "
        "saved as choices.json.",
    ),
)
