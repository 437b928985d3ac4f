"""Hypothesis strategies for drafts with structure: headings, numbered paragraphs, options of several depths, faults.

`structured_drafts` builds a draft from the outside in, so that a label stands at the head of its line and an option
in a run of options, also where both lie in brackets. `terminal_drafts` writes what the grammar's own terminals match.
`blind_drafts` joins pieces without any order, `dense_drafts` marks with hardly a word between them, and
`harmed_drafts` takes a sound draft and spoils a few signs.
"""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.terminals import sample, terminals

PHRASES = [
    "ports", "each harbour", "Ports keep a log", "the tide is read daily", "shall", "should", "may", "30", "2031",
    "goods and fish", "in good time", "and/or", "a clerk, a cook", "Ferries run.", "one fund", "W/m2", "quay(s)",
    "1/CP.4", "“a tide”", "é", "Members shall pay; they may lend.", "the Board", "by [date]", "in three ways:",
]  # fmt: skip
PARTIES = ["EU", "Kenya", "Japan", "AUS", "G77", "Norway", "USA"]
# What stands in a sentence, with words at each {}; and who wants it.
BRACKETS = [
    "[{}]", "[{}]", "[{} / {}]", "[{}/{}]", "[{} OR {}]", "[{}][{}]", "[{}] [{}]", "[{}] or [{}]", "[{}], [{}] or [{}]",
    "port[{}]", "[{}]{}", "[, {},]", "[{}] / [{}]", "【{}】", "［{}］", "[[{}] {}]", "[{} [{}]]", "[{}\nOR\n{}]",
    "[[{}]]", "[{}] [OR {}]", "[{}] [alt. {}]", "and[/or] {}", "[{}.\n\n{}.]", "**[{}]**", "*[{}* {}]",
]  # fmt: skip
NAMED = [
    "[{} – {who}]", "[{who}: {}]", "[{} ({who})]", "[{}] ({who})", "[{}] [{who}]", "[{}] [{who} del]",
    "[{}]] [{who} del]", "{}] [{who}: delete]", "[{}/{} – {who}]", "[{who}: {} / Japan: {}]", "[{} {{{who}}}]",
    "{} [{who}]", "[{}][{who} del]",
]  # fmt: skip
IN_LINE = [
    "[Option 1: {} Option 2: {}]", "[ALT 1: [{}] ALT 2: [{}]]", "[Option 1 {}] [Option 2 {}]",
    "[Option A. {}\nOption B. {}]", "[Option 1: {}\nOption 2.]",
    "[Option 1: {}\nOption 2: {}] [Option 1: {}\nOption 2: {}]", "[Alt 1. {}; Alt 2. ]",
    "[Sub-option 1.1: {}\nSub-option 1.2: {}]",
]  # fmt: skip
NO_CHOICES = [
    "[X]", "[ ]", "[…]", "[]", "[to be determined]", "[Placeholder for {}]", "[___]", "[dd/mm/yyyy]", "[other]",
    "[Other.]", "[Note: {}]", "[Chair’s note: {}", "{{{} to follow}}", "[sic]", "[1]", "{}[3]", "[12, 14]",
    "[40-70] [70-95] per cent", "[{}](map.md)", "[{}](https://example.org/a_(b))", "[{}][key]", "[key]", "[^1]",
    "`[{}]`", "$x_[1]$", "[0, 1)", "Commented [A1]: {}", "[JB12]", "(agreed)", "[Agreed ad ref.]",
    "http://example.org/a[1]/b", "[A/C.9/75/L.1]",
]  # fmt: skip
CRITIC = [
    "{{++{}++}}", "{{--{}--}}", "{{~~{}~>{}~~}}", "{{~~[Note: {}~>{}~~}}", "{{++[Note: {}++}}", "{{++{} [{}++}}",
    "{{--[{}]--}}",
]  # fmt: skip
COMMENTS = ["\tComment by Ana: UK – keep “{}”", "\tComment by Ben [2]: {}", " Comment by EU: no ] sign"]

