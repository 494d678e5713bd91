from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add to the entry pages what this room knows."""
        from assessments.extensions import extensions
        from reports import bundles, panels, proof, remarking, selectors, workflow  # noqa: F401  (bundles registers its job)

        extensions.marks = selectors.MARKS
        extensions.previous_document = selectors.previous_document
        extensions.previous_documents = selectors.previous_documents
        extensions.frozen_policies = selectors.frozen_policies
        extensions.submitted_texts = selectors.submitted_texts
        extensions.timeline = selectors.timeline
        extensions.downloads = selectors.downloads
        extensions.actions = workflow.available
        extensions.prove = proof.prove
        extensions.pins = remarking.pins
        extensions.pin_url = remarking.pin_url
        extensions.rows_replaced = remarking.rows_replaced
        extensions.home_panels = panels.home_panels
