"""Answers depend on the draft alone, and nothing leaves the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import openpyxl
import pytest

import bracketed as bt
from bracketed.draft.delegations import Names
from tests.all_answers import answers
from tests.word.making import TYPES, p, part, relationships, zipped

# Each of these starts programs or threads that answer every question.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "examples" / "harbour_plan.txt"
# Its comments have dates.
WORD_DRAFT = ROOT / "examples" / "harbour_plan.docx"


def asked(draft: Path = DRAFT, **environment: str) -> str:
    """Return all answers about a draft, from a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.all_answers", str(draft)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
    )
    return done.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    return asked(PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="UTC")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu"},
        # A machine whose language knows no letter beyond ASCII.
        {"PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_answers_are_the_same_whatever_the_surroundings(environment: dict[str, str], usual: str) -> None:
    assert asked(**environment) == usual


def test_dates_are_the_same_in_every_time_zone() -> None:
    east, west = (asked(WORD_DRAFT, TZ=zone) for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"))
    assert east == west
    assert json.loads(east)["comments"][0][1] == "2026-03-10T10:01:00Z"


def test_answers_about_many_delegations_are_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    # With so many, not all ways to divide them into communities are compared, and which is found depends on the order.
    names = [one.name for one in Names.default().delegations if one.kind == "state"][:24]
    chance = Random(5)
    lines = []
    for number in range(1, 7):
        spoken = chance.sample(names, 16)
        lines.append(f"{number}. Towns [{', '.join(spoken[:8])} propose; {', '.join(spoken[8:])} oppose: shall] plan.")
    draft = tmp_path / "crowd.txt"
    draft.write_text("\n".join(lines))
    one, *others = (asked(draft, PYTHONHASHSEED=seed) for seed in "123")
    assert len(json.loads(one)["coalitions"][0]) > 1
    assert others == [one] * 2


def test_answers_are_the_same_whatever_ends_the_lines(tmp_path: Path, usual: str) -> None:
    windows = tmp_path / "harbour_plan.txt"
    windows.write_bytes(DRAFT.read_bytes().replace(b"\n", b"\r\n"))
    assert asked(windows).replace(r"\r\n", r"\n") == usual


def test_many_may_read_and_query_at_the_same_time() -> None:
    draft = bt.read(DRAFT)
    alone = json.dumps(answers(bt.read(DRAFT)))
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(lambda _: json.dumps(answers(draft)), range(4))]
    assert together == [alone] * 4


WATCH = """
import sys

seen = []
# What would reach out of the process: connections, names looked up, other programs; and files that only a draft names.
watched = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.spawn")

def look(event, arguments):
    if event.startswith(watched) or (event == "open" and "referred-to" in str(arguments[0])):
        seen.append((event, str(arguments[:1])))

sys.addaudithook(look)
"""
ALL_ANSWERS = """
import bracketed as bt
from tests.all_answers import answers

answers(bt.read(sys.argv[1]))
from bracketed.cli import main

context = main.make_context("bracketed", [], resilient_parsing=True)
assert main.list_commands(context)
for verb in main.list_commands(context):
    main.get_command(context, verb).get_help(context)
"""
ALL_FORMATS = """
import os
import bracketed as bt

for name in os.listdir(sys.argv[1]):
    if name.startswith("draft."):
        draft = bt.read(f"{sys.argv[1]}/{name}")
        assert draft.brackets
        positions = bt.positions(draft)
        bt.report(bt.variants(draft, positions), positions, full=True)
assert len(bt.read_positions(f"{sys.argv[1]}/table.xlsx", draft, strict=False))
"""


def reached(script: str, place: Path) -> str:
    """Return what a script about a draft or a folder reaches out for."""
    done = subprocess.run(
        [sys.executable, "-c", f"{WATCH}{script}print(seen)", str(place)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
    )
    return done.stdout.splitlines()[-1]


def test_nothing_reaches_out_of_the_process() -> None:
    assert reached(ALL_ANSWERS, DRAFT) == "[]"


def test_nothing_that_a_file_refers_to_is_fetched(tmp_path: Path) -> None:
    beside, far = "referred-to.txt", "http://127.0.0.1:9/referred-to"
    near = (tmp_path / beside).as_uri()
    words = "1. Ports [shall/should] pay."
    (tmp_path / beside).write_text("words")
    (tmp_path / "draft.md").write_text(f"![a]({near}) ![b]({far}) ![c]({beside})\n\n<img src='{near}'>\n\n{words}\n")
    (tmp_path / "draft.html").write_text(
        f'<!DOCTYPE html SYSTEM "{near}"><link rel="stylesheet" href="{far}"><link rel="import" href="{beside}">'
        f'<base href="{far}"><meta http-equiv="refresh" content="0;url={far}"><script src="{far}"></script>'
        f'<p><img src="{near}"><iframe src="{near}"></iframe><object data="{beside}"></object>{words}</p>'
    )
    include = f"<w:r><w:instrText>INCLUDETEXT {near}</w:instrText></w:r>"
    links = "".join(
        f'<Relationship Id="x{number}" Type="{TYPES}{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate((("attachedTemplate", near), ("image", far), ("aFChunk", beside)))
    )
    links = relationships({}).replace("</Relationships>", f"{links}</Relationships>")
    body = part("document", f"<w:body>{p(words, include)}<w:altChunk r:id='x2'/></w:body>")
    parts = {"_rels/.rels": relationships({"officeDocument": "word/document.xml"}), "word/document.xml": body}
    (tmp_path / "draft.docx").write_bytes(zipped([*parts.items(), ("word/_rels/document.xml.rels", links)]))
    book = openpyxl.Workbook()
    for row in (
        ("delegation", "bracket", "option", "stance", "evidence"),
        ("Peru", "1#1", "a", "supports", f'=WEBSERVICE("{far}")'),
        ("Chad", "1#1", "b", "supports", f"='{tmp_path}/[referred-to.xlsx]a'!A1"),
        ("Fiji", "1#1", "b", "supports", "words"),
    ):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    assert reached(ALL_FORMATS, tmp_path) == "[]"
