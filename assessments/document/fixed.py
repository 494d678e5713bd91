"""Classes of values that nobody changes once they are made."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True)
def fixed(shape: type[Shape]) -> type[Shape]:
    """A dataclass whose instances nobody changes: the type checker sees to it, not Python.

    Reading and judging a filing sets thousands of attributes, and each takes many times as long in a class that is `frozen`.
    """
    return dataclass(slots=True, unsafe_hash=True)(shape)
