"""Opens a Word or Excel file (OOXML) as the untrusted thing it is: nothing is fetched, written or run, and memory stays bounded.

Everything that could make reading dangerous or endless is refused here, before any content is looked at, in one sentence.
"""

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from assessments.document.errors import SpokenError, shorten

MAX_FILE = 16 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_PART = 24 * 1024 * 1024  # one XML part, unpacked; in memory a tree takes several times as much
MAX_TOTAL = 96 * 1024 * 1024  # all parts by their own account
MAX_RATIO = 200
MAX_MARKS = 1_500_000  # tags and attributes of a part that becomes a tree, each some 120 bytes
RATIO_FROM = 1024 * 1024  # small parts compress well and harm nobody
# What the unpacking of a damaged archive raises: its own errors, and those of the numbers in it that lead nowhere.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError, LookupError,
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"PK\x03\x04", OLE, b"Rar!", b"7z\xbc\xaf")
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
KINDS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class FileRefused(SpokenError):
    """A file that is not read at all; the sentence says why."""


class Package:
    """An opened file: `kind` is docx or xlsx; `xml(name)` is a part's tree."""

    def __init__(self, archive: zipfile.ZipFile, kind: str, names: frozenset[str]) -> None:
        self._archive, self.kind, self.names = archive, kind, names

    def xml(self, name: str) -> Any:
        """The root element of a part. Raises `FileRefused`."""
        return parse(self.raw(name), name)

    def raw(self, name: str) -> bytes:
        """What a part holds, in the names of the ordinary format where it was saved in those of the strict one. Raises `FileRefused`."""
        try:
            with self._archive.open(name) as part:
                raw = part.read(MAX_PART + 1)
        except DAMAGED as error:
            raise FileRefused(_("The file is damaged: its part %(part)s cannot be unpacked."), part=name) from error
        if len(raw) > MAX_PART:
            raise FileRefused(_("The file is too large: its part %(part)s unpacks to too much."), part=name)
        return STRICT.sub(_ordinary, raw) if b"purl.oclc.org" in raw else raw

    def begins(self, name: str) -> bytes:
        """The first bytes of a part."""
        try:
            with self._archive.open(name) as part:
                return part.read(8)
        except DAMAGED as error:
            raise FileRefused(_("The file is damaged: its part %(part)s cannot be unpacked."), part=name) from error


def _ordinary(match: re.Match[bytes]) -> bytes:
    """The ordinary name of a namespace or kind of relationship that has a strict one."""
    area, rest = match[1], match[2]
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (area, rest) if rest else match[0]


def parse(raw: bytes, name: str) -> Any:
    """The tree of an XML part: no entities, no network, no depth beyond 256, no more nodes than memory has room for. Raises `FileRefused`."""
    if raw.count(b"<") + raw.count(b"=") > MAX_MARKS:
        raise FileRefused(_("The file is too large: its part %(part)s unpacks to too much."), part=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in raw[:4096] or b"<!DOCTYPE" in raw[:4096]:
            raise _declares(name) from error
        raise FileRefused(_("The file is damaged: its part %(part)s is not well-formed."), part=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares(name)
    return root


def _declares(name: str) -> FileRefused:
    return FileRefused(_("The file declares entities in its part %(part)s, which no form needs."), part=name)


def open_package(raw: bytes) -> Package:
    """The package that a file's bytes hold. Raises `FileRefused` for anything that is not a harmless DOCX or XLSX."""
    _check_outside(raw)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        entries = archive.infolist()
    except DAMAGED as error:
        raise FileRefused(_("The file is damaged or cut short: it cannot be unpacked.")) from error
    _check_entries(entries)
    names = frozenset(entry.filename for entry in entries)
    kinds = [kind for part, kind in KINDS.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise FileRefused(_("The file is neither a Word (DOCX) nor an Excel (XLSX) file."))
    package = Package(archive, kinds[0], names)
    _check_parts(package)
    return package


def _check_outside(raw: bytes) -> None:
    if len(raw) > MAX_FILE:
        raise FileRefused(_("The file is larger than %(limit)s MB."), limit=MAX_FILE // 1024 // 1024)
    if raw.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise FileRefused(_("The file is encrypted. Save it without a password."))
        raise FileRefused(_("This is a file of the old kind (DOC, XLS). Save it as DOCX or XLSX."))
    if not raw.startswith(b"PK"):
        raise FileRefused(_("The file is neither a Word (DOCX) nor an Excel (XLSX) file."))


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FileRefused(_("The file holds more than %(limit)s parts."), limit=MAX_ENTRIES)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 1:
            raise FileRefused(_("The file is encrypted. Save it without a password."))
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name:
            raise FileRefused(_("The file holds a part with a forbidden name: %(name)s"), name=shorten(name))
        if name.lower() in seen:
            raise FileRefused(_("The file holds the part %(name)s twice."), name=shorten(name))
        seen.add(name.lower())
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise FileRefused(_("The file unpacks to far more than it should; it is not read."))
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise FileRefused(_("The file unpacks to far more than it should; it is not read."))


def _check_parts(package: Package) -> None:
    """No macros, no embedded objects or files, nothing that points outside."""
    for part in sorted(package.names):
        low = part.lower()
        if "vbaproject" in low or "vbadata" in low:
            raise FileRefused(_("The file holds macros. Save it as an ordinary DOCX or XLSX."))
        if "/externallinks/" in low or low.endswith("/connections.xml"):
            raise FileRefused(
                _("The file takes figures from other files or places (%(part)s). Keep the values only."),
                part=shorten(part),
            )
        if "/embeddings/" in low or "/activex/" in low or package.begins(part).startswith(ARCHIVES):
            raise FileRefused(_("The file holds an embedded object (%(part)s). Take it out."), part=shorten(part))
        if low.endswith(".rels"):
            _check_relationships(package.xml(part))
    types = package.xml("[Content_Types].xml")
    if any("macroenabled" in (element.get("ContentType") or "").lower() for element in types.iter("{*}*")):
        raise FileRefused(_("The file holds macros. Save it as an ordinary DOCX or XLSX."))


def _check_relationships(root: Any) -> None:
    for relation in root.iter(RELATIONSHIPS):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if kind in ("oleObject", "package", "control", "vbaProject", "aFChunk"):
            raise FileRefused(_("The file holds an embedded object (%(part)s). Take it out."), part=kind)
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            raise FileRefused(_("The file points to something outside itself (%(kind)s). Take it out."), kind=kind)
