"""Hostile and hopeless files, and files as heavy as the limits let them be.

`python -m tests.assessments.importing.hostile refused|heavy` reads each in a process of its own and prints, a line of JSON a file, what was
said, how long it took, how much memory it had, and what it wrote or asked for.
"""

import io
import json
import os
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator

from tests.assessments.importing.files import (
    BOOK_TYPES,
    RELS,
    cell,
    docx,
    grid,
    package,
    paragraph,
    sheet,
    table,
    xlsx,
)

TITLE = paragraph("2024年度部门整体支出绩效评价基础数据表")
BOOK_TITLE = "2024年度部门整体支出绩效评价基础数据表"
HEADS = ["经费控制情况（万元）", "上年决算", "2024年预算数", "2024年决算数"]
EXTERNAL = (
    '<Relationship Id="r1" Type="http://x/relationships/{}" Target="http://example.invalid/a" TargetMode="External"/>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
LAUGHS = "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};&e{n};">' for n in range(40)) + "]><a>&e40;</a>"
MANY = 250_000


def noise(size: int) -> bytes:
    """Bytes that do not compress."""
    return random.Random(1).randbytes(size)


def thick(xml: str) -> str:
    """The XML with a remark that does not compress, so that the whole passes for an ordinary part."""
    return f"{xml}<!--{noise(len(xml) // 150).hex()}-->"


def book(content: str = "", **more: str | bytes) -> bytes:
    return xlsx({"表": content or grid([BOOK_TITLE], HEADS, ["公用经费", "1", "2", "3"])}, **more)


def nested(depth: int) -> str:
    inner = table(["甲", "乙"])
    for _level in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return inner


def bombed(raw: bytes, name: str, size: int) -> bytes:
    """The file with a part that unpacks to far more than it takes."""
    made = io.BytesIO(raw)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size))
    return made.getvalue()


def lying(raw: bytes) -> bytes:
    """The file whose first part says that it is smaller than it is."""
    changed = bytearray(raw)
    at = raw.index(b"PK\x01\x02")
    changed[at + 24 : at + 28] = (5).to_bytes(4, "little")
    return bytes(changed)


