"""Files are written as a whole or not at all, over nothing that is read, and over another file only when forced."""

from __future__ import annotations

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

import bracketed as bt
from bracketed import atomic_write
from bracketed.atomic_write import check_output, is_stream, write_whole
from bracketed.cli.main import main
from bracketed.errors import BracketedError, NotWrittenError
from bracketed.positions.tabular import filled_rows, load, save
from tests.terminal import on_terminal

TEXT = "4. Parties [shall/should] report [annually].\tComment by A. Clerk: UK – use “should”\n"
needs_owners = pytest.mark.skipif(sys.platform == "win32", reason="files have no such owners and modes here")
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need special rights here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], input=given)


def _refused(done: Result, *words: str) -> None:
    assert done.exit_code == 3, done.output
    assert all(word in done.stderr for word in words), done.stderr


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old and long")
    write_whole(target, b"new", force=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report.html", b"new")]


def test_a_file_is_written_beside_its_place_so_that_it_never_has_to_move_to_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "report.html"
    target.write_bytes(b"old")
    seen: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: seen.append(_names(target.parent)))
    write_whole(target, b"new", force=True)
    ((beside, name),) = seen
    assert (beside.startswith(".bracketed-"), name) == (True, "report.html")
    assert _names(tmp_path) == ["folder"]


def test_another_file_is_replaced_only_when_forced(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    for check in (lambda: check_output(target), lambda: write_whole(target, b"new")):
        with pytest.raises(NotWrittenError, match=r"report\.html is there already; give --force"):
            check()
    assert target.read_bytes() == b"old"


def test_what_cannot_be_written_is_an_error_of_ours_and_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(BracketedError):
        write_whole(tmp_path, b"")
    assert issubclass(NotWrittenError, OSError)


@pytest.mark.parametrize(
    "name, reason",
    [
        ("missing/report.html", "there is no such folder; make it first"),
        ("file/report.html", "what should be its folder is a file"),
        ("folder", "this is a folder; give the name of a file in it"),
        ("n" * 256, "the name is too long; give a shorter one"),
        ("a\0b", "cannot be the name of a file; give another"),
        pytest.param("loop", "this is a link that leads to itself", marks=needs_links),
    ],
)
def test_a_file_that_cannot_be_written_leaves_nothing_behind(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    if name == "loop":
        (tmp_path / "loop").symlink_to("loop")
    before = _names(tmp_path)
    for check in (check_output, lambda path, force: write_whole(path, b"new", force=force)):
        with pytest.raises(NotWrittenError, match=reason):
            check(tmp_path / name, force=True)
    assert _names(tmp_path) == before


def test_a_folder_that_may_not_be_written_in_is_reported_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may write everywhere, so that the system is asked in vain.
    monkeypatch.setattr(os, "access", lambda path, mode: os.fspath(path) != str(tmp_path))
    with pytest.raises(NotWrittenError, match="nothing may be written there; write to another folder"):
        check_output(tmp_path / "report.html")


@pytest.mark.parametrize("code, reason", [(errno.ENOSPC, "there is no room left"), (errno.EROFS, "nothing may be")])
def test_a_disk_that_is_full_leaves_the_file_that_was_there(
    code: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWrittenError, match=f"report.html: {reason}"):
        write_whole(target, b"new", force=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report.html", b"old")]


def test_names_as_long_as_names_can_be(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 251 + ".txt"), b"new")
    write_whole(tmp_path / ("é" * 125 + ".txt"), b"new")
    assert [len(os.fsencode(name)) for name in _names(tmp_path)] == [255, 254]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert is_stream(pipe)


@needs_links
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "link", b"new", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


@needs_links
def test_a_link_to_a_file_that_is_not_there_yet_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"new"


@needs_owners
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_that_is_replaced_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    target.chmod(mode)
    write_whole(target, b"new", force=True)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@needs_owners
def test_a_new_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "report.html", b"new")
    assert stat.S_IMODE((tmp_path / "report.html").stat().st_mode) == 0o600


@needs_owners
def test_nobody_else_can_read_a_file_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, modes = tmp_path / "report.html", []
    target.write_bytes(b"old")
    target.chmod(0o644)
    monkeypatch.setattr(os, "fsync", lambda descriptor: modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode)))
    write_whole(target, b"new", force=True)
    assert modes == [0o600]


