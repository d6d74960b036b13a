"""Every address of the product, and those of pages that kinds of resource name and that are not there yet."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sipadmin.urls import handler400, handler403, handler500
from sipadmin.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler500", "urlpatterns"]


def _page(request: HttpRequest, sid: str) -> HttpResponse:
    return HttpResponse(sid)


urlpatterns = [
    *ours,
    path("to-come/ip-lists/<str:sid>/", _page, name="ip-list-detail"),
    path("to-come/credential-lists/<str:sid>/", _page, name="credential-list-detail"),
]
