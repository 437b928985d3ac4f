"""Copies of one base put together: each copy is a variant, every option has an owner, and nothing else is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.delegations import Names
from bracketed.errors import DraftError, NotWrittenError, UnknownNameError
from bracketed.progress.compilation import Compilation
from tests.strategies import drafts, listed_drafts
from tests.word.making import comment, dels, docx, ins, mark, on, p, t

STATES = [one.name for one in Names.default().delegations if one.kind == "state"]
_WORDS = [
    "ports",
    "ships",
    "master",
    "log",
    "office",
    "report",
    "annual",
    "safety",
    "light",
    "pilot",
    "tide",
    "fee",
    "deck",
]
Paragraph = tuple[str, tuple[str, ...]]

word = st.sampled_from(_WORDS)
several = st.lists(word, min_size=1, max_size=3)
sentence = st.lists(word, min_size=4, max_size=12).map(tuple)


def _text(paragraphs: list[Paragraph], gap: str) -> str:
    lines = [f"{number} {' '.join(words).capitalize()}." for number, words in paragraphs]
    return gap.join(line.strip() for line in lines)


@st.composite
def edited(draw: st.DrawFn, base: list[Paragraph]) -> list[Paragraph]:
    """Return a copy of paragraphs in which some words, or paragraphs, are inserted, deleted, replaced or moved."""
    copy = [(number, [*words]) for number, words in base]
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(copy) - 1))
        words = copy[place][1]
        start = draw(st.integers(0, len(words) - 1))
        end = min(len(words), start + draw(st.integers(1, 3)))
        match draw(st.sampled_from(["insert", "delete", "replace", "replace", "remove", "add", "move"])):
            case "insert":
                words[start:start] = draw(several)
            case "delete" if end - start < len(words):
                del words[start:end]
            case "replace":
                words[start:end] = draw(several)
            case "remove" if len(copy) > 1:
                del copy[place]
            case "add":
                copy.insert(place, ("", [*draw(sentence)]))
            case "move":
                copy.insert(draw(st.integers(0, len(copy) - 1)), copy.pop(place))
            case _:
                pass
    return [(number, tuple(words)) for number, words in copy]


@st.composite
def bases_with_copies(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """Return the text of a base, and those of 2 to 20 copies by their delegations."""
    sentences = draw(st.lists(sentence, min_size=2, max_size=6, unique=True))
    base = [(f"{number}.", words) for number, words in enumerate(sentences, start=1)]
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    names = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=20, unique=True))
    return _text(base, gap), {name: _text(draw(edited(base)), gap) for name in names}


def compiled(base: str, copies: Mapping[str, str]) -> Compilation:
    return bt.compile(bt.parse(base), {name: bt.parse(text) for name, text in copies.items()})


def put_together(base: str, copies: Mapping[str, str]) -> Compilation:
    """Return copies compiled; an example in which a copy has no three words left of its base is left out."""
    try:
        return compiled(base, copies)
    except DraftError as error:
        assume("little in common" not in str(error))
        raise


def text_of(compilation: Compilation, delegation: str) -> str:
    space = compilation.space
    return space[space.index(compilation.variants[delegation])].text


@given(bases_with_copies())
def test_each_copy_is_a_variant(case: tuple[str, dict[str, str]]) -> None:
    base, copies = case
    compilation = put_together(base, copies)
    renumbered = {finding.by for finding in compilation.findings}
    assert {finding.code for finding in compilation.findings} <= {"renumbered"}
    for name, text in copies.items():
        if name not in renumbered:
            assert text_of(compilation, name) == text


@given(bases_with_copies())
def test_what_is_written_is_read_back_with_its_owners(case: tuple[str, dict[str, str]]) -> None:
    base, copies = case
    compilation = put_together(base, copies)
    draft = bt.parse(compilation.draft.source)
    read = {(row.delegation, row.bracket, row.option, row.stance) for row in bt.positions(draft)}
    assert read == {(row.delegation, row.bracket, row.option, row.stance) for row in compilation.positions}
    # No option is without an owner: somebody supports it, or it is what the base has, with or without words.
    wanted = {(row.bracket, row.option) for row in compilation.positions if row.stance == "supports"}
    kinds = {row.bracket: row.kind for row in compilation.rows}
    assert {bracket.id for bracket in draft.brackets} == {*kinds}
    for bracket in draft.brackets:
        of_the_base = "omit" if kinds[bracket.id] == "insertion" else "a"
        for letter in bracket.letters:
            assert (bracket.id, letter) in wanted or letter == of_the_base
    # And nobody who has changed nothing is named.
    changed = {name for name, text in copies.items() if text != base}
    assert {row.delegation for row in compilation.positions} <= changed


@given(bases_with_copies(), st.randoms(use_true_random=False))
def test_the_order_of_copies_does_not_matter(case: tuple[str, dict[str, str]], random) -> None:  # type: ignore[no-untyped-def]
    base, copies = case
    names = [*copies]
    random.shuffle(names)
    one, other = put_together(base, copies), compiled(base, {name: copies[name] for name in names})
    assert one.draft.source == other.draft.source
    assert one.to_dicts() == other.to_dicts()


@given(bases_with_copies())
def test_words_that_nobody_changed_are_in_no_bracket(case: tuple[str, dict[str, str]]) -> None:
    base, copies = case
    unchanged = [
        line for line in base.split("\n") if line and all(line in text.split("\n") for text in copies.values())
    ]
    compilation = put_together(base, copies)
    lines, moved = compilation.draft.source.split("\n"), {one.words for one in compilation.moved}
    for line in unchanged:
        assert line in lines or any(words in line for words in moved)


@given(st.one_of(drafts(), listed_drafts()), st.data())
def test_any_bracketed_base_and_any_copies_are_compiled(base: str, data: st.DataObject) -> None:
    pieces = re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", base)
    copies = {}
    for name in ("Chile", "Fiji", "Norway"):
        own = [*pieces]
        for _ in range(data.draw(st.integers(0, 3))):
            place = data.draw(st.integers(0, len(own)))
            new = data.draw(st.sampled_from([[], [" new "], ["["], ["]"], [" OR "], ["/"], ["\n"], ["x", " "]]))
            own[place : place + data.draw(st.integers(0, 2))] = new
        copies[name] = "".join(own)
    try:
        compilation = compiled(base, {name: text for name, text in copies.items() if text.strip()})
    except DraftError:
        return
    draft = compilation.draft
    assert draft.unparse() == draft.source
    brackets = {bracket.id: bracket for bracket in draft.brackets}
    for row in compilation.rows:
        assert row.option in brackets[row.bracket].letters
    for choices in compilation.variants.values():
        compilation.space.fix(choices)
    # Taking out what is written gives the base.
    source = draft.source
    for insertion in compilation.insertions:
        assert source[insertion.at :].startswith(insertion.words)
        source = source[: insertion.at] + source[insertion.at + len(insertion.words) :]
    assert source == bt.parse(base).source


@given(bases_with_copies())
def test_to_settle_for_one_delegation_gives_its_copy(case: tuple[str, dict[str, str]]) -> None:
    base, copies = case
    compilation = put_together(base, copies)
    renumbered = {finding.by for finding in compilation.findings}
    for name, text in copies.items():
        if name not in renumbered:
            settle: Any = getattr(bt, "settle")  # noqa: B009 - it may not be there
            assert settle(compilation.draft, compilation.variants[name]).source.strip() == text


# One test a case.

BASE = "1. Each port keeps a log of visits and sends it to the office every year.\n2. Ports share the log."


def test_a_change_inside_a_deletion_is_a_bracket_in_it() -> None:
    copies = {
        "Norway": BASE.replace("every year", "every six months"),
        "Chile": BASE.replace(" and sends it to the office every year", ""),
    }
    assert compiled(BASE, copies).draft.source.split("\n")[0] == (
        "1. Each port keeps a log of visits [and sends it to the office every [year – Norway delete OR six months – "
        "Norway] – Chile delete]."
    )


def test_equal_changes_are_one_option_with_all_its_owners() -> None:
    copies = {name: BASE.replace("share", "may share") for name in ("Norway", "Chile")}
    compilation = compiled(BASE, copies)
    assert "2. Ports [may – Chile, Norway] share the log." in compilation.draft.source
    assert [row.delegations for row in compilation.rows] == [("Chile", "Norway")]


def test_changes_that_overlap_are_alternatives() -> None:
    copies = {
        "Norway": BASE.replace("keeps a log", "writes diaries"),
        "Chile": BASE.replace("log of visits", "record"),
    }
    (bracket,) = compiled(BASE, copies).draft.brackets
    assert [option.text for option in bracket.options] == [
        "keeps a log of visits", "keeps a record", "writes diaries of visits",
    ]  # fmt: skip


def test_two_insertions_at_one_place_are_alternatives_that_may_be_left_out() -> None:
    copies = {"Norway": BASE.replace("share", "shall share"), "Chile": BASE.replace("share", "may share")}
    assert "2. Ports [may – Chile OR shall – Norway OR no text] share" in compiled(BASE, copies).draft.source


def test_who_deletes_what_another_rewords_is_distinguished() -> None:
    copies = {"Norway": BASE.replace("every year", "each month"), "Chile": BASE.replace(" every year", "")}
    compilation = compiled(BASE, copies)
    assert "[[every year – Norway delete OR each month – Norway] – Chile delete]" in compilation.draft.source
    assert text_of(compilation, "Chile") == copies["Chile"]


def test_a_paragraph_is_deleted_added_and_moved() -> None:
    base = BASE + "\n3. The office publishes a report each spring.\n4. It meets twice."
    lines = base.split("\n")
    copies = {
        "Norway": "\n".join([lines[0], lines[2], lines[1], lines[3]]),
        "Chile": "\n".join([lines[0], lines[1], lines[2]]),
        "Fiji": "\n".join([*lines[:2], "2 bis. Ships pay no dues.", *lines[2:]]),
    }
    compilation = compiled(base, copies)
    assert "2 bis. [Ships pay no dues. – Fiji]" in compilation.draft.source
    assert "4. [It meets twice. – Chile delete]" in compilation.draft.source
    (moved,) = compilation.moved
    assert moved.delegation == "Norway"
    assert moved.sentence in ("Norway moves 3 behind 1.", "Norway moves 2 behind 3.")
    for name, text in copies.items():
        assert text_of(compilation, name) == text


def test_a_paragraph_written_anew_under_its_number_is_an_alternative() -> None:
    copies = {"Norway": BASE.replace("Ports share the log.", "Nothing here binds any state.")}
    line = "2. [Ports share the log – Norway delete OR Nothing here binds any state – Norway]."
    assert compiled(BASE, copies).draft.source.split("\n")[1] == line


def test_numbers_stay_those_of_the_base() -> None:
    base = BASE + "\n3. The office publishes a report."
    copies = {"Norway": base.replace("3.", "4.").replace("2.", "3.").replace("\n", "\n2. Ships pay no dues.\n", 1)}
    compilation = compiled(base, copies)
    assert compilation.draft.source.split("\n")[1:3] == ["[Ships pay no dues. – Norway]", "2. Ports share the log."]
    (finding,) = compilation.findings
    assert (finding.code, finding.by) == ("renumbered", "Norway")
    assert (
        finding.message == "Norway numbers 2 paragraphs otherwise than the base (“2” is “3”); the base's numbers stay"
    )


def test_changes_in_an_option_of_the_base_are_nested() -> None:
    base = "4. Ports [shall/should] report [annually]."
    copies = {"Norway": base.replace("shall/", "may/"), "Chile": base.replace("annually", "every year")}
    assert compiled(base, copies).draft.source == (
        "4. Ports [[shall – Norway delete OR may – Norway]/should] report [[annually – Chile delete OR every year – "
        "Chile]]."
    )


def test_a_change_that_would_part_brackets_of_one_choice_goes_over_them_all() -> None:
    base = "4. Ports [shall][should][other] report each year."
    compilation = compiled(base, {"Norway": base.replace("other", "other verbs")})
    assert not compilation.findings
    assert compilation.draft.source == (
        "4. Ports [[shall][should][other] – Norway delete OR [shall][should][other verbs] – Norway] report each year."
    )


def test_a_title_goes_with_its_number() -> None:
    base = "Article 1. Ports\n1. Ships pay dues.\nArticle 2. Boats\n2. Boats keep logs."
    without = "Article 1. Ports\n1. Ships pay dues."
    copies = {
        "Chile": without,
        "Fiji": base.replace("2. Boats\n", "2. Small boats\n"),
        "Norway": f"{without}\n2. Rest.",
    }
    compilation = compiled(base, copies)
    for name in ("Chile", "Fiji"):
        assert text_of(compilation, name) == copies[name]
    assert text_of(compilation, "Norway").split() == copies["Norway"].split()


def test_a_heading_that_is_given_a_title_stays_for_the_others() -> None:
    base = "Article 4\nPorts report each year.\nThey meet in spring."
    copies = {"Norway": base.replace("Article 4", "Article 4 Reports"), "Chile": base.replace("meet", "may meet")}
    compilation = compiled(base, copies)
    assert text_of(compilation, "Chile") == copies["Chile"]
    assert text_of(compilation, "Norway") == copies["Norway"]


def test_the_same_words_under_a_number_and_without_are_two_paragraphs() -> None:
    base = "1. Ports report each year.\n2. They meet in spring."
    numbers = {"Chile": "", "Fiji": "1 bis. "}
    copies = {name: base.replace("\n", f"\n{number}Ships pay dues.\n") for name, number in numbers.items()}
    compilation = compiled(base, copies)
    for name, text in copies.items():
        assert text_of(compilation, name) == text


def test_a_name_in_new_words_is_no_owner() -> None:
    base = "4. Ports share the log.\n5. They meet."
    copies = {"Norway": base.replace("the log", "the log (Fiji)")}
    compilation = compiled(base, copies)
    assert {row.delegation for row in compilation.positions} == {"Norway"}
    assert {row.delegation for row in bt.positions(compilation.draft)} == {"Norway"}
    assert text_of(compilation, "Norway") == copies["Norway"]


def test_signs_that_a_copy_lifts_or_adds_are_changes() -> None:
    base = "4. Ports [shall/should] report [annually]."
    copies = {"Norway": "4. Ports [shall/should] report annually.", "Chile": "4. Ports shall report [annually]."}
    compilation = compiled(base, copies)
    assert compilation.draft.source == (
        "4. Ports [[shall/should] – Chile delete OR shall – Chile] report [[annually] – Norway delete OR annually – "
        "Norway]."
    )
    space = compilation.space.fix(compilation.variants["Norway"])
    assert {variant.text for variant in space} >= {
        "4. Ports shall report annually.",
        "4. Ports should report annually.",
    }
    added = compiled("4. Ports report.", {"Norway": "4. Ports [may] report."})
    assert added.draft.source == "4. Ports [[may] – Norway] report."


def test_words_with_signs_become_options_in_paragraphs_of_their_own() -> None:
    base = "4. Ports share the log.\n5. They meet."
    compilation = compiled(base, {"Norway": base.replace("the log", "the log OR the book")})
    assert compilation.draft.source.split("\n") == [
        "4. Option 1: Ports share the log.", "Option 2 (Norway): Ports share the log OR the book.", "5. They meet.",
    ]  # fmt: skip
    assert not compilation.findings
    assert text_of(compilation, "Norway") == base.replace("the log", "the log OR the book")


def test_words_that_would_be_read_as_a_part_of_a_name_take_in_a_word_beside_them() -> None:
    base = "4. Ports share the log and the book with all other ports."
    copies = {"Norway": base.replace("log and the", "log the"), "Chile": base.replace("all other", "all")}
    compilation = compiled(base, copies)
    assert compilation.draft.source == (
        "4. Ports share the [log and the – Norway delete OR log the – Norway] book with [all other ports – "
        "Chile delete OR all ports – Chile]."
    )
    for name, text in copies.items():
        assert text_of(compilation, name) == text


def test_what_cannot_be_a_bracket_is_a_finding_and_not_lost() -> None:
    base = "4. Ports share the log.\n5. They meet."
    compilation = compiled(base, {"Norway": base.replace("the log", "the log]"), "Chile": base.replace("meet", "eat")})
    (finding,) = compilation.findings
    assert (finding.severity, finding.code, finding.provision, finding.line) == ("error", "change-not-compiled", "4", 1)
    assert "Norway writes “Ports share the log]” at 4" in finding.message
    assert "5. They [meet – Chile delete OR eat – Chile]." in compilation.draft.source


def test_comments_are_kept_with_their_author() -> None:
    base = BASE + "\tComment by A. Clerk: is this agreed?"
    own = base.replace("every year.", "every year.\tComment by Ola Berg: Norway – a year is too long.")
    compilation = compiled(base, {"Norway": own, "Chile": base})
    (comment,) = compilation.comments
    assert (comment.delegation, comment.author, comment.provision) == ("Norway", "Ola Berg", "1")
    assert [one.author for one in compilation.draft.comments] == ["Ola Berg", "A. Clerk"]
    assert not compilation.rows


def test_delegations_are_known_by_any_of_their_names() -> None:
    compilation = compiled(BASE, {"Russia": BASE.replace("share", "may share")})
    assert compilation.delegations == ("Russian Federation",)
    with pytest.raises(UnknownNameError, match="there is no delegation 'Norwy'; did you mean Norway"):
        compiled(BASE, {"Norwy": BASE})
    with pytest.raises(DraftError, match="UK has two copies"):
        compiled(BASE, {"UK": BASE, "United Kingdom": BASE})
    with pytest.raises(DraftError, match="there is no copy"):
        compiled(BASE, {})


def test_a_sentence_comes_as_a_whole() -> None:
    # “. Ships pay” in front of a stop is the same change of words.
    text = compiled("1. Ports meet. Docks meet.", {"Norway": "1. Ports meet. Ships pay. Docks meet."}).draft.source
    assert text == "1. Ports meet. [Ships pay. – Norway] Docks meet."


def test_of_long_texts_a_few_phrases_in_common_make_no_copy() -> None:
    lines = [f"{number}. In port {number} the log of ship {number} shows dues {number}." for number in range(1, 30)]
    others = [f"{number}. Nobody fishes or sails by night, {number} apart." for number in range(1, 30)]
    half = [*lines[:15], *others[15:]]
    assert compiled("\n".join(lines), {"Norway": "\n".join(half)}).delegations == ("Norway",)
    others[0] = lines[0]
    with pytest.raises(DraftError, match="has little in common"):
        compiled("\n".join(lines), {"Norway": "\n".join(others)})


def test_a_copy_of_another_text_is_refused() -> None:
    other = "1. Whoever fishes in the lake must hold a licence, which the council grants for one season."
    with pytest.raises(DraftError, match=r"draft \(Norway\) has little in common with draft"):
        compiled(BASE, {"Norway": other})


def test_many_owners_are_named_by_codes_that_are_theirs_alone() -> None:
    # NAM is the Non-Aligned Movement, too.
    owners = {*STATES[:30], "Namibia"}
    compilation = compiled(BASE, dict.fromkeys(owners, BASE.replace("share", "may share")))
    assert "may – AFG, ALB" in compilation.draft.source
    assert {row.delegation for row in compilation.positions} == owners


@pytest.mark.parametrize("first", ["Recalling the sea.", "[Recalling"])
def test_a_comment_on_a_new_first_paragraph_takes_in_nothing_else(first: str) -> None:
    copy = bt.parse(f"{first}\tComment by Ana: Norway – why?\n1. Ports may meet.")
    compilation = bt.compile(bt.parse("1. Ports meet."), {"Norway": copy})
    assert [one.text for one in compilation.draft.comments] == ["Norway – why?"]
    assert compilation.draft.source.endswith("\n1. Ports [may – Norway] meet.")
    assert all("in front of 1" in finding.message for finding in compilation.findings)


def test_a_comment_on_a_new_first_paragraph_is_kept_in_word(tmp_path: Path) -> None:
    new = p(on(0, t("Recalling the sea.")))
    copy = docx(new + p(t("1. Ports meet.")), comments=comment(0, "Why?"))
    compilation = bt.compile(bt.read(docx(p(t("1. Ports meet.")))), {"Norway": bt.read(copy)})
    bt.write(compilation, tmp_path / "all.docx")
    bt.write(compilation, tmp_path / "all.md")
    wanted = "[Recalling the sea. – Norway]\tComment by Ana: Why?\n1. Ports meet.\n"
    assert compilation.draft.source == bt.read(tmp_path / "all.docx").source == wanted
    assert (tmp_path / "all.md").read_text(encoding="utf-8") == wanted


def test_a_base_without_words_is_refused() -> None:
    with pytest.raises(DraftError, match="draft has no words but comments"):
        bt.compile(bt.parse("\tComment by A. Clerk: UK – keep “pay”"), {"Norway": bt.parse("1. Ports")})


def test_a_hundred_delegations_change_one_word() -> None:
    copies = {name: BASE.replace("share", f"share{number}") for number, name in enumerate(STATES[:100])}
    compilation = compiled(BASE, copies)
    (bracket,) = compilation.draft.brackets
    assert len(bracket.options) == 101
    same = compiled(BASE, dict.fromkeys(STATES[:20], BASE.replace("share", "keep")))
    assert len({row.delegation for row in same.positions}) == 20


def test_the_answer_is_a_table() -> None:
    compilation = compiled(BASE, {"Norway": BASE.replace("share", "may share")})
    assert compilation.to_frame().to_dict("records") == [
        {
            "bracket": "2#1", "provision": "2", "option": "a", "kind": "insertion", "delegations": "Norway",
            "before": "", "after": "may",
        }
    ]  # fmt: skip
    assert compilation.sentences == ("2#1: Norway inserts “may”.",)
    assert repr(compilation) == "<Compilation of Norway: 1 option, 0 moved paragraphs, 0 comments, 0 findings>"


def test_a_text_is_written(tmp_path: Path) -> None:
    compilation = compiled(BASE, {"Norway": BASE.replace("share", "may share")})
    for name in ("out.txt", "out.md", "out.docx"):
        bt.write(compilation, tmp_path / name)
        again = bt.read(tmp_path / name)
        assert again.source.rstrip("\n") == compilation.draft.source
    with pytest.raises(DraftError, match="give a variant"):
        bt.write(compilation, tmp_path / "out.docx", redline=True)


# On the command line.


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["compile", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with a base, two copies by name and a file whose name says nothing."""
    texts = {
        "base": BASE,
        "norway": BASE.replace("every year", "every six months"),
        "Chile_comments v2": BASE.replace("share", "may share"),
        "second round": BASE.replace("the log", "its log"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_verb_writes_the_text_and_the_table(files: Path) -> None:
    done = run(
        files / "base.txt", files / "norway.txt", files / "Chile_comments v2.txt", "-o", files / "all.docx",
        "--table", files / "positions.csv",
    )  # fmt: skip
    assert done.exit_code == 0
    assert done.stdout.startswith("2 copies of base.txt (Chile and Norway): 2 options in 2 brackets.")
    draft = bt.read(files / "all.docx")
    assert "2. Ports [may – Chile] share the log." in draft.source
    rows = bt.read_positions(files / "positions.csv", draft)
    assert {(row.delegation, row.bracket, row.option, row.stance) for row in rows} == {
        ("Norway", "1#1", "a", "objects"), ("Norway", "1#1", "b", "supports"), ("Chile", "2#1", "a", "supports"),
    }  # fmt: skip


def test_who_has_changed_nothing_is_reported(files: Path) -> None:
    (files / "fiji.txt").write_text((files / "base.txt").read_text("utf-8"), encoding="utf-8")
    first = run(files / "base.txt", files / "norway.txt", files / "fiji.txt").stdout.splitlines()[0]
    assert first == "2 copies of base.txt (Fiji and Norway): 1 option in 1 bracket. Fiji changes nothing."
    assert run(files / "base.txt", files / "fiji.txt").stdout == (
        "1 copy of base.txt (Fiji): no options. Fiji changes nothing.\n"
    )


def test_the_verb_prints_json_and_csv(files: Path) -> None:
    done = run(files / "base.txt", files / "norway.txt", "--format", "json")
    assert json.loads(done.stdout)["variants"] == {"Norway": {"1#1": "b"}}
    done = run(files / "base.txt", files / "norway.txt", "--format", "csv")
    assert done.stdout.splitlines()[1] == "1#1,1,b,replacement,Norway,year,six months"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["second round.txt"], 3, "second round.txt names no delegation, nor do tracked changes"),
        (["second round.txt", "--delegation", "second round.txt=Norwy"], 3, "'Norwy'; did you mean Norway?"),
        (["norway.txt", "second round.txt", "--delegation", "second round=Norway"], 3, "are both copies of Norway"),
        (["norway.txt", "--delegation", "chile.txt=Chile"], 2, "--delegation is given as FILE=NAME"),
        (["nowhere.txt"], 3, "nowhere.txt: no such file or directory"),
    ],
)
def test_the_verb_names_the_file_that_is_wrong(files: Path, arguments: list[str], code: int, message: str) -> None:
    given = [str(files / one) if one.endswith(".txt") and "=" not in one else one for one in arguments]
    done = run(files / "base.txt", *given)
    assert (done.exit_code, message in done.stderr) == (code, True), done.stderr


