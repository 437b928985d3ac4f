"""A partial settlement as a draft: its new text, read again, so that what is left can be worked on like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from bracketed.draft.draft import Diagnostic, Draft
from bracketed.errors import DraftError
from bracketed.parsing.conventions import PRESETS
from bracketed.parsing.parser import parse
from bracketed.positions.positions import Positions
from bracketed.reading.file import read_data
from bracketed.variants.settlement import Settlement, own_words, settlement
from bracketed.writing.file import written

# Places where the text is read otherwise that are listed one by one.
_SHOWN = 20


def settle(draft: Draft, choices: Mapping[str, str], positions: Positions | None = None) -> Draft:
    """Return a draft in which some brackets are closed, and all others stay as they are written.

    A bracket in an option that is not taken goes with it, one in the option taken stays; comments that are on closed
    brackets alone go. Of linked brackets only those that are named are closed. The draft that comes back is the new
    text, read again: its brackets have ids of their own, counted anew.

    Args:
        draft: the draft; of a Word document the new draft has a document too, in which all else is as it was.
        choices: the letters of options, or `omit`, by the ids of the brackets to close.
        positions: if given, the brackets that they imply may be closed too.

    Raises:
        UnknownNameError, UnknownOptionError: a choice is none of the draft.
        DraftError: a bracket is a placeholder, which has no options, or nothing is left of the draft.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] [public] report.")
    >>> settled = bt.settle(draft, {"4#1": "b", "4#2": "omit"})
    >>> settled.source
    '4. Parties should submit an [public] report.'
    >>> [bracket.id for bracket in settled.brackets]
    ['4#1']
    """
    # What is made of a file is written over it no more than the file itself.
    return replace(draft_of(settlement(draft, choices, positions)), path=draft.path)


def draft_of(settled: Settlement) -> Draft:
    """Return the draft that the text of a settlement is; a finding says what of it reads otherwise than before."""
    if not settled.text.strip():
        raise DraftError(f"nothing is left of {settled.draft.name} with these choices; leave some brackets open")
    wanted = [words for _, words in settled.remaining()]
    draft = _read(settled, {})
    if _rows(draft) == wanted and _has_choices_of(draft, settled):
        return draft
    joined = _joined(own_words(draft.content, {}), wanted)
    paired = [bracket.id for bracket in draft.brackets if bracket.span.start in settled.stray]
    if joined or paired:
        findings = [_finding(draft, id_, *_NEIGHBOURS) for id_ in joined]
        findings += [_finding(draft, id_, *_STRAY) for id_ in paired]
        read_as = {**dict.fromkeys(joined, "separate"), **dict.fromkeys(paired, "text")}
        draft = _read(settled, read_as)
        draft = replace(draft, diagnostics=(*draft.diagnostics, *findings))
    now = _rows(draft)
    if now == wanted and _has_choices_of(draft, settled):
        return draft
    return replace(draft, diagnostics=(*draft.diagnostics, *_differences(draft, now, wanted)))


def _has_choices_of(draft: Draft, settled: Settlement) -> bool:
    # With the same words a choice may have become a place to be filled in: `[AU[: delete]]` without its inner signs.
    # Brackets that only comments imply have no signs in the text, closed or not.
    written = {bracket.id for bracket in settled.draft.brackets}
    return sum(bracket.is_choice for bracket in draft.brackets) == sum(id_ in written for id_ in settled.open)


def _differences(draft: Draft, now: Sequence[list[str]], wanted: Sequence[list[str]]) -> list[Diagnostic]:
    """Return a finding for each place from which on brackets are read otherwise, the first few of them."""
    # The first row is of the words outside all brackets, which differ if any of the others do.
    rows = [[repr(row) for row in some[1:]] for some in (now, wanted)]
    changes = SequenceMatcher(None, rows[0], rows[1]).get_opcodes()
    places = [first for tag, first, *_ in changes if tag != "equal"][:_SHOWN] or [0]
    ids = [draft.brackets[min(place, len(draft.brackets) - 1)].id if draft.brackets else "" for place in places]
    return [_finding(draft, id_, *_OTHERWISE) for id_ in ids]


def _rows(draft: Draft) -> list[list[str]]:
    return [words for _, words in own_words(draft.content, {})]


def _read(settled: Settlement, read_as: Mapping[str, str]) -> Draft:
    draft = settled.draft
    # Conventions of one's own are known by nothing but their name here; the words of the draft show the nearest.
    convention = draft.convention if draft.convention in PRESETS else None
    language = draft.language or None
    if draft.document is None:
        return parse(
            settled.text,
            convention=convention,
            language=language,
            read_as=read_as,
            name=draft.name,
            limits=draft.limits,
        )
    return read_data(
        written(settled, "docx"),
        name=draft.name,
        format=draft.document.format,
        convention=convention,
        language=language,
        read_as=read_as,
        changes=draft.document.changes,
        limits=draft.limits,
    )


def _joined(found: Sequence[tuple[str, list[str]]], wanted: Sequence[list[str]]) -> list[str]:
    """Return the brackets that are read as one where several were, which are side by side now."""
    joined: list[str] = []
    # Behind the words outside all brackets.
    at = 1
    for id_, words in found[1:]:
        options: list[str] = []
        first = at
        while at < len(wanted) and len(options) < len(words):
            options += wanted[at]
            at += 1
        if options != words:
            break
        if at - first > 1:
            joined.append(id_)
    return joined


# What is to be said of a bracket that is read otherwise, and what to do about it.
_NEIGHBOURS = (
    "brackets that are side by side since others were closed are read separately, as before; where the text is "
    "read anew they look like alternatives",
    'write a word between them, or read the text with read_as={{"{id}": "separate"}}',
)
_STRAY = (
    "a bracket that had no partner has one since others were closed; it is left out as before, but not where the text "
    "is read anew",
    'take the sign out, or read the text with read_as={{"{id}": "text"}}',
)
_OTHERWISE = (
    "here the text is not read as it was before brackets were closed",
    "compare the text here with the draft before it, and put a bracket round each choice",
)


def _finding(draft: Draft, id_: str, message: str, remedy: str) -> Diagnostic:
    bracket = draft.bracket(id_) if id_ else None
    line, column = draft.lines.place(bracket.span.start if bracket else 0)
    provision = bracket.provision if bracket else ""
    where = draft.lines.where(line, column)
    return Diagnostic(
        "warning", "settled-otherwise", message, provision, line, column, remedy.format(id=id_), where=where
    )
