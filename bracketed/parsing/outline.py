"""The structure of a draft: which paragraph is under which title and number, and in which option."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from bracketed.parsing.blocks import Block, OptionName, Title, indent_of, operative_title, title_of
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import alt_base, follows_on, leading_number, roman
from bracketed.parsing.notation import pattern
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time

# Runs of options one inside the other; what is nested deeper is read as text.
_NESTED_RUNS = 12
# The styles of list items, which hold no paragraph that is not indented below them.
ITEMS = ("letter", "roman", "digit")


class PathStep(NamedTuple):
    """A step on the way from the whole draft to a paragraph; `value` is what a label says of it."""

    kind: Literal["title", "number", "option", "preamble"]
    value: str
    style: str = ""
    restarts: int | None = None


@dataclass(slots=True)
class RunOption:
    """One option of a run: its name as written, the paragraph that it opens in, and its place in the count."""

    label: Span
    name: str
    block: int
    style: str
    ordinal: int
    blocks: int = 0


@dataclass(eq=False, slots=True)
class Run:
    """Options in paragraphs of their own, or a paragraph and its "alt" paragraphs."""

    # `end` is where the last option ends; `doubtful`: a rule decided so, and no title, number or bracket.
    number: int
    options: list[RunOption]
    parent: Run | None
    numbers: tuple[_Number, ...]
    depth: int
    close: int = 0
    end: int = 0
    largest: int = 0
    is_alt: bool = False
    doubtful: bool = False
    owner: int = -1


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that is open: what it is, how deep, in which run, and the paragraph that its count begins anew under."""

    style: str
    value: str
    depth: int
    run: Run | None
    restarts: int | None = None
    block: int = -1


# Which options hold a place, outermost first: (number of the run, how many of its options have begun).
Within: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Location:
    """Where a paragraph is: the way to it, the title above it, the number that it belongs to, and the options that hold
    it behind its own option names (`within`) and before them (`before`)."""

    path: tuple[PathStep, ...] = ()
    scope: int = -1
    owner: int = -1
    within: Within = ()
    before: Within = ()
    title: Title | None = None
    titles: tuple[Title, ...] = ()
    belongs_to_name: bool = False

    @property
    def steps(self) -> list[PathStep]:
        """The way without the titles."""
        return [step for step in self.path if step.kind != "title"]

    @property
    def depth(self) -> int:
        """How many numbers hold the paragraph."""
        return sum(step.kind == "number" for step in self.path)


@dataclass
class Outline:
    """The locations of all paragraphs of a text, in order, and the runs of options."""

    text: str
    blocks: Sequence[Block]
    locations: list[Location]
    runs: list[Run]


