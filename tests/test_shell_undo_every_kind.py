"""`manage.py domains undo`, of changes of what domains let in."""

import pytest

from domains.models import Change, IpAccessControlList, User

from .access import address, deleted, ip_list
from .shell import BY, domains, latest, typing


@pytest.fixture(autouse=True)
def office(operator: User) -> IpAccessControlList:
    """A list in the sandbox."""
    return ip_list(operator)


def test_a_create_is_undone_by_a_deletion_for_which_the_name_is_typed(office: IpAccessControlList) -> None:
    first = latest()
    with typing("no"):
        assert domains("undo", str(first.pk), *BY).status == 5
    with typing("Office"):
        run = domains("undo", str(first.pk), *BY)
    assert run.status == 0
    assert run.out == f"Office was deleted: {office.sid} (change {latest().pk}, which undoes change {first.pk}).\n"
    assert "Its addresses go with it." in run.err
    office.refresh_from_db()
    assert office.is_gone


def test_a_deletion_is_undone_by_a_create(office: IpAccessControlList, operator: User) -> None:
    first = deleted(office, operator)
    run = domains("undo", str(first.pk), "--yes", "--json", *BY)
    again = IpAccessControlList.objects.live().get()
    assert (run.status, run.document["ip_access_control_list"]["sid"]) == (0, again.sid)
    assert (latest().action, latest().undoes, again.friendly_name) == ("create", first, "Office")


def test_what_is_on_a_list_is_made_again_there(office: IpAccessControlList, operator: User) -> None:
    first = deleted(address(office, operator), operator)
    run = domains("undo", str(first.pk), "--dry-run", *BY)
    assert f"/SIP/IpAccessControlLists/{office.sid}/IpAddresses.json" in run.out
    assert domains("undo", str(first.pk), "--yes", *BY).status == 0
    assert Change.objects.filter(action="create", key="8.8.4.4").count() == 2


def test_it_takes_the_permission_of_that_kind(operator: User) -> None:
    operator.user_permissions.remove(operator.user_permissions.get(codename="delete_ipaccesscontrollist"))
    run = domains("undo", str(latest().pk), "--yes", *BY)
    assert run.status == 2
    assert (
        "may not delete IP access control lists: that takes the permission “Can delete IP access control list”"
        in run.err
    )
