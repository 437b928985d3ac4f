"""The table of verbs: each row is a command, in the order of the work."""

# It imports no stage of the library, so that the help is there at once.

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import click

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def count_option(name: str, least: int, default: int, metavar: str, help_: str) -> Option:
    """Return an option whose value is a number of things, `least` or more."""
    numbers = click.IntRange(min=least)
    return click.option(name, type=numbers, default=default, show_default=True, metavar=metavar, help=help_)


def choice_option(choices: Sequence[str], help_: str, *names: str) -> Option:
    """Return an option whose value is one of some words, by default the first."""
    kind = click.Choice(choices)
    return click.option(*names, type=kind, default=choices[0], show_default=True, help=help_)


LIMIT = count_option("--limit", 0, 10, "K", "At most K.")
# Trades of more choices take long to find, and to explain.
_LENGTH = count_option("--length", 2, 4, "N", "Settle at most N choices in one package.")
_MEMBERS = click.option(
    "--length",
    type=click.IntRange(2, 4),
    default=4,
    show_default=True,
    metavar="N",
    help="At most N delegations in one exchange.",
)
_FULL = click.option(
    "--full", is_flag=True, help="All of it: the least contested text with reasons, and every position and finding."
)
_FOR = click.option(
    "--for",
    "delegations",
    multiple=True,
    metavar="NAME",
    help="Add what this delegation wins and loses.",
)
_EXPLORER = click.option(
    "--explorer",
    metavar="PAGE",
    help="Lead from each bracket to its place in this page of the explorer, as seen from the report.",
)
_DRAWS = count_option("--draws", 1, 1000, "N", "Draw N times.")
_SEED = click.option("--seed", type=int, metavar="S", help="The same seed gives the same draws.")


