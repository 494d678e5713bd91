"""The blocks of a step as filters."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from assessments.forms import markup
from assessments.forms.board import Fields, Lines

register = template.Library()
register.filter("answering", markup.answering)
register.filter("kind", markup.kind)
register.filter("step_link", markup.step_link)
register.filter("table", markup.table)
register.filter("tools", markup.tools)


@register.filter
def labelled(block: Fields) -> SafeString:
    """The cells of a block, each with its label."""
    return markup.labelled(block.cells, "fields", full=block.full)


@register.filter
def notes(block: Fields | Lines) -> SafeString:
    """What is wrong in a block."""
    return mark_safe(markup.notes(block.notes, block.cells[0].address if isinstance(block, Fields) else block.id))
