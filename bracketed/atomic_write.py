"""Files that are written as a whole or not at all, and over nothing that was read or that nobody gave up.

What is written goes first to a temporary file beside its place, which only its owner can read, and then takes that
place at one stroke. A run that is killed before leaves the first file behind; the next run in that folder removes it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, TypeAlias

from bracketed.errors import NotWrittenError
from bracketed.sanitising import harmless

if sys.platform != "win32":
    import fcntl

AnyPath: TypeAlias = str | os.PathLike[str]

STANDARD_STREAM = "-"
# Drafts and positions are often confidential.
_PRIVATE = 0o600
_OUTPUTS = {STANDARD_STREAM: 1, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,9})")
# A fixed length, as the name of the file itself may be as long as names can be.
_BESIDE = re.compile(r"\.bracketed-[0-9a-f]{16}\.part")
_ACCESS_LIST = "system.posix_acl_access"
# Without locks only its age says that nobody writes a file any more.
_ABANDONED = 86_400
_FULL = "there is no room left; free some, or write to another disk"
_FORBIDDEN = "nothing may be written there; write to another folder"
if sys.platform == "win32":
    _FORBIDDEN = "it may not be written, or is open in a program; close it there, or write to another folder"
_REASONS = {
    errno.ENOENT: "there is no such folder; make it first",
    errno.ENOTDIR: "what should be its folder is a file; write to another folder",
    errno.EISDIR: "this is a folder; give the name of a file in it",
    errno.ENAMETOOLONG: "the name is too long; give a shorter one",
    errno.EBADF: "nothing can be written to this number; give the name of a file",
    errno.ELOOP: "this is a link that leads to itself; give another name",
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
}


def write_whole(
    path: AnyPath,
    data: bytes,
    *,
    inputs: Iterable[AnyPath | None] = (),
    force: bool = False,
    like: AnyPath | None = None,
) -> None:
    """Write a file as a whole or not at all; pipes, devices and `-`, standard output, take what they get.

    A file that is replaced keeps its mode and owner, and a link stays a link. A new file is readable by its owner
    alone, unless it is to have the mode of another.

    Args:
        path: where to.
        data: what the file is to hold.
        inputs: files that were read, none of which is replaced, whatever link leads to it; None for what is no file.
        force: replace another file that is there.
        like: the file whose mode a new one is to have.

    Raises:
        NotWrittenError: the file is not written; the message says why, and what to do.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "draft.txt"), b"4. Parties report.")
    ...     [(file.name, file.read_bytes()) for file in Path(folder).iterdir()]
    [('draft.txt', b'4. Parties report.')]
    """
    with _told(path):
        old = _checked(path, inputs, force)
        if (descriptor := _descriptor(path)) is not None:
            _write_on(descriptor, data)
        elif old is not None and not stat.S_ISREG(old.st_mode):
            with open(path, "wb") as stream:
                stream.write(_for(stream, data))
        else:
            # A link stays a link; what it leads to is replaced.
            _replace(Path(os.path.realpath(path)), data, old, None if like is None else _status(like))


def check_output(path: AnyPath, *, inputs: Iterable[AnyPath | None] = (), force: bool = False) -> None:
    """Raise what would keep a file from being written, before anything is computed for it; see `write_whole`.

    >>> check_output("no/such/folder/report.html")
    Traceback (most recent call last):
    bracketed.errors.NotWrittenError: no/such/folder/report.html: there is no such folder; make it first
    """
    with _told(path):
        _checked(path, inputs, force)


def is_stream(path: AnyPath) -> bool:
    """Return whether a path is standard output, a pipe or a device, whose names do not give a format.

    >>> is_stream("-"), is_stream("report.html")
    (True, False)
    """
    old = _known_status(path)
    return _descriptor(path) is not None or (old is not None and not stat.S_ISREG(old.st_mode))


@contextmanager
def _told(path: AnyPath) -> Iterator[None]:
    """Raise each OSError as a NotWrittenError that says what to do."""
    try:
        yield
    except (NotWrittenError, BrokenPipeError):
        # Who closes a pipe has seen enough, and that is no error.
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"{(error.strerror or str(error)).lower()}; give another name"
        raise NotWrittenError(f"{_name(path)}: {reason}") from None
    except ValueError:
        # Names with a null character are refused before they reach the system.
        raise NotWrittenError(f"{os.fspath(path)!r} cannot be the name of a file; give another") from None


def _name(path: AnyPath) -> str:
    return "standard output" if os.fspath(path) == STANDARD_STREAM else os.fspath(path)


def _checked(path: AnyPath, inputs: Iterable[AnyPath | None], force: bool) -> os.stat_result | None:
    """Return what is there already, None for nothing; raise what would keep it from being written."""
    descriptor = _descriptor(path)
    old = _status(path) if descriptor is None else _status_of(descriptor)
    if old is not None:
        if stat.S_ISDIR(old.st_mode):
            raise IsADirectoryError(errno.EISDIR, "")
        if stat.S_ISBLK(old.st_mode):
            raise NotWrittenError(f"{_name(path)} is a disk; give the name of a file")
        if not stat.S_ISREG(old.st_mode):
            return old
    _check_inputs(path, old, (given for given in inputs if given is not None))
    if descriptor is None:
        if old is not None and not force:
            remedy = "give --force (in Python force=True) to replace it, or another name"
            raise NotWrittenError(f"{_name(path)} is there already; {remedy}")
        _check_folder(os.path.dirname(os.path.realpath(path)))
    return old


def _check_inputs(path: AnyPath, old: os.stat_result | None, inputs: Iterable[AnyPath]) -> None:
    """Raise if one of the inputs would be written over, or would be there the next time."""
    place = os.path.realpath(path)
    for given in inputs:
        read = _known_status(given)
        is_same = os.path.samestat(old, read) if old and read else not old and os.path.realpath(given) == place
        if is_same:
            what = "it" if os.fspath(given) == os.fspath(path) else f"it is {os.fspath(given)}, which"
            what = "it is standard input, which" if os.fspath(given) == STANDARD_STREAM else what
            raise NotWrittenError(f"{_name(path)} is not written, since {what} is read; give another name")


def _descriptor(path: AnyPath) -> int | None:
    """Return the number of the open stream that a path represents, None for a file."""
    name = os.fspath(path)
    if name in _OUTPUTS:
        return _OUTPUTS[name]
    found = _DESCRIPTOR.fullmatch(name)
    return int(found[1]) if found else None


def _status(path: AnyPath) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _status_of(descriptor: int) -> os.stat_result | None:
    try:
        return os.fstat(descriptor)
    except OSError:
        # Where a program collects the output, as notebooks do, nothing need be open under the number.
        if descriptor == 1:
            return None
        raise


def _known_status(path: AnyPath) -> os.stat_result | None:
    """Return what is known of an input; of what cannot be opened, and is not read either, nothing."""
    with suppress(OSError, ValueError):
        return os.fstat(0) if os.fspath(path) == STANDARD_STREAM else os.stat(path)
    return None


def _check_folder(folder: str) -> None:
    if not stat.S_ISDIR(os.stat(folder).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "")


def _write_on(descriptor: int, data: bytes) -> None:
    """Write to a stream that is open already."""
    if descriptor != 1:
        with os.fdopen(os.dup(descriptor), "wb") as stream:
            stream.write(_for(stream, data))
        return
    data = _for(sys.stdout, data)
    sys.stdout.flush()
    # Notebooks collect words and not bytes.
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode(errors="replace"))
    sys.stdout.flush()


def _for(stream: IO[Any], data: bytes) -> bytes:
    """Return data as they are written to a stream: to a terminal nothing that would steer it."""
    if not stream.isatty():
        return data
    try:
        return harmless(data.decode()).encode(getattr(stream, "encoding", "utf-8"), "replace")
    except UnicodeDecodeError:
        raise NotWrittenError("this is no text for a terminal; write it to a file or a pipe") from None


def _replace(target: Path, data: bytes, old: os.stat_result | None, like: os.stat_result | None) -> None:
    # Beside the target, since a file cannot move to another disk at one stroke.
    _remove_leftovers(target.parent)
    beside, descriptor, held = _created(target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":
                if old is not None:
                    _keep_owner_and_mode(file.fileno(), old, target)
                elif like is not None:
                    _open_as(file.fileno(), like)
        _put(beside, target, may_replace=old is not None)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    finally:
        if held is not None:
            os.close(held)


def _created(folder: Path) -> tuple[Path, int, int | None]:
    """Make an empty file, and hold it until the last of the two numbers is closed; other systems hold open files."""
    while True:
        beside = folder / f".bracketed-{token_hex(8)}.part"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE)
        if sys.platform == "win32":
            return beside, descriptor, None
        # Disks without locks refuse both this and the removal.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        # Another run may have removed it before it was held.
        if os.fstat(descriptor).st_nlink:
            return beside, descriptor, os.dup(descriptor)
        os.close(descriptor)


def _keep_owner_and_mode(descriptor: int, old: os.stat_result, target: Path) -> None:
    """Give a file the owner, the access list and the mode of the one that it replaces."""
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except PermissionError:
            remedy = "give another name, or remove it first"
            raise NotWrittenError(f"{target} has an owner or a group that it could not keep; {remedy}") from None
    mode = stat.S_IMODE(old.st_mode)
    if not _keeps_access_list(descriptor, target):
        # With a list, the bits of the group are what anybody on it may do at most.
        mode &= ~0o070
    os.fchmod(descriptor, mode)


def _keeps_access_list(descriptor: int, target: Path) -> bool:
    """Give a file the list of who else may open the target; say whether it has that, or there is none."""
    if sys.platform != "linux":
        return True
    try:
        entries = os.getxattr(target, _ACCESS_LIST)
    except OSError:
        # None, or one that the folder gives to new files.
        with suppress(OSError):
            os.removexattr(descriptor, _ACCESS_LIST)
        return True
    try:
        os.setxattr(descriptor, _ACCESS_LIST, entries)
    except OSError:
        return False
    return True


def _open_as(descriptor: int, like: os.stat_result) -> None:
    """Let those read a file who may read another one."""
    try:
        os.fchown(descriptor, -1, like.st_gid)
    except PermissionError:
        # The bits would open it to another group.
        return
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode) & 0o666 | _PRIVATE)


def _put(beside: Path, target: Path, may_replace: bool) -> None:
    """Move a file to its place; what has come there in the meantime is not replaced."""
    if not may_replace:
        try:
            # A link, unlike a move, fails where another file is.
            os.link(beside, target)
        except FileExistsError:
            raise NotWrittenError(f"{target} is there by now; give another name") from None
        except OSError:
            # Some disks have no such links.
            if os.path.lexists(target):
                raise NotWrittenError(f"{target} is there by now; give another name") from None
        else:
            beside.unlink()
            return
    beside.replace(target)


def _remove_leftovers(folder: Path) -> None:
    """Remove what runs of ours have left that were killed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _BESIDE.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove_leftover(entry.path)


def _remove_leftover(path: str) -> None:
    if sys.platform == "win32":
        from time import time

        if time() - os.stat(path).st_mtime > _ABANDONED:
            os.unlink(path)
        return
    # Some disks lock only what can be written; but one that was to replace a file may have the mode of that.
    way = os.O_RDWR if os.access(path, os.W_OK) else os.O_RDONLY
    descriptor = os.open(path, way | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            # Fails while a run holds it.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
    finally:
        os.close(descriptor)
