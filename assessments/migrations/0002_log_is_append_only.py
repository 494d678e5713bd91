from django.db import migrations

from assessments.models.log_triggers import install_by_migration, remove_by_migration


def begin_the_chain(apps, schema_editor):
    apps.get_model("assessments", "LogHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunPython(begin_the_chain, migrations.RunPython.noop),
        migrations.RunPython(install_by_migration, remove_by_migration),
    ]
