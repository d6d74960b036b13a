"""The mirror: what Twilio last returned of each resource."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from .accounts import Account, VisibleQuerySet

_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")

_Resource_co = TypeVar("_Resource_co", bound="TwilioResource", covariant=True)


class ResourceQuerySet(VisibleQuerySet[_Resource_co]):
    """Rows of the mirror, of one kind."""

    def live(self) -> Self:
        """Return those that are still there, as far as is known."""
        return self.filter(gone_at=None)

    def gone(self) -> Self:
        """Return those that are not, the latest first."""
        return self.filter(gone_at__isnull=False).order_by("-gone_at", "sid")

    def named(self, account: Account, name: str) -> Self:
        """Return those of an account that have the name by which one of their kind is told from all others."""
        return self.filter(account=account, **{self.model.natural_key: name})

    def mark_gone(self, at: datetime | None = None) -> None:
        """Note that they are not at Twilio any more, nor what they held, since `at` or now, unless that was known.

        `at` is when somebody began to look who did not find them. What can be made again under the SID that it had may
        have been since, and is gone since then; anything else is gone for good, and no older sight brings it back.
        """
        at = at if self.model.sid_recurs else None
        for child in self.model.children():
            held = child._default_manager.filter(**{f"{child.parent}__in": self.live()}, gone_at=None)
            held.update(gone_at=at or Now())
        self.live().update(gone_at=at or Now())


class TwilioResource(models.Model):
    """A row of the mirror. It is written by `reflect` alone, from what Twilio returned."""

    path: ClassVar[str]
    """Where Twilio keeps this kind of resource, below the account: `SIP/Domains`. `{}` stands for its parent's SID."""
    parent: ClassVar[str] = ""
    """The column of the resource that it belongs to and is kept below, if it does."""
    noun: ClassVar[str]
    nouns: ClassVar[str]
    """What one is called, and several, where it is plain of which kind they are: a domain, domains."""
    verbs: ClassVar[Mapping[str, str]] = {}
    """What an action is called where it is not what it is called of most kinds: `Map` for the create of a mapping."""
    page: ClassVar[str]
    """The name of the address of its page, which takes its SID."""
    natural_key: ClassVar[str]
    """The attribute that tells one of its kind from all others before it has a SID."""
    parameters: ClassVar[tuple[str, ...]]
    """What Twilio can be asked for when one is created, apart from `secrets`."""
    secrets: ClassVar[tuple[str, ...]] = ()
    """What must be sent when one is created, and is neither returned by Twilio nor kept here."""
    taken_codes: ClassVar[tuple[int, ...]] = ()
    """By which codes Twilio may mean that there is one of the same natural key already."""
    sid_recurs: ClassVar[bool] = False
    """Whether one that is made again has the SID that it had before."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sid = models.CharField("SID", unique=True)
    account_sid = models.CharField("account SID", blank=True)
    date_created = models.DateTimeField("created", null=True)
    date_updated = models.DateTimeField("updated", null=True)
    uri = models.CharField("URI", blank=True)
    raw = models.JSONField("response", default=dict)
    seen_at = models.DateTimeField("last seen")
    # Rows stay when their resource goes: the log speaks of them, and a name may be locked for a while.
    gone_at = models.DateTimeField("gone since", null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    OUR_OWN: ClassVar[tuple[str, ...]] = ("id", "account", "raw", "seen_at", "gone_at")
    """The columns that are no attributes of Twilio's resource."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse(self.page, args=[self.sid])

    @classmethod
    def attributes(cls) -> "list[models.Field[Any, Any]]":
        """Return the columns that hold what Twilio returns, each named as its attribute: its parameters first.

        Django has them in the order in which Python came upon them, which depends on which module is imported first.
        """
        found = [field for field in cls._meta.concrete_fields if field.name not in cls.OUR_OWN]
        return sorted(found, key=lambda field: field.name not in cls.parameters)

    def reflect(self, resource: Mapping[str, Any]) -> None:
        """Take over every attribute of `resource`, as Twilio returned it (the client has seen that it has a SID).

        Raises nothing for what Twilio may return: an attribute that is null or unreadable becomes the column's empty
        value, and `raw` keeps the whole.
        """
        for field in self.attributes():
            if field.name in resource:
                setattr(self, field.attname, _column_value(field, resource[field.name]))
        self.raw = dict(resource)
        self.seen_at = timezone.now()
        self.gone_at = None

    def as_in(self, resource: Mapping[str, Any]) -> Self:
        """Return it as `resource` says, as a row that is not saved; what Twilio does not know of, it keeps."""
        kept = {name: getattr(self, name) for name in self.OUR_OWN if name != "id"}
        row = type(self)(**kept)
        row.reflect(resource)
        return row

    @classmethod
    def label_of(cls, name: str) -> str:
        """Return the label of an attribute, as forms and pages write it."""
        field = cls._meta.get_field(name)
        return str(capfirst(getattr(field, "verbose_name", name)))

    @classmethod
    def in_order(cls, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is asked in Twilio's order, in which it is sent: JSON columns of PostgreSQL keep none."""
        return {name: asked[name] for name in cls.parameters if name in asked}

    @classmethod
    def normalized(cls, name: str, value: object) -> object:  # noqa: ARG003  (some kinds tell attributes apart)
        """Return what the value of an attribute is compared by: unset in any form is one."""
        return None if value is None or value is False or value == "" else value

    @classmethod
    def called(cls, key: str, told: Mapping[str, Any]) -> str:  # noqa: ARG003  (some kinds tell more)
        """Return what people call one with that natural key and these attributes."""
        return key

    @classmethod
    def sent_as(cls, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is asked by the names that it is sent under, of which Twilio’s follow."""
        return dict(asked)

    @classmethod
    def parent_model(cls) -> "type[TwilioResource]":
        """Return the kind that this one is kept below; it has a `parent`."""
        return cast("type[TwilioResource]", cls._meta.get_field(cls.parent).related_model)

    @classmethod
    def children(cls) -> "list[type[TwilioResource]]":
        """Return the kinds that are kept below this one."""
        related = (field.related_model for field in cls._meta.get_fields(include_hidden=True) if field.one_to_many)
        return [model for model in related if isinstance(model, type) and issubclass(model, TwilioResource)]

    @classmethod
    def kept_in(cls, collection: str) -> "ResourceQuerySet[Self]":
        """Return the rows of what `collection` holds: of what belongs to a parent, those of that parent."""
        rows = cast("ResourceQuerySet[Self]", cls._default_manager.all())
        return rows.filter(**{f"{cls.parent}__sid": parent_sid(collection)}) if cls.parent else rows

    @classmethod
    def new_in(cls, account: Account, collection: str) -> Self:
        """Return an unsaved row for what `collection` holds; the parent of what has one is in the mirror."""
        row = cls(account=account)
        if cls.parent:
            setattr(row, cls.parent, cls.parent_model()._default_manager.get(sid=parent_sid(collection)))
        return row

    @property
    def key(self) -> str:
        """What tells it from all others of its kind before it has a SID, as it was asked for or is known."""
        return str(getattr(self, self.natural_key))

    @property
    def name(self) -> str:
        """What people call it."""
        return self.key

    @property
    def collection(self) -> str:
        """Where Twilio keeps it, below the account."""
        return self.path.format(getattr(self, self.parent).sid) if self.parent else self.path

    @property
    def is_gone(self) -> bool:
        """Whether it was seen, or made, to be gone at Twilio."""
        return self.gone_at is not None


def path_of(collection: str) -> str:
    """Return the `path` of the kind that `collection` holds."""
    return _SID.sub("{}", collection)


def parent_sid(collection: str) -> str:
    """Return the SID of the resource that what `collection` holds belongs to; empty where that is the account."""
    found = _SID.search(collection)
    return found[0] if found else ""


def _column_value(field: "models.Field[Any, Any]", value: object) -> object:
    match field:
        case models.BooleanField():
            return value is True
        case models.DateTimeField():
            return _parsed_date(value)
        case models.JSONField():
            return value if isinstance(value, dict) else {}
        case models.IntegerField():
            return value if isinstance(value, int) else None
    return "" if value is None else str(value)


def _parsed_date(value: object) -> object:
    """Return the aware time of an RFC 2822 date, or None."""
    try:
        moment = parsedate_to_datetime(str(value))
    except (ValueError, OverflowError):
        return None
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)  # RFC 2822 writes UTC also as -0000
