"""The jobs of imports say of which kind the import is, so that each role finds its own."""

from django.db import migrations

KINDS = ("bulk_look", "bulk_carry_out")


def name_kinds(apps, schema_editor):
    kinds = dict(apps.get_model("assessments", "BulkImport").objects.values_list("pk", "kind"))
    for job in apps.get_model("assessments", "Job").objects.filter(kind__in=KINDS).iterator():
        if (kind := kinds.get(job.arguments.get("import"))) is not None:
            job.arguments["kind"] = kind
            job.save(update_fields=["arguments"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0011_imports_are_cleared")]
    operations = [migrations.RunPython(name_kinds, migrations.RunPython.noop, elidable=True)]
