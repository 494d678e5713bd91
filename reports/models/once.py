"""Rows that are written once."""

from typing import Any

from django.db import models


class WrittenOnce(models.Model):
    """A row that stands as it was written: saving it again or deleting it is refused."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self} was written once and is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self} was written once and is never deleted")
