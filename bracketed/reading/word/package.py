"""Opens the package that a Word document is: a zip file whose parts refer to each other.

Nothing in it is trusted. The directory is checked before any part is read, each part is bounded before it is unpacked
and again before it is parsed. What a part refers to outside the package is never fetched.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits, in_bytes
from bracketed.reading.word.names import Element, name_of

NAME_LIMIT = 1_000
# Elements and attributes take many times the memory of their letters; the largest honest part known has a third of it.
# All parts that are read together have no more.
NODE_LIMIT = 750_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What zipfile raises on files that are damaged, or are made to be.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError, RuntimeError,
    ValueError, OverflowError,
)  # fmt: skip
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OTHERS = {
    "xl/": "an Excel workbook; a table of positions is read with positions, not as a draft",
    "ppt/": "a PowerPoint presentation; save the text in it as .docx",
    "META-INF/": "an OpenDocument or Java file; save it as .docx",
    "content.xml": "an OpenDocument file; save it as .docx",
}


@dataclass
class Package:
    """An open package: its zip file, and the parts that have been parsed, by name."""

    name: str
    file: zipfile.ZipFile
    limits: Limits = DEFAULT
    main: str = ""
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    _trees: dict[str, Element] = field(default_factory=dict)
    _targets: dict[str, str] | None = None
    _read: int = 0
    _nodes: int = 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._infos)

    def tree(self, part: str) -> Element | None:
        """Return the root element of a part, always the same one; None if there is no such part."""
        if part not in self._trees:
            if part not in self._infos:
                return None
            data = self._bytes(part)
            # Counted in the bytes, since parsing them would already fill the memory; "<\0/" is "</" in UTF-16.
            self._nodes += data.count(b"<") - data.count(b"</") - data.count(b"<\0/") + data.count(b"=")
            if self._nodes > NODE_LIMIT:
                raise DraftError(
                    f"{self.name} holds more than {NODE_LIMIT:,} elements and attributes, which no draft does; it may "
                    "be made to fill the memory. If it is yours, divide it into parts"
                )
            self._trees[part] = _parse(data, part, self.name)
        return self._trees[part]

    def related(self, kind: str, part: str | None = None) -> list[str]:
        """Return the names of the parts to which a part, by default the main one, refers as its `kind`."""
        links = self._links(self.main if part is None else part)
        return [target for _, sort, target in links if sort == kind]

    def target(self, id_: str) -> str | None:
        """Return the name of the part to which the main part refers by this id, or None."""
        if self._targets is None:
            self._targets = {own: target for own, _, target in self._links(self.main)}
        return self._targets.get(id_)

    def _links(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield what a part refers to: the id, what it is to it, and its name; only parts that are there."""
        root = self.tree(links_of(part))
        for one in root if root is not None else ():
            if one.tag != f"{RELATIONSHIPS}Relationship" or one.get("TargetMode") == "External":
                continue
            target = target_of(one, part)
            if target in self._infos:
                yield one.get("Id") or "", (one.get("Type") or "").rpartition("/")[2], target

    def part(self, kind: str) -> Element | None:
        """Return the root of the first part to which the main part refers as its `kind`, or None."""
        names = self.related(kind)
        return self.tree(names[0]) if names else None

    def elements(self) -> Iterator[Element]:
        """Yield all elements of the parts in which words of a draft are, in their order."""
        for root in (self.tree(self.main), self.part("footnotes"), self.part("endnotes")):
            yield from () if root is None else root.iter()

    def _bytes(self, part: str) -> bytes:
        info = self._infos[part]
        if info.flag_bits & 1:
            raise DraftError(f"{self.name} is protected by a password; save it without one")
        # The sizes in the directory may be lies, so that they are measured while unpacking.
        most = self.limits.unpacked
        limit = min(most // 2, most - self._read)
        try:
            with self.file.open(info) as opened:
                data = opened.read(limit + 1)
        except BROKEN:
            raise _broken(self.name, f"its part {part} cannot be unpacked") from None
        if len(data) > limit:
            raise DraftError(
                f"{self.name} unpacks to more than {in_bytes(most)}, or one of its parts to more than half of that; it "
                "may be made to fill the memory. If it is yours, divide it into parts, or "
                f"{self.limits.to_raise('unpacked')}"
            )
        self._read += len(data)
        return data


def links_of(part: str) -> str:
    """Return the name of the part that says what a part refers to."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def target_of(link: Element, part: str) -> str:
    """Return the name of the part to which a part refers by this link."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), link.get("Target") or "")).lstrip("/")


def open_package(data: bytes, name: str, limits: Limits = DEFAULT) -> Package:
    """Open a .docx file; DraftError if it is no Word document, is damaged, or is made to do harm."""
    if data.startswith(_OLE):
        raise DraftError(
            f"{name} is a Word document of the old kind (.doc), or protected by a password; save it in Word as .docx "
            "without a password"
        )
    if not data.startswith(b"PK"):
        raise DraftError(f"{name} is no Word document; if it is plain text, give it the suffix .txt")
    # The directory itself may be made to fill the memory; packages in the package have entries of their own.
    if data.count(b"PK\x01\x02") > 10 * NAME_LIMIT:
        raise _too_many(name)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        raise _broken(name, "it ends too early or is not whole") from None
    package = Package(name, file, limits)
    infos = file.infolist()
    if len(infos) > NAME_LIMIT:
        raise _too_many(name)
    for info in infos:
        path = info.filename.replace("\\", "/")
        if path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/"):
            raise DraftError(
                f"{name} holds a part called {_quoted(info.filename)}, which points outside the document; "
                "do not open it, and request a clean copy from its sender"
            )
        if info.filename in package._infos:
            raise DraftError(
                f"{name} holds two parts called {_quoted(info.filename)}, and programs differ in which they read; "
                "open it in Word and save it again"
            )
        package._infos[info.filename] = info
    mains = package.related("officeDocument", "")
    root = package.tree(mains[0]) if mains else None
    if root is None or name_of(root) != "w:document":
        raise _no_document(name, [info.filename for info in infos])
    package.main = mains[0]
    return package


def _too_many(name: str) -> DraftError:
    return DraftError(f"{name} holds more than {NAME_LIMIT:,} parts; open it in Word and save it without its pictures")


def _broken(name: str, what: str) -> DraftError:
    return DraftError(f"{name} is damaged: {what}; get it anew, or open it in Word and save it again")


def _quoted(part: str) -> str:
    return repr(part if len(part) <= 80 else f"{part[:80]}…")


def _no_document(name: str, parts: list[str]) -> DraftError:
    for start, what in _OTHERS.items():
        if any(part.startswith(start) for part in parts):
            return DraftError(f"{name} is {what}")
    return DraftError(f"{name} is a zip file, but holds no Word document; unpack it and give the document in it")


def _parse(data: bytes, part: str, name: str) -> Element:
    from lxml import etree

    # No word processor writes a document type declaration, and every known attack by entities needs one.
    if any(doctype in data for doctype in _DOCTYPES):
        raise _doctype(name, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        deep = "depth" in str(error)
        why = "is nested deeper than any document" if deep else f"is not well-formed ({error})"
        raise DraftError(f"{name} is damaged: its part {part} {why}; open it in Word and save it again") from None
    if root.getroottree().docinfo.doctype:
        raise _doctype(name, part)
    return root


def _doctype(name: str, part: str) -> DraftError:
    return DraftError(
        f"{name} is refused: its part {part} has a document type declaration (DOCTYPE), which no word processor writes "
        "and by which files do harm; open it in Word and save it again"
    )
