"""Reads which rooms of the project import which others: the table of docs/architecture.md as data."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DOCUMENT, RULES, MODELS = "assessments.document", "assessments.rules", "assessments.models"
LEAVES = {"assessments.context", "assessments.refusals", "assessments.lists"}
TO_MODELS = {DOCUMENT, RULES, MODELS} | LEAVES
TO_SELECTORS = TO_MODELS | {"assessments.extensions", "assessments.selectors"}
TO_SERVICES = TO_SELECTORS | {"assessments.services"}
TO_VIEWS = TO_SERVICES | {"assessments.forms", "assessments.importing", "assessments.views"}
ENTRY = TO_VIEWS | {"assessments"}
REPORTS_BASE = TO_SERVICES | {"reports.models"}
REPORTS_MOVES = REPORTS_BASE | {"reports.selectors", "reports.submitting", "reports.notify", "reports.workflow"}
REPORTS_SAYS = REPORTS_MOVES | {"reports.judging", "reports.remarking"}
REPORTS_WRITES = REPORTS_SAYS | {
    "reports.documents",
    "reports.printed",
    "reports.comparing",
    "reports.peers",
    "reports.progress",
    "reports.verifying",
    "reports.checks",
    "reports.rollup",
    "reports.drawn",
    "reports.names",
    "reports.bundles",
}

# Which rooms the modules of a room may import. A module of no room is in the room of the longest name it begins with.
ROOMS: dict[str, set[str]] = {
    DOCUMENT: {DOCUMENT},
    RULES: {DOCUMENT, RULES},
    "assessments.context": set(),
    "assessments.refusals": set(),
    "assessments.lists": set(),
    MODELS: TO_MODELS,
    "assessments.extensions": TO_MODELS | {"assessments.extensions"},
    "assessments.selectors": TO_SELECTORS,
    "assessments.services": TO_SERVICES,
    "assessments.forms": TO_SERVICES | {"assessments.forms"},
    "assessments.importing": TO_SERVICES | {"assessments.importing"},
    "assessments.views": TO_VIEWS,
    "assessments": ENTRY,  # urls, apps, commands, template tags, migrations
    "reports.models": REPORTS_BASE,
    "reports.documents": {DOCUMENT, RULES, "reports.documents"},
    "reports.selectors": REPORTS_BASE | {"reports.selectors"},
    "reports.submitting": REPORTS_BASE | {"reports.selectors", "reports.comparing"},
    "reports.notify": REPORTS_BASE,
    "reports.workflow": REPORTS_MOVES,
    "reports.judging": REPORTS_MOVES,
    "reports.remarking": REPORTS_SAYS,
    "reports.peers": REPORTS_BASE,
    "reports.printed": REPORTS_MOVES,
    "reports.comparing": REPORTS_BASE,
    "reports.verifying": REPORTS_BASE | {"reports.documents", "reports.comparing", "reports.verifying"},
    "reports.rollup": REPORTS_BASE | {"reports.documents", "reports.progress", "reports.rollup"},
    "reports.progress": REPORTS_BASE | {"reports.selectors", "reports.progress"},
    "reports.checks": REPORTS_BASE | {"reports.progress", "reports.checks"},
    "reports.names": set(),
    "reports.drawn": REPORTS_BASE | {"reports.documents", "reports.printed"},
    "reports.bundles": REPORTS_WRITES - {"reports.workflow", "reports.submitting"},
    "reports.forms": REPORTS_SAYS | {"assessments.forms"},
    "reports.views": TO_VIEWS | REPORTS_WRITES | {"reports.views", "reports.forms"},
    "reports": ENTRY | REPORTS_WRITES | {"reports.views", "reports.forms", "reports"},
    "perfeval": {
        "perfeval",
        "assessments",
        "assessments.context",
        MODELS,
        "assessments.services",
        "assessments.selectors",
    },
}
# What a pure room never imports from outside.
NEVER: dict[str, tuple[str, ...]] = {
    DOCUMENT: (
        "django.db",
        "django.conf",
        "django.http",
        "django.contrib",
        "django.core",
        "urllib",
        "requests",
        "socket",
        "time",
    ),
    RULES: (
        "django.db",
        "django.conf",
        "django.http",
        "django.contrib",
        "django.core",
        "urllib",
        "requests",
        "socket",
        "time",
    ),
    "reports.documents": ("django.db", "django.http", "django.contrib"),
    MODELS: ("django.http", "django.shortcuts"),
    "assessments.selectors": ("django.http", "django.shortcuts"),
    "assessments.services": ("django.http", "django.shortcuts"),
    "reports.workflow": ("django.http", "django.shortcuts", "django.core.mail"),
}


@dataclass(frozen=True)
class Import:
    """One module named by another, at a line."""

    module: str
    imported: str
    line: int


def longest(name: str, names: Iterable[str]) -> str | None:
    """The longest of `names` that `name` is or lies in."""
    return max((room for room in names if name == room or name.startswith(f"{room}.")), key=len, default=None)


def imports_of(source: str, module: str, *, package: bool = False) -> Iterator[Import]:
    """Every module that a source imports, inside functions and for types too; `from x import y` is x.y."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")
                kept = parents[: len(parents) - node.level + (1 if package else 0)]
                base = ".".join([*kept, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(module, f"{base}.{alias.name}", node.lineno)


def refusal(found: Import) -> str | None:
    """Why an import runs against the table, or None."""
    room = longest(found.module, ROOMS)
    if room is None:
        return f"{found.module} is in no room of the table"
    imported_room = longest(found.imported, ROOMS)
    if imported_room is not None and imported_room not in ROOMS[room]:
        return f"{found.module}:{found.line} imports {found.imported}: {room} may not import {imported_room}"
    if longest(found.imported, NEVER.get(room, ())):
        return f"{found.module}:{found.line} imports {found.imported}: never in {room}"
    return None


def modules(base: Path) -> Iterator[tuple[str, Path]]:
    """The product's modules: dotted name and file."""
    for top in ("perfeval", "assessments", "reports"):
        for path in sorted((base / top).rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path
