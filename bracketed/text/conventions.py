"""What the writers of a draft are in the habit of doing: the data by which marks are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Adjacent: TypeAlias = Literal["alternatives", "separate", "auto"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the marks of a draft are read where practice differs.

    `adjacent` says how `[shall][should]` is read: as alternatives of one choice, as separate brackets, or by the
    words in them. `compounds` are words with a slash that never separate alternatives; `statuses` gives the status
    that a phrase in a heading stands for.
    """

    adjacent: Adjacent = "auto"
    compounds: frozenset[str] = frozenset(
        {"and/or", "he/she", "she/he", "his/her", "her/his", "him/her", "s/he", "n/a", "w/o", "km/h", "m/s", "mg/l"}
        | {"mg/kg", "µg/m³", "g/l", "hiv/aids", "tcp/ip", "input/output", "24/7"}
    )
    statuses: tuple[tuple[str, str], ...] = (
        (r"\b(?:not|to be|yet to be)\s+agreed\b", "not agreed"),
        (r"\bagreed\s+ad\s+ref", "agreed ad ref."),
        (
            r"\b(?:for|under|pending)\s+(?:further\s+)?(?:discussion|consideration|negotiation)\b",
            "for further discussion",
        ),
        (r"\bagreed\b", "agreed"),
        (r"\bdisputed\b", "disputed"),
    )

    def status_of(self, heading: str) -> str:
        """Return the status that a heading states, or "".

        >>> Conventions().status_of("Outputs indicated for further discussion (4 October)")
        'for further discussion'
        """
        for pattern, status in self.statuses:
            if re.search(pattern, heading, re.IGNORECASE):
                return status
        return ""


# A placeholder says that something is still to be filled in; there is nothing yet to choose.
PLACEHOLDER = re.compile(
    r"""\s*(?:
        | [.…_\s\-–]+
        | [Xx]{1,4}\b.{0,40}
        | [YZN]
        | (?:TBD|TBC|tbd|tbc|t\.b\.d\.|t\.b\.c\.)\b.{0,60}
        | to\s+be\s+(?:determined|decided|completed|confirmed|added|inserted|defined|specified|developed)\b.{0,80}
        | (?:insert|placeholder|date|dates|name|names|number|figure|year|venue|place)\b
          (?:\s*[:\-–].{0,200}|\s+(?:of|to|for|name)\b.{0,80})?
        | insert\b.{0,80}
    )\s*""",
    re.VERBOSE | re.DOTALL,
)

# An option that says in words that the text should have nothing here.
NO_TEXT = re.compile(r"\s*(?:no text|no provision|no paragraph|no article|delete(?:d)?|omit)[.;,]?\s*", re.IGNORECASE)
