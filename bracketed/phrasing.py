"""Words, lists and numbers as sentences have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from textwrap import shorten
from unicodedata import bidirectional

from bracketed.markdown import without_marks

# Characters of a draft's words in a sentence.
_LONGEST = 60
# Characters of a sentence that can be read out.
LONGEST = 300
_LEFT_TO_RIGHT = "\u200e"
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def joined_or(words: Sequence[str]) -> str:
    """Join words by or, with commas if the words themselves would run together without them.

    >>> joined_or(["UK", "USA and EU"])
    'UK, or USA and EU,'
    """
    if len(words) == 1:
        return words[0]
    comma = "," if any(" and " in word or "," in word for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} or {words[-1]}{comma}"


def joined_and(names: Sequence[str]) -> str:
    """Join names by and.

    >>> joined_and(["UK", "USA", "EU"])
    'UK, USA and EU'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def some_of(names: Sequence[str], limit: int = 8) -> str:
    """Join names by commas and and; of more than a `limit`, the first few, and how many there are beside.

    >>> some_of(["1#1", "2#1"]), some_of([f"{number}#1" for number in range(1, 201)], limit=3)
    ('1#1 and 2#1', '1#1, 2#1, 3#1 and 197 more')
    """
    return joined_and(names if len(names) <= limit else [*names[:limit], f"{len(names) - limit} more"])


def fitted(opening: str, parts: Sequence[str], by: str) -> str:
    """Return a sentence with as many parts as can be read out, and the number of the others.

    >>> fitted("Three move: ", ["UK 4", "USA 2", "EU 1"], ", ")
    'Three move: UK 4, USA 2, EU 1.'
    >>> len(fitted("Then choose: ", [f"{number}#1 Japan or Kenya" for number in range(1, 100)], "; ")) <= LONGEST
    True
    """
    whole = f"{opening}{by.join(parts)}."
    shown = len(parts)
    while len(whole) > LONGEST and shown > 1:
        shown -= 1
        whole = f"{opening}{by.join(parts[:shown])}{by}and {len(parts) - shown} more."
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 2].rstrip()}…."


def clauses(parts: Sequence[str]) -> str:
    """Join clauses that have commas of their own.

    >>> clauses(["UK moves", "USA moves, too", "EU stays"])
    'UK moves; USA moves, too; and EU stays'
    """
    return "; ".join([*parts[:-1], f"and {parts[-1]}" if len(parts) > 1 else parts[-1]])


def quoted(text: str, shorten: Callable[[str], str] | None = None) -> str:
    """Return words in quotation marks, without marks of Markdown, and shortened to what fits in a sentence.

    >>> quoted("**the plan** of all ports,")
    '“the plan of all ports”'
    """
    # In a sentence the mark at the end of an option is out of place.
    # What is cut anyhow need not be looked at: an option may be a chapter.
    words = without_marks(text if shorten else text[: 8 * _LONGEST]).strip(" ,;.:")
    # Behind words that run from right to left, what follows would run so too.
    turned = "" if words.isascii() or not any(bidirectional(sign) in ("R", "AL") for sign in words) else _LEFT_TO_RIGHT
    return f"“{(shorten or shortened)(words) or text}”{turned}"


def capitalised(words: str) -> str:
    """Return words with a capital letter at their beginning, and all else as it is.

    >>> capitalised("two trades of the EU")
    'Two trades of the EU'
    """
    return words[:1].upper() + words[1:]


def uncapitalised(words: str) -> str:
    """Return a sentence as it is behind other words, its first letter small.

    >>> uncapitalised("Nobody has spoken on it.")
    'nobody has spoken on it.'
    """
    return words[:1].lower() + words[1:]


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return words on one line, cut to what fits in a sentence: between words where there are gaps, else where it must.

    >>> shortened("to report every year, or as often as the Conference of the Parties decides")
    'to report every year, or as often as the Conference of the …'
    >>> shortened("word" * 40)
    'wordwordwordwordwordwordwordwordwordwordwordwordwordwordwor…'
    """
    cut = shorten(text, longest, placeholder=" …")
    # A script without gaps, or a very long word, would leave next to nothing.
    return cut if len(cut) > longest // 3 or len(text) <= longest else f"{' '.join(text.split())[: longest - 1]}…"


def amount(number: float, word: str) -> str:
    """Return a sum of weights with its word.

    >>> amount(1, "objection"), amount(2.5, "objection")
    ('1 objection', '2.5 objections')
    """
    return f"{plain(number)} {word}{'' if number == 1 else 's'}"


def counted(number: int, word: str) -> str:
    """Return a number in digits with its word.

    >>> counted(1, "bracket"), counted(2000, "bracket")
    ('1 bracket', '2,000 brackets')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def number_of(count: int, noun: str) -> str:
    """Return a number, in words up to twelve, with its noun.

    >>> number_of(0, "bracket"), number_of(1, "bracket"), number_of(3, "bracket"), number_of(40, "bracket")
    ('no bracket', 'one bracket', 'three brackets', '40 brackets')
    """
    return f"{_WORDS[count] if count < len(_WORDS) else count} {noun}{'' if count < 2 else 's'}"


def is_or_are(number: int) -> str:
    """Return the verb behind a number of things."""
    return "is" if number == 1 else "are"


def in_words(number: float) -> str:
    """Return a number as people say it: in words up to twelve.

    >>> in_words(8.0), in_words(1.5), in_words(40)
    ('eight', '1.5', '40')
    """
    return _WORDS[int(number)] if number in range(len(_WORDS)) else plain(number)


def plain(number: float) -> str:
    """Return a sum of weights as people write it.

    >>> plain(0.1 + 0.2), plain(2.0), plain(1234567)
    ('0.3', '2', '1,234,567')
    """
    # Twelve digits: enough for any weight, and not so many that a sum shows how binary fractions were rounded.
    return f"{number:,.12g}"


def rounded(number: float, figures: int = 3) -> str:
    """Return a measure as people write it, with so many figures at most and without a power of ten.

    >>> rounded(2834.5), rounded(6.2286), rounded(0.00012345)
    ('2,830', '6.23', '0.000123')
    """
    whole = float(f"{number:.{figures}g}")
    return f"{whole:,.12f}".rstrip("0").rstrip(".")


def exact(number: int) -> str:
    """Write a whole number digit by digit, however long it is.

    >>> exact(2**70)
    '1180591620717411303424'
    """
    # Python's own `str` refuses numbers of more than 4,300 digits, and drafts with a few thousand brackets have more
    # variants than that.
    return format(Decimal(number), "f")


def short(number: int) -> str:
    """Write a whole number so that people can read it.

    >>> short(16384), short(2**70), short(10**20 - 1)
    ('16,384', 'about 1.18·10^21', 'about 1.00·10^20')
    """
    if abs(number) < 10**15:
        return f"{number:,}"
    # A float ends at 10^308, and a few thousand brackets have more variants. The pages of the explorer round in the
    # same way: `inShort` in making.js.
    figures, power = f"{Decimal(number):.2e}".split("e+")
    return f"about {figures}·10^{power}"
