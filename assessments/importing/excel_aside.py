"""What an Excel file says beside its cells: text boxes, remarks, headers and footers."""

import re

from assessments.importing.package import Package
from assessments.importing.word_aside import OWN, PAGE_SIGNS

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|&|[A-Z])', re.IGNORECASE)


def beside_the_cells(package: Package) -> list[str]:
    """The words of text boxes and of remarks, each once."""
    found: list[str] = []
    for name in sorted(package.names):
        if name.startswith("xl/drawings/") and name.endswith(".xml"):
            whole, text = f"{DRAWN}p", f"{DRAWN}t"
        elif name.startswith("xl/comments") and name.endswith(".xml"):
            whole, text = f"{MAIN}comment", f"{MAIN}t"
        else:
            continue
        for element in package.xml(name).iter(whole):
            words = "".join(piece.text or "" for piece in element.iter(text)).strip()
            if words and words not in found:
                found.append(words)
    return found


def words_around(stored: str) -> str:
    """The words of a header or footer without its codes; empty where it has but the number of the page."""
    words = " ".join(CODE.sub(" ", stored).split())
    return "" if words in OWN or set(words) <= PAGE_SIGNS else words
