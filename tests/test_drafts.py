"""The notations of negotiators, case by case: what is read from each draft of `tests/drafts/` is what stands there."""

from __future__ import annotations

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.positions.positions import every_finding
from tests.cases import Case, cases


def outline(draft: Draft) -> str:
    """Write what was read from a draft as the case files write it."""
    lines = []
    for bracket in draft.brackets:
        options = " | ".join(" ".join(option.text.split()) or option.letter for option in bracket.options)
        lines.append(f"{bracket.id} {bracket.kind}: {options}")
    positions = bt.positions(draft)
    lines += [f"> {row.delegation} {row.stance} {row.bracket} {row.option}" for row in positions]
    lines += [f"= {provision.label} {provision.status}" for provision in draft.provisions if provision.status]
    lines += [f"! {found.code} line {found.line}" for found in every_finding(draft, positions)]
    return "\n".join(lines)


@pytest.mark.parametrize("case", cases("drafts"), ids=str)
def test_a_notation_is_read_as_its_case_says(case: Case) -> None:
    draft = bt.parse(case.draft, convention=case.settings.get("convention"), language=case.settings.get("language"))
    assert outline(draft) == case.blocks["tree"].strip()
    assert draft.unparse() == case.draft


def test_titles_are_unique() -> None:
    titles = [str(case) for case in cases("drafts")]
    assert len(titles) == len(set(titles))
