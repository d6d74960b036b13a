"""Logs without secrets."""

import logging
import re

_USER_INFO = re.compile(r"(?<=://)[^/?#\s]*@")  # a password may hold an @ of its own


class MaskingFormatter(logging.Formatter):
    """Masks the user info of every URL in a finished log line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return _USER_INFO.sub("***@", super().format(record))
