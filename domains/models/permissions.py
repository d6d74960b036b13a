"""What asking Twilio for a change takes: the permissions that Django keeps for the model of each kind of resource."""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from .changes import Change
from .kinds import MODELS
from .resources import TwilioResource

VERBS: dict[str, str] = {
    Change.Action.CREATE: "add",
    Change.Action.UPDATE: "change",
    Change.Action.DELETE: "delete",
}
"""What Django’s permissions call each action."""

UNDONE_BY: dict[str, Change.Action] = {
    Change.Action.CREATE: Change.Action.DELETE,
    Change.Action.UPDATE: Change.Action.UPDATE,
    Change.Action.DELETE: Change.Action.CREATE,
}
"""Which action puts back what each has done."""


def needed(model: type[TwilioResource], action: str) -> str:
    """Return the permission that asking for `action` takes, such as `domains.add_sipdomain`."""
    return f"{model._meta.app_label}.{get_permission_codename(VERBS[action], model._meta)}"


def needed_to_undo(change: Change) -> str:
    """Return the permission that undoing a change takes: that for what undoes it."""
    return needed(change.model, UNDONE_BY[change.action])


def daily_work() -> QuerySet[Permission]:
    """Return the permissions of somebody who does the daily work: every action, with every kind of resource."""
    work = Q(pk=None)
    for model in MODELS.values():
        codenames = [get_permission_codename(verb, model._meta) for verb in VERBS.values()]
        work |= Q(content_type__app_label=model._meta.app_label, codename__in=codenames)
    return Permission.objects.filter(work)
