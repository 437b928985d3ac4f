"""Hypothesis strategies for all that is read beside a draft, and with it, each as the bytes that a user would give.

`tests/test_fuzz.py` tries them with Hypothesis and `python -m tests.fuzz` with a fuzzer: there is one way to make a
table of positions, a record, or a Word document with tracked changes. Where several files belong together, a zero byte
parts them.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import TypeVar
from xml.sax.saxutils import escape

from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli.verbs import VERBS
from bracketed.draft.draft import Draft
from bracketed.parsing.corrections import READINGS
from bracketed.positions.lexicon import load_language
from bracketed.positions.tabular import vocabulary
from bracketed.variants.choices import words_of_options
from tests.reading_strategies import (
    PHRASES,
    SIGNS,
    any_drafts,
    chances,
    harmed,
    paragraphs,
    parties,
    structured_drafts,
)
from tests.terminals import first_form
from tests.word.making import comment, dels, docx, ins, mark, on, p, t, tbl, thread, tr

_Row = TypeVar("_Row")
# Parts the files of one input.
APART = "\0"

# -- remarks

# What remarks are read on: a draft in three languages, and words of it to quote.
REMARKED = {
    "en": "4. Parties [shall/may] report [at night] to the office.",
    "fr": "4. Les Parties [doivent/peuvent] informer [la nuit] le bureau.",
    "es": "4. Las Partes [deben/pueden] informar [de noche] a la oficina.",
}
_QUOTED = {
    "en": ("shall", "at night", "office"),
    "fr": ("doivent", "la nuit", "bureau"),
    "es": ("deben", "de noche", "oficina"),
}
# Names that are the same in the three languages.
_NAMES = ("Mali", "Ghana", "Portugal", "VANUATU", "G77")
_SHOWN = {"VANUATU": "Vanuatu"}
_MARKS = (",", ", and", " and", ":", " –", ".", ";", "\n", " (", ")", "?", " / ")
_JOINTS = {
    "en": ("with", "while", "but", "as did", "supported by", "withdrawn by", "insisted on by", "not"),
    "fr": ("avec", "mais", "appuyé par"),
    "es": ("con", "pero"),
}


@cache
def expressions(language: str) -> tuple[str, ...]:
    """What people say in a language: the first form of each expression in its word file."""
    lists = load_language(language).lists
    tables = ("operators", "acts", "sides", "clauses")
    forms = [form for table in tables for kind in lists[table].values() for form in kind]
    return tuple(form for form in map(first_form, forms) if form and "*" not in form)


@st.composite
def remarks(draw: st.DrawFn) -> tuple[str, str, set[str]]:
    """A language, a remark of names, expressions, quotations, marks and unknown words, and who is named in it."""
    language = draw(st.sampled_from(sorted(REMARKED)))
    names = st.sampled_from(_NAMES)
    pieces = st.one_of(
        names,
        st.sampled_from(expressions(language)),
        st.sampled_from([f"“{words}”" for words in _QUOTED[language]]),
        st.sampled_from(_MARKS),
        st.sampled_from(_JOINTS[language]),
        st.sampled_from(("tariffs", "wibble", "12", "it", "this")),
    )
    chosen = [draw(names), *draw(st.lists(pieces, min_size=1, max_size=9))]
    text = ""
    for piece in chosen:
        text += piece if piece in _MARKS else f" {piece}"
    named = {_SHOWN.get(piece, piece) for piece in chosen if piece in _NAMES}
    # An empty line ends a comment that is written into a text.
    return language, re.sub(r"\n\s*\n", "\n", text.strip()), named


_remarks = remarks().map(lambda made: made[1])

# -- two drafts

_OPTIONS = re.compile(r"\[([^\[\]/]*)(?:/([^\[\]]*))?\]")


def _closed(line: str, chance: random.Random) -> str:
    return _OPTIONS.sub(lambda found: chance.choice([found[1], found[2] or "", found[0]]), line)


def _bracketed(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    at = chance.randrange(len(words))
    end = chance.randint(at, len(words))
    return " ".join([*words[:at], f"[{' '.join(words[at:end])}{chance.choice(['', '/now'])}]", *words[end:]])


def _retyped(line: str, chance: random.Random) -> str:
    """Return a line in the way in which another program writes it: a heading as a paragraph, a number left out."""
    bare = re.sub(r"^(?:#+ |\*\*|\(?\w{1,3}[.)] |Article \d+[.:]? ?|Option \w+[:.] ?)", "", line)
    return chance.choice(["{}", "# {}", "{}", "1. {}", "2 bis. {}", "(a) {}", "**{}**", "Option 1: {}"]).format(bare)


_EDITS: tuple[Callable[[str, random.Random], str], ...] = (
    _closed,
    _closed,
    _bracketed,
    _retyped,
    harmed,
    lambda line, chance: "",
    lambda line, chance: f"{line}\n{line}",
    lambda line, chance: f"{line} {chance.choice(PHRASES)}",
    lambda line, chance: line.upper(),
)


def edited(text: str, chance: random.Random) -> str:
    """Return the next draft: lines closed, bracketed, retyped, harmed, taken out, doubled, moved, joined or new."""
    lines = text.split("\n")
    for _ in range(chance.randint(0, 5)):
        at = chance.randrange(len(lines))
        lines[at] = chance.choice(_EDITS)(lines[at], chance)
        other = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                lines[at], lines[other] = lines[other], lines[at]
            # A title becomes part of the paragraph below, or of another one.
            case 1:
                lines[other] = f"{lines[at].lstrip('# ')} {lines[other]}"
            case 2:
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    return "\n".join(lines)


def successive_drafts() -> st.SearchStrategy[str]:
    """Return two drafts, of which the second mostly came of the first."""
    drafts = st.one_of(structured_drafts(4), commented_drafts(), any_drafts())
    return st.one_of(
        *[st.builds(lambda text, chance: f"{text}{APART}{edited(text, chance)}", drafts, chances)] * 3,
        st.tuples(any_drafts(), any_drafts()).map(APART.join),
    )


def commented_drafts() -> st.SearchStrategy[str]:
    """Return drafts with remarks of delegations behind their lines."""
    line = st.tuples(paragraphs(), st.one_of(st.just(""), _remarks.map(lambda words: _behind(words)))).map("".join)
    return st.lists(line, min_size=1, max_size=4).map("\n".join).filter(str.strip)


def _behind(remark: str) -> str:
    return f"\tComment by A. Clerk: {remark}"


# -- tables of positions

# What tables, records, choices and links are about: nested brackets, a scale, a placeholder, links, and words that only
# a comment would change.
DRAFT = (
    "1. Parties [shall/should/may] pay [30/40/50] per cent [each [fiscal] year].\n"
    "2. They [meet] on [X].\tComment by A. Clerk: Chad – insert “gladly” after “They”\n"
    "3. [Ports/Quays] open. 4. [Ports/Quays] close.\n"
    "4. Option 1: The [fund] pays.\nOption 2: No text\n"
)
_NUMBERS = [
    "", "", "1", "2.5", "0", "-1", "1,5", "1e-320", "1e300", "nan", "inf", "1e9", "9" * 400, "33.3", "100", "x", "0x1",
    "½", "٣", "1_0", " 7 ", "80 %",
]  # fmt: skip


@cache
def _cells() -> dict[str, list[str]]:
    """Return what may stand in each column: much of it right, some of it wrong."""
    draft = bt.parse(DRAFT)
    brackets = [bracket for bracket in draft.brackets if bracket.is_choice]
    ids = [*(bracket.id for bracket in (*brackets, *brackets)), "2#i1", "2#2", "9#1", "", "1-1", "2026-04-01", "1#1 "]
    letters = [
        *dict.fromkeys(letter for bracket in brackets for letter in bracket.letters),
        "a",
        "b",
        "z",
        "",
        "Option 1",
        "shall",
    ]
    choices = [f"{bracket.id}={letter}" for bracket in brackets for letter in bracket.letters]
    stances = [*vocabulary()["stances"], *("supports", "objects", "blocks") * 6, "", "perhaps"]
    names = ["UK", "Kenya", "EU", "G77", "Chad", "Russia", "Brasil", "", "EU and Chad", "NOBODY", "Ana Keller", "=1+1"]
    return {
        "delegation": names,
        "bracket": ids,
        "option": letters,
        "stance": stances,
        "weight": _NUMBERS,
        "worth": _NUMBERS,
        "salience": _NUMBERS,
        "point": _NUMBERS,
        "probability": _NUMBERS,
        "condition": ["", "", *choices, f"{choices[0]} and {choices[-1]}", "1#1", "=", "if 1#1=a", "1#1=a and 1#1=b"],
        "source": ["", "minutes", "2026-04-01", "\ud800"],
        "evidence": ["", "we want “shall”", "a\nb", '"', "'", "x" * 300],
        "text": ["", "shall", "should", "each fiscal year", "each [fiscal] year", "other words"],
        "confirm": ["", "yes", "look", "no"],
        "scale": ["", "0 to 100", "30 to 50", "5 to 5", "x"],
    }


_wide_cells = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "x ", "~", "?", "!!", "✓", "x", "! "]),
        st.sampled_from(["a", "b", "omit", "a, b", "shall", "", "z", "1#1=b", "for"]),
        st.sampled_from(["", "", " if 2#1=a", " if", " if 1#1=a and 2#1=b"]),
    ),
    max_size=2,
).map("; ".join)


@st.composite
def _rows(draw: st.DrawFn) -> list[list[str]]:
    """Return the head and the rows of a table: one row a position, or a column for each delegation or choice."""
    cells = _cells()
    shape = draw(st.sampled_from(["long", "long", "long", "by delegation", "by choice", "scales"]))
    if shape == "by delegation":
        head = ["bracket", *draw(st.lists(st.sampled_from(cells["delegation"]), min_size=1, max_size=3))]
        extra = draw(st.sampled_from([[], ["option"], ["text"]]))
        head = [head[0], *extra, *head[1:]]
    elif shape == "by choice":
        options = [*cells["condition"], *cells["bracket"]]
        head = ["delegation", *draw(st.lists(st.sampled_from(options), min_size=1, max_size=3))]
    else:
        needed = ["delegation", "bracket", "option", "stance"]
        if shape == "scales":
            needed = ["delegation", "bracket", "position", "salience"]
        more = draw(st.lists(st.sampled_from([*cells]), max_size=3, unique=True))
        names = [*needed, *(name for name in more if name not in needed)]
        # Now and then a column is there twice.
        names += draw(st.sampled_from([[], [], [], [], names[-1:]]))
        synonyms = {meant: word for word, meant in vocabulary()["columns"].items()}
        head = [synonyms.get(name, name) if draw(st.integers(0, 5)) == 0 else name for name in names]
        kinds = ["point" if name == "position" else name for name in names]
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        if shape in ("long", "scales"):
            rows.append([draw(st.sampled_from(cells[kind])) for kind in kinds])
        else:
            first = draw(st.sampled_from(cells[head[0]]))
            rows.append([first, *(draw(_wide_cells) for _ in head[1:])])
    return [head, *rows]


def _as_csv(rows: Sequence[Sequence[str]], chance: random.Random) -> bytes:
    made = io.StringIO()
    separator = chance.choice(",,;\t|")
    writer = csv.writer(made, delimiter=separator, lineterminator=chance.choice(["\n", "\r\n"]))
    writer.writerows(rows)
    text = made.getvalue()
    if chance.random() < 0.2:
        text = harmed(text, chance)
    encoding = chance.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"])
    return text.encode(encoding, "replace")


def _as_exchange_model(rows: Sequence[Sequence[str]], chance: random.Random) -> bytes:
    lines = [f"#A\t{chance.choice(rows[-1])}"]
    lines += ["#D\t" + "\t".join([*row, "1", "1", "1"][: chance.choice([5, 5, 5, 4])]) for row in rows[1:]]
    lines += [f"#M\t{chance.choice(row)}\t{chance.choice(_NUMBERS)}" for row in rows[1:]]
    return "\n".join(lines).encode("utf-8", "replace")


def _typed(cell: str, chance: random.Random) -> object:
    """Return a cell as a program has it: a number, a date, a truth value, or the words."""
    if chance.random() < 0.7:
        return cell
    choices: list[object] = [None, True, 3, 2.0, 0.1, date(2026, 4, 1), cell]
    return chance.choice(choices)


def _as_json(rows: Sequence[Sequence[str]], chance: random.Random) -> bytes:
    records = [{key: _typed(cell, chance) for key, cell in zip(rows[0], row, strict=False)} for row in rows[1:]]
    for record in records:
        if record and chance.random() < 0.1:
            odd: list[object] = [[], {}, {"words": "x", "line": "y"}, 10**400, float("nan"), ["a"]]
            record[chance.choice([*record])] = chance.choice(odd)
    whole: object = chance.choice([records, {"positions": records}, {"positions": records, "space": 1}])
    text = json.dumps(whole, default=str)
    return (harmed(text, chance) if chance.random() < 0.1 else text).encode("utf-8", "replace")


def _as_excel(rows: Sequence[Sequence[str]], chance: random.Random) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = chance.choice(["positions", "Sheet1"])
    top = chance.choice([0, 0, 0, 2])
    for number, row in enumerate(rows, 1 + top):
        for column, cell in enumerate(row, 1):
            value = _typed(cell, chance)
            # What Excel cannot hold.
            sheet.cell(number, column, re.sub(r"[\ud800-\udfff]", "", value) if isinstance(value, str) else value)
    if chance.random() < 0.1:
        sheet.cell(chance.choice([40, 2000]), chance.choice([1, 30]), "stray")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def tables() -> st.SearchStrategy[bytes]:
    """Return tables of positions on `DRAFT`, as CSV, JSON, Excel files and files of the exchange model."""
    forms = st.sampled_from([_as_csv, _as_csv, _as_json, _as_excel, _as_exchange_model])
    return st.builds(lambda form, rows, chance: form(rows, chance), forms, _rows(), chances)


# -- records of meetings

_SAID = [
    "On paragraph 1,", "In paragraph 2", "Paragraph 3:", "Article 9,", "## Paragraph 4\n", "on behalf of the", "(4)",
    "if", "asked to delete “each fiscal year”.", "preferred “should”.", "opposed this.", "spoke,", "They agreed.",
    "could accept “may” if “Ports” is used in paragraph 3.", "It also preferred “shall”.", "The chair spoke.", "“", "|",
    "3 November 2026", "\n\n", "\n- ", "| Party | Comment |\n|---|---|\n|", "[", "]", ". ", "; ", "\n# Day 2\n", "1#1",
    "Option 2",
]  # fmt: skip
_spoken = st.one_of(st.sampled_from(_SAID), st.sampled_from(_SAID), st.sampled_from(_NAMES), parties, _remarks)


def records() -> st.SearchStrategy[str]:
    """Return reports of meetings on `DRAFT`: prose, lists, tables of comments."""
    return st.lists(_spoken, min_size=1, max_size=16).map(" ".join).filter(str.strip)


# -- what is saved beside a draft

# What is saved for a bracket that there is not, or not so.
_ODD_WORDS = ["shall", "should", "", "each fiscal year", "[Ports/Quays]", "Ports", "x", '"', "\x7f\\"]
# Readings that a bracket can nearly always be given, and those that are wrong for most.
_READINGS = [*("text", "placeholder", "optional") * 3, *READINGS, "none", ""]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _some(rows: Sequence[_Row], chance: random.Random) -> list[_Row]:
    return chance.sample(rows, min(len(rows), chance.choice([0, 1, 1, 2, 4])))


def _odd_name(chance: random.Random) -> str:
    number, other = chance.randint(1, 5), chance.randint(1, 40)
    return chance.choice([f"{number}:{other}", f"{number}#{other % 4}", *_cells()["bracket"]])


def _readings(draft: Draft, chance: random.Random) -> str:
    """Return a file of readings: a head, and corrections of brackets and of signs that are no choice."""
    words = {bracket.id: bracket.words for bracket in draft.brackets}
    words |= {f"{one.line}:{one.column}": "" for one in draft.diagnostics if one.code == "not-a-choice"}
    names = _some([*words], chance) + [_odd_name(chance)] * (chance.random() < 0.1)
    lines = []
    for name in names:
        reading = chance.choice(_READINGS)
        kept = chance.choice([words.get(name, "")] * 4 + _ODD_WORDS)
        lines.append(f"{_json(name)} = {_json(chance.choice([reading, [reading, kept], [reading, kept]]))}\n")
    heads = [*("", "", "", "convention = 'itu'\n", "language = 'fr'\n") * 4, "language = 'xx'\n", "x = 1\n"]
    return f"{chance.choice(heads)}[read_as]\n{''.join(lines)}"


def _links(draft: Draft, chance: random.Random) -> str:
    """Return a file of links: some accepted, some refused, and one that there is not."""
    rows = [(link.id, link.words) for link in draft.links]
    if chance.random() < 0.2:
        rows.append((f"same:{_odd_name(chance)}", tuple(chance.choices(_ODD_WORDS, k=2))))
    verdicts: dict[str, list[str]] = {}
    for id_, words in _some(rows, chance):
        kept = words if chance.random() < 0.8 else chance.choices(_ODD_WORDS, k=3)
        verdict = chance.choice([*("accepted", "refused") * 9, "other"])
        verdicts.setdefault(verdict, []).append(f"{_json(id_)} = {_json([*kept])}\n")
    return "".join(f"[{verdict}]\n{''.join(lines)}" for verdict, lines in verdicts.items())


def _choices(draft: Draft, chance: random.Random) -> str:
    """Return a file of choices, with the words of the options or without."""
    brackets = [bracket for bracket in draft.brackets if bracket.is_choice]
    chosen = {bracket.id: chance.choice(bracket.letters) for bracket in _some(brackets, chance)}
    if chance.random() < 0.1:
        chosen[_odd_name(chance)] = chance.choice(["a", "b", "omit", "z", "", "A"])
    words = words_of_options(brackets, chosen)
    if words and chance.random() < 0.2:
        words[chance.choice([*words])] = {chance.choice(["a", "b", "omit"]): chance.choice(_ODD_WORDS)}
    saved: list[object] = [chosen, {"choices": chosen}, {"choices": chosen, "words": words}]
    odd: list[object] = [[chosen], {"1#1": 1}]
    # Python does not write numbers of thousands of digits.
    return chance.choice([_json(chance.choice(saved * 6 + odd))] * 19 + ["9" * 5000])


def files_beside(text: str, chance: random.Random) -> str:
    """Return a draft, and beside it readings, links and choices: mostly of its own brackets, as they are saved."""
    draft = bt.parse(text)
    files = [make(draft, chance) for make in (_readings, _links, _choices)]
    if chance.random() < 0.1:
        files = [harmed(file, chance) for file in files]
    return APART.join(file.replace(APART, "") for file in (text, *files))


def saved_files() -> st.SearchStrategy[str]:
    """Return drafts with what is saved beside them."""
    return st.builds(files_beside, st.one_of(st.just(DRAFT), structured_drafts(3)), chances)


# -- Word, HTML, PDF


def _runs(line: str, chance: random.Random, comments: list[str]) -> list[str]:
    """Return a line as runs, some of them inserted, deleted, commented on, highlighted, or broken off."""
    runs = []
    while line:
        size = chance.choice([1, 3, 8, 20, 80])
        words, line = line[:size], line[size:]
        match chance.randrange(9):
            case 0:
                runs.append(ins(words, by=chance.choice(["Ana", "UK", "Ben (EU)"])))
            case 1:
                runs.append(dels(words, by=chance.choice(["Ana", "Kenya"])))
            case 2:
                runs.append(on(len(comments), words))
                comments.append(
                    chance.choice(["UK – keep", "EU: delete “the”", "agree", "Chad – use “may”", words, ""])
                )
            case 3:
                runs.append(t(words, chance.choice(['<w:highlight w:val="yellow"/>', "<w:strike/>", "<w:vanish/>"])))
            case _:
                runs.append(t(words))
    return runs


_LOOKS = [
    "", "", "", '<w:pStyle w:val="Heading1"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>', mark("ins"), mark("del", "Kenya"),
    '<w:ind w:left="720"/>',
]  # fmt: skip
_STYLES = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff￾￿]")


def word_document(text: str, chance: random.Random) -> bytes:
    """Return a draft as a Word document with tracked changes, comments, headings, numbers and tables."""
    comments: list[str] = []
    blocks = []
    for line in _CONTROLS.sub("", text).split("\n"):
        cells = line.split("\t")
        if len(cells) > 1 and chance.random() < 0.7:
            blocks.append(tbl(tr(*(p(*_runs(cell, chance, comments)) for cell in cells))))
        else:
            blocks.append(p(*_runs(line, chance, comments), looks=chance.choice(_LOOKS)))
    said = "".join(
        comment(number, words, chance.choice(["Ana", "UK", "Ben (EU)"])) for number, words in enumerate(comments)
    )
    threads = "".join(
        thread(number, number - 1 if chance.random() < 0.3 and number else None) for number in range(len(comments))
    )
    return docx("".join(blocks), comments=said, threads=threads, styles=_STYLES, numbering=_NUMBERING)


def word_documents() -> st.SearchStrategy[bytes]:
    """Return drafts as Word documents."""
    return st.builds(word_document, structured_drafts(4), chances)


_BLOCKS = [
    "<p>{}</p>",
    "<p>{}",
    "<h2>{}</h2>",
    "<li>{}</li>",
    "<ol><li>{}</ol>",
    "<div>{}<br></div>",
    "<td>{}</td>",
    "{}",
]
_BLOCKS += [
    '<table><tr><th>EU<th colspan="2">Kenya<tr><td>{}<td>x</table>',
    "<blockquote>{}</blockquote>",
    "<pre>{}</pre>",
]
_INLINE = [
    "<ins>{}</ins>",
    '<del data-author="Ana">{}</del>',
    "<b>{}</b>",
    "<sup>{}</sup>",
    "<mark>{}</mark>",
    "{}",
    "{}",
]
_INLINE += ['<span class="comment-start" id="0" data-author="UK">keep</span>{}<span class="comment-end" id="0"></span>']
_INLINE += ["<!-- {} -->", "<a href='#x'>{}</a>", '<span style="background:yellow">{}</span>', "&nbsp;{}&#91;", "<s>{}"]


def web_page(text: str, chance: random.Random) -> str:
    """Return a draft as a web page with tracked changes, comments, lists and tables."""
    blocks = []
    for line in text.split("\n"):
        inner = ""
        while line:
            size = chance.choice([3, 20, 80])
            words, line = line[:size], line[size:]
            inner += chance.choice(_INLINE).format(escape(words))
        blocks.append(chance.choice(_BLOCKS).format(inner))
    return "\n".join(blocks)


def web_pages() -> st.SearchStrategy[str]:
    """Return drafts as web pages."""
    return st.builds(web_page, structured_drafts(4), chances)


def shown_pages() -> st.SearchStrategy[bytes]:
    """Return what a page of a PDF file shows of a draft: lines in one size, or several, with rules and colours."""
    return st.builds(_shown, structured_drafts(4), chances)


def _shown(text: str, chance: random.Random) -> bytes:
    made = []
    for number, line in enumerate(text.split("\n")[:50]):
        escaped = re.sub(r"([\\()])", r"\\\1", line.expandtabs(8)).encode("cp1252", "replace").decode("latin-1")
        at = chance.choice(["60", "60", "60", "90", "320"])
        size = chance.choice(["10", "10", "10", "7", "16"])
        made.append(f"BT /F {size} Tf {at} {740 - 14 * number} Td ({escaped}) Tj ET")
        if chance.random() < 0.1:
            made.append(f"60 {738 - 14 * number} m 300 {738 - 14 * number} l S")
        if chance.random() < 0.1:
            made.append(f"1 1 0 rg 60 {737 - 14 * number} 80 12 re f 0 g")
    return "\n".join(made).encode("latin-1")


# -- the command line

# Values for options: some right, some wrong. DRAFT, LATER and so on are files that stand there.
_VALUES = [
    "1", "0", "3", "-1", "a", "b", "omit", "1#1", "4#1", "UK", "Kenya", "Article 4", "json", "csv", "table", "none",
    "all", "", "TABLE", "LATER", "CHOICES", "OUT.html", "OUT.md", "OUT.docx", "OUT.csv", "OUT.json", "1#1=a",
    "same:3#1", "fr", "itu", "accept", "nothing there", "size=1", "UK=Chad", "RECORD",
]  # fmt: skip


@cache
def _options(verb: str) -> list[tuple[str, list[str] | None]]:
    """Return the options of a verb, each with the values that it may take, None for a flag."""
    import click

    from bracketed.cli.options import command_of

    found: list[tuple[str, list[str] | None]] = []
    for option in command_of(next(one for one in VERBS if one.name == verb)).params:
        if isinstance(option, click.Option):
            values = [*option.type.choices] if isinstance(option.type, click.Choice) else _VALUES
            found += [(name, None if option.is_flag else values) for name in option.opts if name != "-h"]
    return found


# These start other processes.
_CALLED = [verb.name for verb in VERBS if verb.name != "corpus"]


@st.composite
def calls(draw: st.DrawFn) -> str:
    """Return a call of the command line, a word a line, and the draft, a later one and a table that it may name."""
    verb = draw(st.sampled_from(_CALLED))
    words = [verb, draw(st.sampled_from(["DRAFT", "DRAFT", "DRAFT", "TABLE", "CHOICES", "-"]))]
    needs = {"diff": ["LATER"], "compile": ["LATER", "--delegation", "LATER=UK"], "why": ["1#1"]}
    needs |= {"carry": ["--from", "DRAFT", "--to", "LATER"]}
    needs |= {"report": ["-o", "OUT.html"], "explore": ["-o", "OUT.html"], "write": ["-o", "OUT.md"]}
    words += needs.get(verb, []) if draw(st.integers(0, 9)) else []
    for _ in range(draw(st.integers(0, 3))):
        name, values = draw(st.sampled_from(_options(verb)))
        words += [name] if values is None else [name, draw(st.sampled_from(values))]
    one, two = draw(st.one_of(successive_drafts(), st.just(f"{DRAFT}{APART}{DRAFT}"))).split(APART)[:2]
    table = draw(_rows()).__iter__()
    made = io.StringIO()
    csv.writer(made).writerows(table)
    return APART.join(["\n".join(words), one, two, made.getvalue().replace(APART, ""), draw(records())])


# -- anything

# Signs, and words that are in many drafts: what the fuzzer most often puts together.
COMMON = (*SIGNS, APART, *PHRASES)
