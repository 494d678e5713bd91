"""Where finished documents lie: Django's cache of files, for contents that are packed already."""

import pickle
import random
import zlib
from typing import IO, Any

from django.core.cache.backends.filebased import FileBasedCache

SELDOM = 64  # documents between two looks whether the cache is full: to list twenty thousand files takes longer than all else here


class DocumentFiles(FileBasedCache):
    """A document is written as it is; to pack a PDF once more takes a tenth of a batch and saves one per cent."""

    def _write_content(self, file: IO[bytes], timeout: float | None, value: Any) -> None:
        file.write(pickle.dumps(self.get_backend_timeout(timeout), self.pickle_protocol))
        file.write(zlib.compress(pickle.dumps(value, self.pickle_protocol), zlib.Z_NO_COMPRESSION))

    def _cull(self) -> None:
        if random.randrange(SELDOM) == 0:  # noqa: S311 — no secret
            super()._cull()  # type: ignore[misc]
