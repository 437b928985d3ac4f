"""Labels as negotiators cite provisions: `Article 3.7(b)`, `Article 3.7 opt1(b)`, `PP6`, `Decision 38(i)`, `fn 9`.

A label is the way to a paragraph, short enough to say. Titles are no part of it; the letter or number of a section is
one only where a number would not be unique without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bracketed.draft.languages import word_list
from bracketed.parsing.blocks import Block
from bracketed.parsing.outline import Outline, Place, Seat

_CITED = ("article", "decision", "number")


def _cited(outline: Outline) -> tuple[str, ...]:
    """Return the sorts of titles that labels name: annexes too, unless the draft is nothing but an annex."""
    for seat in outline.seats:
        if any(step.kind == "title" and step.style == "annex" for step in seat.path):
            return _CITED
        if any(step.kind == "number" or (step.kind == "title" and step.style in _CITED) for step in seat.path):
            break
    return (*_CITED, "annex")


@dataclass(frozen=True, slots=True)
class Citations:
    """The label of each paragraph, the paragraph that heads its numbered provision, and the labels that were repeated:
    paragraph, label as it would be, and the paragraph that has it already.

    `holders` says of a paragraph that opens options what the choice between them is called by, and in which provision
    it stands.
    """

    labels: tuple[str, ...]
    heads: tuple[int, ...]
    repeated: tuple[tuple[int, str, int], ...]
    holders: dict[int, tuple[str, str]] = field(default_factory=dict)


def cite(outline: Outline, named: Sequence[bool]) -> Citations:
    """Return labels for the paragraphs that are `named`; others have the label of the one before."""
    return _Namer(outline, named).run()


class _Namer:
    def __init__(self, outline: Outline, named: Sequence[bool]) -> None:
        self.outline = outline
        self.named = named
        self.labels: list[str] = []
        self.heads: list[int] = []
        self.repeated: list[tuple[int, str, int]] = []
        self.seen: dict[str, int] = {}
        self.paragraphs: dict[str, int] = {}
        self.unlabelled = 0
        self.cited = _cited(outline)
        self.shared = self._shared()

    def run(self) -> Citations:
        for number, (block, seat) in enumerate(zip(self.outline.blocks, self.outline.seats, strict=True)):
            if not self.named[number] and seat.title is None:
                # An OR between paragraphs, for example, belongs to the paragraph before.
                self.labels.append(self.labels[-1] if self.labels else "")
                self.heads.append(self.heads[-1] if self.heads else number)
                continue
            self._name(number, block, seat)
        return Citations(tuple(self.labels), tuple(self.heads), tuple(self.repeated), self._holders())

    def _holders(self) -> dict[int, tuple[str, str]]:
        """Return the names of the choices between options, by the paragraph of the first option."""
        holders: dict[int, tuple[str, str]] = {}
        for run in self.outline.runs:
            number = run.options[0].block
            seat = self.outline.seats[number]
            block = self.outline.blocks[number]
            nested = len(block.options) - [option.span.end for option in block.options].index(run.options[0].label.end)
            options = [at for at, step in enumerate(seat.path) if step.kind == "option"]
            if len(options) < nested or number in holders:
                continue
            around = replace(seat, path=seat.path[: options[-nested]], title=None)
            label = self._compose(around)
            own = self.labels[number]
            holders[number] = (label or own, label if label in self.seen else own)
        return holders

    def _shared(self) -> set[str]:
        """Return the numbers that stand under several sections."""
        places: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for seat in self.outline.seats:
            first = next((step.value for step in seat.path if step.kind == "number"), None)
            if first is not None and not any(step.kind == "title" and step.style in self.cited for step in seat.path):
                places[first].add(tuple(step.value for step in seat.path if step.kind == "title"))
        return {first for first, above in places.items() if len(above) > 1}

    def _name(self, number: int, block: Block, seat: Seat) -> None:
        label = self._compose(seat)
        is_title = seat.title is not None
        if not label:
            self.unlabelled += self.named[number]
            label = f"p{self.unlabelled}"
            head = number
        elif is_title:
            # The first paragraph below has the label of its article.
            head = number
            if self.named[number] and block.label is not None and seat.title is not None and seat.title.style != "code":
                label = self._of_title(number, label)
            if self.named[number] and label in self.seen:
                label = self._repeat(number, label)
            if not self.named[number]:
                self.labels.append(label)
                self.heads.append(head)
                return
        elif label in self.seen and block.label is not None:
            label, head = self._repeat(number, label), number
        elif label in self.seen:
            head = self._head_of(number, seat)
            self.paragraphs[label] = self.paragraphs.get(label, 1) + 1
            label = f"{label} sub{self.paragraphs[label]}"
        else:
            head = number if block.label is not None or seat.owner < 0 else self._head_of(number, seat)
        if self.named[number]:
            self.seen.setdefault(label, number)
        self.labels.append(label)
        self.heads.append(head)

    def _head_of(self, number: int, seat: Seat) -> int:
        """Return the numbered paragraph that a paragraph without a number belongs to, else itself."""
        owner = seat.owner
        title = self.outline.seats[owner].title
        belongs = owner < number and self.named[owner] and (title is None or title.style == "code")
        return self.heads[owner] if belongs else number

    def _of_title(self, number: int, label: str) -> str:
        following = self.outline.seats[number + 1] if number + 1 < len(self.outline.seats) else None
        followed = following is not None and following.title is None and following.scope == number
        return f"{label} title" if followed and not any(step.kind == "number" for step in following.path) else label  # type: ignore[union-attr]

    def _repeat(self, number: int, label: str) -> str:
        first = self.seen[label]
        place = self._section(number)
        unique = f"{place}/{label}" if place and f"{place}/{label}" not in self.seen else ""
        count = self.paragraphs.get(f"/{label}", 1)
        while not unique or unique in self.seen:
            count += 1
            unique = f"{label}/{count}"
        self.paragraphs[f"/{label}"] = count
        self.repeated.append((number, label, first))
        return unique

    def _section(self, number: int) -> str:
        titles = self.outline.seats[number].titles
        return next((title.label for title in reversed(titles) if title.label), "")

    def _compose(self, seat: Seat) -> str:
        titles = [step for step in seat.path if step.kind == "title"]
        steps = [step for step in seat.path if step.kind != "title"]
        cited = next((step.value for step in reversed(titles) if step.style in self.cited), "")
        first = next((step for step in steps if step.kind == "number"), None)
        if seat.title is not None and not steps:
            return cited if titles and titles[-1].style in self.cited else self._of_section(cited, titles)
        if first is not None and first.style in ("code", "pp", "footnote"):
            return self._below("", steps)
        head = cited or self._head(titles, steps, first)
        return self._below(head, steps)

    def _of_section(self, cited: str, titles: Sequence[Place]) -> str:
        return f"{cited} {titles[-1].value}".strip() if titles else ""

    def _head(self, titles: Sequence[Place], steps: Sequence[Place], first: Place | None) -> str:
        """Return the label of the section above a paragraph, if it is needed to cite that."""
        if any(step.kind == "preamble" for step in steps):
            return ""
        if not titles or (first is not None and first.value not in self.shared):
            return ""
        return titles[-1].value

    def _below(self, head: str, steps: Sequence[Place]) -> str:
        """Return the label of a paragraph: the numbers and options below what heads it."""
        label = head
        number = head.rsplit(" ", 1)[-1] if head else ""
        joint = (
            "."
            if head
            and not head.startswith("Decision")
            and (head.startswith((*word_list("article"), *word_list("annex"))) or head[:1].isdigit())
            else " "
        )
        above = ""
        for step in steps:
            match step.kind:
                case "preamble":
                    label = f"{head} PP{step.value}".strip()
                case "option":
                    label = _with_option(label, step.value)
                case "number" if step.restarts is not None and self.labels[step.restarts]:
                    # The count begins anew under a paragraph of its own.
                    label = self.labels[step.restarts] + _below_paragraph(step)
                    above = step.value
                case "number":
                    label = _joined(label, step, above, number, joint)
                    above = step.value
            joint = "." if step.kind == "number" else joint
        return label


def _with_option(label: str, name: str) -> str:
    """Add an option to a label; "2.1" below option 2 is opt2.1."""
    stem, _, last = label.rpartition(" ")
    if last.startswith("opt") and name.startswith(f"{last[3:]}."):
        label = stem
    return f"{label} opt{name}".strip()


def _below_paragraph(step: Place) -> str:
    return f"({step.value})" if step.style in ("letter", "roman", "digit") else f".{step.value}"


def _joined(label: str, step: Place, above: str, article: str, joint: str) -> str:
    """Join a number to what stands before it: 3.12 below 3 adds .12, (a) adds itself."""
    value = step.value
    if step.style in ("letter", "roman", "digit"):
        return f"{label}({value})"
    if step.style in ("code", "pp", "footnote"):
        return f"{label} {value}".strip() if label else value
    for known in (above, article):
        if known and value.startswith(f"{known}."):
            return label + value[len(known) :]
    if not label:
        return value
    option = label.rsplit(" ", 1)[-1].startswith("opt")
    return f"{label}{'.' if option or above else joint}{value}"
