"""A Word document that is being changed: its parts, and how they are put together as a file again.

Parts in which nothing was changed come out byte for byte as they went in.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.word.names import STRICT, Element
from bracketed.reading.word.package import BROKEN, RELATIONSHIPS, links_of, open_package, target_of

# What all parts together may unpack to, also those that are not read, such as pictures.
SIZE_LIMIT = 512 * 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# The same file is written on every day of the year.
_DAY = (1980, 1, 1, 0, 0, 0)


class WritablePackage:
    """A document that is being changed: `package` is what is read, and changes are made in its trees.

    `space` is the vocabulary of the document's own elements, in braces.
    """

    def __init__(self, data: bytes, name: str, limits: Limits = DEFAULT) -> None:
        self.package = open_package(data, name, limits)
        self.main = self.package.main
        self._links = links_of(self.main)
        # The main part is written anew in any case: it has brackets, or is to have comments.
        self._changed: set[str] = {self.main}
        self._added: dict[str, Element] = {}
        self._kinds: dict[str, str] = {}
        self._dropped: set[str] = set()
        self.root = self.tree(self.main)
        self.space = self.root.tag.partition("}")[0] + "}"
        self._vocabulary = {"w": self.space.strip("{}")}

    def element(self, name: str, *content: Element, **attributes: str) -> Element:
        """Return a new element of the document's vocabulary, with its content and attributes."""
        element = etree.Element(f"{self.space}{name}", nsmap=self._vocabulary)
        for key, value in attributes.items():
            element.set(f"{self.space}{key}", value)
        element.extend(content)
        return element

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
        parts = [*self.package.related(kind), *(part for part, own in self._kinds.items() if own == kind)]
        return [part for part in parts if part not in self._dropped]

    def change(self, part: str) -> Element:
        """Return the root element of a part in which something is to be changed."""
        self._changed.add(part)
        return self.tree(part)

    def add(self, kind: str, content_type: str, root: Element) -> None:
        """Add a part to which the document refers as its `kind`."""
        folder = posixpath.dirname(self.main)
        file, number = f"{kind}.xml", 1
        while posixpath.join(folder, file) in self.package.names:
            number += 1
            file = f"{kind}{number}.xml"
        part = posixpath.join(folder, file)
        self._added[part] = root
        self._kinds[part] = kind
        types = self.change(_CONTENT_TYPES)
        # Some programs name parts that are not there.
        if all(one.get("PartName", "").casefold() != f"/{part}".casefold() for one in types):
            etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)
        if self._links not in self.package.names:
            # A document that refers to nothing needs no list of what it refers to.
            self._added.setdefault(self._links, etree.Element(f"{RELATIONSHIPS}Relationships"))
        links = self.change(self._links)
        ids = {one.get("Id") for one in links}
        # Of one number more than there are ids at least one is free.
        id_ = next(f"rId{count}" for count in range(1, len(ids) + 2) if f"rId{count}" not in ids)
        kinds = _STRICT_KINDS if self.space == f"{{{STRICT}}}" else _KINDS
        etree.SubElement(links, f"{RELATIONSHIPS}Relationship", Id=id_, Type=f"{kinds}/{kind}", Target=file)

    def drop(self, kind: str) -> None:
        """Take out the parts to which the document refers as its `kind`, and all that names them."""
        for part in self.parts(kind):
            self._dropped |= {part, links_of(part)}
            # A list is gone through, since children are removed on the way.
            for one in [*self.tree(_CONTENT_TYPES)]:
                if one.get("PartName", "").lstrip("/").casefold() == part.casefold():
                    self.change(_CONTENT_TYPES).remove(one)
            for one in [*self.tree(self._links)]:
                if target_of(one, self.main) == part and one.get("TargetMode") != "External":
                    self.change(self._links).remove(one)

    def data(self) -> bytes:
        """Return the document as a file.

        Raises:
            DraftError: the parts that are not read unpack to more than any document's.
        """
        infos = self.package.file.infolist()
        # A small file may unpack to any size; what is read is bounded already, but pictures are copied unread.
        if sum(info.file_size for info in infos) > SIZE_LIMIT:
            raise DraftError(
                f"{self.package.name} unpacks to more than {SIZE_LIMIT // 2**20} MB; save it without its pictures"
            )
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for info in infos:
                if info.filename not in self._dropped:
                    part = zipfile.ZipInfo(info.filename, info.date_time)
                    archive.writestr(part, self._content(info), zipfile.ZIP_DEFLATED)
            for name, root in self._added.items():
                if name not in self._dropped:
                    archive.writestr(zipfile.ZipInfo(name, _DAY), _xml(root), zipfile.ZIP_DEFLATED)
        return file.getvalue()

    def _content(self, info: zipfile.ZipInfo) -> bytes:
        if info.filename in self._changed:
            return _xml(self.tree(info.filename))
        try:
            return self.package.file.read(info)
        except BROKEN as error:
            raise DraftError(
                f"{self.package.name} is damaged: its part {info.filename} cannot be unpacked ({error}); open it in "
                "Word and save it again"
            ) from None


def _xml(root: Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
