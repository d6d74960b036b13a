"""Logs without secrets."""

import logging

from domains.masking import masked


class MaskingFormatter(logging.Formatter):
    """Masks the secrets in the URLs of a finished log line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return str(masked(super().format(record)))
