"""Names of delegations: what is one, what is none, and who belongs to a group."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.delegations import Delegation, Names, in_any_language, with_translations
from bracketed.errors import TableError, UnknownNameError
from bracketed.parsing.attributions import parties, parties_half_known

NAMES = Names.default()
ALL_LANGUAGES = in_any_language(NAMES)


def shown(text: str) -> str | None:
    found = NAMES.find(text)
    return found.name if found else None


def prefix(text: str) -> tuple[str, str] | None:
    """Return the name at the start of `text`, and the rest of the text."""
    found = NAMES.longest_prefix(text)
    return (found[0].name, text[found[1] :]) if found else None


@pytest.mark.parametrize(
    "typed, name",
    [
        ("United States", "USA"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("U.S.A.", "USA"),
        ("the United States of America", "USA"),
        ("UNITED KINGDOM", "UK"),
        ("United Kingdom of Great Britain and Northern Ireland", "UK"),
        ("GBR", "UK"),
        ("Russia", "Russian Federation"),
        ("South Korea", "Republic of Korea"),
        ("Korea (Rep. of)", "Republic of Korea"),
        ("ROK", "Republic of Korea"),
        ("Democratic People's Republic of Korea", "DPRK"),
        ("Democratic People’s Republic of Korea", "DPRK"),
        ("Turkey", "Türkiye"),
        ("turkiye", "Türkiye"),
        ("TÜRKİYE", "Türkiye"),
        ("Tu\u0308rkiye", "Türkiye"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("Sao Tome and Principe", "São Tomé and Príncipe"),
        ("Iran (Islamic Republic of)", "Iran"),
        ("Swaziland", "Eswatini"),
        ("Laos", "Lao PDR"),
        ("The Gambia", "Gambia"),
        ("Guinea Bissau", "Guinea-Bissau"),
        ("St Kitts & Nevis", "Saint Kitts and Nevis"),
        ("AUS", "Australia"),
        ("NZ", "New Zealand"),
        ("KSA", "Saudi Arabia"),
        ("PRC", "China"),
        ("United Arab Emirates", "UAE"),
        ("NA", "Namibia"),
        ("NOR", "Norway"),
        ("EU and its Member States", "EU"),
        ("EU27", "EU"),
        ("G-77 and China", "G77"),
        ("G77 & China", "G77"),
        ("g77 and china", "G77"),
        ("AGN", "African Group"),
        ("Least Developed Countries", "LDCs"),
        ("LDC", "LDCs"),
        ("NAM", "NAM"),
        ("China Mobile", "China Mobile"),
        (" UK: ", "UK"),
    ],
)
def test_every_usual_name_is_shown_as_one(typed: str, name: str) -> None:
    assert shown(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *["", "us", "it", "It", "NO", "IN", "IT", "TO", "IS", "AT", "SO", "AM", "BE", "DO", "ME", "MY", "OR", "and"],
        *["Jordan Smith", "Chad Brown", "Georgia Miller", "Israel Gomez", "China Post", "Ruritania", "UK and USA"],
    ],
)
def test_words_persons_and_lists_are_no_delegation(typed: str) -> None:
    assert shown(typed) is None


@pytest.mark.parametrize(
    "typed, parts",
    [
        ("UK and USA", ["UK", "USA"]),
        ("UK, USA and Brazil", ["UK", "USA", "Brazil"]),
        ("Australia/Canada", ["Australia", "Canada"]),
        ("USA; UK", ["USA", "UK"]),
        ("US & UK", ["USA", "UK"]),
        ("Trinidad and Tobago and UK", ["Trinidad and Tobago", "UK"]),
        ("EU and its Member States", ["EU"]),
        ("the EU and its Member States, Norway", ["EU", "Norway"]),
        ("G77 and China", ["G77"]),
        ("G77 and China and China Mobile", ["G77", "China Mobile"]),
        ("Antigua and Barbuda, Bosnia and Herzegovina", ["Antigua and Barbuda", "Bosnia and Herzegovina"]),
        (
            "Saint Vincent and the Grenadines as well as Saint Lucia",
            ["Saint Vincent and the Grenadines", "Saint Lucia"],
        ),
        ("Korea (Rep. of), Iran (Islamic Republic of) and Japan", ["Republic of Korea", "Iran", "Japan"]),
        ("Ruritania, Japan", ["Ruritania", "Japan"]),
        ("Japan and Kingdom of Ruritania", ["Japan", "Kingdom of Ruritania"]),
        ("Chad Brown and Kenya", ["Chad Brown", "Kenya"]),
        ("UK, UK", ["UK"]),
        ("UK delegation and Peru", ["UK", "Peru"]),
        ("Niger, Nigeria", ["Niger", "Nigeria"]),
        ("Guinea, Guinea-Bissau, Papua New Guinea", ["Guinea", "Guinea-Bissau", "Papua New Guinea"]),
        ("Congo, Republic of Korea", ["Congo", "Republic of Korea"]),
        ("some others", []),
        ("", []),
        (" , and ", []),
    ],
)
def test_a_list_is_split(typed: str, parts: list[str]) -> None:
    assert list(NAMES.split(typed)) == parts


@pytest.mark.parametrize(
    "text, found",
    [
        ("UK – remove “trust”", ("UK", " – remove “trust”")),
        ("USA-modifications", ("USA", "-modifications")),
        ("U.S. – keep", ("USA", " – keep")),
        ("USA Modifications", ("USA", " Modifications")),
        ("UK REMOVE", ("UK", " REMOVE")),
        ("brazil prefers Option 2", ("Brazil", " prefers Option 2")),
        ("Brazil D.4-2", ("Brazil", " D.4-2")),
        ("China Mobile – keep", ("China Mobile", " – keep")),
        ("Korea (Rep. of) – keep", ("Republic of Korea", " – keep")),
        ("G77 and China: delete", ("G77", ": delete")),
        ("G77 and Norway: delete", ("G77", " and Norway: delete")),
        ("Trinidad and Tobago and UK", ("Trinidad and Tobago", " and UK")),
        ("UK’s proposal", ("UK", "’s proposal")),
        ("  The Gambia: yes", ("Gambia", ": yes")),
        ("Jordan: keep", ("Jordan", ": keep")),
        ("Jordan Supports", ("Jordan", " Supports")),
        ("Jordan\nSmith said", ("Jordan", "\nSmith said")),
        ("Jordan Smith: keep", None),
        ("Jordan de Souza: keep", None),
        ("Chad Brown", None),
        ("Georgia Miller prefers it", None),
        ("Israel Gomez – see above", None),
        ("China Post", None),
        ("EU-wide rules", None),
        ("US-led work", None),
        ("turkey products", None),
        ("orange – is the colour", None),
        ("us and them", None),
        ("CAN WE KEEP THIS?", None),
        ("NO", None),
        ("Chinaware", None),
        ("", None),
        ("– keep", None),
    ],
)
def test_the_longest_name_at_the_start(text: str, found: tuple[str, str] | None) -> None:
    assert prefix(text) == found


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    NAMES.find(text)
    assert all(part for part in NAMES.split(text))
    found = NAMES.longest_prefix(text)
    assert found is None or 0 < found[1] <= len(text)


@given(
    st.lists(st.sampled_from(NAMES.delegations), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", "; ", " / "]),
)
def test_a_list_of_shown_names_splits_into_them(several: list[Delegation], comma: str) -> None:
    # “G77/China” is the name of the group.
    assume(("G77", "China") not in pairwise(one.name for one in several))
    assert list(NAMES.split(comma.join(d.name for d in several))) == [d.name for d in several]


def test_every_name_finds_its_delegation_and_no_other() -> None:
    assert [(d.name, s) for d in NAMES.delegations for s in (d.name, *d.aliases) if NAMES.find(s) is not d] == []
    wrong = [d.code for d in NAMES.delegations if d.kind == "state" and d.code != "NAM" and NAMES.find(d.code) is not d]
    assert wrong == []


def test_the_table_holds_all_states_and_tidy_rows() -> None:
    with (files("bracketed.draft") / "data" / "delegations.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kinds = Counter(row["kind"] for row in rows)
    # 193 members of the UN, the Holy See, Palestine, the Cook Islands, Niue.
    assert kinds["state"] == 197
    # Places that take part under a name of their own, such as Hong Kong, China, are of the kind "other".
    assert set(kinds) == {"state", "group", "organisation", "firm", "other"}
    assert len({row["code"] for row in rows}) == len(rows)
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(cell == (cell or "").strip() for row in rows for cell in row.values())


def test_suggestions() -> None:
    assert NAMES.suggest("Brasill") == ("Brazil",)
    assert NAMES.suggest("Saudi")[0] == "Saudi Arabia"
    assert NAMES.suggest("Untied Kingdom")[0] == "UK"
    assert NAMES.suggest("qqqqqq") == ()


def test_members_are_dated() -> None:
    assert len(NAMES.members("EU")) == 27
    assert len(NAMES.members("European Union", on=date(2019, 1, 1))) == 28
    assert "UK" in NAMES.members("EU", on=date(2020, 1, 31))
    assert "UK" not in NAMES.members("EU", on=date(2020, 2, 1))
    assert len(NAMES.members("African Group")) == 54
    assert len(NAMES.members("AOSIS")) == 39
    assert "Bhutan" in NAMES.members("LDCs", on=date(2023, 12, 12))
    assert "Bhutan" not in NAMES.members("LDCs", on=date(2023, 12, 13))
    assert NAMES.members("CANZ") == ("Australia", "Canada", "New Zealand")
    assert NAMES.members("Umbrella Group", "UNFCCC") == NAMES.members("Umbrella Group")
    assert NAMES.members("EU", forum="ITU") == NAMES.members("EU")
    assert NAMES.members("G77") == ()


@pytest.mark.parametrize("name", ["Brazil", "Ruritania", ""])
def test_only_a_group_has_members(name: str) -> None:
    with pytest.raises(UnknownNameError, match="there is no group"):
        NAMES.members(name)


def test_every_member_is_a_known_state_and_every_group_known() -> None:
    known = {d.code: d.kind for d in NAMES.delegations}
    assert all(known[row.group] == "group" and known[row.member] == "state" for row in NAMES.memberships)
    current = [(row.group, row.forum, row.member) for row in NAMES.memberships]
    assert len(set(current)) == len(current)
    dates = [day for row in NAMES.memberships for day in (row.since, row.until) if day]
    assert all(date.fromisoformat(day) for day in dates)


def test_your_own_names_are_on_top(tmp_path: Path) -> None:
    toml = tmp_path / "names.toml"
    toml.write_text(
        '"Georgia" = "State of Georgia"\n"The Chair" = "Chair"\n"Blighty" = "UK"\n"NAM" = "Namibia"\n', encoding="utf-8"
    )
    names = NAMES.with_overrides(str(toml))
    assert [names.find(t).name for t in ("Georgia", "GEO", "Chair", "Blighty", "NAM")] == [  # type: ignore[union-attr]
        "State of Georgia",
        "Georgia",
        "Chair",
        "UK",
        "Namibia",
    ]
    assert NAMES.find("Blighty") is None
    assert names.split("Blighty and Brazil") == ("UK", "Brazil")


def test_your_own_tables(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("code,name,kind,aliases\nGBR,United Kingdom,state,Blighty\n,Acme Cables,firm,Acme|ACME\n", "utf-8")
    names = NAMES.with_overrides(table)
    assert names.split("UK, Blighty, United Kingdom, Acme Cables") == ("United Kingdom", "Acme Cables")
    groups = tmp_path / "groups.csv"
    groups.write_text("group,forum,member,since,until\nJUSCANZ,,Japan,,\nJUSCANZ,,USA,,2024-01-01\n", "utf-8")
    names = names.with_overrides(groups)
    assert names.members("JUSCANZ") == ("Japan",)
    assert len(names.members("EU")) == 27


@pytest.mark.parametrize(
    "name, text, error, message",
    [
        ("a.csv", "name\nUK\n", TableError, "the columns are code, name, kind, aliases"),
        ("a.csv", "code,name,kind\nX,X,planet\n", TableError, "of kind 'planet'"),
        ("a.csv", "group,member\nEU,Brasill\n", UnknownNameError, "did you mean Brazil"),
        ("a.csv", "code,name,kind\nX,Ébène,state\n", TableError, "a.csv: it is not in UTF-8"),
        ("a.toml", "[UK]\na = 1\n", TableError, "'UK' is not of the form"),
        ("a.csv", f"code,name,kind\nX,{'x' * 200_000},state\n", TableError, "this is no CSV: field larger"),
        ("a.toml", '"UK" =\n', TableError, "a.toml: Invalid value"),
        ("a.toml", "a = " + "[" * 5_000, TableError, "a.toml: maximum recursion depth"),
    ],
)
def test_a_bad_table_says_what_is_wrong(
    tmp_path: Path, name: str, text: str, error: type[Exception], message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="latin-1")
    with pytest.raises(error, match=message):
        NAMES.with_overrides(tmp_path / name)


def test_names_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        NAMES.delegations = ()  # type: ignore[misc]
    assert Names.default() is NAMES


def test_importing_the_module_reads_no_table() -> None:
    code = "from bracketed.draft.delegations import Names; print(Names.default.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def _rows(name: str) -> list[list[str]]:
    with (files("bracketed.draft") / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


LIST_CODES = [row[:2] for row in _rows("list_codes.csv")]
MEMBERS = list(
    csv.DictReader((Path(__file__).parent / "un_members.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
)
GROUPS = """
    EU, G77 and China, African Group, Afr.Gr., Afr. Group, Arab Group, Asia-Pacific Group, GRULAC, WEOG, EEG,
    Umbrella Group, UG, EIG, AILAC, ALBA, AOSIS, SIDS, PSIDS, PIF, LDCs, LLDCs, SVEs, LMDC, LMG, BASIC, BRICS, ABU,
    CARICOM, ASEAN, APEC, MERCOSUR, CELAC, SICA, Central American Group, COMIFAC, Cartagena Dialogue, Visegrad
    Group, CEE, OIC, NAM, CANZ, JUSCANZ, JUSCANNZ, JUSSCANNZ, CfRN, Coalition for Rainforest Nations, G7, G10, G20,
    G33, G90, Cairns Group, ACP, OACPS, Like-Minded Megadiverse Countries, Mountainous Landlocked Developing
    Countries, Nordic countries, Baltic States, Benelux, EFTA, GCC, CIS, EAEU, ECOWAS, SADC, EAC, COMESA, ECCAS,
    IGAD, SAARC, Pacific Alliance, Andean Community, OECS, MIKTA, IBSA, High Ambition Coalition, CVF, CACAM, EECCA,
    NAMA-11, Cotton Four, Recently Acceded Members, New Agenda Coalition
