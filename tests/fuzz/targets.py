"""What the fuzzer tries: each target takes any bytes, and may raise only what the library raises on purpose.

A target has a check, and a strategy that makes bytes for it that are often right. The check says what must hold beside
that nothing else is raised. Files that belong together are parted by a zero byte.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import chdir, suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.annotated_text import CHANGES
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.link_file import link_file, verdicts_beside
from bracketed.draft.tree import Mark, leaves
from bracketed.errors import BracketedError
from bracketed.parsing.parser import draft_of
from bracketed.positions.positions import Positions, every_bracket
from bracketed.progress.diff import compare
from bracketed.reading.pdf.document import annotated_text_of
from bracketed.reading.pdf.pages import read_pages
from bracketed.writing.settled_draft import draft_of as settled_draft_of
from tests import input_strategies as made
from tests.brute import cost
from tests.input_strategies import APART, DRAFT, REMARKED
from tests.pdf.making import page
from tests.position_properties import all_options, checked_carried, heard, named
from tests.reading_properties import PROPERTIES
from tests.reading_strategies import any_drafts, harmed_drafts
from tests.terminals import tokens
from tests.word.making import docx as document

ELEMENTS = (
    "/", "w:p", "w:r", "w:t", "w:pPr", "w:rPr", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:trPr", "w:br/", "w:tab/",
    'w:gridSpan w:val="2"/', 'w:vMerge/', 'w:vMerge w:val="restart"/', 'w:ins w:id="1" w:author="Ana"',
    'w:del w:id="2" w:author="Ben"', 'w:ins w:id="1" w:author="Ana"/', 'w:del w:id="2"/', "w:delText", "w:moveFrom",
    "w:moveTo", 'w:commentRangeStart w:id="0"/', 'w:commentRangeEnd w:id="0"/', 'w:commentReference w:id="0"/',
    'w:comment w:id="0" w:author="UK"', 'w:comment w:id="1" w:author="Ana"', 'w:highlight w:val="yellow"/',
    'w:shd w:val="clear" w:fill="FF0000"/', 'w:fldChar w:fldCharType="begin"/', 'w:fldChar w:fldCharType="separate"/',
    'w:fldChar w:fldCharType="end"/', "w:instrText", 'w:fldSimple w:instr="REF x"', "w:sdt", "w:sdtContent",
    "w:hyperlink", 'w:footnoteReference w:id="1"/', 'w:footnote w:id="1"', 'w:numPr', 'w:ilvl w:val="1"/',
    'w:ilvl w:val="-1"/', 'w:numId w:val="1"/', 'w:numId w:val="0"/', 'w:abstractNum w:abstractNumId="1"',
    'w:lvl w:ilvl="1"', 'w:lvl w:ilvl="0"', 'w:numFmt w:val="lowerLetter"/', 'w:numFmt w:val="upperRoman"/',
    'w:lvlText w:val="%1.%2)"/', 'w:start w:val="99999999999"/', 'w:start w:val="x"/', 'w:num w:numId="1"',
    'w:abstractNumId w:val="1"/', 'w:lvlOverride w:ilvl="0"', 'w:startOverride w:val="3"/',
    'w:style w:styleId="H" w:type="paragraph"', 'w:basedOn w:val="H"/', 'w:pStyle w:val="H"/',
    'w:name w:val="heading 1"/',
    'w:outlineLvl w:val="0"/', "w:vanish/", "w:strike/", 'w:sym w:font="Symbol" w:char="F05B"/', "w:noBreakHyphen/",
    "w:txbxContent", "w:pict", "w:drawing", "w:smartTag", "w:rPrChange", "w:pPrChange",
    "[", "]", " / ", "1. ", "2. ", "OR", "Option 1: ", "shall", "should", " ", "report", "UK – remove “shall”", "Agree",
    "Yellow = agreed", "w:ptab/", "w:cr/", "w:softHyphen/", 'w:bookmarkStart w:id="1" w:name="x"/',
)  # fmt: skip
# Past this length a run learns little more, and takes long.
LONGEST = 4096


def _words(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _texts(data: bytes, count: int) -> list[str]:
    """Return so many texts, of which the last may be empty."""
    return [*_words(data).split(APART), *[""] * count][:count]


# -- drafts


def text(data: bytes) -> None:
    """Any text becomes a draft of which all holds that must, and all its answers can be asked for."""
    words = _words(data)
    if not words.strip():
        return
    draft = bt.parse(words)
    for holds in PROPERTIES:
        holds(draft)
    _check_answers(draft)


# So many variants are gone through one by one.
_FEW = 30


def _check_answers(draft: Draft) -> None:
    positions = bt.positions(draft)
    _check_positions(positions, draft)
    assert named("\n".join(one.text for one in draft.comments)) <= heard(positions)
    space = bt.variants(draft, positions)
    first = [*islice(space, _FEW + 1)]
    for variant in first[:2]:
        assert space[space.index(variant)].text == variant.text
    least = bt.least_contested(space, positions).variant
    if len(first) <= _FEW:
        assert len(first) == len({frozenset(variant.choices.items()) for variant in first}) == space.count()
        assert cost(positions, dict(least.choices)) == min(cost(positions, dict(one.choices)) for one in first)
    bt.blocking(space, positions)
    _check_clean(draft)


def _check_clean(draft: Draft) -> None:
    """No sign of a bracket that is settled is in a variant, nor one that is reported as without a partner."""
    choices = {bracket.id for bracket in draft.brackets if bracket.is_choice}
    settled = {
        part.span.start
        for bracket in draft.brackets
        if bracket.id in choices
        for part in bracket.parts
        if isinstance(part, Mark)
    }
    others = [leaf for leaf in leaves(draft.content) if not (isinstance(leaf, Mark) and leaf.kind == "stray")]
    words = "".join(leaf.text for leaf in others if not isinstance(leaf, Mark) or leaf.span.start not in settled)
    text = bt.variants(draft)[0].text
    assert all(text.count(sign) <= words.count(sign) for sign in "[]"), text


def _check_positions(positions: Positions, draft: Draft) -> None:
    """Every row is about an option that there is, and every finding has a place that there is."""
    _check_options(positions, draft)
    _check_places(positions.diagnostics, draft.source)


def _check_options(positions: Positions, draft: Draft) -> None:
    known = {bracket.id: bracket.letters for bracket in every_bracket(draft, positions)}
    for row in positions:
        assert row.option in known[row.bracket], row
        assert all(letter in known[bracket] for bracket, letter in row.condition), row


def _check_places(findings: Sequence[Diagnostic], source: str) -> None:
    lines = source.split("\n")
    for one in findings:
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one


def comment(data: bytes) -> None:
    """Any words as a comment on a draft are read, or left as a remark, and nobody whom they name is lost."""
    words = " ".join(_words(data).split("\r")).replace("\n", "\n    ")
    for provision in REMARKED.values():
        draft = bt.parse(f"{provision}\tComment by A. Clerk: {words}")
        positions = bt.positions(draft)
        _check_positions(positions, draft)
        said = "\n".join(one.text for one in draft.comments)
        assert named(said) <= heard(positions), provision


def drafts(data: bytes) -> None:
    """Two drafts are compared, back and forth, and positions and choices carried from the one to the other."""
    one, two = _texts(data, 2)
    if not one.strip() or not two.strip():
        return
    before, after = bt.parse(one), bt.parse(two)
    forward, backward = compare(before, after), compare(after, before)
    assert Counter(forward.changes) == Counter(change.mirrored() for change in backward.changes)
    for draft, names in ((before, "before"), (after, "after")):
        told = {id_ for change in forward.changes if change.what == "bracket" for id_ in getattr(change, names)}
        assert told == {bracket.id for bracket in draft.brackets}
    assert {change.kind for change in compare(before, before).changes} <= {"unchanged"}
    bt.progress([before, after, before])
    _check_all_carried(before, after)
    _check_compiled(before, after)


def _check_all_carried(before: Draft, after: Draft) -> None:
    checked_carried(before, after, all_options(before))
    assert {row.fate for row in checked_carried(before, before, all_options(before))} <= {"kept"}
    positions = bt.positions(before)
    carried = bt.carry(positions, before, after)
    assert [row.before for row in carried] == list(positions)
    _check_options(carried.positions, after)
    choices = bt.variants(before, positions)[0].choices
    known = {bracket.id: bracket.letters for bracket in every_bracket(after, bt.positions(after))}
    for bracket, letter in bt.carry(choices, before, after).choices.items():
        assert letter in known[bracket]


def _check_compiled(base: Draft, copy: Draft) -> None:
    try:
        compilation = bt.compile(base, {"UK": copy})
    except BracketedError:
        return
    draft = compilation.draft
    assert draft.unparse() == draft.source
    letters = {bracket.id: bracket.letters for bracket in draft.brackets}
    assert all(row.option in letters[row.bracket] for row in compilation.rows)
    for choices in compilation.variants.values():
        compilation.space.fix(choices)
    # Without what is written into it, it is the base; the line end of a line is listed in front of its comments.
    source = draft.source
    assert len(source) == len(base.source) + sum(len(one.words) for one in compilation.insertions)
    for insertion in compilation.insertions if not copy.comments else ():
        assert source[insertion.at :].startswith(insertion.words)
        source = source[: insertion.at] + source[insertion.at + len(insertion.words) :]
    assert source == base.source or copy.comments


# -- what is read beside a draft


@cache
def _draft() -> Draft:
    return bt.parse(DRAFT)


def table(data: bytes) -> None:
    """Any bytes as a table of positions are rows or an error that says where, and rows are read back as written."""
    draft = _draft()
    positions = bt.read_positions(data, draft, strict=False)
    known = {bracket.id: bracket.letters for bracket in every_bracket(draft, positions)}
    assert all(row.option in known[row.bracket] for row in positions)
    assert not any(one.line < 1 for one in positions.diagnostics)
    with TemporaryDirectory() as folder:
        for form in ("csv", "json", "tsv", "xlsx")[: 3 + (len(data) % 4 == 0)]:
            path = Path(folder, f"table.{form}")
            bt.write_positions(positions, path, draft)
            back = bt.read_positions(path, draft, positions=positions)
            assert [_row(row) for row in back] == [_row(row) for row in positions], form
    space = bt.variants(draft, positions)
    bt.least_contested(space, positions)
    bt.leverage(space, positions)
    bt.outlook(space, positions, draws=3, seed=1)


def _row(row: bt.positions.Position) -> tuple[object, ...]:  # type: ignore[attr-defined]
    return (row.delegation, row.bracket, row.option, row.stance, row.weight, row.condition, row.worth, row.salience)


def record(data: bytes) -> None:
    """Any words as the report of a meeting are read, each row with a line of it, and added to what was known."""
    words = _words(data)
    draft = _draft()
    read = bt.read_record(words.encode(), draft, format="md")
    _check_options(read, draft)
    # Lines are counted as editors count them.
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert named(words) <= heard(read)
    for row in read:
        assert 1 <= (row.evidence.line or 0) <= len(lines), row
        assert lines[(row.evidence.line or 0) - 1].strip(), row
    for one in read.diagnostics:
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
    together = bt.positions(draft) + read
    _check_options(together, draft)
    assert {(row.delegation, row.stance) for row in read} <= {(row.delegation, row.stance) for row in together}
    space = bt.variants(draft, together)
    bt.least_contested(space, together)
    bt.blocking(space, together)


def saved(data: bytes) -> None:
    """A draft with readings, links and choices beside it: each file is used, or an error says what is wrong with it."""
    draft_words, readings, links, choices = _texts(data, 4)
    if not draft_words.strip():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "draft.txt")
        path.write_bytes(draft_words.encode("utf-8", "replace"))
        Path(folder, "draft.readings.toml").write_bytes(readings.encode("utf-8", "replace"))
        link_file(path).write_bytes(links.encode("utf-8", "replace"))
        Path(folder, "choices.json").write_bytes(choices.encode("utf-8", "replace"))
        try:
            draft = bt.read(path)
        except BracketedError:
            draft = replace(bt.parse(draft_words), path=str(path))
        assert draft.unparse() == draft.source
        with suppress(BracketedError):
            verdicts = verdicts_beside(path, draft.links)
            assert {*verdicts.verdicts} <= {link.id for link in draft.links}
        chosen = bt.read_choices(Path(folder, "choices.json"), draft)
        settlement = bt.settlement(draft, chosen)
        choices = {bracket.id for bracket in draft.brackets if bracket.is_choice}
        assert {*settlement.closed, *settlement.gone, *settlement.open} >= choices
        settled = settled_draft_of(settlement)
        assert settled.unparse() == settled.source == settlement.text


# -- files


def html(data: bytes) -> None:
    """Any bytes as a web page become a draft that loses nothing of what was written down."""
    draft = bt.read(data, format="html", changes=CHANGES[len(data) % 3])
    assert draft.unparse() == draft.source
    _check_positions(bt.positions(draft), draft)


def docx(data: bytes) -> None:
    """Any bytes as a Word document, as the XML in its parts, or as a choice of elements in them, are read or refused.

    What the first byte says: `x`, that XML follows, each part behind a zero byte; `e`, that each byte is one of the
    elements and words in `ELEMENTS`; anything else, that this is a file as it stands.
    """
    if data[:1] == b"x":
        inner = [part.decode("utf-8", "replace") for part in data[1:].split(b"\0")]
    elif data[:1] == b"e":
        inner = [_elements(part) for part in data[1:].split(b"\0")]
    else:
        inner = []
    parts = dict(zip(("comments", "numbering", "styles", "footnotes", "threads"), inner[1:], strict=False))
    file = document(inner[0], **parts) if inner else data  # type: ignore[arg-type]
    draft = bt.read(file, format="docx", changes=CHANGES[len(data) % 3])
    assert draft.unparse() == draft.source
    positions = bt.positions(draft)
    _check_positions(positions, draft)
    space = bt.variants(draft, positions)
    with TemporaryDirectory() as folder:
        bt.write(space[0], Path(folder, "settled.docx"), redline=len(data) % 2 == 0)
        bt.write(draft, Path(folder, "again.docx"))
        again = bt.read(Path(folder, "again.docx"), changes=CHANGES[len(data) % 3])
        assert again.source == draft.source


def pdf(data: bytes) -> None:
    """Any bytes as a PDF file, or as what one of its pages shows (behind a `c`), are read or refused.

    They are read in this process; whoever calls `bracketed.read` has another process read them.
    """
    if data[:1] == b"c":
        data = page(data[1:])
    annotated = annotated_text_of(list(read_pages(data, "draft")), "draft")
    if annotated.text.strip():
        draft = draft_of(annotated)
        assert draft.unparse() == annotated.text


def _elements(choices: bytes) -> str:
    """Return well-formed XML that these choices among `ELEMENTS` make."""
    made: list[str] = []
    opened: list[str] = []
    for choice in choices:
        element = ELEMENTS[choice % len(ELEMENTS)]
        if element == "/" and opened:
            made.append(f"</{opened.pop()}>")
        elif element.startswith("w:"):
            made.append(f"<{element}>")
            if not element.endswith("/"):
                opened.append(element.split()[0])
        elif opened[-1:] in (["w:t"], ["w:delText"], ["w:instrText"]):
            made.append(escape(element))
        elif element != "/":
            made.append(f'<w:r><w:t xml:space="preserve">{escape(element)}</w:t></w:r>')
    made += [f"</{name}>" for name in reversed(opened)]
    return "".join(made)


# -- the command line

# What the command line ends with; 70 is a fault of the library.
_CODES = (0, 1, 2, 3)
_FILES = {
    "DRAFT": "draft.txt",
    "LATER": "later.md",
    "TABLE": "table.csv",
    "RECORD": "minutes.txt",
    "CHOICES": "choices.json",
}
_NAMED = re.compile(rf"\b(?:{'|'.join(_FILES)})\b|\bOUT(?=\.)")


def command(data: bytes) -> None:
    """A call of the command line ends with an answer or with a message, and never as a fault of the library."""
    call, *files = _texts(data, 5)
    arguments = [word for word in call.split("\n") if word]
    if not arguments:
        return
    with TemporaryDirectory() as folder:
        for name, content in zip(_FILES.values(), files, strict=False):
            Path(folder, name).write_bytes(content.encode("utf-8", "replace"))
        draft_words = files[0] or "1. Ports [meet]."
        Path(folder, _FILES["CHOICES"]).write_text(json.dumps({"1#1": "a", "4#1": "b"}))
        named = {key: str(Path(folder, name)) for key, name in _FILES.items()} | {"OUT": str(Path(folder, "out"))}
        # Nothing is written but in the folder.
        words = [_NAMED.sub(lambda found: named[found[0]], word.replace("/", "")) for word in arguments]
        with chdir(folder):
            done = CliRunner().invoke(main, words, input=draft_words.encode("utf-8", "replace"))
        if done.exit_code not in _CODES or not isinstance(done.exception, (SystemExit, type(None))):
            raise AssertionError(f"{words} ends with {done.exit_code}: {done.stderr}") from done.exception
        assert done.exit_code != 1 or words[0] in ("check", "compile", "carry"), words
        # A refusal says why, and an answer in JSON is JSON.
        assert done.stderr.strip() or done.exit_code not in (2, 3), words
        if done.exit_code == 0 and _asks_for_json(words):
            json.loads(done.stdout)


def _asks_for_json(words: Sequence[str]) -> bool:
    # The last of several counts; an answer that is saved to a file is not printed.
    formats = [word for option, word in pairwise(words) if option in ("--format", "-f")]
    return formats[-1:] == ["json"] and not {"-o", "--output", "--out", "--save", "--table", "--help"} & {*words}


@dataclass(frozen=True)
class Target:
    """What is checked of any bytes, and the strategy by which bytes are made that are often right."""

    check: Callable[[bytes], None]
    built: st.SearchStrategy[bytes]


def _encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return texts.map(lambda words: words.encode("utf-8", "replace"))


TARGETS: dict[str, Target] = {
    "text": Target(text, _encoded(st.one_of(any_drafts(), harmed_drafts(), made.commented_drafts()))),
    "comment": Target(comment, _encoded(made.remarks().map(lambda one: one[1]))),
    "drafts": Target(drafts, _encoded(made.successive_drafts())),
    "table": Target(table, made.tables()),
    "record": Target(record, _encoded(made.records())),
    "saved": Target(saved, _encoded(made.saved_files())),
    "html": Target(html, _encoded(made.web_pages())),
    "docx": Target(docx, made.word_documents()),
    "pdf": Target(pdf, made.shown_pages().map(lambda shown: b"c" + shown)),
    "command": Target(command, _encoded(made.calls())),
}

# How the fuzzer's bytes become a target's: by its strategy, as tokens, or as they are.
BUILT, TOKENS = b"\x01", b"\x02"
# Of the values of a byte the lower ones are signs, which would be rare among thousands of words.
_SIGNS = 128


@cache
def words_of_tokens() -> tuple[str, ...]:
    """Return the words that bytes choose among: signs and words of drafts, and all that the grammar is made of."""
    return tuple(dict.fromkeys((*made.COMMON, *tokens())))


def text_of_tokens(data: bytes) -> str:
    """Return what bytes choose: below 128 a byte is a sign, and of 128 or more the first of two that choose a word."""
    words = words_of_tokens()
    pieces = []
    rest = iter(data)
    for byte in rest:
        if byte < _SIGNS:
            pieces.append(made.COMMON[byte % len(made.COMMON)])
        else:
            pieces.append(words[((byte - _SIGNS) * 256 + next(rest, 0)) % len(words)] + " ")
    return "".join(pieces)


@cache
def _builder(target: str) -> Callable[[bytes], list[bytes]]:
    """Return the function that makes a target's bytes by its strategy, from the fuzzer's."""
    found: list[bytes] = []

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TARGETS[target].built)
    def keep(data: bytes) -> None:
        found.append(data)

    def build(choices: bytes) -> list[bytes]:
        found.clear()
        keep.hypothesis.fuzz_one_input(choices)
        return found

    return build


def inputs_of(target: str, data: bytes) -> list[bytes]:
    """Return what a target is tried on for the fuzzer's bytes: one input, or none where the strategy needs more."""
    if data[:1] == BUILT:
        return [*_builder(target)(data[1:])]
    if data[:1] == TOKENS:
        return [text_of_tokens(data[1:]).encode("utf-8", "replace")]
    return [data[:LONGEST]]


def tried(target: str, data: bytes) -> None:
    """Try a target; an error that the library raises on purpose is no crash."""
    with suppress(BracketedError):
        TARGETS[target].check(data)
