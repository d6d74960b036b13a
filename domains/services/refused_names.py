"""Refusals that are about the name of a domain, or about the other domains of its account."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from ..models import Change, SipDomain, TwilioResource
from ..models.domains import LOCK
from ..validators import parent_domain
from .deletions import locked_by
from .explanations import Explanation, Viewer, link_to, name_asked, row_of, sentence

USUAL_LIMIT = 100


def limit(change: Change, viewer: Viewer) -> Explanation:
    """Explain that the account can hold no more domains."""
    known = SipDomain.objects.visible_to(viewer).live().filter(account=change.account).count()
    return Explanation(
        f"Account {change.account.sid} has as many SIP domains as Twilio allows, usually {USUAL_LIMIT}; the dashboard "
        f"knows {known} of them. Delete one that is no longer used, or ask Twilio’s support for more."
    )


def sub_domains(change: Change, viewer: Viewer) -> Explanation:
    """Explain that a domain has others below it, and name those that are known."""
    domain = row_of(change, viewer)
    below = SipDomain.objects.visible_to(viewer).below(domain) if isinstance(domain, SipDomain) else ()
    links = tuple((sub.get_absolute_url(), sub.domain_name) for sub in below)
    deletes = "Twilio deletes no domain that has sub-domains"
    rule = deletes if change.action == Change.Action.DELETE else "Twilio lets no domain change that has sub-domains"
    what = "Delete them first"
    if not links:
        what = "The dashboard knows none of them: look for them in Twilio’s Console, and delete them first"
    return Explanation(f"{rule}, and {change.key} has some. {what}.", links=links)


def was_here(change: Change, viewer: Viewer) -> Explanation:
    """Explain that a create whose answer was lost found its name taken, by something that it did not make."""
    told = f"Its answer was lost, and {change.name} was found, but is not what was asked for: {change.message}"
    return Explanation(told, change.model.natural_key, *link_to(_ours(change, viewer)))


def name_refused(change: Change, viewer: Viewer) -> Explanation:
    """Tell apart what one code stands for: ours, deleted, a parent missing, somebody else's."""
    name, message = name_asked(change), change.message.lower()
    ours = _ours(change, viewer)
    if ours:
        told = f"{name} is in this account already: open it, or enter another name."
        return Explanation(told, "domain_name", *link_to(ours))
    if "parent" in message or "subdomain" in message:
        needed = parent_domain(name) or "its parent"
        return Explanation(
            f"{name} needs {needed} to exist in this account first: create {needed}, or use a hyphen for the dot.",
            "domain_name",
        )
    return _locked(change, viewer) or Explanation(_taken(name, change.message), "domain_name")


def _taken(name: str, message: str) -> str:
    if "already exists" in message.lower():
        return (
            f"{name} is taken. It is not in this account, so it is somebody else’s, or it was deleted elsewhere less "
            f"than {LOCK.days} days ago and is still locked. Enter another name."
        )
    return (
        f"Twilio does not accept {name}: it can be taken, its parent can belong to somebody else, or it cannot be a "
        f"name at all. Twilio says: {sentence(message)} Enter another name."
    )


def _ours(change: Change, viewer: Viewer) -> TwilioResource | None:
    rows = change.model.kept_in(change.collection).visible_to(viewer).live()
    named = rows.named(change.account, name_asked(change))
    others = named.exclude(sid=change.sid) if change.action == Change.Action.UPDATE else named
    return others.first()


def _locked(change: Change, viewer: Viewer) -> Explanation | None:
    """Explain that the name was deleted too short a time ago, by what the log and the mirror know of it."""
    name = name_asked(change)
    deleted = _deleted_here(change, viewer)
    if deleted and deleted.settled_at:
        day, free = (timezone.localdate(at) for at in (deleted.settled_at, deleted.settled_at + LOCK))
        told = f"{name} was deleted here by {deleted.actor_name} on {day}"
        href, link = deleted.get_absolute_url(), "See the deletion"
    else:
        deletion = locked_by(change.account, name, viewer=viewer)
        if deletion is None:
            return None
        told, free = deletion.told, timezone.localdate(deletion.free_at)
        href, link = reverse("deleted-names"), "See deleted names"
    may = f"{told}, and Twilio may keep a deleted name locked until {free}"
    return Explanation(f"{may}. Enter another name, or wait.", "domain_name", href, link)


def _deleted_here(change: Change, viewer: Viewer) -> Change | None:
    since = timezone.now() - timedelta(days=LOCK.days)
    deletions = Change.objects.visible_to(viewer).deletions()
    of_name = deletions.about(change.account, change.collection, name_asked(change))
    return of_name.filter(settled_at__gte=since).first()