def rule_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--rule` to a command; the names of the rules are looked up only when a verb needs them."""
    # Each rule is a file in its folder, so the names are known only from there.
    from bracketed.consensus.rules import RULES

    return choice_option(RULES, "What is to be least.", "--rule")(command)


# The functions are named and not given, since to give them would import all stages.
class Verb(NamedTuple):
    """A row of the table: the name of a verb, a line of help, and an example.

    With a `module` of this package the verb is its function of that name. Without one, the verb prints what a public
    function of the library gives for a space and positions: `answer`, or the function that has the name of the verb,
    with the values of the `options`. If that is a `page`, it is written to a file. `filters` say by what its rows can
    be requested; `among_stances`: it is then the answer to the stances on a part of the draft alone.
    """

    name: str
    summary: str
    example: str
    module: str = ""
    answer: str = ""
    options: tuple[Option, ...] = ()
    page: bool = False
    more: str = ""
    filters: tuple[str, ...] = ()
    among_stances: bool = False


VERBS = (
    Verb(
        "outline", "The parts of the draft, and how much of each is open.", 'draft.docx --article "Article 3"', "draft"
    ),
    Verb(
        "show",
        "The draft with brackets and options named, doubts below.",
        'draft.docx "Article 6"',
        "draft",
        more="Words in braces are in no bracket of the text, but comments would change them.",
    ),
    Verb("brackets", "Every bracket, also those that only comments imply.", "draft.docx --format csv", "draft"),
    Verb("positions", "Who wants what, and on which words that rests.", "draft.docx --positions table.xlsx", "draft"),
    Verb("links", "Brackets that seem to be one decision, and why.", "draft.docx", "draft"),
    Verb(
        "check",
        "What is doubtful or wrong in the draft, and where.",
        "draft.docx --strict",
        "draft",
        more="The exit code is 1 if a bracket is deadlocked or reserved.",
    ),
    Verb(
        "variants",
        "The consistent texts: how many there are, and some of them.",
        "draft.docx --sample 5 --seed 1",
        "variants",
    ),
    Verb(
        "best",
        "The least contested text, its ties, and who still objects.",
        "draft.docx --positions-only table.csv",
        "best",
        more="--for NAME prints what one delegation wins and loses there, and which red lines hold; --text prints the "
        "text alone.",
    ),
    Verb(
        "why",
        "Why an option is taken or not, and what would turn that.",
        "draft.docx '4#1' b",
        "why",
        more="BRACKET is the id of a bracket; OPTION is its letter or omit, by default the one that is taken.",
    ),
    Verb(
        "ranking",
        "How many texts are as good, level by level, the best first.",
        "draft.docx --limit 5",
        answer="levels",
        options=(rule_option, LIMIT),
        more="Each level shows a text that differs from the least contested one in the fewest brackets.",
    ),
    Verb(
        "blocking",
        "Which brackets are deadlocked, and who holds them.",
        'draft.docx --article "Article 6"',
        filters=("article", "by", "delegation", "status"),
    ),
    Verb(
        "concessions",
        "The fewest objections to withdraw so that none is left.",
        "draft.docx --limit 3",
        options=(LIMIT,),
        filters=("article",),
        among_stances=True,
    ),
    Verb(
        "conflicts",
        "The smallest sets of stances that exclude each other.",
        "draft.docx",
        options=(LIMIT,),
        filters=("article",),
        among_stances=True,
    ),
    Verb(
        "leverage",
        "What would close if one delegation gave way.",
        "draft.docx --format csv",
        filters=("article", "delegation"),
    ),
    Verb(
        "packages",
        "Trades in which all who give way gain elsewhere.",
        "draft.docx --positions weights.csv",
        options=(LIMIT, _LENGTH),
        filters=("article", "delegation"),
    ),
    Verb(
        "exchanges",
        "Moves on scales by which two, three or four gain the same.",
        "draft.docx --positions-only scales.csv",
        options=(LIMIT, _MEMBERS),
        more="Brackets whose options are figures are scales; a table with the columns delegation, bracket, position "
        "and salience says where each delegation is on them.",
    ),
    Verb("coalitions", "Which delegations want the same, and who is between them.", "draft.docx", "draft"),
    Verb(
        "outlook",
        "How likely brackets are to be closed, where in doubt.",
        "draft.docx --positions chances.csv",
        options=(_DRAWS, _SEED),
        filters=("article", "status"),
    ),
    Verb(
        "streamline",
        "How the draft could be shorter with no position lost.",
        "draft.docx --apply 'merge:4#1' -o new.docx",
        "streamline",
        more="Like options, common words, unwanted options, nested brackets and paragraphs that are there twice, each "
        "with a proof of what becomes of the clean texts.",
    ),
    Verb(
        "diff",
        "What changed from a draft to LATER ones, the earliest first.",
        "draft.docx later.docx --rows delegations",
        "diff",
        more="First what went and came without a mark; then, by part, what became of brackets and provisions. --rows "
        "drafts lists how much is still in brackets, --rows delegations who won and who conceded what.",
    ),
    Verb(
        "carry",
        "Positions or choices in the ids of the next draft.",
        "table.xlsx --from draft.docx --to later.docx -o new.xlsx",
        "carry",
        more="FILE is a table of positions, or choices.json. Each row goes to the option that has its words. It is "
        "kept, moved, reworded (to be checked, and confirmed in the new table), closed or lost; a sheet of an "
        ".xlsx lists every row.",
    ),
    Verb(
        "compile",
        "Delegations' copies of one draft as one bracketed text.",
        "draft.docx norway.docx chile.docx -o compilation.docx",
        "compile",
        more="COPIES have tracked changes, or are simply edited; each change becomes an option with its owner. That "
        "is the delegation in the name of the file, else the author of the tracked changes.",
    ),
    Verb(
        "corpus",
        "Many drafts in one table, a row each.",
        "draft.docx 'drafts/*.docx' --resume rows.csv",
        "corpus",
        more="FILES are names, or patterns in quotation marks. A file that cannot be read has a row that says why.",
    ),
    Verb(
        "write",
        "The text settled, in whole or in part, or numbered, as a file.",
        "draft.docx --redline -o redline.docx",
        "write",
        more="A Word document comes out as it went in, but for the brackets.",
    ),
    Verb(
        "report",
        "The state of the draft on two or three pages.",
        "draft.docx --for UK -o report.html",
        options=(_FULL, _FOR, _EXPLORER),
        page=True,
        more="What is deadlocked and who holds it, who would have to move, what can be closed, and what is open in "
        "each article. The page is to be printed or sent; it runs no script and needs no network.",
    ),
    Verb(
        "explore",
        "A page in which to click options and see what follows.",
        "draft.docx -o explorer.html",
        page=True,
        more="It is one file that needs no network and starts from the least contested text. What is chosen in it can "
        "be saved as choices.json.",
    ),
)
