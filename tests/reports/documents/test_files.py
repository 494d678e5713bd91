"""Finished documents on disk, as any cache keeps them."""

import random

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from reports.documents.files import SELDOM, DocumentFiles

PDF = random.Random(1).randbytes(100_000)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


def test_a_document_comes_back_as_it_was(folder):
    cache = DocumentFiles(folder, {"timeout": None})
    cache.set("a", PDF)
    assert cache.get("a") == PDF
    assert cache.get("b") is None
    (file,) = folder.iterdir()
    assert len(PDF) < file.stat().st_size < len(PDF) + 200


def test_what_djangos_own_cache_wrote_is_read(folder):
    FileBasedCache(folder, {"timeout": None}).set("a", PDF)
    assert DocumentFiles(folder, {"timeout": None}).get("a") == PDF


def test_what_is_over_is_given_no_more(folder):
    cache = DocumentFiles(folder, {"timeout": 0})
    cache.set("a", PDF)
    assert cache.get("a") is None


def test_room_is_made_now_and_then(folder):
    random.seed(1)
    cache = DocumentFiles(folder, {"timeout": None, "max_entries": 10})
    for number in range(1000):
        cache.set(str(number), b"")
    assert len(list(folder.iterdir())) <= 10 + 6 * SELDOM
