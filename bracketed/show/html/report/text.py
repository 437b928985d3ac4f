"""The least contested text in the report: what was settled is marked, and below each paragraph it is explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bracketed.consensus.blocking import OptionSupport
from bracketed.consensus.brief import Brief
from bracketed.consensus.contestation import Answer
from bracketed.draft.tree import OMIT
from bracketed.phrasing import short, some_of
from bracketed.show.html.markup import Html, element, escaped, joined
from bracketed.show.html.report.sections import anchor, chip
from bracketed.show.palette import TINTS, sides, tint_of
from bracketed.show.provenance import SettledPassage, passages_by_line, settled


def settled_text(told: Brief, language: str) -> Iterator[Html]:
    """Yield the text, paragraph by paragraph, and what is to be said of brackets that have left no trace in it."""
    standings = {row.id: row for row in told.standings or ()}

    def why(ids: Iterable[str]) -> Html:
        items = (element("li", chip(standings.get(id_)), " ", _why(id_, told), id=anchor(id_)) for id_ in ids)
        return element("ul", *items, class_="why", lang="en")

    explained: set[str] = set()
    if told.best is not None:
        paragraphs: list[Html] = []
        for line in passages_by_line(settled(told.best.variant)):
            if not any(passage.words.strip() or passage.bracket for passage in line):
                continue
            parts = [_marked(passage, told) if passage.bracket else escaped(passage.words) for passage in line]
            paragraphs.append(element("p", *parts, dir="auto"))
            new = [id_ for id_ in dict.fromkeys(passage.bracket for passage in line) if id_ and id_ not in explained]
            explained.update(new)
            if new:
                paragraphs.append(why(new))
        yield element("p", _introduced(told.best), class_="note")
        yield element("div", *paragraphs, class_="text", lang=language)
    known = dict.fromkeys([*(bracket.id for bracket in told.space.brackets), *(row.bracket for row in told.positions)])
    others = [id_ for id_ in known if id_ not in explained]
    if others:
        yield element("p", "Brackets without a place of their own in this text:")
        yield why(others)


def _introduced(best: Answer) -> str:
    several = best.ties is not None and best.ties > 1
    alike = f" {short(best.ties or 1)} texts are equally good; this is the first of them." if several else ""
    return f"What was settled is marked; ▵ stands where words were left out. Below each paragraph it says why.{alike}"


def _marked(passage: SettledPassage, told: Brief) -> Html:
    standing = told.standings[passage.bracket] if told.standings else None
    step = TINTS.index(tint_of(standing))
    mark = element("mark", passage.words or "▵", class_=f"t{step}")
    return joined(mark, element("sup", element("a", passage.bracket, href=f"#{anchor(passage.bracket)}")))


def _why(bracket: str, told: Brief) -> Html:
    """Return what was chosen in a bracket, who is for and against it, and how the other options stand."""
    choices = told.best.variant.choices if told.best else {}
    if bracket not in choices:
        if told.best is None:
            state = "is open"
        elif any(other.id == bracket for other in told.space.brackets):
            state = "does not arise: it stands in words that were not taken"
        else:
            state = "is to be filled in"
        return element("span", element("strong", bracket), f" {state}.")
    letter = choices[bracket]
    text = told.space.texts[bracket, letter]
    taken = "leaves the words out" if letter == OMIT else f"takes {letter}, “{text}”"
    if told.standings is None:
        return element("span", element("strong", bracket), f" {taken}.")
    row = told.standings[bracket]
    if row.status == "silent":
        return element("span", element("strong", bracket), f" {taken}; {row.remedy[:1].lower()}{row.remedy[1:]}")
    linked = f" The same choice as {some_of(row.linked)}." if row.linked else ""
    own = next(option for option in row.options if option.letter == letter)
    others = "".join(f" Not {_named(option)} – {sides(option)}." for option in row.options if option.letter != letter)
    return element("span", element("strong", bracket), f" {taken} – {sides(own)}.{others}{linked}")


def _named(option: OptionSupport) -> str:
    return "leaving out" if option.letter == OMIT else f"{option.letter}, “{option.text}”"
