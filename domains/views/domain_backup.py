"""A domain as a file, and a create form filled in from such a file."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from .. import services
from ..backups import Backup
from ..forms import BackupForm
from ..models import SipDomain
from ..twilio import TwilioError
from .actions import CHANGE, may_back_up, obstacle
from .domain_form import filled_in
from .finding import row_or_404
from .permissions import demand, needs
from .repeating import of_backup
from .responses import UNPROCESSABLE


@require_safe
def domain_backup(request: HttpRequest, sid: str) -> HttpResponse:
    """Send one domain as a file, also when it is gone. It holds secrets: for those who may change or delete domains."""
    if not may_back_up(request):
        demand(request, CHANGE)
    domain = row_or_404(request, SipDomain, sid)
    backup = Backup.of(_latest(domain))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=backup.file_name)
        or "attachment",
    }
    return HttpResponse(backup.written(), content_type="application/json", headers=headers)


def _latest(domain: SipDomain) -> SipDomain:
    """Return a domain as Twilio has it now, or else as it was last seen: the file says when that was."""
    if obstacle(domain):
        return domain
    try:
        return services.fetch(domain) or domain
    except TwilioError:
        return domain


@require_http_methods(["GET", "HEAD", "POST"])
@needs("domains.add_sipdomain")
def domain_from_backup(request: HttpRequest) -> HttpResponse:
    """Ask for a backup, and show the create form filled in from it. Nothing of the file is kept."""
    form = BackupForm(request.POST, request.FILES) if request.method == "POST" else BackupForm()
    if form.is_bound and form.is_valid():
        response = filled_in(request, of_backup(request, cast(Backup, form.cleaned_data["backup"])))
        response["Cache-Control"] = "no-store"  # it shows what the file holds
        return response
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "domains/from_backup.html", {"form": form}, status=status)
