"""Answers that Django has no name for."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """After a POST, go and look there with GET (303)."""

    status_code = 303


CONFLICT = 409
GONE = 410
UNPROCESSABLE = 422
UNAVAILABLE = 503
