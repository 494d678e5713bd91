"""The strict reader of environment variables: what is set is understood whole, or the start is refused.

A secret may stand in a file instead: `NAME_FILE` names it. Every variable that is asked for is kept in `variables`,
from which the table in `docs/operators.md` is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable as the operators' page shows it."""

    name: str
    kind: str
    default: str
    meaning: str


@dataclass
class Environment:
    """Reads typed values out of a mapping of texts. Raises ImproperlyConfigured, naming the variable."""

    values: Mapping[str, str]
    variables: list[Variable] = field(default_factory=list)

    def text(self, name: str, default: str, meaning: str, *, shown: str | None = None) -> str:
        """A text; set but blank is refused. `shown` stands in the table where the default depends on the machine."""
        self._note(name, "text", default if shown is None else shown, meaning)
        return self._given(name) or default

    def secret(self, name: str, meaning: str, *, default: str | None = None, shown: str = "") -> str:
        """A text from `name` or from the file that `name`_FILE names, not both. Required where there is no default."""
        self._note(name, "secret", shown or ("required" if default is None else default), meaning)
        value, path = self._given(name), self._given(f"{name}_FILE")
        if value is not None and path is not None:
            raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set; set one of them.")
        if path is not None:
            value = read_secret_file(f"{name}_FILE", Path(path))
        if value is None and default is None:
            raise ImproperlyConfigured(f"{name} is not set. Set it, or name a file that holds it in {name}_FILE.")
        return value if value is not None else default or ""

    def boolean(self, name: str, default: bool, meaning: str) -> bool:
        """yes or no, also 1/0, true/false, on/off in any case; anything else is refused."""
        self._note(name, "yes/no", "yes" if default else "no", meaning)
        value = self._given(name)
        if value is None:
            return default
        if value.lower() in TRUE:
            return True
        if value.lower() in FALSE:
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be yes or no.")

    def integer(self, name: str, default: int, meaning: str, *, least: int = 0) -> int:
        """A whole number not below `least`."""
        self._note(name, "number", str(default), meaning)
        value = self._given(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit()) or int(value) < least:
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number, {least} or more.")
        return int(value)

    def names(self, name: str, default: tuple[str, ...], meaning: str) -> list[str]:
        """Texts with commas between them; an empty part is refused."""
        self._note(name, "list", ",".join(default), meaning)
        value = self._given(name)
        if value is None:
            return list(default)
        parts = [part.strip() for part in value.split(",")]
        if not all(parts):
            raise ImproperlyConfigured(f"{name} is {value!r}; a part of the list is empty.")
        return parts

    def choice(self, name: str, default: str, among: tuple[str, ...], meaning: str) -> str:
        """One of a few words, spelt exactly."""
        self._note(name, " / ".join(among), default, meaning)
        value = self._given(name) or default
        if value not in among:
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(among)}.")
        return value

    def _given(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is not None and not value.strip():
            raise ImproperlyConfigured(f"{name} is set but empty. Give it a value or leave it unset.")
        return None if value is None else value.strip()

    def _note(self, name: str, kind: str, default: str, meaning: str) -> None:
        self.variables.append(Variable(name, kind, default, meaning))


def read_secret_file(name: str, path: Path) -> str:
    """The one text that a file holds, without the line end. Raises ImproperlyConfigured."""
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name} names {path}, which cannot be read: {error}.") from error
    if not value:
        raise ImproperlyConfigured(f"{name} names {path}, which is empty.")
    return value


def table(variables: list[Variable]) -> str:
    """The variables as the Markdown table of docs/operators.md."""
    rows = [f"| `{item.name}` | {item.kind} | {item.default} | {item.meaning} |" for item in variables]
    return "\n".join(["| variable | value | if unset | meaning |", "|---|---|---|---|", *rows])