@needs_owners
def test_a_file_that_is_replaced_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    status = os.stat(target)
    # Only the superuser gives files away: what would be given to whom is noted.
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda descriptor, user, group: given.append((user, group)))
    other = os.stat_result((*status[:4], 1234, 2345, *status[6:]))
    monkeypatch.setattr(atomic_write, "_checked", lambda *arguments: other)
    write_whole(target, b"new", force=True)
    assert given == [(1234, 2345)]


@needs_owners
def test_a_file_whose_owner_cannot_be_kept_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fchown", _forbidden)
    status = os.stat(target)
    other = os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))
    monkeypatch.setattr(atomic_write, "_checked", lambda *given: other)
    with pytest.raises(NotWrittenError, match="has an owner or a group that it could not keep; give another name"):
        write_whole(target, b"new", force=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report.html", b"old")]


@needs_owners
def test_an_access_list_is_kept_and_none_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    # The owner, user 1001, the group, which may nothing, the most that the two may, and all others.
    rows = [(1, 6, -1), (2, 4, 1001), (4, 0, -1), (16, 4, -1), (32, 0, -1)]
    entries = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)
    # Not every disk keeps lists, so that they are kept here, by file.
    lists: dict[int, bytes] = {os.stat(target).st_ino: entries}

    def listed(file: Path | int, name: str) -> bytes:
        try:
            return lists[os.stat(file).st_ino]
        except KeyError:
            raise OSError(errno.ENODATA, "no data available") from None

    monkeypatch.setattr(os, "getxattr", listed, raising=False)
    monkeypatch.setattr(
        os, "setxattr", lambda file, name, data: lists.update({os.stat(file).st_ino: data}), raising=False
    )
    monkeypatch.setattr(os, "removexattr", lambda file, name: lists.pop(os.stat(file).st_ino, None), raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    write_whole(target, b"new", force=True)
    assert lists[os.stat(target).st_ino] == entries
    lists.clear()
    write_whole(tmp_path / "other.html", b"new")
    assert not lists


@needs_owners
def test_a_file_whose_access_list_cannot_be_kept_is_opened_to_no_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"old")
    target.chmod(0o664)
    monkeypatch.setattr(os, "getxattr", lambda *given: b"", raising=False)
    monkeypatch.setattr(os, "setxattr", _forbidden, raising=False)
    write_whole(target, b"new", force=True)
    assert stat.S_IMODE(target.stat().st_mode) == (0o604 if sys.platform == "linux" else 0o664)


def _forbidden(*given: object) -> None:
    raise PermissionError(errno.EPERM, "not permitted")


# What leads to a draft.


def _itself(draft: Path) -> Path:
    return draft


def _spelt_otherwise(draft: Path) -> Path:
    (draft.parent / "below").mkdir()
    return draft.parent / "below" / ".." / draft.name


def _symbolic(draft: Path) -> Path:
    draft.with_name("first").symlink_to(draft.name)
    draft.with_name("second.md").symlink_to("first")
    return draft.with_name("second.md")


def _hard(draft: Path) -> Path:
    os.link(draft, draft.with_name("hard.md"))
    return draft.with_name("hard.md")


def _by_folder(draft: Path) -> Path:
    draft.with_name("there").symlink_to(draft.parent)
    return draft.with_name("there") / draft.name


WAYS = [_itself, _spelt_otherwise, *(pytest.param(way, marks=needs_links) for way in (_symbolic, _hard, _by_folder))]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("verb", ["write", "report", "explore"])
def test_no_way_leads_over_the_draft(verb: str, way: Callable[[Path], Path], folder: Path) -> None:
    target = way(folder / "draft.md")
    for force in ((), ("--force",)):
        _refused(run(verb, "draft.md", "-o", target, *force), "is not written, since it is", "give another name")
    assert (folder / "draft.md").read_text(encoding="utf-8") == TEXT


@pytest.mark.slow
def test_no_way_leads_over_the_draft_in_python(folder: Path) -> None:
    draft = bt.read("draft.md")
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    for write in (
        lambda file: bt.write(draft, file, force=True),
        lambda file: bt.write(space[0], file, force=True),
        lambda file: bt.report(space, positions, file, force=True),
        lambda file: bt.explore(space, positions, file, force=True),
        lambda file: bt.write(bt.settlement(draft, {}), file, force=True),
        lambda file: bt.write(bt.settle(draft, {}), file, force=True),
        lambda file: bt.write_choices({}, file, draft, force=True),
    ):
        with pytest.raises(NotWrittenError, match="is read; give another name"):
            write(folder / "draft.md")
    assert (folder / "draft.md").read_text(encoding="utf-8") == TEXT


