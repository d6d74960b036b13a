"""The group “Operators” of an earlier installation may do with access lists what it may do with domains."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUP = "Operators"
VERBS = ("add", "change", "delete")
KINDS = (
    "ipaccesscontrollist",
    "ipaddress",
    "credentiallist",
    "credential",
    "callsipmapping",
    "callscredentialmapping",
    "registrationscredentialmapping",
)
"""The kinds of resource that came after the group was made."""


def grant(apps: Any, schema_editor: Any) -> None:
    """Give the group the permissions for these kinds, unless somebody has taken one for domains from it.

    It was made for the daily work, and that has grown. Only once: what is taken from it later stays taken.
    """
    database = schema_editor.connection.alias
    group = apps.get_model("auth", "Group").objects.using(database).filter(name=GROUP).first()
    if group is None:
        return
    ours = group.permissions.using(database).filter(content_type__app_label="domains")
    if ours.filter(codename__in=[f"{verb}_sipdomain" for verb in VERBS]).count() < len(VERBS):
        return
    _make_permissions(apps, database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    wanted = [f"{verb}_{kind}" for verb in VERBS for kind in KINDS]
    group.permissions.add(*permissions.filter(content_type__app_label="domains", codename__in=wanted))


def _make_permissions(apps: Any, database: str) -> None:
    """Make the permissions of our models now: Django does it only after the last migration."""
    ours = apps.get_app_config("domains")
    ours.models_module = True
    create_permissions(ours, verbosity=0, using=database, apps=apps)
    ours.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("domains", "0012_phone_numbers"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
