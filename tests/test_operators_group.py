"""The group “Operators” that an earlier installation made, after an upgrade that brings new kinds of resource."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, Permission

from domains.models.permissions import daily_work

from . import upgrading

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture
def upgrade() -> Iterator[Callable[[], None]]:
    """Stand where only domains had permissions; what is given upgrades from there."""
    with upgrading.upgrade("0012_phone_numbers", "0013_operators_and_lists") as to_the_next:
        Permission.objects.filter(content_type__app_label="domains").exclude(codename__endswith="_sipdomain").delete()
        yield to_the_next


def of_domains(*verbs: str) -> list[Permission]:
    return list(Permission.objects.filter(codename__in=[f"{verb}_sipdomain" for verb in verbs]))


def test_it_may_do_all_of_the_daily_work(upgrade: Callable[[], None]) -> None:
    group = Group.objects.create(name="Operators")
    group.permissions.set(of_domains("add", "change", "delete"))
    upgrade()
    assert set(group.permissions.all()) == set(daily_work())
    assert len(daily_work()) > 3


def test_it_stays_as_it_is_where_somebody_has_taken_something_from_it(upgrade: Callable[[], None]) -> None:
    group = Group.objects.create(name="Operators")
    group.permissions.set(of_domains("add", "change"))
    upgrade()
    assert set(group.permissions.values_list("codename", flat=True)) == {"add_sipdomain", "change_sipdomain"}


def test_other_groups_stay_as_they_are(upgrade: Callable[[], None]) -> None:
    group = Group.objects.create(name="Night shift")
    group.permissions.set(of_domains("add", "change", "delete"))
    upgrade()
    assert group.permissions.count() == 3
    assert not Group.objects.filter(name="Operators").exists()
