from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the work that jobs of this room carry out."""
        from assessments.services import log_check, validation  # noqa: F401
