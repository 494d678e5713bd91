"""System checks: what must be there before anyone relies on the product."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection, connections

FONT_FILES = (
    "FandolFang-Regular.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
    "FandolSong-Regular.otf",
    "FandolSong-Bold.otf",
)


@register
def fonts_are_there(**kwargs: Any) -> list[CheckMessage]:
    """Without its fonts a document is drawn in whatever the machine has."""
    missing = [name for name in FONT_FILES if not (Path(settings.FONTS_DIR) / name).is_file()]
    if not missing:
        return []
    hint = "Run `make fonts`, or name the folder that holds them in FONTS_DIR."
    return [Warning(f"Fonts are missing in {settings.FONTS_DIR}: {', '.join(missing)}.", hint=hint, id="perfeval.W001")]


@register
def database_folder_is_there(**kwargs: Any) -> list[CheckMessage]:
    """SQLite makes the file, not the folder."""
    if connection.vendor != "sqlite":
        return []
    folder = Path(connection.settings_dict["NAME"]).parent
    if folder.is_dir():
        return []
    return [
        Error(f"The folder of the database, {folder}, does not exist.", hint="Run `make install`.", id="perfeval.E001")
    ]


@register(Tags.database)
def log_is_guarded(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The database itself refuses changes to the log. Altering its table on SQLite drops the triggers silently."""
    from assessments.models.log_triggers import TABLE, missing_triggers

    found: list[CheckMessage] = []
    for alias in databases or []:
        database = connections[alias]
        if TABLE in database.introspection.table_names() and (missing := missing_triggers(database)):
            hint = "Install them again: assessments.models.log_triggers.install(connection)."
            found.append(
                Error(f"Triggers of the log are missing: {', '.join(missing)}.", hint=hint, id="perfeval.E002")
            )
    return found
