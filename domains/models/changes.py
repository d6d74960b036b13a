"""Every change asked of Twilio: the guard against loss, and the log."""

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now, Upper
from django.urls import reverse
from django.utils.functional import cached_property

from .accounts import Account
from .change_queries import ChangeQuerySet
from .change_states import NEXT_STATES, OPEN_STATES, SETTLED_STATES, ChangeState, IllegalMove
from .kinds import model_of
from .log import LogRow
from .resources import ResourceQuerySet, TwilioResource
from .subjects import Subject, goes_by_another, subjects_of


class Change(LogRow):
    """One attempt to change one resource at Twilio: committed before the request leaves, settled after.

    Its strings outlive the rows they name: a log must still be readable when the operator or the domain is gone.
    """

    State = ChangeState
    WRITTEN_ONCE = frozenset(
        {"account", "collection", "key", "action", "purpose", "asked", "undoes", "act"}
        | {"actor", "actor_name", "reason", "token"}
    )

    class Action(models.TextChoices):
        """What is asked of Twilio."""

        CREATE = "create", "Create"
        UPDATE = "update", "Update"
        DELETE = "delete", "Delete"

    class Purpose(models.TextChoices):
        """What an update is for, where it is more than its values."""

        DISABLE = "disable", "Disable"
        ENABLE = "enable", "Enable"
        ROTATE = "rotate", "Rotate password of"

    UNDO = ("undo", "Undo")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    collection = models.CharField("kind of resource", max_length=200)
    key = models.CharField("natural key")
    sid = models.CharField("SID", max_length=34, blank=True, db_index=True)
    action = models.CharField(max_length=8, choices=Action)
    purpose = models.CharField(max_length=8, choices=Purpose, blank=True)
    state = models.CharField(max_length=12, choices=ChangeState, default=ChangeState.INTENDED)
    asked = models.JSONField("parameters asked", default=dict)
    before = models.JSONField("resource before", null=True)
    after = models.JSONField("resource after", null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField("by", max_length=150)
    reason = models.TextField(blank=True)
    act = models.UUIDField("doing", default=uuid.uuid4, db_index=True)
    undoes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="undone_by")
    # Unique, so that of one form sent many times only one is carried out. None: not from a form.
    token = models.CharField("form token", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    # The times below are the database's, so that machines whose clocks differ agree on them. When sending stopped is
    # noted of an answer that was lost, and of no other.
    lease_until = models.DateTimeField("sender believed alive until", null=True)
    sent_at = models.DateTimeField("first sent at", null=True)
    stopped_at = models.DateTimeField("sending stopped at", null=True)
    absent_at = models.DateTimeField("first looked up in vain at", null=True)
    looked_at = models.DateTimeField("last looked up at", null=True)
    look_at = models.DateTimeField("to be looked up at", null=True)
    twilio_status = models.PositiveSmallIntegerField("Twilio’s status", null=True)
    twilio_code = models.PositiveIntegerField("Twilio’s code", null=True)
    message = models.TextField("what was said", blank=True)
    request_id = models.CharField("Twilio’s request id", blank=True)
    created_at = models.DateTimeField("asked at", auto_now_add=True)
    settled_at = models.DateTimeField("settled at", null=True)

    objects = ChangeQuerySet.as_manager()

    was_sent_here = False
    """Whether whoever holds this row is the one that sent it, and no second with the same form. It is no column."""

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state"], name="change_by_state"),
            models.Index(fields=["look_at"], name="change_by_look_at"),
            models.Index(fields=["account", "created_at", "state"], name="change_by_account_and_time"),
            models.Index(fields=["-created_at", "-id"], name="change_latest_first"),
            models.Index(fields=["actor_name"], name="change_by_asker"),
        ]
        constraints = [
            models.UniqueConstraint(
                "account",
                "collection",
                Upper("key"),
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]),
                name="change_one_open_per_name",
            ),
            # A domain may have been given another name since: it is still the same domain.
            models.UniqueConstraint(
                "account",
                "collection",
                "sid",
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]) & ~models.Q(sid=""),
                name="change_one_open_per_sid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("change-detail", args=[self.pk])

    @property
    def verb(self) -> str:
        """What is done, in one word. An update that undoes another is that before anything else."""
        if self.undoes_id is not None and self.action == self.Action.UPDATE and not self.purpose:
            return self.UNDO[1]
        return self.get_purpose_display() or self.model.verbs.get(self.action) or self.get_action_display()

    @cached_property
    def subject(self) -> Subject:
        """What it is about, by name."""
        about = (self.collection, self.key)
        return subjects_of([about])[about]

    @property
    def name(self) -> str:
        """What its resource is called; mostly that is its natural key."""
        if goes_by_another(self.model):
            return self.subject.name
        return self.model.called(self.key, {**(self.before or {}), **(self.asked or {})})

    @property
    def model(self) -> type[TwilioResource]:
        """Of which kind its resource is."""
        return model_of(self.collection)

    def rows(self) -> ResourceQuerySet[TwilioResource]:
        """Return its resource in the mirror, as a set of one row; of none while it has no SID, or is not known here."""
        rows = self.model.kept_in(self.collection)
        return rows.filter(sid=self.sid) if self.sid else rows.none()

    @property
    def page(self) -> str:
        """The address of the page about its resource, which has a SID."""
        row = self.model.new_in(self.account, self.collection)
        row.sid = self.sid
        return row.get_absolute_url()

    @property
    def is_open(self) -> bool:
        """Whether the truth about it is still to be found."""
        return self.state not in SETTLED_STATES

    def standing_undo(self) -> "Change | None":
        """Return the change that has undone it, or may have; None too where that was undone itself."""
        later: Change | None = self.undone_by.standing() if self.state == ChangeState.APPLIED else None
        if later is None or later.state != ChangeState.APPLIED:
            return later
        again = later.standing_undo()
        return None if again and again.state == ChangeState.APPLIED else later

    @property
    def is_answered(self) -> bool:
        """Whether Twilio's own answer said that it was applied, and nobody had to find that out.

        Only then is a password known to be the one that was sent: it cannot be read at Twilio, so what was found may
        have got it from somebody else.
        """
        return self.state == ChangeState.APPLIED and self.stopped_at is None

    @property
    def was_found(self) -> bool:
        """Whether no answer that could be read told that it was applied: it was found at Twilio afterwards."""
        return self.state == ChangeState.APPLIED and self.stopped_at is not None

    @property
    def was_gone_already(self) -> bool:
        """Whether it was to delete what Twilio said is not there."""
        is_gone = self.state == ChangeState.APPLIED and self.action == self.Action.DELETE
        return is_gone and self.twilio_status == HTTPStatus.NOT_FOUND

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """What of the parameters asked is not as the resource has it: name, value asked, value there."""
        if self.after is None:
            return []
        there, normalized = self.after, self.model.normalized
        return [
            (name, asked, there.get(name))
            for name, asked in self.asked.items()
            if normalized(name, asked) != normalized(name, there.get(name))
        ]

    def move(self, to: ChangeState, told: str = "", **columns: Any) -> None:
        """Move to the state `to` by compare-and-set, with `columns`, and tell it as an event.

        Raises IllegalMove when the present state does not lead there, or is no longer the one in the database. The
        caller holds the transaction that makes it one with whatever else settles the change.
        """
        if to not in NEXT_STATES[self.state]:
            raise IllegalMove(f"{self} is {self.state}: it cannot become {to}.")
        columns["state"] = to
        if to in SETTLED_STATES:
            columns["settled_at"] = Now()
        moved = Change.objects.filter(pk=self.pk, state=self.state).update(**columns)
        if not moved:
            raise IllegalMove(f"{self} is no longer {self.state}.")
        self.events.create(what=to, told=told)
        for name, value in columns.items():
            if not hasattr(value, "resolve_expression"):
                setattr(self, name, value)
