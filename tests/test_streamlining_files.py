"""Suggestions carried out on the command line, in text and in Word documents."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.draft import Draft
from bracketed.positions.positions import Positions
from bracketed.writing.edited import write_edited
from tests.test_streamlining import questions
from tests.word.making import docx, p, t

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTE = EXAMPLES / "lighthouse_note.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["streamline", *map(str, arguments)])


def test_suggestions_are_printed_for_people_and_for_programs() -> None:
    shown = run(NOTE).stdout
    assert "common:1#1  All options begin with “shall report”" in shown
    assert len(shown.splitlines()) <= 60
    assert max(map(len, shown.splitlines())) <= 100
    answer = bt.streamline(bt.read(NOTE))
    assert json.loads(run(NOTE, "--format", "json").stdout) == answer.to_dicts()
    assert run(NOTE, "--format", "csv").stdout.splitlines()[0] == ",".join(answer.columns.split())


def test_suggestions_on_one_part_are_printed() -> None:
    shown = run(EXAMPLES / "harbour_plan.txt", "--article", "H.1").stdout
    assert "drop:H.1-c#1" in shown
    assert "nothing to show" in run(EXAMPLES / "harbour_plan.txt", "--article", "H.3").stdout


def test_the_draft_and_the_positions_are_written_with_suggestions_carried_out(tmp_path: Path) -> None:
    out, table = tmp_path / "shorter.md", tmp_path / "shorter.csv"
    done = run(NOTE, "--apply", "merge:2#1", "--apply", "drop:3#1", "-o", out, "--write-positions", table)
    assert (done.exit_code, done.output) == (0, "")
    draft = bt.read(out)
    assert [bracket.words for bracket in draft.brackets][1:3] == ["[solar-powered lamps/oil lamps]", "[may/should]"]
    rows = bt.read_positions(table, draft)
    assert [(row.delegation, row.option) for row in rows if row.bracket == "2#1"][-1] == ("Peru", "b")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--apply", "merge:2#1"], "--apply and --output go together"),
        (["-o", "x.md"], "--apply and --output go together"),
        (["--write-positions", "x.csv"], "goes with --apply"),
        (["--apply", "merge:9#1", "-o", "x.md"], "there is no suggestion 'merge:9#1'"),
        (["--apply", "link:5#1", "-o", "x.md"], "links DRAFT --accept same:5#1"),
        (["--apply", "merge:2#1", "-o", "x.pdf"], "cannot be written; write .docx, .md, .txt"),
    ],
)
def test_what_cannot_be_done_is_reported(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(NOTE, *arguments)
    assert done.exit_code in (2, 3)
    assert words in done.output
    assert not [*tmp_path.iterdir()]


def test_a_link_on_which_there_is_a_verdict_is_not_suggested_again(tmp_path: Path) -> None:
    draft = tmp_path / "note.txt"
    draft.write_bytes(NOTE.read_bytes())
    assert "link:5#1" in run(draft).stdout
    CliRunner().invoke(main, ["links", str(draft), "--refuse", "same:5#1"])
    assert "link:5#1" not in run(draft).stdout


def test_stances_that_would_be_read_otherwise_on_the_new_words_are_reported(tmp_path: Path) -> None:
    draft, out = tmp_path / "draft.txt", tmp_path / "new.txt"
    text = "1. Ports [pay harbour dues/pay harbor dues/save].\tComment by A: UK – use “pay harbor dues”\n"
    draft.write_text(text, encoding="utf-8")
    done = run(draft, "--apply", "merge:1#1", "-o", out)
    assert "new.txt: 1 stance in comments would be read otherwise on the new words" in done.output
    # Its words do not stand in the new draft.
    assert len(bt.positions(bt.read(out))) == 0


def test_a_word_document_keeps_all_else(tmp_path: Path) -> None:
    file, out = tmp_path / "draft.docx", tmp_path / "new.docx"
    words = "[pay harbour dues/pay harbor dues/save]"
    file.write_bytes(docx(p(t("1. Ports "), t(words, looks="<w:b/>"), t(" each "), t("year.", looks="<w:b/>"))))
    draft = bt.read(file)
    answer = bt.streamline(draft)
    assert [row.id for row in answer] == ["merge:1#1"]
    done = run(file, "--apply", "merge:1#1", "-o", out)
    assert (done.exit_code, done.output) == (0, "")
    assert bt.read(out).source == "1. Ports [pay harbour dues/save] each year.\n"
    body = zipfile.ZipFile(out).read("word/document.xml").decode()
    assert body.count("<w:b/>") >= 2


def test_comments_in_a_word_document_stay(tmp_path: Path) -> None:
    out = tmp_path / "new.docx"
    assert run(EXAMPLES / "harbour_plan.docx", "--apply", "drop:H.1-c#1", "-o", out).exit_code == 0
    before, after = bt.read(EXAMPLES / "harbour_plan.docx"), bt.read(out)
    assert [comment.text for comment in after.comments] == [comment.text for comment in before.comments]
    assert after.source == before.source.replace("[and dry ports]", "and dry ports")


@given(questions(), st.data())
def test_any_suggestion_is_carried_out_in_a_word_document(case: tuple[Draft, Positions], data: st.DataObject) -> None:
    draft, positions = case
    with TemporaryDirectory() as folder:
        file = Path(folder, "draft.docx")
        bt.write(draft, file)
        again = bt.read(file)
        ids = [row.id for row in bt.streamline(again, positions) if row.kind != "link"]
        if not ids:
            return
        answer = bt.streamline(again, positions)
        id_ = data.draw(st.sampled_from(ids))
        after, _ = answer.apply(id_)
        assert write_edited(again, after, answer.edits(id_), Path(folder, "shorter.docx"))
        assert bt.read(Path(folder, "shorter.docx")).source == after.source
