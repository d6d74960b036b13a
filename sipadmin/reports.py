"""What the page of an error shows while DEBUG is on."""

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class AlwaysWithoutSecrets(SafeExceptionReporterFilter):
    """Leaves out what a view has marked as sensitive, also while DEBUG is on: such pages are copied into tickets."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True