# What each is, and words of the sentence that refuses it.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated": (lambda: book()[:-60], "damaged or cut short"),
    "renamed picture": (lambda: b"\x89PNG\r\n\x1a\n" + noise(2_000), "neither a Word"),
    "renamed text": (lambda: "公用经费,1,2,3".encode(), "neither a Word"),
    "old kind": (lambda: OLE + bytes(600), "of the old kind"),
    "encrypted": (lambda: OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "macros": (lambda: book(xl__vbaProject=b"x"), "macros"),
    "macro type": (
        lambda: package({"[Content_Types].xml": BOOK_TYPES.replace("sheet.main", "sheet.macroEnabled.main"), "xl/workbook.xml": "<a/>"}),
        "macros",
    ),
    "external entity": (lambda: package({"[Content_Types].xml": BOOK_TYPES, "xl/workbook.xml": ENTITY}), "entities"),
    "entity in texts": (lambda: book(**{"xl__sharedStrings.xml": ENTITY}), "entities"),
    "billion laughs": (lambda: book(LAUGHS), "entities"),
    "laughs in utf-16": (lambda: docx(TITLE, **{"word__numbering.xml": LAUGHS.encode("utf-16")}), "not well-formed"),
    "external link": (lambda: book(xl__externalLinks__externalLink1=b"<a/>"), "other files or places"),
    "connection": (lambda: book(**{"xl__connections.xml": "<a/>"}), "other files or places"),
    "external image": (lambda: book(**{"xl__drawings___rels__d.xml.rels": RELS.format(EXTERNAL.format("image"))}), "outside itself"),
    "external template": (
        lambda: docx(TITLE, **{"word___rels__settings.xml.rels": RELS.format(EXTERNAL.format("attachedTemplate"))}),
        "outside itself",
    ),
    "embedded object": (lambda: book(xl__embeddings__a=b"x"), "embedded"),
    "package in it": (lambda: book(xl__media__a=package({"a": "a"})), "embedded"),
    "traversal": (lambda: book(**{"..__..__etc__cron": b"x"}), "forbidden name"),
    "absolute name": (lambda: book(__etc__passwd=b"x"), "forbidden name"),
    "bomb": (lambda: bombed(book(), "xl/media/a", 60_000_000), "far more than it should"),
    "bomb of many": (lambda: package({"[Content_Types].xml": BOOK_TYPES, "xl/workbook.xml": "<a/>"} | {f"p{n}": bytes(900_000) for n in range(130)}),
                     "far more than it should"),
    "lying size": (lambda: lying(book()), "damaged"),
    "too many rows": (lambda: book(sheet(*[cell(f"A{n}", "1") for n in range(1, 2_003)])), "more than 2000 rows"),
    "too many rows in word": (lambda: docx(TITLE, table(*[["a", "1"]] * 2_001)), "more than 2000 rows"),
    "too many columns": (lambda: book(sheet(cell("XFD1", "1"))), "more than 200 columns"),
    "absurd merge": (lambda: book(sheet(cell("A1", "1"), merged=["A1:XFD1048576"])), "more than 200 columns"),
    "absurd span in word": (
        lambda: docx(TITLE, '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr></w:tc></w:tr></w:tbl>'),
        "more than 200 columns",
    ),
    "deep": (lambda: docx("<w:sdt>" * 5_000), "not well-formed"),
    "too many nodes": (lambda: docx(thick(f"<w:p>{'<w:r/>' * 1_600_000}</w:p>")), "too much"),
    "too many paragraphs": (lambda: docx("<w:p/>" * 21_000), "20000 paragraphs"),
    "one text in every cell": (lambda: book(sheet(*["".join(cell(f"{c}{r}", "0", "s") for c in "ABCDEFGH") for r in range(1, 1_900)]),
                               strings=["长" * 30_000]), "far more cells or text"),
    "one text merged far down": (
        lambda: docx(TITLE, _merged_down(1_900, "长" * 30_000)),
        "far more cells or text",
    ),
    "no form": (lambda: docx(paragraph("关于召开会议的通知"), paragraph("请各单位按时参加。")), "no form"),
    "no form in excel": (lambda: book(grid(["姓名", "电话"], ["甲", "1"])), "no form"),
    "empty workbook": (lambda: book(sheet("")), "no form"),
    "no year": (lambda: book(grid(["部门整体支出绩效评价基础数据表"], ["公用经费", "1"])), "no fiscal year"),
    "formula without result": (lambda: book(grid([BOOK_TITLE], HEADS, ["公用经费", cell("B3", "", formula="1+1"), "2", "3"])), "formula"),
    "formula as text": (lambda: book(grid([BOOK_TITLE], HEADS, ["公用经费", "=SUM(B4:B9)", "2", "3"])), "not a figure"),
}  # fmt: skip
# As heavy as may be: read or refused, but within the bounds.
HEAVY: dict[str, Callable[[], bytes]] = {
    "tables in tables": lambda: docx(TITLE, nested(70)),
    "nodes up to the limit": lambda: docx(TITLE, thick(f"<w:p>{'<w:r/>' * 1_400_000}</w:p>")),
    "attributes up to the limit": lambda: docx(TITLE, thick("<w:p>" + '<w:r a="" b="" c=""/>' * 360_000 + "</w:p>")),
    "text up to the limit": lambda: docx(TITLE, thick(paragraph("一、" + "长句，没有句号" * 25) * 19_000)),
    "cells up to the limit": lambda: book(
        sheet(*["".join(cell(f"{c}{r}", f"{r}.5") for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") for r in range(1, 1_999)])
    ),
    "many empty cells": lambda: book(
        sheet(*["".join(f'<c r="{c}{r}" s="0"/>' for c in "ABCDEFGHIJ") for r in range(1, 60_000)])
    ),
    "many texts": lambda: book(strings=[f"{n}" for n in range(MANY)]),
    "merges up to the limit": lambda: book(sheet(*[cell(f"A{r}", "1") for r in range(1, 1_999)], merged=["A1:GR1990"])),
    "columns of a form": lambda: docx(TITLE, thick(table(HEADS, *[["公用经费", *["1"] * 190]] * 600))),
    "titles without end": lambda: docx(thick((TITLE + table(HEADS, ["公用经费", "1", "2", "3"])) * 4_000)),
    "labels without end": lambda: docx(TITLE, thick(paragraph("填表人：" * 8) * 15_000)),
}


def _merged_down(rows: int, text: str) -> str:
    first = (
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(text)}</w:tc><w:tc><w:p/></w:tc></w:tr>'
    )
    more = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    return f"<w:tbl>{first}{more * rows}</w:tbl>"


def files(which: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if which == "refused":
        yield from ((name, make) for name, (make, _words) in REFUSED.items())
    else:
        yield from HEAVY.items()


def read(raw: bytes) -> str:
    """What is said to a file; `read` where it is read."""
    from django.utils import translation

    from assessments.document.errors import SpokenError
    from assessments.importing.extract import UnreadFigures, extract

    with translation.override("en"):
        try:
            found = extract([("file", raw)])
            if found.unread:
                raise UnreadFigures(found.unread)
        except SpokenError as error:
            return str(error)
    return "read"


def _watched(asked: list[str]) -> None:
    """Note every file that is written and everything that is asked for outside."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in (
            "socket.connect",
            "socket.getaddrinfo",
            "subprocess.Popen",
            "os.system",
            "os.remove",
            "os.mkdir",
            "os.rename",
        ):
            asked.append(event)
        elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            asked.append(f"open {arguments[0]}")

    sys.addaudithook(hook)


def main(which: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    read(docx(TITLE))  # load everything
    for name, make in files(which):
        raw = make()
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            asked: list[str] = []
            _watched(asked)
            begin = time.process_time()
            said = read(raw)
            answer = {"name": name, "said": said, "seconds": round(time.process_time() - begin, 2), "asked": asked}
            os.write(writing, json.dumps(answer).encode()[:60_000])
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            text = pipe.read()
        _pid, status, used = os.wait4(child, 0)
        answer = json.loads(text) if text else {"name": name, "said": "", "seconds": 0, "asked": []}
        print(json.dumps(answer | {"status": status, "megabytes": used.ru_maxrss // 1024}), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))
    main(sys.argv[1])
