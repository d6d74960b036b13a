"""What somebody is asked about before it is sent: that what is likely a mistake is meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from ..forms import ResourceForm
from ..readiness import Caution


@dataclass(frozen=True)
class Question:
    """One such thing. `code` tells it from others, so that what was agreed to is known again."""

    code: str
    sentence: str


def questions(cautions: Iterable[Caution]) -> list[Question]:
    """Return what is asked, in the order of the cautions."""
    return [Question(_code(caution.sentence), caution.sentence) for caution in cautions]


def has_agreed(form: ResourceForm, asked: Iterable[Question]) -> bool:
    """Whether whoever sends the form has said that all of it is meant."""
    return form.agrees_to(one.code for one in asked)


def _code(sentence: str) -> str:
    return salted_hmac("domains.views.asking", sentence).hexdigest()[:12]
