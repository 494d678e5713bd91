"""What is the same on every page is drawn once."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Fixed(template.Node):
    """A part that no variable enters: words, addresses without arguments, static files.

    It is drawn once in each language and kept as long as its template. It is drawn without a context, so it cannot hold what belongs to
    a person, a filing or a request.
    """

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self._drawn: dict[str | None, SafeString] = {}

    def render(self, context: Any) -> SafeString:
        language = get_language()
        if language not in self._drawn:
            bare = template.Context()
            with bare.bind_template(context.template):
                self._drawn[language] = self.nodelist.render(bare)
        return self._drawn[language]


@register.tag
def fixed(parser: Any, token: Any) -> Fixed:
    """`{% fixed %}…{% endfixed %}`: see `Fixed`."""
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(nodelist)
