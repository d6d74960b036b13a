"""Of what was answered after its sender had been taken for dead, nothing says any more that its answer was lost."""

from typing import Any

from django.db import migrations

FOUND = ("adopted", "appeared_late")


def note(apps: Any, schema_editor: Any) -> None:
    """Note that nothing was lost of those that an answer settled, though they had been looked for in between."""
    database = schema_editor.connection.alias
    changes = apps.get_model("domains", "Change").objects.using(database)
    found = apps.get_model("domains", "ChangeEvent").objects.using(database).filter(what__in=FOUND)
    lost = changes.filter(state="applied", stopped_at__isnull=False)
    lost.exclude(pk__in=found.values("change")).update(stopped_at=None, look_at=None)


class Migration(migrations.Migration):
    dependencies = [("domains", "0015_doings_dated_by_the_database")]

    # Back there is no way and no need: what was taken away was not so.
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