def test_no_input_is_written_over(files: Path) -> None:
    (files / "people.csv").write_text("author,delegation\nA. Clerk,Norway\n", encoding="utf-8")
    (files / "base.links.toml").write_text("[accepted]\n", encoding="utf-8")
    before = {one.name: one.read_bytes() for one in files.iterdir()}
    for option in ("-o", "--table"):
        for name in ("base.txt", "norway.txt", "people.csv", "base.links.toml"):
            more = ("--authors", files / "people.csv", option, files / name, "--force")
            done = run(files / "base.txt", files / "norway.txt", *more)
            assert (done.exit_code, f"{name} is not written, since it is read" in done.stderr) == (3, True), done.stderr
    done = run(files / "base.txt", files / "norway.txt", "-o", files / "all.txt", "--table", files / "all.txt")
    assert (done.exit_code, "give another name" in done.stderr) == (3, True)
    assert {one.name: one.read_bytes() for one in files.iterdir()} == before


def test_no_table_that_is_read_is_written_over(files: Path) -> None:
    people = "author,delegation\nA. Clerk,Norway\n"
    (files / "people.csv").write_text(people, encoding="utf-8")
    given = (files / "base.txt", files / "norway.txt", "--authors", files / "people.csv")
    done = run(*given, "--table", files / "people.csv", "--force")
    assert (done.exit_code, "is not written, since it is read" in done.stderr) == (3, True)
    assert (files / "people.csv").read_text(encoding="utf-8") == people


