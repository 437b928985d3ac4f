"""The language of a draft: named or guessed, it is what “or” is read in; an “or” that was not read is reported."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import UnknownNameError
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.language import languages_of

SPANISH = "4. Las Partes [deben O pueden] cooperar."


def options(draft: Draft) -> list[list[str]]:
    return [[option.text for option in bracket.options] for bracket in draft.brackets]


def test_a_language_that_is_named_is_kept_on_the_draft() -> None:
    draft = bt.parse(SPANISH, language="es")
    assert (draft.language, options(draft), draft.diagnostics) == ("es", [["deben", "pueden"]], ())
    assert pickle.loads(pickle.dumps(draft)).language == "es"
    assert bt.parse(SPANISH).language == ""


def test_a_language_that_is_named_is_not_guessed() -> None:
    french = "4. Les Membres [peuvent OU doivent] se réunir dans le pays et [payer] ou [donner]."
    assert len(options(bt.parse(french))) == 2
    assert len(options(bt.parse(french, language="en"))) == 3


def test_a_language_that_is_named_wins_over_that_of_the_convention() -> None:
    own = Conventions(languages=("fr",))
    assert options(bt.parse(SPANISH, convention=own, language="es")) == [["deben", "pueden"]]


@pytest.mark.parametrize("read", [bt.parse, lambda text, **asked: bt.read(text.encode(), **asked)])
def test_an_unknown_language_lists_those_that_there_are(read: object) -> None:
    with pytest.raises(UnknownNameError, match=r"^there is no language 'xx'; there are: en, ar, es, fr, ru, zh$"):
        read(SPANISH, language="xx")  # type: ignore[operator]


def test_a_language_may_be_beside_the_draft(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(SPANISH, encoding="utf-8")
    (tmp_path / "draft.readings.toml").write_text('language = "es"\n', encoding="utf-8")
    assert bt.read(draft).language == "es"
    assert bt.read(draft, language="en").language == "en"


def test_comments_are_read_in_the_language_of_the_draft_where_their_words_do_not_tell() -> None:
    # Retain and maintain are one verb in French only.
    text = "4. Parties [shall] report.\tComment by Anne: Chili – maintien"
    assert {row.delegation for row in bt.positions(bt.parse(text, language="fr"))} == {"Chile"}


def test_comments_may_be_read_though_their_reader_does_not_know_the_language() -> None:
    text = "4. Члены [платят].\tComment by Anne: Norway – delete “платят”"
    rows = bt.positions(bt.parse(text, language="ru"))
    assert ("Norway", "objects", "a") in [(row.delegation, row.stance, row.option) for row in rows]


@pytest.mark.parametrize(
    "text, languages",
    [
        ("[doivent OU devraient]", ("fr",)),
        ("[DOIVENT OU DEVRAIENT]", ("fr",)),
        ("[a] OU [b]", ("fr",)),
        ("[a [b] OU c]", ("fr",)),
        ("[deberán O deberían]", ("es",)),
        ("las partes [deben O pueden] para", ("es",)),
        ("[siete U ocho] por año", ("es",)),
        ("[deben O pueden]", ()),
        ("El Salvador [type O donors]", ()),
        ("Owners [pay the OU fee]", ()),
        ("doivent OU devraient", ()),
        ("a [b\n\nc OU d", ()),
        ("[a OU b] and [c OR d]", ()),
        ("por [NA O NA]", ()),
        ("[OU]", ()),
    ],
)
def test_the_word_for_or_shows_the_language_of_a_short_draft(text: str, languages: tuple[str, ...]) -> None:
    assert languages_of(text) == languages


def found_in(text: str, **asked: str) -> list[tuple[str, str, int]]:
    draft = bt.parse(text, **asked)  # type: ignore[arg-type]
    return [(one.severity, one.message, one.column) for one in draft.diagnostics if one.code == "or-not-read"]


def test_an_or_that_was_not_read_is_reported_once_with_its_language() -> None:
    [found] = bt.parse("4. The [shall OU must] or [a] ou [b] of").diagnostics
    assert (found.severity, found.code, found.provision, found.column) == ("warning", "or-not-read", "4", 15)
    assert found.message == "“OU” is “or” in the language fr, but is read as one of the words; so it is in 1 more place"
    assert found.suggestion == 'say which language the draft is in: language="fr", or --language fr'


@pytest.mark.parametrize("between", ["ou", "u", "или", "أو", "或"])
def test_an_or_of_any_language_between_two_brackets_is_reported(between: str) -> None:
    text = f"4. The owners of the ports [pay] {between} [give] to the fund.\n5. {'The cities pay the rest. ' * 5}"
    assert [severity for severity, _, _ in found_in(text)] == ["warning"]


def test_an_or_that_was_read_is_not_reported() -> None:
    assert found_in(SPANISH, language="es") == []
    assert found_in("4. The owners of [a] ou [b] and to", language="fr") == []


@pytest.mark.parametrize("text", ["4. [应或可]", "4. [يجب أو ينبغي]"])
def test_an_or_without_capitals_is_worth_knowing_where_nothing_else_separates(text: str) -> None:
    [(severity, message, _)] = found_in(text)
    assert (severity, message.split(" ", 1)[1]) == ("info", "may separate options; it is read as one of the words")


@pytest.mark.parametrize(
    "text",
    ["4. [应或可/能]", "4. [a或b或c]", "4. [或可]", f"4. [{'应' * 41}或可]", "4. [应[或]可]", "4. أو [أوروبا]"],
)
def test_an_or_without_capitals_is_not_reported_elsewhere(text: str) -> None:
    assert found_in(text) == []
