"""Finished documents, kept under the hash of everything that they are made from."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

SOURCES = (Path(__file__).parent, Path(settings.BASE_DIR) / "templates" / "documents", Path(settings.FONTS_DIR))
ENOUGH = 1 << 16  # of a font its beginning and its size tell it from another


def kept(inputs: Iterable[str], draw: Callable[[], bytes]) -> bytes:
    """The document drawn before from the same inputs, or the one drawn now. The program that draws is one of the inputs."""
    key = key_of(inputs)
    found = stored(key)
    if found is None:
        found = draw()
        caches["documents"].set(key, found)
    return found


def key_of(inputs: Iterable[str]) -> str:
    """The name under which a document of these inputs is kept."""
    return _hash(text.encode() for text in (program(), *inputs))


def stored(key: str) -> bytes | None:
    """The document of this name; None where it was never drawn, or is kept no longer."""
    found: bytes | None = caches["documents"].get(key)
    return found


@cache
def program() -> str:
    """A hash over the code, the styles and the fonts that draw, made once a process."""
    return _hash(
        piece
        for folder in SOURCES
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
        for piece in (file.name.encode(), str(file.stat().st_size).encode(), _beginning(file))
    )


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(ENOUGH)


def _hash(pieces: Iterable[bytes]) -> str:
    """SHA-256 over pieces, each with its length, so that none runs into the next."""
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(len(piece).to_bytes(8, "big"))
        whole.update(piece)
    return whole.hexdigest()
