"""The addresses of the dashboard's pages."""

from django.urls import URLPattern, path, register_converter

from .models import Credential, CredentialList, IpAccessControlList, IpAddress, TwilioResource
from .views import (
    access_changes,
    access_lists,
    access_pages,
    background,
    carrying,
    change_list,
    changes,
    credentials,
    deleted_names,
    doings,
    domain_access,
    domain_backup,
    domain_clone,
    domain_delete,
    domain_edit,
    domain_elsewhere,
    domain_form,
    domain_list,
    domain_refresh,
    domain_service,
    domains,
    guide,
    health,
    looking,
    mending,
    overview,
    symptoms,
    undo,
    weather,
)


class SidConverter:
    """The SID of a resource in an address; of which kind is for each to say."""

    regex = "[A-Z]{2}[0-9a-fA-F]{32}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    to_url = to_python


def _register_sid(name: str, prefix: str) -> None:
    converter = type(f"{prefix}Converter", (SidConverter,), {"regex": f"{prefix}[0-9a-fA-F]{{32}}"})
    register_converter(converter, name)


_register_sid("sid", "SD")
_register_sid("ip_list", "AL")
_register_sid("ip_address", "IP")
_register_sid("credential_list", "CL")
_register_sid("credential", "CR")


def _pages_of(model: type[TwilioResource], name: str, at: str) -> list[URLPattern]:
    """Return where one of a kind is changed, deleted and fetched again."""
    kind = {"model": model}
    return [
        path(f"{at}edit/", access_changes.access_edit, kind, name=f"{name}-edit"),
        path(f"{at}edit/preview/", access_changes.access_edit_preview, kind, name=f"{name}-edit-preview"),
        path(f"{at}delete/", access_changes.access_delete, kind, name=f"{name}-delete"),
        path(f"{at}refresh/", access_changes.access_refresh, kind, name=f"{name}-refresh"),
    ]


def _lists(model: type[TwilioResource], name: str, converter: str) -> list[URLPattern]:
    """Return the pages of one kind of access list."""
    at, kind = f"access/{name}s/", {"model": model}
    return [
        path(at, access_lists.access_list, kind, name=f"{name}s"),
        path(f"{at}export.csv", access_lists.access_export, kind, name=f"{name}s-export"),
        path(f"{at}refresh/", access_changes.access_look, kind, name=f"{name}s-refresh"),
        path(f"{at}new/", access_changes.access_new, kind, name=f"{name}-new"),
        path(f"{at}new/preview/", access_changes.access_new_preview, kind, name=f"{name}-new-preview"),
        path(f"{at}<{converter}:sid>/", access_pages.access_detail, kind, name=f"{name}-detail"),
        *_pages_of(model, name, f"{at}<{converter}:sid>/"),
    ]


_ADDRESS = {"model": IpAddress, "parent": IpAccessControlList}

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("domains/", domain_list.domain_list, name="domain-list"),
    path("domains/export.csv", domain_list.domain_export, name="domain-export"),
    path("domains/new/", domain_form.domain_new, name="domain-new"),
    path("domains/new/preview/", domain_form.domain_preview, name="domain-preview"),
    path("domains/new/from-backup/", domain_backup.domain_from_backup, name="domain-from-backup"),
    path("domains/deleted/", deleted_names.deleted_names, name="deleted-names"),
    path("domains/<sid:sid>/", domains.domain_detail, name="domain-detail"),
    path("domains/<sid:sid>/access/", domain_access.domain_access, name="domain-access"),
    path("domains/<sid:sid>/access/look/", domain_access.domain_access_look, name="domain-access-look"),
    path("domains/<sid:sid>/disable/", domain_service.domain_disable, name="domain-disable"),
    path("domains/<sid:sid>/enable/", domain_service.domain_enable, name="domain-enable"),
    path("domains/<sid:sid>/refresh/", domain_refresh.domain_refresh, name="domain-refresh"),
    path("domains/<sid:sid>/look/", looking.domain_look, name="domain-look"),
    path("domains/<sid:sid>/mends/", mending.domain_mend, name="domain-mend"),
    path("domains/<sid:sid>/symptoms/", symptoms.domain_symptoms, name="domain-symptoms"),
    path("domains/<sid:sid>/edit/", domain_edit.domain_edit, name="domain-edit"),
    path("domains/<sid:sid>/edit/preview/", domain_edit.domain_edit_preview, name="domain-edit-preview"),
    path("domains/<sid:sid>/delete/", domain_delete.domain_delete, name="domain-delete"),
    path("domains/<sid:sid>/backup.json", domain_backup.domain_backup, name="domain-backup"),
    path("domains/<sid:sid>/clone/", domain_clone.domain_clone, name="domain-clone"),
    path("domains/<sid:sid>/elsewhere/", domain_elsewhere.domain_elsewhere, name="domain-elsewhere"),
    *_lists(IpAccessControlList, "ip-list", "ip_list"),
    path("access/ip-lists/<ip_list:sid>/new/", access_changes.entry_new, _ADDRESS, name="ip-address-new"),
    path(
        "access/ip-lists/<ip_list:sid>/new/preview/",
        access_changes.entry_new_preview,
        _ADDRESS,
        name="ip-address-new-preview",
    ),
    *_pages_of(IpAddress, "ip-address", "access/addresses/<ip_address:sid>/"),
    *_lists(CredentialList, "credential-list", "credential_list"),
    *_pages_of(Credential, "credential", "access/credentials/<credential:sid>/"),
    path("access/credential-lists/<credential_list:sid>/new/", credentials.credential_new, name="credential-new"),
    path(
        "access/credential-lists/<credential_list:sid>/new/preview/",
        credentials.credential_preview,
        name="credential-new-preview",
    ),
    path("access/credentials/<credential:sid>/rotate/", credentials.credential_rotate, name="credential-rotate"),
    path("changes/", change_list.change_list, name="change-list"),
    path("changes/export.csv", change_list.change_export, name="change-export"),
    path("changes/export.json", change_list.change_export_json, name="change-export-json"),
    path("doings/<uuid:act>/", doings.doing, name="doing"),
    path("doings/<uuid:act>/go-on/", carrying.doing_go_on, name="doing-go-on"),
    path("doings/<uuid:act>/leave/", carrying.doing_leave, name="doing-leave"),
    path("changes/<int:pk>/", changes.change_detail, name="change-detail"),
    path("changes/<int:pk>/check/", changes.change_check, name="change-check"),
    path("changes/<int:pk>/undo/", undo.change_undo, name="change-undo"),
    path("background/", background.background, name="background"),
    path("sandbox/", overview.sandbox_page, name="sandbox-page"),
    path("sandbox/weather/", weather.sandbox_weather, name="sandbox-weather"),
    path("how-it-works/", guide.how_it_works, name="how-it-works"),
    path("healthz", health.healthz, name="healthz"),
]