def test_nothing_is_written_where_the_table_cannot_be(files: Path) -> None:
    done = run(files / "base.txt", files / "norway.txt", "-o", files / "all.md", "--table", files / "positions.odt")
    assert (done.exit_code, "use csv, tsv, xlsx, json" in done.stderr) == (3, True)
    assert not (files / "all.md").exists()


def test_no_copy_is_written_over_in_python(files: Path) -> None:
    compilation = bt.compile(files / "base.txt", {"Norway": files / "norway.txt"})
    for text, name in ((compilation, "base.txt"), (compilation, "norway.txt"), (compilation.draft, "base.txt")):
        before = (files / name).read_bytes()
        with pytest.raises(NotWrittenError, match="is read"):
            bt.write(text, files / name, force=True)
        assert (files / name).read_bytes() == before


def test_the_table_keeps_the_words_of_the_options(files: Path) -> None:
    run(files / "base.txt", files / "norway.txt", "--table", files / "positions.csv")
    other = bt.parse("1. Ports [may / must] report.")
    rows = bt.read_positions(files / "positions.csv", other, strict=False)
    assert [one.code for one in rows.diagnostics] == ["words-changed"] * 2


def test_a_delegation_can_be_named(files: Path) -> None:
    done = run(
        files / "base.txt", files / "second round.txt", "--delegation", "second round.txt=Fiji", "--format", "csv"
    )
    assert "2#1,2,b,replacement,Fiji,the,its" in done.stdout


