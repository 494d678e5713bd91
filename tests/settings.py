"""The product's settings as the tests use them: own key, own database for each run, quick passwords."""

import os
import tempfile
from pathlib import Path

os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ.pop("SECRET_KEY_FILE", None)
os.environ.setdefault("DEBUG", "no")
os.environ.setdefault("HTTPS", "no")
os.environ.setdefault("LOG_LEVEL", "WARNING")
RUN = os.environ.setdefault("PERFEVAL_TEST_RUN", str(os.getpid()))  # the workers of one run share it

from perfeval.settings import *  # noqa: E402, F403
from perfeval.settings import CACHES, DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES["documents"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "documents"}
BUNDLES_DIR = Path(tempfile.gettempdir()) / f"perfeval-test-{RUN}-bundles"
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in production: a database in memory has neither WAL nor its locks.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"perfeval-test-{RUN}.sqlite3")}
