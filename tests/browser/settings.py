"""The product's settings as they are, but for quick passwords: the demonstration signs some thirty times, each test signs in."""

from perfeval.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
