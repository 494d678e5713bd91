"""Bootstrap's two files out of the installed package, so that the browser asks no other host."""

from collections.abc import Iterable, Iterator
from typing import Any

from bootstrap_wrapper import get_bootstrap_dir
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "bootstrap/"
FILES = (
    "css/bootstrap.min.css",
    "css/bootstrap.min.css.map",
    "js/bootstrap.bundle.min.js",
    "js/bootstrap.bundle.min.js.map",
    "LICENSE",
)


class BootstrapFinder(BaseFinder):
    """Finds `bootstrap/css/bootstrap.min.css`, `bootstrap/js/bootstrap.bundle.min.js` and their maps, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=get_bootstrap_dir())
        self.storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in FILES if not self.storage.exists(name)]
        return [Error(f"Bootstrap's {name} is not in its package.", id="perfeval.E002") for name in missing]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(PREFIX)
        found = path.startswith(PREFIX) and name in FILES
        if find_all:
            return [self.storage.path(name)] if found else []
        return self.storage.path(name) if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in FILES:
            yield name, self.storage
