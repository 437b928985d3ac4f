"""Runs the fuzzer on one target for some seconds; exit code 0 if nothing crashed.

It prints the seed of the run, and what a crash was; `--seed` with that number tries the same inputs again.
"""

from __future__ import annotations

import argparse
import random
import shlex
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
    "record": [*(ROOT / "tests" / "records").glob("*.md")],
    "html": [*(ROOT / "tests" / "html").glob("*.md")],
    "table": [ROOT / "tests" / "golden" / "harbour_plan" / "positions.csv"],
}
PIECE = 400
# So many inputs of each sort to begin with: of random choices for the strategy, and for the tokens.
RANDOM = 50
# Bytes that choose: a strategy takes a few for each part of what it builds.
CHOICES = 1500


def main() -> None:
    with atheris.instrument_imports(include=["bracketed"]):
        from tests.fuzz.targets import LONGEST, TARGETS

    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("target", choices=[*TARGETS])
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=0, help="1 or more: try the same again; 0: try something else")
    chosen = asked.parse_args()
    seed = chosen.seed or random.SystemRandom().randrange(1, 2**31)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, piece in enumerate(seeds(chosen.target, random.Random(seed))):
            (corpus / str(number)).write_bytes(piece)
        dictionary = Path(folder, "dictionary")
        dictionary.write_text("".join(_entries()), encoding="ascii")
        settings = [
            f"-max_total_time={chosen.seconds}",
            f"-seed={seed}",
            f"-max_len={LONGEST}",
            f"-dict={dictionary}",
            f"-artifact_prefix={CASES}/{chosen.target}-",
            "-timeout=30",
            # Or else it keeps as a case what a busy machine made slow.
            "-report_slow_units=30",
            "-rss_limit_mb=2000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], str(corpus), *settings], lambda data: _tried(chosen.target, data, seed))
        atheris.Fuzz()


def _entries() -> list[str]:
    """Return what the grammar is made of as lines of a dictionary of the fuzzer."""
    from tests.fuzz.targets import words_of_tokens

    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "replace")) for word in words_of_tokens())
    return [f'"{word}"\n' for word in escaped]


def _tried(target: str, data: bytes, seed: int) -> None:
    """Try a target, and keep what crashes it as the bytes that the target was given."""
    from tests.fuzz.targets import inputs_of, tried

    for made in inputs_of(target, data):
        try:
            tried(target, made)
        except BaseException:
            # Under the name that the fuzzer would give it, had it the time, and whatever made it.
            path = CASES / f"{target}-crash-{sha1(made).hexdigest()}"
            path.write_bytes(made)
            print(
                f"\n{target} crashed on what is now in {path.relative_to(ROOT)}; try it again with\n"
                f"  python -m pytest -q tests/test_fuzz.py -k {shlex.quote(path.name)}\n"
                f"or the whole run with\n  python -m tests.fuzz {target} --seed {seed}",
                flush=True,
            )
            raise


def seeds(target: str, chance: random.Random) -> list[bytes]:
    """Return what a target begins with: random choices, pieces of files, and inputs that crashed once."""
    from tests.fuzz.targets import BUILT, TOKENS

    found = [BUILT + chance.randbytes(chance.randint(50, CHOICES)) for _ in range(RANDOM)]
    found += [TOKENS + chance.randbytes(chance.randint(5, 80)) for _ in range(RANDOM)]
    found += [path.read_bytes() for path in sorted(CASES.glob(f"{target}-*"))]
    if target == "docx":
        return found + _documents()
    if target == "pdf":
        return found + _pages()
    whole = [path.read_bytes() for path in SEEDS.get(target, ())]
    pieces = [data[at : at + PIECE] for data in whole for at in range(0, len(data), PIECE)]
    return found + chance.sample(pieces, min(len(pieces), 2 * RANDOM))


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
