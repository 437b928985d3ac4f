"""Builds Word documents from snippets of XML, so that a test shows all that matters of its document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = ("document.main", "styles", "numbering", "comments", "footnotes", "endnotes")
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{kind.partition(".")[0]}.xml" ContentType="{_MAIN}{kind}+xml"/>' for kind in _KINDS
    )
    + "</Types>"
)


def part(root: str, inner: str) -> str:
    """Return a part of the package with this root element."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {SPACES}>{inner}</w:{root}>'


def relationships(targets: Mapping[str, str]) -> str:
    """Return relationships of kinds to targets."""
    rows = (
        f'<Relationship Id="r{number}" Type="{TYPES}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    comments: str = "",
    threads: str | None = None,
    footnotes: str = "",
    endnotes: str = "",
    headers: Iterable[str] = (),
    more: Iterable[tuple[str, str | bytes]] = (),
) -> bytes:
    """Return the bytes of a document with this body, and the other parts where they are given.

    Headers are referred to as `section(0)`, `section(1)` …
    """
    parts = {
        "styles": ("styles", styles),
        "numbering": ("numbering", numbering),
        "comments": ("comments", comments),
        "footnotes": ("footnotes", footnotes),
        "endnotes": ("endnotes", endnotes),
    }
    named = {kind: f"{kind}.xml" for kind, (_, inner) in parts.items() if inner}
    files: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", relationships({"officeDocument": "word/document.xml"})),
        ("word/document.xml", part("document", f"<w:body>{body}</w:body>")),
        *((f"word/{kind}.xml", part(root, inner)) for kind, (root, inner) in parts.items() if inner),
    ]
    if threads is not None:
        named["commentsExtended"] = "commentsExtended.xml"
        files.append(("word/commentsExtended.xml", f"<w15:commentsEx {SPACES}>{threads}</w15:commentsEx>"))
    links = relationships(named)
    for number, header in enumerate(headers):
        files.append((f"word/header{number}.xml", part("hdr", header)))
        link = f'<Relationship Id="h{number}" Type="{TYPES}header" Target="header{number}.xml"/>'
        links = links.replace("</Relationships>", f"{link}</Relationships>")
    files.append(("word/_rels/document.xml.rels", links))
    return zipped([*files, *more])


def section(*headers: int) -> str:
    """Return the properties of a section with these headers."""
    links = "".join(f'<w:headerReference w:type="default" r:id="h{number}"/>' for number in headers)
    return f"<w:sectPr>{links}</w:sectPr>"


def zipped(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return a zip file that holds these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in files:
            file.writestr(name, words)
    return made.getvalue()


def t(words: str, looks: str = "") -> str:
    """Return a run."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    signs = "".join(
        "<w:br/>" if piece == "\n" else f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in _pieces(words)
    )
    return f"<w:r>{properties}{signs}</w:r>"


def _pieces(words: str) -> Iterable[str]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield "\n"
        if line:
            yield line


def p(*runs: str, looks: str = "") -> str:
    """Return a paragraph of runs; a word that is no XML becomes one."""
    inner = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{looks}</w:pPr>' if looks else ''}{inner}</w:p>"


def tc(*blocks: str, looks: str = "") -> str:
    """Return a table cell of paragraphs and tables."""
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{inner or '<w:p/>'}</w:tc>"


def tr(*cells: str, looks: str = "") -> str:
    """Return a table row."""
    return (
        f"<w:tr><w:trPr>{looks}</w:trPr>{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</w:tr>"
    )


def tbl(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def ins(*runs: str, by: str = "Ana", kind: str = "ins") -> str:
    """Return an insertion (or, by its kind, a move to here)."""
    inner = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f'<w:{kind} w:id="1" w:author={quoteattr(by)} w:date="2026-03-01T09:00:00Z">{inner}</w:{kind}>'


def dels(*words: str, by: str = "Ana") -> str:
    """Return a deletion."""
    inner = "".join(t(word).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>") for word in words)
    return f'<w:del w:id="1" w:author={quoteattr(by)} w:date="2026-03-01T09:00:00Z">{inner}</w:del>'


def mark(kind: str, by: str = "Ana") -> str:
    """Return the properties of a paragraph whose mark was inserted or deleted."""
    return f'<w:rPr><w:{kind} w:id="1" w:author={quoteattr(by)}/></w:rPr>'


def on(number: int, *runs: str) -> str:
    """Return runs with a comment on them."""
    inner = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f'<w:commentRangeStart w:id="{number}"/>{inner}<w:commentRangeEnd w:id="{number}"/>{ref(number)}'


def ref(number: int) -> str:
    """Return the mark of a comment."""
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def comment(number: int, words: str, by: str = "Ana", date: str = "") -> str:
    """Return a comment; its last paragraph is named by its number."""
    lines = words.split("\n")
    paragraphs = "".join(
        f'<w:p w14:paraId="{number if place == len(lines) else 900 + number:08X}">{t(line)}</w:p>'
        for place, line in enumerate(lines, start=1)
    )
    when = f' w:date="{date}"' if date else ""
    return f'<w:comment w:id="{number}" w:author={quoteattr(by)}{when}>{paragraphs}</w:comment>'


def thread(number: int, parent: int | None = None, done: bool = False) -> str:
    """Return what a document says of the thread of a comment."""
    answers = "" if parent is None else f' w15:paraIdParent="{parent:08X}"'
    return f'<w15:commentEx w15:paraId="{number:08X}"{answers} w15:done="{int(done)}"/>'
