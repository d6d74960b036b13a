"""Django admin: operators are made here; what Twilio said and what was changed can only be read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.auth.admin import UserAdmin
from django.db.models import JSONField, QuerySet, TextField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .masking import masked
from .models import (
    MAPPINGS,
    Account,
    Change,
    ChangeEvent,
    Credential,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    Job,
    LogRemoval,
    SipDomain,
    User,
)
from .models.permissions import needed
from .parameters import FIELDSETS, PARAMETERS, WebhookUrlField

admin.site.site_header = admin.site.site_title = "SIP domains"
admin.site.index_title = "Administration"
admin.site.site_url = "/"
admin.site.register(User, UserAdmin)


def _without_secrets(row: Any) -> Any:
    """Mask what a row holds, and return it. It must not be saved after that."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, masked(getattr(row, field.attname)))
    return row


@admin.display(description="reason")
def why(row: Change | LogRemoval) -> str:
    """Return the reason that was given, without secrets."""
    return str(masked(row.reason))


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # at run time it takes none
    """Rows that only a service may write."""

    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what the user may see."""
        visible: QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        return visible.order_by(*self.get_ordering(request)) if self.get_ordering(request) else visible

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let no address ask for what a row holds where that may be a secret: webhook URLs, and what Twilio said.

        What is masked on a page could otherwise be found out, letter by letter, by `?voice_url__startswith=`.
        """
        held = {field.name: field for field in self.model._meta.concrete_fields}
        is_secret = isinstance(held.get(lookup.partition("__")[0]), JSONField | TextField | WebhookUrlField)
        return not is_secret and bool(super().lookup_allowed(lookup, value, request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return a row for its page, where it is only read: without the secrets in it."""
        row = super().get_object(request, object_id, from_field)
        return row and _without_secrets(row)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes a row by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a row by hand."""
        return False


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Accounts, as the environment names them."""

    list_display = ("name", "sid", "region", "credential", "created_at")
    list_filter = ("credential", "region")
    search_fields = ("name", "sid")


class ResourceAdmin(ReadOnlyAdmin):
    """The mirror of one kind of resource. `form_page` names the page on which one is made, if it has one of its own."""

    form_page: ClassVar[str] = ""
    date_hierarchy = "date_created"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer “Add” to those who may create one: it leads to the form."""
        return bool(self.form_page) and request.user.has_perm(needed(self.model, Change.Action.CREATE))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Lead to the form, the one place where one is made; a kind without one refuses, as nobody may add it here."""
        return redirect(reverse(self.form_page)) if self.form_page else super().add_view(request)


@admin.register(SipDomain)
class SipDomainAdmin(ResourceAdmin):
    """The mirror of SIP domains."""

    form_page = "domain-new"

    list_display = ("domain_name", "friendly_name", "sid", "account", "auth_type", "secure", "date_created", "gone_at")
    list_filter = (
        ("gone_at", EmptyFieldListFilter),
        "account",
        "secure",
        "sip_registration",
        "emergency_calling_enabled",
        "auth_type",
    )
    search_fields = ("domain_name", "friendly_name", "sid")
    list_select_related = ("account",)
    fieldsets = (
        *FIELDSETS,
        (
            "At Twilio",
            {
                "fields": (
                    "account",
                    *(field.name for field in SipDomain.attributes() if field.name not in PARAMETERS),
                    "seen_at",
                    "gone_at",
                    "set_aside",
                    "raw",
                )
            },
        ),
    )


@admin.register(IpAccessControlList)
class IpAccessControlListAdmin(ResourceAdmin):
    """The mirror of IP access control lists."""

    form_page = "ip-list-new"
    list_display = ("friendly_name", "sid", "account", "date_created", "gone_at")
    list_filter = (("gone_at", EmptyFieldListFilter), "account")
    search_fields = ("friendly_name", "sid")
    list_select_related = ("account",)


@admin.register(CredentialList)
class CredentialListAdmin(IpAccessControlListAdmin):
    """The mirror of credential lists."""

    form_page = "credential-list-new"


@admin.register(IpAddress)
class IpAddressAdmin(ResourceAdmin):
    """The mirror of what is on IP access control lists."""

    list_display = ("cidr", "friendly_name", "ip_access_control_list", "sid", "account", "date_created", "gone_at")
    list_filter = (("gone_at", EmptyFieldListFilter), "account")
    search_fields = ("ip_address", "friendly_name", "sid")
    list_select_related = ("account", "ip_access_control_list")


@admin.register(Credential)
class CredentialAdmin(ResourceAdmin):
    """The mirror of what is on credential lists: passwords are not among it."""

    list_display = ("username", "credential_list", "sid", "account", "date_created", "gone_at")
    list_filter = (("gone_at", EmptyFieldListFilter), "account")
    search_fields = ("username", "sid")
    list_select_related = ("account", "credential_list")


@admin.register(*MAPPINGS)
class DomainMappingAdmin(ResourceAdmin):
    """The mirror of which lists are mapped to which domains."""

    list_display = ("friendly_name", "domain", "sid", "account", "date_created", "gone_at")
    list_filter = (("gone_at", EmptyFieldListFilter), "account")
    search_fields = ("friendly_name", "sid", "domain__domain_name")
    list_select_related = ("account", "domain")


class ChangeEventInline(admin.TabularInline):  # type: ignore[type-arg]  # at run time it takes none
    """The story of a change."""

    model = ChangeEvent
    fields = readonly_fields = ("at", "what", "what_was_told")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are told by services alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are never edited."""
        return False

    @admin.display(description="told")
    def what_was_told(self, event: ChangeEvent) -> str:
        """Return what was told, without secrets."""
        return str(masked(event.told))


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The log of changes."""

    list_display = ("created_at", "action", "purpose", "key", "state", "actor_name", why, "account", "undoes")
    list_filter = ("state", "action", "purpose", "account", "collection", "created_at")
    search_fields = ("key", "sid", "actor_name", "reason", "request_id")
    date_hierarchy = "created_at"
    list_select_related = ("account", "undoes")
    inlines = (ChangeEventInline,)


@admin.register(LogRemoval)
class LogRemovalAdmin(ReadOnlyAdmin):
    """What was removed from the log for its age."""

    list_display = ("at", "before", "count", "oldest", "newest", "actor_name", why)
    search_fields = ("actor_name", "reason")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """The schedule of the background."""

    list_display = ("name", "next_at", "started_at", "finished_at", "failed", "note")
    list_filter = ("failed",)
    search_fields = ("name", "note", "error")
