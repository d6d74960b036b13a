"""The addresses of the dashboard's pages."""

from django.urls import path

from .views import changes, domains, health, overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("domains/", domains.domain_list, name="domain-list"),
    path("domains/new/", domains.domain_new, name="domain-new"),
    path("domains/<str:sid>/", domains.domain_detail, name="domain-detail"),
    path("changes/", changes.change_list, name="change-list"),
    path("changes/<int:pk>/", changes.change_detail, name="change-detail"),
    path("sandbox/", overview.sandbox_page, name="sandbox-page"),
    path("healthz", health.healthz, name="healthz"),
]
