"""The form that takes a domain’s backup."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..backups import LONGEST, Backup, NotABackup


class BackupField(forms.FileField):
    """A file that is read at once, and kept nowhere."""

    def clean(self, data: Any, initial: Any = None) -> Backup:
        upload = super().clean(data, initial)
        try:
            # One byte more than there may be, so that what is too long is seen and nothing long is read.
            return Backup.read(upload.read(LONGEST + 1))
        except NotABackup as error:
            raise ValidationError(str(error), code="backup") from None


class BackupForm(forms.Form):
    """The backup that the create form is to be filled in from."""

    backup = BackupField(
        label="Backup file",
        help_text="A file that was downloaded here from the page of a domain. It is read once, and not kept.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "Choose a backup file.",
            "invalid": "Choose a backup file.",
            "empty": "The file is empty: choose another one.",
        },
    )

    use_required_attribute = False
