"""Reading twice as much is twice the work, however a draft is broken.

`tests/benchmarks/bad_drafts.py` measures the time of the same drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from unittest.mock import Mock

import pytest

import bracketed as bt
from bracketed.draft import tree
from bracketed.draft.wording import words_at
from bracketed.positions import implied, phrase_index
from bracketed.positions.phrase_index import stems_of
from tests.growth import assert_in_proportion
from tests.word.making import docx

pytestmark = pytest.mark.slow

LIMITS = bt.Limits(options=100_000, depth=100_000)

# What goes wrong without end, by how often.
BAD: dict[str, Callable[[int], str]] = {
    "opening brackets": lambda n: "1. x " + "[" * n,
    "opening brackets with blanks": lambda n: "1. x " + "[ " * n,
    "opening brackets with words": lambda n: "1. x " + "[x " * n,
    "doubled opening brackets": lambda n: "1. x " + "[[x " * (n // 2),
    "opening brackets of another script": lambda n: "1. x " + "【" * n,
    "closing brackets": lambda n: "1. x" + " ]" * n,
    "closing brackets on lines": lambda n: "1. x\n" + "]\n" * n,
    "brackets the wrong way round": lambda n: "1. x " + "] [" * n,
    "opening brackets on lines": lambda n: "1. x\n" + "[x\n" * n,
    "opening brackets in paragraphs": lambda n: "".join(f"{k}. [x\n\n" for k in range(1, n // 4)),
    "brackets over paragraphs": lambda n: "".join(f"{k}. x] [y\n" for k in range(1, n // 4)),
    "blanks in a bracket": lambda n: "1. Ports [a/b" + " " * n + "] x",
    "blanks in front of the words of a bracket": lambda n: "1. Ports [" + " " * n + "a] [b]",
    "blanks behind a bracket": lambda n: "1. Ports [a/b]" + " " * n + "x",
    "blanks before a bracket": lambda n: "1. Ports" + " " * n + "[a/b]",
    "tabs behind a bracket": lambda n: "1. Ports [a/b]" + "\t" * n + "x",
    "blanks and a comment": lambda n: "1. Ports [a/b]" + " " * n + "x\tComment by Ana: UK – keep",
    "blanks in a comment": lambda n: "1. Ports [a/b]\tComment by Ana: UK – keep" + " " * n + "x",
    "empty lines in a bracket": lambda n: "1. Ports [a" + "\n" * n + "b]",
    "paragraphs with a bracket each": lambda n: "".join(f"{k}. Ports [shall/should] pay.\n" for k in range(1, n // 4)),
    "paragraphs without numbers": lambda n: "1.\n" + "Ports [shall] pay.\tComment by Ana: UK – remove\n" * (n // 4),
    "options in a paragraph": lambda n: "1. Ports [a" + "/b" * n + "]",
    "options with OR": lambda n: "1. Ports [a" + " OR b" * n + "]",
    "slashes outside brackets": lambda n: "1. Ports " + "a/b " * n,
    "slashes in words": lambda n: "1. Ports [" + "a/b and " * n + "]",
    "options on lines": lambda n: "".join(f"Option {k}: x\n" for k in range(1, n // 2)),
    "the first option again and again": lambda n: "Option 1: x\n" * (n // 2),
    "the first option in one line": lambda n: "1. [" + "Option 1: x " * (n // 2) + "]",
    "two depths": lambda n: "".join(f"Option {k}\nOption {k}.1: x\nOption {k}.2: y\n" for k in range(n >> 3)),
    "options of greater depth": lambda n: "".join(f"Option {'.'.join('1' * k)}: x\n" for k in range(1, 20)) * (n // 60),
    "headings": lambda n: "".join(f"# Part {k}\n" for k in range(1, n // 2)),
    "articles": lambda n: "".join(f"Article {k}\n\n1. [x]\n" for k in range(1, n // 8)),
    "articles of the same number": lambda n: "Article 1\n\n1. [x]\n" * (n // 8),
    "articles in brackets": lambda n: "".join(f"[Article {k}\n1. x]\n" for k in range(1, n // 8)),
    "alternatives": lambda n: "1. x\n" + "".join(f"1 alt {k}. y\n" for k in range(2, n // 4)),
    "items": lambda n: "1. x\n" + "(a) [x];\n(b) y\n" * (n // 4),
    "neighbours": lambda n: "1. Ports " + "[shall][should] " * (n // 2),
    "one run of neighbours": lambda n: "1. Ports " + "[shall]" * n,
    "notes that never end": lambda n: "1. x " + "[Note: " * n,
    "links that never end": lambda n: "1. x " + "[a](" * n,
    "quotations that never end": lambda n: "1. x " + "“[a " * n,
    "braces that never end": lambda n: "1. x " + "{++" * n,
    "parties behind brackets": lambda n: "1. x " + "[a] [AUS] " * (n // 2),
    "rows of names": lambda n: "1. Ports [pay – " + "Norway; " * n + "x] y",
    "rows of names again and again": lambda n: "1. Ports [pay " + "(Norway, Chile, Peru, Chad, " * (n // 4) + "x)] y",
    "stars": lambda n: "1. x " + "*" * n + "[a]",
    "closing brackets behind words": lambda n: "1. " + "x] " * n,
    "brackets of one party": lambda n: "1. " + "[EU: x] " * n,
    "names of parties that never end": lambda n: "1. " + "(EU" * n,
    "heads of brackets that never end": lambda n: "1. " + "[EU:" * n,
    "parties behind dashes": lambda n: "1. " + "x - EU; " * n,
    "parties in parentheses": lambda n: "1. " + "x (EU) " * n,
    "parties in parentheses behind brackets": lambda n: "1. " + "[a] (EU) " * n,
    "parties and slashes": lambda n: "1. " + "EU/" * n,
    "parties right behind brackets": lambda n: "1. " + "[x]EU " * n,
    "remarks of a party on lines": lambda n: "1. " + "EU: Will come back\n" * n,
    "remarks in braces": lambda n: "1. " + "{EU: x} " * n,
    "insertions in braces": lambda n: "1. " + "{++a++} " * n,
    "statuses that never end": lambda n: "1. " + "(agreed " * n,
    "code that never ends": lambda n: "1. " + "`[x " * n,
    "brackets in a list": lambda n: "1. " + "[a], [b] or " * n,
    "brackets with slashes": lambda n: "1. " + "a/b [c/d] " * n,
    "figures that never end": lambda n: "1. " + "[0, " * n,
    "numbered brackets that never end": lambda n: "1. " + "1.1 [x\n" * n,
    "one alternative again and again": lambda n: "1. " + "1 alt. x\n" * n,
    "notes by number": lambda n: "1. " + "[1] Japan reserves its position\n" * (n // 4),
    "tables": lambda n: "EU\tKenya\n" + "1. [a]\t2. [b]\n" * (n // 4),
}  # fmt: skip


def on_equal_brackets(n: int, *requests: str) -> str:
    """Return a provision with the same words in many brackets and between these, and many comments on them."""
    remarks = "".join(f"\tComment by Ana: UK – {requests[number % len(requests)]}" for number in range(n // 8))
    return "1. " + "[shall/should] x " * (n // 8) + remarks


def on_options(request: str, n: int) -> str:
    """Return a bracket of many options, and as many comments on it."""
    numbers = range(1, n // 4)
    remarks = "".join(f"\tComment by Ana: UK – {request.format(number)}" for number in numbers)
    return f"1. [{'/'.join(f'a{number}' for number in numbers)}].{remarks}"


# What comments may hold without end: each is read with its draft.
COMMENTS: dict[str, Callable[[int], str]] = {
    "blanks": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep" + " " * n + "x",
    "parentheses": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep " + "(" * n + "x",
    "dashes": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep" + " –" * n + " x",
    "brackets": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep " + "[" * n + "x",
    "quotation marks": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep " + "“" * n + "x",
    "quotations": lambda n: "1. Ports [a/b].\tComment by Ana: UK – keep" + " “a”" * n,
    "names": lambda n: "1. Ports [a/b].\tComment by Ana: UK" + ", EU" * n + " – keep “a”",
    "words of the draft": lambda n: "1. x [a/b].\tComment by Ana: UK – keep" + " x" * n,
    "sentences": lambda n: "1. Ports [a/b].\tComment by Ana: " + "UK supports a. " * n,
    "requests": lambda n: "1. Ports [a/b].\tComment by Ana: " + "UK supports “a” and " * n,
    "comments on paragraphs": lambda n: "1. x\n" + "".join(
        f"Ports [a{k}/b{k}] pay.\tComment by Ana: UK – keep “a{k}”\n" for k in range(n // 4)
    ),
    "comments on one line": lambda n: "1. " + "".join(f"[a{k}/b{k}] x " for k in range(n // 4)) + "".join(
        f"\tComment by Ana: UK – keep “a{k}”" for k in range(n // 4)
    ),
    "one request on equal brackets": lambda n: on_equal_brackets(n, "keep “shall”"),
    "one replacement on equal brackets": lambda n: on_equal_brackets(n, "use “shall” rather than “should”"),
    "one condition on equal brackets": lambda n: on_equal_brackets(n, "keep “shall” if “should” is deleted"),
    "one request on equal words": lambda n: on_equal_brackets(n, "delete “x”"),
    "one replacement of equal words": lambda n: on_equal_brackets(n, "use “shall” rather than “x”"),
    "requests on equal brackets": lambda n: on_equal_brackets(n, "keep “shall”", "keep “should”", "delete “x”"),
    "requests on many options": lambda n: on_options("keep “a{0}”", n),
    "ranks of many options": lambda n: on_options("prefers option {0}", n),
    "one request on many options": lambda n: on_options("keep “a1”", n),
    "attributions": lambda n: "1. " + "[shall – UK, EU] x " * (n // 4),
    "parties behind brackets": lambda n: "1. " + "[a][UK del] " * (n // 4),
}  # fmt: skip


def reading(make: Callable[[int], str], size: int) -> Callable[[], object]:
    return partial(bt.parse, make(size), limits=LIMITS)


def reading_of_comments(make: Callable[[int], str], size: int) -> Callable[[], object]:
    return partial(bt.positions, bt.parse(make(size), limits=LIMITS))


@pytest.mark.parametrize("name", BAD)
def test_twice_as_much_needs_twice_the_calls(name: str) -> None:
    assert_in_proportion(partial(reading, BAD[name]), 300)


@pytest.mark.parametrize("name", COMMENTS)
def test_twice_as_much_in_comments_needs_twice_the_calls(name: str) -> None:
    assert_in_proportion(partial(reading_of_comments, COMMENTS[name]), 600)


def commented_words(words: str, request: str, count: int) -> bytes:
    """Return a Word document with so many comments, each on words of its own in one paragraph."""
    text = "".join(
        f'<w:commentRangeStart w:id="{k}"/><w:r><w:t>{words.format(k)}</w:t></w:r><w:commentRangeEnd w:id="{k}"/>'
        f'<w:r><w:commentReference w:id="{k}"/></w:r><w:r><w:t xml:space="preserve"> and {k} </w:t></w:r>'
        for k in range(count)
    )
    comments = "".join(
        f'<w:comment w:id="{k}" w:author="Ana"><w:p><w:r><w:t>UK – {request.format(k)}</w:t></w:r></w:p></w:comment>'
        for k in range(count)
    )
    return docx(f"<w:p>{text}</w:p>", comments=comments)


@pytest.fixture
def stems_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is kept of earlier calls is read without a call that the profiler sees.
    monkeypatch.setattr(implied, "stems_of", stems_of.__wrapped__)


@pytest.mark.usefixtures("stems_are_counted")
@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("[a{0}/b{0}]", "keep “a{0}”"),
        ("[shall/should]", "keep “shall”"),
        ("[shall/should]", "use “shall” rather than “should”"),
        ("yearly", "delete “yearly”"),
        ("[shall/yearly]", "delete “and”"),
        ("yearly", "insert “all {0}”"),
        ("yearly", "insert “all”"),
    ],
)
def test_twice_as_many_comments_in_word_need_twice_the_calls(words: str, wish: str) -> None:
    def work(count: int) -> Callable[[], object]:
        data = commented_words(words, wish, count)
        return lambda: bt.positions(bt.read(data, limits=LIMITS))

    assert_in_proportion(work, 100)


@pytest.mark.usefixtures("stems_are_counted")
def test_twice_as_many_tracked_changes_need_twice_the_calls() -> None:
    def work(count: int) -> Callable[[], object]:
        changes = "".join(
            f'<w:r><w:t xml:space="preserve">word {k} </w:t></w:r><w:ins w:id="{k}" w:author="Chad"><w:r>'
            '<w:t xml:space="preserve">new </w:t></w:r></w:ins>'
            for k in range(count)
        )
        data = docx(f"<w:p><w:r><w:t>1. </w:t></w:r>{changes}</w:p>")
        return lambda: bt.positions(bt.read(data, limits=LIMITS, changes="brackets"))

    assert_in_proportion(work, 300)


def test_the_words_of_an_option_are_made_without_those_of_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    (bracket,) = bt.parse(on_options("keep “a{0}”", 400)).brackets
    made = Mock(side_effect=tree.plain)
    monkeypatch.setattr(tree, "plain", made)
    assert words_at(bracket, "c") == "a3"
    assert made.call_count == 1


def test_a_comment_is_not_looked_for_in_all_that_is_around_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 100
    comments = "".join(f"\tComment by Ana: UK – delete “a{number}”" for number in range(depth))
    text = "1. Ports " + "".join(f"[a{number} " for number in range(depth)) + "x" + "]" * depth + comments
    looked = Mock(side_effect=phrase_index._find)
    monkeypatch.setattr(phrase_index, "_find", looked)
    bt.positions(bt.parse(text))
    assert looked.call_count < 10 * depth
