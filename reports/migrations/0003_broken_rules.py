"""Name the broken rules of each submission in rows of their own, those of earlier submissions included."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def read_findings(apps: Any, schema_editor: Any) -> None:
    """The findings that were frozen say which rules were broken."""
    Submission, BrokenRule = (apps.get_model("reports", name) for name in ("Submission", "BrokenRule"))  # noqa: N806
    for pk, text in Submission.objects.values_list("pk", "findings_text").iterator(chunk_size=500):
        codes = sorted({finding["rule"] for finding in json.loads(text)})
        BrokenRule.objects.bulk_create(BrokenRule(submission_id=pk, rule=code) for code in codes)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_figures_of_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="BrokenRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=8)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="broken_rules",
                        to="reports.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "broken rule",
                "constraints": [models.UniqueConstraint(fields=("submission", "rule"), name="broken_rule_once")],
            },
        ),
        migrations.RunPython(read_findings, migrations.RunPython.noop),
    ]