# Word documents.


def _word(*paragraphs: str) -> bytes:
    return docx("".join(paragraphs))


BASE_DOCX = _word(p(t("1. Each port keeps a "), t("log", "<w:b/>"), t(" of visits.")), p(t("2. Ports share it.")))


def test_the_document_of_the_base_keeps_its_formats(tmp_path: Path) -> None:
    copies = {
        "Norway": _word(
            p(t("1. Each port keeps a "), dels("log", by="Ola"), ins(t("book"), by="Ola"), t(" of visits.")),
            p(t("2. Ports share it.")),
            p(ins(t("Ships pay."), by="Ola"), looks=mark("ins")),
        ),
        "Chile": _word(p(t("1. Each port keeps a log of visits.")), p(t("2. Ports may share it."))),
    }
    compilation = bt.compile(bt.read(BASE_DOCX), {name: bt.read(data) for name, data in copies.items()})
    bt.write(compilation, tmp_path / "all.docx")
    written = bt.read(tmp_path / "all.docx")
    assert written.source == compilation.draft.source
    assert written.source.strip().split("\n") == [
        "1. Each port keeps a [log – Norway delete OR book – Norway] of visits.",
        "2. Ports [may – Chile] share it.",
        "[Ships pay. – Norway]",
    ]
    paragraphs = Document(str(tmp_path / "all.docx")).paragraphs
    assert len(paragraphs) == 3
    assert "log" in "".join(run.text for run in paragraphs[0].runs if run.bold)
    assert not any(run.bold for run in paragraphs[1].runs)


