"""The files of what is printed: drawn once, then kept for as long as none of their inputs changes."""

import json

from assessments.document import codec
from assessments.document import template as templates
from reports.documents import printout, render
from reports.documents.cache import kept, key_of
from reports.printed import Printed


def drawn(page: Printed, kind: str, part: str = "all") -> bytes:
    """The file of what is printed, whole or one attachment."""
    draft = page.draft
    return kept(
        _inputs(page, kind, part),
        lambda: render(printout(page.document, page.template, part=part, draft=draft), kind),
    )


def key(page: Printed, kind: str, part: str = "all") -> str:
    """The name under which that file is kept."""
    return key_of(_inputs(page, kind, part))


def _inputs(page: Printed, kind: str, part: str) -> tuple[str, ...]:
    frozen = page.submission.sha256 if page.submission else ""
    content = frozen or f"{codec.dumps(page.document)}{json.dumps(templates.to_json(page.template), sort_keys=True)}"
    return kind, part, str(page.draft), content
