"""The objects of a PDF, each turned into bytes once: pydyf makes and packs all of them again for the identifier that PDF/A
asks for, and packs as hard as it can.
"""

import zlib
from typing import Any

import pydyf

LEVEL = 3  # of packing: 9 takes four times the time for two per cent


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
        one.stream = [zlib.compress(b"\n".join(_bytes(item) for item in one.stream), LEVEL)]
        one.extra = {**one.extra, "Filter": "/FlateDecode"}
        one.compress = False
    return MadeStream(one)


def _bytes(item: Any) -> bytes:
    """An operand or operator of a stream."""
    if isinstance(item, bytes):
        return item
    made: bytes = item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")
    return made
