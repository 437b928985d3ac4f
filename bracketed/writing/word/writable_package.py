"""A Word document that is being changed: its parts, and how they are put together as a file again.

Parts in which nothing was changed come out byte for byte as they went in.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.word.names import STRICT, Element
from bracketed.reading.word.package import BROKEN, open_package

# What all parts together may unpack to, also those that nobody reads, such as pictures.
SIZE_LIMIT = 512 * 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# The same file is written on every day of the year.
_DAY = (1980, 1, 1, 0, 0, 0)


class Parcel:
    """A document that is being changed. `package` is what is read; changes are made in its trees.

    `space` is the vocabulary of the document's own elements, in braces.
    """

    def __init__(self, data: bytes, name: str, limits: Limits = DEFAULT) -> None:
        self.package = open_package(data, name, limits)
        self.main = self.package.main
        self._changed: set[str] = {self.main}
        self._added: dict[str, Element] = {}
        self._kinds: dict[str, str] = {}
        self._dropped: set[str] = set()
        self.root = self.tree(self.main)
        self.space = self.root.tag.partition("}")[0] + "}"

    def tree(self, part: str) -> Element:
        """Return the root element of a part; DraftError if there is none."""
        root = self._added[part] if part in self._added else self.package.tree(part)
        if root is None:
            raise DraftError(
                f"{self.package.name} is damaged: it has no part {part}; open it in Word and save it again"
            )
        return root

    def parts(self, kind: str) -> list[str]:
        """Return the names of the parts to which the document refers as its `kind`."""
        known = [*self.package.related(kind), *(part for part, own in self._kinds.items() if own == kind)]
        return [part for part in known if part not in self._dropped]

    def change(self, part: str) -> Element:
        """Return the root element of a part in which something is to be changed."""
        self._changed.add(part)
        return self.tree(part)

    def add(self, kind: str, content_type: str, root: Element) -> None:
        """Add a part to which the document refers as its `kind`."""
        from lxml import etree

        folder = posixpath.dirname(self.main)
        number = 1
        while posixpath.join(folder, f"{kind}{number if number > 1 else ''}.xml") in self.package.names:
            number += 1
        file = f"{kind}{number if number > 1 else ''}.xml"
        self._added[posixpath.join(folder, file)] = root
        self._kinds[posixpath.join(folder, file)] = kind
        types = self.change(_CONTENT_TYPES)
        part = f"/{posixpath.join(folder, file)}"
        # Some programs name parts that are not there.
        if all(one.get("PartName", "").casefold() != part.casefold() for one in types):
            etree.SubElement(types, f"{_TYPES}Override", PartName=part, ContentType=content_type)
        if self._links not in self.package.names:
            # A document that refers to nothing needs no list of what it refers to.
            self._added.setdefault(self._links, etree.Element(f"{_LINKS}Relationships"))
        links = self.change(self._links)
        ids = {one.get("Id") for one in links}
        id_ = next(f"rId{count}" for count in range(1, len(ids) + 2) if f"rId{count}" not in ids)
        kinds = _STRICT_KINDS if self.space == f"{{{STRICT}}}" else _KINDS
        etree.SubElement(links, f"{_LINKS}Relationship", Id=id_, Type=f"{kinds}/{kind}", Target=file)

    def drop(self, kind: str) -> None:
        """Take out the parts to which the document refers as its `kind`, and all that names them."""
        for part in self.parts(kind):
            self._dropped |= {part, _links_of(part)}
            for one in [*self.tree(_CONTENT_TYPES)]:
                if one.get("PartName", "").lstrip("/").casefold() == part.casefold():
                    self.change(_CONTENT_TYPES).remove(one)
            folder = posixpath.dirname(self.main)
            for one in [*self.tree(self._links)]:
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                if target == part and one.get("TargetMode") != "External":
                    self.change(self._links).remove(one)

    @property
    def _links(self) -> str:
        return _links_of(self.main)

    def data(self) -> bytes:
        """Return the document as a file.

        Raises:
            DraftError: the parts that nobody reads unpack to more than any document's.
        """
        if sum(info.file_size for info in self.package.file.infolist()) > SIZE_LIMIT:
            raise DraftError(
                f"{self.package.name} unpacks to more than {SIZE_LIMIT // 2**20} MB; save it without its pictures"
            )
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for info in self.package.file.infolist():
                if info.filename in self._dropped:
                    continue
                part = zipfile.ZipInfo(info.filename, info.date_time)
                part.compress_type = zipfile.ZIP_DEFLATED
                changed = info.filename in self._changed
                file.writestr(part, _written(self.tree(info.filename)) if changed else self._kept(info))
            for name, root in self._added.items():
                if name in self._dropped:
                    continue
                part = zipfile.ZipInfo(name, _DAY)
                part.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(part, _written(root))
        return made.getvalue()

    def _kept(self, info: zipfile.ZipInfo) -> bytes:
        try:
            return self.package.file.read(info)
        except BROKEN as error:
            raise DraftError(
                f"{self.package.name} is damaged: its part {info.filename} cannot be unpacked ({error}); open it in "
                "Word and save it again"
            ) from None


def _links_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _written(root: Element) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
