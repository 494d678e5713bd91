"""The blocks of a step as filters."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from assessments.forms import checklist_markup, findings_markup, last_year, markup
from assessments.forms.board import Fields, Lines

register = template.Library()
register.filter("kind", markup.kind)
register.filter("checklist", checklist_markup.checklist)
register.filter("step_rows", checklist_markup.step_rows)
register.filter("figures", last_year.figures)
register.filter("table", markup.table)
register.filter("tools", markup.tools)
register.simple_tag(findings_markup.findings, name="findings")


@register.filter
def labelled(block: Fields) -> SafeString:
    """The cells of a block, each with its label."""
    return markup.labelled(block.cells, "fields", full=block.full)


@register.filter
def notes(block: Fields | Lines) -> SafeString:
    """What is wrong in a block."""
    return mark_safe(markup.notes(block.notes, block.key if isinstance(block, Fields) else block.id))
