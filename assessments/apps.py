from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the work that jobs of this room carry out."""
        from assessments.importing.bulk import running  # noqa: F401
        from assessments.services import log_check, policy_preview, validation  # noqa: F401
