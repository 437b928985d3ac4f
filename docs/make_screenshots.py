"""Makes the pictures in `docs/images/` from the real thing: report, explorer, notebook, terminal and redline.

Run it from the top of the checkout after a change that is to be seen: `python docs/make_screenshots.py`. With names
(`report`, `terminal`, …) only those are made. It needs Debian's chromium and Playwright, and LibreOffice for `redline`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DRAFT = ROOT / "examples" / "harbour_plan.txt"
WORD = DRAFT.with_suffix(".docx")
# What a page in the documentation can carry.
LARGEST = 200_000

# The colours of a terminal, by what the command line writes.
_COLOURS = {
    "1;31": "color:#ff6b6b;font-weight:bold",
    "2": "color:#9a9a9a",
    "31": "color:#ff6b6b",
    "32": "color:#7fd67f",
    "33": "color:#f0c75e",
    "35": "color:#d59bf6",
    "36": "color:#6fd3e0",
}


def main(names: list[str]) -> None:
    """Make the pictures with these names, or all."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import browsing

    IMAGES.mkdir(exist_ok=True)
    with browsing() as browser, TemporaryDirectory() as folder:
        for name, (make, size) in PICTURES.items():
            if names and name not in names:
                continue
            page = browser.new_page(viewport={"width": size[0], "height": size[1]})
            make(page, Path(folder))
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path)
            page.close()
            written = path.stat().st_size
            print(f"{path.relative_to(ROOT)}: {written / 1000:.0f} kB")
            if written > LARGEST:
                raise SystemExit(f"{path.name} is larger than {LARGEST / 1000:.0f} kB; show less")


def report(page: Any, folder: Path, *extent: str) -> None:
    """Show the top of the report."""
    _bracketed("report", str(WORD), *extent, "--force", "-o", str(folder / "report.html"))
    page.goto((folder / "report.html").as_uri())


def report_text(page: Any, folder: Path) -> None:
    """Show the settled text in the report, with its reasons."""
    report(page, folder, "--full")
    page.evaluate("document.querySelector('#text .why').previousElementSibling.scrollIntoView()")


def explorer(page: Any, folder: Path) -> None:
    """Show the explorer after a choice."""
    _bracketed("explore", str(WORD), "--force", "-o", str(folder / "explorer.html"))
    page.goto((folder / "explorer.html").as_uri())
    page.get_by_role("button", name="H.1-4#1").last.click()
    page.locator("[data-letter]", has_text="assessed").first.click()


def notebook(page: Any, folder: Path) -> None:
    """Show in a notebook which brackets block."""
    import bracketed as bt

    positions = bt.positions(bt.read(DRAFT))
    shown = bt.blocking(bt.variants(bt.read(DRAFT), positions), positions)._repr_html_()
    style = "font: 14px system-ui, sans-serif; margin: 12px 16px"
    (folder / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8><body style='{style}'>{shown}", "utf-8")
    page.goto((folder / "notebook.html").as_uri())


def terminal(page: Any, folder: Path) -> None:
    """Show what `bracketed show` prints on a terminal."""
    from tests.terminal import on_terminal

    _, printed = on_terminal("show", str(DRAFT), columns=100, folder=ROOT)
    legend, *lines = printed.split("\n")
    # Where the text of the draft becomes contested.
    start = next(number for number, line in enumerate(lines) if "H.1-c" in line)
    shown = "\n".join(["$ bracketed show harbour_plan.txt", legend, "…", *lines[start:]])
    style = "background:#1e1e1e;color:#e6e6e6;margin:0;padding:14px;font:13px/1.4 'DejaVu Sans Mono',monospace"
    body = f"<body style='margin:0;background:#1e1e1e'><pre style=\"{style}\">{_coloured(shown)}</pre>"
    (folder / "terminal.html").write_text(f"<!doctype html><meta charset=utf-8>{body}", "utf-8")
    page.goto((folder / "terminal.html").as_uri())


def redline(page: Any, folder: Path) -> None:
    """Show a redline as a word processor shows it."""
    import pypdfium2

    from tests.word.office import Office

    (folder / "choices.json").write_text('{"H.1-4#1": "b", "H.1-5#i1": "omit"}', "utf-8")
    written = folder / "redline.docx"
    _bracketed(
        "write", str(WORD), "--variant", str(folder / "choices.json"), "--redline", "--force", "-o", str(written)
    )
    # Signs for the comments would hide the words beside them.
    pdf = Office(folder).convert(written, 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"false"}}')
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=1.5).to_pil().save(folder / "redline.png")
    style = "width:893px;margin:-720px 0 0 -80px"
    shown = f"<body style='margin:0;overflow:hidden'><img src=redline.png style='{style}'>"
    (folder / "redline.html").write_text(f"<!doctype html><meta charset=utf-8>{shown}", "utf-8")
    page.goto((folder / "redline.html").as_uri())


PICTURES: dict[str, tuple[Callable[[Any, Path], None], tuple[int, int]]] = {
    "report": (report, (1000, 1100)),
    "report-text": (report_text, (1000, 700)),
    "explorer": (explorer, (1260, 780)),
    "notebook": (notebook, (1000, 640)),
    "redline": (redline, (733, 460)),
    "terminal": (terminal, (860, 620)),
}


def _bracketed(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bracketed", *arguments], check=True, cwd=ROOT)


def _coloured(words: str) -> str:
    """Return what was printed on a terminal as HTML."""
    parts = re.split("\x1b\\[([0-9;]*)m", words)
    shown = escape(parts[0])
    for code, stretch in zip(parts[1::2], parts[2::2], strict=True):
        shown += f'<span style="{_COLOURS.get(code, "")}">{escape(stretch)}</span>'
    return shown


if __name__ == "__main__":
    main(sys.argv[1:])
