"""What asking for a change takes derives from the kind of its resource."""

import pytest

from domains.models import Change, SipDomain
from domains.models.kinds import MODELS
from domains.models.permissions import daily_work, needed, needed_to_undo

from .other_kinds import AddressList


def test_each_action_takes_the_permission_that_django_keeps_for_the_kind() -> None:
    actions = ("create", "update", "delete")
    of_domains = ["domains.add_sipdomain", "domains.change_sipdomain", "domains.delete_sipdomain"]
    assert [needed(SipDomain, action) for action in actions] == of_domains
    assert needed(AddressList, "delete") == "tests.delete_addresslist"


def test_undoing_takes_the_permission_for_what_undoes() -> None:
    def undoing(action: str) -> str:
        return needed_to_undo(Change(collection=SipDomain.path, action=action))

    assert undoing("create") == "domains.delete_sipdomain"
    assert undoing("update") == "domains.change_sipdomain"
    assert undoing("delete") == "domains.add_sipdomain"


@pytest.mark.django_db
def test_the_daily_work_takes_all_three_of_every_kind() -> None:
    codenames = set(daily_work().values_list("codename", flat=True))
    kinds = [model._meta.model_name for model in MODELS.values()]
    assert codenames == {f"{verb}_{kind}" for kind in kinds for verb in ("add", "change", "delete")}
