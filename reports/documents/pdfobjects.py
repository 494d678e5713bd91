"""The objects of a PDF, each turned into bytes once, and the file of them: pydyf makes and packs all of them again for the
identifier that PDF/A asks for, and packs as hard as it can.
"""

import zlib
from functools import lru_cache, partial
from hashlib import md5
from itertools import count
from typing import Any, BinaryIO

import pydyf

LEVEL = 3  # of packing: 9 takes four times the time for two per cent
FONTS = 16  # packed fonts that are kept, as many as are cut out
NEVER = 0xFFFF  # the generation of an object that is not used


class Made(pydyf.Object):
    """An object whose bytes are made."""

    def __init__(self, one: Any) -> None:
        super().__init__()
        self.number, self.content = one.number, one.data

    @property
    def data(self) -> Any:
        return self.content


class MadeStream(Made, pydyf.Stream):
    """The same of a stream, which is not packed together with others."""


def make(_document: object, pdf: Any) -> None:
    """Make every object of a PDF: a finisher of WeasyPrint, called when nothing is added any more."""
    _tell_of_heads(pdf)
    pdf.objects = [one if one.free == "f" else _made(one) for one in pdf.objects]
    pdf.write = partial(write, pdf)


def _tell_of_heads(pdf: Any) -> None:
    """Let the head of a table say what it heads, its column or its row; WeasyPrint only lets cells name their heads."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("S") == "/TH":
            group = _referred(pdf, _referred(pdf, one["P"])["P"])
            one["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _referred(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _made(one: Any) -> Made:
    if not isinstance(one, pydyf.Stream):
        return Made(one)
    if one.compress:
        pack = _packed_font if one.extra.get("Subtype") == "/OpenType" else _packed
        one.stream = [pack(b"\n".join(_bytes(item) for item in one.stream))]
        one.extra = {**one.extra, "Filter": "/FlateDecode"}
        one.compress = False
    return MadeStream(one)


def _packed(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)


@lru_cache(FONTS)
def _packed_font(content: bytes) -> bytes:
    return _packed(content)


def _bytes(item: Any) -> bytes:
    """An operand or operator of a stream."""
    if isinstance(item, bytes):
        return item
    made: bytes = item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")
    return made


# The file ---------------------------------------------------------------------------------------------------


def write(pdf: Any, output: BinaryIO, version: str | None, identifier: object, _compress: object) -> None:
    """Write the file as pydyf does: its streams, the other objects packed into one, and a table of where each of them is."""
    pdf.add_object(pdf.info)
    pdf.objects[-1] = _made(pdf.info)
    every = b"".join(one.data for one in pdf.objects[1:])
    small = [one for one in pdf.objects[1:] if one.compressible]
    _add(pdf, _together(small))
    file = bytearray(f"%PDF-{version or '1.7'}\n%🖤\n".encode())
    places = [(0, 0, NEVER)]
    inside = count()
    for one in pdf.objects[1:]:
        places.append((2, pdf.objects[-1].number, next(inside)) if one.compressible else (1, len(file), 0))
        if not one.compressible:
            file += one.indirect + b"\n"
    start = len(file)
    extra: dict[str, Any] = {"Root": pdf.catalog.reference, "Info": pdf.info.reference}
    if identifier:
        extra["ID"] = pydyf.Array([pydyf.String(md5(every, usedforsecurity=False).hexdigest())] * 2)
    _add(pdf, _table([*places, (1, start, 0)], extra))
    del pdf.write  # nothing holds the objects any more
    output.write(file + pdf.objects[-1].indirect + f"\nstartxref\n{start}\n%%EOF\n".encode())


def _add(pdf: Any, stream: Any) -> None:
    pdf.add_object(stream)
    pdf.objects[-1] = _made(stream)


def _together(objects: list[Made]) -> Any:
    """The objects in one stream, which begins with the number and the place of each."""
    position = 0
    heads = []
    for one in objects:
        heads.append(f"{one.number} {position}")
        position += len(one.data) + 1
    first = " ".join(heads).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(first) + 1}
    return pydyf.Stream([first, *(one.data for one in objects)], extra, compress=True)


def _table(places: list[tuple[int, int, int]], extra: dict[str, Any]) -> Any:
    """Where each object is: of a kind, in the file or in the other stream, and as which; in so many bytes as the largest needs."""
    widths = [max((numbers[field].bit_length() + 7) // 8 for numbers in places) for field in range(3)]
    content = b"".join(
        number.to_bytes(width, "big") for numbers in places for number, width in zip(numbers, widths, strict=True)
    )
    head = {"Type": "/XRef", "Index": pydyf.Array((0, len(places))), "W": pydyf.Array(widths), "Size": len(places)}
    return pydyf.Stream([content], head | extra, compress=True)
