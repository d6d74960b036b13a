"""The page of a domain’s lists where there are many: what is mapped comes first, and new ones are not far below."""

from typing import Any

import pytest
from django.test import Client

from domains.models import CredentialList, SipDomain, User

from .access import credential_list, map_list
from .reading import html_of
from .test_views_domain_access import ask


@pytest.fixture
def many(own: SipDomain) -> list[CredentialList]:
    """Twelve lists, called A to L, the last made first."""
    rows = []
    for number, name in enumerate(reversed("ABCDEFGHIJKL")):
        row = CredentialList(account=own.account, sid=f"CL{number:032x}", friendly_name=name, seen_at=own.seen_at)
        row.save()
        rows.append(row)
    return rows


def shown(answer: Any) -> tuple[str, str]:
    """Return the names of the lists that are seen at once, and of those that are folded."""
    form = answer.context["form"]
    first, folded = ("".join(one.row.key for one in choices) for choices in (form.first, form.folded))
    return first, folded


def test_what_is_mapped_comes_first_and_the_others_follow_by_name(
    visitor: Client, own: SipDomain, operator: User, many: list[CredentialList]
) -> None:
    map_list(own, credential_list(operator, "Z"), operator)
    answer = visitor.get(f"/domains/{own.sid}/access/")
    assert shown(answer) == ("ZABCDEFGH", "IJKL")
    html = html_of(answer)
    assert "4 more lists, not mapped to it" in html
    folded = html.partition('<details class="access-more"')[2].partition("</details>")[0]
    assert [f'value="{one.sid}"' in folded for one in many] == [True] * 4 + [False] * 8
    assert html.count('type="checkbox" name="calls"') == 13


@pytest.mark.usefixtures("many")
def test_a_list_that_is_ticked_beforehand_is_not_folded(visitor: Client, own: SipDomain) -> None:
    last = CredentialList.objects.get(friendly_name="L")
    assert shown(visitor.get(f"/domains/{own.sid}/access/?list={last.sid}")) == ("LABCDEFGH", "IJK")


@pytest.mark.usefixtures("many")
def test_what_was_ticked_among_the_folded_is_seen_when_the_form_comes_back(visitor: Client, own: SipDomain) -> None:
    last = CredentialList.objects.get(friendly_name="L")
    answer = ask(visitor, own, calls=[last.sid], new_ip_list="Office")
    assert shown(answer) == ("LABCDEFGH", "IJK")


def test_few_lists_are_not_folded(visitor: Client, own: SipDomain, many: list[CredentialList]) -> None:
    CredentialList.objects.filter(sid__in=[one.sid for one in many[:4]]).delete()
    answer = visitor.get(f"/domains/{own.sid}/access/")
    assert shown(answer) == ("ABCDEFGH", "")
    assert "more list" not in html_of(answer)
