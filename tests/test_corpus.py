"""A corpus is one table: in order, the same from every engine, whole in spite of bad files, stops and dying workers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import bracketed as bt
from bracketed.cli import main
from bracketed.corpus.files import BATCH, BATCH_BYTES, DraftFile, batches, find_files
from bracketed.corpus.results import dtypes, load, save
from bracketed.corpus.rows import COLUMNS
from bracketed.errors import BracketedError, DraftError, UnknownNameError
from bracketed.progress_bar import ProgressBar
from tests.benchmarks.corpora import write_corpus

HARBOUR = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"
TABLES = ["drafts", "brackets", "positions"]

PARQUET = pytest.param(
    "rows.parquet", marks=pytest.mark.skipif(not find_spec("pyarrow"), reason="Parquet needs pyarrow")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 60 sound drafts and some that cannot be read."""
    made = tmp_path_factory.mktemp("drafts")
    write_corpus(made, 60, kilobytes=2)
    (made / "draft_00007.txt").write_bytes(b"\x00\x01\x02\x03")
    (made / "draft_00021.txt").write_text(" \n", encoding="utf-8")
    (made / "draft_00033.sheet").write_text("4. Parties [shall] report.", encoding="utf-8")
    return made


def same(frame: pd.DataFrame, other: pd.DataFrame) -> None:
    """Check that two tables are equal, but for how long the work took."""
    timed = frame.columns.intersection(["seconds"])
    assert_frame_equal(frame.drop(columns=timed), other.drop(columns=timed))


def slowly(monkeypatch: pytest.MonkeyPatch, before: Callable[[DraftFile], None]) -> None:
    """Let something happen before each draft is read; only in this process."""
    module = import_module("bracketed.corpus.rows")
    real = module.rows_of_draft

    def rows_of_draft(rows: Any, sent: DraftFile, limits: bt.Limits) -> Any:
        before(sent)
        return real(rows, sent, limits)

    monkeypatch.setattr(module, "rows_of_draft", rows_of_draft)


def test_a_row_says_what_a_draft_holds() -> None:
    [row] = bt.corpus(HARBOUR).to_dict("records")
    draft = bt.read(HARBOUR)
    positions = bt.positions(draft)
    standings = bt.blocking(bt.variants(draft, positions), positions)
    assert row["brackets"] == len(draft.brackets) == row["optional"] + row["alternatives"] + row["placeholders"]
    assert (row["depth"], row["implied"]) == (2, len(positions.implied))
    assert (row["positions"], row["delegations"]) == (len(positions), len(positions.delegations))
    assert {name: row[name] for name in ("blocking", "closable", "silent")} == {
        name: sum(standing.status == name for standing in standings) for name in ("blocking", "closable", "silent")
    }
    found = [finding.severity for finding in (*draft.diagnostics, *positions.diagnostics)]
    assert [row[f"{name}s"] for name in ("error", "warning", "info")] == [
        found.count(name) for name in ("error", "warning", "info")
    ]
    assert row["contested_share"] == row["contested_words"] / row["words"] == 107 / 700
    assert row["hash"] == "4dbff63e32dad0f9e64c4f62a69450c07787068cc093a68952421e17231cd237"


def test_long_tables_are_those_of_the_single_draft() -> None:
    draft = bt.read(HARBOUR)
    told = bt.to_frame(bt.positions(draft))
    found = bt.corpus(HARBOUR, rows="positions")
    assert_frame_equal(found[told.columns], told, check_dtype=False)
    brackets = bt.corpus(HARBOUR, rows="brackets")
    written = brackets[brackets.origin == "text"]
    assert list(written.bracket.unique()) == [bracket.id for bracket in draft.brackets]


