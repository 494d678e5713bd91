"""Count the cells that changed since the submission before, those of earlier submissions included."""

from typing import Any

from django.db import migrations, models

from assessments.document import codec
from assessments.document.paths import cells


def count_changes(apps: Any, schema_editor: Any) -> None:
    """Compare each later submission with the one before it."""
    Submission = apps.get_model("reports", "Submission")  # noqa: N806
    for later in Submission.objects.filter(number__gt=1).iterator(chunk_size=100):
        before = Submission.objects.filter(filing=later.filing_id, number=later.number - 1).first()
        if before is not None:
            old, new = (cells(codec.loads(one.document_text)) for one in (before, later))
            paths = {*old, *new}
            changed = sum(_text(old, path) != _text(new, path) for path in paths)
            Submission.objects.filter(pk=later.pk).update(changed_cells=changed)


def _text(found: Any, path: str) -> str:
    return (found[path].text if path in found else None) or ""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_broken_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="changed_cells",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RunPython(count_changes, migrations.RunPython.noop),
    ]