phrases = st.sampled_from(PHRASES)
parties = st.sampled_from(PARTIES)


def _filled(shapes: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda shape, words, who: shape.format(*words, who=who),
        st.sampled_from(shapes),
        st.tuples(*[inner] * 4),
        parties,
    )


choices = st.recursive(
    phrases,
    lambda inner: st.one_of(
        _filled(BRACKETS, inner),
        _filled(NAMED, inner),
        _filled(IN_LINE, inner),
        st.tuples(inner, inner).map(" ".join),
    ),
    max_leaves=5,
)
sentences = st.lists(
    st.one_of(
        phrases, choices, choices, _filled(NAMED, phrases), _filled(NO_CHOICES, phrases), _filled(CRITIC, phrases)
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
bodies = st.one_of(
    sentences,
    st.tuples(sentences, _filled(COMMENTS, phrases)).map("".join),
    st.just(""),
)

# Numbers of paragraphs: {0} is the number of the article, {1} that of the paragraph.
PARAGRAPHS = [
    "{1}. ", "{1}. ", "{0}.{1} ", "{1} ", "[{1}. ", "{1}.\t", "{1} bis. ", "{1}bis. ", "{1} ter. ", "{1} alt. ",
    "{1}Alt. ", "{1} bis alt. ", "[{1} bis. ", "[{1} bis alt. ", "[{1} Alt. ", "OP{1} ", "PP{1} alt ", "D.{0}-a: ",
    "D.-{0}-a: ", "Paragraph {1}: ", "(a) ", "    (i) ", "        (1) ", "- ", "* ", "> ", "a) ", "(a bis) ", "[(b) ",
    "", "",
]  # fmt: skip
HEADINGS = [
    "Article {0}", "Article {0}", "Article {0} (Means)", "Article {0} [Means] [Money]", "Article {0} bis",
    "Article {0} alt", "Article {0} – Option 1", "[Article {0}", "**Article {0}**", "# Means", "## Article {0}",
    "### Article {0} [bis]", "### Option I", "PART II", "Section {0}", "Decision {0}", "PREAMBLE", "A. Money",
    "IV. Money", "Annex A", "[## Money", "Rule {0}", "# [Money]", "Article {0}. Ports and [tides]",
]  # fmt: skip
# Names of options, for a list of their numbers.
OPTION_NAMES = [
    "Option {}: ", "Option {}. ", "Option {} – ", "Option {}\n", "OPTION {}\n", "**Option {}:** ", "### Option {}\n",
    "Alt {}: ", "Alternative {}: ", "*Option {}*\n", "[Option {}: ", "[Option {}] ", "- Option {}: ", "Option ({}) ",
    "Variant {}: ", "Variante {} : ", "Opción {}: ", "Вариант {}: ", "方案{}：", "الخيار {}: ", "Option {} (EU): ",
    "[Option {} ",
]  # fmt: skip
NUMBERS = [
    ["1", "2", "3"], ["A", "B", "C"], ["I", "II", "III"], ["a", "b", "c"], ["1.1", "1.2", "1.3"], ["2", "3", "1"],
]  # fmt: skip
EMPTY = ["", " ", "\t", "no text", "[no text]", "pas de texte"]
BETWEEN = ["\n", "\n", "\n\n", "\n\n", "\n \n", "\nOR\n", "\nou\n", "\n\nor\n\n"]
CLOSED = ["", "", "", "]", "]]", ".]", "];", "] [Kenya del]", "] (Japan)"]


@st.composite
def paragraphs(draw: st.DrawFn, article: int = 4) -> str:
    """Return a paragraph with a number or without, closed or not."""
    head = draw(st.sampled_from(PARAGRAPHS)).format(article, draw(st.integers(1, 3)))
    end = draw(st.sampled_from(CLOSED if not head.startswith("[") else ["]", "]", "", "] [USA del]"]))
    return head + draw(bodies) + end


@st.composite
def options(draw: st.DrawFn, depth: int = 0) -> str:
    """Return a run of options that hold words, paragraphs, or options of their own; the last may be empty."""
    name = draw(st.sampled_from(OPTION_NAMES))
    numbers = draw(st.sampled_from(NUMBERS))[: draw(st.integers(1, 3))]
    last = draw(st.one_of(st.none(), st.sampled_from(EMPTY)))
    rows = []
    for place, number in enumerate(numbers):
        inner = [bodies, bodies, _joined(paragraphs())]
        if depth < 2:
            inner.append(options(depth=depth + 1))
        words = draw(st.one_of(inner)) if last is None or place + 1 < len(numbers) else last
        closed = "]" if name.startswith("[") and not name.endswith("] ") else draw(st.sampled_from(CLOSED))
        rows.append(name.format(number) + words + closed)
    return draw(st.sampled_from(BETWEEN)).join(rows)


@st.composite
def alternatives(draw: st.DrawFn) -> str:
    """Return an article or a paragraph and its alternatives, which may hold alternatives of their own paragraphs."""
    number = draw(st.integers(1, 5))
    head = draw(
        st.sampled_from(["Article {}{}\n", "Article {}{}\n", "{}{}. ", "D.{}{}: ", "[{}{}. ", "[Article {}{}\n"])
    )
    suffix = draw(st.sampled_from([" alt", " alt", "Alt", " bis", " ALT", " (alt)"]))
    inner = draw(
        st.sampled_from(["1. {}\n1 alt. {}", "1. {}\n2. {}", "{}\n1. {}", "[1 bis. {}]\n[1 bis alt. {}]", "{}"])
    )
    closed = "]" if head.startswith("[") else ""
    return draw(st.sampled_from(BETWEEN)).join(
        head.format(number, ending) + inner.format(draw(bodies), draw(bodies)) + closed
        for ending in ["", suffix, *draw(st.sampled_from([[], [], [f"{suffix} 2"]]))]
    )


tables = st.lists(
    st.lists(st.one_of(bodies, paragraphs()), min_size=2, max_size=2).map("\t".join), min_size=1, max_size=3
).map(lambda rows: "\n".join(["EU\tKenya", *rows]))
closing = st.sampled_from([
    "[1] Ports are quays.", "[^1]: [Chad reserves its position.]", "[key]: https://example.org", "OR", "or",
    "Have agreed as follows:",
])  # fmt: skip


def _joined(rows: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.builds(
        lambda found, end: end.join(found), st.lists(rows, min_size=1, max_size=most), st.sampled_from(["\n", "\n\n"])
    )


headings = st.builds(lambda shape, number: shape.format(number), st.sampled_from(HEADINGS), st.integers(1, 5))
_sections = st.one_of(
    paragraphs(), paragraphs(), headings, headings, options(), options(), alternatives(), tables, closing
)


def structured_drafts(most: int = 6) -> st.SearchStrategy[str]:
    """Return drafts of headings, paragraphs, options, alternatives and tables, mostly sound."""
    front = st.sampled_from(["", "", "", "---\ntitle: a draft\n---\n"])
    return st.tuples(front, _joined(_sections, most)).map("".join).filter(str.strip)


def _terminals() -> st.SearchStrategy[str]:
    named = st.sampled_from([*terminals()])
    return st.builds(lambda name, chance: sample(terminals()[name], chance), named, chances)


def terminal_drafts() -> st.SearchStrategy[str]:
    """Return drafts of what the grammar's own terminals match, at heads of lines, in brackets and between words."""
    shapes = st.sampled_from([
        "{0}{1}\n", "[{0}{1}]", "[{0}]", "{1} {0} {1}\n", "\n[{0}{1}]\n[{0}{1}]\n", "{0}{1}] [EU del]\n", "[{1}] {0}",
    ])  # fmt: skip
    piece = st.builds(lambda shape, name, words: shape.format(name, words), shapes, _terminals(), sentences)
    return st.lists(piece, min_size=1, max_size=4).map("".join).filter(str.strip)


SIGNS = [
    "[", "]", "[", "]", "/", " / ", "\n", "\n\n", "\t", " ", "{++", "++}", "{~~", "~>", "~~}", "`", "$", "(", ")", "{",
    "}", "“", "”",
]  # fmt: skip
SIGNS += [
    "【", "】", "［", "\r\n", "\ue000", "\x0c", "\u2028", " OR ", "\nor\n", "*", "**", ":", ".", "Option 1: ",
    "\nOption 2", "\n1 alt. ",
]  # fmt: skip


def blind_drafts() -> st.SearchStrategy[str]:
    """Return signs, words and marks joined without any order."""
    heads = st.sampled_from([*PARAGRAPHS, *HEADINGS]).map(lambda shape: "\n" + shape.format(1, 2))
    names = st.sampled_from(OPTION_NAMES).map(lambda shape: "\n" + shape.format(1))
    pieces = st.one_of(st.sampled_from(SIGNS), st.sampled_from(SIGNS), heads, names, sentences)
    return st.lists(pieces, min_size=1, max_size=15).map("".join).filter(str.strip)


# What has something to do with notes, links, footnotes and names of options, so that many meet in one line.
NOTES = [
    "[Note:", "[Note: ", "Note: ", "[Chair’s note: ", "[a]:", "[key]: ", "[^1]: ", "[1] ", "[1]", "[^1]", "$",
    "[s](m.md)", "[Note: x]", "[x](m.md)", "[sic]",
    "[Chad reserves its position.]", "Chad reserves its position.", "(EU)", " [USA del]", "Footnote 1: ", "(agreed)",
    "[EU: scrutiny reservation]", "http://e.org/[a]", "Comment by Ana: ", "`", "{", "}",
]  # fmt: skip
NAMES = [
    "Option 1: ", "Option 1", "Option 2: ", "Alt 1", "Alt 2. ", "Sub-option 1.1", "Option A", "Variant A ", "2. ",
    "1.2 ", "\nOption 1: x\nOption 2: ", "\nAlt 1. x\nAlt 2. y", "1 alt. ", "2 bis", "(a) ", "- ", "OR",
    "no text", "Article 1", "**", ":", ".",
]  # fmt: skip


def dense_drafts() -> st.SearchStrategy[str]:
    """Return drafts with hardly any words between their marks."""
    between = st.sampled_from([
        "[", "]", "[", "]", "[x]", "[x]", " [a/b]", " [ports]", "[Kenya del]", " ", "  ", "\t", "\n", "\n", "\n\n", "x",
        "ports pay", "/",
    ])  # fmt: skip
    return st.one_of(
        st.lists(st.one_of(st.sampled_from(marks), between), min_size=1, max_size=12).map("".join).filter(str.strip)
        for marks in (NOTES, NAMES)
    )


def harmed(text: str, chance: random.Random) -> str:
    """Return a draft of which a few characters were deleted, and in which a few signs were put anywhere."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(["", *SIGNS]) + text[at + chance.randint(0, 1) :]
    return text if text.strip() else "Ports"


def _shuffled(text: str, chance: random.Random) -> str:
    """Return a draft with its lines in another order, some twice."""
    lines = text.split("\n")
    return "\n".join(chance.choices(lines, k=len(lines) + 1)) + "\nPorts"


chances = st.integers(0, 2**32 - 1).map(random.Random)


def harmed_drafts() -> st.SearchStrategy[str]:
    """Return sound drafts in which a few signs were spoiled."""
    return st.builds(harmed, structured_drafts(4), chances)


def any_drafts() -> st.SearchStrategy[str]:
    """Return drafts of every kind, structured ones most often."""
    structured = structured_drafts()
    return st.one_of(structured, structured, structured, terminal_drafts(), blind_drafts(), dense_drafts())


def four_drafts() -> st.SearchStrategy[list[str]]:
    """Return a draft of any kind and three that come of it: to make one takes longer than to read one."""
    return st.builds(
        lambda text, chance: [text, harmed(text, chance), harmed(text, chance), _shuffled(text, chance)],
        any_drafts(),
        chances,
    )
