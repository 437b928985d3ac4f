"""How answers become DataFrames, notebook output and lines for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import singledispatch
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeAlias, TypeVar, get_args

if TYPE_CHECKING:
    import pandas as pd

Record: TypeAlias = dict[str, Any]
Item = TypeVar("Item")
# What rows can be grouped by.
Grouping: TypeAlias = Literal["article"]
# What the words of a draft go through before they are shown: a terminal shortens them, a file has them whole.
Shorten: TypeAlias = Callable[[str], str]

# An answer comes early in the pipeline and what draws it late, so no answer imports a drawer: it calls `frame` or
# `html`, two functions that dispatch on the type, and the modules of `bracketed.show` register themselves for their
# types. The front door names these modules with `load_from`, and they are imported when the first answer is shown.
# These are the modules that have not been imported yet.
_unloaded: list[str] = []


def load_from(*modules: str) -> None:
    """Name modules that register drawers when they are imported."""
    _unloaded.extend(modules)


def _load() -> bool:
    """Import the modules that were named; return whether there were any."""
    modules = [*_unloaded]
    # First of all, so that a module that shows something while it is imported does not import them again.
    _unloaded.clear()
    for module in modules:
        import_module(module)
    return bool(modules)


def flat(record: Mapping[str, Any]) -> Record:
    """Return a record with lists as words, joined by a comma, and lists of lists by a plus inside."""
    return {key: ", ".join(map(_joined, value)) if _is_list(value) else value for key, value in record.items()}


def values_of(row: Any) -> Record:
    """Return the fields of a row as plain values, with lists in place of tuples."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _joined(value: Any) -> str:
    return " + ".join(map(str, value)) if _is_list(value) else str(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


@singledispatch
def frame(answer: object) -> pd.DataFrame:
    """Return anything tabular as a DataFrame; a TypeError if no module has registered how."""
    if _load():
        return frame(answer)
    raise TypeError(f"a {type(answer).__name__} is no table")


@singledispatch
def html(answer: object) -> str:
    """Return the HTML that a notebook shows of an answer, all words escaped; a TypeError if none has registered how."""
    if _load():
        return html(answer)
    raise TypeError(f"a {type(answer).__name__} has no picture for a notebook")


# A word all the same, so that a terminal prints it like any other cell.
class Bar(str):
    """The words of a cell that a page draws as a bar: `part` is the share of its length that is filled, 0 to 1."""

    part: float

    def __new__(cls, words: str, part: float) -> Bar:
        bar = super().__new__(cls, words)
        bar.part = part
        return bar


class Several(str):
    """The words of a cell or a line that lists `names`: where they do not fit, some are named and the others counted.

    `lead` is what is before the names; a line is `alarming` if a terminal is to show it in red.
    """

    names: tuple[str, ...]
    lead: str
    alarming: bool

    def __new__(cls, names: Iterable[str], lead: str = "", *, alarming: bool = False) -> Several:
        listed = tuple(names)
        several = super().__new__(cls, lead + ", ".join(listed))
        several.names, several.lead, several.alarming = listed, lead, alarming
        return several

    def without(self, indent: str) -> Several:
        """Return the same without what its lead begins with."""
        return Several(self.names, self.lead.removeprefix(indent), alarming=self.alarming)


class StyledLine(str):
    """A line in `parts`, each with the name of the style in which a terminal shows it, or ""."""

    parts: tuple[tuple[str, str], ...]

    def __new__(cls, *parts: tuple[str, str]) -> StyledLine:
        line = super().__new__(cls, "".join(words for words, _ in parts))
        line.parts = parts
        return line


class Text(str):
    """A block of an answer: a text to be used as it is, whose lines are neither broken nor left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """A block of an answer: rows of words under a head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A block of an answer: sentences that are numbered from 1."""

    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entries:
    """A block of an answer: things of one sort, named by `noun`, each stated in a few lines."""

    noun: str
    entries: Sequence[Sequence[str]]


# A block that is none of these is a paragraph.
Block: TypeAlias = "str | Table | NumberedList | Entries"


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How many links an answer assumes, and how many more are offered; `decided` says where that was decided."""

    assumed: int
    offered: int
    decided: str = ""

    @property
    def sentence(self) -> str:
        """The counts in words, "" if there are no links.

        >>> LinkCount(2, 5, "draft.txt.links.toml").sentence
        '2 links assumed, 5 offered (see draft.txt.links.toml).'
        """
        if not self.assumed and not self.offered:
            return ""
        see = f" (see {self.decided})" if self.decided else ""
        return f"{self.assumed} link{'' if self.assumed == 1 else 's'} assumed, {self.offered} offered{see}."


@dataclass(frozen=True, eq=False)
class View:
    """An answer as plain values, as a flat table, and as blocks for people.

    JSON is made of `to_dicts`; CSV and DataFrames of `to_records`, under `columns`; what a terminal prints and a
    notebook draws of `to_blocks`. A class of answers states each of them once. `links` says how many links the answer
    assumes, if it depends on them.
    """

    # The head of the flat table, words with blanks between them: a table without rows has it too.
    columns = ""

    links: LinkCount | None = field(default=None, kw_only=True, repr=False, compare=False)

    def to_dicts(self) -> Any:
        """Return the plain values."""
        raise NotImplementedError

    def to_records(self) -> list[Record]:
        """Return the flat table, one record a row."""
        return list(self.to_dicts())

    def to_frame(self) -> pd.DataFrame:
        """Return the flat table as a DataFrame."""
        return frame(self)

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield what people read: paragraphs, tables and numbered sentences."""
        raise NotImplementedError

    def to_json(self) -> Any:
        """Return the plain values as they go out as JSON: those of an answer that is one object have its links too."""
        values = self.to_dicts()
        if self.links is None or not self.links.sentence or not isinstance(values, dict):
            return values
        return {**values, "links": {"assumed": self.links.assumed, "offered": self.links.offered}}

    def shown(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield what people read, and below it how many links the answer assumes."""
        yield from self.to_blocks(shorten)
        if self.links is not None and self.links.sentence:
            yield self.links.sentence

    def _repr_html_(self) -> str:
        return html(self)


class ByArticle:
    """What lists brackets, or stances on them: it can be had with one row an article of the draft."""

    def by_article(self) -> View:
        """Return the same with one row an article, or other main part, in the order of the draft."""
        raise NotImplementedError

    def to_frame(self, by: Grouping | None = None) -> pd.DataFrame:
        """Return the flat table as a DataFrame; `by="article"` gives one row an article instead.

        Raises:
            UnknownNameError: `by` is anything else.
        """
        return frame(grouped(self, by))


def check_grouping(by: str) -> None:
    """Raise an UnknownNameError if there is no such way to group rows."""
    # To import the library loads no errors.
    from bracketed.errors import UnknownNameError

    if by not in get_args(Grouping):
        raise UnknownNameError("way to group rows", str(by), get_args(Grouping))


def grouped(table: object, by: str | None) -> object:
    """Return a table as it is, or by article.

    Raises:
        UnknownNameError: `by` is neither None nor “article”.
        TypeError: the table is of something that is not reported by article.
    """
    if by is None:
        return table
    check_grouping(by)
    if not isinstance(table, ByArticle):
        raise TypeError(
            f"a {type(table).__name__} cannot be grouped by article; a draft, positions, and what blocking and "
            "progress give can"
        )
    return table.by_article()


class Answers(View, Generic[Item]):
    """An answer in rows; a class of answers derives from this one and says what is other than here."""

    rows: tuple[Item, ...]

    def __iter__(self) -> Iterator[Item]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> Any:
        """Return the plain values, one dictionary a row."""
        return [row.to_dict() for row in self.rows]  # type: ignore[attr-defined]

    def only(self, wanted: Callable[[Item], bool], limit: int | None = None) -> Self:
        """Return the answer with those rows alone that are wanted, the first so many of them if there is a limit."""
        rows = tuple(row for row in self.rows if wanted(row))
        return replace(self, rows=rows[:limit])  # type: ignore[call-arg]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The rows in plain words, one sentence or a few for each."""
        return tuple(row.sentence for row in self.rows)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Listing(View):
    """An answer that needs no class of its own: its plain values, its flat table and its blocks."""

    dicts: Any
    records: list[Record]
    blocks: Sequence[Block]
    columns: str = ""

    def to_dicts(self) -> Any:
        """Return the plain values."""
        return self.dicts

    def to_records(self) -> list[Record]:
        """Return the flat table."""
        return self.records

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the blocks; their words have been shortened already where they should be."""
        yield from self.blocks

    def __repr__(self) -> str:
        return f"<Listing of {len(self.records):,} row{'' if len(self.records) == 1 else 's'}>"


@dataclass(frozen=True)
class PartOf(View):
    """What an answer has to say of a part of the draft, or of a delegation, that `name` names."""

    answer: View
    name: str

    @property
    def columns(self) -> str:  # type: ignore[override]
        """The head of the flat table."""
        return self.answer.columns

    def to_dicts(self) -> Any:
        """Return the plain values."""
        return self.answer.to_dicts()

    def to_records(self) -> list[Record]:
        """Return the flat table."""
        return self.answer.to_records()

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the name and the blocks of the answer; without a row there is nothing to say of it."""
        # Of no row at all an answer would say that nothing is in the way, which is true of the part at most.
        if not self.to_records():
            yield f"{self.name}: there is nothing to show."
            return
        yield f"{self.name} only:"
        yield from self.answer.to_blocks(shorten)
