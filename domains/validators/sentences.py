"""Sentences whose subject is put in by whoever knows it."""

from django.core.exceptions import ValidationError


def about_it(it: str, rest: str, *, code: str) -> ValidationError:
    """Return an error whose sentence begins with `it`: a form puts the field's own label there (`params["it"]`)."""
    return ValidationError("%(it)s %(rest)s", code=code, params={"it": it, "rest": rest})