def test_the_path_of_a_draft_is_known_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = bt.read("draft.md")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    with pytest.raises(NotWrittenError, match="is read"):
        bt.write(draft, "../draft.md", force=True)
    assert bt.parse(TEXT).path is None


HEAD = "delegation,bracket,option,stance\n"


@pytest.mark.parametrize(
    "name, content, options",
    [
        ("table.csv", f"{HEAD}UK,4#1,b,supports\n", ["--positions", "table.csv"]),
        ("table.csv", f"{HEAD}UK,4#1,b,supports\n", ["--positions-only", "table.csv"]),
        ("authors.csv", "author,delegation\nA. Clerk,UK\n", ["--authors", "authors.csv"]),
        ("record.txt", "4. Norway preferred “shall”.\n", ["--record", "record.txt"]),
        ("choices.json", '{"4#1": "a"}', ["--variant", "choices.json"]),
        ("draft.links.toml", "[accepted]\n", []),
        ("draft.readings.toml", "", []),
    ],
)
def test_nothing_else_that_is_read_is_written_over(name: str, content: str, options: list[str], folder: Path) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    _refused(run("write", "draft.md", *options, "-o", name, "--format", "txt", "--force"), f"{name} is not written")
    assert (folder / name).read_text(encoding="utf-8") == content
    assert run("write", "draft.md", *options, "-o", "other.txt").exit_code == 0


@pytest.mark.parametrize("name", ["draft.links.toml", "draft.readings.toml"])
def test_nothing_is_written_where_it_would_be_read_with_the_draft(name: str, folder: Path) -> None:
    _refused(run("explore", "draft.md", "-o", name), f"{name} is not written, since it is read")
    assert _names(folder) == ["draft.md"]


def test_a_corpus_keeps_its_rows_in_none_of_its_files(folder: Path) -> None:
    (folder / "draft.csv").write_text("4. Ports [pay].\n")
    _refused(run("corpus", "*.md", "draft.csv", "--resume", "draft.csv"), "draft.csv is not written")
    assert (folder / "draft.csv").read_text() == "4. Ports [pay].\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="standard input is no file with a number here")
def test_standard_input_is_an_input(folder: Path) -> None:
    command = [sys.executable, "-m", "bracketed", "write", "-", "-o", "draft.md", "--force"]
    with (folder / "draft.md").open() as draft:
        done = subprocess.run(command, stdin=draft, capture_output=True, text=True)
    assert done.returncode == 3
    assert "draft.md is not written, since it is standard input" in done.stderr
    assert (folder / "draft.md").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("verb, name", [("write", "x.md"), ("report", "x.html"), ("explore", "x.html")])
def test_a_verb_writes_over_its_own_work_only_when_forced(verb: str, name: str, folder: Path) -> None:
    assert run(verb, "draft.md", "-o", name).exit_code == 0
    written = (folder / name).read_bytes()
    (folder / name).write_bytes(b"mine")
    _refused(run(verb, "draft.md", "-o", name), f"{name} is there already; give --force")
    assert (folder / name).read_bytes() == b"mine"
    assert run(verb, "draft.md", "-o", name, "--force").exit_code == 0
    assert (folder / name).read_bytes() == written


def test_a_table_is_written_over_only_when_forced(folder: Path) -> None:
    assert run("positions", "draft.md", "-o", "table.csv").exit_code == 0
    _refused(run("positions", "draft.md", "-o", "table.csv"), "table.csv is there already")
    assert run("positions", "draft.md", "-o", "table.csv", "--force").exit_code == 0
    with pytest.raises(NotWrittenError, match=r"table\.csv is there already"):
        bt.write_positions(bt.positions(bt.read("draft.md")), "table.csv")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "json"])
