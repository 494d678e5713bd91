"""Errors that say what is wrong and where, in the language of the reader."""

from typing import Any


class SpokenError(ValueError):
    """An error whose sentence is translated when it is read, not when it is raised.

    `sentence` is a lazily translated text with named places, filled from `params`.
    """

    def __init__(self, sentence: Any, **params: object) -> None:
        super().__init__(sentence, params)
        self.sentence = sentence
        self.params = params

    @property
    def message(self) -> str:
        """The whole sentence in the language that is active now."""
        return str(self.sentence) % self.params

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Whole in another process too, where mass checks meet it."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[SpokenError], args: tuple[object, ...], state: dict[str, Any]) -> SpokenError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class PathError(SpokenError):
    """An error at one place of a JSON document; `path` is empty for the document as a whole."""

    def __init__(self, path: str, sentence: Any, **params: object) -> None:
        super().__init__(sentence, **params)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def shorten(text: str, length: int = 40) -> str:
    """The beginning of a text, fit to stand in a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
