"""The settings of perfeval. What differs between installations comes from the environment: see docs/operators.md."""

import os
from pathlib import Path

from csp.constants import SELF

from perfeval.database import database
from perfeval.environ import Environment, read_secret_file

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = Environment(os.environ)

DATA_DIR = Path(
    ENVIRONMENT.text(
        "DATA_DIR", str(BASE_DIR / "var"), "Folder of all that the product writes: database, fonts, files.", shown="var"
    )
)
KEPT_SECRET = DATA_DIR / "secret-key"
SECRET_KEY = ENVIRONMENT.secret(
    "SECRET_KEY",
    "Signs sessions and forms: 50 random characters or more, the same in every process.",
    default=read_secret_file("SECRET_KEY_FILE", KEPT_SECRET) if KEPT_SECRET.exists() else None,
    shown="the file `secret-key` in DATA_DIR, made by `make install`; otherwise required",
)
DEBUG = ENVIRONMENT.boolean("DEBUG", False, "Error pages for developers. Never in production.")
ALLOWED_HOSTS = ENVIRONMENT.names(
    "ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"), "Host names under which the pages may be asked for."
)
HTTPS = ENVIRONMENT.boolean(
    "HTTPS", not DEBUG, "People reach the pages by https: redirect to it, secure cookies, strict transport security."
)
BEHIND_PROXY = ENVIRONMENT.boolean(
    "BEHIND_PROXY",
    False,
    "One proxy of yours stands before and sets X-Forwarded-For, X-Forwarded-Proto and X-Request-ID itself.",
)
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.names(
    "TRUSTED_ORIGINS", (), "Origins (https://…) whose forms are accepted, where a proxy changes the host name."
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "perfeval",
    "assessments",
    "reports",
]
MIDDLEWARE = [
    "perfeval.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "perfeval.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "perfeval.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "assessments.views.mending.UnreadableFilingMiddleware",
]
ROOT_URLCONF = "perfeval.urls"
WSGI_APPLICATION = "perfeval.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": database(
        ENVIRONMENT.secret(
            "DATABASE_URL",
            "`sqlite:////absolute/path` or `postgres://user:password@host:5432/name?sslmode=require`.",
            default=f"sqlite:///{DATA_DIR.absolute() / 'perfeval.sqlite3'}",
            shown="`perfeval.sqlite3` in DATA_DIR",
        ),
        BASE_DIR,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Finished documents, shared by every process of this machine.
    "documents": {
        "BACKEND": "reports.documents.files.DocumentFiles",
        "LOCATION": DATA_DIR / "cache" / "documents",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["perfeval.sessions.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
SESSION_ENGINE = "perfeval.sessions"
SESSION_COOKIE_AGE = 3600 * ENVIRONMENT.integer("SESSION_HOURS", 12, "Hours after which one signs in again.", least=1)
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other services of the authority may share the domain
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
]  # subdomains and the preload list are the domain owner's choice
# No inline script or style; Bootstrap's marks are data images.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": [SELF], "img-src": [SELF, "data:"]}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "perfeval.static_finder.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "woff2", "gz", "br")
MEDIA_ROOT = DATA_DIR / "files"
BUNDLES_DIR = DATA_DIR / "bundles"
BUNDLE_DAYS = ENVIRONMENT.integer(
    "BUNDLE_DAYS", 7, "Days for which a file of many filings is kept after it was last asked for.", least=1
)
IMPORT_DAYS = ENVIRONMENT.integer(
    "IMPORT_DAYS",
    30,
    "Days for which a file sent for import is kept after it was looked at, where nobody has it carried out.",
    least=1,
)
FONTS_DIR = Path(
    ENVIRONMENT.text(
        "FONTS_DIR",
        str(DATA_DIR / "fonts"),
        "Folder of the fonts of the official documents.",
        shown="`fonts` in DATA_DIR",
    )
)

LOG_LEVEL = ENVIRONMENT.choice(
    "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"), "What is written to the standard error output."
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "perfeval.middleware.RequestFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.db.backends": {"level": "INFO"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