"""


def test_every_member_of_the_un_is_known_by_its_english_french_and_spanish_name() -> None:
    assert len(MEMBERS) == 193
    wrong = []
    for row in MEMBERS:
        for language in ("English", "French", "Spanish"):
            names = NAMES if language == "English" else ALL_LANGUAGES
            for typed in (row[language], row[language].upper()):
                found, begins = names.find(typed), names.longest_prefix(f"{typed}: keep")
                if not found or found.code != row["code"] or begins != (found, len(typed)):
                    wrong.append(typed)
    assert wrong == []


def test_every_name_of_a_state_in_another_language_is_that_of_one_state() -> None:
    known = {row["code"] for row in MEMBERS}
    wrong = []
    for language in ("ru", "ar", "zh"):
        assert known <= {code for of, code, _ in _rows("state_names.csv") if of == language}
    for _, code, names in _rows("state_names.csv"):
        wrong += [
            name for name in names.split("|") if (found := ALL_LANGUAGES.find(name)) is None or found.code != code
        ]
    assert wrong == []


@pytest.mark.parametrize(
    "typed, name",
    [
        ("Российская Федерация", "Russian Federation"),
        ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "Russian Federation"),
        ("Республика Корея", "Republic of Korea"),
        ("Соединенные Штаты Америки", "USA"),
        ("Иран (Исламская Республика)", "Iran"),
        ("Соединённое Королевство", "UK"),
        ("الاتحاد الروسي", "Russian Federation"),
        ("الولايات المتحدة الأمريكية", "USA"),
        ("جمهورية كوريا", "Republic of Korea"),
        ("مصر", "Egypt"),
        ("俄罗斯联邦", "Russian Federation"),
        ("大韩民国", "Republic of Korea"),
        ("大不列颠及北爱尔兰联合王国", "UK"),
        ("巴西", "Brazil"),
        ("Suisse", "Switzerland"),
        ("Alemania", "Germany"),
        ("Groupe africain", "African Group"),
        ("Guinea", "Guinea"),
    ],
)
def test_states_are_known_in_the_languages_of_the_un(typed: str, name: str) -> None:
    found = ALL_LANGUAGES.find(typed)
    assert found
    assert found.name == name


def test_a_name_of_another_language_needs_its_capital_and_is_none_in_english() -> None:
    assert ALL_LANGUAGES.find("chili") is None
    assert ALL_LANGUAGES.longest_prefix("grenade – keep") is None
    assert NAMES.find("Brésil") is None
    assert ALL_LANGUAGES.suggest("Allemagn") == ("Germany",)
    assert NAMES.with_overrides({"Brésil": "Chair"}).find("Brésil").name == "Chair"  # type: ignore[union-attr]


def test_your_own_names_count_in_every_language() -> None:
    names = in_any_language(NAMES.with_overrides({"Suisse": "The host"}))
    assert names.find("Suisse").name == "The host"  # type: ignore[union-attr]
    assert names.find("Norvège").name == "Norway"  # type: ignore[union-attr]


def test_a_translation_may_be_of_a_name_that_no_list_has() -> None:
    names = with_translations(NAMES, {"Ruritanie": "Ruritania", "Pays du Nord": "Nordic countries"})
    assert names.find("Ruritanie") == Delegation("Ruritania", "Ruritania", "other")
    assert names.find("pays du nord").name == "Nordic countries"  # type: ignore[union-attr]
    assert names.find("Ruthénie") is None


def test_english_reads_no_names_of_other_languages() -> None:
    code = (
        "from bracketed.draft import delegations as d; n = d.Names.default(); n.find('Norway'); n.split('UK and Mali');"
        "print(d._state_names.cache_info().currsize, d._list_codes.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0 0\n"


def test_groups_are_known() -> None:
    groups = [name.strip() for name in GROUPS.replace("\n", " ").split(",")]
    wrong = [name for name in groups if (found := NAMES.find(name)) is None or found.kind != "group"]
    assert wrong == []
    assert len({NAMES.find(name) for name in groups}) >= 60


@pytest.mark.parametrize(
    "typed, name",
    [
        ("Chinese Taipei", "Chinese Taipei"),
        ("Hong Kong, China", "Hong Kong, China"),
        ("HONG KONG, CHINA", "Hong Kong, China"),
        ("Macao, China", "Macao, China"),
        ("Holy See", "Holy See"),
        ("State of Palestine", "Palestine"),
        ("RoK", "Republic of Korea"),
        ("SWITZ", "Switzerland"),
        ("BiH", "Bosnia and Herzegovina"),
        ("T&T", "Trinidad and Tobago"),
        ("NORWAY", "Norway"),
        ("COSTA RICA", "Costa Rica"),
        ("THE GAMBIA", "Gambia"),
        ("New Zealand's", "New Zealand"),
        ("the United States’", "USA"),
        ("Holland", "Netherlands"),
        ("Burma", "Myanmar"),
        ("Norwegian", None),
        ("J", None),
        ("Can", None),
        ("CL", None),
    ],
)
def test_special_names(typed: str, name: str | None) -> None:
    assert shown(typed) == name


def test_every_code_of_a_list_is_known_in_a_list() -> None:
    two_letters = {code for code, _ in LIST_CODES if len(code) == 2 and code.isupper()}
    assert len(two_letters - {"EL", "UK", "EU", "XK", "CT", "RF"}) == 249
    assert {code for code, _ in LIST_CODES} >= {row["code"] for row in MEMBERS}
    wrong = [code for code, _ in LIST_CODES if NAMES.list_member(code) is None]
    assert wrong == []
    # With `codes`, a code is that of ISO: UG is Uganda, and no Umbrella Group.
    assert [one.code for one, _ in NAMES.in_list("UG/NA", codes=True) if one] == ["UGA", "NAM"]


@pytest.mark.parametrize(
    "words, members",
    [
        ("J/EU/US", ["Japan", "EU", "USA"]),
        ("NZ/Can/Mex.", ["New Zealand", "Canada", "Mexico"]),
        ("DE, AT", ["Germany", "Austria"]),
        ("DE, FR and IT", ["Germany", "France", "Italy"]),
        ("IT and AT", ["Italy", "Austria"]),
        ("IT & AT; NO", ["Italy", "Austria", "Norway"]),
        ("Arg/Bra", ["Argentina", "Brazil"]),
        ("CL/NZ/MY", ["Chile", "New Zealand", "Malaysia"]),
        ("EL, EU", ["Greece", "EU"]),
        ("EU/UG", ["EU", "Umbrella Group"]),
        ("NA/ZA", ["Namibia", "South Africa"]),
        ("EU and Hong Kong, China", ["EU", "Hong Kong, China"]),
        ("US/KY", ["USA", "Cayman Islands"]),
        ("EU, Ruritania", ["EU", None]),
        ("Kenya, MS", ["Kenya", None]),
        ("EU law", [None]),
        ("IT", [None]),
        ("J", [None]),
        ("AI/ML", [None, None]),
        ("COM/PER", [None, None]),
        ("in, at", [None, None]),
        ("EU, in", ["EU", None]),
        ("", []),
    ],
)
def test_short_codes_are_names_in_a_list(words: str, members: list[str | None]) -> None:
    assert [one.name if one else None for one, _ in NAMES.in_list(words)] == members


@pytest.mark.parametrize(
    "line, name",
    [
        ("IT: delete “dues”", "Italy"),
        ("IT supports the text", "Italy"),
        ("AT cannot support it", "Austria"),
        ("NO – keep", "Norway"),
        ("DE, IT and AT oppose the deletion", "Germany"),
        ("IT and AT oppose the deletion", "Italy"),
        ("IT/AT: delete", "Italy"),
        ("JP: keep", "Japan"),
        ("NO changes, please", None),
        ("NO, IT is wrong", None),
        ("NO support for this", None),
        ("IN general, yes", None),
        ("IT is important", None),
        ("AS regards dues", None),
        ("NO: DELETE", None),
        ("PS: see below", None),
        ("MS: keep", None),
        ("It: delete", None),
        ("IT-based tools", None),
        ("", None),
    ],
)
def test_a_code_at_the_start_of_a_line(line: str, name: str | None) -> None:
    found = NAMES.leading_code(line)
    assert (found[0].name if found else None) == name
    assert found is None or found[1] == 2


@given(
    st.lists(st.sampled_from([code.lower() for code, _ in LIST_CODES if len(code) == 2]), min_size=1, max_size=6),
    st.sampled_from([" ", ", ", "/", " and ", ": ", " – "]),
)
def test_a_sentence_in_small_letters_has_no_code(words: list[str], between: str) -> None:
    sentence = between.join(words)
    for names in (NAMES, ALL_LANGUAGES):
        assert names.find(sentence) is None
        assert names.longest_prefix(sentence) is None
        assert names.leading_code(sentence) is None
        assert not any(one for one, _ in names.in_list(sentence))


@given(st.text(alphabet="ABEINOST ,/&:–.Jjan", max_size=30))
def test_any_list_is_read_without_harm(text: str) -> None:
    for codes in (False, True):
        members = NAMES.in_list(text, codes=codes)
        assert all(typed and typed in text for _, typed in members)
    NAMES.leading_code(text)


@pytest.mark.parametrize("words", ["it is no at in", "as so us", "we do so as in it", "to be or not to be, in it"])
def test_words_that_are_codes_stay_words(words: str) -> None:
    assert parties(words) == ()
    assert parties_half_known(words) == ((), ())
    assert NAMES.leading_code(words) is None


def test_a_list_that_is_known_in_part() -> None:
    assert parties_half_known("J/EU/Ruritania") == (("Japan", "EU"), ("Ruritania",))
    assert parties_half_known("DE, AT") == (("Germany", "Austria"), ())
    assert parties_half_known("Ruritania, Ruthenia") == ((), ())
    assert parties_half_known("EU, see annex 2") == ((), ())


@pytest.mark.parametrize(
    "words",
    [
        "J/EU/US: with pilots",
        "US/CA: with pilots",
        "DE, AT: with pilots",
        "with pilots – DE, AT",
        "US, CA, MX: with pilots",
    ],
)
def test_codes_in_a_bracket_are_who_wants_the_words(words: str) -> None:
    draft = bt.parse(f"1. Ships sail [{words}] in winter.")
    assert [option.text for option in draft.brackets[0].options] == ["with pilots", ""]
    found = bt.positions(draft)
    assert len(found.delegations) >= 2
    assert all(row.option == "a" and row.stance == "supports" for row in found)


@pytest.mark.parametrize("language", ["French", "Spanish"])
def test_a_table_of_positions_in_another_language_knows_every_state(language: str) -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    rows = [{"delegation": row[language], "bracket": "4#1", "option": "a", "stance": "supports"} for row in MEMBERS]
    found = bt.read_positions(rows, draft)
    assert found.diagnostics == ()
    assert len(found.delegations) == 193


@pytest.mark.parametrize(
    "typed, name",
    [("Allemagne", "Germany"), ("Alemania", "Germany"), ("Pays-Bas", "Netherlands"), ("États-Unis", "USA")],
)
def test_what_another_language_calls_a_state_is_that_state_in_an_english_comment(typed: str, name: str) -> None:
    draft = bt.parse(f"4. Boats [shall] carry lamps.\tComment by A. Clerk: {typed} – delete “shall”")
    found = bt.positions(draft)
    assert found.delegations == (name,)
    assert not found.diagnostics


@pytest.mark.parametrize("author", ["Maurice", "Dominique", "Mauricio Salvador", "Chili Pepper"])
def test_a_first_name_is_no_state_because_another_language_has_one_of_this_name(author: str) -> None:
    draft = bt.parse(f"4. Boats [shall] carry lamps.\tComment by {author}: delete “shall”")
    assert bt.positions(draft).delegations == ()


def test_in_french_that_name_is_a_state() -> None:
    draft = bt.parse(
        "4. Les bateaux [doivent] porter des lampes.\tComment by A. Clerk: Maurice : supprimer « doivent »"
    )
    assert bt.positions(draft).delegations == ("Mauritius",)
