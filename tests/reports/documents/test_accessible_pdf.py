"""The PDF as ISO 19005-3 (PDF/A-3a) and ISO 14289-1 (PDF/UA-1) want it, clause by clause, as far as its structure shows.

No validator of either is free of Java; what is proved here stands in docs/decisions/0013.
"""

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream

from assessments.document import codec
from reports.documents import render_pdf
from reports.documents.astray import ASTRAY
from tests.reports.documents.samples import FILING, TEMPLATE, sample

STANDARD = {
    "/Document", "/Sect", "/P", "/H1", "/H2", "/H3", "/H4", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD",
    "/Span", "/Div", "/NonStruct",
}  # fmt: skip
SHOWING = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"BI"}


@pytest.fixture(scope="module")
def reader():
    return PdfReader(io.BytesIO(render_pdf(sample(), TEMPLATE)))


@pytest.fixture(scope="module")
def root(reader):
    return reader.trailer["/Root"]


@pytest.fixture(scope="module")
def xmp(root):
    return root["/Metadata"].get_data().decode()


def walk(node, above=()):
    """Every structure element under a node, with those above it."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found, above
            yield from walk(found, (*above, found))


@pytest.fixture(scope="module")
def elements(root):
    return list(walk(root["/StructTreeRoot"]))


def marks_of(reader, page):
    """The operators that show something, each with the marked content that it stands in: a number, "Artifact", or nothing."""
    stack, found = [], []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            inside = operands[1].get("/MCID") if operator == b"BDC" else str(operands[0])
            stack.append(inside)
        elif operator == b"EMC":
            stack.pop()
        elif operator in SHOWING:
            found.append(stack[-1] if stack else None)
    assert stack == []
    return found


def test_everything_that_is_shown_is_content_with_a_tag_or_an_artifact(reader):
    """UA 7.1: real content is tagged, all else is an artifact."""
    for page in reader.pages:
        marks = marks_of(reader, page)
        assert None not in marks
        assert any(isinstance(mark, int) for mark in marks)


def test_every_piece_of_content_is_in_the_tree(reader, root):
    """A 6.7.3.1, ISO 32000-1 14.7.4.4: the parent tree leads from each marked piece to its element, and back."""
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {numbers[place]: numbers[place + 1].get_object() for place in range(0, len(numbers), 2)}
    for page in reader.pages:
        marked = {mark for mark in marks_of(reader, page) if isinstance(mark, int)}
        own = parents[page["/StructParents"]]
        assert marked <= set(range(len(own)))
        for mark in marked:
            assert mark in own[mark].get_object()["/K"]


def test_only_standard_types_are_used(elements):
    """UA 7.1, A 6.7.3.4: no type of our own, which would need a role map."""
    assert {one["/S"] for one, _above in elements} <= STANDARD


def test_headings_go_down_one_level_at_a_time_and_none_is_empty(reader, elements):
    """UA 7.4.2."""
    levels = [int(one["/S"][2]) for one, _above in elements if re.fullmatch(r"/H\d", one["/S"])]
    assert levels[0] == 1
    assert all(now <= before + 1 for before, now in pairwise(levels))
    for one, _above in elements:
        if re.fullmatch(r"/H\d", one["/S"]):
            assert pieces(one)


def pieces(element):
    """The numbers of marked content under an element."""
    found = []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        found += pieces(inner) if isinstance(inner, dict) else [inner]
    return found


def test_tables_are_regular_and_their_cells_know_their_heads(elements):
    """UA 7.5: rows of cells; a table has heads; what a cell names as its heads are heads."""
    tables = [one for one, _above in elements if one["/S"] == "/Table"]
    assert len(tables) >= 5
    for table in tables:
        inside = list(walk(table))
        for one, above in inside:
            if one["/S"] in ("/TH", "/TD"):
                assert above[-1]["/S"] == "/TR"
            if one["/S"] == "/TR":
                assert (above[-1]["/S"] if above else "/Table") in ("/Table", "/THead", "/TBody")
        heads = {one["/ID"] for one, _above in inside if one["/S"] == "/TH"}
        assert heads
        for one, above in inside:
            if one["/S"] == "/TH":
                assert one["/A"]["/Scope"] == ("/Column" if above[-2]["/S"] == "/THead" else "/Row")
        named = {head for one, _above in inside if one["/S"] == "/TD" for head in one["/A"].get("/Headers", [])}
        assert named <= heads
        assert named


def test_a_figure_is_read_with_the_name_of_its_line(reader, elements):
    """UA 7.5: a cell of 附件1 names the line that it stands in as its head."""
    table = next(one for one, _above in elements if one["/S"] == "/Table")
    texts = texts_of(reader, reader.pages[0])
    heads = {one["/ID"]: said(one, texts) for one, _above in walk(table) if one["/S"] == "/TH"}
    line = FILING["basic_data"]["expenditure"][0]
    row = next(
        one
        for one, _above in walk(table)
        if one["/S"] == "/TR" and line["label"] in [said(kid.get_object(), texts) for kid in one["/K"]]
    )
    cells = [kid.get_object() for kid in row["/K"]]
    figures = {said(cell, texts): [heads[head] for head in cell["/A"]["/Headers"]] for cell in cells[1:]}
    assert figures == {line[column]: [line["label"]] for column in ("prior_final", "budget", "final")}


def texts_of(reader, page):
    """The text of each marked piece of a page."""
    found, stack = {}, []
    fonts = {name: to_unicode(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    font = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            stack.append(operands[1].get("/MCID") if operator == b"BDC" else None)
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator == b"TJ" and stack and stack[-1] is not None:
            raw = b"".join(one.original_bytes for one in operands[0] if hasattr(one, "original_bytes"))
            text = "".join(font.get(raw[at : at + 2].hex(), "?") for at in range(0, len(raw), 2))
            found[stack[-1]] = found.get(stack[-1], "") + text
    return found


def to_unicode(font):
    lines = font["/ToUnicode"].get_data().partition(b"endcodespacerange")[2]
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", lines)
    return {code.decode(): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in pairs}


def said(element, texts):
    return "".join(texts.get(mark, "") for mark in pieces(element))


def test_language_title_and_tab_order(reader, root, xmp):
    """UA 7.1, 7.2, 7.18.3: the language, a title that windows show, tabs in the order of the structure."""
    assert root["/Lang"] == "zh-Hans"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert f">{reader.metadata.title}<" in xmp
    assert {page["/Tabs"] for page in reader.pages} == {"/S"}


def test_colours_rest_on_an_output_intent(root):
    """A 6.2.3: the intent of PDF/A with the profile of sRGB inside."""
    (intent,) = [one.get_object() for one in root["/OutputIntents"]]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert (profile["/N"], profile.get_data()[36:40]) == (3, b"acsp")


def test_the_metadata_say_pdf_a_3a_and_agree_with_the_information(reader, xmp):
    """A 6.6.2, 6.6.4."""
    assert re.search(r'pdfaid:part="3"', xmp)
    assert re.search(r'pdfaid:conformance="A"', xmp)
    for value in (reader.metadata.title, reader.metadata.author, reader.metadata.producer):
        assert value in xmp


def test_every_font_is_inside_and_says_its_characters(reader):
    """A 6.2.11.4, 6.2.11.7; UA 7.21: embedded, and each glyph has its character."""
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            one = font.get_object()
            below = one["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below)
            assert one["/ToUnicode"].get_data().count(b"beginbfchar") >= 1


def numbered_apart(drawn):
    """The signs on the first page whose glyph has another number than its place, and all signs."""
    apart, every = set(), set()
    for font in drawn.pages[0]["/Resources"]["/Font"].values():
        one = font.get_object()
        assert one["/Encoding"] == "/Identity-H"
        file = one["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().get("/FontFile3")
        names = TTFont(io.BytesIO(file.get_data())).getGlyphOrder() if file else []
        for code, text in to_unicode(one).items():
            every.add(text)
            if names and names[int(code, 16)] != f"cid{int(code, 16):05}":
                apart.add(text)
    return apart, every


def test_every_glyph_is_found_by_its_number_and_by_its_place():
    """A 6.2.11.3: readers look glyphs up by one or the other, so both are the same."""
    data = codec.to_json(sample())
    signs = "–€¥▼‐˙⊕℉中8"
    data["basic_data"]["economy_measures"] = signs
    data["signatures"]["prepared_by"] = signs
    drawn = PdfReader(io.BytesIO(render_pdf(codec.from_json(data), TEMPLATE, part="basic")))
    apart, every = numbered_apart(drawn)
    assert apart == set()
    assert every >= set(signs)


def test_the_signs_that_are_left_to_other_fonts_are_those_of_the_official_fonts():
    """Number and place agree for every sign that is not ASTRAY, in each font."""
    for file in sorted(Path(settings.FONTS_DIR).glob("Fandol*.otf")):
        with TTFont(file, lazy=True) as font:
            order = {name: place for place, name in enumerate(font.getGlyphOrder())}
            wrong = {chr(sign) for sign, name in font.getBestCmap().items() if int(name[3:] or 0) != order[name]}
        assert {sign for sign in wrong if not ASTRAY.fullmatch(sign)} == set(), file.name


def test_the_filing_is_an_associated_file(root):
    """A 6.8: named, with its relation, type and day, and associated with the document."""
    (file,) = {one.get_object()["/F"]: one.get_object() for one in root["/AF"]}.values()
    assert (file["/UF"], file["/AFRelationship"], file["/Desc"]) == ("filing.json", "/Source", "perfeval-filing/1")
    embedded = file["/EF"]["/F"].get_object()
    assert embedded["/Subtype"] == "/application/json"
    assert embedded["/Params"]["/ModDate"].startswith(f"D:{FILING['fiscal_year']}1231")
    assert codec.loads(embedded.get_data()) == sample()


def test_nothing_is_encrypted_active_or_outside(reader, root):
    """A 6.1.3, 6.5: an identifier, no encryption, no action, no script, no file elsewhere."""
    assert "/Encrypt" not in reader.trailer
    assert len(reader.trailer["/ID"]) == 2
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root["/Names"]
    raw = render_pdf(sample(), TEMPLATE)
    assert raw.startswith(b"%PDF-1.7\n%")
    assert min(raw[10:14]) > 127
