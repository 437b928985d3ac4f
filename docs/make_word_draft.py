"""Makes `examples/harbour_plan.docx` of `examples/harbour_plan.txt`: the same draft as the Word document it might be.

The title and the headings have styles, outcomes and outputs are in a table, and comments are real ones, on the words
that they speak of. Run it from the top of the checkout after a change to the text: `python docs/make_word_draft.py`.
What it writes depends on nothing but the text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import bracketed as bt
from bracketed.draft.draft import Comment, Draft
from bracketed.source import Span

ROOT = Path(__file__).resolve().parents[1]
TEXT = ROOT / "examples" / "harbour_plan.txt"
WORD = TEXT.with_suffix(".docx")
# Who answers whom where several comments are on the same words: their numbers in the draft.
ANSWERS = {12: 11, 13: 11}

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MADE_OF = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# The parts beside the text: the kind of part that the package calls it, and how its relationship to the text begins.
_PARTS = {
    "styles": _OFFICE,
    "comments": _OFFICE,
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/",
}
_WIDTH = 9070


def main() -> None:
    """Write the document beside the text."""
    WORD.write_bytes(as_word(bt.read(TEXT)))
    print(f"{WORD.relative_to(ROOT)}: {WORD.stat().st_size / 1000:.0f} kB")


def as_word(draft: Draft) -> bytes:
    """Return the draft as a Word document."""
    kinds = {"document": "document.main", **{name: name for name in _PARTS}}
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MADE_OF}{kind}+xml"/>'
            for name, kind in kinds.items()
        )
        + "</Types>",
        "_rels/.rels": _relationships({f"{_OFFICE}officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships({f"{at}{name}": f"{name}.xml" for name, at in _PARTS.items()}),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(_blocks(draft))}{_PAGE}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{_STYLES}</w:styles>",
        "word/comments.xml": f"<w:comments {_SPACES}>{''.join(map(_comment, draft.comments))}</w:comments>",
        "word/commentsExtended.xml": f"<w15:commentsEx {_SPACES}>{''.join(map(_thread, draft.comments))}"
        "</w15:commentsEx>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in parts.items():
            # A zip file says when its members were written; that would make every run another.
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{words}')
    return made.getvalue()


def _blocks(draft: Draft) -> Iterator[str]:
    """Yield the paragraphs and tables. A line that begins with a tab begins a cell, an empty line ends a row."""
    rows: list[list[list[str]]] = []
    ended = True
    for words, line in _lines(draft):
        if not words.strip():
            ended = True
        elif words.startswith("\t"):
            if ended:
                rows.append([])
            rows[-1].append([_paragraph(line, _style(words))])
            ended = False
        elif rows and not ended:
            rows[-1][-1].append(_paragraph(line, ""))
        else:
            yield from _table(rows)
            rows = []
            yield _paragraph(line, _style(words))
    yield from _table(rows)


def _lines(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield each line without its comments, first as it is, then as runs with the marks of its comments."""
    at = 0
    held: list[Span | Comment] = []
    for comment in [*draft.comments, None]:
        end = comment.span.start if comment else len(draft.source)
        while (stop := draft.source.find("\n", at, end)) >= 0:
            yield _line(draft, [*held, Span(at, stop)])
            held = []
            at = stop + 1
        held.append(Span(at, end))
        if comment:
            held.append(comment)
            at = comment.span.end
    yield _line(draft, held)


def _line(draft: Draft, held: Sequence[Span | Comment]) -> tuple[str, str]:
    words = "".join(draft.source[slice(*one)] for one in held if isinstance(one, Span))
    comments = [one for one in held if isinstance(one, Comment)]
    shown = words.strip()
    starts, ends = {}, {}
    for comment in comments:
        asked = [one for one in comments if one.number == ANSWERS.get(comment.number)]
        start, end = _anchor(shown, (asked or [comment])[0])
        starts.setdefault(start, []).append(f'<w:commentRangeStart w:id="{comment.number}"/>')
        ends.setdefault(end, []).append(
            f'<w:commentRangeEnd w:id="{comment.number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            f'<w:commentReference w:id="{comment.number}"/></w:r>'
        )
    cuts = sorted({0, len(shown), *starts, *ends})
    runs = ""
    for start, end in zip(cuts, [*cuts[1:], len(shown)], strict=True):
        runs += "".join(ends.get(start, [])) + "".join(starts.get(start, []))
        runs += _run(shown[start:end]) if start < end else ""
    return words, runs