# One pass over the paragraphs. What is open at a paragraph (titles, numbers, runs of options) is the state. It is made
# twice: once without brackets, so that brackets can be paired over it, and once with the pairs, since a bracket that
# holds a run of options ends it.
@dataclass
class OutlineReader:
    """Finds the structure of a draft, given its paragraphs and the brackets known so far, opening to closing."""

    text: str
    blocks: Sequence[Block]
    pairs: Mapping[int, int]
    conventions: Conventions
    # The places of names of options beside which no other was found; they open nothing.
    lone: Set[int] = frozenset()
    locations: list[Location] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    numbers: list[_Number] = field(default_factory=list)
    open: list[Run] = field(default_factory=list)
    scope: int = -1
    owner: int = -1
    preamble: bool = False
    paragraphs: int = 0  # of the preamble
    name_begins: int | None = None  # where the name of the next option begins, if before its own words
    plain: int = -1  # the last paragraph without a number
    counts: dict[tuple[object, ...], int] = field(default_factory=dict)  # where a count began
    waiting: dict[tuple[int, str, int], Run] = field(default_factory=dict)  # runs by their last label

    def run(self) -> Outline:
        """Return the structure."""
        for number, block in enumerate(in_time(self.blocks, lambda block: line_at(self.text, block.start))):
            location = Location()
            self.locations.append(location)
            self._block(number, block, location)
            location.scope, location.owner, location.within = self.scope, self.owner, self._within()
            location.titles = tuple(self.titles)
            if not block.options:
                location.before = location.within
        for run in [*self.open]:
            self._shut(run, len(self.text))
        return Outline(self.text, self.blocks, self.locations, self.runs)

    def _within(self) -> Within:
        return tuple((run.number, len(run.options)) for run in self.open)

    def _shut(self, run: Run, at: int) -> None:
        self.open.remove(run)
        run.end = min(run.close or at, at)

    def _block(self, number: int, block: Block, location: Location) -> None:
        following = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        title = title_of(self.text, block, self.titles, self.conventions)
        title = title or operative_title(self.text, block, following)
        if title is not None and title.style == "code" and not block.level and self._is_provision(number, title):
            title = None
        rival = title is not None and title.style == "article" and self._is_rival(number, title)
        if rival or (title is None and self._numbers_option(block, following)):
            # "Article 5 – Option 2": the same article, in another wording; the words go with the name of the option, as
            # the number does in "(b) Option 2".
            location.belongs_to_name = True
            self.name_begins = block.start
            return
        for run in self.open[::-1]:
            if 0 < run.close < block.start or (title and run.close <= block.end) or block.after_rule:
                self._shut(run, block.start)
        if block.after_rule:
            self.titles, self.numbers = [], []
        if block.cell is None and number and self.blocks[number - 1].cell is not None and block.label is None:
            # What follows a table is no part of its last row.
            self.numbers, self.owner = [], self.scope
        if title:
            self._title(number, title, location)
            if not block.options:
                return
        line = self.text[block.start : block.end]
        chapeau = not self.numbers and not block.label and pattern("CHAPEAU").fullmatch(line.strip())
        if chapeau:
            self.preamble, self.paragraphs = True, 0
        elif pattern("AGREED_AS_FOLLOWS").match(line) or (block.label is not None and block.label.kind == "number"):
            self.preamble = False
        self._leave_run(number, block)
        if block.label is not None and not title:
            self._number(number, block)
            self.owner = number
        elif not block.options:
            self._unnumbered(number, block)
        for option in block.options:
            if not location.before:
                location.before = self._within()
            self._option(number, block, option)
        if self.open and not block.names_only(self.text):
            self.open[-1].options[-1].blocks += 1
        location.path = self._path(title is not None)
        if self.preamble and block.label is None and not chapeau and not title:
            self._count_in_preamble(block, location)

    def _count_in_preamble(self, block: Block, location: Location) -> None:
        # A rival option of a paragraph is the same paragraph.
        self.paragraphs += not (block.options and self.open and len(self.open[-1].options) > 1)
        kinds = {kind: [step for step in location.path if step.kind == kind] for kind in ("title", "option")}
        place = PathStep("preamble", str(max(1, self.paragraphs)))
        location.path = (*kinds["title"], place, *kinds["option"])

    def _is_provision(self, number: int, title: Title) -> bool:
        # "D.1: Ports meet" is no title where "D.1 alt" is another wording of it, and a sentence with a full stop is
        # one only of what has its code, "D.1-a".
        labels = (self.blocks[at].label for at in range(number + 1, len(self.blocks)))
        following = next((label.normal for label in labels if label and label.kind == "code"), "")
        block = self.blocks[number]
        ends = self.text[block.start : block.stop].rstrip()[-1:] in ".;"
        holds = following.startswith((f"{title.label}-", f"{title.label}."))
        return alt_base(following) == title.label or (ends and not holds)

    def _is_rival(self, number: int, title: Title) -> bool:
        # "Article 5" again, above the name of an option, is the article that is open already.
        known = any(one.label == title.label and one.style == "article" for one in self.titles)
        following = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        return known and following is not None and bool(following.options) and not following.apart

    def _title(self, number: int, title: Title, location: Location) -> None:
        above = self.locations[number - 1].title if number else None
        if above is not None and above.style == "article" and title.style != "article" and title.rank <= above.rank:
            # The title of an article on the line below its number.
            title = replace(title, rank=above.rank + 1, label="")
        article = next((one for one in self.titles if one.style == title.style == "article"), None)
        if article is not None:
            # Articles are of one level, whatever the looks of their titles say.
            title = replace(title, rank=article.rank)
        self.titles = [one for one in self.titles if one.rank < title.rank] + [title]
        self.preamble, self.paragraphs = title.style == "preamble", 0
        self.numbers = []
        self.scope = self.owner = number
        self.plain = -1
        location.title = title
        location.path = self._path(True)

    def _unnumbered(self, number: int, block: Block) -> None:
        self.plain = number
        indent = indent_of(self.text, block.start)
        while (
            self.numbers
            and self.numbers[-1].style in ITEMS
            and indent <= indent_of(self.text, self.blocks[self.numbers[-1].block].start)
        ):
            # A paragraph that is not indented below "(b)" is behind the list.
            self.numbers.pop()
            self.owner = self.numbers[-1].block if self.numbers else self.scope
        while self.numbers and block.depth and self.numbers[-1].depth > block.depth:
            self.numbers.pop()

    def _leave_run(self, number: int, block: Block) -> None:
        # A paragraph further out in the list, or one more than options have here, is behind the run.
        if block.options:
            return
        if self.open and pattern("OPTION_END").search(self.text, self.blocks[number - 1].start, block.start):
            # "[End of alternative]" is before it.
            self._shut(self.open[-1], self.blocks[number - 1].end)
        for run in self.open[::-1]:
            if self._goes_on_at(run, block.start):
                return
            further_out = run.depth > block.depth and block.apart
            full = len(run.options) > 1 and all(option.blocks == 1 for option in run.options)
            full = full and block.label is None and block.apart
            ends = block.label is None and pattern("AGREED_AS_FOLLOWS").match(self.text, block.start)
            if not (further_out or full or ends):
                return
            run.doubtful = full and not (further_out or ends)
            self._shut(run, block.start)

    def _goes_on_at(self, run: Run, at: int) -> bool:
        # A bracket that holds the run, or the words of its last option, is still open.
        label = run.options[-1].label
        if not self.pairs:
            # Before brackets are paired, their number shows whether one is open.
            words = self.text[label.start : at]
            return words.count("[") > words.count("]")
        # Emphasis and a second bracket may be between the name and the bracket that holds the words.
        near = range(label.end, min(at, label.end + 4))
        return run.close > at or any(self.text[sign] == "[" and at < self.pairs.get(sign, 0) for sign in near)

    # Numbers.

    def _number(self, number: int, block: Block) -> None:
        label = block.label
        assert label is not None
        style = label.kind
        value = label.value if style in ITEMS else label.normal
        depth = self._open_depth(style, value, block)
        bare = leading_number(value)
        self._leave_runs(number, block, depth, bare)
        top = self.open[-1] if self.open else None
        if top and len(top.options) == 1 and depth == 1 and not (top.numbers and top.numbers[-1].depth >= depth):
            top.largest = max(top.largest, bare)
        restarts = None
        while self.numbers and self.numbers[-1].depth >= depth:
            gone = self.numbers.pop()
            restarts = gone.restarts if gone.depth == depth else None
        above = tuple((one.style, one.value) for one in self.numbers)
        count = (above, (top.number, len(top.options)) if top else None, depth, self.scope)
        if value in ("1", "a", "i", ".1"):
            # A count that begins anew under another paragraph is known by that paragraph; "1 bis" begins none.
            below = depth > 1 or top is not None or style in ITEMS
            restarts = self.plain if below and count in self.counts and self.plain > self.counts[count] else None
        self.counts[count] = number
        self.numbers.append(_Number(style, value, depth, top, restarts, number))

    def _open_depth(self, style: str, value: str, block: Block) -> int:
        if style in ("code", "pp", "footnote"):
            self.numbers = []
            if style == "code":
                return 1
            for run in self.open[::-1]:
                if run.close <= block.start:
                    self._shut(run, block.start)
            return 0
        if style == "number" and self.numbers and self.numbers[0].style in ("pp", "footnote"):
            # The operative paragraphs begin behind the preambular ones.
            self.numbers = []
        return self._depth(style, value, block)

    def _leave_runs(self, number: int, block: Block, depth: int, bare: int) -> None:
        last = self.open[-1] if self.open else None
        goes_on_with_count = last is not None and any(follows_on(str(bare), one.value) for one in last.numbers[-1:])
        alone = bool(
            last
            and last.options[-1].block == number - 1
            and self.blocks[number - 1].names_only(self.text)
            and (len(last.options) == 1 or last.largest or not goes_on_with_count)
        )
        if alone and last and len(last.options) == 1:
            # A label alone, and then a number: the run is beside the numbers of its depth.
            last.numbers = tuple(one for one in last.numbers if one.depth < depth)
        for run in self.open[::-1]:
            above = depth <= (run.numbers[-1].depth if run.numbers else 0)
            # The last option holds the numbers that the first one held; a larger one is behind the run.
            behind = not run.numbers and depth == 1 and len(run.options) > 1 and 0 < run.largest < bare
            if (above or behind) and run.close <= block.start and not (alone and run is last):
                self._shut(run, block.start)

    def _depth(self, style: str, value: str, block: Block) -> int:
        # The columns of lists decide, else the count that a number goes on with.
        counted = self._depth_by_count(style, value)
        if not block.depth or (style == "number" and "." in value):
            return counted
        if style in ("letter", "roman"):
            return max(block.depth + 1, counted) if self.numbers else counted
        return max(1, counted) if style == "bis" else max(self._base, block.depth)

    @property
    def _base(self) -> int:
        # A number is below no other, or below the code of its section alone.
        return 1 + (bool(self.numbers) and self.numbers[0].style == "code")

    def _depth_by_count(self, style: str, value: str) -> int:
        if style == "number":
            inner = [one for one in self.numbers if value.startswith(f"{one.value}.")]
            return inner[-1].depth + 1 if inner else self._base
        if style == "word":
            return 1
        if style == "bis":
            same = [one for one in self.numbers if _is_counted_on(one.value, value)]
            return same[-1].depth if same else self._base
        for one in self.numbers[::-1]:
            if one.style in ("letter", "roman") and style in ("letter", "roman") and goes_on(one.value, value):
                return one.depth
            if one.style == style == "digit" and follows_on(value.lstrip("."), one.value.lstrip(".")):
                return one.depth
        same = [one for one in self.numbers if one.style == style]
        # A count that begins anew is beside the one of its sort, not below its last item.
        return same[-1].depth if same else (self.numbers[-1].depth if self.numbers else 0) + 1

    # Options.

    def _option(self, number: int, block: Block, option: OptionName) -> None:
        if self.name_begins is not None:
            option = OptionName(Span(self.name_begins, option.span.end), option.name)
            self.name_begins = None
        run = self._continued(option)
        if run is not None:
            last = run.options[-1]
            self._go_on(run, number, option, last.style, last.ordinal + _counts(option))
            return
        if len(self.open) < _NESTED_RUNS and option.span.start not in self.lone:
            self._open_run(number, block, option, _readings(option.name))

    def _continued(self, option: OptionName) -> Run | None:
        # The run that the option is the next of.
        wanted = [(style, ordinal - _counts(option)) for style, ordinal in _readings(option.name)]
        keys = [(self.scope, *one) for one in wanted]
        near = [*self.open[::-1], *(self.waiting[key] for key in keys if key in self.waiting)]
        for run in sorted(near, key=lambda run: bool(run.close and run.close < option.span.start)):
            last = run.options[-1]
            if (last.style, last.ordinal) in wanted:
                return run
        return None

    def _numbers_option(self, block: Block, following: Block | None) -> bool:
        # "(b) Option 2: …", behind "(a) Option 1: …": a number of its own for each option.
        if block.label is None or following is None or following.start != block.end or not following.options:
            return False
        run = self._continued(following.options[0])
        first = run.options[0].block if run else 0
        return first > 0 and self.blocks[first - 1].end == self.blocks[first].start

    def _open_run(self, number: int, block: Block, option: OptionName, readings: Sequence[tuple[str, int]]) -> None:
        first = next((one for one in readings if one[1] == 1), readings[-1] if readings else ("?", 1))
        self._leave_for(number, block, first[0])
        run = Run(
            len(self.runs),
            [RunOption(option.span, option.name, number, *first)],
            self.open[-1] if self.open else None,
            tuple(self.numbers),
            block.depth,
            owner=self.owner,
        )
        opener = re.search(r"\[[\s*_]*$", self.text[block.start : words_begin(self.text, option.span)])
        close = self.pairs.get(block.start + opener.start(), 0) if opener else 0
        # A bracket that opens directly before the first name and goes on over paragraphs may hold the run.
        run.close = close if "\n" in self.text[option.span.start : close].strip() else 0
        self.runs.append(run)
        self.open.append(run)
        self.waiting[self.scope, first[0], first[1]] = run

    def _leave_for(self, number: int, block: Block, style: str) -> None:
        # "Option 1" with "3." below it is no option of a run that holds "1." and "2.": another run begins.
        following = self.blocks[number + 1].label if number + 1 < len(self.blocks) else None
        run = self.open[-1] if self.open else None
        if run is None or following is None or not block.names_only(self.text) or run.options[-1].style != style:
            return
        if len(run.options) > 1 and 0 < run.largest < leading_number(following.value) and not run.close:
            self._shut(run, block.start)
            self.numbers = list(run.numbers)

    def _go_on(self, run: Run, number: int, option: OptionName, style: str, ordinal: int) -> None:
        if run.close < option.span.start:
            run.close = 0  # the count goes on: that bracket was not the run's
        for other in self.open[::-1]:
            if other is not run and _is_inside(other, run):
                self._shut(other, option.span.start)
        if run not in self.open:
            # A number had ended it too early.
            self.open.append(run)
            run.doubtful = False
        run.options.append(RunOption(option.span, option.name, number, style, ordinal))
        # "4. Option 2: …" has a number of its own, and that stays the owner.
        self.owner = number if self.owner == number else run.owner
        own = self.owner == number and self.numbers and self.numbers[-1].run is run
        self.numbers = [one for one in self.numbers if one in run.numbers] if own else list(run.numbers)
        self.waiting[self.scope, style, ordinal] = run

    def _path(self, is_title: bool) -> tuple[PathStep, ...]:
        # Titles come first, then numbers and options in the order in which they hold each other.
        path = [PathStep("title", title.label, title.style) for title in self.titles if title.label]
        if is_title:
            return tuple(path)
        passed: set[int] = set()
        for number in self.numbers:
            for run in self.open if number.run else ():
                if run.number not in passed and _is_inside(number.run, run):
                    passed.add(run.number)
                    path.append(PathStep("option", run.options[-1].name))
            path.append(PathStep("number", number.value, number.style, number.restarts))
        path += [PathStep("option", run.options[-1].name) for run in self.open if run.number not in passed]
        return tuple(path)