@pytest.mark.parametrize("rows", TABLES)
def test_tables_have_the_same_columns_and_types_whatever_is_in_them(rows: Any, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Parties report.", encoding="utf-8")
    for name in ("plain.txt", "none.txt"):
        frame = bt.corpus(tmp_path / name, rows=rows)
        assert list(frame.columns) == list(COLUMNS[rows])
        assert dict(frame.dtypes) == dict(pd.DataFrame(columns=list(frame)).astype(dtypes(COLUMNS[rows])).dtypes)
    assert len(bt.corpus(tmp_path / "plain.txt", rows=rows)) == (rows == "drafts")


@pytest.mark.slow
@pytest.mark.parametrize("rows", TABLES)
@pytest.mark.parametrize("engine", ["processes", "threads", "dask"])
def test_every_engine_gives_the_same(rows: Any, engine: str, folder: Path, request: pytest.FixtureRequest) -> None:
    expected = bt.corpus(f"{folder}/*", rows=rows)
    if engine == "threads":
        with ThreadPoolExecutor(2) as threads:
            same(bt.corpus(f"{folder}/*", rows=rows, engine=threads), expected)
    else:
        client = request.getfixturevalue("dask_client") if engine == "dask" else engine
        same(bt.corpus(f"{folder}/*", rows=rows, engine=client), expected)


def test_a_bad_file_is_a_row_with_its_error(folder: Path) -> None:
    files = [*find_files(f"{folder}/*"), f"{folder}/gone.txt", "nul\x00.txt"]
    frame = bt.corpus(files)
    assert list(frame.file) == files
    bad = {Path(file).name: error for file, error in zip(frame.file, frame.error, strict=True) if error}
    assert bad == {
        "draft_00007.txt": "draft_00007.txt is not a text file; save it as plain text in UTF-8",
        "draft_00021.txt": "the draft is empty; give a text with at least one word (line 1, column 1)",
        "draft_00033.sheet": bad["draft_00033.sheet"],
        "gone.txt": "no such file or directory",
        "nul\x00.txt": "embedded null byte",
    }
    assert "a file of format 'sheet' cannot be read" in bad["draft_00033.sheet"]
    assert frame.brackets.isna().sum() == 5


@pytest.mark.slow
def test_an_error_names_the_file_that_it_is_about(tmp_path: Path) -> None:
    for name, content in (("a.html", b"<b>" * 400_001), ("b.docx", b"PK\x03\x04"), ("c.pdf", b"%PDF"), ("d", b"\0")):
        (tmp_path / name).write_bytes(content)
    frame = bt.corpus(f"{tmp_path}/*")
    for file, error in zip(frame.file, frame.error, strict=True):
        assert error.startswith((f"{Path(file).name}: ", f"{Path(file).name} ")), error


def test_what_is_known_of_a_draft_stays_when_something_else_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(import_module("bracketed.corpus.rows"), "blocking", fail)
    [row] = bt.corpus(HARBOUR).to_dict("records")
    assert row["brackets"] == 18
    assert re.fullmatch(
        r"a fault of bracketed [\d.]+: RuntimeError in test_corpus\.py, line \d+ \(no more\); the draft is not to "
        r"blame: please report this line and what you typed",
        row["error"],
    )
    assert pd.isna(row["blocking"])


def test_a_fault_of_ours_ends_the_command_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(import_module("bracketed.corpus.rows"), "blocking", fail)
    done = CliRunner().invoke(main, ["corpus", str(HARBOUR)])
    assert done.exit_code == 70
    assert "harbour" in done.stdout
    assert done.stderr.startswith("bracketed: a fault of bracketed ")
    monkeypatch.undo()
    assert CliRunner().invoke(main, ["corpus", str(HARBOUR), "gone.txt"]).exit_code == 0


def test_the_readings_beside_a_draft_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Parties [shall][should] report.", encoding="utf-8")
    before = bt.corpus(tmp_path / "a.txt")
    (tmp_path / "a.readings.toml").write_text('[read_as]\n"1#1" = "separate"\n', encoding="utf-8")
    frame = bt.corpus(f"{tmp_path}/*")
    assert list(frame.file) == [f"{tmp_path}/a.txt"]
    assert (before.brackets[0], frame.brackets[0]) == (1, 2)
    assert (before.hash[0] == frame.hash[0], before.reading[0] == frame.reading[0]) == (True, False)
    (tmp_path / "a.readings.toml").write_text("convention = 3", encoding="utf-8")
    assert "convention is a name" in bt.corpus(tmp_path / "a.txt").error[0]


def test_a_convention_is_requested_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Parties [shall][should] report.", encoding="utf-8")
    frame = bt.corpus(tmp_path / "a.txt", convention="unfccc")
    assert frame.reading[0] != bt.corpus(tmp_path / "a.txt").reading[0]
    with pytest.raises(UnknownNameError, match="unfcc"):
        bt.corpus(tmp_path / "a.txt", convention="unfcc")


def test_a_language_is_requested_by_its_code(tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text("1. Las Partes [deben O pueden] informar.", encoding="utf-8")
    guessed, named = bt.corpus(draft), bt.corpus(draft, language="es")
    assert (guessed.alternatives[0], named.alternatives[0]) == (0, 1)
    assert guessed.reading[0] != named.reading[0]
    with pytest.raises(UnknownNameError, match="language 'xx'"):
        bt.corpus(draft, language="xx")


def test_files_are_found_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_files("draft_0000[135].txt") == ["draft_00001.txt", "draft_00003.txt", "draft_00005.txt"]
    assert find_files([Path("b.txt"), "a.txt", "draft_00002.*"]) == ["b.txt", "a.txt", "draft_00002.txt"]


@pytest.mark.parametrize(
    "files, message",
    [
        ("*.nothing", "no file is called *.nothing; give files, or a pattern such as drafts/*.txt"),
        ([], "no file was found; give files, or a pattern such as drafts/*.txt"),
        (".", f". is a folder; write .{os.sep}*.txt"),
    ],
)
def test_no_file_is_an_error(files: Any, message: str) -> None:
    with pytest.raises(DraftError) as raised:
        bt.corpus(files)
    assert str(raised.value) == message


def test_a_file_whose_name_is_a_pattern_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "draft[1].txt").write_text("Parties [shall] report.", encoding="utf-8")
    assert bt.corpus(tmp_path / "draft[1].txt").brackets[0] == 1


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(UnknownNameError, match="there is no table 'bracket'; did you mean brackets"):
        bt.corpus(HARBOUR, rows="bracket")  # type: ignore[arg-type]


@given(st.lists(st.integers(0, BATCH_BYTES + 1), max_size=60))
def test_batches_are_bounded_and_lose_nothing(sizes: list[int]) -> None:
    drafts = [DraftFile(number, "a.txt", bytes(size)) for number, size in enumerate(sizes)]
    made = list(batches(drafts, 10_000))
    assert [draft for batch in made for draft in batch] == drafts
    for batch in made:
        assert len(batch) == 1 or sum(len(draft.content) for draft in batch) <= BATCH_BYTES
        assert 1 <= len(batch) <= BATCH


# --- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("rows", TABLES)
@pytest.mark.parametrize("name", ["rows.csv", PARQUET])
def test_what_is_kept_is_what_is_returned(rows: Any, name: str, folder: Path, tmp_path: Path) -> None:
    frame = bt.corpus(f"{folder}/*", rows=rows, resume=tmp_path / name)
    assert_frame_equal(load(tmp_path / name, COLUMNS[rows]), frame)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["rows.csv", PARQUET])
