"""What a Word file says beside its body: headers, footers, notes, remarks, hidden words; and placeholders, which say nothing."""

from typing import Any

from assessments.importing.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T = f"{W}t"
OFF = ("0", "false", "off", "none")
PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
OWN = frozenset({"草稿"})  # the mark that the product prints itself
PAGE_SIGNS = frozenset("-－—–第页共/0123456789 \u3000")


def without_hidden(root: Any) -> list[str]:
    """Empty the placeholders of content controls and the hidden words in a body; returns the hidden words."""
    for shown in root.iter(f"{W}showingPlcHdr"):
        control = shown.getparent().getparent()
        if shown.get(f"{W}val") not in OFF and control.tag == f"{W}sdt":
            for text in control.iter(T):
                text.text = ""
    hidden = []
    for mark in root.iter(f"{W}vanish"):
        run = mark.getparent().getparent()
        if run is None or run.tag != f"{W}r" or mark.get(f"{W}val") in OFF:
            continue
        words = "".join(text.text or "" for text in run.iter(T))
        for text in run.iter(T):
            text.text = ""
        if words.strip():
            hidden.append(words)
    return hidden


def beside_the_body(package: Package) -> list[str]:
    """The words of headers, footers, notes and remarks that are more than the number of a page."""
    found = []
    for name in sorted(package.names):
        folder, _slash, file = name.rpartition("/")
        if folder != "word" or not file.endswith(".xml") or not file.startswith(PARTS):
            continue
        root = package.xml(name)
        for paragraph in root.iter(f"{W}p"):
            text = "".join(element.text or "" for element in paragraph.iter(T)).strip()
            if text and text not in OWN and not set(text) <= PAGE_SIGNS and text not in found:
                found.append(text)
    return found
