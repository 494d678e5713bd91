"""The markup of the steps of a filing, beside every page and on the overview: a large filing has hundreds."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

Item = Mapping[str, Any]  # see assessments.views.frame.tree


def checklist(tree: Iterable[Item]) -> SafeString:
    """The attachments, each a list of its steps; those of a project stand under its name."""
    words = gettext("errors"), gettext("warnings")
    return mark_safe("".join(f"<li>{_named(group['title'])}{_list(group['items'], words)}</li>" for group in tree))


def _list(items: Iterable[Item], words: tuple[str, str]) -> str:
    entries = (
        step_link(item, words) if "url" in item else _named(item["title"]) + _list(item["items"], words)
        for item in items
    )
    return f'<ul class="steps">{"".join(f"<li>{entry}</li>" for entry in entries)}</ul>'


def _named(title: str) -> str:
    return f'<span class="group">{escape(title)}</span>' if title else ""


def step_link(item: Item, words: tuple[str, str]) -> str:
    """A step: mark, name, open findings, each in words too."""
    current = ' aria-current="page"' if item["current"] else ""
    open_findings = "".join(
        f'<span class="{look}">{mark} {item[key]}<span class="visually-hidden"> {escape(word)}</span></span>'
        for key, look, mark, word in (("errors", "open", "●", words[0]), ("warnings", "open-warning", "▲", words[1]))
        if item[key]
    )
    return (
        f'<a href="{escape(item["url"])}"{current}>'
        f'<span class="sign sign-{item["state"]}" aria-hidden="true">{item["mark"]}</span>'
        f'<span class="name">{escape(item["title"])}<span class="visually-hidden"> – {item["word"]}</span></span>'
        f"{open_findings}</a>"
    )


def step_rows(steps: Sequence[tuple[Item, str]]) -> SafeString:
    """The rows of the overview: each step, with the name of its project, how it stands, what is open, who saved it last."""
    return mark_safe("".join(_row(item, project) for item, project in steps))


def _row(item: Item, project: str) -> str:
    name = f"{project} · {item['title']}" if project else item["title"]
    status = item["status"]
    saved = f"{status.by} {date(timezone.localtime(status.at), 'm-d H:i')}" if status.at else ""
    return (
        f'<tr><td><a href="{escape(item["url"])}">{escape(name)}</a></td>'
        f'<td class="keep"><span class="sign-{item["state"]}">{item["mark"]} {item["word"]}</span></td>'
        f'<td class="number">{item["errors"] or ""}</td><td class="number">{item["warnings"] or ""}</td>'
        f"<td>{escape(saved)}</td></tr>"
    )
