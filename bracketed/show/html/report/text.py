"""The least contested text in the report: what was settled is marked, and below each paragraph it is explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bracketed.consensus.blocking import BracketSupport
from bracketed.consensus.brief import Brief
from bracketed.draft.tree import OMIT
from bracketed.phrasing import short, some_of
from bracketed.show.html.markup import Html, element, escaped, joined
from bracketed.show.html.report.sections import anchor, chip
from bracketed.show.palette import STEPS, sides_in_words, step_of
from bracketed.show.segments import Segment, lines_of, settled_segments

_INTRODUCTION = "What was settled is marked; ▵ stands where words were left out. Below each paragraph it says why."


def settled_text(brief: Brief, language: str) -> Iterator[Html]:
    """Yield the text, paragraph by paragraph, and what is to be said of brackets that have left no trace in it."""
    support = {row.id: row for row in brief.standings or ()}
    # A bracket is explained once, below the first paragraph that it is in.
    explained: set[str] = set()
    if brief.best is not None:
        paragraphs: list[Html] = []
        for line in lines_of(settled_segments(brief.best.variant)):
            if not any(segment.words.strip() or segment.bracket for segment in line):
                continue
            # Paragraphs of a draft may be in scripts of either direction; the browser sees which.
            paragraphs.append(element("p", *(_marked(segment, support) for segment in line), dir="auto"))
            new = [id_ for id_ in dict.fromkeys(segment.bracket for segment in line) if id_ and id_ not in explained]
            explained.update(new)
            if new:
                paragraphs.append(_reasons(new, brief, support))
        several = brief.best.ties is not None and brief.best.ties > 1
        alike = f" {short(brief.best.ties or 1)} texts are equally good; this is the first of them." if several else ""
        yield element("p", f"{_INTRODUCTION}{alike}", class_="note")
        yield element("div", *paragraphs, class_="text", lang=language)
    brackets = dict.fromkeys([*(one.id for one in brief.space.brackets), *(row.bracket for row in brief.positions)])
    others = [id_ for id_ in brackets if id_ not in explained]
    # Brackets in words that were not taken, and placeless insertions; links to them must lead somewhere.
    if others:
        yield element("p", "Brackets without a place of their own in this text:")
        yield _reasons(others, brief, support)


def _marked(segment: Segment, support: Mapping[str, BracketSupport]) -> Html:
    if not segment.bracket:
        return escaped(segment.words)
    step = step_of(support.get(segment.bracket))
    mark = element("mark", segment.words or "▵", class_=f"t{STEPS.index(step)}")
    return joined(mark, element("sup", element("a", segment.bracket, href=f"#{anchor(segment.bracket)}")))


def _reasons(brackets: Iterable[str], brief: Brief, support: Mapping[str, BracketSupport]) -> Html:
    """Return why each bracket was settled as it was; the reasons are in English, whatever the draft is in."""
    reasons = (
        element("li", chip(support.get(id_)), " ", element("span", element("strong", id_), words), id=anchor(id_))
        for id_ in brackets
        for words in [_reason(id_, brief, support.get(id_))]
    )
    return element("ul", *reasons, class_="why", lang="en")


def _reason(bracket: str, brief: Brief, support: BracketSupport | None) -> str:
    """Return what was chosen in a bracket, who is for and against it, and how the other options stand."""
    if brief.best is None:
        return " is open."
    letter = brief.best.variant.choices.get(bracket)
    if letter is None:
        inner = any(other.id == bracket for other in brief.space.brackets)
        return " does not arise: it stands in words that were not taken." if inner else " is to be filled in."
    text = brief.space.texts[bracket, letter]
    taken = " leaves the words out" if letter == OMIT else f" takes {letter}, “{text}”"
    if support is None:
        return f"{taken}."
    # Where nobody has spoken, the first option was taken for want of a reason.
    if support.status == "silent":
        return f"{taken}; {support.remedy[:1].lower()}{support.remedy[1:]}"
    linked = f" The same choice as {some_of(support.linked)}." if support.linked else ""
    sides = {option.letter: sides_in_words(option) for option in support.options}
    others = ""
    for option in support.options:
        if option.letter != letter:
            words = "leaving out" if option.letter == OMIT else f"{option.letter}, “{option.text}”"
            others += f" Not {words} – {sides[option.letter]}."
    return f"{taken} – {sides[letter]}.{others}{linked}"
