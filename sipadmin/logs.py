"""Logs without secrets."""

import logging

from django.core.exceptions import PermissionDenied

from domains.masking import masked


class ForbiddenWithoutTraceback(logging.Filter):
    """Leaves the traceback out where somebody was refused what they may not do: that is no error of the program."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True


class MaskingFormatter(logging.Formatter):
    """Masks the secrets in the URLs of a finished log line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return str(masked(super().format(record)))