def test_a_template_that_is_filled_in_is_never_replaced(suffix: str, folder: Path) -> None:
    name = f"template.{suffix}"
    make = ["positions", "draft.md", "--template", "-o", name]
    assert run(*make).exit_code == 0
    assert filled_rows(name) == 0
    assert run(*make, "--force").exit_code == 0
    _fill(folder / name, delegation="Norway", stance="supports")
    filled = (folder / name).read_bytes()
    for verb in (make, ["positions", "draft.md", "-o", name], ["report", "draft.md", "-o", name]):
        for force in ([], ["--force"]):
            _refused(run(*verb, *force), f"{name} is a template of which 1 row is filled in; it is never replaced")
    with pytest.raises(NotWrittenError, match="1 row is filled in"):
        bt.write_positions(bt.positions(bt.read("draft.md")), name, force=True)
    assert (folder / name).read_bytes() == filled


def _fill(path: Path, **cells: str) -> None:
    """Type words into columns of the first row of a template."""
    sheet = load(path)
    heads = {head.lower(): head for head in sheet.head}
    rows = [row for _, row in sheet.rows]
    rows[0].update({heads[name]: words for name, words in cells.items()})
    path.unlink()
    save(rows, sheet.head, path)


def test_a_cell_of_a_wide_template_fills_a_row_in(folder: Path) -> None:
    make = ["positions", "draft.md", "--template", "--delegations", "UK,USA", "-o", "template.csv"]
    assert run(*make).exit_code == 0
    assert filled_rows("template.csv") == 0
    _fill(folder / "template.csv", usa="x")
    _refused(run(*make, "--force"), "template.csv is a template of which 1 row is filled in")


def test_a_word_in_any_column_fills_a_row_in(folder: Path) -> None:
    assert run("positions", "draft.md", "--template", "-o", "template.csv").exit_code == 0
    _fill(folder / "template.csv", evidence="said on Monday")
    assert filled_rows("template.csv") == 1


def test_a_table_that_was_written_is_no_template(folder: Path) -> None:
    assert run("positions", "draft.md", "-o", "table.csv").exit_code == 0
    assert filled_rows("table.csv") == 0


@needs_owners
def test_links_may_be_read_by_whom_the_draft_may(folder: Path) -> None:
    text = "1. [technology transfer/] helps.\n2. [technology transfer/] pays.\n"
    (folder / "draft.md").write_text(text, encoding="utf-8")
    (folder / "draft.md").chmod(0o640)
    link = bt.read("draft.md").links[0]
    assert run("links", "draft.md", "--accept", link.id).exit_code == 0
    assert stat.S_IMODE((folder / "draft.links.toml").stat().st_mode) == 0o640
    # A draft that is not to be changed has links all the same.
    (folder / "draft.md").chmod(0o444)
    (folder / "draft.links.toml").unlink()
    assert run("links", "draft.md", "--accept", link.id).exit_code == 0
    assert stat.S_IMODE((folder / "draft.links.toml").stat().st_mode) == 0o644
    # What was decided before stays, so that this needs no force.
    assert run("links", "draft.md", "--refuse", link.id).exit_code == 0


# Standard output.


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
@pytest.mark.parametrize(
    "verb, begins", [("write", b"4. Parties should report"), ("report", b"<!doctype html>"), ("explore", b"<!doctype")]
)
def test_standard_output_is_a_file(verb: str, begins: bytes, name: str, folder: Path) -> None:
    done = run(verb, "draft.md", "-o", name)
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(begins)
    assert _names(folder) == ["draft.md"]


def test_a_table_goes_to_standard_output_as_csv(folder: Path) -> None:
    done = run("positions", "draft.md", "-o", "-")
    assert done.stdout_bytes.removeprefix(b"\xef\xbb\xbf").startswith(b"delegation,bracket,option,stance")


def test_a_word_document_goes_to_standard_output(folder: Path) -> None:
    assert run("write", "draft.md", "-o", "-", "--format", "docx").stdout_bytes.startswith(b"PK")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open streams have no names here")
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/stderr"])
@pytest.mark.parametrize("to", ["pipe", "file"])
def test_streams_are_written_to_whatever_is_behind_them(name: str, to: str, folder: Path) -> None:
    command = [sys.executable, "-m", "bracketed", "write", "draft.md", "-o", name, "--variant", "0"]
    with (folder / "out").open("wb") as out:
        place = subprocess.PIPE if to == "pipe" else out
        stream = "stderr" if name == "/dev/stderr" else "stdout"
        done = subprocess.run(command, **{stream: place})  # type: ignore[call-overload]
    assert done.returncode == 0
    written = getattr(done, stream) if to == "pipe" else (folder / "out").read_bytes()
    assert written == b"4. Parties shall report annually.\n"


