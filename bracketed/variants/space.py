"""The space of variants: every consistent way to settle a draft, counted and numbered without being listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import prod
from random import Random
from typing import Any, overload

from bracketed.draft.draft import Draft
from bracketed.draft.links import Link, LinkKind, accepted, propose_links
from bracketed.draft.tree import Bracket, Piece
from bracketed.errors import ImpossibleError, NotAVariantError, TooEntangledError, UnknownNameError, UnknownOptionError
from bracketed.gc_pause import gc_paused
from bracketed.phrasing import short
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import ImpliedBracket, Positions
from bracketed.source import Span
from bracketed.variants.compiler import BYTE_LIMIT, Compiler, TooLargeError
from bracketed.variants.contradiction import contradiction
from bracketed.variants.graph import Costs, EliminationForest, Graph, Values
from bracketed.variants.network import Choice, Decision, Network, decisions_of, network_of
from bracketed.variants.template import TextTemplate
from bracketed.variants.variant import Variant
from bracketed.variants.witnesses import GivenUpError, Wish, Witness, Witnesses
from bracketed.views import LinkCount

# Python's own sampling goes no further than the length of a range, which is a machine word.
_INDEXED = 2**60
# Ways to settle the last brackets whose texts are written beforehand: a page of text each is about 10 MB.
_WAYS = 4096
# Fewer save no time, and neither do those that are used but a few times.
_FEWEST = 16
_OFTEN = 32
# Which links bind, where it is not said by their ids.
LINK_RULES = ("auto", "all", "none")


def variants(
    draft: Draft,
    positions: Positions | None = None,
    links: str | Iterable[str] = "auto",
    *,
    refused: Iterable[str] = (),
) -> Space:
    """Return the space of a draft's consistent variants.

    Args:
        draft: the draft.
        positions: if given, the brackets that they imply are to be settled too.
        links: which of the proposed links bind: `"auto"` those that are sure, `"all"` the likely ones too, `"none"`
            none; or ids, and then exactly these. A list may hold such a word beside ids: `["auto", "same:4#1"]`.
        refused: the ids of links that do not bind, and are not offered either.

    Raises:
        UnknownNameError: there is no proposed link with such an id.

    >>> import bracketed as bt
    >>> text = "1. Ports [pay dues/take no dues] [soon].\\n2. Docks [pay dues/take no dues] [soon]."
    >>> draft = bt.parse(text)
    >>> [bt.variants(draft, links=links).count() for links in ("auto", "all", "none", "same:1#2")]
    [8, 4, 16, 8]
    >>> space = bt.variants(draft)
    >>> [link.id for link in space.links], [link.id for link in space.offered]
    (['same:1#1'], ['same:1#2'])
    """
    return space_of(OpenText(draft, () if positions is None else positions.implied), positions, links, refused)


def space_of(
    text: OpenText, positions: Positions | None, links: str | Iterable[str] = "auto", refused: Iterable[str] = ()
) -> Space:
    """Return the space of a text that is known already, otherwise as `variants`."""
    rows = () if positions is None else positions.rows
    together = _groups((row.bracket, *(bracket for bracket, _ in row.condition)) for row in rows)
    asked = {*((links,) if isinstance(links, str) else links)}
    unwanted = frozenset(link.id for link in text.proposed(refused))
    named = {link.id for link in text.proposed(asked - {*LINK_RULES}, LINK_RULES)}
    bound = (link for link in text.links if link.id in named or "all" in asked or ("auto" in asked and link.sure))
    return Space(text, together, tuple(link for link in bound if link.id not in unwanted), refused=unwanted)


def _groups(together: Iterable[Iterable[str]]) -> frozenset[frozenset[str]]:
    # A cost on one bracket alone needs no path that it shares with others.
    return frozenset(group for brackets in together if len(group := frozenset(brackets)) > 1)


@dataclass(frozen=True, eq=False)
class OpenText:
    """The text that a space settles: a draft, and the brackets that comments imply in it."""

    draft: Draft
    implied: tuple[ImpliedBracket, ...] = field(repr=False)

    @cached_property
    def content(self) -> tuple[Piece, ...]:
        """The content of the draft with the implied brackets in their places."""
        return insert_implied(self.draft.content, self.implied)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The brackets to settle, in reading order; those without a place come behind the others of their provision."""
        # Where words go that have no place is open; that they are to go in is a decision all the same.
        decisions = (*decisions_of(self.content), *(Decision(bracket, ()) for bracket in self.unplaced))
        # The sort is stable: of brackets that begin at one place those in the content keep their order, outer first.
        return tuple(sorted(decisions, key=lambda decision: decision.bracket.span.start))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links that are proposed; brackets that comments imply may be linked too."""
        brackets = (decision.bracket for decision in self.decisions)
        return propose_links(brackets, self.draft.source, self.draft.language)

    def proposed(self, ids: Iterable[str], others: Iterable[str] = ()) -> Iterator[Link]:
        """Yield the proposed links with these ids; UnknownNameError names what else might have been meant."""
        by_id = {link.id: link for link in self.links}
        for id_ in ids:
            if id_ not in by_id:
                raise UnknownNameError("link", id_, (*by_id, *others))
            yield by_id[id_]

    @property
    def unplaced(self) -> tuple[Bracket, ...]:
        """The implied brackets whose words no comment gives a place."""
        return tuple(implied.bracket for implied in self.implied if not implied.places)

    @cached_property
    def wording(self) -> TextTemplate:
        """How the text of a variant is written."""
        return TextTemplate(self.draft, self.content)

    def __reduce__(self) -> Any:
        # What is worked out from the draft is worked out again where the text arrives.
        return OpenText, (self.draft, self.implied)


class Space:
    """All consistent variants of a draft, in a fixed order.

    Variants are numbered from 0: independent groups of brackets in reading order, the first most significant; within
    them options as they are lettered, and where links or nesting make several brackets depend on each other, the
    order in which they are settled, which is the same whenever the same draft is read. A space never changes;
    `fix`, `require`, `exclude`, `link` and `unlink` return new ones.

    >>> import bracketed as bt
    >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
    >>> space
    <Space of 4 variants: 2 brackets, 0 links>
    >>> space.count(), space[3].text, space.index(space[3])
    (4, '4. Parties should report.', 3)
    """

    def __init__(
        self,
        text: OpenText,
        together: frozenset[frozenset[str]],
        links: tuple[Link, ...],
        rules: tuple[Link, ...] = (),
        refused: frozenset[str] = frozenset(),
    ) -> None:
        """Make a space; costs may depend jointly on each group of brackets in `together`."""
        self._text = text
        self._together = together
        self.draft = text.draft
        self.decisions = text.decisions
        """The brackets with the options around each of which one must be chosen for the bracket to be live."""
        self.unplaced = text.unplaced
        """The implied brackets whose words no comment gives a place; they are settled, but not seen in the text."""
        self.links = tuple(map(accepted, links))
        """The links that bind."""
        self.rules = rules
        """What `fix`, `require` and `exclude` have requested, as links of kind `requires` and `excludes`."""
        self._refused = refused
        # A large network makes millions of small tuples, none of them in a circle.
        with gc_paused():
            self.network = network_of(text.decisions, (*links, *rules))
            self._compiler = self._to_compile()
            try:
                self._witnesses: Witnesses | None = Witnesses(self._compiler)
                impossible = not self._witnesses.has_any
            except GivenUpError:
                self._witnesses = None
                impossible = isinstance(self._whole, Graph) and not self._whole.total
        if impossible:
            links = contradiction(self.decisions, (*self.links, *self.rules))
            raise ImpossibleError(f"no variant is left under these links and choices: {_reasons(links)}", links)

    def _to_compile(self) -> Compiler:
        variable_of = self.network.variable_of
        together = {
            tuple(sorted({variable_of[bracket] for bracket in brackets}))
            for brackets in self._together
            if variable_of.keys() >= brackets
        }
        sizes = [variable.size for variable in self.network.variables]
        return Compiler(sizes, self.network.constraints, sorted(together))

    @property
    def forest(self) -> EliminationForest:
        """What depends on what in the network; it needs no graph."""
        return self._compiler.forest

    @property
    def graph(self) -> Graph:
        """The compiled network; TooEntangledError if links or conditions tie too many brackets together for that."""
        if isinstance(self._whole, TooEntangledError):
            raise self._whole
        return self._whole

    @cached_property
    def _whole(self) -> Graph | TooEntangledError:
        try:
            with gc_paused(), self._entanglement():
                return self._compiler.whole()
        except TooEntangledError as error:
            # Kept: whether the space is entangled may be needed before its graph.
            return error

    def part(self, variables: Iterable[int]) -> Graph:
        """Return the compiled network as far as these variables depend on others; TooEntangledError likewise.

        Only questions that go through these variables and those above them have an answer in it.
        """
        with gc_paused(), self._entanglement():
            return self._compiler.part(variables)

    def witness(self, wish: Wish) -> Witness | None:
        """Return the values of the network in some variant that is as wished; None if there is none such.

        Combinations that are wished away are held together. TooEntangledError if it takes too long to find out.
        """
        if self._witnesses is not None:
            with suppress(GivenUpError):
                return self._witnesses.find(wish)
        # A value that is taken earns 1 and a combination costs 1: the sum is this low only if all is as wished.
        network = self.network
        taken = {v: [-(n == value) for n in range(network.variables[v].size)] for v, value in wish.taken.items()}
        never = tuple((tuple(values), {tuple(values.values()): 1}) for values in wish.never)
        touched = [*taken, *(variable for scope, _ in never for variable in scope)]
        return _unknown if self.part(touched).least(Costs(taken, never)) == -len(taken) else None

    @contextmanager
    def _entanglement(self) -> Iterator[None]:
        """Explain in terms of brackets what is too large."""
        try:
            yield
        except TooLargeError as error:
            variables = self.network.variables
            brackets = [bracket for number in error.cluster for bracket in variables[number].brackets]
            raise TooEntangledError(BYTE_LIMIT, brackets) from None

    @property
    def entangled(self) -> bool:
        """Whether so many brackets depend on each other that the variants cannot be counted.

        The least contested of them can be found all the same, and what depends on some brackets only.
        """
        return isinstance(self._whole, TooEntangledError)

    @cached_property
    def offered(self) -> tuple[Link, ...]:
        """The links that are proposed, and neither bind nor have been refused."""
        bound = [{*link.brackets} for link in self.links]
        # A link that binds may tie all that another would.
        return tuple(
            link
            for link in self._text.links
            if link.id not in self._refused and not any(tied.issuperset(link.brackets) for tied in bound)
        )

    @property
    def link_count(self) -> LinkCount:
        """How many links bind, and how many more are offered."""
        return LinkCount(len(self.links), len(self.offered))

    @property
    def open_text(self) -> OpenText:
        """The text that is settled, with the brackets that comments imply in their places."""
        return self._text

    @property
    def wording(self) -> TextTemplate:
        """How the text of a variant is written."""
        return self._text.wording

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets that are to be settled, in reading order; placeholders are not among them."""
        return tuple(decision.bracket for decision in self.decisions)

    @cached_property
    def texts(self) -> Mapping[Choice, str]:
        """The words of each option, by the id of its bracket and its letter."""
        return {(bracket.id, option.letter): option.text for bracket in self.brackets for option in bracket.options}

    @property
    def places(self) -> tuple[tuple[str, Span], ...]:
        """The id and place in the source of each bracket; what comments imply may have several places, or none."""
        written = ((bracket.id, bracket.span) for bracket in self.brackets if bracket.origin == "text")
        implied = ((place.id, place.span) for item in self._text.implied for place in item.places)
        return (*written, *implied)

    def count(self) -> int:
        """Return how many variants there are, exactly; TooEntangledError if that is out of reach.

        Python prints no number of more than 4,300 digits, which a few thousand brackets come to: the space itself shows
        it rounded, `format(Decimal(number), "f")` writes all digits, and so does `str` behind
        `sys.set_int_max_str_digits(0)`.

        >>> import bracketed as bt
        >>> from decimal import Decimal
        >>> space = bt.variants(bt.parse("4. Ports [shall/should] pay [now/then/later]."))
        >>> format(Decimal(space.count()), "f")
        '6'
        """
        return self.graph.total

    @overload
    def __getitem__(self, index: int) -> Variant: ...
    @overload
    def __getitem__(self, index: slice) -> VariantRange: ...
    def __getitem__(self, index: int | slice) -> Variant | VariantRange:
        """Return the variant at a place, counted from 0 or, if negative, from the end; or a range of variants."""
        places = range(self.count())[index]
        if isinstance(places, range):
            return VariantRange(self, places)
        return self.variant(self.graph.at(places), places)

    def __iter__(self) -> Iterator[Variant]:
        return iter(self[:])

    def index(self, variant: Variant | Mapping[str, str]) -> int:
        """Return the place of a variant, or of the variant that makes these choices.

        Raises:
            UnknownNameError, UnknownOptionError: a choice is none of this draft.
            NotAVariantError: the choices are not one variant of this space.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space.index({"4#1": "b", "4#2": "a"})
        2
        """
        # A variant is checked like any choices: it may come from the space of another draft.
        choices = variant.choices if isinstance(variant, Variant) else variant
        self._check(choices)
        values = self.network.values(choices)
        # The network has no value for a bracket that is not live, so choices of such do not come back.
        if values is not None and self.network.choices(values) == dict(choices):
            place = self.graph.index(values)
            if place is not None:
                return place
        raise NotAVariantError(self._why_not(choices))

    def sample(self, n: int, *, seed: int | None = None, repeat: bool = True) -> list[Variant]:
        """Return `n` variants drawn one by one, each variant equally likely each time.

        The same seed gives the same variants. Without `repeat` all are different, and ValueError says if there are
        fewer than `n`.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> [variant.index for variant in space.sample(5, seed=1)]
        [1, 0, 2, 0, 3]
        """
        random = Random(seed)
        if repeat:
            return [self[random.randrange(self.count())] for _ in range(n)]
        if n > self.count():
            raise ValueError(f"there are only {short(self.count())} variants; {short(n)} different ones were requested")
        if self.count() < _INDEXED:
            return [self[place] for place in random.sample(range(self.count()), n)]
        # In so large a space hardly any place is drawn twice.
        places: dict[int, None] = {}
        while len(places) < n:
            places[random.randrange(self.count())] = None
        return [self[place] for place in places]

    def shard(self, i: int, *, of: int) -> VariantRange:
        """Return the `i`-th of `of` ranges of equal length, give or take one; all together are the space.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> [space.shard(i, of=3).count() for i in range(3)]
        [1, 1, 2]
        """
        if not 0 <= i < of:
            raise ValueError(f"shards of {short(of)} are numbered 0 to {short(of - 1)}; got {short(i)}")
        # Each shard ends by the same formula by which the next begins, so none is missed and none comes twice.
        return self[self.count() * i // of : self.count() * (i + 1) // of]

    def fix(self, choices: Mapping[str, str]) -> Space:
        """Return the space in which these brackets take these options wherever they are live.

        UnknownNameError or UnknownOptionError if a choice is none of the draft, ImpossibleError if no variant is left.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> [variant.text for variant in space.fix({"4#2": "omit"})]
        ['4. Parties shall report.', '4. Parties should report.']
        """
        self._check(choices)
        # To exclude the others leaves the bracket free not to be live.
        fixed = [bracket for bracket in self.brackets if bracket.id in choices]
        others = [(bracket.id, o) for bracket in fixed for o in bracket.letters if o != choices[bracket.id]]
        return self.bound([_rule("excludes", [other]) for other in others])

    def require(self, choices: Mapping[str, str], needed: Mapping[str, str]) -> Space:
        """Return the space in which a variant that makes all of `choices` also makes all that are `needed`.

        UnknownNameError or UnknownOptionError if a choice is none of the draft, ImpossibleError if no variant is left.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> [dict(variant.choices) for variant in space.require({"4#1": "a"}, {"4#2": "a"})]
        [{'4#1': 'a', '4#2': 'a'}, {'4#1': 'b', '4#2': 'a'}, {'4#1': 'b', '4#2': 'omit'}]
        """
        self._check(choices)
        self._check(needed)
        return self.bound([_rule("requires", [*choices.items(), choice]) for choice in needed.items()])

    def exclude(self, choices: Mapping[str, str]) -> Space:
        """Return the space without the variants that make all of these choices.

        UnknownNameError or UnknownOptionError if a choice is none of the draft, ImpossibleError if no variant is left,
        ValueError if there is no choice to exclude.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space.exclude({"4#1": "a", "4#2": "omit"}).count()
        3
        """
        self._check(choices)
        # Every variant makes all of no choices, so that none would be left.
        if not choices:
            raise ValueError("name at least one choice to exclude")
        return self.bound([_rule("excludes", choices.items())])

    def link(self, *ids: str) -> Space:
        """Return the space in which these proposed links bind too; UnknownNameError if one is not proposed.

        >>> import bracketed as bt
        >>> draft = bt.parse("1. Ports [pay/save].\\n2. Docks [pay/save].")
        >>> bt.variants(draft).count(), bt.variants(draft).link("same:1#1").count()
        (4, 2)
        """
        added = [*self._text.proposed(ids)]
        bound = {link.id: link for link in (*self.links, *added)}
        refused = self._refused.difference(bound)
        return Space(self._text, self._together, tuple(bound.values()), self.rules, refused)

    def unlink(self, *ids: str) -> Space:
        """Return the space in which these proposed links do not bind, and are not offered; UnknownNameError if unknown.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("1. Ports [pay dues/save].\\n2. Docks [pay dues/save]."))
        >>> space.count(), space.unlink("same:1#1").count()
        (2, 4)
        """
        refused = self._refused.union(link.id for link in self._text.proposed(ids))
        links = tuple(link for link in self.links if link.id not in refused)
        return Space(self._text, self._together, links, self.rules, refused)

    def holding_together(self, groups: Iterable[Iterable[str]]) -> Space:
        """Return the space in a form in which costs may depend on these groups of brackets jointly.

        It has the same variants; their order may be another. A space made with the positions is in that form already.
        """
        together = self._together | _groups(groups)
        # The same groups give the same graph, which need not be compiled again.
        if together == self._together:
            return self
        return Space(self._text, together, self.links, self.rules, self._refused)

    def variant(self, values: Sequence[int], index: int | None = None) -> Variant:
        """Return the variant at which the variables of the network have these values."""
        return Variant(self, self.network.choices(values), index)

    def bound(self, rules: Iterable[Link]) -> Space:
        """Return the space in which these links between options bind too; ImpossibleError if no variant is left."""
        return Space(self._text, self._together, self.links, (*self.rules, *rules), self._refused)

    def _check(self, choices: Mapping[str, str]) -> None:
        for bracket, letter in choices.items():
            if bracket not in self._by_id:
                raise UnknownNameError("bracket", bracket, self._by_id)
            if letter not in self._by_id[bracket].letters:
                raise UnknownOptionError(bracket, letter, self._by_id[bracket].letters)

    @cached_property
    def _by_id(self) -> dict[str, Bracket]:
        return {bracket.id: bracket for bracket in self.brackets}

    def _why_not(self, choices: Mapping[str, str]) -> str:
        # Outer brackets come before inner ones, so that what is wrong with an outer one is listed first.
        for decision in self.decisions:
            bracket = decision.bracket.id
            live = not decision.inside or any(choices.get(around) == letter for around, letter in decision.inside)
            if live and bracket not in choices:
                return f"{bracket} is to be settled too, and has no choice here"
            if not live and bracket in choices:
                return f"{bracket} is in an option that is not chosen, and cannot be settled"
        # Here exactly the live brackets have a choice, so what is in the way can only be a link: there is one.
        broken = next(link for link in (*self.links, *self.rules) if not _keeps(link, choices))
        return f"these choices are not possible together: {_reasons((broken,))}"

    def __reduce__(self) -> Any:
        # The compiled graph is larger than all else and made again in a moment.
        return Space, (self._text, self._together, self.links, self.rules, self._refused)

    def __repr__(self) -> str:
        words = f"{_counted(len(self.brackets), 'bracket')}, {_counted(len(self.links), 'link')}"
        return f"<Space of {'uncounted variants' if self.entangled else _variants(self.count())}: {words}>"


def _unknown(variable: int) -> int:
    """Return that of a variable no value is known, though there is a solution."""
    return -1


def _variants(count: int) -> str:
    return _counted(count, "variant", short(count))


def _counted(count: int, word: str, number: str = "") -> str:
    return f"{number or count} {word}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class VariantRange:
    """Some variants of a space in order: `space[10:20]`, or a shard; they are made one by one, when requested.

    >>> import bracketed as bt
    >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
    >>> space[2:]
    <VariantRange of 2 variants of 4>
    >>> [variant.text for variant in space[2:]]
    ['4. Parties should report annually.', '4. Parties should report.']
    """

    space: Space
    places: range

    def count(self) -> int:
        """Return how many variants there are, exactly."""
        # `len` fails past the size of a machine word.
        step = self.places.step
        return max(0, (self.places.stop - self.places.start + step - (1 if step > 0 else -1)) // step)

    @overload
    def __getitem__(self, index: int) -> Variant: ...
    @overload
    def __getitem__(self, index: slice) -> VariantRange: ...
    def __getitem__(self, index: int | slice) -> Variant | VariantRange:
        """Return the variant at a place of the range, or a part of the range."""
        places = self.places[index]
        return VariantRange(self.space, places) if isinstance(places, range) else self.space[places]

    def __iter__(self) -> Iterator[Variant]:
        # To walk along the graph goes from each variant to the next; with other steps each is looked up by itself.
        if self.places.step != 1:
            return map(self.space.__getitem__, self.places)
        return _in_row(self.space, self.places.start, self.places.stop)

    def __repr__(self) -> str:
        return f"<VariantRange of {_variants(self.count())} of {short(self.space.count())}>"


def _in_row(space: Space, start: int, stop: int) -> Iterator[Variant]:
    """Yield the variants from place `start` up to but not including `stop`, in order."""
    graph, network, wording = space.graph, space.network, space.wording
    last = _last_variables(space, min(_WAYS, (stop - start) // _OFTEN))
    if last is None:
        for index, values in zip(range(start, stop), graph.walk(start, stop), strict=True):
            yield space.variant(values, index)
        return
    # The last parts of a draft that depend on nothing else turn fastest, like the last wheels of a counter: their text
    # is written once for each way to settle them, and what goes before and behind once for as many variants.
    variables, ways, (first, end) = last
    # The first variants of all run through the ways of the last variables, while all others keep their first value.
    settled = [
        ([values[variable] for variable in variables], wording.text(first, end, network.choices(values)))
        for values in graph.walk(0, ways)
    ]
    # Blocks begin at multiples of `ways`, where the last variables begin anew; the range may begin or end inside one.
    for begin in range(start - start % ways, stop, ways):
        values = graph.at(begin)
        choices = network.choices(values)
        before, behind = wording.text(0, first, choices), wording.text(end, None, choices)
        for way in range(max(start - begin, 0), min(stop - begin, ways)):
            own, text = settled[way]
            yield Variant(
                space, partial(_choices, network, values, variables, own), begin + way, (before, text, behind)
            )


def _last_variables(space: Space, most: int) -> tuple[tuple[int, ...], int, tuple[int, int]] | None:
    """Return the longest row of last variables with at most so many values together, if they save any time.

    With it come the number of these, and the row of segments of the text that these variables alone bear on.
    """
    forest = space.graph.forest
    counts = [space.graph.counts[root][0] for root in forest.roots]
    roots = 0
    while roots < len(counts) and prod(counts[-roots - 1 :]) <= most:
        roots += 1
    while roots and (ways := prod(counts[-roots:])) >= _FEWEST:
        variables = forest.order[forest.order.index(forest.roots[-roots]) :]
        brackets = frozenset(id_ for variable in variables for id_ in space.network.variables[variable].brackets)
        segments = space.wording.segments_of(brackets)
        if segments is not None:
            return variables, ways, segments
        # Fewer variables may have a row of segments to themselves where more have not.
        roots -= 1
    return None


def _choices(network: Network, values: Values, variables: tuple[int, ...], own: Values) -> dict[str, str]:
    """Return what brackets take at these values, but for some variables with values of their own."""
    # A copy, since all variants of a block share these values.
    values = [*values]
    for variable, value in zip(variables, own, strict=True):
        values[variable] = value
    return network.choices(values)


def _rule(kind: LinkKind, choices: Iterable[Choice]) -> Link:
    """Return choices that never go together, or of which the last is needed if all others are made, as a link."""
    pairs = tuple(choices)
    told = " and ".join(f"{bracket}={letter}" for bracket, letter in pairs[:-1])
    last = "=".join(pairs[-1])
    if kind == "requires":
        id_ = f"requires:{told}:{last}"
        reason = f"{told} goes only with {last}" if told else f"{last} is required"
    else:
        id_ = f"excludes:{told} and {last}" if told else f"excludes:{last}"
        reason = f"{told} never goes with {last}" if told else f"never {last}"
    return Link(id_, kind, tuple(b for b, _ in pairs), (tuple(letter for _, letter in pairs),), reason)


def _keeps(link: Link, choices: Mapping[str, str]) -> bool:
    """Return whether choices respect a link."""
    # All choices must be in one row of the link; brackets that are not live have no say.
    if link.kind == "same":
        rows = [
            {number for number, row in enumerate(link.options) if row[place] == choices[bracket]}
            for place, bracket in enumerate(link.brackets)
            if bracket in choices
        ]
        return not rows or bool(set.intersection(*rows))
    taken = [choices.get(bracket) == letter for bracket, letter in zip(link.brackets, link.options[0], strict=True)]
    if link.kind == "requires":
        return taken[-1] or not all(taken[:-1])
    return not all(taken)


def _reasons(links: Sequence[Link]) -> str:
    more = f"; and {len(links) - 5} more" if len(links) > 5 else ""
    return "; ".join(f"{link.id} ({link.reason})" if link.kind == "same" else link.reason for link in links[:5]) + more
