"""Writes a number as it is shown in front of a paragraph: 3, c, III, third, 三."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bracketed.reading.data_files import data_of

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_WORDS: dict[str, list[str]] = data_of("numerals")["words"]
_ORDINALS: dict[str, str] = data_of("numerals")["ordinals"]
_ALPHABETS: dict[str, str] = data_of("numerals")["alphabets"]
_DIGITS: dict[str, str] = data_of("numerals")["digits"]
_LARGEST = 32_767  # that Word counts to


def _letters(number: int, alphabet: str) -> str:
    # Word doubles the letter past the end of the alphabet: y, z, aa, bb.
    turns, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (turns + 1)


def roman(number: int) -> str:
    """Return a number in Roman numerals."""
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _cardinal(number: int) -> str:
    if number < 20:
        return _WORDS["units"][number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _WORDS["tens"][tens] + (f"-{_WORDS['units'][units]}" if units else "")
    value, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    count, rest = divmod(number, value)
    return f"{_cardinal(count)} {name}" + (f" {_cardinal(rest)}" if rest else "")


def _ordinal_words(number: int) -> str:
    words = _cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:cut] + _ORDINALS.get(last, regular)


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _digits(number: int, signs: str) -> str:
    return "".join(signs[int(digit)] for digit in str(number))


def _kanji(number: int, japanese: bool = False) -> str:
    kanji = _DIGITS["ideographDigital"]
    if number >= 10_000:
        return _digits(number, kanji)
    written = ""
    for value, sign in ((1000, "千"), (100, "百"), (10, "十")):
        count, number = divmod(number, value)
        if count:
            # Ten is not "one ten" at the beginning; in Japanese "one" goes unsaid before hundreds and thousands too.
            is_unsaid = count == 1 and (japanese or (value == 10 and not written))
            written += ("" if is_unsaid else kanji[count]) + sign
    return written + (kanji[number] if number else "")


def _hebrew_number(number: int) -> str:
    values = (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100))
    written = ""
    for value, letter in reversed(list(zip(values, _ALPHABETS["hebrew2"], strict=True))):
        while number >= value:
            if number in (15, 16):
                # They would spell letters of the divine name.
                return written + ("טו" if number == 15 else "טז")
            written += letter
            number -= value
    return written


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    **{name: partial(_letters, alphabet=alphabet) for name, alphabet in _ALPHABETS.items()},
    **{name: partial(_digits, signs=signs) for name, signs in _DIGITS.items()},
    "decimalZero": lambda number: f"{number:02}",
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "ordinal": _ordinal,
    "cardinalText": lambda number: _cardinal(number).capitalize(),
    "ordinalText": lambda number: _ordinal_words(number).capitalize(),
    "hebrew1": _hebrew_number,
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "koreanCounting"), _kanji),
    **dict.fromkeys(("taiwaneseCounting", "taiwaneseCountingThousand"), _kanji),
    "japaneseCounting": partial(_kanji, japanese=True),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "none": lambda number: "",
}


def numeral(number: int, form: str, sample: str = "") -> str:
    """Return a number in one of Word's number formats; in digits if the format is not known, or cannot show it.

    `sample` shows what a format of the user's own does: `001, 002, …`.

    >>> [numeral(28, form) for form in ("lowerLetter", "upperRoman", "ordinalText", "chineseCounting")]
    ['bb', 'XXVIII', 'Twenty-eighth', '二十八']
    """
    if form == "custom":
        width = len(sample.split(",")[0].strip())
        return f"{number:0{width}}" if 0 < width < 10 else str(number)
    if not 0 < number <= _LARGEST:
        return "" if form == "none" else str(number)
    return _FORMATS.get(form, str)(number)
