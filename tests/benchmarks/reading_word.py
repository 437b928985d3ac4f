"""Measures how fast a long Word document is read, beside python-docx listing its paragraphs.

    python -m tests.benchmarks.reading_word

The document is made up: 300 pages of 400 words, 4,000 brackets and 2,000 comments, each anchored to its bracket, with
the runs and properties that Word writes around them; a fifth of the paragraphs stand in tables. The peer opens the same
file and asks each paragraph for its words: of the body alone, and of the tables too. Either leaves out comments,
numbers and changes.
"""

from __future__ import annotations

import io
import random
import resource

import docx

import bracketed as bt
from bracketed.reading.word import annotate
from tests.benchmarks.clock import seconds
from tests.benchmarks.reading import WORDS
from tests.word import making
from tests.word.making import comment, p, ref, t, tbl, tc, tr

PAGES, WORDS_ON_A_PAGE, BRACKETS, COMMENTS = 300, 400, 4_000, 2_000
LOOKS = '<w:rFonts w:ascii="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="en-GB"/>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBERED = '<w:pStyle w:val="Para"/><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr><w:jc w:val="both"/>'
STYLES = '<w:style w:type="paragraph" w:styleId="Para" w:default="1"><w:pPr/></w:style>'


def made_up() -> bytes:
    """Return the document."""
    chance = random.Random(7)
    # Two brackets a paragraph, one of them with a comment.
    count = BRACKETS // 2
    between = PAGES * WORDS_ON_A_PAGE // count // 3
    blocks = []
    comments = []
    for number in range(count):
        runs = []
        for place in range(2):
            runs.append(t(" ".join(chance.choices(WORDS, k=between)) + " ", LOOKS))
            one, two = chance.choices(WORDS, k=2)
            bracket = "".join(t(part, LOOKS) for part in ("[", f"{one}/{two}", "] "))
            if place == 0 and len(comments) < COMMENTS:
                start, end = (f'<w:commentRange{edge} w:id="{number}"/>' for edge in ("Start", "End"))
                bracket = start + bracket + end + ref(number)
                comments.append(
                    comment(number, f"UK – use “{two}”\nUSA – remove", "Ana Keller", "2026-03-01T09:00:00Z")
                )
            runs.append(bracket)
        runs.append(t(" ".join(chance.choices(WORDS, k=between)) + ".", LOOKS))
        paragraph = p(*runs, looks=NUMBERED.format(int(number % 20 > 0)))
        blocks.append(tbl(tr(tc(paragraph), tc("Output"))) if number % 5 == 0 else paragraph)
    return making.docx("".join(blocks), styles=STYLES, numbering=NUMBERING, comments="".join(comments))


def listed(data: bytes, tables: bool) -> int:
    """Return how many letters the paragraphs have, by python-docx."""
    document = docx.Document(io.BytesIO(data))
    length = sum(len(paragraph.text) for paragraph in document.paragraphs)
    cells = (cell for table in document.tables * tables for row in table.rows for cell in row.cells)
    return length + sum(len(paragraph.text) for cell in cells for paragraph in cell.paragraphs)


def main() -> None:
    """Print the figures."""
    data = made_up()
    draft = bt.read(data)
    print(f"{len(data) / 2**20:.1f} MB, {len(draft.source):,} letters, {len(draft.source.split()):,} words")
    print(f"{len(draft.brackets):,} brackets, {len(draft.comments):,} comments, {len(draft.provisions):,} provisions")
    body, peer = (seconds(lambda tables=tables: listed(data, tables)) for tables in (False, True))
    print(f"python-docx, paragraphs of the body   {body:6.2f} s")
    print(f"python-docx, those in tables too      {peer:6.2f} s")
    for name, task in (
        ("bracketed, the document written down", lambda: annotate(data, "draft")),
        ("bracketed, the draft read", lambda: bt.read(data)),
        ("bracketed, positions too", lambda: bt.positions(bt.read(data))),
    ):
        took = seconds(task)
        print(f"{name:<37} {took:6.2f} s, {took / body:.1f} and {took / peer:.1f} times python-docx")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