def test_a_new_paragraph_has_no_number_of_its_own(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    first, second = (p(t(words), looks=numbered) for words in ("Ports keep a log.", "Ports share it."))
    new = p(t("Ships pay their dues."))
    base, copy = (docx("".join(some), numbering=numbering) for some in ([first, second], [first, new, second]))
    bt.write(bt.compile(bt.read(base), {"Norway": bt.read(copy)}), tmp_path / "all.docx")
    assert bt.read(tmp_path / "all.docx").source.strip().split("\n") == [
        "1. Ports keep a log.",
        "[Ships pay their dues. – Norway]",
        "2. Ports share it.",
    ]
    new = Document(str(tmp_path / "all.docx")).paragraphs[1]
    assert new._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") == ["0"]


def test_one_file_may_hold_the_changes_of_several_delegations(tmp_path: Path) -> None:
    (tmp_path / "base.docx").write_bytes(BASE_DOCX)
    (tmp_path / "marked.docx").write_bytes(
        _word(
            p(t("1. Each port keeps a "), dels("log", by="Norway"), ins(t("book"), by="Norway"), t(" of visits.")),
            p(t("2. "), dels("Ports share it.", by="Chile"), looks=mark("del", by="Chile")),
        )
    )
    done = run(tmp_path / "base.docx", tmp_path / "marked.docx", "-o", tmp_path / "all.txt")
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "all.txt").read_text(encoding="utf-8")
    assert text.strip().split("\n") == [
        "1. Each port keeps a [log – Norway delete OR book – Norway] of visits.",
        "2. [Ports share it. – Chile delete]",
    ]


