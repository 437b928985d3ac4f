"""Runs the fuzzer on one target for some seconds; exit code 0 if nothing crashed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from hashlib import sha1
from pathlib import Path

import atheris

CASES = Path(__file__).parent / "cases"
ROOT = CASES.parents[2]
# What real files hold is where the fuzzer begins.
SEEDS = {
    "text": [*(ROOT / "tests" / "drafts").glob("*.md"), ROOT / "examples" / "harbour_plan.txt"],
    "comment": [*(ROOT / "tests" / "comments").glob("*.md")],
    "commented": [*(ROOT / "tests" / "comments").glob("*.md")],
    "html": [*(ROOT / "tests" / "html").glob("*.md")],
    "table": [ROOT / "tests" / "golden" / "harbour_plan" / "positions.csv"],
}
PIECE = 400


def main() -> None:
    with atheris.instrument_imports(include=["bracketed"]):
        from tests.fuzz.targets import LONGEST, TARGETS

    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("target", choices=[*TARGETS])
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=0, help="1 or more: try the same again; 0: try something else")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as corpus:
        for number, piece in enumerate(seeds(chosen.target)):
            (Path(corpus) / str(number)).write_bytes(piece)
        settings = [
            f"-max_total_time={chosen.seconds}",
            f"-seed={chosen.seed}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={CASES}/{chosen.target}-",
            "-timeout=20",
            "-rss_limit_mb=2000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], corpus, *settings], lambda data: _kept(chosen.target, data))
        atheris.Fuzz()


def _kept(target: str, data: bytes) -> None:
    """Try a target, and keep what crashes it under the name that the fuzzer would give it, had it the time."""
    from tests.fuzz.targets import tried

    try:
        tried(target, data)
    except Exception:
        (CASES / f"{target}-crash-{sha1(data).hexdigest()}").write_bytes(data)
        raise


def seeds(target: str) -> list[bytes]:
    """Return pieces of the files that a target begins with."""
    if target == "docx":
        return _documents()
    if target == "pdf":
        return _pages()
    whole = [path.read_bytes() for path in SEEDS[target]]
    return [data[at : at + PIECE] for data in whole for at in range(0, len(data), PIECE)]


def _documents() -> list[bytes]:
    """Return Word documents in the three ways in which `tests.fuzz.targets.docx` takes them."""
    from tests.fuzz.targets import ELEMENTS
    from tests.word.making import comment, dels, docx, ins, mark, on, p, tbl, thread, tr

    body = p("1. Parties ", on(0, "[shall/should]"), ins(" report"), dels(" meet"), " [yearly].", looks=mark("ins"))
    table = tbl(tr("Outcomes", "Outputs"), tr("2. Better [ports]", "3. A new pier"))
    said = comment(0, "UK – keep “shall”") + comment(1, "Agree", "Kenya")
    xml = "\0".join((body + table, said, "", "", "", thread(0)))
    chosen = [
        "w:p",
        "1. ",
        "[",
        "shall",
        " / ",
        "should",
        "]",
        "/",
        "w:p",
        "2. ",
        'w:ins w:id="1" w:author="Ana"',
        "report",
    ]
    chosen += ["/", 'w:commentRangeStart w:id="0"/', "[", "report", "]", 'w:commentRangeEnd w:id="0"/', "/"]
    chosen += ["w:tbl", "w:tr", "w:tc", "w:p", "shall", "/", "/", "w:tc", 'w:gridSpan w:val="2"/', "w:p", "report"]
    return [
        docx("<w:p/>"),
        docx(body + table, comments=said),
        b"x" + xml.encode(),
        b"e" + bytes(map(ELEMENTS.index, chosen)),
        *(b"e" + bytes(range(at, at + 12)) for at in range(0, len(ELEMENTS), 6)),
    ]


def _pages() -> list[bytes]:
    """Return PDF files, and what pages of them show."""
    from tests.pdf.making import PdfBuilder, page

    words = b"BT /F 10 Tf 60 700 Td (4. Ports [shall/should] report.) Tj 0 -13 Td (5. They [meet].) Tj ET "
    lines = b"1 1 0 rg 60 690 200 20 re f 0 0 m 200 0 l S 60 600 m 60 700 l S 60 600 m 300 600 l S 0 g "
    made = PdfBuilder(pageCompression=0)
    made.paragraph("4. Ports [shall/should] report.")
    made.box((60, 200, 400), (600, 640, 700))
    made.note("Highlight", 70, 700, 90, "UK – delete", "Ana")
    return [
        page(words),
        made.bytes(),
        b"c" + words,
        b"c" + lines + words,
        b"c" + words + words.replace(b"10 Tf", b"7 Tf"),
    ]


if __name__ == "__main__":
    main()
