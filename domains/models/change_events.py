"""The story of a change, step by step."""

from django.db import models

from .log import LogQuerySet, LogRow


class ChangeEventQuerySet(LogQuerySet["ChangeEvent"]):
    """Steps in the stories of changes."""


class ChangeEvent(LogRow):
    """One step in the story of a change. Events are added, never edited."""

    WRITTEN_ONCE = frozenset({"change", "what", "told"})

    class What(models.TextChoices):
        """What can happen to a change: every state it may come to, and what is told in between."""

        INTENDED = "intended", "Intended"
        SENT = "sent", "Sent"
        SENT_AGAIN = "sent_again", "Sent again"
        UNKNOWN = "unknown", "Outcome unknown"
        LOOKED_UP = "looked_up", "Looked up"
        LOOK_UP_FAILED = "look_up_failed", "Look-up failed"
        ADOPTED = "adopted", "Found and adopted"
        APPEARED_LATE = "appeared_late", "Appeared late"
        LATE_ANSWER = "late_answer", "Late answer"
        DIFFERS = "differs", "Differs"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Refused"
        NOT_APPLIED = "not_applied", "Not applied"
        CONFLICT = "conflict", "Conflict"

    change = models.ForeignKey("Change", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=20, choices=What)
    told = models.TextField(blank=True)

    objects = ChangeEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_what_display()