def _anchor(words: str, comment: Comment) -> tuple[int, int]:
    """Return the words that a comment is on: those that it quotes first and their bracket, or else the line."""
    for quoted in re.findall("“([^”]+)”", comment.text):
        if words.count(quoted) == 1:
            start = words.index(quoted)
            end = start + len(quoted)
            opened, closed = words.rfind("[", 0, start), words.find("]", end)
            if opened >= 0 and words.find("]", opened, start) < 0 <= closed and words.find("[", end, closed) < 0:
                return opened, closed + 1
            return start, end
    return 0, len(words)


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _paragraph(runs: str, style: str) -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}{runs}</w:p>"


def _style(words: str) -> str:
    """Return the style of a line by what it says."""
    if words.startswith("\tRegional"):
        return "Title"
    if re.match(r"H\.\d ", words):
        return "Heading1"
    return "Subheading" if re.match(r"\t(Objective|Outcomes|Outputs|Summary)", words) else ""


def _table(rows: list[list[list[str]]]) -> Iterator[str]:
    """Yield rows as a table of two columns, those of one cell across both; a title is by itself."""
    if rows and "Title" in rows[0][0][0]:
        yield rows[0][0][0]
        rows = rows[1:]
    if not rows:
        return
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A9BA8"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{_WIDTH // 2}"/>' * 2
    looks = f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    yield f"<w:tbl>{looks}<w:tblGrid>{grid}</w:tblGrid>{''.join(map(_row, rows))}</w:tbl>"


def _row(cells: list[list[str]]) -> str:
    span = '<w:gridSpan w:val="2"/>' if len(cells) == 1 else ""
    width = f'<w:tcW w:w="{_WIDTH // len(cells)}" w:type="dxa"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8EEF2"/>' if "Subheading" in cells[0][0] else ""
    inner = "".join(f"<w:tc><w:tcPr>{width}{span}{shade}</w:tcPr>{''.join(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inner}</w:tr>"


def _comment(comment: Comment) -> str:
    lines = comment.text.split("\n")
    paragraphs = "".join(
        f'<w:p w14:paraId="{_named(comment.number) if place == len(lines) else f"{comment.number:04X}{place:04X}"}">'
        f'<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_run(line)}</w:p>'
        for place, line in enumerate(lines, start=1)
    )
    by = "".join(name[0] for name in comment.author.split())
    day = 10 + comment.number // 10
    return (
        f'<w:comment w:id="{comment.number}" w:author={quoteattr(comment.author)} w:initials="{by}" '
        f'w:date="2026-03-{day}T10:{comment.number:02}:00Z">{paragraphs}</w:comment>'
    )


def _thread(comment: Comment) -> str:
    parent = ANSWERS.get(comment.number)
    answers = f' w15:paraIdParent="{_named(parent)}"' if parent else ""
    return f'<w15:commentEx w15:paraId="{_named(comment.number)}"{answers} w15:done="0"/>'


def _named(number: int) -> str:
    """Return the name of the last paragraph of a comment, by which threads are reported."""
    return f"{number:08X}"


def _relationships(targets: dict[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{"".join(rows)}</Relationships>'


def _paragraph_style(name: str, shown: str, size: int, bold: bool, before: int, level: int | None = None) -> str:
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    keep = "<w:keepNext/>" if bold else ""
    looks = f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{keep}<w:spacing w:before="{before}" w:after="80"/>{outline}</w:pPr>'
        f"<w:rPr>{looks}</w:rPr></w:style>"
    )


_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" '
    'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
    + _paragraph_style("Title", "Title", 32, True, 0)
    + _paragraph_style("Heading1", "heading 1", 26, True, 320, 0)
    + _paragraph_style("Subheading", "Subheading", 22, True, 40)
    + _paragraph_style("CommentText", "annotation text", 20, False, 0)
)

if __name__ == "__main__":
    main()
