"""Every relative link and picture of README and docs leads somewhere; every guide is there in both languages."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^( *)(```|~~~).*?^\1\2 *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(<?([^)>\s]+)>?(?: +\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def links(text: str) -> list[str]:
    """The targets of the links and pictures of a page, without those that only show how one is written."""
    return LINK.findall(CODE.sub("", FENCE.sub("", text)))


def anchors(text: str) -> set[str]:
    """The names that the headings of a page have as targets, as GitHub makes them."""
    titles = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a relative link of a page names a file or folder of the project, and a heading that is there."""
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target.read_text(encoding="utf-8"))


def broken(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere, or out of the project."""
    relative = [link for link in links(page.read_text(encoding="utf-8")) if not re.match(r"[a-z][a-z0-9+.-]*:", link)]
    return [link for link in relative if not leads_somewhere(page, link)]


def test_there_are_pages():
    assert len(PAGES) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page):
    assert broken(page) == []


def test_a_broken_link_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_docs.ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# One thing\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) ![b](gone.png) [c](there.md#one-thing) [d](there.md#other) [e](https://example.org/x) `[f](x.md)`\n"
        "[g](../outside.md)\n\n```\n[h](y.md)\n```\n",
        encoding="utf-8",
    )
    assert broken(page) == ["gone.png", "there.md#other", "../outside.md"]


def test_every_picture_is_shown_somewhere():
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in links(page.read_text(encoding="utf-8"))
        if link.endswith(".png")
    }
    assert set((ROOT / "docs" / "images").glob("*.png")) - shown == set()


def test_every_guide_is_there_in_both_languages():
    chinese, english = ({path.name for path in (ROOT / "docs" / "guides" / name).glob("*.md")} for name in ("zh", "en"))
    assert chinese == english
    index = links((ROOT / "docs" / "guides" / "README.md").read_text(encoding="utf-8"))
    assert {f"zh/{name}" for name in chinese} | {f"en/{name}" for name in english} <= set(index)
