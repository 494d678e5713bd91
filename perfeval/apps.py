from django.apps import AppConfig


class PerfevalConfig(AppConfig):
    name = "perfeval"

    def ready(self) -> None:
        from perfeval import checks  # noqa: F401  (registers the system checks)
