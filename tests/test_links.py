"""Which brackets are one decision: what is sure binds, what is likely is offered, and what is said of both."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.link_file import link_file, save_verdicts, verdicts_beside
from bracketed.draft.link_words import language_of, words_of
from bracketed.draft.links import Link
from bracketed.errors import DraftError, UnknownNameError
from bracketed.variants.space import Space
from bracketed.views import LinkCount
from tests.brute import all_choices
from tests.strategies import Case, contested_drafts


def links(*lines: str) -> tuple[Link, ...]:
    return bt.parse("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))).links


def told(found: tuple[Link, ...]) -> list[tuple[tuple[str, ...], bool]]:
    return [(link.brackets, link.sure) for link in found]


SURE = [
    # The very same words, in another order, with another case and other signs.
    ["Use [onshore power/clean energy] now.", "Sell [Clean energy/onshore power], and so on."],
    # A name in capitals in one option is enough.
    ["The [PHA/council] meets.", "Ask the [PHA/council]."],
    ["The [pha/council] meets.", "Ask the [PHA/council]."],
    ["Less [CO2/methane] in air.", "Measure [CO2/methane]."],
    # Names amid a sentence that never stand there in small letters.
    ["They meet in [Norway OR Sweden].", "They eat in [Norway OR Sweden]."],
    # Plural, possessive, hyphen, article.
    ["Small [fishing-boat owners OR owners of nets] pay.", "A [fishing boat owner OR owner of nets] pays."],
    ["For [a rich port’s fees/dues of ships].", "For [rich ports' fees/the dues of ships]."],
    ["Its [fishing plan(s)/plans for ports] end.", "Their [fishing plan/plan for ports] ends."],
    # Heads of groups come and go.
    ["Aid [island countries][countries of list B].", "Aid [island Members][Members of list B]."],
    ["Aid [island countries][countries of list B].", "Aid [an island country Member][list B Members]."],
    ["Aid [island Parties][Parties included in list B].", "Aid [island][Parties listed in list B]."],
]


@pytest.mark.parametrize("lines", SURE)
def test_what_is_plainly_one_decision_is_assumed(lines: list[str]) -> None:
    assert told(links(*lines)) == [(("1#1", "2#1"), True)]


LIKELY = [
    (["Make a [plan/programme].", "Publish the [plan/programme]."], "one word each"),
    (["Make a [plan/programme].", "Publish [plans/programmes]."], "one word each"),
    (["A [demand-led/country-led] way.", "A [country-led/demand-led] plan."], "one word each"),
    (["They pay [in due time].", "They eat [in due time]."], "words to keep or leave out"),
    (["Each [sends/submits] a list.", "A ship [submits/sends] it."], "an option of common words only"),
    (["Make a [long plan/other].", "Publish a [long plan/other]."], "an option of common words only"),
]


@pytest.mark.parametrize(("lines", "doubt"), LIKELY)
def test_what_may_be_one_decision_is_offered_with_the_reason(lines: list[str], doubt: str) -> None:
    (link,) = links(*lines)
    assert (link.brackets, link.sure, link.doubt) == (("1#1", "2#1"), False, doubt)
    assert link.reason.startswith("the same choice of words in 2 places: “")
    assert link.reason.endswith(f"; offered, not assumed: {doubt}")


NEVER = [
    # Modals, articles, conjunctions, prepositions, and several of them.
    ["Ports [shall/should] pay.", "Docks [shall/should] pay."],
    ["Ports [shall/should/other] pay.", "Docks [shall/should/other] pay."],
    ["[A/The] port pays.", "[A/The] dock pays."],
    ["Ports [and/or] docks.", "Ships [and/or] boats."],
    ["Ports [and] docks.", "Ships [and] boats."],
    ["Paid [by/from] ports.", "Paid [by/from] docks."],
    ["Paid [in accordance with/taking into account] rules.", "Made [in accordance with/taking into account] rules."],
    ["[Each port shall/Ports] pay.", "[Each port shall/Ports] trade."],
    # Affixes, figures, note marks, placeholders, headings.
    ["The port[s] pay.", "The dock[s] pay."],
    ["The part[y/ies] pay.", "The cit[y/ies] pay."],
    ["A [non-]binding rule.", "A [non-]stop ship."],
    ["A [sub]regional plan.", "A [sub]national plan."],
    ["Pay [30/40] coins.", "Pay [30/40] notes."],
    ["By [2031/2035].", "From [2031/2035]."],
    ["They pay [^9].", "They eat [^9]."],
    ["They pay [X] coins.", "They eat [X] fish."],
    ["Pay [placeholder for [annual harbour fees/monthly quay dues]].", "Take [annual harbour fees/monthly quay dues]."],
    # The words differ by what turns the sense round.
    ["Aid [ports in list B/all docks].", "Aid [ports not in list B/all docks]."],
]


@pytest.mark.parametrize("lines", NEVER)
def test_what_is_a_new_question_in_each_place_is_never_proposed(lines: list[str]) -> None:
    assert links(*lines) == ()


def test_headings_are_never_proposed() -> None:
    text = "[Harbour rules]\n\n1. Ports pay.\n\n[Harbour rules]\n\n2. Docks pay [harbour rules] here.\n"
    assert bt.parse(text).links == ()
    # The same words in sentences are.
    assert len(bt.parse(text + "3. Ships pay [harbour rules] there.").links) == 1


def test_a_small_word_a_note_mark_and_an_ending_tie_nothing() -> None:
    assert bt.parse("1. The chart[s] and the log[s] [and] the flag.\n\n2. A boat [and] a ship [^9]").links == ()


def test_two_who_never_disagreed_do_not_block_each_other() -> None:
    draft = bt.parse(
        "1. Pilots [shall/should] write a log.\tComment by A: Norway – use “shall” rather than “should”\n"
        "2. Owners [shall/should] insure boats.\tComment by A: Chile – use “should” rather than “shall”"
    )
    positions = bt.positions(draft)
    standings = bt.blocking(bt.variants(draft, positions), positions)
    assert [row.status for row in standings] == ["closable", "closable"]


def test_a_decision_in_other_inflections_is_one_and_common_words_are_none() -> None:
    found = links(
        "Loans for [small towns][towns of list C].",
        "Loans for [small town Members][Members of list C].",
        "Loans for [a small town][a town of list C].",
        "A [harbour] fund.",
        "Nets and [harbour] rights.",
    )
    assert told(found) == [(("1#1", "3#1"), True), (("4#1", "5#1"), False)]
    found = links(
        "Loans for [small countries][countries of list C].",
        "Loans for [small country Members][Members of list C].",
        "Loans for [a small country][a country of list C].",
    )
    assert told(found) == [(("1#1", "2#1", "3#1"), True)]
    assert found[0].reason == (
        "the same choice of words in 3 places: “small countries” or “countries of list C”, in other places “small "
        "country Members” or “Members of list C”; “a small country” or “a country of list C”"
    )


def test_choices_in_like_words_are_joined_only_as_an_offer() -> None:
    found = links(
        "Aid [island countries][countries within list B].",
        "Aid [island countries][countries within list B].",
        "Aid [island countries][countries under list B].",
    )
    assert told(found) == [(("1#1", "2#1"), True), (("1#1", "2#1", "3#1"), False)]
    assert (found[1].id, found[1].doubt) == ("same:1#1+3#1", "the words differ")
    space = bt.variants(bt.parse("1. A [wet dock/dry dock on land].\n2. A [wet dock/dry dock by land]."), links="all")
    assert (space.count(), [link.id for link in space.links]) == (2, ["same:1#1+2#1"])


def test_the_rows_of_a_link_tie_options_with_the_same_words() -> None:
    (link,) = links("Use [onshore power/clean energy].", "Sell [clean energy/onshore power].")
    assert (link.options, link.words) == ((("a", "b"), ("b", "a")), ("onshore power", "clean energy"))


@pytest.mark.parametrize(
    "options", ["small island countries OR small island Members", "port dues OR port due OR dock dues"]
)
def test_options_that_differ_in_heads_or_endings_alone_stay_apart(options: str) -> None:
    (link,) = links(f"Ask [{options}].", f"Tell [{options}].")
    assert link.sure
    assert link.options == tuple((letter, letter) for letter in "abc"[: len(link.words)])
    assert len(link.words) == options.count(" OR ") + 1


def test_a_head_is_no_head_in_front_of_another_noun() -> None:
    assert links("Give [state aid/regional aid].", "Give [aid/regional aid].") == ()
    assert told(links("Ask [all Parties/island Parties].", "Ask [all countries/island countries].")) == []


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (["Les ports [doivent/devraient] payer les droits.", "Les quais [doivent/devraient] payer les droits."], "fr"),
        (["Los puertos [deberán/podrán] pagar las tasas.", "Los muelles [deberán/podrán] pagar las tasas."], "es"),
    ],
)
def test_small_words_are_known_in_other_languages(lines: list[str], language: str) -> None:
    text = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    assert language_of(text) == language
    assert bt.parse(text).links == ()


def test_plurals_are_those_of_the_language() -> None:
    text = "1. Aide aux [pays insulaires][pays de la liste B].\n2. Aide à [un pays insulaire][un pays de la liste B]."
    assert told(bt.parse(text).links) == [(("1#1", "2#1"), True)]
    assert words_of("es").lemmas("las decisiones de los países") == ("decisión", "de", "país")
    assert words_of("fr").lemmas("les plans régionaux") == ("plan", "régional")
    assert words_of("en").lemmas("the Parties' policies, boxes, statuses of a series") == (
        "party", "policy", "box", "statuse", "of", "series",
    )  # fmt: skip


def test_in_a_language_without_lists_of_small_words_nothing_is_assumed() -> None:
    text = "1. Порты [должны платить/могут не платить].\n2. Доки [должны платить/могут не платить]."
    (link,) = bt.parse(text).links
    assert (language_of(text), link.sure) == ("", False)
    assert link.doubt == "their language has no list of words without content"


# Words of all sorts, so that options meet the rules for content, names, heads and order.
_words = st.lists(
    st.sampled_from(
        ["port", "ports", "country", "Members", "list", "B", "PHA", "shall", "of", "the", "not", "9", "plan"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
_choices = st.lists(st.lists(_words, min_size=1, max_size=3), min_size=1, max_size=5)


def _draft(choices: list[list[str]]) -> bt.Draft:
    lines = (f"{n}. We see [{' OR '.join(options)}] now." for n, options in enumerate(choices, 1))
    return bt.parse("\n".join(lines))


def _sides(draft: bt.Draft) -> set[tuple[frozenset[str], bool, frozenset[tuple[tuple[str, str], ...]]]]:
    """Return each link by the provisions that it ties and the words that it takes for the same option."""
    texts = {(b.id, option.letter): option.text for b in draft.brackets for option in b.options}
    places = {bracket.id: bracket.provision for bracket in draft.brackets}
    return {
        (
            frozenset(link.brackets),
            link.sure,
            frozenset(
                tuple(sorted((places[id_], texts[id_, letter]) for id_, letter in zip(link.brackets, row, strict=True)))
                for row in link.options
            ),
        )
        for link in draft.links
    }


@given(_choices)
def test_the_order_of_options_changes_no_link(choices: list[list[str]]) -> None:
    draft, turned = _draft(choices), _draft([options[::-1] for options in choices])
    assert {(tied, sure) for tied, sure, _ in _sides(draft)} == {(tied, sure) for tied, sure, _ in _sides(turned)}
    assert _sides(draft) == _sides(turned)


@given(_choices)
def test_the_order_of_places_changes_no_link(choices: list[list[str]]) -> None:
    def tied(draft: bt.Draft, number: Any) -> set[tuple[frozenset[str], bool]]:
        return {(frozenset(re.sub(r"^\d+", number, id_) for id_ in link.brackets), link.sure) for link in draft.links}

    turned = tied(_draft(choices[::-1]), lambda found: str(len(choices) + 1 - int(found[0])))
    assert tied(_draft(choices), lambda found: found[0]) == turned


@given(_choices)
def test_each_row_has_one_option_of_each_bracket_and_each_option_one_row(choices: list[list[str]]) -> None:
    draft = _draft(choices)
    for link in draft.links:
        for place, id_ in enumerate(link.brackets):
            assert sorted(row[place] for row in link.options) == sorted(draft.bracket(id_).letters)
    # No bracket is in two links that bind.
    bound = [id_ for link in bt.variants(draft).links for id_ in link.brackets]
    assert len(bound) == len({*bound})


@given(contested_drafts(), st.sampled_from(["auto", "all", "none"]))
def test_whatever_binds_the_space_is_that_of_brute_force(case: Case, which: str) -> None:
    space = bt.variants(case.draft, links=which)
    wanted = {"auto": case.links, "all": case.draft.links, "none": ()}[which]
    assert [link.id for link in space.links] == [link.id for link in wanted]
    assert space.count() == len(all_choices(case.draft.content, wanted))
    assert {link.id for link in case.links} <= {link.id for link in case.draft.links}
    # What binds is not offered, and what is not offered is tied.
    offered = {link.id for link in space.offered}
    assert offered == {link.id for link in case.draft.links} - {link.id for link in space.links}


TEXT = "1. Ports [pay dues/save] [soon].\n2. Docks [pay dues/save] [soon].\n3. Ships pay [soon].\n"


def space(**asked: Any) -> Space:
    return bt.variants(bt.parse(TEXT), **asked)


def ids(made: Space) -> tuple[list[str], list[str]]:
    return [link.id for link in made.links], [link.id for link in made.offered]


def test_what_binds_and_what_is_offered_is_known_to_the_space() -> None:
    assert ids(space()) == (["same:1#1"], ["same:1#2"])
    assert ids(space(links="all")) == (["same:1#1", "same:1#2"], [])
    assert ids(space(links="none")) == ([], ["same:1#1", "same:1#2"])
    assert ids(space(links=["same:1#2"])) == (["same:1#2"], ["same:1#1"])
    assert ids(space(links=["auto", "same:1#2"], refused=["same:1#1"])) == (["same:1#2"], [])
    assert space().link_count == LinkCount(1, 1)


def test_links_are_bound_and_taken_away_one_by_one() -> None:
    made = space()
    assert ids(made.link("same:1#2")) == (["same:1#1", "same:1#2"], [])
    assert ids(made.unlink("same:1#1")) == ([], ["same:1#2"])
    # What was refused stays so, until it is bound.
    assert ids(made.unlink("same:1#1").fix({"1#1": "a"})) == ([], ["same:1#2"])
    assert ids(made.unlink("same:1#1").link("same:1#1")) == (["same:1#1"], ["same:1#2"])
    assert made.unlink("same:1#1").count() == 2 * made.count()
    for change in (made.link, made.unlink):
        with pytest.raises(UnknownNameError, match=r"there is no link 'same:2#1'; did you mean same:1#1\?"):
            change("same:2#1")
    with pytest.raises(UnknownNameError, match=r"there is no link 'non'; did you mean none\?"):
        space(links="non")
    with pytest.raises(UnknownNameError, match=r"there is no link 'same:9#1'; did you mean same:1#1\?"):
        space(refused=["same:9#1"])


def test_a_link_that_binds_is_no_longer_said_to_be_offered() -> None:
    assert [link.reason for link in space(links="all").links] == [
        "the same choice of words in 2 places: “pay dues” or “save”",
        "the same choice of words in 3 places: “soon” or nothing",
    ]


def test_each_answer_says_how_many_links_it_assumes() -> None:
    draft = bt.parse(TEXT + "\tComment by A: UK – remove “soon”\nUSA – keep “soon”")
    positions = bt.positions(draft)
    made = bt.variants(draft, positions)
    line = "1 link assumed, 1 offered."
    answers = [
        bt.least_contested(made, positions),
        next(bt.ranking(made, positions)),
        next(bt.frontier(made, positions)),
    ]
    for verb in (bt.blocking, bt.concessions, bt.conflicts, bt.leverage, bt.packages, bt.outlook):
        answers.append(verb(made, positions))  # type: ignore[arg-type]
    answers.append(bt.what_if(made, positions, positions))  # type: ignore[arg-type]
    for answer in answers:
        assert answer.links == LinkCount(1, 1)
        assert [*answer.shown()][-1] == line
        assert line in answer._repr_html_()
    assert str(bt.brief(made, positions)).endswith(f"\n\n{line}")
    assert line in bt.report(made, positions)
    assert line in bt.brief(made, positions)._repr_html_()
    # Where there are none, nothing is said.
    bare = bt.parse("1. Ports [shall/should] pay.")
    standings = bt.blocking(bt.variants(bare), bt.positions(bare))
    assert [*standings.shown()] == [*standings.to_blocks()]


# The same with a position, without which there is nothing to answer.
SAID = TEXT.rstrip("\n") + "\tComment by A: UK – keep “soon”\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(SAID, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def count(plan: Path, *arguments: str) -> dict[str, Any]:
    done = run("variants", plan, "--count", "--format", "json", *arguments)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("arguments", "number", "assumed", "offered"),
    [
        ([], "16", 1, 1),
        (["--links", "auto"], "16", 1, 1),
        (["--links", "all"], "4", 2, 0),
        (["--links", "none"], "32", 0, 2),
        (["--links", "same:1#2"], "8", 1, 1),
        (["--links", "same:1#2,same:1#1"], "4", 2, 0),
        (["--links", "same:1#2", "--links", "auto"], "4", 2, 0),
        (["--no-link", "same:1#1"], "32", 0, 1),
        (["--links", "all", "--no-link", "same:1#1", "--no-link", "same:1#2"], "32", 0, 0),
    ],
)
def test_links_are_chosen_on_the_command_line(
    plan: Path, arguments: list[str], number: str, assumed: int, offered: int
) -> None:
    counted = {"links": {"assumed": assumed, "offered": offered}} if assumed or offered else {}
    assert count(plan, *arguments) == {"count": number, "variants": []} | counted


@pytest.mark.parametrize("option", ["--links", "--no-link"])
def test_a_link_that_there_is_not_is_named_with_the_nearest(plan: Path, option: str) -> None:
    done = run("blocking", plan, option, "same:1#3")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == "bracketed: there is no link 'same:1#3'; did you mean same:1#2?\n"


@pytest.mark.parametrize("verb", ["best", "ranking", "blocking", "concessions", "conflicts", "leverage", "check"])
def test_each_verb_says_below_its_answer_what_it_assumes(plan: Path, verb: str) -> None:
    assert run(verb, plan).stdout.endswith("\n1 link assumed, 1 offered.\n")


def test_links_has_a_row_for_each_link(plan: Path) -> None:
    assert run("links", plan).stdout.splitlines()[2:] == [
        "same:1#1  assumed  2: 1#1, 2#1       “pay dues” or “save”",
        "same:1#2  offered  3: 1#2, 2#2, 3#1  “soon” or nothing (words to keep or leave out)",
        "",
        "2 links: 1 assumed, 1 offered.",
    ]
    rows = json.loads(run("links", plan, "--format", "json").stdout)
    assert [(row["id"], row["kind"], row["sure"], row["how"]) for row in rows] == [
        ("same:1#1", "same", True, "assumed"),
        ("same:1#2", "same", False, "offered"),
    ]
    # One link may tie a hundred brackets: those that fit are named.
    plan.write_text("".join(f"{n}. Ports [pay dues/save].\n" for n in range(1, 101)), encoding="utf-8")
    told = run("links", plan).stdout
    assert "100: 1#1, 2#1," in told
    assert " more  " in told


def test_what_is_accepted_and_refused_is_kept_beside_the_draft(plan: Path) -> None:
    done = run("links", plan, "--accept", "same:1#2", "--refuse", "same:1#1")
    assert done.stdout.endswith("\n2 links: 1 accepted, 1 refused (see plan.links.toml).\n")
    file = plan.with_name("plan.links.toml")
    assert file.read_text(encoding="utf-8").splitlines()[2:] == [
        "",
        "[accepted]",
        '"same:1#2" = ["soon", ""]',
        "",
        "[refused]",
        '"same:1#1" = ["pay dues", "save"]',
    ]
    assert count(plan)["count"] == "8"
    assert run("blocking", plan).stdout.endswith("\n1 link assumed, 0 offered (see plan.links.toml).\n")
    # What is named, or ruled out, on the command line has the last word.
    assert count(plan, "--links", "none")["count"] == "32"
    assert count(plan, "--links", "same:1#1")["count"] == "16"
    assert count(plan, "--no-link", "same:1#2")["count"] == "32"
    assert "(see" not in run("blocking", plan, "--links", "none").stdout
    # Another verdict replaces the first, and the rest of the file stays.
    file.write_text("# by Ana\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    run("links", plan, "--accept", "same:1#1")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# by Ana"
    assert lines[lines.index("[accepted]") + 1 :] == [
        '"same:1#2" = ["soon", ""]',
        '"same:1#1" = ["pay dues", "save"]',
        "",
        "[refused]",
    ]
    assert count(plan)["count"] == "4"


def test_a_verdict_on_other_words_is_not_used_and_that_is_reported(plan: Path) -> None:
    run("links", plan, "--accept", "same:1#2", "--refuse", "same:1#1")
    plan.write_text(
        "1. All [shut/open] the locks.\n" + re.sub(r"^\d", "9\\g<0>", SAID, flags=re.MULTILINE), encoding="utf-8"
    )
    done = run("blocking", plan)
    assert done.stderr.splitlines() == [
        "bracketed: plan.links.toml: same:1#2 is not used; there is no link “soon” or nothing any more; the words "
        "are now same:91#2",
        "bracketed: plan.links.toml: same:1#1 is not used; there is no link “pay dues” or “save” any more; the "
        "words are now same:91#1",
    ]
    assert done.stdout.endswith("\n1 link assumed, 1 offered (see plan.links.toml).\n")
    # Asked for by a status, the same is said once.
    assert run("blocking", plan, "--status", "silent").stderr == done.stderr
    plan.write_text(SAID.replace("pay dues", "build"), encoding="utf-8")
    assert (
        "same:1#1 is not used; it was “pay dues” or “save”, and now is “build” or “save”\n" in run("best", plan).stderr
    )
    # Case, signs and the order of options are no other words.
    plan.write_text(SAID.replace("[pay dues/save]", "[Save,/pay dues]"), encoding="utf-8")
    assert run("best", plan).stderr == ""


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[acepted]\n", "plan.links.toml says 'acepted', which is not known; it may have [accepted] and [refused]"),
        ("[accepted\n", "plan.links.toml is no TOML file: "),
        ('[refused]\n"same:1#1" = "soon"\n', 'under [refused] write lines such as "same:4#1" = ["pay dues", "save"]'),
        ('[refused]\n"x" = []\n[accepted]\n"x" = []\n', "x is both accepted and refused; leave one of them out"),
        ("#" * 2**20 + "\n", "plan.links.toml is larger than 1 MB; it holds no links"),
        (b"\xff", "plan.links.toml is no TOML file: "),
    ],
)
def test_a_file_that_is_none_of_links_is_refused_and_never_overwritten(
    plan: Path, written: str | bytes, message: str
) -> None:
    file = link_file(plan)
    data = written if isinstance(written, bytes) else written.encode()
    file.write_bytes(data)
    for arguments in (["blocking"], ["links"], ["links", "--accept", "same:1#2"]):
        done = run(arguments[0], plan, *arguments[1:])
        assert done.exit_code == 3
        assert message in done.stderr
    assert file.read_bytes() == data


def test_a_file_that_notepad_has_saved_is_read_and_changed(plan: Path) -> None:
    save_verdicts(plan, [("accepted", link) for link in bt.read(plan).links[:1]])
    file = link_file(plan)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    links = bt.read(plan).links
    assert verdicts_beside(plan, links).of("accepted") == (links[0].id,)
    save_verdicts(plan, [("refused", links[0])])
    assert verdicts_beside(plan, links).of("refused") == (links[0].id,)


def test_a_file_that_cannot_be_changed_line_by_line_stays_as_it_is(plan: Path) -> None:
    file = link_file(plan)
    for written in (
        '[refused]\n"same:1#1" = [\n  "pay dues",\n  "save",\n]\n',
        'refused = {"same:1#1" = ["a", "b"]}\n',
    ):
        file.write_text(written, encoding="utf-8")
        done = run("links", plan, "--refuse", "same:1#1")
        assert (done.exit_code, file.read_text(encoding="utf-8")) == (3, written)
        assert "cannot be changed here; put one link on each line" in done.stderr


def test_a_link_is_accepted_or_refused_by_an_id_that_there_is_in_a_draft_that_is_a_file(plan: Path) -> None:
    done = run("links", plan, "--accept", "same:7#1")
    assert (done.exit_code, link_file(plan).exists()) == (3, False)
    assert run("links", plan, "--accept", "same:1#1", "--refuse", "same:1#1").exit_code == 2
    done = CliRunner().invoke(main, ["links", "-", "--accept", "same:1#1"], input=TEXT)
    assert (done.exit_code, "have no file beside them" in done.stderr) == (2, True)


@given(st.lists(st.text(min_size=0, max_size=8), min_size=1, max_size=3), st.text(min_size=1, max_size=6))
def test_any_words_are_written_so_that_they_are_read_again(words: list[str], name: str) -> None:
    from tempfile import TemporaryDirectory

    words = [word.encode("utf-8", "ignore").decode() for word in words]
    link = Link("same:" + name.encode("utf-8", "ignore").decode(), "same", (), (), words=tuple(words))
    with TemporaryDirectory() as folder:
        plan = Path(folder, "plan.txt")
        try:
            save_verdicts(plan, [("accepted", link)])
        except DraftError:
            # Signs that end lines inside words cannot be kept on one line; nothing is written then.
            assert not link_file(plan).exists()
        else:
            assert verdicts_beside(plan, [link]).of("accepted") == (link.id,)


def test_a_file_of_links_may_begin_with_a_mark_of_its_encoding(plan: Path) -> None:
    plan.with_name("plan.links.toml").write_text('[refused]\n"same:1#1" = ["pay dues", "save"]\n', encoding="utf-8-sig")
    assert "1 refused" in run("links", plan).stdout
