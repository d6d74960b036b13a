"""The log outlives what it speaks of, and nobody can rewrite it or take something out of it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import ProtectedError
from django.template import Context, Template
from django.test import Client
from django.urls import get_resolver

from domains import services
from domains.models import Change, ChangeEvent, LogIsKept, LogRemoval, SipDomain, User
from domains.services import current_account

from .changes import SECRET_URL, told
from .reading import html_of

MODELS = ("change", "changeevent", "logremoval", "sipdomain", "account", "job")


@pytest.fixture
def administrator(client: Client, superuser: User) -> Client:
    """Somebody who may do everything, and to whom every permission was given by name as well."""
    superuser.user_permissions.set(Permission.objects.all())
    client.force_login(superuser)
    return client


@pytest.fixture
def change(operator: User) -> Change:
    row = SipDomain(account=current_account(), domain_name="acme.sip.twilio.com")
    return services.create(row, actor=operator, reason="Ticket 4711")


def log() -> list[Any]:
    """Return all that the log says."""
    events = ChangeEvent.objects.order_by("pk").values_list("change_id", "what", "told", "at")
    changes = Change.objects.order_by("pk").values_list("pk", "key", "state", "asked", "after", "actor_name", "reason")
    return [*events, *changes, *LogRemoval.objects.values_list("pk", "count")]


# It outlives what it speaks of


def test_a_change_outlives_its_operator(change: Change, operator: User, administrator: Client) -> None:
    before = log()
    page = administrator.post(f"/admin/domains/user/{operator.pk}/delete/", {"post": "yes"})
    assert page.status_code == 302
    assert not User.objects.filter(pk=operator.pk).exists()
    change.refresh_from_db()
    assert (change.actor, change.actor_name) == (None, "operator")
    assert log() == before
    assert "Asked by operator" in html_of(administrator.get(change.get_absolute_url()))


def test_a_change_keeps_the_name_that_its_operator_had(change: Change, operator: User) -> None:
    operator.username = "somebody else"
    operator.save()
    change.refresh_from_db()
    assert change.actor_name == "operator"


def test_a_change_outlives_its_domain(change: Change, administrator: Client) -> None:
    before = log()
    SipDomain.objects.all().delete()
    assert log() == before
    html = html_of(administrator.get(change.get_absolute_url()))
    assert "Ticket 4711" in html
    assert change.sid in html


def test_an_account_with_changes_cannot_go(change: Change) -> None:
    SipDomain.objects.all().delete()
    with pytest.raises(ProtectedError, match=r"'Change\.account'"):
        change.account.delete()
    assert Change.objects.filter(pk=change.pk).exists()


# In Django admin


@pytest.mark.parametrize("verb", ["add/", "{pk}/change/", "{pk}/delete/"])
@pytest.mark.parametrize("model", ["change", "logremoval", "account", "job"])
def test_nobody_writes_or_deletes_in_admin(model: str, verb: str, change: Change, administrator: Client) -> None:
    removal = LogRemoval.objects.create(before=date(2026, 1, 1), actor_name="mara")
    pk = {"change": change.pk, "logremoval": removal.pk, "account": change.account_id}.get(model, "reconcile")
    before = log()
    typed = {"post": "yes", "_save": "Save", "state": "refused", "reason": "", "actor_name": "mara", "name": "x"}
    assert administrator.post(f"/admin/domains/{model}/{verb.format(pk=pk)}", typed).status_code in (403, 302)
    assert log() == before


def test_the_story_of_a_change_is_not_written_through_its_page(change: Change, administrator: Client) -> None:
    before = log()
    event = change.events.first()
    assert event
    inline = {
        "events-TOTAL_FORMS": "2",
        "events-INITIAL_FORMS": "1",
        "events-0-id": event.pk,
        "events-0-change": change.pk,
        "events-0-DELETE": "on",
        "events-1-what": "applied",
        "events-1-told": "Never happened.",
        "_save": "Save",
    }
    assert administrator.post(f"/admin/domains/change/{change.pk}/change/", inline).status_code == 403
    assert log() == before


@pytest.mark.parametrize("model", MODELS)
def test_no_list_in_admin_deletes(model: str, change: Change, administrator: Client) -> None:
    before = log()
    chosen = {"action": "delete_selected", "_selected_action": change.pk, "post": "yes"}
    administrator.post(f"/admin/domains/{model}/", chosen)
    assert log() == before
    assert "delete_selected" not in html_of(administrator.get(f"/admin/domains/{model}/"))


def test_removals_can_be_read_in_admin(administrator: Client) -> None:
    LogRemoval.objects.create(before=date(2026, 1, 1), count=1204, actor_name="mara", reason=SECRET_URL)
    html = html_of(administrator.get("/admin/domains/logremoval/"))
    assert "1204" in html
    assert "mara" in html
    assert "hidden@" not in html


def test_admin_lists_what_a_change_was_for_and_why(operator: User, administrator: Client) -> None:
    first = told("update", "applied", purpose="disable", reason=f"Ticket 4711, see {SECRET_URL}")
    told("update", "applied", purpose="enable", undoes=first)
    html = html_of(administrator.get("/admin/domains/change/"))
    assert "Ticket 4711" in html
    assert "Disable acme.sip.twilio.com" in html  # what the other one undoes
    assert "hidden@" not in html
    assert "1 change" in html_of(administrator.get("/admin/domains/change/?purpose__exact=enable"))


def test_admin_tells_domains_that_are_gone(change: Change, administrator: Client) -> None:
    assert "acme.sip.twilio.com" in html_of(administrator.get("/admin/domains/sipdomain/?gone_at__isempty=1"))
    assert "acme.sip.twilio.com" not in html_of(administrator.get("/admin/domains/sipdomain/?gone_at__isempty=0"))


# In the product


def test_no_address_of_the_product_deletes_or_rewrites(change: Change, administrator: Client) -> None:
    before = log()
    for pattern in get_resolver("domains.urls").url_patterns:
        name = getattr(pattern, "name", None) or ""
        if name.startswith(("change", "doing")):
            address = str(pattern.pattern)
            for part, value in (("<int:pk>", change.pk), ("<uuid:act>", change.act)):
                address = address.replace(part, str(value))
            for verb in (administrator.put, administrator.delete, administrator.patch):
                assert verb(f"/{address}").status_code == 405
    assert log() == before


# In the code


def test_rows_of_the_log_are_not_deleted_in_passing(change: Change) -> None:
    removal = LogRemoval.objects.create(before=date(2026, 1, 1), actor_name="mara")
    event = change.events.first()
    assert event
    for delete in (
        change.delete,
        event.delete,
        removal.delete,
        Change.objects.all().delete,
        change.events.all().delete,
        LogRemoval.objects.all().delete,
    ):
        with pytest.raises(LogIsKept):
            delete()
    assert log()


def test_what_was_asked_is_not_rewritten(change: Change) -> None:
    change.reason = "Another one"
    event = change.events.first()
    assert event
    for rewrite in (
        lambda: Change.objects.update(reason="Another one"),
        lambda: Change.objects.update(actor_id=None),
        lambda: change.events.update(told="Never happened."),
        lambda: Change.objects.bulk_update([change], ["reason"]),
        change.save,
        lambda: change.save(update_fields=["reason"]),
        event.save,
    ):
        with pytest.raises(LogIsKept, match="is not rewritten"), transaction.atomic():
            rewrite()
    change.refresh_from_db()
    assert (change.reason, change.actor_name) == ("Ticket 4711", "operator")


def test_no_template_can_empty_the_log(change: Change) -> None:
    Template("{{ changes.remove }}").render(Context({"changes": Change.objects.all()}))
    assert Change.objects.exists()
