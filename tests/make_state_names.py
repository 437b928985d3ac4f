"""Make the names of states in other languages, and the codes of lists, from CLDR: python tests/make_state_names.py.

It needs Babel, which comes with Sphinx. What CLDR does not say stands in `state_names.toml` and below.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from bracketed.draft.delegations import Delegation, Names

HERE = Path(__file__).parent
DATA = HERE.parent / "bracketed" / "draft" / "data"
NAMES = Names.default()

# Codes in CLDR that ISO has not assigned to a place.
NOT_ASSIGNED = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
# Codes of states that are gone, from which CLDR leads to another.
GONE = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}
# What only lists call a delegation, and how the EU and trade texts differ from ISO.
SHORT = {
    "EL": "GRC", "UK": "GBR", "EU": "EU", "XK": "XKX", "CT": "TPE", "TW": "TPE", "TWN": "TPE", "TPE": "TPE",
    "J": "JPN", "Jap": "JPN", "Can": "CAN", "Mex": "MEX", "Aus": "AUS", "Sing": "SGP", "Mor": "MAR", "Nor": "NOR",
    "Arg": "ARG", "Bra": "BRA", "Braz": "BRA", "Switz": "CHE", "Swi": "CHE", "RF": "RUS", "Rus": "RUS", "Ecu": "ECU",
    "Egy": "EGY", "Indo": "IDN", "Kor": "KOR", "Ven": "VEN", "Uru": "URY", "Pak": "PAK", "Ger": "DEU",
    "HKC": "HKG", "MCS": "MERCOSUR",
}  # fmt: skip


def territories(language: str) -> Mapping[str, str]:
    """The names of places in a language, by their codes."""
    # Babel is imported where it is used: the tests collect this file where it is not installed.
    from babel import Locale

    return cast(Mapping[str, str], Locale(language).territories)


def territory_aliases() -> Mapping[str, list[str]]:
    """For codes that are no longer in use, those that took their place."""
    from babel.core import get_global

    return cast(Mapping[str, list[str]], get_global("territory_aliases"))


def alpha3() -> dict[str, str]:
    """Return the ISO alpha-3 code of each assigned alpha-2 code."""
    assigned = {code for code in territories("en") if len(code) == 2 and code.isalpha()} - NOT_ASSIGNED
    aliases = territory_aliases().items()
    three = {old: new[0] for old, new in aliases if len(old) == 3 and old.isalpha() and len(new) == 1}
    return {two: old for old, two in three.items() if two in assigned and old not in GONE}


def list_codes() -> list[str]:
    """Return the rows `code,place,name`; a place that is in no list of delegations has its name here."""
    english = territories("en")
    known = {one.code for one in NAMES.delegations}
    rows = {}
    for two, three in alpha3().items():
        name = "" if three in known else english[two].replace("St. ", "Saint ").replace(" & ", " and ")
        rows[two] = rows[three] = (three, name)
    rows |= {code: (place, "") for code, place in SHORT.items()}
    return [f"{code},{place},{name}" for code, (place, name) in sorted(rows.items())]


def state_names() -> list[str]:
    """Return the rows `language,code,names` of the names that are not known in English but for accents."""
    by_hand = tomllib.loads((HERE / "state_names.toml").read_text(encoding="utf-8"))
    states = {one.code: one for one in NAMES.delegations if one.kind in ("state", "other")}
    rows = []
    for language, hand in by_hand.items():
        names = territories(language)
        for two, three in sorted(alpha3().items(), key=lambda pair: pair[1]):
            if three in states:
                spellings = [*hand.get(three, ()), names.get(two, "")]
                new = dict.fromkeys(name for name in map(tidy, spellings) if not is_known(name, states[three]))
                if new:
                    rows.append(f"{language},{three},{'|'.join(new)}")
    return rows


def tidy(name: str) -> str:
    """Return a name without what only typesetting has: curly marks, and signs of direction and hard blanks."""
    plain = name.translate({ord("’"): "'", 0xA0: " ", 0x200F: None, 0x200E: None, ord("（"): "(", ord("）"): ")"})
    return " ".join(plain.split())


def is_known(name: str, state: Delegation) -> bool:
    """Return whether a name is none (empty, or begun with an abbreviation), or one of a delegation in English."""
    found = NAMES.find(name)
    if found and found is not state:
        print(f"{name} is {found.name} in English, not {state.name}: left out")
    return not name or name[0].islower() or bool(found)


def main() -> None:
    """Write both tables."""
    for name, head, rows in (
        ("list_codes.csv", "code,place,name", list_codes()),
        ("state_names.csv", "language,code,names", state_names()),
    ):
        (DATA / name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