def test_a_stream_that_is_not_open_is_reported_before_any_work() -> None:
    with pytest.raises(NotWrittenError, match="/dev/fd/999: nothing can be written to this number"):
        check_output("/dev/fd/999")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_nothing_that_steers_a_terminal_is_written_to_it(folder: Path) -> None:
    (folder / "draft.md").write_text("4. Parties \x1b[2J [shall/should] report.\n", encoding="utf-8")
    done, seen = on_terminal("write", "draft.md", "-o", "-", "--variant", "0", columns=80, folder=folder)
    assert done == 0
    assert "4. Parties" in seen
    assert "\x1b[2J" not in seen
    done, seen = on_terminal("write", "draft.md", "-o", "-", "--format", "docx", columns=80, folder=folder)
    assert done == 3
    assert "this is no text for a terminal; write it to a file or a pipe" in seen


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_device_is_reported(folder: Path) -> None:
    _refused(run("write", "draft.md", "-o", "/dev/full"), "/dev/full: there is no room left")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="open streams have no names here")
def test_a_reader_that_has_seen_enough_is_no_error_of_the_file() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    # The command line ends at it without a word.
    with pytest.raises(BrokenPipeError):
        write_whole(f"/dev/fd/{writer}", b"new")
    os.close(writer)


# Leftovers of runs that were killed.

LEFTOVER = ".bracketed-0123456789abcdef.part"


def test_what_a_killed_run_has_left_is_removed_by_the_next(tmp_path: Path) -> None:
    old = tmp_path / LEFTOVER
    old.write_bytes(b"half")
    os.utime(old, (0, 0))
    write_whole(tmp_path / "report.html", b"new")
    assert _names(tmp_path) == ["report.html"]


@pytest.mark.parametrize("name", [".bracketed-0123.part", "bracketed-0123456789abcdef.part", ".report.html.01234567"])
def test_what_only_looks_like_a_leftover_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"mine")
    write_whole(tmp_path / "report.html", b"new")
    assert (tmp_path / name).read_bytes() == b"mine"


@needs_links
def test_a_link_that_is_called_like_a_leftover_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / LEFTOVER).symlink_to("mine")
    write_whole(tmp_path / "report.html", b"new")
    assert _names(tmp_path) == [LEFTOVER, "mine", "report.html"]


@needs_owners
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only the superuser gives files away")
def test_leftovers_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / LEFTOVER).write_bytes(b"theirs")
    os.chown(tmp_path / LEFTOVER, 1234, 1234)
    write_whole(tmp_path / "report.html", b"new")
    assert _names(tmp_path) == [LEFTOVER, "report.html"]


WRITING = """
import os, sys, time
from pathlib import Path
from bracketed.atomic_write import write_whole
def wait(descriptor):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = wait
write_whole(Path(sys.argv[1]), b"new" * 1000, force=True)
"""


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is in the middle of writing."""
    command = [sys.executable, "-c", WRITING, str(tmp_path / "report.html")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "writing\n"
        yield running
        running.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="files have no such locks here")
def test_a_file_that_another_run_is_writing_stays(tmp_path: Path, writing: subprocess.Popen[str]) -> None:
    write_whole(tmp_path / "other.html", b"new")
    assert len([name for name in _names(tmp_path) if name.endswith(".part")]) == 1
    os.kill(writing.pid, signal.SIGKILL)
    writing.wait()
    write_whole(tmp_path / "report.html", b"new")
    assert _names(tmp_path) == ["other.html", "report.html"]


def test_a_file_that_comes_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    monkeypatch.setattr(os, "fsync", lambda descriptor: target.write_bytes(b"theirs"))
    with pytest.raises(NotWrittenError, match=r"report\.html is there by now"):
        write_whole(target, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report.html", b"theirs")]


def test_a_disk_without_hard_links_takes_new_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _forbidden)
    write_whole(tmp_path / "report.html", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("report.html", b"new")]


def test_many_runs_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    refused: list[str] = []

    def write(number: int) -> None:
        for _ in range(20):
            try:
                write_whole(tmp_path / "report.html", bytes([number]) * 10_000, force=bool(number % 2))
            except NotWrittenError as error:
                refused.append(str(error))

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert _names(tmp_path) == ["report.html"]
    assert len({*(tmp_path / "report.html").read_bytes()}) == 1
    # Each that is not forced was told so.
    assert len(refused) >= 39
    assert all("is there" in words for words in refused)
