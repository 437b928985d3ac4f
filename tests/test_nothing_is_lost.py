"""Whoever a comment names comes out with a stance, as neutral by a rule, or as not read: nothing is lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.lexicon import load_language

DRAFTS = {
    "en": "4. Parties [shall/may] report [at night] to the office.",
    "fr": "4. Les Parties [doivent/peuvent] informer [la nuit] le bureau.",
    "es": "4. Las Partes [deben/pueden] informar [de noche] a la oficina.",
}
QUOTED = {
    "en": ("shall", "at night", "office"),
    "fr": ("doivent", "la nuit", "bureau"),
    "es": ("deben", "de noche", "oficina"),
}
# Names that are the same in the three languages.
NAMES = ("Mali", "Ghana", "Portugal", "VANUATU", "G77")
SHOWN = {"VANUATU": "Vanuatu"}
MARKS = (",", ", and", " and", ":", " –", ".", ";", "\n", " (", ")", "?", " / ")
JOINTS = {
    "en": ("with", "while", "but", "as did", "supported by", "withdrawn by", "insisted on by", "not"),
    "fr": ("avec", "mais", "appuyé par"),
    "es": ("con", "pero"),
}


@cache
def expressions(language: str) -> tuple[str, ...]:
    """What people say in a language: the first form of each expression in its word file."""
    lists = load_language(language).lists
    tables = ("operators", "acts", "sides", "clauses")
    forms = [form for table in tables for kind in lists[table].values() for form in kind]
    return tuple(form for form in map(_first_form, forms) if form and "*" not in form)


def _first_form(expression: str) -> str:
    while expression != (shorter := re.sub(r"\[[^\[\]]*\]", "", expression)):
        expression = shorter
    while expression != (shorter := re.sub(r"\(([^()|]*)[^()]*\)", r"\1", expression)):
        expression = shorter
    return " ".join(expression.split())


@st.composite
def remarks(draw: st.DrawFn) -> tuple[str, str, set[str]]:
    """A language, a remark of names, expressions, quotations, marks and unknown words, and who is named in it."""
    language = draw(st.sampled_from(sorted(DRAFTS)))
    names = st.sampled_from(NAMES)
    pieces = st.one_of(
        names,
        st.sampled_from(expressions(language)),
        st.sampled_from([f"“{words}”" for words in QUOTED[language]]),
        st.sampled_from(MARKS),
        st.sampled_from(JOINTS[language]),
        st.sampled_from(("tariffs", "wibble", "12", "it", "this")),
    )
    chosen = [draw(names), *draw(st.lists(pieces, min_size=1, max_size=9))]
    text = ""
    for piece in chosen:
        text += piece if piece in MARKS else f" {piece}"
    named = {SHOWN.get(piece, piece) for piece in chosen if piece in NAMES}
    return language, text.strip(), named


def heard(positions: bt.Positions) -> set[str]:
    found = {row.delegation for row in positions}
    found |= {name for note in positions.notes for name in note.delegation.split(", ")}
    return found | {name for finding in positions.diagnostics for name in finding.by.split(", ")}


def read(language: str, remark: str) -> bt.Positions:
    return bt.positions(bt.parse(f"{DRAFTS[language]}\tComment by A. Clerk: {remark}\n"))


def test_nobody_who_is_named_is_lost() -> None:
    """Of 400 made-up remarks, about one in five takes a stance, most are not read, and half have several names."""
    seen: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(remarks())
    def nobody_is_lost(made: tuple[str, str, set[str]]) -> None:
        language, remark, named = made
        found = read(language, remark)
        seen.update({"all": 1, "stances": bool(len(found)), "not read": bool(found.unread), "several": len(named) > 1})
        assert named <= heard(found), remark

    nobody_is_lost()
    assert seen["all"] >= 400
    assert all(seen[kind] >= 0.1 * seen["all"] for kind in ("stances", "not read", "several")), seen


def test_a_name_that_is_lost_would_be_found() -> None:
    assert not {"Mali", "Ghana"} <= heard(read("en", "Mali wants “shall”"))