def _counts(option: OptionName) -> bool:
    # "Option 2 bis" has the place of option 2, and does not count on.
    return not re.search(r"(?:bis|ter|quater|alt)$", option.name)


def words_begin(text: str, span: Span) -> int:
    # Brackets, bullets and emphasis come before the name: "[**Option 1".
    return pattern("BEFORE_NAME").match(text, *span).end()  # type: ignore[union-attr]


def _is_inside(inner: Run | None, outer: Run) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is not None


def _readings(name: str) -> list[tuple[str, int]]:
    # "I" is the letter or the Roman numeral; what comes before and behind decides.
    stem = re.match(r"(\d+(?:\.\d+)*|[A-Za-z]+)(?:[ ]?(?:bis|ter|quater|alt))?$", name)
    if not stem:
        tail = name.rstrip("0123456789")
        return [("?" + tail, leading_number(name[len(tail) :]))] if len(tail) < len(name) else []
    value = stem[1]
    if value[0].isdigit():
        head, _, last = value.rpartition(".")
        return [(f"{head}." if head else "1", leading_number(last))]
    case = "A" if value[0].isupper() else "a"
    numeral = [("i" + case, roman(value))] if roman(value) else []
    return numeral + ([(case, ord(value.casefold()) - 96)] if len(value) == 1 else [])


def goes_on(last: str, value: str) -> bool:
    """Return whether one list mark follows another: b follows a, ii follows i, i follows h."""
    if len(last) == len(value) == 1 and ord(value) == ord(last) + 1:
        return True
    if roman(last) and roman(value) == roman(last) + 1:
        return True
    doubled = len(last) == len(value) == 2 and last[0] == last[1] and value[0] == value[1]
    return (last, value) == ("z", "aa") or (doubled and ord(value[0]) == ord(last[0]) + 1)


def _is_counted_on(last: str, value: str) -> bool:
    # "17 bis" is behind 17, and before 18.
    stem, number = (re.match(r"\w*", words)[0] for words in (value, last))  # type: ignore[index]
    return number == stem or (stem.isdigit() and follows_on(number, stem))