def test_what_was_read_is_not_read_again(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_files(f"{folder}/*.txt")
    first = bt.corpus(files[:40], resume=tmp_path / name)
    read: list[str] = []
    slowly(monkeypatch, lambda sent: read.append(Path(sent.file).name))
    # In another order, with others between, and one of them renamed.
    renamed = tmp_path / "renamed.txt"
    renamed.write_bytes(Path(files[3]).read_bytes())
    asked = [files[50], *files[30:40], str(renamed), files[7], *files[52:55]]
    frame = bt.corpus(asked, resume=tmp_path / name)
    assert read == [Path(file).name for file in (files[50], files[7], *files[52:55])]
    assert list(frame.file) == asked
    assert_frame_equal(frame.iloc[1:11].reset_index(drop=True), first.iloc[30:40].reset_index(drop=True))
    assert_frame_equal(load(tmp_path / name, COLUMNS["drafts"]), frame)


def test_a_draft_that_has_changed_or_is_to_be_read_otherwise_is_read_again(tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text("1. Parties [shall][should] report.", encoding="utf-8")
    kept = tmp_path / "rows.csv"
    assert bt.corpus(draft, resume=kept).brackets[0] == 1
    assert bt.corpus(draft, resume=kept, convention="wto").reading[0] != bt.corpus(draft).reading[0]
    draft.write_text("1. Parties [shall] report [now].", encoding="utf-8")
    assert bt.corpus(draft, resume=kept).brackets[0] == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rows.csv", PARQUET])
def test_a_run_that_is_stopped_goes_on(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(sent: DraftFile) -> None:
        if sent.number == 30:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        slowly(patch, stop)
        with pytest.raises(KeyboardInterrupt):
            bt.corpus(f"{folder}/*", resume=tmp_path / name)
    assert 20 <= len(load(tmp_path / name, COLUMNS["drafts"])) <= 30
    same(bt.corpus(f"{folder}/*", resume=tmp_path / name), bt.corpus(f"{folder}/*"))


KILLED = """
import sys, time
import bracketed as bt
from importlib import import_module
rows = import_module("bracketed.corpus.rows")
real = rows.rows_of_draft
rows.rows_of_draft = lambda *asked: (time.sleep(0.02), real(*asked))[1]
bt.corpus(sys.argv[1], resume=sys.argv[2], rows=sys.argv[3], engine=eval(sys.argv[4]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["None", "'processes'"])
@pytest.mark.parametrize("rows", ["drafts", "positions"])
@pytest.mark.parametrize("name", ["rows.csv", PARQUET])
def test_a_run_that_is_killed_goes_on(name: str, rows: Any, engine: str, folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / name
    command = [sys.executable, "-c", KILLED, f"{folder}/*", str(kept), rows, engine]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        while not kept.exists():
            assert process.poll() is None
            time.sleep(0.005)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    partial = load(kept, COLUMNS[rows])
    whole = bt.corpus(f"{folder}/*", rows=rows)
    assert 0 < len(partial) < len(whole)
    same(bt.corpus(f"{folder}/*", rows=rows, resume=kept), whole)


def test_a_character_that_csv_cannot_hold_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(b"1. Parties report. " + b"x " * 4000 + b"\n2. They [pay\0 taxes].")
    frame = bt.corpus([path], rows="brackets", resume=tmp_path / "rows.csv")
    assert frame["text"][0] == "pay\ufffd taxes"


@given(
    st.lists(
        # No row has a NUL, which CSV cannot hold.
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            st.text("=+-@'\"\t\r\n ,;\\NA"),
            st.integers(0),
        ),
        max_size=5,
    )
)
def test_any_words_can_be_kept(tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, int]]) -> None:
    columns = {"file": "str", "text": "str", "line": "Int64", "weight": "float64", "stance": "stance", "error": "str"}
    rows = [
        {"file": file, "text": text, "line": line % 2**60 or None, "weight": line / 7, "stance": "objects", "error": ""}
        for file, text, line in cells
    ]
    frame = pd.DataFrame(rows, columns=list(columns)).astype(dtypes(columns))
    path = tmp_path_factory.mktemp("kept") / "rows.csv"
    save(frame, path)
    assert_frame_equal(load(path, columns), frame)


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("rows.txt", b"", "rows.txt: rows are kept in a .csv or a .parquet file"),
        ("none/rows.csv", None, "there is no such folder"),
        ("rows.csv", b"a,b\n1,2\n", "rows.csv does not hold rows of this sort"),
        ("rows.csv", b"", "rows.csv does not hold rows of this sort"),
        ("rows.csv", b"\xff\x00\xfe", "rows.csv does not hold rows of this sort"),
        ("rows.parquet", b"PAR", "rows.parquet"),
    ],
)
def test_a_file_that_rows_cannot_be_kept_in_is_left_as_it_is(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BracketedError, match=message):
        bt.corpus(HARBOUR, resume=path)
    assert content is None or path.read_bytes() == content


def test_parquet_without_pyarrow_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("bracketed.corpus.results"), "find_spec", lambda name: None)
    remedy = r"Parquet needs pyarrow; pip install 'bracketed\[parquet\]', or name a \.csv file"
    with pytest.raises(BracketedError, match=remedy):
        bt.corpus(HARBOUR, resume=tmp_path / "rows.parquet")


# --- workers that die -------------------------------------------------------------------------------------------------


def kill_later(pids: Callable[[], list[int]], stop: threading.Event) -> None:
    """Kill one of the workers as soon as there is one at work."""
    while not stop.wait(0.05):
        if found := pids():
            time.sleep(0.1)
            os.kill(found[0], signal.SIGKILL)
            return


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    engine: str, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_files(f"{folder}/*") * 3
    expected = bt.corpus(files)
    client: Any = engine
    pools: list[Any] = []
    if engine == "dask":
        client = request.getfixturevalue("dask_client")
        workers = [*client.run(os.getpid).values()]
    else:
        module = import_module("bracketed.corpus.executors")
        started = module._process_pool

        def noted() -> Any:
            pools.append(started())
            return pools[-1]

        monkeypatch.setattr(module, "_process_pool", noted)

    def pids() -> list[int]:
        return workers if engine == "dask" else [pid for pool in pools for pid in pool._processes]

    stop = threading.Event()
    killer = threading.Thread(target=kill_later, args=(pids, stop))
    killer.start()
    try:
        same(bt.corpus(files, engine=client), expected)
    finally:
        stop.set()
        killer.join()
    assert len(pools) == (0 if engine == "dask" else 2)


# --- the bar ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_bar_is_shown_on_a_terminal_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bt.corpus(f"{folder}/*")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    bt.corpus(f"{folder}/*")
    out, err = capsys.readouterr()
    assert out == ""
    assert "61 of 61 drafts" in err
    assert err.endswith("\r\x1b[K")


def test_a_bar_shows_how_long_the_rest_will_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock: Iterator[float] = iter([0.0, 10.0, 20.0, 30.0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(import_module("bracketed.progress_bar"), "monotonic", lambda: next(clock))
    bar = ProgressBar(1000, "drafts")
    for done in (100, 200, 1000):
        bar.show(done)
    lines = capsys.readouterr().err.split("\r\x1b[K")[1:]
    assert lines == [
        "██░░░░░░░░░░░░░░░░░░░░░░ 100 of 1,000 drafts",
        "████░░░░░░░░░░░░░░░░░░░░ 200 of 1,000 drafts, 3 min left",
        "████████████████████████ 1,000 of 1,000 drafts",
    ]


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    asked = ["corpus", "draft_0000[0-2].txt", "gone.txt"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split() == [
        "file", "brackets", "contested", "deadlocked", "closable", "silent", "delegations", "findings",
    ]  # fmt: skip
    assert "\n\ngone.txt: " in done.stdout
    assert done.stdout.endswith("4 drafts, of which 1 could not be read.\n")
    told = json.loads(CliRunner().invoke(main, [*asked, "--format", "json"]).stdout)
    frame = bt.corpus(["draft_0000[0-2].txt", "gone.txt"])
    assert [row["brackets"] for row in told] == [*frame.brackets[:3], None]
    assert list(told[0]) == list(frame.columns)
    sheet = CliRunner().invoke(main, [*asked, "--format", "csv", "--rows", "brackets", "--engine", "processes"]).stdout
    assert sheet.count("\n") == len(bt.corpus(["draft_0000[0-2].txt", "gone.txt"], rows="brackets")) + 1


def test_the_command_resumes_and_complains(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    kept = str(tmp_path / "rows.csv")
    assert CliRunner().invoke(main, ["corpus", "*.txt", "--resume", kept]).exit_code == 0
    assert len(load(Path(kept), COLUMNS["drafts"])) == 60
    for asked, message in (
        (["*.odt"], "no file was found"),
        (["*.txt", "--resume", "rows.xlsx"], "rows.xlsx: rows are"),
    ):
        done = CliRunner().invoke(main, ["corpus", *asked])
        assert (done.exit_code, done.stdout) == (3, "")
        assert message in done.stderr
