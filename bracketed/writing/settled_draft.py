"""A partial settlement as a draft: its new text, read again, so that what is left can be worked on like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bracketed.draft.draft import Diagnostic, Draft
from bracketed.errors import DraftError
from bracketed.parsing.conventions import PRESETS
from bracketed.parsing.parser import parse
from bracketed.positions.positions import Positions
from bracketed.reading.file import read_data
from bracketed.variants.settlement import Settlement, own_words, settlement
from bracketed.writing.file import written


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
    return draft_of(settlement(draft, choices, positions))


def draft_of(settled: Settlement) -> Draft:
    """Return the draft that the text of a settlement is; a finding tells what of it reads otherwise than before."""
    if not settled.text.strip():
        raise DraftError(f"nothing is left of {settled.draft.name} with these choices; leave some brackets open")
    wanted = [words for _, words in settled.remaining()]
    draft = _read(settled, {})
    found = own_words(draft.content, {})
    joined = _joined(found, wanted)
    if joined:
        corrected = _read(settled, dict.fromkeys(joined, "separate"))
        draft = _with_findings(corrected, [_neighbours(draft, id_) for id_ in joined])
    now = [words for _, words in own_words(draft.content, {})]
    if now == wanted:
        return draft
    # The first row is of the words outside all brackets, which differ if any of the others do.
    rows = enumerate(zip(now[1:], wanted[1:], strict=False))
    number = next((at for at, (one, other) in rows if one != other), min(len(now), len(wanted)) - 2)
    return _with_findings(draft, [_otherwise(draft, max(0, number))])


def _read(settled: Settlement, read_as: Mapping[str, str]) -> Draft:
    draft = settled.draft
    # Conventions of one's own are known by nothing but their name here; the words of the draft show the nearest.
    convention = draft.convention if draft.convention in PRESETS else None
    language = draft.language or None
    if draft.document is None:
        return parse(settled.text, convention=convention, language=language, read_as=read_as, name=draft.name)
    return read_data(
        written(settled, "docx"),
        name=draft.name,
        format=draft.document.format,
        convention=convention,
        language=language,
        read_as=read_as,
        changes=draft.document.changes,
        limits=draft.document.limits,
    )


def _joined(found: Sequence[tuple[str, list[str]]], wanted: Sequence[list[str]]) -> list[str]:
    """Return the brackets that are read as one where several were, which stand side by side now."""
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


def _neighbours(draft: Draft, id_: str) -> Diagnostic:
    bracket = draft.bracket(id_)
    line, column = draft.lines.place(bracket.span.start)
    return Diagnostic(
        "warning",
        "settled-neighbours",
        f"brackets that stand side by side since others were closed, {' '.join(bracket.words.split())}, are read as "
        "before, each for itself; where the text is read anew they look like alternatives",
        bracket.provision,
        line,
        column,
        f'write a word between them, or read the text with read_as={{"{id_}": "separate"}}',
    )


def _otherwise(draft: Draft, number: int) -> Diagnostic:
    bracket = draft.brackets[number] if draft.brackets else None
    line, column = draft.lines.place(bracket.span.start if bracket else 0)
    return Diagnostic(
        "warning",
        "settled-otherwise",
        "from here on the brackets that are left are not read as they were before others were closed",
        bracket.provision if bracket else "",
        line,
        column,
        "compare the text here with the draft before it, and write each choice in a bracket of its own",
    )


def _with_findings(draft: Draft, findings: Sequence[Diagnostic]) -> Draft:
    return replace(draft, diagnostics=(*draft.diagnostics, *findings))