def test_changes_that_are_not_tracked_beside_others_are_reported(tmp_path: Path) -> None:
    (tmp_path / "base.docx").write_bytes(BASE_DOCX)
    first = p(t("1. Each port keeps a "), dels("log", by="Ola"), t(" of visits."))
    for name, last in (("norway", "2. Ports share it."), ("chile", "2. Ports hide it.")):
        (tmp_path / f"{name}.docx").write_bytes(_word(first, p(t(last))))
    done = run(tmp_path / "base.docx", tmp_path / "norway.docx", tmp_path / "chile.docx")
    (line,) = [line for line in done.stderr.splitlines() if "not tracked" in line]
    assert f"{tmp_path / 'chile.docx'} has changes that are not tracked; they are put in, too" in line


def test_comments_of_copies_are_written_into_the_margin(tmp_path: Path) -> None:
    copy = docx(
        p(on(0, t("1. Each port keeps a log of visits."))) + p(t("2. Ports share it.")), comments=comment(0, "Why?")
    )
    compilation = bt.compile(bt.read(BASE_DOCX), {"Norway": bt.read(copy)})
    bt.write(compilation, tmp_path / "all.docx")
    (written,) = bt.read(tmp_path / "all.docx").comments
    assert (written.author, written.text) == ("Ana", "Why?")
    assert bt.read(tmp_path / "all.docx").source == compilation.draft.source
