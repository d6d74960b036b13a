"""Which database the sandbox's table is in."""

from typing import Any

from django.db import connections, models


class SandboxRouter:
    """Keeps the sandbox's table in its own database, or in the main one where it has no own (PostgreSQL)."""

    label = "sandbox"

    def _alias(self, model: type[models.Model], **hints: Any) -> str | None:
        return self.database() if model._meta.app_label == self.label else None

    db_for_read = db_for_write = _alias

    @classmethod
    def database(cls) -> str:
        """Return the alias of the sandbox's database."""
        return "sandbox" if "sandbox" in connections.settings else "default"

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Let each database hold its own tables and no others."""
        return db == (self.database() if app_label == self.label else "default")
