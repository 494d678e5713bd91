"""A ZIP of filled forms, one attachment a file: its Word and Excel files, without a look into them."""

import io
import zipfile

from django.utils.translation import gettext_lazy as _

from assessments.importing.package import DAMAGED, MAX_FILE, MAX_RATIO, RATIO_FROM, FileRefused

MAX_FILES = 200
MAX_TOTAL = 64 * 1024 * 1024
FORMS = (".docx", ".xlsx")
UTF8 = 0x800
NOISE = ("__MACOSX/", "~$", ".", "Thumbs.db", "desktop.ini")  # what other programs leave in a folder

Files = list[tuple[str, bytes]]


def is_archive(raw: bytes) -> bool:
    """Whether a file is a ZIP of forms and no Office file itself."""
    if not raw.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            return "[Content_Types].xml" not in names and any(name.lower().endswith(FORMS) for name in names)
    except DAMAGED:
        return False


def unpack(raw: bytes) -> tuple[Files, list[str]]:
    """The forms in a ZIP by name, and the names of its files that are none. Raises `FileRefused`."""
    forms: Files = []
    others: list[str] = []
    left = MAX_TOTAL
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_FILES:
            raise FileRefused(_("The archive holds more than %(limit)s files."), limit=MAX_FILES)
        for entry in sorted(entries, key=lambda entry: _name(entry)):
            name = _name(entry)
            base = name.replace("\\", "/").rpartition("/")[2]
            if name.startswith(NOISE) or base.startswith(NOISE):
                continue
            if not base.lower().endswith(FORMS):
                others.append(base)
                continue
            content = _read(archive, entry, base, min(left, MAX_FILE))
            left -= len(content)
            forms.append((base, content))
    if not forms:
        raise FileRefused(_("The archive holds no Word (DOCX) or Excel (XLSX) file."))
    return forms, others


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    if entry.flag_bits & 1:
        raise FileRefused(_("The file is encrypted. Save it without a password."))
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise FileRefused(_("The file unpacks to far more than it should; it is not read."))
    try:
        with archive.open(entry) as file:
            content = file.read(limit + 1)
    except DAMAGED as error:
        raise FileRefused(_("The file is damaged: its part %(part)s cannot be unpacked."), part=name) from error
    if len(content) > limit:
        raise FileRefused(_("The file is too large: its part %(part)s unpacks to too much."), part=name)
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file; Windows in China writes it in GBK without saying so."""
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
