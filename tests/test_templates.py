"""What every template keeps to: nothing inline (the content security policy would drop it), components that say what they take."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}
TAG = re.compile(r"{%.*?%}")
COMPONENT = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")


def inline(text: str) -> list[str]:
    """What a template holds that the policy of the pages would refuse."""
    served = TAG.sub("", text)  # a comparison in a tag (`one == verb`) is no event handler
    return [name for name, pattern in INLINE.items() if pattern.search(served)]


def pages() -> list[Path]:
    """The pages' templates; the official documents are drawn without a browser and keep their own rules."""
    documents = TEMPLATES / "reports" / "documents"
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if documents not in path.parents]


def test_there_are_templates():
    assert (TEMPLATES / "base.html") in pages()


def test_nothing_stands_inline():
    assert {str(path): found for path in pages() if (found := inline(path.read_text(encoding="utf-8")))} == {}


def test_a_component_opens_with_a_comment_that_names_its_variables():
    components = [path for path in pages() if path.parent.name == "components"]
    assert [str(path) for path in components if not path.read_text(encoding="utf-8").startswith("{#")] == []


def test_a_component_sees_only_what_it_is_given():
    found = {
        str(path): [
            tag for tag in COMPONENT.findall(path.read_text(encoding="utf-8")) if not re.search(r"\bonly\s*%}", tag)
        ]
        for path in pages()
    }
    assert {path: tags for path, tags in found.items() if tags} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<p class="a" style="width: 5%">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png">',
    ],
)
def test_what_stands_inline_is_found(text):
    assert inline(text) != []


def test_what_is_served_is_no_finding():
    text = '<link rel="stylesheet" href="{% static "app.css" %}"><script src="{% static "app.js" %}" defer></script><p data-on="x">'
    assert inline(text) == []


# How it is laid out --------------------------------------------------------------------------------------

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}
BLOCKS = {"if", "for", "with", "block", "blocktranslate", "fixed"}
TOKEN = re.compile(
    r"{#.*?#}|{%\s*(?P<block>\w+).*?%}|<(?P<close>/?)(?P<tag>[a-zA-Z][\w-]*)(?:{%.*?%}|{{.*?}}|\"[^\"]*\"|[^>])*?>",
    re.DOTALL,
)


def crooked(text: str) -> list[int]:
    """The lines that begin with an end (of an element or block) and do not stand under the line where it began."""
    found: list[int] = []
    begun: list[tuple[str, int, int]] = []
    for token in TOKEN.finditer(text):
        number = text.count("\n", 0, token.start())
        line = text.split("\n")[number]
        indent = len(line) - len(line.lstrip())
        name = token["tag"] or token["block"] or ""
        ends = bool(token["close"]) or (name.startswith("end") and name[3:] in BLOCKS)
        name = name.removeprefix("end") if token["block"] else name
        if not ends and (name in BLOCKS if token["block"] else name and name not in VOID):
            begun.append((name, number, indent))
        elif ends and name in [one for one, _number, _indent in begun]:
            while begun[-1][0] != name:
                begun.pop()
            _name, first, under = begun.pop()
            if line.lstrip().startswith(token[0][:5]) and number != first and indent != under:
                found.append(number + 1)
    return found


def test_every_end_stands_under_its_beginning():
    """The formatter loses count where a tag holds a condition right after a quote; with a space between it does not."""
    assert {str(path): found for path in pages() if (found := crooked(path.read_text(encoding="utf-8")))} == {}


def test_what_counts_as_crooked():
    assert crooked("<ul>\n  {% for a in b %}\n    <li>{{ a }}</li>\n  {% endfor %}\n</ul>\n") == []
    assert crooked("<ul>\n  {% for a in b %}\n    <li>{{ a }}</li>\n{% endfor %}\n</ul>\n") == [4]
    assert crooked('<p>\n  <a href="{% url "a" %}">\n    b\n</a>\n</p>\n') == [4]
