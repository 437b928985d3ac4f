"""Whoever a comment names comes out with a stance, as neutral by a rule, or as not read: nothing is lost in silence."""

from __future__ import annotations

from hypothesis import given, settings

import bracketed as bt
from tests.holdings import Seen
from tests.input_strategies import REMARKED, remarks
from tests.position_properties import heard


def read(language: str, remark: str) -> bt.Positions:
    return bt.positions(bt.parse(f"{REMARKED[language]}\tComment by A. Clerk: {remark}\n"))


def test_nobody_who_is_named_is_lost() -> None:
    """Of hundreds of remarks, about one in five takes a stance, most are not read, and half have several names."""
    seen = Seen(dict.fromkeys(("a stance", "not read", "several names"), 0.1))

    @settings(max_examples=8 * settings().max_examples)
    @given(remarks())
    def nobody_is_lost(made: tuple[str, str, set[str]]) -> None:
        language, remark, named = made
        found = read(language, remark)
        kinds = {"a stance": len(found), "not read": found.unread, "several names": len(named) > 1}
        seen.count(what for what, there in kinds.items() if there)
        assert named <= heard(found), remark

    nobody_is_lost()
    seen.check()


def test_a_name_that_is_lost_would_be_found() -> None:
    assert not {"Mali", "Ghana"} <= heard(read("en", "Mali wants “shall”"))
