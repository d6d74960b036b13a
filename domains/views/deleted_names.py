"""The names that had a domain once: since when they are gone, by whom, and when they may be had again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import SipDomain
from ..services import Deletion, deletions_of, is_current
from .accounts import accounts_of
from .domain_columns import named
from .listing import page_of, pages_of


@require_safe
def deleted_names(request: HttpRequest) -> HttpResponse:
    """Show the domains that are gone, the latest first."""
    accounts = accounts_of(request)
    gone = SipDomain.objects.visible_to(request.user).gone().filter(account__in=accounts).defer("raw")
    page = page_of(request, gone)
    names = {domain.domain_name for domain in page.object_list}
    live = {
        (domain.account_id, domain.domain_name): domain
        for domain in SipDomain.objects.visible_to(request.user).live().filter(domain_name__in=names).defer("raw")
    }
    rows: list[dict[str, Any]] = []
    for deletion in deletions_of(page.object_list, viewer=request.user):
        domain = deletion.domain
        account = accounts[domain.account_id]
        rows.append(
            {
                "deletion": deletion,
                "elsewhere": "" if is_current(account) else named(account),
                "successor": live.get((domain.account_id, domain.domain_name)),
                "again": create_again(deletion) if is_current(account) else "",
            }
        )
    context = {
        "pages": pages_of(request, page),
        "rows": rows,
        "some_elsewhere": any(row["deletion"].is_elsewhere for row in rows),
    }
    return render(request, "domains/deleted.html", context)


def create_again(deletion: Deletion) -> str:
    """Return the address of the create form filled in with what was deleted."""
    query = {"from": deletion.change.pk} if deletion.change else {"again": deletion.domain.sid}
    return reverse("domain-new", query=query)
