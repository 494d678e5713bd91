"""Hostile and hopeless files: each is refused in one line."""

import tracemalloc

import pytest
from django.utils import translation

from assessments.importing.extract import extract
from assessments.importing.package import FileRefused
from tests.assessments.importing.files import RELS, TYPES, docx, package, paragraph, table

TITLE = paragraph("2024年度部门整体支出绩效评价基础数据表")
RELATION = (
    '<Relationship Id="r1" Type="http://x/relationships/{}" Target="http://example.invalid/a" TargetMode="External"/>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY e "ha"><!ENTITY f "&e;&e;&e;">]><a>&f;</a>'
MACRO = TYPES.replace("document.main", "document.macroEnabled.main")
SPAN = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr></w:tc></w:tr></w:tbl>'

HOSTILE = {
    "empty": (b"", "neither a Word"),
    "text": (b"hello", "neither a Word"),
    "pdf": (b"%PDF-1.7", "neither a Word"),
    "truncated": (docx(TITLE)[:-40], "damaged or cut short"),
    "old": (OLE + bytes(600), "of the old kind"),
    "encrypted": (OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "zip": (package({"a.txt": "a"}), "neither a Word"),
    "macro": (docx(TITLE, word__vbaProject=b"x"), "macros"),
    "macro-type": (package({"[Content_Types].xml": MACRO, "word/document.xml": "<a/>"}), "macros"),
    "entity": (package({"[Content_Types].xml": TYPES, "word/document.xml": ENTITY}), "entities"),
    "laughs": (package({"[Content_Types].xml": TYPES, "word/document.xml": LAUGHS}), "entities"),
    "template": (
        docx(TITLE, **{"word___rels__settings.xml.rels": RELS.format(RELATION.format("attachedTemplate"))}),
        "outside itself",
    ),
    "image": (
        docx(TITLE, **{"word___rels__document.xml.rels": RELS.format(RELATION.format("image"))}),
        "outside itself",
    ),
    "object": (
        docx(TITLE, **{"word___rels__document.xml.rels": RELS.format(RELATION.format("oleObject"))}),
        "embedded",
    ),
    "embedded": (docx(TITLE, word__embeddings__a=b"x"), "embedded"),
    "nested": (docx(TITLE, word__media__a=package({"a": "a"})), "embedded"),
    "bomb": (docx(TITLE, word__media__a=bytes(30_000_000)), "far more than it should"),
    "entries": (docx(TITLE, **{f"p{number}": b"" for number in range(2_001)}), "more than 2000 parts"),
    "traversal": (docx(TITLE, **{"..__..__etc": b"x"}), "forbidden name"),
    "absolute": (docx(TITLE, __etc=b"x"), "forbidden name"),
    "twice": (docx(TITLE, WORD__document=b"x", word__document=b"x"), "twice"),
    "broken": (package({"[Content_Types].xml": TYPES, "word/document.xml": "<a>"}), "not well-formed"),
    "deep": (docx("<w:sdt>" * 5_000), "not well-formed"),
    "rows": (docx(TITLE, table(*[["a", "1"]] * 2_001)), "more than 2000 rows"),
    "span": (docx(TITLE, SPAN.format(9_999)), "more than 200 columns"),
    "wild-span": (docx(TITLE, SPAN.format("9" * 50)), "over more columns"),
    "no-form": (docx(paragraph("关于开会的通知")), "no form"),
    "no-year": (docx(paragraph("部门整体支出绩效评价基础数据表")), "no fiscal year"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_hopeless_file_is_refused_in_one_line(name):
    raw, words = HOSTILE[name]
    tracemalloc.start()
    with pytest.raises(FileRefused) as refused:
        extract([("file.docx", raw)])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    with translation.override("en"):
        sentence = str(refused.value)
    assert words in sentence
    assert "\n" not in sentence
    assert peak < 100 * 1024 * 1024


def test_a_hyperlink_is_harmless():
    raw = docx(TITLE, **{"word___rels__document.xml.rels": RELS.format(RELATION.format("hyperlink"))})
    assert extract([("file.docx", raw)]).filing.fiscal_year == 2024
